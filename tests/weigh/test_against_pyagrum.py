"""The same evidence in an independent Bayesian-network library (test only; skipped where it is missing)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports.cards import source_rows
from overture.weigh.reports.evidence import Evidence
from tests.weigh.scenes import one_history_each, weighed

gum = pytest.importorskip("pyagrum")

PRIOR = (0.25, 0.35, 0.4)  # disarm, keep, evade
TYPES = ("disarm", "keep", "evade")


def network(
    sources: list[Source], said: list[Testimony], levels: dict[str, list[float]]
) -> gum.LazyPropagation:
    """All said, put to a junction tree: a node for each latent thing, assertion and hearing of it."""
    net = gum.BayesNet()
    kind = net.add(gum.LabelizedVariable("type", "", list(TYPES)))
    net.cpt(kind).fillWith(list(PRIOR))
    for source in sources:
        net.add(gum.LabelizedVariable(f"knows {source.id}", "", ["no", "yes"]))
        rate = source.access_to("").mean
        net.cpt(f"knows {source.id}").fillWith([1 - rate, rate])
        grades = levels[source.id]
        net.add(gum.LabelizedVariable(f"accuracy {source.id}", "", [str(g) for g in range(len(grades))]))
        net.cpt(f"accuracy {source.id}").fillWith([1 / len(grades)] * len(grades))
    made: dict[tuple, str] = {}
    for claim in said:
        source = next(source for source in sources if source.id == claim.source)
        true = [(name == claim.event) == claim.says for name in TYPES]
        near = [name == claim.near and not true[t] for t, name in enumerate(TYPES)]
        key = (source.id, *true, *near)
        if key not in made:
            made[key] = f"says {claim.id}"
            net.add(gum.LabelizedVariable(made[key], "", ["no", "yes"]))
            for parent in ("type", f"knows {source.id}", f"accuracy {source.id}"):
                net.addArc(parent, made[key])
            for t in range(3):
                for grade, accuracy in enumerate(levels[source.id]):
                    informed = accuracy if true[t] else 1 - accuracy + accuracy * source.blur.mean * near[t]
                    for knows, chance in ((0, source.says_anyway.mean), (1, informed)):
                        where = {"type": t, f"knows {source.id}": knows, f"accuracy {source.id}": grade}
                        net.cpt(made[key])[where] = [1 - chance, chance]
        net.add(gum.LabelizedVariable(claim.id, "", ["not heard", "heard"]))
        net.addArc(made[key], claim.id)
        faithful, invented = claim.relays[0] if claim.relays else (1.0, 0.0)
        for said_so, chance in enumerate((invented * claim.speaks, faithful * claim.speaks)):
            net.cpt(claim.id)[{made[key]: said_so}] = [1 - chance, chance]
    engine = gum.LazyPropagation(net)
    engine.setEvidence({claim.id: 0 if claim.silent else 1 for claim in said})
    engine.makeInference()
    return engine


def evades(engine: gum.LazyPropagation) -> float:
    return float(engine.posterior("type")[{"type": 2}])


def weigh(sources: list[Source], said: list[Testimony]) -> Evidence:
    base, events = one_history_each(dict(zip(TYPES, PRIOR, strict=True)))
    return weighed(base, events, TYPES, sources, said)


def ours(sources: list[Source], said: list[Testimony]) -> float:
    return float(weigh(sources, said).belief()[2])


def evidence(rng: np.random.Generator, accuracy: list[Rate]) -> tuple[list[Source], list[Testimony]]:
    sources = [
        Source(
            f"s{i}", access={"": Rate(rng.uniform(0.1, 0.9))}, accuracy=rate,
            says_anyway=Rate(rng.uniform(0.1, 0.9)), blur=Rate(rng.uniform(0, 0.6)),
        )
        for i, rate in enumerate(accuracy)
    ]  # fmt: skip
    said = []
    for k in range(8):
        silent = bool(rng.random() < 0.2)
        claim = Testimony(
            f"c{k}", f"s{rng.integers(len(sources))}", str(rng.choice(np.array(TYPES))),
            says=bool(rng.random() < 0.7), near=str(rng.choice(np.array(TYPES))),
            relays=((0.9, 0.2),) if rng.random() < 0.3 else (),
            silent=silent, speaks=0.8 if silent else 1.0,
        )  # fmt: skip
        said.append(claim)
        if rng.random() < 0.3:  # the same again, through a hand that invents
            said.append(replace(claim, id=f"{claim.id} again", relays=((0.8, 0.3),)))
    return sources, said


@pytest.mark.parametrize("seed", range(10))
def test_known_accuracy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sources, said = evidence(rng, [Rate(rng.uniform(0.5, 0.95)) for _ in range(4)])
    levels = {source.id: [source.accuracy.mean] for source in sources}
    theirs = network(sources, said, levels)
    found = weigh(sources, said)
    assert found.belief()[2] == pytest.approx(evades(theirs), rel=1e-9)
    for row in source_rows(found, 2, 1):
        if row.states:
            knows = next(each for each in row.states if each.state == "informed")
            assert knows.posterior == pytest.approx(theirs.posterior(f"knows {row.source}")[1], rel=1e-9)


def test_what_becomes_of_an_uncertain_accuracy() -> None:
    """The mean of it given everything, in 200 equal levels of a uniform one."""
    rng = np.random.default_rng(3)
    sources, said = evidence(rng, [Rate(0.5, 2.0)] * 3)
    grades = (np.arange(200) + 0.5) / 200
    theirs = network(sources, said, {source.id: list(grades) for source in sources})
    for row in source_rows(weigh(sources, said), 2, 1):
        (mine,) = [each for each in row.states if each.state == "accuracy"]
        posterior = theirs.posterior(f"accuracy {row.source}").toarray() @ grades
        assert mine.posterior == pytest.approx(posterior, abs=1e-4)
        assert abs(mine.posterior - mine.prior) > 1e-3


def test_uncertain_accuracy_is_the_limit_of_ever_finer_levels() -> None:
    """Uniform reliability (Admiralty F) in 200 equal levels: the midpoint rule closes in on the exact value."""
    rng = np.random.default_rng(7)
    sources, said = evidence(rng, [Rate(0.5, 2.0)] * 3)
    gap = [
        abs(
            ours(sources, said)
            - evades(network(sources, said, {s.id: list((np.arange(n) + 0.5) / n) for s in sources}))
        )
        for n in (10, 200)
    ]
    assert gap[1] < gap[0] / 100
    assert gap[1] < 1e-5
