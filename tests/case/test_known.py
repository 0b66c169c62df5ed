"""Who knows what: found by trying, asked where something hangs on it, and said by the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.case.draw import draw
from overture.case.known import DRAWN, SEED, Touch, touches, who_knows
from overture.case.load import load
from tests.case.cases import FLAGSHIP, faults, write

# One parameter of each kind, and what it moves.
GAME = """
import overture as ov


@ov.game("Mover", "Answerer")
def kinds(p):
    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Mover")
    offer = yield ov.move("Mover", "offer", ["yes", "no"])
    if offer == "no":
        return {"Mover": 0, "Answerer": 0}
    reply = yield ov.move("Answerer", "reply", ["take", "leave"])
    if reply == "leave":
        return {"Mover": -p.shame, "Answerer": -p.regret}
    seen = yield ov.chance("seen", {"yes": p.notice, "no": 1 - p.notice})
    return {"Mover": p.size + abs(p.far - 5) * 0, "Answerer": p.size if kind == "good" else -1}
"""
CASE = """\
overture: 1
title: All kinds
question: Who knows what?
date: 2026-11-01
advised: Answerer
game: ./game.py:kinds
hypothesis: {move: kind, words: {bad: he is bad, good: he is good}}
signal: {move: offer}
offer: {event: 'offer == "yes"', words: he offers}
reply: {move: reply}
deal: {given: 'offer == "yes" and reply == "take"', cheating: 'kind == "bad"'}
parameters:
  bad: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}
  shame: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}
  regret: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}
  notice: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}
  size: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, CASE, GAME.replace(" + abs(p.far - 5) * 0", ""))


def test_each_parameter_moves_what_it_moves(folder: Path) -> None:
    assert touches(load(folder)) == {
        "bad": Touch(hypothesis=True, nature=False, ours=False, others=False, chance=("kind",)),
        "shame": Touch(hypothesis=False, nature=False, ours=False, others=True),
        "regret": Touch(hypothesis=False, nature=False, ours=True, others=False),
        "notice": Touch(hypothesis=False, nature=True, ours=False, others=False, chance=("seen",)),
        "size": Touch(hypothesis=False, nature=False, ours=True, others=True),
    }


def test_a_default_only_where_nothing_hangs_on_it(folder: Path) -> None:
    found = {name: (knows.side, knows.asked) for name, knows in who_knows(load(folder)).items()}
    assert found == {
        "bad": ("ours", False),
        "shame": ("theirs", False),
        "regret": ("ours", False),
        "notice": ("ours", True),
        "size": ("ours", True),
    }


def test_what_is_said_is_not_asked(folder: Path) -> None:
    file = folder / "case.yaml"
    text = file.read_text().replace("  notice: {", "  notice: {known: theirs, ")
    file.write_text(text.replace("  size: {", "  size: {known: ours, "))
    found = who_knows(load(folder))
    assert (found["notice"].side, found["notice"].stated, found["notice"].asked) == ("theirs", True, False)
    assert (found["size"].side, found["size"].stated, found["size"].asked) == ("ours", True, False)


def test_a_single_number_is_not_asked(folder: Path) -> None:
    file = folder / "case.yaml"
    text = file.read_text()
    file.write_text(
        text.replace("notice: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}", "notice: 0.3")
    )
    assert not who_knows(load(folder))["notice"].asked


def test_a_picture_says_whose_it_is(folder: Path) -> None:
    file = folder / "case.yaml"
    picture = "picture: {low: 0.2, mode: 0.3, high: 0.4}, "
    text = file.read_text()
    file.write_text(text.replace("  size: {", "  size: {" + picture))
    assert (who_knows(load(folder))["size"].side, who_knows(load(folder))["size"].asked) == ("ours", False)
    file.write_text(text.replace("  shame: {", "  shame: {known: theirs, " + picture))
    (told,) = faults(folder)
    assert "a picture is of a number of ours" in told
    assert "case.yaml:14" in told


def test_the_odds_of_the_hypothesis_are_never_theirs(folder: Path) -> None:
    file = folder / "case.yaml"
    file.write_text(file.read_text().replace("  bad: {", "  bad: {known: theirs, "))
    (told,) = faults(folder)
    assert "case.yaml:13, parameters.bad.known" in told
    assert "odds of 'kind'" in told


def test_who_is_advised_and_never_moves_knows_no_payoff(tmp_path: Path) -> None:
    game = GAME.replace('"Mover", "Answerer")', '"Mover", "Answerer", "Watcher")').replace(
        " + abs(p.far - 5) * 0", ""
    )
    game = game.replace('"Answerer": ', '"Watcher": p.regret, "Answerer": ')
    found = who_knows(load(write(tmp_path, CASE.replace("advised: Answerer", "advised: Watcher"), game)))
    assert {name: knows.side for name, knows in found.items()} == {
        "bad": "ours", "shame": "theirs", "regret": "theirs", "notice": "ours", "size": "theirs",
    }  # fmt: skip
    assert [name for name, knows in found.items() if knows.asked] == ["notice"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [("{value: 3.0, why: a test}", "a number"), ("{low: 1, mode: 3, high: 4, why: a test}", "a range")],
)
def test_a_parameter_that_moves_nothing_is_a_fault(tmp_path: Path, number: str, kind: str) -> None:
    (told,) = faults(write(tmp_path, CASE + f"  far: {number}\n", GAME))
    assert "case.yaml:18, parameters.far" in told
    assert f"'far' ({kind}) is used by the game and moves neither odds nor payoffs" in told


def test_a_parameter_that_bites_only_away_from_the_centre_moves_something(tmp_path: Path) -> None:
    """Ten per cent of the range reaches where one per cent does not, neither at the centre nor in a drawn world."""
    bite = "np.maximum(0.03 - abs(p.far - 2.2), 0)"
    game = GAME.replace("abs(p.far - 5) * 0", bite).replace(
        "import overture", "import numpy as np\nimport overture"
    )
    given = {"low": 1.0, "mode": 2.0, "high": 3.0, "why": "a test"}
    folder = write(tmp_path, CASE + f"  far: {given}\n", game)
    loaded = load(folder)
    tried = [2.0, *draw(loaded.parameters, DRAWN, SEED)["far"]]
    assert all(abs(value - 2.2) > 0.05 for value in tried)
    assert touches(loaded)["far"].others


def test_the_odds_of_the_hypothesis_are_ours_whatever_else_they_move(tmp_path: Path) -> None:
    game = GAME.replace(" + abs(p.far - 5) * 0", "").replace(
        '{"yes": p.notice, "no": 1 - p.notice}', '{"yes": p.notice * p.bad, "no": 1 - p.notice * p.bad}'
    )
    knows = who_knows(load(write(tmp_path, CASE, game)))["bad"]
    assert (knows.side, knows.asked) == ("ours", False)


def test_the_flagship_says_who_knows_each_of_its_ranges() -> None:
    """ANSWERS.md, section 2: the two lists of the flagship."""
    loaded = load(FLAGSHIP)
    found = who_knows(loaded)
    listed = list(loaded.case.parameters)
    theirs = [name for name in listed if found[name].side == "theirs"]
    assert theirs == ["g_K", "g_E", "kap", "u_K", "u_E", "s", "tau"]
    assert found["R"].side == "theirs"
    assert all(found[name].stated for name in listed if loaded.parameters[name].spread)
    assert not any(knows.asked for knows in found.values())
