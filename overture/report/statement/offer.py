"""What the offer tells: its verdict, with the move of belief; what the act taught besides; acts as tests."""

from __future__ import annotations

from overture.judgement.answers import Verdict
from overture.judgement.bands import EDGE, band
from overture.report.sentence import Facts, Piece, Sentence, listed, sentence, told
from overture.report.sentence.facts import EQUAL

MOVED = 0.05  # a smaller move of belief is told by its numbers, without words for them
TOLD_ONCE = {"nothing", "convention", "impossible"}  # told once where it is so of every pair of types
CLOSE = 0.5  # share on the path from which a convention is only a part


def offer(facts: Facts) -> list[Sentence]:
    """The verdict and the move of belief; with three types and more, by pairs."""
    answers = facts.answers
    pairs = {pair: verdict for pair, verdict in answers.verdict.items() if _live(facts, pair)}
    if answers.belief_offer is None:
        return [sentence("the offer cannot be made here, so it tells nothing")]
    if not pairs:
        return [
            sentence(
                "where the prior and the reports leave one type only, there is nothing for the offer to tell"
            )
        ]
    if len(facts.live) > 2:
        return several(facts, pairs)
    pair, verdict = next(iter(pairs.items()))
    subject = told("the offer ")
    said = told_of(facts, verdict, ("answers", "verdict", pair), facts.made, subject)
    if verdict.word == "nothing":
        return [sentence(said, "; ", moved(facts, "stays"))]
    return [sentence(said, "; it ", moved(facts, "moved" if facts.made else "moves"))]


def _live(facts: Facts, pair: str) -> bool:
    types = facts.answers.types
    return all(types.index(name) in facts.live for name in pair.split(":") if name in types)


def told_of(
    facts: Facts,
    verdict: Verdict,
    path: tuple[str | int, ...],
    past: bool,
    subject: Piece = None,
    every: bool = False,
) -> Sentence:
    """What an act tells of two types: its word, its size, its ratio.

    Args:
        path: of the verdict. past: the act was done already.
        subject: what stands before the verb; without it the words are a cell of a table.
        every: the same is so of every pair of types.
    """
    if verdict.word == "nothing":
        number = told(" (ratio ", facts.ratio(*path, "factor"), ")") if verdict.factor is not None else None
        who = "each type" if every or len(facts.live) < 3 else "both"
        would = f"{who} would have made it as often" if past else f"{who} would make it as often"
        return told(
            subject,
            f"{'was' if past else 'is'} " if subject else None,
            "worth nothing as a test: ",
            would,
            number,
            _conventional(facts, verdict, path),
        )
    if verdict.word == "points" and verdict.toward is not None:
        return _points(facts, verdict, path, past, subject)
    if verdict.word == "convention":
        start = told("what ", subject, "means") if subject else told("what it means")
        if verdict.nobody:
            return (
                told("in the game nobody makes this offer; ", start, " rests on a convention")
                if subject
                else told("nobody does this in the game; its meaning rests on a convention")
            )
        return told(start, " rests mostly on a convention: where it has most weight, nobody makes it")
    if verdict.word == "undetermined":
        return _undetermined(facts, verdict, path, subject)
    return told(subject, "cannot happen in this game")


def _points(
    facts: Facts, verdict: Verdict, path: tuple[str | int, ...], past: bool, subject: Piece
) -> Sentence:
    verb = "pointed" if past else "points"
    toward = facts.noun(verdict.toward or "")
    if verdict.floor_bound:
        against = facts.noun(verdict.against or "")
        said = told(
            subject, f"{verb} to ", toward, " as strongly as the floor on trembles allows: without trembles ",
            against, " never makes it",
        )  # fmt: skip
    else:
        number = told(" (ratio ", _factor(facts, path), ")") if verdict.factor is not None else None
        said = told(subject, f"{verdict.size or ''} ".lstrip(), f"{verb} to ", toward, number)
    return told(said, _conventional(facts, verdict, path))


