"""Numbers on maps and on the precision path: two decimals, per cent, a true minus sign.

What a judgement says goes by :mod:`overture.report.digits`, whose rules are stricter.
"""

from __future__ import annotations

import math

MINUS = "−"


def chance(value: float) -> str:
    """A probability with two decimals; never reads as certain when it is not."""
    if math.isnan(value):
        return "–"
    if 0.0 < value < 0.005:
        return "<0.01"
    if 0.995 < value < 1.0:
        return ">0.99"
    if value in (0.0, 1.0):
        return f"{value:.0f}"
    return f"{value:.2f}"


def worth(value: float) -> str:
    """A payoff or log-odds with two decimals and a true minus sign."""
    if math.isnan(value):
        return "–"
    text = f"{abs(value):.2f}" if abs(value) < 10 else f"{abs(value):,.0f}"
    return text if value >= 0 or float(text.replace(",", "")) == 0 else MINUS + text


def ratio(value: float) -> str:
    """A likelihood ratio with two significant digits."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞"
    if 0.995 <= value < 1:
        return "1.0"
    if value >= 10:
        return f"{float(f'{value:.2g}'):,.0f}"
    if value >= 1:
        return f"{value:.1f}"
    return f"{float(f'{value:.2g}'):g}" if value >= 1e-4 else small(value)


def small(value: float) -> str:
    """A very small number: 3.1 × 10⁻⁹."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞"
    if value == 0:
        return "0"
    if abs(value) >= 1e-3:
        return f"{float(f'{value:.2g}'):g}"
    digits, power = f"{value:.1e}".split("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits} × 10{raised}"


def share(value: float) -> str:
    """A share as a whole percentage; never 0 or 100 when it is not."""
    if math.isnan(value):
        return "–"
    if 0.0 < value < 0.005:
        return "<1%"
    if 0.995 < value < 1.0:
        return ">99%"
    return f"{100 * value:.0f}%"


def count(number: int, one: str, many: str = "") -> str:
    """``1 claim``, ``3 claims``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def sentence(text: str) -> str:
    """First letter large, full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")


def fitted(text: str, letters: int) -> str:
    """The text, or its first part with an ellipsis where it is longer than ``letters``."""
    text = " ".join(text.split())
    return text if len(text) <= letters else text[: letters - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


FORMS = {"chance": chance, "worth": worth, "ratio": ratio}
