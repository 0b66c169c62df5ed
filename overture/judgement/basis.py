"""What every question is put to: a case, its worlds solved, its events, and the one joint distribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from overture.case.evidence import SheetEvidence
from overture.case.known import Knows, Touch
from overture.case.load import Loaded
from overture.case.schema import ActEntry
from overture.case.written import choices, everything
from overture.games.measured.event import mask, names
from overture.games.tree import Floats, Tree
from overture.judgement.play.solve import Solved
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint, prepared
from overture.weigh.distribution.spans import WorldRows
from overture.weigh.reports.said import Said, said

# Points at which it is tried whether our prior is linear in our own numbers.
TRIED = 8


@dataclass(frozen=True)
class Asked:
    """One offer to one counterpart. Events are [H]; each lies inside the one before.

    Attributes:
        counterpart, choice: labels; None where the case has no counterpart.
        done: what was done, but the offer itself. given: and what makes the offer possible. offer: and the offer.
        event: the condition of the offer as words of the event language.
    """

    counterpart: str | None
    choice: str
    done: Bools
    given: Bools
    offer: Bools


@dataclass(frozen=True)
class Basis:
    """Everything that the parts of a judgement are read from.

    Attributes:
        loaded, solved: the case and its equilibria; ``apart``: counterpart -> its own equilibria.
        cells, joint: the one distribution. said, evidence: the reports. knows: whose number each parameter is.
        types: labels of the hypotheses, the question first. order: their places among the move's choices.
        touched: what each parameter moves. made: the offer stands among what was done.
        settled: [W, K, A] play in which what was done is surely done where only a tie decides it. seen: [A]
            acts that get a floor. gap: [W, K, A] what each action gives up, as a share of the payoff range.
        again: name -> the same game solved in other worlds (see :mod:`overture.judgement.variants`).
        seed, worlds: of the draws.
    """

    loaded: Loaded
    solved: Solved
    apart: Mapping[str, Solved]
    joint: Joint
    said: Said
    evidence: SheetEvidence
    touched: Mapping[str, Touch]
    knows: Mapping[str, Knows]
    types: tuple[str, ...]
    order: tuple[int, ...]
    made: bool
    settled: WorldRows
    seen: Bools
    gap: WorldRows
    again: Mapping[str, Solved]
    worlds: int
    seed: int

    @property
    def tree(self) -> Tree:
        return self.joint.tree

    @property
    def single(self) -> bool:
        return bool(self.joint.cells.share.shape[0] == 1)

    def mask(self, event: str) -> Bools:
        return mask(self.tree, event)

    @cached_property
    def advised(self) -> int:
        return self.joint.own.advised

    @cached_property
    def adversary(self) -> int:
        """The player who sees the hypothesis move, and is not the advised one."""
        move = self.loaded.case.hypothesis.move
        for at, seen in enumerate(self.tree.labels.seen):
            mover = int(self.tree.set_player[at])
            if mover >= 0 and mover != self.advised and any(name == move for name, _ in seen):
                return mover
        return next(at for at in range(len(self.tree.players)) if at != self.advised)

    @cached_property
    def done(self) -> Bools:
        """[H] all that was done."""
        return everything(self.tree, (act.event for act in self.loaded.case.done))

    @cached_property
    def before(self) -> Bools:
        """[H] what was done before the offer was made: all of it, if the offer was not made yet."""
        return everything(self.tree, (act.event for act in acts_before(self.loaded, self.tree)))

    @cached_property
    def asked(self) -> Asked:
        """The case's own offer."""
        case = self.loaded.case
        given = self.before & (self.mask(case.signal.given) if case.signal.given else True)
        counterpart = None
        if case.counterpart:
            counterpart = self._only(case.counterpart.move, given & self.mask(case.offer.event))
            if counterpart is not None:
                given = given & self.choice(case.counterpart.move, counterpart)
        offer = given & self.mask(case.offer.event)
        return Asked(
            counterpart,
            self._only(case.signal.move, offer) or "",
            self.before,
            given,
            offer,
        )

    def _only(self, move: str, event: Bools) -> str | None:
        """The one choice at a move with which an event is possible; None where there are several."""
        found = [label for label in choices(self.tree, move) if (self.choice(move, label) & event).any()]
        return found[0] if len(found) == 1 else None

    def choice(self, move: str, label: str) -> Bools:
        return mask(self.tree, f"move({move!r}) == {label!r}")

    def counterparts(self) -> tuple[str, ...]:
        case = self.loaded.case
        if case.counterpart is None:
            return ()
        every = choices(self.tree, case.counterpart.move)
        told = [label for label in case.counterpart.words if label in every]
        return (*told, *(label for label in every if label not in told))

    def heard_if(self, offer: Bools) -> Floats | None:
        """[H] likelihood of the reports once the offer is taken as made; None where that changes nothing.

        A report about the offer itself is left out of what the offer tells: an event that names the signal and
        nothing that tells the types apart is taken to be as it is on ``offer`` [H].
        """
        case = self.loaded.case
        signal = {case.signal.move}
        known = signal | ({case.counterpart.move} if case.counterpart else set())
        masks = dict(self.said.masks)
        for event, holds in self.said.masks.items():
            about = set(names(event))
            if about & signal and about <= known and offer.any():
                inside = holds[offer]
                if inside.all() or not inside.any():
                    masks[event] = np.full_like(holds, bool(inside[0]))
        if all(masks[event] is holds for event, holds in self.said.masks.items()):
            return None
        return said(self.said.sources, self.said.testimony, masks, len(self.joint.kind)).scaled[0]

    def every_offer(self) -> list[Asked]:
        """Each counterpart and each choice of the signal that is answered, what was done before it held fixed."""
        case = self.loaded.case
        found = []
        for who in self.counterparts() or (None,):
            given = self.before if who is None else self.before & self.choice(self.election, who)
            if who is None and case.signal.given:
                given = given & self.mask(case.signal.given)
            for label in choices(self.tree, case.signal.move):
                offer = given & self.choice(case.signal.move, label)
                if (offer & self.answered).any():
                    found.append(Asked(who, label, self.before, given, offer))
        return found

    @property
    def election(self) -> str:
        counterpart = self.loaded.case.counterpart
        return counterpart.move if counterpart else ""

    @cached_property
    def answered(self) -> Bools:
        """[H] histories in which the reply is given."""
        return (
            mask(self.tree, f"made({self.loaded.case.reply.move})")
            if self.loaded.case.reply.move.isidentifier()
            else (
                np.logical_or.reduce(
                    [
                        self.choice(self.loaded.case.reply.move, label)
                        for label in choices(self.tree, self.loaded.case.reply.move)
                    ]
                )
            )
        )

    def at_floor(self, floor: float) -> Joint:
        """The distribution with another floor."""
        j = self.joint
        return prepared(j.cells, j.own, j.types, j.kind, j.said, floor, self.settled, self.seen)

    def noun(self, label: str) -> str:
        return self.loaded.case.hypothesis.nouns.get(label, label)

    def words(self, label: str) -> str:
        return self.loaded.case.hypothesis.words.get(label, label)


