"""Iterated conditional dominance: what nobody does, whatever he believes, at the information set where he is.

An action is removed if every plan that begins with it is strictly worse, from its information set on,
than some other plan, pure or mixed, against everything that the others may have done and may still do.
What they may *still* do is what has not been removed. What they may *have done* is everything: after a
move that was not to be expected, any history that leads to the set may be believed. The exception is a
set that the others reach for certain as long as they do what has not been removed: then Bayes's rule
leaves nothing else to believe. So no sequential equilibrium is lost (decision 93 has the proof); this
is more cautious than the procedure of Shimoji and Watson 1998, Journal of Economic Theory 83:161-195,
which also discards histories by forward induction, and that of Perea 2014, Games and Economic Behavior
88:121-139, for what is played later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.games.given import need_world
from overture.games.measured.assessment import name_of
from overture.games.prune import restrict
from overture.games.show import choice_words, place_words
from overture.games.spoken import SpokenGame
from overture.games.tree import CHANCE, Floats, Tree
from overture.games.view import Shown, count
from overture.solvers.all.before.dominance_form import Others, View, others_of, sure_nodes, view_of
from overture.solvers.all.before.dominated import Dominator, dominator, even_values, weak_dominator
from overture.solvers.form import Form, form_of
from overture.wording import capital

if TYPE_CHECKING:
    import pandas as pd

MOST_ENDS = 3_000_000  # ends below information sets, counted for each set: what the tests go through


@dataclass(frozen=True)
class Removal:
    """One action that is dominated, and by what.

    Attributes:
        round: 1 for what is dominated in the game as it stands; 0 for what is only weakly dominated at the end.
        player, infoset, action: whose action it is, in the indices of the tree.
        by: other first actions with their shares: what is better from there on.
    """

    round: int
    player: int
    infoset: int
    action: int
    by: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, repr=False)
class Dominance(Shown):
    """What iterated conditional dominance leaves.

    Attributes:
        tree: the game (one world).
        removed: the order of elimination; in one round, in the order of the tree.
        weak: what is left but weakly dominated by a pure plan: reported, and kept.
        allowed: [infoset] the actions that are left.
        untested: information sets too large for the test: nothing was removed there that the limit hid.
        keeps_beliefs: whether ``reduced`` has the sequential equilibria of the game: no history that was
            cut leads to a set that is left and could be believed there.
    """

    tree: Tree
    removed: tuple[Removal, ...]
    weak: tuple[Removal, ...]
    allowed: tuple[tuple[int, ...], ...]
    untested: tuple[int, ...]
    keeps_beliefs: bool
    _columns = ("player", "infoset", "action", "left", "round", "weakly", "by")

    def _head(self) -> list[str]:
        done = f"{count(len(self.removed), 'action')} removed in {count(self.rounds, 'round')}"
        left = "one action is left everywhere" if self.is_solved else f"{sum(map(len, self.allowed))} left"
        told = [self.say(each) for each in (*self.removed, *self.weak)]
        return [f"Iterated conditional dominance in {self.tree.title}: {done}, {left}", *told]

    def __again__(self) -> Dominance:
        from overture.solvers.kept import same_fields

        found = dominance(self.tree)
        same_fields(self.tree, self, found)
        return found

    def to_frame(self) -> pd.DataFrame:
        """One row per action.

        Columns: ``player``, ``number`` and ``infoset`` of the set; ``action``; ``left``, whether it is still there at
        the end; ``round`` in which it was removed (missing where it is left); ``weakly``, whether it is left and weakly
        dominated; ``by``, what is better, in words; one column for each parameter.
        """
        import pandas as pd

        from overture.solvers.frames import with_parameters

        tree, labels = self.tree, self.tree.labels
        sets = tree.infoset_of_action.tolist()
        gone = {each.action: each for each in self.removed}
        weak = {each.action: each for each in self.weak}
        by = [gone.get(at) or weak.get(at) for at in range(tree.n_actions)]
        columns = {
            "player": [tree.players[tree.set_player[at]] for at in sets],
            "number": [labels.set_number[at] for at in sets],
            "infoset": [labels.set_label[at] for at in sets],
            "action": list(labels.edge[: tree.n_actions]),
            "left": [action in self.allowed[at] for action, at in enumerate(sets)],
            "round": pd.array(
                [gone[at].round if at in gone else None for at in range(tree.n_actions)], "Int64"
            ),
            "weakly": [at in weak for at in range(tree.n_actions)],
            "by": [
                ", ".join(f"{labels.edge[at]} {share}" for at, share in each.by) if each else ""
                for each in by
            ],
        }
        return with_parameters(columns, tree, np.zeros(tree.n_actions, np.int64))

    @property
    def rounds(self) -> int:
        """How many rounds removed something."""
        return max((each.round for each in self.removed), default=0)

    @property
    def is_solved(self) -> bool:
        """Whether one action is left at every information set."""
        return all(len(actions) == 1 for actions in self.allowed)

    @property
    def strategy(self) -> Floats | None:
        """[action] what everybody does, where one action is left at every set; else None."""
        if not self.is_solved:
            return None
        found = np.zeros(self.tree.n_actions)
        found[[actions[0] for actions in self.allowed]] = 1.0
        return found

    @property
    def reduced(self) -> Tree:
        """The game without what was removed; information sets that only removed actions lead to are gone."""
        keep = np.ones(self.tree.n_edges, dtype=bool)
        keep[[each.action for each in self.removed]] = False
        return restrict(self.tree, keep)

    def say(self, removal: Removal, spoken: SpokenGame | None = None) -> str:
        """One removal in a sentence; ``spoken``: in the words of the game."""
        worse, mixed = choice_words(self.tree, removal.action, spoken), len(removal.by) > 1
        shares = [(share, choice_words(self.tree, at, spoken)) for at, share in removal.by]
        better = ", ".join(f"{share} {choice}" for share, choice in shares) if mixed else shares[0][1]
        if spoken:
            where = capital(place_words(self.tree, removal.infoset, spoken))
            better = f"a mixture ({better})" if mixed else f"“{better}”"
            if not removal.round:
                return f"{where}: {better} instead of “{worse}” loses nothing, and may gain."
            when = "whatever happens" if removal.round == 1 else "whatever of the rest happens"
            return f"{where}: “{worse}” is not chosen; {better} gives more, {when}."
        who, where = self.tree.players[removal.player], name_of(self.tree, removal.infoset)
        better = f"a mixture ({better})" if mixed else better
        if not removal.round:
            return f"At {where}, {who} loses nothing by {better} instead of {worse}, and may gain."
        when = "whatever happens" if removal.round == 1 else "whatever of the rest happens"
        return f"At {where}, {who} does not choose {worse}: {better} gives more, {when}."

    def to_json(self) -> dict[str, object]:
        """The result as JSON's values."""
        tree, edge = self.tree, self.tree.labels.edge

        def plain(removal: Removal) -> dict[str, object]:
            return {
                "round": removal.round,
                "player": tree.players[removal.player],
                "infoset": name_of(tree, removal.infoset),
                "action": edge[removal.action],
                "by": {edge[at]: str(share) for at, share in removal.by},
                "words": self.say(removal),
            }

        left = {
            name_of(tree, at): [edge[each] for each in actions] for at, actions in enumerate(self.allowed)
        }
        return {
            "game": tree.title,
            "rounds": self.rounds,
            "removed": [plain(each) for each in self.removed],
            "weakly_dominated": [
                {k: v for k, v in plain(each).items() if k != "round"} for each in self.weak
            ],
            "left": left,
            "solved": self.is_solved,
            "untested": [name_of(tree, at) for at in self.untested],
            "reduced_keeps_beliefs": self.keeps_beliefs,
        }


