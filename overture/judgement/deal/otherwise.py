"""The same terms told otherwise: relief in steps, with the rest withheld by itself or by our choice, and a menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from overture.design.terms.judge import judge_terms
from overture.judgement.deal.explain import at_centre
from overture.judgement.deal.posed import PosedTerms
from overture.judgement.deal.proposal import Terms, ToldOtherwise
from overture.models import terms_form

TRANCHES = np.round(np.arange(0.05, 1.0, 0.05), 2)
SMALLER = np.round(np.arange(0.05, 1.0, 0.05), 2)
# name, words, shape, the parameter that is tried, its values
WAYS: tuple[tuple[str, str, dict[str, Any], str, Any], ...] = (
    ("steps by choice", "in two steps, the rest withheld by our choice after an alarm", {"steps": 2, "withheld": "by choice"}, "a", TRANCHES),
    ("steps by itself", "in two steps, the rest withheld by itself after an alarm", {"steps": 2, "withheld": "by itself"}, "a", TRANCHES),
    ("menu", "with a smaller relief beside it that asks for nothing in return", {"menu": True}, "R_b", SMALLER),
)  # fmt: skip


def otherwise(posed: PosedTerms, found: Sequence[Terms]) -> list[ToldOtherwise]:
    """The terms as offered and some others, each told in steps and with a menu, at what is best for us of what is tried.

    Empty where the game has no such shapes.
    """
    if terms_form(posed.judged.name, {"steps": 2}) is None:
        return []
    rows = []
    for terms in [posed.terms(posed.now), *found]:
        vector = np.array([
            float(each.choices.index(terms[name])) if each.choices else float(terms[name])
            for name, each in zip(posed.names, posed.clauses, strict=True)
        ])  # fmt: skip
        for name, words, shape, parameter, values in WAYS:
            rows.append(_other(posed, terms, vector, name, words, shape, parameter, values))
    return rows


def _other(
    posed: PosedTerms,
    terms: Terms,
    vector: Any,
    name: str,
    words: str,
    shape: Mapping[str, Any],
    parameter: str,
    values: Any,
) -> ToldOtherwise:
    form = terms_form(posed.judged.name, {**posed.judged.game.arguments, **shape})
    assert form is not None
    game = replace(posed.game, broken=form.broken, reversal=form.reversal)
    worlds = {key: np.repeat(value, len(values)) for key, value in posed.modes().items()} | {
        parameter: values
    }
    judged = judge_terms(game, posed.clauses, vector[None], shape, worlds)
    us = judged.over(judged.members.us, "worst")[0]
    best = int(np.nanargmax(us))
    one = {key: value[best : best + 1] for key, value in worlds.items()}
    again = judge_terms(game, posed.clauses, vector[None], shape, one)
    return ToldOtherwise(
        name=name, words=words, parameter=parameter, value=float(values[best]), centre=at_centre(posed, again, vector), terms=terms
    )  # fmt: skip
