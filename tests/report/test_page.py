"""The page says what the judgement says, whole or bare, and points at nothing outside itself."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from overture.judgement.judgement import Judgement
from overture.report import by_class, charts, page, say
from tests.report.example import bare, example

VOID = {"meta", "link", "br", "input", "hr", "img", "path", "line", "rect"}
IN_ORDER = [
    "bottom-line",
    "change",
    "why",
    "equilibria",
    "test",
    "accept",
    "terms",
    "watch",
    "sources",
    "wrong",
    "computed",
]


class Reader(HTMLParser):
    """Checks that elements close in order; keeps ids, attributes and the text that a person reads."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "xlink:href", "action", "srcset", "data"):
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text += data


def read(judgement: Judgement) -> tuple[str, Reader]:
    html = page.render(judgement)
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return html, reader


@pytest.fixture(scope="module")
def whole() -> tuple[str, Reader]:
    pytest.importorskip("vl_convert")
    return read(example())


def test_the_sections_stand_in_the_order_of_the_page(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert [name for name in reader.ids if name in IN_ORDER] == IN_ORDER


def test_no_id_twice(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert len(reader.ids) == len(set(reader.ids))


def test_nothing_outside_the_page_is_named_as_a_resource(whole: tuple[str, Reader]) -> None:
    html, reader = whole
    assert [link for link in reader.links if not link.startswith(("#", "data:,", "data:text/csv"))] == []
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    assert "default-src 'none'" in html
    assert not re.search(r"https?://", html)


def test_the_bottom_line_is_three_sentences_with_confidence_apart(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    verdict = example().verdict
    for text in (verdict.wants, verdict.offer, verdict.answer, verdict.confidence):
        assert text in reader.text
    assert reader.text.index(verdict.confidence) > reader.text.index(verdict.answer)


def test_numbers_of_every_figure_can_be_copied(whole: tuple[str, Reader]) -> None:
    html, _ = whole
    shown = charts.figures(example())
    assert {"posterior", "value", "ratios", "outcomes", "waterfall", "indicators", "regret", "term-1"} <= set(
        shown
    )
    for name, each in shown.items():
        start = html.index(f'id="figure-{name}"')
        block = html[start : html.index("</figure>", start)]
        assert "<svg" in block
        assert 'role="img"' in block
        assert block.count("<tr>") == len(each.rows) + 1
        assert all(len(row) == len(each.header) for row in each.rows)


def test_repetition_is_folded_under_its_root(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert "stands seven times, one root; counted once" in reader.text
    assert "a copy of “Such a deal would be a deception”; moves nothing" in reader.text
    assert reader.text.index("Such a deal would be a deception.") < reader.text.index(
        "It would be used to gain strength."
    )


def test_the_answers_stand_by_class_with_what_they_agree_on(whole: tuple[str, Reader]) -> None:
    table = by_class.table(example())
    assert table is not None
    assert [row[0] for row in table.rows] == ["pooling on thin", "semi-separating", "separating"]
    assert [row[3] for row in table.rows] == ["undetermined", "0.02", "0.01"]
    assert (
        "the best reply with X is accept in pooling on thin, accept or reject in semi-separating, reject in"
        in (table.sentence)
    )
    assert "the best reply with Y is reject in every class" in table.sentence
    assert say.sentence(table.sentence) in whole[1].text
    only = example().hypotheses[0]
    one = {"pooling on thin": only.posterior.by_equilibrium["pooling on thin"]}
    alone = only.model_copy(update={"posterior": only.posterior.model_copy(update={"by_equilibrium": one})})
    assert by_class.table(example().model_copy(update={"hypotheses": [alone]})) is None


def test_a_source_shows_what_it_may_be_and_what_its_words_are_worth(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert "informed on the plan 0.35 → 0.31; mistaken 0.65 → 0.69" in reader.text
    assert "odds × 1.2 alone" in reader.text
    assert "Outlet, since they may share a root" in reader.text
    assert "Outlet → The insider" in reader.text


def test_both_readings_of_private_evidence_stand_side_by_side(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert "The best reply is the same under both: accept." in reader.text
    first = example().readings[1].model_copy(update={"all_know": "reject"})
    _, other = read(example().model_copy(update={"readings": [first]}))
    assert "It matters who knows: the best reply is accept if only we know, reject if all know." in other.text


def test_every_judgement_that_was_tried_stands_in_the_table_of_flips(whole: tuple[str, Reader]) -> None:
    html, _ = whole
    block = html[html.index("Every judgement that was tried") :]
    block = block[: block.index("</details>")]
    assert block.count("<tr>") == len(example().flips) + 1
    assert "nowhere in its range" in block
    together = example().flips[0].model_copy(update={"kind": "worst case", "needed": 0.048})
    _, other = read(example().model_copy(update={"flips": [together]}))
    assert "5% of every range, together" in other.text


def test_what_is_left_out_in_turn_says_whether_the_decision_stands(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert "The decision turns in 1 of 2 trials." in reader.text
    assert "turns: reject" in reader.text


def test_the_matrix_can_be_taken_along(whole: tuple[str, Reader]) -> None:
    from urllib.parse import unquote

    _, reader = whole
    (link,) = [link for link in reader.links if link.startswith("data:text/csv")]
    lines = unquote(link.partition(",")[2]).splitlines()
    assert lines[0].startswith("item,kind,words,exploit,keep")
    assert len(lines) == len(example().matrix) + 1


def test_strategies_read_as_a_person_would_say_them(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert "having seen offer=thin: accepts with 0.87; believes exploit 0.50" in reader.text


def test_empty_sections_leave_no_trace() -> None:
    html, reader = read(bare())
    assert [name for name in reader.ids if name in IN_ORDER] == ["bottom-line", "computed"]
    assert reader.links.count("#bottom-line") == 1
    assert "#sources" not in reader.links
    assert "None" not in reader.text
    assert "undefined" not in html


def test_without_the_extra_words_and_tables_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)  # as where it is not installed
    html, reader = read(example())
    assert "<svg" not in html
    assert "overture[charts]" in reader.text
    assert 'id="figure-ratios"' in html
    assert [name for name in reader.ids if name in IN_ORDER] == IN_ORDER


def test_text_of_a_case_is_never_markup() -> None:
    given = example()
    about = given.about.model_copy(
        update={"question": "<script>alert(1)</script> & <b>?", "title": "</title>"}
    )
    card = given.signals[0].model_copy(update={"words": 'an "offer" </svg><script>', "sentence": "<i>"})
    html, reader = read(given.model_copy(update={"about": about, "signals": [card]}))
    assert "<script>alert" not in html
    assert "</svg><script>" not in html
    assert "<script>alert(1)</script> & <b>?" in reader.text


def test_the_same_judgement_gives_the_same_page() -> None:
    assert page.render(example()) == page.render(example())


def test_a_page_is_drawn_without_slow_imports(tmp_path: Path) -> None:
    """Altair takes longer to import than the whole page to draw: it is not needed."""
    pytest.importorskip("vl_convert")
    (tmp_path / "judgement.json").write_text(example().model_dump_json(), encoding="utf-8")
    program = (
        "import sys\n"
        "from overture.judgement.judgement import Judgement\n"
        "from overture.report.page import render\n"
        "render(Judgement.model_validate_json(open(sys.argv[1], encoding='utf-8').read()))\n"
        "print('altair' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "judgement.json")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.strip() == "False"
