"""The answer game in closed form: a readable twin that shares nothing with the product.

We state terms; nature draws whether the leader is a keeper or an exploiter (probability ``pi``); he takes them or leaves
them; his conduct is hidden; inspection raises an alarm with chance ``q`` if he cheats and ``f`` if he complies; then
relief is snapped back or not, by our choice (discretionary) or by itself after an alarm (``auto``).

:func:`answer` takes numbers or arrays (they are broadcast against each other) and returns arrays. What follows where a
list has several equilibria is the one in which the deal is struck.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

MODES: dict[str, float] = {
    "pi": 0.4, "R": 1.0, "g_K": 0.05, "g_E": 0.9, "kap": 0.1, "u_K": 0.1, "u_E": 0.35, "d": 0.0, "q": 0.3, "f": 0.05,
    "phi": 0.4, "s": 0.5, "z": 0.4, "tau": 0.02, "b": 1.0, "h": 0.7, "l": 0.15, "v_d": 0.1, "auto": 0.0,
}  # fmt: skip


def told(terms: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Every number as an array of one shape; what is left out is at its mode. Unknown names are refused."""
    unknown = set(terms) - set(MODES)
    if unknown:
        raise KeyError(sorted(unknown))
    arrays = np.broadcast_arrays(*(np.asarray(terms.get(name, MODES[name]), float) for name in MODES))
    return {name: np.array(array) for name, array in zip(MODES, arrays, strict=True)}


def worth_kept(t: Mapping[str, Any]) -> Any:
    """B: what a deal that is kept is worth to us."""
    return t["b"] - t["l"] * t["R"]


def harm(t: Mapping[str, Any]) -> Any:
    """H: what a deal that is broken costs us."""
    return (t["h"] + t["l"]) * t["R"]


def p_star(t: Mapping[str, Any]) -> Any:
    """The belief in cheating above which we snap back."""
    gain, spent = worth_kept(t), 1 - t["phi"]
    with np.errstate(divide="ignore", invalid="ignore"):
        return (spent * gain + t["z"]) / (spent * (gain + harm(t)))


def q_star(t: Mapping[str, Any]) -> Any:
    """The chance of detection from which the exploiter complies if every alarm is followed by snapback."""
    spent = 1 - t["phi"]
    return (t["g_E"] - t["kap"] + t["f"] * spent * (t["R"] - t["g_E"])) / (spent * t["R"] + t["s"])


