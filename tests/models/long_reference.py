"""The long freeze as the reference has it: its files, and the equilibria that were verified in them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from overture.games.files.efg import read_efg
from overture.games.measured.assessment import FORMAT, from_json
from overture.games.measured.measure import Measured
from overture.games.measured.play import Play, play_of
from overture.games.tree import Tree
from overture.models.long_freeze import DEFAULTS, FORMS, long_freeze
from tests.catalogue import REFERENCE

FOLDER = REFERENCE / "longgame"


def text(name: str) -> str:
    """A file of the reference, whether it is compressed or not."""
    packed = FOLDER / f"{name}.gz"
    if packed.exists():
        return gzip.decompress(packed.read_bytes()).decode("utf-8")
    return (FOLDER / name).read_text(encoding="utf-8")


def stored(name: str) -> dict[str, Any]:
    return dict(json.loads(text(name)))


@cache
def file_tree(name: str) -> Tree:
    return read_efg(text(f"{name}.efg"))


def told(form: str, **changed: Any) -> Tree:
    """A form of the game as told, with some parameters changed; arrays give one world for each entry."""
    return long_freeze.shape(**FORMS[form]).tree({**DEFAULTS, **changed})


@cache
def told_short() -> Tree:
    return told("short")


@dataclass(frozen=True)
class Verified:
    """One equilibrium of the reference: how it is played, and what it is said to give."""

    name: str
    play: Play  # [1, action]
    value: tuple[float, ...]
    belief: dict[tuple[str, int], list[float]]  # player, number of the set -> at its nodes in their order

    def measured(self, tree: Tree) -> Measured:
        return self.play.tiled(tree.n_worlds).measured(tree)


def verified(tree: Tree, name: str, infosets: list[dict[str, Any]], value: Any) -> Verified:
    """An entry of ``expected*.json``, whose sets are those of ``tree``."""
    values = value.values() if isinstance(value, Mapping) else value
    return Verified(
        name,
        play_of(tree, from_json(tree, {"format": FORMAT, "infosets": infosets})),
        tuple(values),
        {(each["player"], each["number"]): each["belief"] for each in infosets},
    )


@cache
def eight() -> dict[str, Verified]:
    """The eight of ``expected_short.json``: "reopen/keep, P" has reopen under X, keep under Y, then P."""
    made = {}
    for each in stored("expected_short.json")["equilibria"]:
        words = each["class"].replace(",", "").replace(";", "").split()
        name = f"{words[2]}/{words[4]}, {words[-1]}"
        made[name] = verified(told_short(), name, each["infosets"], each["value"])
    return made


@cache
def smaller(form: str) -> list[Verified]:
    """What was found in the forms without an election ("known", "core")."""
    found = stored("expected.json")[form]["equilibria"]
    tree = told(form)
    return [
        verified(tree, f"{form} {at}", each["assessment"], each["value"]) for at, each in enumerate(found)
    ]


@cache
def sample() -> dict[str, np.ndarray]:
    """Parameters of the 100 random worlds of LONGGAME.md 10."""
    draw = np.random.default_rng(1)
    ends = {
        "pi": (0.1, 0.7), "aX": (0.4, 0.9), "aY": (0.05, 0.5), "w": (0.2, 0.8), "delta": (0.5, 1), "tied": (0.1, 0.5),
        "rho": (0.2, 0.95), "m": (0.1, 0.7), "n_E": (0.1, 0.6), "c": (0.1, 0.7), "q_thin": (0.1, 0.6), "phi": (0.2, 0.6),
        "s": (0.2, 1.5), "z_a": (0.1, 0.6),
    }  # fmt: skip
    return {name: draw.uniform(low, high, 100) for name, (low, high) in ends.items()}


def at(tree: Tree, name: str, **seen: str) -> int:
    """The one information set at which ``name`` is decided by a player who has seen exactly ``seen``."""
    found = [
        each
        for each in range(tree.n_infosets)
        if tree.labels.set_name[each] == name and dict(tree.labels.seen[each]) == seen
    ]
    assert len(found) == 1, (name, seen, found)
    return found[0]


def edge(tree: Tree, where: int, action: str) -> int:
    """The action of that name at an information set."""
    edges = range(int(tree.edge_start[where]), int(tree.edge_start[where + 1]))
    return next(each for each in edges if tree.labels.edge[each] == action)


def with_shares(tree: Tree, play: Play, where: int, **shares: float) -> Play:
    """The same play with other probabilities at one information set."""
    other = play.copied()
    for action, share in shares.items():
        other.strategy[:, edge(tree, where, action)] = share
    return other


def keeper_last(tree: Tree) -> list[int]:
    """Where a keeper decides on his conduct under a deal of the last round that is not deep."""
    return [
        here
        for here in range(tree.n_infosets)
        if tree.labels.set_name[here] == "conduct2"
        and dict(tree.labels.seen[here]).get("offer2") != "deep"
        and dict(tree.labels.seen[here])["intent"] == "keep"
    ]
