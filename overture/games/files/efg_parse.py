"""Text of an .efg file to node records: the grammar of the format, and nothing of what it means.

The grammar is that of Gambit's documentation ("The extensive game (.efg) file format"), read
liberally: numbers may be signed whole numbers, decimals, scientific notation or fractions; payoffs
may be set apart by commas or spaces; the name of a set or outcome may be left out with its list.
After a fault the parser goes on at the next node, so that one reading finds as many as possible.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction

from overture.errors import Fault
from overture.games.files.gambit_text import MOST_FAULTS

TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([{}])|(,)|([^\s{},"]+)|("))', re.DOTALL)
STRING, BRACE, COMMA, WORD, OPEN_QUOTE = 1, 2, 3, 4, 5
WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?|[+-]?[0-9]+/[0-9]+")
# Longer numbers cannot be meant, and an exponent of a million would fill the memory with digits.
LONGEST_NUMBER = 400
LARGEST_EXPONENT = 308
NODE_WORDS = frozenset("cpt")


@dataclass(slots=True)
class NodeRecord:
    """One node as the file writes it; None is what the file leaves out.

    ``at`` is the place of the node's letter in the text; ``player`` is 0 for chance.
    """

    kind: str
    at: int
    label: str
    player: int = 0
    number: int = 0
    set_label: str | None = None
    actions: tuple[str, ...] | None = None
    odds: tuple[Fraction, ...] | None = None
    outcome: int = 0
    outcome_label: str | None = None
    payoffs: tuple[Fraction, ...] | None = None


@dataclass
class ParsedFile:
    """A whole file: its header, its nodes, and every fault; ``broken`` says that nodes are missing."""

    title: str = ""
    players: list[str] = field(default_factory=list)
    comment: str = ""
    records: list[NodeRecord] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    broken: bool = False


class Lines:
    """Where in a file something stands, in words: ``game.efg, line 12``."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def number(self, at: int) -> int:
        return bisect_right(self.starts, at)

    def place(self, at: int) -> str:
        line = f"line {self.number(at)}"
        return f"{self.name}, {line}" if self.name else line


class _Bad(Exception):
    """A fault in the grammar, at a token."""

    def __init__(self, id: str, index: int, found: str, allowed: str) -> None:
        self.id, self.index, self.found, self.allowed = id, index, found, allowed


def parse(text: str, lines: Lines) -> ParsedFile:
    """Read the header and all node records of ``text``; faults are collected, never raised."""
    return _Parser(text, lines).run()


def unquote(token: str) -> str:
    """The text between the quotes: a backslash shields a quote or a backslash, and is itself elsewhere."""
    inner = token[1:-1]
    return re.sub(r'\\(["\\])', r"\1", inner) if "\\" in inner else inner


def number(word: str) -> Fraction | str:
    """The rational that ``word`` writes, or what is wrong with it."""
    if len(word) > LONGEST_NUMBER:
        return f"a number of {len(word)} characters"
    if not NUMBER.fullmatch(word):
        return f"{word!r} is not a number"
    mantissa, _, exponent = word.lower().partition("e")
    if exponent and abs(int(exponent)) > LARGEST_EXPONENT:
        return f"the number {word} is beyond what a computer's real number holds"
    _, _, below = mantissa.partition("/")
    if below and int(below) == 0:
        return f"{word} divides by zero"
    value = Fraction(word)
    try:
        float(value)
    except OverflowError:
        return f"the number {word} is beyond what a computer's real number holds"
    return value


