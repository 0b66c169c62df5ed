"""Where in a written sheet a claim's own lines stand, so that a page can edit it without a YAML library."""

from __future__ import annotations

from typing import Any

KEYS = ("event", "says", "note")
"""What the page lets one edit."""


def editable(written: str) -> dict[str, dict[str, Any]]:
    """Claim id -> ``indent``, ``insert`` (the line before which a new key goes), and for each key of :data:`KEYS`
    its ``[first, last)`` lines, or null; with its value.

    Lines count from 0. A claim written on one line (in braces) is left out: it is edited by hand.
    """
    from ruamel.yaml import YAML

    data = YAML(typ="rt").load(written)
    claims: Any = data.get("claims")
    if not claims or any(
        odd in written for odd in "\r\x85\u2028\u2029"
    ):  # lines that a browser counts otherwise
        return {}
    lines = written.splitlines()
    after = _next_section(data, len(lines))
    found: dict[str, dict[str, Any]] = {}
    for at, raw in enumerate(claims):
        if raw.fa.flow_style():
            continue
        begin, indent = claims.lc.item(at)
        end = claims.lc.item(at + 1)[0] if at + 1 < len(claims) else after
        starts = sorted(raw.lc.key(key)[0] for key in raw)
        entry: dict[str, Any] = {"indent": indent, "insert": _trimmed(lines, begin, end)}
        for key in KEYS:
            entry[key] = None
            if key in raw:
                first = raw.lc.key(key)[0]
                last = min((line for line in starts if line > first), default=end)
                entry[key] = [first, _trimmed(lines, first, last)]
            entry[f"{key}_value"] = raw.get(key) if raw.get(key) is not None else key == "says" or ""
        found[str(raw["id"])] = entry
    return found


def _next_section(data: Any, end: int) -> int:
    """The line of the section that follows ``claims``."""
    begin = data.lc.key("claims")[0] if "claims" in data else 0
    return min((line for key in data if (line := data.lc.key(key)[0]) > begin), default=end)


def _trimmed(lines: list[str], first: int, last: int) -> int:
    """``last`` moved up over blank lines and lines of comment."""
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return last
