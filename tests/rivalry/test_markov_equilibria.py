"""Lists of Markov-perfect equilibria: every entry is one, known ones are among them, and they are counted along the levels."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.errors import FileError, SolveError
from overture.models.rivalry import DEFAULTS, DISCOUNT, START, RivalryState, X, Y, rivalry
from overture.rivalry.form import level_form
from overture.rivalry.strands import MarkovList
from tests.rivalry.games import gate, leapfrog, meeting, replacement, shapley

FOUR = [(d, h) for d in (False, True) for h in (X, Y)]


@cache
def rivalry_list() -> MarkovList:
    return ov.markov_equilibria(rivalry.stochastic_game(DEFAULTS, start=START, discount=DISCOUNT))


def _leader(found: MarkovList, strength: int) -> set[tuple[float, ...]]:
    """What the states of a strength are worth to the leader, in each equilibrium of each continuation."""
    level = rivalry_list().game.level[found.game.index(RivalryState(strength, False, X))]
    states = found.game.members[level].tolist()
    order = [states.index(found.game.index(RivalryState(strength, *each))) for each in FOUR]
    values = [value for each in found.problems if each.level == level for value in each.value[:, order, 0]]
    return {tuple(np.round(value, 4).tolist()) for value in values}


@pytest.mark.slow
def test_the_equilibria_of_the_specification_are_among_those_found() -> None:
    """Four, told apart by what the states are worth to the leader (LONGGAME, section 10)."""
    found = rivalry_list()
    assert _leader(found, 5) == {(15.7466, 17.2237, 17.8594, 17.2237), (15.0783, 14.9851, 17.8553, 17.1902)}
    assert {worth[0] for worth in _leader(found, 0)} == {10.7194, 10.7169, 10.7279, 10.7254}
    assert (10.7169, 8.8707, 10.7169, 10.4511) in _leader(found, 0)
    below = {k: {worth[0] for worth in _leader(found, k)} for k in (4, 3, 2, 1)}
    assert below == {
        4: {14.0071, 13.4616},
        3: {12.6749, 12.4625},
        2: {10.5695, 10.4694},
        1: {11.0792, 11.0898},
    }


@pytest.mark.slow
def test_levels_with_several_equilibria_and_how_many_there_are() -> None:
    """Three at strengths 5 and 0: two of them have one support, with Y as ready to hold under seldom as under frequent cheats."""
    found = rivalry_list()
    strengths = [int(found.game.states[found.game.members[level][0]][9]) for level in found.several]
    assert strengths == [5, 0]
    assert [len(each.strategy) for each in found.problems] == [1, 1, 1, 3] + [1] * 12 + [3] * 3
    assert found.count == 9
    assert not found.complete
    assert "all 124,659 supports of 19 levels with their continuations" in found.status()
    assert "there may be more" in found.status()


@pytest.mark.slow
def test_every_member_is_an_equilibrium_and_no_two_are_one() -> None:
    found = rivalry_list()
    members = [found.member(at) for at in range(found.count)]
    for each in members:
        assert each.solved.all()
        assert each.max_regret <= 1e-12
    play = np.array([each.strategy for each in members])
    apart = np.abs(play[:, None] - play[None]).max(axis=2) + np.eye(len(play))
    assert apart.min() > 1e-3
    with pytest.raises(SolveError, match="0 to 8"):
        found.member(9)


@pytest.mark.slow
def test_two_roots_of_one_support_are_two_equilibria() -> None:
    """What the leader gets does not tell them apart: how often he cheats moves what the others expect, not what they do."""
    found = rivalry_list()
    state = RivalryState(5, True, Y)
    pair = [
        each for each in map(found.member, range(9)) if abs(each.value_at(state)["Leader"] - 17.2237) < 1e-4
    ]
    cheats = {round(float(each.play_at(state).strategy[0, 1]), 4) for each in pair}
    assert cheats == {0.0553, 0.4857}
    for player in (X, Y):
        assert len({round(each.value_at(state)[player], 3) for each in pair}) == 2


@pytest.mark.slow
@pytest.mark.parametrize("strength", [6, 3, 1])
def test_supports_alone_find_what_one_start_misses(strength: int) -> None:
    """At these strengths Newton's method from even play, once in each support, finds no equilibrium at all."""
    from overture.rivalry.supports import search_level

    found = rivalry_list().member()
    level = int(found.game.level[found.game.index(RivalryState(strength, False, X))])
    form = level_form(found.game, level)
    searched = search_level(form, form.pay(found.game, found.value), 20_000)
    assert searched.tried == searched.of == 3**8
    assert searched.strategy == pytest.approx(found.strategy[form.actions][None], abs=1e-9)


@pytest.mark.slow
def test_the_first_member_is_that_of_the_branches() -> None:
    found = rivalry_list()
    alone = ov.markov_perfect(found.game)
    assert all(each.limit for each in found.problems)
    assert found.member().strategy == pytest.approx(alone.strategy, abs=1e-8)


