"""Acts that an equilibrium decides only because its player is indifferent (Answers, section 18.6)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from overture.case.load import Loaded, load
from overture.games.measured.play import Play
from overture.games.tree import Floats, Tree
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.basis import Basis
from overture.judgement.play.solve import Path as LogitPath
from overture.judgement.play.solve import _collected, _Layer
from overture.judgement.prepare import cells_of, prepare
from overture.weigh.distribution.cells import Cells
from overture.weigh.distribution.ties import done_by, free, free_ends, gaps, settled, tied
from tests.judgement import scenes

GAME = """
import overture as ov


@ov.game("Leader", "Answerer")
def story(p):
    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Leader")
    said = yield ov.move("Leader", "talk", ["hello", "silence"])
    act = yield ov.move("Leader", "act", ["offer", "none"])
    gains = p.good_gains if kind == "good" else p.bad_gains
    if act == "none":
        return {"Leader": 0, "Answerer": 0}
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    worth = 1 if kind == "good" else p.worst
    return {"Leader": gains, "Answerer": worth if answer == "accept" else 0}
"""


# Talk moves the weather, and the weather what checking costs; all leaders get 0.1 in any weather. The bad mix over
# cheating so that the answerer is indifferent, and how often they cheat hangs on who talks how.
PINNED = """
import overture as ov


@ov.game("Leader", "Answerer")
def story(p):
    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Leader")
    said = yield ov.move("Leader", "talk", ["hello", "silence"])
    sunny = 0.5 if said == "hello" else 0.3
    weather = yield ov.chance("weather", {"sun": sunny, "rain": 1 - sunny})
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": 0, "Answerer": 0}
    cheat = False
    if kind == "bad":
        cheat = (yield ov.move("Leader", "conduct", ["comply", "cheat"], seen_by=())) == "cheat"
    check = (yield ov.move("Answerer", "answer", ["trust", "check"])) == "check"
    gain = 0 if not cheat else -1 if check else 1
    cost = 0.3 if weather == "sun" else 0.2
    return {"Leader": 0.1 + gain, "Answerer": -cost if check else -1 if cheat else 0}
