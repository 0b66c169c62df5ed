"""Say a strategy as a person would: who, having seen what, does what, and believes what.

Counterpart, having seen offer=thin, choosing answer: accept 0.87, reject 0.13; believes intent=exploit 0.50

Where the game has words: X, having seen that the leader offers a thin freeze, choosing answer: accepts 0.87, rejects 0.13;
believes that the leader would cheat 0.50.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from overture.errors import SolveError
from overture.games.given import need_world
from overture.games.measured.assessment import name_of
from overture.games.measured.measure import Measured, assess
from overture.games.measured.standards import USED
from overture.games.spoken import SpokenGame
from overture.games.tree import Floats, Tree
from overture.wording import capital

SURE = 5e-4  # what is chosen with a smaller probability is not told
MOST_NODES = 1_500  # of a game whose play is said unasked


@dataclass(frozen=True)
class Saying:
    """One information set in words, or several at which the same is done and believed.

    ``reached`` tells whether play gets to any of them; ``seen`` is what the mover has seen, as far as
    it makes a difference. ``player`` and ``move`` are those of the game; the other words are of ``spoken``, where it is given.
    """

    player: str
    where: str
    does: str
    believes: str
    reached: bool
    move: str = ""
    seen: tuple[tuple[str, str], ...] = ()
    spoken: SpokenGame | None = None

    @property
    def who(self) -> str:
        """Who chooses, at the beginning of a sentence."""
        return capital(self.spoken.name(self.player)) if self.spoken else self.player

    def __str__(self) -> str:
        text = f"{self.who}, {self.where}: {self.does}"
        if self.believes:
            believes = self.spoken.verb(self.player, "believes") if self.spoken else "believes"
            text += f"; {believes} {self.believes}"
        return text if self.reached else f"{text} (off the path)"


def history(tree: Tree, node: int) -> tuple[tuple[str, str], ...]:
    """The moves and choices that lead to a node, in order."""
    labels = tree.labels
    path = []
    while node > 0:
        before = int(tree.parent[node])
        path.append((labels.set_name[tree.set_of[before]], labels.edge[tree.edge[node]]))
        node = before
    return tuple(reversed(path))


def sayings(
    tree: Tree, strategy: ArrayLike, measured: Measured, world: int = 0, spoken: SpokenGame | None = None
) -> list[Saying]:
    """Every information set of one world in words, in the order of the tree.

    What a mover has seen and what makes no difference to what he does and believes is left out, and
    the information sets that differ in nothing else are said once.

    Args:
        tree, strategy: the game and [W, A] (or [A]) behaviour strategies.
        measured: what :func:`overture.games.measured.measure.assess` found for that strategy.
        world: which world to say. spoken: the words of the game; its labels are said without them.
    """
    table = np.broadcast_to(np.asarray(strategy, dtype=np.float64), (tree.n_worlds, tree.n_actions))[world]
    told = [_saying(tree, table, measured, world, infoset, spoken) for infoset in range(tree.n_infosets)]
    for move in dict.fromkeys(move for each in tree.labels.seen for move, _ in each):
        told = _without(told, move)
    return told


def _without(told: list[Saying], move: str) -> list[Saying]:
    """The same, said once where the choice at ``move`` makes no difference to what is done and believed."""
    alike: dict[tuple[str, str, tuple[tuple[str, str], ...], bool], list[Saying]] = {}
    for each in told:
        rest = tuple(item for item in each.seen if item[0] != move)
        alike.setdefault((each.player, each.move, rest, len(rest) < len(each.seen)), []).append(each)
    result: dict[int, Saying] = {}
    place = {id(each): at for at, each in enumerate(told)}
    for (_, _, rest, _), group in alike.items():
        first = group[0]
        alike_here = len({(each.does, each.believes) for each in group}) == 1
        if len(group) > 1 and alike_here and not _contradicted(told, group, rest):
            seen = tuple(item for item in first.seen if item in rest)
            reached = any(each.reached for each in group)
            where = where_of(seen, first.move, first.player, first.spoken)
            result[place[id(first)]] = replace(first, where=where, seen=seen, reached=reached)
        else:
            result.update((place[id(each)], each) for each in group)
    return [result[at] for at in sorted(result)]


def _contradicted(told: list[Saying], group: list[Saying], rest: tuple[tuple[str, str], ...]) -> bool:
    """Whether ``rest`` would also speak of another saying of the same move, in which something else is done."""
    first, kept = group[0], dict(rest)
    return any(
        (each.does, each.believes) != (first.does, first.believes)
        and all(kept.get(move, choice) == choice for move, choice in each.seen)
        for each in told
        if (each.player, each.move) == (first.player, first.move)
    )


def where_of(seen: Sequence[tuple[str, str]], move: str, player: str, spoken: SpokenGame | None) -> str:
    """Where a player chooses: what he has seen of what matters, and which move it is."""
    chosen = f"choosing {spoken.move(move) if spoken else move}"
    if not seen:
        return chosen
    if spoken:
        return f"having seen that {spoken.history(seen, player)}, {chosen}"
    return "having seen " + ", ".join(f"{name}={choice}" for name, choice in seen) + f", {chosen}"


def place_words(tree: Tree, infoset: int, spoken: SpokenGame | None) -> str:
    """An information set: "Sender, at message | type=weak", or in the words of the game."""
    player = tree.players[tree.set_player[infoset]]
    if spoken is None:
        return f"{player}, at {name_of(tree, infoset)}"
    labels = tree.labels
    return (
        f"{spoken.name(player)}, {where_of(labels.seen[infoset], labels.set_name[infoset], player, spoken)}"
    )


def choice_words(tree: Tree, action: int, spoken: SpokenGame | None) -> str:
    """A choice by its label, or what its player does in the words of the game."""
    label, infoset = tree.labels.edge[action], int(tree.infoset_of_action[action])
    if spoken is None:
        return label
    return spoken.does(tree.players[tree.set_player[infoset]], tree.labels.set_name[infoset], label)


def said_of(game: Played, world: int = 0) -> list[Saying]:
    """Play in the words of the game, as :func:`sayings` has it, with the beliefs of the trembles that belong to it."""
    found = assess(game.tree, game.strategy, game.order, game.weight)
    return sayings(game.tree, game.strategy, found, world, game.tree.spoken)


MOST_SAID = 12  # lines of play in a notebook


def notebook_lines(game: Played) -> list[str]:
    """Play of one world in words for a notebook: what is done where play goes, then elsewhere, in at most 12 lines."""
    if game.tree.n_worlds > 1 or game.tree.n_nodes > MOST_NODES:
        return []
    told = said_of(game)
    lines = [str(each) for each in sorted(told, key=lambda each: not each.reached)]
    more = [f"and {len(lines) - MOST_SAID} more lines: ov.say tells all"] if len(lines) > MOST_SAID else []
    return lines[:MOST_SAID] + more


def path_lines(game: Played, name: str) -> list[tuple[str, list[str]]]:
    """A name, and below it what is done where play goes."""
    if game.tree.n_nodes > MOST_NODES:
        return []
    return [(name, reached_lines(said_of(game)))]


def reached_lines(told: list[Saying]) -> list[str]:
    """What is done where play goes, a line for each."""
    return [f"{each.who}, {each.where}: {each.does}" for each in told if each.reached]


class Plays(Protocol):
    """What holds one way of playing, or one in each world."""

    @property
    def strategy(self) -> Floats: ...
    @property
    def order(self) -> Floats: ...
    @property
    def weight(self) -> Floats: ...


class Played(Plays, Protocol):
    """The same with its tree: a solution, an entry of a list."""

    @property
    def tree(self) -> Tree: ...


def say(
    game: Tree | Played,
    strategy: ArrayLike | None = None,
    measured: Measured | None = None,
    world: int = 0,
    spoken: SpokenGame | None = None,
) -> str:
    """Play in words, a line for each information set: who, having seen what, does what and believes what.

    Args:
        game: a result that holds play (``ov.say(solution)``, ``ov.say(entry)``), or a tree with a strategy.
        strategy: [W, A] (or [A]) behaviour strategies of the tree; left out with a result.
        measured: what :func:`overture.games.measured.measure.assess` found for it; measured here if left out, where beliefs
            off the path are those of the result's trembles, or of equal ones.
        world: which world to say. spoken: the words of the game; if left out those that its tree brings from its story or case
            (``tree.spoken``), and its labels where it has none.

    Raises:
        SolveError: no such world, a tree without a strategy, or a strategy that is no probability.
    """
    if not isinstance(game, Tree) and not all(
        hasattr(game, name) for name in ("tree", "strategy", "order", "weight")
    ):
        raise SolveError.of(
            "say/strategy",
            f"a {type(game).__name__}, which is not one way of playing",
            allowed="a solution, one entry of a list (found.members[0]), or a tree with a strategy",
        )
    tree = game if isinstance(game, Tree) else game.tree
    need_world(tree, world, "say")
    if not isinstance(game, Tree) and strategy is None:
        strategy = game.strategy
        measured = measured or assess(tree, strategy, game.order, game.weight)
    if strategy is None:
        raise SolveError.of(
            "say/strategy",
            "a tree without a strategy",
            tree.title,
            "ov.say(solution), or ov.say(tree, strategy)",
        )
    found = measured or assess(tree, strategy)
    return "\n".join(str(each) for each in sayings(tree, strategy, found, world, spoken or tree.spoken))


def outline(tree: Tree, depth: int = 12) -> list[str]:
    """The game as an indented outline: each kind of decision once, in the order in which it is met."""
    lines: list[str] = []
    told: set[tuple[int, str, tuple[str, ...]]] = set()

    def go(node: int, level: int) -> None:
        at = int(tree.set_of[node])
        if at < 0 or level >= depth:
            return
        labels = tree.labels
        choices = labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]
        mover = int(tree.set_player[at])
        key = (mover, labels.set_name[at], choices)
        if key not in told:
            told.add(key)
            who = tree.players[mover] if mover >= 0 else "Chance"
            lines.append(f"{'  ' * level}{who}: {labels.set_name[at]} ({', '.join(choices)})")
        for child in children.get(node, []):
            go(child, level + 1)

    children: dict[int, list[int]] = {}
    for node in range(1, tree.n_nodes):
        children.setdefault(int(tree.parent[node]), []).append(node)
    go(0, 0)
    return lines


def does(names: Sequence[str], chances: Sequence[float]) -> str:
    """What is done at a set, in words: choices with their probabilities, or the one that is (nearly) always made."""
    for name, chance in zip(names, chances, strict=True):
        if chance > 1 - SURE:
            return f"always {name}" if chance >= 1 - USED else f"nearly always {name}"
    return ", ".join(
        f"{name} {chance:.2f}" for name, chance in zip(names, chances, strict=True) if chance >= SURE
    )


def _saying(
    tree: Tree, table: np.ndarray, measured: Measured, world: int, infoset: int, spoken: SpokenGame | None
) -> Saying:
    labels, player = tree.labels, tree.players[tree.set_player[infoset]]
    first, last = int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])
    seen, move = labels.seen[infoset], labels.set_name[infoset]
    choices = labels.edge[first:last]
    if spoken:
        choices = tuple(spoken.does(player, move, each) for each in choices)
    done = does(choices, table[first:last].tolist())
    where = where_of(seen, move, player, spoken)
    if not seen and not spoken:
        where = f"at {labels.set_label[infoset] or labels.set_number[infoset]}"
    nodes = tree.members(infoset)
    return Saying(
        player=player,
        where=where,
        does=done,
        believes=_worded(_parts(tree, nodes.tolist(), spoken, player), measured.belief[world, nodes]),
        reached=bool(measured.reach[world, nodes].sum() > 0),
        move=move,
        seen=seen,
        spoken=spoken,
    )


def believed(tree: Tree, infoset: int, belief: Floats) -> list[str]:
    """[k] what the mover of a set believes, in words, for beliefs [k, node]; "" where he knows the history."""
    nodes = tree.members(infoset)
    if len(nodes) == 1:
        return [""] * len(belief)
    parts = _parts(tree, nodes.tolist())
    return [_worded(parts, row) for row in belief[:, nodes]]


Part = tuple[str, list[int]]  # what may have happened, and at which of the nodes of a set it did


def _parts(tree: Tree, nodes: list[int], spoken: SpokenGame | None = None, player: str = "") -> list[Part]:
    """What the histories of a set differ in: each choice, with the places of its nodes."""
    if len(nodes) == 1:
        return []
    if not any(tree.labels.seen):
        # A file does not say what was seen, and names its moves by place: tell whole histories.
        return [
            ("/".join(choice for _, choice in history(tree, node)), [at]) for at, node in enumerate(nodes)
        ]
    pasts = [dict(history(tree, node)) for node in nodes]
    parts: list[Part] = []
    for move in dict.fromkeys(name for past in pasts for name in past):
        places: dict[str, list[int]] = {}
        for at, past in enumerate(pasts):
            places.setdefault(past.get(move, ""), []).append(at)
        if len(places) > 1:
            parts += [(_part(move, choice, spoken, player), where) for choice, where in places.items()]
    return parts


def _part(move: str, choice: str, spoken: SpokenGame | None, player: str) -> str:
    """What may have happened at a move; ``choice`` is "" where it was not made."""
    if spoken is None:
        return f"{move}={choice}" if choice else f"no {move}"
    return f"that {spoken.happened(move, choice, player) if choice else f'there was no {spoken.move(move)}'}"


def _worded(parts: list[Part], belief: np.ndarray) -> str:
    """The parts with their probabilities, without those that are as good as none."""
    shares = [(words, float(belief[places].sum())) for words, places in parts]
    return ", ".join(f"{words} {share:.2f}" for words, share in shares if share >= SURE)
