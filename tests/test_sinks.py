"""What strangers wrote is shown as what it is: payloads, in every field of words, in every output."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from overture.cli.streams import cleaned, console
from overture.cli.written import cleaned_csv
from overture.drawer import Drawer, can_draw
from overture.evidence.sheet import Sheet
from overture.judgement.judgement import Judgement
from overture.report import plates
from overture.report.exchange import json_text, matrix_csv, stix_text
from overture.report.export import drawn
from overture.report.page import render
from overture.report.reading_page import render as reading_page
from overture.report.terminal import show
from overture.sinks import one_line, to_data, to_table, to_terminal
from tests.payloads import FORBIDDEN, PAYLOADS, Parsed, everything, hostile, same_markup
from tests.report.example import example
from tests.report.map_example import plate

FIELDS = frozenset(
    ("title", "question", "words", "offer", "name", "noun", "why", "item", "command", "Leader")
)


def judged(payload: str) -> Judgement:
    return Judgement.model_validate(hostile(example().model_dump(), payload, FIELDS))


@pytest.fixture(params=PAYLOADS.values(), ids=PAYLOADS.keys())
def payload(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_payloads_are_in_the_fields(payload: str) -> None:
    """Else the tests below would test nothing."""
    made = judged(payload)
    assert made.about.title.startswith(payload)
    assert payload in made.sources[0].name
    assert payload in made.matrix[0].words


def test_the_terminal(payload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("COLUMNS", "200")
    with cleaned():
        show(judged(payload), console())
        print(f"Page: {payload}")
    assert not FORBIDDEN.search(out.getvalue())
    assert "\u2028" not in out.getvalue()


def test_styles_of_a_terminal_are_ours_alone(payload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with cleaned():
        show(judged(payload), console())
    styled = re.sub(r"\x1b\[(?:0|1|2)m", "", out.getvalue())
    assert styled != out.getvalue()
    assert not FORBIDDEN.search(styled)


def test_json_holds_the_words_and_no_sign_that_is_obeyed(payload: str) -> None:
    made = judged(payload)
    text = json_text(made)
    assert not FORBIDDEN.search(text)
    assert json.loads(text)["about"]["title"] == made.about.title


def test_stix(payload: str) -> None:
    pytest.importorskip("stix2")
    text = stix_text(judged(payload))
    assert not FORBIDDEN.search(text)
    assert any(
        payload in str(each) or payload in each.get("name", "") for each in json.loads(text)["objects"]
    )


def test_csv(payload: str) -> None:
    for text in (
        matrix_csv(judged(payload)),
        cleaned_csv(pd.DataFrame({payload: [payload, "-1.5"], "x": [-1.5, 2]})),
    ):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not FORBIDDEN.search(text)
        assert not [cell for cell in cells if cell[:1] in "=+@\t" and cell]
        for cell in cells:
            if cell.startswith("-"):
                float(cell)


def test_the_page() -> None:
    page, plain = render(judged(everything())), render(example())
    same_markup(page, plain)


def test_the_page_of_a_map() -> None:
    made = plate(5, 5)
    named = plates.Plate(**{**vars(made), "title": everything(), "kinds": tuple(
        type(kind)(**{**vars(kind), "words": everything()}) for kind in made.kinds)})  # fmt: skip
    page = plates.page(named, "0")
    assert not FORBIDDEN.search(page)
    assert Parsed(page).handlers == Parsed(plates.page(made, "0")).handlers
    assert not FORBIDDEN.search(plates.table(named))


def test_the_reading_page() -> None:
    text = everything()
    sheet = Sheet.model_validate({
        "documents": [{"id": "a", "title": text}],
        "sources": [{"id": "s", "name": text}],
        "claims": [{"id": "c", "source": "s", "document": "a", "words": text, "place": {"content": [[0, 5]]}}],
    })  # fmt: skip
    page = reading_page({"a": text}, sheet, "overture: 1\n", "evidence.yaml", [text])
    assert not FORBIDDEN.search(page)
    assert Parsed(page).handlers == []


@pytest.mark.skipif(not can_draw(), reason="needs overture[charts]")
def test_a_figure_by_itself_is_xml() -> None:
    (figure, *_) = plates.figures(plate(5, 5))
    named = type(figure)(**{**vars(figure), "title": everything(), "sentence": everything()})
    svg = drawn(named, "svg").decode()
    ElementTree.fromstring(svg)
    assert not FORBIDDEN.search(svg)


def _spec(words: str) -> dict[str, Any]:
    mark = {
        "type": "text",
        "encode": {"enter": {"text": {"value": words}, "x": {"value": 5}, "y": {"value": 5}}},
    }
    return {"width": 50, "height": 50, "marks": [mark]}


@pytest.fixture(scope="module")
def drawer() -> Iterator[Drawer]:
    made = Drawer()
    yield made
    made.close()


@pytest.mark.skipif(not can_draw(), reason="needs overture[charts]")
def test_words_of_a_chart(drawer: Drawer) -> None:
    svg = drawer.svg(_spec(everything()))
    assert svg is not None
    assert not FORBIDDEN.search(svg)
    assert drawer.converted(svg, "png", scale=1.0) is not None


def test_what_ends_the_one_who_draws_costs_one_chart(capsys: pytest.CaptureFixture[str]) -> None:
    script = """
import base64, json, os, sys
for line in sys.stdin:
    kind, what, options = json.loads(line)
    if what["kind"] == "abort":
        os.abort()
    answer = {"why": "no"} if what["kind"] == "bad" else {"made": base64.b64encode(b"<svg/>").decode()}
    print(json.dumps(answer), flush=True)
"""
    made = Drawer(script)
    assert [made.svg({"kind": kind}) for kind in ("good", "abort", "good", "bad", "good")] == [
        "<svg/>", None, "<svg/>", None, "<svg/>",
    ]  # fmt: skip
    made.close()
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "its process died" in said[0]
    assert "(no)" in said[1]


def test_what_a_terminal_lacks_is_written_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    with cleaned():
        print("−1 ± 0.5 … “so” ☃")
        sys.stdout.flush()
    assert raw.getvalue() == b'-1 +/- 0.5 ... "so" ?\n'


def test_each_sink_by_itself() -> None:
    assert to_terminal("a\x1b[1m\tb\n") == "a\\x1b[1m\tb\n"
    assert one_line("a\nb \u2028 c") == "a b c"
    assert json.loads(to_data(json.dumps("a\x7f\ufffe\u202e", ensure_ascii=False))) == "a\x7f\ufffe\u202e"
    assert to_table(["=1", " =1", "-1", "-1.5e3", "-x", "+", "@a", "plain", 3, None, "\t=1"]) == [
        "'=1", "' =1", "-1", "-1.5e3", "'-x", "'+", "'@a", "plain", 3, None, "'\t=1",
    ]  # fmt: skip
