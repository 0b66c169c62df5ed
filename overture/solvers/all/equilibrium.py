"""What a list of equilibria holds: its entries, each a connected set of equilibria with a member that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from overture.errors import SolveError
from overture.games.measured.assessment import Assessment, Number
from overture.games.measured.certificate import AssessmentCertificate, certify
from overture.games.measured.play import Play
from overture.games.tree import Floats, Tree
from overture.games.view import Said, Shown, count, span, values
from overture.solvers.all.extent import Wish, event_range, member_of, player_of, support_region, value_ranges
from overture.solvers.all.refinement import RefinementVerdict
from overture.solvers.all.sets.region import Range, Region
from overture.solvers.all.signalling.game import Component
from overture.solvers.form import form_of

if TYPE_CHECKING:
    import pandas as pd

MOST_ENTRIES = 8  # of a list whose play is said in a notebook
HOLDS = {"all": "passes", "none": "fails", "some": "in part", "untested": "not tested"}
COLUMNS = (
    "entry",
    "class",
    "player",
    "infoset",
    "action",
    "strategy",
    "belief",
    "value",
    "value_range",
    "range_is",
)


@dataclass(frozen=True, repr=False)
class Equilibrium(Shown):
    """One entry of the list: a component of equilibria, by a certified member of it.

    Attributes:
        label: the class, as :mod:`overture.solvers.all.classes` names it; each name is given once in a list.
        assessment: the representative, with the trembles behind its beliefs.
        certificate: what the representative is, measured by ``overture.games``.
        is_point: whether play on the path is a single point (threats off it may range).
        component: corners and threats, in a signalling game.
        intuitive, d1, undefeated, neologism_proof: verdicts, or None where not tested.
        known: all members of the component, where they are known.
        shown: which member ``assessment`` is, in a continuum ("corner 1").
        touches: numbers, from 1, of the entries of the list whose boundaries meet this one's.
        stated: [player] ranges of the values, where they are known and the members are not.
        inside: [action] a member that plays all that the component plays, by which the entry is named; None: the
            one that is shown.
    """

    label: str
    assessment: Assessment
    certificate: AssessmentCertificate
    is_point: bool
    component: Component | None = None
    intuitive: RefinementVerdict | None = None
    d1: RefinementVerdict | None = None
    undefeated: RefinementVerdict | None = None
    neologism_proof: RefinementVerdict | None = None
    known: Region | None = None
    shown: str = ""
    touches: tuple[int, ...] = ()
    stated: tuple[Range, ...] = ()
    inside: Mapping[int, Number] | None = field(default=None, repr=False)

    _columns = COLUMNS[1:]

    def _head(self) -> list[str]:
        kind = "; a continuum" if self.continuum else ""
        return [
            f"Equilibrium of {self.tree.title}: {self.called}{kind}",
            f"value: {self._worth()}",
            str(self.certificate) + (f"; shown: {self.shown}" if self.shown else ""),
        ]

    @property
    def called(self) -> str:
        """Its class as sentences and tables call it: ``label``, with the choices in it in the words of the game."""
        from overture.games.kinds import spoken_kind

        return spoken_kind(self.tree, self.label)

    def _worth(self) -> str:
        ends = self.value_range.values()
        return (
            values(self.tree.names, [low for low, _ in ends], [high for _, high in ends]) + self.bounds_said
        )

    @property
    def bounds_said(self) -> str:
        """What is said behind its values where their ends need not be reached; of an irrational point its certificate says how near it is."""
        return " (bounds)" if self.continuum and self.range_is != "exact" else ""

    def _verdicts(self) -> dict[str, str]:
        """Refinements that were tested, and whether the entry passes."""
        tests = {"intuitive": self.intuitive, "D1": self.d1, "undefeated": self.undefeated}
        return {name: HOLDS[verdict.holds] for name, verdict in tests.items() if verdict is not None}

    def to_latex(self, off_path: bool = True) -> str:
        """The member that is shown as a ``tabular`` of LaTeX: :func:`overture.games.latex.latex_play`."""
        from overture.games.latex import latex_play

        return latex_play(self, 0, off_path)

    def _said(self) -> list[str]:
        from overture.games.show import notebook_lines

        return notebook_lines(self)

    def __again__(self) -> Equilibrium:
        from overture.solvers.kept import equilibrium_again

        return equilibrium_again(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per action.

        Columns: those of :meth:`overture.solvers.solution.Solution.to_frame` for the member that is shown, and ``class``;
        ``entry``, its number from 1; ``value_range``, (low, high) of the player's expected payoff over all members of
        the entry, and whether these ends are ``exact`` or ``bounds`` (``range_is``); ``continuum``, whether play on
        the path varies among them; one column for each parameter.
        """
        from overture.solvers.frames import of_entries

        return of_entries([self])

    @property
    def tree(self) -> Tree:
        """The game (one world)."""
        return self.certificate.tree

    @property
    def continuum(self) -> bool:
        """Whether play on the path varies over the component."""
        return not self.is_point

    @cached_property
    def region(self) -> Region:
        """The members; where only one of them is known, all play with its support (a bound of them)."""
        if self.known is not None:
            return self.known
        play = {action: Fraction(x) for (_, action), x in self.assessment.profile.items()}
        return support_region(form_of(self.certificate.tree), play)

    @cached_property
    def ranges(self) -> tuple[Range, ...]:
        """[player] the range of the expected payoff over the component, with the members at its ends."""
        return self.stated or value_ranges(self.region)

    @property
    def value_range(self) -> dict[str, tuple[float, float]]:
        """{player: (low, high)} of the expected payoff over the component."""
        ends = [(float(each.low), float(each.high)) for each in self.ranges]
        return dict(zip(self.certificate.tree.players, ends, strict=True))

    @property
    def range_is(self) -> str:
        """exact: members reach both ends of each ``value_range``. bounds: nothing lies outside them."""
        return "exact" if all(each.exact for each in self.ranges) else "bounds"

    def range_of(self, event: str) -> Range:
        """The range of an event's probability over the component. Raises EventError where it is no event."""
        return event_range(self.certificate.tree, self.region, event)

    @property
    def free(self) -> dict[int, Range]:
        """{action: range} of each probability that varies over the component."""
        region = self.region
        return {action: region.range_of_share(action) for action in region.free} if self.continuum else {}

    def holds(self, strategy: Mapping[int, Fraction]) -> bool:
        """Whether a member is known to play on the path as ``strategy`` [action] does on its own path."""
        return self.region.whole and self.region.holds(strategy)

    def member(
        self,
        *,
        best_for: str | None = None,
        worst_for: str | None = None,
        limit: bool = False,
        corner: int | None = None,
    ) -> Equilibrium:
        """The entry shown by another of its members, certified.

        Args:
            best_for, worst_for: the player whose expected payoff is greatest (least) there.
            limit: the limit of the logit path.
            corner: the number, from 1, of a corner of the component.

        Raises:
            SolveError: none or several of these, a player or a corner that there is not, a limit that
                is in another entry, or an end at which no member is known.
        """
        wish = Wish(best_for, worst_for, limit, corner)
        tree = self.certificate.tree
        if wish.corner == 1 and not self.continuum:
            chosen = self.assessment  # it is the one member
        else:
            chosen = member_of(tree, self.region, self.assessment, self.ranges if wish.player else (), wish)
        return replace(self, assessment=chosen, certificate=certify(tree, chosen), shown=wish.said)

    @property
    def value(self) -> tuple[float, ...]:
        """[player] expected payoff of the representative."""
        return tuple(float(x) for x in self.certificate.value)

    @property
    def inner(self) -> Floats:
        """[action] probability in a member that plays all that the component plays."""
        if self.inside is None:
            return self.strategy
        return np.array([float(self.inside.get(action, 0)) for action in range(self.tree.n_actions)])

    @property
    def play(self) -> Play:
        """[action] the representative in doubles, with the trembles behind its beliefs."""
        return self.certificate.play

    @property
    def strategy(self) -> Floats:
        """[action] probability."""
        return self.play.strategy

    @property
    def order(self) -> Floats:
        """[action] exponents of trembles, as ``overture.games.measured.measure.assess`` wants them."""
        return self.play.order

    @property
    def weight(self) -> Floats:
        """[action] coefficients of trembles."""
        return self.play.weight


