"""An atlas as text and as tables, and what of it is measured again when it was read from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from overture.errors import FileError
from overture.games.codec import refused
from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET
from overture.games.view import count, few

if TYPE_CHECKING:
    import pandas as pd

    from overture.design.atlas import Atlas


def head(atlas: Atlas) -> list[str]:
    """The atlas in a few lines."""
    ny, nx = atlas.selected.shape
    cells = atlas.exists.reshape(len(atlas.classes), -1).sum(axis=1).tolist()
    listed = few((f"{name} in {many}" for name, many in zip(atlas.classes, cells, strict=True)), 5)
    return [
        f"Atlas of {atlas.tree.title}: {nx} by {ny} cells, {count(int(atlas.complete.sum()), 'cell')} complete",
        f"cells by class: {listed}" if cells else "no equilibrium was found",
        f"largest regret {atlas.max_regret:.2g} of the payoff range",
    ]


def by_class(atlas: Atlas) -> pd.DataFrame:
    """One row per class: in how many cells it exists, and in how many the logit path ends at it."""
    import pandas as pd

    return pd.DataFrame(
        {
            "class": list(atlas.classes),
            "cells": [int(each.sum()) for each in atlas.exists],
            "selected": [int((atlas.selected == at).sum()) for at in range(len(atlas.classes))],
        }
    )


def frame(atlas: Atlas) -> pd.DataFrame:
    """See :meth:`overture.design.atlas.Atlas.to_frame`."""
    from overture.solvers.frames import with_parameters

    row, column, kind = (each.ravel() for each in np.nonzero(np.moveaxis(atlas.exists, 0, -1)))
    world = row * atlas.exists.shape[2] + column
    names = np.array(atlas.classes, dtype=object)
    columns: dict[str, Any] = {
        "world": world,
        "x": atlas.x[column],
        "y": atlas.y[row],
        "class": names[kind],
        "selected": atlas.selected[row, column] == kind,
        "complete": atlas.complete[row, column],
    }
    columns |= {name: values[kind, row, column] for name, values in atlas.number.items()}
    return with_parameters(columns, atlas.tree, world)


def again(atlas: Atlas) -> Atlas:
    """The atlas whose members, one of each class, are equilibria in their cells. Its other cells are taken as written.

    Raises FileError where a member is none, or the arrays do not fit together.
    """
    kinds, ny, nx = len(atlas.classes), len(atlas.y), len(atlas.x)
    shapes = {
        "exists": (kinds, ny, nx), "selected": (ny, nx), "complete": (ny, nx), "x_cut": (ny, nx - 1),
        "y_cut": (ny - 1, nx), "x_turn": (ny, nx - 1), "y_turn": (ny - 1, nx), "cell": (kinds,),
        "strategy": (kinds, atlas.tree.n_actions),
    }  # fmt: skip
    for name, shape in shapes.items():
        if getattr(atlas, name).shape != shape:
            raise refused(f"result.{name}", getattr(atlas, name).shape, f"the shape {shape}")
    if atlas.tree.n_worlds != ny * nx or not ((atlas.cell >= 0) & (atlas.cell < ny * nx)).all():
        raise refused("result.cell", atlas.cell.tolist(), f"cells of {nx} by {ny}")
    _, good = judged(atlas.tree.world(atlas.cell), Play(atlas.strategy, atlas.order, atlas.weight), REGRET)
    good &= atlas.exists.reshape(kinds, -1)[np.arange(kinds), atlas.cell]
    if not good.all():
        at = int(np.argmin(good))
        raise FileError.of(
            "load/certificate",
            f"the file says that its member of {atlas.classes[at]!r} is an equilibrium of cell {atlas.cell[at]}, "
            "and measured again it is none",
            atlas.tree.title,
            "what is measured of the play that it holds",
            "make the atlas again",
        )
    return atlas
