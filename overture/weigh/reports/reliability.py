"""The likelihood of all that one source says, its latent state and its reliability integrated exactly.

Given the state of the source, the likelihood is a polynomial in each uncertain rate, of degree at most
the number of its claims; Gauss-Jacobi quadrature with ceil((m + 1) / 2) nodes under a Beta prior is exact
for it (Golub and Welsch 1969). No sampling, and no error but rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from overture.evidence.source import Rate, Source, Testimony

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SURE = 1e12  # a Beta worth more cases than this is a number


def nodes(rate: Rate, degree: int) -> tuple[Floats, Floats]:
    """Values and weights (sum 1) that integrate polynomials up to ``degree`` exactly under ``rate``."""
    if rate.certain or degree == 0 or rate.strength > SURE:
        return np.array([rate.mean]), np.ones(1)
    return _jacobi((degree + 2) // 2, rate.mean, rate.strength)


@lru_cache(maxsize=512)
def _jacobi(count: int, mean: float, strength: float) -> tuple[Floats, Floats]:
    """Gauss nodes of a Beta: eigenvalues of the Jacobi matrix of its recurrence (Golub and Welsch 1969, section 4).

    Written in mean and strength, so that neither a tiny nor a large strength overflows.
    """
    n = np.arange(count, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (2 * mean - 1) * strength * (strength - 2) / ((2 * n + strength - 2) * (2 * n + strength))
        square = (
            4 * n * (n + (1 - mean) * strength - 1) * (n + mean * strength - 1) * (n + strength - 2)
            / ((2 * n + strength - 2) ** 2 * (2 * n + strength - 1) * (2 * n + strength - 3))
        )  # fmt: skip
    middle[0] = 2 * mean - 1
    if count > 1:  # the general form is zero over zero where the strength cancels
        middle[1] = (2 * mean - 1) * (strength - 2) / (strength + 2)
        square[1] = 4 * mean * (1 - mean) / (1 + strength)
    off = np.sqrt(np.maximum(square[1:], 0.0))
    place, vector = np.linalg.eigh(np.diag(middle) + np.diag(off, 1) + np.diag(off, -1))
    weight = vector[0] ** 2
    return np.clip((place + 1.0) / 2.0, 0.0, 1.0), weight / weight.sum()


@dataclass(frozen=True)
class Heard:
    """One claim against the distinct cases that its events can tell apart.

    true, near: [kind] the proposition holds; a neighbouring one does. given: [kind] a stated chance of
    saying it, NaN where none is. bend, plant: +1 it serves the interest (what would be planted), -1 it
    goes against it, 0 neither. kind: [case] -> kind.
    """

    claim: Testimony
    true: Bools
    near: Bools
    given: Floats
    bend: int
    plant: int
    kind: NDArray[np.intp]

    @classmethod
    def of(cls, claim: Testimony, true: Bools, near: Bools, given: Floats, bend: int, plant: int) -> Heard:
        """Over cases; kept as its few distinct kinds of case (``kind``: [case] -> kind)."""
        code = true + 2 * near
        if not np.isnan(given).all():
            code = code + 4 * np.unique(np.nan_to_num(given, nan=-1.0), return_inverse=True)[1].ravel()
        present = np.flatnonzero(np.bincount(code))
        kind = np.searchsorted(present, code)
        first = np.array([np.argmax(code == value) for value in present], np.intp)
        return cls(claim, true[first], near[first], given[first], bend, plant, kind)

    @cached_property
    def assertion(self) -> tuple[object, ...]:
        """Claims that agree in this are one assertion, however often and through whomever it was heard."""
        claim = self.claim
        arrays = (self.true[self.kind], self.near[self.kind], self.given[self.kind])
        stated = (claim.topic, claim.accuracy, claim.says_anyway, claim.blur, self.bend, self.plant)
        return (*(array.tobytes() for array in arrays), *stated)


@dataclass(frozen=True)
class Assertion:
    """What a source said or did not say, and how that was heard, once or often.

    if_said, if_not: chance of all that was heard (directly, through relays, by silence) if it said so, and if not.
    """

    heard: Heard
    if_said: float
    if_not: float

    def given(self, says: Floats) -> Floats:
        """Log chance of what was heard, for the chance that it says so."""
        return _log(says * self.if_said + (1.0 - says) * self.if_not)


@dataclass(frozen=True)
class Voice:
    """A source and everything that hangs on it, over the same cases."""

    source: Source
    heard: tuple[Heard, ...]
    planting: bool  # the source names what the adversary would plant
    # The same question comes once for every way in which the links may have been used.
    memo: dict[tuple[int, ...], Floats] = field(default_factory=dict, repr=False, compare=False)

    @property
    def n_cases(self) -> int:
        return len(self.heard[0].kind) if self.heard else 0

    def log_likelihood(self, active: Sequence[int] | None = None) -> Floats:
        """[case] log P(the active claims | case), states and rates summed out."""
        chosen = tuple(range(len(self.heard))) if active is None else tuple(active)
        if chosen not in self.memo:
            self.memo[chosen] = self.by_state(chosen)["total"]
        return self.memo[chosen]

    def assertions(self, active: Sequence[int]) -> list[Assertion]:
        """The active claims, repetitions folded: one assertion is drawn once and may be heard often."""
        found: dict[tuple[object, ...], Assertion] = {}
        for index in active:
            heard = self.heard[index]
            said, not_said = _hearing(heard.claim)
            before = found.get(heard.assertion)
            if before is not None:
                said, not_said = said * before.if_said, not_said * before.if_not
                heard = before.heard
            found[heard.assertion] = Assertion(heard, said, not_said)
        return list(found.values())

    def by_state(self, active: Sequence[int] | None = None, detail: bool = False) -> dict[str, Floats]:
        """[case] log P(state, active claims | case) by state; "total" is their sum.

        With ``detail``: "informed:topic" and "mistaken:topic" for each topic, "shading", "controlled",
        and "accuracy": the total with every node weighted by its accuracy (for its posterior mean).
        """
        chosen = self.assertions(range(len(self.heard)) if active is None else active)
        honest = 1.0 - self.source.shading - self.source.control
        parts: dict[str, Floats] = {}
        totals: list[Floats] = []
        weighted: list[Floats] = []
        if honest > 0.0:
            tell = self._telling(chosen, bent=False, detail=detail)
            totals.append(np.log(honest) + tell.pop("total"))
            if detail:
                weighted.append(np.log(honest) + tell.pop("accuracy"))
            parts.update({name: np.log(honest) + value for name, value in tell.items()})
        if self.source.shading > 0.0:
            tell = self._telling(chosen, bent=True, detail=detail)
            parts["shading"] = np.log(self.source.shading) + tell["total"]
            totals.append(parts["shading"])
            if detail:
                weighted.append(np.log(self.source.shading) + tell["accuracy"])
        if self.source.control > 0.0:
            parts["controlled"] = np.log(self.source.control) + self._controlled(chosen)
            totals.append(parts["controlled"])
            if detail:
                weighted.append(parts["controlled"] + _log(np.array(self.source.accuracy.mean)))
        parts["total"] = _add(totals)
        if detail:
            parts["accuracy"] = _add(weighted)
        return parts

    def _telling(self, said: Sequence[Assertion], bent: bool, detail: bool) -> dict[str, Floats]:
        """Honest or bent reports: access per topic summed out, rates integrated. Logs over [case].

        In detail every topic of the source has its states, though nothing on it may be said here.
        """
        degree = len(said)
        # The mean of the accuracy is an integral of one degree more.
        accuracy, accuracy_weight = nodes(self.source.accuracy, degree + detail)
        blur, blur_weight = nodes(self.source.blur, degree)
        anyway, anyway_weight = nodes(self.source.says_anyway, degree)
        # Flat axis of (accuracy, blur) for the informed; axis of says_anyway for the others.
        right = np.repeat(accuracy, len(blur))
        vague = np.tile(blur, len(accuracy))
        speaking = self.heard if detail else [each.heard for each in said]
        topics = list(dict.fromkeys(each.claim.topic for each in speaking))
        shape = (len(right), len(anyway), self.n_cases)
        informed: list[Floats] = []
        mistaken: list[Floats] = []
        for topic in topics:
            access = self.source.access_to(topic).mean
            knows = np.zeros((len(right), 1, self.n_cases))
            guesses = np.zeros((1, len(anyway), self.n_cases))
            for each in said:
                if each.heard.claim.topic == topic:
                    kind = each.heard.kind
                    knows += each.given(self._says_informed(each.heard, right, vague, bent))[:, None, kind]
                    guesses += each.given(self._says_anyway(each.heard, anyway, bent))[None, :, kind]
            informed.append(_log(np.array(access)) + knows)
            mistaken.append(_log(np.array(1.0 - access)) + guesses)
        either = [np.logaddexp(a, b) for a, b in zip(informed, mistaken, strict=True)]
        weight = _log(np.multiply.outer(np.kron(accuracy_weight, blur_weight), anyway_weight))[:, :, None]
        full = np.broadcast_to(weight + sum(either, np.zeros((1, 1, 1))), shape)
        found = {"total": _sum(full)}
        if detail:
            found["accuracy"] = _sum(full + _log(right)[:, None, None])
            for place, topic in enumerate(topics):
                others = sum(either[:place] + either[place + 1 :], np.zeros((1, 1, 1)))
                found[f"informed:{topic}"] = _sum(np.broadcast_to(weight + others + informed[place], shape))
                found[f"mistaken:{topic}"] = _sum(np.broadcast_to(weight + others + mistaken[place], shape))
        return found

    def _says_informed(self, heard: Heard, right: Floats, vague: Floats, bent: bool) -> Floats:
        """[node, kind] chance that it says so when it has access to the truth."""
        claim = heard.claim
        right = right if claim.accuracy is None else np.full_like(right, claim.accuracy)
        vague = vague if claim.blur is None else np.full_like(vague, claim.blur)
        truth, wrong = right[:, None], 1.0 - right[:, None]
        says = np.where(heard.true, truth, np.where(heard.near, truth * vague[:, None] + wrong, wrong))
        return self._bent(says, heard, bent)

    def _says_anyway(self, heard: Heard, anyway: Floats, bent: bool) -> Floats:
        """[node, kind] chance that it says so when it does not know."""
        own = heard.claim.says_anyway
        says = np.repeat((anyway if own is None else np.full_like(anyway, own))[:, None], len(heard.true), 1)
        return self._bent(says, heard, bent)

    def _bent(self, says: Floats, heard: Heard, bent: bool) -> Floats:
        """Bend towards the interest, then put stated chances in place."""
        if bent and heard.bend > 0:
            says = says + self.source.push * (1.0 - says)
        elif bent and heard.bend < 0:
            says = says * (1.0 - self.source.push)
        stated = ~np.isnan(heard.given)
        return np.where(stated, heard.given, says) if stated.any() else says

    def _controlled(self, said: Sequence[Assertion]) -> Floats:
        """[case] log chance of the reports when the adversary chooses them."""
        total = np.zeros(self.n_cases)
        push = self.source.push
        for each in said:
            heard = each.heard
            if heard.plant != 0:
                says = np.full(len(heard.true), push if heard.plant > 0 else 1.0 - push)
            elif self.planting:  # chaff: true things that cost nothing and earn trust
                says = np.where(heard.true, push, 1.0 - push)
            else:
                says = np.where(heard.true, 1.0 - push, push)
            total += each.given(says)[heard.kind]
        return total


def _hearing(claim: Testimony) -> tuple[float, float]:
    """(if it was said, if it was not) chance of what we heard, or of our hearing nothing."""
    passed = float(np.prod([faithful for faithful, _ in claim.relays]))
    made_up = float(np.prod([invented for _, invented in claim.relays])) if claim.relays else 0.0
    if claim.silent:
        return 1.0 - claim.speaks * passed, 1.0 - claim.speaks * made_up
    return passed, made_up


def _log(value: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        logs: Floats = np.log(value)
    return logs


def _sum(logs: Floats) -> Floats:
    """Log of the sum over the two leading axes."""
    top = np.max(logs, axis=(0, 1), keepdims=True)
    safe = np.where(np.isfinite(top), top, 0.0)
    return np.asarray(_log(np.exp(logs - safe).sum(axis=(0, 1))) + safe[0, 0])


def _add(logs: Sequence[Floats]) -> Floats:
    total = logs[0]
    for more in logs[1:]:
        total = np.logaddexp(total, more)
    return total
