"""Progress where nobody watches: lines on stderr, none of which a clock decides; and wrong usage in one sentence."""

from __future__ import annotations

import io
from contextlib import redirect_stderr

import pytest

from overture.cli.progress import bar
from tests.cli.run import ROOT, overture

FLAGSHIP = ROOT / "cases" / "freeze-for-relief"


def lines(calls: list[tuple[str, int, int]], wanted: bool = True) -> list[str]:
    err = io.StringIO()
    with redirect_stderr(err), bar(lines=wanted) as tell:
        for each in calls:
            tell(*each)
    return err.getvalue().splitlines()


def test_each_tenth_of_a_stage_is_told_once() -> None:
    said = lines([("front", done, 1000) for done in range(0, 1001, 10)])
    assert said == [f"overture: front: {done:,} of 1,000" for done in range(0, 1001, 100)]


def test_a_stage_that_begins_anew_is_told_anew() -> None:
    said = lines([("race", 5, 10), ("front", 1, 2), ("race", 5, 10), ("race", 10, 10), ("race", 5, 20)])
    assert said == [
        "overture: race: 5 of 10", "overture: front: 1 of 2", "overture: race: 10 of 10", "overture: race: 5 of 20"
    ]  # fmt: skip


def test_other_commands_say_nothing_where_nobody_watches() -> None:
    assert "overture:" not in "".join(lines([("front", 1, 2)], wanted=False))


def test_a_run_into_a_file_says_how_far_it_is() -> None:
    ran = overture("drivers", FLAGSHIP, "--of", "worth", "--points", "16")
    assert ran.code == 0, ran.err
    assert ran.err.splitlines()[-1] == "overture: drivers: 96 of 96"
    assert "overture:" not in ran.out


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["design", FLAGSHIP, "--worlds", "1"], ["overture: --worlds: found '1'; it should be greater than or equal to 2; "]),
        (["design", FLAGSHIP, "--worlds", "many"], ["overture: --worlds: found 'many'; it should be a valid integer"]),
        (["design", FLAGSHIP, "--wurlds", "5"], ["overture: ", "--wurlds"]),
        (["design"], ["overture: ", "issing"]),
        (["compare", FLAGSHIP, "--by", "w=0,1", "--worlds=0"], ["overture: --worlds: found '0'; it should be greater than or equal to 1"]),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_clear_sentence(words: list[object], parts: list[str]) -> None:
    ran = overture(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1
    assert ran.err.rstrip().endswith(f"overture {words[0]} --help lists what is allowed")
    for each in parts:
        assert each in ran.err


def test_a_command_that_is_none_is_told_where_commands_are_listed() -> None:
    ran = overture("dezign")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "overture: no such command 'dezign'. Did you mean 'design'? overture --help lists what is allowed\n"
    )
