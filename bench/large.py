"""Large trees: the logit path of the crisis in periods and of a 15x15x15 signalling game, Gambit beside it; building.

Times are CPU seconds of one thread, so that a busy machine does not count. Both sides get the same tree: ours from the
telling, Gambit's from the .efg that we write of it. Where both reach the precision, their strategies are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bench.measure.alone import Outcome, run
from bench.measure.peer import ask
from bench.measure.row import Row, rate, seconds

TITLE = "Large trees"
PATIENCE = 10.0  # a peer's limit is CPU seconds; on a busy machine so many times that may pass
NEW, OLD = "gambit-17.0.0b2", "gambit-16.7"

# Makes `tree`: a crisis in periods, or a random signalling game with payoffs in [0, 1].
CRISIS = """
from overture.models.crisis import DEFAULTS, HARD, crisis
tree = crisis.shape(periods={periods}).tree({numbers})
"""
SIGNALLING = """
from fractions import Fraction
import numpy as np
import overture as ov

@ov.game("Sender", "Receiver", title="signalling")
def signalling(p):
    size = {size}
    pay = np.random.default_rng({seed}).random((size, size, size, 2))
    kind = yield ov.chance("type", {{str(at): Fraction(1, size) for at in range(size)}}, seen_by="Sender")
    message = yield ov.move("Sender", "message", [str(at) for at in range(size)])
    response = yield ov.move("Receiver", "response", [str(at) for at in range(size)])
    sender, receiver = (Fraction(round(x * 10**6), 10**6) for x in pay[int(kind), int(message), int(response)].tolist())
    return {{"Sender": sender, "Receiver": receiver}}

tree = signalling.tree()
"""

# Solves it after a small game has loaded the kernels; leaves seconds, precision, regret in payoffs, and the strategy in
# the order of players and of their sets.
OURS = """
import time
import numpy as np
from overture.games.measured.measure import assess
from overture.models.crisis import DEFAULTS as _numbers, crisis as _crisis
from overture.solvers.path.large import solve
solve(_crisis.shape(periods=1).tree(_numbers))
_start = time.process_time()
solution = solve(tree, {how})
_spent = time.process_time() - _start
_regret = float(assess(tree, solution.strategy, solution.order, solution.weight).max_regret[0])
_sets = sorted(range(tree.n_infosets), key=lambda s: (tree.set_player[s], tree.labels.set_number[s]))
_strategy = [x for s in _sets for x in solution.strategy[0, tree.edge_start[s]:tree.edge_start[s + 1]].tolist()]
result = [_spent, float(solution.precision[0]), _regret, bool(solution.solved[0]), int(solution.folds[0]), _strategy]
"""

THEIRS = """
import resource
import time
resource.setrlimit(resource.RLIMIT_CPU, ({limit}, {limit}))
import pygambit as gbt
game = gbt.read_efg({file!r})
start = time.process_time()
point = gbt.qre.logit_solve_lambda(game, lam=50.0)
point = point[0] if isinstance(point, (list, tuple)) else point
spent = time.process_time() - start
try:
    flat = [x for player in game.players for _, mix in point.profile[player] for _, x in mix]
except ValueError:  # 16.7 cannot hand the profile of a game's point out
    flat = None
result = [spent, float(point.lam), flat]
"""

# Gambit refuses files in which two sets of chance have one label, so these go without.
WRITE = """
import re
from overture.games.files.efg import write_efg
with open({file!r}, "w") as out:
    out.write(re.sub(r'^(c "" [0-9]+) "[^"]*"', r'\\1 ""', write_efg(tree), flags=re.M))
result = 0
"""

BUILD = """
import time
from overture.models.crisis import DEFAULTS, crisis
game = crisis.shape(periods={periods})
crisis.shape(periods=2).tree(DEFAULTS)
spent = []
for _ in range({times}):
    start = time.process_time()
    tree = game.tree(DEFAULTS)
    spent.append(time.process_time() - start)
