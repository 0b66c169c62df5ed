"""Sobol indices by SALib, where they are asked for by its name; without it the estimates are Overture's own."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.design.drivers.estimates import Estimate, Estimates, moves, outwards
from overture.errors import MissingExtra

Floats = NDArray[np.float64]
OLDEST = (1, 5, 2)  # older ones do not go with pandas 3


def version() -> str:
    """The version of SALib.

    Raises:
        MissingExtra: it is not installed, or an older one is.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("SALib")
    except PackageNotFoundError:
        found = ""
    if not found or tuple(int(part) for part in re.findall(r"\d+", found)[:3]) < OLDEST:
        raise MissingExtra.of(
            "drivers/salib",
            f"SALib {found} is installed" if found else "SALib is not installed",
            "by",
            "SALib 1.5.2 or newer, or the default, which are Overture's own estimates",
            'install it: pip install "overture[drivers]"',
        )
    return found


def estimates(main: Floats, pair: Floats | None, seed: int) -> Estimates:
    """The indices of one answer, as :func:`overture.design.drivers.estimates.estimates` gives them; SALib's intervals."""
    inputs = main.shape[1] - 2
    effect = moves(main, pair)
    if not effect.any():  # SALib warns of what does not vary
        nothing, square = (Estimate(*(np.zeros(shape),) * 3) for shape in (inputs, (inputs, inputs)))
        return Estimates(nothing, nothing, None if pair is None else square)
    alone = _analysed(np.column_stack([main[:, 0], main[:, 2:], main[:, 1]]), inputs, False, seed)
    first, total = (_estimate(alone[name], alone[f"{name}_conf"], effect) for name in ("S1", "ST"))
    if pair is None:
        return Estimates(first, total, None)
    both = _analysed(np.column_stack([main[:, 0], main[:, 2:], pair, main[:, 1]]), inputs, True, seed)
    value, room = (np.nan_to_num(both[name]) for name in ("S2", "S2_conf"))
    return Estimates(first, total, _estimate(value + value.T, room + room.T, effect & effect[:, None]))


def _analysed(answers: Floats, inputs: int, pairs: bool, seed: int) -> Any:
    """SALib's analysis of answers in its order: A, AB_1 to AB_d, BA_1 to BA_d, B for each base point."""
    from SALib.analyze import sobol

    names = [f"x{axis}" for axis in range(inputs)]
    problem = {"num_vars": inputs, "names": names, "bounds": [[0.0, 1.0]] * inputs}
    # Without a seed, or with 0, SALib draws its resamples anew each time.
    return sobol.analyze(problem, answers.ravel(), calc_second_order=pairs, seed=seed + 1)


def _estimate(value: Floats, room: Floats, effect: NDArray[np.bool_]) -> Estimate:
    low, high = outwards(value - room, value + room)
    return Estimate(*(np.where(effect, each, 0.0) for each in (value, low, high)))