def share_at(belief: Any, cheat_odds: Any, comply_odds: Any) -> Any:
    """The share of deals that are broken at which a signal with these odds leaves us at ``belief``; 1 if above 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = comply_odds * belief / (cheat_odds * (1 - belief) + comply_odds * belief)
    return np.where(belief >= 1, 1.0, np.where(belief <= 0, 0.0, share))


def c_star(t: Mapping[str, Any]) -> Any:
    """The share of deals that are broken at which an alarm leaves us just willing to snap back."""
    return share_at(p_star(t), t["q"], t["f"])


def z_max(t: Mapping[str, Any], c: float = 0.10) -> Any:
    """The highest cost of snapping back at which c* is at most c."""
    gain = worth_kept(t)
    return (1 - t["phi"]) * ((gain + harm(t)) * c * t["q"] / (c * t["q"] + (1 - c) * t["f"]) - gain)


def complies(t: Mapping[str, Any], kind: str, snapped: Any) -> Any:
    """What compliance gives to a type ("K", "E") if it is followed by snapback with probability ``snapped``."""
    return (1 - (1 - t["phi"]) * snapped) * (t["R"] - t[f"g_{kind}"]) - t["d"] * t[f"u_{kind}"]


def cheats(t: Mapping[str, Any], kind: str, snapped: Any) -> Any:
    """What cheating gives to a type if it is followed by snapback with probability ``snapped``."""
    return (1 - (1 - t["phi"]) * snapped) * t["R"] - t["kap"] - t["d"] * t[f"u_{kind}"] - t["s"] * snapped


def deterrence(t: Mapping[str, Any]) -> Any:
    """Comply less cheat for the exploiter if every alarm is followed by snapback."""
    return complies(t, "E", t["f"]) - cheats(t, "E", t["q"])


def ours(t: Mapping[str, Any], broken: Any, after_cheating: Any, after_compliance: Any) -> Any:
    """What a deal that is struck is worth to us, by the share that is broken and the chances of snapback."""
    spent, cost = 1 - t["phi"], np.where(t["auto"] > 0, 0.0, t["z"])
    kept = worth_kept(t) * (1 - spent * after_compliance) - cost * after_compliance
    lost = harm(t) * (1 - spent * after_cheating) + cost * after_cheating
    return (1 - broken) * kept - broken * lost + t["d"] * t["v_d"]


def answer(terms: Mapping[str, Any] | None = None, **more: Any) -> dict[str, np.ndarray]:
    """What follows from terms.

    Keys: ``cheat``, P(cheat | deal) (NaN if nobody signs); ``deal``, the chance that it is struck; ``UK``, ``UE`` what
    the types get (their outside option -tau where they stay out) and ``VC`` what we get; ``snap``, how far snapback goes:
    from 0 (never) by 1 (after each alarm) to 2 (after both signals); ``p_star``, ``q_star``, ``c_star``;
    ``deterrence``, comply less cheat if every alarm is snapped; ``regime`` in words. Numbers are NaN where the keeper
    would sign only if snapback were rarer than it is.
    """
    t = told({**(terms or {}), **more})
    by_itself, by_choice = _automatic(t), _discretionary(t)
    automatic = t["auto"] > 0
    found = {key: np.where(automatic, by_itself[key], by_choice[key]) for key in by_itself}
    found |= {"p_star": p_star(t), "q_star": q_star(t), "c_star": c_star(t), "deterrence": deterrence(t)}
    return found


def _automatic(t: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Snapback after an alarm by itself: each type simply takes what is best for it."""
    value, breaks = {}, {}
    for kind in "KE":
        comply, cheat = complies(t, kind, t["f"]), cheats(t, kind, t["q"])
        value[kind], breaks[kind] = np.maximum(comply, cheat), cheat > comply
    signs = {kind: value[kind] > -t["tau"] for kind in "KE"}
    mass = {"K": (1 - t["pi"]) * signs["K"], "E": t["pi"] * signs["E"]}
    regime = np.where(signs["E"], "automatic", "E leaves; automatic")
    return _summed(t, mass, breaks, value, t["q"], t["f"], np.ones_like(t["q"]), regime)


def _summed(t, mass, breaks, value, after_cheating, after_compliance, snap, regime) -> dict[str, np.ndarray]:
    """The numbers of an answer from who signs with which mass and breaks the deal with which chance."""
    deal = mass["K"] + mass["E"]
    with np.errstate(divide="ignore", invalid="ignore"):
        cheat = np.where(deal > 0, (mass["K"] * breaks["K"] + mass["E"] * breaks["E"]) / deal, np.nan)
    ours_then = np.where(deal > 0, deal * ours(t, cheat, after_cheating, after_compliance), 0.0)
    gets = {kind: np.maximum(value[kind], -t["tau"]) for kind in "KE"}
    return {
        "cheat": cheat,
        "deal": deal,
        "UK": gets["K"],
        "UE": gets["E"],
        "VC": ours_then,
        "snap": snap,
        "regime": regime,
    }


