"""What the principal branch of the short long freeze leads to in other worlds: LONGGAME.md 3.2, 3.7 to 3.9 and 6."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from overture.games.measured.event import mask
from overture.games.measured.measure import probability, value_by
from overture.games.tree import Tree
from overture.models.long_freeze import DEFAULTS
from overture.models.long_freeze_thresholds import one_round_values
from overture.solvers.solution import Solution
from overture.solvers.solve import solve
from tests.models.long_reference import edge, keeper_last, stored, told

DEAL = 'answer1 == "accept" and snapback1 != "snap"'
BREAKDOWN = 'answer1 == "reject"'
# Words for a world -> what differs from the defaults; all are solved at once.
WORLDS: dict[str, dict[str, float]] = {
    "default": {},
    "delta 0": {"delta": 0.0},
    "q .7, m 0, delta .3": {"q_thin": 0.7, "m": 0.0, "delta": 0.3},
    "q .7, m 0": {"q_thin": 0.7, "m": 0.0},
    "q .6, m .2": {"q_thin": 0.6, "m": 0.2},
    "q .6": {"q_thin": 0.6},
    "q .44": {"q_thin": 0.44},
    "q .46": {"q_thin": 0.46},
    "q .1": {"q_thin": 0.1},
    "m 0": {"m": 0.0},
    "m .73": {"m": 0.73},
    "m .74": {"m": 0.74},
    "w .56": {"w": 0.56},
    "w .57": {"w": 0.57},
    "pi .1": {"pi": 0.1},
    "pi .35": {"pi": 0.35},
    "pi .45": {"pi": 0.45},
    "rho 0": {"rho": 0.0},
    "rho .95": {"rho": 0.95},
    "n_E 0": {"n_E": 0.0},
    "n_E .6": {"n_E": 0.6},
    "grow 0": {"grow": 0.0},
    "grow .5": {"grow": 0.5},
    "c 0": {"c": 0.0},
    "c .0160": {"c": 0.0160},
    "c .0175": {"c": 0.0175},
    "c 1": {"c": 1.0},
    "z_a .05": {"z_a": 0.05},
    "legacy .1": {"legacy": 0.1},
    "legacy .5": {"legacy": 0.5},
}


@cache
def solved() -> tuple[Tree, Solution, list[str]]:
    """The short form in all these worlds and in those of ``expected.json``, and what each is called."""
    listed = stored("expected.json")["short_principal"]
    worlds = WORLDS | {f"stored: {name}": each["change"] for name, each in listed.items()}
    changed = sorted({name for each in worlds.values() for name in each})
    tree = told(
        "short",
        **{name: np.array([each.get(name, DEFAULTS[name]) for each in worlds.values()]) for name in changed},
    )
    return tree, solve(tree, threads=1), list(worlds)


def share(world: str, event: str, given: str | None = None) -> float:
    tree, solution, names = solved()
    return float(probability(tree, solution.strategy, event, given)[names.index(world)])


def value(world: str) -> tuple[float, ...]:
    _, solution, names = solved()
    return tuple(float(each) for each in solution.value[names.index(world)])


def gain(world: str, kind: str, history: str) -> float:
    """What X's return is worth to the leader of that kind after that history."""
    tree, solution, names = solved()
    events = [mask(tree, f'{history} and intent == "{kind}" and election2 == "{who}"') for who in "XY"]
    returned, replaced = [value_by(tree, solution.strategy, each)[names.index(world), 0] for each in events]
    return float(returned - replaced)


def test_every_world_has_its_limit() -> None:
    _, solution, names = solved()
    assert len(names) == len(WORLDS) + 11
    assert solution.solved.all()
    assert solution.max_regret.max() < 1e-11


@pytest.mark.parametrize("name", stored("expected.json")["short_principal"])
def test_values_of_the_reference(name: str) -> None:
    expected = stored("expected.json")["short_principal"][name]["value"]
    assert value(f"stored: {name}") == pytest.approx(expected, abs=1e-8)


def test_without_a_future_only_round_one_counts() -> None:
    """3.2, by hand: .49 (.6 .95 + .4 .9) - .51 tau for the leader, .49 .17 for X."""
    leader = 0.49 * (0.6 * 0.95 + 0.4 * 0.9) - 0.51 * 0.02
    assert value("delta 0") == pytest.approx((leader, 0.49 * 0.17, 0), abs=1e-12)
    assert one_round_values(SimpleNamespace(**DEFAULTS)) == pytest.approx(value("delta 0")[:2], abs=1e-12)
    assert leader == pytest.approx(0.4455)


@pytest.mark.parametrize(
    ("world", "cheats"),
    [("q .7, m 0, delta .3", 0.649), ("q .7, m 0", 0.355), ("q .6, m .2", 0.401), ("q .6", 0.401)],
)
def test_more_future_lowers_cheating_and_renegotiation_does_not(world: str, cheats: float) -> None:
    made = 'intent == "exploit" and answer1 == "accept"'
    assert share(world, 'conduct1 == "cheat"', made) == pytest.approx(cheats, abs=6e-4)


@pytest.mark.parametrize(("world", "snaps"), [("q .6, m .2", 0.860), ("q .6", 0.868)])
def test_renegotiation_moves_the_snapback(world: str, snaps: float) -> None:
    assert share(world, 'snapback1 == "snap"', 'inspection1 == "alarm"') == pytest.approx(snaps, abs=6e-4)


