"""Clauses of a case: each once, granted by a player of the game, with a range or with choices."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from overture.case.load import load
from overture.errors import FileError

FLAGSHIP = Path(__file__).resolve().parents[2] / "cases" / "freeze-for-relief"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("granted: Leader", "granted: Leeder", ["granted", "'Leeder' is no player of the game", "Did you mean 'Leader'?"]),
        ("{parameter: phi, words: delay", "{parameter: R, words: delay", ["terms.2", "'R' is listed twice, first in", "Leave one out"]),
        ("low: 0.4, high: 1.0, unit: share of the relief", "low: 1.0, high: 0.4, unit: share of the relief", ["terms.0", "low 1 is not below high 0.4", "exchange them"]),
        ("{shape: automatic, choices: [false, true]", "{shape: automatic, low: 0, high: 1", ["terms.6", "'automatic' changes the shape of the game"]),
        ("{shape: automatic, choices", "{shape: automatc, choices", ["terms.6.shape", "'automatc'", "Did you mean 'automatic'?"]),
        ("free_under: {automatic: true}", "free_under: {automatc: true}", ["terms.4.cost.free_under", "'automatc' is no other clause of the shape", "Did you mean 'automatic'?"]),
        ("free_under: {automatic: true}", "free_under: {automatic: [true, maybe]}", ["terms.4.cost.free_under", "'maybe' is no choice of automatic", "true"]),
        ("free_under: {automatic: true}", "free_under: {automatic: 'true'}", ["'true' is no choice of automatic", "false, true"]),
        ("free_under: {automatic: true}", "free_under: {phi: true}", ["'phi' is no other clause of the shape"]),
        ("cost: {once: 0.05}", "cost: {once: 0.05, free_under: {automatic: true}}", ["terms.6.cost.free_under", "'automatic' is no other clause of the shape"]),
        ("cost: {once: 0.05}", "cost: {per: 0.05, above: 0}", ["terms.6", "a cost that is paid once"]),
    ],
)  # fmt: skip
def test_a_clause_that_says_nothing_sound_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    shutil.copytree(FLAGSHIP, tmp_path / "case")
    file = tmp_path / "case" / "case.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load(tmp_path / "case")
    for each in words:
        assert each in str(caught.value)


def test_under_which_choices_a_clause_is_free_is_a_choice_or_several(tmp_path: Path) -> None:
    shutil.copytree(FLAGSHIP, tmp_path / "case")
    file = tmp_path / "case" / "case.yaml"
    terms = {term.name: term for term in load(tmp_path / "case").case.terms}
    assert terms["z_X"].free_under == {"automatic": [True]}
    assert terms["phi"].free_under == {}
    assert terms["R"].free_under == {}
    text = file.read_text(encoding="utf-8").replace("{automatic: true}", "{automatic: [false, true]}")
    file.write_text(text, encoding="utf-8")
    again = {term.name: term for term in load(tmp_path / "case").case.terms}
    assert again["z_X"].free_under == {"automatic": [False, True]}
