"""A model at parameters: exact chances, worths, shares and beliefs; what cannot be said is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest

from overture.errors import SolveError, TellingError
from overture.models import load_model
from overture.solvers.all import equilibria as searching

RARE = load_model("cho-kreps-1987").at(strong=Fraction(1, 4))
OFTEN = load_model("cho-kreps-1987").at()
BEER, WEAK = 'breakfast == "beer"', 'kind == "weak"'


def test_what_is_played_and_paid_is_exact() -> None:
    only = RARE.only
    assert RARE.chance(only, BEER, WEAK) == Fraction(1, 3)
    assert RARE.worth(only, "Sender", 'kind == "strong"') == 2
    assert RARE.worth(only, "Receiver") == Fraction(1, 2)
    assert RARE.share(only, "answer", "duel", BEER) == Fraction(1, 2)
    assert RARE.belief(only, "answer", WEAK, BEER) == Fraction(1, 2)


def test_off_the_path_there_are_shares_and_beliefs_and_no_chances() -> None:
    beer = OFTEN.the(BEER)
    assert OFTEN.belief(beer, "answer", WEAK, 'breakfast == "quiche"') >= Fraction(1, 2)
    assert OFTEN.share(beer, "answer", "duel", 'breakfast == "quiche"') >= Fraction(1, 2)
    with pytest.raises(SolveError, match="is 0"):
        OFTEN.chance(beer, WEAK, 'breakfast == "quiche"')


def test_what_is_not_one_is_refused() -> None:
    with pytest.raises(SolveError, match="2 equilibria: pooling on beer, pooling on quiche"):
        _ = OFTEN.only
    with pytest.raises(SolveError, match="2 information sets"):
        OFTEN.belief(OFTEN.the(BEER), "answer", WEAK)
    with pytest.raises(SolveError, match="2 probabilities"):
        OFTEN.share(OFTEN.the(BEER), "answer", "leave")
    with pytest.raises(SolveError, match="0 equilibria"):
        OFTEN.the(BEER, Fraction(1, 3), Fraction(1, 2))


def test_values_and_names_that_a_model_does_not_allow_are_refused_together() -> None:
    with pytest.raises(SolveError) as refused:
        _ = OFTEN.at(strong=1, peace=0).tree
    assert [fault.found for fault in refused.value.faults] == ["strong = 1", "peace = 0"]
    assert "strong more than 0 and less than 1" in str(refused.value)
    with pytest.raises(TellingError, match="no shape argument 'storng'"):
        _ = OFTEN.at(storng=0.5).tree


def test_a_list_that_is_not_complete_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "equilibria", partial(searching.equilibria, steps=1, starts=0))
    with pytest.raises(SolveError, match="not all equilibria were found"):
        _ = load_model("cho-kreps-1987").at(strong=Fraction(1, 5)).equilibria


def test_a_refinement_that_was_not_tested_is_no_verdict() -> None:
    untested = replace(RARE.only, d1=None)
    assert RARE.passes(RARE.only, "d1")
    with pytest.raises(SolveError, match="not tested"):
        RARE.passes(untested, "d1")


def test_a_way_of_playing_is_certified_with_its_trembles() -> None:
    """Both have quiche; whoever has beer after all is likely weak, or likely strong."""

    def rule(name: str, before: Mapping[str, str]) -> str:
        return "quiche" if name == "breakfast" else "duel" if before["breakfast"] == "beer" else "leave"

    alike = OFTEN.playing(rule)
    weak = OFTEN.playing(rule, lambda name, before, choice: (1, 2 if before.get("kind") == "strong" else 1))
    assert (alike.is_sequential, weak.is_sequential) == (False, True)
    assert OFTEN.belief(alike, "answer", WEAK, BEER) == Fraction(1, 10)
    assert OFTEN.belief(weak, "answer", WEAK, BEER) == 1


def test_a_rule_that_sees_what_the_mover_does_not_is_refused() -> None:
    with pytest.raises(SolveError, match="tells apart what the mover cannot at answer"):
        OFTEN.playing(
            lambda name, before: (
                "beer" if name == "breakfast" else {"strong": "duel", "weak": "leave"}[before["kind"]]
            )
        )
    with pytest.raises(SolveError, match="breakfast: wine; allowed: beer, quiche"):
        OFTEN.playing(lambda name, before: "wine")
