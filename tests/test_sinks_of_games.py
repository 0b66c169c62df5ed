"""What strangers wrote in a game, and in both sides of a comparison, in every form in which it is told, drawn and tabled."""

from __future__ import annotations

import io
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import overture as ov
from overture.cli.streams import cleaned, console
from overture.cli.tell import GameForm, tell
from overture.games.drawing.notebook import tree_html
from overture.games.latex import latex_table
from overture.games.story.file import read_story
from overture.games.tree import Tree
from overture.judgement.compared import Comparison
from overture.report.compared.page import render_comparison
from overture.report.compared.terminal import show_comparison
from overture.report.exchange import json_text
from tests.payloads import FORBIDDEN, PAYLOADS, Parsed, everything, hostile, same_markup
from tests.report.test_comparison import of

# A command of LaTeX, a group or a comment that does not come from us: what a word of a stranger may not begin.
COMMAND = re.compile(r"\\(?!textbackslash\{\}|textasciicircum\{\}|textasciitilde\{\}|textless\{\}|textgreater\{\}|textbar\{\}|char34\{\}|[{}$&#%_\\])")  # fmt: skip
COMPARED = frozenset(
    ("title", "question", "offer", "words", "label", "name", "written", "command", "reason", "best")
)


def game_of(words: str) -> Tree:
    """A game whose title, players, moves and choices are such words."""

    @ov.game(f"{words}A", f"{words}B", title=words)
    def told(p):  # type: ignore[no-untyped-def]
        kind = yield ov.chance(f"{words}kind", {f"{words}x": 0.5, f"{words}y": 0.5}, seen_by=f"{words}A")
        act = yield ov.move(f"{words}A", f"{words}act", [f"{words}a", f"{words}b"])
        yield ov.move(f"{words}B", f"{words}answer", [f"{words}c", f"{words}d"])
        good = (kind == f"{words}x") == (act == f"{words}a")
        return {f"{words}A": 1 if good else 0, f"{words}B": 0}

    return told.tree()


@pytest.fixture(params=PAYLOADS.values(), ids=PAYLOADS.keys())
def payload(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def plain_latex(text: str) -> None:
    """No sign that an editor obeys, no command but ours for a sign, and every group ends where it began."""
    assert not FORBIDDEN.search(text)
    assert not COMMAND.search(text), COMMAND.search(text)
    bare = re.sub(r"\\[{}]", "", text)
    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0


def test_a_table_of_latex(payload: str) -> None:
    (row,) = latex_table([payload], [[payload]]).splitlines()[4:5]
    cell = row.removesuffix(r" \\").removesuffix(r" \tabularnewline")
    assert cell != row
    assert row[:1] not in ("*", "[")
    plain_latex(cell.removeprefix(r"\raggedright ").replace(r"\hspace{0pt}", ""))


def test_a_drawing_in_tikz(payload: str) -> None:
    ours = re.compile(r"^\\node\[[^\]]*\] at \([^)]*\) \{(?:\\textbf\{(.*)\}|(.*))\};$")
    words = [
        found[1] or found[2]
        for line in game_of(payload).draw().tikz.splitlines()
        if (found := ours.match(line))
    ]
    assert len(words) > 10
    for each in words:
        plain_latex(each)


def test_a_drawing_in_svg_and_in_a_notebook() -> None:
    hostile_tree, plain = game_of(everything()), game_of("word ")
    svg = hostile_tree.draw().svg
    ElementTree.fromstring(svg)
    assert not FORBIDDEN.search(svg)
    shown, usual = tree_html(hostile_tree), tree_html(plain)
    assert not FORBIDDEN.search(shown)
    assert Parsed(shown).handlers == Parsed(usual).handlers
    assert Parsed(shown).scripts == 0


def test_a_comparison() -> None:
    made = Comparison.model_validate(hostile(of("apart").model_dump(), everything(), COMPARED))
    same_markup(render_comparison(made), render_comparison(of("apart")))
    assert not FORBIDDEN.search(json_text(made))


def test_a_comparison_on_a_terminal(payload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Comparison.model_validate(hostile(of("apart").model_dump(), payload, COMPARED))
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    with cleaned():
        show_comparison(made, console())
    assert not FORBIDDEN.search(out.getvalue())


@pytest.mark.parametrize("form", [None, GameForm.story, GameForm.efg])
def test_a_story_that_is_told(payload: str, form: GameForm | None, tmp_path: Path) -> None:
    """Into a file, which others will look at on a terminal. A .efg file has no escapes: its names stay as they are."""
    word = json.dumps(f"{payload} go")
    name = word if len(f"{payload} go".splitlines()) == 1 else '"Ann"'  # a name of two lines is refused
    story = tmp_path / "story.yaml"
    story.write_text(
        f"story: 1\ntitle: {json.dumps(payload)}\nplayers: {{Ann: {{name: {name}}}, Bob: {{}}}}\n"
        f"steps:\n  - {{move: act, by: Ann, choices: [{word}, stay], words: {word}}}\n  - end: {{Ann: 1, Bob: 0}}\n"
    )
    tell(story, False, form, tmp_path / "told")
    text = (tmp_path / "told").read_text(encoding="utf-8")
    assert "go" in text
    assert form is GameForm.efg or not FORBIDDEN.search(text)
    if form is GameForm.story:
        assert read_story(tmp_path / "told").title == read_story(story).title
