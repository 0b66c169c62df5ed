"""The checker reads a page back: every example agrees with its JSON, and each kind of lie is found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overture.judgement.judgement import Judgement
from overture.report.checker import PageNumbers, faults, main
from overture.report.exchange import json_text
from overture.report.page import render
from tests.report.example import EVERY, example

NUMBER = re.compile(
    r'(<data value="[^"]*" data-path="[^"]*" data-form="(?!word)[^"]*" data-weights="[^"]*">)([^<]*\d[^<]*)(</data>)'
)


@pytest.fixture(scope="module")
def page() -> tuple[str, Any]:
    judgement = example()
    return render(judgement), json.loads(json_text(judgement))


@pytest.mark.parametrize("made", EVERY, ids=[made.__name__ for made in EVERY])
def test_every_number_of_every_page_stands_in_its_json(made: Callable[[], Judgement]) -> None:
    judgement = made()
    html = render(judgement)
    assert html.count("<data ") > 100
    assert faults(html, json.loads(json_text(judgement))) == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_digit_that_was_changed_is_found(page: tuple[str, Any], data: st.DataObject) -> None:
    html, judgement = page
    every = list(NUMBER.finditer(html))
    hit = data.draw(st.sampled_from(every))
    at = data.draw(st.sampled_from([place for place, letter in enumerate(hit[2]) if letter.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != hit[2][at]]))
    changed = hit[2][:at] + other + hit[2][at + 1 :]
    broken = html[: hit.start(2)] + changed + html[hit.end(2) :]
    (fault,) = faults(broken, judgement)
    assert changed.replace("&lt;", "<").replace("&gt;", ">") in fault


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (", narrowly.<", ", 9 times of 10.<", "a digit that is no number"),
        (
            'data-weights="after">0.56<',
            'data-weights="before">0.56<',
            "weights are called before, and are after",
        ),
        (
            'data-path="answers.belief_offer.0"',
            'data-path="answers.belief_given.0"',
            "the judgement has “0.52”",
        ),
        ('data-path="answers.belief_offer.0"', 'data-path="answers.belief.0"', "not in the judgement"),
        ('data-form="chance"', 'data-form="chances"', "not printable as “chances”"),
        ('value="0.558345173"', 'value="0.558345174"', "in the judgement 0.558345173"),
        (">likely</data>", ">very likely</data>", "the judgement has “likely”"),
    ],
)
def test_each_kind_of_lie_is_found(page: tuple[str, Any], old: str, new: str, said: str) -> None:
    html, judgement = page
    assert old in html
    assert any(said in fault for fault in faults(html.replace(old, new, 1), judgement))


def test_a_judgement_that_was_changed_is_found(page: tuple[str, Any]) -> None:
    html, judgement = page
    changed = json.loads(json.dumps(judgement))
    changed["answers"]["own_prior_at_which_reply_turns"] = 0.61
    assert any("own_prior_at_which_reply_turns" in fault for fault in faults(html, changed))


def test_what_the_author_said_is_not_compared() -> None:
    reader = PageNumbers()
    reader.feed(
        "<p>Since <span data-given>1990, 3 times</span> and <code data-given>x == 4</code></p><svg><text>5</text></svg>"
    )
    assert reader.loose == []
    reader.feed("<p>then 6</p>")
    assert len(reader.loose) == 1


def test_as_a_command(page: tuple[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    html, judgement = page
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    (tmp_path / "all.json").write_text(json.dumps(judgement), encoding="utf-8")
    assert main([str(tmp_path / "page.html"), str(tmp_path / "all.json")]) == 0
    assert "numbers compared, 0 faults" in capsys.readouterr().out
    (tmp_path / "page.html").write_text(html.replace(">0.56<", ">0.57<"), encoding="utf-8")
    assert main([str(tmp_path / "page.html"), str(tmp_path / "all.json")]) == 1
    assert "(“0.57”): the judgement has “0.56”" in capsys.readouterr().out
    (tmp_path / "page.html").write_text("<p>nothing</p>", encoding="utf-8")
    assert main([str(tmp_path / "page.html"), str(tmp_path / "all.json")]) == 1
    assert main([]) == 2
