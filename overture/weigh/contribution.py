"""Who moved the belief, and by how much: log odds by item, order-free and dated.

The order-free share of an item is its Shapley value: its step in log odds averaged over every order in
which the evidence could have come. The shares add up to the whole movement. Exact over coalitions; with
more items than ``MOST`` the smallest are first joined into one, and the frame says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from overture.weigh.ledger import Bools, Floats, Item, Ledger

if TYPE_CHECKING:
    import pandas as pd

MOST = 16  # 2**16 coalitions
BOUND = math.log(1e6)  # log odds are cut here, so that certainty has a finite share


def contributions(ledger: Ledger, hypothesis: str) -> pd.DataFrame:
    """One row for each item of evidence, largest share first, then "everything".

    Columns: item, kind, date, shapley, dated (step when the items come by date; without dates acts come
    first, then testimony as given), alone (step from the prior with nothing else), last (what is lost
    without it), before and after (probability around the dated step), joined (the items that had to be
    joined). Natural logs of odds.
    """
    import pandas as pd

    items = list(ledger.items)
    here = ledger.row(hypothesis)
    start, end = _log_odds(ledger, here, []), _log_odds(ledger, here, items)
    single = {item.name: _log_odds(ledger, here, [item]) - start for item in items}
    share, joined = _shapley(ledger, here, items, single)
    rows = []
    seen: list[Item] = []
    for item in by_date(items):
        before, was = _log_odds(ledger, here, seen), ledger.probability(hypothesis, None, seen)[0]
        seen = [*seen, item]
        others = [other for other in items if other is not item]
        rows.append(
            {
                "item": item.name,
                "kind": item.kind,
                "date": item.date,
                "shapley": share[item.name],
                "dated": _log_odds(ledger, here, seen) - before,
                "alone": single[item.name],
                "last": end - _log_odds(ledger, here, others),
                "before": was,
                "after": ledger.probability(hypothesis, None, seen)[0],
                "joined": item.name in joined,
            }
        )
    rows.sort(key=lambda row: -abs(float(str(row["shapley"]))))
    prior, now = ledger.probability(hypothesis, None, [])[0], ledger.probability(hypothesis)[0]
    whole = {
        "item": "everything",
        "kind": "",
        "date": None,
        **dict.fromkeys(("shapley", "dated", "alone", "last"), end - start),
        "before": prior,
        "after": now,
        "joined": False,
    }
    return pd.DataFrame([*rows, whole])


def by_date(items: Sequence[Item]) -> list[Item]:
    """The items in order of time; an undated one comes with the dated ones before it."""
    places = sorted(range(len(items)), key=lambda place: (_when(items, place), place))
    return [items[place] for place in places]


def _when(items: Sequence[Item], place: int) -> str:
    earlier = [item.date for item in items[: place + 1] if item.date is not None]
    return str(items[place].date or (max(earlier) if earlier else ""))


def _log_odds(ledger: Ledger, here: Bools, items: Sequence[Item]) -> float:
    spread = ledger.spread(items)
    return _cut(spread[here].sum(), spread[~here].sum())


def _cut(top: float, bottom: float) -> float:
    if top <= 0.0 or bottom <= 0.0:
        return BOUND if top > 0.0 else (-BOUND if bottom > 0.0 else 0.0)
    return float(np.clip(math.log(top) - math.log(bottom), -BOUND, BOUND))


def _shapley(
    ledger: Ledger, here: Bools, items: Sequence[Item], single: dict[str, float]
) -> tuple[dict[str, float], set[str]]:
    """Exact Shapley values; beyond MOST items, the weakest alone share one place in proportion."""
    ranked = sorted(items, key=lambda item: -abs(single[item.name]))
    apart, together = ranked[: MOST - 1], ranked[MOST - 1 :]
    if len(together) <= 1:
        apart, together = ranked, []
    groups = [[item] for item in apart] + ([together] if together else [])
    value = _coalitions(ledger, here, groups)
    count = len(groups)
    size = np.array([bin(code).count("1") for code in range(1 << count)])
    order = np.array([1.0 / (count * math.comb(count - 1, k)) for k in range(count)]) if count else np.ones(0)
    found: dict[str, float] = {}
    codes = np.arange(1 << count)
    for place, group in enumerate(groups):
        without = codes[(codes >> place) & 1 == 0]
        share = float(np.sum(order[size[without]] * (value[without | (1 << place)] - value[without])))
        scale = sum(abs(single[item.name]) for item in group)
        for item in group:
            part = abs(single[item.name]) / scale if scale > 0.0 else 1.0 / len(group)
            found[item.name] = share if len(group) == 1 else share * part
    return found, {item.name for item in together}


def _coalitions(ledger: Ledger, here: Bools, groups: Sequence[Sequence[Item]]) -> Floats:
    """[coalition] log odds with the groups whose bits are set."""
    logs = np.array([sum(item.log_likelihood for item in group) for group in groups])
    logs = logs.reshape(len(groups), len(here))
    value = np.empty(1 << len(groups))
    if not ledger.learn:
        for code in range(len(value)):
            chosen = [item for place, group in enumerate(groups) if code >> place & 1 for item in group]
            value[code] = _log_odds(ledger, here, chosen)
        return value
    # One Bayesian model: only signatures that some item tells apart matter.
    base = ledger.spread()
    column = here.astype(np.intp)
    for row in logs:  # number the distinct columns, one row at a time
        place = np.unique(row, return_inverse=True)[1].ravel()
        column = np.unique(column * len(row) + place, return_inverse=True)[1].ravel()
    first = np.unique(column, return_index=True)[1]
    mass = np.bincount(column, base, len(first))
    logs, side = logs[:, first], here[first]
    top = np.where(mass > 0.0, logs, -np.inf).max(axis=1, initial=-np.inf, keepdims=True)
    logs = logs - np.where(np.isfinite(top), top, 0.0)
    # Half of the groups at a time; a coalition is one row of each half.
    middle = len(groups) // 2
    halves = []
    for part in (logs[:middle], logs[middle:]):
        table = np.ones((1, logs.shape[1]))
        for row in part:  # doubling: the new group's bit stands above the older ones
            table = np.vstack([table, table * np.exp(row)])
        halves.append(table)
    low, high = halves
    for_it = (high[:, side] * mass[side]) @ low[:, side].T
    against = (high[:, ~side] * mass[~side]) @ low[:, ~side].T
    pairs = zip(for_it.ravel(), against.ravel(), strict=True)
    return np.array([_cut(float(top), float(bottom)) for top, bottom in pairs])
