"""Whatever stands in a sheet, it is read or refused in sentences: no other error, and never a NaN."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.case.evidence import evidence_of
from overture.errors import OvertureError
from overture.evidence.sheet import load_sheet
from overture.weigh.reports.said import said
from tests.evidence.test_sheet import FULL

STRANGE = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(allow_nan=True), st.text(max_size=5),
    st.sampled_from(["E", "K", "ri", "c1", "c2", "yes", "A", "B2", "for", [], {}, [1, 2], {"beta": [1, 1]}, {"mean": 0.5}]),
)  # fmt: skip


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """Every place in the sheet."""
    found = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        found += places(part, (*path, key))
    return found


PLACES = [place for place in places(FULL) if place]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sheets") / "evidence.yaml"


def put(sheet: dict, place: tuple, value: object, drop: bool) -> None:
    for key in place[:-1]:
        sheet = sheet[key]
    if drop:
        del sheet[place[-1]]
    else:
        sheet[place[-1]] = value


@given(st.sampled_from(PLACES), STRANGE, st.booleans())
@settings(max_examples=200)
def test_any_one_change_is_weighed_or_refused(file: Path, place: tuple, value: object, drop: bool) -> None:
    sheet = copy.deepcopy(FULL)
    put(sheet, place, value, drop)
    file.write_text(json.dumps(sheet), encoding="utf-8")
    events = {"E": np.array([True, False, False]), "K": np.array([False, True, False])}
    try:
        found = evidence_of(load_sheet(file), "evidence.yaml")
        likelihood = np.exp(said(found.sources, found.testimony, events, 3).log_likelihood)
    except OvertureError:
        return
    assert ((likelihood >= 0) & (likelihood <= 1 + 1e-12)).all()
