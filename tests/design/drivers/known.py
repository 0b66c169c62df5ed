"""Answers with known drivers: the Ishigami function, the flagship's answer game in closed form, and a known box."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.case.draw import draw
from overture.case.schema import Parameter
from tests.catalogue import REFERENCE
from tests.design.answer_closed_forms import answer

Floats = NDArray[np.float64]
Values = dict[str, Floats]

DEALS: dict[str, Any] = json.loads((REFERENCE / "deals.json").read_text(encoding="utf-8"))
ISHIGAMI = dict.fromkeys("abc", (-np.pi, np.pi))
RANGES = {
    "pi": (0.05, 0.4, 0.95), "phi": (0.1, 0.4, 0.9), "u_E": (0.0, 0.35, 0.6), "q": (0.1, 0.3, 0.6),
    "f": (0.0, 0.05, 0.3), "s": (0.0, 0.5, 2.0), "l": (0.05, 0.15, 0.3), "z": (0.0, 0.4, 0.5),
}  # fmt: skip
OFFERED: dict[str, float] = {}
T06 = {"q": 0.8, "z": 0.05}


def ishigami(x: Values) -> Floats:
    """Ishigami and Homma (1990), a = 7 and b = 0.1."""
    return np.sin(x["a"]) + 7 * np.sin(x["b"]) ** 2 + 0.1 * x["c"] ** 4 * np.sin(x["a"])


def drawn(terms: dict[str, float]) -> dict[str, tuple[float, float, float]]:
    """The flagship's ranges, without the clauses that the terms set."""
    return {name: corners for name, corners in RANGES.items() if name not in terms}


def judged(terms: dict[str, float], limit: float = 0.1) -> Callable[[Values], Values]:
    """Our value under the terms, and whether they hold: P(cheat) at most ``limit``."""

    def asked(values: Values) -> Values:
        found = answer({**values, **terms})
        return {"value": found["VC"], "holds": found["cheat"] <= limit}

    return asked


def worlds(terms: dict[str, float], many: int = 1024, seed: int = 1) -> Values:
    """The flagship's worlds, as a case draws them."""
    corners = {
        name: {"low": low, "mode": mode, "high": high} for name, (low, mode, high) in drawn(terms).items()
    }
    given = {name: Parameter.model_validate({**each, "why": "a test"}) for name, each in corners.items()}
    return draw(given, many, seed)


def known_box(seed: int) -> tuple[Values, NDArray[np.bool_]]:
    """2,000 points of 5 inputs; it fails where x1 < 0.4 and x2 > 0.7, but for 3 % that are turned round."""
    chance = np.random.default_rng(seed)
    points = chance.random((2000, 5))
    fails = (points[:, 0] < 0.4) & (points[:, 1] > 0.7)
    return {f"x{axis + 1}": points[:, axis] for axis in range(5)}, fails ^ (chance.random(2000) < 0.03)
