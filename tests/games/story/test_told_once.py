"""Faults of a story are told while it is read, each once, in the line that is to be mended."""

from __future__ import annotations

import warnings
from collections import defaultdict
from pathlib import Path
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from overture.errors import FileError, TellingError
from overture.games.story.file import read_story
from overture.wording import refused

HEAD = """story: 1
title: faults
players: [Ann, Bob]
"""
END = "  - end: {Ann: 0, Bob: 0}\n"
ODDS = HEAD + "steps:\n  - chance: kind\n    odds: {ODDS}\n    seen_by: Ann\n" + END.replace("Bob", "Bbo")


def faults(text: str, folder: Path) -> list[str]:
    """What is wrong with a story, each fault from its line on."""
    file = folder / "game.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as wrong:
        read_story(file)
    return [str(each).partition("game.yaml:")[2] for each in wrong.value.faults]


@pytest.mark.parametrize(
    ("odds", "told"),
    [
        ("a: 0.6, b: 0.5", "the odds of 'kind' are a 0.6, b 0.5 (sum 1.1)"),
        ("a: 0.6, b: 0.4000001", "(sum 1.0000001)"),
        ("a: 0.5, b: 1/4", "(sum 0.75)"),
        ("a: -0.1, b: 1.1", "are a -0.1, b 1.1"),
        ("a: 1.2, b: rest", "are a 1.2 and the rest"),
        ("a: 0.7, b: 0.4, c: rest", "(sum 1.1)"),
    ],
)
def test_constant_odds_are_looked_at_beside_all_other_faults(odds: str, told: str, tmp_path: Path) -> None:
    first, *others = faults(ODDS.replace("ODDS", odds), tmp_path)
    assert first.startswith("6, steps.0.odds")
    assert told in first
    assert any("'Bbo' is no player" in each for each in others)


def test_odds_at_the_values_of_the_file_are_told_with_its_other_faults_and_not_alone(tmp_path: Path) -> None:
    text = ODDS.replace("steps:", "parameters: {q: 0.5}\nsteps:").replace("ODDS", "a: q, b: 0.7")
    assert any(
        "7, steps.0.odds: the odds of 'kind' are a 0.5, b 0.7 (sum 1.2)" in each
        for each in faults(text, tmp_path)
    )
    (tmp_path / "game.yaml").write_text(text.replace("Bbo", "Bob"), encoding="utf-8")
    game = read_story(tmp_path / "game.yaml")
    assert len(game.tree(q=0.3).terminal) == 2  # sound at another value


def test_odds_of_a_step_that_this_shape_does_not_tell_are_those_of_another_shape(tmp_path: Path) -> None:
    text = (
        ODDS.replace("steps:", "shape: {n: 1}\nsteps:")
        .replace("ODDS", "a: 2 / n, b: 1 - 2 / n")
        .replace("Bbo", "Bob")
    )
    assert "a 2, b -1" in faults(text, tmp_path)[0]
    (tmp_path / "game.yaml").write_text(text.replace("seen_by: Ann", "when: n > 1"), encoding="utf-8")
    (tmp_path / "game.yaml").write_text(
        text.replace("    seen_by: Ann", "    when: n > 1\n  - {move: go, by: Ann, choices: [x, y]}"),
        encoding="utf-8",
    )
    assert len(read_story(tmp_path / "game.yaml").tree().terminal) == 2


def test_a_name_that_stands_twice_is_told_beside_other_faults(tmp_path: Path) -> None:
    moves = "".join(f"  - {{move: go, by: {by}, choices: [x, y]}}\n" for by in ("Ann", "Bbo"))
    first, second = faults(HEAD + "steps:\n" + moves + END, tmp_path)
    assert first.startswith("6,")
    assert second.startswith("6,")
    assert {"'go' happens twice" in each for each in (first, second)} == {True, False}


def test_a_story_that_is_never_told_is_read_all_the_same(tmp_path: Path) -> None:
    text = (
        HEAD
        + "stories:\n  idle:\n    slots: [who]\n    steps:\n      - {move: 'go {who}', by: '{who}', choices: [x, y]}\n      - pay: {Zed: 1}\n"
    )
    never, paid = faults(text + "steps:\n  - {move: act, by: Ann, choices: [x, y]}\n" + END, tmp_path)
    assert never.startswith("5, stories.idle: the story 'idle' is never told")
    assert paid.startswith("9, stories.idle.steps.1.pay.Zed: 'Zed' is no player")


PERIODS = HEAD + """steps:
  - repeat: week
    times: 4
    steps:
      - {move: "bid {week}", by: Ann, choices: [yes, no]}
      - if: WHEN
        then: [{pay: {Ann: PAID}}]
""" + END  # fmt: skip


@pytest.mark.parametrize(
    ("when", "paid", "told"),
    [
        ('bid {week} == "yes"', "1", """'bid {week} == "yes"' cannot be read"""),
        ('bid {week} == "yes"', "1", 'Write move("bid {week}") == "...".'),
        (
            '\'move("bid {week}") == "yes"\'',
            "week * 2",
            "nothing is called 'week'; allowed: {week}. Write {week}.",
        ),
        ('\'move("bid {week}") == "yess"\'', "1", "has no choice 'yess'"),
    ],
)
def test_a_fault_in_periods_is_told_once_with_its_mend(
    when: str, paid: str, told: str, tmp_path: Path
) -> None:
    (only,) = faults(PERIODS.replace("WHEN", when).replace("PAID", paid), tmp_path)
    assert told in only


