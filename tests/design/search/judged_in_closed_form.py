"""A judge of terms for tests of the search: the closed forms of the answer game, and the costs of the reference."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import qmc, triang

from overture.design.search.candidates import Candidates, Demand, Floats, Outside
from overture.design.search.space import Space
from tests.design.answer_closed_forms import MODES, answer, q_star, told, z_max

LOW = {"R": 0.4, "q": 0.06, "phi": 0.05, "s": 0.0, "z": 0.0, "f": 0.005}
HIGH = {"R": 1.0, "q": 0.95, "phi": 0.95, "s": 3.0, "z": 0.5, "f": 0.05}
CLAUSES = ("R", "q", "phi", "s", "z")
DRAWN = {"pi": (0.05, 0.4, 0.95), "f": (0.0, 0.05, 0.3), "l": (0.05, 0.15, 0.3), "u_E": (0.0, 0.35, 0.6)}
OUTSIDE = Outside(us=0.0, them=-MODES["tau"])
CONDITIONS = (
    "kept",
    "worth it to us",
    "the keeper signs",
    "the exploiter signs",
    "deterrence",
    "credibility",
)


def space(*shapes: str, clauses: tuple[str, ...] = CLAUSES, **more: Any) -> Space:
    """The clauses with their ranges of the reference, and ``auto`` as a clause with two choices where it is named."""
    return Space(
        names=(*clauses, *shapes),
        low=np.array([LOW[name] for name in clauses] + [0.0] * len(shapes)),
        high=np.array([HIGH[name] for name in clauses] + [1.0] * len(shapes)),
        now=np.array([MODES[name] for name in (*clauses, *shapes)]),
        choices=(*(0 for _ in clauses), *(2 for _ in shapes)),
        **more,
    )


class ClosedForm:
    """Judges vectors of the clauses ``names`` at the modes of the reference, but for what ``fixed`` says."""

    def __init__(self, names: tuple[str, ...], **fixed: float) -> None:
        self.names, self.fixed = names, fixed
        self.count = 0

    def __call__(self, vectors: Floats, demand: Demand) -> Candidates:
        self.count += len(vectors)
        return judged({**self.fixed, **dict(zip(self.names, vectors.T, strict=True))}, demand)


class ClosedFormInWorlds:
    """The same in worlds in which the belief, false alarms, and our costs are drawn as in the flagship's case."""

    def __init__(self, names: tuple[str, ...], **fixed: float) -> None:
        self.names, self.fixed = names, fixed
        self.count = 0

    def __call__(self, vectors: Floats, demand: Demand, worlds: int, seed: int) -> Candidates:
        self.count += len(vectors) * worlds
        drawn = {name: values for name, values in draws(worlds, seed).items() if name not in self.names}
        parts = []
        for rows in np.array_split(vectors, -(-len(vectors) * worlds // 2**18)):
            set_to = dict(zip(self.names, rows.T[:, :, None], strict=True))
            parts.append(judged({**drawn, **self.fixed, **set_to}, demand))
        return Candidates.joined([over_worlds(part, demand, worlds) for part in parts])


def draws(worlds: int, seed: int) -> dict[str, Floats]:
    """[world] values from a scrambled Sobol sequence through triangular distributions."""
    points = qmc.Sobol(len(DRAWN), scramble=True, rng=seed).random(worlds)
    return {
        name: triang.ppf(points[:, at], (mode - low) / (high - low), low, high - low)
        for at, (name, (low, mode, high)) in enumerate(DRAWN.items())
    }


def over_worlds(found: Candidates, demand: Demand, worlds: int) -> Candidates:
    """The means over worlds of what was judged in each, and the share of the worlds in which the terms hold."""

    def mean(values: Floats) -> Floats:
        return values.reshape(-1, worlds).mean(axis=1)

    share = mean(found.share)
    missed = np.maximum(demand.share - share, 0)
    return Candidates(
        net=mean(found.net),
        theirs=mean(found.theirs),
        broken=mean(found.broken),
        struck=mean(found.struck),
        cost=mean(found.cost),
        share=share,
        violation=missed,
        types=mean(found.types),
        missed=missed[:, None],
        conditions=("share of worlds",),
    )


def judged(terms: dict[str, Any], demand: Demand) -> Candidates:
    """What follows from terms, which are broadcast against each other; the names are those of the closed forms."""
    t = {name: values.ravel() for name, values in told(terms).items()}
    found = answer(t)
    automatic = t["auto"] > 0
    breach = np.nan_to_num(found["cheat"], nan=1.0)
    known = np.isfinite(found["VC"])
    ours, deal = np.where(known, found["VC"], 0.0), np.where(known, found["deal"], 0.0)
    theirs = np.where(known, (1 - t["pi"]) * found["UK"] + t["pi"] * found["UE"], 0.0)
    missed = np.column_stack(
        [
            np.maximum(breach - demand.broken - 1e-12, 0),
            np.maximum(-ours, 0),
            np.maximum(1 - t["pi"] - deal, 0),
            np.maximum(1 - deal - 1e-12, 0) * demand.both,
        ]
    )
    joints = np.column_stack(
        [
            np.maximum(q_star(t) - t["q"], 0),
            np.where(automatic, 0.0, np.maximum(t["z"] - np.nan_to_num(z_max(t, demand.broken)), 0)),
        ]
    )
    violation, cost = missed.sum(axis=1), cost_of(t)
    return Candidates(
        net=ours - cost,
        theirs=theirs,
        broken=breach,
        struck=deal,
        cost=cost,
        share=np.where(violation > 0, 0.0, 1.0),
        violation=violation,
        types=generalised_product(t, found),
        missed=np.column_stack([missed, joints]),
        conditions=CONDITIONS,
    )


def generalised_product(t: dict[str, Any], found: dict[str, Any]) -> Floats:
    """The gains of both types, each to the power of its chance, multiplied; minus what is lost where one would lose."""
    signs = np.nan_to_num(found["deal"]) >= 1 - 1e-12
    keeper = np.nan_to_num(found["UK"]) + t["tau"]
    exploiter = np.where(signs, np.nan_to_num(found["UE"]) + t["tau"], 0.0)
    lost = np.maximum(-keeper, 0) + np.maximum(-exploiter, 0)
    gained = np.maximum(keeper, 0) ** (1 - t["pi"]) * np.maximum(exploiter, 0) ** t["pi"]
    return np.where(lost > 0, -lost, gained)


def cost_of(t: dict[str, Any]) -> Floats:
    """The costs of § 2 of the reference, away from the status quo."""
    discretionary = t["auto"] == 0
    return np.asarray(
        0.20 * np.maximum(t["q"] - 0.3, 0)
        + 0.25 * np.maximum(0.4 - t["phi"], 0)
        + 0.02 * np.maximum(t["s"] - 0.5, 0)
        + np.where(discretionary, 0.25 * np.maximum(0.4 - t["z"], 0), 0.05)
    )
