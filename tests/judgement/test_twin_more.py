"""The slow twin on what hangs on the answers: other floors and weights, own numbers moved, what is seen, what is worth most."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.case.draw import centre
from overture.case.load import load
from overture.errors import OvertureError
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import Question, question
from overture.judgement.parts.watch import report, watch
from overture.judgement.prepare import prepare
from tests.judgement import scenes
from tests.judgement.small import Small, cases
from tests.judgement.test_twin import same
from tests.judgement.twin import Twin
from tests.judgement.twin_reply import Reply

Pairs = Iterator[tuple[str, object, object]]
CACHED = ("nature", "mean", "prior", "seen", "lifted")


def moved(twin: Twin, *forget: str, **changes: object) -> Twin:
    """The twin with something else in it; what hangs on it is worked out anew."""
    other = copy.copy(twin)
    for name in forget:
        vars(other).pop(name, None)
    for name, value in changes.items():
        vars(other)[name] = value
    return other


def at_centre(twin: Twin, own: dict[str, float] | None = None) -> Twin:
    """Own numbers at one vector (their centre, if none is given): odds of nature, our payoffs, our prior."""
    middle = {**centre(twin.loaded.parameters, twin.worlds), **(own or {})}
    one = moved(
        twin, *CACHED[:2], drawn={name: np.full(twin.worlds, value) for name, value in middle.items()}
    )
    prior = twin.prior_at({name: np.array([value]) for name, value in middle.items()})[0]
    return moved(one, prior=prior)


def lead(twin: Twin, put: Question, of: str) -> float:
    reply = Reply(twin, put.asked, put.basis.loaded.case.reply.move)
    values = reply.values
    return values[of] - max(value for label, value in values.items() if label != of)


def rows(put: Question, found: Answers) -> Pairs:
    twin = Twin(put.basis).about(list(put.asked.offer))
    reply = Reply(twin, put.asked, put.basis.loaded.case.reply.move)
    yield from _floors(twin, put, found)
    yield from _vertices(twin, put, found)
    yield from _accepted(twin, reply, put, found)
    yield from _levers(twin, put, found)
    yield "ceiling of all", most(twin, reply), found.ceiling_any
    yield from _report(reply, put)
    yield from _watched(reply, put)


def _point(twin: Twin, put: Question) -> tuple[float | None, float, dict[str, float]]:
    given, offer = list(put.asked.given), list(put.asked.offer)
    made, held = twin.likelihood(offer, offer), twin.likelihood(given, offer)
    rates = [a / b if b > 0 else math.nan for a, b in zip(made, held, strict=True)]
    factor = rates[0] / rates[put.rival] if rates[put.rival] > 0 else math.nan
    belief = twin.belief(offer, offer) or [math.nan]
    reply = Reply(twin, put.asked, put.basis.loaded.case.reply.move)
    return factor if math.isfinite(factor) else None, belief[0], reply.values


def _floors(twin: Twin, put: Question, found: Answers) -> Pairs:
    for floor, told in found.floor_sensitivity.items():
        factor, belief, values = _point(moved(twin, "lifted", floor=float(floor)), put)
        yield f"floor {floor}", (belief, *values.values()), (told.belief, *(told.V[each] for each in values))
        yield f"ratio at floor {floor}", factor, told.factor


def _vertices(twin: Twin, put: Question, found: Answers) -> Pairs:
    """All weight on one class wherever it exists."""
    for kind, told in enumerate(found.weights_vertices.values()):
        share = [
            [float(k == kind) for k in range(twin.classes)] if row[kind] > 0 else row for row in twin.share
        ]
        factor, belief, values = _point(moved(twin, share=share), put)
        yield (
            f"all on class {kind}",
            (belief, *values.values()),
            (told.belief, *(told.V[each] for each in values)),
        )
        yield f"ratio with all on class {kind}", factor, told.factor


def _accepted(twin: Twin, reply: Reply, put: Question, found: Answers) -> Pairs:
    """What becomes of the deal once it is accepted; what he does before our later move hangs on no plan of ours."""
    deal = put.basis.loaded.case.deal
    taken = reply.follow("accept", next(reply.plans("accept")))
    cheat, seen = (
        twin.event(deal.cheating),
        twin.event(deal.detected) if deal.detected else [False] * len(twin.paths),
    )

    def mass(h: int) -> float:
        return twin.prior[twin.kind[h]] * reply.sums[h][0]

    total = sum(mass(h) for h in taken)
    if total > 0 and "end" not in deal.cheating:
        yield "kept", sum(mass(h) for h in taken if not cheat[h]) / total, found.compliance
        yield "caught", sum(mass(h) for h in taken if cheat[h] and seen[h]) / total, found.caught
        yield "unseen", sum(mass(h) for h in taken if cheat[h] and not seen[h]) / total, found.undetected
    for kind in range(len(twin.types)):
        whole = sum(reply.sums[h][0] for h in taken if twin.kind[h] == kind)
        broken = sum(reply.sums[h][0] for h in taken if twin.kind[h] == kind and cheat[h])
        yield f"cheats {kind}", broken / whole if whole > 0 else None, (found.cheat_by_type or [])[kind]


def _levers(twin: Twin, put: Question, found: Answers) -> Pairs:
    """The lead with own numbers at their centre, and at the edges of each that moves it."""
    flips = found.flips
    assert flips is not None
    yield "lead at the centre", lead(at_centre(twin), put, flips.of), flips.lead
    given = put.basis.loaded.parameters
    prior = next((name for name in ("prior_b", "prior_m") if name in given and given[name].spread), "")
    for row in flips.levers.values():
        name = prior if row.name == "own prior" else row.name
        if row.kind in ("own prior", "own number") and name in given:
            low, high = (
                at_centre(twin, {name: float(end or 0)}) for end in (given[name].low, given[name].high)
            )
            yield f"low edge of {name}", lead(low, put, flips.of), row.lead_low
            yield f"high edge of {name}", lead(high, put, flips.of), row.lead_high
    if (
        flips.joint_fragility is not None
        and not put.basis.said.families
        and set(flips.adverse) <= {"own prior", *given}
    ):
        own = {}
        for lever, side in flips.adverse.items():
            name = prior if lever == "own prior" else lever
            middle, edge = (
                given[name].own.mean if not put.basis.single else given[name].own.mode,
                getattr(given[name], side),
            )
            own[name] = middle + flips.joint_fragility * (edge - middle)
        yield "lead where all together turn it", round(lead(at_centre(twin, own), put, flips.of), 8), 0.0


def most(twin: Twin, reply: Reply) -> float:
    """A clairvoyant's gain: every way in which chance and he will move behind the answer, the best of our plans for each."""
    options = [reply.follow(label, plan) for label in reply.replies for plan in reply.plans(label)]
    nodes: dict[tuple[int, ...], list[int]] = {}
    for h in reply.inside:
        nodes.setdefault(tuple(step.edge for step in twin.paths[h][: reply.place[h]]), []).append(h)
    total = 0.0
    for w, k in itertools.product(range(twin.worlds), range(twin.classes)):
        for members in nodes.values():
            mass = {h: reply.moves[w][k][h] * twin.mean[w][h][0] for h in members}
            if sum(mass.values()) > 0:
                total += twin.prior[twin.kind[members[0]]] * _foreseen(twin, reply, w, members, mass, options)
    return max(total / reply.total - max(reply.values.values()), 0.0)


