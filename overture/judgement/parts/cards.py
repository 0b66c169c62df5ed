"""The cards of a judgement: equilibria, parameters, assumptions, the certificate."""

from __future__ import annotations

import numpy as np

from overture.games.measured.measure import Measured, assess, bayes_gap
from overture.games.show import Saying, history, sayings
from overture.games.tree import Floats, Tree
from overture.judgement.asked.question import Question
from overture.judgement.basis import Basis
from overture.judgement.judgement import Assumption, Certificate, EquilibriumCard, Line, ParameterLine
from overture.judgement.play.refined import refined
from overture.judgement.play.solve import Solved
from overture.solvers.all.classes import kind_of
from overture.weigh.distribution.spans import joined, parts


def equilibria(q: Question) -> list[EquilibriumCard]:
    """A card for each class, told at the world nearest to the middle of all ranges."""
    basis = q.basis
    solved, cells = basis.solved, q.joint.cells
    before = cells.weight
    given = q.joint.cell_weight(q.asked.given, q.asked.offer)
    after = q.weight if q.possible else None
    distance = _distance(basis)
    survives = refined(basis.loaded)
    worth = _worth(solved)
    cards = []
    for at, name in enumerate(solved.classes):
        there = solved.there[:, at]
        world = int(np.flatnonzero(there)[np.argmin(distance[there])])
        cards.append(
            EquilibriumCard(
                name=name,
                kind=kind_of(name),
                before=float(before[:, at].sum()),
                given=float(given[:, at].sum()),
                after=None if after is None else float(after[:, at].sum()),
                share=float(there.mean()),
                logit=float((solved.logit == at).mean()),
                value=dict(zip(solved.tree.players, worth[at], strict=True)),
                lines=_lines(basis, world, at),
                passes=survives.get(name, {}),
            )
        )
    return cards


def _worth(solved: Solved) -> list[list[float]]:
    """[class][player] the mean of what he expects over the worlds that have the class."""
    found = []
    for at in range(len(solved.classes)):
        value = joined(solved.value[rows][solved.there[rows, at], at] for rows in parts(len(solved.scale)))
        found.append([float(value[:, place].mean()) for place in range(value.shape[1])])
    return found


def _lines(basis: Basis, world: int, kind: int) -> list[Line]:
    """What everybody does in one class of one world; what makes no difference is left out, what is done earlier comes first."""
    cells = basis.joint.cells
    part = basis.tree.world(world)
    strategy, order, tremble = (
        each[world : world + 1][:, kind] for each in (cells.strategy, cells.order, cells.tremble)
    )
    measured = assess(part, strategy, _positive(order), _positive(tremble))
    found = []
    for each in sayings(part, strategy, measured):
        infoset = _set_of(part, each)
        if infoset is not None:
            depth = len(history(part, int(part.members(infoset)[0])))
            found.append((depth, _line(basis, part, strategy[0], measured, each, infoset)))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def _set_of(tree: Tree, saying: Saying) -> int | None:
    """An information set of which a saying speaks."""
    for at in range(tree.n_infosets):
        if tree.players[tree.set_player[at]] != saying.player or tree.labels.set_name[at] != saying.move:
            continue
        if set(saying.seen) <= set(tree.labels.seen[at]):
            return at
    return None


def _line(
    basis: Basis, tree: Tree, strategy: Floats, measured: Measured, saying: Saying, infoset: int
) -> Line:
    here = range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
    move = basis.loaded.case.hypothesis.move
    knows = any(name == move for name, _ in tree.labels.seen[infoset])
    belief = None
    if not knows:
        held = measured.belief[0]
        belief = float(
            sum(
                held[node] for node in tree.members(infoset) if _type(tree, int(node), move) == basis.types[0]
            )
        )
    return Line(
        player=saying.player,
        move=saying.move,
        seen=[(name, choice) for name, choice in saying.seen],
        odds={tree.labels.edge[at]: float(strategy[at]) for at in here},
        belief=belief,
        reached=saying.reached,
    )


def _type(tree: Tree, node: int, move: str) -> str | None:
    """The choice at a move on the way to a node."""
    while node > 0:
        before = int(tree.parent[node])
        if tree.labels.set_name[tree.set_of[before]] == move:
            return str(tree.labels.edge[tree.edge[node]])
        node = before
    return None


