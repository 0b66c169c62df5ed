"""Signalling games: the list is complete, each entry is an equilibrium, and nothing arbitrary moves it."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import chain, combinations, islice, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from overture.solvers.all.algebra.vertices import corners
from overture.solvers.all.signalling.game import Component, SignallingGame
from overture.solvers.all.signalling.search import signalling_components
from tests.solvers.signalling_games import signalling_game

F = Fraction


def beer_quiche(strong: Fraction) -> SignallingGame:
    return signalling_game(
        [strong, 1 - strong],
        [[[1, 3], [0, 2]], [[0, 2], [1, 3]]],
        [[[-1, 0], [-1, 0]], [[1, 0], [1, 0]]],
        ("strong", "weak"),
        ("beer", "quiche"),
        (("duel", "not"),) * 2,
    )


def lying_cost(cost: Fraction) -> SignallingGame:
    return signalling_game(
        [F(3, 10), F(7, 10)],
        [[[1, 0], [1 - cost, -cost]], [[1 - cost, -cost], [1, 0]]],
        [[[1, 0], [1, 0]], [[-1, 0], [-1, 0]]],
        ("good", "bad"),
        ("good", "bad"),
        (("accept", "reject"),) * 2,
    )


def random_game(
    seed: int, n_types: int, n_messages: int, n_responses: int, top: int = 1000
) -> SignallingGame:
    draw = random.Random(seed)

    def table() -> list[list[list[Fraction]]]:
        return [
            [[F(draw.randint(0, top)) for _ in range(n_responses)] for _ in range(n_messages)]
            for _ in range(n_types)
        ]

    weights = [draw.randint(1, 4) for _ in range(n_types)]
    return signalling_game([F(w, sum(weights)) for w in weights], table(), table())


# --- the judge: the definition, word for word ---------------------------------------------------


def is_equilibrium(game: SignallingGame, mixture, response) -> bool:
    """Perfect Bayesian equilibrium by its definition, in exact arithmetic."""
    messages = range(len(game.messages))
    for t in range(len(game.types)):
        gains = [sum(u * r for u, r in zip(game.gain(t, m), response[m], strict=True)) for m in messages]
        if any(mixture[t][m] and gains[m] != max(gains) for m in messages):
            return False
    for m in messages:
        used = [a for a, share in enumerate(response[m]) if share]
        weight = [game.prior[t] * mixture[t][m] for t in range(len(game.types))]
        if any(weight):
            worth = [
                sum(w * game.worth(t, m)[a] for t, w in enumerate(weight)) for a in range(len(response[m]))
            ]
            if any(worth[a] != max(worth) for a in used):
                return False
        else:
            # Some belief makes every response in use best.
            n = len(game.types)
            equal = [[F(1)] * n + [F(-1)]]
            equal += [
                [game.worth(t, m)[a] - game.worth(t, m)[used[0]] for t in range(n)] + [F(0)] for a in used[1:]
            ]
            above = [
                [game.worth(t, m)[used[0]] - game.worth(t, m)[a] for t in range(n)] + [F(0)]
                for a in range(len(response[m]))
            ]
            if not corners(n + 1, equal, above):
                return False
    return True


def belongs(
    component: Component, mixture: np.ndarray, response: list[np.ndarray], tolerance: float = 1e-7
) -> bool:
    """Whether an equilibrium, in floats, lies in the component."""
    game = component.game
    for t, messages in enumerate(component.support):
        if any(mixture[t][m] > tolerance and m not in messages for m in range(len(game.messages))):
            return False
        gains = [
            float(np.dot([float(u) for u in game.gain(t, m)], response[m])) for m in range(len(game.messages))
        ]
        if any(gains[m] < max(gains) - 1e-5 for m in messages):
            return False
    for replies in component.replies:
        if all(
            r <= tolerance or a in replies[m]
            for m in range(len(game.messages))
            for a, r in enumerate(response[m])
        ):
            for m in component.sent:
                weight = np.array([float(game.prior[t]) * mixture[t][m] for t in range(len(game.types))])
                worth = weight @ np.array(
                    [[float(x) for x in game.worth(t, m)] for t in range(len(game.types))]
                )
                if any(worth[a] < worth.max() - 1e-5 for a in replies[m]):
                    break
            else:
                return True
    return False


# --- the slow twin: every pair of supports, one linear programme for each side ------------------


def subsets(items) -> list[tuple[int, ...]]:
    items = list(items)
    return list(chain.from_iterable(combinations(items, k) for k in range(1, len(items) + 1)))


def widest(size: int, equal: list, below: list) -> np.ndarray | None:
    """A point with the largest smallest slack variable (the last one), or None."""
    goal = np.zeros(size)
    goal[-1] = -1
    answer = linprog(
        goal,
        A_ub=np.array([row for row, _ in below]) if below else None,
        b_ub=[right for _, right in below] if below else None,
        A_eq=np.array([row for row, _ in equal]),
        b_eq=[right for _, right in equal],
        bounds=[(0, 1)] * size,
    )
    return answer.x if answer.status == 0 and answer.x[-1] > 1e-7 else None


def exhaustive(game: SignallingGame) -> list[tuple[np.ndarray, list[np.ndarray]]]:
    """One equilibrium for every pair of supports that has one, found without any pruning."""
    types, messages = range(len(game.types)), range(len(game.messages))
    prior = [float(x) for x in game.prior]
    gain = [[[float(x) for x in game.gain(t, m)] for m in messages] for t in types]
    worth = [[[float(x) for x in game.worth(t, m)] for m in messages] for t in types]
    found = []
    senders: dict = {}
    for support in product(subsets(messages), repeat=len(types)):
        for replies in product(*(subsets(range(len(game.responses[m]))) for m in messages)):
            key = (support, tuple(replies[m] if any(m in s for s in support) else None for m in messages))
            if key not in senders:
                place = [(t, m) for t in types for m in support[t]]
                equal = [([float(u == t) for u, _ in place] + [0.0], 1.0) for t in types]
                below = []
                for m in messages:
                    if key[1][m] is None:
                        continue
                    for a in range(len(game.responses[m])):
                        row = [
                            prior[t] * (worth[t][m][a] - worth[t][m][replies[m][0]]) if n == m else 0.0
                            for t, n in place
                        ]
                        (equal if a in replies[m] else below).append(([*row, 0.0], 0.0))
                below += [
                    ([-float(j == i) for j in range(len(place))] + [1.0], 0.0) for i in range(len(place))
                ]
                senders[key] = (place, widest(len(place) + 1, equal, below))
            place, point = senders[key]
            if point is None:
                continue
            if not all(_believable(worth, m, replies[m], types) for m in messages if key[1][m] is None):
                continue
            spots = [(m, a) for m in messages for a in replies[m]]
            equal = [([float(n == m) for n, _ in spots] + [0.0], 1.0) for m in messages]
            below = []
            for t in types:
                base = support[t][0]
                for m in messages:
                    if m != base:
                        row = [
                            gain[t][n][a] if n == m else -gain[t][n][a] if n == base else 0.0
                            for n, a in spots
                        ]
                        (equal if m in support[t] else below).append(([*row, 0.0], 0.0))
            below += [([-float(j == i) for j in range(len(spots))] + [1.0], 0.0) for i in range(len(spots))]
            answer = widest(len(spots) + 1, equal, below)
            if answer is None:
                continue
            mixture = np.zeros((len(types), len(messages)))
            for (t, m), x in zip(place, point, strict=False):
                mixture[t, m] = x
            response = [np.zeros(len(game.responses[m])) for m in messages]
            for (m, a), x in zip(spots, answer, strict=False):
                response[m][a] = x
            found.append((mixture, response))
    return found


def _believable(worth: list, m: int, replies: tuple[int, ...], types: range) -> bool:
    count = len(worth[0][m])
    rows = [[worth[t][m][a] - worth[t][m][replies[0]] for t in types] for a in range(count)]
    answer = linprog(
        np.zeros(len(types)),
        A_ub=np.array(rows),
        b_ub=np.full(count, 1e-9),
        A_eq=np.array([[1.0] * len(types)] + [rows[a] for a in replies]),
        b_eq=[1.0] + [0.0] * len(replies),
        bounds=[(0, 1)] * len(types),
    )
    return answer.status == 0


@pytest.mark.parametrize("top", [1, 3, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_no_equilibrium_is_missed_two_by_two(seed: int, top: int) -> None:
    game = random_game(seed, 2, 2, 2, top)
    components, complete = signalling_components(game)
    assert complete
    every = exhaustive(game)
    assert every
    for mixture, response in every:
        assert any(belongs(component, mixture, response) for component in components)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(2, 3, 2), (3, 2, 2), (2, 2, 3)])
@pytest.mark.parametrize("seed", range(3))
def test_no_equilibrium_is_missed(seed: int, shape: tuple[int, int, int]) -> None:
    game = random_game(100 + seed, *shape)
    components, complete = signalling_components(game)
    assert complete
    for mixture, response in exhaustive(game):
        assert any(belongs(component, mixture, response) for component in components)


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    shape=st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)),
    top=st.sampled_from([2, 4, 1000]),
)
def test_every_random_game_has_one_and_all_corners_are_equilibria(seed, shape, top) -> None:
    components, complete = signalling_components(random_game(seed, *shape, top))
    assert complete
    assert components
    for component in components:
        assert is_equilibrium(component.game, component.mixture, component.response)
        for mixture in component.mixing:
            for piece in component.threats:
                for response in islice(piece, 4):
                    assert is_equilibrium(component.game, mixture, response)


def shape_of(components: list[Component]) -> list:
    """What a list says, without the names: supports and values."""
    return sorted(
        (sorted(map(sorted, c.support)), [float(x) for x in c.value(c.mixture, c.response)])
        for c in components
    )


@pytest.mark.parametrize("seed", range(5))
def test_payoffs_in_other_units_change_nothing(seed: int) -> None:
    game = random_game(seed, 3, 2, 2)
    moved = SignallingGame(
        game.prior,
        tuple(
            tuple(tuple((2 + t) * x + 5 * t - 1 for x in cell) for cell in row)
            for t, row in enumerate(game.sender)
        ),
        tuple(tuple(tuple(x / 3 - 7 for x in cell) for cell in row) for row in game.receiver),
        game.types,
        game.messages,
        game.responses,
    )
    before, after = (signalling_components(g)[0] for g in (game, moved))
    assert [(c.support, c.mixing, c.threats) for c in before] == [
        (c.support, c.mixing, c.threats) for c in after
    ]


@pytest.mark.parametrize("seed", range(3))
def test_other_names_change_nothing(seed: int) -> None:
    game = random_game(seed, 3, 3, 2)
    before = signalling_components(game)[0]
    for order in list(permutations(range(3)))[1:4]:
        turned = SignallingGame(
            tuple(game.prior[t] for t in order),
            tuple(tuple(game.sender[t][m] for m in reversed(range(3))) for t in order),
            tuple(tuple(game.receiver[t][m] for m in reversed(range(3))) for t in order),
            tuple(game.types[t] for t in order),
            tuple(reversed(game.messages)),
            tuple(reversed(game.responses)),
        )
        after = signalling_components(turned)[0]
        assert len(after) == len(before)
        names = [
            sorted(
                tuple(
                    sorted(
                        (c.game.types[t], tuple(sorted(c.game.messages[m] for m in s)))
                        for t, s in enumerate(c.support)
                    )
                )
                for c in side
            )
            for side in (before, after)
        ]
        assert names[0] == names[1]


def test_beer_quiche_has_its_two_outcomes() -> None:
    components, complete = signalling_components(beer_quiche(F(9, 10)))
    assert complete
    assert [c.label for c in components] == ["pooling on beer", "pooling on quiche"]
    # The threat is a set: after quiche the duel is fought with any probability from one half to one.
    duels = {corner[1][0] for piece in components[0].threats for corner in piece}
    assert (min(duels), max(duels)) == (F(1, 2), F(1))
    # and the duel, where it is sure, needs a belief of at least one half in the weak.
    beliefs = components[0].belief_set(1, components[0].response)
    assert sorted(b[1] for b in beliefs) == [F(1, 2), F(1)]


def test_beer_quiche_with_few_strong_is_semi_separating() -> None:
    (only,), complete = signalling_components(beer_quiche(F(1, 4)))
    assert complete
    assert only.label == "semi-separating"
    assert only.mixture == ((F(1), F(0)), (F(1, 3), F(2, 3)))
    assert only.response == ((F(1, 2), F(1, 2)), (F(1), F(0)))


def test_cheap_talk_is_one_component_of_babbling() -> None:
    (only,), complete = signalling_components(lying_cost(F(0)))
    assert complete
    assert only.label.startswith("pooling (babbling")
    assert not only.is_point
    # Every mixture with which the receiver still rejects is in it; talk is not identified by the model.
    assert len(only.mixing) > 2


def test_lying_cost_at_the_exact_tie_is_a_component() -> None:
    components, complete = signalling_components(lying_cost(F(1)))
    assert complete
    assert any(not c.is_point for c in components)
    for component in components:
        assert is_equilibrium(component.game, component.mixture, component.response)


def test_a_message_that_only_one_type_has() -> None:
    game = SignallingGame(
        (F(1, 2), F(1, 2)),
        (((F(0), F(2)), (F(1), F(1))), ((F(0), F(2)), None)),
        (((F(0), F(1)), (F(0), F(1))), ((F(1), F(0)), None)),
        ("able", "unable"),
        ("quiet", "show"),
        (("no", "yes"), ("no", "yes")),
    )
    components, complete = signalling_components(game)
    assert complete
    assert components
    assert all(1 not in c.support[1] for c in components)
