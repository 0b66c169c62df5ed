"""Figures for a paper: each form opens, nothing of the page's style is left in it, and bad endings are refused."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from overture.errors import FileError, MissingExtra
from overture.report import export, plates
from overture.report.export import _key
from overture.report.figure import Key
from overture.report.plot import CHAR
from tests.report.map_example import plate

pytest.importorskip("vl_convert")
EVERY = plates.figures(plate(21, 21))


@pytest.mark.parametrize("figure", EVERY, ids=[figure.id for figure in EVERY])
def test_the_svg_stands_alone(figure) -> None:  # type: ignore[no-untyped-def]
    svg = export.alone(figure)
    root = ElementTree.fromstring(svg)
    assert "var(" not in svg
    names = [child.tag.partition("}")[2] for child in root]
    assert names[:3] == ["title", "desc", "rect"]
    assert root[1].text == figure.sentence
    height = float(root.attrib["height"])
    words = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    for key in figure.key:
        assert key.words in words
    assert all(
        float(text.attrib["y"]) <= height
        for text in root.iter()
        if text.attrib.get("y") and text.tag.endswith("text")
    )


def test_every_form_is_written_whole(tmp_path: Path) -> None:
    figure = EVERY[0]
    for form, start in (("svg", b"<svg"), ("pdf", b"%PDF"), ("png", b"\x89PNG")):
        (path,) = export.save_all([figure], tmp_path / "figures", form)
        assert path.name == f"{figure.id}.{form}"
        assert path.read_bytes().startswith(start)
    assert sorted(path.suffix for path in (tmp_path / "figures").iterdir()) == [".pdf", ".png", ".svg"]


def test_the_pdf_holds_its_words(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    export.save(EVERY[0], tmp_path / "figure.pdf")
    text = pypdf.PdfReader(tmp_path / "figure.pdf").pages[0].extract_text()
    assert "relief" in text


def test_an_ending_that_is_no_figure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        export.save(EVERY[0], tmp_path / "figure.docx")
    assert caught.value.id == "export/form"
    assert ".svg, .pdf or .png" in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtra, match=r"overture\[charts\]"):
        export.drawn(EVERY[0], "pdf")


def test_a_long_entry_of_the_key_takes_several_lines_and_none_leaves_the_picture() -> None:
    words = "semi-separating, " * 12
    svg, room = _key((Key("none", "a"), Key("none", words), Key("none", "b")), 330.0, 0.0)
    lines = re.findall(r'<text x="([\d.]+)" y="[\d.]+"[^>]*>([^<]*)', svg)
    assert len(lines) > 4
    assert all(float(x) + len(line) * CHAR <= 330 for x, line in lines)
    assert " ".join(line for _, line in lines) == f"a {words.strip()} b"
    assert room >= len(lines) * 18