def _foreseen(
    twin: Twin, reply: Reply, w: int, members: list[int], mass: dict[int, float], options: list[list[int]]
) -> float:
    """Mass of a node times what is got there if every later move of others, at every node, is known beforehand."""
    tails = {h: twin.paths[h][reply.place[h] :] for h in members}  # type: ignore[misc]
    others: dict[tuple[int, ...], dict[int, float]] = {}
    for h, tail in tails.items():
        for at, step in enumerate(tail):
            if step.mover != twin.us:
                others.setdefault(tuple(each.edge for each in tail[:at]), {}).setdefault(step.edge, 0.0)
                others[tuple(each.edge for each in tail[:at])][step.edge] += mass[h]
    whole, found = 0.0, 0.0
    first = [h for h in options[0] if h in mass]
    whole = sum(mass[h] for h in first)
    for picks in itertools.product(*(list(edges) for edges in others.values())):
        chosen, odds = dict(zip(others, picks, strict=True)), 1.0
        for place, edge in chosen.items():
            total = sum(others[place].values())
            # Where nobody comes it makes no difference what is done.
            odds *= others[place][edge] / total if total > 0 else 1 / len(others[place])
        if odds > 0:
            found += odds * max(
                _paid(twin, w, tails, chosen, [h for h in taken if h in mass]) for taken in options
            )
    return whole * found


def _paid(twin: Twin, w: int, tails, chosen, taken: list[int]) -> float:  # type: ignore[no-untyped-def]
    for h in taken:
        tail = tails[h]
        if all(
            chosen[tuple(each.edge for each in tail[:at])] == step.edge
            for at, step in enumerate(tail)
            if step.mover != twin.us
        ):
            chance, worth = twin.mean[w][h]
            return worth / chance if chance > 0 else 0.0
    return -math.inf


def _report(reply: Reply, put: Question) -> Pairs:
    """A further report on the first type, heard before the answer."""
    found, twin = report(put), reply.twin
    if found is None:
        return
    says = [0.8 * 0.9 + 0.2 * 0.2] + [0.8 * 0.1 + 0.2 * 0.2] * (len(twin.types) - 1)
    held = [b * m / reply.total for b, m in zip(twin.prior, reply.type_mass, strict=True)]
    sure = [1.0] * len(twin.types)
    gain = sum(_answered(reply, odds) for odds in (says, [1 - each for each in says])) - _answered(
        reply, sure
    )
    yield "worth of a report", max(gain, 0.0), found.worth
    chance = sum(h * s for h, s in zip(held, says, strict=True))
    yield "chance of a report", chance, found.chance_says
    yield "belief after a report", held[0] * says[0] / chance, found.belief_if_says


