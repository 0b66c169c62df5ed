"""Reassurance: a small costly gesture tells the trustworthy from those who would exploit trust.

Two states cooperate or defect at the same time. A trustworthy state would rather cooperate with one that cooperates; one that is not would
rather exploit it. Each knows its own kind alone. In one round the trustworthy cooperate only if enough others are
trustworthy. In two rounds, of which the first has a share of the stakes, they may cooperate in the first to show what they
are: the share must be small enough to be risked, and large enough that the others would not fake it.

Source: Kydd 2000 (and Kydd 2005, Trust and Mistrust in International Relations). This is the mechanism of the paper with
simultaneous moves and stakes that are split, our adaptation: the bounds follow from the payoffs here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move, reveal
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("signalling", "trust")
PAPER = Paper(
    authors=("Kydd, Andrew",),
    year=2000,
    title="Trust, Reassurance, and Cooperation",
    journal="International Organization",
    volume="54",
    number="2",
    pages="325-357",
    doi="10.1162/002081800551190",
)

ONE, TWO = PLAYERS = ("One", "Two")

PARAMETERS = {
    "trust": ModelParameter(
        Fraction(1, 2), 0, 1, "prior probability that a state is trustworthy", inside=True
    ),
    "sucker": ModelParameter(
        1, 0, words="what being exploited costs, where mutual cooperation is worth 1", inside=True
    ),
    "shy": ModelParameter(
        Fraction(1, 2),
        0,
        words="how much less exploiting is worth than cooperating to the trustworthy",
        inside=True,
    ),
    "greed": ModelParameter(Fraction(1, 2), 0, words="how much more it is worth to the others", inside=True),
    "first": ModelParameter(
        Fraction(3, 5), 0, 1, "share of the stakes that the first of two rounds has", inside=True
    ),
}


@game(*PLAYERS, title="reassurance")
def reassurance(p: Parameters, *, rounds: int = 2) -> Telling:
    """One round or two; each state knows its own kind, and after a round what both did."""
    kinds = {}
    for player in PLAYERS:
        kinds[player] = yield chance(
            f"kind of {player}", {"trustworthy": p.trust, "other": 1 - p.trust}, seen_by=player
        )
    paid: dict[str, Any] = dict.fromkeys(PLAYERS, 0)
    for stake, number in ((p.first, 1), (1 - p.first, 2)) if rounds == 2 else ((1, 1),):
        acts = {}
        for player in PLAYERS:
            acts[player] = yield move(
                player, f"{player} in round {number}", ["cooperate", "defect"], seen_by=()
            )
        for player, other in ((ONE, TWO), (TWO, ONE)):
            yield reveal(f"{player} in round {number}", to=other)
            paid[player] = paid[player] + stake * _worth(p, kinds[player], acts[player], acts[other])
    return paid


def _worth(p: Any, kind: Any, own: Any, other: Any) -> Any:
    """What a round with all the stakes is worth to a state."""
    if own == "cooperate":
        return 1 if other == "cooperate" else -p.sucker
    if other == "defect":
        return 0
    return 1 - p.shy if kind == "trustworthy" else 1 + p.greed


def _rule(name: str, before: Mapping[str, str]) -> str:
    """The trustworthy cooperate, and in the second round only where both have cooperated in the first; the others never."""
    player, _, number = name.partition(" in round ")
    trusted = number == "1" or all(before[f"{each} in round 1"] == "cooperate" for each in PLAYERS)
    return "cooperate" if trusted and before[f"kind of {player}"] == "trustworthy" else "defect"


def _bounds(p: Any) -> tuple[Fraction, Fraction]:
    """The share that the first round must have at least, so that the others do not fake it, and at most, so that it is risked."""
    least = p.trust * (1 + p.greed) / (p.trust * (1 + 2 * p.greed) + (1 - p.trust) * p.sucker)
    most = p.trust / (p.trust * (1 - p.shy) + (1 - p.trust) * p.sucker)
    return least, most


def _holds(p: Any) -> bool:
    least, most = _bounds(p)
    return bool(least <= p.first <= most)


BOTH = 'move("One in round 1") == "cooperate" and move("Two in round 1") == "cooperate"'
SHARES = [Fraction(k, 60) for k in (25, 27, 29, 30, 33, 36, 39, 40, 41, 42, 45)]
RESULTS = (
    PublishedStatement(
        "In one round there is an equilibrium in which the trustworthy cooperate just where t >= L / (L + g), g being what the"
        " trustworthy would lose by exploiting.",
        "here, from the payoffs",
        stated=lambda p: p.trust >= p.sucker / (p.sucker + p.shy),
        computed=lambda m: any(e.range_of(BOTH).high == m.p.trust**2 for e in m.equilibria),
        at={"rounds": 1},
        over=("trust", [Fraction(k, 12) for k in (3, 6, 7, 9, 10, 11)]),
    ),
    PublishedStatement(
        "In two rounds the trustworthy can show what they are by cooperating in the first just where its share lies between two"
        " bounds: large enough that the others do not fake it, small enough to be risked.",
        "here, from the payoffs: a certificate at every share",
        stated=_holds,
        computed=lambda m: m.playing(_rule).is_sequential,
        over=("first", SHARES),
    ),
    PublishedStatement(
        "With the defaults the bounds are 1/2 and 2/3, and trust fails in one round, where it would take t of 2/3.",
        "here, from the payoffs",
        stated=(Fraction(1, 2), Fraction(2, 3), 0),
        computed=lambda m: (*_bounds(m.p), max(e.range_of(BOTH).high for e in m.at(rounds=1).equilibria)),
    ),
    PublishedStatement(
        "Reassurance leaves each state with the same value, t^2 of it from mutual cooperation.",
        "here, from the payoffs",
        stated=lambda p: (Fraction(13, 40), Fraction(13, 40), p.trust**2),
        computed=lambda m: (*m.playing(_rule).value, m.chance(m.playing(_rule), BOTH)),
    ),
    PublishedStatement(
        "Outside of the bounds somebody gains by leaving it: 3/40 at a share of 9/20, 1/40 at one of 7/10.",
        "here, from the payoffs",
        stated=(Fraction(3, 40), Fraction(1, 40)),
        computed=lambda m: [
            m.at(first=share).playing(_rule).max_regret for share in (Fraction(9, 20), Fraction(7, 10))
        ],
    ),
)
