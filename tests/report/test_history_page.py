"""The page of a history: every number on it stands in the judgement, and every sentence can be read."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from pathlib import Path

import jsonschema
import pytest

from overture.cli.streams import cleaned, console
from overture.judgement.history.judgement import HistoryJudgement
from overture.report.checker import faults
from overture.report.exchange import json_text
from overture.report.history.facts import HistoryFacts
from overture.report.history.first.answers import items
from overture.report.history.page import render_history
from overture.report.history.terminal import show_history
from overture.report.schema import schema, text
from tests.cli.run import ROOT, overture
from tests.payloads import FORBIDDEN, everything, hostile, same_markup


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, HistoryJudgement, str]:
    """(the page, the judgement, what the terminal says) of the long freeze."""
    folder = tmp_path_factory.mktemp("history")
    case = folder / "long-freeze"
    shutil.copytree(ROOT / "cases" / "long-freeze", case)
    text = (case / "case.yaml").read_text(encoding="utf-8")
    fewer = re.sub(
        r"^  - \{parameter: (m|c), to.*\n", "", text, flags=re.MULTILINE
    )  # fewer thresholds, for time
    assert fewer.count("\n") == text.count("\n") - 2
    (case / "case.yaml").write_text(fewer, encoding="utf-8")
    ran = overture("assess", case, "--html", folder / "p.html", "--json", folder / "j.json")
    assert ran.code == 0, ran.err
    text = (folder / "j.json").read_text(encoding="utf-8")
    return (
        (folder / "p.html").read_text(encoding="utf-8"),
        HistoryJudgement.model_validate_json(text),
        ran.out,
    )


def test_every_number_on_the_page_stands_in_the_judgement(written: tuple[str, HistoryJudgement, str]) -> None:
    page, judgement, _ = written
    assert faults(page, json.loads(judgement.model_dump_json())) == []
    assert page.count("<data ") > 500
    wrong = page.replace(">0.8962<", ">0.8963<")
    assert wrong != page
    assert faults(wrong, json.loads(judgement.model_dump_json()))


def test_the_published_schema_is_current_and_fits(written: tuple[str, HistoryJudgement, str]) -> None:
    published = ROOT / "docs" / "schema" / "history.schema.json"
    again = "python -m overture.report.history.schema docs/schema/history.schema.json"
    assert published.read_text(encoding="utf-8") == text(HistoryJudgement), f"run: {again}"
    jsonschema.Draft202012Validator(schema(HistoryJudgement)).validate(
        json.loads(written[1].model_dump_json())
    )


def test_the_page_is_whole_and_fetches_nothing(written: tuple[str, HistoryJudgement, str]) -> None:
    page, _, _ = written
    assert not re.findall(r"Given\(|Sentence\(|None<|nan|\bNumber\(", page)
    assert not re.findall(r"""(?:src|href)="https?:""", page)
    assert page.count('class="later"') == 4


def test_the_first_screen_says_what_the_numbers_say(written: tuple[str, HistoryJudgement, str]) -> None:
    _, judgement, printed = written
    said = {
        str(each.heading): " ".join(str(one) for one in each.sentences)
        for each in items(HistoryFacts(judgement))
    }
    still = next(text for heading, text in said.items() if "amenable" in heading)
    assert "with a chance of 0.90 (very likely) that X is amenable; at the start it was 0.70" in still
    assert "0.41 once talks broke down and 0.90 once warm letters followed" in still
    wants = next(text for heading, text in said.items() if "wants X back" in heading)
    assert (
        "Of three options at place C, with two it is worth more to an exploiter and with one it is worth nothing"
        in wants
    )
    deal = wants.partition("Under a deal that held")[2]
    assert "of two options at place B, with one it is worth more to a keeper" in deal
    disarm = next(text for heading, text in said.items() if "disarm" in heading)
    assert disarm.startswith("Not answered here")
    assert "with one it is exactly as good to refuse" in said["What to answer"]
    assert "end, at 0.8069: from there a keeper offers a deep freeze instead" in said["What would end it"]
    assert (
        "(whether the leader says that the election does not matter or praises X in public)"
        in said["What would end it"]
    )
    assert "five make what was done happen, and two cannot and are counted apart" in said["What would end it"]
    far = said["How far this goes"]
    assert far.startswith(
        "What was done can happen with three of five options at place C, and with the others"
    )
    assert "C, where X refuses the first offer and letters are warm" in far
    assert "Every combination of options at these places is one of them" in far
    assert (
        "of 52 pairs of things that are done there, all of which were looked for, 20 occur in no way" in far
    )
    assert "The long freeze" in printed
    assert "0.90 (very likely)" in " ".join(printed.split())


