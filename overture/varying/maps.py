"""Two parameters: the atlas of a game without a case, and its plate."""

from __future__ import annotations

from numbers import Real

import numpy as np

from overture.design.atlas import Atlas, atlas
from overture.errors import SolveError
from overture.games.measured.play import Play
from overture.games.show import reached_words, sayings
from overture.games.tree import Floats, Tree
from overture.report.atlas import Axis, Cuts, Kind, Plate, Quantity
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
    """What the figures of a map want to know."""
    made = varied.atlas()
    (x_name, x), (y_name, y) = varied.over
    held = {name: significant(float(each)) for name, each in varied.given.items() if isinstance(each, Real)}
    return Plate(
        title=varied.game.title,
        x=Axis(x_name, varied.words[x_name] or x_name, x),
        y=Axis(y_name, varied.words[y_name] or y_name, y),
        kinds=tuple(Kind(name, _played(made, at)) for at, name in enumerate(made.classes)),
        exists=made.exists,
        selected=made.selected,
        exists_cuts=Cuts(made.x_cut, made.y_cut),
        selected_cuts=Cuts(made.x_turn, made.y_turn),
        quantities=tuple(_quantity(varied, at) for at in range(len(varied.events))),
        held={name: each for name, each in held.items() if name not in (x_name, y_name)},
        complete=bool(made.complete.all()),
        max_regret=made.max_regret,
    )


def _played(made: Atlas, at: int) -> str:
    """What is done where play goes, in the member of a class that the atlas keeps."""
    tree = made.tree.world(int(made.cell[at]))
    play = Play(made.strategy[at : at + 1], made.order[at : at + 1], made.weight[at : at + 1])
    return reached_words(sayings(tree, play.strategy, play.measured(tree)))


def _quantity(varied: Varied, event: int) -> Quantity:
    """The event over the map: where the logit path ends, and its range over all equilibria."""
    shape = (len(varied.over[1][1]), len(varied.over[0][1]))
    low, high = np.full((2, varied.tree.n_worlds), np.nan)
    np.fmin.at(low, varied.rows.world, varied.rows.low[event])
    np.fmax.at(high, varied.rows.world, varied.rows.high[event])
    path, least, most = (each.reshape(shape) for each in (varied.limit[event], low, high))
    name = varied.events[event]
    return Quantity(name, f"probability of {name}", path, least, most)
