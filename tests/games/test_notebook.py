"""What a notebook shows: words and pictures, never arrays."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import overture as ov
from overture.games.view import as_html
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.kuhn import kuhn
from overture.read.reading import load_reader
from tests.cli.run import ROOT

CORE = freeze_for_relief.shape(talk=False, who="X")
STYLE = re.compile(r' style="[^"]*"')


def plain(shown: object) -> str:
    """What a notebook shows of something, without styles."""
    return STYLE.sub("", shown._repr_html_())  # type: ignore[attr-defined]


HOSTILE = "</script><script>alert(1)</script>\u202e\x1b"


def test_a_game_shows_what_it_is_about_and_its_shape() -> None:
    assert repr(CORE).splitlines()[:3] == [
        "Game: freeze for relief",
        "players: Leader, Counterpart",
        "shape: talk=False, who='X'",
    ]
    assert " at 0x" not in repr(CORE)
    html = ov.models.find("inspection")._repr_html_()
    assert "Game: inspection game" in html
    assert "players: Inspector, Violator" in html


def test_parameters_of_a_story_stand_with_their_words() -> None:
    html = plain(ov.story(ROOT / "overture" / "models" / "stories" / "inspection.yaml"))
    assert "<td>fine</td><td>1</td><td>what being caught costs the violator</td>" in html


def test_a_story_is_told_and_a_python_game_shows_what_it_reads_and_who_knows_what() -> None:
    html = plain(ov.story(ROOT / "overture" / "models" / "stories" / "inspection.yaml"))
    assert "<b>What happens</b><div>1. Let left be inspections.\n2. In each stage" in html
    assert "At conduct in stage 1, the violator has not seen inspection in stage 1." in html

    @ov.game("A", "B")
    def unsure(p):  # type: ignore[no-untyped-def]
        kind = yield ov.chance("kind", {"x": p.share, "y": 1 - p.share, "z": p.rest}, seen_by="A")
        yield ov.move("B", "act", ["l", "r"])
        return {"A": 0, "B": p.worth if kind == "x" else 0}

    html = plain(unsure)  # without a value of any parameter
    assert "<br>parameters: rest, share, worth<br>" in html
    assert "At act, B has not seen kind." in html

    @ov.game("A")
    def broken(p):  # type: ignore[no-untyped-def]
        raise RuntimeError("not now")
        yield

    assert "Game: broken" in plain(broken)
    assert "Who knows what" not in plain(broken)


def test_words_stand_at_the_left_numbers_at_the_right_and_rounding_is_no_number() -> None:
    frame = pd.DataFrame({"name": ["a", "b"], "value": [1e-17, 0.25], "small": [1e-17, 2e-17]})
    html = as_html(["head"], frame, 2)
    assert re.findall(r'<td style="text-align:(\w+)[^"]*">([^<]*)</td>', html) == [
        ("left", "a"), ("right", "0"), ("right", "1e-17"), ("left", "b"), ("right", "0.25"), ("right", "2e-17"),
    ]  # fmt: skip


def test_a_larger_tree_says_who_knows_what_above_its_table() -> None:
    html = plain(freeze_for_relief.tree(DEFAULTS))
    assert "<div>At answer, Counterpart has seen statement, election and offer, but not intent.</div>" in html
    assert "<td>offer | intent=keep, statement=indifferent, election=X</td>" in html


def test_a_small_tree_is_drawn_with_who_knows_what() -> None:
    html = CORE.tree(DEFAULTS)._repr_html_()
    assert html.count("<svg") == 1
    assert "At answer, Counterpart has seen offer, but not intent.<br>" in html
    assert "<svg" not in freeze_for_relief.tree(DEFAULTS)._repr_html_()


def test_a_list_shows_each_entry_once_with_its_range_and_what_is_done() -> None:
    found = ov.equilibria(CORE.tree(DEFAULTS))
    html = plain(found)
    assert html.count("<tr>") == 1 + len(found.members)
    assert "<td>1</td><td>pooling on thin</td><td>point</td><td>0.93</td><td>0.17</td><td>exact</td>" in html
    entry = re.search(r"<div>2\. separating<div>.*?</div></div>", html)
    assert entry is not None
    assert "<div>Leader, having seen intent=keep, choosing offer: always deep</div>" in entry[0]
    assert "thin" not in entry[0]  # play does not go there


def test_many_worlds_show_a_row_for_each_class_with_ranges_and_its_play() -> None:
    found = ov.equilibria_across(CORE.tree(DEFAULTS | {"q_deep": np.array([0.8, 0.9])}))
    html = plain(found)
    assert "<td>pooling on thin</td><td>2</td><td>point</td><td>0.93</td><td>0.17</td><td>exact</td>" in html
    assert (
        "<div>separating, as in world 1<div>Leader, having seen intent=keep, choosing offer: always deep</div>"
        in html
    )
    assert html.count("<tr>") == 1 + len(found.families)


def test_a_component_shows_what_is_sent_and_the_range_of_threats() -> None:
    @ov.game("S", "R")
    def beer(p):  # type: ignore[no-untyped-def]
        kind = yield ov.chance("kind", {"strong": 0.9, "weak": 0.1}, seen_by="S")
        meal = yield ov.move("S", "meal", ["beer", "quiche"])
        act = yield ov.move("R", "act", ["duel", "retreat"])
        liked = (meal == "beer") == (kind == "strong")
        return {"S": liked + 2 * (act == "retreat"), "R": float((act == "duel") == (kind == "weak"))}

    entry = ov.equilibria(beer.tree()).members[0]
    html = plain(entry.component)
    assert "<td>S</td><td>strong</td><td>beer</td><td>1</td>" in html
    assert "<td>R</td><td>quiche (a threat)</td><td>duel</td><td>1/2 to 1</td>" in html
    assert repr(entry.component).startswith(
        "Component of equilibria between S and R: messages that are sent: beer"
    )
    assert repr(entry.region) == "Region of beer: 1 convex part, 2 corners"


def test_a_reading_shows_who_vouches_for_what() -> None:
    text = (ROOT / "docs" / "how-to" / "reports" / "adviser.txt").read_text(encoding="utf-8")
    reading = load_reader(plain_only=True).read(text, "adviser")
    assert repr(reading).startswith(
        f"Reading of adviser: {len(reading.claims)} claims in {len(text)} characters"
    )
    assert "<td>kettle</td><td>forecast</td><td>affirmed</td><td>certain</td>" in plain(reading)


def test_a_solution_of_one_world_says_its_play_and_of_many_does_not() -> None:
    tree = CORE.tree(DEFAULTS | {"q_deep": np.array([0.8, 0.9])})
    said = "<div>Leader, having seen intent=keep, choosing offer: always deep</div>"
    assert said in plain(ov.solve(tree.world(0)))
    assert said not in plain(ov.solve(tree))


def test_a_case_shows_its_question_and_its_ranges() -> None:
    case = ov.load_case(ROOT / "cases" / "truce")
    assert len(repr(case)) < 600
    html = plain(case)
    assert "Case: The truce of Marrin" in html
    assert "<td>doubt</td><td>0.2</td><td>0.6</td><td>0.9</td>" in html


def test_words_of_strangers_are_words() -> None:
    @ov.game("One", "Two", title=HOSTILE)
    def told(p):  # type: ignore[no-untyped-def]
        yield ov.move("One", "act", [HOSTILE, "b"])
        return {"One": 0, "Two": 0}

    tree = told.tree()
    for shown in (told, tree, ov.solve(tree), ov.equilibria(tree)):
        html = shown._repr_html_()
        assert "<script" not in html
        assert not re.search("[\u202e\x1b]", html)


@pytest.mark.parametrize("form", ["_repr_html_", "__repr__"])
def test_nothing_shows_arrays(form: str) -> None:
    tree = kuhn.tree()
    for shown in (kuhn, tree, ov.solve(tree), ov.equilibria(tree), ov.equilibria(tree).members[0]):
        text = getattr(shown, form)()
        assert not re.search(r"array\(|dtype|object at 0x", text)


SPOKEN_STORY = """\
story: 1
title: The strike
players:
  Union: {name: the dockers, pronoun: they}
  Port: {name: the port company, pronoun: it}
