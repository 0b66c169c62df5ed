"""What is done at information sets, in the words of the case."""

from __future__ import annotations

from collections.abc import Sequence

from overture.case.history.schema import HistoryCase
from overture.games.measured.standards import ALIKE
from overture.games.tree import CHANCE, Floats, Tree
from overture.history.step import choices
from overture.wording import agreeing, plural


def lines(tree: Tree, case: HistoryCase, strategy: Floats, sets: list[int]) -> list[str]:
    """A line for each move and thing that is done there: who, after what all who do it have seen, and how often.

    Args:
        strategy: [A] of one way of playing. sets: those that are told.
    """
    groups: dict[tuple[int, str, tuple[tuple[str, str], ...]], list[int]] = {}
    for at in sets:
        groups.setdefault(
            (int(tree.set_player[at]), tree.labels.set_name[at], _shares(tree, strategy, at)), []
        ).append(at)
    found = []
    told: dict[tuple[int, str, tuple[tuple[str, str], ...]], int] = {}
    parts = [(key, those, _common(tree, those)) for key, those in groups.items()]
    for (player, move, _), _, common in parts:
        told[player, move, common] = told.get((player, move, common), 0) + 1
    for (player, move, shares), those, common in parts:
        # What is common to two groups tells neither from the other: then each set is told by all that is seen there.
        alone = told[player, move, common] > 1
        each = [(tree.labels.seen[at], [at]) for at in those] if alone else [(common, those)]
        found += [_line(tree, case, player, move, shares, seen, sets) for seen, sets in each]
    return list(dict.fromkeys(found))


def _common(tree: Tree, sets: list[int]) -> tuple[tuple[str, str], ...]:
    """What has been seen at all of these sets."""
    return tuple(
        step for step in tree.labels.seen[sets[0]] if all(step in tree.labels.seen[at] for at in sets)
    )


def seen_by_all(tree: Tree, case: HistoryCase, sets: list[int]) -> list[str]:
    """What has been seen at all of these sets, in words, without what a player is."""
    hidden = {side.move for side in case.sides.values()}
    return [
        happened(tree, case, name, choice, sets) for name, choice in _common(tree, sets) if name not in hidden
    ]


def alternatives(tree: Tree, case: HistoryCase, move: str) -> str:
    """What may be done at a move, and by whom: "X accepts or refuses"."""
    labels = list(choices(tree, move))
    if all(label in case.phrases.get(move, {}) for label in labels):
        movers = _movers(tree, move)
        return " or ".join(
            [
                happened(tree, case, move, labels[0]),
                *(_does(case, movers, move, label) for label in labels[1:]),
            ]
        )
    between = " or ".join(f"“{label}”" for label in labels)
    movers = _movers(tree, move)
    verb = agreeing("chooses", _many(case, movers))
    return f"{_names(case, movers)} {verb} {between} at “{move}”" if movers else f"{move} is {between}"


def _movers(tree: Tree, move: str, sets: Sequence[int] = ()) -> list[str]:
    """The players who make a move, on the way to these sets where some player does there; none for a move of chance."""
    everywhere = {at for at, name in enumerate(tree.labels.set_name) if name == move}
    before = {int(tree.set_player[at]) for at in everywhere & _above(tree, sets)} - {CHANCE}
    movers = before or {int(tree.set_player[at]) for at in everywhere} - {CHANCE}
    return [tree.players[each] for each in sorted(movers)]


def _names(case: HistoryCase, players: Sequence[str]) -> str:
    """Players by name: "X or Y"."""
    return " or ".join(map(case.player_name, players))


def _many(case: HistoryCase, players: Sequence[str]) -> bool:
    """Whether the verb of these players is plural: that of the last of them."""
    return bool(players) and plural(case.player_name(players[-1]), case.pronoun(players[-1]))


def _does(case: HistoryCase, players: Sequence[str], move: str, choice: str) -> str:
    """What these players do, as their names want the verb: "accepts the offer", "accept the offer"."""
    return agreeing(case.phrase(move, choice), _many(case, players))


def _above(tree: Tree, sets: Sequence[int]) -> set[int]:
    """The sets on the way to these."""
    found: set[int] = set()
    for at in sets:
        for member in tree.members(at):
            node = int(tree.parent[member])
            while node >= 0:
                found.add(int(tree.set_of[node]))
                node = int(tree.parent[node])
    return found


def _line(
    tree: Tree,
    case: HistoryCase,
    player: int,
    move: str,
    shares: tuple[tuple[str, str], ...],
    seen: Sequence[tuple[str, str]],
    sets: Sequence[int],
) -> str:
    who = tree.players[player]
    own = case.sides[who].move if who in case.sides else ""
    noun = next((case.noun(who, choice) for name, choice in seen if name == own), "")
    after = [happened(tree, case, name, choice, sets) for name, choice in seen if name != own]
    movers = [] if noun else [who]  # "an exploiter" takes a singular verb
    done = " or ".join(f"{_does(case, movers, move, choice)}{odds}" for choice, odds in shares)
    said = f"{noun or case.player_name(who)} {done}"
    return f"{', '.join(after)}: {said}" if after else said


def happened(tree: Tree, case: HistoryCase, move: str, choice: str, sets: Sequence[int] = ()) -> str:
    """A choice that was made, and by whom: "X accepts the first offer"; of a move that several make, "X or Y accepts".

    Args:
        sets: those at which it has been seen, where it is told of them: then who makes it elsewhere is not named.
    """
    who = _movers(tree, move, sets)
    if not who and choice not in case.phrases.get(move, {}):
        return f"{move} is {choice}"
    return f"{_names(case, who)} {_does(case, who, move, choice)}".strip()


def _shares(tree: Tree, strategy: Floats, at: int) -> tuple[tuple[str, str], ...]:
    """The choices that are made, with their shares where there are several."""
    low, high = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
    made = [
        (tree.labels.edge[edge], float(strategy[edge])) for edge in range(low, high) if strategy[edge] > ALIKE
    ]
    return tuple((choice, "" if len(made) == 1 else f" ({share:.3g})") for choice, share in made)
