"""What no history of a sound story comes to is noted; what happens in a period, or at another shape, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.cli.check import check
from overture.cli.tell import tell
from overture.games.story.dead import dead_parts
from overture.games.story.file import read_story
from overture.games.telling.language import Game
from overture.games.telling.trial import outline
from overture.models.as_story import catalogue_story, story_names
from tests.catalogue import REFERENCE

STORIES = REFERENCE / "stories"
DEAD = STORIES / "dead-parts.yaml"
HEAD = "story: 1\ntitle: t\nplayers: [Ann, Bob]\n"
ACT = "  - {move: act, by: Ann, choices: [go, stay]}\n"
END = "  - end: {Ann: 1, Bob: 0}\n"


def notes(text: str, folder: Path, play: bool = True) -> list[str]:
    """The notes on a story: "line: what it says"."""
    file = folder / "game.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    game = read_story(file)
    histories = len(game.tree().terminal) if play else 0
    return [f"{each.where.split(':')[1].split(',')[0]}: {each.says}" for each in dead_parts(game, histories)]


def test_each_kind_of_dead_part_is_told_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    check(DEAD)
    said = capsys.readouterr().out
    assert said.startswith("a war of nerves: sound.\nThe game has 2 players, 8 histories")
    told = [line[2:] for line in said.splitlines() if line.startswith("- ")]
    quit = 'made(kind) and kind not in ("strong", "weak")'
    assert told == [
        f"`when: {quit}` at line 18 is never true in any of the 8 histories: the choice 'quit' is never there.",
        "`when: round == 3` at line 23 is never true in any of the 8 histories: the payment under it is never made.",
        "`if: made(act)` at line 24 is true wherever it is asked in any of the 8 histories: nothing under its else: ever happens.",
        "`while: round == 7` at line 31 is never true in any of the 8 histories: its periods are never played.",
        "`when: {n} == 3` at line 40 is never true in any of the 8 histories: the payment under it is never made.",
        "The payment at line 44 is not reached in any of the 8 histories, nor is what stands after it: the game has ended before.",
        *(
            f"The parameter {name!r} at line 5 is not read in any of the 8 histories, though the story speaks of it."
            for name in ("fine", "help", "toll")
        ),
    ]
    assert (
        "  Mend the condition, or leave out what stands under it.\n  " + str(DEAD) + ":23, steps.4.when\n"
        in said
    )
    tell(DEAD)
    assert capsys.readouterr().out.split("\nNotes\n- ")[1].split(".\n- ") == [
        each.rstrip(".") if each != told[-1] else f"{each}\n" for each in told
    ]


@pytest.mark.parametrize("name", [file.stem for file in STORIES.glob("*.yaml") if file != DEAD])
def test_a_story_of_which_all_happens_has_no_note(name: str) -> None:
    game = read_story(STORIES / f"{name}.yaml")
    assert dead_parts(game, len(game.tree().terminal)) == []


def test_what_happens_at_another_shape_is_not_dead() -> None:
    """Moves of a form of the offer that the defaults leave out, and the parameters of that form."""
    for name in story_names():
        story = catalogue_story(name)
        assert story is not None
        assert dead_parts(story, 1) == [], name


def test_of_a_shape_it_is_told_what_was_tried(tmp_path: Path) -> None:
    text = (
        "shape: {n: SHAPE}\nparameters: {x: 1}\nsteps:\n"
        + ACT
        + "  - let: {k: n + 1}\n  - pay: {Ann: x}\n    when: k == 3\n"
        + END
    )
    never = "is never true in any of the 2 histories"
    assert notes(text.replace("SHAPE", "2"), tmp_path) == []  # it always holds, and not with n = 3
    assert notes(text.replace("SHAPE", "1"), tmp_path) == []  # it never holds, but with n = 2
    far, parameter = notes(text.replace("SHAPE", "5"), tmp_path)
    assert far.startswith(
        f"10: `when: k == 3` at line 10 {never} of this shape, or of 1 other shape that was tried"
    )
    assert parameter.startswith("5: the parameter 'x'")
    words = text.replace("{n: SHAPE}", "{n: 5, who: Ann}").replace("k == 3", 'k == 3 and who == "Ann"')
    assert "or of 1 other shape that was tried" in notes(words, tmp_path)[0]
    alone = text.replace("{n: SHAPE}", "{who: Ann}").replace("n + 1", '1 if who == "Ann" else 3')
    assert notes(alone, tmp_path)[0].startswith(f"10: `when: k == 3` at line 10 {never} with who = Ann: ")


def test_parts_that_the_shape_switches_are_not_noted(tmp_path: Path) -> None:
    text = (
        "shape: {SHAPE}\nparameters: {cost: 1}\nsteps:\n"
        + ACT
        + "  - if: HELP\n    then:\n      - pay: {Ann: -cost}\n"
        '        when: act == "go"\n' + END
    )
    assert notes(text.replace("SHAPE", "help: false").replace("HELP", "help"), tmp_path) == []
    # Of a word nothing else is known that could be tried.
    assert notes(text.replace("SHAPE", "who: Ann").replace("HELP", 'who == "Bob"'), tmp_path) == []


def test_a_condition_of_one_period_is_not_dead(tmp_path: Path) -> None:
    text = (
        "steps:\n  - repeat: n\n    times: 3\n    steps:\n      - {move: 'act{n}', by: Ann, choices: [go, stay]}\n"
        "      - pay: {Ann: 1}\n        when: WHEN\n" + END
    )
    assert notes(text.replace("WHEN", "'{n} == 2'"), tmp_path) == []
    assert notes(text.replace("WHEN", "'{n} == 3 and made(act{n})'"), tmp_path) == []
    (dead,) = notes(text.replace("WHEN", "'{n} == 4'"), tmp_path)
    assert dead.startswith("10: `when: {n} == 4` at line 10 is never true in any of the 8 histories")
    (always,) = notes(text.replace("WHEN", "made(act1)"), tmp_path)
    assert "is true wherever it is asked in any of the 8 histories: it may be left out" in always


def test_a_story_told_twice_is_alive_where_one_telling_is(tmp_path: Path) -> None:
    text = (
        'stories:\n  fee:\n    slots: [when]\n    steps:\n      - pay: {Ann: 1}\n        when: act == "{when}"\n'
        "steps:\n"
        + ACT
        + '  - {tell: fee, given: {when: go}}\n  - tell: fee\n    given: {when: stay}\n    when: act == "go"\n'
        + END
    )
    assert notes(text, tmp_path) == []
    (dead,) = notes(text.replace("  - {tell: fee, given: {when: go}}\n", ""), tmp_path)
    assert dead.startswith('9: `when: act == "{when}"` at line 9 is never true')


def test_what_stands_after_ends_of_both_sides_is_not_reached(tmp_path: Path) -> None:
    text = (
        "steps:\n"
        + ACT
        + '  - if: act == "go"\n    then: [{end: {Ann: 1, Bob: 0}}]\n    else: [{end: {Ann: 0, Bob: 1}}]\n'
    )
    assert notes(text, tmp_path) == []
    (dead,) = notes(text + "  - {move: more, by: Bob, choices: [a, b]}\n" + END, tmp_path)
    assert dead.startswith("9: the move 'more' at line 9 is not reached in any of the 2 histories")
    (always,) = notes("steps:\n" + ACT + "  - end: {Ann: 1, Bob: 0}\n    when: made(act)\n" + END, tmp_path)
    assert always.endswith("the game always ends there, and nothing after it happens")


def test_the_histories_of_the_tree_are_not_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    game = read_story(DEAD)
    many = len(game.tree().terminal)
    monkeypatch.setattr("overture.games.story.dead.outline", lambda game: pytest.fail("played again"))
    assert len(dead_parts(game, many)) == 9


def test_what_was_played_in_part_is_played_whole_first(monkeypatch: pytest.MonkeyPatch) -> None:
    game, played = read_story(DEAD), []
    with pytest.raises(Exception, match="more than 3 histories"):
        game.tree(limit=3)

    def playing(given: Game) -> object:
        played.append(given)
        return outline(given)

    monkeypatch.setattr("overture.games.story.dead.outline", playing)
    assert len(dead_parts(game, 8)) == 9
    assert len(played) == 1
