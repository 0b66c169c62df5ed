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
    """A number with two significant digits and a true minus sign: 0.70, 1.0, 0.084, −12, 340."""
    if value == 0:
        return "0"
    size = float(f"{abs(value):.2g}")
    if size >= 10:
        text = f"{size:,.0f}"
    elif size >= 1e-4:
        text = f"{size:#.2g}"
    else:
        text = f"{size:.1e}"
    return text if value > 0 else f"−{text}"


def chance_that(probability: float, words: str) -> str:
    """A probability as a clause, its word and its number together: "it is likely (0.70) that ..."."""
    word = band(probability)
    start = f"it is {word}"
    if word.endswith("chance"):
        start = f"there is {'a ' if word.startswith('roughly') else ''}{word}"
    return f"{start} ({two_digits(probability)}) that {words}"
