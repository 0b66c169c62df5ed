"""Butter for bombs: a concession that makes a weapons programme not worth its price.

A declining state offers a rising one a share of what they divide, period after period. The rising state goes to war, takes
the offer for good, or builds a weapon: it pays the price, and from the next period on it would do better in a war. The
declining state sees the programme and may go to war before it is done. All is known to both.

Four things can happen: building is deterred by war (it would be prevented), it is not worth it (no concession is needed), it is bought off by a concession just
large enough, or it happens, since buying it off costs more.

Source: Spaniel 2019 (and Spaniel 2015 in International Interactions). An offer that is taken stands for good here, so that the infinite horizon folds into what is
paid at the end; that is our adaptation. Shares are on a grid, so the concession is the first grid point from x* on, and near
the price from which buying off pays the coarser concession may be too dear: at a price of 7/20 the weapon is built on the
grid of twentieths, and bought off on the continuum.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("bargaining",)
PAPER = Paper(
    authors=("Spaniel, William",),
    year=2019,
    title="Bargaining over the Bomb: The Successes and Failures of Nuclear Negotiations",
    publisher="Cambridge University Press",
    unconfirmed=("publisher",),
)

DECLINING, RISING = PLAYERS = ("Declining", "Rising")

PARAMETERS = {
    "now": ModelParameter(Fraction(11, 50), 0, 1, "probability with which the rising state wins a war today"),
    "then": ModelParameter(Fraction(3, 5), 0, 1, "probability with which it wins once it has the weapon"),
    "cost_declining": ModelParameter(
        Fraction(203, 1000), 0, 1, "what war costs the declining state a period"
    ),
    "cost_rising": ModelParameter(Fraction(1, 5), 0, 1, "what it costs the rising state a period"),
    "price": ModelParameter(Fraction(41, 50), 0, words="what building the weapon costs the rising state"),
    "patience": ModelParameter(Fraction(4, 5), 0, 1, "discount factor of a period", inside=True),
}


@game(*PLAYERS, title="butter for bombs")
def butter_for_bombs(p: Parameters, *, steps: int = 20) -> Telling:
    """Shares are 0, 1 / ``steps``, ... up to 4/5."""
    offer = yield move(DECLINING, "offer", [str(Fraction(k, steps)) for k in range(4 * steps // 5 + 1)])
    share, whole = Fraction(offer or 0), 1 / (1 - p.patience)
    answer = yield move(RISING, "answer", ["war", "accept", "build"])
    war = {DECLINING: whole * (1 - p.now - p.cost_declining), RISING: whole * (p.now - p.cost_rising)}
    if answer == "war":
        return war
    if answer == "accept":
        return {DECLINING: whole * (1 - share), RISING: whole * share}
    if (yield move(DECLINING, "response", ["prevent", "acquiesce"])) == "prevent":
        return {**war, RISING: war[RISING] - p.price}
    later = p.then - p.cost_rising  # the share of one who has the weapon
    return {
        DECLINING: 1 - share + p.patience * whole * (1 - later),
        RISING: share - p.price + p.patience * whole * later,
    }


def _deterring(p: Any) -> Fraction:
    """x*: the share at which the rising state is indifferent between taking it for good and building."""
    return Fraction(p.then - p.cost_rising - p.price * (1 - p.patience) / p.patience)


def _credible(p: Any) -> Fraction:
    """The share above which a declining state that has given it would rather prevent the programme than let it be done."""
    whole, later = 1 / (1 - p.patience), p.then - p.cost_rising
    return Fraction(1 + p.patience * whole * (1 - later) - whole * (1 - p.now - p.cost_declining))


def _on_grid(p: Any, share: Fraction) -> Fraction:
    """The first grid point from a share on."""
    return Fraction(-(-share * p.steps // 1), p.steps)


def _conceded(p: Any) -> Fraction:
    """What is given on the grid: nothing where the first grid point from x* on is worse than letting the weapon be built."""
    share, whole, later = _on_grid(p, _deterring(p)), 1 / (1 - p.patience), p.then - p.cost_rising
    return share if whole * (1 - share) >= 1 + p.patience * whole * (1 - later) else Fraction(0)


def _played(m: SolvedModel) -> tuple[Fraction, str]:
    """The offer and the answer of the one equilibrium."""
    offers = [Fraction(k, m.p.steps) for k in range(4 * m.p.steps // 5 + 1)]
    made = next(x for x in offers if m.chance(m.only, f'offer == "{x}"') == 1)
    return made, next(w for w in ("war", "accept", "build") if m.chance(m.only, f'answer == "{w}"') == 1)


def _region(p: Any) -> str:
    """What happens, by the thresholds of the price; the declining state would not prevent."""
    gain = p.patience * (p.then - p.now)
    if p.price < gain:
        return "build"
    return "buy off" if p.price < gain / (1 - p.patience) else "ignore"


def _found_region(m: SolvedModel) -> str:
    """What happens in the one equilibrium: a concession is more than what averts war today."""
    offer, answer = _played(m)
    if answer == "build":
        return "build"
    return "buy off" if offer > _on_grid(m.p, m.p.now - m.p.cost_rising) else "ignore"


WORDS_OF = ("build", "buy off", "ignore")
BOUGHT = [Fraction(k, 50) for k in (25, 41, 45, 55, 65)]
PRICES = [Fraction(k, 20) for k in (2, 5, 6, 9, 10, 18, 23, 26, 31, 34)]
RESULTS = (
    PublishedStatement(
        "Building is bought off by the least share at which it does not pay, x* = p' - c - k (1 - d) / d, on the grid.",
        "the paper's concession; here with a stationary offer",
        stated=lambda p: (_on_grid(p, _deterring(p)), True),
        computed=lambda m: (_played(m)[0], _played(m)[1] == "accept"),
        over=("price", BOUGHT),
    ),
    PublishedStatement(
        "As the grid gets finer the concession approaches x*, which is 23/100 here, from above and not monotonically.",
        "here",
        stated=_conceded,
        computed=lambda m: _played(m)[0],
        at={"price": Fraction(17, 25)},
        over=("steps", [10, 15, 20, 25, 40, 80]),
        limit=_deterring,
    ),
    PublishedStatement(
        "The weapon is built where it is cheap, bought off at a middling price, and left alone where it is dear: from"
        " d (p' - p) and from d (p' - p) / (1 - d) on.",
        "here, from the payoffs",
        stated=lambda p: tuple(_region(p) == word for word in WORDS_OF),
        computed=lambda m: tuple(_found_region(m) == word for word in WORDS_OF),
        over=("price", PRICES),
    ),
    PublishedStatement(
        "If the balance would shift too much, d (p' - p) > c + c', the declining state would prevent it, and so nothing is built.",
        "here, from the payoffs",
        stated=False,
        computed=lambda m: _played(m)[1] == "build",
        at={"price": Fraction(1, 5)},
        over=("then", [Fraction(k, 20) for k in (15, 16, 17, 18)]),
    ),
    PublishedStatement(
        "Where it would shift a little less, the declining state gives just so much that it would prevent the programme, and"
        " nothing is built either.",
        "here: what has been given is lost, so that a larger gift makes prevention the better response",
        stated=lambda p: (_on_grid(p, _credible(p)), True),
        computed=lambda m: (_played(m)[0], _played(m)[1] == "accept"),
        at={"price": Fraction(1, 5)},
        over=("then", [Fraction(k, 100) for k in (68, 69, 70, 71)]),
    ),
    PublishedStatement(
        "What both get where building is bought off, where it happens, where it is too dear, and where war deters it.",
        "here",
        stated=tuple(
            Fraction(*pair) for pair in ((4, 1), (1, 1), (17, 5), (7, 5), (19, 4), (1, 4), (19, 4), (1, 4))
        ),
        computed=lambda m: [
            value
            for given in (
                {},
                {"price": Fraction(1, 5)},
                {"price": Fraction(17, 10)},
                {"price": Fraction(1, 5), "then": Fraction(4, 5)},
            )
            for value in m.at(**given).only.certificate.value
        ],
    ),
)
