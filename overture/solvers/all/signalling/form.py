"""Is this game a signalling game? And from its components back to strategies with trembles on the tree."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from overture.games.measured.assessment import Assessment, Number, Pair
from overture.games.tree import Tree
from overture.solvers.all.algebra.vertices import Point
from overture.solvers.all.signalling.game import Component, SignallingGame
from overture.solvers.all.signals import distinct
from overture.solvers.form import Form, Payoffs, informed, prune


@dataclass(frozen=True)
class Signalling:
    """A signalling game found in a tree, and where its parts lie there.

    Attributes:
        game: the numbers.
        edges: [type][message] the action; -1 where the type does not have the message.
        answer: [message] the receiver's set; -1 where the message ends the game.
        settled: (infoset, action) later moves that only one action survives.
    """

    game: SignallingGame
    edges: tuple[tuple[int, ...], ...]
    answer: tuple[int, ...]
    settled: tuple[Pair, ...]
    tree: Tree


def signalling_form(form: Form) -> Signalling | None:
    """The signalling game that this form is, or None.

    Moves after the receiver's are allowed where one action of each set is better than the others
    whatever else is played: it is taken.
    """
    start = informed(form)
    if start is None:
        return None
    player, sets = start
    tree = form.tree
    senders = [form.members(index)[0] for index in sets]
    messages: list[tuple[int, str]] = []  # (receiver's set or -1, label)
    place: list[dict[int, int]] = []
    for node in senders:
        row: dict[int, int] = {}
        for edge, child in form.children[node]:
            index = form.infoset(child)
            if index >= 0 and int(tree.set_player[index]) == player:
                index = -1  # must then be settled below
            key = (index, tree.labels.edge[edge])
            if key not in messages:
                messages.append(key)
            row[messages.index(key)] = edge
        place.append(row)
    answers = [index for index, _ in messages if index >= 0]
    if len(answers) != len(set(answers)) or not answers:
        return None  # the receiver does not tell two messages apart, or never answers
    keep = frozenset(sets) | frozenset(answers)
    settled_form = prune(form, keep)
    inner = [i for i in range(tree.n_infosets) if i not in keep]
    if any(len(settled_form.allowed[i]) != 1 for i in inner):
        return None
    firsts = {form.infoset(node): t for t, node in enumerate(senders)}
    gain: list[list[tuple[Fraction, ...] | None]] = []
    worth: list[list[tuple[Fraction, ...] | None]] = []
    responses: list[tuple[str, ...]] = []
    for index, _ in messages:
        if index < 0:
            responses.append(("end",))
        else:
            first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
            responses.append(tree.labels.edge[first:last])
    counted = dict.fromkeys(answers, 0)
    receivers = {int(tree.set_player[i]) for i in answers}
    for node, row in zip(senders, place, strict=True):
        child_of = dict(form.children[node])
        gain.append([])
        worth.append([])
        for m, (index, _) in enumerate(messages):
            if m not in row:
                gain[-1].append(None)
                worth[-1].append(None)
                continue
            child = child_of[row[m]]
            if index < 0:
                nodes = [child]
            else:
                counted[index] += 1
                nodes = [after for _, after in form.children[child]]
            values = [_settled(settled_form, after, keep) for after in nodes]
            if any(value is None for value in values):
                return None
            known = [value for value in values if value is not None]
            receiver = int(tree.set_player[index]) if index >= 0 else next(iter(receivers))
            gain[-1].append(tuple(value[player] for value in known))
            worth[-1].append(tuple(value[receiver] for value in known))
    if any(counted[index] != len(form.members(index)) for index in answers):
        return None
    prior = tuple(form.odds[edge] for edge, _ in form.children[0])
    names = tuple(tree.labels.edge[edge] for edge, _ in form.children[0])
    text = distinct(
        [word for _, word in messages],
        [tree.labels.set_label[index] if index >= 0 else "" for index, _ in messages],
    )
    settled = tuple((i, settled_form.allowed[i][0]) for i in inner)
    game = SignallingGame(
        prior,
        tuple(map(tuple, gain)),
        tuple(map(tuple, worth)),
        names,
        text,
        tuple(responses),
        (tree.players[player], tree.players[next(iter(receivers))]),
    )
    assert len(firsts) == len(senders)
    edges = tuple(tuple(row.get(m, -1) for m in range(len(messages))) for row in place)
    return Signalling(game, edges, tuple(index for index, _ in messages), settled, tree)


def _settled(form: Form, node: int, keep: frozenset[int]) -> Payoffs | None:
    """Expected payoffs below a node where every set has one action; None where another player chooses."""
    if node in form.paid:
        return form.paid[node]
    index = form.infoset(node)
    if index in keep:
        return None
    total: list[Fraction] | None = None
    for edge, child in form.children[node]:
        if index >= 0 and edge not in form.allowed[index]:
            continue
        share = Fraction(1) if index >= 0 else form.odds[edge]
        value = _settled(form, child, keep)
        if value is None:
            return None
        scaled = [share * x for x in value]
        total = scaled if total is None else [a + b for a, b in zip(total, scaled, strict=True)]
    return tuple(total) if total is not None else None


def assessment_of(
    found: Signalling,
    component: Component,
    mixture: tuple[Point, ...] | None = None,
    response: tuple[Point, ...] | None = None,
) -> Assessment:
    """A member of a component (its representative, or the given corner) as an assessment of the tree.

    Trembles towards an unsent message are proportional to belief over prior, so that the limit of
    beliefs is the belief; types that the belief excludes tremble in a higher order.
    """
    mixture = component.mixture if mixture is None else mixture
    response = component.response if response is None else response
    tree = found.tree
    profile: dict[Pair, Number] = dict.fromkeys(found.settled, Fraction(1))
    trembles: dict[Pair, tuple[Number, Number]] = {}
    game = found.game
    sets = tree.infoset_of_action
    for m in range(len(game.messages)):
        used = any(mixture[t][m] for t in range(len(game.types)))
        belief: Point | None = None
        if not used:
            corners = component.belief_set(m, response)
            if corners:
                belief = tuple(
                    sum(column, Fraction(0)) / len(corners) for column in zip(*corners, strict=True)
                )
        for t in range(len(game.types)):
            edge = found.edges[t][m]
            if edge < 0:
                continue
            pair = (int(sets[edge]), edge)
            profile[pair] = mixture[t][m]
            if not mixture[t][m]:
                if belief is not None and belief[t]:
                    trembles[pair] = (belief[t] / game.prior[t], Fraction(1))
                elif belief is not None:
                    trembles[pair] = (Fraction(1), Fraction(2))
        if found.answer[m] >= 0:
            start = int(tree.edge_start[found.answer[m]])
            for a, share in enumerate(response[m]):
                profile[found.answer[m], start + a] = share
    return Assessment(profile, trembles)
