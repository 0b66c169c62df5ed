"""The page says what the judgement says, whole or bare, and points at nothing outside itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from overture.judgement.judgement import Judgement, Unwatched
from overture.report import page
from overture.report.section import sections
from overture.report.sentence import Facts
from overture.report.statement import first
from tests.report.example import EVERY, bare, example, nobody, one_world, still, three_types
from tests.report.example_answers import other

VOID = {"meta", "link", "br", "input", "hr", "img"}
FIRST = ["answer", "turning", "tells", "wants", "before", "confidence", "unjudged"]
FOLDED = [
    "worth", "others", "why", "play", "acts", "accept", "terms", "watch", "sources", "change", "ranges", "weights",
    "parameters", "both", "wrong", "computed",
]  # fmt: skip


class Reader(HTMLParser):
    """Checks that elements close in order; keeps ids, links, tables and the text that a person reads."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.rows: list[int] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        named = dict(attrs)
        if "id" in named:
            self.ids.append(named["id"] or "")
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "srcset", "data")
        ]
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += int(named.get("colspan") or 1)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open
            assert self.open.pop() == tag
        if tag == "table":
            assert len(set(self.rows)) == 1, self.rows
            self.rows = []

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
    return read(example())


def test_the_first_screen_comes_first_and_the_rest_is_folded_in_order(whole: tuple[str, Reader]) -> None:
    html, reader = whole
    assert [name for name in reader.ids if name in (*FIRST, *FOLDED)] == [*FIRST, *FOLDED]
    for name in FOLDED:
        assert f'<details id="{name}" class="section">' in html


@pytest.mark.parametrize("made", EVERY, ids=[made.__name__ for made in EVERY])
def test_every_page_is_whole_and_says_nothing_undefined(made: Callable[[], Judgement]) -> None:
    html, reader = read(made())
    assert len(reader.ids) == len(set(reader.ids))
    assert not re.search(
        r"\bnan\b|\binf\b|None|undefined\b(?!:)",
        re.sub(r"(?s)<script.*?</script>", "", html).replace("undefined:", ""),
    )
    assert "()" not in reader.text
    assert not re.search(r"\.\.|,,| ,| \.(?=\s)", re.sub(r"\s+", " ", reader.text))


