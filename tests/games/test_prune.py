"""What is left of a game once some moves are known: the histories that have them, judged one by one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import EventError
from overture.games.measured.measure import terminal_payoff, terminal_probability
from overture.games.prune import prune
from overture.games.show import history
from overture.games.telling.language import chance, game, move
from overture.games.tree import Tree
from tests.games.random_games import random_strategy, trees


@game("Ann", "Bob")
def offers(p):  # type: ignore[no-untyped-def]
    """What may be offered hangs on the kind."""
    kind = yield chance("kind", {"x": Fraction(1, 4), "y": Fraction(3, 4)}, seen_by="Ann")
    offer = yield move("Ann", "offer", ["thin", "deep"] if kind == "x" else ["none", "deep"])
    if offer == "none":
        return {"Ann": 0, "Bob": 0}
    reply = yield move("Bob", "reply", ["yes", "no"])
    return {"Ann": 1 if reply == "yes" else 0, "Bob": 2 if offer == "deep" else 1}


def histories(tree: Tree) -> list[tuple[tuple[str, str], ...]]:
    return [history(tree, end) for end in tree.terminal.tolist()]


@settings(max_examples=80)
@given(tree=trees(worlds=2), seed=st.integers(0, 10_000), data=st.data())
def test_the_histories_left_are_those_that_have_the_moves(tree: Tree, seed: int, data: st.DataObject) -> None:
    names = sorted(set(tree.labels.set_name))
    made = {}
    for name in data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True)):
        at = tree.labels.set_name.index(name)
        made[name] = data.draw(
            st.sampled_from(tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]])
        )
    left = prune(tree, made)  # passes the one door
    kept = [
        at
        for at, told in enumerate(histories(tree))
        if all(made.get(name, label) == label for name, label in told)
    ]
    assert histories(left) == [histories(tree)[at] for at in kept]
    assert np.array_equal(terminal_payoff(left), terminal_payoff(tree)[:, kept])
    # Play as before, at what is left, makes each of them as likely as before given that it is left:
    # with chance moves known and nothing else, that is Bayes' rule.
    if all(tree.set_player[tree.labels.set_name.index(name)] < 0 for name in made) and len(made) == 1:
        strategy = random_strategy(tree, seed)
        before = terminal_probability(tree, strategy)[:, kept]
        labels = {(tree.labels.set_label[at], tree.set_player[at]): at for at in range(tree.n_infosets)}
        again = np.concatenate(
            [
                strategy[:, tree.edge_start[at] : tree.edge_start[at + 1]]
                for at in (
                    labels[(left.labels.set_label[each], left.set_player[each])]
                    for each in range(left.n_infosets)
                )
            ]
            or [np.empty((2, 0))],
            axis=1,
        )
        after = terminal_probability(left, again)
        alone = {dict(told).get(next(iter(made))) for told in histories(tree)}
        if (
            None not in alone
            and tree.labels.set_name.count(next(iter(made))) == 1
            and (before.sum(axis=1) > 0).all()
        ):
            assert after == pytest.approx(before / before.sum(axis=1, keepdims=True), abs=1e-12)


def test_a_history_whose_move_cannot_be_the_one_that_was_made_is_gone() -> None:
    left = prune(offers.tree(), {"offer": "thin"})
    assert histories(left) == [
        (("kind", "x"), ("offer", "thin"), ("reply", "yes")),
        (("kind", "x"), ("offer", "thin"), ("reply", "no")),
    ]
    assert left.chance.tolist() == [[1.0]]
    assert left.exact is None  # the odds of the file are not those of what is left


def test_odds_can_be_set_anew() -> None:
    left = prune(offers.tree(), {"offer": "deep"}, {"kind": {"x": np.array([0.9]), "y": np.array([0.1])}})
    assert left.chance.tolist() == [[0.9, 0.1]]
    assert left.exact is None
    kept = prune(offers.tree(), {"offer": "deep"})
    assert kept.exact is not None
    assert kept.exact.chance == (Fraction(1, 4), Fraction(3, 4))


def test_nothing_known_changes_nothing() -> None:
    tree = offers.tree()
    left = prune(tree, {})
    for name in ("parent", "edge", "set_of", "outcome", "set_player", "edge_start", "chance", "payoff"):
        assert np.array_equal(getattr(left, name), getattr(tree, name)), name


def test_no_history_left_is_said() -> None:
    with pytest.raises(EventError, match="no history has kind = x, offer = none") as caught:
        prune(offers.tree(), {"kind": "x", "offer": "none"})
    assert caught.value.id == "event/nothing"


def test_names_that_do_not_exist_are_named() -> None:
    with pytest.raises(EventError) as caught:
        prune(offers.tree(), {"offre": "thin", "reply": "perhaps"})
    assert [fault.id for fault in caught.value.faults] == ["event/name", "event/choice"]
    assert "allowed: yes, no" in str(caught.value)


def test_what_is_left_may_be_no_game() -> None:
    """Bob does not see the kind; only after one of them does his "on" lead to the move that was made."""

    @game("Ann", "Bob")
    def later(p):  # type: ignore[no-untyped-def]
        kind = yield chance("kind", {"x": Fraction(1, 2), "y": Fraction(1, 2)}, seen_by="Ann")
        if (yield move("Bob", "step", ["on", "off"])) == "off":
            return {"Ann": 0, "Bob": 0}
        yield move("Ann", "last", ["one", "two"] if kind == "x" else ["two", "three"])
        return {"Ann": 1, "Bob": 1}

    with pytest.raises(EventError, match="'on' is left at one node of an information set") as caught:
        prune(later.tree(), {"last": "one"})
    assert caught.value.id == "event/partly"
