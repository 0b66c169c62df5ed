"""Parameters that are numbers of numpy make the same game as those of Python, in whichever bits they are."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.errors import TellingError
from overture.games.telling.language import Telling, game, move
from overture.games.telling.parameters import plain_numbers, read_parameters


@game("Driver")
def park(p: Any, *, extra: int = 0) -> Telling:
    where = yield move("Driver", "park", ["street", "garage"])
    stakes: Mapping[str, Any] = {"street": -extra - p.fine, "garage": -1}
    return {"Driver": stakes[where]}


KINDS = (np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32, np.uint64, np.int64)


def paid(tree: ov.Tree) -> list[list[float]]:
    return sorted(tree.payoff[:, :, 0].tolist())


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_number_in_any_bits_is_that_number(kind: type[np.integer[Any]]) -> None:
    right = paid(park.tree(fine=100))
    assert paid(park.tree(fine=kind(100))) == right
    assert paid(park.tree(fine=np.array(100, dtype=kind))) == right
    assert paid(park.tree(fine=np.array([100], dtype=kind))) == right
    assert paid(park.tree({"fine": np.array([kind(100), 7], dtype=object)})) == paid(park.tree(fine=[100, 7]))
    assert paid(park.tree(fine=np.array([100, 7], dtype=kind))) == paid(park.tree(fine=[100, 7]))
    assert paid(park.shape(extra=kind(100)).tree(fine=kind(100))) == paid(
        park.shape(extra=100).tree(fine=100)
    )


def test_the_game_stays_exact() -> None:
    exact = park.tree(fine=np.uint8(2)).exact
    assert exact is not None
    assert (Fraction(-2),) in exact.payoff


def test_what_is_varied_may_be_in_few_bits() -> None:
    seen = ov.vary(park, {"fine": np.array([0, 2], dtype=np.uint8)}, 'park == "street"')
    rows = seen.to_frame()
    assert rows.loc[rows.fine == 2, "low"].max() == 0.0


def test_short_floats_are_reckoned_in_doubles() -> None:
    assert paid(park.tree(fine=np.float16(60000))) == [[-60000.0, -1.0]]
    assert plain_numbers("", "x", np.array([0.5], dtype=np.float32)).dtype == np.float64


def test_a_whole_number_beyond_64_bits_is_refused_in_an_array_and_kept_alone() -> None:
    with pytest.raises(TellingError, match="9223372036854775808"):
        park.tree(fine=np.array([1, 2**63], dtype=np.uint64))
    assert paid(park.tree(fine=[1, 2**63])) == [[-float(2**63), -1.0], [-1.0, -1.0]]
    assert paid(park.tree(fine=2**63)) == paid(park.tree(fine=np.uint64(2**63))) == [[-float(2**63), -1.0]]


def test_truths_and_other_things_stay_what_they_are() -> None:
    values, _ = read_parameters("", {"yes": True, "no": np.bool_(False), "part": Fraction(1, 3)})
    assert values["yes"] is True
    assert isinstance(values["no"], np.bool_)
    assert values["part"] == Fraction(1, 3)
    assert plain_numbers("", "way", "left") == "left"
