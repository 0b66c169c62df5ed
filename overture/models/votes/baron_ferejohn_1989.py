"""Bargaining in a legislature: whoever is called on buys the cheapest majority.

Three members divide a pie of 1. One is called on by lot and offers a share to one other, who votes; his yes
makes a majority. After a no another session follows, and the pie shrinks by the discount. The third member
gets nothing.

Source: Baron and Ferejohn 1989, under the closed rule. In the paper the proposer picks whom to buy and all
vote; here he asks the next member, and with the last session refused nobody gets anything. With two sessions
a share of discount / 3 buys a vote, the proposer keeps 1 - discount / 3, there is no delay, and everybody can
expect a third before the lot is drawn. Shares lie on a grid that leaves out what a voter would just accept.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.measured.measure import probability
from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement
from overture.solvers.all.before.backward import backward

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("legislatures", "bargaining", "three players")
MEMBERS = ("A", "B", "C")
PAPER = Paper(
    authors=("Baron, David P.", "Ferejohn, John A."),
    year=1989,
    title="Bargaining in Legislatures",
    journal="American Political Science Review",
    volume="83",
    number="4",
    pages="1181-1206",
)
PARAMETERS = {
    "discount": ModelParameter(
        Fraction(4, 5), 0, 1, "what is left of the pie after a session without a majority"
    ),
}


@game(*MEMBERS, title="bargaining in a legislature")
def legislature(p: Parameters, *, sessions: int = 2, grid: int = 4) -> Telling:
    """Shares are 1/(6 grid), and from there in steps of 1/grid."""
    shares = [Fraction(6 * at + 1, 6 * grid) for at in range(grid)]
    worth: Any = 1
    for session in range(1, sessions + 1):
        proposer = yield chance(f"proposer {session}", dict.fromkeys(MEMBERS, Fraction(1, 3)))
        at = MEMBERS.index(proposer or "")
        partner, third = MEMBERS[(at + 1) % 3], MEMBERS[(at + 2) % 3]
        share = yield move(proposer, f"share {session}", shares)
        if (yield move(partner, f"vote {session}", ["yes", "no"])) == "yes":
            return {proposer: worth * (1 - share), partner: worth * share, third: 0}
        worth = worth * p.discount
    return dict.fromkeys(MEMBERS, 0)


def price(p: Any) -> Any:
    """What buys a vote in the first of two sessions: the least share of the grid above discount / 3."""
    return min(
        share
        for share in (Fraction(6 * at + 1, 6 * p.grid) for at in range(p.grid))
        if share > p.discount / 3
    )


def _chance(m: SolvedModel, event: str) -> float:
    return float(probability(m.tree, backward(m.tree).strategy, event)[0])


DISCOUNTS = tuple(Fraction(at, 10) for at in (2, 4, 6, 8))
RESULTS = (
    PublishedStatement(
        "A vote costs what its owner can expect of another session, discount / 3, and the proposer keeps the rest.",
        "the paper's closed rule, on the grid",
        stated=1.0,
        computed=lambda m: _chance(m, f'move("share 1") == "{price(m.p)}"'),
        at={"grid": 6},
        over=("discount", DISCOUNTS),
    ),
    PublishedStatement(
        "As the grid gets finer the price of a vote approaches discount / 3 from above, and not steadily.",
        "the paper's closed rule; the grid takes the least share above it",
        stated=price,
        computed=lambda m: next(
            share
            for share in (Fraction(6 * at + 1, 6 * m.p.grid) for at in range(m.p.grid))
            if _chance(m, f'move("share 1") == "{share}"') == 1
        ),
        over=("grid", (4, 6, 9)),
        limit=lambda p: p.discount / 3,
    ),
    PublishedStatement(
        "The first proposal passes: there is no delay.",
        "the paper's closed rule",
        stated=1.0,
        computed=lambda m: _chance(m, 'move("vote 1") == "yes"'),
        over=("discount", DISCOUNTS),
    ),
    PublishedStatement(
        "Before the lot is drawn everybody can expect a third.",
        "the paper's closed rule",
        stated=(Fraction(1, 3),) * 3,
        computed=lambda m: backward(m.tree).value,
        over=("discount", DISCOUNTS),
    ),
    PublishedStatement(
        "The subgame perfect equilibrium is one, and being called on is worth 17/24.",
        "here, by hand: 7/24 is the least share of the grid above 4/15",
        stated=(True, Fraction(17, 24)),
        computed=lambda m: (
            backward(m.tree).is_unique,
            m.worth(m.only, "A", 'move("proposer 1") == "A"'),
        ),
    ),
)
