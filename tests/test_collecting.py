"""The collector of cycles is put off and put back as it was found."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from overture.collecting import uncollected


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.isenabled()
    yield
    (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("before", [True, False])
def test_the_collector_is_as_it_was(before: bool) -> None:
    (gc.enable if before else gc.disable)()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled() is before


def test_an_error_puts_it_back_too() -> None:
    gc.enable()
    with pytest.raises(ZeroDivisionError), uncollected():
        1 / 0  # noqa: B018
    assert gc.isenabled()
