"""Weighing: 1,000 worlds, 10,000 histories, 12 sources, 200 claims on one core; pyAgrum beside it.

The evidence of the large case: every source has uncertain accuracy (Beta), two topics and a chance of shading
and of control; one claim in six is a certain copy, and one source in four may have copied another.
pyAgrum gets a smaller one that both can state: three types, claims about them, and the accuracy of each source
at the nodes of the quadrature, where a network with discrete nodes has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.alone import run
from bench.row import Row, rate, seconds
from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.acts import Act
from overture.weigh.assessment import Assessment, weigh
from overture.weigh.decision import Decision

TYPES = ("disarm", "keep", "exploit")
EVENTS = (*TYPES, "thin", "deep", "cheat", "alarm", "snap")


@dataclass(frozen=True)
class Workload:
    """What :func:`weigh` takes: a solved game's histories, and evidence on them."""

    history: np.ndarray  # [world, equilibrium, terminal]
    events: dict[str, np.ndarray]
    sources: tuple[Source, ...]
    testimony: tuple[Testimony, ...]

    def weigh(self) -> Assessment:
        return weigh(
            self.history,
            None,
            self.events,
            TYPES,
            sources=self.sources,
            testimony=self.testimony,
            acts=[Act("a thin offer", "thin")],
            decision=Decision(("accept", "reject"), TYPES, np.array([[0.9, 0.8, -0.9], [0.0, 0.0, 0.0]])),
        )


def workload(
    worlds: int = 1000, histories: int = 10_000, sources: int = 12, claims: int = 200, seed: int = 1
) -> Workload:
    """Two equilibria, random; the same for the same seed."""
    rng = np.random.default_rng(seed)
    history = rng.exponential(size=(worlds, 2, histories))
    history /= history.sum(axis=2, keepdims=True)
    kind = rng.integers(0, 3, histories)
    events = {name: kind == at for at, name in enumerate(TYPES)}
    events |= {name: rng.random(histories) < 0.5 for name in EVENTS[3:]}
    people = tuple(
        Source(
            f"s{at}",
            access={"": Rate(rng.uniform(0.1, 0.6)), "arms": Rate(rng.uniform(0.1, 0.6))},
            accuracy=Rate(rng.uniform(0.6, 0.9), rng.uniform(4.0, 20.0)),
            says_anyway=Rate(rng.uniform(0.3, 0.8), 10.0),
            blur=Rate(rng.uniform(0.0, 0.5)),
            interest="keep",
            shading=rng.uniform(0.0, 0.2),
            control=rng.uniform(0.0, 0.1),
        )
        for at in range(sources)
    )
    said: list[Testimony] = []
    for at in range(claims):
        source = at % sources
        echo = said[int(rng.integers(at))] if at and at % 6 == 5 else None
        first = said[at - 1] if source in (3, 6, 9) and said[at - 1].copy_of is None else None
        copied = echo or first
        said.append(
            Testimony(
                f"c{at}",
                f"s{source}",
                copied.event if copied else str(rng.choice(np.array(EVENTS))),
                says=copied.says if copied else bool(rng.random() < 0.8),
                topic=str(rng.choice(np.array(["", "arms"]))),
                near=str(rng.choice(np.array(EVENTS))),
                copy_of=copied.id if copied else None,
                copied=1.0 if echo else 0.6,
            )
        )
    return Workload(history, events, people, tuple(said))


# In a process of its own: the first time, with imports done and nothing compiled or kept; then once more.
LARGE = """
import time
from bench.weighing import workload
case = workload()
result, wall = {}, {}
def clock(name, work):
    start, begun = time.process_time(), time.perf_counter()
    found = work()
    result[name], wall[name] = time.process_time() - start, time.perf_counter() - begun
    return found
def all_of_it():
    found = case.weigh()
    found.posterior()
    return found
clock("cold", all_of_it)
found = clock("warm", all_of_it)
for name in ("act_frame", "source_frame", "claim_frame", "contributions", "matrix", "replies",
             "leave_one_out", "assumptions", "flips"):
    clock(name, getattr(found, name))
result["wall"] = wall["cold"]
"""

PEER = """
from bench.weighing import beside
result = beside()
"""


