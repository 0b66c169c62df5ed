"""Convicting the innocent: under unanimity a juror votes against his own signal.

Jurors see private signals of one state, guilt or innocence, each right with the same probability, and vote at
once. A vote matters only if all others have voted to convict, and that alone speaks for guilt: a juror whose
signal says "innocent" convicts with some probability nevertheless. With a majority rule, and doubt of one
half, all may vote as their signals say.

Source: Feddersen and Pesendorfer 1998. The prior is one half; convicting the innocent costs q, acquitting the
guilty 1 - q, both everybody. Under unanimity an innocent signal convicts with (k p - (1 - p)) / (p - k (1 -
p)), k = ((1 - q)(1 - p) / (q p))**(1 / (n - 1)). There are many other equilibria (everybody acquits is one):
the list is not searched for here, and the statements are about the symmetric equilibrium in which votes
respond to signals.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.measured.measure import probability
from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("juries", "private signals", "three players")
PAPER = Paper(
    authors=("Feddersen, Timothy", "Pesendorfer, Wolfgang"),
    year=1998,
    title="Convicting the Innocent: The Inferiority of Unanimous Jury Verdicts under Strategic Voting",
    journal="American Political Science Review",
    volume="92",
    number="1",
    pages="23-35",
)
PARAMETERS = {
    "accuracy": ModelParameter(
        Fraction(4, 5), Fraction(1, 2), 1, "probability that a signal is right", inside=True
    ),
    "doubt": ModelParameter(
        Fraction(1, 2),
        0,
        1,
        "what convicting the innocent costs; acquitting the guilty costs the rest of 1",
        inside=True,
    ),
}


def _jurors(jurors: int = 3) -> list[str]:
    return [f"Juror {at}" for at in range(1, jurors + 1)]


@game(_jurors, title="convicting the innocent")
def jury(p: Parameters, *, jurors: int = 3, votes: int = 3) -> Telling:
    """``votes`` to convict are enough; by default all three are needed."""
    names = _jurors(jurors)
    state = yield chance("state", {"guilty": Fraction(1, 2), "innocent": Fraction(1, 2)}, seen_by=())
    right = p.accuracy if state == "guilty" else 1 - p.accuracy
    for name in names:
        yield chance(f"signal of {name}", {"guilty": right, "innocent": 1 - right}, seen_by=name)
    found = 0
    for name in names:
        found += (yield move(name, f"vote of {name}", ["convict", "acquit"], seen_by=())) == "convict"
    if found >= votes:
        loss = 0 if state == "guilty" else p.doubt
    else:
        loss = 1 - p.doubt if state == "guilty" else 0
    return dict.fromkeys(names, -loss)


def sigma(p: Any) -> Any:
    """How often an innocent signal convicts under unanimity; exact where the root is that of a fraction."""
    odds = (1 - p.doubt) * (1 - p.accuracy) / (p.doubt * p.accuracy)
    root = float(odds) ** (1 / (p.jurors - 1))
    near = Fraction(root).limit_denominator(1000)
    k = near if near ** (p.jurors - 1) == odds else root
    return max((k * p.accuracy - (1 - p.accuracy)) / (p.accuracy - k * (1 - p.accuracy)), 0)


def _playing(m: SolvedModel, share: Any) -> AssessmentCertificate:
    """Everybody convicts after a guilty signal, and with this probability after an innocent one."""

    def rule(name: str, before: Any) -> Any:
        signal = before[f"signal of {name.removeprefix('vote of ')}"]
        return "convict" if signal == "guilty" else {"convict": share, "acquit": 1 - share}

    return m.playing(rule)


def _all_convict(m: SolvedModel) -> str:
    return " and ".join(f'move("vote of {name}") == "convict"' for name in _jurors(m.p.jurors))


EXACT = (Fraction(16, 25), Fraction(4, 5), Fraction(9, 10))
RESULTS = (
    PublishedStatement(
        "Under unanimity an innocent signal convicts with probability (k p - (1 - p)) / (p - k (1 - p)).",
        "the paper's symmetric equilibrium",
        stated=(True, False, False),
        computed=lambda m: (
            _playing(m, sigma(m.p)).is_sequential,
            _playing(m, sigma(m.p) + Fraction(1, 20)).is_sequential,
            _playing(m, sigma(m.p) / 2).is_sequential,
        ),
        over=("accuracy", EXACT),
    ),
    PublishedStatement(
        "The limit of the logit path is this equilibrium.",
        "here, from the path",
        stated=lambda p: float(sigma(p)),
        computed=lambda m: float(
            probability(
                m.tree,
                m.limit.strategy,
                'move("signal of Juror 1") == "innocent" and move("vote of Juror 1") == "convict"',
            )[0]
            / probability(m.tree, m.limit.strategy, 'move("signal of Juror 1") == "innocent"')[0]
        ),
        tolerance=1e-7,
    ),
    PublishedStatement(
        "Sincere voting is an equilibrium under the majority rule, and none under unanimity.",
        "the paper's comparison of rules",
        stated=lambda p: p.votes == 2,
        computed=lambda m: _playing(m, 0).is_sequential,
        over=("votes", (2, 3)),
    ),
    PublishedStatement(
        "The larger the jury, the more of the innocent are convicted under unanimity: (1 - p + p sigma)**n.",
        "the paper's main result",
        stated=lambda p: float((1 - p.accuracy + p.accuracy * sigma(p)) ** p.jurors),
        computed=lambda m: float(
            m.chance(_playing(m.at(votes=m.p.jurors), sigma(m.p)), _all_convict(m), 'state == "innocent"')
        ),
        over=("jurors", (2, 3, 4)),
    ),
    PublishedStatement(
        "Both mistakes are made: guilty and innocent are judged wrongly with 1 - (p + (1 - p) sigma)**3 and (1 - p + p sigma)**3.",
        "the paper's error probabilities",
        stated=lambda p: (
            1 - (p.accuracy + (1 - p.accuracy) * sigma(p)) ** 3,
            (1 - p.accuracy + p.accuracy * sigma(p)) ** 3,
        ),
        computed=lambda m: (
            1 - m.chance(_playing(m, sigma(m.p)), _all_convict(m), 'state == "guilty"'),
            m.chance(_playing(m, sigma(m.p)), _all_convict(m), 'state == "innocent"'),
        ),
        over=("accuracy", EXACT),
    ),
    PublishedStatement(
        "All are better off with the majority rule: -13/250 against -11/98.",
        "the paper's comparison of rules, three jurors",
        stated=(Fraction(-13, 250), Fraction(-11, 98)),
        computed=lambda m: (
            _playing(m.at(votes=2), 0).value[0],
            _playing(m, sigma(m.p)).value[0],
        ),
    ),
)
