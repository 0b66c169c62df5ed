"""Random games for property tests: a Hypothesis strategy that tells a game, and strategies to play it.

    @given(trees())                    one world, one to three players
    @given(trees(zero_sum=True))       two players, what one wins the other loses

A random game is a list of stages. Each stage has a mover (or chance), a number of choices and an
audience, so information is hidden at random; some histories end early; payoffs hang on the history.
Payoffs are small whole numbers, so ties happen, as they do in games that people write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import numpy as np
from hypothesis import strategies as st

from overture.games.telling.language import Game, chance, game, move, reveal
from overture.games.tree import Floats, Tree

PLAYERS = ("Ann", "Bob", "Cid")


@dataclass(frozen=True)
class Stage:
    """One move of a random game: mover -1 is chance; audience are the others who see it."""

    mover: int
    choices: int
    audience: tuple[int, ...]
    shown_later: bool = False


@st.composite
def _stages(draw: st.DrawFn, players: int, most: int) -> list[Stage]:
    stage = st.builds(
        Stage,
        mover=st.integers(-1, players - 1),
        choices=st.sampled_from([2, 2, 2, 3, 1]),
        audience=st.sets(st.integers(0, players - 1)).map(lambda found: tuple(sorted(found))),
        shown_later=st.sampled_from([False, False, True]),
    )
    stages = draw(st.lists(stage, min_size=1, max_size=most))
    if all(each.mover < 0 for each in stages):
        stages.append(Stage(0, 2, ()))
    return stages


def tell(players: int, stages: list[Stage], seed: int, zero_sum: bool = False) -> Game:
    """The game that the stages tell; ``p.shift`` moves every payoff a little, world by world."""

    @game(*PLAYERS[:players], title=f"random game {seed}")
    def random_game(p):  # type: ignore[no-untyped-def]
        history: list[str] = []
        for at, stage in enumerate(stages):
            dice = Random(f"{seed} {history}")
            if history and dice.random() < 0.15:
                break
            names = [f"{letter}{at}" for letter in "abc"[: stage.choices]]
            seen_by = [PLAYERS[who] for who in stage.audience]
            if stage.mover < 0:
                # Odds hang on the stage alone or on the history; now and then one of them is zero.
                sizes = [Fraction(dice.randint(0, 3)) for _ in names]
                sizes[dice.randrange(len(sizes))] += 1
                odds = {name: size / sum(sizes) for name, size in zip(names, sizes, strict=True)}
                choice = yield chance(f"stage{at}", odds, seen_by=seen_by)
            else:
                choice = yield move(PLAYERS[stage.mover], f"stage{at}", names, seen_by=seen_by)
            history.append(choice)
            if stage.shown_later and at > 0:
                yield reveal(f"stage{at - 1}")
        dice = Random(f"paid {seed} {history}")
        paid = {name: dice.randint(-3, 3) + dice.randint(-1, 1) * p.shift for name in PLAYERS[:players]}
        if zero_sum:
            paid["Bob"] = -paid["Ann"]
        return paid

    return random_game


@st.composite
def trees(
    draw: st.DrawFn,
    *,
    players: int | None = None,
    worlds: int = 1,
    zero_sum: bool = False,
    most_stages: int = 5,
) -> Tree:
    """A checked tree of a random game (shrinks towards fewer stages)."""
    count = 2 if zero_sum else players or draw(st.integers(1, 3))
    told = tell(count, draw(_stages(count, most_stages)), draw(st.integers(0, 10_000)), zero_sum)
    shift = [Fraction(at, 7) for at in range(worlds)]
    return told.tree(shift=shift[0] if worlds == 1 else np.array(shift, dtype=float))


def random_strategy(tree: Tree, seed: int, zeros: float = 0.0) -> Floats:
    """[W, A] a strategy; each action is left out with probability ``zeros``, but never all of a set."""
    dice = np.random.default_rng(seed)
    table = dice.integers(1, 6, size=(tree.n_worlds, tree.n_actions)).astype(float)
    left_out = dice.random(table.shape) < zeros
    for infoset in range(tree.n_infosets):
        span = slice(tree.edge_start[infoset], tree.edge_start[infoset + 1])
        kept = np.where(left_out[:, span], 0.0, table[:, span])
        empty = kept.sum(axis=1) == 0
        kept[empty, 0] = 1.0
        table[:, span] = kept / kept.sum(axis=1, keepdims=True)
    return table


def with_inner_outcomes(tree: Tree, seed: int) -> Tree:
    """The same tree with payments on the way as well, as .efg files may have them."""
    dice = np.random.default_rng(seed)
    inner = np.flatnonzero((tree.set_of >= 0) & (dice.random(tree.n_nodes) < 0.4))
    n_outcomes = tree.payoff.shape[1]
    outcome = tree.outcome.copy()
    outcome[inner] = n_outcomes + np.arange(len(inner), dtype=np.int32)
    extra = dice.integers(-2, 3, size=(tree.n_worlds, len(inner), len(tree.players))).astype(float)
    return replace(tree, outcome=outcome, payoff=np.concatenate([tree.payoff, extra], axis=1), exact=None)
