"""What a picture says: choices, odds, payoffs, play and beliefs; and the forms in which it is written."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ElementTree
from importlib.resources import files
from pathlib import Path
from shutil import which

import numpy as np
import pytest

import overture as ov
from overture.drawer import can_draw
from overture.errors import OvertureError
from overture.games.drawing.compose import GOES
from overture.games.drawing.drawing import Drawing
from overture.games.drawing.picture import COLOURS, TreePicture
from overture.games.tree import Tree
from overture.sinks import to_latex
from tests.payloads import FORBIDDEN, PAYLOADS


@ov.game("Leader", "Counterpart", title="an offer")
def offer(p):  # type: ignore[no-untyped-def]
    """A kind that the counterpart does not see."""
    kind = yield ov.chance("kind", {"good": 1 - p.doubt, "bad": p.doubt}, seen_by="Leader")
    answer = yield ov.move("Counterpart", "answer", ["yes", "no"])
    if answer == "no":
        return {"Leader": 0, "Counterpart": 0}
    return {"Leader": 1, "Counterpart": 2 if kind == "good" else -1.5}


TREE = offer.tree(doubt=np.array([0.25, 0.9]))


def words(tree: Tree, *given: object, **more: object) -> list[str]:
    return [each.text for each in tree.draw(*given, **more).picture.words]  # type: ignore[arg-type]


def test_choices_odds_and_payoffs_stand_on_it() -> None:
    said = words(TREE)
    assert {"good (0.75)", "bad (0.25)", "chance: kind", "Counterpart: answer"} <= set(said)
    assert said.count("yes") == said.count("no") == 2
    assert said[-4:] == ["2", "0", "-1.5", "0"]
    assert "World 0 of 2, counted from 0." in said


def test_play_and_beliefs_of_the_world_that_is_asked_for() -> None:
    solution = ov.solve(TREE)
    assert {"yes (1)", "no (0)", "Counterpart: answer [0.75]", "[0.25]"} <= set(words(TREE, solution))
    assert {"yes (0)", "no (1)", "Counterpart: answer [0.10]", "[0.90]"} <= set(
        words(TREE, solution, world=1)
    )
    assert words(TREE, ov.equilibria(TREE).members[0]) == words(TREE, solution)


def test_lines_are_thick_where_play_goes_and_nowhere_else() -> None:
    picture = TREE.draw(np.array([1.0, 0.0])).picture
    thick = [line for line in picture.lines if line.width == GOES]
    assert len(thick) == 4  # two kinds, and the answer "yes" to each
    assert not [line for line in TREE.draw().picture.lines if line.width == GOES]


def test_a_set_is_joined_by_one_dashed_line() -> None:
    (line,) = [line for line in TREE.draw().picture.lines if line.dashed]
    assert len(line.points) == 2
    assert line.points[0][0] == line.points[1][0]


def test_payoffs_along_the_way_are_added_in_exact_numbers() -> None:
    tree = ov.read_efg(
        'EFG 2 R "x" { "A" }\np "" 1 1 "" { "l" "r" } 1 "" { 1/3 }\nt "" 2 "" { 1/3 }\nt "" 3 "" { 1 }\n'
    )
    assert words(tree)[-2:] == ["2/3", "4/3"]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_words_of_strangers_are_words(payload: str) -> None:
    tree = strangers(payload)
    drawing = tree.draw(note=payload)
    assert ElementTree.fromstring(drawing.svg).tag.endswith("svg")
    assert "<script" not in drawing.svg
    for text in (drawing.svg, drawing.tikz):
        assert not FORBIDDEN.search(text.replace("\n", ""))


def test_tikz_ends_what_it_begins_and_runs_no_word() -> None:
    text = strangers(r"\input{x} $ & # % _ ^ ~ }{").draw().tikz
    assert r"\input" not in text
    bare = re.sub(r"\\[{}%]", "", text)
    assert bare.count("{") == bare.count("}")
    body = bare[bare.index("\\begin") :]
    assert all(line.endswith((";", "]", "}")) for line in body.splitlines())
    assert not re.search(r"(?<!\\)[$&#_%]", re.sub(r"\\textasciicircum|\\textasciitilde", "", body))


def strangers(text: str) -> Tree:
    @ov.game("One", "Two", title=text)
    def told(p):  # type: ignore[no-untyped-def]
        yield ov.move("One", "act", [f"{text}a", "b"])
        return {"One": 0, "Two": 0}

    return told.tree()


def test_what_cannot_be_drawn_is_refused() -> None:
    large = ov.models.find("crisis")
    for given, what in (
        (lambda: TREE.draw(world=2), "draw/world"),
        (lambda: TREE.draw(np.ones(3)), "draw/play"),
        (lambda: TREE.draw().made(".gif"), "draw/form"),
        (lambda: TREE.draw(fold=False, world=3), "draw/world"),
        (lambda: large.tree(ov.models.defaults("crisis")).draw(fold=False), "draw/nodes"),
    ):
        with pytest.raises(OvertureError) as caught:
            given()
        assert caught.value.id == what


@pytest.mark.skipif(not can_draw(), reason="needs vl-convert")
def test_every_form_is_written_with_the_same_bytes(tmp_path: Path) -> None:
    for ending, start in ((".svg", b"<svg "), (".pdf", b"%PDF"), (".png", b"\x89PNG"), (".tex", b"% Needs")):
        made = []
        for name in ("one", "two"):
            TREE.draw().save(tmp_path / f"{name}{ending}")
            made.append((tmp_path / f"{name}{ending}").read_bytes())
        assert made[0].startswith(start)
        assert made[0] == made[1]


def test_players_have_the_colours_of_the_page() -> None:
    style = files("overture.report").joinpath("templates", "style.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--(c\d): (#[0-9a-f]{6})", style[: style.index("@media")]))
    assert tuple(light[name] for name in ("c1", "c2", "c3", "c4", "c6")) == COLOURS


def latex_of(*parts: str) -> str:
    """A document of LaTeX with the parts in it, each on a page as large as it wants."""
    pages = "\n\\newpage\n".join(parts)
    return (
        "\\documentclass{article}\n\\usepackage[paperwidth=60cm,paperheight=60cm,margin=1cm]{geometry}\n"
        f"\\usepackage{{tikz}}\n\\begin{{document}}\n{pages}\n\\end{{document}}\n"
    )


@pytest.mark.skipif(which("pdflatex") is None, reason="needs pdflatex")
def test_latex_of_pictures_and_tables_is_compiled(tmp_path: Path) -> None:
    solution, odd = ov.solve(TREE), strangers(r"\input{x} $ & # % _ ^ ~ }{ < > | -1 \x")
    found = ov.equilibria(TREE.world(0))
    tables = [solution.to_latex(), found.to_latex(), ov.solve(odd).to_latex(), odd.to_latex()]
    pictures = [TREE.draw(solution), TREE.draw(solution, fold=True), odd.draw(note="50 % & more")]
    (tmp_path / "all.tex").write_text(latex_of(*(each.tikz for each in pictures), *tables), encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=tmp_path, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
    assert "Missing character" not in done.stdout
    assert "(7 pages" in done.stdout


def test_a_sign_before_a_number_is_a_minus_in_latex_and_a_hyphen_stays() -> None:
    assert "{$-$1.5};" in TREE.draw().tikz
    assert to_latex("a well-known R-2, from -3 to (-.5)") == "a well-known R-2, from $-$3 to ($-$.5)"


def test_a_png_has_at_most_4000_pixels_a_side_unless_its_words_would_shrink() -> None:
    sides = {}
    for side in (1_000.0, 3_000.0, 6_000.0, 20_000.0):
        picture = TreePicture("a", "b")
        picture.width, picture.height = side / 2, side
        sides[side] = round(side * Drawing(picture)._scale())
    assert sides == {1_000: 3_000, 3_000: 4_000, 6_000: 6_000, 20_000: 16_000}
