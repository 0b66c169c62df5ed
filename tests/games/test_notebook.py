"""What a notebook shows: words and pictures, never arrays."""

from __future__ import annotations

import re

import numpy as np
import pytest

import overture as ov
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.kuhn import kuhn
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
