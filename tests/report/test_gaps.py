"""Judgements with gaps: empty lists, parts named twice, odd numbers, long words. A page comes out all the same."""

from __future__ import annotations

import copy
import io
import json
import random
import re
from typing import Any

import pytest
from pydantic import ValidationError
from rich.console import Console

from overture.judgement.judgement import Judgement
from overture.report.checker import faults
from overture.report.page import render
from overture.report.terminal import show
from tests.report.example import example, three_types

FIXED = {"kind", "code", "name", "word", "size", "toward", "against", "status", "level", "best", "timing", "side", "type",
         "of", "player", "move", "turns_to", "simplex_reply", "failed", "noun"}  # fmt: skip
KEPT = {"types", "own_prior", "belief_offer", "belief_now", "belief_given", "belief_acts", "belief", "before", "after",
        "if_seen", "if_not", "ruled_out", "undecided", "tied", "classes", "u", "rest", "without", "cheat_by_type", "seen", "seen of", "failed"}  # fmt: skip
OPEN = {"belief_offer_by_class", "factor_by_class", "on_path_by_class_after", "class_weight", "weights_vertices",
        "floor_sensitivity", "by_class", "passes", "cells", "judgements", "simplex_V", "words", "phrases", "clauses", "names",
        "pronouns", "after_accepting", "watch", "versions", "hashes", "factor_no_slips"}  # fmt: skip
NUMBERS = [0.0, 1.0, -3.2, 1e9, 1e-12, 0.05, 0.5, 0.999]


def holed(value: Any, rng: random.Random, key: str = "") -> Any:
    """The value with parts left out, emptied, doubled or replaced."""
    if isinstance(value, dict):
        return {k: holed(v, rng, k) for k, v in value.items() if key not in OPEN or rng.random() > 0.1}
    if isinstance(value, list):
        parts = [holed(part, rng, key if isinstance(part, str | float) else f"{key} of") for part in value]
        if key in KEPT or not key or not all(isinstance(part, dict | str) for part in parts):
            return parts
        if rng.random() < 0.08:
            return []
        return parts + copy.deepcopy(parts) if rng.random() < 0.08 else parts
    if isinstance(value, float) and rng.random() < 0.05:
        return rng.choice(NUMBERS)
    if isinstance(value, str) and key not in FIXED | KEPT and rng.random() < 0.02:
        return rng.choice(["", "x" * 300, "<b>&", "in 1990 of 3"])
    return value


@pytest.mark.parametrize("seed", range(60))
def test_a_judgement_with_gaps_still_makes_a_page_that_agrees_with_it(seed: int) -> None:
    made = example if seed % 2 else three_types
    plain = json.loads(made().model_dump_json())
    try:
        judgement = Judgement.model_validate(holed(plain, random.Random(seed)))
    except ValidationError:
        pytest.skip("this one is no judgement")
    html = render(judgement)
    assert faults(html, judgement.model_dump(mode="json")) == []
    shown = re.sub(r'href="data:[^"]*"', "", html.split("</style>")[1].split("<script")[0])
    assert not re.search(r"\bnan\b|\binf\b|None", shown)
    show(judgement, Console(file=io.StringIO(), width=80))
