"""What is asked: the clauses of the terms, and the game in which terms are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.design.terms.outside import OutsideOption
from overture.errors import Fault, SolveError
from overture.games.tree import Floats, Tree


@dataclass(frozen=True)
class Clause:
    """A clause of the terms: a parameter of the game with a range, or a shape argument with its choices.

    A vector of terms has one number for each clause: the value of a parameter, or the index of a choice.

    Attributes:
        name: of the parameter, or of the shape argument. words: what it is. unit: of its values.
        low, high: the range of a parameter, or None and None for a shape argument. now: the status quo, None for none.
        choices: of a shape argument.
        slope: what one unit beyond ``beyond``, in the direction that costs, costs us; None where this is not stated.
        rising: whether it is more of it that costs. fixed: what each choice but the first costs.
        beyond: the point from which ``slope`` counts; ``now`` if left out.
        grants: who may grant it. free: (clause with choices, choice) under which this one costs nothing.
    """

    name: str
    words: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    now: float | None = None
    choices: tuple[bool | int | str, ...] = ()
    slope: float | None = None
    rising: bool = True
    fixed: float = 0.0
    grants: str = ""
    beyond: float | None = None
    free: tuple[tuple[str, bool | int | str], ...] = ()


@dataclass(frozen=True)
class Intended:
    """What is to be done at a move: ``choice`` at ``move``, where the event ``given`` is sure to hold."""

    move: str
    choice: str
    given: str = ""


@dataclass(frozen=True)
class DealStep:
    """One step of a deal that is made in several: ``given`` it is reached, the event that it is ``broken``."""

    name: str
    given: str
    broken: str


@dataclass(frozen=True)
class TermsGame:
    """The game in which terms are judged.

    Attributes:
        tell: (parameters, one number or [W]; shape arguments) -> the game in W worlds.
        us, them: the players. hypothesis: the chance move that draws his type.
        struck: the event that a deal under these terms is made. broken: that it is broken.
        steps: of a deal in several steps, each of which must hold; none for a deal in one.
        leaving: he takes his outside option. reversal: we take our threat ("" where the terms leave us none).
        refusal: we refuse what he would have without these terms (an old offer that still stands); refused: the event
            that makes us refuse it, such as his being of a type.
        alarm: the signal that is to speak for a breach.
        outside_us, outside_them: what each has without these terms.
        target: what is wanted, at every move on the way; the first that fits an information set counts.
        tempted: what he does instead if he thinks that our threat is empty; it goes before ``target``.
    """

    tell: Callable[[Mapping[str, Any], Mapping[str, Any]], Tree]
    us: str
    them: str
    hypothesis: str
    struck: str
    broken: str
    steps: tuple[DealStep, ...] = ()
    leaving: str = ""
    reversal: str = ""
    refusal: str = ""
    refused: str = ""
    alarm: str = ""
    outside_us: OutsideOption = 0.0
    outside_them: OutsideOption = 0.0
    target: tuple[Intended, ...] = ()
    tempted: tuple[Intended, ...] = ()


@dataclass(frozen=True)
class CellsOfAShape:
    """Vectors of terms that have one shape: [v] ``rows``, and the game ``tree`` in v * W cells, vector by vector."""

    rows: NDArray[np.int64]
    tree: Tree


def cost(clauses: Sequence[Clause], vectors: Floats) -> Floats:
    """[V] what the terms cost us beyond the game: slopes and fixed costs, those not stated counted as nothing."""
    total = np.zeros(len(vectors))
    for at, clause in enumerate(clauses):
        value = vectors[:, at]
        paid = ~_free(clauses, clause, vectors)
        if clause.choices:
            total += np.where(value > 0, clause.fixed, 0.0) * paid
        elif clause.slope is not None:
            start = clause.now if clause.beyond is None else clause.beyond
            if start is None:
                continue
            away = value - start if clause.rising else start - value
            total += clause.slope * np.maximum(away, 0.0) * paid
    return total


def _free(clauses: Sequence[Clause], clause: Clause, vectors: Floats) -> NDArray[np.bool_]:
    """[V] where a clause costs nothing, by the choices of others."""
    places = {each.name: at for at, each in enumerate(clauses)}
    found = np.zeros(len(vectors), bool)
    for name, choice in clause.free:
        listed = clauses[places[name]].choices
        # True is 1 to Python: a choice is told by its kind too.
        index = next(k for k, each in enumerate(listed) if each == choice and type(each) is type(choice))
        found |= vectors[:, places[name]] == index
    return found


def no_effect(
    game: TermsGame, clauses: Sequence[Clause], worlds: Mapping[str, Floats]
) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Indices of the choices, in the order of the clauses that have some -> the clauses (their places) that move nothing then.

    A clause with a range moves nothing if the game is the same at both ends and in the middle of it, in every one of the worlds
    (parameter -> [W] or one number), the other clauses as these have them.
    """
    shaping = [at for at, clause in enumerate(clauses) if clause.choices]
    many = count_worlds(worlds)
    found = {}
    for chosen in product(*(range(len(clauses[at].choices)) for at in shaping)):
        shape = {clauses[at].name: clauses[at].choices[k] for at, k in zip(shaping, chosen, strict=True)}
        idle = []
        for at, clause in enumerate(clauses):
            if clause.low is None or clause.high is None:
                continue
            trees = [
                game.tell({**worlds, clause.name: np.full(many, value)}, shape)
                for value in (clause.low, (clause.low + clause.high) / 2, clause.high)
            ]
            if all(
                (trees[0].chance == other.chance).all() and (trees[0].payoff == other.payoff).all()
                for other in trees[1:]
            ):
                idle.append(at)
        found[tuple(chosen)] = tuple(idle)
    return found


