"""How far complete lists of equilibria reach: games of the literature and random ones, beside Gambit.

Times are CPU seconds of one process that has its kernels ready; telling the tree is not counted. A work that ends by
its budget says so in its own words; one that does not end is stopped after so many CPU seconds. Peers get the first
game of a work, and their clock stands while they read it.
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import overture as ov
from bench import told
from bench.measure.alone import Outcome, run
from bench.measure.peer import ask
from bench.measure.row import Row, seconds

if TYPE_CHECKING:
    from overture.games.tree import Tree

TITLE = "Reach: complete lists of equilibria (processor time, one core)"
LIMIT = 60  # CPU seconds of one game, where the goal is no longer than half of it
PEER_LIMIT = 20
TIMES, SHORT = 3, 1.0  # a game that takes less than so many seconds is asked again; the quickest counts
PATIENCE = 10  # on a busy machine so many times the CPU seconds may pass
OLD, NEW = "gambit-16.7", "gambit-17.0.0b2"

# What a peer is asked.
CALLS = {
    "enumpoly": "gbt.nash.enumpoly_solve(game)",
    "enummixed": "gbt.nash.enummixed_solve(game, rational=False)",
    "lcp": "gbt.nash.lcp_solve(game, use_strategic=False, rational=False)",
    "logit": "gbt.nash.logit_solve(game)",
    "logit, tuned": "gbt.nash.logit_solve(game, first_step=.1, max_accel=2)",
}
Peers = tuple[tuple[str, str], ...]  # (environment, what it is asked)
# One equilibrium: at the defaults, tuned, and of the sequence form.
ONE: Peers = (
    (NEW, "logit"),
    (NEW, "logit, tuned"),
    (OLD, "logit"),
    (OLD, "logit, tuned"),
    (OLD, "lcp"),
)
ALL: Peers = ((OLD, "enumpoly"),)
ALL_OF_TWO: Peers = ((OLD, "enumpoly"), (OLD, "enummixed"), (OLD, "lcp"))  # of two players; lcp lists some

THEIRS = """
import resource
import pygambit as gbt
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
game = gbt.read_efg({file!r})
begun = used()
resource.setrlimit(resource.RLIMIT_CPU, (int(begun + {limit}) + 1,) * 2)
found = {call}
spent = used() - begun
those = found.equilibria if hasattr(found, "equilibria") else [found.equilibrium]
result = [spent, sum(each is not None for each in those)]
"""


@dataclass(frozen=True)
class Answer:
    """What a game was answered: whether that is all, how many entries, exact or not, and the words for it."""

    complete: bool
    entries: int
    exact: bool
    words: str


def listed(tree: Tree) -> Answer:
    found = ov.equilibria(tree)
    exact = all(member.certificate.exact for member in found.members)
    return Answer(found.complete, len(found.members), exact, found.how)


def listed_across(tree: Tree) -> Answer:
    from overture.solvers.all.across import equilibria_across

    found = equilibria_across(tree)
    entries = sum(len(family.world) for family in found.families)
    return Answer(
        bool(found.complete.all()), entries, False, f"complete in {found.complete.mean():.1%} of worlds"
    )


def by_backward_induction(tree: Tree) -> Answer:
    found = ov.backward(tree)
    return Answer(found.is_unique, 1, found.exact, str(found))


def extreme(tree: Tree) -> Answer:
    found = ov.extreme_nash(tree)
    exact = all(point.certificate.exact for point in found.members)
    return Answer(
        True, len(found.members), exact, f"extreme Nash equilibria, in {found.components} components"
    )


def warm() -> None:
    """Every kernel that a work may use, compiled or read from the disk."""
    from overture.solvers.path.large import solve

    listed(told.signalling(2, 0))
    ov.equilibria(told.chain_store(3), steps=20)  # given up, so the logit path and other starts follow
    solve(told.alternating_offers(1, 3))  # the path of large trees
    listed_across(told.flagship_worlds(3))
    by_backward_induction(told.alternating_offers(1, 3))
    extreme(told.many_equilibria(4))


@dataclass(frozen=True)
class Work:
    """A game, or several of one kind, and what is asked of them.

    Attributes:
        games: what makes each tree.
        goal: CPU seconds; None where an answer is asked for and no time.
        entries: how many the list must have, where that is known.
        exact: whether it must be in exact rationals.
        or_why: whether a list that says why it is not complete will do.
        peers: who is asked besides, and what.
        file: the file of ``tests/reference`` that it needs.
    """

    name: str
    games: tuple[Callable[[], Tree], ...]
    goal: float | None
    answer: Callable[[Tree], Answer] = listed
    entries: int | None = None
    exact: bool = False
    or_why: bool = False
    peers: Peers = ()
    file: str = ""

    @property
    def limit(self) -> int:
        """CPU seconds after which one game of it is stopped."""
        return max(LIMIT, 2 * int(self.goal or 0))

    @property
    def bar(self) -> str:
        """The goal in words."""
        words = ["complete, or why not" if self.or_why else "complete"]
        words += [f"{self.entries} entries"] if self.entries else []
        words += ["exact"] if self.exact else []
        words += [seconds(self.goal)] if self.goal else []
        return ", ".join(words)

    def holds(self, spent: float, answer: Answer) -> bool:
        return (
            (answer.complete or (self.or_why and bool(answer.words)))
            and (self.goal is None or spent <= self.goal)
            and (self.entries is None or answer.entries == self.entries)
            and (answer.exact or not self.exact)
        )


def _signalling(size: int, goal: float, seeds: int, peers: Peers = ()) -> Work:
    def of(seed: int) -> Callable[[], Tree]:
        return lambda: told.signalling(size, seed)

    games = tuple(of(seed) for seed in range(seeds))
    return Work(
        f"{seeds} random signalling games {size}x{size}x{size}, the slowest", games, goal, peers=peers
    )


def _reference(name: str, file: str, goal: float, peers: Peers) -> Work:
    path = f"catalogue/games/{file}.efg"
    return Work(name, (lambda: told.file(path),), goal, peers=peers, file=path)


def _offers() -> Tree:
    return told.alternating_offers(3, 21)


WORKS = (
    Work("arms race, 6 types a side (259 nodes)", (lambda: told.arms_race(6),), 1.0, peers=ONE),
    Work("arms race, 20 types a side (2,821 nodes)", (lambda: told.arms_race(20),), 1.0, peers=ONE),
    Work("arms race, 100 types a side (70,101 nodes)", (lambda: told.arms_race(100),), 1.0),
    _signalling(4, 0.1, 10, ALL_OF_TWO),
    _signalling(5, 5.0, 5),
    _signalling(6, 60.0, 3),
    Work("chain store, 2 entrants (35 nodes)", (lambda: told.chain_store(2),), 60.0, peers=ALL),
    Work("chain store, 3 entrants (107 nodes)", (lambda: told.chain_store(3),), 60.0, peers=ALL),
    Work("chain store, 5 entrants (971 nodes)", (lambda: told.chain_store(5),), 60.0),
    Work("Spence, two firms bid, 2 schoolings, 4 bids (87 nodes)", (told.two_schools,), 30.0, peers=ALL),
    Work("Spence, two firms bid, 6 schoolings, 2 bids (87 nodes)", (told.six_schools,), 30.0, peers=ALL),
    _reference("global game, 9 states (604 nodes)", "M48_global_game", 5.0, ONE),
    Work("perfect information, ov.backward (29,170 nodes)", (_offers,), 1.0, by_backward_induction),
    Work("perfect information, ov.equilibria (29,170 nodes)", (_offers,), 1.0),
    Work("flagship's core (57 nodes)", (told.flagship_core,), 0.03, peers=ALL_OF_TWO),
    Work(
        "flagship's core, 1,000 worlds over 7 ranges",
        (lambda: told.flagship_worlds(1000),),
        2.0,
        listed_across,
    ),
    Work("whole flagship (231 nodes)", (told.flagship,), None, or_why=True),
    _reference("jury of three, unanimity (255 nodes)", "M28_jury_unanimity", 30.0, ALL),
    _reference("jury of three, majority (255 nodes)", "M28b_jury_majority", 30.0, ALL),
    _reference("delegation, 4 states, small bias (129 nodes)", "M38a_delegate", 30.0, ALL_OF_TWO),
    _reference("delegation, 4 states, large bias (129 nodes)", "M38b_keep", 30.0, ALL_OF_TWO),
    _reference("credibility in two stages (63 nodes)", "M41_credibility", 30.0, ALL_OF_TWO),
    Work("litigation, 80 types (19,281 nodes)", (lambda: told.litigation(80),), 2.0, exact=True, peers=ONE),
    Work("6 x 6 bimatrix of von Stengel's construction", (told.many_equilibria,), None, extreme, 75,
         exact=True, peers=ALL_OF_TWO),
)  # fmt: skip


def measured(work: int, game: int) -> dict[str, object]:
    """Run in a process of its own: seconds and the answer; the process is killed past the limit."""
    asked = WORKS[work]
    warm()
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(_used() + asked.limit) + 1, most))
    spent: list[float] = []
    while not spent or (len(spent) < TIMES and sum(spent) < SHORT):
        begun = _used()
        tree = asked.games[game]()
        between = _used()
        answer = asked.answer(tree)
        spent.append(_used() - between)
    return {"spent": min(spent), "told": between - begun, "answer": asdict(answer)}


def _used() -> float:
    """CPU seconds of this process; the other clock steps by ticks where a limit is set."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def rows() -> Iterator[Row]:
    """One row for each work."""
    for at, work in enumerate(WORKS):
        if work.file and not (told.REFERENCE / work.file).exists():
            yield Row(work.name, "", work.bar, note=f"missing: tests/reference/{work.file}")
        else:
            yield _row(at, work)