def in_order(loaded: Loaded, tree: Tree) -> list[ActEntry]:
    """What was done, in the order in which the game has it, and in the order of the case where that is one."""
    depth = _depths(tree)

    def place(act: ActEntry) -> int:
        return max((depth.get(name, 0) for name in names(act.event)), default=0)

    return sorted(loaded.case.done, key=place)


def _depths(tree: Tree) -> dict[str, int]:
    """Move -> how many moves come before it at least."""
    deep = np.zeros(tree.n_nodes, dtype=np.int64)
    for node in range(1, tree.n_nodes):
        deep[node] = deep[tree.parent[node]] + 1
    found: dict[str, int] = {}
    for at in range(tree.n_sets):
        least = int(deep[tree.members(at)].min())
        name = tree.labels.set_name[at]
        found[name] = min(found.get(name, least), least)
    return found


def acts_before(loaded: Loaded, tree: Tree) -> list[ActEntry]:
    """The acts that were done before the first one that entails the offer; all of them where none does."""
    offer = mask(tree, loaded.case.offer.event)
    so_far = np.ones(len(tree.terminal), dtype=bool)
    found: list[ActEntry] = []
    for act in in_order(loaded, tree):
        so_far = so_far & mask(tree, act.event)
        if so_far.any() and not (so_far & ~offer).any():
            return found
        found.append(act)
    return found
