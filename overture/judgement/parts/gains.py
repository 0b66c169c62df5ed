"""What each type gains from one counterpart over the other, and how he seems to take our numbers."""

from __future__ import annotations

import numpy as np

from overture.case.written import fixed_moves
from overture.games.measured.measure import payoff_range, terminal_payoff
from overture.games.tree import Floats
from overture.judgement.asked.question import Question
from overture.judgement.basis import Basis, acts_before
from overture.judgement.filed import gaps_by_part, settled_by_part
from overture.judgement.judgement import Gain, Picture
from overture.judgement.prepare import cells_of
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint, moves_of, prepared
from overture.weigh.distribution.own import nature_odds
from overture.weigh.distribution.spans import joined
from overture.weigh.distribution.ties import action_of

TIED = 1e-6  # gains below this share of the payoff range are none


def gains(basis: Basis) -> list[Gain]:
    """The first counterpart over the second, each in its own classes, drawn apart within a world."""
    who = basis.counterparts()
    if len(who) < 2 or not all(_electable(basis, label) for label in who[:2]):
        return []
    level = TIED * max(
        float(payoff_range(each.tree)[:, basis.adversary].max()) for _, each in basis.joint.cells.parts()
    )
    sides = [(_joint(basis, label), label) for label in who[:2]]
    values = [
        [_value(basis, joint, label, kind) for joint, label in sides] for kind in range(len(basis.types))
    ]
    found = []
    for kind, (first, second) in enumerate(values):
        weights = [_weight(joint, basis.before, kind) for joint, _ in sides]
        if any(weight is None for weight in weights) or not basis.joint.prior[kind] > 0:
            continue
        mine, other = (np.asarray(weight) for weight in weights)
        within = np.divide(
            other,
            other.sum(axis=1, keepdims=True),
            out=np.zeros_like(other),
            where=other.sum(axis=1, keepdims=True) > 0,
        )
        pair = mine[:, :, None] * within[:, None, :]
        gain = np.where(pair > 0, first[:, :, None] - second[:, None, :], 0.0)
        total = pair.sum()
        means = float((mine * _known(first, mine)).sum()), float((other * _known(second, other)).sum())
        found.append(
            Gain(
                type=basis.types[kind],
                words=basis.words(basis.types[kind]),
                first=who[0],
                second=who[1],
                value_first=means[0],
                value_second=means[1],
                gain=means[0] - means[1],
                gains=float(pair[gain > level].sum() / total),
                tied=float(pair[np.abs(gain) <= level].sum() / total),
                loses=float(pair[gain < -level].sum() / total),
                by_class=_by_class(sides[0][0], pair, gain),
            )
        )
    return found


def _electable(basis: Basis, who: str) -> bool:
    """Whether this counterpart has a chance after what was done."""
    event = basis.before & basis.choice(basis.election, who)
    return bool(basis.joint.likelihood(event, said=False) @ basis.joint.prior > 0)


def _by_class(joint: Joint, pair: Floats, gain: Floats) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for at, name in enumerate(joint.cells.classes):
        weight = pair[:, at].sum()
        found[name] = float((pair[:, at] * gain[:, at]).sum() / weight) if weight > 0 else None
    return found


def _known(value: Floats, weight: Floats) -> Floats:
    return np.where(weight > 0, value, 0.0)


def _joint(basis: Basis, who: str) -> Joint:
    """The distribution over the classes of one counterpart's own branch."""
    case = basis.loaded.case
    assert case.counterpart is not None
    event = f"move({case.counterpart.move!r}) == {who!r}"
    own = basis.apart.get(event)
    if own is None:
        return basis.joint
    cells = cells_of(basis.tree, own)
    done = [act.event for act in acts_before(basis.loaded, basis.tree)]
    made = fixed_moves(basis.tree, done)
    play = settled_by_part(own, cells, gaps_by_part(cells), done, made, case.hypothesis.move)
    j = basis.joint
    return prepared(cells, j.own, j.types, j.kind, j.said, case.equilibria.floor, play, basis.seen)


def _weight(joint: Joint, done: Bools, kind: int) -> Floats | None:
    """[W, K] weight of each cell now, if he is of this type; None if it cannot be."""
    mass = joint.mass(done)[..., kind]
    return mass / mass.sum() if mass.sum() > 0 else None


def _value(basis: Basis, joint: Joint, who: str, kind: int) -> Floats:
    """[W, K] what the type expects with this counterpart after what was done, in his own game, without a floor.

    Where what was done never happens without trembles, it is taken as done.
    """
    tree = basis.tree
    event = basis.before & basis.choice(basis.election, who) & (joint.kind == kind)
    forced = np.zeros(tree.n_actions, dtype=bool)
    made = fixed_moves(tree, [act.event for act in acts_before(basis.loaded, tree)])
    for infoset in range(tree.n_infosets):
        choice = made.get(tree.labels.set_name[infoset])
        action = action_of(tree, infoset, choice) if choice is not None else None
        if action is not None:
            forced[action] = True
    fixed = joint.fixed(event)

    def of(part: Joint) -> Floats:
        nature = nature_odds(part.tree, basis.loaded.case.hypothesis.move)
        paid = terminal_payoff(part.tree)[..., basis.adversary]
        value, whole = _expected(part.moves(fixed, floor=False), nature, paid, event)
        fiat, _ = _expected(moves_of(part.tree, part.plain[:], forced), nature, paid, event)
        return np.where(whole > 0, value, fiat)

    return np.asarray(joined(of(part) for _, part in joint.parts()))


def _expected(moves: Floats, nature: Floats, paid: Floats, event: Bools) -> tuple[Floats, Floats]:
    chance = (moves * nature[:, None])[..., event]
    whole = chance.sum(axis=2)
    summed = np.einsum("wkh,wh->wk", chance, paid[:, event])
    return np.divide(summed, whole, out=np.zeros_like(whole), where=whole > 0), whole


def pictures(q: Question) -> list[Picture]:
    """Each of our numbers as he seems to take it: mean over the worlds as drawn and after the offer."""
    basis = q.basis
    if basis.single or not q.possible:
        return []
    drawn = q.joint.cells.world
    after = q.weight.sum(axis=1)
    found = []
    for name, given in basis.loaded.parameters.items():
        values = q.joint.own.world.get(name)
        if basis.knows[name].side == "ours" and given.spread and values is not None:
            found.append(
                Picture(
                    name=name,
                    words=given.words or name,
                    own=q.joint.own.centre[name],
                    before=float(drawn @ values),
                    after=float(after @ values),
                )
            )
    return found
