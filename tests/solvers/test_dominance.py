"""Iterated conditional dominance: a slow twin, no sequential equilibrium lost, an arms race, a global game's logic."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import prod
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from overture.games.files.efg import read_efg
from overture.games.telling.language import chance, game, move
from overture.games.tree import Tree
from overture.solvers.all.before.dominance import dominance
from overture.solvers.all.before.dominance_form import View
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.lists.fold import staged_equilibria
from overture.solvers.form import form_of
from tests.random_trees import efg_texts
from tests.solvers import dominance_twin as slow
from tests.solvers.duels import duels


def read(text: str, folder: Path) -> Tree:
    file = folder / "game.efg"
    file.write_text(text)
    return read_efg(file)


@settings(max_examples=120, deadline=None)
@given(tree=duels())
def test_the_first_round_is_that_of_the_twin(tree: Tree) -> None:
    sizes = np.diff(tree.edge_start[: tree.n_infosets + 1]).tolist()
    if prod(sizes) > 3000:
        return
    found = dominance(tree)
    assert not found.untested
    first = {each.action for each in found.removed if each.round == 1}
    live = set(form_of(tree).live)
    for infoset in range(tree.n_infosets):
        if sizes[infoset] > 1 and live.intersection(tree.members(infoset).tolist()):
            player = int(tree.set_player[infoset])
            mine = first.intersection(range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])))
            assert mine == slow.dominated(tree, player, infoset)


@settings(max_examples=40, deadline=None)
@given(tree=duels())
def test_rationals_find_what_doubles_find(tree: Tree) -> None:
    by_doubles = dominance(tree)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(View, "is_wide", True)
        assert dominance(tree).allowed == by_doubles.allowed


@settings(max_examples=150, deadline=None)
@given(text=efg_texts())
def test_no_sequential_equilibrium_is_lost(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The search without dominance finds no entry, on the path or off it, that plays what was removed."""
    tree = read(text, tmp_path_factory.mktemp("kept"))
    found = dominance(tree)
    gone = {each.action for each in found.removed}
    if not gone:
        return
    staged = staged_equilibria(form_of(tree), 2000)
    live = set(form_of(tree).live)
    for entry in staged.entries:
        for action, share in entry.strategy.items():
            infoset = int(tree.infoset_of_action[action])
            if live.intersection(tree.members(infoset).tolist()):
                assert not (share and action in gone)
    assert all(actions for actions in found.allowed)


