"""Rules of failure and success: known boxes, the flagship's, what the tree adds, and what is said of them."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import pairwise

import numpy as np
import pytest

import overture as ov
from overture.design.drivers import tree
from overture.design.drivers.prim import CHANCE, MASS, PEEL, peeled, pruned
from overture.design.drivers.rule import Rule, RuleBound
from overture.design.drivers.scenario import ScenarioRule
from overture.errors import MissingExtra, SolveError
from tests.design.drivers.known import DEALS, OFFERED, T06, judged, known_box, worlds

KNOWN = DEALS["discovery"]
needs_tree = pytest.mark.skipif(find_spec("sklearn") is None, reason="needs scikit-learn")


def bounds(found: ScenarioRule, rule: Rule | None) -> dict[tuple[str, str], float]:
    """(input, side) -> value."""
    assert rule is not None
    return {
        (found.names[each.axis], "at least" if each.at_least else "at most"): each.value
        for each in rule.bounds
    }


def test_the_known_box() -> None:
    """The data of the reference are not given, so the medians over twenty draws of the same kind are held against it."""
    measures = []
    for seed in range(20):
        points, fails = known_box(seed)
        found = ov.scenario_rule(points, fails, density=0.75, with_tree=False)
        assert set(bounds(found, found.box)) == {("x1", "at most"), ("x2", "at least")}
        assert found.box is not None
        assert found.box.density >= 0.75
        measures.append((found.coverage(found.box), found.box.density))
    known = KNOWN["known box x1<.4, x2>.7, 3 % flipped"]["own"]
    coverage, density = np.median(measures, axis=0)
    assert coverage == pytest.approx(known["coverage"], abs=0.03)
    assert density == pytest.approx(known["density"], abs=0.03)


CASES = {
    "T06 q .8 z .05: cheating above .10": (T06, lambda found: ~found["holds"], "f"),
    "as offered: V_C<0": (OFFERED, lambda found: found["value"] < 0, "pi"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_flagship(case: str) -> None:
    terms, fails, name = CASES[case]
    values = worlds(terms)
    found = ov.scenario_rule(values, fails(judged(terms)(values)), with_tree=False)
    known = KNOWN[case]["own"]
    assert found.of == "failure"
    box = bounds(found, found.box)
    assert set(box) == {(name, "at least")}
    assert box[name, "at least"] == pytest.approx(known["box"][name][0], abs=0.01)
    assert found.box is not None
    assert found.coverage(found.box) == pytest.approx(known["coverage"], abs=0.02)
    assert found.box.density == pytest.approx(known["density"], abs=0.03)


def test_a_rule_that_hardly_tells_anything_asks_for_that_of_success() -> None:
    values = worlds(T06)
    fails = ~judged(T06)(values)["holds"]
    assert "ask for the rule of success" in ov.scenario_rule(values, fails).summary()
    success = ov.scenario_rule(values, fails, of="success")
    assert set(bounds(success, success.box)) == {("f", "at most"), ("s", "at least")}
    assert "ask for" not in success.summary()
    assert "It succeeds where f is at most 0.07" in success.summary()


def test_where_more_fails_than_the_density_asked_for_success_is_told() -> None:
    values = worlds(OFFERED)
    fails = ~judged(OFFERED)(values)["holds"]
    assert fails.mean() > 0.8
    assert ov.scenario_rule(values, fails).of == "success"
    assert ov.scenario_rule(values, fails, of="failure").of == "failure"
    assert ov.scenario_rule(values, fails, density=0.999).of == "failure"


def test_the_box_is_the_largest_coverage_that_is_dense_enough() -> None:
    points, fails = known_box(1)
    matrix = np.stack(list(points.values()), axis=1)
    way = [pruned(each, matrix, fails) for each in peeled(matrix, fails)]
    for density in (0.5, 0.75, 0.9):
        found = ov.scenario_rule(points, fails, density=density, with_tree=False)
        assert found.box is not None
        assert found.box.density >= density
        assert found.box.cases == max(rule.cases for rule in way if rule.density >= density)


def test_peeling_takes_a_twentieth_at_a_time_and_leaves_a_twentieth() -> None:
    points, fails = known_box(2)
    matrix = np.stack(list(points.values()), axis=1)
    left = [Rule.of(each, matrix, fails) for each in peeled(matrix, fails)]
    for before, after in pairwise(left):
        assert before.inside - after.inside == max(1, int(PEEL * before.inside))
    assert left[-1].inside >= MASS * len(fails)
    assert left[-1].inside < 0.06 * len(fails) or left[-1].density == 1


def test_a_bound_that_may_tell_nothing_is_dropped() -> None:
    points, fails = known_box(3)
    matrix = np.stack(list(points.values()), axis=1)
    idle = RuleBound(4, True, 0.05)
    good = [RuleBound(0, False, 0.4), RuleBound(1, True, 0.7)]
    kept = pruned([*good, idle], matrix, fails)
    assert [(each.axis, each.at_least, each.value) for each in kept.bounds] == [
        (each.axis, each.at_least, each.value) for each in good
    ]
    assert all(each.chance is not None and each.chance <= CHANCE for each in kept.bounds)
    noise = np.random.default_rng(0).random(len(fails)) < 0.3
    assert pruned([idle], matrix, noise).bounds == ()


def test_the_chance_of_a_bound_is_binomial() -> None:
    """10 points, 4 cases, all 4 among the 5 of the box: P(at least 4 of 5 at a chance of 0.4)."""
    points = np.arange(10.0)[:, None]
    happens = np.isin(np.arange(10), [5, 6, 7, 8])
    kept = pruned([RuleBound(0, True, 5.0)], points, happens)
    chance = 5 * 0.4**4 * 0.6 + 0.4**5
    assert chance > CHANCE
    assert kept.bounds == ()
    more = pruned([RuleBound(0, True, 50.0)], np.arange(100.0)[:, None], np.arange(100) >= 60)
    assert more.bounds[0].chance == pytest.approx(7.41e-5, rel=1e-2) or more.bounds[0].chance < 1e-5


def test_few_values_and_ties_are_peeled_as_a_whole() -> None:
    chance = np.random.default_rng(4)
    switched = chance.integers(0, 2, 500).astype(float)
    found = ov.scenario_rule(
        {"switch": switched, "still": np.ones(500)},
        (switched == 1) & (chance.random(500) < 0.9),
        with_tree=False,
    )
    assert bounds(found, found.box) == {("switch", "at least"): 1.0}


def test_where_it_never_or_always_happens_there_is_no_rule() -> None:
    points, _ = known_box(0)
    for fails, words in ((np.zeros(2000, bool), "no point"), (np.ones(2000, bool), "no point")):
        found = ov.scenario_rule(points, fails)
        assert found.box is None
        assert found.leaves is None
        assert words in found.summary()
    always = ov.scenario_rule(points, np.ones(2000, bool), of="failure")
    assert "It fails at every point of 2,000: there is no rule." in always.summary()


def test_a_density_that_no_box_reaches_is_told() -> None:
    points, fails = known_box(0)
    found = ov.scenario_rule(points, fails & (np.arange(2000) % 2 == 0), density=0.95, with_tree=False)
    assert found.box is not None
    assert found.box.density < 0.95
    assert "No box is as dense as 0.95; this is the densest." in found.summary()


@needs_tree
def test_the_tree_finds_the_corner_that_the_box_overshoots() -> None:
    points, fails = known_box(0)
    found = ov.scenario_rule(points, fails, density=0.75)
    assert found.leaves is not None
    (leaf,) = found.leaves
    assert bounds(found, leaf) == pytest.approx({("x1", "at most"): 0.4, ("x2", "at least"): 0.7}, abs=0.02)
    known = KNOWN["known box x1<.4, x2>.7, 3 % flipped"]["tree"]
    assert found.coverage(leaf) == pytest.approx(known["coverage"], abs=0.03)
    assert leaf.density == pytest.approx(known["density"], abs=0.03)


@needs_tree
def test_leaves_side_by_side_that_say_the_same_are_one() -> None:
    """The first cut parts what fails from what does not; the further ones of five leaves part nothing."""
    chance = np.random.default_rng(1)
    points = {"x": chance.random(1000), "y": chance.random(1000)}
    fails = (points["x"] > 0.5) & (chance.random(1000) < 0.6 + 0.4 * points["y"])
    found = ov.scenario_rule(points, fails)
    assert found.leaves is not None
    assert [set(bounds(found, leaf)) for leaf in found.leaves] == [{("x", "at least")}]
    assert found.leaves[0].inside == int((points["x"] > 0.5).sum())


def test_a_tree_without_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "installed", lambda: False)
    points, fails = known_box(0)
    assert "which needs scikit-learn (overture[drivers])" in ov.scenario_rule(points, fails).summary()
    with pytest.raises(MissingExtra, match=r'pip install "overture\[drivers\]"'):
        ov.scenario_rule(points, fails, with_tree=True)


def test_what_is_no_question_is_refused_all_at_once() -> None:
    points = {"x": np.ones(3), "y": ["a", "b"], "z": [1.0, np.nan]}
    with pytest.raises(SolveError) as told:
        ov.scenario_rule(points, np.array([0.5, 1.0]), of="win", density=2.0)  # type: ignore[arg-type]
    of_points = ["drivers/inputs"] * 3
    assert [each.id for each in told.value.faults] == [
        "drivers/fails",
        "drivers/of",
        "drivers/density",
        *of_points,
    ]
