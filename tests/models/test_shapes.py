"""Shapes that a published game does not have are refused."""

from __future__ import annotations

import pytest

import overture as ov
from overture.errors import SolveError


def test_sealed_offers_want_types_by_fours() -> None:
    with pytest.raises(SolveError, match="types = 6") as caught:
        ov.models.find("chatterjee-samuelson-1983").shape(types=6).tree()
    assert caught.value.faults[0].id == "models/shape"
