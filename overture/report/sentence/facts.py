"""A judgement as sentences ask it: numbers by their path, and the cast (who is who, in the case's own words)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from overture.judgement.answers import Answers
from overture.judgement.bands import band
from overture.judgement.judgement import Judgement
from overture.report import digits
from overture.report.sentence.form import exact, printed
from overture.report.sentence.parts import Given, Number, Piece, Sentence, listed, told
from overture.report.sentence.path import found, joined, weights
from overture.report.words import EVEN, within
from overture.wording import agreeing, as_words, kind_words, plural, shows

EQUAL = 1e-9  # beliefs that differ by less are one number
NEARER = 0.9  # share of the way of a blind answer below which the answer after a result is nearer to turning
ARTICLES = ("a ", "an ", "the ", "one ", "somebody ", "someone ")


class Numbers:
    """The JSON of a judgement, and its numbers by their path."""

    def __init__(self, root: Any) -> None:
        self.root = root

    def number(self, form: str, *path: str | int) -> Number:
        """The number at a path, as a part of a sentence."""
        where = joined(*path)
        return Number(
            where, form, weights(where), exact(form, self.root, where), printed(form, self.root, where)
        )

    def chance(self, *path: str | int) -> Number:
        return self.number("chance", *path)

    def worth(self, *path: str | int) -> Number:
        return self.number("worth", *path)

    def ratio(self, *path: str | int) -> Number:
        return self.number("ratio", *path)

    def share(self, *path: str | int) -> Number:
        return self.number("share", *path)

    def span(self, form: str, *path: str | int) -> Sentence:
        """Both ends of an interval: "0.52 to 0.60"; one number where they print alike."""
        low, high = self.number(form, *path, 0), self.number(form, *path, 1)
        return told(low) if low.text == high.text else told(low, " to ", high)

    def has(self, *path: str | int) -> bool:
        """Whether a number stands at the path (and not null)."""
        try:
            return found(self.root, joined(*path)) is not None
        except KeyError:
            return False

    def give_or_take(self, number: Number, *error: str | int) -> Sentence:
        """The number, with its Monte-Carlo error where that is above half a unit of the last printed digit."""
        if not self.has(*error):
            return told(number)
        amount = float(found(self.root, joined(*error)))
        if amount <= digits.unit(number.text) / 2:
            return told(number)
        return told(number, " ± ", self.number("error", *error))

    # -- likelihood ---------------------------------------------------------------------------------

    def likelihood(self, that: Piece, *path: str | int) -> Sentence:
        """``it is likely (0.56) that ...``, without a word below 1 in 100 and above 99 in 100."""
        value = float(found(self.root, joined(*path)))
        number = self.chance(*path)
        if number.text in ("0", "1"):
            word = "excluded" if number.text == "0" else "certain"
            return told(f"it is {word} in this model (chance ", number, ") that ", that)
        word = band(value)
        said = self.number("word", *path)
        if not word:
            return told("the chance is ", said, " that ", that)
        start = "it is "
        if word.endswith("chance"):
            start = "there is a " if word == EVEN else "there is "
        return told(start, said, " (", number, ") that ", that)


class Facts(Numbers):
    """A judgement, its JSON, and the two things that a sentence wants of it: numbers and names."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(judgement.model_dump(mode="json"))
        self.judgement = judgement
        self.answers: Answers = judgement.answers

    # -- the cast -----------------------------------------------------------------------------------

    @cached_property
    def live(self) -> list[int]:
        """Places of the types that are possible at all: one with a prior of nothing is in no sentence."""
        return [at for at, prior in enumerate(self.answers.own_prior) if prior > 0]

    def noun(self, label: str) -> Given:
        """A type as a noun: "an exploiter"; where the case has none, the type “exploit”."""
        told_as = next((each.noun for each in self.judgement.hypotheses if each.label == label), "")
        if not told_as or not told_as.startswith(ARTICLES):
            return Given(f"the type “{told_as or as_words(label)}”")
        return Given(told_as)

    def clause(self, label: str) -> Given:
        """What a type is, as a clause: "he would cheat on a weak freeze"."""
        words = next((each.words for each in self.judgement.hypotheses if each.label == label), "")
        return Given(words.rstrip(". ") or f"the type is “{as_words(label)}”")

    def type_at(self, place: int) -> str:
        return self.answers.types[place]

    def name(self, player: str) -> Given:
        return Given(self.judgement.about.names.get(player) or player)

    def source(self, id: str) -> Given:
        """A source by its name, as it stands within a sentence."""
        name = next((card.name for card in self.judgement.sources if card.id == id), id)
        return Given(within(name))

    def many(self, player: str) -> bool:
        """Whether the player's name takes a plural verb."""
        about = self.judgement.about
        return plural(about.names.get(player) or player, about.pronouns.get(player, "they"))

    def verb(self, player: str, phrase: str) -> str:
        """A verb phrase in the third person, as the player's name wants it."""
        return agreeing(phrase, self.many(player))

    @property
    def adversary(self) -> Given:
        return self.name(self.judgement.about.adversary)

    @property
    def advised(self) -> Given:
        return self.name(self.judgement.about.advised)

    # -- moves and choices --------------------------------------------------------------------------

    def role(self, name: str) -> str:
        """The move that plays a part of the case (hypothesis, counterpart, signal, reply); empty where none does."""
        return self.judgement.about.roles.get(name, "")

    @property
    def reply_move(self) -> str:
        return self.role("reply")

    def choice(self, move: str, label: str) -> str:
        """The case's words for a choice; the label where it has none."""
        return self.judgement.words.get(move, {}).get(label) or as_words(label)

    def kind(self, name: str) -> Given:
        """A class of equilibrium by its name, the offers in it in words: "pooling on a thin freeze"."""
        return Given(kind_words(name, lambda each: self.choice(self.role("signal"), each)))

    def reply(self, label: str) -> Given:
        """A reply as what one does: "accept the terms"."""
        return Given(self.choice(self.reply_move, label))

    def offer(self, label: str) -> Given:
        return Given(self.choice(self.role("signal"), label))

    def phrase(self, move: str, label: str) -> str:
        """What somebody does, in the third person: "offers a thin freeze"; empty where the case has no words."""
        return self.judgement.phrases.get(move, {}).get(label, "")

    def happened(self, move: str, label: str, by_pronoun: str = "", called: Piece = None) -> Sentence:
        """What was done, or how chance fell, as a clause: "the leader offers a thin freeze", "the inspection raises an alarm".

        Args:
            by_pronoun: a player who was named before in the same sentence, and is here told by the pronoun.
            called: how the sentence names the one who moves, a single person; by the player's name if left out.
        """
        phrase, player = self.phrase(move, label), self.judgement.about.movers.get(move)
        clause = self.judgement.clauses.get(move, {}).get(label)
        if clause and not player:
            return told(Given(clause))
        if phrase and player and player == by_pronoun:
            pronoun = self.judgement.about.pronouns.get(player, "they")
            return told(f"{pronoun} ", Given(agreeing(phrase, pronoun == "they")))
        if phrase and player:
            return told(
                called or self.name(player), " ", Given(phrase if called else self.verb(player, phrase))
            )
        if phrase:
            return told("the ", Given(f"{as_words(move)} {phrase}"))
        words = self.judgement.words.get(move, {}).get(label)
        if not words:
            return told(Given(shows(as_words(move), label)))
        if not player:
            return told("there is ", Given(words))
        pronoun = self.judgement.about.pronouns.get(player, "they")
        if player == by_pronoun:
            return told(f"{pronoun} {agreeing('chooses', pronoun == 'they')} ", Given(words))
        return told(
            called or self.name(player),
            " ",
            "chooses" if called else self.verb(player, "chooses"),
            " ",
            Given(words),
        )

    def seen(self, labels: str) -> Sentence:
        """``the inspection raises an alarm``: from the labels of what we will have seen, "alarm" or "favour, alarm"."""
        every = []
        for label in labels.split(", "):
            named, _, choice = label.partition(": ")
            if choice and named in self.judgement.about.movers:
                every.append(self.happened(named, choice))
                continue
            moves = [move for move, choices in self.judgement.words.items() if label in choices]
            every.append(
                self.happened(moves[0], label)
                if len(moves) == 1
                else told("it is “", Given(as_words(label)), "”")
            )
        return listed(every)

    @cached_property
    def tested(self) -> bool:
        """Whether something is seen before the reply that changes it; what makes no difference is left out."""
        test = self.answers.observation_test
        return test is not None and len({row.best for row in test.rows.values()} | {self.answers.best}) > 1

    @cached_property
    def seen_first(self) -> bool:
        """Whether something that bears on the reply is seen before it: then numbers of one reply are of a blind answer.

        It bears on it where another reply is best after some result, where none is firmly ahead after one, or where
        the reply after one is nearer to turning than a blind one by a tenth of the way or more.
        """
        test = self.answers.observation_test
        if test is None or len(test.rows) < 2:
            return False
        blind = self.answers.flips.joint_fragility if self.answers.flips is not None else None
        return self.tested or any(
            row.status not in (None, "plain")
            or (row.joint_fragility is not None and (blind is None or row.joint_fragility < NEARER * blind))
            for row in test.rows.values()
        )

    @property
    def blind(self) -> str:
        """``answered blind, `` where numbers are of one reply, given whatever is seen before it; empty where that is no matter."""
        return "answered blind, " if self.seen_first else ""

    @property
    def blind_apart(self) -> str:
        """The same as a clause within a sentence or in a label: ``, answered blind``."""
        return ", answered blind" if self.seen_first else ""

    # -- lists --------------------------------------------------------------------------------------

    def beliefs(self, *path: str | int) -> Sentence:
        """The belief in the first type; with three types and more one for each, in their order."""
        shown = self.live[:1] if len(self.live) < 3 else self.live
        return listed([self.chance(*path, at) for at in shown])

    @property
    def of_whom(self) -> Sentence:
        """What those beliefs are of, for a note below a table."""
        if len(self.live) < 3:
            return told("belief is that ", self.clause(self.type_at(0)))
        return told(
            "beliefs are, in this order, that ", listed([self.clause(self.type_at(at)) for at in self.live])
        )

    @property
    def drawn(self) -> bool:
        """Whether worlds differ at all: several of them, and a parameter with a range."""
        ranged = any(line.low is not None and line.low != line.high for line in self.judgement.parameters)
        return self.judgement.about.worlds > 1 and ranged

    @property
    def made(self) -> bool:
        return self.judgement.about.made

    @property
    def apart(self) -> bool:
        """Whether the belief where the answer is asked for is another one than that of the offer."""
        answer, offer = self.answers.belief_answer, self.answers.belief_offer
        if answer is None or offer is None:
            return False
        return any(abs(one - other) > EQUAL for one, other in zip(answer, offer, strict=True))

    @property
    def deciding(self) -> tuple[str, str]:
        """The belief behind the worth of the replies: where it stands, and when it holds."""
        if self.apart:
            return "answers.belief_answer", "where the answer is asked for"
        return "answers.belief_offer", self.if_made

    @property
    def if_made(self) -> str:
        """When a belief after the offer holds."""
        return "since the offer was made" if self.made else "if the offer is made"
