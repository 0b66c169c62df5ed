"""Who knows what: at each kind of decision, what its player has seen, and what has happened unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from overture.games.show import history
from overture.games.tree import Tree
from overture.wording import agreeing, as_words, capital, listed

MOST_SETS = 5_000  # of a tree whose decisions are told one by one


def knowledge(
    tree: Tree,
    name: Callable[[str], str] = str,
    many: Callable[[str], bool] = lambda player: False,
    in_words: Callable[[str], str] = as_words,
) -> Iterator[str]:
    """A sentence for each decision: what its player has seen there, and what has happened unseen.

    Args:
        name: how sentences name a player. many: whether he takes a plural verb. in_words: how they name a move or a choice.
    """
    sets: dict[tuple[int, str], list[int]] = {}
    for at in range(min(tree.n_infosets, MOST_SETS)):
        sets.setdefault((int(tree.set_player[at]), tree.labels.set_name[at]), []).append(at)
    choices = _choices(tree)
    for (player, move), decisions in sets.items():
        known = dict.fromkeys(each for at in decisions for each, _ in tree.labels.seen[at])
        passed = dict.fromkeys(
            each for at in decisions for each, _ in history(tree, int(tree.members(at)[0]))
        )
        hidden = [each for each in passed if each not in known]
        who, group = name(tree.players[player]), many(tree.players[player])
        has = agreeing("has", group)
        yield f"At {in_words(move)}, {who} {seen_words(has, list(map(in_words, known)), list(map(in_words, hidden)))}."
        if tree.n_nodes <= MOST_SETS:
            for each, choice in _told_by_asking(tree, decisions, hidden, choices):
                yield (
                    f"That {who} {agreeing('is', group)} asked for {in_words(move)} tells {who} that {in_words(each)} is "
                    f"{as_words(choice)}: after any other choice nobody is asked."
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
