"""Who knows what: at each kind of decision, what its player has seen, and what has happened unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from overture.games.show import history
from overture.games.tree import Tree
from overture.wording import agreeing, as_words, capital, listed

MOST_SETS = 5_000  # of a tree whose decisions are told one by one
ALWAYS, WHERE_MADE, SOMETIMES, NEVER = "always", "where made", "sometimes", "never"


def knowledge(
    tree: Tree,
    name: Callable[[str], str] = str,
    many: Callable[[str], bool] = lambda player: False,
    in_words: Callable[[str], str] = as_words,
    clause: Callable[[str, str], str] | None = None,
) -> Iterator[str]:
    """A sentence for each decision: what its player has seen there, and what has happened unseen.

    Args:
        name: how sentences name a player. many: whether he takes a plural verb. in_words: how they name a move.
            clause: what it means that a choice was made at a move.
    """
    sets: dict[tuple[int, str], list[int]] = {}
    for at in range(min(tree.n_infosets, MOST_SETS)):
        sets.setdefault((int(tree.set_player[at]), tree.labels.set_name[at]), []).append(at)
    choices = _choices(tree)
    for (player, move), decisions in sets.items():
        sight = _sight(tree, decisions)
        who, group = name(tree.players[player]), many(tree.players[player])
        told = {kind: [in_words(each) for each in moves] for kind, moves in sight.items()}
        yield f"At {in_words(move)}, {who} {_sight_words(agreeing('has', group), told)}."
        hidden = sight[NEVER]
        if tree.n_nodes <= MOST_SETS:
            for each, choice in _told_by_asking(tree, decisions, hidden, choices):
                so = clause(each, choice) if clause else f"{in_words(each)} is {as_words(choice)}"
                yield (
                    f"That {who} {agreeing('is', group)} asked for {in_words(move)} tells {who} that {so}: "
                    "after any other choice nobody is asked."
                )
    for move in public_types(tree):
        yield f"{capital(in_words(move))} is public: nobody else would need to infer it."


def seen_words(has: str, known: Sequence[str], hidden: Sequence[str]) -> str:
    """``has seen the offer, but not the kind``; ``has seen neither the year nor the fund``."""
    seen = f"{has} seen {listed(known) or 'nothing'}"
    if not hidden:
        return seen
    if len(hidden) > 1:
        none = f"neither {listed(hidden, 'nor')}" if len(hidden) == 2 else f"none of {listed(hidden)}"
        return f"{seen}, but {none}" if known else f"{has} seen {none}"
    return f"{seen}, but not {hidden[0]}" if known else f"{has} not seen {hidden[0]}"


def _sight(tree: Tree, decisions: Sequence[int]) -> dict[str, list[str]]:
    """The earlier moves of some decisions by whether their player has seen them: ALWAYS, WHERE_MADE, SOMETIMES or NEVER."""
    seen: dict[str, int] = {}
    unseen: dict[str, None] = {}
    for at in decisions:
        here = dict(tree.labels.seen[at])
        for each in here:
            seen[each] = seen.get(each, 0) + 1
        nodes = tree.members(at)[: 1 if tree.n_nodes > MOST_SETS else None]
        unseen.update(
            (each, None) for node in nodes.tolist() for each, _ in history(tree, node) if each not in here
        )
    found: dict[str, list[str]] = {ALWAYS: [], WHERE_MADE: [], SOMETIMES: [], NEVER: []}
    for each, often in seen.items():
        kind = ALWAYS if often == len(decisions) else SOMETIMES if each in unseen else WHERE_MADE
        found[kind].append(each)
    found[NEVER] = [each for each in unseen if each not in seen]
    return found


def _sight_words(has: str, told: Mapping[str, Sequence[str]]) -> str:
    """``has seen the offer and, where it has happened, the count, but not the kind``."""
    known = listed(told[ALWAYS])
    for kind, when in ((WHERE_MADE, "where it has happened"), (SOMETIMES, "in some histories")):
        if told[kind]:
            many = "where they have happened" if kind == WHERE_MADE and len(told[kind]) > 1 else when
            known = f"{known} and, {many}, {listed(told[kind])}" if known else f"{listed(told[kind])} {many}"
    return seen_words(has, [known] if known else [], told[NEVER])


def _choices(tree: Tree) -> dict[str, set[str]]:
    """Move -> the choices that it has at any of its sets."""
    found: dict[str, set[str]] = {}
    for at, move in enumerate(tree.labels.set_name):
        edges = tree.labels.edge[int(tree.edge_start[at]) : int(tree.edge_start[at + 1])]
        found.setdefault(move, set()).update(edges)
    return found


def _told_by_asking(
    tree: Tree, decisions: Sequence[int], hidden: Sequence[str], choices: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Moves that a player has not seen, and of which only one choice leads to these decisions of his."""
    if not hidden:
        return
    histories = [dict(history(tree, node)) for at in decisions for node in tree.members(at).tolist()]
    for each in hidden:
        found = {done.get(each) for done in histories}
        if len(found) == 1 and len(choices[each]) > 1 and (choice := found.pop()) is not None:
            yield each, choice


def public_types(tree: Tree) -> list[str]:
    """The moves of chance that come before all others and that every player sees."""
    if tree.set_of[0] < tree.n_infosets:
        return []
    first, found = int(tree.set_of[0]), tree.labels.set_name[int(tree.set_of[0])]
    deciding = {int(player) for player in tree.set_player[: tree.n_infosets]}
    sees = {
        int(tree.set_player[at])
        for at in range(tree.n_infosets)
        if found in (move for move, _ in tree.labels.seen[at])
    }
    many = int(tree.edge_start[first + 1] - tree.edge_start[first]) > 1
    return [found] if many and len(deciding) > 1 and deciding == sees else []