def rows() -> Iterator[Row]:
    """The measured lines."""
    large = run(LARGE, limit=240.0)
    size = "1,000 worlds x 2 equilibria, 10,000 histories, 12 sources, 200 claims"
    if large.result is None:
        yield Row(size, large.fault, "< 2 s", False)
        return
    times = large.result
    yield Row(
        f"posterior of every type in every world: {size}",
        seconds(times["cold"]),
        "< 2 s",
        times["cold"] < 2.0,
        memory=large.memory,
        note=(
            f"processor time, first time in a process; again {seconds(times['warm'])}; "
            f"by the clock {seconds(times['wall'])}, beside whatever else ran"
        ),
    )
    other = sum(value for name, value in times.items() if name not in ("cold", "warm", "flips", "wall"))
    yield Row(
        "and its cards, contributions, matrix, replies, leave-one-out, assumptions",
        seconds(other),
        note=f"of which cards of 200 claims {seconds(times['claim_frame'])}",
    )
    yield Row(
        "and what would flip it: 65 levers one at a time and all together",
        seconds(times["flips"]),
        note="every step weighs the evidence again",
    )
    peer = run(PEER, limit=300.0)
    subject = "three types, 12 sources, 60 claims, a prior for each world"
    if peer.result is None:
        yield Row(subject, "", peer="pyAgrum: " + peer.fault)
        return
    found = peer.result
    yield Row(
        subject,
        rate(found["ours"], "worlds"),
        peer=f"pyAgrum {found['version']}: {rate(found['theirs'], 'worlds')}",
        ratio=found["ours"] / found["theirs"],
        note=f"largest difference of a posterior {found['gap']:.1g}; its network was built beforehand",
    )


def beside(worlds: int = 1000, theirs: int = 200, claims: int = 60, seed: int = 2) -> dict[str, object]:
    """Worlds per second of ours and of pyAgrum on the same evidence, and the largest difference."""
    import time

    import pyagrum as gum

    from overture.weigh.reliability import nodes

    rng = np.random.default_rng(seed)
    people = [
        Source(
            f"s{at}",
            access={"": Rate(rng.uniform(0.1, 0.9))},
            accuracy=Rate(rng.uniform(0.6, 0.9), 10.0),
            says_anyway=Rate(rng.uniform(0.2, 0.8)),
            blur=Rate(rng.uniform(0.0, 0.5)),
        )
        for at in range(12)
    ]
    # Each source says each thing once: a repetition would be one node of the network, heard twice.
    things = [(who, event, says) for who in range(12) for event in TYPES for says in (True, False)]
    said = [
        Testimony(
            f"c{at}", f"s{things[place][0]}", things[place][1],
            says=things[place][2], near=str(rng.choice(np.array(TYPES))),
        )
        for at, place in enumerate(rng.permutation(len(things))[:claims])
    ]  # fmt: skip
    prior = rng.dirichlet(np.ones(3), worlds)
    events = {name: np.arange(3) == at for at, name in enumerate(TYPES)}
    our_time = 0.0
    for _ in range(2):  # the first time brings scipy in
        start = time.process_time()
        mine = weigh(prior[:, None, :], None, events, TYPES, sources=people, testimony=said)
        ours = mine.world_probability("exploit")
        our_time = time.process_time() - start

    net = gum.BayesNet()
    net.add(gum.LabelizedVariable("type", "", list(TYPES)))
    net.cpt("type").fillWith([1 / 3] * 3)
    for source in people:
        count = sum(claim.source == source.id for claim in said)
        place, weight = nodes(source.accuracy, count)
        net.add(gum.LabelizedVariable(f"knows {source.id}", "", ["no", "yes"]))
        net.add(gum.LabelizedVariable(f"accuracy {source.id}", "", [str(at) for at in range(len(place))]))
        chance = source.access_to("").mean
        net.cpt(f"knows {source.id}").fillWith([1 - chance, chance])
        net.cpt(f"accuracy {source.id}").fillWith(list(weight))
        for claim in said:
            if claim.source != source.id:
                continue
            net.add(gum.LabelizedVariable(claim.id, "", ["silent", "says"]))
            for parent in ("type", f"knows {source.id}", f"accuracy {source.id}"):
                net.addArc(parent, claim.id)
            for kind, name in enumerate(TYPES):
                true = (name == claim.event) == claim.says
                near = name == claim.near and not true
                for grade, accuracy in enumerate(place):
                    told = accuracy if true else 1 - accuracy + accuracy * source.blur.mean * near
                    for knows, says in ((0, source.says_anyway.mean), (1, float(told))):
                        where = {"type": kind, f"knows {source.id}": knows, f"accuracy {source.id}": grade}
                        net.cpt(claim.id)[where] = [1 - says, says]
    engine = gum.LazyPropagation(net)
    # A prior that changes from world to world enters as soft evidence on a uniform type.
    engine.setEvidence({**{claim.id: 1 for claim in said}, "type": [1.0, 1.0, 1.0]})
    engine.makeInference()
    start, gap = time.process_time(), 0.0
    for world in range(theirs):
        engine.chgEvidence("type", list(prior[world]))
        engine.makeInference()
        gap = max(gap, abs(float(engine.posterior("type")[{"type": 2}]) - float(ours[world])))
    their_time = time.process_time() - start
    return {"ours": worlds / our_time, "theirs": theirs / their_time, "gap": gap, "version": gum.__version__}
