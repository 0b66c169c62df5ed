"""Where text leaves: one function a sink, so that words of strangers are words wherever they are shown.

Titles, names and reports come from others. A terminal obeys escape sequences, a spreadsheet runs formulas, an SVG with
a control character is none, and signs that turn the direction of writing show another sentence than the one that stands
there (Unicode Technical Report 36, section 2.3; "Trojan Source", CVE-2021-42574). Signs that belong to a language,
as the marks that join and separate letters, stay.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Any

_C0 = "\x00-\x08\x0b\x0c\x0e-\x1f"  # without tab, line feed and carriage return
_TURNING = "\u202a-\u202e\u2066-\u2069"  # they turn the direction of writing, and may not turn it back
_NO_TEXT = "\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
_ANY = re.compile(f"[{_C0}\r{_TURNING}{_NO_TEXT}\u2028\u2029]")
_NOT_XML = re.compile(f"[{_C0}{_TURNING}{_NO_TEXT}]")
_RETURN = re.compile("\r\n?")
LONGEST = 200  # letters of a word in a line
_ENDLESS = re.compile(rf"\S{{{2 * LONGEST},}}")
_FORMULA = re.compile(r"[\s'\"]*[=+\-@\t\r|%]")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf|nan")
LOST = "\ufffd"  # stands for a sign that cannot be shown
# What a terminal without these signs is shown instead.
_PLAINLY = {"−": "-", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "·": "*", "×": "x", "≤": "<=",
            "≥": ">=", "→": "->", "½": "1/2", "≈": "about ", "±": "+/-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}  # fmt: skip
_IN_LATEX = {"\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
             "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}",
             '"': "\\char34{}", "≤": "$\\leq$", "≥": "$\\geq$", "−": "$-$", "×": "$\\times$", "→": "$\\to$"}  # fmt: skip
_MINUS = re.compile(r"(?<![^\s(\[])-(?=\.?\d)")  # a sign before a number, and no hyphen
PLAINLY = "overture-plainly"  # the name under which Python knows how to encode so


def to_terminal(text: str) -> str:
    """Text for a terminal: what it would obey, or what would turn the line, is shown as an escape (``\\x1b``)."""
    return _ANY.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    """A title, a name or a fault: the line that it is, whatever line breaks it holds; an endless word is cut short."""
    line = to_terminal(re.sub(r"\s+", " ", text))
    return _ENDLESS.sub(lambda word: f"{word[0][:LONGEST]}... ({len(word[0]):,} letters)", line)


def to_page(html: str) -> str:
    """A page of HTML: without signs that no text holds. Its markup was escaped where it was filled in."""
    return _of_xml(html)


def to_svg(svg: str) -> str:
    """An SVG by itself: only signs that XML allows."""
    return _of_xml(svg)


def _of_xml(text: str) -> str:
    return _NOT_XML.sub(LOST, _RETURN.sub("\n", text))


def to_chart(spec: Any) -> Any:
    """The specification of a chart (data of JSON): every word in it can stand in an SVG."""
    if isinstance(spec, str):
        return _NOT_XML.sub(LOST, _RETURN.sub(" ", spec))
    if isinstance(spec, dict):
        return {to_chart(key): to_chart(value) for key, value in spec.items()}
    if isinstance(spec, list | tuple):
        return [to_chart(value) for value in spec]
    return spec


def to_latex(text: str) -> str:
    """Words in a document of LaTeX: one line in which no sign is a command, and which ends no group that it did not begin."""
    line = _MINUS.sub("−", _NOT_XML.sub("?", one_line(text)))
    return "".join(_IN_LATEX.get(sign, sign) for sign in line)


def to_data(json: str) -> str:
    """A text of JSON: signs that a terminal or an editor would obey are written as escapes; the data is the same.

    A text of YAML too, where they stand within double quotes.
    """
    return _NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


def to_table(row: Iterable[object]) -> list[object]:
    """Cells of a row of CSV: a cell that a spreadsheet would run as a formula begins with an apostrophe (OWASP, CSV injection)."""
    return [_cell(each) for each in row]


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = _ANY.sub(lambda found: LOST if found[0] != "\r" else " ", value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _encode_plainly(error: UnicodeError) -> tuple[str, int]:
    """What stands for signs that an encoding lacks."""
    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end]
    return "".join(_PLAINLY.get(sign, "?") for sign in lost), error.end


codecs.register_error(PLAINLY, _encode_plainly)
