"""The formats of Overture's files, each with its version: what this version reads, and what is said of any other.

A file that a person writes says its version in a line of its own (``overture: 1``, ``story: 1``); JSON that Overture
writes says it as ``"format": "overture-judgement/1"``. A version is raised by a change after which an older file would
mean something else, or could not be read; a key that may be left out raises none. One file of each version ever
released lies in ``tests/reference/formats``.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from overture.errors import Fault
from overture.version import __version__

YAML_VERSION = 1
"""Of case files (of both kinds), evidence sheets and story files."""
RESULT = "overture-result/2"
"""Of what ``save`` of a result writes. Lists of equilibria have threats with parts since version 2."""
OLDER_RESULT = "overture-result/1"
"""Read as well, as far as its parts are those of today: what is read is measured again."""
ASSESSMENT = "overture-assessment/1"
"""Of a strategy with its beliefs."""
RUN = "overture-run/1"
"""Of the plan in a store of runs."""
JudgementFormat = Literal["overture-judgement/1"]
HistoryFormat = Literal["overture-history/1"]
ComparisonFormat = Literal["overture-comparison/1"]
TermsFormat = Literal["overture-terms/1"]

VERSION_ERROR = "file_version"  # pydantic's name for it
NEWER = "a newer Overture wrote it: pip install --upgrade overture, or write the file anew with this one"


def yaml_version(key: str) -> BeforeValidator:
    """What reads the version of a file that a person writes, under ``key``; another one is told in a sentence of its own."""

    def checked(value: Any) -> Any:
        if type(value) is int and value == YAML_VERSION:
            return value
        known = type(value) is int and value > YAML_VERSION
        mend = (
            "this file is for a newer Overture: pip install --upgrade overture"
            if known
            else f"there was no other version before it: write {key}: {YAML_VERSION}"
        )
        raise PydanticCustomError(VERSION_ERROR, "version", {"key": key, "found": value, "mend": mend})

    return BeforeValidator(checked)


def yaml_fault(said: dict[str, Any]) -> Fault:
    """The fault of a version that is not read, without its place. ``said``: what :func:`yaml_version` noted."""
    allowed = f"version {YAML_VERSION}, which Overture {__version__} reads"
    return Fault("file/version", f"version {said['found']!r} of this format", "", allowed, said["mend"])


def version_in(form: object, reads: str) -> int | None:
    """The version that a format of JSON states, where it is one of the same name as ``reads``; else None."""
    name, _, number = str(form).partition("/")
    return int(number) if name == reads.partition("/")[0] and number.isdecimal() and len(number) < 9 else None


def stated(form: object) -> str:
    """What JSON of another version says of its format, as the end of "found a judgement ..."."""
    return f"of format {form!r}" if form is not None else "that states no format, as older ones did not"


def json_mend(form: object, reads: str, again: str = "") -> str:
    """What to do with JSON of another version than ``reads``; ``again``: the command that writes it anew."""
    found = version_in(form, reads)
    if found is not None and found > int(reads.partition("/")[2]):
        return NEWER
    return f"write it anew: {again}" if again else "write it anew with this version"
