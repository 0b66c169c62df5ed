"""The chain store: a few who are tough make the many who are not fight, to be taken for them.

A store in several towns meets one entrant after the other. Each sees what happened before him and enters or stays out; the
store then fights or yields. A tough store always fights; a weak one would rather yield to a single entrant, but every fight
makes the later ones think it tougher. Far from the end even a small chance of toughness keeps everybody out.

Source: Kreps and Wilson 1982, section 3 (their payoffs and equilibrium: Propositions 1 to 3). The numbers of the section and of the propositions
are from memory: no look-up confirmed them, as it did volume and pages. Entrants are counted down, as there. An entrant who
would be indifferent mixes only where the weak store has to be.

The beliefs of the paper (a store that yields is weak, whatever it did before) need trembles of different orders: a tough store that yields is far less likely
than a weak one that fights. With equal trembles the same play has other beliefs off the path.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters

TOPICS = ("entry",)
PAPER = Paper(
    authors=("Kreps, David M.", "Wilson, Robert"),
    year=1982,
    title="Reputation and Imperfect Information",
    journal="Journal of Economic Theory",
    volume="27",
    number="2",
    pages="253-279",
    doi="10.1016/0022-0531(82)90030-8",
)

STORE = "Store"

PARAMETERS = {
    "tough": ModelParameter(Fraction(1, 10), 0, 1, "prior probability that the store is tough", inside=True),
    "share": ModelParameter(
        Fraction(1, 2),
        0,
        1,
        "what entry is worth where the store yields; 1 less where it fights",
        inside=True,
    ),
    "alone": ModelParameter(2, 1, words="what a town is worth to the store where nobody enters", inside=True),
}


@game(lambda entrants: [STORE, *(f"Entrant {at}" for at in range(entrants, 0, -1))], title="the chain store")
def chain_store(p: Parameters, *, entrants: int = 3) -> Telling:
    """Entrants come in the order in which they are counted down; everybody sees everything but the kind of the store."""
    kind = yield chance("kind", {"tough": p.tough, "weak": 1 - p.tough}, seen_by=STORE)
    paid: dict[str, Any] = {STORE: 0, **{f"Entrant {at}": 0 for at in range(1, entrants + 1)}}
    for at in range(entrants, 0, -1):
        if (yield move(f"Entrant {at}", f"entry {at}", ["out", "in"])) == "out":
            paid[STORE] = paid[STORE] + p.alone
            continue
        fights = (yield move(STORE, f"answer {at}", ["fight", "yield"])) == "fight"
        paid[f"Entrant {at}"] = p.share - 1 if fights else p.share
        # Tough: a fight is worth 0, yielding costs 1. Weak: the other way round.
        paid[STORE] = paid[STORE] - (1 if fights == (kind == "weak") else 0)
    return paid


def _belief(p: Any, before: Mapping[str, str], at: int) -> Fraction:
    """p_n: what entrant ``at`` believes of toughness after a history, as the paper has it."""
    now = Fraction(p.tough)
    for past in range(p.entrants, at, -1):
        if before[f"entry {past}"] == "out":
            continue
        if before[f"answer {past}"] == "yield" or now == 0:
            now = Fraction(0)
        else:
            now = max(now, p.share ** (past - 1))
    return now


def _fights(p: Any, now: Fraction, at: int) -> Fraction:
    """How often a weak store fights entrant ``at`` at a belief."""
    need = p.share ** (at - 1)
    if at == 1 or now == 0:
        return Fraction(0)
    return Fraction(1) if now >= need else Fraction((1 - need) * now / ((1 - now) * need))


def _stays_out(p: Any, now: Fraction, at: int) -> Fraction:
    """How often entrant ``at`` stays out at a belief."""
    edge = p.share**at
    return Fraction(1) if now > edge else 1 / Fraction(p.alone) if now == edge else Fraction(0)


def _published(m: SolvedModel) -> AssessmentCertificate:
    """The equilibrium of the paper, with its beliefs."""

    def rule(name: str, before: Mapping[str, str]) -> dict[str, Fraction]:
        act, at = name.split()
        now = _belief(m.p, before, int(at))
        if act == "entry":
            out = _stays_out(m.p, now, int(at))
            return {"out": out, "in": 1 - out}
        fight = Fraction(1) if before["kind"] == "tough" else _fights(m.p, now, int(at))
        return {"fight": fight, "yield": 1 - fight}

    def tremble(name: str, before: Mapping[str, str], choice: str) -> tuple[int, int]:
        return 1, 30 if before.get("kind") == "tough" and choice == "yield" and name.startswith(
            "answer"
        ) else 1

    return m.playing(rule, tremble)


def _deterring(m: SolvedModel) -> int:
    """The least number of towns at which the first entrant stays out, in the equilibrium of the paper, certified."""
    for many in range(1, 7):
        here = m.at(entrants=many)
        shown = _published(here)
        if shown.is_sequential and here.chance(shown, f'move("entry {many}") == "out"') == 1:
            return many
    return 0


def _needed(p: Any) -> int:
    """The least n with tough > share ** n."""
    return next(n for n in range(1, 99) if p.tough > p.share**n)


def _after_fights(m: SolvedModel) -> tuple[Any, ...]:
    """Where all before were fought, from the first town: how often the entrant stays out, what he believes, how often he is fought."""
    shown, many = _published(m), m.p.entrants
    row: list[Any] = [shown.is_sequential]
    for at in range(many, 0, -1):
        past = " and ".join(f'move("answer {before}") == "fight"' for before in range(many, at, -1)) or "True"
        row += [
            m.share(shown, f"entry {at}", "out", past),
            m.belief(shown, f"entry {at}", FEARED, past),
            m.share(
                shown, f"answer {at}", "fight", f'{past} and kind == "weak" and move("entry {at}") == "in"'
            ),
        ]
    return tuple(row)


def _long_chain(p: Any) -> tuple[Any, ...]:
    """The same by the formulas of the paper, for a first entrant who is kept out: later beliefs are b^n, just at the edge."""
    b, first = p.share, p.entrants
    fights_first = (1 - b ** (first - 1)) * p.tough / ((1 - p.tough) * b ** (first - 1))
    later = [
        value
        for n in range(first - 1, 0, -1)
        for value in (1 / Fraction(p.alone), b**n, b * (1 - b ** (n - 1)) / (1 - b**n))
    ]
    return (True, 1, p.tough, fights_first, *later)


FOUGHT, FEARED = 'move("answer 3") == "fight"', 'kind == "tough"'
RESULTS = (
    PublishedStatement(
        "The strategies and beliefs of the paper are a sequential equilibrium: nobody gains anywhere, on the path or off it.",
        "Section 3, Proposition 1 (numbers not looked up)",
        stated=True,
        computed=lambda m: _published(m).is_sequential,
        over=("tough", [Fraction(k, 40) for k in (1, 3, 4, 5, 8, 10, 15, 20, 30)]),
    ),
    PublishedStatement(
        "A first entrant who comes is fought by the weak with probability (1 - b^2) p / ((1 - p) b^2), and whoever sees the fight"
        " believes in toughness with b^2.",
        "Section 3 (number not looked up)",
        stated=lambda p: ((1 - p.share**2) * p.tough / ((1 - p.tough) * p.share**2), p.share**2),
        computed=lambda m: (
            m.chance(_published(m), FOUGHT, 'kind == "weak" and move("entry 3") == "in"'),
            m.belief(_published(m), "entry 2", FEARED, FOUGHT),
        ),
        over=("tough", [Fraction(k, 40) for k in (1, 2, 3, 4)]),
        numbers=("how often the weak fight", "belief in toughness after a fight"),
    ),
    PublishedStatement(
        "The first entrant stays out as soon as p > b^n: even a small chance of toughness deters if there are towns enough.",
        "Section 3 (number not looked up)",
        stated=_needed,
        computed=_deterring,
        over=("tough", [Fraction(1, k) for k in (20, 10, 6, 5, 3)]),
    ),
    PublishedStatement(
        "In a chain of six towns a doubt of 1/50 keeps the first entrant out. Where entrants come and are fought all the same, entrant n"
        " believes in toughness with b^n and stays out with 1 / a, and the weak fight him with b (1 - b^(n-1)) / (1 - b^n).",
        "Section 3 (number not looked up); the last formula here, the paper's at a belief of b^n",
        stated=_long_chain,
        computed=_after_fights,
        at={"entrants": 6, "tough": Fraction(1, 50)},
    ),
    PublishedStatement(
        "With three towns and p of 1/10 the store gets 3/20 and the entrants 1/10, 3/10 and 2/5; with 1/5 it gets 11/5, and the"
        " first entrant, who stays out, 0.",
        "here, from the formulas of the paper",
        stated=tuple(Fraction(k, 20) for k in (3, 2, 6, 8, 44, 0, 2, 6)),
        computed=lambda m: (*_published(m).value, *_published(m.at(tough=Fraction(1, 5))).value),
    ),
)
