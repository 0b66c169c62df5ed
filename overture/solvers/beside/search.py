"""``ov.equilibria_beside``: certified equilibria beside the limit of the path, where a complete list is out of reach."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from overture.games.given import need_tree
from overture.games.measured.measure import terminal_probability
from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import EXACT
from overture.games.tree import Floats, Tree
from overture.solvers.beside.apart import Apart, Rest
from overture.solvers.beside.fines import fined, made
from overture.solvers.beside.joined import before, joins
from overture.solvers.beside.moves import choices, moves
from overture.solvers.beside.replies import replying
from overture.solvers.beside.result import Beside
from overture.solvers.beside.ties import settled_as
from overture.solvers.path.starts import SAME
from overture.solvers.solution import LIMIT, SEARCHED, Solution
from overture.solvers.solve import solve

MOST_JOINS = 64  # combinations of equilibria of parts, in one world
STARTS = 12  # of the equilibria of each part
METHOD = "the logit path, fines, and parts of the game solved apart and joined"
BRANCH = "the limit of the path"
NO_LIMIT = "the limit of the path was not found, and there is nothing to stand beside it"


def equilibria_beside(
    tree: Tree,
    starts: int = STARTS,
    seed: int = 0,
    joined: int = MOST_JOINS,
    threads: int | None = None,
) -> Beside:
    """Certified sequential equilibria beside the limit of the path, in every world of a game.

    For games that are too large for :func:`overture.equilibria`. Two ways are gone. *Fines*: the game is solved with a
    fine on a choice that the path makes, and the answer is judged without it. *Joining*: what follows different public
    signals is solved apart, from several starts, and the answers are joined in all combinations; the moves before are
    solved again, with fines too. What comes out is judged as a whole, at every information set. It finds, and does not
    prove that there is no more: the list is never called complete.

    Args:
        tree: the game.
        starts: how many starts are followed in each part.
        seed: of the starts.
        joined: the most combinations that are tried in a world, those that change fewest parts first.
        threads: how many threads share the work; None: one per core. Results do not depend on it.

    Raises:
        TreeError: what is given is no tree.
    """
    need_tree(tree)
    branch = solve(tree, threads=threads)
    exact = np.isin(branch.status, (LIMIT, SEARCHED))
    worlds = []
    for at in range(tree.n_worlds):
        worlds.append(_World(tree.world(at), starts, seed, joined, threads))
        if exact[at]:
            worlds[at].search(branch.play.take(slice(at, at + 1)))
    found = [each for world in worlds for each in world.play]
    world = np.repeat(np.arange(tree.n_worlds), [len(each.play) for each in worlds])
    play = Play.stacked(found) if found else branch.play.take(world)
    return Beside(
        tree=tree,
        world=world,
        solution=Solution.measured(tree.world(world), play, method=METHOD),
        how=tuple(how for each in worlds for how in each.how),
        untried=np.array([each.untried for each in worlds], np.int64),
        reason=tuple(np.where(exact, "", NO_LIMIT).tolist()),
    )


@dataclass
class _World:
    """The search in one world.

    Attributes:
        tree: the game, of this world alone.
        starts, seed, most, threads: as :func:`equilibria_beside` has them; ``most`` is its ``joined``.
        play: [1, A] each, the equilibria found. how: of each, in words. ends: how likely each makes each history.
        untried: how many combinations were left out.
    """

    tree: Tree
    starts: int
    seed: int
    most: int
    threads: int | None
    play: list[Play] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    ends: list[Floats] = field(default_factory=list)
    untried: int = 0

    def __post_init__(self) -> None:
        self.moves = moves(self.tree)

    def search(self, branch: Play) -> None:
        """Find what stands beside the limit of the path, which comes first."""
        self.add(branch, [BRANCH])
        if not self.tree.n_actions:
            return
        apart = Apart.of(self.tree, self.starts, self.seed)
        at, left = 0, self.most
        while at < len(self.play) and left > 0:
            rests, anew = apart.rests(self.play[at])
            if anew:
                put = joins(
                    self.tree, self.play[at], rests, left, choices(self.tree, self.moves), self.threads
                )
                left -= put.tried
                self.untried += put.untried
                whole = self.tree.world(np.zeros(len(put.how), np.int64))
                self.add(replying(whole, put.play), [_joined(self.how[at], each) for each in put.how])
            if not at:
                self.fine(rests)
            at += 1

    def fine(self, rests: list[Rest]) -> None:
        """Add what is found with a fine on what the path does before the parts."""
        names = choices(self.tree, self.moves)
        on = made(self.tree, self.play[0], names, before(self.tree, rests))
        if on:
            under = solve(fined(self.tree, names, [[each] for each in on]), threads=self.threads)
            self.add(under.play, [f"{BRANCH} under a fine on {each.told(self.tree)}" for each in on])

    def add(self, play: Play, how: list[str]) -> None:
        """Keep those of ``play`` [k, A] that are equilibria and lead to something else than those before.

        Ties that nothing else hangs on are split as the first equilibrium splits them.
        """
        _, good = judged(self.tree.world(np.zeros(len(how), np.int64)), play, EXACT, EXACT)
        for row in np.flatnonzero(good).tolist():
            found = play.take(slice(row, row + 1))
            if self.play:
                found = settled_as(self.tree, found, self.play[0], self.moves)
            ends = terminal_probability(self.tree, found.strategy)[0]
            if all(np.abs(ends - each).max(initial=0.0) > SAME for each in self.ends):
                self.play.append(found)
                self.how.append(how[row])
                self.ends.append(ends)


def _joined(base: str, before: str) -> str:
    """How a join was found."""
    begun = base.partition("; ")[0]
    return "; ".join(each for each in (begun, "parts solved apart and joined", before) if each)