def _answered(reply: Reply, odds: list[float]) -> float:
    """Worth of the best answer at each of its sets, types weighted by ``odds``."""
    twin, total = reply.twin, 0.0
    for at in reply.sets:
        total += max(
            sum(
                twin.prior[twin.kind[h]] * odds[twin.kind[h]] * reply.sums[h][1]
                for h in reply.follow(label, plan)
                if reply.answer(h).at == at
            )
            for label in reply.replies
            for plan in reply.plans(label)
        )
    return total / reply.total


def _watched(reply: Reply, put: Question) -> Pairs:
    """An alarm after accepting: the best plan that may hang on it against the best that may not."""
    twin = reply.twin
    for row in watch(put):
        given = [a and b for a, b in zip(twin.event(row.given), put.basis.before.tolist(), strict=True)]
        event = [a and b for a, b in zip(twin.event(row.event), given, strict=True)]
        other = [b and not a for a, b in zip(event, given, strict=True)]
        under = given if row.timing == "after accepting" else None
        if row.chance is not None and under is not None:
            whole, part = (twin.likelihood(each, under) for each in (given, event))
            total = [sum(b * m for b, m in zip(twin.prior, each, strict=True)) for each in (part, whole)]
            yield f"chance of {row.event}", total[0] / total[1], row.chance
            yield f"if {row.event}", twin.belief(event, under), row.if_seen
            yield f"if not {row.event}", twin.belief(other, under), row.if_not
        if row.event == 'alarm == "ring"' and "end" in row.worth:
            told = reply.best("accept")[0]
            groups: dict[tuple[object, ...], list[int]] = {}
            for at in reply.later("accept"):
                seen = tuple(each for each in twin.tree.labels.seen[at] if each[0] != "alarm")
                groups.setdefault(seen, []).append(at)
            blind = max(
                reply.worth("accept", plan)[0]
                for plan in reply.plans("accept")
                if all(len({twin.tree.labels.edge[plan[at]] for at in sets}) == 1 for sets in groups.values())
            )
            yield "worth of an alarm", max(told - blind, 0.0), row.worth["end"]


def disagreements(small: Small, folder: Path, worlds: int) -> list[str]:
    try:
        base = prepare(load(small.write(folder)), worlds, 1, 1)
    except OvertureError:
        return []
    put = question(base, base.asked)
    found = answers(put)
    if not found.value:
        return []
    return [
        f"{name}: twin {one}, printed {other}"
        for name, one, other in rows(put, found)
        if not same(one, other)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("small")


@given(cases(), st.sampled_from([1, 4]))
@settings(max_examples=10)
def test_what_hangs_on_the_answers_is_the_same_by_enumeration(
    folder: Path, small: Small, worlds: int
) -> None:
    assert disagreements(small, folder, worlds) == []


RANGES = {"prior_b": "ours", "harm": "ours", "cost_b": "theirs", "worth": "ours"}


@pytest.mark.parametrize("small", [
    Small(conduct=True, alarm=True, ranged={**RANGES, "notice": "theirs", "noise": "ours", "blame": "ours"}),
    Small(probe=True, ranged={**RANGES, "pass_b": "theirs", "pass_g": "ours"}),
    Small(types="bmg", signals=3, conduct=True, ranged=RANGES),
    Small(conduct=True, alarm=True, ranged=RANGES, numbers={"noise": 0.05, "notice": 0.9, "blame": 0.0, "growth": 0.9}),
])  # fmt: skip
@pytest.mark.parametrize("worlds", [1, 8])
def test_and_where_every_number_has_a_range(small: Small, worlds: int, tmp_path: Path) -> None:
    assert disagreements(small, tmp_path, worlds) == []


def test_his_number_is_moved_by_tilting_the_weights_of_the_worlds() -> None:
    """18.8: weights in proportion to a exp(lambda x), their mean at the ends that are printed; lambda by bisection here."""
    put, found = scenes.asked("flagship"), scenes.told("flagship")
    assert found.flips is not None
    row = found.flips.levers["s"]
    twin = at_centre(Twin(put.basis, put.joint.said.tolist()))
    values = put.basis.tree.parameters["s"]
    assert row.looked_low is not None
    assert row.looked_high is not None
    for edge, told in ((row.looked_low, row.lead_low), (row.looked_high, row.lead_high)):
        low, high = -200.0, 200.0
        for _ in range(200):
            middle = (low + high) / 2
            weight = np.exp(middle * (values - values.mean()))
            mean = float(weight @ values / weight.sum())
            low, high = (middle, high) if mean < edge else (low, middle)
        tilted = moved(twin, world_weight=(weight / weight.sum()).tolist())
        # The weights of the worlds move, those of own draws do not.
        tilted = moved(tilted, mean=twin.mean)
        assert lead(tilted, put, found.flips.of) == pytest.approx(told, abs=1e-7)
