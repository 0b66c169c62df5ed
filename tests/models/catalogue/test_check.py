"""What publications state of the models holds; a statement that is wrong, or cannot be computed, does not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from overture.errors import FileError
from overture.models import check, load_model, names
from overture.models.catalogue.check import check_model, try_statement
from overture.models.catalogue.statement import PublishedStatement
from overture.models.catalogue.words import tried_lines

BEER = load_model("cho-kreps-1987").at()
TWO = PublishedStatement("Two.", "here", stated=2, computed=lambda m: len(m.equilibria))


@pytest.mark.parametrize("name", names())
def test_what_is_published_holds(name: str) -> None:
    for each in check_model(load_model(name)):
        assert each.holds, "\n".join(tried_lines(each))


def test_a_wrong_number_does_not_hold_and_says_how_far_it_is_off() -> None:
    assert try_statement(BEER, TWO).holds
    wrong = try_statement(BEER, replace(TWO, stated=3))
    assert (wrong.holds, wrong.error) == (False, 1.0)
    assert tried_lines(wrong) == ["  ✗ Two. [here]", "      stated 3; computed 2; error 1"]


def test_one_wrong_place_of_a_comparative_static_is_enough() -> None:
    share = PublishedStatement(
        "Half.",
        "here",
        stated=lambda p: Fraction(1, 3),
        computed=lambda m: m.chance(m.only, 'breakfast == "beer"', 'kind == "weak"'),
        over=("strong", [Fraction(1, 4), Fraction(1, 5)]),
    )
    tried = try_statement(BEER, share)
    assert not tried.holds
    assert tried.error == pytest.approx(1 / 12)
    assert tried.to_dict()["computed"] == [[pytest.approx(1 / 3)], [0.25]]


@pytest.mark.parametrize(
    "computed", [lambda m: float("nan"), lambda m: (2, 2), lambda m: True, lambda m: len(m.only.label)]
)
def test_what_cannot_be_compared_does_not_hold(computed: object) -> None:
    tried = try_statement(BEER, replace(TWO, computed=computed))  # type: ignore[arg-type]
    assert (tried.holds, tried.error) == (False, float("inf"))


def test_progress_is_told_and_a_name_that_is_none_is_refused_first() -> None:
    told: list[tuple[str, int, int]] = []
    assert check("kuhn-poker", progress=lambda *each: told.append(each)) == list(
        check_model(load_model("kuhn-poker"))
    )
    assert told == [("models", 1, 1)]
    with pytest.raises(FileError, match="Did you mean 'kuhn-poker'"):
        check(["cho-kreps-1987", "kuhn-pokr"])
