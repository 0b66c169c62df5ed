"""A plan: what is computed in each world, which worlds they are, by which versions; its key names every chunk."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from overture.errors import Fault, SolveError
from overture.formats import RUN
from overture.runs.draws import MOST_WORLDS, DrawnRange
from overture.version import package_digest

CHUNK = 4096
LEAST_CHUNK, MOST_CHUNK = 16, 2**20
LIBRARIES = ("numpy", "scipy", "numba")


@dataclass(frozen=True)
class Versions:
    """What decides, beside the plan, which bits come out: the text of the code, its libraries, the type of machine.

    Attributes:
        package: sha256 of the text of Overture. task: sha256 of the file that holds the task.
        machine: system and processor type. Bits are promised on one type of machine, nine digits across types.
    """

    package: str
    task: str
    numpy: str
    scipy: str
    numba: str
    machine: str

    def differs(self, other: Versions) -> list[str]:
        """What is not the same, as "numpy 2.4.6, not 2.3.0"; of texts only that they differ."""
        found = []
        for name in (each.name for each in fields(self)):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                told = f"another text of the {name}"
                found.append(told if name in ("package", "task") else f"{name} {mine}, not {theirs}")
        return found


@dataclass(frozen=True)
class Plan:
    """A run without its length: the same plan with more worlds has the same chunks, and more of them.

    Attributes:
        task: ``module:function``, see :mod:`overture.runs.work`.
        settings: what the task is given, as data of JSON: whole texts, no paths, since workers may have none of our files.
        ranges: name -> what is drawn, one axis of the sequence each, in their order.
        seed: of the sequence. chunk: how many worlds a chunk has, a power of two; 0 where nothing is drawn, and the work
            is named piece by piece (:mod:`overture.runs.pieces`).
        versions: versions.
    """

    task: str
    settings: Mapping[str, Any]
    ranges: Mapping[str, DrawnRange]
    seed: int
    chunk: int
    versions: Versions

    def as_text(self) -> str:
        """The plan as JSON; equal plans have equal texts."""
        return json.dumps({"format": RUN, **asdict(self)}, ensure_ascii=False, allow_nan=False, indent=1)

    @property
    def key(self) -> str:
        """The sha256 of the plan: it names its chunks."""
        return hashlib.sha256(self.as_text().encode()).hexdigest()

    def chunks(self, worlds: int) -> int:
        """How many chunks hold so many worlds."""
        return -(-worlds // self.chunk)

    def differs(self, other: Plan) -> list[str]:
        """What is not the same in another plan, in a few words each."""
        found = [
            f"other {name}" if name in ("settings", "ranges") else f"{name} {mine}, not {theirs}"
            for name in ("task", "settings", "ranges", "seed", "chunk")
            if (mine := getattr(self, name)) != (theirs := getattr(other, name))
        ]
        if list(self.ranges) != list(other.ranges) and self.ranges == other.ranges:
            found.append("ranges in another order")
        return found + self.versions.differs(other.versions)


class OtherRunFormat(ValueError):
    """A plan of another version. ``form``: the format that it states; None where it states none, as older ones did not."""

    def __init__(self, form: object) -> None:
        super().__init__(f"format {form!r}" if form is not None else "no format is stated")
        self.form = form


def plan_of_text(text: str) -> Plan:
    """The plan that :meth:`Plan.as_text` wrote. Raises ValueError (of another version: OtherRunFormat), KeyError or TypeError where it is none."""
    data = json.loads(text)
    form = data.get("format")
    if form != RUN and (form is not None or "task" in data):
        raise OtherRunFormat(form)
    ranges = {name: DrawnRange(**each) for name, each in data["ranges"].items()}
    return Plan(
        str(data["task"]), dict(data["settings"]), ranges, int(data["seed"]), int(data["chunk"]), Versions(**data["versions"])
    )  # fmt: skip


def planned(
    task: str, settings: Mapping[str, Any], ranges: Mapping[str, DrawnRange], seed: int, chunk: int = CHUNK
) -> Plan:
    """A plan for this machine and these versions.

    Raises:
        SolveError: no such task, nothing to draw, settings that are no JSON, or a chunk that is no power of two;
            all faults at once.
    """
    faults = [*_task_faults(task), *_range_faults(ranges)]
    if not (LEAST_CHUNK <= chunk <= MOST_CHUNK and chunk & (chunk - 1) == 0):
        allowed = f"a power of two from {LEAST_CHUNK} to {MOST_CHUNK:,}"
        faults.append(Fault("runs/chunk", f"chunks of {chunk} worlds", "chunk", allowed))
    if seed < 0:
        faults.append(Fault("runs/seed", f"seed {seed}", "seed", "a whole number from 0 on"))
    plain, wrong = _plain(task, settings)
    SolveError.raise_any([*faults, *wrong])
    return Plan(task, plain, dict(ranges), seed, chunk, versions_of(task))


def planned_pieces(task: str, settings: Mapping[str, Any]) -> Plan:
    """The plan of work that is named piece by piece. Raises SolveError where there is no such task, or settings are no JSON."""
    plain, wrong = _plain(task, settings)
    SolveError.raise_any([*_task_faults(task), *wrong])
    return Plan(task, plain, {}, 0, 0, versions_of(task))


def _plain(task: str, settings: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Settings as JSON has them, and what is wrong with them."""
    try:
        return json.loads(json.dumps(settings, allow_nan=False, sort_keys=True)), []
    except (TypeError, ValueError) as error:
        return {}, [Fault("runs/settings", f"settings that are no JSON ({error})", task, "data of JSON")]


def check_worlds(worlds: int) -> None:
    """Raise SolveError where a sequence has no such number of worlds."""
    if not 2 <= worlds <= MOST_WORLDS:
        raise SolveError.of(
            "runs/worlds",
            f"{worlds:,} worlds",
            "worlds",
            f"2 to {MOST_WORLDS:,}: a Sobol sequence has no more points",
            "one world is that of the most likely values: overture solve CASE" if worlds == 1 else "",
        )


def _task_faults(task: str) -> list[Fault]:
    module, _, function = task.partition(":")
    try:
        there = bool(module and function) and find_spec(module) is not None
    except (ImportError, ValueError):
        there = False
    return [] if there else [Fault("runs/task", f"no task {task!r}", "task", "module:function")]


def _range_faults(ranges: Mapping[str, DrawnRange]) -> list[Fault]:
    faults = [
        Fault("runs/range", f"low {each.low:g}, mode {each.mode:g}, high {each.high:g}", name, "low <= mode <= high")
        for name, each in ranges.items()
        if not each.low <= each.mode <= each.high
    ]  # fmt: skip
    if not any(each.low != each.high for each in ranges.values()):
        mend = "give one of them low, mode and high"
        faults.append(
            Fault("runs/range", "no parameter has a range: all worlds are the same", "ranges", "", mend)
        )
    return faults


@cache
def versions_of(task: str) -> Versions:
    """The versions that this process has; none of the libraries is imported for it."""
    spec = find_spec(task.partition(":")[0])
    text = Path(spec.origin).read_bytes() if spec is not None and spec.origin else b""
    found = {name: _version(name) for name in LIBRARIES}
    machine = f"{platform.system()} {platform.machine()}"
    return Versions(package=package_digest(), task=hashlib.sha256(text).hexdigest(), machine=machine, **found)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
