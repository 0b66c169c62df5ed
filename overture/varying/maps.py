"""Two parameters: the atlas of a game without a case, and its plate."""

from __future__ import annotations

from numbers import Real

import numpy as np

from overture.design.atlas import Atlas, atlas
from overture.errors import SolveError
from overture.games.kinds import spoken_kind
from overture.games.tree import Floats, Tree
from overture.report.atlas import UNSOLVED, Axis, Kind, Plate, Quantity
from overture.report.digits import significant
from overture.varying.varied import Varied


def atlas_of(varied: Varied) -> Atlas:
    """See :meth:`overture.varying.varied.Varied.atlas`."""
    if len(varied.over) != 2 or any(len(each) < 2 for _, each in varied.over):
        raise SolveError.of(
            "vary/atlas", f"{' by '.join(str(len(each)) for _, each in varied.over)} values to map",
            varied.game.title, "two parameters, each with two values or more",
        )  # fmt: skip
    (x_name, x), (y_name, y) = varied.over

    def make(across: Floats, up: Floats) -> Tree:
        return varied.game.tree({**varied.given, x_name: across, y_name: up})

    return atlas(make, x, y)


def plate_of_varied(varied: Varied) -> Plate:
    """What the figures of a map want to know: the very rows of the result, at the points that were computed."""
    (x_name, x), (y_name, y) = varied.over
    held = {name: significant(float(each)) for name, each in varied.given.items() if isinstance(each, Real)}
    shape = (len(y), len(x))
    exists = np.zeros((len(varied.classes), len(y) * len(x)), bool)
    selected = np.full(len(y) * len(x), UNSOLVED)
    for at, name in enumerate(varied.classes):
        here = varied.is_class(name)
        exists[at, varied.rows.world[here]] = True
        selected[varied.rows.world[here & varied.rows.selected]] = at
    return Plate(
        title=varied.game.title,
        x=Axis(x_name, varied.words[x_name] or x_name, x),
        y=Axis(y_name, varied.words[y_name] or y_name, y),
        kinds=tuple(Kind(name, "", spoken_kind(varied.tree, name)) for name in varied.classes),
        exists=exists.reshape(len(varied.classes), *shape),
        selected=selected.reshape(shape),
        quantities=tuple(_quantity(varied, at) for at in range(len(varied.events))),
        held={name: each for name, each in held.items() if name not in (x_name, y_name)},
        complete=bool(varied.complete.all()),
    )


def _quantity(varied: Varied, event: int) -> Quantity:
    """The event over the map: where the logit path ends, and its range over all equilibria."""
    shape = (len(varied.over[1][1]), len(varied.over[0][1]))
    low, high = np.full((2, varied.tree.n_worlds), np.nan)
    np.fmin.at(low, varied.rows.world, varied.rows.low[event])
    np.fmax.at(high, varied.rows.world, varied.rows.high[event])
    path, least, most = (each.reshape(shape) for each in (varied.limit[event], low, high))
    name = varied.events[event]
    return Quantity(name, f"probability of {name}", path, least, most)
