"""``overture tell`` and ``overture models``: games said back, and written in other forms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from overture.case.start import start_case
from overture.games.files.efg import read_efg
from overture.games.files.nfg import read_nfg
from overture.models import names
from overture.models.as_story import read_game
from tests.cli.run import ROOT, overture

STORY = ROOT / "overture" / "models" / "stories" / "kuhn-poker.yaml"


def test_a_story_is_told_with_who_knows_what() -> None:
    said = overture("tell", STORY)
    assert said.code == 0
    assert "At opening, the first player has seen first card, but not second card." in said.out
    assert "1. Chance decides first card: J with chance 1/3" in said.out


def test_the_resolved_form_is_its_own_resolved_form(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        before = STORY if name == "one.yaml" else tmp_path / "one.yaml"
        assert overture("tell", before, "--resolved", "--out", tmp_path / name).code == 0
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()


def test_any_form_is_written_from_any_other(tmp_path: Path) -> None:
    efg, story = tmp_path / "game.efg", tmp_path / "game.yaml"
    assert overture("tell", "kuhn-poker", "--as", "efg", "--out", efg).code == 0
    assert overture("tell", efg, "--as", "story", "--out", story).code == 0
    values = [line for each in ("kuhn-poker", efg, story, STORY) for line in overture("solve", each).out.splitlines() if "Value:" in line]  # fmt: skip
    labels = [
        line.replace("the first player", "First").replace("the second player", "Second") for line in values
    ]
    assert len(labels) == 4
    assert len(set(labels)) == 1
    assert values[0] == values[3] != values[1]  # a file in Gambit's format holds no names for sentences
    assert read_efg(efg).n_nodes == 58


def test_a_game_in_strategic_form_is_told_and_becomes_a_story(tmp_path: Path) -> None:
    nfg, story = tmp_path / "hunt.nfg", tmp_path / "hunt.yaml"
    nfg.write_text(
        'NFG 1 R "hunt" { "Ann" "Bob" }\n{ { "s" "h" } { "s" "h" } }\n""\n\n4 4 3 0 0 3 3 3\n',
        encoding="utf-8",
    )
    asked = overture("tell", nfg)
    assert asked.code == 0
    assert "Ann chooses s, or chooses h" in asked.out
    assert "Bob has not seen choice of Ann" in asked.out
    assert overture("tell", nfg, "--as", "story", "--out", story).code == 0
    assert read_game(story).tree().payoff.tolist() == read_nfg(nfg).payoff.tolist()
    told = overture("tell", ROOT / "cases" / "truce", "--as", "story")
    assert told.code == 0
    assert told.out.startswith("story: 1\n")


def test_what_is_no_game_is_refused_with_what_is_close() -> None:
    said = overture("tell", "kuhn-pokr")
    assert said.code == 2
    assert "Did you mean 'kuhn-poker'?" in said.err


def test_the_catalogue_is_listed_and_told() -> None:
    listed = overture("models").out
    assert [line.partition(":")[0] for line in listed.splitlines()[:-2]] == list(names())
    shown = overture("models", "show", "inspection").out
    assert "- fine = 1 (worth of a violation): what being caught costs the violator" in shown
    assert "The tree: " in shown
    assert "Who knows what" in overture("models", "show", "leduc-holdem").out
    assert overture("models", "list").out == listed
    assert overture("models", "nothing-speaks-of-this").code == 2


def test_a_story_without_values_is_told_and_says_where_values_are_needed(tmp_path: Path) -> None:
    start_case(tmp_path / "made", "freeze", date(2026, 11, 22))
    story = tmp_path / "made" / "story.yaml"
    for asked in ([], ["--resolved"], ["--as", "story"]):
        said = overture("tell", story, *asked)
        assert (said.code, said.err) == (0, "")
    assert "At conduct, the leader has seen intent, offer and answer." in overture("tell", story).out
    for command in (["tell", story, "--as", "efg"], ["solve", story]):
        said = overture(*command)
        assert (said.code, said.out) == (2, "")
        assert "no value is given for doubt, tempted, burden, seen, penalty, price, harm" in said.err
        assert "{value: 0.5}, or name the case beside it" in said.err
    assert "12 information sets" in overture("check", story).out
    assert overture("tell", tmp_path / "made", "--as", "efg").code == 0


def test_two_forms_at_once_and_a_form_that_is_none_are_refused() -> None:
    both = overture("tell", "spence-1973", "--resolved", "--as", "efg")
    assert both.code == 2
    assert "--resolved and --as efg; allowed: one of them" in both.err
    none = overture("tell", "spence-1973", "--as", "nfg")
    assert none.code == 2
    assert "--as: found 'nfg'; it should be one of 'story', 'efg'" in none.err
