"""The same terms told otherwise: relief in steps, the rest never paid after an alarm or by our choice, and a menu."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from overture.judgement.deal.explain import at_centre
from overture.judgement.deal.posed import PosedTerms
from overture.judgement.deal.proposal import ToldOtherwise
from overture.judgement.deal.task import ANSWER, TRIED, VECTORS, WORLD, judged_at
from overture.models import parameter_words, terms_form
from overture.runs.pieces import PieceRun, WorkPiece

# name, words, shape, the parameter that is tried
WAYS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("steps by choice", "in two steps, the rest never paid if we choose so after the first inspection", {"steps": 2, "withheld": "by choice"}, "a"),
    ("steps by itself", "in two steps, the rest never paid once the first inspection raises an alarm", {"steps": 2, "withheld": "by itself"}, "a"),
    ("menu", "with a smaller relief beside it that asks for nothing in return", {"menu": True}, "R_b"),
)  # fmt: skip


def otherwise(posed: PosedTerms, run: PieceRun) -> list[ToldOtherwise]:
    """The terms as offered told in steps and with a menu, at what is best for us of what is tried.

    Empty where the game has no such shapes.
    """
    if terms_form(posed.judged.name, {"steps": 2}) is None:
        return []
    pieces = [_piece(posed, shape, parameter) for _, _, shape, parameter in WAYS]
    return [
        _other(posed, way, piece, float(found["best"][0]))
        for way, piece, found in zip(WAYS, pieces, run.columns(pieces), strict=True)
    ]


def _piece(posed: PosedTerms, shape: Mapping[str, Any], parameter: str) -> WorkPiece:
    """What a worker is asked."""
    form = terms_form(posed.judged.name, {**posed.judged.game.arguments, **shape})
    assert form is not None
    told = {"broken": form.broken, "reversal": form.reversal}
    asked = {"form": TRIED, "game": ANSWER, "shape": dict(shape), "told": told, "parameter": parameter}
    modes = {f"{WORLD}{name}": value for name, value in posed.modes().items()}
    return WorkPiece(asked, {VECTORS: posed.now[None], **modes})


def _other(
    posed: PosedTerms, way: tuple[str, str, dict[str, Any], str], piece: WorkPiece, best: float
) -> ToldOtherwise:
    name, words, _, parameter = way
    game = replace(posed.game, **piece.asked["told"])
    judged = judged_at(game, posed.clauses, piece.asked, piece.given, np.array([best]))
    return ToldOtherwise(
        name=name, words=words, parameter=parameter, parameter_words=parameter_words(posed.judged.name)[parameter], value=best, centre=at_centre(posed, judged, posed.now),
        terms=posed.terms(posed.now),
    )  # fmt: skip