class _Parser:
    def __init__(self, text: str, lines: Lines) -> None:
        self.lines = lines
        self.kinds: list[int] = []
        self.words: list[str] = []
        self.places: list[int] = []
        self.here = 0
        self.known: dict[str, Fraction] = {}
        self.out = ParsedFile()
        self._split(text)
        self.end = len(text)

    def run(self) -> ParsedFile:
        try:
            self._header()
        except _Bad as bad:
            self._note(bad)
            self.out.broken = True
            return self.out
        stray = False
        while self.here < len(self.kinds) and len(self.out.faults) < MOST_FAULTS:
            word = self.words[self.here]
            try:
                if self.kinds[self.here] != WORD or word not in NODE_WORDS:
                    # One fault for a run of words that belong to no node, not one for each.
                    if not stray:
                        stray = True
                        raise _Bad(
                            "efg/syntax",
                            self.here,
                            f"{self._shown(self.here)} where a node should begin",
                            "c (chance), p (player) or t (end)",
                        )
                    self.here += 1
                    continue
                stray = False
                self.out.records.append(self._node(word))
            except _Bad as bad:
                self._note(bad)
                self._skip(bad.index)
                stray = True
        return self.out

    def _split(self, text: str) -> None:
        kinds, words, places = self.kinds, self.words, self.places
        for match in TOKEN.finditer(text):
            kind = match.lastindex or 0
            place = match.start(kind)
            if kind == OPEN_QUOTE:
                # Everything behind an open quote may be label or game: nothing there can be trusted.
                self._fault("efg/text", place, "a quoted text that never ends", 'a closing "')
                self.out.broken = True
                return
            kinds.append(kind)
            words.append(match.group(kind))
            places.append(place)

    # -- faults ---------------------------------------------------------------------------------

    def _fault(self, id: str, at: int, found: str, allowed: str = "") -> None:
        self.out.faults.append(Fault(id, found, self.lines.place(at), allowed))

    def _note(self, bad: _Bad) -> None:
        if bad.index >= len(self.places) and self.out.broken:
            return  # The open quote that ended the reading has been reported.
        at = self.places[bad.index] if bad.index < len(self.places) else self.end
        self._fault(bad.id, at, bad.found, bad.allowed)
        self.out.broken = True

    def _skip(self, index: int) -> None:
        """Go on at the next word that can begin a node, not before the token at fault."""
        self.here = max(index, self.here)
        if self.here < len(self.words) and self.kinds[self.here] != WORD:
            self.here += 1
        while self.here < len(self.words) and not (
            self.kinds[self.here] == WORD and self.words[self.here] in NODE_WORDS
        ):
            self.here += 1

    def _shown(self, index: int) -> str:
        if index >= len(self.words):
            return "the end of the file"
        word = self.words[index]
        return repr(word) if len(word) < 40 else repr(word[:37] + "...")

    # -- pieces ---------------------------------------------------------------------------------

    def _is(self, kind: int, word: str = "") -> bool:
        here = self.here
        return here < len(self.kinds) and self.kinds[here] == kind and (not word or self.words[here] == word)

    def _take(self, kind: int, what: str, word: str = "") -> str:
        if not self._is(kind, word):
            raise _Bad("efg/syntax", self.here, f"{self._shown(self.here)} where {what} should be", what)
        self.here += 1
        return self.words[self.here - 1]

    def _text(self, what: str) -> str:
        return unquote(self._take(STRING, what))

    def _whole(self, what: str, least: int) -> int:
        word = self._take(WORD, what)
        if not WHOLE.fullmatch(word) or int(word) < least:
            raise _Bad("efg/number", self.here - 1, f"{word!r} as {what}", f"a whole number from {least}")
        return int(word)

    def _number(self, what: str) -> Fraction:
        word = self._take(WORD, what)
        value = self.known.get(word)
        if value is None:
            read = number(word)
            if isinstance(read, str):
                raise _Bad("efg/number", self.here - 1, read, "such as 2, -0.5, 1e-3 or 2/3")
            value = self.known[word] = read
        return value

    def _header(self) -> None:
        if not self._is(WORD, "EFG"):
            raise _Bad(
                "efg/header",
                self.here,
                f"{self._shown(self.here)} where EFG should be",
                'EFG 2 R "title" { players }',
            )
        self.here += 1
        if not self._is(WORD, "2"):
            raise _Bad("efg/header", self.here, f"{self._shown(self.here)} as version of the format", "2")
        self.here += 1
        if not (self._is(WORD, "R") or self._is(WORD, "D")):
            raise _Bad("efg/header", self.here, f"{self._shown(self.here)} as kind of numbers", "R or D")
        self.here += 1
        self.out.title = self._text("the title in quotes")
        self._take(BRACE, "{ before the players", "{")
        while self._is(STRING):
            self.out.players.append(self._text("a player"))
        self._take(BRACE, "a player in quotes, or } after the players", "}")
        if self._is(STRING):
            self.out.comment = self._text("the comment")

    def _node(self, kind: str) -> NodeRecord:
        record = NodeRecord(kind, self.places[self.here], "")
        self.here += 1
        record.label = self._text("the node's label in quotes")
        if kind == "p":
            record.player = self._whole("the player's number", -(10**9))
            record.number = self._whole("the number of the information set", 1)
        elif kind == "c":
            record.number = self._whole("the number of the chance event", 1)
        if kind != "t":
            if self._is(STRING):
                record.set_label = self._text("the name")
            if self._is(BRACE, "{"):
                self._actions(record)
        record.outcome = self._whole("the number of the outcome (0 for none)", 0)
        if self._is(STRING):
            record.outcome_label = self._text("the name of the outcome")
        if self._is(BRACE, "{"):
            self.here += 1
            payoffs = []
            while not self._is(BRACE, "}"):
                payoffs.append(self._number("a payoff, or } after the last"))
                if self._is(COMMA):
                    self.here += 1
            self.here += 1
            record.payoffs = tuple(payoffs)
        return record

    def _actions(self, record: NodeRecord) -> None:
        self.here += 1
        names: list[str] = []
        odds: list[Fraction] = []
        while self._is(STRING):
            names.append(self._text("an action"))
            if record.kind == "c" and self._is(WORD):
                odds.append(self._number("a probability"))
        self._take(BRACE, "an action in quotes, or } after the last", "}")
        if odds and len(odds) != len(names):
            raise _Bad(
                "efg/odds",
                self.here - 1,
                f"{len(odds)} probabilities for {len(names)} branches of chance",
                "one after each branch",
            )
        record.actions = tuple(names)
        record.odds = tuple(odds) if odds else None
