"""What choices the moves that a case names must have: something to tell, something to answer, one prior."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from overture.case.written import Written, choices
from overture.errors import EventError, Fault
from overture.filing import Keys
from overture.games.measured.event import Mask, choice_at_terminals, mask, subtree_end
from overture.games.tree import Tree

Found = Iterator[tuple[Keys, Fault]]


def choice_faults(written: Written, tree: Tree) -> list[Fault]:
    """A signal or a reply with one choice, replies that differ between sets, a prior that hangs on the history."""
    return written.kept(
        [
            *_only_one(written, tree),
            *_replies(written, tree),
            *_before_the_reply(written, tree),
            *_prior(written, tree),
        ]
    )


def _only_one(written: Written, tree: Tree) -> Found:
    for key, move in (("signal", written.case.signal.move), ("reply", written.case.reply.move)):
        labels = choices(tree, move)
        if move in tree.labels.set_name and len(labels) < 2:
            keys: Keys = (key, "move")
            told = f"{move!r} has one choice only" + (f", {labels[0]}" if labels else "")
            yield keys, Fault(f"case/{key}", told, written.places(keys), "a move with two choices or more")


def _replies(written: Written, tree: Tree) -> Found:
    """Wherever one signal is answered first, the same replies are offered."""
    move = written.case.reply.move
    if written.case.signal.move not in tree.labels.set_name:
        return
    signal = choice_at_terminals(tree, written.case.signal.move)
    ends = subtree_end(tree)
    found: dict[str, tuple[str, ...]] = {}
    for at, name in enumerate(tree.labels.set_name[: tree.n_infosets]):
        nodes = tree.members(at)
        if name != move or _again(tree, move, int(nodes[0])):
            continue
        labels = tuple(sorted(tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]))
        spans = [np.searchsorted(tree.terminal, [node, ends[node]]) for node in nodes]
        edges = {int(each) for low, high in spans for each in np.unique(signal[low:high])}
        told = {tree.labels.edge[edge] if edge >= 0 else "" for edge in edges}
        for choice in sorted(told):
            if found.setdefault(choice, labels) != labels:
                keys: Keys = ("reply", "move")
                yield (
                    keys,
                    Fault(
                        "case/reply",
                        f"{move!r} offers {', '.join(found[choice])} at one place and {', '.join(labels)} at another",
                        written.places(keys),
                        "the same choices wherever the same offer is answered",
                        "give every place the same choices, or the other move a name of its own",
                    ),
                )
                return


def _before_the_reply(written: Written, tree: Tree) -> Found:
    """Nothing is left to decide between the offer and the reply: a plan begins with the reply."""
    case = written.case
    if case.advised not in tree.players or case.signal.move not in tree.labels.set_name:
        return
    advised = tree.players.index(case.advised)
    done = _done(written, tree)
    for at, name in enumerate(tree.labels.set_name[: tree.n_infosets]):
        if name != case.reply.move:
            continue
        for node in tree.members(at):
            own = _own_between(tree, int(node), advised, case.signal.move, case.reply.move)
            if own is None or len(_left(tree, own, done)) < 2:
                continue
            keys: Keys = ("reply", "move")
            found = f"{case.advised} decides {own!r} between the offer and {name!r}"
            allowed = f"the first thing that {case.advised} decides after the offer"
            mend = f"write reply: {{move: {own}}}; what follows it is planned with it. Or say under done what was chosen"
            yield keys, Fault("case/reply", found, written.places(keys), allowed, mend)
            return


def _own_between(tree: Tree, node: int, advised: int, signal: str, reply: str) -> str | None:
    """The first move of the advised side between the signal and a node of the reply; None where there is none."""
    found = None
    node = int(tree.parent[node])
    while node >= 0:
        at = int(tree.set_of[node])
        name = tree.labels.set_name[at]
        if name == signal:
            return found
        if name == reply:
            return None
        if at < tree.n_infosets and int(tree.set_player[at]) == advised:
            found = name
        node = int(tree.parent[node])
    return None


def _done(written: Written, tree: Tree) -> Mask:
    """[H] the histories that what was done leaves, as far as it can be read."""
    found = np.ones(len(tree.terminal), dtype=bool)
    for act in written.case.done:
        with suppress(EventError):
            found &= mask(tree, act.event)
    return found


def _left(tree: Tree, move: str, done: Mask) -> list[str]:
    """The choices at a move that what was done leaves open."""
    return [
        label for label in choices(tree, move) if (mask(tree, f"move({move!r}) == {label!r}") & done).any()
    ]


def _again(tree: Tree, move: str, node: int) -> bool:
    """Whether the move was already made on the way to a node."""
    node = int(tree.parent[node])
    while node >= 0:
        at = int(tree.set_of[node])
        if at >= 0 and tree.labels.set_name[at] == move:
            return True
        node = int(tree.parent[node])
    return False


def _prior(written: Written, tree: Tree) -> Found:
    """The odds of the hypothesis are the same wherever it is drawn: there is one prior."""
    move = written.case.hypothesis.move
    rows = []
    for at, name in enumerate(tree.labels.set_name):
        if name == move and at >= tree.n_infosets:
            first, last = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
            odds = tree.chance[0, first - tree.n_actions : last - tree.n_actions]
            rows.append(dict(zip(tree.labels.edge[first:last], odds.tolist(), strict=True)))
    for row in rows[1:]:
        same = row.keys() == rows[0].keys() and all(abs(row[name] - rows[0][name]) < 1e-9 for name in row)
        if not same:
            keys: Keys = ("hypothesis", "move")
            found = f"the odds of {move!r} hang on what came before it"
            allowed = "one prior: the same choices with the same odds wherever it is drawn"
            mend = "draw it first, and let what came before it hang on it"
            yield keys, Fault("case/hypothesis", found, written.places(keys), allowed, mend)
            return