def test_leapfrogging_has_the_three_equilibria_of_chicken() -> None:
    found = ov.markov_equilibria(leapfrog.stochastic_game(price=5, start=(2, 2), discount=0.9))
    assert found.count == 3
    invest = sorted(tuple(found.member(at).play_at((2, 2)).strategy[0, [1, 3]].tolist()) for at in range(3))
    share = 1 - 5 * (1 - 0.9) / (0.9 * 2)
    assert invest == [pytest.approx(each, abs=1e-9) for each in ((0, 1), (share, share), (1, 0))]


def test_what_is_independent_is_multiplied_and_not_listed() -> None:
    """Battles of the sexes in two places, each met three times: 27 ways in each."""
    game = meeting.stochastic_game(start=[("here", 2), ("there", 2)], discount=0.5)
    found = ov.markov_equilibria(game)
    assert len(found.groups) == 2
    assert [len(each.choice) for each in found.groups] == [27, 27]
    assert found.count == 729
    last = found.member(728)
    assert last.solved.all()
    played = {tuple(found.member(at).strategy.round(9).tolist()) for at in (0, 1, 26, 27, 28, 53, 728)}
    assert len(played) == 7
    first = ov.markov_equilibria(game, strands=4)
    assert [len(each.choice) for each in first.groups] == [4, 4]
    assert not any(each.whole for each in first.groups)
    assert repr(first).startswith("at least 16 Markov-perfect equilibria")
    assert "not all continuations were followed" in first.status()


def test_what_one_level_leads_to_is_joined() -> None:
    """Before the gate opens, each way to meet here goes with each way to meet there."""
    game = gate.stochastic_game(start="gate", discount=0.5)
    whole = ov.markov_equilibria(game, strands=1000)
    assert [len(each.choice) for each in whole.groups] == [729]
    assert whole.groups[0].whole
    part = ov.markov_equilibria(game, strands=27)
    assert [len(each.choice) for each in part.groups] == [27]
    assert not part.groups[0].whole


def test_what_the_search_takes_for_an_equilibrium_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernels are told to let everything pass; nothing of it is listed."""
    from overture.rivalry import supports

    monkeypatch.setattr(supports, "ALLOWED", np.inf)
    game = leapfrog.stochastic_game(price=5, start=(2, 2), discount=0.9)
    form = level_form(game, int(game.level[0]))
    value = ov.markov_perfect(game).value
    assert len(supports.search_level(form, form.pay(game, value), 20).strategy) > 3
    assert ov.markov_equilibria(game).count == 3


def test_supports_that_are_not_tried_are_said_to_be_left() -> None:
    found = ov.markov_equilibria(leapfrog.stochastic_game(price=5, start=(2, 2), discount=0.9), supports=3)
    assert "10 of 16 supports of 4 levels with their continuations" in found.status()
    assert not found.complete


def test_a_list_is_complete_only_where_one_player_moves_and_nothing_ties() -> None:
    strict = ov.markov_equilibria(
        replacement.stochastic_game(best=9, wear=1.5, price=3, start=1, discount=0.8)
    )
    assert strict.complete
    assert strict.count == 1
    # Whether he keeps or replaces what is worth the same is open: wear of ages 1 and 2 cost as much as a new machine.
    tied = ov.markov_equilibria(
        replacement.shape(oldest=1).stochastic_game(best=9, wear=1, price=1, start=1, discount=0.5)
    )
    assert tied.count >= 2
    assert not tied.complete
    assert not ov.markov_equilibria(tied.game, supports=0).complete
    assert ov.markov_equilibria(strict.game, supports=0).complete
    idle = ov.markov_equilibria(leapfrog.stochastic_game(price=100, start=(2, 2), discount=0.9))
    assert idle.count == 1
    assert not idle.complete  # two players move: nothing proves that there is no other
    assert not ov.markov_equilibria(shapley.stochastic_game(start="on", discount=0.5)).complete


@pytest.mark.slow
def test_results_are_shown_as_tables() -> None:
    found = rivalry_list()
    frame = found.to_frame()
    assert list(frame.columns) == ["level", "continuation", "equilibrium", "state", "Leader", X, Y, "regret"]
    assert len(frame) == 4 * sum(len(each.strategy) for each in found.problems)
    for each in (found, found.game, found.member()):
        assert "<table>" in each._repr_html_()
        assert len(repr(each).splitlines()) <= 8
    rows = found.member().to_frame()
    assert len(rows) == 144
    assert {"state", "level", "belief", "regret", "payoff"} <= set(rows.columns)


@pytest.mark.parametrize("part", ["game", "member", "list"])
def test_what_is_saved_is_measured_again(part: str, tmp_path: Path) -> None:
    found = ov.markov_equilibria(leapfrog.stochastic_game(price=5, start=(2, 2), discount=0.9))
    result: Any = {"game": found.game, "member": found.member(), "list": found}[part]
    file = tmp_path / "kept.json"
    result.save(file)
    assert repr(ov.load(file)) == repr(result)
    data = json.loads(file.read_text())
    inner = data["result"]
    if part == "game":
        inner["level"]["values"].reverse()
    elif part == "member":
        inner["strategy"]["values"][:4] = [0.5, 0.5, 0.5, 0.5]
    else:
        inner["problems"][-1]["value"]["values"][0] += 0.01
    file.write_text(json.dumps(data))
    with pytest.raises(FileError, match="measured again"):
        ov.load(file)
