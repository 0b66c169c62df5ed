"""Talk before entry: words that bind nobody let two entrants coordinate better.

Two firms may enter a market that has room for one. Both say at once whether they will enter, and then both
decide at once. What is said binds nobody. If exactly one says that it will, it does and the other stays out;
if not, both play as if nobody had spoken.

Source: Farrell 1987, of which this is a special case: both get 0 if both enter or both stay out (in the paper
a firm that enters alone gains M, both that enter lose L, and staying out is worth B), H for entering alone
and L for staying out while the other enters, with H > L. Without talk each enters with probability H / (H +
L) and they coordinate with 2 H L / (H + L)**2. With one round each says "in" with probability H**2 / (H**2 +
L**2).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, game, move, reveal
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel
    from overture.solvers.all.equilibrium import Equilibrium

TOPICS = ("cheap talk", "coordination")
A, B = "A", "B"
PAPER = Paper(
    authors=("Farrell, Joseph",),
    year=1987,
    title="Cheap Talk, Coordination, and Entry",
    journal="The RAND Journal of Economics",
    volume="18",
    number="1",
    pages="34-39",
)
PARAMETERS = {
    "high": ModelParameter(Fraction(2), 0, words="what entering alone is worth", inside=True),
    "low": ModelParameter(
        Fraction(1), 0, words="what staying out is worth if the other enters; less than that", inside=True
    ),
}


@game(A, B, title="talk before entry")
def talk_before_entry(p: Parameters, *, talk: bool = True) -> Telling:
    """Words are spoken at once, and heard; ``shape(talk=False)`` leaves them out."""
    if talk:
        yield move(A, "word of A", ["in", "out"], seen_by=())
        yield move(B, "word of B", ["in", "out"], seen_by=())
        yield reveal("word of A", to=B)
        yield reveal("word of B", to=A)
    own = yield move(A, "entry of A", ["in", "out"], seen_by=())
    other = yield move(B, "entry of B", ["in", "out"], seen_by=())
    if own == other:
        return {A: 0, B: 0}
    return {A: p.high if own == "in" else p.low, B: p.high if other == "in" else p.low}


def silent(p: Any) -> Any:
    """How often they coordinate without talk: 2 H L / (H + L)**2."""
    return 2 * p.high * p.low / (p.high + p.low) ** 2


def said_in(p: Any) -> Any:
    """How often each says "in": H**2 / (H**2 + L**2)."""
    return p.high**2 / (p.high**2 + p.low**2)


def talked(p: Any) -> Any:
    """How often they coordinate with one round of talk."""
    apart = 2 * said_in(p) * (1 - said_in(p))
    return apart + (1 - apart) * silent(p)


APART = '(move("entry of A") == "in" and move("entry of B") == "out") or (move("entry of A") == "out" and move("entry of B") == "in")'


def _symmetric(m: SolvedModel) -> Equilibrium:
    """The symmetric equilibrium in which what is said matters (without talk: the mixed one)."""
    if not m.p.talk:
        return next(each for each in m.equilibria if each.value[0] == each.value[1])
    return next(
        each
        for each in m.equilibria
        if each.is_point
        and m.chance(each, 'move("word of A") == "in"')
        == m.chance(each, 'move("word of B") == "in"')
        == said_in(m.p)
    )


RESULTS = (
    PublishedStatement(
        "Without talk they coordinate with probability 2 H L / (H + L)**2.",
        "the paper's game without talk",
        stated=silent,
        computed=lambda m: m.chance(_symmetric(m), APART),
        at={"talk": False},
        over=("high", (Fraction(3, 2), Fraction(2), Fraction(3), Fraction(5))),
    ),
    PublishedStatement(
        "With one round of talk each says that he enters with probability H**2 / (H**2 + L**2), and they coordinate more often.",
        "the paper's symmetric equilibrium with one round",
        stated=lambda p: (said_in(p), talked(p), True),
        computed=lambda m: (
            m.chance(_symmetric(m), 'move("word of A") == "in"'),
            m.chance(_symmetric(m), APART),
            bool(m.chance(_symmetric(m), APART) > silent(m.p)),
        ),
        over=("high", (Fraction(3, 2), Fraction(2), Fraction(3))),
    ),
    PublishedStatement(
        "Talk is worth something to both: 14/15 against 2/3 at the default numbers.",
        "here, from the payoffs",
        stated=(Fraction(14, 15), Fraction(14, 15), Fraction(2, 3), Fraction(2, 3)),
        computed=lambda m: (
            *_symmetric(m).certificate.value,
            *_symmetric(m.at(talk=False)).certificate.value,
        ),
    ),
    PublishedStatement(
        "With talk, seven pairs of values are possible in all.",
        "here, from the whole list",
        stated=(
            (Fraction(2, 3), Fraction(2, 3)),
            (Fraction(5, 6), Fraction(4, 3)),
            (Fraction(14, 15), Fraction(14, 15)),
            (1, 2),
            (Fraction(4, 3), Fraction(5, 6)),
            (Fraction(3, 2), Fraction(3, 2)),
            (2, 1),
        ),
        computed=lambda m: sorted({each.certificate.value for each in m.equilibria}),
    ),
)