def _conventional(facts: Facts, verdict: Verdict, path: tuple[str | int, ...]) -> Piece:
    """The part of the weight in which nobody makes the act, and its meaning is a convention about trembles."""
    if not verdict.convention_share > 0:
        return None
    share = facts.share(*path, "convention_share")
    return told(", and ", share, " of the weight rests on a convention about trembles")


def _factor(facts: Facts, path: tuple[str | int, ...]) -> Sentence:
    """The ratio of a verdict, with the error of the simulation where it shows and is known: that of the offer."""
    number = facts.ratio(*path, "factor")
    if path[0] == "answers" and len(facts.live) == 2:
        return facts.give_or_take(number, "answers.bootstrap_se.factor")
    return told(number)


def _undetermined(facts: Facts, verdict: Verdict, path: tuple[str | int, ...], subject: Piece) -> Sentence:
    start = told("whether ", subject, "tells anything") if subject else told("whether it tells anything")
    if verdict.free_low is not None and verdict.free_high is not None:
        return told(
            start, " is undetermined: where a player is indifferent, its ratio may lie anywhere from ",
            facts.ratio(*path, "free_low"), " to ", facts.ratio(*path, "free_high"),
        )  # fmt: skip
    return told(start, " rests on how trembles are counted: undetermined")


def moved(facts: Facts, verb: str) -> Sentence:
    """``moves the belief that he would cheat from 0.52 to 0.56``."""
    answers = facts.answers
    before = "belief_given" if answers.belief_given else "belief_now"
    clause = facts.clause(facts.type_at(0))
    old, new = facts.chance("answers", before, 0), facts.chance("answers.belief_offer", 0)
    if old.text == new.text:
        return (
            told("the belief that ", clause, " stays at ", new)
            if verb == "stays"
            else told("leaves the belief that ", clause, " at ", new)
        )
    start = "the belief that " if verb == "stays" else f"{verb} the belief that "
    goes = " goes from " if verb == "stays" else " from "
    low, high = float(old.exact), float(new.exact)
    if abs(high - low) >= MOVED and band(low) != band(high):
        words = facts.number("word", "answers", before, 0), facts.number("word", "answers.belief_offer", 0)
        return told(start, clause, goes, old, " (", words[0], ") to ", new, " (", words[1], ")")
    return told(start, clause, goes, old, " to ", new)


def several(facts: Facts, pairs: dict[str, Verdict]) -> list[Sentence]:
    """Three types and more: who is ruled out, what is left undecided, then every other pair."""
    answers = facts.answers
    words = {verdict.word for verdict in pairs.values()}
    if len(words) == 1 and words <= TOLD_ONCE:
        pair, verdict = next(iter(pairs.items()))
        same = told_of(
            facts, verdict, ("answers", "verdict", pair), facts.made, told("the offer "), every=True
        )
        return [sentence(same), _beliefs(facts, [answers.types[at] for at in facts.live])]
    out = [label for label in answers.ruled_out if answers.types.index(label) in facts.live]
    rest = [label for label in (answers.types[at] for at in facts.live) if label not in out]
    told_pairs = {pair: verdict for pair, verdict in pairs.items() if not set(pair.split(":")) & set(out)}
    found = []
    verb = "ruled" if facts.made else "rules"
    if out:
        gone = [told(facts.noun(label), " (", _from_to(facts, label), ")") for label in out]
        first = told("the offer all but ", verb, " out ", listed(gone))
        if len(rest) == 2 and len(told_pairs) == 1:
            pair, verdict = next(iter(told_pairs.items()))
            return [sentence(first, " and ", _apart(facts, pair, verdict)), _beliefs(facts, rest)]
        found.append(sentence(first))
    for pair, verdict in told_pairs.items():
        one, other = pair.split(":")
        said = told_of(facts, verdict, ("answers", "verdict", pair), facts.made, told("it "))
        found.append(sentence("between ", facts.noun(one), " and ", facts.noun(other), ", ", said))
    return [*found, _beliefs(facts, rest)]


