"""Files in and out: YAML whose faults are told by line, all at once, and writes that are whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from overture.errors import Fault, FileError

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

TEXT_LIMIT = 20_000_000  # bytes; a file that is larger is not one that a person wrote


def read_text(path: Path, what: str) -> str:
    """The text of a file (UTF-8). Raises FileError where it is missing, a folder, too large or binary."""
    try:
        if path.stat().st_size > TEXT_LIMIT:
            raise FileError.of(
                "file/size", f"more than {TEXT_LIMIT:,} bytes", str(path), f"{what} that a person wrote"
            )
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise FileError.of(
            "file/missing", f"there is no such file ({what})", str(path), "", "check the path"
        ) from None
    except IsADirectoryError:
        raise FileError.of("file/folder", "this is a folder", str(path), what) from None
    except PermissionError:
        raise FileError.of("file/permission", "it may not be read", str(path), what) from None
    except UnicodeDecodeError as error:
        raise FileError.of(
            "file/encoding", f"byte {error.start} is not UTF-8 text", str(path), f"{what} in UTF-8"
        ) from None


def write_whole(path: Path, text: str | bytes) -> None:
    """Write ``text`` (as UTF-8) to ``path`` so that the file is the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


class Places:
    """Where in a YAML file each key and item stands."""

    def __init__(self, path: Path, data: Any) -> None:
        self.path = path
        self.data = data

    def __call__(self, keys: Sequence[str | int]) -> str:
        """``file:line`` of the deepest part of ``keys`` that the file has, and the keys themselves."""
        line, at = 0, self.data
        for key in keys:
            spot = getattr(at, "lc", None)
            try:
                if isinstance(at, dict):
                    line = spot.key(key)[0] if spot else line
                elif isinstance(at, list):
                    line = spot.item(key)[0] if spot else line
                at = at[key]
            except (KeyError, IndexError, TypeError, AttributeError):
                break
        told = ".".join(str(key) for key in keys)
        return f"{self.path}:{line + 1}" + (f", {told}" if told else "")


def load_yaml(path: Path, what: str) -> tuple[Any, Places]:
    """The data of a YAML file and where its parts stand. Raises FileError with the line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = read_text(path, what)
    try:
        data = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileError.of("file/yaml", str(error.problem), f"{path}:{line}", "each key once") from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileError.of("file/yaml", str(error.problem), f"{path}:{line}", "valid YAML") from None
    except (YAMLError, ValueError) as error:
        raise FileError.of("file/yaml", str(error).splitlines()[0], str(path), "valid YAML") from None
    if not isinstance(data, dict):
        raise FileError.of("file/yaml", f"no keys at the top of the file ({what})", f"{path}:1", "key: value")
    return data, Places(path, data)


def validate(model: type[Model], data: Any, places: Places) -> Model:
    """``data`` as a ``model``. Raises FileError with every fault, each with its line."""
    from pydantic import ValidationError

    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = []
        for item in error.errors():
            keys = [key for key in item["loc"] if not _is_tag(key)]
            faults.append(_fault(item, places(keys), model, keys))
        raise FileError(*dict.fromkeys(faults)) from None


def _is_tag(key: str | int) -> bool:
    """pydantic puts the branch of a union into the location; a reader has never heard of it."""
    return isinstance(key, str) and (key.startswith("function-") or key[:1].isupper() or key in _TAGS)


_TAGS = {"str", "int", "float", "bool", "none", "constrained-str", "is-instance"}


def _fault(item: Any, where: str, model: type[Model], keys: list[str | int]) -> Fault:
    kind = item["type"]
    if kind == "extra_forbidden":
        known = _fields(model, keys[:-1])
        close = get_close_matches(str(keys[-1]), known, 1)
        return Fault(
            "file/key",
            f"{keys[-1]!r} is no key here",
            where,
            ", ".join(known),
            f"did you mean {close[0]!r}?" if close else "",
        )
    if kind == "missing":
        return Fault("file/missing-key", f"{keys[-1]!r} is missing", where, "", "add it")
    words = item["msg"].removeprefix("Value error, ")
    given = item.get("input")
    shown = f" (found {given!r})" if isinstance(given, str | int | float | bool) else ""
    return Fault("file/value", words[0].lower() + words[1:] + shown, where)


def _fields(model: Any, keys: Sequence[str | int]) -> list[str]:
    """The keys that the model allows at ``keys``, as far as plain nesting can be followed."""
    from typing import get_args

    from pydantic import BaseModel

    at = model
    for key in keys:
        if isinstance(at, type) and issubclass(at, BaseModel) and key in at.model_fields:
            at = at.model_fields[str(key)].annotation
        options = [at, *get_args(at), *(deep for each in get_args(at) for deep in get_args(each))]
        found = [each for each in options if isinstance(each, type) and issubclass(each, BaseModel)]
        if not found:
            return []
        at = found[0]
    return list(at.model_fields) if isinstance(at, type) and issubclass(at, BaseModel) else []
