"""Words for numbers: ICD 203's bands of probability, and two honest digits."""

from __future__ import annotations

# Upper end of each band (Intelligence Community Directive 203, section D.6.e.(2).(a)).
BANDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)


def band(probability: float) -> str:
    """The word of ICD 203 for a probability as it is printed, with two digits: 0.55 has one word."""
    for upper, word in BANDS:
        if round(probability, 2) <= upper:
            return word
    return BANDS[-1][1]


def two_digits(value: float) -> str:
    """A number with two significant digits; probabilities never read as certain when they are not."""
    if value == 0:
        return "0"
    text = f"{value:.2g}"
    return f"{float(text):g}" if "e" not in text else f"{float(text):.0f}" if abs(value) >= 100 else text
