"""The same evidence in an independent Bayesian-network library (test only; skipped where it is missing)."""

from __future__ import annotations

import numpy as np
import pytest

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.assessment import weigh

gum = pytest.importorskip("pyagrum")

PRIOR = (0.25, 0.35, 0.4)  # disarm, keep, evade
TYPES = ("disarm", "keep", "evade")


def network(sources: list[Source], said: list[Testimony], levels: dict[str, list[float]]) -> float:
    """P(evade | all said) by junction tree: one node for each latent thing, one for each claim."""
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
    for claim in said:
        source = next(source for source in sources if source.id == claim.source)
        net.add(gum.LabelizedVariable(claim.id, "", ["silent", "says"]))
        for parent in ("type", f"knows {source.id}", f"accuracy {source.id}"):
            net.addArc(parent, claim.id)
        for t, name in enumerate(TYPES):
            for grade, accuracy in enumerate(levels[source.id]):
                true = (name == claim.event) == claim.says
                near = name == claim.near and not true
                informed = accuracy if true else (1 - accuracy + accuracy * source.blur.mean * near)
                for knows, chance in ((0, source.says_anyway.mean), (1, informed)):
                    where = {"type": t, f"knows {source.id}": knows, f"accuracy {source.id}": grade}
                    net.cpt(claim.id)[where] = [1 - chance, chance]
    engine = gum.LazyPropagation(net)
    engine.setEvidence({claim.id: 0 if claim.silent else 1 for claim in said})
    engine.makeInference()
    return float(engine.posterior("type")[{"type": 2}])


def ours(sources: list[Source], said: list[Testimony]) -> float:
    events = {name: np.arange(3) == place for place, name in enumerate(TYPES)}
    return weigh(np.array([[PRIOR]]), None, events, ["evade"], sources=sources, testimony=said).probability(
        "evade"
    )


def evidence(rng: np.random.Generator, accuracy: list[Rate]) -> tuple[list[Source], list[Testimony]]:
    sources = [
        Source(
            f"s{i}", access={"": Rate(rng.uniform(0.1, 0.9))}, accuracy=rate,
            says_anyway=Rate(rng.uniform(0.1, 0.9)), blur=Rate(rng.uniform(0, 0.6)),
        )
        for i, rate in enumerate(accuracy)
    ]  # fmt: skip
    said = [
        Testimony(
            f"c{k}", f"s{rng.integers(len(sources))}", str(rng.choice(np.array(TYPES))),
            says=bool(rng.random() < 0.7), near=str(rng.choice(np.array(TYPES))),
            silent=bool(rng.random() < 0.2),
        )
        for k in range(8)
    ]  # fmt: skip
    return sources, said


@pytest.mark.parametrize("seed", range(10))
def test_known_accuracy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sources, said = evidence(rng, [Rate(rng.uniform(0.5, 0.95)) for _ in range(4)])
    levels = {source.id: [source.accuracy.mean] for source in sources}
    assert ours(sources, said) == pytest.approx(network(sources, said, levels), rel=1e-9)


def test_uncertain_accuracy_is_the_limit_of_ever_finer_levels() -> None:
    """Uniform reliability (Admiralty F) in 200 equal levels: the midpoint rule closes in on the exact value."""
    rng = np.random.default_rng(7)
    sources, said = evidence(rng, [Rate(0.5, 2.0)] * 3)
    gap = [
        abs(
            ours(sources, said)
            - network(sources, said, {s.id: list((np.arange(n) + 0.5) / n) for s in sources})
        )
        for n in (10, 200)
    ]
    assert gap[1] < gap[0] / 100
    assert gap[1] < 1e-5
