"""From a case to the joint distribution: draw the worlds, solve them, set up what every question is put to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from overture.case.draw import centre, draw, own_draws
from overture.case.evidence import SheetEvidence, read_evidence
from overture.case.known import Knows, Touch, touches, who_knows
from overture.case.load import Loaded
from overture.case.written import choices, everything, fixed_moves
from overture.errors import EvidenceError
from overture.games.measured.event import mask
from overture.games.measured.play import even_play
from overture.games.telling.language import Game
from overture.games.tree import Floats, Ints, Tree
from overture.judgement import variants
from overture.judgement.basis import Basis, acts_before, in_order
from overture.judgement.counted import counted, missing, named_fault, no_weight, other_counterparts
from overture.judgement.filed import by_part, filed, gaps_by_part, settled_by_part, told_by_part
from overture.judgement.play.solve import Solved
from overture.judgement.progress import Progress
from overture.judgement.solving import solve_in_blocks
from overture.runs.pieces import PieceRun
from overture.weigh.distribution.cells import Bools, Cells, seen_by_others
from overture.weigh.distribution.joint import posterior, prepared
from overture.weigh.distribution.own import Own, Tell, nature_odds, type_odds
from overture.weigh.distribution.spans import AT_ONCE, joined, parts
from overture.weigh.distribution.ties import done_by
from overture.weigh.reports.said import Said, said

# Points at which it is tried whether our prior is linear in our own numbers.
TRIED = 8
ROUNDING = 1e-12  # odds below this are 0
DRAWS = 32  # of the parameters, at which it is asked whether a type can be at all


@dataclass(frozen=True)
class Outset:
    """What is known of a case before anything is solved. Axes: T types, H histories.

    Attributes:
        types: [T] labels of the hypotheses, the question first. order: their places among the move's choices.
        kind: [H] the type of each history.
        touched, knows: what each parameter moves, and whose number it is.
        evidence, said: the sheet as weighing needs it, and what was said against the histories.
        middle: parameter -> the centre of our own copy.
    """

    types: tuple[str, ...]
    order: tuple[int, ...]
    kind: Ints
    touched: Mapping[str, Touch]
    knows: Mapping[str, Knows]
    evidence: SheetEvidence
    said: Said
    middle: Mapping[str, float]


def outset(loaded: Loaded, worlds: int) -> Outset:
    """The parts of a case that no solution changes."""
    tree, move = loaded.tree, loaded.case.hypothesis.move
    every = choices(tree, move)
    types = tuple([label for label in loaded.case.hypothesis.words if label in every])
    types += tuple(label for label in every if label not in types)
    types = _question_first(loaded, types, every)
    kind = np.zeros(len(tree.terminal), dtype=np.int32)
    for at, label in enumerate(types):
        kind[mask(tree, f"move({move!r}) == {label!r}")] = at
    touched = touches(loaded)
    evidence = read_evidence(loaded)
    reports = said(evidence.sources, evidence.testimony, masks(tree, evidence), len(kind))
    if not np.isfinite(reports.scaled[1]):
        alone = [each.name for each in reports.families if not np.isfinite(each.log_likelihood.max())]
        raise _unsayable(loaded, " and ".join(alone or [each.name for each in reports.families]), "")
    return Outset(
        types,
        tuple(every.index(label) for label in types),
        kind,
        touched,
        who_knows(loaded, touched),
        evidence,
        reports,
        centre(loaded.parameters, worlds),
    )


def _question_first(loaded: Loaded, types: tuple[str, ...], every: Sequence[str]) -> tuple[str, ...]:
    """What cannot be is no question: where the first type's prior is 0 at every draw, one that can be comes before it."""
    drawn = loaded.game.tree(dict(draw(loaded.parameters, DRAWS, 0)))
    odds = type_odds(drawn, loaded.case.hypothesis.move).max(axis=0)
    live = [label for label in types if odds[every.index(label)] > 0]
    if types[0] in live or len(live) < 2:
        return types
    return (live[0], *(label for label in types if label != live[0]))


def sayable(loaded: Loaded) -> None:
    """Whether what was said can have been said where what was done was done; nothing is solved.

    Raises EvidenceError where it cannot: two sources that are never wrong contradict each other, say.
    """
    start = outset(loaded, 1)
    done = everything(loaded.tree, (act.event for act in loaded.case.done))
    drawn = loaded.game.tree(dict(draw(loaded.parameters, DRAWS, 0)))
    possible = nature_odds(drawn, "").max(axis=0) > 0
    if start.said.families and not np.isfinite(start.said.log_likelihood[done & possible]).any():
        names = " and ".join(each.name for each in start.said.families)
        raise _unsayable(loaded, names, " where what was done was done" if loaded.case.done else "")


