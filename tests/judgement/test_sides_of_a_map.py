"""The sides of a map: which parameter is meant by a name or by words, and from where to where it goes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from overture.case.load import Loaded, load
from overture.errors import FileError
from overture.judgement.mapped import map_case, side
from tests.judgement.plain_case import fined_case

TERMS = """terms:
  - {parameter: fine, words: what he pays, unit: crowns, low: 0.0, high: 4.0, cost: {per: 0.1, above: 0.2}}
design:
  outside: {Mover: 0, Answerer: 0}
"""


@pytest.fixture
def case(tmp_path: Path) -> Loaded:
    return load(fined_case(tmp_path, TERMS))


def test_a_side_is_found_by_its_name_or_by_the_words_of_its_clause(case: Loaded) -> None:
    fine = side(case, "fine")
    assert (fine.name, fine.unit, fine.now, fine.low, fine.high) == ("fine", "crowns", 0.2, 0.0, 4.0)
    assert side(case, "pays") == side(case, "what he pays") == fine
    bad = side(case, "bad")
    assert (bad.name, bad.unit, bad.now, bad.low, bad.high) == ("bad", "", 0.3, 0.1, 0.6)


def test_a_side_that_is_no_parameter_is_refused(case: Loaded) -> None:
    with pytest.raises(FileError, match="'weather' is no parameter of the game"):
        side(case, "weather")


def test_a_map_has_the_first_parameter_along_x(case: Loaded) -> None:
    found = map_case(case, side(case, "bad"), side(case, "fine"), 2, threads=1)
    assert found.atlas.x == pytest.approx([0.225, 0.475])
    assert found.atlas.y == pytest.approx([1.0, 3.0])
    chance = found.atlas.tree.chance[:, 1]
    assert np.unique(chance.round(9)).tolist() == [0.225, 0.475]
