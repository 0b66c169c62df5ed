"""Cases that many tests judge, each read, solved and judged once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from overture.case.load import Loaded, load
from overture.errors import OvertureError
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import Question, question
from overture.judgement.basis import Basis
from overture.judgement.judge import judged as judge_basis
from overture.judgement.judgement import Judgement
from overture.judgement.prepare import prepare
from tests.judgement.small import Small, cases

ROOT = Path(__file__).resolve().parents[2]
FLAGSHIP = ROOT / "cases" / "freeze-for-relief"
FAULTY = ROOT / "tests" / "faults" / "cases"
HAND_MADE = ROOT / "tests" / "reference"

# Name -> (folder, worlds).
SCENES = {
    "flagship": (FLAGSHIP, 64),
    "flagship at its modes": (FLAGSHIP, 1),
    "one world": (FAULTY / "one-world", 1),
    "three types": (FAULTY / "three-types", 1),
    "probe": (HAND_MADE / "probe", 1),
    "pledge": (HAND_MADE / "pledge", 1),
    "truce": (FAULTY / "truce", 64),
    "offer listed as done": (FAULTY / "offer-listed-as-done", 64),
}
# The six on which every property is tried.
SIX = ("flagship", "one world", "three types", "probe", "pledge", "truce")
EVERY = (*SIX, "random")
CROWD = 20  # random cases that are tried


@cache
def loaded(name: str) -> Loaded:
    return load(SCENES[name][0])


@cache
def basis(name: str) -> Basis:
    return prepare(loaded(name), SCENES[name][1], 1, 1)


@cache
def asked(name: str) -> Question:
    return question(basis(name), basis(name).asked)


@cache
def told(name: str) -> Answers:
    """The answers to the case's own offer, without the parts that solve more worlds."""
    return answers(asked(name))


@cache
def judged(name: str) -> Judgement:
    """The whole judgement."""
    return judge_basis(basis(name))


@dataclass(frozen=True)
class View:
    """A case that a property is tried on: its name, its basis, the question of its offer, its judgement."""

    name: str
    basis: Basis
    asked: Question
    judgement: Judgement

    @property
    def answers(self) -> Answers:
        return self.judgement.answers

    @property
    def offers(self) -> list[Answers]:
        """The answers to the case's own offer and to all others."""
        return [self.judgement.answers, *self.judgement.others]


@cache
def crowd() -> tuple[View, ...]:
    """Random small cases that are sound, judged."""
    found: list[View] = []

    @given(cases(), st.sampled_from([1, 4]))
    @settings(max_examples=CROWD, database=None, phases=[Phase.generate])
    def gather(small: Small, worlds: int) -> None:
        with TemporaryDirectory() as folder:
            try:
                base = prepare(load(small.write(Path(folder))), worlds, 1, 1)
            except OvertureError:
                return
            found.append(View(f"{small} {worlds}", base, question(base, base.asked), judge_basis(base)))

    gather()
    return tuple(found)


def views(name: str) -> tuple[View, ...]:
    """The cases under one name: a scene, or all random ones."""
    if name == "random":
        return crowd()
    return (View(name, basis(name), asked(name), judged(name)),)


def not_finite(value: object, path: str = "") -> Iterator[str]:
    """Where a value holds NaN or infinity."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from not_finite(part, f"{path}/{key}")
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from not_finite(part, f"{path}/{place}")
    elif isinstance(value, float) and not isfinite(value):
        yield path
