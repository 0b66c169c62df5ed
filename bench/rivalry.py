"""Games without an end: Markov-perfect equilibria level by level, beside sgamesolver where a game can be said to it.

Times are CPU seconds of solving and measuring, libraries imported and kernels ready; the games are told before. sgamesolver
takes games in which all move at once in each state and see everything afterwards, so the rivalry with its hidden conduct and
alarms is told to ours alone. It takes all states at once. What it answers is measured as ours is: regret at every set of every
state, over the largest payoff range of any state.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

import overture as ov
from bench.measure.alone import Outcome, run
from bench.measure.peer import ask
from bench.measure.row import Row, seconds
from overture.games.measured.play import Play
from overture.models.rivalry import DEFAULTS, DISCOUNT, START, rivalry
from overture.rivalry.equilibrium import MarkovPerfect
from overture.rivalry.game import StochasticGame

TITLE = "Games without an end (processor time, one core)"
PATIENCE = 900.0  # by the clock, for all games of a row
GAMES = 10  # random games of a row
TIMES = 3  # ours is asked so often; the quickest counts
PLAYERS = ("One", "Two")
DISCOUNT_OF_PEERS = 0.9

SGAMESOLVER = """
import json, resource
import numpy as np
import sgamesolver
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
result = []
for paid, onward in json.load(open({file!r})):
    game = sgamesolver.SGame([np.array(each) for each in paid], [np.array(each) for each in onward], {discount})
    begun = used()
    homotopy = sgamesolver.homotopy.QRE(game)
    homotopy.solver_setup()
    homotopy.solver.verbose = 0
    good = homotopy.solver.start()["success"]
    spent = used() - begun
    sigma = homotopy.equilibrium.strategies if good else None
    result.append([spent, None if sigma is None else np.nan_to_num(sigma).tolist()])
"""


@ov.stage(*PLAYERS, title="race")
def race(p: Any, costs: tuple[int, int]) -> Any:
    """Bertrand rivals: the better one earns the difference of costs; who pays lowers his own by one, if it succeeds."""
    one = (yield ov.move("One", "one", ["wait", "invest"] if costs[0] else ["wait"], seen_by=())) == "invest"
    two = (yield ov.move("Two", "two", ["wait", "invest"] if costs[1] else ["wait"])) == "invest"
    better = costs[1] - costs[0]
    paid = {"One": max(better, 0) - one * p.price_one, "Two": max(-better, 0) - two * p.price_two}
    odds = {}
    for first, second in product((0, 1) if one else (0,), (0, 1) if two else (0,)):
        chance = (p.success if first else 1 - p.success * one) * (
            p.success if second else 1 - p.success * two
        )
        odds[costs[0] - first, costs[1] - second] = chance
    return paid, odds


@ov.stage(*PLAYERS, title="random stochastic game")
def drawn(p: Any, state: int, *, seed: int = 0, states: int = 5, actions: int = 3) -> Any:
    """Payoffs from -9,999 to 9,999 and odds of all states, drawn anew for each pair of actions."""
    names = [f"a{at}" for at in range(actions)]
    one = yield ov.move("One", "one", names, seen_by=())
    two = yield ov.move("Two", "two", names)
    draw = random.Random(f"{seed}/{state}/{one}/{two}")
    paid = {name: draw.randint(-9999, 9999) / 9999 for name in PLAYERS}
    weight = [draw.random() for _ in range(states)]
    return paid, {at: each / sum(weight) for at, each in enumerate(weight)}


def _race(largest: int) -> Callable[[], list[StochasticGame]]:
    told = {"price_one": 2.0, "price_two": 2.3, "success": 0.7}
    return lambda: [race.stochastic_game(told, start=(largest, largest), discount=DISCOUNT_OF_PEERS)]


def _random(states: int, actions: int) -> Callable[[], list[StochasticGame]]:
    return lambda: [
        drawn.shape(seed=seed, states=states, actions=actions).stochastic_game(
            start=0, discount=DISCOUNT_OF_PEERS
        )
        for seed in range(GAMES)
    ]


def _rivalry(strongest: int) -> Callable[[], list[StochasticGame]]:
    shape = rivalry.shape(strongest=strongest)
    return lambda: [shape.stochastic_game(DEFAULTS, start=START, discount=DISCOUNT)]


# name -> what makes the games, and whether sgamesolver can be told them
ONE: dict[str, tuple[Callable[[], list[StochasticGame]], bool]] = {
    "rivalry, 36 states": (_rivalry(8), False),
    "rivalry, 1,000 states": (_rivalry(249), False),
    "race, 36 states": (_race(5), True),
    "race, 121 states": (_race(10), True),
    "10 random games of 5 states, 3 x 3 actions": (_random(5, 3), True),
}
BARS = {"rivalry, 1,000 states": 10.0}


def answered(name: str) -> list[list[Any]]:
    """Run in a process of its own: [CPU seconds, strategy, share, solved] of each game of a row."""
    games = ONE[name][0]()
    ov.markov_perfect(games[0])
    found = []
    for game in games:
        spent = []
        for _ in range(TIMES):
            begun = time.process_time()
            answer = ov.markov_perfect(game)
            spent.append(time.process_time() - begun)
        found.append(
            [min(spent), answer.strategy.tolist(), float(answer.share.max()), bool(answer.solved.all())]
        )
    return found


def listed() -> list[Any]:
    """Run in a process of its own: [CPU seconds, equilibria, lists, supports of a list, largest regret] of the rivalry."""
    game = ONE["rivalry, 36 states"][0]()[0]
    ov.markov_equilibria(game, supports=10)
    begun = time.process_time()
    found = ov.markov_equilibria(game)
    spent = time.process_time() - begun
    worst = max(float(each.max_regret.max()) for each in found.problems)
    return [spent, found.count, len(found.problems), found.problems[0].of, worst]


def tables(game: StochasticGame) -> list[Any]:
    """[payoffs, odds of the next state] as sgamesolver takes them: [state][player][action, action], [state][action, action][state]."""
    paid, onward = [], []
    for at, tree in enumerate(game.trees):
        sizes = np.diff(tree.edge_start).tolist()
        histories = range(game.history_start[at], game.history_start[at + 1])
        paid.append(game.stage_payoff[histories].reshape(*sizes, -1).transpose(2, 0, 1).tolist())
        odds = np.zeros((len(histories), len(game.states)))
        for row, history in enumerate(histories):
            span = slice(game.next_start[history], game.next_start[history + 1])
            odds[row, game.next_state[span]] = game.next_odds[span]
        onward.append(odds.reshape(*sizes, -1).tolist())
    return [paid, onward]


def measured(game: StochasticGame, sigma: Any) -> MarkovPerfect:
    """A peer's answer [state][player][action] as play of our game, measured."""
    halves = []
    for at, tree in enumerate(game.trees):
        for player, size in enumerate(np.diff(tree.edge_start).tolist()):
            share = np.maximum(np.array(sigma[at][player][:size]), 0.0)
            halves.append(share / share.sum())
    strategy = np.concatenate(halves)
    return MarkovPerfect.measured(
        game, Play(strategy, np.ones_like(strategy), np.ones_like(strategy)), method="peer"
    )