def _discretionary(terms: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Snapback by our choice. Where q < f the two signals are exchanged: the clean report then speaks for cheating."""
    swap = terms["q"] < terms["f"]
    t = {**terms, "auto": np.zeros_like(terms["q"])}
    t["q"], t["f"] = np.where(swap, 1 - terms["q"], terms["q"]), np.where(swap, 1 - terms["f"], terms["f"])
    keeper_out = complies(t, "K", 0.0) <= -t["tau"]
    with np.errstate(divide="ignore", invalid="ignore"):
        together, alone = _with_keeper(t), _without_keeper(t)
    found = {key: np.where(keeper_out, alone[key], together[key]) for key in together}
    always = p_star(t) <= 0
    rest = _always(t)
    return {key: np.where(always, rest[key], found[key]) for key in found}


def _chances(t: Mapping[str, Any], snap: Any) -> tuple[Any, Any]:
    """The chances of snapback after cheating and after compliance, by how far it goes (0 never, 1 alarm, 2 both)."""
    alarm, clean = np.clip(snap, 0, 1), np.clip(snap - 1, 0, 1)
    return t["q"] * alarm + (1 - t["q"]) * clean, t["f"] * alarm + (1 - t["f"]) * clean


def _with_keeper(t: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """The keeper signs and complies; the exploiter signs, cheats or mixes.

    Snapback rises with the share of deals that are broken: never below c*, after each alarm from c* to ``c_both``, after
    both signals above. The exploiter's gain from cheating falls as snapback rises. The answer is where the two meet.
    """
    temptation = t["g_E"] - t["kap"]
    low, high = c_star(t), share_at(p_star(t), 1 - t["q"], 1 - t["f"])
    bite = (1 - t["phi"]) * t["R"] + t["s"]  # what being snapped back costs a cheat
    spare = (
        t["R"] - t["kap"] - t["d"] * t["u_E"] + t["tau"]
    )  # cheating that is never snapped, above his outside option
    never = (t["pi"] <= low) | (p_star(t) >= 1) | np.isnan(p_star(t))
    # Where comply = cheat, and where cheat = leave, as snapback after an alarm rises from 0 to 1, then after both.
    first, second = deterrence(t), t["kap"] + t["s"] - t["phi"] * t["g_E"]
    even = np.where(
        first >= 0,
        temptation / (first + temptation),
        np.where(second > 0, 1 - first / (second - first), np.inf),
    )
    even = np.where(temptation <= 0, 0.0, even)
    leaves = np.where(
        spare <= t["q"] * bite,
        spare / (t["q"] * bite),
        np.where(spare < bite, 1 + (spare - t["q"] * bite) / ((1 - t["q"]) * bite), np.inf),
    )
    leaves = np.where(spare <= 0, -np.inf, leaves)
    stop = np.minimum(
        even, leaves
    )  # snapback goes no further: from here on he does not surely sign and cheat
    wanted = np.where(never, 0.0, np.where(t["pi"] <= high, 1.0, 2.0))
    snap = np.clip(np.minimum(stop, wanted), 0.0, 2.0)
    mixes = stop < wanted
    share = np.where(mixes, np.where(stop < 1, low, high), t["pi"])  # of the deals, broken
    share = np.where(temptation <= 0, 0.0, share)
    out = spare <= 0
    share = np.where(out, 0.0, share)
    over_taking = mixes & (leaves < even) & ~out & (temptation > 0)
    signs = np.where(out, 0.0, np.where(over_taking, (1 - t["pi"]) * share / (t["pi"] * (1 - share)), 1.0))
    mass = {"K": 1 - t["pi"], "E": t["pi"] * np.where(t["pi"] > 0, signs, 0.0)}
    breaks = {
        "K": np.zeros_like(share),
        "E": np.where(mass["E"] > 0, share * (mass["K"] + mass["E"]) / mass["E"], 0.0),
    }
    after_cheating, after_compliance = _chances(t, snap)
    value = {
        "K": complies(t, "K", after_compliance),
        "E": np.where(
            out | over_taking,
            -t["tau"],
            np.maximum(complies(t, "E", after_compliance), cheats(t, "E", after_cheating)),
        ),
    }
    regime = np.select(
        [out, over_taking, mixes, snap == 0, snap == 1],
        ["E leaves", "E mixes over taking", "E mixes", "never snapped", "snapped, still cheats"],
        "always snapped, still cheats",
    )
    found = _summed(t, mass, breaks, value, after_cheating, after_compliance, snap, regime)
    unsure = value["K"] <= -t["tau"]
    for key in ("cheat", "deal", "UK", "UE", "VC"):
        found[key] = np.where(unsure, np.nan, found[key])
    found["regime"] = np.where(unsure, "the keeper may not sign", found["regime"])
    return found


def _without_keeper(t: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """The keeper stays out whatever we do, so whoever signs is an exploiter: inspection of a known opponent."""
    temptation, first = t["g_E"] - t["kap"], deterrence(t)
    second = t["kap"] + t["s"] - t["phi"] * t["g_E"]
    even = np.where(
        first >= 0, temptation / (first + temptation), np.where(second > 0, 1 - first / (second - first), 2.0)
    )
    never = (p_star(t) >= 1) | np.isnan(p_star(t))
    snap = np.where(never | (temptation <= 0), 0.0, even)
    high = share_at(p_star(t), 1 - t["q"], 1 - t["f"])
    share = np.where(never | ((first < 0) & (second <= 0)), 1.0, np.where(first >= 0, c_star(t), high))
    share = np.where(temptation <= 0, 0.0, share)
    after_cheating, after_compliance = _chances(t, snap)
    value = {
        "K": -t["tau"],
        "E": np.maximum(complies(t, "E", after_compliance), cheats(t, "E", after_cheating)),
    }
    signs = value["E"] > -t["tau"]
    mass = {"K": np.zeros_like(share), "E": t["pi"] * signs}
    breaks = {"K": np.zeros_like(share), "E": share}
    regime = np.where(signs, "the keeper leaves", "nobody signs")
    return _summed(t, mass, breaks, value, after_cheating, after_compliance, snap, regime)


def _always(t: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """p* <= 0: holding is never worth while, so relief is snapped back after both signals."""
    sure = np.ones_like(t["q"])
    comply, cheat = ({kind: act(t, kind, sure) for kind in "KE"} for act in (complies, cheats))
    value = {kind: np.maximum(comply[kind], cheat[kind]) for kind in "KE"}
    breaks = {kind: np.where(cheat[kind] > comply[kind], 1.0, 0.0) for kind in "KE"}
    prior = {"K": 1 - t["pi"], "E": t["pi"]}
    mass = {kind: prior[kind] * (value[kind] > -t["tau"]) for kind in "KE"}
    return _summed(t, mass, breaks, value, sure, sure, 2 * sure, np.full(sure.shape, "always snapped"))


def menu(terms: Mapping[str, Any], second: Any) -> dict[str, np.ndarray]:
    """Automatic terms beside relief ``second`` for nothing in return: each type takes what is best for it.

    Keys: ``cheat``, the chance that terms are taken and broken; ``UK``, ``UE``, ``VC``.
    """
    t = told({**terms, "auto": 1.0})
    smaller = np.broadcast_to(np.asarray(second, float), t["q"].shape)
    ours_if = {
        "comply": ours(t, 0.0, t["q"], t["f"]),
        "cheat": ours(t, 1.0, t["q"], t["f"]),
        "other": -(t["h"] + t["l"]) * smaller,
        "leave": np.zeros_like(t["q"]),
    }
    found = {"cheat": np.zeros_like(t["q"]), "VC": np.zeros_like(t["q"])}
    for kind, share in (("K", 1 - t["pi"]), ("E", t["pi"])):
        his = np.stack([complies(t, kind, t["f"]), cheats(t, kind, t["q"]), smaller, -t["tau"]])
        best = his.argmax(axis=0)
        found[f"U{kind}"] = his.max(axis=0)
        found["cheat"] = found["cheat"] + share * (best == 1)
        found["VC"] = found["VC"] + share * np.choose(best, list(ours_if.values()))
    return found
