"""Numbers as they are printed: no more digits than they bear, and never a digit that tells something else.

A chance has two decimals, and one more where rounding would carry it over the edge of a band, over one half, or
over the number at which the reply turns; four at most. Payoffs and ratios have two significant digits. A chance
never reads 0 or 1, a share never 0 % or 100 %, unless it is. Nothing here is NaN or infinite: who has no number
gives a reason.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from overture.judgement.bands import EDGE, place

MINUS = "−"
THIN = "\u00a0"  # between a number and its per cent
MOST = 4  # decimals of a chance
NIL = 1e-9  # a payoff below this in size is the noise of rounding
TOLD = (1.05, 1.5, 3.0, 10.0)  # likelihood ratios at which the word for what an act tells changes


def chance(value: float, edges: Iterable[float] = ()) -> str:
    """A probability: 0.56, 0.052 (0.05 has another word), <0.01, "just above 0.05".

    Args:
        edges: further numbers that it must not seem to cross, such as the turning belief.
    """
    if value <= EDGE:
        return "0"
    if value >= 1 - EDGE:
        return "1"
    if value < 0.01 - EDGE:
        return "<0.01"
    if value > 0.99 + EDGE:
        return ">0.99"
    every = [0.5, *edges]
    for decimals in range(2, MOST + 1):
        text = f"{value:.{decimals}f}"
        if not _crossed(value, float(text), every):
            return text
    edge = _crossed(value, round(value, MOST), every)[0]
    side = "above" if value > edge else "below"
    return f"just {side} {edge:.{2 if abs(round(edge, 2) - edge) <= EDGE else MOST}f}"


def _crossed(value: float, printed: float, edges: Iterable[float]) -> list[float]:
    """The edges on whose other side the printed number lies, or seems to lie."""
    found = [edge for edge in edges if _side(value, edge) != _side(printed, edge)]
    if place(value) != place(printed):
        found.insert(0, min((0.01, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 0.99), key=lambda e: abs(e - value)))
    return found


def _side(value: float, edge: float) -> int:
    return 0 if abs(value - edge) <= EDGE else 1 if value > edge else -1


def share(value: float, edges: Iterable[float] = ()) -> str:
    """A share as per cent: 43 %, <1 %, >99 %; 100 % only if it is exactly all."""
    if value <= EDGE:
        return f"0{THIN}%"
    if value >= 1 - EDGE:
        return f"100{THIN}%"
    if value <= 0.005:
        return f"<1{THIN}%"
    if value >= 0.995:
        return f">99{THIN}%"
    edges = list(edges)
    text = ""
    for decimals in range(3):
        text = f"{100 * value:.{decimals}f}"
        if all(_side(value, edge) == _side(float(text) / 100, edge) for edge in edges):
            break
    return f"{text}{THIN}%"


def in_words(value: float) -> str:
    """A chance that has no word: "less than 1 in 100", "more than 99 in 100"."""
    return "less than 1 in 100" if value < 0.5 else "more than 99 in 100"


def times(value: float) -> str:
    """How often somebody does something: "always", "86 times in 100", "less than once in 100 times"."""
    if value <= EDGE:
        return "never"
    if value >= 1 - 5e-4:
        return "always"
    if value < 0.005:
        return "less than once in 100 times"
    if value > 0.995:
        return "more than 99 times in 100"
    count = f"{100 * value:.0f}"
    return "once in 100 times" if count == "1" else f"{count} times in 100"


def worth(value: float, others: Iterable[float] = ()) -> str:
    """A payoff with two significant digits, and one or two more where it would read as another that it is not.

    Args:
        others: payoffs from which it must differ in print as it differs in size.
    """
    if abs(value) <= NIL:
        return "0"
    for digits in range(2, 5):
        text = significant(value, digits)
        if not any(
            abs(value - other) > NIL and abs(other) > NIL and significant(other, digits) == text
            for other in others
        ):
            break
    return text


def significant(value: float, digits: int = 2) -> str:
    """A number with so many significant digits and a true minus sign: 0.70, −0.086, 12, 1,200."""
    if value == 0:
        return "0"
    size = _rounded(abs(value), digits)
    power = math.floor(math.log10(size) + 1e-12)
    text = small(size) if power < -7 else f"{size:,.{max(0, digits - 1 - power)}f}"
    return text if value > 0 else MINUS + text


def _rounded(size: float, digits: int) -> float:
    """So many significant digits, halves up: 1.25 reads 1.3 even where rounding left it a hair below."""
    power = math.floor(math.log10(size) + 1e-12) - digits + 1
    scaled = float(f"{size / 10.0**power:.12g}")
    return float(f"{math.floor(scaled + 0.5)}e{power}")


def signed(value: float) -> str:
    """As :func:`worth`, with a plus sign."""
    text = worth(value)
    return text if text.startswith(MINUS) or text == "0" else "+" + text


def ratio(value: float) -> str:
    """A ratio with two significant digits; below one also as one over its inverse: 0.34 (1/3.0)."""
    if value <= NIL:
        return worth(value)
    text = _told(value)
    inverse = _told(1 / value)
    return f"{text} (1/{inverse})" if value < 1 and inverse != "1.0" else text


def _told(value: float) -> str:
    """Two significant digits, and one or two more where the word for what an act tells would change."""
    digits = 2
    while digits < 4 and any(
        (value >= edge - NIL) != (_rounded(value, digits) >= edge - NIL) for edge in TOLD
    ):
        digits += 1
    return significant(value, digits)


def ratio_fine(value: float) -> str:
    """A ratio with three significant digits, where two would read as another word for it."""
    return significant(value, 3)


def error(value: float) -> str:
    """A standard error: two significant digits."""
    return significant(value)


def unit(text: str) -> float:
    """The worth of the last digit of a printed number: 0.01 for "0.56"; infinite where it has none."""
    digits = text.removeprefix(MINUS).removeprefix("+").replace(",", "")
    if not digits.replace(".", "", 1).isdigit():
        return math.inf
    whole, _, decimals = digits.partition(".")
    if decimals:
        return float(10.0 ** -len(decimals))
    return float(10.0 ** (len(whole) - len(whole.rstrip("0")))) if whole.rstrip("0") else 1.0


def plain(value: float) -> str:
    """A number that the case's author gave, as he gave it: 0.05, 0.4, 1,000."""
    text = f"{abs(value):,.0f}" if value == int(value) else f"{abs(value):.6g}"
    return f"{MINUS if value < 0 else ''}{text}"


def fine(value: float) -> str:
    """Four decimals: where a reader is to add and multiply by himself."""
    if abs(value) < 5e-5:
        return worth(value)
    if 1 - 5e-5 <= value < 1 - EDGE:
        return ">0.9999"
    return f"{MINUS if value < 0 else ''}{abs(value):.{MOST}f}"


def count(number: int) -> str:
    return f"{number:,}"


def small(value: float) -> str:
    """A very small number: 3.1 × 10⁻⁹."""
    if value == 0:
        return "0"
    if abs(value) >= 1e-3:
        return significant(value)
    digits, power = f"{value:.1e}".split("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits} × 10{raised}".replace("-", MINUS)
