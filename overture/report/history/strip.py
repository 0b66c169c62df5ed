"""The history as a strip: what happened in the middle, what he believes of us above, what we believe of him below."""

from __future__ import annotations

from dataclasses import dataclass

from overture.judgement.history.judgement import Belief
from overture.judgement.history.ways.spread import Spread
from overture.report.history.facts import OBSERVER, HistoryFacts
from overture.report.sentence import Given, Sentence, told

MEAN = " (mean)"  # beside a belief that is one over what the believer knows himself
MEANS = (
    "what is marked as a mean is one over what the believer knows beside the steps; the tables have it apart"
)


@dataclass(frozen=True)
class Level:
    """A belief as a bar: its number, and its height from the least to the greatest, 0 to 1; None where there is none."""

    number: Sentence
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Moment:
    """One step. ``above``: what he believes of us; ``below``: what we believe of him; ``happened``: whether it was done."""

    words: Sentence
    chance: Sentence
    above: Level | None
    below: Level
    happened: bool


@dataclass(frozen=True)
class Strip:
    """The steps, and what the bars above and below stand for. ``mean``: whether some number is a mean over what is known."""

    above: Sentence | None
    below: Sentence
    mean: bool
    moments: tuple[Moment, ...]


def strip(facts: HistoryFacts) -> Strip:
    """The strip of the history; nothing is above where no advised player has a type."""
    judgement = facts.judgement
    adversary = judgement.about.adversary
    about = next(
        (side for player in judgement.about.advised for side in judgement.sides if side.player == player),
        None,
    )
    ours = None if about is None else (adversary, about.player, about.types[0].label)
    theirs = (OBSERVER, adversary, facts.watched)
    moments = []
    for at, step in enumerate(judgement.history.steps):
        moments.append(
            Moment(
                told(Given(step.words)),
                facts.ends("chance", "history", "steps", at, "chance"),
                None if ours is None else _level(facts, at, ours),
                _level(facts, at, theirs),
                step.happened,
            )
        )
    above = None
    if about is not None and ours is not None:
        above = told(
            facts.adversary,
            " believes that ",
            facts.name(about.player),
            " is ",
            facts.adjective(about.player, ours[2]),
        )
    below = told("we believe that ", facts.adversary, " is ", facts.adjective(adversary, theirs[2]))
    asked = [theirs, *([] if ours is None else [ours])]
    found = [step.belief(*each) for step in judgement.history.steps for each in asked]
    return Strip(above, below, any(each is not None and each[1].over for each in found), tuple(moments))


def _level(facts: HistoryFacts, step: int, asked: tuple[str, str, str]) -> Level:
    found = facts.judgement.history.steps[step].belief(*asked)
    if found is None:
        return Level(told("–"), None, None)
    at, belief = found
    return _of(facts, step, at, belief)


def _of(facts: HistoryFacts, step: int, at: int, belief: Belief) -> Level:
    given: Spread = belief.probability
    number = facts.ends("chance", "history", "steps", step, "beliefs", at, "probability")
    return Level(told(number, MEAN if belief.over else ""), given.low, given.high)
