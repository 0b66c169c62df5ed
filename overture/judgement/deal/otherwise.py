"""The same terms told otherwise: relief in steps, the rest never paid after an alarm or by our choice, and a menu."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import JudgedTerms
from overture.games.tree import Floats
from overture.judgement.deal.explain import at_centre
from overture.judgement.deal.posed import PosedTerms
from overture.judgement.deal.proposal import ToldOtherwise
from overture.models import parameter_words, terms_form

SHARES = np.linspace(
    0.1, 0.9, 9
)  # that are tried first, and then as many between the neighbours of the best, in each of
ROUNDS = 3  # rounds
# name, words, shape, the parameter that is tried
WAYS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("steps by choice", "in two steps, the rest never paid if we choose so after the first inspection", {"steps": 2, "withheld": "by choice"}, "a"),
    ("steps by itself", "in two steps, the rest never paid once the first inspection raises an alarm", {"steps": 2, "withheld": "by itself"}, "a"),
    ("menu", "with a smaller relief beside it that asks for nothing in return", {"menu": True}, "R_b"),
)  # fmt: skip


def otherwise(posed: PosedTerms) -> list[ToldOtherwise]:
    """The terms as offered told in steps and with a menu, at what is best for us of what is tried.

    Empty where the game has no such shapes.
    """
    if terms_form(posed.judged.name, {"steps": 2}) is None:
        return []
    return [_other(posed, name, words, shape, parameter) for name, words, shape, parameter in WAYS]


def _other(
    posed: PosedTerms, name: str, words: str, shape: Mapping[str, Any], parameter: str
) -> ToldOtherwise:
    form = terms_form(posed.judged.name, {**posed.judged.game.arguments, **shape})
    assert form is not None
    game = replace(posed.game, broken=form.broken, reversal=form.reversal)
    vector = posed.now

    def judged(values: Floats) -> JudgedTerms:
        worlds = {key: np.repeat(value, len(values)) for key, value in posed.modes().items()} | {
            parameter: values
        }
        return judge_terms(game, posed.clauses, vector[None], shape, worlds)

    tried = SHARES
    for _ in range(ROUNDS):
        found = judged(tried)
        at = int(np.nanargmax(found.over(found.members.us, "worst")[0]))
        best = float(tried[at])
        low, high = (
            (float(tried[at - 1]) if at else 0.0),
            (float(tried[at + 1]) if at + 1 < len(tried) else 1.0),
        )
        tried = np.linspace(low, high, len(SHARES) + 2)[1:-1]
    best = round(best, 4)
    return ToldOtherwise(
        name=name, words=words, parameter=parameter, parameter_words=parameter_words(posed.judged.name)[parameter], value=best, centre=at_centre(posed, judged(np.array([best])), vector),
        terms=posed.terms(vector),
    )  # fmt: skip
