"""A slow twin, written from the definitions alone, says the same as the package: on cases and on random small games."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.case.load import load
from overture.errors import OvertureError
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.basis import Asked, Basis
from overture.judgement.prepare import prepare
from tests.judgement import scenes
from tests.judgement.small import Small, cases
from tests.judgement.twin import Twin
from tests.judgement.twin_reply import Reply

EXACT = 1e-9
MOST_VERTICES = 2000
Pairs = Iterator[tuple[str, object, object]]


def disagreements(basis: Basis, asked: Asked, found: Answers, said: list[float] | None = None) -> list[str]:
    """Where the twin and the answers to one offer differ."""
    twin = Twin(basis, said)
    rows = [*_beliefs(twin, found, [bool(each) for each in basis.done])]
    twin = twin.about(list(asked.offer))
    rows += _given(twin, asked, found)
    if found.belief_offer is not None:
        rows += _offered(twin, asked, found)
        reply = Reply(twin, asked, basis.loaded.case.reply.move)
        assert set(found.value) == set(reply.replies)
        if found.value:
            rows += [*_replies(twin, reply, found), *_seen_first(reply, found), *_turns(twin, reply, found)]
            rows += [*_vertices(twin, reply, asked, found)]
            bare = Reply(twin, asked, basis.loaded.case.reply.move, floor=False)
            rows += [(f"V of {r} without a floor", bare.values[r], v.V) for r, v in (found.value_no_slips or {}).items()]  # fmt: skip
    return [f"{name}: twin {one}, printed {other}" for name, one, other in rows if not same(one, other)]


def same(one: object, other: object) -> bool:
    if one is None or other is None:
        return one is other
    numbers = (np.array(each, dtype=float) for each in (one, other))
    return bool(np.allclose(*numbers, atol=EXACT, rtol=EXACT, equal_nan=True))


def _beliefs(twin: Twin, found: Answers, done: list[bool]) -> Pairs:
    yield "own prior", twin.prior, found.own_prior
    yield "after acts", twin.belief(done, done, heard=False), found.belief_acts
    yield "now", twin.belief(done, done), found.belief_now


def _given(twin: Twin, asked: Asked, found: Answers) -> Pairs:
    given, offer = list(asked.given), list(asked.offer)
    held, made = twin.likelihood(given, offer), twin.likelihood(offer, offer)
    if twin._bayes(held) is None:
        return
    chances = [part / whole if whole > 0 else math.nan for part, whole in zip(made, held, strict=True)]
    yield "given", twin.belief(given, offer), found.belief_given
    yield "if offered", twin.belief(offer, offer), found.belief_offer
    other = [g and not o for g, o in zip(given, offer, strict=True)]
    yield "if not offered", twin.belief(other, offer), found.belief_nooffer
    rates = found.offer_likelihood_by_type or []
    yield "likelihood", chances, [math.nan if rate is None else rate for rate in rates]
    total = [sum(b * part for b, part in zip(twin.prior, each, strict=True)) for each in (made, held)]
    yield "chance", total[0] / total[1], found.chance_of_offer_given_done_and_counterpart
    for pair, factor in found.offer_factor.items():
        one, two = (twin.types.index(each) for each in pair.split(":"))
        yield f"factor {pair}", chances[one] / chances[two] if chances[two] > 0 else None, factor


def _offered(twin: Twin, asked: Asked, found: Answers) -> Pairs:
    given, offer = list(asked.given), list(asked.offer)
    on, before, after = twin.on_path(offer), twin.weights(given, offer), twin.weights(offer, offer)
    cells = [(w, k) for w in range(twin.worlds) for k in range(twin.classes)]
    path, moved = found.on_path_share, found.movement_first_type
    assert path is not None
    assert moved is not None
    yield "on path before", sum(before[w][k] for w, k in cells if on[w][k]), path.before
    yield "on path after", sum(after[w][k] for w, k in cells if on[w][k]), path.after
    yield "movement", twin.movement(given, offer), (moved.worlds, moved.classes, moved.types)
    if len(found.class_weight) == twin.classes:
        for k, told in enumerate(found.class_weight.values()):
            yield f"weight given of class {k}", sum(row[k] for row in before), told.given
            yield f"weight after of class {k}", sum(row[k] for row in after), told.after_offer
    worlds = [sum(row) for row in after]
    if found.effective_worlds_after_offer is not None:
        yield "effective worlds", 1 / sum(each**2 for each in worlds), found.effective_worlds_after_offer


def _replies(twin: Twin, reply: Reply, found: Answers) -> Pairs:
    assert found.belief_offer is not None
    for label in reply.replies:
        value, by_type = reply.best(label)
        told = found.value[label]
        yield f"V of {label}", value, told.V
        yield f"u of {label}", by_type, [math.nan if each is None else each for each in told.u]
        held = [b * u for b, u in zip(found.belief_offer, told.u, strict=True) if b > 0 and u is not None]
        yield f"belief x u of {label}", sum(held), told.V
    if found.own_scenarios is not None:
        share, tied, beliefs, worths = reply.draws()
        yield "own draws tied", tied, found.own_scenarios.tied
        for label in reply.replies:
            yield f"own draws for {label}", share[label], found.own_scenarios.best[label]
        assert min(beliefs) - EXACT <= found.own_scenarios.belief_5_95[0]
        assert found.own_scenarios.belief_5_95[1] <= max(beliefs) + EXACT
        assert len(worths) == twin.worlds


def _seen_first(reply: Reply, found: Answers) -> Pairs:
    """The answer at each of its information sets."""
    if found.observation_test is None:
        return
    sets = [at for at in reply.sets if sum(reply.held(at)) > 0]
    for at, row in zip(sets, found.observation_test.rows.values(), strict=True):
        chance, belief, worth = reply.at_set(at)
        yield f"chance of {row.seen}", chance, row.chance
        yield f"belief at {row.seen}", belief, row.belief_if_seen
        yield (
            f"V at {row.seen}",
            [worth[label] for label in reply.replies],
            [row.V[label] for label in reply.replies],
        )


def _turns(twin: Twin, reply: Reply, found: Answers) -> Pairs:
    if len(twin.types) == 2 and all(mass > 0 for mass in reply.type_mass) and 0 < twin.prior[0] < 1:
        turns = reply.turning()
        yield "turning belief", *(each if each is None else round(each, 7) for each in (turns, found.belief_at_which_reply_turns))  # fmt: skip
    yield "ceiling of the type", max(reply.type_ceiling(), 0.0), found.perfect_information
    yield "ceiling of the cell", max(reply.cell_ceiling(), 0.0), found.ceiling_cell


def _vertices(twin: Twin, reply: Reply, asked: Asked, found: Answers) -> Pairs:
    """All weights of the classes: every vertex tried."""
    if math.prod(sum(part > 0 for part in row) or 1 for row in twin.share) > MOST_VERTICES:
        return
    there = [[part > 0 for part in row] for row in twin.share]
    on = twin.on_path(list(asked.offer))
    for label in reply.replies:
        plan = max(reply.plans(label), key=lambda plan, label=label: reply.worth(label, plan)[0])  # type: ignore[misc]
        belief, worth = reply.vertices(there, label, plan)
        yield f"all weights, V of {label}", worth, found.simplex_V[label].all
        yield "all weights, belief", belief, found.simplex_belief_offer
        if found.simplex_V[label].on_path is not None:
            belief, worth = reply.vertices(on, label, plan)
            yield f"weights on the path, V of {label}", worth, found.simplex_V[label].on_path


@pytest.mark.parametrize("name", scenes.SIX)
def test_a_walk_over_the_histories_says_the_same(name: str) -> None:
    """Likelihoods of what was said are those of the package, which tests of weighing judge."""
    basis = scenes.basis(name)
    assert disagreements(basis, basis.asked, scenes.told(name), basis.joint.said.tolist()) == []


@pytest.mark.parametrize("name", ["one world", "three types"])
def test_a_walk_says_the_same_of_every_other_offer(name: str) -> None:
    basis = scenes.basis(name)
    for asked in basis.every_offer():
        found = answers(question(basis, asked), full=False)
        assert disagreements(basis, asked, found, basis.joint.said.tolist()) == [], asked.choice


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("small")


def compared(small: Small, folder: Path, worlds: int) -> list[str] | None:
    """The disagreements on a small case; None where it is refused."""
    try:
        basis = prepare(load(small.write(folder)), worlds, 1, 1)
    except OvertureError:
        return None
    return disagreements(basis, basis.asked, answers(question(basis, basis.asked)))


@given(cases(), st.sampled_from([1, 4]))
@settings(max_examples=8)
def test_a_walk_says_the_same_on_random_games(folder: Path, small: Small, worlds: int) -> None:
    assert not compared(small, folder, worlds)


# What has gone wrong once: an own move before the offer, before the answer, a kind that is impossible, certain reports.
CERTAIN = {"id": "a", "name": "Adler", "access": 1.0, "accuracy": 1.0, "says_anyway": 0.5}
PINNED = {
    "we ask first": Small(invite=True, ranged={"cost_b": "theirs", "prior_b": "ours", "harm": "ours"}),
    "we ask or wait": Small(signals=3, invite=True, gate=False, probe=True),
    "we ask and plan": Small(invite=True, gate=False, conduct=True, alarm=True, ranged={"worth": "theirs"}),
    "a kind is impossible": Small(types="bmg", numbers={"prior_m": 0.0}, conduct=True),
    "a report is certain": Small(
        types="bmg", sources=(CERTAIN,),
        claims=({"id": "c", "source": "a", "event": 'kind == "bad"', "words": "Adler says so"},),
    ),
    "a report speaks of an alarm": Small(
        conduct=True, alarm=True, ranged={"growth": "theirs", "notice": "ours"},
        sources=({"id": "a", "name": "Adler", "access": 0.8, "accuracy": 0.9, "says_anyway": 0.2},),
        claims=({"id": "c", "source": "a", "event": 'alarm == "ring"', "words": "it will ring"},
                {"id": "d", "source": "a", "event": 'conduct == "cheat"', "words": "he will cheat"}),
    ),
    "he is seen to cheat": Small(conduct=True, alarm=True, seen=True, ranged={"growth": "theirs"}, floor=0.2),
    "the floor is high": Small(types="bmg", signals=3, ranged={"cost_b": "theirs"}, floor=0.4),
    "crossing": Small(
        probe=True, conduct=True, alarm=True,
        ranged={"pass_b": "theirs", "notice": "theirs", "harm": "theirs", "worth": "ours", "prior_b": "ours"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PINNED)
def test_a_walk_says_the_same_where_it_once_did_not(name: str, tmp_path: Path) -> None:
    for worlds in (1, 4, 16):
        assert compared(PINNED[name], tmp_path, worlds) == [], worlds


def test_worlds_in_pieces_say_the_same_as_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Histories of game and own draws together are held in pieces where they are many."""
    monkeypatch.setattr("overture.weigh.distribution.own.AT_ONCE", 1)
    assert compared(PINNED["crossing"], tmp_path, 8) == []


def test_a_digit_that_is_off_is_seen() -> None:
    """Else the tests above would test nothing."""
    basis, found = scenes.basis("probe"), scenes.told("probe")
    moved = found.value["accept"].model_copy(update={"V": found.value["accept"].V + 1e-8})
    for key, value in (
        ("own_prior", [found.own_prior[0] + 1e-8, found.own_prior[1]]),
        ("belief_nooffer", [0.5, 0.5]),
        ("value", {**found.value, "accept": moved}),
        ("perfect_information", 0.1),
    ):
        assert disagreements(basis, basis.asked, found.model_copy(update={key: value})), key
