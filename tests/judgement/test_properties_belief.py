"""What must hold of any judgement: beliefs, ratios, weights, ranges (Answers, section 14, 1-9, 17-19, 28, 33-36).

Each is tried on the flagship, one world, three types, the two hand-made games, the truce, and random small cases.
Properties 38 and 39, on words and sentences, are the report's.
"""

from __future__ import annotations

import math
from itertools import combinations, permutations

import numpy as np
import pytest

from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.weigh.decision.simplex import vertex
from tests.judgement.scenes import EVERY, View, asked, views

CLOSE = 1e-9
every = pytest.mark.parametrize("name", EVERY)


def told(name: str) -> list[tuple[str, View, Answers]]:
    """Every offer of every case under a name, that can be made."""
    return [
        (f"{view.name}: {at}", view, found)
        for view in views(name)
        for at, found in enumerate(view.offers)
        if found.belief_offer is not None
    ]


def odds(pair: str, found: Answers, belief: list[float]) -> float | None:
    """The odds of a pair of types; None where one of them is excluded."""
    one, two = (found.types.index(each) for each in pair.split(":"))
    return belief[one] / belief[two] if belief[one] > 0 and belief[two] > 0 else None


@every
def test_beliefs_at_each_stage_sum_to_one(name: str) -> None:
    for where, view, found in told(name):
        stages = [found.own_prior, found.belief_acts, found.belief_now, found.belief_given, found.belief_offer,
                  found.belief_nooffer, found.belief_offer_no_slips]  # fmt: skip
        stages += [row.if_seen for row in view.judgement.watch] + [row.after for row in view.judgement.acts]
        stages += [step.belief for step in view.judgement.steps] + [
            drop.belief for drop in view.judgement.drops
        ]
        for belief in stages:
            if belief is not None:
                assert sum(belief) == pytest.approx(1, abs=CLOSE), where
                assert min(belief) >= 0, where


@every
def test_weights_of_the_classes_sum_to_one_before_given_and_after(name: str) -> None:
    for where, _, found in told(name):
        weights = found.class_weight.values()
        assert sum(each.before for each in weights) == pytest.approx(1, abs=CLOSE), where
        assert sum(each.given for each in weights) == pytest.approx(1, abs=CLOSE), where
        assert sum(each.after_offer or 0.0 for each in weights) == pytest.approx(1, abs=CLOSE), where


@every
def test_the_ratio_points_where_belief_moves(name: str) -> None:
    for where, _, found in told(name):
        if (
            len(found.types) == 2
            and found.headline_pair in found.offer_factor
            and found.belief_given is not None
        ):
            factor = found.offer_factor[found.headline_pair or ""]
            assert found.belief_offer is not None
            moved = found.belief_offer[0] - found.belief_given[0]
            if factor and abs(moved) > CLOSE:
                assert math.copysign(1, math.log(factor)) == math.copysign(1, moved), where


@every
def test_odds_after_are_the_ratio_times_odds_before_for_every_pair(name: str) -> None:
    for where, _, found in told(name):
        assert found.belief_given is not None
        assert found.belief_offer is not None
        for pair, factor in found.offer_factor.items():
            before, after = odds(pair, found, found.belief_given), odds(pair, found, found.belief_offer)
            if factor is not None and before is not None and after is not None:
                assert after == pytest.approx(factor * before, rel=1e-7), where


@every
def test_every_act_moves_odds_by_its_ratio(name: str) -> None:
    """What was done, and talk, follow the same formulas as the offer."""
    for view in views(name):
        for row in view.judgement.acts:
            for pair, factor in row.factor.items():
                if row.after is not None and factor is not None:
                    before, after = odds(pair, view.answers, row.before), odds(pair, view.answers, row.after)
                    if before is not None and after is not None:
                        assert after == pytest.approx(factor * before, rel=1e-7), (view.name, row.event)


