"""Where ways of playing end: one for each option is followed along each parameter of the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overture.case.history.load import LoadedHistory
from overture.design.follow import ClassEdge, follow_classes
from overture.history.members import NamedPlay
from overture.judgement.history.judgement import Edge, FollowedWays, ThresholdCard
from overture.judgement.history.leads import lead, tied_moves
from overture.judgement.history.lines import alternatives, happened
from overture.judgement.history.question import HistoryQuestion
from overture.judgement.history.ways.depends import depends
from overture.judgement.history.ways.spread import number
from overture.judgement.progress import Progress


def thresholds(loaded: LoadedHistory, told: HistoryQuestion, tell: Progress) -> Iterator[ThresholdCard]:
    """A card for each parameter; ways that make what was done happen are told apart from those that cannot."""
    values = {
        name: given.own.mode for name, given in loaded.parameters.items() if name in loaded.tree.parameters
    }
    followed = _one_for_each_option(told.members)
    many, done = len(loaded.case.thresholds) * len(followed), 0
    for each in loaded.case.thresholds:
        edges = []
        found = follow_classes(loaded.game, values, followed, each.parameter, each.to)
        for member in followed:
            tell("thresholds", done, many)
            edge = next(found)
            done += 1
            edges.append(_edge(loaded, member, told.makes[member.name], edge))
        start = values[each.parameter]
        yield ThresholdCard(
            parameter=each.parameter,
            words=each.words or loaded.parameters[each.parameter].words or each.parameter,
            start=start,
            stop=each.to,
            edges=edges,
            makers=_followed(told, edges, True, start),
            others=_followed(told, edges, False, start),
        )
    tell("thresholds", many, many)


def _followed(told: HistoryQuestion, edges: list[Edge], makes: bool, start: float) -> FollowedWays:
    """What became of the ways that make what was done happen, or of those that cannot."""
    these = [each for each in edges if each.makes == makes]
    by = depends(told.options, {each.way: (each.ended, each.lasts) for each in these})
    ends = [each for each in these if each.ended]
    nearest = min(ends, key=lambda edge: abs(edge.value - start), default=None)
    return FollowedWays(
        ways=by.ways,
        at=by.at,
        of=by.of,
        end=by.count(lambda each: each[0]),
        lost=by.count(lambda each: not any(each)),
        nearest=None if nearest is None else edges.index(nearest),
    )


def _edge(loaded: LoadedHistory, member: NamedPlay, makes: bool, edge: ClassEdge) -> Edge:
    """Where a way ends, and who would do what there, in the words of the case."""
    case, labels = loaded.case, loaded.tree.labels
    own = act = ""
    after: list[str] = []
    ties: list[str] = []
    if not edge.lasts:
        at = labels.set_label.index(edge.infoset)
        side = case.sides.get(edge.who)
        own = dict(labels.seen[at]).get(side.move, "") if side is not None else ""
        act = case.phrase(labels.set_name[at], edge.act)
        hidden = "" if side is None else side.move
        after = [
            happened(loaded.tree, case, name, choice, [at])
            for name, choice in labels.seen[at]
            if name != hidden
        ]
        ties = [
            alternatives(loaded.tree, case, move) for move in tied_moves(lead(loaded.tree, member, at)[1])
        ]
    return Edge(
        way=member.name,
        makes=makes,
        lasts=edge.lasts,
        ended=not edge.lasts and edge.on_path,
        value=edge.value,
        beyond=number(edge.beyond),
        who=edge.who,
        own=own,
        where=edge.infoset,
        after=after,
        act=act,
        ties=ties,
    )


def _one_for_each_option(named: Sequence[NamedPlay]) -> list[NamedPlay]:
    """The first way of playing, and for each other option the first way that has it: fewest options changed first."""
    first = named[0].name.split()
    seen: set[str] = set()
    chosen: list[NamedPlay] = []
    for each in sorted(
        named, key=lambda way: sum(a != b for a, b in zip(way.name.split(), first, strict=True))
    ):
        if not seen.issuperset(each.name.split()) or not chosen:
            chosen.append(each)
            seen |= set(each.name.split())
    return chosen