result = [min(spent), tree.n_nodes, len(tree.terminal)]
"""


def rows() -> Iterator[Row]:
    """The crisis and the signalling game to precision 50 beside Gambit; the crisis to a regret; building."""
    yield from _to_fifty("crisis, 2 periods (511 histories)", _crisis(2), {OLD: 60.0, NEW: 60.0})
    yield from _to_fifty("crisis, 3 periods (4,095 histories)", _crisis(3), {NEW: 90.0})
    yield from _to_fifty("crisis, 4 periods (32,767 histories)", _crisis(4), {NEW: 60.0})
    for seed in (0, 1):
        told = SIGNALLING.format(size=15, seed=seed)
        name = f"random signalling 15x15x15 (3,616 nodes), seed {seed}"
        yield from _to_fifty(name, told, {NEW: 120.0}, bar=10.0)
    yield _to_regret("crisis, 4 periods, to conditional regret 1e-3", _crisis(4), 1e-3, 5.0)
    yield _to_regret(
        "crisis, 5 periods (262,143 histories), to conditional regret 1e-2", _crisis(5), 1e-2, 30.0
    )
    yield _to_regret("crisis, 5 periods, to conditional regret 1e-3", _crisis(5), 1e-3, None)
    yield _to_regret("crisis with the harder numbers, 4 periods, to 1e-3", _crisis(4, "HARD"), 1e-3, None)
    yield _limit("crisis, 3 periods, to the exact limit", _crisis(3))
    yield _limit("crisis, 4 periods, to the exact limit", _crisis(4))
    for periods, times in ((4, 3), (5, 2)):
        yield _building(periods, times)


def _crisis(periods: int, numbers: str = "DEFAULTS") -> str:
    return CRISIS.format(periods=periods, numbers=numbers)


def _to_fifty(name: str, told: str, peers: dict[str, float], bar: float | None = None) -> Iterator[Row]:
    """One row for each peer: both to precision 50. ``bar``: how many times faster was promised."""
    subject = f"{name}, to precision 50"
    ours = run(told + OURS.format(how="precision=50.0"), limit=120.0)
    if ours.result is None:
        yield Row(subject, ours.fault, holds=False if bar else None)
        return
    spent, _, regret, solved, folds, strategy = ours.result
    for peer, limit in peers.items():
        theirs = _gambit(told, peer, limit)
        note = f"CPU seconds; regret {regret:.1e}, {folds} folds" + ("" if solved else "; NOT solved")
        said, ratio = theirs.fault, None
        if theirs.result is not None:
            took, reached, other = theirs.result
            said, ratio = seconds(took), took / spent
            if other is not None:
                apart = max(abs(a - b) for a, b in zip(strategy, other, strict=True))
                note += f"; strategies differ by {apart:.0e}"
            if abs(reached - 50.0) > 1e-6:
                said, ratio = f"ended at precision {reached:.3g}", None
        elif theirs.fault == f"stopped after {limit:g} s":
            ratio = limit / spent
            note += "; the ratio is a lower bound"
        holds = None if bar is None or ratio is None else ratio >= bar
        promised = "" if bar is None else f">= {bar:g} times faster"
        yield Row(subject, seconds(spent), promised, holds, f"{peer}: {said}", ratio, ours.memory, note)


def _gambit(told: str, peer: str, limit: float) -> Outcome:
    """The peer on the .efg of the tree."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game.efg"
        write = WRITE.format(file=str(file))
        written = run(told + write, limit=120.0)
        if written.result is None:
            return written
        script = THEIRS.format(file=str(file), limit=int(limit))
        found = ask(peer, script, limit=PATIENCE * limit)
    # Killed for its CPU time it leaves no message.
    return (
        replace(found, fault=f"stopped after {limit:g} s") if found.fault == "failed: no message" else found
    )


def _to_regret(subject: str, told: str, regret: float, bar: float | None) -> Row:
    """Until no information set, reached or not, has more regret (in payoffs, measured by game.measure)."""
    unit = "__import__('overture.games.measured.measure', fromlist=['x']).payoff_range(tree).max()"
    ours = run(told + OURS.format(how=f"regret={regret} / {unit}"), limit=300.0)
    promised = "" if bar is None else f"< {bar:g} s"
    if ours.result is None:
        return Row(subject, ours.fault, promised, holds=None if bar is None else False)
    spent, precision, found, solved, folds, _ = ours.result
    return Row(
        subject,
        seconds(spent),
        promised,
        None if bar is None else spent < bar and found <= regret and solved,
        memory=ours.memory,
        note=f"CPU seconds; regret {found:.1e} in payoffs at precision {precision:.0f}, {folds} folds"
        + ("" if solved else "; NOT solved"),
    )


def _limit(subject: str, told: str) -> Row:
    ours = run(told + OURS.format(how=""), limit=120.0)
    if ours.result is None:
        return Row(subject, ours.fault)
    spent, precision, found, _, folds, _ = ours.result
    reached = "limit" if precision == float("inf") else f"precision {precision:.0f}"
    return Row(
        subject,
        seconds(spent),
        memory=ours.memory,
        note=f"CPU seconds; {reached}, regret {found:.1e} in payoffs, {folds} folds",
    )


def _building(periods: int, times: int) -> Row:
    """Histories are nodes, as everywhere in this table; complete ones are told in the note."""
    ours = run(BUILD.format(periods=periods, times=times), limit=120.0)
    subject = f"crisis, {periods} periods, building the told tree"
    if ours.result is None:
        return Row(subject, ours.fault, ">= 50,000 histories/s", False)
    spent, nodes, ends = ours.result
    return Row(
        subject,
        rate(nodes / spent, "histories"),
        ">= 50,000 histories/s",
        nodes / spent >= 50_000,
        memory=ours.memory,
        note=f"CPU; {nodes:,} histories in {spent:.2g} s, {ends / spent:,.0f} complete ones a second; best of {times}",
    )
