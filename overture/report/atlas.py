"""The atlas: what a figure over two parameters is given. Plain arrays; whoever computed them fills in a :class:`Plate`.

A plate is one map: which classes of equilibrium exist at each point of a grid, which one the logit path leads to, and how
some quantities move. Points are values of the two axes, not areas: a border runs *between* two points that differ, and
:class:`Cuts` say where (found by bisection, say), so that borders are traced and not stepped. A plate without them, or with
few points, is drawn as cells: each point has the surroundings that are nearer to it than to the next, and nothing is
drawn that was not computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from overture.errors import Fault, OvertureError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

UNSOLVED = -1
COARSE = 9  # a grid with fewer points on a side is drawn as cells


class PlateError(OvertureError):
    """The arrays of a plate do not fit each other."""


@dataclass(frozen=True)
class Axis:
    """A parameter along one side of the map.

    Attributes:
        name: of the parameter. ``words``: what it is ("relief that is paid"). ``unit``: may be empty.
        value: [n] increasing values, at least two.
        now: its value in the case, marked on the map; None where there is none.
    """

    name: str
    words: str
    value: Floats
    unit: str = ""
    now: float | None = None


@dataclass(frozen=True)
class Kind:
    """A class of equilibrium.

    Attributes:
        name: as the solver has it, and as tables do.
        words: what is played in it, in one sentence for the hover.
        told: the name in the words of the case; empty where they are the same.
    """

    name: str
    words: str
    told: str = ""

    @property
    def title(self) -> str:
        """The name as figures and sentences have it; in quotes where it has a comma, since it stands in lists."""
        told = self.told or self.name
        return f"“{told}”" if self.told and "," in told else told


@dataclass(frozen=True)
class Cuts:
    """Where between two neighbouring points the value changes, as a share of the way from the first to the second.

    Read only where the two points differ; NaN there means unknown and is drawn halfway.

    Attributes:
        along_x: [ny, nx - 1] between (j, i) and (j, i + 1).
        along_y: [ny - 1, nx] between (j, i) and (j + 1, i).
    """

    along_x: Floats
    along_y: Floats


@dataclass(frozen=True)
class Quantity:
    """A number at each point: ``probability of cheating``, ``worth of accepting``.

    Attributes:
        name: short, of the column. ``words``: what it is.
        value: [ny, nx] in the equilibrium that the logit path selects; NaN where unsolved.
        low, high: [ny, nx] over the classes that exist at the point; None where not computed.
        form: how it is written: "chance" or "worth".
    """

    name: str
    words: str
    value: Floats
    low: Floats | None = None
    high: Floats | None = None
    form: str = "chance"


@dataclass(frozen=True)
class ClosedFormLine:
    """A line that is known in closed form (a threshold), drawn dashed over the map.

    Attributes:
        words: what it is, with its source.
        x, y: [m] points in the units of the axes.
    """

    words: str
    x: Floats
    y: Floats


@dataclass(frozen=True)
class Plate:
    """One map of the atlas.

    Attributes:
        title: the case or the game.
        x, y: the axes, [nx] and [ny] values.
        kinds: the K classes, in the order of their cards.
        exists: [K, ny, nx] whether class k was found (and certified) at the point.
        selected: [ny, nx] the class to which the logit path leads; -1 where it was not solved or is in no class.
        exists_cuts: where the *set* of classes changes. selected_cuts: where the selected class changes.
            None: they were not looked for, and each point is drawn as a cell.
        quantities: numbers at each point; the first is shown first.
        lines: thresholds in closed form.
        held: the other parameters, name -> value in words.
        complete: whether the list of classes is complete at every point.
        max_regret: the largest conditional regret of what is shown, as a share of the payoff range.
        command: the command that makes this map again.

    Raises:
        PlateError: with everything that does not fit.
    """

    title: str
    x: Axis
    y: Axis
    kinds: tuple[Kind, ...]
    exists: Bools
    selected: Ints
    exists_cuts: Cuts | None = None
    selected_cuts: Cuts | None = None
    quantities: tuple[Quantity, ...] = ()
    lines: tuple[ClosedFormLine, ...] = ()
    held: dict[str, str] = field(default_factory=dict)
    complete: bool = False
    max_regret: float = float("nan")
    command: str = ""

    def __post_init__(self) -> None:
        PlateError.raise_any(_faults(self))

    @property
    def traced(self) -> bool:
        """Whether borders are drawn where they were found; else each point is a cell, with borders halfway to the next."""
        return self.exists_cuts is not None and min(self.selected.shape) >= COARSE

    @property
    def whole(self) -> str:
        """What a share is a share of."""
        return "the map" if self.traced else "the points"

    @property
    def sets(self) -> tuple[Ints, list[tuple[int, ...]]]:
        """[ny, nx] which set of classes exists at the point, and the sets (as classes), the largest area first."""
        power = 1 << np.arange(len(self.kinds), dtype=np.int64)
        code = np.tensordot(power, self.exists.astype(np.int64), axes=1)
        found, inverse, count = np.unique(code, return_inverse=True, return_counts=True)
        order = np.argsort(-count, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        sets = [tuple(k for k in range(len(self.kinds)) if found[at] >> k & 1) for at in order]
        return place[inverse].reshape(code.shape), sets


def _faults(plate: Plate) -> list[Fault]:
    found = []
    for letter, axis in (("x", plate.x), ("y", plate.y)):
        good = axis.value.ndim == 1 and len(axis.value) > 1 and np.isfinite(axis.value).all()
        if not good or not (np.diff(axis.value) > 0).all():
            found.append(
                Fault(
                    "plate/axis",
                    f"values {axis.value!r}",
                    f"axis {letter} ({axis.name})",
                    "at least two finite numbers, increasing",
                )
            )
    ny, nx, kinds = len(plate.y.value), len(plate.x.value), len(plate.kinds)
    shapes: list[tuple[str, np.ndarray | None, tuple[int, ...]]] = [
        ("exists", plate.exists, (kinds, ny, nx)),
        ("selected", plate.selected, (ny, nx)),
    ]
    for name, cuts in (("exists_cuts", plate.exists_cuts), ("selected_cuts", plate.selected_cuts)):
        if cuts is not None:
            shapes += [
                (f"{name}.along_x", cuts.along_x, (ny, nx - 1)),
                (f"{name}.along_y", cuts.along_y, (ny - 1, nx)),
            ]
    for quantity in plate.quantities:
        for name in ("value", "low", "high"):
            shapes.append((f"{quantity.name}.{name}", getattr(quantity, name), (ny, nx)))
    found += [
        Fault("plate/shape", f"shape {array.shape}", name, f"shape {shape}")
        for name, array, shape in shapes
        if array is not None and array.shape != shape
    ]
    if plate.selected.size and not (
        int(plate.selected.min()) >= UNSOLVED and int(plate.selected.max()) < kinds
    ):
        found.append(
            Fault(
                "plate/selected",
                f"classes {plate.selected.min()} to {plate.selected.max()}",
                "selected",
                f"-1 to {kinds - 1}",
            )
        )
    return found
