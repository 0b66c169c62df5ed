"""The words of likelihood: which band a probability lies in.

Intelligence Community Directive 203 (2015), section D.6.e.(2).(a). Its bands share their edges; here they
are made symmetric in p and 1 - p, go by the unrounded number, and end where 1 in 100 is left: below it and
above 99 in 100 there is no word.
"""

from __future__ import annotations

EDGE = 1e-12  # two numbers nearer than this are the same number
# Edges of the bands, and whether the edge itself belongs to the lower band: symmetric in p and 1 - p.
EDGES = (
    (0.01, False),
    (0.05, True),
    (0.20, True),
    (0.45, False),
    (0.55, True),
    (0.80, False),
    (0.95, False),
    (0.99, True),
)
BANDS = (
    "",
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
    "",
)


def place(probability: float) -> int:
    """Which band a probability lies in: an index into ``BANDS``, of the unrounded number."""
    found = 0
    for edge, lower in EDGES:
        if probability > edge + EDGE or (abs(probability - edge) <= EDGE and not lower):
            found += 1
    return found


def band(probability: float) -> str:
    """The word of ICD 203; empty below 1 in 100 and above 99 in 100, where none is used."""
    return BANDS[place(probability)]
