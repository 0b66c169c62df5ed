"""What was done: acts, their floor, and how telling each one is.

An act keeps the histories that contain it. Its likelihood ratio comes from how differently the types play
it, and its size is an artefact of how noisy play is taken to be; only its sign and its range over
equilibria and worlds are findings. So zero odds are given a stated floor, ratios are shown capped, and
where only a tie decides the act is *undetermined*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.errors import EvidenceError, Fault
from overture.weigh.ledger import Bools, Floats, Item, Ledger, collapse_to, layers_of

if TYPE_CHECKING:
    import pandas as pd

    from overture.game.tree import Tree

ROUNDING = 1e-14  # bits below this are rounding of sums that cancel
SAME = 1.05  # likelihood ratios from 1 / 1.05 to 1.05 are called worth nothing


@dataclass(frozen=True)
class Act:
    """Something done in public: an event over histories (key), by whom and when.

    tied: [world, equilibrium, terminal] or [equilibrium, terminal]: the history passes the decision of
    this act by an action that only a tie decides (other equilibria of the same component play it with
    other odds). None: nothing is tied.
    """

    name: str
    event: str
    by: str = ""
    date: str | None = None
    tied: Bools | None = None


def floored(
    strategy: Floats,
    infoset_of_action: NDArray[np.integer],
    observed: Bools,
    floor: float = 0.001,
    order: Floats | None = None,
    weight: Floats | None = None,
) -> Floats:
    """The strategy with a floor under the actions that were observed and that it never plays.

    An observed action of probability zero gets its own tremble ``weight x floor ** order`` (order 1 and
    weight 1 where none are given); the other actions of its set are scaled to make room. Odds above zero
    stay as they are. So the certified order of trembles says who would sooner have strayed.

    Args: strategy, order, weight [world, action]; observed [action]. Returns [world, action].
    """
    if not 0.0 <= floor < 1.0:
        raise EvidenceError.of("weigh/floor", f"a floor of {floor}", allowed="from 0 to below 1")
    exponent = np.ones_like(strategy) if order is None else np.where(order > 0, order, 1.0)
    scale = np.ones_like(strategy) if weight is None else np.where(weight > 0, weight, 1.0)
    lifted = np.where(observed & (strategy <= 0.0), np.minimum(scale * floor**exponent, 0.5), 0.0)
    n_sets = int(infoset_of_action.max()) + 1
    member = np.asarray(infoset_of_action)[:, None] == np.arange(n_sets)
    room = lifted @ member
    return np.where(lifted > 0.0, lifted, strategy * (1.0 - room)[:, infoset_of_action])


def observed_actions(tree: Tree, acts: Mapping[str, str]) -> Bools:
    """[action] the actions that make the moves ``acts`` (name of the move -> what was chosen)."""
    owner = tree.infoset_of_action
    found = np.zeros(tree.n_actions, bool)
    faults = []
    for move, choice in acts.items():
        made = np.array(
            [
                tree.labels.set_name[owner[action]] == move and tree.labels.edge[action] == choice
                for action in range(tree.n_actions)
            ]
        )
        if not made.any():
            faults.append(Fault("weigh/act", f"no player can choose {choice!r} at {move!r}"))
        found |= made
    EvidenceError.raise_any(faults)
    return found


def tied_histories(tree: Tree, move: str, tied: Bools) -> Bools:
    """[..., terminal] histories that pass the move by a tied action; ``tied`` is [..., action]."""
    owner = tree.infoset_of_action
    at_move = np.array([tree.labels.set_name[owner[action]] == move for action in range(tree.n_actions)])
    passes = np.zeros((*tied.shape[:-1], tree.n_nodes), bool)
    for node in range(1, tree.n_nodes):
        edge = int(tree.edge[node])
        passes[..., node] = passes[..., tree.parent[node]]
        if edge < tree.n_actions and at_move[edge]:
            passes[..., node] |= tied[..., edge]
    return np.asarray(passes[..., tree.terminal])


def loose_mass(
    history: Floats | Sequence[Floats], events: Mapping[str, Bools], ledger: Ledger, acts: Sequence[Act]
) -> dict[str, Floats]:
    """act -> [world, equilibrium, signature] share of the mass that a tie places."""
    found = {}
    for act in acts:
        if act.tied is None:
            continue
        layers = layers_of(history)
        tied = np.broadcast_to(act.tied, (len(layers[0]), len(layers), layers[0].shape[1]))
        part = [np.where(tied[:, e], np.nan_to_num(layer), 0.0) for e, layer in enumerate(layers)]
        loose = np.stack([collapse_to(events, layer, ledger) for layer in part], axis=1)
        whole = np.stack([collapse_to(events, np.nan_to_num(layer), ledger) for layer in layers], axis=1)
        found[act.name] = np.divide(loose, whole, out=np.zeros_like(loose), where=whole > 0.0)
    return found


@dataclass(frozen=True)
class Odds:
    """Likelihoods of one act under a hypothesis and its rival.

    high and low bound the ratio over ties; each array is [world, equilibrium], NaN where undefined.
    """

    overall: float
    ratio: Floats
    low: Floats
    high: Floats
    information: float
    bits: Floats  # the same by [world, equilibrium]
    weight: Floats


def act_odds(
    ledger: Ledger,
    before: Sequence[Item],
    item: Item,
    hypothesis: Bools,
    rival: Bools,
    tied: Floats | None = None,
) -> Odds:
    """The odds of one act given what came before it.

    ``hypothesis``, ``rival``: [signature]. ``tied``: [world, equilibrium, signature] share of the mass
    of each signature that passes the act's decision by a tied action.
    """
    done = np.isfinite(item.log_likelihood)
    rows = np.array([hypothesis & done, hypothesis, rival & done, rival], float)
    mass = ledger.measure(rows, before)
    weight = mass[..., 1] + mass[..., 3]
    low_top, low_bottom = mass[..., 0], mass[..., 2]
    high_top, high_bottom = low_top, low_bottom
    if tied is not None:
        prior = ledger.factor(before) * ledger.mass * ledger.world_weight[:, None, None]
        loose = prior * tied
        # Whoever is tied might have done it never, or always.
        low_top = (prior * (1.0 - tied))[..., hypothesis & done].sum(-1)
        low_bottom = (prior * (1.0 - tied))[..., rival & done].sum(-1)
        high_top = low_top + loose[..., hypothesis].sum(-1)
        high_bottom = low_bottom + loose[..., rival].sum(-1)
    total = mass.sum(axis=(0, 1))
    return Odds(
        _odds(*total),
        _odds_array(mass[..., 0], mass[..., 1], mass[..., 2], mass[..., 3]),
        _odds_array(low_top, mass[..., 1], high_bottom, mass[..., 3]),
        _odds_array(high_top, mass[..., 1], low_bottom, mass[..., 3]),
        information(_table(total)),
        bits(_table(mass)),
        weight,
    )


def _table(mass: Floats) -> Floats:
    """[..., hypothesis or rival, done or not] from [..., (both, hypothesis, both, rival)]."""
    rest = np.maximum(mass[..., [1, 3]] - mass[..., [0, 2]], 0.0)
    return np.stack([mass[..., [0, 2]], rest], axis=-1)


def act_table(
    ledger: Ledger, acts: Sequence[Act], hypotheses: Sequence[str], loose: Mapping[str, Floats], cap: float
) -> pd.DataFrame:
    """One row for each act and hypothesis (against its denial), in the order of the acts.

    Columns: act, event, by, date, hypothesis, ratio (likelihoods averaged over equilibria and worlds),
    low and high (over equilibria, worlds with weight and ties), capped (a bound was cut at ``cap``),
    information (bits about the hypothesis; least and most over equilibria and worlds), verdict, reason, and one column "ratio in E" for each
    equilibrium E (NaN where the act is not played in it).
    """
    import pandas as pd

    items = {item.name: item for item in ledger.items if item.kind == "act"}
    rows = []
    for place, act in enumerate(acts):
        before = [items[earlier.name] for earlier in acts[:place]]
        for hypothesis in hypotheses:
            here = ledger.row(hypothesis)
            odds = act_odds(ledger, before, items[act.name], here, ~here, loose.get(act.name))
            counted = odds.weight > 0.0
            low = _edge(min, odds.low[counted])
            high = _edge(max, odds.high[counted])
            verdict, reason = _verdict(odds, counted, low, high)
            row: dict[str, object] = {
                "act": act.name,
                "event": act.event,
                "by": act.by,
                "date": act.date,
                "hypothesis": hypothesis,
                "ratio": _cut(odds.overall, cap),
                "low": _cut(low, cap),
                "high": _cut(high, cap),
                "capped": bool(high > cap or low < 1.0 / cap),
                "information": odds.information,
                "least information": _edge(min, odds.bits[counted]),
                "most information": _edge(max, odds.bits[counted]),
                "verdict": verdict,
                "reason": reason,
            }
            for e, name in enumerate(ledger.equilibria):
                done = np.isfinite(items[act.name].log_likelihood)
                part = np.array([here & done, here, ~here & done, ~here], float)
                row[f"ratio in {name}"] = _cut(_odds(*ledger.measure(part, before)[:, e].sum(axis=0)), cap)
            rows.append(row)
    return pd.DataFrame(rows)


def _verdict(odds: Odds, counted: Bools, low: float, high: float) -> tuple[str, str]:
    if not np.isfinite(odds.ratio[counted]).any() and np.isnan(odds.overall):
        return "never played", "no type plays it in any equilibrium"
    point_low, point_high = _edge(min, odds.ratio[counted]), _edge(max, odds.ratio[counted])
    loose = low < point_low / SAME or high > point_high * SAME
    if loose and low < 1.0 / SAME and high > SAME:
        return "undetermined", "only a tie decides how often the types do it"
    if point_high <= SAME and point_low >= 1.0 / SAME:
        return "worth nothing", "the types do it equally often, in every equilibrium and world"
    if point_low >= 1.0 / SAME:
        return "speaks for", "in no equilibrium or world does it speak against"
    if point_high <= SAME:
        return "speaks against", "in no equilibrium or world does it speak for"
    return "depends", "it speaks for in some equilibria or worlds and against in others"


def information(table: Floats) -> float:
    """Mutual information in bits of the two axes of a table of masses (not normalised)."""
    return float(bits(table))


def bits(table: Floats) -> Floats:
    """[...] mutual information in bits of the two last axes of [..., a, b] masses; 0 where there is no mass."""
    total = table.sum(axis=(-2, -1), keepdims=True)
    joint = np.divide(table, total, out=np.zeros_like(table), where=total > 0.0)
    outer = joint.sum(axis=-1, keepdims=True) * joint.sum(axis=-2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(joint > 0.0, joint * np.log2(joint / outer), 0.0)
    found = part.sum(axis=(-2, -1))
    return np.where(found > ROUNDING, found, 0.0)


def _odds(top: float, whole: float, bottom: float, rest: float) -> float:
    return float(_odds_array(*(np.array([value]) for value in (top, whole, bottom, rest)))[0])


def _odds_array(top: Floats, whole: Floats, bottom: Floats, rest: Floats) -> Floats:
    """(top / whole) / (bottom / rest); infinite where only the first is possible, NaN where neither is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((top / whole) / (bottom / rest))


def _edge(choose: Callable[[Floats], float], values: Floats) -> float:
    values = values[~np.isnan(values)]
    return float(choose(values)) if len(values) else float("nan")


def _cut(value: float, cap: float) -> float:
    return value if np.isnan(value) else float(np.clip(value, 1.0 / cap, cap))
