"""Bars take what every function says of its progress, and are closed at the end."""

from __future__ import annotations

import pytest

import overture as ov
from overture.errors import MissingExtra
from overture.models.kuhn import kuhn


def test_both_ways_of_saying_progress_have_bars(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    with ov.progress_bars() as tell:
        tell("cells", 1, 4)
        tell("cells", 4, 4)
        tell("borders", 2, 2)
        tell(3, 10)
    said = capsys.readouterr().err
    assert "cells:  25%" in said
    assert "| 1/4 [" in said
    assert "borders: 100%" in said
    assert "30%" in said


def test_a_search_draws_one_and_finds_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    tree = kuhn.tree()
    with ov.progress_bars() as tell:
        found = ov.equilibria_across(tree, progress=tell)
    assert "%|" in capsys.readouterr().err
    assert repr(found) == repr(ov.equilibria_across(tree))


def test_without_tqdm_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overture.bars.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"overture\[notebook\]"), ov.progress_bars():
        pass
