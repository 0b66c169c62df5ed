"""What an advised player is to do at each of his information sets along a history, in each way of playing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from overture.case.history.schema import HistoryAct
from overture.games.measured.event import Mask, choice_at_nodes, mask
from overture.games.measured.measure import Measured
from overture.games.measured.play import Play
from overture.games.measured.standards import ALIKE, USED
from overture.games.tree import Ints, Tree
from overture.history.margin import MarginRow
from overture.judgement.history.judgement import Decision, Reply
from overture.judgement.history.leads import lead, tied_moves
from overture.judgement.history.lines import happened
from overture.judgement.history.question import HistoryQuestion
from overture.judgement.history.ways.depends import depends
from overture.judgement.history.ways.spread import number


def decisions(told: HistoryQuestion, steps: Sequence[HistoryAct]) -> list[Decision]:
    """Every set of an advised player at which a reply of the case is made, after each step of the history."""
    tree, case = told.tree, told.case
    play = Play.stacked(member.play for member in told.members)
    measured = play.measured(tree.world(np.zeros(len(told.members), int)))
    moves = {each.move: each.words for each in case.replies}
    adversary = choice_at_nodes(tree, case.sides[case.adversary].move)
    found = []
    for at, step in _along(tree, [mask(tree, each.event) for each in steps], moves):
        player = tree.players[tree.set_player[at]]
        if player not in case.advised:
            continue
        found.append(_decision(told, measured, play, adversary, at, step, player))
    return sorted(_merged(found), key=lambda each: (each.step, case.advised.index(each.player)))


def _merged(every: Sequence[Decision]) -> list[Decision]:
    """One decision for all sets of a type of a player at which the same is believed and each choice is worth the same.

    A set that no way of playing reaches is left out beside one of the same decision that some way reaches.
    """
    groups: dict[tuple[str, str, str, int], list[Decision]] = {}
    for each in every:
        groups.setdefault((each.player, each.move, each.own, each.step), []).append(each)
    found: list[Decision] = []
    for group in groups.values():
        there = [each for each in group if each.reached] or group
        kept: dict[tuple[object, ...], list[Decision]] = {}
        for each in there:
            key = tuple(
                (
                    reply.reached,
                    *(round(value, 7) for value in (*reply.belief.values(), *reply.worth.values())),
                )
                for reply in each.replies
            )
            kept.setdefault(key, []).append(each)
        for alike in kept.values():
            common = [line for line in alike[0].seen if all(line in each.seen for each in alike)]
            found.append(alike[0].model_copy(update={"seen": common}))
    return found


def _along(tree: Tree, events: Sequence[Mask], moves: dict[str, dict[str, str]]) -> Iterator[tuple[int, int]]:
    """(set, after how many steps) for each set of these moves, with a choice, that lies on the history.

    A node lies on it after k steps where all complete histories through it have the first k, and some have the next.
    """
    terminal_before = np.searchsorted(tree.terminal, np.arange(tree.n_nodes))
    last = _last(tree)
    terminal_after = np.searchsorted(tree.terminal, last, side="right")
    inside = [np.concatenate(([0], np.cumsum(event))) for event in events]
    many = terminal_after - terminal_before
    counts = [each[terminal_after] - each[terminal_before] for each in inside]
    for at in range(tree.n_infosets):
        if tree.labels.set_name[at] not in moves or tree.edge_start[at + 1] - tree.edge_start[at] < 2:
            continue
        steps = {step for node in tree.members(at) for step in _steps(int(node), counts, many)}
        if steps:
            yield at, max(steps)


def _steps(node: int, counts: Sequence[Ints], many: Ints) -> Iterator[int]:
    """After how many steps a node lies on the history; nothing where it does not."""
    done = 0
    while done < len(counts) and counts[done][node] == many[node]:
        done += 1
    if all(count[node] > 0 for count in counts[:done]) and (done == len(counts) or counts[done][node] > 0):
        yield done


def _last(tree: Tree) -> Ints:
    """[node] the last node below each, itself included: nodes stand in depth-first order."""
    last = np.arange(tree.n_nodes)
    for node in range(tree.n_nodes - 1, 0, -1):
        above = int(tree.parent[node])
        last[above] = max(last[above], last[node])
    return last.astype(np.int32)


def _decision(
    told: HistoryQuestion, measured: Measured, play: Play, adversary: Ints, at: int, step: int, player: str
) -> Decision:
    tree, case = told.tree, told.case
    low, high = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
    labels, side = tree.labels.edge[low:high], case.sides.get(player)
    seen = list(tree.labels.seen[at])
    unit = told.unit(player)
    replies = [
        _reply(tree, measured, play, adversary, at, number_of, lead(tree, member, at))
        for number_of, member in enumerate(told.members)
    ]
    counted = [each for each in replies if each.reached] or replies
    best = {
        each.way: frozenset(
            label for label in labels if each.worth[label] >= max(each.worth.values()) - ALIKE * unit
        )
        for each in counted
    }
    by = depends(told.options, best)
    words = next(each.words for each in case.replies if each.move == tree.labels.set_name[at])
    return Decision(
        player=player,
        move=tree.labels.set_name[at],
        own=dict(seen).get(side.move, "") if side is not None else "",
        step=step,
        seen=[
            happened(tree, case, name, choice, [at])
            for name, choice in seen
            if side is None or name != side.move
        ],
        choices={label: words.get(label, label) for label in labels},
        replies=replies,
        best={label: sum(label in each for each in by.said.values()) for label in labels},
        at=by.at,
        of=by.of,
        ways=by.ways,
        reached=any(each.reached for each in replies),
        lead_low=_end(min, [each.low for each in counted]),
        lead_high=_end(max, [each.high for each in counted]),
        same=by.of == 1
        and all(len(each) == 1 for each in by.said.values())
        and not any(each.undetermined for each in counted),
    )


def _reply(
    tree: Tree,
    measured: Measured,
    play: Play,
    adversary: Ints,
    at: int,
    way: int,
    margin: tuple[str, MarginRow],
) -> Reply:
    """What is believed and what each choice is worth at a set, in one way of playing."""
    low, high = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
    labels, members = tree.labels.edge[low:high], tree.members(at)
    belief: dict[str, float] = {}
    for edge in np.unique(adversary[members]):
        label = tree.labels.edge[edge] if edge >= 0 else ""
        belief[label] = belief.get(label, 0.0) + float(
            measured.belief[way, members[adversary[members] == edge]].sum()
        )
    act, row = margin
    return Reply(
        way=row.member,
        reached=bool(measured.reach[way, members].sum() > USED),
        belief={name: number(each) or 0.0 for name, each in belief.items()},
        worth={
            name: number(value) or 0.0
            for name, value in zip(labels, measured.action_value[way, low:high].tolist(), strict=True)
        },
        share=dict(zip(labels, play.strategy[way, low:high].tolist(), strict=True)),
        act=act,
        margin=number(row.margin) or 0.0,
        low=number(row.low),
        high=number(row.high),
        ties=tied_moves(row),
        undetermined=row.undetermined,
    )


def _end(pick: Callable[[list[float]], float], given: list[float | None]) -> float | None:
    """The least or the greatest; None where one of them is not known."""
    known = [each for each in given if each is not None]
    return pick(known) if len(known) == len(given) else None
