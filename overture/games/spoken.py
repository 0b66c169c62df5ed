"""How sentences speak of a game: its players, moves and choices by the words of its story or its case, else by its labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from overture.wording import agreeing, as_words, listed, plural, shows

Step = tuple[str, str]  # a move and what was chosen


@dataclass(frozen=True)
class SpokenGame:
    """The words of a game.

    Attributes:
        names, pronouns: of the players. movers: move -> its player; "" for a move of chance.
        phrases: move -> choice -> what its player does, in the third person: "offers a truce".
        nouns: move -> choice -> what it is called: "a truce of ninety days"; of moves that a case calls so.
        clauses: move of chance -> choice -> what that means: "the leader would cheat".
        moves: move -> its name in words: "offer in period 2". periods: move -> the last words of that: "in period 2".
    """

    names: Mapping[str, str] = field(default_factory=dict)
    pronouns: Mapping[str, str] = field(default_factory=dict)
    movers: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    clauses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    nouns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_words(self) -> bool:
        """Whether it says anything that the labels do not."""
        return bool(any(self.names.values()) or self.phrases or self.clauses)

    def name(self, player: str) -> str:
        """How sentences name a player."""
        return self.names.get(player) or player

    def many(self, player: str) -> bool:
        """Whether the name takes a plural verb."""
        return plural(self.name(player), self.pronouns.get(player, "they"))

    def verb(self, player: str, phrase: str) -> str:
        """A verb phrase in the third person, as the player's name wants it."""
        return agreeing(phrase, self.many(player))

    def move(self, name: str) -> str:
        """A move in words."""
        return self.moves.get(name) or as_words(name)

    def does(self, player: str, move: str, label: str) -> str:
        """What a player does at a move that is named beside it: "offer a truce" of the rebels; the label where there are no words."""
        phrase = self.phrases.get(move, {}).get(label, "").removesuffix(self.periods.get(move, "")).rstrip()
        return self.verb(player, phrase) if phrase else f"“{as_words(label)}”"

    def happened(self, move: str, label: str, hearer: str = "") -> str:
        """What was done or shown, as a clause: "the rebels offer a truce".

        Args:
            hearer: the player whom the sentence is about; what he did himself is told of "he".
        """
        player, phrase = self.movers.get(move, ""), self.phrases.get(move, {}).get(label, "")
        if not player:
            clause = self.clauses.get(move, {}).get(label)
            return clause or shows(self.move(move), label)
        phrase = phrase or f"chooses “{as_words(label)}” at {self.move(move)}"
        if player == hearer:
            pronoun = self.pronouns.get(player, "they")
            return f"{pronoun} {agreeing(phrase, pronoun == 'they')}"
        return f"{self.name(player)} {self.verb(player, phrase)}"

    def history(self, steps: Iterable[Step], hearer: str = "") -> str:
        """What happened, in order: "the rebels offer a truce and the government accepts"."""
        return listed([self.happened(*step, hearer) for step in steps])