def test_a_fault_of_one_period_alone_is_told(tmp_path: Path) -> None:
    when = '\'move("bid {week-1}") == "yes"\''
    (only,) = faults(PERIODS.replace("WHEN", when).replace("PAID", "1"), tmp_path)
    assert "no move is called 'bid 0'" in only


def test_histories_that_surely_follow_are_counted_before_they_are_played(tmp_path: Path) -> None:
    weeks = "  - repeat: week\n    times: TIMES\n    steps:\n      - {move: 'm{week}', by: Ann, choices: [x, y]}\n"
    text = (
        HEAD + 'steps:\n  - {move: go, by: Bob, choices: [x, y]}\n  - end: {}\n    when: go == "x"\n' + weeks
    )
    text = text.replace("- end: {}", "- end: {Ann: 1, Bob: 0}") + END
    (tmp_path / "game.yaml").write_text(text.replace("TIMES", "3"), encoding="utf-8")
    game = read_story(tmp_path / "game.yaml")
    assert len(game.tree().terminal) == 9  # as many as may be
    with pytest.raises(
        TellingError, match=r"game\.yaml:11, .*after go=y: more than 7 histories from this step on"
    ):
        game.tree(limit=7)
    (tmp_path / "game.yaml").write_text(text.replace("TIMES", "500"), encoding="utf-8")
    with pytest.raises(
        TellingError, match=r"game\.yaml:11, .*more than 100,000 histories .* fewer moves"
    ) as endless:
        read_story(tmp_path / "game.yaml").tree()
    assert endless.value.id == "telling/endless"


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("pay: {Ann: 1,5}", "5, steps.0.pay.Ann: a comma inside a number cuts it in two; allowed: numbers with a point. Write 1.5, not 1,5."),
        ("pay: {Ann: 1,05}", "5, steps.0.pay.Ann: a comma inside a number cuts it in two; allowed: numbers with a point. Write 1.05, not 1,05."),
        ("{chance: k, odds: {a: 0,4, b: 0,6}}", "5, steps.0.odds.a: a comma inside a number cuts it in two; allowed: numbers with a point. Write 0.4, not 0,4."),
        ("pay: {}", "5, steps.0.pay: nothing stands here; allowed: at least 1 entry."),
        ("simultaneous: [{move: a, by: Ann, choices: [x, y]}]", "5, steps.0.simultaneous: 1 entry; allowed: at least 2 entries."),
        ("simultaneous: [{chance: a, odds: {x: 1}}, {move: b, by: Ann, choices: [x]}]", "only moves of players are made at once, and this is a step 'chance'"),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_a_step_is_told_once_in_plain_words(
    step: str, told: str, tmp_path: Path
) -> None:
    (only, *more) = faults(
        HEAD + f"steps:\n  - {step}\n  - {{move: go, by: Bob, choices: [x, y]}}\n" + END, tmp_path
    )
    assert told in only
    assert all("Write 0.6, not 0,6" in each for each in more), more


def test_a_story_of_nobody_has_one_fault(tmp_path: Path) -> None:
    assert faults(
        HEAD.replace("[Ann, Bob]", "{}") + "steps:\n  - {move: go, by: Bob, choices: [x, y]}\n" + END,
        tmp_path,
    ) == ["3, players: nothing stands here; allowed: at least 1 entry."]


def test_a_word_of_the_language_is_named_with_another_name(tmp_path: Path) -> None:
    for name, told in (("raise", "a word of Python"), ("rest", "a word of the expressions")):
        (only,) = faults(
            HEAD + f"parameters: {{{name}: 1}}\nsteps:\n  - {{move: go, by: Bob, choices: [x, y]}}\n" + END,
            tmp_path,
        )
        assert told in only
        assert f"Call it {name}_" in only


def test_blocks_within_blocks_without_end_have_a_line(tmp_path: Path) -> None:
    deep = "".join("  " * (2 * at) + "  - if: go\n" + "  " * (2 * at) + "    then:\n" for at in range(400))
    (only,) = faults(HEAD + "steps:\n" + deep, tmp_path)
    assert only.startswith("53: values nested too deeply; allowed: at most 50 levels")


def test_arithmetic_beyond_doubles_warns_of_nothing(tmp_path: Path) -> None:
    text = (
        HEAD
        + "parameters: {big: 1.0e+308}\nsteps:\n  - {move: go, by: Bob, choices: [x, y]}\n  - end: {Ann: big * 100, Bob: 0}\n"
    )
    (tmp_path / "game.yaml").write_text(text, encoding="utf-8")
    game = read_story(tmp_path / "game.yaml")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TellingError, match="too large to be a number"):
            game.tree()


def test_no_words_of_pydantic_are_told() -> None:
    """Every kind of error that pydantic has gets words of ours, but for those that our own checks raise."""
    for kind in get_args(ErrorType):
        if kind in ("value_error", "assertion_error"):
            continue
        context = defaultdict(lambda: 1, expected="'a'")
        fault = refused({"type": kind, "input": "x", "msg": "WORDS OF PYDANTIC", "ctx": context})
        assert "pydantic" not in str(fault).lower(), kind
