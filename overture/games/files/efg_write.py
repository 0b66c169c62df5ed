"""A tree to the text of an .efg file, laid out as Gambit lays it out: one line for each node."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, localcontext
from itertools import pairwise

from overture.games.labels import told_apart
from overture.games.tree import Tree

ROUNDING = Decimal("3e-16")  # of a double below one, and of what was computed to get it


class WorldWriter:
    """One world of a tree, ready to be written."""

    def __init__(self, tree: Tree, world: int) -> None:
        self.tree = tree
        exact = tree.exact
        first = tree.n_actions
        if exact is not None:
            self.odds = [str(value) for value in exact.chance]
            self.payoffs = [[str(value) for value in row] for row in exact.payoff]
        else:
            self.odds = self._decimal_odds(world)
            self.payoffs = [[decimal(value) for value in row] for row in tree.payoff[world].tolist()]
        edges = [quote(name) for name in tree.labels.edge]
        edges[first:] = [f"{name} {value}" for name, value in zip(edges[first:], self.odds, strict=True)]
        numbers = self._set_numbers()
        # Gambit refuses to read a label that two sets of a player, or of chance, share.
        set_labels = told_apart(list(zip(tree.set_player.tolist(), tree.labels.set_label, strict=True)))
        self.heads = []
        for at, player in enumerate(tree.set_player.tolist()):
            names = " ".join(edges[tree.edge_start[at] : tree.edge_start[at + 1]])
            who = f"{player + 1} {numbers[at]}" if player >= 0 else f"{numbers[at]}"
            self.heads.append(f"{who} {quote(set_labels[at])} {{ {names} }} ")

    def _decimal_odds(self, world: int) -> list[str]:
        """Decimals that sum to exactly one, for Gambit reads no others: the largest gives what rounding left.

        Where more is amiss than the rounding of doubles, the numbers were given so, and stay.
        """
        tree = self.tree
        odds = [Decimal(repr(value + 0.0)) for value in tree.chance[world].tolist()]
        starts = tree.edge_start[tree.n_infosets :] - tree.n_actions
        with localcontext() as context:
            context.prec = 400  # doubles have decimals of any size: nothing is rounded
            for first, last in pairwise(starts.tolist()):
                here = odds[first:last]
                amiss = 1 - sum(here, Decimal(0))
                if abs(amiss) <= ROUNDING * len(here):
                    odds[first + here.index(max(here))] += amiss
        return [f"{value:f}" for value in odds]

    def text(self) -> str:
        tree, labels = self.tree, self.tree.labels
        tails = ["0", *self._outcomes()]
        node_labels = [quote(name) for name in labels.node] or ['""'] * tree.n_nodes
        letters = ["p" if player >= 0 else "c" for player in tree.set_player.tolist()]
        players = " ".join(map(quote, tree.players))
        lines = [f"EFG 2 R {quote(tree.title)} {{ {players} }}", quote(labels.comment), ""]
        for name, at, outcome in zip(node_labels, tree.set_of.tolist(), tree.outcome.tolist(), strict=True):
            tail = tails[outcome + 1]
            lines.append(f"t {name} {tail}" if at < 0 else f"{letters[at]} {name} {self.heads[at]}{tail}")
        return "\n".join([*lines, ""])

    def _set_numbers(self) -> tuple[int, ...]:
        tree = self.tree
        given = tuple(tree.labels.set_number)
        pairs = set(zip(tree.set_player.tolist(), given, strict=True))
        if len(pairs) == len(given) and all(number > 0 for number in given):
            return given
        count: Counter[int] = Counter()
        numbers = []
        for player in tree.set_player.tolist():
            count[player] += 1
            numbers.append(count[player])
        return tuple(numbers)

    def _outcomes(self) -> list[str]:
        labels, many = self.tree.labels, len(self.payoffs)
        numbers = labels.outcome_number
        if len(numbers) != many or len(set(numbers)) != many or any(number < 1 for number in numbers):
            numbers = tuple(range(1, many + 1))
        names = labels.outcome if len(labels.outcome) == many else ("",) * many
        return [
            f"{number} {quote(name)} {{ {', '.join(row)} }}"
            for number, name, row in zip(numbers, names, self.payoffs, strict=True)
        ]


def quote(text: str) -> str:
    """``text`` in quotes; a backslash is doubled only where a reader would take it for a shield."""
    if "\\" not in text and '"' not in text:
        return f'"{text}"'
    out = []
    for at, letter in enumerate(text):
        following = text[at + 1 : at + 2]
        if letter == '"':
            out.append('\\"')
        elif letter == "\\" and following in ("", "\\", '"'):
            out.append("\\\\")
        else:
            out.append(letter)
    return f'"{"".join(out)}"'


def decimal(value: float) -> str:
    """A decimal that reads back to the same double, without an exponent (older readers know none)."""
    return f"{Decimal(repr(value + 0.0)):f}"
