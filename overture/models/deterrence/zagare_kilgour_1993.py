"""Unilateral deterrence: a challenger and a defender who do not know how hard the other is.

A challenger keeps the status quo or defects; the defender concedes or denies; the challenger backs down or
presses on to a conflict. Each side is hard or soft, which it alone knows: a hard challenger would rather
fight than back down, a hard defender would rather fight than concede.

Source: Zagare and Kilgour 1993, and their book Perfect Deterrence of 2000, for the form of the game and its
classes of equilibria; the numbers are our own. With them a soft challenger defects if denial has a
probability of at most 1/2, a hard one if at most 2/3, and a soft defender denies if the challenger is hard
with probability at most 4/9.

"Steadfast" deterrence, in which all defenders deny because whoever defects is taken for soft, is an
equilibrium at all numbers. Where the defender is hard with less than 2/3 it fails D1: there a hard challenger
gains from defecting at more probabilities of denial (up to 2/3) than a soft one (up to 1/2), so whoever
defects has to be taken for hard, and a soft defender would concede. (This is by hand: Overture tests no
refinement where both sides have types.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel
    from overture.solvers.all.equilibrium import Equilibrium
TOPICS = ("deterrence", "threats")
CHALLENGER, DEFENDER = "Challenger", "Defender"
PAPER = Paper(
    authors=("Zagare, Frank C.", "Kilgour, D. Marc"),
    year=1993,
    title="Asymmetric Deterrence",
    journal="International Studies Quarterly",
    volume="37",
    number="1",
    pages="1-27",
    unconfirmed=("volume", "number", "pages"),
)
PARAMETERS = {
    "hard_challenger": ModelParameter(
        Fraction(3, 10), 0, 1, "prior chance that the challenger is hard", inside=True
    ),
    "hard_defender": ModelParameter(
        Fraction(3, 10), 0, 1, "prior chance that the defender is hard", inside=True
    ),
    "back": ModelParameter(
        Fraction(-1), high=0, words="what backing down is worth to the challenger", inside=True
    ),
    "press_hard": ModelParameter(
        Fraction(-1, 2), high=0, words="what a conflict is worth to a hard challenger"
    ),
    "press_soft": ModelParameter(Fraction(-2), high=0, words="and to a soft one"),
    "held": ModelParameter(
        Fraction(4, 5), 0, 1, "what it is worth to the defender that the challenger backs down"
    ),
    "fight_hard": ModelParameter(Fraction(1, 4), 0, 1, "what a conflict is worth to a hard defender"),
    "fight_soft": ModelParameter(Fraction(-1), high=0, words="and to a soft one", inside=True),
}


@game(CHALLENGER, DEFENDER, title="unilateral deterrence")
def unilateral_deterrence(p: Parameters) -> Telling:
    """The challenger keeps or defects, the defender denies or concedes, the challenger presses or backs down.

    The status quo is worth 0 to the challenger and 1 to the defender, a concession the reverse.
    """
    challenger = yield chance(
        "challenger", {"hard": p.hard_challenger, "soft": 1 - p.hard_challenger}, seen_by=CHALLENGER
    )
    defender = yield chance(
        "defender", {"hard": p.hard_defender, "soft": 1 - p.hard_defender}, seen_by=DEFENDER
    )
    if (yield move(CHALLENGER, "act", ["defect", "keep"])) == "keep":
        return {CHALLENGER: 0, DEFENDER: 1}
    if (yield move(DEFENDER, "reply", ["deny", "concede"])) == "concede":
        return {CHALLENGER: 1, DEFENDER: 0}
    if (yield move(CHALLENGER, "end", ["press", "back"])) == "back":
        return {CHALLENGER: p.back, DEFENDER: p.held}
    return {
        CHALLENGER: p.press_hard if challenger == "hard" else p.press_soft,
        DEFENDER: p.fight_hard if defender == "hard" else p.fight_soft,
    }


def soft_defects(p: Any) -> Any:
    """The chance of denial up to which a soft challenger defects."""
    return 1 / (1 - p.back)


def hard_defects(p: Any) -> Any:
    """The chance of denial up to which a hard challenger defects."""
    return 1 / (1 - p.press_hard)


def soft_denies(p: Any) -> Any:
    """The belief that the challenger is hard up to which a soft defender denies."""
    return p.held / (p.held - p.fight_soft)


def _bluff(p: Any) -> Any:
    """How often a soft challenger defects in the bluffing equilibrium."""
    least = soft_denies(p)
    return p.hard_challenger / (1 - p.hard_challenger) * (1 - least) / least


def _defiant(m: SolvedModel) -> Equilibrium:
    """The equilibrium with most defection."""
    return max(m.equilibria, key=lambda each: m.chance(each, 'act == "defect"'))


def _defects(m: SolvedModel) -> Any:
    return m.chance(_defiant(m), 'act == "defect"')


def _bluffing(m: SolvedModel) -> tuple[Any, ...]:
    shown = _defiant(m)
    return (
        m.share(shown, "act", "defect", 'challenger == "soft"'),
        m.share(shown, "reply", "deny", 'defender == "soft"'),
        m.belief(shown, "reply", 'challenger == "hard"', 'defender == "soft"'),
    )


def _steadfast(m: SolvedModel) -> bool:
    """Whether nobody defects and everybody denies in an equilibrium; that a hard challenger slips is of a higher order."""

    def rule(name: str, before: Any) -> str:
        if name == "end":
            return "press" if before["challenger"] == "hard" else "back"
        return {"act": "keep", "reply": "deny"}[name]

    def slips(name: str, before: Any, _: str) -> tuple[int, int]:
        return 1, 2 if name == "act" and before["challenger"] == "hard" else 1

    return m.playing(rule, slips).is_sequential


RESULTS = (
    PublishedStatement(
        "With a credible enough defender nobody defects; in between only the hard defect; with a weak one all do, or the soft bluff.",
        "the classes of the paper, at our numbers",
        stated=lambda p: (
            0
            if p.hard_defender > hard_defects(p)
            else p.hard_challenger
            if p.hard_defender > soft_defects(p)
            else p.hard_challenger + (1 - p.hard_challenger) * min(_bluff(p), 1)
        ),
        computed=_defects,
        over=("hard_defender", tuple(Fraction(at, 10) for at in (1, 3, 6, 8))),
    ),
    PublishedStatement(
        "Soft challengers bluff as often as makes a soft defender indifferent, and soft defenders deny as often as makes them so.",
        "the bluffing equilibrium of the paper, at our numbers",
        stated=lambda p: (
            _bluff(p),
            (soft_defects(p) - p.hard_defender) / (1 - p.hard_defender),
            soft_denies(p),
        ),
        computed=_bluffing,
        over=("hard_challenger", (Fraction(1, 10), Fraction(1, 5), Fraction(3, 10), Fraction(2, 5))),
    ),
    PublishedStatement(
        "A conflict comes with the chance that a hard challenger meets a denial.",
        "the classes of the paper, at our numbers",
        stated=lambda p: p.hard_challenger * max(p.hard_defender, soft_defects(p)),
        computed=lambda m: m.chance(_defiant(m), 'end == "press"'),
        over=("hard_defender", (Fraction(3, 10), Fraction(3, 5))),
    ),
    PublishedStatement(
        "Where the challenger is hard often enough and the defender weak, everybody attacks and the soft concede.",
        "the attack equilibrium of the paper, at our numbers",
        stated=(1, Fraction(49, 100), Fraction(141, 1000)),
        computed=lambda m: (
            _defects(m),
            *_defiant(m).certificate.value,
        ),
        at={"hard_challenger": Fraction(3, 5)},
    ),
    PublishedStatement(
        "Steadfast deterrence is an equilibrium at all numbers: nobody defects, and whoever did would be taken for soft.",
        "the paper's steadfast deterrence",
        stated=True,
        computed=_steadfast,
        over=("hard_defender", tuple(Fraction(at, 10) for at in (1, 3, 6, 8))),
    ),
    PublishedStatement(
        "Two classes of equilibria exist, but one alone where the defender is hard with more than 2/3.",
        "here: the whole list",
        stated=lambda p: 1 if p.hard_defender > hard_defects(p) else 2,
        computed=lambda m: len(m.equilibria),
        over=("hard_defender", tuple(Fraction(at, 10) for at in (3, 6, 8))),
    ),
)
