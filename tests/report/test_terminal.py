"""The answer fits one screen of 80 by 40 and holds what a person in a hurry needs."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from overture.judgement.judgement import Flip, Judgement
from overture.report.terminal import bar, show
from tests.report.example import bare, example
from tests.report.example_game import INSIDER


def printed(judgement: Judgement, width: int = 80, page: str = "") -> list[str]:
    out = StringIO()
    show(judgement, Console(file=out, width=width), page)
    return out.getvalue().splitlines()


def long() -> Judgement:
    given = example()
    verdict = given.verdict.model_copy(
        update=dict.fromkeys(("wants", "offer", "answer"), "A sentence that does not end soon enough. " * 20)
    )
    flips = [Flip(what="w", kind="k", now=0, needed=1, words="a very long reason " * 30)] * 9
    return given.model_copy(
        update={
            "verdict": verdict,
            "flips": flips,
            "replies": given.replies * 4,
            "equilibria": given.equilibria,
        }
    )


@pytest.mark.parametrize("judgement", [example(), bare(), long()], ids=["example", "bare", "long"])
def test_it_fits_one_screen(judgement: Judgement) -> None:
    lines = printed(judgement, page="page.html")
    assert len(lines) <= 40
    assert max(len(line) for line in lines) <= 80


def test_it_says_the_answer_and_where_the_page_is() -> None:
    text = "\n".join(printed(example(), page="/somewhere/page.html"))
    flat = " ".join(text.split())
    assert example().verdict.wants in flat
    for words in (
        "prior",
        "after what was done",
        "roots only",
        "0.54",
        "What would turn the decision",
        "3.1 × 10⁻⁹",
    ):
        assert words in text
    assert "Page: /somewhere/page.html" in text


def test_a_range_as_a_bar() -> None:
    drawn = bar(INSIDER, 20)
    assert len(drawn) == 20
    assert drawn.index("━") == 5
    assert drawn.index("●") == 10
    assert drawn.rindex("━") == 15