def prepare(
    loaded: Loaded,
    worlds: int,
    seed: int,
    threads: int | None = None,
    progress: Progress | None = None,
    run: PieceRun | None = None,
    *,
    alone: bool = False,
) -> Basis:
    """Draw the worlds of a case, solve them, and set the distribution up.

    Args:
        run: solves the worlds; this process if left out.
        alone: only what is asked of the case's own offer: no other worlds, and no classes named by another counterpart.

    Raises EvidenceError where what was done and said has no chance in the game.
    """
    start = outset(loaded, worlds)
    _few_enough(loaded, start, worlds)
    tree = told_by_part(loaded, draw(loaded.parameters, worlds, seed))
    trees = {"": tree}
    if not alone:
        trees |= variants.trees(loaded, tree, start.knows, start.middle, _heard(start), worlds, seed)
    given = loaded.case.signal.given
    apart = [] if alone else other_counterparts(loaded)
    done = _settling(loaded, tree)
    made = done_by(tree, done, fixed_moves(tree, done), loaded.case.hypothesis.move)
    found = solve_in_blocks(loaded, list(trees.values()), seed, threads, progress, [given, *apart], made, run)
    solved = dict(zip(trees, found, strict=True))
    main, *each = solved.pop("")
    _named_weights(loaded, [main, *each])
    again = {name: one[0] for name, one in solved.items()}
    return assembled(loaded, start, tree, main, worlds, seed, dict(zip(apart, each, strict=True)), again)


def _named_weights(loaded: Loaded, found: Sequence[Solved]) -> None:
    """A weight for the second of a class is a slip where no world has a second one, here or among those that ``check`` tries."""
    there = tuple(dict.fromkeys(name for each in found for name in each.classes))
    if missing(loaded, there):
        there = tuple(dict.fromkeys([*there, *counted(loaded).classes]))
        EvidenceError.raise_any(named_fault(loaded, name, there) for name in missing(loaded, there))


def _unsayable(loaded: Loaded, name: str, when: str) -> EvidenceError:
    places = loaded.sheet_places
    return EvidenceError.of(
        "weigh/impossible",
        f"by the judgements of {name} what was said cannot have been said{when}",
        "evidence" if places is None else places(["claims"]),
        "rates that leave it a chance",
    )


def _heard(start: Outset) -> Floats | None:
    """[T] likelihood of the reports by type; None where they speak of more than the type, or nothing was said."""
    if not start.said.families:
        return None
    likelihood = start.said.scaled[0]
    found = np.array([likelihood[start.kind == at].mean() for at in range(len(start.types))])
    return found if np.allclose(likelihood, found[start.kind], rtol=1e-12, atol=0.0) else None


def assembled(
    loaded: Loaded,
    start: Outset,
    tree: Tree,
    solved: Solved,
    worlds: int,
    seed: int,
    apart: Mapping[str, Solved] | None = None,
    again: Mapping[str, Solved] | None = None,
) -> Basis:
    """The distribution over solved worlds."""
    case = loaded.case
    cells = cells_of(tree, solved)
    own = own_copies(loaded, tree, start, worlds, seed, cells.world)
    gap = gaps_by_part(cells)
    earlier = acts_before(loaded, tree)
    done = _settling(loaded, tree)
    play = settled_by_part(solved, cells, gap, done, fixed_moves(tree, done), case.hypothesis.move)
    seen = seen_by_others(tree, own.advised)
    floor = case.equilibria.floor
    joint = prepared(cells, own, start.types, start.kind, start.said.scaled[0], floor, play, seen)
    joint = replace(joint, floored=filed(solved, joint.floored))
    basis = Basis(
        loaded=loaded,
        solved=solved,
        apart=apart or {},
        joint=joint,
        said=start.said,
        evidence=start.evidence,
        touched=start.touched,
        knows=start.knows,
        types=start.types,
        order=start.order,
        made=len(earlier) < len(case.done),
        settled=play,
        seen=seen,
        gap=gap,
        again=again or {},
        worlds=worlds,
        seed=seed,
    )
    _possible(basis)
    return basis


def _settling(loaded: Loaded, tree: Tree) -> list[str]:
    """The events of what was done, but for the offer itself: what that tells is asked as of before it was made."""
    earlier = acts_before(loaded, tree)
    return [act.event for at, act in enumerate(in_order(loaded, tree)) if at != len(earlier)]


