"""Whose messages name the equilibria: also where the receiver knows something of his own, in whatever order it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from overture.games.telling.language import Game, chance, game, move
from overture.games.tree import Tree
from overture.solvers.all.across import equilibria_across
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.sender import Sender, sender_of
from overture.solvers.form import form_of

F = Fraction
HALF = {"hard": F(1, 2), "soft": F(1, 2)}


def deterrence(order: str) -> Game:
    """A challenger threatens or keeps quiet, a defender who knows his own resolve yields or fights."""

    @game("Ch", "Def")
    def told(p: Any) -> Iterator[Any]:
        resolve = (yield chance("dt", HALF, seen_by="Def")) if order == "first" else None
        kind = yield chance("ct", {"strong": F(1, 3), "weak": F(2, 3)}, seen_by="Ch")
        if order == "second":
            resolve = yield chance("dt", HALF, seen_by="Def")
        if (yield move("Ch", "m", ["threat", "quiet"])) == "quiet":
            return {"Ch": 0, "Def": 1}
        if order == "after":
            resolve = yield chance("dt", HALF, seen_by="Def")
        if (yield move("Def", "y", ["yield", "fight"])) == "yield":
            return {"Ch": 1, "Def": 0}
        more = F(1, 4) if resolve == "hard" else F(-1, 4)
        return {"Ch": F(-1, 4) if kind == "strong" else -1, "Def": F(1 if kind == "weak" else -1, 2) + more}

    return told


@pytest.mark.parametrize("order", ["first", "second", "after"])
def test_when_the_receivers_type_is_drawn_changes_no_name(order: str) -> None:
    """Pooling on threat was folded into a mixed continuum where both types are drawn before the message."""
    tree = deterrence(order).tree()
    found = equilibria(tree)
    assert [member.label for member in found.members] == [
        "pooling on threat", "semi-separating", "pooling on quiet"
    ]  # fmt: skip
    assert found.members[0].is_point
    assert found.members[1].touches == (1,)
    pooled = [member.d1.passes for member in found.members if member.is_point and member.d1 is not None]
    assert pooled == [True, False]
    assert sorted(m.name for m in equilibria_across(tree).named()) == sorted(m.label for m in found.members)


def test_who_acts_at_once_has_no_message_before_him() -> None:
    """Two who arm at once, each of a type that the other does not know: there is nothing to pool on."""

    @game("A", "B")
    def race(p: Any) -> Iterator[Any]:
        odds = {"low": F(1, 2), "high": F(1, 2)}
        costs = ((yield chance("a", odds, seen_by="A")), (yield chance("b", odds, seen_by="B")))
        arms = (
            (yield move("A", "A arms", ["arm", "not"], seen_by=())),
            (yield move("B", "B arms", ["arm", "not"], seen_by=())),
        )
        worth = [F(3 if cost == "low" else 1, 4) - 1 for cost in costs]
        return {p: worth[i] if arms[i] == "arm" else -2 * (arms[1 - i] == "arm") for i, p in enumerate("AB")}

    tree = race.tree()
    assert sender(tree) is None
    assert all(m.label.startswith(("pure", "mixed")) for m in equilibria(tree).members)


def sender(tree: Tree) -> Sender | None:
    return sender_of(tree, form_of(tree).live)


def hinted(hints: dict[str, list[str]]) -> Tree:
    """Three types send one of two words to a receiver who has a hint of the type: [hint] the types that give it."""

    @game("S", "R")
    def told(p: Any) -> Iterator[Any]:
        kind = yield chance("type", {t: F(1, 3) for t in "abc"}, seen_by="S")
        mine = [hint for hint, types in hints.items() if kind in types]
        yield chance("hint", {hint: F(1, len(mine)) for hint in mine}, seen_by="R")
        word = yield move("S", "word", ["yes", "no"])
        reply = yield move("R", "reply", ["up", "down"])
        return {"S": int(reply == "up"), "R": int((reply == "up") == (kind == "a")) + int(word == "no")}

    return told.tree()


def test_what_the_receiver_knows_of_his_own_does_not_split_a_word() -> None:
    """One hint tells that it is a or b, the other that it is b or c: a and c pool where both say yes."""
    found = sender(hinted({"low": ["a", "b"], "high": ["b", "c"]}))
    assert found is not None
    assert found.signals.words == ("yes", "no")
    assert len(found.nodes) == 3


def test_types_that_the_receiver_never_confuses_are_no_types_of_one_sender() -> None:
    assert sender(hinted({"first": ["a", "b"], "last": ["c"]})) is None


def test_a_type_without_a_chance_is_in_no_name() -> None:
    tree = deterrence("second").tree()
    found = sender(tree)
    assert found is not None
    assert found.possible(tree).tolist() == [[True, True]]
    none = tree.chance.copy()
    none[:, tree.labels.edge[tree.n_actions :].index("weak")] = 0.0
    assert found.possible(replace(tree, chance=none)).tolist() == [[True, False]]
