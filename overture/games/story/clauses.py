"""What the choices of a story mean in its own words: verb phrases of players, and clauses of what chance shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from overture.games.story.expressions.expression import labelled
from overture.games.story.given_slots import fill_words, slots_of_moves
from overture.games.story.periods import NumberedMove, move_in_words, numbered_moves
from overture.games.story.schema import ChanceStep, MoveStep, SignalStep, Story
from overture.games.story.slots import SLOT
from overture.games.story.whole_clauses import is_clause, without_subject
from overture.wording import agreeing, as_words, plural, shows


class StoryClauses:
    """The words of a story for its choices, as they are written and as they are in a period.

    Attributes:
        numbered: the moves with slots in their names.
        phrases: (move, choice) -> the verb phrase of its player, as they are written: "offers a truce".
        shown: (move, choice) of chance -> its clause: "the alarm is raised", "Ann means to go on". called: words that are no
            clause: "the monsoon". In all three, "" for a choice that is told in one place by other words than in another:
            which are meant is not known from its name. drawn: every choice of chance.
        movers: move -> its player.
    """

    def __init__(self, story: Story) -> None:
        self.numbered = numbered_moves(story)
        self.phrases: dict[tuple[str, str], str] = {}
        self.shown: dict[tuple[str, str], str] = {}
        self.called: dict[tuple[str, str], str] = {}
        self.drawn: set[tuple[str, str]] = set()
        self.movers: dict[str, str] = {}
        self._written: dict[str, NumberedMove | None] = {}
        self._given = slots_of_moves(story)
        self._names = {player: each.name or player for player, each in story.players.items()}
        self._many = {
            player: plural(self._names[player], each.pronoun) for player, each in story.players.items()
        }
        open_: list[Sequence[Any]] = [story.steps, *(each.steps for each in story.stories.values())]
        while open_:
            for step in open_.pop(0):
                self._note(step)
                open_ += [
                    part
                    for key in ("then", "otherwise", "steps", "simultaneous")
                    if (part := getattr(step, key, None))
                ]

    def _note(self, step: Any) -> None:
        if isinstance(step, MoveStep):
            self.movers[step.move] = step.by
            for choice in step.choices:
                _add(self.phrases, step.move, choice.choice, choice.words)
        rows = (
            [(step.chance, step.odds)]
            if isinstance(step, ChanceStep)
            else [(step.signal, odds) for odds in step.odds.values()]
            if isinstance(step, SignalStep)
            else []
        )
        for move, odds in rows:
            for each in odds:
                self.drawn.add((move, labelled(each.choice)))
                words, whole = self.told_by(each.words, step.seen_by)
                _add(self.shown if whole else self.called, move, each.choice, words)

    def told_by(self, words: str, seen_by: Sequence[str] | None) -> tuple[str, bool]:
        """The words for what chance picked, and whether they are a whole clause; a verb is said of the one player who sees it.

        Args:
            words: as they are written: "means to go on". seen_by: who sees it.
        """
        subjects = [*self._names.values(), *self._names]
        if is_clause(words, [*subjects, *(slot[0] for slot in SLOT.finditer(words))]):
            return words, True
        who = next(iter(seen_by)) if seen_by and len(set(seen_by)) == 1 else ""
        if not who or not without_subject(words):
            return words, False
        # A player in a slot is named when it is filled.
        return f"{self._names.get(who, who)} {agreeing(words, self._many.get(who, False))}", True

    def _of(self, move: str) -> tuple[str, str]:
        """A move of the game as the story writes it, and in which period it is: ("offer{period}", "in period 2")."""
        if move not in self._written:
            self._written[move] = next((each for each in self.numbered if each.named(move, {})), None)
        found = self._written[move]
        return (found.name, found.when(move, "", self._names)) if found else (move, "")

    def written(self, move: str) -> str:
        """A move of the game by the name that the story writes: "offer{period}"."""
        return self._of(move)[0]

    def _told(self, name: str, words: str, own: Mapping[str, str], names: Mapping[str, str]) -> str:
        """The words with their slots filled, where they are the same wherever the move is told; else ""."""
        found = {fill_words(words, own, given, names) for given in self._given.get(name, ({},))} - {None}
        return (found.pop() or "") if len(found) == 1 else ""

    def mover(self, move: str) -> str:
        """The player of a move of the game; as the story writes him, in a slot, where that is not known."""
        name = self.written(move)
        written, by = self._written[move], self.movers[name]
        return self._told(name, by, written.filled(move) if written else {}, {}) or by

    def named(self, move: str) -> str:
        """A move of the game as a reader knows it: "offer in period 2"."""
        return move_in_words(self.numbered, move, self._names)

    def period(self, move: str) -> str:
        """In which period a move of the game is: "in period 2"; "" where there are none."""
        return self._of(move)[1]

    def words(self, said: Mapping[tuple[str, str], str], move: str, label: str) -> str:
        """The words of a choice of the game, with its period behind them where they do not speak of it; "" where there are none.

        Args:
            said: ``phrases`` or ``shown``.
        """
        name, when = self._of(move)
        words = said.get((name, label), "")
        if not SLOT.search(words):
            return f"{words} {when}".strip() if words else ""
        written = self._written[move]
        own = written.filled(move) if written else {}
        text = self._told(name, words, own, self._names)
        return f"{text} {written.when(move, words, self._names) if written else ''}".strip() if text else ""

    def phrase(self, move: str, label: str) -> str:
        """What its player does who makes a choice of the game, in the third person: "offers a truce in period 2".

        "" where the story has no words for it and tells no periods apart.
        """
        if words := self.words(self.phrases, move, label):
            return words
        when = self.period(move)
        return f"chooses “{as_words(label)}” {when}" if when else ""

    def clause(self, move: str, label: str) -> str:
        """What it means that chance showed this: "the alarm is raised in period 2"; "" as for :meth:`phrase`."""
        if words := self.words(self.shown, move, label):
            return words
        if words := self.calls(move, label):
            return shows(self.named(move), words)
        when = self.period(move)
        return shows(self.named(move), label) if when else ""

    def calls(self, move: str, label: str) -> str:
        """How the story calls what chance picked of the game, where that is no clause: "the monsoon"; "" else."""
        _, when = self._of(move)
        return self.words(self.called, move, label).removesuffix(when).strip()


def _add(found: dict[tuple[str, str], str], move: str, choice: Any, words: str) -> None:
    if words:
        key = (move, labelled(choice))
        found[key] = words if found.get(key, words) == words else ""
