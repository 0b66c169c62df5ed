"""The verdict on terms: in which worlds they hold in every equilibrium, in some, in none; and what they are worth there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from overture.design.terms.members import STRUCK, Bools, Ints, MembersUnderTerms
from overture.design.terms.posed import Clause
from overture.games.tree import Floats

if TYPE_CHECKING:
    import pandas as pd

Codes = NDArray[np.int8]

VERDICTS = ("unknown", "not used", "holds robustly", "can hold", "breaks")
UNKNOWN, NOT_USED, HOLDS, CAN_HOLD, BREAKS = range(5)
NOT_ASKED = -1
ROUNDING = 1e-12  # of a chance
SURE = 0.99  # a type that breaks the deal with more than this chance surely does
PARTICIPATION = 1e-9  # so much a slack may be below zero

Choice = Literal["worst", "best", "even"]


@dataclass(frozen=True)
class Verdicts:
    """[cell] the verdict, and the least chance of a deal in any member."""

    verdict: Codes
    least_struck: Floats

    @property
    def robust(self) -> Bools:
        """[cell] the deal holds in every member of a list that is complete."""
        return np.asarray(self.verdict == HOLDS)


def holds(members: MembersUnderTerms, break_: float) -> Bools:
    """[E] whether the deal is made, is broken with at most this chance, and all who sign it are glad to."""
    slack = np.fmin.reduce(
        np.column_stack([members.slack_us, members.slack_them]), axis=1
    )  # NaN: none is known
    return np.asarray((members.struck > STRUCK) & ~broken_often(members, break_) & (slack >= -PARTICIPATION))


def broken_often(members: MembersUnderTerms, break_: float) -> Bools:
    """[E] whether the deal, or of a deal in steps one that is reached, is broken with more than this chance."""
    chances = members.broken_at if members.broken_at.shape[1] else members.broken[:, None]
    return np.asarray((np.nan_to_num(chances) > break_ + ROUNDING).any(axis=1))


def verdicts(members: MembersUnderTerms, complete: Bools, break_: float, *, ties: bool) -> Verdicts:
    """The verdict in every cell. The five are a partition, asked in their order.

    Args:
        complete: [cell] whether its members are all there. ties: whether a tie leaves a cell unknown.
    """
    cells = len(complete)

    def count(which: Bools) -> Ints:
        return np.bincount(members.cell[which], minlength=cells)

    there = count(np.ones(len(members.cell), bool))
    struck, held = count(members.struck > STRUCK), count(holds(members, break_))
    unknown = ~complete | (there == 0)
    if ties:
        unknown |= count(members.tie) > 0
    found = np.select(
        [unknown, struck == 0, held == there, held > 0], [UNKNOWN, NOT_USED, HOLDS, CAN_HOLD], BREAKS
    )
    least = np.full(cells, np.inf)
    np.minimum.at(least, members.cell, members.struck)
    return Verdicts(found.astype(np.int8), np.where(there > 0, least, np.nan))


@dataclass(frozen=True)
class JudgedTerms:
    """Terms in worlds, by all equilibria. Axes: V vectors, W worlds, E members, T types.

    Attributes:
        clauses, vectors, weight: what was judged. types: names of his types.
        prior: [V, W, T] the chance of each type in the game. break_, margin: the standard.
        members: every equilibrium in every world under every vector; cell = vector * W + world.
        complete: [V, W] whether the list of equilibria is complete there.
        verdict: [V, W] index into ``VERDICTS``.
        shifted: game that is a margin worse -> [V, W] the verdict there; -1 where it was not asked.
        least_struck: [V, W] the least chance of a deal in any equilibrium, of those games too.
    """

    clauses: tuple[Clause, ...]
    vectors: Floats
    weight: Floats
    types: tuple[str, ...]
    steps: tuple[str, ...]
    prior: Floats
    break_: float
    margin: float
    members: MembersUnderTerms
    complete: Bools
    verdict: Codes
    shifted: dict[str, Codes]
    least_struck: Floats

    @property
    def vector(self) -> Ints:
        """[E] the vector of each member."""
        return np.asarray(self.members.cell // self.verdict.shape[1])

    @property
    def world(self) -> Ints:
        """[E] the world of each member."""
        return np.asarray(self.members.cell % self.verdict.shape[1])

    def shares(self, weight: Floats | None = None) -> Floats:
        """[V, 5] the weight of the worlds with each verdict, in the order of ``VERDICTS``; they add to 1."""
        given = self.weight if weight is None else np.asarray(weight, float)
        found = np.stack([(self.verdict == code) @ given for code in range(len(VERDICTS))], axis=1)
        return np.asarray(found / given.sum())

    def step_shares(self, weight: Floats | None = None) -> Floats:
        """[V, S] the weight of the worlds in which a step is kept in every equilibrium that reaches it, of a complete list."""
        given = self.weight if weight is None else np.asarray(weight, float)
        kept = np.repeat(self.complete.reshape(-1, 1), len(self.steps), axis=1)
        np.logical_and.at(
            kept, self.members.cell, np.nan_to_num(self.members.broken_at) <= self.break_ + ROUNDING
        )
        kept = kept.reshape(*self.verdict.shape, len(self.steps))
        return np.asarray(np.einsum("vws,w->vs", kept, given) / given.sum())

    @property
    def cheated(self) -> Bools:
        """[V, W] of the worlds in which the terms break: whether in some equilibrium the deal is broken too often.

        Where it is not, somebody who signs would be better off without the deal.
        """
        often = np.zeros(self.verdict.size, bool)
        often[self.members.cell[broken_often(self.members, self.break_)]] = True
        return np.asarray((self.verdict == BREAKS) & often.reshape(self.verdict.shape))

    @property
    def by_belief(self) -> Bools:
        """[V, W] whether terms hold by belief and not by what they say: a type that signs surely breaks the deal.

        It is only thought so rare that the deal holds all the same.
        """
        sure = (np.nan_to_num(self.members.broken_by_type) > SURE).any(axis=1) & holds(
            self.members, self.break_
        )
        found = np.zeros(self.verdict.size, bool)
        found[self.members.cell[sure]] = True
        return np.asarray(found.reshape(self.verdict.shape) & np.isin(self.verdict, [HOLDS, CAN_HOLD]))

    def over(self, number: Floats, which: Choice) -> Floats:
        """[V, W] the worst (least), the best (greatest) or the even mean of a number [E] over the equilibria of a world.

        Members in which it is no number are left out; NaN where there is none.
        """
        known = ~np.isnan(number)
        cell, number = self.members.cell[known], number[known]
        found = np.full(self.verdict.size, {"worst": np.inf, "best": -np.inf, "even": 0.0}[which])
        {"worst": np.minimum, "best": np.maximum, "even": np.add}[which].at(found, cell, number)
        many = np.bincount(cell, minlength=len(found))
        with np.errstate(invalid="ignore"):
            found = np.where(many > 0, found / (many if which == "even" else 1), np.nan)
        return np.asarray(found.reshape(self.verdict.shape))

    def to_frame(self) -> pd.DataFrame:
        """One row per member.

        Columns: ``vector``, one for each clause, ``world``, ``verdict``, ``complete``, ``struck``, ``broken``, ``us``,
        ``them``, ``broken STEP``, ``them TYPE``, ``slack us``, ``slack TYPE``, ``tie``.
        """
        import pandas as pd

        found = self.members
        columns: dict[str, object] = {"vector": self.vector}
        columns |= {clause.name: self._told(at)[self.vector] for at, clause in enumerate(self.clauses)}
        columns |= {
            "world": self.world,
            "verdict": np.array(VERDICTS, dtype=object)[self.verdict.ravel()[found.cell]],
            "complete": self.complete.ravel()[found.cell],
            "struck": found.struck,
            "broken": found.broken,
            "us": found.us,
            "them": found.them,
        }
        columns |= {f"broken {name}": found.broken_at[:, at] for at, name in enumerate(self.steps)}
        columns |= {f"them {name}": found.them_by_type[:, at] for at, name in enumerate(self.types)}
        columns |= {"slack us": found.slack_us}
        columns |= {f"slack {name}": found.slack_them[:, at] for at, name in enumerate(self.types)}
        return pd.DataFrame({**columns, "tie": found.tie})

    def _told(self, at: int) -> NDArray[np.object_] | Floats:
        """[V] the values of a clause, of a shape argument the choices."""
        choices = self.clauses[at].choices
        if not choices:
            return self.vectors[:, at]
        return np.array([choices[int(each)] for each in self.vectors[:, at]], dtype=object)
