"""What was read from a file is measured again: a result that says anything else than what is measured is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.games.codec import ValueReader, ValueWriter, refused
from overture.games.measured.assessment import Assessment
from overture.games.measured.certificate import certify
from overture.games.measured.kept import differs
from overture.games.measured.measure import expected, nash_regret, odds, payoff_range, terminal_probability
from overture.games.measured.sound import judged
from overture.games.measured.standards import AGAIN, REGRET
from overture.games.tree import Tree
from overture.solvers.all.algebra.polynomials import Fractional
from overture.solvers.all.before.backward import backward
from overture.solvers.all.classes import Namer, base
from overture.solvers.all.sets.piece import Group, Piece
from overture.solvers.all.sets.region import Region
from overture.solvers.form import form_of

if TYPE_CHECKING:
    from overture.solvers.all.across import Across
    from overture.solvers.all.equilibrium import Equilibrium
    from overture.solvers.beside.result import Beside
    from overture.solvers.beside.splits import Splits
    from overture.solvers.bounds.bounds import Bound
    from overture.solvers.bounds.extreme import NashList
    from overture.solvers.bounds.nash_range import NashRange
    from overture.solvers.bounds.worst_case import Guarantee
    from overture.solvers.bounds.zero_sum import ZeroSum
    from overture.solvers.solution import Solution

PROGRAMME = 1e-6  # the same where a programme is solved again
KEPT_CORNERS = 64  # of each piece of a component whose members are written


def same(tree: Tree, name: str, said: Any, found: Any, unit: float = 1.0, share: float = AGAIN) -> None:
    """Refuse numbers that are not those found, up to ``share`` of their size and of ``unit``."""
    one, other = np.asarray(said, np.float64), np.asarray(found, np.float64)
    if one.shape != other.shape:
        raise differs(tree, f"{name} of shape", one.shape, other.shape)
    size = share * max(unit, 1e-300)
    wrong = ~np.isclose(one, other, rtol=share, atol=size, equal_nan=True)
    if wrong.any():
        at = tuple(np.argwhere(wrong)[0].tolist())
        place = f"{name}{list(at)} is" if at else f"{name} is"
        raise differs(tree, place, f"{one[at]:.9g}", f"{other[at]:.9g}")


def same_fields(tree: Tree, said: Any, found: Any, share: float | None = None) -> None:
    """Refuse a result whose fields are not those of the one that was computed again."""
    for each in fields(said):
        one, other = getattr(said, each.name), getattr(found, each.name)
        if isinstance(one, Tree):
            continue
        if isinstance(one, np.ndarray) or (share is not None and not isinstance(one, bool | str)):
            same(tree, each.name, one, other, _unit(tree), AGAIN if share is None else share)
        elif one != other:
            raise differs(tree, f"{each.name} is", one, other)


def _unit(tree: Tree) -> float:
    return float(payoff_range(tree).max(initial=0.0))


def solution_again(said: Solution) -> Solution:
    """The solution, measured; its status stands where what is measured allows it."""
    from overture.solvers import solution as module

    tree = said.tree
    claimed = np.isin(said.status, module.SOLVED)
    found = module.Solution.measured(
        tree,
        said.play,
        method=said.method,
        precision=said.precision,
        asked=said.precision,
        searched=said.status == module.SEARCHED,
        otherwise=np.where(claimed, module.NEAR, said.status),
        reason=said.reason,
        folds=said.folds,
        lost=said.lost,
        followed=said.followed,
    )
    unit = _unit(tree)
    for name in ("strategy", "order", "weight", "share", "local_share", "residual"):
        same(tree, name, getattr(said, name), getattr(found, name))
    for name in ("value", "regret", "max_regret"):
        same(tree, name, getattr(said, name), getattr(found, name), unit)
    # Within what regret a point was asked to be is not in the file: its regret is, and was just compared.
    point = (said.status == module.WITHIN) & np.isfinite(said.precision) & (said.reason == "")
    held = np.where(claimed, (found.status == said.status) | point, True)
    held &= np.isin(said.status, list(module.STATUS_TEXT))
    if not held.all():
        world = int(np.argmin(held))
        raise differs(
            tree, f"world {world} is", repr(module.STATUS_TEXT.get(int(said.status[world]), "?")),
            repr(module.STATUS_TEXT[int(found.status[world])]),
        )  # fmt: skip
    return replace(found, status=said.status)


def equilibrium_again(said: Equilibrium, number: int = 1) -> Equilibrium:
    """One entry: its member certified, its ranges compared with that member and with the region."""
    tree = said.certificate.tree
    if not said.certificate.is_sequential:
        found = f"regret {float(said.certificate.max_regret):.9g} at {said.certificate.worst_name}"
        raise differs(tree, f"entry {number} is", "a sequential equilibrium", f"none: {found}")
    unit = _unit(tree)
    for player, (low, high) in said.value_range.items():
        mine = said.value[tree.players.index(player)]
        if not low - AGAIN * unit <= mine <= high + AGAIN * unit:
            raise differs(
                tree, f"the value of {player} in entry {number} is", f"{low:.9g} to {high:.9g}", f"{mine:.9g}"
            )
    form = said.known.form if said.known else form_of(tree)
    name = str(Namer(form).classes(said.inner[None])[0])
    if base(said.label) != name:
        raise differs(tree, f"entry {number} is", repr(said.label), repr(name))
    if said.stated:
        ties = backward(tree)
        for at, each in enumerate(said.stated):
            same(tree, "value_range is", [each.low, each.high], [ties.low[at], ties.high[at]], unit)
    if said.known is not None and said.known.continuum != said.continuum:
        kinds = ("a point", "a continuum")
        raise differs(tree, f"entry {number} is", kinds[said.continuum], kinds[said.known.continuum])
    return said


def across_again(said: Across) -> Across:
    """Every member of every family, measured."""
    tree = said.tree
    for at, family in enumerate(said.families):
        if len(family.world) and not (family.world.min() >= 0 and family.world.max() < tree.n_worlds):
            raise refused(
                f"result.families[{at}].world", int(family.world.max()), f"0 to {tree.n_worlds - 1}"
            )
        here = tree.world(family.world)
        measured, good = judged(here, family.play, REGRET)
        name = f"family {at + 1} ({family.label}):"
        same(tree, f"{name} value", family.value, measured.value, _unit(here))
        same(tree, f"{name} max_regret", family.max_regret, measured.max_regret, _unit(here))
        if not good.all():
            world = int(family.world[np.argmin(good)])
            raise differs(tree, f"{name} world {world} has", "an equilibrium", "none")
    if said.complete.shape != (tree.n_worlds,):
        raise refused("result.complete", said.complete.shape, f"one entry for each of {tree.n_worlds} worlds")
    return said


def beside_again(said: Beside) -> Beside:
    """Every equilibrium measured on its world, and that no two of a world lead to the same."""
    from overture.solvers.path.starts import SAME
    from overture.solvers.solution import LIMIT

    tree, world = said.tree, said.world
    if len(world) and not (world.min() >= 0 and world.max() < tree.n_worlds and (np.diff(world) >= 0).all()):
        raise refused("result.world", world.tolist(), f"0 to {tree.n_worlds - 1}, ascending")
    for name, each, many in (
        ("how", said.how, len(world)), ("reason", said.reason, tree.n_worlds), ("untried", said.untried, tree.n_worlds)
    ):  # fmt: skip
        if len(each) != many:
            raise refused(f"result.{name}", f"{len(each)} entries", f"{many} entries")
    if said.solution.strategy.shape != (len(world), tree.n_actions):
        raise refused("result.solution", said.solution.strategy.shape, f"{len(world)} equilibria")
    found = solution_again(replace(said.solution, tree=tree.world(world)))
    ends = found.reach[:, tree.terminal]
    for row in range(len(world)):
        if found.status[row] != LIMIT:
            raise differs(tree, f"equilibrium {row + 1} is", "exact to rounding", found.status_text[row])
        for other in range(int(np.searchsorted(world, world[row])), row):
            if np.abs(ends[row] - ends[other]).max() <= SAME:
                raise differs(tree, f"equilibrium {row + 1} is", "another", f"equilibrium {other + 1}")
    return replace(said, solution=found)


def splits_again(said: Splits) -> Splits:
    """The solution and every way to settle its ties, measured."""
    from overture.solvers.solution import LIMIT

    solution, world = solution_again(said.solution), said.world
    tree = solution.tree
    if len(world) and not (world.min() >= 0 and world.max() < tree.n_worlds and (np.diff(world) >= 0).all()):
        raise refused("result.world", world.tolist(), f"0 to {tree.n_worlds - 1}, ascending")
    if said.split.strategy.shape != (len(world), tree.n_actions) or len(said.again) != len(world):
        raise refused("result.split", said.split.strategy.shape, f"{len(world)} equilibria")
    split = solution_again(replace(said.split, tree=tree.world(world)))
    if (split.status != LIMIT).any():
        row = int(np.argmax(split.status != LIMIT))
        raise differs(tree, f"way {row + 1} is", "exact to rounding", split.status_text[row])
    return replace(said, solution=solution, split=split)


def zero_sum_again(said: ZeroSum) -> ZeroSum:
    """Guarantees by best replies; whether they are near enough stays as it was asked."""
    from overture.solvers.bounds.sequence import sequence_form
    from overture.solvers.bounds.zero_sum import RATIONAL, constant_sum, exactly, finest, measured

    form = sequence_form(said.tree)
    odds(said.tree, said.strategy)
    constant, unit = constant_sum(form), _unit(said.tree)
    found = exactly(form, constant) if said.method == RATIONAL else None
    if found is None:
        found = measured(form, said.strategy, constant, said.method, said.iterations, 0.0)
    else:
        same(said.tree, "strategy", said.strategy, found.strategy)
        unit = finest(form.paid[0])
    for name in ("constant", "guarantee", "nash_conv"):
        same(said.tree, name, getattr(said, name), getattr(found, name), unit)
    return said


def guarantee_again(said: Guarantee) -> Guarantee:
    """The game of one against the others, laid out again, and its answer measured."""
    from overture.solvers.bounds.worst_case import against

    tree = said.tree
    if not 0 <= said.player < len(tree.players):
        raise refused("result.player", said.player, f"0 to {len(tree.players) - 1}")
    duel, action = against(tree, said.player)
    for name in ("parent", "edge", "set_of", "outcome", "set_player", "edge_start", "chance", "payoff"):
        same(
            tree, f"the game against the others: {name}", getattr(said.played.tree, name), getattr(duel, name)
        )
    zero_sum_again(said.played)
    strategy = np.full(tree.n_actions, np.nan)
    mine = duel.set_player[duel.infoset_of_action] == 0
    strategy[action[mine]] = said.played.strategy[mine]
    same(tree, "strategy", said.strategy, strategy)
    same(tree, "value", said.value, said.played.guarantee[0], _unit(tree))
    same(tree, "most", said.most, -said.played.guarantee[1], _unit(tree))
    return said


def nash_list_again(said: NashList) -> NashList:
    """Every member certified, and the play of its certificate compared with its plans."""
    from overture.solvers.bounds.sequence import sequence_form

    form = sequence_form(said.tree)
    for at, point in enumerate(said.members):
        if not point.certificate.is_nash:
            gain = max(point.certificate.nash_regret)
            raise differs(said.tree, f"member {at + 1} is", "a Nash equilibrium", f"none: a gain of {gain}")
        plans = (np.array(point.plan[0], np.float64), np.array(point.plan[1], np.float64))
        for plan, treeplex in zip(plans, form.treeplex, strict=True):
            equal = treeplex.equations()
            same(said.tree, f"member {at + 1}: sums of its plan", equal @ plan, np.eye(1, equal.shape[0])[0])
        mine = terminal_probability(said.tree, form.strategy(plans))
        certified = terminal_probability(said.tree, point.certificate.play.strategy)
        same(said.tree, f"member {at + 1}: play", mine, certified)
    return said


def bound_again(said: Bound) -> Bound:
    """The equilibrium that was found, measured. That nothing exceeds the bound is taken from the search."""
    if not np.isnan(said.value):
        mine = expected(said.tree, said.strategy)[0, said.player]
        same(said.tree, "value", said.value, mine, _unit(said.tree))
        gain = float(nash_regret(said.tree, said.strategy)[0].max())
        same(said.tree, "regret", said.regret, gain, _unit(said.tree))
    if said.proven and not abs(said.bound - said.value) <= said.tolerance:
        raise differs(said.tree, "the bound is", "attained", f"{said.gap:.9g} away from what was found")
    return said


def nash_range_again(said: NashRange) -> NashRange:
    """The worst and the best equilibrium that were found, measured."""
    from overture.solvers.bounds.bounds import LEARNT

    for name, value, play in (
        ("low", said.low_found, said.low_strategy),
        ("high", said.high_found, said.high_strategy),
    ):
        if said.tree is not None and value is not None and play is not None:
            unit = _unit(said.tree)
            same(said.tree, f"{name}_found", value, expected(said.tree, play)[0, said.player], unit)
            gain = float(nash_regret(said.tree, play)[0].max())
            if gain > LEARNT * unit:
                raise differs(
                    said.tree, f"{name}_found is", "of a Nash equilibrium", f"not: a gain of {gain:.3g}"
                )
    return said


# --- regions: their members are written, since what builds them is not ----------------------------


@dataclass(frozen=True)
class Known:
    """Members of a piece that were written, by the parameters that they stand at."""

    at: Mapping[frozenset[tuple[int, Fraction]], Assessment]

    def __call__(self, point: Mapping[int, Fraction]) -> Assessment | None:
        """The member at a point; None where it was not written."""
        return self.at.get(frozenset(point.items()))


_PIECE: dict[str, Any] = {
    "share": Mapping[int, Fractional],
    "groups": tuple[Group, ...],
    "fixed": Mapping[int, Fraction],
    "members": tuple[Assessment | None, ...],  # at its first corners
}


def write_region(writer: ValueWriter, region: Region) -> dict[str, Any]:
    """A region as JSON's values: its pieces with the members at their first corners, as far as they are certified."""
    pieces = []
    for piece in region.pieces:
        points = list(islice(piece.corners(), KEPT_CORNERS)) if piece.is_polytope and region.whole else []
        built = (piece.member(point) for point in points)
        tree = region.form.tree
        members = tuple(
            each if each is not None and certify(tree, each).is_sequential else None for each in built
        )
        parts = {"share": piece.share, "groups": piece.groups, "fixed": piece.fixed, "members": members}
        pieces.append({name: writer.write(each, _PIECE[name]) for name, each in parts.items()})
    game = writer.write(region.form.tree, Tree)
    return {
        "game": game, "whole": region.whole, "root": region.root, "rounded": region.rounded, "pieces": pieces,
    }  # fmt: skip


