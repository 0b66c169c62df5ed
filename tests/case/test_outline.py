"""A case whose story has faults is checked as far as the story surely goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from overture.case.history.load import load_history
from overture.case.load import load
from overture.case.start import start_case
from overture.errors import FileError


def faults(folder: Path) -> list[tuple[str, int, str]]:
    """(file, line, id) of each fault of the case in a folder."""
    with pytest.raises(FileError) as caught:
        load(folder)
    found = []
    for each in caught.value.faults:
        file, _, rest = each.where.partition(".yaml:")
        found.append((Path(file).name, int(rest.split(",")[0].split(":")[0]), each.id))
    return found


@pytest.mark.parametrize("within", [False, True])
def test_faults_of_the_case_are_told_with_those_of_its_story(within: bool, tmp_path: Path) -> None:
    start_case(tmp_path / "made", "freeze", date(2026, 11, 22))
    case, story = tmp_path / "made" / "case.yaml", tmp_path / "made" / "story.yaml"
    told = case.read_text(encoding="utf-8")
    game = (
        story.read_text(encoding="utf-8")
        .replace("-idle, Gov", "-idel, Gov")
        .replace("role: adversary", "rule: adversary")
    )
    wrong = {
        "advised: Government": "advised: Goverment", 'event: offer == "thin"': 'event: offer == "thim"',
        "  harm: {": "  hram: {", "move: answer": "move: anwser", "low: 0.1, mode: 0.5": "low: 0.1, mode: 5",
    }  # fmt: skip
    for old, new in wrong.items():
        assert old in told
        told = told.replace(old, new, 1)
    if within:
        told = (
            told.replace("game: ./story.yaml\n", "")
            + "story:\n"
            + "".join(f"  {line}\n" for line in game.splitlines())
        )
        story.unlink()
    else:
        story.write_text(game, encoding="utf-8")
    case.write_text(told, encoding="utf-8")
    ids = sorted(id for _, _, id in faults(tmp_path / "made"))
    assert ids == sorted(
        ["file/key", "story/name", "case/advised", "event/choice", "case/parameter", "case/parameter-missing", "case/move", "file/value"]
    )  # fmt: skip


@pytest.mark.parametrize(
    "slip",
    [("-idle, Gov", "-idel, Gov"), ("  - end: {", "  - pay: {"), ("-idle, Gov", "-idle / 0, Gov")],
    ids=["name", "no end", "number"],
)
def test_terms_and_the_sheet_are_checked_beside_a_faulty_story(slip: tuple[str, str], tmp_path: Path) -> None:
    start_case(tmp_path / "made", "freeze", date(2026, 11, 22))
    case, story, sheet = (tmp_path / "made" / f"{name}.yaml" for name in ("case", "story", "evidence"))
    told, game = case.read_text(encoding="utf-8"), story.read_text(encoding="utf-8")
    if slip[1] == "  - pay: {":  # every end and payment goes, and what reads the numbers stays in a value
        steps = game.splitlines()
        last = max(at for at, line in enumerate(steps) if line.startswith("  - end: "))
        game = "\n".join(
            [*steps[:last], "  - end: {Regime: 0, Government: 0}", '    when: intent == "none of these"']
        )
    else:
        assert slip[0] in game
        game = game.replace(*slip)
    (term,) = [line for line in told.splitlines() if line.startswith("  - {parameter: ")][:1]
    told = told.replace(term, term.replace("{parameter: ", "{parameter: xx"))
    case.write_text(told, encoding="utf-8")
    story.write_text(game, encoding="utf-8")
    claim = "sources: [{id: a, access: 0.3, accuracy: 0.7}]\nclaims: [{id: c, source: a, event: intent == 'chaet'}]\n"
    sheet.write_text(f"overture: 1\ndocuments: []\n{claim}", encoding="utf-8")
    found = faults(tmp_path / "made")
    assert (
        "case",
        told.splitlines().index(term.replace("{parameter: ", "{parameter: xx")) + 1,
        "case/term",
    ) in found
    assert ("evidence", 4, "event/choice") in found
    assert any(id.startswith("story/") for _, _, id in found)


HISTORY = """overture: 1
title: A plain history
question: Is he good?
date: 2026-11-01
advised: [Answerer, Absent]
adversary: Mover
game: ./story.yaml
players:
  Mover: {name: we, pronoun: he}
sides: {Mover: {move: kind, nouns: {good: a good one, bd: a bad one}}}
done: [{event: 'offer == "yess"', words: he offers}, {event: 'reply == "tke"', words: it is taken}]
next: [{event: 'reply == "take"', words: it is taken, seen_by: [Mover, Answerer, observer]}]
replies: [{move: repl}, {move: offer}]
signals: [{move: offr}]
thresholds:
  - {parameter: badd, to: 0.4, words: x}
report:
  - {says: He is good., answer: belief, about: kid, choice: good}
  - {says: It gains., answer: gain}
parameters: {bda: {low: 0.1, mode: 0.2, high: 0.3, why: judged}}
"""
ITS_STORY = """story: 1
title: plain
players: {Mover: {name: Ann}, Answerer: {name: Bob}}
parameters:
  bad: {words: x}
  other: 2
steps:
  - chance: kind
    odds: {good: 1 - bad, bad: bad}
    seen_by: Mover
  - move: offer
    by: Mover
    choices: {yes: offers, no: waits}
  - move: reply
    by: Answerer
    choices: {take: takes, leave: leaves}
  - end: {Mover: 1, Answerer: 1 * other}
"""


@pytest.mark.parametrize(
    ("slip", "id"),
    [
        (("1 * other", "otter * other"), "story/name"),
        (("1 * other", "other / (other - 2)"), "story/arithmetic"),
        (("1 * other", "other"), ""),
    ],
    ids=["name", "number", "sound"],
)
def test_a_case_about_a_history_is_checked_beside_its_faulty_story(
    slip: tuple[str, str], id: str, tmp_path: Path
) -> None:
    assert slip[0] in ITS_STORY
    (tmp_path / "story.yaml").write_text(ITS_STORY.replace(*slip), encoding="utf-8")
    (tmp_path / "case.yaml").write_text(HISTORY, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_history(tmp_path)
    found = [
        (each.where.partition(".yaml:")[2].partition(",")[0], each.id)
        for each in caught.value.faults
        if "story.yaml" not in each.where and each.id != "case/seen-by"  # which only a sound story tells
    ]
    assert sorted(found) == sorted([
        ("5", "case/player"), ("9", "case/player-name"), ("10", "case/choice"), ("11", "event/choice"),
        ("11", "event/choice"), ("13", "case/move"), ("13", "case/reply"), ("14", "case/move"), ("16", "case/parameter"),
        ("18", "case/sides"), ("19", "case/versus"), ("20", "case/range"), ("20", "case/parameter"),
        ("20", "case/parameter-missing"),
    ])  # fmt: skip
    of_story = [each.id for each in caught.value.faults if "story.yaml" in each.where]
    assert of_story == [id] * bool(id)


def test_events_after_one_that_cannot_happen_are_read_too(tmp_path: Path) -> None:
    done = """done: [{event: 'offer == "no"', words: he waits}, {event: 'offer == "yes"', words: he offers},
       {event: 'reply == "tke"', words: it is taken}]"""
    text = HISTORY.replace(HISTORY.splitlines()[10], done)
    assert done in text
    (tmp_path / "story.yaml").write_text(ITS_STORY, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(text.replace("bda:", "bad:"), encoding="utf-8")
    with pytest.raises(FileError, match="'reply' has no choice 'tke'"):
        load_history(tmp_path)