steps:
  - chance: fund
    odds:
      full: {odds: 0.5, words: the strike fund is full}
      empty: {odds: 0.5, words: the strike fund is empty}
    seen_by: [Union]
  - move: ballot
    by: Union
    choices:
      strike: {words: strikes}
      work: {words: goes on working}
  - move: answer
    by: Port
    choices:
      pay: {words: pays}
      wait: {words: waits}
  - end:
      Union: "1 if answer == 'pay' else 0"
      Port: "-1 if answer == 'pay' else 0"
"""


def test_the_words_of_a_story_reach_what_a_notebook_shows_and_no_data(tmp_path: Path) -> None:
    file = tmp_path / "strike.yaml"
    file.write_text(SPOKEN_STORY, encoding="utf-8")
    game = ov.story(file)
    tree = game.tree()
    solution, found = ov.solve(tree), ov.equilibria(tree)
    drawn = tree.draw(solution)
    for shown in (game, tree, solution, found, found.members[0], drawn, tree.draw(solution, fold=True)):
        assert "the port company" in plain(shown).lower(), type(shown)
    assert (
        "The port company, choosing answer: always waits; believes that the strike fund is full 0.50"
        in ov.say(solution)
    )
    assert "Union" not in plain(drawn)
    assert ov.say(pickle.loads(pickle.dumps(solution))) == ov.say(solution)
    assert tree.world([0, 0]).spoken == tree.spoken
    assert set(solution.to_frame()["player"]) == {"Union", "Port"}
    found.save(tmp_path / "list.json")
    assert "dockers" not in (tmp_path / "list.json").read_text(encoding="utf-8")


def test_the_words_of_a_case_reach_what_a_notebook_shows() -> None:
    case = ov.load_case(ROOT / "cases" / "truce")
    assert "players: the Highland Front, the government;" in repr(case)
    assert case.tree.spoken is not None
    assert case.tree.names == ("the Highland Front", "the government")