@settings(max_examples=60, deadline=None)
@given(text=efg_texts(players=2))
def test_the_reduced_game_has_the_same_values_where_it_keeps_beliefs(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tree = read(text, tmp_path_factory.mktemp("cut"))
    found = dominance(tree)
    if not found.removed or not found.keeps_beliefs:
        return
    whole, cut = (staged_equilibria(form_of(each), 3000) for each in (tree, found.reduced))
    if whole.complete and cut.complete:
        steady = [{e.value for e in s.entries if e.steady} for s in (whole, cut)]
        assert steady[0] == steady[1]


def arms_race(types: int, gain: Fraction = Fraction(3, 20), harm: Fraction = Fraction(5, 4)) -> Tree:
    """Baliga and Sjöström 2004, with ``types`` costs of arming a side."""
    names = [f"c{at}" for at in range(1, types + 1)]
    odds = dict.fromkeys(names, Fraction(1, types))
    cost = {name: Fraction(2 * at - 1, 2 * types) for at, name in enumerate(names, 1)}

    def paid(mine: str, other: str, name: str) -> Fraction:
        if mine == "arm":
            return -cost[name] + (gain if other == "refrain" else 0)
        return -harm if other == "arm" else Fraction(0)

    @game("A", "B", title="arms race")
    def told(p):  # type: ignore[no-untyped-def]
        one = yield chance("type of A", odds, seen_by="A")
        two = yield chance("type of B", odds, seen_by="B")
        mine = yield move("A", "build A", ["arm", "refrain"], seen_by=())
        other = yield move("B", "build B", ["arm", "refrain"], seen_by=())
        return {"A": paid(mine, other, one), "B": paid(other, mine, two)}

    return told.tree()


@pytest.mark.parametrize("types", [5, 30, 100])
def test_in_the_arms_race_everybody_arms(types: int) -> None:
    found = dominance(arms_race(types))
    assert found.is_solved
    assert {found.tree.labels.edge[actions[0]] for actions in found.allowed} == {"arm"}
    # A type arms for sure once more than (c - gain) / (harm - gain) of the other side's types do.
    armed = [0]
    while armed[-1] < types:
        share = Fraction(armed[-1], types)
        limit = Fraction(3, 20) * (1 - share) + Fraction(5, 4) * share
        armed.append(sum(Fraction(2 * at - 1, 2 * types) < limit for at in range(1, types + 1)))
    per_round = [sum(each.round == at for each in found.removed) for at in range(1, found.rounds + 1)]
    assert per_round == [2 * (b - a) for a, b in pairwise(armed)]


def test_the_list_of_the_arms_race_is_one_certified_entry() -> None:
    found = equilibria(arms_race(20))
    assert found.complete
    assert "dominance" in found.how
    assert [each.certificate.is_sequential for each in found.members] == [True]
    assert found.members[0].certificate.value == (-Fraction(1, 2), -Fraction(1, 2))


def test_several_equilibria_are_not_removed() -> None:
    found = dominance(arms_race(3, Fraction(1, 5), Fraction(28, 25)))
    assert not found.is_solved


def test_words_and_json() -> None:
    found = dominance(arms_race(5))
    first = found.removed[0]
    assert found.say(first) == (
        "At build A | type of A=c1, A does not choose refrain: arm gives more, whatever happens."
    )
    data = found.to_json()
    assert data["rounds"] == 5
    assert data["solved"] is True


def test_a_mixture_dominates() -> None:
    rows = {"top": (4, 0), "middle": (0, 4), "bottom": (1, 1)}

    @game("Row", "Column")
    def told(p):  # type: ignore[no-untyped-def]
        row = yield move("Row", "row", list(rows), seen_by=())
        column = yield move("Column", "column", ["left", "right"])
        return {"Row": rows[row][column == "right"], "Column": 0}

    found = dominance(told.tree())
    assert [found.tree.labels.edge[each.action] for each in found.removed] == ["bottom"]
    assert sum(share for _, share in found.removed[0].by) == 1
    assert len(found.removed[0].by) == 2
    assert "a mixture (" in found.say(found.removed[0])


def test_what_is_weakly_dominated_is_told_and_kept() -> None:
    @game("Row", "Column")
    def told(p):  # type: ignore[no-untyped-def]
        row = yield move("Row", "row", ["a", "b"], seen_by=())
        column = yield move("Column", "column", ["left", "right"])
        return {"Row": 1 if (row, column) == ("a", "left") else 0, "Column": 0}

    found = dominance(told.tree())
    assert not found.removed
    assert [found.tree.labels.edge[each.action] for each in found.weak] == ["b"]
    assert found.say(found.weak[0]) == "At row, Row loses nothing by a instead of b, and may gain."


def test_a_message_that_a_type_never_sends_may_still_be_believed_to_be_his() -> None:
    """Dominance does not discard histories by forward induction: that would lose sequential equilibria."""

    @game("Sender", "Receiver")
    def told(p):  # type: ignore[no-untyped-def]
        kind = yield chance("kind", {"good": Fraction(1, 2), "bad": Fraction(1, 2)}, seen_by="Sender")
        word = yield move("Sender", "word", ["out", "in"])
        if word == "out":
            return {"Sender": 2, "Receiver": 0}
        reply = yield move("Receiver", "reply", ["yes", "no"])
        sender = (3 if reply == "yes" else 0) if kind == "good" else (1 if reply == "yes" else 0)
        return {"Sender": sender, "Receiver": int((kind == "good") == (reply == "yes"))}

    tree = told.tree()
    found = dominance(tree)
    assert [tree.labels.edge[each.action] for each in found.removed] == ["in"]  # for the bad kind, always
    assert not found.keeps_beliefs  # both stay out, since "in" is read as bad: a sequential equilibrium
    values = {each.value for each in equilibria(tree).members}
    assert (2.0, 0.0) in values


def test_sets_that_chance_excludes_get_best_replies() -> None:
    """Dominance says nothing where chance never leads; the certificate asks for a reply there all the same."""

    @game("A", "B")
    def told(p):  # type: ignore[no-untyped-def]
        luck = yield chance("luck", {"never": 0, "always": 1})
        one = yield move("A", "one", ["a", "b"], seen_by=())
        two = yield move("B", "two", ["c", "d"])
        return {
            "A": (one == "b") + 0 if luck == "always" else int((one == "b") and (two == "d")),
            "B": int(two == "d"),
        }

    found = equilibria(told.tree())
    assert found.complete
    assert "dominance" in found.how
    assert [each.certificate.is_sequential for each in found.members] == [True]
    assert found.members[0].value == (1.0, 1.0)
