"""All equilibria from the signal on, set into the whole game, are those of the reference in every world."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from overture.case.load import Loaded, load
from overture.games.measured.measure import payoff_range
from overture.games.tree import Tree
from overture.judgement.play.solve import Solved, classify, solve_trees
from overture.judgement.play.stage import StagedEquilibria, contexts, listed, staged
from overture.judgement.prepare import cells_of
from overture.models.freeze_for_relief import DEFAULTS
from overture.weigh.distribution.ties import action_of, free, gaps, tied

FLAGSHIP = Path(__file__).resolve().parents[2] / "cases" / "freeze-for-relief"
PRIOR = np.array([0.1, 0.3, 0.4, 0.49, 0.51, 0.7, 0.9])


@cache
def flagship() -> Loaded:
    return load(FLAGSHIP)


@cache
def tree() -> Tree:
    """The defaults of FLAGSHIP.md, for several priors."""
    return flagship().game.tree({**DEFAULTS, "pi": PRIOR})


@cache
def found() -> StagedEquilibria:
    case = flagship().case
    every = listed(case, tree(), lambda part, play: classify(case, part, play, ""))
    assert every is not None
    parts = staged(case, tree(), every, case.signal.given)
    assert parts is not None
    return parts


def test_contexts_are_what_was_public_before_the_offer() -> None:
    assert contexts(flagship().case, tree()) == [
        {"statement": said, "election": who} for said in ("indifferent", "favour") for who in ("X", "Y")
    ]


def test_lists_are_those_of_the_atlas() -> None:
    """FLAGSHIP.md, atlas for X at q = .3: P, M and S for a prior below 1/2, S alone above."""
    assert found().complete.all()
    present = {layer.label: layer.present for layer in found().layers}
    assert np.array_equal(present["separating"], np.ones(len(PRIOR), bool))
    assert np.array_equal(present["pooling on thin"], PRIOR < 0.5)
    assert np.array_equal(present["semi-separating"], PRIOR < 0.5)
    assert len(present) == 3


def test_every_layer_is_certified_in_the_whole_game() -> None:
    scale = payoff_range(tree()).max(axis=1)
    for layer in found().layers:
        there = np.flatnonzero(layer.present)
        part = tree().world(there)
        measured = layer.play.take(there).measured(part)
        assert (measured.max_regret <= 1e-9 * scale[there]).all()


@cache
def solved() -> Solved:
    return solve_trees(flagship().case, [tree()], seed=1, threads=1)[0][0]


def test_weights_are_those_of_the_case() -> None:
    at = solved().classes.index("pooling on thin")
    # .4, .4 and .2 where all three exist; S alone otherwise.
    assert solved().weight[PRIOR < 0.5, at] == pytest.approx(0.4)
    assert solved().weight[PRIOR > 0.5, at] == pytest.approx(0.0)
    assert solved().weight.sum(axis=1) == pytest.approx(1)


def test_indifference_is_a_tie_where_nothing_is_gained_by_the_counterpart() -> None:
    """FLAGSHIP.md: under P both types strictly prefer silence; under S both are tied."""
    cells = cells_of(tree(), solved())
    sets = [at for at in range(tree().n_infosets) if tree().labels.set_name[at] == "statement"]
    actions = [at for infoset in sets if (at := action_of(tree(), infoset, "indifferent")) is not None]
    assert len(actions) == len(sets)
    gap = gaps(cells)
    loose = free(cells, gap, actions, tied(cells, gap, actions))
    separating = solved().classes.index("separating")
    pooling = solved().classes.index("pooling on thin")
    alone = PRIOR > 0.3257  # where Y does not accept a pooled thin offer
    assert loose[:, separating].all()
    assert not loose[alone & (PRIOR < 0.5), pooling].any()


def test_a_game_of_another_form_is_left_to_other_starts() -> None:
    case = flagship().case.model_copy(update={"signal": SimpleNamespace(move="conduct", given="")})
    every = listed(case, tree(), lambda part, play: [""] * len(play))
    assert every is None or staged(case, tree(), every, "") is None
