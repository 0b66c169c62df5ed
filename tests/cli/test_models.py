"""``overture models``: listed, told, tried, cited."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from overture.models.catalogue import check as checking
from tests.cli.run import overture

BEER = "cho-kreps-1987"


def test_the_list_is_searched() -> None:
    listed = overture("models", "--topic", "signalling", "BEER").out
    assert [line.partition(":")[0] for line in listed.splitlines()] == [BEER]
    assert json.loads(overture("models", "beer", "--json").out)[0]["name"] == BEER
    refused = overture("models", "--topic", "signaling")
    assert (refused.code, "Did you mean 'signalling'" in refused.err) == (2, True)
    assert overture("models", "show").code == overture("models", "cite").code == 2
    assert overture("models", "show", BEER, "kuhn-poker").code == 2


def test_a_model_is_told_with_ranges_equilibria_and_ticks(tmp_path: Path) -> None:
    out = tmp_path / "beer.svg"
    shown = overture("models", "show", BEER, "--svg", out, "--figures", tmp_path)
    assert shown.code == 0
    for line in (
        "- strong = 9/10 (more than 0 and less than 1): prior probability that the sender is strong",
        "- At answer, Receiver has seen breakfast, but not kind.",
        "1. pooling on beer: Sender 2.9, Receiver 0; intuitive criterion passed, D1 passed",
        "      stated 2; computed 2; error 0",
    ):
        assert line in shown.out.splitlines()
    assert out.read_text().startswith("<svg")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["beer.svg", f"{BEER}-1.svg", f"{BEER}-2.svg"]


def test_what_is_stated_is_tried_and_a_failure_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    fine = overture("models", "check", BEER)
    assert (fine.code, "0 do not hold" in fine.out, "✗" in fine.out) == (0, True, False)
    rows = json.loads(overture("models", "check", BEER, "--json").out)
    assert all(row["holds"] and row["error"] <= row["tolerance"] for row in rows)
    sound = checking.load_model(BEER)
    wrong = replace(sound, results=(replace(sound.results[0], stated=3),))
    monkeypatch.setattr(checking, "load_model", lambda name: wrong)
    failed = overture("models", "check", BEER)
    assert (failed.code, "✗" in failed.out, "1 does not hold" in failed.out) == (1, True, True)


def test_a_citation_is_bibtex_and_a_game_of_no_publication_has_none() -> None:
    assert overture("models", "cite", BEER).out.startswith("@article{ChoKreps1987,")
    assert overture("models", "cite", "freeze-for-relief").code == 2


def test_grids_are_set_beside_the_continuum() -> None:
    told = overture("converge", "spaniel-2019", "--grid", "20,25,40")
    assert (told.code, "On the continuum: 23/100." in told.out) == (0, True)
    assert json.loads(overture("converge", "spaniel-2019", "--grid", "25", "--json").out)[0]["distances"] == [
        0.01
    ]
    for grid in ("20;25", "25,20"):
        refused = overture("converge", "spaniel-2019", "--grid", grid)
        assert (refused.code, "whole numbers from 1, rising" in refused.err) == (2, True)
