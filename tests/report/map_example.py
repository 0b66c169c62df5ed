"""A plate for the tests: regions bounded by curves that are known, so that traced borders can be judged."""

from __future__ import annotations

import numpy as np

from overture.report.atlas import UNSOLVED, Axis, ClosedFormLine, Cuts, Kind, Plate, Quantity


def pooling_up_to(relief: np.ndarray) -> np.ndarray:
    """Detection below which the types pool."""
    return 0.25 + 0.3 * relief


def separating_from(detection: np.ndarray) -> np.ndarray:
    """Relief from which the types separate."""
    return 0.3 + detection**2


def margins(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """[3, ...] above zero where a class exists: pooling, semi-separating, separating."""
    pooling = pooling_up_to(x) - y
    separating = x - separating_from(y)
    return np.stack([pooling, np.minimum(pooling, separating), separating])


def cuts(label, x: np.ndarray, y: np.ndarray) -> Cuts:  # type: ignore[no-untyped-def]
    """Where ``label(x, y)`` changes between neighbours, by bisection."""

    def between(x0, y0, x1, y1):  # type: ignore[no-untyped-def]
        first, low, high = label(x0, y0), np.zeros(x0.shape), np.ones(x0.shape)
        for _ in range(20):
            middle = (low + high) / 2
            same = label(x0 + middle * (x1 - x0), y0 + middle * (y1 - y0)) == first
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        return np.where(label(x0, y0) == label(x1, y1), np.nan, (low + high) / 2)

    return Cuts(between(x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]), between(x[:-1], y[:-1], x[1:], y[1:]))


def selected(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    pooling, _, separating = margins(x, y)
    found = np.where(separating > 0, 2, np.where(pooling > 0, 0, UNSOLVED))
    return found.astype(np.int64)


def cheating(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    chosen = selected(x, y)
    value = np.where(chosen == 2, 0.1 * (1 - y), 0.35 + 0.3 * x / 2 - 0.25 * y)
    return np.where(chosen == UNSOLVED, np.nan, value)


def plate(nx: int = 41, ny: int = 31) -> Plate:
    relief, detection = np.linspace(0.2, 2.0, nx), np.linspace(0.0, 1.0, ny)
    x, y = np.meshgrid(relief, detection)
    power = np.array([1, 2, 4])
    return Plate(
        title="Freeze for relief",
        x=Axis("R", "relief", relief, "share of trade", now=1.0),
        y=Axis("q", "detection", detection, "chance", now=0.3),
        kinds=(
            Kind("pooling on thin", "both types offer thin terms; the counterpart accepts"),
            Kind("semi-separating", "one who keeps mixes thin and deep; the counterpart accepts with 0.87"),
            Kind("separating", "one who keeps offers deep terms, one who exploits offers nothing"),
        ),
        exists=margins(x, y) > 0,
        selected=selected(x, y),
        exists_cuts=cuts(lambda a, b: np.tensordot(power, margins(a, b) > 0, 1), x, y),
        selected_cuts=cuts(selected, x, y),
        quantities=(
            Quantity("cheating", "probability of cheating", cheating(x, y), 0 * x + 0.05, 0 * x + 0.6),
            Quantity("accepting", "worth of accepting", 0.6 - 0.4 * x + 0.3 * y, form="worth"),
        ),
        lines=(ClosedFormLine("detection from which cheating does not pay", relief, 0.45 + 0.2 * relief),),
        held={"snapback": "0.4", "cost of tension": "0.2"},
        complete=True,
        max_regret=2.3e-12,
        command="overture atlas cases/freeze-for-relief --x relief --y detection",
    )
