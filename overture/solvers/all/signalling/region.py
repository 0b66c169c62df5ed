"""A component of a signalling game as a region of the tree: exact, since it is a product of polytopes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import islice, product

from overture.games.measured.assessment import Assessment
from overture.solvers.all.algebra.polynomials import ONE, Fractional
from overture.solvers.all.algebra.vertices import Point
from overture.solvers.all.sets.piece import Group, Parameters, Piece
from overture.solvers.all.sets.region import MOST_CORNERS, Region
from overture.solvers.all.signalling.form import Signalling, assessment_of
from overture.solvers.all.signalling.game import Component
from overture.solvers.all.signalling.polytopes import (
    Conditions,
    levels_of,
    receiver_conditions,
    sender_conditions,
    threat_conditions,
)
from overture.solvers.form import Form

Finish = Callable[[Assessment], Assessment]


def signalling_region(form: Form, found: Signalling, component: Component, finish: Finish) -> Region:
    """The component, a piece for each set of threats that carries its play.

    ``finish`` adds to a member what the signalling game leaves open: play below branches of probability zero.
    """
    return Region(form, tuple(_piece(found, component, at, finish) for at in range(len(component.threats))))


def connected(form: Form, found: Signalling, component: Component) -> list[Component]:
    """The parts of a component that do not meet on the path, each a component of its own."""
    count = len(component.threats)
    if count == 1:
        return [component]

    @cache
    def region(at: int) -> Region:
        return Region(form, (_piece(found, component, at, lambda a: a),))

    def meet(one: int, two: int) -> bool:
        return bool(component.played(one) & component.played(two)) or region(one).meets(region(two))

    groups: list[set[int]] = []
    for at in range(count):
        near = [g for g in groups if any(meet(at, other) for other in g)]
        groups = [g for g in groups if g not in near] + [{at}.union(*near)]
    return [
        replace(
            component,
            threats=tuple(component.threats[i] for i in sorted(group)),
            replies=tuple(component.replies[i] for i in sorted(group)),
        )
        for group in sorted(groups, key=min)
    ]


def without_edges(
    form: Form, found: Signalling, components: list[Component], kinds: Sequence[str]
) -> list[Component]:
    """The components without those that lie, as they are played, at the edge of another of the same kind.

    What is threatened after a message that nobody sends is not compared: an entry is a set of play on the path.
    """

    @cache
    def region(at: int) -> Region:
        return signalling_region(form, found, components[at], lambda a: a)

    def within(small: int, large: int) -> bool:
        one, two = components[small], components[large]
        return (
            kinds[small] == kinds[large]
            and not two.is_point
            and all(mine <= theirs for mine, theirs in zip(one.support, two.support, strict=True))
            and region(large).covers(region(small))
        )

    kept = list(range(len(components)))
    for at in sorted(kept, key=lambda at: sum(map(len, components[at].support))):
        if any(within(at, other) for other in kept if other != at):
            kept.remove(at)
    return [components[at] for at in kept]


def representative(component: Component) -> str:
    """The representative of a component, in words: by its number as a corner where it is one of those that have one."""
    numbered = (
        each
        for threats in component.threats
        for each in islice(product(component.mixing, threats), MOST_CORNERS)
    )
    for at, (mixture, response) in enumerate(numbered):
        if mixture == component.mixture and response == component.response:
            return f"corner {at + 1}"
    return "the middle of what the types may send, with the fewest mixed answers"


def _piece(found: Signalling, component: Component, at: int, finish: Finish) -> Piece:
    game = component.game
    sender = sender_conditions(game, component.support, component.replies[at])
    receiver = _receiver(component, at)
    start = found.tree.edge_start
    answers = [
        [int(start[index]) + a for a in range(len(game.responses[m]))] if index >= 0 else [-1]
        for m, index in enumerate(found.answer)
    ]
    share: dict[int, Fractional] = {edge: {(): ONE} for _, edge in found.settled}
    share |= {found.edges[t][m]: {(found.edges[t][m],): ONE} for t, m in sender.place}
    places = [place for conditions in receiver for place in conditions.place]
    share |= {answers[m][a]: {(answers[m][a],): ONE} for m, a in places if found.answer[m] >= 0}

    def build(point: Parameters) -> Assessment:
        mixture = tuple(
            tuple(point.get(edge, Fraction(0)) if edge >= 0 else Fraction(0) for edge in row)
            for row in found.edges
        )
        response = tuple(
            tuple(point.get(edge, Fraction(0)) for edge in row) if row[0] >= 0 else (ONE,) for row in answers
        )
        return finish(assessment_of(found, component, mixture, response))

    groups = [
        _group(sender, component.mixing, [list(row) for row in found.edges]),
        *(
            _group(conditions, corners, answers)
            for conditions, corners in zip(receiver, component.threats[at].parts, strict=True)
        ),
    ]
    groups = [group for group in groups if group.names]
    return Piece(share, tuple(groups), build, {})


def _receiver(component: Component, at: int) -> list[Conditions]:
    """The conditions on the answers of a piece, for each part of its threats."""
    game, support, replies = component.game, component.support, component.replies[at]
    parts = component.threats[at].parts
    if len(parts) == 1:
        return [receiver_conditions(game, support, replies, range(len(game.messages)))]
    point = parts[0][0]
    levels = levels_of(game, support, point)
    sent = [m for m, row in enumerate(point) if row]
    return [
        receiver_conditions(game, support, replies, sent),
        *(threat_conditions(game, levels, replies[m], m) for m, row in enumerate(point) if not row),
    ]


def _group(conditions: Conditions, corners: tuple[tuple[Point, ...], ...], edges: list[list[int]]) -> Group:
    """Parameters are the actions themselves; a message that ends the game has no answer to choose."""
    names = [edges[i][j] for i, j in conditions.place]
    kept = [k for k, name in enumerate(names) if name >= 0]
    places = [conditions.place[k] for k in kept]
    return Group(
        tuple(names[k] for k in kept),
        tuple(tuple(corner[i][j] for i, j in places) for corner in corners),
        tuple(_poly(row, names) for row in conditions.above),
        tuple(poly for row in conditions.equal if (poly := _poly(row, names))),
    )


def _poly(row: tuple[Fraction, ...], names: list[int]) -> Fractional:
    """The row as a polynomial; the answer after a message that ends the game is 1."""
    found: Fractional = {}
    for name, slope in zip([*names, -1], row, strict=True):
        if slope:
            key = (name,) if name >= 0 else ()
            found[key] = found[key] + slope if key in found else slope
    return found if found.get((), ONE) else {key: value for key, value in found.items() if value}
