"""Signs of other languages in an expression: a comma in a number, = for ==, ×, ≤, ^, &&, if ... then; and what to write instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^'\\]|\\.)*'")
_CURLY = "“”„‟‘’‚‛«»‹›"
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_PARTS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅕": "1/5", "⅛": "1/8"}

# A pattern of what is no sign of an expression -> what to write, and what it means. The first that fits a place counts.
_SIGNS: tuple[tuple[str, str, str], ...] = (
    (r"===|≡", "==", "equality"),
    (r"!==|=!=|=/=|<>|≠|~=", "!=", "inequality"),
    (r"=<|≤|⩽|≦", "<=", "at most"),
    (r"=>|≥|⩾|≧", ">=", "at least"),
    (r"(?<![=!<>])=(?!=)", "==", "equality"),
    (r"&&?|∧", " and ", "both conditions"),
    (r"\|\|?|∨", " or ", "one of two conditions"),
    (r"!(?!=)|¬", " not ", "the opposite of a condition"),
    (r"\bis not\b", "!=", "inequality"),
    (r"\bis\b", "==", "equality"),
    (r"\^", "**", "a power"),
    (r"[−–—‒﹣－]", "-", "a difference"),
    (r"[×✕✖∙⋅·•＊]", "*", "a product"),
    (r"[÷∕⁄：]", "/", "a quotient"),
    (r"//", "/", "a quotient"),
)
_WORDS: tuple[tuple[str, str], ...] = (
    (r"\bAND\b|\bAnd\b", "and"), (r"\bOR\b|\bOr\b", "or"), (r"\bNOT\b|\bNot\b", "not"),
    (r"\bIF\b|\bIf\b", "if"), (r"\bELSE\b|\bElse\b|\botherwise\b|\bOtherwise\b", "else"),
    (r"\belse if\b|\belif\b|\belsif\b", "else ... if ... else"),
)  # fmt: skip
Note = Callable[[str, str, int], None]
"""Notes what was found, what to write instead, and where."""
_EITHER = "one if condition else other"


@dataclass(frozen=True)
class SignSlip:
    """A sign that an expression does not have: ``found``, and what is written ``instead``."""

    found: str
    instead: str


def sign_slips(text: str) -> list[SignSlip]:
    """The signs in an expression that it cannot have, each once, in the order in which they stand; [] where there are none."""
    return [slip for slip, _ in _corrected(text)[1]]


def corrected(text: str) -> str:
    """The expression with each sign replaced by what is meant; "" where that cannot be read either."""
    found, _ = _corrected(text)
    found = " ".join(found.split())
    return found if found != text and _reads(found) else ""


def _corrected(text: str) -> tuple[str, list[tuple[SignSlip, int]]]:
    """(the text as it is probably meant, [(slip, where)])."""
    slips: dict[SignSlip, int] = {}

    def note(found: str, instead: str, at: int) -> None:
        slips.setdefault(SignSlip(found, instead), at)

    made, last = [], 0
    for quoted in [*_QUOTED.finditer(text), None]:
        plain = text[last : quoted.start() if quoted else len(text)]
        made.append(_plain(plain, last, text, note))
        if quoted:
            made.append(quoted[0])
            last = quoted.end()
    found = "".join(made)
    if not _reads(found):
        found = _worded(found, note)
    return found, sorted(slips.items(), key=lambda each: each[1])


def _plain(plain: str, start: int, whole: str, note: Note) -> str:
    """A part outside quotation marks, its signs replaced."""

    def raised(found: re.Match[str]) -> str:
        digits = "".join(_RAISED[each] for each in found[0])
        note(f"the raised {found[0]}", f"**{digits} for a power", start + found.start())
        return f"**{digits}"

    def part(found: re.Match[str]) -> str:
        note(f"the sign {found[0]}", f"({_PARTS[found[0]]})", start + found.start())
        return f"({_PARTS[found[0]]})"

    def comma(found: re.Match[str]) -> str:
        if _lists(whole, start + found.start()):
            return found[0]
        number = found[0].replace(",", ".")
        note(f"a comma in the number {found[0]}", f"a point, {number}", start + found.start())
        return number

    def percent(found: re.Match[str]) -> str:
        if not found[1]:
            note("the sign %", "no remainder: an expression has none", start + found.start())
            return found[0]
        share = f"{float(found[1].replace(',', '.')) / 100:.12g}"
        note(f"the sign % in {found[0]}", f"the share, {share}", start + found.start())
        return share

    plain = re.sub(r"(?:(?<![\w.])(\d+(?:[.,]\d+)?) ?)?%(?!\s*[\w(])|%", percent, plain)
    plain = re.sub(r"(?<![\w.,])\d+,\d+(?![\w.,])", comma, plain)
    plain = re.sub(f"[{''.join(_PARTS)}]", part, plain)
    plain = re.sub(f"[{''.join(_RAISED)}]+", raised, plain)
    for pattern, instead, words in _SIGNS:
        for each in re.finditer(pattern, plain):
            note(
                f"the {'word' if each[0][0].isalpha() else 'sign'} {each[0]}",
                f"{instead.strip()} for {words}",
                start + each.start(),
            )
        plain = re.sub(pattern, instead, plain)
    marks = list(dict.fromkeys(each for each in plain if each in _CURLY))
    if marks:
        note(
            f"the quotation mark{'s' * (len(marks) > 1)} {' '.join(marks)}",
            'straight ones: "',
            start + plain.index(marks[0]),
        )
    return re.sub(f"[{_CURLY}]", '"', plain)


def _lists(text: str, at: int) -> bool:
    """Whether a place stands in the brackets of min(...), max(...) or a list of choices, where a comma parts two entries."""
    open_: list[int] = []
    for here, letter in enumerate(text[:at]):
        if letter in "([{":
            open_.append(here)
        elif letter in ")]}" and open_:
            open_.pop()
    if not open_:
        return False
    before = re.search(r"(\w*)\s*$", text[: open_[-1]])
    called = before[1] if before else ""
    return text[open_[-1]] == "[" or (bool(called) and called not in ("and", "or", "not", "if", "else"))


def _worded(text: str, note: Note) -> str:
    """Words of other languages in what cannot be read: if ... then, ? :, AND."""
    if match := re.fullmatch(r"\s*if\b(.+?)\bthen\b(.+?)\belse\b(.+)", text, re.IGNORECASE):
        note("if ... then ... else", _EITHER, 0)
        return f"{match[2].strip()} if {match[1].strip()} else {match[3].strip()}"
    if match := re.fullmatch(r"([^?]+)\?([^:]+):(.+)", text):
        note("the signs ? and :", _EITHER, match.start(2) - 1)
        return f"{match[2].strip()} if {match[1].strip()} else {match[3].strip()}"
    for pattern, instead in _WORDS:
        for each in re.finditer(pattern, text):
            note(f"the word {each[0]}", instead if " " not in instead else _EITHER, each.start())
        text = re.sub(pattern, instead, text)
    if re.match(r"\s*if\b", text) or re.search(r"\bthen\b", text):
        note("the word " + ("then" if re.search(r"\bthen\b", text) else "if at the beginning"), _EITHER, 0)
    elif re.search(r"\bif\b", text) and not re.search(r"\belse\b", text):
        note("if without else", _EITHER, text.index("if"))
    return text


def _reads(text: str) -> bool:
    try:
        ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True
