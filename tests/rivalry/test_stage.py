"""How a game without an end is told: its states, its levels, and what is wrong with a telling."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.errors import SolveError, TellingError
from overture.models.rivalry import DEFAULTS, DISCOUNT, START, RivalryState, X, rivalry
from overture.rivalry.levels import cycle, levels
from tests.rivalry.games import leapfrog, replacement, shapley


def test_the_rivalry_has_the_states_of_its_specification() -> None:
    game = rivalry.stochastic_game(DEFAULTS, start=START, discount=DISCOUNT)
    assert len(game.states) == 36
    assert game.set_start[-1] == 72  # acts of two actions each
    assert [len(each) for each in game.members] == [4] * 9
    strength = [int(name.partition(",")[0].removeprefix("strength=")) for name in game.states]
    assert [strength[states[0]] for states in game.members] == list(range(8, -1, -1))


def test_an_answer_to_an_alarm_does_not_see_the_conduct() -> None:
    game = rivalry.stochastic_game(DEFAULTS, start=START, discount=DISCOUNT)
    tree = game.trees[game.index(RivalryState(3, True, X))]
    reply = tree.labels.set_name.index("reply")
    assert len(tree.members(reply)) == 2
    assert dict(tree.labels.seen[reply]) == {"inspection": "alarm"}


def test_a_state_without_a_move_and_one_that_comes_at_once() -> None:
    game = shapley.stochastic_game(start="on", discount=0.5)
    assert game.states == ("on", "over")
    assert game.trees[game.index("over")].n_infosets == 0
    deal = rivalry.stochastic_game(DEFAULTS, start=START, discount=DISCOUNT)
    first = deal.next_start[deal.history_start[0]]  # offered and accepted
    assert deal.states[deal.next_state[first]] == "strength=0, deal=True, holder=X"
    assert deal.weight[first] == 1.0


def test_levels_are_the_sets_of_states_that_lead_to_each_other() -> None:
    """Against reachability by matrix products, on random graphs."""
    draw = np.random.default_rng(3)
    for _ in range(60):
        count = int(draw.integers(1, 9))
        source, target = draw.integers(0, count, (2, int(draw.integers(1, 14))))
        reach = np.eye(count, dtype=bool)
        reach[source, target] = True
        for _ in range(count):
            reach |= reach @ reach
        found = levels(count, source, target)
        for one, other in product(range(count), repeat=2):
            assert (found[one] == found[other]) == (reach[one, other] and reach[other, one])
            if reach[one, other] and not reach[other, one]:
                assert found[other] < found[one]
        around = np.zeros((count, count), int)
        around[source, target] = 1
        powers = [np.linalg.matrix_power(around, k) for k in range(1, count + 1)]
        assert bool(cycle(count, source, target)) == any(np.trace(each) > 0 for each in powers)


def test_of_levels_that_may_come_in_any_order_the_latest_comes_first() -> None:
    nowhere = np.empty(0, np.int64)
    assert levels(5, nowhere, nowhere).tolist() == [4, 3, 2, 1, 0]
    assert levels(4, np.array([0, 0, 3]), np.array([1, 2, 0])).tolist() == [2, 1, 0, 3]
    assert levels(5, np.array([0, 1, 2, 3]), np.array([4, 4, 4, 4])).tolist() == [4, 3, 2, 1, 0]


def test_shape_arguments_and_parameters() -> None:
    assert (
        len(
            replacement.shape(oldest=6).stochastic_game(best=9, wear=1, price=5, start=1, discount=0.5).states
        )
        == 6
    )
    with pytest.raises(TellingError, match="oldest"):
        replacement.shape(eldest=3)
    with pytest.raises(TellingError, match="price"):
        replacement.stochastic_game(best=9, wear=1, start=1, discount=0.5)


def _ends_with(*value: Any) -> Callable[..., Any]:
    def told(p: Any, state: Any) -> Any:
        yield ov.move("A", "act", ["go"])
        return value if len(value) != 1 else value[0]

    return told


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (({"A": 1},), "stage/end"),
        (({"A": 1}, {0: 0.4, 1: 0.5}), "stage/next"),
        (({"A": 1}, {0: -0.5, 1: 1.5}), "stage/next"),
        (({"A": 1}, {0: "often"}), "stage/next"),
        (({"A": 1}, {}), "stage/next"),
        (({"A": 1}, 0, -1), "stage/periods"),
        (({"A": 1}, 0, 0.5), "stage/periods"),
        (({"A": 1}, 0, 0), "stage/periods"),  # the state comes again in the same period
        (({"B": 1}, 0), "telling/payoffs"),
    ],
)
def test_what_is_wrong_with_an_end_is_told(value: tuple[Any, ...], fault: str) -> None:
    with pytest.raises(TellingError) as error:
        ov.stage("A")(_ends_with(*value)).stochastic_game(start=0, discount=0.5)
    assert error.value.id == fault


def test_what_is_wrong_with_a_game_is_told() -> None:
    @ov.stage("A")
    def endless(p: Any, state: int) -> Any:
        yield ov.move("A", "act", ["go"])
        return {"A": 0}, state + 1

    @ov.stage("A")
    def silent(p: Any, state: int) -> Any:
        return {"A": 0}, state

    good = {"best": 9, "wear": 1, "price": 5}
    for fault, tell in {
        "stage/states": lambda: endless.stochastic_game(start=0, discount=0.5, limit=20),
        "telling/no-yield": lambda: silent.stochastic_game(start=0, discount=0.5),
        "stage/discount": lambda: replacement.stochastic_game(good, start=1, discount=1.0),
        "stage/worlds": lambda: replacement.stochastic_game({**good, "price": [1, 2]}, start=1, discount=0.5),
        "stage/names": lambda: shapley.stochastic_game(start=["over", _Same()], discount=0.5),
    }.items():
        with pytest.raises(TellingError) as error:
            tell()
        assert error.value.id == fault
    with pytest.raises(TellingError, match="more than 3 states"):
        replacement.stochastic_game(good, start=1, discount=0.5, limit=3)
    assert len(replacement.stochastic_game(good, start=1, discount=0.5, limit=4).states) == 4
    with pytest.raises(SolveError, match="no state"):
        leapfrog.stochastic_game(price=1, start=(1, 1), discount=0.5).index((7, 7))


class _Same:
    """A state that is another one of the same name."""

    def __str__(self) -> str:
        return "over"


def test_how_histories_go_on_stands_beside_their_ends() -> None:
    """Histories are played more than once, to see what their payoffs are: each goes on as it does the first time."""

    @ov.stage("A", title="a walk")
    def walk(p, place):  # type: ignore[no-untyped-def]
        step = yield ov.move("A", "step", ["left", "stay", "right"])
        return {"A": p.pay}, min(max(place + {"left": -1, "stay": 0, "right": 1}[step], 0), 3)

    found = walk.stochastic_game(pay=1.0, start=1, discount=0.5)
    assert len(found.states) == 4
