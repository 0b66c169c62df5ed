"""Other equilibria than the one at the end of the principal branch, in every world of a tree.

Two steps. In some worlds, spread over the draw, the logit correspondence is followed from other starts; what is found
there is a template: who plays what, and the orders of the trembles. Each template is then solved again, exactly, in
every other world (:mod:`overture.solvers.path.kernels._template`), and measured there. It finds equilibria; it does not find all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import numpy as np
from numpy.typing import NDArray

from overture.games.measured import measure
from overture.games.measured.play import Play, even_play
from overture.games.measured.sound import judged
from overture.games.measured.standards import EXACT
from overture.games.tree import Floats, Tree
from overture.solvers.path.large import is_heavy
from overture.solvers.path.logit import FARTHEST, RULES, follow, to_goal
from overture.solvers.path.shape import Flat, flat
from overture.solvers.path.template import snapped
from overture.solvers.path.threads import in_threads
from overture.solvers.path.units import limit_of_path
from overture.solvers.solution import LIMIT, Solution

REPRESENTATIVES = 24  # worlds in which starts are followed
SAMPLE = 64  # worlds in which it is tried what is worth trying in all
ROUNDS = 2  # how often what was found in the sample is tried again there
TEMPLATES = 200  # most templates tried in the sample
SAME = 1e-6  # two equilibria are one where every history is as likely, up to this
CHUNK = 16  # worlds, or walks, that a thread takes at a time
PRECISIONS = (500.0, 200.0)  # times payoff range, at which bonuses are walked along
CROSSINGS = 9  # most equilibria met by one walk
STEPS = 1200  # of one walk


def continuations(
    tree: Tree, starts: int = 12, seed: int = 0, threads: int | None = None, most: int = 32
) -> Iterator[Solution]:
    """Equilibria that other starts lead to, several a world, each with its certificate.

    Args:
        tree: the game.
        starts: how many starts are followed in each representative world.
        seed: of the starts. The result depends on it, and not on ``threads``.
        threads: how many threads share the work; None: one per core.
        most: the most equilibria of one world.

    Yields:
        Solutions of all worlds, at most ``most``. In each world the first ones differ in play on the path; a world
        that has fewer repeats its first, and one in which none was found has status "not solved" and uniform play.
        Nothing for trees of 150 free probabilities and more: walks of the dense kernels take minutes there.
    """
    if starts <= 0 or tree.n_actions == 0 or tree.n_worlds == 0 or is_heavy(tree):
        return
    flattened = flat(tree)
    chosen = _spaced(tree.n_worlds, REPRESENTATIVES)
    templates = _templates(tree, flattened, chosen, starts, seed, threads)
    gathered = _Gathered(tree, flattened, most, threads)
    for template in _useful(tree, flattened, templates, threads):
        gathered.add(template)
    for layer, play in enumerate(gathered.layers):
        short = np.flatnonzero((gathered.held <= layer) & (gathered.held > 0))
        play.put(short, gathered.layers[0].take(short))
        yield _solution(tree, play, gathered.held > 0)


def _templates(
    tree: Tree, flattened: Flat, chosen: NDArray[np.int64], starts: int, seed: int, threads: int | None
) -> list[Play]:
    """Distinct templates found in the worlds ``chosen``, the most frequent first."""
    limits = limit_of_path(tree.world(chosen), threads=threads)
    found = [(limits.play.take(row), limits.belief[row]) for row in np.flatnonzero(limits.status == LIMIT)]
    kinds = bonuses(tree, flattened, seed)
    used: set[tuple[int, int]] = set()
    yielded = np.zeros(len(kinds))
    for share in (starts - starts // 2, starts // 2):
        # The second half of the starts goes to the bonuses that met most in the first, whichever world that was.
        best = np.argsort(-yielded, kind="stable") if yielded.any() else np.arange(len(kinds))
        now: list[tuple[int, int]] = []
        for at, world in enumerate(chosen.tolist()):
            turned = best if yielded.any() else np.roll(best, -at * share)
            fresh = [(world, kind) for kind in turned.tolist() if (world, kind) not in used]
            now += fresh[:share]
        if not now:
            break
        used.update(now)
        worlds, which = np.array(now).T
        row, met_play = _walks(flattened.worlds(worlds), kinds[which], threads)
        measured, exact = judged(tree.world(worlds[row]), met_play, EXACT, EXACT)
        good = np.flatnonzero(exact)
        found += [(met_play.take(at), measured.belief[at]) for at in good]
        met = np.bincount(row[good], minlength=len(now))
        np.add.at(yielded, which, np.maximum(met - 1, 0))
    count: dict[bytes, int] = {}
    kept: dict[bytes, Play] = {}
    for play, belief in found:
        key = _pattern(play.strategy, belief)
        count[key] = count.get(key, 0) + 1
        kept.setdefault(key, play)
    ranked = sorted(kept.items(), key=lambda each: -count[each[0]])  # stable: ties in the order of finding
    return [snapped(tree, template) for _, template in ranked[:TEMPLATES]]


def bonuses(tree: Tree, flattened: Flat, seed: int) -> Floats:
    """[bonus, dimension] payoffs to single choices, by which other starts are made.

    First the choices of one name at all sets of a player, then at all sets of one move, then single actions; each as
    a bonus and as a cost, each kind in an order of its own that the seed shuffles.
    """
    labels, sets, column = tree.labels, tree.infoset_of_action, flattened.shape[8]
    first = tree.edge_start[sets[column]]
    draw = np.random.default_rng(seed)
    result: dict[bytes, Floats] = {}
    keys: list[list[Hashable]] = [
        [(int(tree.set_player[s]), labels.edge[a]) for a, s in enumerate(sets)],
        [(int(tree.set_player[s]), labels.set_name[s], labels.edge[a]) for a, s in enumerate(sets)],
        list(range(tree.n_actions)),
    ]
    for key in keys:
        names = list(dict.fromkeys(key))
        signed = [(name, sign) for name in names for sign in (1.0, -1.0)]
        for at in draw.permutation(len(signed)):
            name, sign = signed[at]
            paid = np.array([sign if each == name else 0.0 for each in key])
            vector = paid[column] - paid[first]
            if vector.any():
                result.setdefault(vector.tobytes(), vector)
    return np.array(list(result.values())).reshape(len(result), len(column))


def _walks(flattened: Flat, bonus: Floats, threads: int | None) -> tuple[NDArray[np.int64], Play]:
    """One walk per row of ``flattened`` and ``bonus``, at two precisions in turn.

    Returns the exact limits met, as the row of each and its assessment: from uniform play to the precision with the
    bonus, along the bonus, and from each crossing to the limit.
    """
    from overture.solvers.path.kernels._trace import AT_GOAL, AT_LIMIT, STATUS
    from overture.solvers.path.kernels._walk import walk_worlds

    precision = np.where(np.arange(len(bonus)) % 2 == 0, *PRECISIONS)
    begun = follow(flattened, precision, to_goal(RULES[0]), threads, bias=precision[:, None] * bonus)
    rows = np.flatnonzero(begun.fact[:, STATUS] == AT_GOAL)
    there, point, count = flattened.worlds(rows), begun.point[rows], np.zeros(len(rows), np.int64)
    crossed = np.zeros((len(rows), CROSSINGS, point.shape[1]))

    def run(low: int) -> None:
        walk_worlds(
            there.shape, there.easy, there.logchance, there.pay, precision[rows], bonus[rows], STEPS,
            low, min(low + CHUNK, len(rows)), point, crossed, count,
        )  # fmt: skip

    in_threads(run, range(0, len(rows), CHUNK), threads)
    walk, crossing = np.nonzero(np.arange(CROSSINGS) < count[:, None])
    goal = np.full(len(walk), FARTHEST)
    ended = follow(there.worlds(walk), goal, RULES[0], threads, start=crossed[walk, crossing])
    exact = ended.fact[:, STATUS] == AT_LIMIT
    return rows[walk[exact]], Play(ended.mix[exact], ended.order[exact], ended.weight[exact])


class _Gathered:
    """Equilibria of every world of a tree, distinct on the path. Layer ``k`` holds the one found as ``k``-th."""

    def __init__(self, tree: Tree, flattened: Flat, most: int, threads: int | None) -> None:
        self.tree, self.flattened, self.most, self.threads = tree, flattened, most, threads
        self.held = np.zeros(tree.n_worlds, np.int64)
        self.layers: list[Play] = []
        self._play: list[Floats] = []

    def add(self, template: Play) -> int:
        """Solve a template in every world; returns in how many it gave an equilibrium that was not known."""
        tree = self.tree
        rows = np.flatnonzero(self.held < self.most)
        found = template.tiled(len(rows))
        solved = _impose(self.flattened.worlds(rows), found, self.threads)
        rows, found = rows[solved], found.take(solved)
        if not len(rows):
            return 0
        measured, good = judged(tree.world(rows), found, EXACT, EXACT)
        play = measured.reach[:, tree.terminal]
        for layer, other in enumerate(self._play):
            here = self.held[rows] > layer
            good &= ~(here & (np.abs(play - other[rows]).max(axis=1, initial=0.0) <= SAME))
        rows, play, found = rows[good], play[good], found.take(good)
        for layer in np.unique(self.held[rows]):
            if layer == len(self.layers):
                self.layers.append(even_play(tree))
                self._play.append(np.zeros((tree.n_worlds, play.shape[1])))
            at = self.held[rows] == layer
            self.layers[layer].put(rows[at], found.take(at))
            self._play[layer][rows[at]] = play[at]
        self.held[rows] += 1
        return len(rows)


def _pattern(mix: Floats, belief: Floats) -> bytes:
    """Templates are the same where the same is played and the same nodes lead off the path."""
    return (mix > 0).tobytes() + (np.nan_to_num(belief, nan=0.0) > 0).tobytes()


def _useful(tree: Tree, flattened: Flat, templates: list[Play], threads: int | None) -> list[Play]:
    """The templates that found something new in a sample of worlds, and what they became there by repair."""
    chosen = _spaced(tree.n_worlds, SAMPLE)
    sample = tree.world(chosen)
    gathered = _Gathered(sample, flattened.worlds(chosen), 1000, threads)
    known: set[bytes] = set()
    kept: list[Play] = []
    for _ in range(ROUNDS):
        kept += [template for template in templates if gathered.add(template)]
        templates = []
        for layer, play in enumerate(gathered.layers):
            held = measure.belief(sample, *play)
            for row in np.flatnonzero(gathered.held > layer):
                key = _pattern(play.strategy[row], held[row])
                if key not in known:
                    known.add(key)
                    templates.append(snapped(sample, play.take(row)))
        templates = templates[:TEMPLATES]
    return kept


def _spaced(worlds: int, most: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, worlds - 1, min(most, worlds)).astype(np.int64))


def _impose(flattened: Flat, play: Play, threads: int | None) -> NDArray[np.bool_]:
    """[W] in which worlds the template in the rows of ``play`` could be solved (in place)."""
    from overture.solvers.path.kernels._template import impose_worlds

    worlds = len(play.strategy)
    good = np.zeros(worlds, np.bool_)

    def run(low: int) -> None:
        impose_worlds(
            flattened.shape, flattened.logchance, flattened.pay, low, min(low + CHUNK, worlds), *play, good
        )  # fmt: skip

    lows = range(0, worlds, CHUNK)
    in_threads(run, lows, threads)
    return good


def solve_again(tree: Tree, play: Play, threads: int | None = None) -> NDArray[np.bool_]:
    """Solve equilibria of other worlds again in the worlds of ``tree``, keeping their supports.

    ``play`` [W, A] is changed in place; the answer [W] says where that succeeded.
    What comes out is to be certified by ``overture.games.measured.measure``.
    """
    return _impose(flat(tree), play, threads)


def _solution(tree: Tree, play: Play, found: NDArray[np.bool_]) -> Solution:
    return Solution.measured(
        tree,
        play,
        method="agent logit path from another start, solved exactly in each world",
        reason=np.where(found, "", "no other start led to an equilibrium here").astype(object),
        lost=~found,
    )
