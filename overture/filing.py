"""Files in: YAML whose faults are told by line, all at once."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from overture.anchors import refuse_loops_and_tags
from overture.errors import Fault, FileError
from overture.wording import DECIMAL_COMMA, MEANT, NOT_CLOSED, refused, twice, unreadable
from overture.wording import did_you_mean as did_you_mean
from overture.writing import temporary_prefix as temporary_prefix
from overture.writing import write_whole as write_whole

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

DATE = re.compile(r"(?<![\w.-])\d{4}-\d\d?-\d\d?(?![\w.-])")  # what YAML takes for one
Keys = tuple[str | int, ...]
"""A place in a file of nested keys and lists: ``("done", 0, "event")``."""

TEXT_LIMIT = 20_000_000  # bytes; a file that is larger is not one that a person wrote
NESTING_LIMIT = 50  # levels; our files have five
BRACKETS_LIMIT = 500  # open at once; a parser takes seconds to give up thousands
VALUES_LIMIT = 500_000  # in a file, once what stands for other values (*name) is put in
SHOWN = 200  # letters of a name that is told
ROUNDS = 12  # how often what is left of a faulty file is tried again


def read_text(path: Path, what: str) -> str:
    """The text of a file (UTF-8). Raises FileError where it is missing, no regular file, too large or binary."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise FileError.of("file/kind", "this is a device or a pipe, and no file", str(path), what)
        if found.st_size > TEXT_LIMIT:
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
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise _no_text(error, path, what) from None
        why = error.strerror if isinstance(error, OSError) else "no path has such a sign"
        raise FileError.of("file/unreadable", f"it cannot be read ({why})", shown(str(path)), what) from None


def _no_text(error: UnicodeDecodeError, path: Path, what: str) -> FileError:
    return FileError.of(
        "file/encoding", f"byte {error.start} is not UTF-8 text", str(path), f"{what} in UTF-8"
    )


def is_file(path: Path) -> bool:
    """Whether a regular file is there; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def shown(words: str) -> str:
    """Words for a message, which even a name of thousands of letters does not flood."""
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}... ({len(words):,} letters)"


class Places:
    """Where in a YAML file each key and item stands."""

    def __init__(self, path: Path, data: Any) -> None:
        self.path = path
        self.data = data

    def __call__(self, keys: Sequence[str | int]) -> str:
        """``file:line`` of the deepest part of ``keys`` that the file has, and the keys themselves."""
        told = ".".join(str(key) for key in keys)
        return self.at(keys) + (f", {told}" if told else "")

    def at(self, keys: Sequence[str | int]) -> str:
        """``file:line`` of the deepest part of ``keys`` that the file has."""
        line, at = 0, self.data
        for key in keys:
            spot = getattr(at, "lc", None)
            try:
                if isinstance(at, dict):
                    key = nth_key(at, key)
                    line = spot.key(key)[0] if spot else line
                elif isinstance(at, list):
                    line = spot.item(key)[0] if spot else line
                at = at[key]
            except (KeyError, IndexError, TypeError, AttributeError):
                break
        return f"{self.path}:{line + 1}"


def by_line(fault: Fault) -> tuple[str, int]:
    """The file and the line of a fault, to tell faults in the order in which they stand."""
    found = re.match(r"(.*?):(\d+)", fault.where)
    return (found[1], int(found[2])) if found else (fault.where, 0)


def load_yaml(path: Path, what: str) -> tuple[Any, Places]:
    """The data of a YAML file and where its parts stand. Raises FileError with the line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = read_text(path, what)
    if deep := _deep_brackets(text):
        allowed = f"at most {BRACKETS_LIMIT} open at once"
        raise FileError.of("file/yaml", "brackets nested too deeply", f"{path}:{deep}", allowed)
    refuse_loops_and_tags(text, path)
    try:
        data = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileError(replace(twice(str(error.problem)), where=f"{path}:{line}")) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        last = mark.line + 1 if mark else 1
        opened = _never_closed(text, last)
        fault = NOT_CLOSED if opened else unreadable(error)
        raise FileError(replace(fault, where=f"{path}:{opened or last}")) from None
    except (YAMLError, ValueError) as error:
        raise _unreadable(error, text, path) from None
    except RecursionError:
        allowed = f"at most {NESTING_LIMIT} levels"
        where = f"{path}:{_deep_line(text)}"
        raise FileError.of("file/yaml", "values nested too deeply", where, allowed) from None
    if not isinstance(data, dict):
        raise FileError.of("file/yaml", f"no keys at the top of the file ({what})", f"{path}:1", "key: value")
    return data, Places(path, data)


