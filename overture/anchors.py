"""Anchors and tags of YAML that no file of ours has: values that contain themselves, and types that a file names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from overture.errors import FileError

_MARK = re.compile(r"(?<![^\s\[\]{},])(?:!(?![=\s])|\*\w)")  # where a value may begin with a tag or an alias


def refuse_loops_and_tags(text: str, path: Path) -> None:
    """Raise FileError, with the line, at the first value that contains itself, or has a tag."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if not _MARK.search(text):
        return
    open_: list[Any] = []  # the anchors of the values that are open
    try:
        for event in YAML(typ="rt").parse(text):
            kind, line = type(event).__name__, f"{path}:{event.start_mark.line + 1}"
            tag = getattr(event, "tag", None)
            if tag is not None and str(tag) and kind != "AliasEvent":
                found = f"a value with the tag {str(tag).replace('tag:yaml.org,2002:', '!!')}"
                raise FileError.of("file/yaml", found, line, "values without tags", "leave the tag out; words that begin with ! go into quotes")  # fmt: skip
            if kind in ("SequenceStartEvent", "MappingStartEvent"):
                open_.append(event.anchor)
            elif kind in ("SequenceEndEvent", "MappingEndEvent"):
                open_.pop()
            elif kind == "AliasEvent" and event.anchor in open_:
                found = f"*{event.anchor} stands within the value &{event.anchor} itself"
                raise FileError.of("file/yaml", found, line, "values that end", "write out what is meant")
    except (YAMLError, ValueError, RecursionError):
        return  # told where the file is read