@every
def test_ratios_are_antisymmetric_and_chain(name: str) -> None:
    for view in views(name):
        if not view.asked.possible:
            continue
        ratio = view.asked.ratio
        there = sorted({at for pair in ratio.pairs(view.asked.joint.prior) for at in pair})
        factor = {pair: ratio.factor(*pair) for pair in permutations(there, 2)}
        known = {pair: value for pair, value in factor.items() if math.isfinite(value) and value > 0}
        for one, two in known:
            if (two, one) in known:
                assert known[one, two] * known[two, one] == pytest.approx(1, abs=1e-12), view.name
            for three in there:
                if {(two, three), (one, three)} <= set(known):
                    assert known[one, two] * known[two, three] == pytest.approx(known[one, three]), view.name


@every
def test_seen_and_not_seen_mix_to_the_belief_before(name: str) -> None:
    for where, view, found in told(name):
        rows = [
            (
                found.chance_of_offer_given_done_and_counterpart,
                found.belief_offer,
                found.belief_nooffer,
                found.belief_given,
            )
        ]
        rows += [
            (each.chance_given_counterpart, each.if_seen, each.if_not, found.belief_given)
            for each in found.watch.values()
        ]
        rows += [(row.chance, row.if_seen, row.if_not, row.before) for row in view.judgement.watch]
        for chance, seen, other, before in rows:
            if chance is not None and seen is not None and other is not None:
                assert before is not None
                mixed = chance * np.array(seen) + (1 - chance) * np.array(other)
                assert mixed == pytest.approx(np.array(before), abs=CLOSE), where


@every
def test_what_may_be_offered_has_chances_that_sum_to_one(name: str) -> None:
    for where, _, found in told(name):
        chances = [each.chance_given_counterpart or 0.0 for each in found.watch.values()]
        assert sum(chances) == pytest.approx(1, abs=CLOSE), where


@every
def test_parts_of_the_movement_add_to_it(name: str) -> None:
    for where, _, found in told(name):
        moved = found.movement_first_type
        assert moved is not None
        assert found.belief_offer is not None
        assert found.belief_given is not None
        whole = found.belief_offer[0] - found.belief_given[0]
        assert moved.worlds + moved.classes + moved.types == pytest.approx(whole, abs=CLOSE), where
        assert moved.sum == pytest.approx(whole, abs=CLOSE), where


@every
def test_where_all_before_is_silent_of_the_types_worlds_and_classes_move_nothing(name: str) -> None:
    """What was done, said and given tells nothing of the types in any cell: then only types move belief."""
    for view in views(name):
        joint, put = view.asked.joint, view.asked.asked
        if not view.asked.possible:
            continue
        held = joint.cell_belief(put.given, put.offer)
        if np.nanmax(np.abs(held - joint.prior)) < 1e-12:
            moved = view.answers.movement_first_type
            assert moved is not None
            assert (moved.worlds, moved.classes) == pytest.approx((0, 0), abs=1e-12), view.name


@every
def test_belief_lies_in_its_ranges_over_all_weights(name: str) -> None:
    """The range over classes that make the offer lies within, where every world has one: others are left out of it."""
    for where, view, found in told(name):
        assert found.belief_offer is not None
        assert found.simplex_belief_offer is not None
        low, high = found.simplex_belief_offer
        assert low - CLOSE <= found.belief_offer[0] <= high + CLOSE, where
        made = view.asked.on.any(axis=1) | ~view.basis.joint.cells.present.any(axis=1)
        nested = found is view.answers and bool(made.all())
        if found.simplex_belief_offer_on_path is not None and nested:
            inner = found.simplex_belief_offer_on_path
            assert low - CLOSE <= inner[0] <= inner[1] <= high + CLOSE, where
        for one in found.weights_vertices.values():
            assert low - CLOSE <= one.belief <= high + CLOSE, where
        for reply, wide in found.simplex_V.items():
            assert wide.all[0] - CLOSE <= found.value[reply].V <= wide.all[1] + CLOSE, where
            if wide.on_path is not None and nested:
                assert wide.all[0] - CLOSE <= wide.on_path[0] <= wide.on_path[1] <= wide.all[1] + CLOSE, where


