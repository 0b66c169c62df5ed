"""``overture check``, and what every command does alike."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from overture import __version__
from overture.cli.check import _counted
from tests.cli.run import ROOT, overture

CASE = ROOT / "cases" / "freeze-for-relief"


def test_sound() -> None:
    ran = overture("check", CASE)
    assert ran.code == 0
    assert "sound" in ran.out
    assert "120 histories" in ran.out


def test_only_parameters_of_this_form_of_the_game_are_counted(tmp_path: Path) -> None:
    said = overture("check", CASE).out
    assert "22 parameters, 10 of them ranges: pi, eps, phi, u_E, q_thin, f, s, l_X, l_Y, z_X." in said
    modes = ROOT / "tests" / "faults" / "cases" / "one-world"
    assert "22 parameters, none of them a range." in overture("check", modes).out
    for used, spread, words in (
        (0, [], "No parameters."),
        (1, [], "1 parameter, not a range."),
        (1, ["pi"], "1 parameter, a range: pi."),
        (3, ["pi"], "3 parameters, 1 of them a range: pi."),
    ):
        assert _counted(used, spread) == words


def test_faults_have_lines(tmp_path: Path) -> None:
    text = (CASE / "case.yaml").read_text(encoding="utf-8")
    (tmp_path / "case.yaml").write_text(text.replace("advised: Counterpart", "advised: Nobody"))
    ran = overture("check", tmp_path)
    assert ran.code == 2
    line = text.splitlines().index("advised: Counterpart") + 1
    assert f"case.yaml:{line}" in ran.err


def test_what_is_sound_and_asks_nothing_ends_there() -> None:
    ran = overture("check", CASE)
    assert "uestion" not in ran.out
    assert "Left unsaid" not in ran.out


def test_a_choice_without_words_beside_others_that_have_some_is_told(tmp_path: Path) -> None:
    folder = ROOT / "tests" / "faults" / "cases" / "truce"
    copy = shutil.copytree(folder, tmp_path / "truce")
    text = (copy / "case.yaml").read_text(encoding="utf-8")
    (words,) = re.findall(r"(?<=reply:\n)(?:  .*\n)+", text)
    label = re.search(r"accept: [^,}\n]*[,\n]", words)
    assert label is not None
    (copy / "case.yaml").write_text(text.replace(label[0], "", 1), encoding="utf-8")
    said = " ".join(overture("check", copy).out.split())
    assert "No words for 'accept' at the reply: on the page it is called that." in said
    assert "No words" not in overture("check", folder).out


def test_questions_and_what_is_left_unsaid_are_no_faults() -> None:
    """faults README, truce: the same man, unjudged claims, judged sources without a linked claim."""
    folder = ROOT / "tests" / "faults" / "cases" / "truce"
    ran = overture("check", folder)
    assert ran.code == 0
    said = " ".join(ran.out.split())
    sheet = (folder / "evidence.yaml").read_text(encoding="utf-8").splitlines()
    for claim in ("agency-c04", "monitor-c03"):
        assert f"evidence.yaml:{sheet.index(f'  - id: {claim}') + 1}, claim {claim}" in said
    assert (
        "The same man? Ivo Sarn (sarn) and a Front commander who defected in January (front-commander)"
        in said
    )
    assert "they are one witness: claim monitor-c03 counts as a copy of agency-c04" in said
    assert "write distinct_from: [sarn] at source front-commander" in said
    assert "Not yet judged: 2 claims of 2 sources" in said
    assert "communique-c04: no access, no accuracy, no says_anyway" in said
    assert "Write what is missing at the source: a number from 0 to 1, or default" in said
    lines = [sheet.index(f"  - id: {source}") + 1 for source in ("writer-of-communique", "diplomats")]
    assert f"evidence.yaml:{lines[0]}, source writer-of-communique" in said
    assert "Write an event at a claim of theirs that says something of the game." in said
    assert f"evidence.yaml:{lines[1]}, source diplomats" in said
    assert (
        "no claim of theirs is linked to an event: Two diplomats, who spoke on condition of anonymity, The monitor."
        in said
    )
    assert (
        "Who knows q_thin? Chance that rearming is noticed without monitors: it moves odds of nature (inspection)."
        in said
    )
    assert "case.yaml:40, parameters.q_thin" in said
    assert "Who knows pi" not in said


def test_an_answer_ends_the_question(tmp_path: Path) -> None:
    truce = ROOT / "tests" / "faults" / "cases" / "truce"
    case = (truce / "case.yaml").read_text(encoding="utf-8")
    (tmp_path / "case.yaml").write_text(case.replace("q_thin: {low", "q_thin: {known: ours, low"))
    sheet = (truce / "evidence.yaml").read_text(encoding="utf-8")
    (tmp_path / "evidence.yaml").write_text(
        sheet.replace("  - id: front-commander\n", "  - id: front-commander\n    distinct_from: [sarn]\n")
    )
    ran = overture("check", tmp_path)
    assert (ran.code, "uestion" in ran.out) == (0, False)
    assert "Not yet judged: 3 claims of 3 sources" in ran.out  # the second commander, whom nobody judged


def test_a_voice_that_nobody_owns_is_told(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text((CASE / "case.yaml").read_text(encoding="utf-8"))
    (tmp_path / "evidence.yaml").write_text(
        "overture: 1\nsources:\n  - {id: unspecified, access: 0.5, accuracy: 0.8, says_anyway: 0.3}\n"
        "claims:\n  - {id: c, source: unspecified, event: 'intent == \"exploit\"'}\n"
    )
    ran = overture("check", tmp_path)
    assert ran.code == 0
    assert "Said by nobody who is named: 1 claim of 1 source, silent: unspecified (c)." in ran.out
    assert "Write who says it as the source of the claim, or leave it silent." in ran.out
    assert "evidence.yaml:5, claim c" in ran.out


@pytest.mark.parametrize("content", [b"", b"- one\n", b"\xff\xfe\x00"])
def test_what_is_neither_a_case_nor_a_story_is_called_neither(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    file.write_bytes(content)
    for command in ("check", "tell", "solve"):
        asked = overture(command, file)
        assert asked.code == 2
        assert "a case or a story file" in asked.err


def test_version() -> None:
    ran = overture("--version")
    assert (ran.code, ran.out.strip()) == (0, f"overture {__version__}")


def test_unknown_command() -> None:
    ran = overture("slove")
    assert ran.code == 2
    assert "slove" in ran.err
