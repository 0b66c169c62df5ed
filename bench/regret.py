"""Regret minimisation beside LiteEFG: the same trees, the same methods, to the same NashConv.

Times are CPU seconds of updates only: both read or told the tree before, and looks at NashConv are not counted for the
peer (ours look on, since looking is part of the solver). The peer reads our tree from a file of its own format, and
what it answers is measured on our tree. NashConv is the sum of what both players could gain by best replies.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.measure.alone import Outcome, run
from bench.measure.peer import ask
from bench.measure.row import Row, seconds
from overture.games.measured.measure import nash_regret, terminal_payoff
from overture.games.tree import CHANCE, TERMINAL, Floats, Tree

TITLE = "Regret minimisation on zero-sum games (processor time, one core)"
LIMIT = 45.0  # CPU seconds of updates that the peer gets
PATIENCE = 600.0  # by the clock

# method of ours -> the peer's baseline, which of its strategies, and how that is averaged
BASELINES = {
    "cfr+": ("CFRplus", "graph.current_strategy()", "linear-avg-iterate"),
    "discounted": ("DCFR", 'graph.current_strategy("average-iterate")', "last-iterate"),
}

OURS = """
import time
from bench.regret import GAMES
from overture.solvers.bounds.regret_matching import regret_matching
tree = GAMES[{game!r}]()
regret_matching(tree, method={method!r}, iterations=1)  # compiled, or read from the disk
times = []
while sum(times) < 1.0 and len(times) < 9:
    begun = time.process_time()
    found = regret_matching(tree, method={method!r}, tolerance={tolerance})
    times.append(time.process_time() - begun)
