"""Refinements against the published games: who passes what, and who breaks it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from overture.solvers.all.refinement import Refined, refine
from overture.solvers.all.signalling.game import Component, SignallingGame
from overture.solvers.all.signalling.search import signalling_components
from tests.solvers.signalling_games import signalling_game

F = Fraction


def verdicts(game: SignallingGame) -> dict[str, tuple[Component, Refined]]:
    components, complete = signalling_components(game)
    assert complete
    found = {}
    for component in components:
        name = (
            component.label if component.label.startswith("pool") else f"{component.label} {component.sent}"
        )
        found[name] = (component, refine(component, components))
    return found


BEER = signalling_game(
    [F(9, 10), F(1, 10)],
    [[[1, 3], [0, 2]], [[0, 2], [1, 3]]],
    [[[-1, 0], [-1, 0]], [[1, 0], [1, 0]]],
    ("strong", "weak"),
    ("beer", "quiche"),
    (("duel", "not"),) * 2,
)


def sinking_costs(high: Fraction) -> SignallingGame:
    """Spence's signal with a resolute opponent: a sunk cost m, then concede or resist."""
    return signalling_game(
        [high, 1 - high],
        [[[v - m, (F(1, 2) - m if v == 4 else -m)] for m in range(5)] for v in (F(4), F(3, 2))],
        [[[0, -2]] * 5, [[0, 1]] * 5],
        ("high", "low"),
        tuple("01234"),
        (("concede", "resist"),) * 5,
    )


def audience_costs(resolute: Fraction) -> SignallingGame:
    return signalling_game(
        [resolute, 1 - resolute],
        [[[1, F(-1, 4)], [0]], [[1, F(-1, 2)], [0]]],
        [[[0, -1], [1]], [[0, 1], [1]]],
        ("resolute", "irresolute"),
        ("challenge", "quiet"),
        (("concede", "resist"), ("end",)),
    )


def test_beer_passes_and_quiche_does_not() -> None:
    found = verdicts(BEER)
    beer, quiche = found["pooling on beer"][1], found["pooling on quiche"][1]
    assert (beer.intuitive.passes, beer.d1.passes) == (True, True)
    assert (quiche.intuitive.passes, quiche.d1.passes) == (False, False)
    assert quiche.intuitive.reason.startswith("strong could send beer: weak would lose by it")
    assert "not read as weak" in quiche.d1.reason


def test_sinking_costs_leave_the_least_costly_separation() -> None:
    found = verdicts(sinking_costs(F(1, 4)))
    assert set(found) == {"separating (0, 2)", "separating (0, 3)", "semi-separating (0, 1)", "pooling on 0"}
    passing = [name for name, (_, r) in found.items() if r.intuitive.passes]
    assert passing == ["separating (0, 2)"]
    assert [name for name, (_, r) in found.items() if r.d1.passes] == passing


def test_sinking_costs_with_many_resolute_have_eight_classes() -> None:
    found = verdicts(sinking_costs(F(1, 2)))
    kinds = [name.split()[0] for name in found]
    assert len(found) == 8
    assert (kinds.count("pooling"), kinds.count("separating"), kinds.count("semi-separating")) == (2, 2, 4)
    for name in ("pooling on 0", "pooling on 1"):
        assert found[name][1].intuitive.passes
        assert found[name][1].d1.passes
    # Both types would rather pool on the free message: pooling on 1 is defeated by it.
    assert found["pooling on 1"][1].undefeated.passes is False
    assert found["pooling on 0"][1].undefeated.passes is True


@pytest.mark.parametrize("resolute", [F(3, 10), F(6, 10)])
def test_nobody_challenges_is_the_best_single_test_of_d1(resolute: Fraction) -> None:
    quiet = verdicts(audience_costs(resolute))["pooling on quiet"][1]
    assert quiet.intuitive.passes is True
    assert quiet.d1.passes is False
    assert quiet.d1.reason.startswith("resolute could send challenge")


def test_a_credible_neologism_breaks_babbling() -> None:
    """Common interest, two messages that mean nothing: babbling survives everything but Farrell's test."""
    game = signalling_game(
        [F(1, 2), F(1, 2)],
        [[[2, 0, 1]] * 2, [[0, 2, 1]] * 2],
        [[[3, 0, 2]] * 2, [[0, 3, 2]] * 2],
        ("left", "right"),
        ("a", "b"),
        (("go left", "go right", "wait"),) * 2,
    )
    components, _ = signalling_components(game)
    babbling = [c for c in components if c.label.startswith("pooling")]
    assert babbling
    for component in babbling:
        verdict = refine(component, components)
        assert verdict.neologism_proof.passes is False
        assert verdict.d1.passes is not False
    informative = [c for c in components if c.label == "separating"]
    assert len(informative) == 2
    assert all(refine(c, components).neologism_proof.passes for c in informative)


def test_what_defeats_an_entry_is_told_under_its_name_in_the_list() -> None:
    components, _ = signalling_components(sinking_costs(F(1, 2)))
    names = [f"entry {at}" for at in range(len(components))]
    told = [refine(each, components, names).undefeated.reason for each in components]
    assert any("in another equilibrium (entry " in reason for reason in told)
    assert not any(f"({names[at]})" in reason for at, reason in enumerate(told))