def dominance(tree: Tree, world: int = 0) -> Dominance:
    """Remove what is strictly dominated at its information set, round by round.

    Args:
        tree: a game with perfect recall; several opponents are taken as if they could act in concert.
        world: which world of it.

    Returns:
        What was removed, in its order, what is left, and what only weak dominance would remove.

    Raises:
        TreeError: what is given is no tree.
        SolveError: no such world, or a game too large.

    Source: more cautious than Shimoji and Watson 1998, Journal of Economic Theory 83:161-195 (docs/decisions/0093).
    """
    need_world(tree, world, "dominance")
    single = tree if tree.n_worlds == 1 else tree.world(world)
    size = work(single)
    if size > MOST_ENDS:
        raise SolveError.of(
            "dominance/large",
            f"the information sets have {size} ends below them",
            tree.title,
            f"at most {MOST_ENDS}",
            "a game of perfect information is solved by `ov.backward`",
        )
    return dominance_of(form_of(single))


def work(tree: Tree) -> int:
    """Ends below information sets, counted once for each set that they are below."""
    ends = (tree.set_of < 0).astype(np.int64)
    parent = tree.parent
    depth = np.zeros(tree.n_nodes, dtype=np.int64)
    decides = (tree.set_of >= 0) & (tree.set_of < tree.n_infosets)
    for node in range(1, tree.n_nodes):
        depth[node] = depth[parent[node]] + decides[parent[node]]
    return int((depth * ends).sum())


def dominance_of(form: Form, weak: bool = True, mixtures: bool = True) -> Dominance:
    """The same for a form. Without ``weak``, what is weakly dominated is not looked for.

    Without ``mixtures``, only pure plans dominate: less is removed, in less time.
    """
    run = _Run(form, mixtures)
    run.iterate()
    return Dominance(
        form.tree,
        tuple(run.removed),
        tuple(run.weakly()) if weak else (),
        tuple(map(tuple, run.allowed)),
        tuple(sorted(run.untested)),
        run.keeps_beliefs(),
    )


def narrowed(form: Form, found: Dominance) -> Form:
    """The form in which what was removed is not allowed."""
    return replace(form, allowed=found.allowed)


