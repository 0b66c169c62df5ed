"""What a notebook shows: words and pictures, never arrays."""

from __future__ import annotations

import re

import numpy as np
import pytest

import overture as ov
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.kuhn import kuhn
from overture.read.reading import load_reader
from tests.cli.run import ROOT

CORE = freeze_for_relief.shape(talk=False, who="X")
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
    html = ov.story(ROOT / "overture" / "models" / "stories" / "inspection.yaml")._repr_html_()
    assert "<td>fine</td><td>1</td><td>what being caught costs the violator</td>" in html


def test_a_small_tree_is_drawn_with_who_knows_what() -> None:
    html = CORE.tree(DEFAULTS)._repr_html_()
    assert html.count("<svg") == 1
    assert "At answer, Counterpart has seen offer, and not intent.<br>" in html
    assert "<svg" not in freeze_for_relief.tree(DEFAULTS)._repr_html_()


def test_a_list_shows_each_entry_once_with_its_range_and_what_is_done() -> None:
    found = ov.equilibria(CORE.tree(DEFAULTS))
    html = found._repr_html_()
    assert html.count("<tr>") == 1 + len(found.members)
    assert "<td>1</td><td>pooling on thin</td><td>point</td><td>0.93</td><td>0.17</td><td>exact</td>" in html
    line = re.search(r"2\. separating: Leader,.*?<br>", html)
    assert line is not None
    assert line[0].startswith("2. separating: Leader, having seen intent=keep, choosing offer: always deep; ")
    assert "thin" not in line[0]  # play does not go there


def test_many_worlds_show_a_row_for_each_class_with_ranges_and_its_play() -> None:
    found = ov.equilibria_across(CORE.tree(DEFAULTS | {"q_deep": np.array([0.8, 0.9])}))
    html = found._repr_html_()
    assert "<td>pooling on thin</td><td>2</td><td>point</td><td>0.93</td><td>0.17</td><td>exact</td>" in html
    assert "separating, as in world 1: Leader, having seen intent=keep, choosing offer: always deep; " in html
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
    html = entry.component._repr_html_()
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
    assert "<td>kettle</td><td>forecast</td><td>affirmed</td><td>certain</td>" in reading._repr_html_()


def test_a_solution_of_one_world_says_its_play_and_of_many_does_not() -> None:
    tree = CORE.tree(DEFAULTS | {"q_deep": np.array([0.8, 0.9])})
    said = "Leader, having seen intent=keep, choosing offer: always deep<br>"
    assert said in ov.solve(tree.world(0))._repr_html_()
    assert said not in ov.solve(tree)._repr_html_()


def test_a_case_shows_its_question_and_its_ranges() -> None:
    case = ov.load_case(ROOT / "cases" / "truce")
    assert len(repr(case)) < 600
    html = case._repr_html_()
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
