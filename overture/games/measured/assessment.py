"""Assessments (a profile with its trembles) by index, by name, and as JSON.

The JSON is the package's form of exchange: what any solver proposes can be written, read back by
anybody, and certified again. Rationals are texts ("2/3"), doubles are numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite

from overture.errors import Fault, FileError, SolveError
from overture.formats import ASSESSMENT as FORMAT
from overture.games.tree import Tree

Number = float | Fraction
Pair = tuple[int, int]  # (infoset, action): both are indices of the tree's sets and edges
LONGEST_NUMBER = 4000  # characters; an exact equilibrium may need hundreds of digits


@dataclass(frozen=True)
class Assessment:
    """A profile with its trembles, in the indices of one tree.

    Attributes:
        profile: (infoset, action) -> probability; a pair that is left out has probability zero.
        trembles: (infoset, action) -> (c, k) for actions of probability zero; default (1, 1).
            Entries of actions that are played are ignored.
    """

    profile: Mapping[Pair, Number]
    trembles: Mapping[Pair, tuple[Number, Number]] = field(default_factory=dict)


def in_doubles(assessment: Assessment) -> Assessment:
    """The same with every number as a double: where an irrational number stands behind a fraction."""
    return Assessment(
        {pair: float(share) for pair, share in assessment.profile.items()},
        {pair: (float(size), float(order)) for pair, (size, order) in assessment.trembles.items()},
    )


def name_of(tree: Tree, infoset: int) -> str:
    """What a set is called in messages: its label, or ``player:number`` where it has none."""
    label = tree.labels.set_label[infoset]
    return label or f"{tree.players[tree.set_player[infoset]]}:{tree.labels.set_number[infoset]}"


def from_labels(
    tree: Tree,
    profile: Mapping[str, Mapping[str, Number | str]],
    trembles: Mapping[str, Sequence[Number | str]] | None = None,
) -> Assessment:
    """An assessment from names, as the reference files write it.

    Args:
        tree: the game.
        profile: infoset -> action -> probability (a number, or a text such as "2/3"). An infoset is
            named by its label, or by ``player:number``.
        trembles: ``"infoset|action"`` -> (c, k).

    Raises:
        SolveError: with every name that the tree does not have, or has more than once.
    """
    names = _names(tree)
    faults: list[Fault] = []
    chosen: dict[Pair, Number] = {}
    shaken: dict[Pair, tuple[Number, Number]] = {}
    for label, moves in profile.items():
        for action, probability in moves.items():
            pair = _pair(tree, names, label, action, faults)
            if pair is not None:
                chosen[pair] = _read(probability, f"{label}, {action!r}", faults)
    for key, tremble in (trembles or {}).items():
        # The bar may also stand inside a label: the split that names something is meant.
        splits = [(key[:at], key[at + 1 :]) for at, letter in enumerate(key) if letter == "|"]
        fitting = [split for split in splits if _pair(tree, names, *split, []) is not None]
        if len(fitting) == 1 and len(tremble) == 2:
            pair = _pair(tree, names, *fitting[0], [])
            assert pair is not None
            shaken[pair] = (_read(tremble[0], key, faults), _read(tremble[1], key, faults))
        else:
            faults.append(
                Fault("assessment/name", f"tremble {key!r}", tree.title, "'infoset|action': [c, k]")
            )
    SolveError.raise_any(faults)
    return Assessment(chosen, shaken)


def _names(tree: Tree) -> dict[str, int]:
    """Every name of an information set; labels that two sets share are left out."""
    labels = tree.labels.set_label[: tree.n_infosets]
    names = {
        f"{tree.players[tree.set_player[at]]}:{tree.labels.set_number[at]}": at
        for at in range(tree.n_infosets)
    }
    names.update({label: at for at, label in enumerate(labels) if label and labels.count(label) == 1})
    return names


def _pair(tree: Tree, names: Mapping[str, int], label: str, action: str, faults: list[Fault]) -> Pair | None:
    infoset = names.get(label)
    if infoset is None:
        faults.append(Fault("assessment/name", f"{label!r} names no single information set", tree.title))
        return None
    low, high = int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])
    actions = tree.labels.edge[low:high]
    if actions.count(action) != 1:
        faults.append(
            Fault("assessment/name", f"action {action!r}", f"{tree.title}, {label}", ", ".join(actions))
        )
        return None
    return infoset, low + actions.index(action)


def _read(number: object, where: str, faults: list[Fault]) -> Number:
    if isinstance(number, float) and isfinite(number):
        return number
    try:
        if isinstance(number, str | int | Fraction) and len(str(number)) < LONGEST_NUMBER:
            return Fraction(number)
        raise ValueError
    except (ValueError, ZeroDivisionError):
        faults.append(Fault("assessment/number", f"{number!r:.40}", where, "a number such as 2/3"))
        return Fraction(0)


def to_json(tree: Tree, assessment: Assessment) -> dict[str, object]:
    """The assessment as JSON values; information sets by player, then number, as in the file.

    ``strategy`` holds one probability for each action, ``tremble`` a pair [c, k] or null.
    """
    labels = tree.labels
    numbers = list(zip(tree.set_player.tolist(), labels.set_number, strict=True))
    infosets = []
    for at in sorted(range(tree.n_infosets), key=numbers.__getitem__):
        edges = range(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        infosets.append(
            {
                "player": tree.players[numbers[at][0]],
                "number": numbers[at][1],
                "label": labels.set_label[at],
                "actions": [labels.edge[edge] for edge in edges],
                "strategy": [_write(assessment.profile.get((at, edge), Fraction(0))) for edge in edges],
                "tremble": [
                    [_write(part) for part in assessment.trembles[at, edge]]
                    if (at, edge) in assessment.trembles
                    else None
                    for edge in edges
                ],
            }
        )
    return {"format": FORMAT, "game": tree.title, "players": list(tree.players), "infosets": infosets}


def from_json(tree: Tree, source: str | Mapping[str, object]) -> Assessment:
    """The assessment in JSON text (or its values), for the game it was written for.

    Raises:
        FileError: with everything that is not of the form :func:`to_json` writes, or is not in ``tree``.
    """
    try:
        data = json.loads(source) if isinstance(source, str) else source
    except (ValueError, RecursionError) as error:
        raise FileError.of("assessment/json", f"not JSON ({error})") from error
    entries = data.get("infosets") if isinstance(data, Mapping) and data.get("format") == FORMAT else None
    if not isinstance(entries, list):
        raise FileError.of("assessment/format", "not an assessment", "", f'an object of format "{FORMAT}"')
    known = {
        (tree.players[tree.set_player[at]], tree.labels.set_number[at]): at for at in range(tree.n_infosets)
    }
    profile: dict[Pair, Number] = {}
    trembles: dict[Pair, tuple[Number, Number]] = {}
    faults: list[Fault] = []
    for place, entry in enumerate(entries):
        where = f"{tree.title}, infosets[{place}]"
        fields = entry if isinstance(entry, Mapping) else {}
        player, number = fields.get("player"), fields.get("number")
        at = (
            known.pop((player, number), None) if isinstance(player, str) and isinstance(number, int) else None
        )
        if at is None:
            faults.append(Fault("assessment/infoset", f"no such set, or twice: {player!r} {number!r}", where))
            continue
        low, high = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
        actions = list(tree.labels.edge[low:high])
        strategy = _row(fields.get("strategy"), actions)
        tremble = _row(fields.get("tremble", [None] * len(actions)), actions)
        if fields.get("actions") != actions:
            faults.append(
                Fault(
                    "assessment/actions",
                    f"actions {fields.get('actions')}",
                    where,
                    ", ".join(map(repr, actions)),
                )
            )
        elif strategy is None or tremble is None:
            faults.append(
                Fault("assessment/row", "strategy and tremble", where, "lists, one entry per action")
            )
        else:
            for edge, chance, given in zip(range(low, high), strategy, tremble, strict=True):
                profile[at, edge] = _read(chance, where, faults)
                if given is not None:
                    weight, order = given if isinstance(given, list) and len(given) == 2 else (given, given)
                    trembles[at, edge] = (_read(weight, where, faults), _read(order, where, faults))
    faults.extend(
        Fault("assessment/infoset", f"nothing for set {number} of {player!r}", tree.title)
        for player, number in known
    )
    FileError.raise_any(faults)
    return Assessment(profile, trembles)


def _row(row: object, actions: Sequence[str]) -> list[object] | None:
    return row if isinstance(row, list) and len(row) == len(actions) else None


def _write(number: Number) -> str | float:
    return number if isinstance(number, float) else str(number)
