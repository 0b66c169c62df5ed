"""The evidence of a case on its solved game: what was done, what was said, and the offer itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from overture.case.load import Loaded, choices
from overture.evidence.source import Source, Testimony
from overture.game.event import mask, names
from overture.game.measure import assess, terminal_payoff, terminal_probability
from overture.game.tree import Floats, Tree
from overture.judgement.play.solve import REGRET, Solved, alike_but_type, loose_actions
from overture.weigh.acts import Act, floored, tied_histories
from overture.weigh.assessment import Assessment, weigh
from overture.weigh.decision import Decision, reply_values
from overture.weigh.ledger import Item

Bools = NDArray[np.bool_]
OFFER = "the offer"
# No slip is held less likely than this power of the floor.
MOST_ORDER = 3.0


def fixed_moves(tree: Tree, *events: str) -> dict[str, str]:
    """The moves that can have been made in one way only, if all ``events`` happened."""
    inside = np.ones(len(tree.terminal), dtype=bool)
    for event in events:
        if event:
            inside &= mask(tree, event)
    made = {}
    for name in dict.fromkeys(name for event in events if event for name in names(event)):
        possible = [
            label
            for label in choices(tree, name)
            if (mask(tree, f"move({name!r}) == {label!r}") & inside).any()
        ]
        if len(possible) == 1:
            made[name] = possible[0]
    return made


@dataclass(frozen=True)
class Weighed:
    """Everything that the parts of a judgement are read from.

    Attributes:
        loaded, solved: the case and its equilibria.
        sources, testimony: the evidence sheet as weighing needs it.
        history: [W, E, T] probability of each complete history, with the floor under what was seen.
        events: key -> [T].
        labels: the hypotheses, by their labels; the first is the question.
        now: belief after what was done and said.
        offered: the same if the offer is made: the decision hangs on it.
        replies: labels of the reply. forced: [R, W, E, T] histories where the reply is surely given.
    """

    loaded: Loaded
    solved: Solved
    sources: tuple[Source, ...]
    testimony: tuple[Testimony, ...]
    history: Floats
    events: dict[str, Bools]
    labels: tuple[str, ...]
    now: Assessment
    offered: Assessment
    replies: tuple[str, ...]
    forced: Floats
    reply_value: Floats  # [W, E, R, hypothesis] to the advised side, given the offer

    @property
    def tree(self) -> Tree:
        return self.solved.tree

    @cached_property
    def payoff(self) -> Floats:
        """[W, T, player]."""
        return terminal_payoff(self.tree)

    @cached_property
    def advised(self) -> int:
        return self.tree.players.index(self.loaded.case.advised)

    @cached_property
    def adversary(self) -> int:
        """The player who sees the hypothesis move, and is not the advised one."""
        case = self.loaded.case
        for at, seen in enumerate(self.tree.labels.seen):
            mover = int(self.tree.set_player[at])
            if mover >= 0 and mover != self.advised and any(name == case.hypothesis.move for name, _ in seen):
                return mover
        return next(at for at in range(len(self.tree.players)) if at != self.advised)

    @cached_property
    def plain(self) -> Floats:
        """[W, E, T] probability of each complete history if what was done is sure, and nobody slips."""
        made = fixed_moves(self.tree, *(act.event for act in self.loaded.case.done))
        strategies = self.solved.strategy
        for move, choice in made.items():
            strategies = _forced_play(move, choice, strategies, self.tree)
        return np.stack(
            [
                terminal_probability(self.tree, _known(strategies[:, kind], self.tree))
                for kind in range(strategies.shape[1])
            ],
            axis=1,
        )

    def rows(self) -> Bools:
        """[hypothesis, signature]."""
        return np.array([self.now.ledger.row(label) for label in self.labels])

    def belief(self, assessment: Assessment, items: list[Item], naive: bool = False) -> tuple[Floats, Floats]:
        """([W, E, hypothesis] probability, [W, E] weight) after ``items``."""
        rows = np.array([assessment.ledger.row(label) for label in self.labels])
        mass = assessment.ledger.measure(rows, items, naive)
        weight = mass.sum(axis=2)
        held = np.divide(mass, weight[..., None], out=np.full_like(mass, np.nan), where=weight[..., None] > 0)
        return held, weight


def acts_of(assessment: Assessment) -> list[Item]:
    """The items of evidence that are acts."""
    return [item for item in assessment.ledger.items if item.kind == "act"]


def weigh_case(
    loaded: Loaded, solved: Solved, told: bool = True, world_weight: Floats | None = None
) -> Weighed:
    """Condition the solved worlds on the case's evidence.

    ``told`` False: on what was done alone. ``world_weight``: [W] prior weights of the worlds, None for equal.
    """
    from overture.case.evidence import read_evidence

    case, tree = loaded.case, solved.tree
    found = read_evidence(loaded)
    sources, testimony = (found.sources, found.testimony) if told else ((), ())
    labels = tuple(case.hypothesis.words) or choices(tree, case.hypothesis.move)
    labels += tuple(label for label in choices(tree, case.hypothesis.move) if label not in labels)
    events = {label: mask(tree, f"move({case.hypothesis.move!r}) == {label!r}") for label in labels}
    wanted = [case.offer.event, case.deal.given, *(act.event for act in case.done)]
    wanted += [text for claim in testimony for text in (claim.event, claim.near, *claim.given) if text]
    wanted += [text for source in sources for text in (source.interest, source.wants) if text]
    for seen in case.watch:
        wanted += [seen.event, seen.given, f"({seen.event}) and ({seen.given})" if seen.given else ""]
    for text in wanted:
        if text and text not in events:
            events[text] = mask(tree, text)
    strategies = _lifted(loaded, solved)
    history = np.stack(
        [
            terminal_probability(tree, _known(strategies[:, kind], tree))
            for kind in range(len(solved.classes))
        ],
        axis=1,
    )
    weight, hidden = solved.weight, case.hypothesis.move
    acts = [
        Act(
            act.words,
            act.event,
            act.by,
            act.date.isoformat() if act.date else None,
            _tied(solved, act.event, hidden),
        )
        for act in case.done
    ]
    offer = Act(OFFER, case.offer.event, tied=_tied(solved, case.offer.event, hidden))
    replies = choices(tree, case.reply.move)
    forced = np.stack([_forced(case.reply.move, reply, strategies, tree) for reply in replies])
    payoff = terminal_payoff(tree)[..., tree.players.index(case.advised)]
    done = np.logical_and.reduce([events[case.offer.event], *(events[act.event] for act in case.done)])
    cases = np.stack([events[label] for label in labels])
    values = np.stack(
        [reply_values(forced[:, :, kind], payoff, cases, done) for kind in range(len(solved.classes))], axis=1
    )
    decision = Decision(replies, labels, values)

    def conditioned(with_acts: list[Act], choose: Decision | None) -> Assessment:
        return weigh(
            history,
            weight,
            events,
            labels,
            sources=sources,
            testimony=testimony,
            acts=with_acts,
            world_weights=world_weight,
            equilibria=solved.classes,
            decision=choose,
            cap=case.equilibria.cap,
            floor=case.equilibria.floor,
        )

    return Weighed(
        loaded=loaded,
        solved=solved,
        sources=sources,
        testimony=testimony,
        history=history,
        events=events,
        labels=labels,
        now=conditioned(acts, None),
        offered=conditioned([*acts, offer], decision),
        replies=replies,
        forced=forced,
        reply_value=values,
    )


def _settled(loaded: Loaded, solved: Solved) -> Floats:
    """[W, E, A] strategies in which what was done is surely done wherever only a tie of all types decides it.

    The equilibria of such a component differ in nothing but how often all types do it. That is no finding, so
    it may speak neither for nor against the component. Where doing it surely would be no equilibrium, play stays.
    """
    tree, hidden = solved.tree, loaded.case.hypothesis.move
    strategy = solved.strategy.copy()
    for act in loaded.case.done:
        loose = loose_actions(solved, act.event, hidden)
        for move, choice in fixed_moves(tree, act.event).items():
            sets = [at for at in range(tree.n_infosets) if tree.labels.set_name[at] == move]
            several = alike_but_type(tree, sets, hidden)
            single = [[at] for at in sets if not any(at in group for group in several)]
            for group in several + single:
                _do_surely(tree, group, choice, loose, strategy)
    for kind in range(len(solved.classes)):
        changed = (strategy[:, kind] != solved.strategy[:, kind]).any(axis=1)
        worlds = np.flatnonzero(solved.present[:, kind] & changed)
        if len(worlds):
            order = np.where(solved.order[worlds, kind] > 0, solved.order[worlds, kind], 1.0)
            weight = np.where(solved.tremble[worlds, kind] > 0, solved.tremble[worlds, kind], 1.0)
            regret = assess(tree.world(worlds), strategy[worlds, kind], order, weight).max_regret
            back = worlds[regret > REGRET * solved.scale[worlds]]
            strategy[back, kind] = solved.strategy[back, kind]
    return strategy


def _do_surely(tree: Tree, group: list[int], choice: str, loose: Bools, strategy: Floats) -> None:
    """Put ``choice`` at all sets of the group in the worlds and equilibria where it is loose at each of them."""
    actions = [
        at
        for infoset in group
        for at in range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
        if tree.labels.edge[at] == choice
    ]
    if len(actions) != len(group):
        return
    free = loose[:, :, actions].all(axis=2)
    for infoset, action in zip(group, actions, strict=True):
        here = slice(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
        part = strategy[:, :, here]
        part[free] = 0.0
        strategy[:, :, here] = part
        strategy[free, action] = 1.0


def _lifted(loaded: Loaded, solved: Solved) -> Floats:
    """[W, E, A] strategies with the case's floor under the actions that were, or may soon be, seen."""
    case, tree = loaded.case, solved.tree
    settled = _settled(loaded, solved)
    made = fixed_moves(tree, case.offer.event)
    for act in case.done:
        made.update(fixed_moves(tree, act.event))
    owner = tree.infoset_of_action
    observed = np.array(
        [made.get(tree.labels.set_name[owner[at]]) == tree.labels.edge[at] for at in range(tree.n_actions)]
    )
    lifted = np.empty_like(settled)
    for kind in range(len(solved.classes)):
        slip = observed & (settled[:, kind] <= 0)
        lifted[:, kind] = floored(
            settled[:, kind],
            owner,
            observed,
            case.equilibria.floor,
            _scaled(
                np.where(slip, solved.order[:, kind], np.nan),
                np.where(slip, solved.tremble[:, kind], np.nan),
                case.equilibria.floor,
            ),
        )
    return lifted


