"""All equilibria of a level, as far as they are found: every support, by Newton's method from many starts.

A support says which actions of each information set are played. Where nothing is mixed there is one point to judge. Elsewhere
the played actions of a set are to be indifferent, which with the values of the states is a system of polynomials with several
solutions, or none: Newton's method is started often, since one start misses solutions. Supports in which some start ends are
searched again from many more. What is not met by any start is not found, so a list is a list of what the supports that were
tried gave. Beliefs where play does not go are those of trembles of one order.

Import lazily: this module needs numba.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, islice, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import Floats
from overture.rivalry._level import search
from overture.rivalry.branch import LevelSystem
from overture.rivalry.form import LevelForm

Bools = NDArray[np.bool_]

FIRST = 4  # starts in each support
MORE = 96  # and in each in which one of them ended
ROUNDS = 12  # of Newton's method from the first starts; twice as many from the others
WIDE = 5.0  # log-odds of starts lie between this and its negative
CHUNK = 1024  # supports that are handed over at once
ALLOWED = 1e-9  # regret over the range of payoffs, before an equilibrium is measured
APART = 1e-6  # two equilibria of one support differ by more in some probability


class Supports(NamedTuple):
    """What the search of a level met.

    Attributes:
        strategy: [m, A] equilibria, in the order of their supports.
        tried: how many supports were tried; of: how many there are.
    """

    strategy: Floats
    tried: int
    of: int


def count_supports(form: LevelForm) -> int:
    """How many supports a level has."""
    number = 1
    for size in form.sizes.tolist():
        number *= 2**size - 1
    return number


def search_level(form: LevelForm, pay: Floats, most: int) -> Supports:
    """The equilibria of a level that the supports give.

    Args:
        form: the level.
        pay: [H, I] as :meth:`LevelForm.pay` gives it.
        most: how many supports are tried.
    """
    system = LevelSystem(form, pay)
    draw = np.random.default_rng(0)  # the same starts each time
    starts = draw.uniform(-WIDE, WIDE, (FIRST + MORE, system.actions))
    starts[0] = 0.0
    met: list[Floats] = []
    waiting = islice(_supports(form), most)
    tried = 0
    while len(chunk := np.array(list(islice(waiting, CHUNK)), bool)):
        tried += len(chunk)
        _, ended = _searched(system, chunk, starts[:FIRST], ROUNDS)
        again = chunk[ended]
        found, _ = _searched(system, again, starts, 2 * ROUNDS)
        met += found
    distinct: list[Floats] = []
    for each in met:
        if not any(np.abs(each - known).max(initial=0.0) <= APART for known in distinct):
            distinct.append(each)
    return Supports(np.array(distinct).reshape(len(distinct), system.actions), tried, count_supports(form))


def _searched(
    system: LevelSystem, supports: Bools, starts: Floats, rounds: int
) -> tuple[list[Floats], Bools]:
    """The equilibria that are met, and [S] in which supports Newton's method ended from some start."""
    form = system.form
    room = len(supports) * len(starts)
    found, strategy = np.empty(room, np.int64), np.empty((room, system.actions))
    ended = np.zeros(len(supports), bool)
    count = search(
        *form.head,
        system.pay,
        *form.body,
        form.set_start,
        supports,
        starts,
        1.0,
        ALLOWED,
        rounds,
        found,
        strategy,
        ended,
    )
    return list(strategy[:count].copy()), ended


def _supports(form: LevelForm) -> Iterator[Bools]:
    """[A] which actions are played, in each support; small ones of each set first."""
    options = [
        [np.isin(np.arange(size), chosen) for chosen in _subsets(size)] for size in form.sizes.tolist()
    ]
    for each in product(*options):
        yield np.concatenate(each) if each else np.zeros(0, bool)


def _subsets(size: int) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(range(size), many) for many in range(1, size + 1))
