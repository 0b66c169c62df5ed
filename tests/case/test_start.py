"""Cases from templates: whole, sound, without Python, in the names of their people."""

from __future__ import annotations

import os
import re
import stat
from datetime import date
from pathlib import Path

import pytest

from overture.case.load import load
from overture.case.start import TEMPLATES, NamedSide, case_texts, start_case, template
from overture.errors import FileError
from overture.games.story.file import read_story, story_of
from overture.games.story.speaking import spoken_story
from overture.games.story.writing.words import told
from overture.games.telling.trial import outline
from overture.naming import name_slips, reserved
from overture.solvers.solve import solve
from overture.wording import plural
from tests.cli.run import ROOT, overture

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_makes_a_sound_case_that_can_be_solved(name: str, tmp_path: Path) -> None:
    case = start_case(
        tmp_path / "made", name, DAY, NamedSide("the Others", "they"), NamedSide("the Council", "it")
    )
    assert sorted(each.name for each in case.parent.iterdir()) == ["case.yaml", "evidence.yaml", "story.yaml"]
    loaded = load(case)
    assert loaded.case.advised in loaded.tree.players
    (them,) = [player for player in loaded.tree.players if player != loaded.case.advised]
    assert (loaded.case.player_name(them), loaded.case.pronoun(them)) == ("the Others", "they")
    assert (loaded.case.player_name(loaded.case.advised), loaded.case.pronoun(loaded.case.advised)) == ("the Council", "it")  # fmt: skip
    assert loaded.case.terms
    assert loaded.case.watch
    assert all("To be judged" in each.why for each in loaded.case.parameters.values())
    assert all(each.words for each in loaded.parameters.values())
    written = "".join(each.read_text(encoding="utf-8") for each in case.parent.iterdir())
    assert not re.search(r"<(them|us|Them|Us|title|date|their pronoun|our pronoun|one who)>", written)
    assert ".py" not in written
    assert bool(solve(loaded.tree).solved[0])


def test_a_gang_is_they_in_every_sentence(tmp_path: Path) -> None:
    start_case(tmp_path / "gang", "ransom", DAY)
    done = overture("assess", tmp_path / "gang", "--worlds", 1, "--seed", 1)
    assert done.code in (0, 1), done.err
    text = " ".join(done.out.split())
    assert "What the gang wants." in text
    assert not re.search(r"\b(he|him|his|the leader)\b", text)


@pytest.mark.parametrize(
    "title",
    ["*x", "&a b", "- x", "!tag", "%d", "null", "1e3", "2026-01-01", "? x", "'x", '"x" # y: [z]', "| x", "~", "<date>", "=1+1", "{{ 7*7 }}", "</script>", "\\input{x}"],
)  # fmt: skip
def test_any_line_is_a_title(title: str, tmp_path: Path) -> None:
    loaded = load(
        start_case(tmp_path / "made", "swap", DAY, NamedSide("null", "they"), NamedSide("1e3", "it"), title)
    )
    assert loaded.case.title == title
    assert {loaded.case.player_name(player) for player in loaded.tree.players} == {"null", "1e3"}


SINGULAR = re.compile(
    r"\b(?:the rebels|the envoys|they) (?!also|always|was)(?:\w+[^s\W]s|is|has|does)\b", re.I
)
PLURAL = re.compile(
    r"\b(?:Acme|Ms Okoro) (?:are|have|were|offer|accept|refuse|hold|keep|break|pay|free)\b", re.I
)


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize(
    ("them", "us", "nobody"),
    [
        (NamedSide("the rebels", "they"), NamedSide("Ms Okoro", "she"), r"\b(he|his|him|himself)\b"),
        (
            NamedSide("Acme", "it"),
            NamedSide("the envoys", "they"),
            r"\b(s?he|his|hers?|him|himself|herself)\b",
        ),
    ],
)
def test_verbs_and_pronouns_agree_where_the_sides_have_different_ones(
    name: str, them: NamedSide, us: NamedSide, nobody: str, tmp_path: Path
) -> None:
    texts = case_texts(name, DAY, them, us, "A case")
    for side in (template(name).them, template(name).us):
        for text in texts.values():
            assert side.name.casefold() not in text.casefold(), side.name
            kind = side.name.split()[-1]  # "a gang that comes back" is said of nobody else
            assert not re.search(rf"\ban? {kind}\b", text, re.I), kind
    for text in texts.values():
        assert them.pronoun != "it" or "one who" not in text
    (tmp_path / "story.yaml").write_text(texts["story.yaml"], encoding="utf-8")
    game = read_story(tmp_path / "story.yaml")
    story, tree = story_of(game), outline(game)
    assert story is not None
    spoken = spoken_story(story, tree)
    seen = zip(tree.set_player.tolist(), tree.labels.seen, strict=False)
    lines = [spoken.history(steps, tree.players[player]) for player, steps in seen if player >= 0]
    for line in [*told(story, tree), *lines, *texts["case.yaml"].splitlines()]:
        for wrong in (SINGULAR, PLURAL, re.compile(nobody)):
            assert not wrong.search(line), line


def test_the_test_of_verbs_and_pronouns_finds_what_is_wrong() -> None:
    assert SINGULAR.search("the rebels holds the town")
    assert SINGULAR.search("when they accepts it")
    assert PLURAL.search("Acme offer a truce")
    assert not SINGULAR.search("the rebels pass the bridge, and they always hold it")