result = [min(times), found.iterations, found.nash_conv, found.reached]
"""

# Looks at NashConv at every ninth iteration more, as ours does.
THEIRS = """
import importlib, time
import LiteEFG
graph = importlib.import_module("LiteEFG.baselines.{baseline}").graph()
env = LiteEFG.FileEnv({file!r})
env.set_graph(graph)
node = {node}
spent, done = 0.0, 0
while True:
    begun = time.process_time()
    for _ in range(max(32, done // 8)):
        graph.update_graph(env)
        env.update_strategy(node)
        done += 1
        if spent + time.process_time() - begun > {limit}:
            break
    spent += time.process_time() - begun
    if sum(env.exploitability(node, "{average}")) <= {tolerance} or spent > {limit}:
        break
result = [spent, done, [env.get_strategy(player, node, "{average}") for player in (1, 2)]]
"""


def _kuhn() -> Tree:
    from overture.models.kuhn import kuhn

    return kuhn.tree()


def _leduc() -> Tree:
    from overture.models.leduc import leduc

    return leduc.tree()


def _dice() -> Tree:
    from overture.models.liars_dice import liars_dice_tree

    return liars_dice_tree(6)


GAMES: dict[str, Callable[[], Tree]] = {
    "Kuhn poker": _kuhn,
    "Leduc hold'em": _leduc,
    "liar's dice, six sides": _dice,
}


@dataclass(frozen=True)
class Work:
    """A game, a method, and the NashConv to be reached."""

    game: str
    method: str
    tolerance: float


WORKS = (
    Work("Kuhn poker", "cfr+", 1e-4),
    Work("Leduc hold'em", "cfr+", 1e-3),
    Work("Leduc hold'em", "cfr+", 1e-4),
    Work("Leduc hold'em", "discounted", 1e-4),
    Work("liar's dice, six sides", "cfr+", 1e-3),
)


def rows() -> Iterator[Row]:
    from overture.solvers.bounds.regret_matching import WORDS

    for work in WORKS:
        tree = GAMES[work.game]()
        script = OURS.format(game=work.game, method=work.method, tolerance=work.tolerance)
        ours = run(script, limit=PATIENCE)
        subject = f"{work.game} ({tree.n_nodes:,} nodes) to NashConv {work.tolerance:g}, {WORDS[work.method]}"
        if ours.result is None:
            yield Row(subject, ours.fault)
            continue
        yield beside(subject, tree, work, ours, _asked(tree, work))


def _asked(tree: Tree, work: Work) -> Outcome:
    baseline, node, average = BASELINES[work.method]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tree.game"
        file.write_text(written(tree))
        script = THEIRS.format(
            baseline=baseline,
            node=node,
            average=average,
            file=str(file),
            limit=LIMIT,
            tolerance=work.tolerance,
        )
        return ask("liteefg", script, limit=PATIENCE)


def beside(subject: str, tree: Tree, work: Work, ours: Outcome, theirs: Outcome) -> Row:
    """Both times to the same NashConv, and what the peer's strategies are worth by our measure."""
    spent, iterations, gap, reached = ours.result
    note = f"ours: {iterations:,} iterations, NashConv {gap:.2g}" + ("" if reached else ", NOT reached")
    if theirs.result is None:
        return Row(subject, seconds(spent), peer=f"LiteEFG: {theirs.fault}", memory=ours.memory, note=note)
    took, done, named = theirs.result
    measured = float(nash_regret(tree, strategy_of(tree, named)[None])[0].sum())
    note += f"; LiteEFG: {done:,} iterations, NashConv {measured:.2g} by our measure of its strategies"
    if measured > work.tolerance * (1 + 1e-6):
        note += f", not reached within {LIMIT:g} s: the ratio is a lower bound"
    peer = f"LiteEFG {BASELINES[work.method][0]} (C++): {seconds(took)}"
    return Row(subject, seconds(spent), "", None, peer, took / spent, ours.memory, note)


def strategy_of(tree: Tree, named: list[list[tuple[str, list[float]]]]) -> Floats:
    """[action] of what the peer lists: [player] pairs (set, probabilities), each set named by its number."""
    strategy = np.zeros(tree.n_actions)
    for name, odds in (pair for own in named for pair in own):
        at = int(name)
        part = np.maximum(odds, 0.0)
        strategy[tree.edge_start[at] : tree.edge_start[at + 1]] = part / part.sum()
    return strategy


def written(tree: Tree) -> str:
    """The tree in LiteEFG's format: its nodes by their histories, its sets by their numbers.

    Source: the reader of LiteEFG 1.0.0 (LiteEFG/src/Environment/FileEnvironment) and the examples in its comments.
    """
    paid = dict(zip(tree.terminal.tolist(), terminal_payoff(tree)[0].tolist(), strict=True))
    edge, parent, set_of = tree.edge.tolist(), tree.parent.tolist(), tree.set_of.tolist()
    player = tree.set_player.tolist()
    letter = ["C" if mover == CHANCE else f"P{mover + 1}" for mover in player]
    odds = dict(enumerate(tree.chance[0].tolist(), tree.n_actions))
    name = ["/"] * tree.n_nodes
    lines = ["# {", f"#   num_players: {len(tree.players)},", "# }"]
    for node in range(tree.n_nodes):
        if node:
            name[node] = f"{name[parent[node]].rstrip('/')}/{letter[set_of[parent[node]]]}:{edge[node]}"
        at = set_of[node]
        if at == TERMINAL:
            told = " ".join(f"{who}={amount!r}" for who, amount in enumerate(paid[node], 1))
            lines.append(f"node {name[node]} leaf payoffs {told}")
            continue
        choices = range(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        if player[at] == CHANCE:
            told = " ".join(f"{each}={odds[each]!r}" for each in choices)
            lines.append(f"node {name[node]} chance actions {told}")
        else:
            told = " ".join(map(str, choices))
            lines.append(f"node {name[node]} player {player[at] + 1} actions {told}")
    sets = ((at, " ".join(name[node] for node in tree.members(at).tolist())) for at in range(tree.n_infosets))
    lines += [f"infoset {at} nodes {nodes}" for at, nodes in sets]
    return "\n".join(lines) + "\n"
