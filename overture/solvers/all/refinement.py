"""Which equilibria of a signalling game survive what: intuitive criterion, D1, undefeated, neologism-proof.

A component's utilities can vary, so each test is made at every corner of its threats: it passes in
``all`` of them, in ``some``, or in ``none``. Each failure names the type and the message that break it.

Sources: Cho and Kreps 1987 (QJE 102, pp. 199-205: intuitive criterion, D1); Mailath, Okuno-Fujiwara
and Postlewaite 1993 (JET 60, p. 253: undefeated); Farrell 1993 (GEB 5, p. 519: neologism-proof).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from overture.solvers.all.algebra.vertices import Ray, corners, whole
from overture.solvers.all.signalling.game import (
    Component,
    SignallingGame,
    best_reply_faces,
    best_to_prior,
)

Utilities = tuple[Fraction, ...]


@dataclass(frozen=True)
class RefinementVerdict:
    """Outcome of a test on a component: in ``all`` of its corners, ``some`` or ``none``; and the reason.

    ``untested`` where the test could not be made; the reason says why.
    """

    holds: str
    reason: str = ""

    @property
    def passes(self) -> bool | None:
        """True in all corners, False in none, None in some (or not tested)."""
        return {"all": True, "none": False}.get(self.holds)

    @property
    def tested(self) -> bool:
        """Whether the test was made."""
        return self.holds != "untested"


def not_tested(reason: str) -> RefinementVerdict:
    """The verdict of a test that could not be made."""
    return RefinementVerdict("untested", reason)


def guarded(test: Callable[[], RefinementVerdict]) -> RefinementVerdict:
    """The verdict; a test that ends in an error is not tested, and its reason names the error.

    A list of equilibria stands by its certificates: no error of a test may lose it.
    """
    try:
        return test()
    except Exception as error:
        words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return not_tested(f"an error of the test itself, which should be reported ({words})")


@dataclass(frozen=True)
class Refined:
    """The four tests on one component."""

    intuitive: RefinementVerdict
    d1: RefinementVerdict
    undefeated: RefinementVerdict
    neologism_proof: RefinementVerdict


def refine(component: Component, others: Sequence[Component] = (), names: Sequence[str] = ()) -> Refined:
    """Test a component; ``others`` is the whole list of equilibria (which may defeat it), ``names`` theirs in it."""
    names = names or [other.label for other in others]
    game = component.game
    unsent = [m for m in range(len(game.messages)) if m not in component.sent]
    utilities = sorted(component.utilities)

    def over(test: Callable[[Utilities], str]) -> RefinementVerdict:
        def told() -> RefinementVerdict:
            reasons = [test(utility) for utility in utilities]
            failed = [reason for reason in reasons if reason]
            if not failed:
                return RefinementVerdict("all")
            return RefinementVerdict("none" if len(failed) == len(reasons) else "some", failed[0])

        return guarded(told)

    def each(test: Callable[[SignallingGame, Utilities, int], str]) -> Callable[[Utilities], str]:
        return lambda utility: next((why for m in unsent if (why := test(game, utility, m))), "")

    return Refined(
        over(each(breaks_intuitive)),
        over(each(breaks_d1)),
        over(lambda utility: breaks_undefeated(component, utility, others, names)),
        over(lambda utility: breaks_neologism(game, utility)),
    )


def _replies(game: SignallingGame, m: int, believed: list[int]) -> list[int]:
    """Responses that are best for some belief on these types."""
    return sorted(set().union(*best_reply_faces(game, m, believed)))


def breaks_intuitive(game: SignallingGame, utility: Utilities, m: int) -> str:
    """Why the equilibrium with these utilities fails the intuitive criterion at unsent m; "" if not."""
    types = [t for t in range(len(game.types)) if game.can(t, m)]
    if not types:
        return ""
    every = _replies(game, m, types)
    out = [t for t in types if utility[t] > max(game.gain(t, m)[a] for a in every)]
    left = [t for t in types if t not in out]
    if not left or not out:
        # Nobody is excluded: the criterion asks for a gain whatever is believed; the equilibrium denies it.
        return ""
    worst = _replies(game, m, left)
    for t in left:
        least = min(game.gain(t, m)[a] for a in worst)
        if utility[t] < least:
            barred = _names(game, out)
            return (
                f"{game.types[t]} could send {game.messages[m]}: {barred} would lose by it whatever the answer, "
                f"so it must come from {_names(game, left)}, and then {game.types[t]} gets at least "
                f"{_number(least)} instead of {_number(utility[t])}."
            )
    return ""


def _names(game: SignallingGame, types: Sequence[int]) -> str:
    return " or ".join(game.types[t] for t in types)


def _number(value: Fraction) -> str:
    return f"{float(value):.4g}"


def _leads(game: SignallingGame, utility: Utilities, m: int) -> dict[int, Ray]:
    """[type that has message m][response] what it gains by m, in whole numbers of some unit of its own."""
    known = game.leads_known.get((utility, m))
    if known is None:
        known = game.leads_known[utility, m] = {
            t: whole([gain - level for gain in game.gain(t, m)])
            for t, level in enumerate(utility)
            if game.can(t, m)
        }
    return known


def _answer(face: Iterable[int], rows: Sequence[Ray]) -> bool:
    """Whether some mixture of the responses of ``face`` makes no row, of a number for each response, negative."""
    place = sorted(face)
    rows = [tuple(row[a] for a in place) for row in rows]
    rows = [row for row in rows if min(row) < 0]
    if any(max(row) < 0 for row in rows):
        return False
    if any(min(column) >= 0 for column in zip(*rows, strict=True)) or not rows:
        return True  # one response will do
    total = [1] * len(place) + [-1]
    return bool(corners(len(place) + 1, [total], [[*row, 0] for row in rows]))


def _less(row: Ray) -> Ray:
    return tuple(-entry for entry in row)


def survivors_d1(game: SignallingGame, utility: Utilities, m: int) -> tuple[list[int], dict[int, int]]:
    """Types left for unsent message m after D1, and for each type struck out the type that strikes it."""
    leads = _leads(game, utility, m)
    types = list(leads)
    faces = best_reply_faces(game, m, types)
    gains = {t: any(leads[t][a] > 0 for face in faces for a in face) for t in types}
    struck: dict[int, int] = {}
    for t, other in product(types, types):
        if t == other or t in struck or not gains[other]:
            continue
        # Is there a best reply for which t would send m and the other type would not gain strictly?
        if not any(_answer(face, [leads[t], _less(leads[other])]) for face in faces):
            struck[t] = other
    return [t for t in types if t not in struck], struck


def deterring(game: SignallingGame, utility: Utilities, m: int, believed: list[int]) -> bool:
    """Whether a best reply to some belief on ``believed`` keeps every type from sending m."""
    losses = [_less(row) for row in _leads(game, utility, m).values()]
    return any(_answer(face, losses) for face in best_reply_faces(game, m, believed))


def breaks_d1(game: SignallingGame, utility: Utilities, m: int) -> str:
    """Why the equilibrium with these utilities fails D1 at unsent m; "" if it does not."""
    left, struck = survivors_d1(game, utility, m)
    if not struck or not left or deterring(game, utility, m, left):
        return ""
    weak, strong = next(iter(struck.items()))
    gainer = next(
        (t for t in left if any(game.gain(t, m)[a] > utility[t] for a in _replies(game, m, left))), left[0]
    )
    return (
        f"{game.types[gainer]} could send {game.messages[m]}: whenever {game.types[weak]} would gain by it, "
        f"{game.types[strong]} would gain too, so it is not read as {game.types[weak]}, and no belief on "
        f"{_names(game, left)} deters it."
    )


def breaks_undefeated(
    component: Component, utility: Utilities, others: Sequence[Component], names: Sequence[str]
) -> str:
    """Why another equilibrium of the list defeats this one; "" if none does.

    The other sends a message m that this one does not; the types that send it there (K) gain weakly,
    one strictly; and no belief after m that is proportional to the prior on the strict gainers (and at
    most that on other members of K) lets the receiver deter here.
    """
    game = component.game
    threats: dict[tuple[object, ...], bool] = {}

    def deterred(m: int, group: list[int], strict: list[int]) -> bool:
        key = (m, tuple(group), tuple(strict))
        if key not in threats:
            threats[key] = _credible_threat(game, utility, m, group, strict)
        return threats[key]

    for other, name in zip(others, names, strict=True):
        if other is component:
            continue
        for theirs in other.utilities:
            for m in other.sent:
                if m in component.sent:
                    continue
                group = [t for t in range(len(game.types)) if other.mixture[t][m]]
                if any(theirs[t] < utility[t] for t in group):
                    continue
                strict = [t for t in group if theirs[t] > utility[t]]
                if strict and not deterred(m, group, strict):
                    return (
                        f"{game.types[strict[0]]} gets {_number(theirs[strict[0]])} by sending {game.messages[m]} in "
                        f"another equilibrium ({name}), against {_number(utility[strict[0]])} here, and the "
                        f"threat that keeps it from {game.messages[m]} here reads the message as somebody who "
                        "would not send it there."
                    )
    return ""


def _credible_threat(
    game: SignallingGame, utility: Utilities, m: int, group: list[int], strict: list[int]
) -> bool:
    """A belief of the admitted kind and a best reply to it that deters every type from m."""
    ties = [t for t in group if t not in strict]
    losses = [_less(row) for row in _leads(game, utility, m).values()]
    if not ties:
        return _answer(best_to_prior(game, m, tuple(strict)), losses)
    base = [
        sum((game.prior[t] * game.worth(t, m)[a] for t in strict), Fraction(0))
        for a in range(len(game.responses[m]))
    ]
    every = range(len(game.responses[m]))
    for k in range(1, len(every) + 1):
        for face in combinations(every, k):
            if not _answer(face, losses):
                continue
            # Weights y_t of the ties between 0 and their prior: coordinates y, slack, and the homogeneous 1.
            n = len(ties)
            equal: list[list[Fraction]] = []
            above: list[list[Fraction]] = []
            for i, t in enumerate(ties):
                row = [Fraction(0)] * (2 * n) + [-game.prior[t]]
                row[i] = row[n + i] = Fraction(1)
                equal.append(row)
            for a in every:
                if a != face[0]:
                    row = [game.worth(t, m)[face[0]] - game.worth(t, m)[a] for t in ties]
                    row += [Fraction(0)] * n + [base[face[0]] - base[a]]
                    (equal if a in face else above).append(row)
            if corners(2 * n + 1, equal, above):
                return True
    return False


def breaks_neologism(game: SignallingGame, utility: Utilities) -> str:
    """Why a credible "I am one of K" added to a message would break the equilibrium; "" if none would.

    K is credible with message m when, under every best reply to the prior restricted to K, all of K
    gain strictly and nobody else gains.
    """
    for m in range(len(game.messages)):
        leads = _leads(game, utility, m)
        gainers = [
            frozenset(t for t, row in leads.items() if row[a] > 0) for a in range(len(game.responses[m]))
        ]
        for k in range(1, len(leads) + 1):
            for group in combinations(leads, k):
                best = best_to_prior(game, m, group)
                if all(gainers[a] == frozenset(group) for a in best):
                    t = group[0]
                    return (
                        f"{game.types[t]} could send {game.messages[m]} and say that it is "
                        f"{_names(game, group)}: if believed, it gets {_number(min(game.gain(t, m)[a] for a in best))} instead of "
                        f"{_number(utility[t])}, and no other type would wish to say so."
                    )
    return ""
