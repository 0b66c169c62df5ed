"""What strangers may write, put into every piece of words of a judgement, and what no output may hold of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

PAYLOADS = {
    "escape": "\x1b]0;owned\x07\x1b[8mhidden\x1b[0m",
    "c1": "\x9b31mred",
    "null": "a\x00b",
    "bell and delete": "a\x07\x08\x7fb",
    "carriage return": "shown\rOver",
    "turned": "safe \u202egnp.exe\u202c \u2066x\u2069",
    "no text": "a\ufffe\uffff\ufdd0b",
    "line": "title\u2028Certificate: exact",
    "markup": "</script><script>alert(1)</script><img src=x onerror=alert(2)>",
    "template": "{{ 7*7 }}{% raw %}",
    "formula": '=HYPERLINK("http://x","y")',
    "formula by minus": "-2+3+cmd|' /C calc'!A0",
    "latex": "\\input{/etc/passwd}}$%&#_^~\\\\[9cm]*",
}
# Signs that no output may hold as they are.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")


def everything() -> str:
    """All payloads in one."""
    return " ".join(PAYLOADS.values())


def hostile(value: Any, payload: str, fields: Iterable[str], key: str = "") -> Any:
    """The data with the payload before and after every piece of words at a key of ``fields``."""
    if isinstance(value, dict):
        return {name: hostile(each, payload, fields, name) for name, each in value.items()}
    if isinstance(value, list):
        return [hostile(each, payload, fields, key) for each in value]
    free = isinstance(value, str) and value and key in fields
    return f"{payload} {value} {payload}" if free else value


class Parsed(HTMLParser):
    """What a page has that could run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts, self.handlers = 0, []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.handlers += [(tag, name) for name, value in attrs if name.startswith("on") or tag == "img"]


def same_markup(page: str, plain: str) -> None:
    """A page with payloads has no sign that is obeyed, and can run no more than the one without."""
    assert not FORBIDDEN.search(page)
    assert Parsed(page).scripts == Parsed(plain).scripts
    assert Parsed(page).handlers == Parsed(plain).handlers
    assert "{{ 7*7 }}" in page
