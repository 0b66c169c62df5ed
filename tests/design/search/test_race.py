"""The race on common worlds: the same winner as judging everything in many worlds, and an honest number beside it."""

from __future__ import annotations

import numpy as np
import pytest

from overture.design.search.candidates import OBJECTIVES, Candidates, Demand, Floats, standing
from overture.design.search.race import ROUNDS, Raced, race
from overture.errors import SolveError
from tests.design.search.judged_in_closed_form import OUTSIDE, ClosedFormInWorlds, space

ANY_SHARE = Demand(0.1, share=0.0)


def starters(count: int, seed: int) -> Floats:
    (part,) = space().parts()
    return part.vectors(part.sobol(count, seed))


def run(seed: int, judge: ClosedFormInWorlds, demand: Demand = ANY_SHARE, **more: object) -> list[Raced]:
    return list(race(judge, space(), starters(2048, seed), demand, OBJECTIVES, OUTSIDE, seed=seed, **more))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_each_objective_has_the_winner_of_judging_all_in_many_worlds(seed: int) -> None:
    judge = ClosedFormInWorlds(space().names)
    found = run(seed, judge)
    assert [(each.objective, each.worlds) for each in found] == [
        (objective, worlds) for _, worlds in ROUNDS for objective in OBJECTIVES
    ]
    spent = judge.count
    every = judge(starters(2048, seed), ANY_SHARE, 1024, seed)
    assert spent < 0.4 * 2048 * 1024  # four objectives, and 8,192 fresh worlds for each winner
    for winner in found[-4:]:
        violation, worth = standing(winner.objective, every, OUTSIDE)
        ours = standing(winner.objective, winner.found, OUTSIDE)[1][0]
        assert ours == pytest.approx(np.where(violation > 0, -np.inf, worth).max(), abs=1e-12), (
            winner.objective
        )


def test_the_winner_is_judged_again_in_fresh_worlds() -> None:
    judge = ClosedFormInWorlds(space().names)
    *_, winner, _ = run(1, judge)
    assert winner.objective == "most robust"
    assert winner.fresh is not None
    again = judge(winner.vector[None], ANY_SHARE, 8192, 2)
    assert winner.fresh.share[0] == again.share[0] != winner.found.share[0]
    assert winner.fresh.share[0] == pytest.approx(winner.found.share[0], abs=0.02)
    assert all(each.fresh is None for each in run(1, judge)[: -len(OBJECTIVES)])


def test_terms_that_miss_the_demand_stand_by_how_much_they_miss_it() -> None:
    judge = ClosedFormInWorlds(space().names)
    winners = run(0, judge, Demand(0.1, share=0.8), fresh=64)[-len(OBJECTIVES) :]
    assert not any(winner.met for winner in winners)
    assert (
        len({winner.vector.tobytes() for winner in winners[:2]}) == 1
    )  # nearest to the demand, whatever is asked
    assert winners[0].found.share[0] == winners[3].found.share[0]


def test_no_order_of_the_terms_decides() -> None:
    judge, vectors = ClosedFormInWorlds(space().names), starters(256, 5)
    rounds = ((256, 16), (64, 64))
    plain = list(race(judge, space(), vectors, ANY_SHARE, OBJECTIVES[:2], rounds=rounds, fresh=64))
    turned = list(race(judge, space(), vectors[::-1], ANY_SHARE, OBJECTIVES[:2], rounds=rounds, fresh=64))
    for one, other in zip(plain, turned, strict=True):
        assert one.vector.tobytes() == other.vector.tobytes()
        np.testing.assert_array_equal(one.rows, 255 - other.rows)


def test_common_worlds_are_the_first_of_the_next_round() -> None:
    seen: list[tuple[int, int, int]] = []
    judge = ClosedFormInWorlds(space().names)

    def noted(vectors: Floats, demand: Demand, worlds: int, seed: int) -> Candidates:
        seen.append((len(vectors), worlds, seed))
        return judge(vectors, demand, worlds, seed)

    rounds = ((200, 16), (64, 64), (8, 128))
    told: list[tuple[str, int, int]] = []
    list(
        race(
            noted,
            space(),
            starters(256, 5),
            ANY_SHARE,
            ("most robust",),
            rounds=rounds,
            seed=9,
            fresh=256,
            progress=lambda *each: told.append(each),
        )
    )
    assert seen == [(200, 16, 9), (64, 64, 9), (8, 128, 9), (1, 256, 10)]
    spent = 200 * 16 + 64 * 64 + 8 * 128 + 256
    assert told[-1] == ("race", spent, spent)


def test_what_named_answers_refuse_a_race_refuses() -> None:
    unpriced = space(unpriced=("s",))
    judge = ClosedFormInWorlds(space().names)
    with pytest.raises(SolveError, match="no cost of s"):
        next(race(judge, unpriced, starters(64, 1), ANY_SHARE, ("most robust", "cheapest")))
    with pytest.raises(SolveError, match="outside option"):
        next(race(judge, space(), starters(64, 1), ANY_SHARE, ("fairest",), rounds=((64, 4),)))