def cells_of(tree: Tree, solved: Solved) -> Cells:
    """The solved worlds as weighing needs them; a class that does not exist plays uniformly, with no weight."""
    alive = (solved.weight.sum(axis=1) > 0).astype(float)
    if not alive.any():
        if solved.there.any():
            raise EvidenceError(no_weight("equilibria.weights", solved.classes))
        raise EvidenceError.of("judge/worlds", "no world has a certified equilibrium", mend="check the game")
    even = even_play(tree.world(0)).strategy[:, None]
    return Cells(
        tree,
        solved.classes,
        alive / alive.sum(),
        solved.weight,
        by_part(solved.strategy, lambda play: np.where(np.isnan(play), even, play)),
        by_part(solved.order, lambda order: np.nan_to_num(order, nan=1.0)),
        by_part(solved.tremble, lambda tremble: np.nan_to_num(tremble, nan=1.0)),
        solved.scale,
        solved.surely,
    )


def own_copies(
    loaded: Loaded,
    tree: Tree,
    start: Outset,
    worlds: int,
    seed: int,
    weight: Floats,
    theirs: frozenset[str] | None = None,
) -> Own:
    """Our own copies: the parameter vectors of the worlds, drawn apart, each with the weight of its world.

    ``theirs``: names that count as his, if not those that are known to be.
    """
    case = loaded.case
    known = frozenset(name for name, each in start.knows.items() if each.side == "theirs")
    his = known if theirs is None else theirs
    crossing = _crossing(loaded, start, his)
    drawn = own_draws(loaded.parameters, worlds, seed)
    tell = _teller(loaded.game)

    place = list(start.order)
    drawn_prior = joined(
        type_odds(tell({name: value[rows] for name, value in drawn.items()}), case.hypothesis.move)[:, place]
        for rows in parts(worlds)
    )
    one = {name: np.array([value]) for name, value in start.middle.items()}
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
        centre=start.middle,
        prior=_without_rounding(prior),
        drawn_prior=_without_rounding(drawn_prior),
        hypothesis=case.hypothesis.move,
        advised=tree.players.index(case.advised),
    )


def _teller(game: Game) -> Tell:
    """Tells the game at numbers [W]. The last tree is kept: payoffs and the prior are asked at the same numbers in turn."""
    last: list[tuple[dict[str, Floats], Tree]] = []

    def tell(values: Mapping[str, Floats]) -> Tree:
        asked = {name: np.array(value, dtype=np.float64) for name, value in values.items()}
        for told, tree in last:
            if told.keys() == asked.keys() and all(np.array_equal(told[name], asked[name]) for name in asked):
                return tree
        tree = game.tree(asked)
        last[:] = [(asked, tree)]
        return tree

    return tell


def _crossing(loaded: Loaded, start: Outset, his: frozenset[str]) -> frozenset[str]:
    """Of his numbers those that move odds of nature or our payoffs."""
    return frozenset(
        name
        for name in his
        if name in start.touched
        and loaded.parameters[name].spread
        and (start.touched[name].nature or start.touched[name].ours)
    )


def _few_enough(loaded: Loaded, start: Outset, worlds: int) -> None:
    """Raise where every world would have to be put together with every own draw, and there are too many of them."""
    his = frozenset(name for name, each in start.knows.items() if each.side == "theirs" or each.asked)
    crossing = _crossing(loaded, start, his) if worlds > AT_ONCE else ()
    if crossing:
        names = ", ".join(sorted(crossing))
        raise EvidenceError.of(
            "judge/crossing",
            f"{worlds:,} worlds, and a number of his that moves the odds of nature or our payoffs ({names}): each world is "
            "then put together with each of our own draws",
            "--worlds",
            f"at most {AT_ONCE:,} in such a case",
        )


def _without_rounding(prior: Floats) -> Floats:
    """[..., T] odds in which what is 0 but for rounding is 0."""
    found = np.where(prior < ROUNDING, 0.0, prior)
    return np.asarray(found / found.sum(axis=-1, keepdims=True))


def _linear(tell: Tell, drawn: Mapping[str, Floats], move: str) -> bool:
    """Whether the odds of the hypothesis are linear in the parameters: tried at the middles of pairs of draws."""
    count = min(TRIED, len(next(iter(drawn.values()))) // 2)
    first = {name: value[:count] for name, value in drawn.items()}
    second = {name: value[count : 2 * count] for name, value in drawn.items()}
    both = {name: (first[name] + second[name]) / 2 for name in drawn}
    ends = (type_odds(tell(first), move) + type_odds(tell(second), move)) / 2
    return bool(np.allclose(ends, type_odds(tell(both), move), atol=1e-12))


def masks(tree: Tree, evidence: SheetEvidence) -> dict[str, Bools]:
    """Every event that a claim or a source names, as [H]."""
    wanted = [
        text for claim in evidence.testimony for text in (claim.event, claim.near, *claim.given) if text
    ]
    wanted += [text for source in evidence.sources for text in (source.interest, source.wants) if text]
    return {text: mask(tree, text) for text in dict.fromkeys(wanted)}


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
            raise _unsayable(basis.loaded, family.name, " after what was done")
    posterior(joint.prior, joint.likelihood(so_far))