def test_moves_are_told_in_the_words_of_the_case(written: tuple[str, HistoryJudgement, str]) -> None:
    page, judgement, printed = written
    text = re.sub(r"<style.*?</style>|<[^>]*>", " ", page.partition("</head>")[2], flags=re.DOTALL)
    moves = [signal.move for signal in judgement.signals] + [each.move for each in judgement.decisions]
    assert {"letters", "statement2", "answer2"} <= set(moves)
    moves.remove("letters")  # an English word too
    assert not [move for move in (*moves, "offer2", "terms2") if move in text or move in printed]
    assert "whether" in text
    flat = " ".join(text.split())
    assert "X has seen: X refuses the first offer" in flat
    assert "X accepts and an alarm comes" in flat
    assert "X or Y accepts" not in flat  # who makes the move elsewhere is not named where X made it


def test_what_only_one_deal_has_is_refused(tmp_path: Path) -> None:
    ran = overture("assess", ROOT / "cases" / "long-freeze", "--matrix", tmp_path / "m.csv")
    assert ran.code == 2
    assert "has no evidence sheet" in ran.err
    assert not (tmp_path / "m.csv").exists()


def test_check_says_what_a_history_is() -> None:
    ran = overture("check", ROOT / "cases" / "long-freeze")
    assert ran.code == 0
    assert "The history has 3 steps, and 4 that may follow; 9 sentences of a report are asked." in ran.out


def test_the_page_begins_with_the_answer_in_short(written: tuple[str, HistoryJudgement, str]) -> None:
    page, judgement, _ = written
    first = items(HistoryFacts(judgement))[0]
    assert page.index('id="short"') < page.index('id="report-0"')
    agree, differ, places, change, later = map(str, first.sentences)
    assert agree.startswith("All ways of playing in which it can be asked agree: the leader believes with")
    assert "0.90 (very likely) that X is amenable" in agree
    assert "it is made, is 0.40 over all types (on another history than the one that happened)" in agree
    assert "that X returns and not that Y comes is worth 0 to 0.025 to a keeper" in differ
    assert "a thin freeze is offered once X has returned is 0 to 1 over all types" in differ
    assert "under a deal that held, is 0 to 1 over all types" in differ
    assert places.startswith(
        "What holds of it hangs on what is done at place A, where X accepts the first offer"
    )
    assert "place B" not in places
    assert "rapport at 0.8069 (stated: 0.85)" in change
    assert later.endswith(
        "the leader would believe with a chance of 1 that X is amenable and we would believe with a chance of "
        "0.80 to 0.86 that the leader is an exploiter."
    )
    assert {answer.says: answer.at for answer in judgement.report if answer.at} == {
        "He wants X back because of their rapport.": ["C"],
        "He will offer a freeze for relief.": ["C"],
        "A return to office would reopen the terms.": ["A"],
    }


def test_options_with_which_what_was_done_cannot_happen_are_counted(
    written: tuple[str, HistoryJudgement, str],
) -> None:
    _, judgement, _ = written
    said = {str(each.heading): str(each.sentences[-1]) for each in items(HistoryFacts(judgement))}
    barred = "With two of five options at place C what was done cannot happen."
    assert said["“He will offer a freeze for relief”"] == barred
    assert said["“Letters and affection are an asset”"] == barred
    assert barred not in said["“Official indifference to the election is a pose”"]


@pytest.mark.parametrize("option", [("--workers", 2), ("--cluster", "tcp://127.0.0.1:9")])
def test_workers_are_refused_where_there_is_no_world_to_share_out(option: tuple[str, object]) -> None:
    ran = overture("assess", ROOT / "cases" / "long-freeze", *option)
    assert ran.code == 2
    assert "no worlds that could be shared out" in ran.err


STRANGERS = frozenset(
    (
        "title", "question", "words", "noun", "adjective", "why", "lines", "one", "other", "says", "seen", "after", "source", "assumptions", "left_out", "acts",
        "ties", "versus", "command", "Leader", "X", "Y", "accept", "reject", "hold", "snap",
    )
)  # fmt: skip


def test_words_of_strangers_are_words(
    written: tuple[str, HistoryJudgement, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every field of words at once, on the page, in JSON and on a terminal."""
    judgement = written[1]
    made = HistoryJudgement.model_validate(
        hostile(judgement.model_dump(by_alias=True), everything(), STRANGERS)
    )
    same_markup(render_history(made), render_history(judgement))
    assert not FORBIDDEN.search(json_text(made))
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    with cleaned():
        show_history(made, console())
    assert "7*7" in out.getvalue()
    assert not FORBIDDEN.search(out.getvalue())
