"""What an entry of the list of equilibria says about all its members: ranges, their ends, members by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from numbers import Integral

from overture.errors import EventError, SolveError
from overture.games.measured.assessment import Assessment
from overture.games.measured.certificate import AssessmentCertificate, from_solution_row
from overture.games.measured.event import mask
from overture.games.tree import Tree
from overture.solvers.all.algebra.polynomials import ONE
from overture.solvers.all.sets.piece import Piece, simplices
from overture.solvers.all.sets.region import MOST_CORNERS, Range, Region
from overture.solvers.form import Form

SAME = Fraction(1, 10**7)  # probabilities of a limit in doubles that differ by less are the same
MOST_TRIED = 8  # corners that are tried as the member that is printed
MOST_TOUCHING = 60  # entries of a list up to which each pair is asked whether it meets


def support_region(form: Form, play: Mapping[int, Fraction]) -> Region:
    """All play with the support of ``play``: what is known of an entry of which only one member is.

    Its ranges are bounds, unless the support leaves no freedom.
    """
    sets = form.tree.infoset_of_action
    used: dict[int, list[int]] = {}
    for action, x in sorted(play.items()):
        if x > 0:
            used.setdefault(int(sets[action]), []).append(action)
    piece = Piece(*simplices(used.values()), None, {})
    region = Region(form, (piece,))
    return region if not region.continuum else Region(form, (piece,), whole=False)


def value_ranges(region: Region) -> tuple[Range, ...]:
    """[player] the range of the expected payoff; bounds stay between what the game pays."""
    found = []
    for player in range(len(region.form.tree.players)):
        paid = {end: each[player] for end, each in region.form.paid.items()}
        found.append(region.range_of(paid).clipped(min(paid.values()), max(paid.values())))
    return tuple(found)


def event_range(tree: Tree, region: Region, expression: str) -> Range:
    """The range of an event's probability. Raises EventError where it is none."""
    if not isinstance(expression, str):
        raise EventError.of(
            "event/syntax", f"an event {expression!r}", tree.title, "a text, such as 'reply == \"relief\"'"
        )
    inside = mask(tree, expression)
    worth = {int(end): ONE for end, holds in zip(tree.terminal, inside, strict=True) if holds}
    return region.range_of(worth).clipped()


def simplest(region: Region, typical: Callable[[Assessment], bool]) -> tuple[Assessment | None, str]:
    """The corner of a continuum at which the fewest acts are mixed, and what it is called; None without one.

    Only a corner that is ``typical`` of the entry is taken: its boundary may hold play of another class.
    """
    if not region.continuum or not region.whole:
        return None, ""
    mixed: list[tuple[int, int]] = []
    at = 0
    for piece in region.pieces:
        if piece.is_polytope:
            for point in islice(piece.corners(), MOST_CORNERS):
                mixed.append((sum(0 < x < 1 for x in piece.play(point).values()), at))
                at += 1
    for _, number in sorted(mixed)[:MOST_TRIED]:
        found = region.corner(number)
        if found is not None and typical(found):
            return found, f"corner {number + 1}"
    return None, ""


def player_of(tree: Tree, name: str) -> int:
    """The index of a player. Raises SolveError for a name that nobody bears."""
    if name not in tree.players:
        raise SolveError.of(
            "equilibria/player", f"no player is called {name!r}", tree.title, ", ".join(tree.players)
        )
    return tree.players.index(name)


@dataclass(frozen=True)
class Wish:
    """Which member of a component is asked for: the best or the worst for a player, the limit, or a corner.

    Raises:
        SolveError: none of these, or several.
    """

    best_for: str | None = None
    worst_for: str | None = None
    limit: bool = False
    corner: int | None = None

    def __post_init__(self) -> None:
        given = (self.best_for, self.worst_for, self.limit or None, self.corner)
        if (count := sum(each is not None for each in given)) != 1:
            raise SolveError.of(
                "equilibria/member",
                f"{count or 'no'} wishes for a member",
                allowed="one of best_for=, worst_for=, limit=True, corner=",
            )
        for name in (self.best_for, self.worst_for):
            if name is not None and not (isinstance(name, str) and name):
                raise SolveError.of("equilibria/player", f"player {name!r}", allowed="the name of a player")
        if self.corner is not None:
            if isinstance(self.corner, bool) or not isinstance(self.corner, Integral):
                raise SolveError.of(
                    "equilibria/corner", f"corner {self.corner!r}", allowed="a whole number from 1"
                )
            object.__setattr__(self, "corner", int(self.corner))  # numpy's whole numbers, too

    @property
    def player(self) -> str:
        """The player whose payoff is asked about; empty where it is none's."""
        return self.best_for or self.worst_for or ""

    @property
    def said(self) -> str:
        """The member in words."""
        if self.player:
            return f"the {'best' if self.best_for else 'worst'} for {self.player}"
        return "the logit limit" if self.limit else f"corner {self.corner}"


def member_of(
    tree: Tree, region: Region, shown: Assessment, ranges: Sequence[Range], wish: Wish
) -> Assessment:
    """The member of a component that a wish means; ``shown`` where nothing but it is known.

    Raises:
        SolveError: a player or a corner that there is not, a limit that lies elsewhere, an end whose
            member is not known.
    """
    if wish.player:
        found = ranges[player_of(tree, wish.player)]
        end = found.high_at if wish.best_for else found.low_at
        if end is None and found.low < found.high:
            why = "no member at this end was certified" if found.exact else "only bounds are known"
            raise SolveError.of("equilibria/end", f"{wish.said}: {why}", tree.title)
        return end or shown
    if wish.limit:
        certificate = limit_of(tree)
        play = {action: Fraction(x) for (_, action), x in certificate.assessment.profile.items()}
        if not (region.whole and region.holds(play, SAME)):
            raise SolveError.of("equilibria/limit", "the logit limit is no member of this entry", tree.title)
        return certificate.assessment
    corner = region.corner(wish.corner - 1) if wish.corner is not None and wish.corner > 0 else None
    if corner is None:
        there = f"1 to {region.n_corners}" if region.n_corners else "none: no corner of this entry is known"
        if wish.corner is not None and 1 <= wish.corner <= region.n_corners:
            raise SolveError.of(
                "equilibria/corner", f"{wish.said}: no member was certified there", tree.title, there
            )
        raise SolveError.of("equilibria/corner", wish.said, tree.title, there)
    return corner


def limit_of(tree: Tree) -> AssessmentCertificate:
    """The limit of the principal logit path, in the doubles in which it was solved."""
    from overture.solvers.path.units import limit_of_path

    found = limit_of_path(tree)
    return from_solution_row(tree, found.strategy[0], found.order[0], found.weight[0])


def touching(regions: Sequence[Region | None]) -> list[tuple[int, ...]]:
    """[entry] the numbers, from 1, of the entries that it meets; none for a list that is very long."""
    found: list[set[int]] = [set() for _ in regions]
    if len(regions) <= MOST_TOUCHING:
        for i, one in enumerate(regions):
            for j, other in enumerate(regions[:i]):
                if one is None or other is None or not (one.continuum or other.continuum):
                    continue
                if one.whole and other.whole and one.meets(other):
                    found[i].add(j + 1)
                    found[j].add(i + 1)
    return [tuple(sorted(row)) for row in found]
