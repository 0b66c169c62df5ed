"""Games in strategic form in Gambit's ``.nfg`` format: payoffs, or outcomes and which of them is where; written with payoffs.

Source: "File formats", Gambit documentation, section "The strategic game (.nfg) file format". The
strategy of the first player changes fastest. What is read becomes a tree in which everybody moves at
once; what is written is the reduced normal form.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from fractions import Fraction
from math import prod

from overture.errors import Fault, FileError
from overture.games.files.efg_parse import number, unquote
from overture.games.files.efg_write import decimal, quote
from overture.games.files.gambit_text import first_faults, open_text
from overture.games.given import need_tree
from overture.games.measured.normal_form import MOST_PROFILES, normal_form
from overture.games.telling.strategic import simultaneous
from overture.games.tree import Tree
from overture.games.view import count as counted

TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([{}])|,|([^\s{}",]+))', re.S)

Token = tuple[str, str]  # ("text" | "brace" | "word", what it says)


def read_nfg(path_or_text: str | os.PathLike[str]) -> Tree:
    """The game in a ``.nfg`` file, as a tree with one world; numbers stay rational.

    A string that has more than one line, or begins with ``NFG`` and has quotes in it, is the text of
    a file; any other is a path.

    Args:
        path_or_text: the file, or its text.

    Raises:
        FileError: there is no such file, or it is not of this format; the sentence says what is missing, in which line.
    """
    text, name = open_text(path_or_text, "NFG", "nfg/file")
    return _NfgReader(text, os.path.basename(name)).tree()


def write_nfg(tree: Tree, world: int = 0) -> str:
    """One world of ``tree`` as the text of a ``.nfg`` file, with payoffs.

    A game that is not strategic is written as its reduced normal form: a strategy names the player's
    actions, information set by information set, and ``*`` where its own earlier actions leave no choice;
    payoffs are expectations over chance. Exact rationals are written as fractions where the tree has
    them, other numbers as decimals that read back to the same double.

    Args:
        tree: the game.
        world: which world of it.

    Raises:
        TreeError: what is given is no tree.
        SolveError: no such world, or more than a million profiles of strategies.
    """
    need_tree(tree)
    form = normal_form(tree, world, most=MOST_PROFILES)
    lists = "\n".join(f"{{ {' '.join(map(quote, names))} }}" for names in form.names)
    players = " ".join(map(quote, tree.players))
    word = decimal if form.payoff.dtype == float else str
    # The first player's strategy changes fastest; a line for each choice of all others.
    numbers = form.payoff.transpose(*reversed(range(len(tree.players))), -1)
    rows = numbers.reshape(-1, len(form.names[0]) * len(tree.players)).tolist()
    head = [
        f"NFG 1 R {quote(tree.title)} {{ {players} }}",
        "",
        f"{{ {lists}",
        "}",
        quote(tree.labels.comment),
    ]
    return "\n".join([*head, "", *(" ".join(map(word, row)) for row in rows), ""])


def _place(name: str, line: int) -> str:
    """Where a fault is: in a file, or in a text that was given."""
    return f"{name}, line {line}" if name else f"line {line}"


class _NfgReader:
    """The tokens of one file, from left to right."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self.at = name, 0
        self.faults: list[Fault] = []  # after which reading goes on; all are told together
        self.tokens, self.lines = _tokens(text, name)

    def tree(self) -> Tree:
        """The game. Raises FileError with every fault of its numbers, and the first of its form."""
        try:
            tree = self._read()
        except FileError as error:
            raise FileError(*first_faults([*self.faults, *error.faults], "nfg/many")) from None
        FileError.raise_any(first_faults(self.faults, "nfg/many"))
        return tree

    def _read(self) -> Tree:
        for word in ("NFG", "1"):
            self._expect(("word", word), "a file that begins with NFG 1 R or NFG 1 D")
        if self._take("word", "R or D") not in ("R", "D"):
            raise self._fault("the kind of numbers is missing", "R or D")
        title = self._take("text", "the title of the game")
        players = self._texts("the names of the players")
        strategies = self._strategies()
        if len(strategies) != len(players) or not all(strategies) or len(set(players)) < len(players):
            raise self._fault(
                "players and their strategies do not fit", "different players, each with strategies", read=1
            )
        count = prod(map(len, strategies))
        if count > MOST_PROFILES:
            raise self._fault(f"{count} strategy profiles", f"at most {MOST_PROFILES}", read=1)
        following = self._next()
        comment = self._take("text", "a comment") if following and following[0] == "text" else ""
        paid = (
            self._outcomes(count, len(players))
            if self._next() == ("brace", "{")
            else self._payoffs(count, len(players))
        )
        if self._next() is not None:
            raise self._fault(
                "more numbers than strategy profiles need", "one payoff for each profile and player"
            )
        steps = [prod(map(len, strategies[:player])) for player in range(len(players))]
        tree = simultaneous(
            title or "strategic game",
            players,
            strategies,
            lambda profile: paid[sum(at * step for at, step in zip(profile, steps, strict=True))],
        )
        return replace(tree, labels=replace(tree.labels, comment=comment))

    def _strategies(self) -> list[list[str]]:
        """[player] names of strategies; numbers where the file gives only how many."""
        self._expect(("brace", "{"), "the strategies in braces")
        found = []
        while self._next() != ("brace", "}"):
            if self._next() == ("brace", "{"):
                names = self._texts("the names of strategies")
                alike = len(set(names)) < len(names)
                found.append([f"{name} ({at})" for at, name in enumerate(names, 1)] if alike else names)
            else:
                many = self._whole()
                profiles = many * prod(max(len(each), 1) for each in found)
                if profiles > MOST_PROFILES:  # before they are named: a stranger may write any number
                    raise self._fault(f"{profiles:,} strategy profiles", f"at most {MOST_PROFILES:,}", read=1)
                found.append([str(at) for at in range(1, many + 1)])
        self.at += 1
        return found

    def _payoffs(self, count: int, players: int) -> list[list[Fraction]]:
        return [[self._number() for _ in range(players)] for _ in range(count)]

    def _outcomes(self, count: int, players: int) -> list[list[Fraction]]:
        """[profile][player] from a list of outcomes and which of them is where; 0 stands for nothing paid."""
        self.at += 1
        outcomes = [[Fraction(0)] * players]
        while self._next() != ("brace", "}"):
            self._expect(("brace", "{"), "an outcome in braces")
            self._take("text", "the name of an outcome")
            paid = []
            while (token := self._next()) and token[0] == "word":
                paid.append(self._number())
            if len(paid) != players:
                short = f"outcome {len(outcomes)} has {counted(len(paid), 'payoff')} for {counted(players, 'player')}"
                self.faults += self._fault(short, "a payoff for each player", read=1).faults
            outcomes.append([*paid, *[Fraction(0)] * players][:players])
            self._expect(("brace", "}"), "the end of an outcome")
        self.at += 1
        found = []
        for _ in range(count):
            place = self._whole()
            if place >= len(outcomes):
                none = f"there is no outcome {place}"
                self.faults += self._fault(none, f"0 to {len(outcomes) - 1}", read=1).faults
            found.append(outcomes[min(place, len(outcomes) - 1)])
        return found

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _expect(self, token: Token, allowed: str) -> None:
        if self._next() != token:
            raise self._fault(self._found(), allowed)
        self.at += 1

    def _take(self, kind: str, allowed: str) -> str:
        token = self._next()
        if token is None or token[0] != kind:
            raise self._fault(self._found(), allowed)
        self.at += 1
        return token[1]

    def _texts(self, allowed: str) -> list[str]:
        self._expect(("brace", "{"), allowed + " in braces")
        found = []
        while self._next() != ("brace", "}"):
            found.append(self._take("text", allowed))
        self.at += 1
        return found

    def _number(self) -> Fraction:
        read = number(self._take("word", "a number"))
        if isinstance(read, str):
            self.faults += self._fault(read, "a number such as 2, -.5 or 2/3", read=1).faults
            return Fraction(0)
        return read

    def _whole(self) -> int:
        whole = self._number()
        if whole.denominator != 1 or whole < 0:
            raise self._fault(f"{whole} is no whole number", "0, 1, 2, ...", read=1)
        return int(whole)

    def _found(self) -> str:
        token = self._next()
        return "the file ends too early" if token is None else f"{token[1]!r:.40} stands where it cannot"

    def _fault(self, found: str, allowed: str, read: int = 0) -> FileError:
        """A fault at the next token, or ``read`` tokens before it."""
        line = self.lines[min(self.at - read, len(self.lines) - 1)] if self.lines else 1
        return FileError.of("nfg/format", found, _place(self.name, line), allowed)


def _tokens(text: str, name: str) -> tuple[list[Token], list[int]]:
    """The tokens, and the line in which each ends."""
    found: list[Token] = []
    lines: list[int] = []
    at, line = 0, 1
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            line += text.count("\n", at, len(text) - len(text[at:].lstrip()))
            found_here = f"{text[at : at + 20].strip()!r} cannot be read"
            raise FileError.of("nfg/format", found_here, _place(name, line))
        line += text.count("\n", at, match.end())
        at = match.end()
        for kind, part in zip(("text", "brace", "word"), match.groups(), strict=True):
            if part is not None:
                found.append((kind, unquote(part) if kind == "text" else part))
                lines.append(line)
    return found, lines
