"""What would make terms hold that is no clause of the case: a switch of the game, or an end of a stated range."""

from __future__ import annotations

from typing import Any

import numpy as np

from overture.design.evaluate import candidates_of
from overture.design.search.candidates import Demand
from overture.design.terms.posed import cost
from overture.games.tree import Floats
from overture.judgement.deal.evaluate import AskedTerms, JudgedWorlds
from overture.judgement.deal.proposal import WouldDo
from overture.models import terms_form
from overture.weigh.distribution.own import type_odds


def would_do(judge: JudgedWorlds, demand: Demand, vector: Floats, worlds: int, seed: int) -> list[WouldDo]:
    """What alone would make these terms meet the demand, the surest first.

    Tried are the switches of the game that are no clauses, and both ends of the range of every parameter that is none and
    does not say how likely he is to be what he is.
    """
    posed = judge.posed
    clauses = {each.name for each in posed.clauses}
    drawn = posed.worlds(2, seed)
    form = terms_form(posed.judged.name, posed.judged.game.arguments)
    tried: list[tuple[WouldDo, dict[str, Any], dict[str, float]]] = []
    for name, words in (form.switches if form is not None else {}).items():
        if name not in clauses:
            tried.append((WouldDo(name=name, words=words, value=True, share=0.0), {name: True}, {}))
    for name, given in posed.judged.parameters.items():
        if (
            name in clauses
            or not given.played.spread
            or _says_what_he_is(posed.game.tell, drawn, posed.game.hypothesis, name)
        ):
            continue
        case_name = posed.judged.names.get(name, name)
        for end in (given.played.low, given.played.high):
            told = WouldDo(name=case_name, words=given.words or case_name, value=end, share=0.0)
            tried.append((told, {}, {name: end}))
    found = []
    spent = cost(posed.clauses, vector[None])
    tallies = judge.tallies(
        [AskedTerms(vector[None], worlds, seed, judge.margin, shape, held) for _, shape, held in tried]
    )
    for (told, _, _), tally in zip(tried, tallies, strict=True):
        share = float(candidates_of(tally, spent, demand).share[0])
        if share >= demand.share - 1e-12:
            found.append(told.model_copy(update={"share": share}))
    return sorted(found, key=lambda each: -each.share)


def _says_what_he_is(tell: Any, drawn: dict[str, Floats], hypothesis: str, name: str) -> bool:
    """Whether a parameter moves the odds of what he is."""
    one = {key: value[:1] for key, value in drawn.items()}
    low, high = (type_odds(tell({**one, name: np.array([value])}, {}), hypothesis) for value in (0.3, 0.6))
    return bool((low != high).any())