def test_every_sentence_of_the_first_screen_stands_on_the_page(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    for item in first.items(Facts(example())):
        assert str(item.heading) in reader.text
        for sentence in item.sentences:
            assert str(sentence) in reader.text


def test_confidence_stands_apart_from_likelihood(whole: tuple[str, Reader]) -> None:
    html, _ = whole
    part = html[html.index('<section id="confidence">') : html.index('<section id="unjudged">')]
    assert "Confidence is low" in part
    assert 'data-form="word"' not in part


def test_nothing_outside_the_page_is_named_as_a_resource(whole: tuple[str, Reader]) -> None:
    html, reader = whole
    assert [link for link in reader.links if not link.startswith(("#", "data:,", "data:text/csv"))] == []
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    assert "default-src 'none'" in html
    assert not re.search(r"https?://", html)


def test_belief_times_worth_adds_up_with_the_printed_digits(whole: tuple[str, Reader]) -> None:
    html, _ = whole
    part = html[html.index('<details id="worth"') : html.index('<details id="others"')]
    table = part[part.index("<tbody>") : part.index("</tbody>")]
    rows = [
        [float(number.replace("−", "-")) for number in re.findall(r">(−?[\d.]+)</data>", line)]
        for line in table.split("</tr>")
        if "<data" in line
    ]
    *types, total = rows
    assert len(types) == 2
    assert sum(row[0] * row[1] for row in types) == pytest.approx(total[0], abs=2e-4)
    assert sum(row[2] for row in types) == pytest.approx(total[0], abs=1.01e-4)
    assert total == [-0.0857, 0.0]


def test_every_counterpart_and_offer_stands_in_one_table_with_a_reason_where_nobody_makes_it(
    whole: tuple[str, Reader],
) -> None:
    html, _ = whole
    part = html[html.index('<details id="others"') : html.index('<details id="why"')]
    assert part.count("<table") == 1
    assert part.count("<tr") == 1 + len(example().others)
    assert '<tr class="null">' in part
    assert "Y would refuse it" in part


def test_a_convention_has_no_ratio(whole: tuple[str, Reader]) -> None:
    html, reader = whole
    assert "convention, blaming an exploiter" in reader.text
    assert "factor_by_class.pooling on thin" in html
    assert "factor_by_class.separating" not in html


def test_levers_that_cannot_reach_the_reply_are_one_line(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert "These cannot reach the reply: q_deep and z_Y." in reader.text
    assert "Without a range, so not moved: b and h." in reader.text


def test_one_world_has_no_ranges_and_no_shares() -> None:
    html, reader = read(one_world())
    assert 'id="ranges"' not in html
    assert "own_scenarios" not in html
    assert "draws of our own numbers, each" not in reader.text


def test_ranges_are_named_and_stand_apart(whole: tuple[str, Reader]) -> None:
    html, reader = whole
    part = html[html.index('<details id="ranges"') : html.index('<details id="weights"')]
    for path in (
        "own_scenarios.belief_5_95.0",
        "worlds_5_95.0",
        "within_world_mean_width_on_path",
        "cells_5_95.0",
    ):
        assert path in part
    few = example().answers.model_copy(update={"effective_worlds_after_offer": 12.0})
    html, reader = read(example().model_copy(update={"answers": few}))
    assert "worlds_5_95" not in html
    assert "cells_5_95" not in html
    assert "too few for a range over worlds" in reader.text


def test_the_parameters_say_who_knows_them(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    assert "we (stated)" in reader.text
    assert "the adversary (by default)" in reader.text


def test_the_clauses_are_listed_with_the_command_that_judges_them(whole: tuple[str, Reader]) -> None:
    """It said of five clauses of six that no value deters: true, and useless, since clauses work together."""
    _, reader = whole
    part = reader.text[reader.text.index("Terms that would hold") :]
    assert (
        "Detection under light inspection" in part[:600] or "detection under light inspection" in part[:600]
    )
    assert "overture design" in part[:900]
    assert "deters" not in part[:900]


def test_a_claim_that_does_not_count_says_why(whole: tuple[str, Reader]) -> None:
    """Linked and its source not judged, or not linked: two things; what was judged of a silent source stands."""
    _, reader = whole
    said = re.sub(r"\s+", " ", reader.text)
    part = said[said.index("Sources whose words move nothing") :]
    assert "one root; linked, and silent: the source’s access is not judged" in part
    assert "access: 0.35" in part[: part.index("The leader means to cheat.")]
    values = example().model_dump(mode="json")
    values["sources"][1]["claims"][0] |= {"event": None, "standing": "", "repeats": 1}
    _, reader = read(Judgement.model_validate(values))
    assert "not linked to an event of the game" in reader.text


def test_what_the_case_watches_and_the_table_leaves_out_is_named() -> None:
    snap = Unwatched(event="snap", words="X snaps back.", reason="own move")
    deep = Unwatched(event="deep", words="A deep freeze is offered", reason="offer made")
    _, reader = read(example().model_copy(update={"unwatched": [snap, deep]}))
    assert (
        "Left out: “X snaps back”, since it is a move of our own, which we choose and need not watch for."
        in reader.text
    )
    assert "Left out: “A deep freeze is offered”, since the offer was made already." in reader.text


def test_the_command_that_makes_the_page_makes_one(whole: tuple[str, Reader]) -> None:
    _, reader = whole
    command = example().about.command
    assert "--html" not in command
    assert f"To make this page again: {command} --html page.html." in reader.text


def test_the_matrix_can_be_taken_along(whole: tuple[str, Reader]) -> None:
    from urllib.parse import unquote

    _, reader = whole
    (link,) = [link for link in reader.links if link.startswith("data:text/csv")]
    lines = unquote(link.partition(",")[2]).splitlines()
    assert lines[0].startswith("item,kind,words,exploit,keep")
    assert len(lines) == len(example().matrix) + 1


def test_empty_parts_leave_no_trace() -> None:
    _, reader = read(bare())
    assert [name for name in reader.ids if name in FOLDED] == [
        "worth",
        "acts",
        "accept",
        "change",
        "weights",
        "computed",
    ]
    assert "Not yet judged" not in reader.text


def test_where_nothing_can_be_answered_the_page_stands() -> None:
    for made in (nobody, still):
        html, reader = read(made())
        assert "There is nothing to answer." in reader.text
        assert 'id="slider"' not in html


def test_text_of_a_case_is_never_markup() -> None:
    given = example()
    about = given.about.model_copy(
        update={"question": "<script>alert(1)</script> & <b>?", "title": "</title>"}
    )
    row = given.acts[0].model_copy(update={"words": 'an "offer" </svg><script>'})
    html, reader = read(given.model_copy(update={"about": about, "acts": [row]}))
    assert "<script>alert" not in html
    assert "</svg><script>" not in html
    assert "<script>alert(1)</script> & <b>?" in reader.text


def test_the_same_judgement_gives_the_same_page() -> None:
    assert page.render(example()) == page.render(example())


def test_sections_are_those_that_have_something_to_show() -> None:
    assert [each.id for each in sections(Facts(example()))] == FOLDED


def test_worlds_that_are_all_alike_have_no_ranges_and_no_shares() -> None:
    fixed = [
        line.model_copy(update={"low": None, "mode": None, "high": None}) for line in example().parameters
    ]
    html, reader = read(example().model_copy(update={"parameters": fixed}))
    assert 'id="ranges"' not in html
    assert "draws of our own numbers, each" not in reader.text


def test_of_three_types_every_belief_stands_and_nothing_is_said_of_each_type() -> None:
    rows = [other(three_types().answers, None, "thin", "a thin freeze")]
    silent = {pair: {"word": "nothing", "factor": 1.0} for pair in three_types().answers.verdict}
    values = three_types().model_dump(mode="json")
    values["others"] = [each.model_dump(mode="json") for each in rows]
    values["acts"][0]["verdict"] = silent
    html, reader = read(Judgement.model_validate(values))
    part = html[html.index('<details id="others"') : html.index('<details id="play"')]
    for at in range(3):
        assert f'data-path="others.0.belief_offer.{at}"' in part
    assert (
        "Beliefs are, in this order, that the leader would cheat on a weak freeze, the leader would keep"
        in reader.text
    )
    assert "orth nothing as a test: each type would have made it as often (ratio 1.0)" in reader.text
    values["acts"][0]["verdict"]["exploit:disarm"] = {"word": "undetermined"}
    _, reader = read(Judgement.model_validate(values))
    assert "orth nothing as a test: both would have made it as often (ratio 1.0)" in reader.text
    assert "each type would" not in reader.text


def test_an_offer_to_which_nothing_can_be_answered_is_not_called_one_that_nobody_makes() -> None:
    values = example().model_dump(mode="json")
    values["others"] = [
        {
            **still().answers.model_dump(mode="json"),
            "counterpart": "Z",
            "offer": "thin",
            "words": "a thin freeze",
        }
    ]
    html, _ = read(Judgement.model_validate(values))
    part = html[html.index('<details id="others"') : html.index('<details id="why"')]
    assert "nobody makes this offer" not in part
    assert 'data-path="others.0.belief_offer.0"' in part