def _apart(facts: Facts, pair: str, verdict: Verdict) -> Sentence:
    path = ("answers", "verdict", pair)
    if verdict.word == "points" and not verdict.floor_bound:
        number = facts.ratio(*path, "factor")
        tells = "told" if facts.made else "tells"
        return told(
            f"{verdict.size} {tells} the other two apart (ratio ",
            number,
            " towards ",
            facts.noun(verdict.toward or ""),
            ")",
        )
    return told("of the other two, ", told_of(facts, verdict, path, facts.made, told("it ")))


def _from_to(facts: Facts, label: str) -> Sentence:
    at = facts.answers.types.index(label)
    before = "belief_given" if facts.answers.belief_given else "belief_now"
    return told(facts.chance("answers", before, at), " to ", facts.chance("answers.belief_offer", at))


def _beliefs(facts: Facts, labels: list[str]) -> Sentence:
    every = [told("from ", _from_to(facts, label), " for ", facts.noun(label)) for label in labels]
    return sentence("beliefs go ", listed(every))


def movement(facts: Facts) -> Sentence:
    """Of the move of belief, what is types, what is worlds and classes."""
    given = facts.answers.movement_first_type
    if given is None or abs(given.sum) < EQUAL or (facts.judgement.about.worlds < 2 and given.classes == 0):
        return told()
    path = "answers.movement_first_type"
    types, worlds, classes = (facts.worth(path, name) for name in ("types", "worlds", "classes"))
    rest = [
        told(number, words)
        for number, words in (
            (worlds, told(" that it fits some of what ", facts.adversary, " may think and want better")),
            (classes, told(" that it fits some classes of equilibrium better")),
        )
        if number.text != "0"
    ]
    if not rest:
        return sentence("all of the move of belief is that the types make the offer with different chances")
    first = told(types, " is that the types make the offer with different chances")
    return sentence("of the move of belief, ", listed([first, *rest]))


def surprise(facts: Facts) -> Sentence:
    """How likely the offer was at all."""
    if facts.answers.chance_of_offer_given_done_and_counterpart is None:
        return told()
    number = facts.give_or_take(
        facts.chance("answers.chance_of_offer_given_done_and_counterpart"), "answers.bootstrap_se.chance"
    )
    when = "before it was made" if facts.made else "where it can be made"
    return sentence("the chance of this offer, ", when, ", ", "was " if facts.made else "is ", number)


def by_type(facts: Facts) -> Sentence:
    """How often each type makes the offer, where it can be made."""
    given = facts.answers.offer_likelihood_by_type
    if given is None:
        return told()
    path = "answers.offer_likelihood_by_type"
    each = [
        told(facts.noun(facts.type_at(at)), " with chance ", facts.chance(path, at))
        for at in facts.live
        if given[at] is not None
    ]
    return sentence("it is made by ", listed(each)) if each else told()


def on_path(facts: Facts) -> Sentence:
    """How much weight lies on classes in which somebody makes the offer."""
    share = facts.answers.on_path_share
    if share is None or (share.before > 1 - EDGE and share.after > 1 - EDGE):
        return told()
    path = "answers.on_path_share"
    return sentence(
        "worlds and ways of playing in which somebody makes the offer without trembling hold ",
        facts.share(path, "before"), " of the weight before it and ", facts.share(path, "after"),
        " after it; in the others its meaning is a convention about beliefs off the path, and no ratio is printed",
    )  # fmt: skip


def points(facts: Facts) -> Sentence:
    """By weight given the offer, what it says."""
    given = facts.answers.offer_points_after
    if given is None or len(facts.live) < 2:
        return told()
    path = "answers.offer_points_after"
    first, second = (facts.noun(facts.type_at(at)) for at in facts.live[:2])
    pair = told("between ", first, " and ", second, ", ") if len(facts.live) > 2 else None
    return sentence(
        pair, "of the weight given the offer, ", facts.share(path, "neither"), " says nothing, ",
        facts.share(path, "first"), " points to ", first, ", ", facts.share(path, "second"), " to ", second, ", and ",
        facts.share(path, "convention"), " is a convention",
    )  # fmt: skip
