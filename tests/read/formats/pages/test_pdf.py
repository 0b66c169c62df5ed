"""PDF: running lines left out and said, words whole, paragraphs apart, and the day of printing is no date."""

from __future__ import annotations

import pytest

from overture.read.document import load_document
from overture.read.formats.pages.pdf import extract
from overture.read.formats.pages.text import PageLine, page_text
from tests.faults import FAULTS
from tests.read.reports import pdf

pytest.importorskip("pypdfium2")


def test_running_lines_and_soft_hyphens() -> None:
    document = load_document(FAULTS / "formats" / "headfoot.pdf")
    assert "Institute" not in document.text
    assert "www." not in document.text
    assert document.text.count("a new counterpart may take office") == 6
    # The body's own sentences come again on the next page, at the same height: they stay.
    assert document.text.count("According to a diplomat, the offer is meant") == 6
    assert "“Institute Briefing 12 | The Brod offer" in document.notes[0]


def test_ligatures_and_columns() -> None:
    text = load_document(FAULTS / "formats" / "twocol.pdf").text
    assert "Officials first affirmed that the difficult\nclassification of the final five offices" in text
    assert "\n\nThe agency declined to comment on the\nreport." in text
    assert not set("ﬀﬁﬂﬃ") & set(text)


def test_the_day_of_printing_and_the_name_of_a_file_are_not_the_reports() -> None:
    document = load_document(FAULTS / "reports" / "truce" / "communique.pdf")
    assert document.date == "2026-03-04"  # as its heading states, and not the day on which the file was made
    assert document.title == "Ministry of Foreign Affairs"


def test_a_sentence_goes_on_over_the_page_and_page_numbers_go() -> None:
    found = extract(pdf("Holm said that the\n- 1 -", "mine would close.\nPage 2 of 2"), "a.pdf")
    assert found.text == "Holm said that the\nmine would close.\n"


def test_a_line_that_runs_has_another_size_or_stands_alone() -> None:
    def page(top: str, size: float) -> list[PageLine]:
        body = [PageLine(f"Line {top} {n} said so.", 700.0 - 12 * n, 11.0) for n in range(9)]
        return [PageLine("Weekly note 4", 712.0, size), *body]

    pages = [page(name, 11.0) for name in ("a", "b", "c")]
    assert page_text(pages)[1] == []  # a line like any other
    assert page_text([page(name, 8.0) for name in ("a", "b", "c")])[1] == ["Weekly note 4"]
    assert page_text([page("a", 8.0)])[1] == []