@every
def test_with_one_class_in_every_world_the_range_over_equilibria_is_a_point(name: str) -> None:
    for view in views(name):
        if not view.asked.possible:
            continue
        joint = view.basis.joint
        kind = int(np.argmax((joint.cells.present).sum(axis=0)))
        share = np.zeros_like(joint.cells.share)
        share[joint.cells.present[:, kind], kind] = 1.0
        cells = joint.cells
        alive = share.sum(axis=1) > 0
        world = np.where(alive, cells.world, 0.0) / cells.world[alive].sum()
        one = joint.with_share(share)
        one = _with_world(one, world)
        found = answers(question(view.basis, view.basis.asked, one), full=False)
        if found.belief_offer_range is not None and found.simplex_belief_offer is not None:
            assert found.belief_offer_range.within_world_mean_width == pytest.approx(0, abs=CLOSE), view.name
            low, high = found.simplex_belief_offer
            assert low == pytest.approx(high, abs=CLOSE), view.name


def _with_world(joint, world):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(joint, cells=replace(joint.cells, world=world), memo={})


@every
def test_the_prior_is_one_number_the_same_for_every_offer(name: str) -> None:
    for view in views(name):
        priors = {tuple(found.own_prior) for found in view.offers}
        assert priors == {tuple(each.prior for each in view.judgement.hypotheses)}, view.name


@every
def test_where_every_world_has_the_offer_likelier_from_one_type_the_ratio_is_above_one(name: str) -> None:
    """Unanimity, where nothing before tells anything of the types."""
    for view in views(name):
        joint, put = view.asked.joint, view.asked.asked
        if not view.asked.possible:
            continue
        whole, part = (joint.mass(each, put.offer).sum(axis=1) for each in (put.given, put.offer))
        alive = whole.sum(axis=1) > 0
        if not np.allclose(whole[alive], whole[alive][:, :1], rtol=1e-12, atol=0.0):
            continue
        rate = part[alive] / whole[alive]
        for one, two in combinations(range(len(joint.types)), 2):
            factor = view.answers.offer_factor.get(f"{joint.types[one]}:{joint.types[two]}")
            if factor is not None and (rate[:, one] >= rate[:, two]).all():
                assert factor >= 1 - 1e-12, view.name
            if factor is not None and (rate[:, one] <= rate[:, two]).all():
                assert factor <= 1 + 1e-12, view.name


@every
def test_shares_of_what_the_offer_says_add_to_one(name: str) -> None:
    for where, _, found in told(name):
        if found.offer_points_after is not None:
            parts = found.offer_points_after
            total = parts.first + parts.second + parts.neither + parts.convention
            assert total == pytest.approx(1, abs=CLOSE), where
            assert found.on_path_share is not None
            assert parts.convention == pytest.approx(1 - found.on_path_share.after, abs=CLOSE), where


@pytest.mark.parametrize("name", ["flagship", "probe", "pledge", "one world"])
def test_with_a_vanishing_floor_the_ratio_is_that_without_one(name: str) -> None:
    put, (view,) = asked(name), views(name)
    bare = {
        pair: value for pair, value in view.answers.offer_factor_no_slips.items() if isinstance(value, float)
    }
    assert bare
    small = question(view.basis, put.asked, view.basis.at_floor(1e-10)).ratio
    for pair, value in bare.items():
        one, two = (view.answers.types.index(each) for each in pair.split(":"))
        assert small.factor(one, two) == pytest.approx(value, abs=1e-6)


def test_all_weight_on_a_class_is_its_vertex() -> None:
    (view,) = views("flagship")
    for kind, name in enumerate(view.basis.joint.cells.classes):
        put = question(
            view.basis, view.basis.asked, view.basis.joint.with_share(vertex(view.basis.joint, kind))
        )
        found = answers(put, full=False)
        told = view.answers.weights_vertices[name]
        assert found.belief_offer is not None
        assert found.belief_offer[0] == pytest.approx(told.belief, abs=CLOSE)
        assert {reply: each.V for reply, each in found.value.items()} == pytest.approx(told.V, abs=CLOSE)
