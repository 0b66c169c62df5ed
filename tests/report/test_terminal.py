"""The terminal says the same first screen as the page, in one screen of its own."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from rich.console import Console

from overture.judgement.judgement import Judgement
from overture.report.sentence import Facts
from overture.report.statement import first
from overture.report.terminal import show
from tests.report.example import EVERY, example


def printed(judgement: Judgement, width: int = 80, page: str = "") -> list[str]:
    out = StringIO()
    show(judgement, Console(file=out, width=width), page)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("made", EVERY, ids=[made.__name__ for made in EVERY])
def test_it_says_every_sentence_of_the_first_screen(made: Callable[[], Judgement]) -> None:
    lines = printed(made(), page="page.html")
    assert max(len(line) for line in lines) <= 80
    flat = " ".join(" ".join(lines).split())
    for item in first.items(Facts(made())):
        for sentence in item.sentences:
            assert " ".join(str(sentence).split()) in flat


def test_the_flagship_fits_one_screen_of_40_lines() -> None:
    assert len(printed(example(), width=100, page="page.html")) <= 40


def test_it_says_how_it_was_solved_and_where_the_page_is() -> None:
    lines = printed(example(), page="/somewhere/page.html")
    flat = " ".join(" ".join(lines).split())
    assert "Solved in 1,000 of 1,000 worlds; nobody could gain more than 3.1 × 10⁻⁹" in flat
    assert lines[-1] == "Page: /somewhere/page.html"