def read_region(reader: ValueReader, data: Any, where: str) -> Region:
    """A region back. Raises FileError where a member that was written is no sequential equilibrium."""
    names = ("game", "whole", "root", "rounded", "pieces")
    if not isinstance(data, dict) or set(data) != set(names) or not isinstance(data["pieces"], list):
        raise refused(
            where, sorted(data) if isinstance(data, dict) else data, f"the fields {', '.join(names)}"
        )
    tree: Tree = reader.read(data["game"], Tree, f"{where}.game")
    whole, rounded = (reader.read(data[each], bool, f"{where}.{each}") for each in ("whole", "rounded"))
    root = reader.read(data["root"], int, f"{where}.root")
    if not 0 <= root < tree.n_nodes or not data["pieces"]:
        raise refused(f"{where}.root", root, f"a node, 0 to {tree.n_nodes - 1}, and at least one piece")
    pieces = []
    for at, each in enumerate(data["pieces"]):
        place = f"{where}.pieces[{at}]"
        if not isinstance(each, dict) or set(each) != set(_PIECE):
            raise refused(place, each, f"the fields {', '.join(_PIECE)}")
        parts = {name: reader.read(each[name], kind, f"{place}.{name}") for name, kind in _PIECE.items()}
        bare = Piece(parts["share"], parts["groups"], None, parts["fixed"])
        pieces.append(replace(bare, build=_members(tree, bare, parts["members"], place)))
    return Region(form_of(tree), tuple(pieces), whole, root, rounded)


def _members(tree: Tree, piece: Piece, members: tuple[Assessment | None, ...], where: str) -> Known:
    """The members that were written, certified, at the corners of their piece."""
    found = {}
    points = list(islice(piece.corners(), len(members))) if piece.is_polytope else []
    if len(points) != len(members):
        raise refused(
            f"{where}.members", len(members), f"at most as many as there are corners, {len(points)}"
        )
    for at, (point, member) in enumerate(zip(points, members, strict=True)):
        if member is None:
            continue
        name = f"corner {at + 1} of a component ({where}) is"
        certificate = certify(tree, member)
        if not certificate.is_sequential:
            gain = f"none: regret {float(certificate.max_regret):.9g} at {certificate.worst_name}"
            raise differs(tree, name, "a sequential equilibrium", gain)
        sets = tree.infoset_of_action
        for action, share in piece.play(point).items():
            played = member.profile.get((int(sets[action]), action), 0)
            if abs(float(played) - float(share)) > AGAIN:
                raise differs(tree, name, f"play of {tree.labels.edge[action]!r} with {share}", played)
        found[frozenset(point.items())] = member
    return Known(found)