def batches(
    game: TermsGame,
    clauses: Sequence[Clause],
    vectors: Floats,
    shape: Mapping[str, Any],
    worlds: Mapping[str, Floats],
    most: int,
) -> Iterator[CellsOfAShape]:
    """The game under every vector in every world: trees of one shape and at most ``most`` cells (or of one vector).

    Args:
        vectors: [V, C]. shape: arguments that no clause sets. worlds: parameter -> [W] or one number.
    """
    many = count_worlds(worlds)
    size = max(most // many, 1)
    shaping = [at for at, clause in enumerate(clauses) if clause.choices]
    for chosen, alike in of_one_shape(clauses, vectors).items():
        picked = zip(shaping, chosen, strict=True)
        arguments = {**shape, **{clauses[at].name: clauses[at].choices[choice] for at, choice in picked}}
        for rows in (alike[first : first + size] for first in range(0, len(alike), size)):
            parameters: dict[str, Any] = {
                name: np.tile(np.broadcast_to(np.asarray(value, float), (many,)), len(rows))
                for name, value in worlds.items()
            }
            for at, clause in enumerate(clauses):
                if not clause.choices:
                    parameters[clause.name] = np.repeat(vectors[rows, at], many)
            yield CellsOfAShape(np.array(rows, dtype=np.int64), game.tell(parameters, arguments))


def of_one_shape(clauses: Sequence[Clause], vectors: Floats) -> dict[tuple[int, ...], list[int]]:
    """Indices of the choices of all shape clauses -> the rows of ``vectors`` [V, C] that make them."""
    shaping = [at for at, clause in enumerate(clauses) if clause.choices]
    kinds: dict[tuple[int, ...], list[int]] = {}
    for row, chosen in enumerate(vectors[:, shaping].astype(int).tolist()):
        kinds.setdefault(tuple(chosen), []).append(row)
    return kinds


def count_worlds(worlds: Mapping[str, Floats]) -> int:
    """How many worlds are given. Raises SolveError where parameters disagree."""
    sizes = {name: len(value) for name, value in worlds.items() if np.ndim(value) == 1}
    if len(set(sizes.values())) > 1:
        told = ", ".join(f"{name} has {size}" for name, size in sizes.items())
        raise SolveError.of(
            "terms/worlds", f"arrays of different lengths: {told}", "worlds", "one entry per world"
        )
    return next(iter(sizes.values()), 1)


def check_clauses(clauses: Sequence[Clause]) -> None:
    """Raise SolveError with everything that is wrong with the clauses."""
    faults = []
    for clause in clauses:
        where = f"clause {clause.name!r}"
        numbers = [each for each in (clause.low, clause.high, clause.now, clause.slope) if each is not None]
        if not np.isfinite([*numbers, clause.fixed]).all():
            faults.append(Fault("terms/number", f"{[*numbers, clause.fixed]}", where, "finite numbers"))
        elif clause.choices and (clause.low is not None or clause.high is not None):
            faults.append(Fault("terms/range", "a range beside choices", where, "one of the two"))
        elif not clause.choices and (clause.low is None or clause.high is None):
            faults.append(Fault("terms/range", "no range", where, "a low and a high end"))
        elif clause.low is not None and clause.high is not None and clause.low >= clause.high:
            faults.append(
                Fault("terms/range", f"{clause.low} to {clause.high}", where, "a low end below the high")
            )
    names = [clause.name for clause in clauses]
    faults += [
        Fault("terms/clause", f"{name!r} twice", "clauses", "each once")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    shapes = {clause.name: [repr(each) for each in clause.choices] for clause in clauses if clause.choices}
    faults += [
        Fault(
            "terms/free",
            f"{choice!r} of {name!r}",
            f"clause {clause.name!r}",
            "a choice of a clause that has some",
        )
        for clause in clauses
        for name, choice in clause.free
        if repr(choice) not in shapes.get(name, ())
    ]
    SolveError.raise_any(faults)


def check_asked(
    clauses: Sequence[Clause], vectors: Floats, worlds: Mapping[str, Floats], weight: Floats
) -> None:
    """Raise SolveError where clauses, vectors, the parameters of the game or the weights of worlds do not fit."""
    check_vectors(clauses, vectors)
    faults = [
        Fault(
            "terms/clause",
            f"{clause.name!r} is no parameter of the game",
            "clauses",
            ", ".join(worlds),
            "a shape argument is given its choices, and no range",
        )
        for clause in clauses
        if not clause.choices and clause.name not in worlds
    ]
    many = count_worlds(worlds)
    if weight.shape != (many,) or not (weight >= 0).all() or not weight.sum() > 0:
        faults.append(
            Fault("terms/weight", f"{weight}", "weights", f"{many} numbers of at least 0, some above")
        )
    SolveError.raise_any(faults)


def check_vectors(clauses: Sequence[Clause], vectors: Floats) -> None:
    """Raise SolveError where the clauses are wrong, or ``vectors`` are none of their vectors."""
    check_clauses(clauses)
    if vectors.ndim != 2 or not len(vectors) or vectors.shape[1] != len(clauses):
        raise SolveError.of(
            "terms/vectors",
            f"an array of shape {vectors.shape}",
            "vectors",
            f"[vector, clause] = [V, {len(clauses)}], V at least 1",
        )
    faults = []
    for at, clause in enumerate(clauses):
        value = vectors[:, at]
        if not np.isfinite(value).all():
            faults.append(
                Fault("terms/vectors", "a value that is no finite number", f"clause {clause.name!r}")
            )
        elif clause.choices and not np.isin(value, np.arange(len(clause.choices))).all():
            faults.append(
                Fault(
                    "terms/vectors",
                    f"{sorted(set(value.tolist()))}",
                    f"clause {clause.name!r}",
                    f"an index of its {len(clause.choices)} choices, from 0",
                )
            )
    SolveError.raise_any(faults)
