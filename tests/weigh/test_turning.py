"""Where the reply turns and what knowing more is worth at most, on a choice of two replies against three types, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from overture.games.tree import Floats
from overture.weigh.decision.reply import Answering, Sequel, Stakes
from overture.weigh.decision.turning import _end_of_tie, _nearest, prior_of, turning, type_ceiling
from overture.weigh.distribution.spans import MovesByPart

PRIOR = np.array([0.2, 0.3, 0.5])
LEFT = MovesByPart(lambda: iter(()))


def stakes(worth: list[float], mass: tuple[float, ...] = (0.5, 0.2, 0.4), replies: int = 2) -> Stakes:
    """``worth`` of the first reply by type, for one of mass 1; the others are worth 0, -1, -2 whoever asks."""
    names = ("yes", "no", "never", "at all")[:replies]
    at = Answering(
        (0,),
        names,
        ({name: Sequel(np.arange(3 * place, 3 * place + 3), ()) for place, name in enumerate(names)},),
        np.zeros(3 * replies, dtype=np.int32),
        np.zeros(0, dtype=bool),
    )
    kinds = np.array(mass)
    per = [np.array(worth), *(np.full(3, -float(place)) for place in range(replies - 1))]
    whole = np.concatenate([each * kinds for each in per])
    return Stakes(at, np.tile(np.arange(3), replies), 3, np.tile(kinds, replies), whole, LEFT, 10.0)


def test_the_reply_turns_at_the_belief_at_which_both_are_worth_the_same() -> None:
    asked = stakes([-4.0, 2.0, 1.0])
    found = turning(asked, PRIOR)
    # The other types stand as 0.3 * 0.2 to 0.5 * 0.4 to each other; so -4 x + (1 - x) c = 0.
    rest = np.array([0.06, 0.2]) / 0.26
    c = float(rest @ [2.0, 1.0])
    assert found.belief == pytest.approx(c / (4 + c), abs=1e-9)
    assert (found.to, found.side) == ("yes", "less")
    # At the prior that is told the belief is the one that is told.
    there = np.array([found.prior, *((1 - found.prior) * PRIOR[1:] / 0.8)])  # type: ignore[operator]
    assert asked.belief(there)[0] == pytest.approx(found.belief)
    assert found.prior == prior_of(found.belief, PRIOR, np.array([0.5, 0.2, 0.4]))  # type: ignore[arg-type]


def test_nothing_turns_a_reply_that_is_best_against_all() -> None:
    assert turning(stakes([1.0, 2.0, 1.0]), PRIOR).belief is None
    assert turning(stakes([-4.0, 2.0, 1.0], replies=1), PRIOR).belief is None


@pytest.mark.parametrize(
    ("mass", "prior"),
    [
        ((0.0, 0.2, 0.4), (0.2, 0.3, 0.5)),
        ((0.5, 0.0, 0.0), (0.2, 0.3, 0.5)),
        ((0.5, 0.2, 0.4), (1.0, 0.0, 0.0)),
    ],
)
def test_where_one_type_is_sure_or_never_asks_there_is_no_turn(
    mass: tuple[float, ...], prior: tuple[float, ...]
) -> None:
    assert turning(stakes([-4.0, 2.0, 1.0], mass), np.array(prior)).belief is None


def test_a_prior_of_others_that_is_nothing_is_shared_evenly() -> None:
    mass = np.array([0.5, 0.2, 0.4])
    assert prior_of(0.5, np.array([1.0, 0.0, 0.0]), mass) == pytest.approx(0.3 / (0.3 + 0.5))
    assert prior_of(0.5, PRIOR, mass) == pytest.approx(0.325 / (0.325 + 0.5))


def test_beyond_a_turn_is_the_reply_that_overtakes_and_not_the_one_that_was_second() -> None:
    def lead(x: Floats) -> Floats:
        return np.stack([1 - x, x, 0 * x + 0.4], axis=1)

    assert _nearest(lead, 0.1, 1e-9) == (pytest.approx(0.5), 1, "more")


def test_a_tie_ends_where_one_of_two_is_no_longer_as_good() -> None:
    def lead(x: Floats) -> Floats:
        return np.stack(
            [0 * x + 1, 1 + np.maximum(x - 0.6, 0), 0 * x - 1, np.maximum(0.1 - x, 0) + 0.5], axis=1
        )

    assert _nearest(lead, 0.3, 1e-9) == (pytest.approx(0.6, abs=1e-8), 1, "more")
    assert _end_of_tie(lead, lambda x: frozenset({0, 1}), 0.3, 1.0) is None


def test_knowing_the_type_is_worth_what_the_right_reply_to_each_gains() -> None:
    # By type -4, 2, 1 or nothing, by chances of 0.1, 0.06 and 0.2 in 0.36: now -0.08 of yes, and no.
    assert type_ceiling(stakes([-4.0, 2.0, 1.0]), PRIOR) == pytest.approx((0.12 + 0.2) / 0.36)
    assert type_ceiling(stakes([1.0, 2.0, 1.0]), PRIOR) == 0.0
