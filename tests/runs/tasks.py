"""Tasks of the tests, of worlds and of pieces: quick, without a game, one that waits and one that kills its worker."""

from __future__ import annotations

import math
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from overture.errors import SolveError
from overture.runs.draws import DrawnRange, Floats
from overture.runs.plan import Plan, planned, planned_pieces

RANGES = {"x": DrawnRange(0.0, 0.2, 1.0), "y": DrawnRange(-1.0, 0.0, 3.0)}


def plan(
    name: str = "mixed", settings: Mapping[str, Any] | None = None, chunk: int = 64, seed: int = 3
) -> Plan:
    return planned(f"{__name__}:{name}", settings or {"factor": 2.0}, RANGES, seed, chunk)


def mixed(settings: Mapping[str, Any], drawn: Mapping[str, Floats]) -> dict[str, Any]:
    """Functions whose last bits would show a different order of operations."""
    x, y = drawn["x"], drawn["y"]
    return {
        "z": np.exp(settings["factor"] * x) / (2.5 + y),
        "above": x > 0.5,
        "count": np.floor(10 * x).astype(np.int64),
    }


def marked(settings: Mapping[str, Any], drawn: Mapping[str, Floats]) -> dict[str, Any]:
    """:func:`mixed`, with a line in a file for each chunk that is computed: by whom; then a moment's rest."""
    with Path(settings["marks"]).open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(settings["rest"])
    return mixed({"factor": 2.0}, drawn)


def deadly(settings: Mapping[str, Any], drawn: Mapping[str, Floats]) -> dict[str, Any]:
    """:func:`mixed`, but the chunk whose first point is ``fatal`` kills its worker, the first ``times`` times; others rest."""
    marks = Path(settings["marks"])
    if float(drawn["x"][0]) == settings["fatal"]:
        with marks.open("a") as file:
            file.write("died\n")
        if len(marks.read_text().splitlines()) <= settings["times"]:
            os.kill(os.getpid(), signal.SIGKILL)
    else:
        time.sleep(settings["rest"])
    return mixed({"factor": 2.0}, drawn)


def faulty(settings: Mapping[str, Any], drawn: Mapping[str, Floats]) -> dict[str, Any]:
    if settings["how"] == "fault":
        raise SolveError.of("solve/precision", "a fault of the task", "here", "none", "mend it")
    if settings["how"] == "bug":
        return {"z": 1 / np.zeros(0)[0]}
    return {"x": drawn["x"]}


def piece_plan(name: str = "summed", settings: Mapping[str, Any] | None = None) -> Plan:
    return planned_pieces(f"{__name__}:{name}", settings or {"factor": 2.0})


def summed(
    settings: Mapping[str, Any], asked: Mapping[str, Any], given: Mapping[str, Floats]
) -> dict[str, Any]:
    """Columns of several lengths and kinds."""
    x = given["x"]
    return {
        "sum": np.array([math.fsum(np.exp(settings["factor"] * x) * asked["times"])]),
        "above": x > 0.5,
        "who": np.full(2, os.getpid()),
    }


def deadly_piece(
    settings: Mapping[str, Any], asked: Mapping[str, Any], given: Mapping[str, Floats]
) -> dict[str, Any]:
    """:func:`summed`, but the third piece kills its worker, once; each piece leaves a line of who was at it, and rests."""
    with Path(settings["marks"]).open("a") as file:
        file.write(f"{os.getpid()}\n")
    if asked["times"] == 3 and not Path(settings["died"]).exists():
        Path(settings["died"]).write_text("once")
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(settings["rest"])
    return summed({"factor": 2.0}, asked, given)
