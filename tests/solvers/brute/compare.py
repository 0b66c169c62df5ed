"""A list of equilibria against the twin: what the twin finds lies in an entry, what an entry holds the twin accepts.

The list is complete only if every sequential equilibrium of the twin has its play on the path, and its values, in an
entry; strictly: within the ranges of the entry, and held by it as a member. It is sound only if the members of each
entry that can be named (the one shown, the ends of the values, corners, mixtures of corners) have no regret
in the twin's rationals, and pay what the entry says.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from overture.errors import SolveError
from overture.games.measured.assessment import Assessment
from overture.games.tree import Tree
from overture.solvers.all.equilibrium import Equilibrium, EquilibriumList
from tests.solvers.brute.hunt import MOST_ROWS, Found, hunt
from tests.solvers.brute.plain import Number, Plain, Tremble, on_path, plain, regret, worth

WITHIN = Fraction(1, 10**5)  # of probabilities: Newton's steps end at a double root with half of their digits
ROUNDING = Fraction(1, 10**7)  # of the payoff range, where a member is known in doubles
OF_ONE_SUPPORT = 4  # points of the twin with one support on the path that are looked up
CORNERS = 8
MIXTURES = 2


@dataclass
class Verdict:
    """What the twin says of one list.

    Attributes:
        points: equilibria of the twin that were looked up.
        undecided: of these, such as lie within all ranges of an entry that does not decide whether it holds them.
        members: members of entries that were judged.
        hit: numbers of the entries in which a point of the twin lies.
        faults: one sentence for each point outside and each member that is refused.
    """

    points: int = 0
    undecided: int = 0
    members: int = 0
    hit: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def compare(tree: Tree, listed: EquilibriumList, seed: int, most_rows: int = MOST_ROWS) -> Verdict:
    """The verdict on a list. An incomplete one is only asked for members."""
    game = plain(tree)
    verdict = Verdict()
    points = _different(game, hunt(game, seed, most_rows)) if listed.complete else []
    for point in points:
        verdict.points += 1
        _look_up(game, listed, point, verdict)
    for number, entry in enumerate(listed.members, start=1):
        _judge(game, entry, number, random.Random(seed), verdict)
    return verdict


def _different(game: Plain, points: list[Found]) -> list[Found]:
    """A few of the points with each support on the path, no two of which play the same."""
    kept: dict[tuple[int, ...], dict[tuple[float, ...], Found]] = {}
    for point in points:
        reached = sorted(on_path(game, point.play))
        shares = {a: point.play[a] for at in reached for a in game.actions[at]}
        group = kept.setdefault(tuple(a for a, x in shares.items() if x), {})
        if len(group) < OF_ONE_SUPPORT:
            group.setdefault(tuple(round(x, 4) for x in shares.values()), point)
    return [point for group in kept.values() for point in group.values()]


def _look_up(game: Plain, listed: EquilibriumList, point: Found, verdict: Verdict) -> None:
    values = [float(x) for x in worth(game, point.play)]
    play = {a: Fraction(x) for a, x in point.play.items()}
    slack = WITHIN * game.span
    inside = maybe = False
    for number, entry in enumerate(listed.members, start=1):
        # An entry that was hit need not be asked again once the point is known to lie in another.
        if (inside and number in verdict.hit) or not all(
            each.low - slack <= x <= each.high + slack for each, x in zip(entry.ranges, values, strict=True)
        ):
            continue
        if entry.region.holds(play, WITHIN):
            verdict.hit.add(number)
            inside = True
            continue
        decided = not entry.region.rounded and all(piece.is_polytope for piece in entry.region.pieces)
        maybe |= not decided and _within_ranges(game, entry, play)
    if not inside and maybe:
        verdict.undecided += 1
    elif not inside:
        shown = {a: round(float(x), 6) for a, x in play.items() if x}
        verdict.faults.append(
            f"no entry holds {shown} with trembles {point.trembles} and values {values}; "
            f"its regret is {float(regret(game, point.play, point.trembles)):.1e}"
        )


def _within_ranges(game: Plain, entry: Equilibrium, play: dict[int, Fraction]) -> bool:
    for at in on_path(game, {a: x for a, x in play.items() if x > WITHIN}):
        for action in game.actions[at]:
            share = entry.region.range_of_share(action)
            if not share.low - WITHIN <= play[action] <= share.high + WITHIN:
                return False
    return True


def _judge(game: Plain, entry: Equilibrium, number: int, draw: random.Random, verdict: Verdict) -> None:
    rounding = ROUNDING * game.span
    for name, member, player, end in _members(entry, draw):
        verdict.members += 1
        play, trembles = _read(member)
        exact = entry.certificate.exact and all(isinstance(x, Fraction | int) for x in play.values())
        loss = regret(game, play, trembles)
        if loss > (0 if exact else rounding):
            verdict.faults.append(f"entry {number}, {name}: regret {float(loss)}")
        values = worth(game, play)
        slack = Fraction(0) if exact else rounding
        for at, each in enumerate(entry.ranges):
            if not each.low - slack <= values[at] <= each.high + slack:
                verdict.faults.append(f"entry {number}, {name}: pays {float(values[at])}, not {list(each)}")
        if end is not None and not end - slack <= values[player] <= end + slack:
            verdict.faults.append(f"entry {number}, {name}: pays {float(values[player])}, not {float(end)}")


def _members(
    entry: Equilibrium, draw: random.Random
) -> Iterator[tuple[str, Assessment, int, Fraction | None]]:
    """Members by name, and for the ends of values the player and what he gets there."""
    yield "shown", entry.assessment, 0, None
    for at, each in enumerate(entry.ranges):
        for name, end, member in (("least", each.low, each.low_at), ("most", each.high, each.high_at)):
            if each.exact and member is not None:
                yield f"the {name} for player {at + 1}", member, at, end
    for corner in range(1, min(entry.region.n_corners, CORNERS) + 1):
        try:
            yield f"corner {corner}", entry.member(corner=corner).assessment, 0, None
        except SolveError as error:
            if error.id != "equilibria/corner":
                raise
    for piece in entry.region.pieces if entry.region.whole and entry.continuum else ():
        corners = list(islice(piece.corners(), CORNERS)) if piece.is_polytope else []
        for _ in range(MIXTURES if len(corners) > 1 else 0):
            shares = [Fraction(draw.randint(1, 9)) for _ in corners]
            mixed = {
                n: sum((s * corner[n] for s, corner in zip(shares, corners, strict=True)), Fraction(0))
                / sum(shares)
                for n in corners[0]
            }
            member = piece.member(mixed)
            if member is not None:
                yield "a mixture of corners", member, 0, None


def _read(member: Assessment) -> tuple[dict[int, Number], dict[int, Tremble]]:
    play = {action: share for (_, action), share in member.profile.items()}
    return play, {action: tremble for (_, action), tremble in member.trembles.items()}