def rows() -> Iterator[Row]:
    for name, (make, can_be_told) in ONE.items():
        ours = run(f"from bench.rivalry import answered\nresult = answered({name!r})", limit=PATIENCE)
        subject = f"one equilibrium of {name}"
        if ours.result is None:
            yield Row(subject, ours.fault)
            continue
        games = make()
        yield _one(subject, BARS.get(name), games, ours, _asked(games) if can_be_told else None)
    yield _list()


def _asked(games: list[StochasticGame]) -> Outcome:
    """What sgamesolver answers to the games of a row, in one process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "games.json"
        file.write_text(json.dumps([tables(game) for game in games]))
        return ask(
            "sgamesolver", SGAMESOLVER.format(file=str(file), discount=DISCOUNT_OF_PEERS), limit=PATIENCE
        )


def _one(
    subject: str, bar: float | None, games: list[StochasticGame], ours: Outcome, theirs: Outcome | None
) -> Row:
    spent = sum(each[0] for each in ours.result)
    solved = sum(each[3] for each in ours.result)
    note = f"ours: {solved} of {len(games)} solved, largest regret {max(each[2] for each in ours.result):.0e} of the range"
    wanted = "" if bar is None else f"< {bar:g} s"
    holds = None if bar is None else spent < bar and solved == len(games)
    if theirs is None:
        note += "; hidden conduct: sgamesolver cannot be told it"
        return Row(subject, seconds(spent), wanted, holds, memory=ours.memory, note=note)
    if theirs.result is None:
        return Row(
            subject,
            seconds(spent),
            wanted,
            holds,
            f"sgamesolver: {theirs.fault}",
            memory=ours.memory,
            note=note,
        )
    took = sum(each[0] for each in theirs.result)
    answers = [
        (game, np.array(mine[1]), measured(game, sigma))
        for game, mine, (_, sigma) in zip(games, ours.result, theirs.result, strict=True)
        if sigma is not None
    ]
    worst = max((float(answer.share.max()) for _, _, answer in answers), default=float("nan"))
    same = sum(float(np.abs(answer.strategy - mine).max()) <= 5e-3 for _, mine, answer in answers)
    note += f"; theirs: {len(answers)} of {len(games)} answered, largest regret {worst:.0e}, {same} with our play (to 5e-03)"
    return Row(
        subject,
        seconds(spent),
        wanted,
        holds,
        f"sgamesolver QRE: {seconds(took)}",
        took / spent,
        ours.memory,
        note,
    )


def _list() -> Row:
    done = run("from bench.rivalry import listed\nresult = listed()", limit=PATIENCE)
    subject = "all equilibria of rivalry, 36 states, a level under one continuation"
    if done.result is None:
        return Row(subject, done.fault)
    spent, count, lists, of, worst = done.result
    each = spent / lists
    note = f"{count} found, counted along the levels; {lists} lists of {of:,} supports each, largest regret {worst:.0e}; not proved complete"
    return Row(subject, seconds(each), "< 1 s", each < 1, memory=done.memory, note=note)