def _row(at: int, work: Work) -> Row:
    found = [_stopped(_ours(at, game), work.limit) for game in range(len(work.games))]
    done = [(each.result["spent"], Answer(**each.result["answer"])) for each in found if each.result]
    lines = [f"{_said(answer)} ({seconds(spent)})" for spent, answer in done] if len(found) > 1 else []
    note = "; ".join([*lines, *(each.fault for each in found if not each.result)])
    ours = ""
    if len(done) == len(found):
        spent, answer = max(done, key=lambda each: each[0])
        ours = seconds(spent)
        holds = all(work.holds(*each) for each in done)
        if not lines:
            note = f"{_said(answer)}: {answer.words}; told in {seconds(found[0].result['told'])}"
    else:
        ours, holds = next(each.fault for each in found if not each.result), False
    peer, ratio, more = _beside(work, done[0][0] if found[0].result else None)
    memory = max(each.memory for each in found) or None
    return Row(work.name, ours, work.bar, holds, peer, ratio, memory, note + more)


def _said(answer: Answer) -> str:
    entries = "1 entry" if answer.entries == 1 else f"{answer.entries:,} entries"
    return ("complete, " if answer.complete else "NOT complete, ") + entries


def _ours(work: int, game: int) -> Outcome:
    script = f"from bench.reach import measured\nresult = measured({work}, {game})"
    return run(script, limit=PATIENCE * (WORKS[work].limit + 30.0))


