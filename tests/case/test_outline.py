"""A case whose story has faults is checked as far as the story surely goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

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
