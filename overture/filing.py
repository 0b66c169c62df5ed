"""Files in: YAML whose faults are told by line, all at once."""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from overture.anchors import refuse_loops_and_tags
from overture.errors import Fault, FileError
from overture.wording import NOT_CLOSED, twice, unreadable

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

DATE = re.compile(r"(?<![\w.-])\d{4}-\d\d?-\d\d?(?![\w.-])")  # what YAML takes for one
Keys = tuple[str | int, ...]
"""A place in a file of nested keys and lists: ``("done", 0, "event")``."""

TEXT_LIMIT = 20_000_000  # bytes; a file that is larger is not one that a person wrote
NESTING_LIMIT = 50  # levels; our files have five
BRACKETS_LIMIT = 500  # open at once; a parser takes seconds to give up thousands
SHOWN = 200  # letters of a name that is told


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


def nth_key(at: Any, key: str | int) -> str | int:
    """The key of an entry; where entries may be a list or a mapping they are counted, and the mapping's key is found."""
    if isinstance(at, dict) and isinstance(key, int) and key not in at and key < len(at):
        found: str | int = list(at)[key]
        return found
    return key


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
