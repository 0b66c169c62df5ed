"""What is asked of terms, what a judge says of them, and the order in which they are better."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from overture.errors import Fault, SolveError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[str, int, int], None]  # what is done, how much of it is done, of how much

Objective = Literal["best for us", "cheapest", "fairest", "most robust", "fairest to each type"]
OBJECTIVES: tuple[Objective, ...] = (
    "best for us",
    "cheapest",
    "fairest",
    "most robust",
    "fairest to each type",
)


@dataclass(frozen=True)
class Demand:
    """What terms must meet.

    Attributes:
        broken: the deal is broken with at most this probability, given that it is struck.
        both: whether every type of theirs must sign; otherwise a type that would break the deal may stay out.
        share: where terms are judged in many worlds, the weight of the worlds in which they must hold.
    """

    broken: float = 0.10
    both: bool = False
    share: float = 0.80

    def __post_init__(self) -> None:
        faults = []
        if not 0 < self.broken <= 1:
            faults.append(Fault("search/broken", f"{self.broken}", "demand: broken", "above 0 and at most 1"))
        if not 0 <= self.share <= 1:
            faults.append(Fault("search/share", f"{self.share}", "demand: share", "between 0 and 1"))
        SolveError.raise_any(faults)


@dataclass(frozen=True)
class Outside:
    """What we and they have without a deal: the disagreement point of the Nash product."""

    us: float
    them: float


_ARRAYS = (
    "net",
    "theirs",
    "broken",
    "struck",
    "cost",
    "share",
    "violation",
    "types",
    "missed",
)  # of candidates


@dataclass(frozen=True)
class Candidates:
    """What a judge says of n vectors of terms under a demand. Every number is finite, also where no deal is struck.

    Attributes:
        net: [n] the value of the terms to us, less their cost.
        theirs: [n] their value to the other side, before its type is drawn.
        broken: [n] the probability that the deal is broken, given that it is struck.
        struck: [n] the probability that the deal is struck.
        cost: [n] what the terms cost us.
        share: [n] the weight of the worlds in which the terms hold in every equilibrium; of one world 0 or 1.
        violation: [n] by how much the demand is missed, in all; 0 where it is met.
        types: [n] what the types of the other side gain over what they have without a deal: each mean gain to the power of the
            chance of the type, multiplied (Harsanyi and Selten 1972); below 0, by what is lost in all, where a type would lose.
        missed: [n, K] by how much each of the conditions is missed; 0 where it is met.
        conditions: the names of these conditions.
    """

    net: Floats
    theirs: Floats
    broken: Floats
    struck: Floats
    cost: Floats
    share: Floats
    violation: Floats
    types: Floats
    missed: Floats
    conditions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in _ARRAYS:
            unknown = np.argwhere(~np.isfinite(getattr(self, name)))
            if len(unknown):
                raise SolveError.of(
                    "search/finite",
                    f"{name} is no finite number at vector {unknown[0, 0]} of {len(self)}",
                    "the judge of terms",
                    "finite numbers",
                    "where no deal is struck, let the violation say so",
                )

    def __len__(self) -> int:
        return len(self.net)

    def take(self, rows: Ints | Sequence[int]) -> Candidates:
        """The candidates of these rows, in this order."""
        chosen = {name: getattr(self, name)[np.asarray(rows, dtype=np.int64)] for name in _ARRAYS}
        return Candidates(**chosen, conditions=self.conditions)

    @staticmethod
    def joined(parts: Sequence[Candidates]) -> Candidates:
        """The candidates of all parts, one part after the other; all have the same conditions."""
        whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
        return Candidates(**whole, conditions=parts[0].conditions)


class Evaluate(Protocol):
    """Judges vectors of terms [n, C] under a demand. A vector is judged alike in any company."""

    def __call__(self, vectors: Floats, demand: Demand) -> Candidates: ...


class EvaluateInWorlds(Protocol):
    """Judges vectors of terms [n, C] in the first ``worlds`` worlds of the sequence that ``seed`` names."""

    def __call__(self, vectors: Floats, demand: Demand, worlds: int, seed: int) -> Candidates: ...


def standing(
    objective: Objective, found: Candidates, outside: Outside | None = None
) -> tuple[Floats, Floats]:
    """[n] by how much each candidate is no answer, and [n] what it is worth, for one objective.

    The worth of the fairest terms is the product of both sides' gains over their outside options (Nash 1950,
    Econometrica 18:155-162); where a side would lose, the terms are no answer, by what is lost. Those that are fairest to each
    type weigh the gains of the types by their chances instead of adding them up first: the generalised Nash product of
    Harsanyi and Selten (1972, Management Science 18:P80-P106), in which a type that gains nothing leaves nothing. Among
    equally robust terms those of higher net value to us are worth more, by less than any weight of a world.

    Raises:
        SolveError: fairest terms are asked for, and no outside option is named.
    """
    if objective == "best for us":
        return found.violation, found.net
    if objective == "cheapest":
        return found.violation, -found.cost
    if objective == "most robust":
        return found.violation, np.round(found.share, 9) + 1e-10 * _bounded(found.net)
    if outside is None:
        raise SolveError.of(
            "search/outside",
            "fairest terms are asked for, and no outside option is named",
            "",
            "what each side has without a deal",
            "name both outside options",
        )
    ours, theirs = found.net - outside.us, found.theirs - outside.them
    if objective == "fairest to each type":
        theirs = found.types
    lost = np.maximum(-ours, 0) + np.maximum(-theirs, 0)
    return found.violation + lost, np.maximum(ours, 0) * np.maximum(theirs, 0)


def energy(violation: Floats, worth: Floats) -> Floats:
    """[n] one number that is lower for the better candidate: any that is an answer is below any that is none.

    It keeps the order of constraint domination (Deb 2000, Comput. Methods Appl. Mech. Engrg. 186:311-338):
    answers by their worth, what is no answer by its violation.
    """
    return np.where(violation > 0, 2 + _bounded(violation), -_bounded(worth))


def in_order(vectors: Floats, violation: Floats, worth: Floats) -> Ints:
    """Rows from the best to the worst; equal ones by the digest of their vector, so that no order of the input decides."""
    digest = np.array([_digest(vector) for vector in vectors], dtype=np.uint64)
    return np.lexsort((digest, -worth * (violation <= 0), np.maximum(violation, 0))).astype(np.int64)


def _bounded(number: Floats) -> Floats:
    """A number in (-1, 1) that is larger where ``number`` is."""
    return np.asarray(number / (1 + np.abs(number)))


def _digest(vector: Floats) -> int:
    plain = np.ascontiguousarray(vector + 0.0, dtype="<f8")  # -0.0 becomes 0.0
    return int.from_bytes(hashlib.blake2b(plain.tobytes(), digest_size=8).digest(), "little")
