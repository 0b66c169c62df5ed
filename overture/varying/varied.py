"""The result of :func:`overture.vary`: what all equilibria say of events over the values of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from overture.games.kinds import spoken_kind
from overture.games.telling.language import Game
from overture.games.tree import Floats, Tree
from overture.games.view import MOST_LETTERS, MOST_ROWS, as_html, count, few, fitted, span, told
from overture.sameness import SameContent
from overture.solvers.all.across import Across
from overture.varying.given import VariedValues
from overture.varying.rows import EventRows

if TYPE_CHECKING:
    import pandas as pd

    from overture.design.atlas import Atlas
    from overture.report.figure import Figure

Bools = NDArray[np.bool_]


@dataclass(frozen=True, repr=False)
class Varied(SameContent):
    """How likely events are in every equilibrium of a game, as parameters vary; E events, W worlds.

    Attributes:
        game: as it was told. given: its parameters where they do not vary. words: of those that vary, in words.
        values: the parameters that vary, and what they take.
        events: as they were asked for.
        across: all equilibria of all worlds.
        rows: what each says of the events.
        limit: [E, W] the events where the logit path ends; NaN where it was not solved. solved: [W].
    """

    game: Game
    given: Mapping[str, Any]
    words: Mapping[str, str]
    values: VariedValues
    events: tuple[str, ...]
    across: Across
    rows: EventRows
    limit: Floats
    solved: Bools

    @property
    def tree(self) -> Tree:
        """The game in all worlds."""
        return self.across.tree

    @property
    def complete(self) -> Bools:
        """[W] whether all equilibria of the world are listed, by their play on the path."""
        return self.rows.complete

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, the most frequent first; a second equilibrium of a class in a world is a class of its own."""
        name, many = np.unique(np.array(self.rows.name, dtype=object), return_counts=True)
        return tuple(name[np.lexsort((name, -many))].tolist())

    def to_frame(self) -> pd.DataFrame:
        """One row for each world, equilibrium and event, sorted by world.

        Columns: ``world``; one for each parameter that varies; ``equilibrium``, its number in its world from 1; ``class``;
        ``event``; ``low`` and ``high``, the least and the greatest probability of the event over the members of the
        equilibrium (alike but for a continuum); ``range_is``, "exact", "bounds" where only nothing outside is sure, or
        "one member" where the list of the world is not complete and the equilibrium is known from the logit path alone;
        ``selected``, whether the logit path ends there; ``complete``, whether all equilibria of the world are listed.
        """
        import pandas as pd

        rows, many = self.rows, len(self.events)
        world = np.repeat(rows.world, many)
        return pd.DataFrame(
            {
                "world": world,
                **{name: values[world] for name, values in self.values.worlds.items()},
                "equilibrium": np.repeat(rows.entry, many),
                "class": np.repeat(np.array(rows.name, dtype=object), many),
                "event": list(self.events) * len(rows.world),
                "low": rows.low.T.ravel(),
                "high": rows.high.T.ravel(),
                "range_is": np.repeat(rows.range_is, many),
                "selected": np.repeat(rows.selected, many),
                "complete": self.complete[world],
            }
        )

    def path_frame(self) -> pd.DataFrame:
        """Where the logit path ends: one row for each world and event.

        Columns: ``world``; one for each parameter that varies; ``event``; ``probability``, NaN where the path was not solved;
        ``solved``.
        """
        import pandas as pd

        many = len(self.events)
        world = np.repeat(np.arange(self.tree.n_worlds), many)
        return pd.DataFrame(
            {
                "world": world,
                **{name: values[world] for name, values in self.values.worlds.items()},
                "event": list(self.events) * self.tree.n_worlds,
                "probability": self.limit.T.ravel(),
                "solved": self.solved[world],
            }
        )

    def figures(self) -> list[Figure]:
        """A figure for each event, with every class and the end of the logit path; of two parameters maps, a cell for each world.

        Each shows itself in a notebook, and :func:`overture.report.export.save` writes it.
        """
        from overture.varying.charts import figures

        return figures(self)

    def atlas(self) -> Atlas:
        """Over two parameters: which classes exist, which one the logit path selects, and where the borders run.

        Its cells are solved block by block, as those of :func:`overture.atlas`; it is made once.

        Raises:
            SolveError: one parameter varies, or one takes a single value.
        """
        return self._atlas

    @cached_property
    def _atlas(self) -> Atlas:
        from overture.varying.maps import atlas_of

        return atlas_of(self)

    def _head(self) -> list[str]:
        found = [f"{name} from {told(each[0])} to {told(each[-1])}" for name, each in self.over]
        worlds = f"{count(self.tree.n_worlds, 'world')}, {int(self.complete.sum())} complete"
        lines = [
            f"Varied: {self.game.title} as {' and '.join(found)} ({worlds})",
            f"classes: {few(self._spans(), 6)}" if self.classes else "no equilibrium was found",
        ]
        for at, event in enumerate(self.events):
            ends = [span(round(low, 6), round(high, 6)) for low, high in self._ends(at)]
            lines += [
                f"{event}: {few(f'{name} {each}' for name, each in zip(self._called(), ends, strict=True))}"
            ]
        return lines if self.complete.all() else [*lines, self.across.how]

    @property
    def over(self) -> list[tuple[str, Floats]]:
        """(parameter, [n] its values) of those that vary."""
        return list(zip(self.values.names, self.values.values, strict=True))

    def is_class(self, name: str) -> Bools:
        """[R] the rows of a class."""
        return np.array([each == name for each in self.rows.name], dtype=bool)

    def _spans(self) -> list[str]:
        """Each class with the number of its worlds."""
        return [
            f"{called} in {int(self.is_class(name).sum())}"
            for name, called in zip(self.classes, self._called(), strict=True)
        ]

    def _called(self) -> list[str]:
        """The classes in the words of the game."""
        return [spoken_kind(self.tree, name) for name in self.classes]

    def _ends(self, event: int) -> list[tuple[float, float]]:
        """[class] the least and the greatest probability of an event over its worlds."""
        here = [self.is_class(name) for name in self.classes]
        return [
            (float(self.rows.low[event, at].min()), float(self.rows.high[event, at].max())) for at in here
        ]

    def __repr__(self) -> str:
        return "\n".join(fitted(line, MOST_LETTERS) for line in self._head())

    def _repr_html_(self) -> str:
        """For notebooks: what was found in a few lines, a row for each class and event, and the first figures."""
        import pandas as pd

        from overture.varying.charts import drawn_here

        rows = [
            (called, int(self.is_class(name).sum()), event, ends)
            for at, event in enumerate(self.events)
            for name, called, ends in zip(self.classes, self._called(), self._ends(at), strict=True)
        ]
        frame = pd.DataFrame(rows[:MOST_ROWS], columns=["class", "worlds", "event", "probability"])
        return as_html(self._head()[:2], frame, len(rows)) + drawn_here(self)
