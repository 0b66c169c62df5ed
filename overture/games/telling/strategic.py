"""A game in strategic form in one line: who can do what, and what each profile pays.

ov.strategic({"Row": ["up", "down"], "Column": ["left", "right"]}, [[(3, 1), (0, 0)], [(0, 0), (1, 3)]])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from math import isfinite, prod
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import Fault, TellingError
from overture.games.measured.normal_form import MOST_PROFILES
from overture.games.telling.language import Telling, game, move
from overture.games.tree import Tree

MOST_FAULTS = 20  # of one kind that are told

Table = NDArray[Any]  # [strategy of player 0, strategy of player 1, ..., player] numbers as given


NO_LIST = (str, set, frozenset)  # a word is one name; a set has another order each time


def strategic(
    strategies: Mapping[str, Iterable[str]],
    *payoffs: Any,
    title: str = "strategic game",
) -> Tree:
    """The tree of a game in which everybody moves once and nobody sees anything.

    ``payoffs`` come in one of three ways, for strategies m, n, ... of players 0, 1, ..., P - 1:

    - one array [m, n, ..., P]: the payoffs of all players, profile by profile;
    - P arrays [m, n, ...], one for each player: ``strategic({...}, A, B)``;
    - a mapping from each profile, a tuple of strategies, to its payoffs: a sequence [P], or a mapping
      from player to number. In a game of one player a profile may be the strategy itself.

    Whole numbers and fractions stay exact. The tree is that of a telling in which the players move in
    their order, each seen by nobody.

    Args:
        strategies: player -> names of the strategies.
        payoffs: as above; arrays may be nested lists.
        title: what the game is called.

    Raises:
        TellingError: with everything that is wrong with the strategies, or with the payoffs.
    """
    choices = _choices(strategies, title)
    if len(payoffs) == 1 and isinstance(payoffs[0], Mapping):
        table, faults = _by_profile(choices, payoffs[0], title)
        faults += _wrong_numbers(choices, table, title)
    else:
        table = _by_array(choices, payoffs, title)
        faults = _wrong_numbers(choices, table, title)
    if len(faults) > MOST_FAULTS:
        rest = f"{len(faults) - MOST_FAULTS} more faults of these kinds"
        faults = [*faults[:MOST_FAULTS], Fault("strategic/many", rest, title)]
    TellingError.raise_any(faults)
    return simultaneous(title, list(choices), list(choices.values()), lambda profile: table[profile].tolist())


def simultaneous(
    title: str,
    players: Sequence[str],
    strategies: Sequence[Sequence[str]],
    paid: Callable[[tuple[int, ...]], Sequence[Any]],
) -> Tree:
    """The tree in which all move at once; ``paid`` gives payoffs [player] for the numbers of the strategies."""
    number = [{name: at for at, name in enumerate(names)} for names in strategies]

    @game(*players, title=title)
    def told(parameters: object) -> Telling:
        profile = []
        for player, names, place in zip(players, strategies, number, strict=True):
            choice = yield move(player, f"choice of {player}", names, seen_by=())
            profile.append(place[choice])
        return dict(zip(players, paid(tuple(profile)), strict=True))

    return told.tree()


def _choices(strategies: Any, title: str) -> dict[str, tuple[str, ...]]:
    """Player -> names of the strategies; raises TellingError with everything that is wrong with them."""
    if not isinstance(strategies, Mapping) or not strategies:
        allowed = "a mapping from each player to the names of the strategies"
        raise TellingError.of("strategic/players", f"strategies {strategies!r:.80}", title, allowed)
    faults = []
    choices: dict[str, tuple[str, ...]] = {}
    for player, names in strategies.items():
        if not isinstance(player, str) or not player:
            faults.append(Fault("strategic/players", f"a player {player!r}", title, "a name"))
        choices[player] = (
            () if isinstance(names, NO_LIST) or not isinstance(names, Iterable) else tuple(names)
        )
        wrong = [name for name in choices[player] if not isinstance(name, str) or not name]
        twice = [name for name, times in Counter(map(str, choices[player])).items() if times > 1]
        if wrong:
            found = f"{player} has a strategy {wrong[0]!r:.80}"
            faults.append(Fault("strategic/strategies", found, title, "names", "write them as text"))
        elif twice:
            found = f"{player} has {', '.join(map(repr, twice))} more than once"
            faults.append(Fault("strategic/strategies", found, title, "different names"))
        elif not choices[player]:
            shown = (
                f"{names!r:.80}" if not isinstance(names, set | frozenset) else "in a set, which has no order"
            )
            found = f"{player} has the strategies {shown}"
            faults.append(Fault("strategic/strategies", found, title, "a list of one or more names"))
    if (count := prod(map(len, choices.values()))) > MOST_PROFILES:
        faults.append(
            Fault("strategic/large", f"{count} strategy profiles", title, f"at most {MOST_PROFILES}")
        )
    TellingError.raise_any(faults)
    return choices


def _by_array(choices: Mapping[str, tuple[str, ...]], payoffs: Sequence[Any], title: str) -> Table:
    """One array with the players last, or one for each player; raises TellingError where shapes do not fit."""
    shape = tuple(map(len, choices.values()))
    together = (*shape, len(choices))
    arrays = [_array(each) for each in payoffs]
    axes = f"the strategies of {', of '.join(choices)}"
    if len(arrays) == 1 and (arrays[0].shape == together or len(choices) > 1):
        wanted, allowed, where = together, f"{axes}, then the players", [f"{title}, payoffs"]
    elif len(arrays) == len(choices):
        wanted, allowed, where = shape, axes, [f"{title}, payoffs of {player}" for player in choices]
    else:
        several = f"one array of shape {together}, {len(choices)} arrays of shape {shape}, or a mapping"
        found = f"{len(arrays)} arrays of payoffs for {len(choices)} players"
        raise TellingError.of("strategic/payoffs", found, title, several)
    TellingError.raise_any(
        Fault("strategic/shape", f"an array of shape {array.shape}", place, f"shape {wanted}: {allowed}")
        for place, array in zip(where, arrays, strict=True)
        if array.shape != wanted
    )
    return arrays[0] if wanted == together else np.stack(arrays, axis=-1)


def _array(values: Any) -> Table:
    """Numbers as they were given; what is ragged has lists in its cells, and too few axes."""
    try:
        return np.array(values, dtype=object)
    except ValueError:  # ragged beyond what numpy puts into cells
        return np.array(None, dtype=object)


def _by_profile(
    choices: Mapping[str, tuple[str, ...]], payoffs: Mapping[Any, Any], title: str
) -> tuple[Table, list[Fault]]:
    """What a mapping from profiles pays, 0 where it is not to be read; and what is wrong with it."""
    shape = tuple(map(len, choices.values()))
    table = np.full((*shape, len(choices)), 0, dtype=object)
    given = {(key,) if isinstance(key, str) else key: value for key, value in payoffs.items()}
    faults = []
    for at in np.ndindex(shape):
        profile = tuple(names[each] for names, each in zip(choices.values(), at, strict=True))
        if profile not in given:
            faults.append(
                Fault("strategic/profile", f"no payoffs for {_said(profile)}", title, "all profiles")
            )
            continue
        paid = given.pop(profile)
        if isinstance(paid, Mapping) and set(paid) == set(choices):
            paid = [paid[player] for player in choices]
        if isinstance(paid, str | Mapping) or np.shape(_array(paid)) != (len(choices),):
            found = f"{_said(profile)} pays {paid!r:.80}"
            faults.append(
                Fault("strategic/profile", found, title, f"{len(choices)} numbers: {', '.join(choices)}")
            )
            continue
        table[at] = list(paid)
    allowed = "one strategy of each player, in the order of the players: " + "; ".join(
        f"{player} {', '.join(names)}" for player, names in choices.items()
    )
    faults += [
        Fault("strategic/profile", f"{_said(key)} is no profile", title, f"{allowed:.300}") for key in given
    ]
    return table, faults


def _wrong_numbers(choices: Mapping[str, tuple[str, ...]], table: Table, title: str) -> list[Fault]:
    """Payoffs that are no finite numbers."""
    return [
        Fault(
            "strategic/number", f"{player} is paid {value!r:.80} at {_said(profile)}", title, "finite numbers"
        )
        for profile, row in zip(product(*choices.values()), table.reshape(-1, len(choices)), strict=True)
        for player, value in zip(choices, row.tolist(), strict=True)
        if not _is_number(value)
    ]


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, Real) and isfinite(value)
    except OverflowError:  # a whole number or fraction beyond the largest double
        return False


def _said(profile: Any) -> str:
    return f"({', '.join(map(str, profile))})" if isinstance(profile, tuple) else repr(profile)
