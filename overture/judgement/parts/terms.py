"""The clauses that an answer may set, and the lines of the game in closed form."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from overture.judgement.basis import Basis
from overture.judgement.judgement import Threshold
from overture.models import closed_forms
from overture.weigh.distribution.act import weighted


def clauses(basis: Basis) -> list[str]:
    """The words of each clause, each once; which terms would hold is asked by :mod:`overture.judgement.deal`."""
    return list(dict.fromkeys(term.words for term in basis.loaded.case.terms if not term.held))


def thresholds(basis: Basis) -> list[Threshold]:
    """The closed-form lines of a catalogue game, at our own centre and over own draws."""
    own = basis.joint.own
    middle, drawn = SimpleNamespace(**own.centre), SimpleNamespace(**own.draw)
    found = []
    for form in closed_forms(basis.loaded.case.game):
        over = np.broadcast_to(np.asarray(form.function(drawn), dtype=np.float64), own.weight.shape)
        low, high = weighted(over, own.weight, (0.05, 0.95))
        found.append(
            Threshold(
                name=form.name,
                words=form.words,
                value=float(form.function(middle)),
                low=None if basis.single else low,
                high=None if basis.single else high,
                source=form.source,
            )
        )
    return found