class _Run:
    """The rounds."""

    def __init__(self, form: Form, mixtures: bool) -> None:
        self.form, self.mixtures = form, mixtures
        self.allowed = [list(actions) for actions in form.allowed]
        self.live = [at for at in range(form.tree.n_infosets) if form.members(at)]
        self.removed: list[Removal] = []
        self.untested: set[int] = set()
        self._others: dict[int, Others] = {}
        self._views: dict[int, View] = {}
        self._always: set[int] = set()  # sets that the others reach for certain
        for at in set(range(form.tree.n_infosets)) - set(self.live):
            self.allowed[at] = self.allowed[at][:1]  # chance excludes it: nothing is at stake there

    def iterate(self) -> None:
        """Rounds until one removes nothing. What one round finds is removed together."""
        waiting = [at for at in self.live if len(self.allowed[at]) > 1]
        number = 0
        while waiting:
            number += 1
            round_ = [each for at in waiting for each in self._dominated(at, number)]
            for each in round_:
                self.allowed[each.infoset].remove(each.action)
            self.removed += round_
            touched = {each.infoset for each in round_}
            waiting = [
                at
                for at in self.live
                if len(self.allowed[at]) > 1 and touched.intersection(self._bears_on(at))
            ]

    def _dominated(self, infoset: int, number: int) -> list[Removal]:
        view = self._view(infoset)
        mask = self._mask(view)
        even = even_values(view, self.allowed, mask)
        found = []
        for action in self.allowed[infoset]:
            better, decided = dominator(view, action, self.allowed, mask, even, self.mixtures)
            if better is not None:
                found.append(Removal(number, view.player, infoset, action, better.shares))
            elif not decided:
                self.untested.add(infoset)
        return found

    def weakly(self) -> list[Removal]:
        """What is weakly dominated among what is left."""
        found = []
        for infoset in self.live:
            if len(self.allowed[infoset]) > 1:
                view = self._view(infoset)
                mask = self._mask(view)
                for action in self.allowed[infoset]:
                    better: Dominator | None = weak_dominator(view, action, self.allowed, mask)
                    if better is not None:
                        found.append(Removal(0, view.player, infoset, action, better.shares))
        return found

    def _view(self, infoset: int) -> View:
        if infoset not in self._views:
            player = int(self.form.tree.set_player[infoset])
            if player not in self._others:
                self._others[player] = others_of(self.form, player)
            self._views[infoset] = view_of(self.form, self._others[player], infoset)
        return self._views[infoset]

    def _bears_on(self, infoset: int) -> set[int]:
        """The sets whose actions the test of a set rests on."""
        view = self._view(infoset)
        return {infoset, *view.sets, *view.own_set}

    def _mask(self, view: View) -> NDArray[np.bool_]:
        """[sequence] what the others may have done, and may still do."""
        mask = [True] * view.n_sequences
        sure = None
        _, _, start = self.form.movers
        for cell, infoset in enumerate(view.sets):
            usable = self.allowed[infoset]
            if len(usable) == start[infoset + 1] - start[infoset]:
                continue
            if view.past[cell] and view.infoset not in self._always:
                if sure is None:
                    sure = self._sure(view.infoset)
                if not sure.issuperset(view.past[cell]):
                    continue
            mask[view.start[cell] : view.start[cell + 1]] = [
                action in usable for action in range(start[infoset], start[infoset + 1])
            ]
        return np.array(mask)

    def _sure(self, infoset: int) -> set[int]:
        sure = sure_nodes(self.form, infoset, self.allowed)
        if 0 in sure and sure.issuperset(node for nodes in self._view(infoset).past for node in nodes):
            self._always.add(infoset)  # what is allowed only shrinks, so it stays so
        return sure

    def keeps_beliefs(self) -> bool:
        """Whether no history that was cut could be believed at a set that is left."""
        gone = {each.action for each in self.removed}
        if not gone:
            return True
        kept = self._kept_nodes(gone)
        for infoset in self.live:
            nodes = self.form.members(infoset)
            if not any(node in kept for node in nodes):
                continue
            lost = [node for node in nodes if node not in kept]
            if lost:
                sure = sure_nodes(self.form, infoset, self.allowed)
                if not all(self._out_of_mind(node, infoset, sure, gone) for node in lost):
                    return False
        return True

    def _kept_nodes(self, gone: set[int]) -> set[int]:
        kept = {0}
        for node in self.form.below(0):
            if node in kept:
                kept.update(child for edge, child in self.form.children[node] if edge not in gone)
        return kept

    def _out_of_mind(self, node: int, infoset: int, sure: set[int], gone: set[int]) -> bool:
        """Whether a removed action of the others leads to the node from where the set was sure to be reached."""
        player = int(self.form.tree.set_player[infoset])
        while node:
            edge, node = int(self.form.tree.edge[node]), int(self.form.tree.parent[node])
            if edge in gone and node in sure and self.form.player(node) not in (player, CHANCE):
                return True
        return False


__all__ = ["Dominance", "Removal", "dominance", "dominance_of", "narrowed"]
