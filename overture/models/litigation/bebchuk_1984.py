"""Litigation and settlement: the plaintiff screens a defendant who knows how strong the case is.

The defendant alone knows the probability with which he would lose in court. The plaintiff demands a sum; the
defendant pays it or goes to court, where both bear costs. Those with a weak case pay, and those with a strong
one go to court: the plaintiff trades the trials that a higher demand brings against what it yields.

Source: Bebchuk 1984; here the probability is spread evenly over an interval, on a grid of ``types`` cells.
For each there is the demand that lies an eighth of a cell below what it would just pay, so that nobody is
indifferent. The share that goes to trial jumps about that of the continuum, from either side (.6, .667, .6,
.65, .65 and .6625 for 5, 6, 10, 20, 40 and 80 cells, against 2/3).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement
from overture.models.screening import margin, middle, refusing_share

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("settlement", "screening")
PLAINTIFF, DEFENDANT = "Plaintiff", "Defendant"
PAPER = Paper(
    authors=("Bebchuk, Lucian Arye",),
    year=1984,
    title="Litigation and Settlement under Imperfect Information",
    journal="The RAND Journal of Economics",
    volume="15",
    number="3",
    pages="404-415",
)
PARAMETERS = {
    "lowest": ModelParameter(
        Fraction(1, 5), 0, 1, "the lowest probability with which the defendant may lose"
    ),
    "highest": ModelParameter(
        Fraction(4, 5), 0, 1, "the highest probability with which he may lose; more than the lowest"
    ),
    "stake": ModelParameter(Fraction(1), 0, words="what is awarded if he loses", inside=True),
    "cost_P": ModelParameter(Fraction(1, 10), 0, words="what a trial costs the plaintiff"),
    "cost_D": ModelParameter(Fraction(1, 10), 0, words="what a trial costs the defendant"),
}


@game(PLAINTIFF, DEFENDANT, title="litigation and settlement")
def litigation(p: Parameters, *, types: int = 6) -> Telling:
    """Types and demands have numbers from 1, the lowest; the demand k is paid by the types from k on."""
    kinds = range(1, types + 1)
    kind = yield chance("liability", dict.fromkeys(kinds, Fraction(1, types)), seen_by=DEFENDANT)
    demand = yield move(PLAINTIFF, "demand", list(kinds))
    if (yield move(DEFENDANT, "answer", ["pay", "court"])) == "pay":
        paid = _sum(p, demand, types)
        return {PLAINTIFF: paid, DEFENDANT: -paid}
    award = liability(p, kind, types) * p.stake
    return {PLAINTIFF: award - p.cost_P, DEFENDANT: -award - p.cost_D}


def liability(p: Any, kind: int, types: int) -> Any:
    """The probability with which a type loses in court: the middle of its cell."""
    return p.lowest + (p.highest - p.lowest) * middle(kind, types)


def trials(p: Any) -> Any:
    """The share that goes to trial on the continuum: 1 - (cP + cD) / (W (b - a))."""
    return 1 - (p.cost_P + p.cost_D) / (p.stake * (p.highest - p.lowest))


def _sum(p: Any, demand: int, types: int) -> Any:
    """What a demand asks for."""
    spread = p.highest - p.lowest
    return liability(p, demand, types) * p.stake + p.cost_D - spread * margin(types)


def trials_on_grid(p: Any) -> Fraction:
    """The share that goes to trial at the best of the demands of the grid."""
    return refusing_share(
        p.types,
        lambda first: _sum(p, first, p.types),
        lambda kind: liability(p, kind, p.types) * p.stake - p.cost_P,
    )


def _trials(m: SolvedModel) -> Any:
    return m.chance(m.only, 'answer == "court"')


RESULTS = (
    PublishedStatement(
        "With probabilities spread evenly from a to b, 1 - (cP + cD) / (W (b - a)) of the cases go to trial.",
        "here, the paper's first-order condition for an even spread",
        stated=trials,
        computed=_trials,
    ),
    PublishedStatement(
        "As the grid gets finer the share that goes to trial approaches that of the continuum, from either side.",
        "here, the best of the demands of the grid",
        stated=trials_on_grid,
        computed=_trials,
        over=("types", (5, 6, 10)),
        limit=trials,
    ),
    PublishedStatement(
        "The dearer a trial is to the plaintiff, the fewer there are.",
        "the paper's comparative statics, within a cell of the grid",
        stated=trials,
        computed=_trials,
        at={"types": 12},
        over=("cost_P", (Fraction(1, 20), Fraction(3, 20), Fraction(7, 20))),
        tolerance=1 / 12,
    ),
    PublishedStatement(
        "The more is at stake, the more trials there are.",
        "the paper's comparative statics, within a cell of the grid",
        stated=trials,
        computed=_trials,
        at={"types": 12},
        over=("stake", (Fraction(1, 2), Fraction(1), Fraction(2))),
        tolerance=1 / 12,
    ),
    PublishedStatement(
        "Strong cases settle and weak ones go to court: the defendant pays if he is likely to lose.",
        "the paper's cut-off",
        stated=(0, 0, 0, 0, 1, 1),
        computed=lambda m: tuple(
            m.chance(m.only, 'answer == "pay"', f"liability == {kind}") for kind in range(1, 7)
        ),
    ),
    PublishedStatement(
        "On six types the plaintiff gets 107/240 and the defendant loses 139/240.",
        "here, by hand",
        stated=(Fraction(107, 240), Fraction(-139, 240)),
        computed=lambda m: m.only.certificate.value,
    ),
)
