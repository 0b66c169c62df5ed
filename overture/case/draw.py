"""Worlds from ranges: a seeded Sobol sequence through the triangular distributions of the case.

A number of ours has two copies: the one in the worlds of the game, which is the adversary's picture of it and on
which his play rests (:func:`draw`), and our own (:func:`own_draws`). They differ only where the case states a
``picture``. One world is the world in which every range is at its mode.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from overture.case.schema import Parameter, Triangle
from overture.ranges import Floats
from overture.runs.draws import DrawnRange, drawn, through, unit_points


def draw(parameters: Mapping[str, Parameter], worlds: int, seed: int) -> dict[str, Floats]:
    """Parameter -> [world] values in the worlds of the game; one without a spread is the same in every world.

    The points are a scrambled Sobol sequence (Owen 1998, J. Complexity 14:466-489), which covers the
    ranges more evenly than independent draws: one axis per parameter with a spread, in their order. With
    one world every parameter is at its mode.
    """
    return _drawn(parameters, {name: given.played for name, given in parameters.items()}, worlds, seed)


def draw_part(
    parameters: Mapping[str, Parameter], worlds: int, seed: int, first: int, count: int
) -> dict[str, Floats]:
    """Some of the worlds of :func:`draw`: ``count`` from ``first`` on, which is a multiple of a power of two from ``count`` on."""
    axes = drawn_ranges(parameters)
    values = {name: np.full(count, given.played.mode, dtype=np.float64) for name, given in parameters.items()}
    if axes and worlds > 1:
        whole = drawn(axes, seed, first, 1 << (count - 1).bit_length())
        values |= {name: value[:count] for name, value in whole.items()}
    return values


def own_draws(parameters: Mapping[str, Parameter], worlds: int, seed: int) -> dict[str, Floats]:
    """Parameter -> [draw] values of our own copies, at the same points as :func:`draw`.

    Equal to the worlds' values but where a ``picture`` replaces the range in the game.
    """
    return _drawn(parameters, {name: given.own for name, given in parameters.items()}, worlds, seed)


def centre(parameters: Mapping[str, Parameter], worlds: int) -> dict[str, float]:
    """Parameter -> the mean of its own range (low + mode + high) / 3; with one world its mode."""
    return {
        name: given.own.mode if worlds == 1 or not given.spread else given.own.mean
        for name, given in parameters.items()
    }


def drawn_ranges(parameters: Mapping[str, Parameter]) -> dict[str, DrawnRange]:
    """The parameters that have an axis of the sequence, in their order, with the ranges that the game's worlds have.

    Our own range and his picture of it share an axis, so a parameter has one where either is spread.
    """
    return {
        name: DrawnRange(given.played.low, given.played.mode, given.played.high)
        for name, given in parameters.items()
        if given.spread or given.played.spread
    }


def _drawn(
    parameters: Mapping[str, Parameter], ranges: Mapping[str, Triangle], worlds: int, seed: int
) -> dict[str, Floats]:
    axes = list(drawn_ranges(parameters))
    values = {name: np.full(worlds, ranges[name].mode, dtype=np.float64) for name in parameters}
    if axes and worlds > 1:
        values |= through(unit_points(len(axes), worlds, seed), ranges, axes)
    return values