def _stopped(found: Outcome, limit: int) -> Outcome:
    """A process that was killed for its CPU time leaves no message."""
    return replace(found, fault=f"not done in {limit} s") if found.fault == "failed: no message" else found


def _beside(work: Work, spent: float | None) -> tuple[str, float | None, str]:
    """The quickest peer's cell, how many times faster ours is, and what the others did, on the first game."""
    if not work.peers:
        return "", None, ""
    tree = work.games[0]()
    # Gambit wants different labels for all sets of chance, or none.
    bare = replace(tree, labels=replace(tree.labels, set_label=("",) * tree.n_sets))
    did: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game.efg"
        file.write_text(ov.write_efg(bare))
        for peer, what in work.peers:
            script = THEIRS.format(file=str(file), limit=PEER_LIMIT, call=CALLS[what])
            found = _stopped(ask(peer, script, limit=PATIENCE * (PEER_LIMIT + 10.0)), PEER_LIMIT)
            if found.result is None:
                did.append((float("inf"), f"{peer} {what}: {found.fault}"))
            else:
                took, count = found.result
                did.append((took, f"{peer} {what}: {seconds(took)}, {count} found"))
    did.sort(key=lambda each: each[0])
    took, words = did[0]
    ratio, bound = None, ""
    if spent is not None and took < float("inf"):
        ratio = took / spent
    elif spent is not None and all("not done" in each for _, each in did):
        ratio, bound = PEER_LIMIT / spent, "; the ratio is a lower bound"
    others = "".join(f"; {each}" for _, each in did[1:])
    which = ", on the first" if len(work.games) > 1 else ""
    return words + which, ratio, others + bound
