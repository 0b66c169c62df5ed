"""``overture draw``: a game as a picture, alone or with an equilibrium."""

from __future__ import annotations

from pathlib import Path

from tests.cli.run import ROOT, overture


def test_a_case_is_drawn_in_the_forms_that_are_asked_for(tmp_path: Path) -> None:
    svg, tikz = tmp_path / "truce.svg", tmp_path / "truce.tex"
    said = overture("draw", ROOT / "cases" / "truce", "--svg", svg, "--tikz", tikz)
    assert said.code == 0
    assert "81 nodes, 16 information sets, 42 histories" in said.out
    assert f"Picture: {tikz}" in said.out
    assert ">the government: road</text>" in svg.read_text(encoding="utf-8")
    assert r"\begin{tikzpicture}" in tikz.read_text(encoding="utf-8")


def test_the_play_that_is_asked_for_stands_on_it(tmp_path: Path) -> None:
    svg = tmp_path / "game.svg"
    for asked, note in (
        ("limit", "The limit of the logit path."),
        ("1", "Equilibrium 1 of 2: "),
    ):
        said = overture("draw", "kuhn-poker", "--equilibrium", asked, "--svg", svg)
        assert note in said.out
        assert note in svg.read_text(encoding="utf-8")
    plain = overture("draw", "kuhn-poker", "--svg", svg)
    assert plain.code == 0
    assert "in square brackets" not in svg.read_text(encoding="utf-8")


def test_what_cannot_be_drawn_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    svg = tmp_path / "game.svg"
    for words, told in (
        (("kuhn-poker", "--svg", svg, "--world", "3"), "world 3; allowed: 0 to 0"),
        (("kuhn-poker", "--svg", svg, "--equilibrium", "9"), 'allowed: "limit", or 1 to 2'),
        (("crisis", "--svg", svg, "--whole"), "a tree of 511 nodes to be drawn whole"),
        (("kuhn-poker", "--svg", svg.with_suffix(".pdf")), "game.pdf for --svg"),
        (("kuhn-poker",), "no file to write the picture to"),
        (("kuhn-pokr", "--svg", svg), "Did you mean 'kuhn-poker'?"),
    ):
        said = overture("draw", *words)
        assert (said.code, told in said.err) == (2, True), said.err
    assert not svg.exists()