def _distance(basis: Basis) -> Floats:
    """[W] how far each world lies from the modes, in ranges."""
    total = np.zeros(basis.tree.n_worlds)
    for name, given in basis.loaded.parameters.items():
        room = float(given.high or 0.0) - float(given.low or 0.0) if given.spread else 0.0
        if room > 0 and name in basis.tree.parameters:
            total += ((basis.tree.parameters[name] - float(given.mode or 0.0)) / room) ** 2
    return total


def parameters(basis: Basis) -> list[ParameterLine]:
    """Every parameter with its range, its reason, and who knows it; the ranges first."""
    lines = []
    for name, given in basis.loaded.parameters.items():
        knows = basis.knows[name]
        if not basis.touched[name] and name not in basis.loaded.case.parameters:
            continue  # a default of another form of the game
        lines.append(
            ParameterLine(
                name=name,
                words=given.words or name,
                value=given.value,
                low=given.low,
                mode=given.mode,
                high=given.high,
                why=given.why or "default of the game, a judgement",
                side=knows.side,
                stated=knows.stated,
                asked=knows.asked,
            )
        )
    return sorted(lines, key=lambda line: line.value is not None)


def assumptions(basis: Basis) -> list[Assumption]:
    """What the model assumes, what it leaves out, and what was not solved."""
    case, solved = basis.loaded.case, basis.solved
    found = [Assumption(words=text, kind="model") for text in case.assumptions]
    if not solved.complete:
        found.append(
            Assumption(
                words="The list of equilibria comes from continuation and may be incomplete.", kind="model"
            )
        )
    found += [Assumption(words=text, kind="left out") for text in case.left_out]
    unsolved = int((~solved.there.any(axis=1)).sum())
    if unsolved:
        found.append(Assumption(words=f"{unsolved} worlds have no certified equilibrium.", kind="unsolved"))
    return found


def certificate(basis: Basis) -> Certificate:
    """What the game measured of every strategy that was kept."""
    solved = basis.solved

    def regret(rows: slice) -> Floats:
        return np.asarray(solved.regret[rows] / solved.scale[rows][:, None, None])

    most = joined(regret(rows).max(axis=2) for rows in parts(len(solved.scale)))
    worst = np.nan_to_num(most, nan=-1.0)
    world, kind = (int(each) for each in np.unravel_index(int(worst.argmax()), worst.shape))
    at = int(np.nanargmax(regret(slice(world, world + 1))[0, kind]))
    tree = solved.tree
    kept = most[solved.there]
    return Certificate(
        max_regret=float(worst.max()),
        infoset=f"{tree.players[tree.set_player[at]]}: {tree.labels.set_label[at]}",
        world=int(world),
        regret_quantiles={
            name: float(np.quantile(kept, level))
            for name, level in (("0.5", 0.5), ("0.95", 0.95), ("1", 1.0))
        },
        bayes_gap=_gap(basis),
        precision=float(solved.followed.mean()) if np.isfinite(solved.followed).all() else None,
        folds=int(solved.folds.sum()),
        lost=int(solved.lost.sum()),
        unsolved=int((~solved.there.any(axis=1)).sum()),
        found=int(solved.there.sum()),
        complete=solved.complete,
        method=solved.method,
    )


def _gap(basis: Basis) -> float:
    """The largest difference between the beliefs of a kept strategy and Bayes' rule."""
    solved, gap = basis.solved, 0.0
    for rows in parts(len(solved.scale)):
        tree, (strategy, order, tremble) = (
            solved.tree.world(rows),
            (each[rows] for each in (solved.strategy, solved.order, solved.tremble)),
        )
        for kind in range(len(solved.classes)):
            there = np.flatnonzero(solved.there[rows, kind])
            if len(there):
                part, play = tree.world(there), strategy[there, kind]
                measured = assess(part, play, order[there, kind], tremble[there, kind])
                gap = max(gap, float(np.nanmax(bayes_gap(part, play, measured.belief))))
    return gap


def _positive(value: Floats) -> Floats:
    return np.where(value > 0, value, 1.0)