@dataclass(frozen=True, repr=False)
class EquilibriumList(Shown):
    """Equilibria of one world.

    Attributes:
        complete: whether these are all: every sequential equilibrium plays on the path as a member of
            one of the entries does.
        members: the entries.
        how: which method found them, and what the list means, in one sentence.
    """

    complete: bool
    members: tuple[Equilibrium, ...]
    how: str
    dropped: int = field(default=0)  # candidates that their certificate refused

    def _head(self) -> list[str]:
        found = count(len(self.members), "equilibrium", "equilibria")
        title = f" of {self.members[0].tree.title}" if self.members else ""
        listed = [
            f"{at}. {each.called}: {each._worth()}" for at, each in enumerate(self.members[:5], start=1)
        ]
        more = len(self.members) - len(listed)
        whole = "all there are" if self.complete else "perhaps not all"
        return [f"{found}{title}, {whole}", *listed, f"and {more} more" if more else "", self.how]

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        """One row per entry: its class, what it is worth to each player, what it survives."""
        import pandas as pd

        rows: list[dict[str, object]] = []
        for number, each in enumerate(self.members[:most], start=1):
            ends = zip(each.tree.names, each.value_range.values(), strict=True)
            worth = {name: span(*each) for name, each in ends}
            kind = "continuum" if each.continuum else "point"
            rows.append(
                {
                    "entry": number,
                    "class": each.called,
                    "kind": kind,
                    **worth,
                    "values": each.range_is,
                    **each._verdicts(),
                }
            )
        return pd.DataFrame(rows).fillna(""), len(self.members)

    def to_latex(self) -> str:
        """The entries as a ``tabular`` of LaTeX: class, what each is worth to each player, which refinements it passes."""
        from overture.games.latex import latex_table

        rows = []
        for number, each in enumerate(self.members, start=1):
            kind = f"{each.called} (a continuum)" if each.continuum else each.called
            passed = "; ".join(f"{name}: {verdict}" for name, verdict in each._verdicts().items())
            rows.append((str(number), kind, each._worth(), passed))
        return latex_table(("Entry", "Class", "Worth", "Refinements"), rows)

    def _said(self) -> list[Said]:
        """What is done where play goes, in each entry."""
        from overture.games.show import path_lines

        return [
            line
            for at, each in enumerate(self.members[:MOST_ENTRIES], start=1)
            for line in path_lines(each, f"{at}. {each.called}")
        ]

    def __again__(self) -> EquilibriumList:
        from overture.solvers.kept import equilibrium_again

        members = tuple(equilibrium_again(each, at) for at, each in enumerate(self.members, start=1))
        return replace(self, members=members)

    def to_frame(self) -> pd.DataFrame:
        """One row per entry and action.

        Columns: those of :meth:`overture.solvers.solution.Solution.to_frame` for the member that is shown, and ``class``;
        ``entry``, its number from 1; ``value_range``, (low, high) of the player's expected payoff over all members of
        the entry, and whether these ends are ``exact`` or ``bounds`` (``range_is``); ``continuum``, whether play on
        the path varies among them; one column for each parameter.
        """
        from overture.solvers.frames import of_entries

        return of_entries(self.members)

    def member(
        self,
        *,
        best_for: str | None = None,
        worst_for: str | None = None,
        limit: bool = False,
        corner: int | None = None,
    ) -> Equilibrium:
        """The member of any entry that is meant; corners are numbered through the list.

        Raises:
            SolveError: as of one entry; and for a list without entries.
        """
        wish = Wish(best_for, worst_for, limit, corner)
        corner = wish.corner
        for entry in _ranked(self.members, wish):
            count = entry.region.n_corners
            if corner is not None and corner > count:
                corner -= count
                continue
            try:
                return entry.member(best_for=best_for, worst_for=worst_for, limit=limit, corner=corner)
            except SolveError as error:
                if error.id != "equilibria/limit":
                    raise
        raise SolveError.of("equilibria/none", f"no entry holds {wish.said}")


def _ranked(entries: Sequence[Equilibrium], wish: Wish) -> list[Equilibrium]:
    """The entries in the order in which they are asked: the best (worst) for a player first."""
    if not wish.player or not entries:
        return list(entries)
    at = player_of(entries[0].certificate.tree, wish.player)
    if wish.best_for:
        return sorted(entries, key=lambda entry: -entry.ranges[at].high)
    return sorted(entries, key=lambda entry: entry.ranges[at].low)


__all__ = ["Equilibrium", "EquilibriumList"]
