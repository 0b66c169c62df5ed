"""Text made ready: the same length always, quotations, paragraphs, headlines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.read.text import Quotes, paragraphs, quotes, sentence_case, straighten, trim


@given(st.text(alphabet="ab '\"`“”‘’«».,!?\n\t\r\u00a0\u200b—A", max_size=200))
def test_straightening_keeps_the_length(text: str) -> None:
    assert len(straighten(text)) == len(text)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("“So,” he said", '"So," he said'),
        ("``So,'' he said", ' "So,"  he said'),
        ("'So it is,' he said", '"So it is," he said'),
        ("the boys' books, the '90s", "the boys' books, the '90s"),
        ("Kim’s", "Kim's"),
    ],
)
def test_quotation_marks_become_straight(raw: str, plain: str) -> None:
    assert straighten(raw) == plain


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = '"One.\n\n"Two." She left. "Three."'
    assert [text[a:b] for a, b in quotes(text)] == ['"One.\n\n"Two."', '"Three."']


def test_a_mark_that_is_never_closed_is_left() -> None:
    assert quotes('He said "so and left.') == []
    text = 'He said "so and left. Then "she" came.'
    assert [text[a:b] for a, b in quotes(text)] == ['"she"']


def test_quotations_are_found_by_place() -> None:
    text = 'a "b c" d "e f" g'
    found = Quotes(quotes(text))
    assert found.around(text.index("c")) == (2, 7)
    assert found.around(text.index("d")) is None
    assert found.between(3, 20) == [(10, 15)]


def test_paragraphs_and_the_headline() -> None:
    text = "A short headline\n\nThe first paragraph ends here.\n\nThe second one\nis wrapped."
    blocks = paragraphs(text)
    assert [text[b.start : b.end] for b in blocks] == [
        "A short headline",
        "The first paragraph ends here.",
        "The second one\nis wrapped.",
    ]
    assert [b.headline for b in blocks] == [True, False, False]


def test_title_case_becomes_the_case_of_a_sentence() -> None:
    body = "The minister wants to buy time. In Tessaly the minister wants peace."
    assert (
        sentence_case("Minister Wants To Buy Time, Tessaly Says", body)
        == "Minister wants to buy time, Tessaly says"
    )
    assert sentence_case("Tessaly wants time", body) == "Tessaly wants time"


def test_trimming_keeps_initials() -> None:
    assert trim("  the U.S.  ", 0, 12) == (2, 10)
    assert trim(" so. ", 0, 5) == (1, 3)
    assert trim(" .,", 0, 3) is None