@pytest.mark.parametrize("title", ["a\x1b[1mb", "a\u202eb", "a\nb", "a\x00b", "a\u2028b", " ", "a\tb"])
def test_what_a_terminal_obeys_is_no_title(title: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^--title: the title .* one line of text"):
        start_case(tmp_path / "made", "swap", DAY, title=title)
    assert list(tmp_path.iterdir()) == []


def test_the_truce_has_its_prisoners_and_its_withdrawal_without_python() -> None:
    folder = ROOT / "cases" / "truce"
    assert not list(folder.glob("*.py"))
    loaded = load(folder)
    assert {"withdrawal", "pause", "road"} <= set(loaded.tree.labels.set_name)
    assert "first" in loaded.tree.parameters
    assert loaded.sheet is not None
    assert sum(claim.event is not None for claim in loaded.sheet.claims) == 7


def test_wrong_words_are_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        start_case(
            tmp_path / "made", "swap", DAY, NamedSide("a: b", "them"), NamedSide("ok", "it"), "no\ntitle"
        )
    assert [fault.id for fault in caught.value.faults] == ["new/name", "new/pronoun", "new/name"]
    with pytest.raises(FileError, match="Did you mean 'ransom'"):
        start_case(tmp_path / "made", "ranson", DAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["everybody", "Nobody", "we", "I", "They", "it", ""])
def test_a_word_that_sentences_use_otherwise_is_no_name(name: str, tmp_path: Path) -> None:
    asked = overture("new", tmp_path / "made", "--like", "swap", "--them", name, "--title", "")
    assert asked.code == 2
    assert f"--them: the name {name!r}" in asked.err
    assert "--title: the title ''" in asked.err
    assert list(tmp_path.iterdir()) == []
    assert dict(name_slips({"A": name, "B": "Bob"})), "nor in a story or a case"
    assert not dict(name_slips({"I": "I", "II": "II"})), "players may be numbered as in books"


@pytest.mark.parametrize("like", TEMPLATES)
def test_short_names_in_capital_letters_are_names(like: str, tmp_path: Path) -> None:
    made = overture(
        "new", tmp_path / "made", "--like", like, "--us", " US ", "--them", "IT", "--title", " Two  "
    )
    assert made.code == 0, made.err
    loaded = load(tmp_path / "made")
    names = {loaded.case.player_name(player) for player in loaded.tree.players}
    assert (names, loaded.case.title) == ({"US", "IT"}, "Two")
    words = [
        words for move in loaded.tree.spoken.phrases for words in loaded.tree.spoken.phrases[move].values()
    ]
    assert not PLURAL.search(" ".join(f"US {loaded.tree.spoken.verb('', each)}" for each in words))


def test_a_short_name_is_no_plural() -> None:
    assert [plural(name, "they") for name in ("SAS", "the IRS", "OAS", "rebels", "THE REBELS")] == [
        False, False, False, True, True,
    ]  # fmt: skip
    assert [bool(reserved(name)) for name in ("US", "IT", "WE", "Us", "it", "I", "NOBODY")] == [
        False, False, False, True, True, True, True,
    ]  # fmt: skip


def test_all_options_that_are_wrong_are_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    asked = overture("new", folder, "--like", "zz", "--date", "bad", "--them-pronoun", "xe")
    assert asked.code == 2
    assert [each in asked.err for each in ("--like: no", "--date: the", "--them-pronoun: the")] == [True] * 3
    assert not folder.exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileError, match="something there already"):
        start_case(tmp_path, "swap", DAY)
    assert [each.name for each in tmp_path.iterdir()] == ["note.txt"]


def test_new_lists_the_templates_and_asks_for_one() -> None:
    listed = overture("new", "--list").out
    assert [line.partition(":")[0] for line in listed.splitlines()] == list(TEMPLATES)
    assert all(template(name).words in listed for name in TEMPLATES)
    assert overture("new").code == 2
    asked = overture("new", "somewhere")
    assert asked.code == 2
    assert "no template is named" in asked.err


def test_a_story_may_stand_inside_a_case(tmp_path: Path) -> None:
    """The same case with its story in the case file is the same game."""
    case = start_case(tmp_path / "made", "swap", DAY)
    whole = load(case).tree
    story = (case.parent / "story.yaml").read_text(encoding="utf-8")
    inside = "story:\n" + "".join(f"  {line}\n" for line in story.splitlines())
    text = case.read_text(encoding="utf-8")
    assert "game: ./story.yaml\n" in text
    case.write_text(text.replace("game: ./story.yaml\n", inside), encoding="utf-8")
    (case.parent / "story.yaml").unlink()
    again = load(case)
    assert again.tree.payoff.tobytes() == whole.payoff.tobytes()
    assert again.tree.labels == whole.labels
    case.write_text(text.replace("game: ./story.yaml\n", inside.replace("odds: 1 - doubt", "odds: 1 - dout")), encoding="utf-8")  # fmt: skip
    with pytest.raises(
        FileError, match=r"case.yaml:\d+, story.steps.0.odds.0.odds: nothing is called 'dout'"
    ):
        load(case)


def test_firms_have_their_names_and_the_sides_two(tmp_path: Path) -> None:
    start_case(tmp_path / "firm", "takeover", DAY, NamedSide("Brandt & Co", "it"))
    assert "Brandt & Co would" in (tmp_path / "firm" / "case.yaml").read_text()
    with pytest.raises(FileError, match="both sides are called 'the bank'"):
        start_case(tmp_path / "x", "swap", DAY, NamedSide("the bank", "it"), NamedSide("the bank", "it"))
    assert not (tmp_path / "x").exists()


def test_the_folder_of_a_case_is_as_open_as_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        start_case(tmp_path / "own", "ransom", DAY)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o700
