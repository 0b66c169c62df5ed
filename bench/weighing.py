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

from bench.measure.alone import run
from bench.measure.row import Row, rate, seconds
from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports.evidence import Act, Evidence, evidence
from overture.weigh.reports.said import Said, said

TYPES = ("disarm", "keep", "exploit")
EVENTS = (*TYPES, "thin", "deep", "cheat", "alarm", "snap")


@dataclass(frozen=True)
class Workload:
    """Histories of a solved game, and evidence on them. Axes: W worlds, K classes, H histories, T types."""

    history: np.ndarray  # [W, K, H] probability of each in each cell
    events: dict[str, np.ndarray]
    sources: tuple[Source, ...]
    testimony: tuple[Testimony, ...]

    @property
    def kind(self) -> np.ndarray:
        return np.array([self.events[name] for name in TYPES]).argmax(axis=0)

    def weigh(self) -> Evidence:
        heard = said(self.sources, self.testimony, self.events)
        base = self.history.sum(axis=(0, 1)) / np.prod(self.history.shape[:2])
        return evidence(TYPES, self.kind, base, [Act("a thin offer", self.events["thin"])], heard)

    def by_world(self, found: Evidence) -> np.ndarray:
        """[W, T] belief in each world, its classes of equal weight."""
        likelihood = found.said.scaled[0] * self.events["thin"]
        mass = (self.history @ (likelihood[:, None] * (self.kind[:, None] == np.arange(3)))).sum(axis=1)
        return np.asarray(mass / mass.sum(axis=1, keepdims=True))


def moved(heard: Said) -> int:
    """How many judged rates were moved, one at a time, and the likelihood found anew."""
    count = 0
    for name, source in heard.sources.items():
        for judged in ("access", "accuracy", "says_anyway", "blur", "shading", "control"):
            change = source.changed(judged, 0.15)
            assert np.isfinite(heard.with_sources({**heard.sources, name: change}).log_likelihood).all()
            count += 1
    return count


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
    made: list[Testimony] = []
    for at in range(claims):
        source = at % sources
        echo = made[int(rng.integers(at))] if at and at % 6 == 5 else None
        first = made[at - 1] if source in (3, 6, 9) and made[at - 1].copy_of is None else None
        copied = echo or first
        made.append(
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
    return Workload(history, events, people, tuple(made))


# In a process of its own: the first time, with imports done and nothing compiled or kept; then once more.
LARGE = """
import time
from bench.weighing import moved, workload
from overture.weigh.reports.cards import claim_rows, source_rows
from overture.weigh.reports.contribution import roots, steps
from overture.weigh.reports.matrix import matrix
case = workload()
result, wall = {}, {}
def clock(name, work):
    start, begun = time.process_time(), time.perf_counter()
    found = work()
    result[name], wall[name] = time.process_time() - start, time.perf_counter() - begun
    return found
def all_of_it():
    found = case.weigh()
    case.by_world(found)
    for naive in (False, True):
        found.belief(naive=naive)
    return found
clock("cold", all_of_it)
found = clock("warm", all_of_it)
for work in (source_rows, claim_rows, steps, roots):
    clock(work.__name__, lambda: work(found, 2, 1))
clock("matrix", lambda: matrix(found))
result["count"] = clock("moved", lambda: moved(found.said))
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
    views = ("source_rows", "claim_rows", "steps", "roots", "matrix")
    yield Row(
        "and its cards, claims, steps, shares of the roots, matrix",
        seconds(sum(times[name] for name in views)),
        note=f"of which the lines of 200 claims {seconds(times['claim_rows'])}",
    )
    yield Row(
        f"and {times['count']} judged rates moved one at a time",
        seconds(times["moved"]),
        note="every step weighs the evidence of that source's family again",
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

    from overture.weigh.reports.reliability import nodes

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
    made = [
        Testimony(
            f"c{at}", f"s{things[place][0]}", things[place][1],
            says=things[place][2], near=str(rng.choice(np.array(TYPES))),
        )
        for at, place in enumerate(rng.permutation(len(things))[:claims])
    ]  # fmt: skip
    prior = rng.dirichlet(np.ones(3), worlds)
    events = {name: np.arange(3) == at for at, name in enumerate(TYPES)}
    our_time = 0.0
    for _ in range(2):  # the first time brings everything in
        start = time.process_time()
        mass = prior * said(people, made, events).scaled[0]
        ours = (mass / mass.sum(axis=1, keepdims=True))[:, 2]
        our_time = time.process_time() - start

    net = gum.BayesNet()
    net.add(gum.LabelizedVariable("type", "", list(TYPES)))
    net.cpt("type").fillWith([1 / 3] * 3)
    for source in people:
        count = sum(claim.source == source.id for claim in made)
        place, weight = nodes(source.accuracy, count)
        net.add(gum.LabelizedVariable(f"knows {source.id}", "", ["no", "yes"]))
        net.add(gum.LabelizedVariable(f"accuracy {source.id}", "", [str(at) for at in range(len(place))]))
        chance = source.access_to("").mean
        net.cpt(f"knows {source.id}").fillWith([1 - chance, chance])
        net.cpt(f"accuracy {source.id}").fillWith(list(weight))
        for claim in made:
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
    engine.setEvidence({**{claim.id: 1 for claim in made}, "type": [1.0, 1.0, 1.0]})
    engine.makeInference()
    start, gap = time.process_time(), 0.0
    for world in range(theirs):
        engine.chgEvidence("type", list(prior[world]))
        engine.makeInference()
        gap = max(gap, abs(float(engine.posterior("type")[{"type": 2}]) - float(ours[world])))
    their_time = time.process_time() - start
    return {"ours": worlds / our_time, "theirs": theirs / their_time, "gap": gap, "version": gum.__version__}
