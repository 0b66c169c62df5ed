"""A way of playing told by a rule: every information set is asked once, and slips get their order."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from overture.models import load_model
from overture.models.catalogue.profile import profile_of

BEER = load_model("cho-kreps-1987").at(strong=Fraction(1, 4))


def rule(name: str, seen: Mapping[str, str]) -> str | Mapping[str, Fraction]:
    third, half = Fraction(1, 3), Fraction(1, 2)
    if name == "breakfast":
        return "beer" if seen["kind"] == "strong" else {"beer": third, "quiche": 1 - third}
    return {"duel": half, "leave": half} if seen["breakfast"] == "beer" else "duel"


def test_the_published_way_of_playing_is_certified_and_another_is_not() -> None:
    assert BEER.certified(profile_of(BEER.tree, rule)).is_sequential
    always = BEER.certified(
        profile_of(BEER.tree, lambda name, seen: "beer" if name == "breakfast" else "leave")
    )
    assert not always.is_sequential


def test_slips_have_the_order_that_they_are_given() -> None:
    orders = {"strong": 1, "weak": 2}
    shaken = profile_of(
        BEER.tree,
        lambda name, seen: "quiche" if name == "breakfast" else "leave",
        lambda name, seen, choice: orders.get(seen.get("kind", ""), 3),
    )
    assert sorted(shaken.trembles.values()) == [(1, 1), (1, 2), (1, 3), (1, 3)]
    belief = BEER.belief(BEER.certified(shaken), "answer", 'kind == "strong"', 'breakfast == "beer"')
    assert belief == 1


def test_a_choice_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="tea at breakfast"):
        profile_of(BEER.tree, lambda name, seen: "tea")