"""


def pinned(folder: Path) -> Loaded:
    """The case of that game: hello was said."""
    data: dict[str, Any] = {
        "overture": 1, "title": "ties", "question": "?", "date": "2026-11-01", "advised": "Answerer",
        "game": "./game.py:story", "hypothesis": {"move": "kind", "words": {"bad": "he is bad", "good": "he is good"}},
        "signal": {"move": "act"}, "offer": {"event": 'act == "offer"', "words": "an offer"}, "reply": {"move": "answer"},
        "deal": {"given": 'act == "offer" and answer == "trust"', "cheating": 'kind == "bad"'},
        "parameters": {"bad": 0.5}, "done": [{"event": 'talk == "hello"', "words": "hello"}],
    }  # fmt: skip
    (folder / "game.py").write_text(PINNED, encoding="utf-8")
    (folder / "case.yaml").write_text(json.dumps(data), encoding="utf-8")
    return load(folder)


def hellos(tree: Tree) -> list[int]:
    """The sets of both types at the talk."""
    return [at for at in range(tree.n_infosets) if tree.labels.set_name[at] == "talk"]


def mixed(tree: Tree, good: float, bad: float) -> _Layer:
    """The equilibrium in which the types say hello with these odds, and the bad cheat to match, by hand."""
    strategy = np.zeros((1, tree.n_actions))
    for infoset in range(tree.n_infosets):
        seen, name = dict(tree.labels.seen[infoset]), tree.labels.set_name[infoset]
        first = int(tree.edge_start[infoset])
        if name == "talk":
            odds = good if seen["kind"] == "good" else bad
        elif name == "act":
            odds = 1.0
        elif name == "answer":
            odds = 0.5
        else:
            # P(cheat | seen) is the cost of a check; what nobody says is as likely of both types.
            said = (good, bad) if seen["talk"] == "hello" else (1 - good, 1 - bad)
            ratio = said[0] / said[1] if said[1] > 0 else 1.0
            odds = 1 - (0.3 if seen["weather"] == "sun" else 0.2) * (1 + ratio)
        strategy[0, [first, first + 1]] = odds, 1 - odds
    every = np.ones((1, tree.n_actions))
    return _Layer(np.array(["pooling on offer"], dtype=object), Play(strategy, every, every.copy()))


def told(folder: Path, done: tuple[str, ...] = (), **numbers: float) -> tuple[Basis, Answers]:
    """The judgement of a game in which talk is free and an offer gains what ``numbers`` say, whatever is answered."""
    values = {"bad": 0.5, "good_gains": 0.0, "bad_gains": 0.0, "worst": 0.5, **numbers}
    data: dict[str, Any] = {
        "overture": 1, "title": "ties", "question": "?", "date": "2026-11-01", "advised": "Answerer",
        "game": "./game.py:story", "hypothesis": {"move": "kind", "words": {"bad": "he is bad", "good": "he is good"}},
        "signal": {"move": "act"}, "offer": {"event": 'act == "offer"', "words": "an offer"}, "reply": {"move": "answer"},
        "deal": {"given": 'act == "offer" and answer == "accept"', "cheating": 'kind == "bad"'},
        "parameters": values, "done": [{"event": event, "words": event} for event in done],
    }  # fmt: skip
    (folder / "game.py").write_text(GAME, encoding="utf-8")
    (folder / "case.yaml").write_text(json.dumps(data), encoding="utf-8")
    base = prepare(load(folder), 1, 1, 1)
    return base, answers(question(base, base.asked))


def test_where_both_are_indifferent_whether_to_offer_what_it_tells_is_undetermined(tmp_path: Path) -> None:
    _, found = told(tmp_path)
    verdict = found.verdict["bad:good"]
    assert verdict.word == "undetermined"
    # The bad never and the good always, or the reverse: then only the bad offer, and the ratio has no bound.
    assert (verdict.free_low, verdict.free_high) == (0.0, None)


def test_where_one_type_gains_by_the_offer_a_tie_of_the_other_decides_how_much_it_tells_not_which_way(
    tmp_path: Path,
) -> None:
    """The good surely offer, the bad are indifferent: at one end it points to the good, at the other it tells nothing."""
    _, found = told(tmp_path, good_gains=0.3)
    verdict = found.verdict["bad:good"]
    assert (verdict.word, verdict.toward) == ("points", "good")


def test_where_nobody_is_indifferent_no_tie_is_told(tmp_path: Path) -> None:
    _, found = told(tmp_path, good_gains=0.3, bad_gains=-0.2)
    verdict = found.verdict["bad:good"]
    assert (verdict.free_low, verdict.free_high) == (None, None)
    assert (verdict.word, verdict.toward, verdict.size) == ("points", "good", "strongly")


def test_mixing_that_holds_the_answerer_indifferent_is_not_free() -> None:
    """``pledge``: the false pledge is mixed so that whoever answers is indifferent; moved, he would regret his answer."""
    base = scenes.basis("pledge")
    cells, tree = base.joint.cells, base.tree
    for at in range(tree.n_infosets):
        if tree.labels.set_name[at] == "act":
            pledge = [tree.labels.edge.index("pledge", tree.edge_start[at], tree.edge_start[at + 1])]
            assert not free(cells, base.gap, pledge, tied(cells, base.gap, pledge)).any()


def test_free_talk_that_was_done_is_surely_done_and_tells_nothing(tmp_path: Path) -> None:
    """A tie of all types at what was done: how often the indifferent do it is no finding."""
    base, found = told(tmp_path, done=('talk == "hello"',), good_gains=0.3, bad_gains=-0.2)
    tree = base.tree
    said = [
        at
        for at in range(tree.n_actions)
        if tree.labels.edge[at] == "hello" and tree.labels.set_name[tree.infoset_of_action[at]] == "talk"
    ]
    assert base.settled[..., said] == pytest.approx(1)
    assert not np.allclose(base.joint.cells.strategy[..., said], 1)
    assert found.belief_acts == pytest.approx(found.own_prior, abs=1e-12)


def test_a_tie_that_later_mixing_hides_is_settled_where_another_member_surely_does_it(tmp_path: Path) -> None:
    """All leaders get 0.1 however they talk; moved alone, their talk would let the answerer regret his mix."""
    base = prepare(pinned(tmp_path), 1, 1, 1)
    cells, tree = base.joint.cells, base.tree
    at = tree.edge_start[hellos(tree)].tolist()
    assert cells.classes == ("pooling on offer",)
    level = tied(cells, base.gap, at)
    assert level.all()
    assert not free(cells, base.gap, at, level).any()
    odds = cells.strategy[0, 0, at]
    assert odds[0] != pytest.approx(odds[1], abs=1e-3)
    assert base.settled[0, 0, at] == pytest.approx([1, 1])
    found = answers(question(base, base.asked))
    assert found.belief_acts == pytest.approx(found.own_prior, abs=1e-12)


def collected(loaded: Loaded, odds: list[tuple[float, float]]) -> tuple[Cells, Floats]:
    """Cells of members with these odds of a hello, of which the first stands for the class; [A] how it is settled."""
    case, tree = loaded.case, loaded.tree
    made = {"talk": "hello"}
    done = [act.event for act in case.done]
    layers = [mixed(tree, *each) for each in odds]
    none = np.zeros(1)
    path = LogitPath("", (none, none, none), none, none.astype(np.int32), none.astype(bool))
    solved = _collected(case, tree, layers, path, "", True, done_by(tree, done, made, case.hypothesis.move))
    cells = cells_of(tree, solved)
    return cells, settled(cells, gaps(cells), done, made, case.hypothesis.move)[0, 0]


def test_the_member_that_surely_does_it_may_be_any_that_was_found(tmp_path: Path) -> None:
    """The third: a search from several starts finds the first again before it finds another."""
    cells, play = collected(pinned(tmp_path), [(0.5, 0.6), (0.5, 0.6), (1.0, 1.0)])
    tree = cells.tree
    at = tree.edge_start[hellos(tree)]
    assert sorted(cells.strategy[0, 0, at]) == [0.5, 0.6]
    assert play[at] == pytest.approx([1, 1])
    others = np.setdiff1d(np.arange(tree.n_actions), [*at, *(at + 1)])
    assert np.array_equal(play[others], cells.strategy[0, 0, others])


def test_where_no_member_surely_does_it_play_stays_as_found(tmp_path: Path) -> None:
    cells, play = collected(pinned(tmp_path), [(0.5, 0.6), (0.6, 0.5)])
    assert np.array_equal(play, cells.strategy[0, 0])


def test_that_another_member_surely_does_it_frees_no_tie_of_a_verdict() -> None:
    """``pledge``: the false pledge is mixed to hold the answerer indifferent, whatever other members of the class do."""
    base = scenes.basis("pledge")
    cells = replace(base.joint.cells, surely=np.ones_like(base.joint.cells.surely))
    move = base.loaded.case.hypothesis.move
    types = base.types[0], base.types[1]
    assert free_ends(cells, base.gap, base.settled, "act", "pledge", move, types) is None