@pytest.mark.parametrize(
    ("world", "breakdown"),
    [
        ("m .73", 0.51),  # too much to reopen kills the first deal
        ("m .74", 1),
        ("w .56", 0.51),  # an X who is likely to return waits for the deep deal
        ("w .57", 1),
        ("pi .35", 0.51),  # too much suspicion, and there is no first deal
        ("pi .45", 1),
        ("legacy .1", 0.51),  # an X who minds the fate of Y refuses
        ("legacy .5", 1),
        ("pi .1", 0.3),  # a wary X accepts too; only tied hands are left
    ],
)
def test_whether_talks_break_down(world: str, breakdown: float) -> None:
    assert share(world, BREAKDOWN) == pytest.approx(breakdown, abs=1e-9)


def test_what_the_lost_deal_costs_the_leader() -> None:
    assert value("m .73")[0] == pytest.approx(1.08, abs=6e-3)
    assert value("m .74")[0] == pytest.approx(0.42, abs=6e-3)


def test_better_inspection_makes_a_wary_x_accept() -> None:
    accepts = 'answer1 == "accept"', 'kind_X == "wary" and hands == "free"'
    assert share("q .44", *accepts) == pytest.approx(0, abs=1e-9)
    assert 0.1 < share("q .46", *accepts) < 1
    cheats = 'conduct1 == "cheat"', 'intent == "exploit" and answer1 == "accept"'
    assert share("q .44", *cheats) == pytest.approx(1, abs=1e-9)
    assert 0.1 < share("q .46", *cheats) < 1


def test_rapport_alone_moves_beliefs_and_nothing_else() -> None:
    amenable = 'kind_X == "amenable"', 'letters == "warm"'
    assert share("rho 0", *amenable) == pytest.approx(0.41, abs=6e-3)
    assert share("rho .95", *amenable) == pytest.approx(0.96, abs=6e-3)
    for world in ("rho 0", "rho .95"):
        assert value(world) == pytest.approx(value("default"), abs=1e-4)


@pytest.mark.parametrize("world", ["n_E 0", "n_E .6"])
def test_what_strength_is_worth_to_the_leader_moves_nothing(world: str) -> None:
    assert value(world) == pytest.approx(value("default"), abs=1e-9)


class TestStrengthThatCostsTheCounterpart:
    @pytest.mark.parametrize(("world", "kept"), [("grow 0", 0.17), ("c 0", 0.17), ("grow .5", 1)])
    def test_whether_a_deal_is_kept(self, world: str, kept: float) -> None:
        assert share(world, 'answer2 == "accept"', 'terms2 == "keep"') == pytest.approx(kept, abs=6e-3)

    @pytest.mark.parametrize(("world", "snaps"), [("grow 0", 0), ("c 0", 0), ("grow .5", 1)])
    def test_whether_x_snaps_back(self, world: str, snaps: float) -> None:
        snapped = share(world, 'snapback1 == "snap"', 'inspection1 == "alarm"')
        assert snapped == pytest.approx(snaps, abs=1e-9)

    @pytest.mark.parametrize(("world", "keeps"), [("c .0160", 0), ("c .0175", 1)])
    def test_a_wary_y_keeps_thin_terms_from_the_closed_form_on(self, world: str, keeps: float) -> None:
        """3.7: from c grow = .016768."""
        clean = 'terms2 == "keep" and election2 == "Y" and kind_Y == "wary" and inspection1 == "clean"'
        assert share(world, 'answer2 == "accept"', clean) == pytest.approx(keeps, abs=1e-9)

    @pytest.mark.parametrize(("world", "reopens"), [("default", 0), ("c 1", 1)])
    def test_y_is_pressed_where_strength_costs_much(self, world: str, reopens: float) -> None:
        under_y = 'made(terms2) and election2 == "Y"'
        assert share(world, 'terms2 == "reopen"', under_y) == pytest.approx(reopens, abs=1e-9)


class TestWhoWantsXBack:
    """3.9: under a deal that held the keeper may gain more than the exploiter."""

    @pytest.mark.parametrize("world", WORLDS)
    @pytest.mark.parametrize("kind", ["keep", "exploit"])
    def test_after_a_breakdown_nobody_gains_on_this_branch(self, world: str, kind: str) -> None:
        assert gain(world, kind, BREAKDOWN) == pytest.approx(0, abs=1e-9)

    @pytest.mark.parametrize(
        ("world", "keeper", "exploiter"),
        [
            ("grow 0", 1.005, 0.716),
            ("c 0", 1.005, 0.564),
            ("q .1", 0.698, 0.446),
            ("z_a .05", 0.349, 0.295),
            ("default", 0.381, 0.598),
            ("m 0", 0.021, 0.238),
            ("c 1", 0.029, 0.289),
        ],
    )
    def test_under_a_deal_that_held(self, world: str, keeper: float, exploiter: float) -> None:
        assert gain(world, "keep", DEAL) == pytest.approx(keeper, abs=6e-4)
        assert gain(world, "exploit", DEAL) == pytest.approx(exploiter, abs=6e-4)


def test_a_keeper_never_cheats_in_the_last_round() -> None:
    """3.3, on the path or off it; but for the world in which the last round counts for nothing."""
    tree, solution, names = solved()
    cheats = [edge(tree, here, "cheat") for here in keeper_last(tree)]
    future = [at for at, name in enumerate(names) if name != "delta 0"]
    assert solution.strategy[future][:, cheats].max() < 1e-9
