"""What every question is put to: a case, its worlds solved, its events, and the one joint distribution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from overture.case.draw import centre, draw, own_draws
from overture.case.evidence import Evidence, read_evidence
from overture.case.known import Knows, touches, who_knows
from overture.case.load import Loaded
from overture.case.schema import Act
from overture.case.written import choices
from overture.errors import EvidenceError
from overture.game.event import mask, names
from overture.game.tree import Floats, Tree
from overture.judgement.play.solve import Solved, solve_case
from overture.judgement.progress import Progress
from overture.weigh.cells import Bools, Cells, seen_by_others
from overture.weigh.joint import Joint, posterior, prepared
from overture.weigh.own import Own, Tell, type_odds
from overture.weigh.said import Said, said
from overture.weigh.ties import gaps, settled

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
        made: the offer stands among what was done. seed, worlds: of the draws.
    """

    loaded: Loaded
    solved: Solved
    apart: Mapping[str, Solved]
    joint: Joint
    said: Said
    evidence: Evidence
    knows: Mapping[str, Knows]
    types: tuple[str, ...]
    order: tuple[int, ...]
    made: bool
    settled: Floats
    seen: Bools
    gap: Floats
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
        offer = given & self.mask(case.offer.event)
        return Asked(
            self._only(case.counterpart.move, offer) if case.counterpart else None,
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


def everything(tree: Tree, events: Iterable[str]) -> Bools:
    """[H] all of some events."""
    found = np.ones(len(tree.terminal), dtype=bool)
    for event in events:
        if event:
            found &= mask(tree, event)
    return found


def in_order(loaded: Loaded, tree: Tree) -> list[Act]:
    """What was done, in the order in which the game has it, and in the order of the case where that is one."""
    depth = _depths(tree)

    def place(act: Act) -> int:
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


def acts_before(loaded: Loaded, tree: Tree) -> list[Act]:
    """The acts that were done before the first one that entails the offer; all of them where none does."""
    offer = mask(tree, loaded.case.offer.event)
    so_far = np.ones(len(tree.terminal), dtype=bool)
    found: list[Act] = []
    for act in in_order(loaded, tree):
        so_far = so_far & mask(tree, act.event)
        if so_far.any() and not (so_far & ~offer).any():
            return found
        found.append(act)
    return found


def prepare(
    loaded: Loaded, worlds: int, seed: int, threads: int | None = None, progress: Progress | None = None
) -> Basis:
    """Draw the worlds of a case, solve them, and set the distribution up.

    Raises EvidenceError where what was done and said has no chance in the game.
    """
    tree = loaded.game.tree(dict(draw(loaded.parameters, worlds, seed)))
    case = loaded.case
    givens = [case.signal.given, *_others(loaded)]
    solved, *apart = solve_case(case, tree, seed, threads, progress, list(dict.fromkeys(givens)))
    return assembled(loaded, tree, solved, dict(zip(givens[1:], apart, strict=False)), worlds, seed)


def _others(loaded: Loaded) -> list[str]:
    """The events in which each counterpart is the one, but that in which the signal is looked at."""
    case = loaded.case
    if case.counterpart is None:
        return []
    found = []
    for label in choices(loaded.tree, case.counterpart.move):
        event = f"move({case.counterpart.move!r}) == {label!r}"
        if not case.signal.given or not np.array_equal(
            mask(loaded.tree, event), mask(loaded.tree, case.signal.given)
        ):
            found.append(event)
    return found


def assembled(
    loaded: Loaded, tree: Tree, solved: Solved, apart: Mapping[str, Solved], worlds: int, seed: int
) -> Basis:
    """The distribution over solved worlds."""
    case = loaded.case
    every = choices(tree, case.hypothesis.move)
    types = tuple([label for label in case.hypothesis.words if label in every])
    types += tuple(label for label in every if label not in types)
    order = tuple(every.index(label) for label in types)
    kind = np.zeros(len(tree.terminal), dtype=np.int32)
    for at, label in enumerate(types):
        kind[mask(tree, f"move({case.hypothesis.move!r}) == {label!r}")] = at
    cells = cells_of(tree, solved)
    knows = who_knows(loaded, touches(loaded))
    own = own_copies(loaded, tree, knows, worlds, seed, order, cells.world)
    evidence = read_evidence(loaded)
    reports = said(evidence.sources, evidence.testimony, masks(tree, evidence), len(kind))
    gap = gaps(cells)
    earlier = acts_before(loaded, tree)
    # The offer itself is not settled: what it tells is asked as of before it was made.
    done = [act.event for at, act in enumerate(in_order(loaded, tree)) if at != len(earlier)]
    play = settled(cells, gap, done, fixed_moves(tree, done), case.hypothesis.move)
    seen = seen_by_others(tree, own.advised)
    joint = prepared(cells, own, types, kind, reports.scaled[0], case.equilibria.floor, play, seen)
    basis = Basis(
        loaded,
        solved,
        apart,
        joint,
        reports,
        evidence,
        knows,
        types,
        order,
        False,
        play,
        seen,
        gap,
        worlds,
        seed,
    )
    _possible(basis)
    return replace(basis, made=len(earlier) < len(case.done))


def cells_of(tree: Tree, solved: Solved) -> Cells:
    """The solved worlds as weighing needs them; a class that does not exist plays uniformly, with no weight."""
    sizes = np.diff(tree.edge_start[: tree.n_infosets + 1])
    uniform = 1 / np.repeat(sizes, sizes)
    alive = (solved.weight.sum(axis=1) > 0).astype(float)
    if not alive.any():
        raise EvidenceError.of("judge/worlds", "no world has a certified equilibrium", mend="check the game")
    return Cells(
        tree,
        solved.classes,
        alive / alive.sum(),
        solved.weight,
        np.where(np.isnan(solved.strategy), uniform, solved.strategy),
        np.nan_to_num(solved.order, nan=1.0),
        np.nan_to_num(solved.tremble, nan=1.0),
        solved.scale,
        solved.other,
    )


def own_copies(
    loaded: Loaded,
    tree: Tree,
    knows: Mapping[str, Knows],
    worlds: int,
    seed: int,
    order: tuple[int, ...],
    weight: Floats,
    theirs: frozenset[str] | None = None,
) -> Own:
    """Our own copies: the parameter vectors of the worlds, drawn apart, each with the weight of its world.

    ``theirs``: names that count as his, if not those that ``knows`` tells.
    """
    case = loaded.case
    his = (
        frozenset(name for name, each in knows.items() if each.side == "theirs") if theirs is None else theirs
    )
    touched = touches(loaded)
    crossing = frozenset(
        name
        for name in his
        if name in touched and loaded.parameters[name].spread and (touched[name].nature or touched[name].ours)
    )
    drawn = own_draws(loaded.parameters, worlds, seed)
    middle = centre(loaded.parameters, worlds)

    def tell(values: Mapping[str, Floats]) -> Tree:
        return loaded.game.tree({name: np.asarray(value, dtype=np.float64) for name, value in values.items()})

    place = list(order)
    drawn_prior = type_odds(tell(drawn), case.hypothesis.move)[:, place]
    one = {name: np.array([value]) for name, value in middle.items()}
    prior = type_odds(tell(one), case.hypothesis.move)[0, place]
    if worlds > 1 and not _linear(tell, drawn, case.hypothesis.move):
        prior = weight @ drawn_prior
    return Own(
        tell=tell,
        world=tree.parameters if tree.parameters else drawn,
        theirs=his,
        crossing=crossing,
        draw=drawn,
        weight=weight,
        centre=middle,
        prior=np.asarray(prior),
        drawn_prior=drawn_prior,
        hypothesis=case.hypothesis.move,
        advised=tree.players.index(case.advised),
    )


def _linear(tell: Tell, drawn: Mapping[str, Floats], move: str) -> bool:
    """Whether the odds of the hypothesis are linear in the parameters: tried at the middles of pairs of draws."""
    count = min(TRIED, len(next(iter(drawn.values()))) // 2)
    first = {name: value[:count] for name, value in drawn.items()}
    second = {name: value[count : 2 * count] for name, value in drawn.items()}
    both = {name: (first[name] + second[name]) / 2 for name in drawn}
    ends = (type_odds(tell(first), move) + type_odds(tell(second), move)) / 2
    return bool(np.allclose(ends, type_odds(tell(both), move), atol=1e-12))


def masks(tree: Tree, evidence: Evidence) -> dict[str, Bools]:
    """Every event that a claim or a source names, as [H]."""
    wanted = [
        text for claim in evidence.testimony for text in (claim.event, claim.near, *claim.given) if text
    ]
    wanted += [text for source in evidence.sources for text in (source.interest, source.wants) if text]
    return {text: mask(tree, text) for text in dict.fromkeys(wanted)}


def fixed_moves(tree: Tree, events: Iterable[str]) -> dict[str, str]:
    """The moves that can have been made in one way only, if all ``events`` happened."""
    listed = [event for event in events if event]
    inside = everything(tree, listed)
    made = {}
    for name in dict.fromkeys(name for event in listed for name in names(event)):
        possible = [
            label
            for label in choices(tree, name)
            if (mask(tree, f"move({name!r}) == {label!r}") & inside).any()
        ]
        if len(possible) == 1:
            made[name] = possible[0]
    return made


def _possible(basis: Basis) -> None:
    """Raise where what was done and said has no chance, naming the first act, or else the first claims, that end it."""
    joint, so_far = basis.joint, basis.joint.everything
    for act in in_order(basis.loaded, basis.tree):
        so_far = so_far & basis.mask(act.event)
        if not joint.likelihood(so_far, said=False) @ joint.prior > 0:
            raise EvidenceError.of(
                "weigh/impossible",
                f"by the game this cannot have been done: {act.words} ({act.event})",
                "done",
                "an act with a chance in the game",
            )
    for family in basis.said.families:
        heard = basis.said.whole(family.log_likelihood)
        only = joint.with_said(np.exp(heard - heard.max()))
        if not only.likelihood(so_far) @ joint.prior > 0:
            raise EvidenceError.of(
                "weigh/impossible",
                f"by the judgements of {family.name} what it says cannot have been said after what was done",
                "evidence",
                "rates that leave it a chance",
            )
    posterior(joint.prior, joint.likelihood(so_far))
