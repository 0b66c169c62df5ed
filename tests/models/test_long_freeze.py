"""The long freeze as told is the long freeze of the reference: sizes, trees node for node, and one round of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from overture.errors import TellingError
from overture.games.measured.event import mask
from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Tree
from overture.models import closed_forms, defaults, find, freeze_for_relief, parameter_words
from overture.models.long_freeze import DEFAULTS, FORMS, SWEEPS, WORDS, long_freeze
from overture.solvers.all.equilibria import EquilibriumList, equilibria
from tests.models.long_reference import file_tree, told, told_short

# file -> form, other shape arguments
FILES = {
    "one_X": ("one", {}),
    "one_Y": ("one", {"known": "wary"}),
    "known": ("known", {}),
    "core": ("core", {}),
    "short": ("short", {}),
}


def told_file(name: str) -> Tree:
    form, other = FILES[name]
    return long_freeze.shape(**FORMS[form]).shape(**other).tree(DEFAULTS)


@pytest.mark.parametrize("name", FILES)
def test_told_game_is_the_reference_file_node_for_node(name: str) -> None:
    mine, theirs = told_file(name), file_tree(name)
    assert mine.players == theirs.players
    assert np.array_equal(mine.parent, theirs.parent)
    assert np.array_equal(mine.edge, theirs.edge)
    assert np.array_equal(mine.set_of, theirs.set_of)
    sets = mine.n_infosets
    assert np.array_equal(mine.set_player[:sets], theirs.set_player[:sets])
    assert mine.labels.set_label[:sets] == theirs.labels.set_label[:sets]
    assert mine.labels.edge == theirs.labels.edge
    assert np.abs(mine.chance - theirs.chance).max() == 0
    assert np.abs(terminal_payoff(mine) - terminal_payoff(theirs)).max() < 1e-15


@pytest.mark.parametrize("parameter", [name for name in DEFAULTS if name != "legacy"])
def test_every_parameter_moves_the_short_form(parameter: str) -> None:
    """So a parameter that is read in the wrong place shows in the trees above."""
    changed, plain = told("short", **{parameter: DEFAULTS[parameter] + 0.03125}), told_short()
    odds = np.abs(changed.chance - plain.chance).max()
    assert max(odds, np.abs(terminal_payoff(changed) - terminal_payoff(plain)).max()) > 1e-3


@pytest.mark.parametrize(
    ("form", "nodes", "histories", "sets", "free"),
    [
        ("one", 57, 30, (6, 4, 0), 12),
        ("known", 349, 178, (44, 16, 0), 66),
        ("core", 787, 400, (44, 38, 0), 88),
        ("short", 3_867, 1_992, (126, 74, 34), 258),
        ("long, no talk", 75_875, 38_728, (2306, 674, 412), 3_760),
        ("long", 122_667, 62_960, (3494, 1390, 654), 6_202),
    ],
)
def test_sizes(form: str, nodes: int, histories: int, sets: tuple[int, ...], free: int) -> None:
    tree = told(form)
    assert (tree.n_nodes, len(tree.terminal)) == (nodes, histories)
    assert tuple(np.bincount(tree.set_player[: tree.n_infosets], minlength=3)) == sets
    assert tree.n_actions - tree.n_infosets == free


def test_the_leader_may_also_wait_in_round_one() -> None:
    tree = long_freeze.shape(first="none thin").tree(DEFAULTS)
    assert (len(tree.terminal), tree.n_actions - tree.n_infosets) == (2_256, 318)


def test_clean_reports_may_give_ground_in_the_short_form() -> None:
    tree = long_freeze.shape(clean_snap=True).tree(DEFAULTS)
    clean = 'answer1 == "accept" and inspection1 == "clean"'
    assert mask(tree, f'{clean} and snapback1 == "snap"').any()
    assert not mask(told_short(), f"{clean} and made(snapback1)").any()


def test_letters_are_read_by_the_leader_and_x_alone() -> None:
    tree = told_short()
    knows = {
        tree.players[tree.set_player[at]] for at in range(tree.n_infosets) if "letters" in seen(tree, at)
    }
    assert knows == {"Leader", "X"}
    after = [at for at in range(tree.n_infosets) if seen(tree, at).get("answer1") == "reject"]
    asked = {tree.players[tree.set_player[at]] for at in after}
    assert asked == {"Leader", "X", "Y"}


def test_tied_hands_are_seen_by_x_alone() -> None:
    tree = told_short()
    for at in range(tree.n_infosets):
        assert ("hands" in seen(tree, at)) == (tree.players[tree.set_player[at]] == "X")


def seen(tree: Tree, at: int) -> dict[str, str]:
    return dict(tree.labels.seen[at])


@pytest.mark.parametrize(
    "event",
    [
        'letters == "warm"',
        'terms2 == "reopen"',
        'hands == "tied" and answer1 == "reject"',
        'offer2 == "deep"',
        'statement2 == "favour" and election2 == "Y"',
        'kind_X == "amenable" and kind_Y == "wary"',
        'conduct1 == "cheat" and inspection1 == "alarm" and snapback1 == "snap"',
    ],
)
def test_events_speak_of_the_moves(event: str) -> None:
    inside = mask(told_short(), event)
    assert inside.any()
    assert not inside.all()


def test_he_who_is_out_of_office_minds_his_legacy() -> None:
    tree = told("short", legacy=1.0)
    paid = terminal_payoff(tree)[0]
    assert np.abs(paid[:, 1] - paid[:, 2]).max() == 0  # both get all that either gets
    apart = terminal_payoff(told_short())[0]
    assert np.abs(apart[:, 1] + apart[:, 2] - paid[:, 1]).max() < 1e-15


def test_exact_numbers_stay_exact() -> None:
    exact = {name: Fraction(str(value)) for name, value in DEFAULTS.items()}
    tree = long_freeze.tree(exact)
    assert tree.exact is not None
    assert np.abs(terminal_payoff(tree) - terminal_payoff(told_short())).max() < 1e-15


@pytest.mark.parametrize(
    "wrong",
    [
        {"rounds": 0},
        {"rounds": "two"},
        {"rounds": 1.5},
        {"known": "amiable"},
        {"first": "thick"},
        {"menus": "thin thin"},
        {"menus": " "},
        {"clean_snap": "no"},
        {"talk": None},
    ],
    ids=str,
)
def test_a_wrong_shape_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(TellingError, match=f"{next(iter(wrong))} is {next(iter(wrong.values()))!r}"):
        long_freeze.shape(**wrong).tree(DEFAULTS)


def test_both_ends_of_each_sweep_are_a_game() -> None:
    for name, ends in SWEEPS.items():
        tree = told("short", **{name: np.array(ends)})
        assert tree.n_worlds == 2
        assert ends[0] <= DEFAULTS[name] <= ends[1]


def test_the_catalogue_has_it() -> None:
    assert find("long-freeze").telling is long_freeze.telling
    assert defaults("long-freeze") == DEFAULTS
    assert set(parameter_words("long-freeze")) == set(DEFAULTS) == set(WORDS)
    assert {form.name for form in closed_forms("long-freeze")} == {"rho*", "m*", "w*"}


class TestOneRound:
    """LONGGAME.md 3.1: one round with a known kind is the flagship, and the lists are complete."""

    def test_amenable(self) -> None:
        listed = one_round("one_X")
        assert listed.complete
        values = {one.label: one.value for one in listed.members}
        assert set(values) == {"pooling on thin", "semi-separating", "separating"}
        assert values["pooling on thin"] == pytest.approx((0.93, 0.17, 0), abs=1e-12)
        assert values["semi-separating"] == pytest.approx((0.804149485, 0.1849, 0), abs=1e-9)
        assert values["separating"] == pytest.approx((0.4929, 0.5547, 0), abs=1e-12)

    def test_wary(self) -> None:
        listed = one_round("one_Y")
        assert listed.complete
        assert [one.label for one in listed.members] == ["separating"]
        assert listed.members[0].value == pytest.approx((0.4929, 0.351, 0), abs=1e-12)

    @pytest.mark.parametrize(("name", "who"), [("one_X", "X"), ("one_Y", "Y")])
    def test_it_is_the_core_of_the_flagship(self, name: str, who: str) -> None:
        told = freeze_for_relief.freeze_for_relief.shape(who=who, talk=False)
        core = equilibria(told.tree(freeze_for_relief.DEFAULTS))
        mine = {one.label: one.value[:2] for one in one_round(name).members}
        assert mine.keys() == {one.label for one in core.members}
        for one in core.members:
            assert mine[one.label] == pytest.approx(one.value, abs=1e-12)


def one_round(name: str) -> EquilibriumList:
    listed = equilibria(told_file(name))
    for one in listed.members:
        assert one.certificate.is_sequential
    return listed
