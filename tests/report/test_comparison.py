"""What a comparison says follows from its numbers: errors decide the sentence, and what is missing has a reason."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from overture.judgement.compared import (
    ComparedAbout,
    ComparedBy,
    ComparedDifference,
    ComparedNumber,
    ComparedRow,
    ComparedSide,
    Comparison,
    DifferenceWord,
)
from overture.report.checker import faults
from overture.report.compared.facts import ComparedFacts
from overture.report.compared.page import render_comparison
from overture.report.compared.said import notes, situations, statements
from overture.report.compared.terminal import show_comparison

ABOUT = ComparedAbout(
    title="A case", question="?", date="2026-11-01", offer="a thin offer", advised="the counterpart", seed=1, worlds=64,
    own_draws=64, command="overture compare case --by q=0.3,0.8", versions={"overture": "0"}, hashes={"case.yaml": "ab"},
)  # fmt: skip


def of(
    word: DifferenceWord | None,
    value: float | None = 0.25,
    error: float | None = 0.1,
    reason: str | None = None,
) -> Comparison:
    """A comparison of one answer, the chance of the offer, with this difference."""
    return Comparison(
        overture="0",
        about=ABOUT,
        by=ComparedBy(
            kind="parameter", name="q", words="chance of an alarm", known="ours", written="0.1 to 0.6"
        ),
        sides=[ComparedSide(label="q = 0.3", best="accept"), ComparedSide(label="q = 0.8", reason=reason)],
        rows=[
            ComparedRow(
                answer="chance",
                words="chance of the offer",
                form="chance",
                numbers=[
                    ComparedNumber(value=0.5, error=0.02),
                    ComparedNumber(value=None if value is None else 0.5 + value, error=error, reason=reason),
                ],
                differences=[ComparedDifference(value=value, error=error, word=word, reason=reason)],
            )
        ],
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (of("apart"), "From q = 0.3 to q = 0.8 the difference is more than twice its error in the chance of the offer (+0.25 ± 0.10)."),
        (of("not told apart", 0.15), "The difference is within twice its error, and 64 worlds do not tell the two apart, in the chance of the offer (+0.15 ± 0.10)."),
        (of("the same", 0.0, 0.0), "The two are the same in every resample in the chance of the offer."),
        (of(None, None, None, "nobody makes this offer"), "No difference from q = 0.3 to q = 0.8 is known of the chance of the offer: nobody makes this offer."),
    ],
)  # fmt: skip
def test_the_error_decides_the_sentence(found: Comparison, said: str) -> None:
    assert said in [str(each) for each in statements(ComparedFacts(found))]


def test_where_nothing_is_apart_it_is_said() -> None:
    said = [str(each) for each in statements(ComparedFacts(of("not told apart", 0.15)))]
    assert said[0] == "From q = 0.3 to q = 0.8 no difference is more than twice its error."
    assert not any("no difference is more" in str(each) for each in statements(ComparedFacts(of("apart"))))


@pytest.mark.parametrize(
    "found", [of("apart"), of(None, None, None, "nobody makes this offer")], ids=["full", "null"]
)
def test_terminal_and_page_show_numbers_errors_and_reasons(found: Comparison) -> None:
    out = StringIO()
    show_comparison(found, Console(file=out, width=120))
    page, shown = render_comparison(found), " ".join(out.getvalue().split())
    assert faults(page, found.model_dump(mode="json")) == []
    for text in (shown, page):
        assert "nobody makes this offer" in text or found.rows[0].differences[0].word == "apart"
        assert "a number of ours, as the case says" in text
    assert "0.50 ± 0.020" in shown
    assert ("0.75 ± 0.10" in shown) == (found.rows[0].numbers[1].value is not None)
    assert "None" not in shown + page


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_letter_of_the_table_is_lost_in_a_narrow_terminal(width: int) -> None:
    found = of("apart")
    out = StringIO()
    show_comparison(found, Console(file=out, width=width))
    rows = out.getvalue().split("\n\n")[1].splitlines()
    letters = sorted("".join("".join(rows).split()))
    told = "answer chance of the offer q = 0.3 0.50 ± 0.020 q = 0.8 0.75 ± 0.10 difference +0.25 ± 0.10"
    assert letters == sorted("".join(f"{told} beside its error more than twice its error".split()))


def test_a_number_that_is_missing_gives_its_reason() -> None:
    facts = ComparedFacts(of(None, None, None, "nobody makes this offer"))
    assert [str(facts.value(0, side)) for side in (0, 1)] == ["0.50 ± 0.020", "nobody makes this offer"]
    assert str(facts.difference(0, 1)) == ""


def test_replies_are_told_in_the_words_of_the_case_and_of_which_answer_they_are() -> None:
    given = of("apart").model_dump(mode="json")
    row = given["rows"][0] | {
        "answer": "worth.accept",
        "words": "worth of this reply: open the road",
        "form": "worth",
    }
    facts = ComparedFacts(Comparison.model_validate(given | {"rows": [row]}))
    assert "in the worth of “open the road”" in " ".join(map(str, statements(facts)))
    assert "open the road" in str(situations(facts))
    assert any("one reply, whatever is seen" in str(note) for note in notes(facts))
