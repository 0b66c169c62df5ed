"""What the game answers of a signal: what it moves, how often it comes from whom, and what it may hide."""

from __future__ import annotations

from overture.judgement.history.judgement import SignalSays
from overture.report.history.facts import HistoryFacts, alike
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told


def signal(facts: HistoryFacts, at: int) -> list[Sentence]:
    """Both sentences, whether it moves a belief and whether it moves a value; and how often it comes from whom."""
    card, path = facts.judgement.signals[at], ("signals", at)
    things = listed([told("“", Given(each.words), "”") for each in card.says])
    if not card.heard:
        never = told("in no way of playing that was found may each of ", things, " come after this history")
        return [sentence(never, ": what they would tell is not determined"), *_although(facts, at)]
    if card.at:
        some = told("each of ") if card.heard == card.of else told(facts.count(*path, "heard"), " of ")
        come = told(" may come with ", some, facts.options(card.at, card.of, *path, "of"))
    elif len(card.ways) == 1:
        come = told(" may come in the one way of playing that was found")
    else:
        come = told(" may come in all ", facts.all_ways)

    def moves(kind: str, number: int) -> Sentence:
        if card.heard == 1:
            return told("moves" if number else "does not move")
        if number == card.heard:
            return told("moves with each of them")
        return told("moves with ", facts.count(*path, f"moves_{kind}") if number else "none", " of them")

    parts: list[Piece] = [
        told("a belief ", moves("belief", card.moves_belief)),
        told("what a player expects ", moves("value", card.moves_value)),
    ]
    if facts.judgement.about.versus:
        worth = told("what it is worth that ", facts.versus(0))
        parts.append(told(worth, " ", moves("gain", card.moves_gain)))
    said = [sentence("each of ", things, come, ": ", listed(parts))]
    if card.tied:
        which = told("with ", facts.count(*path, "tied"), " of them") if card.heard > 1 else told("there")
        tied = told(which, " it is a tie that decides nothing for ", facts.name(card.mover))
        said.append(
            sentence(tied, ", and what it tells hangs on how the tie is settled: that is undetermined")
        )
    if card.unheard:
        which = told(
            "with ", facts.count(*path, "unheard"), " other option" if card.unheard == 1 else " other options"
        )
        said.append(
            sentence(
                which, " one of them never comes after this history, and what it would tell is not determined"
            )
        )
    return [*said, *_shares(facts, at), *_although(facts, at)]


def _shares(facts: HistoryFacts, at: int) -> list[Sentence]:
    """How often each thing comes, by the types of each player of whom it tells something; and of whom it tells nothing."""
    card = facts.judgement.signals[at]
    players = list(dict.fromkeys(row.player for row in card.says[0].shares))
    tells = [each for each in players if not all(_alike(says, each) for says in card.says)]
    after = told(" once ", Given(facts.judgement.history.steps[card.after].words)) if card.after else told()
    said = []
    for number, says in enumerate(card.says if len(card.says) > 2 else card.says[:1]):
        numbers = [
            told(
                facts.ends("chance", "signals", at, "says", number, "shares", place, "share"),
                " from ",
                facts.noun(row.player, row.own),
            )
            for place, row in enumerate(says.shares)
            if row.player in tells
        ]
        if numbers:
            said.append(sentence("the chance of “", Given(says.words), "”", after, " is ", listed(numbers)))
    silent = [told("what ", facts.name(player), " is") for player in players if player not in tells]
    if silent:
        said.append(
            sentence(
                "in no way of playing does one type make it likelier than another, as to ", listed(silent)
            )
        )
    return said


def _alike(says: SignalSays, player: str) -> bool:
    """Whether it comes equally often from each type of a player, in every way of playing."""
    shares = [row.share for row in says.shares if row.player == player]
    return all(alike(shares[0], other) for other in shares[1:])


def _although(facts: HistoryFacts, at: int) -> list[Sentence]:
    """Whether the comparison is worth something to a type of him who says what he said."""
    card, wants = facts.judgement.signals[at], facts.judgement.history.wants
    if (
        card.mover != facts.judgement.about.adversary
        or wants is None
        or not wants.ways
        or card.after >= facts.now
    ):
        return []
    path = ("history", "wants")
    worth = told("something to a type of him")
    if wants.at:
        of = facts.options(wants.at, wants.of, *path, "of")
        which = told("with ", facts.count(*path, "something"), " of ", of, " with which")
    else:
        which = told(facts.everywhere(wants.ways, *path, "ways"), " in which")
        worth = worth if wants.something else told("nothing to any type of him")
    it = told(", it is worth ", worth, " that ", facts.versus(0), " and not that ", facts.versus(1))
    return [sentence(which, " he did what he did", it)]
