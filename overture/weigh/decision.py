"""The decision that the evidence is for: what each reply is worth in each case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from overture.errors import EvidenceError, Fault
from overture.weigh.ledger import Bools, Floats, Item, Ledger


@dataclass(frozen=True)
class Decision:
    """Replies, the cases that matter to them, and values.

    Attributes:
        replies: names.
        cases: event keys (or "not key") that exclude each other and leave nothing out, after the acts.
        value: [reply, case], [world, reply, case] or [world, equilibrium, reply, case]; or a function
            of the posterior [world, case] giving [world, reply].
    """

    replies: tuple[str, ...]
    cases: tuple[str, ...]
    value: Floats | Callable[[Floats], Floats]

    def __post_init__(self) -> None:
        if callable(self.value):
            return
        shape = np.shape(self.value)
        if shape[-2:] != (len(self.replies), len(self.cases)) or len(shape) not in (2, 3, 4):
            raise EvidenceError.of(
                "weigh/decision",
                f"values of shape {shape}",
                allowed=f"[..., {len(self.replies)} replies, {len(self.cases)} cases]",
            )
        if not np.all(np.isfinite(self.value)):
            raise EvidenceError.of("weigh/decision", "a value that is not finite")


@dataclass(frozen=True)
class Choice:
    """overall [reply] and world [world, reply] expected values (NaN in worlds without weight); best."""

    replies: tuple[str, ...]
    overall: Floats
    world: Floats
    weight: Floats

    @property
    def best(self) -> str:
        return self.replies[int(np.argmax(self.overall))]

    @property
    def margin(self) -> float:
        """How much better the best reply is than the next."""
        ranked = np.sort(self.overall)
        return float(ranked[-1] - ranked[-2]) if len(ranked) > 1 else float("inf")

    def lead(self, reply: str) -> float:
        """How much better ``reply`` is than the best other: negative once the decision has flipped."""
        return lead(self.replies, self.overall, reply)

    def share(self) -> dict[str, float]:
        """Weight of the worlds in which each reply is best."""
        counted = self.weight > 0.0
        best = np.argmax(self.world[counted], axis=1)
        share = np.bincount(best, self.weight[counted], len(self.replies)) / self.weight[counted].sum()
        return dict(zip(self.replies, (float(value) for value in share), strict=True))


def lead(replies: Sequence[str], value: Floats, reply: str) -> float:
    """How much more ``reply`` is worth than the best other; ``value`` is [reply]."""
    place = replies.index(reply)
    others = np.delete(value, place)
    return float(value[place] - others.max()) if len(others) else float("inf")


def choose(
    ledger: Ledger, decision: Decision, items: Sequence[Item] | None = None, naive: bool = False
) -> Choice:
    """Expected value of each reply after ``items`` (default: all).

    Raises EvidenceError ``weigh/cases`` where the cases overlap or leave something out.
    """
    items = ledger.items if items is None else items
    rows = np.array([ledger.row(case) for case in decision.cases])
    mass = ledger.measure(rows, items, naive)
    _check_cases(ledger, decision, rows, items)
    world_weight = mass.sum(axis=(1, 2))
    counted = world_weight > 0.0
    value = np.full((len(mass), len(decision.replies)), np.nan)
    if callable(decision.value):
        posterior = mass.sum(axis=1)[counted] / world_weight[counted, None]
        whole = np.full((len(mass), len(decision.cases)), np.nan)
        whole[counted] = posterior
        value[counted] = np.asarray(decision.value(whole), float)[counted]
    else:
        summed = np.einsum("wec,werc->wr", mass, _broad(decision, mass.shape[:2]))
        value[counted] = summed[counted] / world_weight[counted, None]
    weight = world_weight / world_weight.sum()
    overall = (value[counted] * weight[counted, None]).sum(axis=0)
    return Choice(decision.replies, overall, value, weight)


@dataclass(frozen=True)
class Worth:
    """Value of each reply by world and signature, summed over equilibria: what a search needs of a decision.

    reply: [world, reply, signature] prior mass times value. base: [world, signature] prior mass. It holds for
    one prior mass and one decision (``of``); evidence and the weights of worlds do not change it.
    """

    of: tuple[Floats, Decision]
    reply: Floats
    base: Floats

    @classmethod
    def find(cls, ledger: Ledger, decision: Decision, known: Worth | None = None) -> Worth | None:
        """The worth of ``decision``; ``known`` if that is it. None where worlds do not add up so."""
        if callable(decision.value) or not ledger.learn:
            return None
        if known is not None and known.of[0] is ledger.mass and known.of[1] is decision:
            return known
        rows = np.array([ledger.row(case) for case in decision.cases], float)
        value = _broad(decision, ledger.mass.shape[:2])
        # Signatures that lie in one case have one value: the sum over equilibria is a product of matrices.
        table = np.matmul(np.moveaxis(value, 1, 3), ledger.mass[:, None])
        reply = np.einsum("wrcs,cs->wrs", table, rows)
        return cls((ledger.mass, decision), reply, ledger.mass.sum(axis=1))

    def overall(self, ledger: Ledger) -> Floats:
        """[reply] expected value after the evidence of ``ledger``."""
        factor = ledger.factor(ledger.items)
        weight = ledger.world_weight
        return np.asarray(weight @ (self.reply @ factor) / (weight @ (self.base @ factor)))


def _broad(decision: Decision, shape: tuple[int, ...]) -> Floats:
    """[world, equilibrium, reply, case] values of a decision that is given as a table."""
    worth = np.asarray(decision.value, float)
    if worth.ndim == 2:
        worth = worth[None, None]
    elif worth.ndim == 3:
        worth = worth[:, None]
    return np.broadcast_to(worth, (*shape, *worth.shape[-2:]))


def reply_values(history: Floats, payoff: Floats, cases: Bools, done: Bools | None = None) -> Floats:
    """[world, reply, case] expected payoff of each reply in each case, from play with the reply forced.

    Args:
        history: [reply, world, terminal] probabilities of histories when the reply is surely given.
        payoff: [world, terminal] to the advised side.
        cases: [case, terminal] masks. done: [terminal] condition (the acts so far); None: all.

    A case that has no chance under a reply is worth 0 there: its posterior is 0 as well.
    """
    under = np.ones(history.shape[-1], bool) if done is None else done
    rows = (cases & under).astype(float)
    worth = np.einsum("rwt,wt,ct->wrc", history, payoff, rows, optimize=True)
    mass = np.einsum("rwt,ct->wrc", history, rows, optimize=True)
    return np.asarray(np.divide(worth, mass, out=np.zeros_like(worth), where=mass > 0.0))


def _check_cases(ledger: Ledger, decision: Decision, rows: Bools, items: Sequence[Item]) -> None:
    acts = [item for item in items if item.kind == "act"]
    possible = (ledger.base > 0.0) & (ledger.factor(acts) > 0.0)
    count = rows[:, possible].sum(axis=0)
    faults = []
    if (count > 1).any():
        faults.append(Fault("weigh/cases", f"the cases {', '.join(decision.cases)} overlap"))
    if (count == 0).any():
        faults.append(
            Fault("weigh/cases", f"the cases {', '.join(decision.cases)} leave out a possible history")
        )
    EvidenceError.raise_any(faults)
