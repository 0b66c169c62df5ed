"""Judgements with gaps: numbers that are not known, empty lists, parts named twice, long words. A page comes out all the same."""

from __future__ import annotations

import copy
import io
import json
import random
import re
import sys
from typing import Any

import pytest
from pydantic import ValidationError
from rich.console import Console

from overture.judgement.judgement import Judgement
from overture.report import charts
from overture.report.page import render
from overture.report.terminal import show
from tests.report.example import example

OPEN = {"by_equilibrium", "if_seen", "if_not", "without", "passes", "value", "cells", "belief", "judgements"}
FIXED = {"kind", "finding", "code", "name"}
NUMBERS = [0.0, 1.0, -3.2, 1e9, 1e-12, float("nan")]


def holed(value: Any, rng: random.Random, key: str = "") -> Any:
    """The value with parts left out, emptied, doubled or replaced."""
    if isinstance(value, dict):
        return {
            k: holed(v, rng, k)
            for k, v in value.items()
            if key not in OPEN or "mean" in value or rng.random() > 0.1
        }
    if isinstance(value, list):
        if key and rng.random() < 0.08:
            return []
        parts = [holed(part, rng, key) for part in value]
        return parts + copy.deepcopy(parts) if rng.random() < 0.08 else parts
    if isinstance(value, float) and rng.random() < 0.05:
        return rng.choice(NUMBERS)
    if isinstance(value, str) and key not in FIXED and rng.random() < 0.02:
        return rng.choice(["", "x" * 300, "<b>&"])
    return value


@pytest.mark.parametrize("seed", range(60))
def test_a_judgement_with_gaps_still_makes_a_page(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = json.loads(example().model_dump_json())
    try:
        judgement = Judgement.model_validate(holed(plain, random.Random(seed)))
    except ValidationError:
        pytest.skip("this one is no judgement")
    for figure in charts.figures(judgement).values():
        for width in figure.widths:
            json.dumps(figure.draw(width).spec(), allow_nan=False)
    monkeypatch.setitem(sys.modules, "vl_convert", None)  # drawing takes long and adds nothing here
    html = render(judgement)
    shown = re.sub(r'href="data:[^"]*"', "", html.split("</style>")[1].split("<script")[0])
    assert not re.search(r"\bnan\b|nan%", shown)
    show(judgement, Console(file=io.StringIO(), width=80))
