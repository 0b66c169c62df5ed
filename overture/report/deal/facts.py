"""A judgement of terms as sentences ask it: terms in the case's words, shares, and names."""

from __future__ import annotations

from overture.judgement.deal.proposal import ClauseCard, DealJudgement, DealProposal, Terms, Value, leading
from overture.report.sentence import Given, Numbers, Piece, Sentence, listed, told
from overture.report.words import within

Path = tuple[str | int, ...]

GOALS = {
    "best for us": "what is worth most to us",
    "cheapest": "what costs us least",
    "fairest": "what shares the gain best, by the product of both gains",
    "most robust": "what holds in most worlds",
    "fairest to each type": "what shares the gain best, the gain of each type weighed by its chance",
}


class DealFacts(Numbers):
    """A judgement of terms, its JSON, its numbers and its names."""

    def __init__(self, judgement: DealJudgement) -> None:
        super().__init__(judgement.model_dump(mode="json"))
        self.judgement = judgement
        self.clause: dict[str, ClauseCard] = {each.name: each for each in judgement.clauses}

    # -- names --------------------------------------------------------------------------------------

    def name(self, player: str) -> Given:
        return Given(within(self.judgement.about.names.get(player) or player))

    @property
    def us(self) -> Given:
        return self.name(self.judgement.about.advised)

    @property
    def them(self) -> Given:
        return self.name(self.judgement.about.adversary)

    def noun(self, label: str) -> Given:
        return Given(self.judgement.types.get(label) or f"the type “{label}”")

    def words(self, clause: str) -> Given:
        """A clause as sentences name it: its words without what stands in brackets."""
        return Given(within(self.clause[clause].words.partition(" (")[0]))

    # -- terms --------------------------------------------------------------------------------------

    def value(self, clause: str, value: Value, path: Path) -> Sentence:
        """``detection 0.74`` or ``snapback by itself: yes``."""
        card = self.clause[clause]
        if card.choices:
            if isinstance(value, bool):
                return told(self.words(clause), ": ", "yes" if value else "no")
            return told(self.words(clause), ": ", Given(str(value)))
        return told(self.words(clause), " ", self.number("plain", *path))

    def terms(self, terms: Terms, path: Path, changed: bool = False) -> Sentence:
        """All clauses of some terms, or those that differ from how things stand."""
        told_all = [
            self.value(clause, value, (*path, clause))
            for clause, value in terms.items()
            if not changed or value != self.clause[clause].now
        ]
        return listed(told_all, between="; ") if told_all else told("the terms as offered")

    # -- shares -------------------------------------------------------------------------------------

    def of_worlds(self, *path: str | int) -> Sentence:
        """``94 % of the worlds``."""
        return told(self.share(*path), " of the worlds")

    def signs(self, proposal: DealProposal) -> Piece:
        """Who takes these terms."""
        stays = [self.noun(label) for label, signs in proposal.centre.signs.items() if not signs]
        return told("; ", listed(stays), " stays out") if stays else None


def lead(facts: DealFacts) -> tuple[int, DealProposal] | None:
    """The proposal that the page leads with."""
    at = leading(facts.judgement.proposals)
    return None if at is None else (at, facts.judgement.proposals[at])


def every(facts: DealFacts) -> list[tuple[Sentence, DealProposal, Path]]:
    """The terms as offered and every proposal, with their names and paths."""
    found: list[tuple[Sentence, DealProposal, Path]] = [
        (told("as offered"), facts.judgement.offered, ("offered",))
    ]
    for at, each in enumerate(facts.judgement.proposals):
        who = "" if each.both else ", one may stay out"
        found.append((told(each.goal, who), each, ("proposals", at)))
    return found
