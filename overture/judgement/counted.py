"""Whether the classes of equilibrium to which a case gives weight are there: found by solving a few worlds.

``check`` asks it, so that a slip in a weight is told before anything long is begun; only cases are solved whose weights can
be such a slip. ``assess`` asks it again where its own worlds have no class of that name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.case.draw import draw
from overture.case.load import Loaded
from overture.case.written import choices
from overture.errors import EvidenceError, Fault
from overture.games.measured.event import mask
from overture.judgement.play.solve import solve_trees
from overture.solvers.all.classes import number_of
from overture.wording import did_you_mean

DRAWN = 32  # worlds that are tried, besides the one of the modes


@dataclass(frozen=True)
class CountedWorlds:
    """What was found in the worlds that were tried.

    Attributes:
        classes: the classes that were found in any of them.
        tried: how many worlds; idle: how many of them have equilibria, none of which has weight.
        at_modes: whether that is so of the world in which every range is at its mode.
    """

    classes: tuple[str, ...]
    tried: int
    idle: int
    at_modes: bool


def may_be_slips(loaded: Loaded) -> bool:
    """Whether a weight may name what is not there, or leave worlds without any: only then is it worth solving some."""
    plain = loaded.case.equilibria
    return any(number_of(name) > 1 for name in plain.weights) or 0 in (plain.other, *plain.weights.values())


def counted(loaded: Loaded) -> CountedWorlds:
    """The world of the modes and ``DRAWN`` others solved, and what of them has weight."""
    parameters = loaded.parameters
    middle, others = draw(parameters, 1, 0), draw(parameters, DRAWN, 0)
    tree = loaded.game.tree({name: np.concatenate([middle[name], others[name]]) for name in parameters})
    givens = [loaded.case.signal.given, *other_counterparts(loaded)]
    (each,) = solve_trees(loaded.case, [tree], 0, 1, None, givens, [])
    found = each[0]
    idle = found.there.any(axis=1) & (found.weight.sum(axis=1) == 0)
    classes = tuple(dict.fromkeys(name for one in each for name in one.classes))
    return CountedWorlds(classes, tree.n_worlds, int(idle.sum()), bool(idle[0]))


def weights_that_count(loaded: Loaded) -> str:
    """What is to be said of worlds in which no class has weight; "" where nothing is.

    Raises EvidenceError where a weight names the second of a class that no world has, or where no class has weight at the
    modes of the ranges.
    """
    if not may_be_slips(loaded):
        return ""
    found = counted(loaded)
    faults = [named_fault(loaded, name, found.classes) for name in missing(loaded, found.classes)]
    if found.at_modes or found.idle == found.tried:
        faults.append(no_weight(_where(loaded, "equilibria", "weights"), found.classes))
    EvidenceError.raise_any(faults)
    if not found.idle:
        return ""
    return f"In {found.idle} of {found.tried} worlds that were tried, no class of equilibrium has weight: such worlds do not count."


def missing(loaded: Loaded, classes: tuple[str, ...]) -> list[str]:
    """The names with a number from 2 on that are given weight and are none of ``classes``.

    Of a class without a number there may be worlds that were not tried; the second of a class is a slip.
    """
    return [name for name in loaded.case.equilibria.weights if number_of(name) > 1 and name not in classes]


def named_fault(loaded: Loaded, name: str, classes: tuple[str, ...]) -> Fault:
    """That no world has a class of this name."""
    problem = f"no world has a class of equilibrium that is called {name!r}"
    where = _where(loaded, "equilibria", "weights", name)
    return Fault("judge/class", problem, where, ", ".join(classes), did_you_mean(name, classes))


def no_weight(where: str, classes: tuple[str, ...]) -> Fault:
    """That of the classes that were found none has weight."""
    problem = "no class of equilibrium that was found has weight"
    return Fault("judge/weights", problem, where, ", ".join(classes), "give one of them weight")


def _where(loaded: Loaded, *keys: str) -> str:
    return loaded.places(list(keys)) if loaded.places else ".".join(keys)


def other_counterparts(loaded: Loaded) -> list[str]:
    """The events in which each counterpart is the one, but that in which the signal is looked at."""
    case = loaded.case
    if case.counterpart is None:
        return []
    found = []
    for label in choices(loaded.tree, case.counterpart.move):
        event = f"move({case.counterpart.move!r}) == {label!r}"
        if not case.signal.given or not np.array_equal(
            mask(loaded.tree, event), mask(loaded.tree, case.signal.given)
        ):
            found.append(event)
    return found