def _deep_brackets(text: str) -> int:
    """The line in which more brackets are open at once than may be, those in words counted too; 0 where none is."""
    now = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        now = now + 1 if bracket[0] in "[{" else max(now - 1, 0)
        if now > BRACKETS_LIMIT:
            return text.count("\n", 0, bracket.start()) + 1
    return 0


def _deep_line(text: str) -> int:
    """The line in which values are nested more deeply than they may be."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent

    depth = 0
    for event in YAML().parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > NESTING_LIMIT:
            return int(event.start_mark.line) + 1
    return 1


def _unreadable(error: Exception, text: str, path: Path) -> FileError:
    """What YAML cannot make a value of, with the line where it can be found."""
    date = next((each for each in DATE.finditer(text) if not _is_date(each[0])), None)
    if isinstance(error, ValueError) and date is not None:
        line = text.count("\n", 0, date.start()) + 1
        allowed = "a day of the calendar, as 2026-11-22"
        return FileError.of("file/yaml", f"{date[0]} is no date ({error})", f"{path}:{line}", allowed)
    line = text.count("\n", 0, getattr(error, "position", 0)) + 1
    return FileError.of("file/yaml", str(error).splitlines()[0], f"{path}:{line}", "valid YAML")


def _is_date(words: str) -> bool:
    try:
        year, month, day = map(int, words.split("-"))
        Date(year, month, day)
    except ValueError:
        return False
    return True


def _never_closed(text: str, last: int) -> int | None:
    """The line, up to the ``last`` one, of a quotation that runs into the one of a later value; None where all are closed."""
    at = 0
    for opening in re.finditer(r"""(?:[:,{[-] +|[{[])(["'])""", text):
        line = text.count("\n", 0, opening.start(1)) + 1
        if opening.start() < at or "#" in text[text.rfind("\n", 0, opening.start()) + 1 : opening.start()]:
            continue  # inside the quotation before it, or a comment
        if line > last:
            return None
        mark = opening[1]
        inside = r'(?:\\.|[^"\\])*' if mark == '"' else r"(?:''|[^'])*"
        closing = re.compile(inside + mark, re.DOTALL).match(text, opening.end())
        if closing is None:
            return line
        before = text[opening.end() : closing.end() - 1]
        ends = re.compile(r"[ \t]*(?:[,:}\]#\n]|$)").match(text, closing.end())
        if "\n" in before and (not ends or re.search(r"[:\-,{\[]\s*$", before)):
            return line
        at = closing.end()
    return None


@dataclass(frozen=True)
class Partly:
    """A file as far as it can be read: ``found`` without its faulty parts, or None where nothing is left.

    ``broken`` holds the places of what was taken out: what is said of them later says nothing new.
    """

    found: Any
    faults: tuple[Fault, ...]
    broken: frozenset[Keys]

    def sound(self, keys: Sequence[str | int]) -> bool:
        """Whether neither this place, nor what it stands in, nor what stands in it was taken out."""
        return not any(_touch(tuple(keys), each) for each in self.broken)


def _touch(one: Keys, other: Keys) -> bool:
    """Whether one place stands in the other."""
    return one[: len(other)] == other or other[: len(one)] == one


def validate_partly(model: type[Model], data: Any, places: Places, fill: Mapping[str, Any]) -> Partly:
    """``data`` as a ``model``, its faulty parts taken out, so that the rest can be checked in one round.

    Args:
        fill: what stands in for a key that must be there and is missing: key -> value.
    """
    rest = _plain(data, places)
    faults: dict[Fault, None] = {}
    broken: set[Keys] = set()
    for _ in range(ROUNDS):
        found, errors = _tried(model, rest, places)
        if found is not None:
            return Partly(found, tuple(faults), frozenset(broken))
        other = [fault for _, fault, _ in errors if fault.id == "file/version"]
        if other:  # what else such a file says is not told by the rules of this version
            return Partly(None, tuple(other), frozenset())
        before = set(broken)
        # Entries are counted before any is taken out.
        named = [_named_keys(rest, keys) for keys, _, _ in errors]
        for (keys, fault, missing), out in zip(errors, named, strict=True):
            if not any(_touch(keys, each) for each in before):
                faults[fault] = None
            broken.add(keys)
            _take_out(rest, out, missing, fill)
        if () in broken:
            break
    return Partly(None, tuple(faults), frozenset(broken))


def _take_out(rest: Any, keys: Keys, missing: bool, fill: Mapping[str, Any]) -> None:
    """Remove the faulty part at ``keys``, or put what stands in for it where it is missing.

    A value that is short for an entry with keys of its own goes as a whole.
    """
    at, held = rest, ""
    for key in keys[:-1]:
        key = nth_key(at, key)
        try:
            inner = at[key]
        except (KeyError, IndexError, TypeError):
            return
        if not isinstance(inner, dict | list):
            missing, keys = False, (key,)
            break
        at, held = inner, str(key)
    last = nth_key(at, keys[-1]) if keys else None
    if isinstance(at, list) and isinstance(last, int) and last < len(at):
        at[last] = fill.get(f"{held}[]", {})
    elif isinstance(at, dict) and missing:
        at[last] = fill.get(str(last), "")
    elif isinstance(at, dict):
        at.pop(last, None)


def _named_keys(data: Any, keys: Keys) -> Keys:
    """A place with the keys of mappings where their entries are counted."""
    found: list[str | int] = []
    for each in keys:
        found.append(nth_key(data, each))
        try:
            data = data[found[-1]]
        except (KeyError, IndexError, TypeError):
            data = None
    return tuple(found)


def nth_key(at: Any, key: str | int) -> str | int:
    """The key of an entry; where entries may be a list or a mapping they are counted, and the mapping's key is found."""
    if isinstance(at, dict) and isinstance(key, int) and key not in at and key < len(at):
        found: str | int = list(at)[key]
        return found
    return key


def _plain(data: Any, places: Places, depth: int = 0, seen: list[int] | None = None) -> Any:
    """A copy in plain dicts and lists. Raises FileError where it is nested without end, or unfolds to too much.

    Args:
        seen: how many values were copied before, in a list of one.
    """
    count = [0] if seen is None else seen
    count[0] += 1
    if depth > NESTING_LIMIT:
        allowed = f"at most {NESTING_LIMIT} levels"
        raise FileError.of("file/yaml", "values nested too deeply", str(places.path), allowed)
    if count[0] > VALUES_LIMIT:
        allowed = f"at most {VALUES_LIMIT:,} values, what stands for others (*name) put in"
        raise FileError.of("file/yaml", "too many values", str(places.path), allowed)
    if isinstance(data, dict):
        return {key: _plain(value, places, depth + 1, count) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value, places, depth + 1, count) for value in data]
    return data


def _tried(
    model: type[Model], data: Any, places: Places
) -> tuple[Model | None, list[tuple[Keys, Fault, bool]]]:
    """The model, or each fault: its place, its words, and whether something is missing there."""
    from pydantic import ValidationError

    try:
        return model.model_validate(data), []
    except ValidationError as error:
        found = []
        for item in error.errors():
            keys = _keys(item["loc"], data)
            found.append((keys, _fault(item, places, model, keys), item["type"] == "missing"))
        return None, _told_once(found)


def _told_once(found: list[tuple[Keys, Fault, bool]]) -> list[tuple[Keys, Fault, bool]]:
    """A key that is missing has the fault of the misspelt key beside it that stands for it."""
    misspelt = {
        (keys[:-1], fault.mend): fault for keys, fault, _ in reversed(found) if fault.id == "file/key"
    }
    return [
        (keys, misspelt.get((keys[:-1], MEANT.format(keys[-1])), fault) if missing else fault, missing)
        for keys, fault, missing in found
    ]


def _keys(location: Iterable[str | int], data: Any) -> Keys:
    """The keys of a location without the branches of unions, of which a reader has never heard."""
    found: list[str | int] = []
    at = data
    for key in location:
        inside = isinstance(at, Mapping) and key in at
        if inside or (isinstance(at, list) and isinstance(key, int) and key < len(at)):
            at = at[key]
        elif _is_tag(key):
            continue
        found.append(key)
    return tuple(found)


def _is_tag(key: str | int) -> bool:
    return isinstance(key, str) and (key[:1].isupper() or key.startswith(("function-", "[")) or key in _TAGS)


_TAGS = {"str", "int", "float", "bool", "none", "constrained-str", "is-instance"}


def _fault(item: Any, places: Places, model: type[Model], keys: Keys) -> Fault:
    where = places(keys)
    kind = item["type"]
    cut = _cut_number(places, keys)
    if cut is not None:
        return replace(
            DECIMAL_COMMA,
            id="file/value",
            where=f"{places.at(keys)}, {'.'.join(map(str, cut[0]))}",
            mend=cut[1],
        )
    if kind == "extra_forbidden":
        known = _fields(model, item["loc"][:-1])
        mend = did_you_mean(str(keys[-1]), known)
        if not mend and item.get("input") is None:
            mend = "a comma inside { } ends a value: a sentence with a comma in it goes into quotes"
        return Fault("file/key", f"{keys[-1]!r} is no key here", where, ", ".join(known), mend)
    if kind == "missing":
        return Fault("file/missing-key", f"{keys[-1]!r} is missing", where, "", "add it")
    return replace(refused(item), where=where)


def _cut_number(places: Places, keys: Keys) -> tuple[Keys, str] | None:
    """The value of which a comma made a number and a bare number as a key ({a: 1,5}), and what to write; None elsewhere."""
    data, around = places.data, tuple(getattr(places, "keys", ()))  # of a part of a file
    for at, written in enumerate((*around, *keys), start=-len(around)):
        key = nth_key(data, written)
        if (
            isinstance(data, dict)
            and type(key) is not bool
            and isinstance(key, int)
            and data.get(key, key) is None
        ):
            names = list(data)
            before = names[names.index(key) - 1] if names.index(key) else None
            whole = data.get(before)
            if isinstance(whole, int) and not isinstance(whole, bool):
                digits = _digits(places, data, key)
                mend = (
                    f"write {int(whole)}.{digits}, not {int(whole)},{digits}"
                    if digits
                    else DECIMAL_COMMA.mend
                )
                return (*keys[:at], str(before)), mend
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return None


def _digits(places: Places, data: Any, key: int) -> str:
    """A key as its digits stand in the file, those with a 0 before them too; "" where that cannot be seen."""
    try:
        line, column = data.lc.key(key)
        found = re.match(r"\d+", places.path.read_text(encoding="utf-8").splitlines()[line][column:])
    except (AttributeError, KeyError, IndexError, OSError, UnicodeError):
        return ""
    return found[0] if found else ""


def _fields(model: Any, location: Sequence[str | int]) -> list[str]:
    """The keys that the model allows at a location of pydantic's, in which a branch of a union bears the name of its class."""

    at: list[type[BaseModel]] = [model]
    inside: Any = model
    for key in location:
        branch = [each for each in at if each.__name__ == key]
        if branch:
            at = branch
            continue
        inside = next(
            (each.model_fields[name].annotation for each in at for name in _named(each, key)), inside
        )
        at = _models(inside) or at
    return [field.alias or name for each in at[:1] for name, field in each.model_fields.items()]


def _named(model: type[BaseModel], key: str | int) -> list[str]:
    """The field of a model that is written with this key, if there is one."""
    return [name for name, field in model.model_fields.items() if key in (name, field.alias)]


def _models(annotation: Any) -> list[type[BaseModel]]:
    """All models that an annotation speaks of."""
    from typing import get_args

    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for each in get_args(annotation) for found in _models(each)]
