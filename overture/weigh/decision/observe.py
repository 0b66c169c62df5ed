"""What an observation would tell, and what it is worth to the decisions of ours that follow it.

The worth of an observation to a decision is by how much the best plan that may depend on it is better
than the best plan that may not, with later moves the best in both (Howard 1966, IEEE Trans. Syst. Sci.
Cybern. 2:22-26). An own move is no observation. What can be seen only after accepting cannot inform the
answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from overture.games.measured.event import names
from overture.games.tree import Floats, Tree
from overture.weigh.decision.reply import Sequel, Stakes
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint, posterior

ROUNDING = 1e-12
NEVER = 1e-12  # a chance below it is 0, as it is printed, and one so near to 1 is 1


@dataclass(frozen=True)
class PossibleObservation:
    """An observation: its chance given ``given``, and beliefs [T] if it is seen, if not, and before.

    ``if_seen`` and ``if_not`` are None where that has no chance. ``bits``: expected information about the
    type. ``by_class``: [K] its chance in each class.
    """

    chance: float
    if_seen: Floats | None
    if_not: Floats | None
    before: Floats
    bits: float
    by_class: Floats


def seen(joint: Joint, event: Bools, given: Bools, under: Bools | None = None) -> PossibleObservation | None:
    """What seeing ``event`` would do once ``given`` holds; None where ``given`` has no chance.

    ``under`` [H] fixes moves of ours (``given`` if there is none).
    """
    fixed = given if under is None else under
    whole = joint.likelihood(given, fixed)
    if not whole @ joint.prior > 0:
        return None
    mass = joint.mass(event & given, fixed)
    part = mass.sum(axis=(0, 1))
    chance = float(part @ joint.prior / (whole @ joint.prior))
    rest = joint.likelihood(given & ~event, fixed)
    cell = (joint.mass(given, fixed) @ joint.prior).sum(axis=0)
    by_class = np.divide(
        (mass @ joint.prior).sum(axis=0), cell, out=np.full(len(cell), np.nan), where=cell > 0
    )
    return PossibleObservation(
        chance=chance,
        if_seen=posterior(joint.prior, part) if chance > NEVER else None,
        if_not=posterior(joint.prior, rest) if chance < 1 - NEVER and rest @ joint.prior > 0 else None,
        before=posterior(joint.prior, whole),
        bits=bits(np.stack([joint.prior * part, joint.prior * rest])),
        by_class=by_class,
    )


def bits(table: Floats) -> float:
    """Mutual information in bits of the two axes of a table of masses; 0 below rounding."""
    joint = table / table.sum()
    outer = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(joint > 0, joint * np.log2(joint / outer), 0.0)
    found = float(part.sum())
    return found if found > ROUNDING else 0.0


def moves_of_others(tree: Tree, event: str, advised: int, known: Iterable[str] = ()) -> set[str]:
    """The moves that an event speaks of and that are not ours, those in ``known`` left out."""
    mover = {name: int(tree.set_player[at]) for at, name in enumerate(tree.labels.set_name)}
    return {name for name in names(event) if mover.get(name) != advised} - set(known)


def holds_at(joint: Joint, event: Bools) -> dict[int, bool | None]:
    """Information set of ours -> whether an event [H] has happened there; None where it is still open."""
    found: dict[int, bool | None] = {}
    for infoset, row in zip(joint.own_sets, joint.passes, strict=True):
        inside = event[row >= 0]
        found[int(infoset)] = True if inside.all() else None if inside.any() else False
    return found


Holds = Mapping[int, bool | None]


def blind(sequel: Sequel, worth: Floats, tree: Tree, hidden: set[str], holds: Holds | None = None) -> float:
    """The worth of the best plan that does not depend on the moves in ``hidden``; ``worth`` is [H].

    With ``holds`` it may depend on whether an event has happened, and on no more of these moves.
    """
    total = float(worth[sequel.rest].sum())
    for group in _groups(tree, [infoset for infoset, _ in sequel.sets], hidden, holds):
        members = [choices for infoset, choices in sequel.sets if infoset in group]
        labels = [label for label in members[0] if all(label in each for each in members)]
        total += max(
            sum(blind(each[label], worth, tree, hidden, holds) for each in members) for label in labels
        )
    return total


def _groups(tree: Tree, sets: list[int], hidden: set[str], holds: Holds | None = None) -> list[list[int]]:
    """The sets that differ in nothing but what ``hidden`` moves told."""
    found: dict[tuple[object, ...], list[int]] = {}
    for at in sets:
        rest = tuple(item for item in tree.labels.seen[at] if item[0] not in hidden)
        found.setdefault((tree.labels.set_name[at], rest, holds[at] if holds else None), []).append(at)
    return list(found.values())


def _answered(stakes: Stakes, worth: Floats, groups: list[list[int]]) -> float:
    """The worth of the best replies, one for each group of sets."""
    place = dict(zip(stakes.at.sets, stakes.at.sequel, strict=True))
    return sum(
        max(sum(float(place[infoset][reply].best(worth)) for infoset in group) for reply in stakes.at.replies)
        for group in groups
    )


def worth_to_answer(
    stakes: Stakes, tree: Tree, prior: Floats, hidden: set[str], holds: Holds | None = None
) -> float:
    """What seeing the ``hidden`` moves before the answer is worth to it, in payoff units, given that it is asked.

    With ``holds``: what seeing whether an event of these moves has happened is worth, and no more of them.
    """
    worth = stakes.worth * prior[stakes.kind]
    mass = float((prior * stakes.type_mass()).sum())
    sets = list(stakes.at.sets)
    told = _groups(tree, sets, hidden, holds) if holds else [[at] for at in sets]
    gain = _answered(stakes, worth, told) - _answered(stakes, worth, _groups(tree, sets, hidden))
    return max(gain / mass, 0.0)


def worth_after(
    stakes: Stakes, tree: Tree, prior: Floats, reply: str, hidden: set[str], holds: Holds | None = None
) -> float:
    """The same for what is seen after ``reply``, as worth to our later moves, given that it was given."""
    worth = stakes.worth * prior[stakes.kind]
    mass = float((prior * stakes.type_mass()).sum())
    sequels = [each[reply] for each in stakes.at.sequel]
    told = sum(
        blind(each, worth, tree, hidden, holds) if holds else float(each.best(worth)) for each in sequels
    )
    return max((told - sum(blind(each, worth, tree, hidden) for each in sequels)) / mass, 0.0)


def told_at(tree: Tree, sequel: Sequel, hidden: set[str]) -> list[int]:
    """Our later sets that see one of the ``hidden`` moves."""
    found: list[int] = []
    for infoset, choices in sequel.sets:
        if any(move in hidden for move, _ in tree.labels.seen[infoset]):
            found.append(infoset)
        for each in choices.values():
            found += told_at(tree, each, hidden)
    return found


@dataclass(frozen=True)
class Further:
    """A further report of stated quality on the first type, heard before the answer.

    ``ceiling``: what a report on the type can be worth at most, beside all that is seen before the answer.
    """

    worth: float
    ceiling: float
    chance: float
    if_says: float
    if_not: float


def further(stakes: Stakes, prior: Floats, access: float, accuracy: float, anyway: float) -> Further:
    """It says that he is of the first type with chance access x accuracy + (1 - access) x anyway if he is."""
    says = np.full(stakes.count, access * (1 - accuracy) + (1 - access) * anyway)
    says[0] = access * accuracy + (1 - access) * anyway
    mass = prior * stakes.type_mass()
    total = float(mass.sum())
    each = [[at] for at in stakes.at.sets]

    def best(odds: Floats) -> float:
        return _answered(stakes, stakes.worth * (prior * odds)[stakes.kind], each) / total

    now = best(np.ones(stakes.count))
    return Further(
        worth=max(best(says) + best(1 - says) - now, 0.0),
        ceiling=max(sum(best(row) for row in np.eye(stakes.count)) - now, 0.0),
        chance=float(mass @ says / total),
        if_says=float(mass[0] * says[0] / (mass @ says)),
        if_not=float(mass[0] * (1 - says[0]) / (mass @ (1 - says))),
    )


@dataclass(frozen=True)
class AtSet:
    """The answer at one information set: how likely it is, the belief there, and the worth of each reply."""

    infoset: int
    chance: float
    belief: Floats
    value: Mapping[str, float]
    by_type: Mapping[str, Floats]
    plan: Mapping[str, Mapping[int, str]]


def at_sets(stakes: Stakes, prior: Floats) -> list[AtSet]:
    """The answer at every information set at which it can be asked."""
    worth, mass = stakes.worth * prior[stakes.kind], stakes.mass * prior[stakes.kind]
    total = float((prior * stakes.type_mass()).sum())
    found = []
    for infoset, sequels in zip(stakes.at.sets, stakes.at.sequel, strict=True):
        plans = {reply: sequels[reply].plan(worth) for reply in stakes.at.replies}
        one = np.concatenate(sequels[stakes.at.replies[0]].follow(plans[stakes.at.replies[0]]))
        held = stakes.by_type(mass, one)
        if not held.sum() > 0:
            continue
        value, by_type = {}, {}
        for reply in stakes.at.replies:
            taken = np.concatenate(sequels[reply].follow(plans[reply]))
            value[reply] = float(worth[taken].sum() / held.sum())
            by_type[reply] = np.divide(
                stakes.by_type(worth, taken), held, out=np.full(len(held), np.nan), where=held > 0
            )
        found.append(AtSet(infoset, float(held.sum() / total), held / held.sum(), value, by_type, plans))
    return found
