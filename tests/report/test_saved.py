"""A judgement is short as text, a table in a notebook, and read back from the JSON of the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import overture as ov
from overture.errors import FileError
from overture.report.exchange import json_text
from tests.report.example import example, probed


def test_a_judgement_is_read_back(tmp_path: Path) -> None:
    one = example()
    one.save(tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text() == json_text(one)
    assert ov.load(tmp_path / "a.json") == one


def test_a_judgement_is_short(tmp_path: Path) -> None:
    one = example()
    assert len(repr(one)) < 800
    assert one._repr_html_().count("<tr>") <= 21
    frame = one.to_frame()
    assert len(frame) == sum(len(line.odds) for card in one.equilibria for line in card.lines)
    assert {"class", "player", "strategy", "belief", "value"} <= set(frame.columns)


def test_a_judgement_of_another_form_is_refused(tmp_path: Path) -> None:
    data = json.loads(json_text(example()))
    data["about"]["worlds"] = "many"
    (tmp_path / "a.json").write_text(json.dumps(data))
    with pytest.raises(FileError, match=r"about\.worlds is wrong"):
        ov.load(tmp_path / "a.json")


def test_a_notebook_shows_the_classes_with_their_weights_and_what_is_done() -> None:
    one = example()
    html = re.sub(r' style="[^"]*"', "", one._repr_html_())
    assert html.count("<tr>") == 1 + len(one.equilibria)
    assert "<th>worth to the leader</th>" in html
    assert (
        "<div>The leader, having seen that the intent is “exploit” and the election is “X”, choosing offer: always offers a thin freeze</div>"
        in html
    )
    assert "<br>best reply: " in html
    assert (
        "leader offers a thin freeze, choosing answer: accepts the terms 0.86, refuses the terms 0.14" in html
    )


def test_the_best_reply_is_said_to_be_one_whatever_is_seen_where_a_plan_would_differ() -> None:
    assert "best reply, whatever is seen before it: accept" in repr(probed())
    assert "best reply: " in repr(example())