def _scaled(order: Floats, weight: Floats, floor: float) -> Floats:
    """[W, A] powers of the floor with which slips are made, from their trembles ``weight * eps**order``.

    Neither has a unit: what counts is who would sooner have strayed. The soonest strays with the floor;
    of the others, those of the same order in proportion to their weights, the rest with higher powers,
    at most MOST_ORDER. 0 where nothing strays.
    """
    with np.errstate(invalid="ignore"):
        positive = np.where(order > 0, order, np.inf)
        least = positive.min(axis=1, keepdims=True)
        scaled = np.where(np.isfinite(positive), positive / least, 0.0)
        first = np.where(scaled == 1, weight, 0.0)
        largest = first.max(axis=1, keepdims=True)
        share = np.where(first > 0, first / np.where(largest > 0, largest, 1.0), 1.0)
    return np.minimum(np.where(scaled > 0, scaled + np.log(share) / np.log(floor), 0.0), MOST_ORDER)


def _known(strategy: Floats, tree: Tree) -> Floats:
    """Absent worlds (NaN) play uniformly: they have no weight, and arithmetic stays clean."""
    sizes = np.diff(tree.edge_start[: tree.n_infosets + 1])
    uniform = 1 / np.repeat(sizes, sizes)
    return np.where(np.isnan(strategy), uniform, strategy)


def _forced(move: str, reply: str, strategies: Floats, tree: Tree) -> Floats:
    """[W, E, T] histories where ``reply`` is surely given wherever it can be."""
    moved = _forced_play(move, reply, strategies, tree)
    return np.stack(
        [terminal_probability(tree, _known(moved[:, kind], tree)) for kind in range(moved.shape[1])], axis=1
    )


def _forced_play(move: str, choice: str, strategies: Floats, tree: Tree) -> Floats:
    """[W, E, A] the strategies, with ``choice`` sure wherever the move offers it."""
    moved = strategies.copy()
    for infoset in range(tree.n_infosets):
        here = slice(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
        if tree.labels.set_name[infoset] == move and choice in tree.labels.edge[here]:
            moved[:, :, here] = [float(label == choice) for label in tree.labels.edge[here]]
    return moved


def _tied(solved: Solved, event: str, hidden: str) -> Bools:
    """[W, E, T] histories that pass the event's moves by an action that only a tie decides."""
    loose = loose_actions(solved, event, hidden)
    tied = np.zeros((*loose.shape[:2], len(solved.tree.terminal)), dtype=bool)
    for move in names(event):
        tied |= tied_histories(solved.tree, move, loose)
    return tied
