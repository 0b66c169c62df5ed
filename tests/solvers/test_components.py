"""A component is a set: its ranges, their ends, its members, its pieces and what it touches."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.errors import EventError, SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.certificate import certify
from overture.games.measured.measure import expected
from overture.games.tree import TERMINAL, Tree
from overture.solvers.all.equilibria import Equilibrium, EquilibriumList, equilibria
from tests.catalogue import FAULTS
from tests.solvers.grid_twin import Covert, Letters, Play
from tests.solvers.random_signalling import games
from tests.solvers.small_games import small_game

F = Fraction
GAMES = Path(__file__).resolve().parent.parent / "faults" / "games"


def named(tree: Tree, play: Play) -> dict[int, Fraction]:
    """[action] probability from names."""
    found = {}
    for action in range(tree.n_actions):
        label = tree.labels.set_label[int(tree.infoset_of_action[action])]
        found[action] = F(play.get((label, tree.labels.edge[action]), 0))
    return found


def told(entry: Equilibrium) -> Play:
    """The member that is shown, by names."""
    tree = entry.certificate.tree
    play: Play = {}
    for action in range(tree.n_actions):
        at = int(tree.infoset_of_action[action])
        share = F(entry.assessment.profile.get((at, action), 0))
        play[tree.labels.set_label[at], tree.labels.edge[action]] = share
    return play


def judge(game: Covert | Letters, steps: int) -> EquilibriumList:
    """The list against the twin: nothing of the grid is outside, every end and corner is an equilibrium."""
    tree = read_efg(game.text)
    found = equilibria(tree)
    for play in game.grid(steps) if found.complete else ():
        if not game.sequential(play):
            continue
        at = named(tree, play)
        values = game.values(play)
        holding = [
            entry
            for entry in found.members
            if entry.region.holds(at)
            and all(each.low <= value <= each.high for each, value in zip(entry.ranges, values, strict=True))
        ]
        assert holding, f"{play} with {values} is in no entry"
    for entry in found.members:
        if not (entry.region.whole and all(piece.is_polytope for piece in entry.region.pieces)):
            assert entry.range_is == "bounds"
            continue
        assert entry.range_is == "exact"
        for number, player in enumerate(tree.players):
            for end, kind in zip(entry.value_range[player], ("worst_for", "best_for"), strict=True):
                member = entry.member(**{kind: player})
                assert game.sequential(told(member))
                assert float(game.values(told(member))[number]) == end
        for corner in range(entry.region.n_corners):
            shown = entry.member(corner=corner + 1)
            assert game.sequential(told(shown))
            assert entry.holds(named(tree, told(shown)))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_every_equilibrium_of_a_grid_is_in_an_entry(seed: int) -> None:
    judge(Covert.drawn(seed), 6)


@pytest.mark.parametrize("seed", range(60))
def test_every_equilibrium_of_a_signalling_grid_is_in_an_entry(seed: int) -> None:
    judge(Letters.drawn(seed), 4)


def test_a_curve_has_bounds_that_are_near_its_ends() -> None:
    """Two is indifferent where q (2 - x) = 1, a curve from (1/2, 0) to (1, 1); he stays with any probability."""
    game = Covert.drawn(55)
    assert [game.pay["L", "go", h][1] - game.pay["L", "stay", ""][1] for h in "xy"] == [0, -1]
    found = equilibria(read_efg(game.text))
    (curve,) = [each for each in found.members if set(each.free) >= {0, 2, 4}]
    assert curve.continuum
    assert curve.range_is == "bounds"
    # Two gets 2 - q; Three sq + (1 - s)(3 - q).
    for player, low, high in (("Two", 1, 1.5), ("Three", 0.5, 2.5)):
        least, most = curve.value_range[player]
        assert low - 1e-2 < least <= low
        assert high <= most < high + 1e-2
    event = curve.range_of('one == "L"')
    assert not event.exact
    assert 0.49 < event.low <= 0.5
    assert event.high == 1
    tree = curve.certificate.tree
    for x in (F(1, 2), F(1, 3), F(1, 7)):
        q = 1 / (2 - x)
        play = {("one", "L"): q, ("one", "R"): 1 - q, ("two", "stay"): F(1, 3), ("two", "go"): F(2, 3)}
        play |= {("three", "x"): x, ("three", "y"): 1 - x}
        assert curve.holds(named(tree, play))
        play |= {("one", "L"): q + F(1, 100), ("one", "R"): 1 - q - F(1, 100)}
        assert not curve.holds(named(tree, play))
    with pytest.raises(SolveError, match="only bounds are known"):
        curve.member(best_for="Three")


def settlement() -> EquilibriumList:
    return equilibria(read_efg(GAMES / "settlement.efg"))


def test_the_component_of_reinganum_and_wilde_holds_the_published_equilibrium() -> None:
    """Payment 1, 1/2, 1/4: p[k+1] = p[k] (cP + cD) / (1 + cP + cD), with costs of a half each."""
    found = settlement()
    (entry,) = [each for each in found.members if each.label == "separating"]
    assert entry.continuum
    assert entry.range_is == "exact"
    assert entry.value_range["Plaintiff"] == (1.5, float(F(25, 12)))
    assert entry.value_range["Defendant"] == (-2.5, -2.5)
    tree = entry.certificate.tree
    paid = [F(1), F(1, 2), F(1, 4)]
    play: Play = {}
    for k in range(3):
        play[f"demand | damage={k + 1}", str(k + 1)] = F(1)
        play[f"answer | demand={k + 1}", "pay"] = paid[k]
        play[f"answer | demand={k + 1}", "court"] = 1 - paid[k]
    assert entry.holds(named(tree, play))
    assert entry.member(best_for="Plaintiff").value[0] == pytest.approx(25 / 12)
    assert told(entry.member(best_for="Plaintiff"))["answer | demand=3", "pay"] == F(1, 4)
    play["answer | demand=3", "pay"], play["answer | demand=3", "court"] = F(1, 3), F(2, 3)
    assert not any(each.holds(named(tree, play)) for each in found.members)


def test_what_is_of_another_class_is_not_folded() -> None:
    """Pooling on 3 lies in the boundary of a semi-separating component, and is named beside it."""
    found = settlement()
    labels = [each.label for each in found.members]
    at = labels.index("pooling on 3")
    assert not found.members[at].continuum
    assert all(labels[number - 1].startswith("semi-separating") for number in found.members[at].touches)
    assert found.members[at].touches
    for number, each in enumerate(found.members, start=1):
        assert all(number in found.members[other - 1].touches for other in each.touches)


def test_ranges_of_events_and_probabilities() -> None:
    (entry,) = [each for each in settlement().members if each.label == "separating"]
    tree = entry.certificate.tree
    found = entry.range_of("made(damage) and move('answer | demand=3') == 'pay'")
    assert found.exact
    assert (found.low, found.high) == (0, F(1, 12))
    assert found.high_at is not None
    assert certify(tree, found.high_at).is_sequential
    assert list(entry.range_of("damage == '1'")) == [pytest.approx(1 / 3)] * 2
    free = {
        (tree.labels.set_label[int(tree.infoset_of_action[a])], tree.labels.edge[a]): (r.low, r.high)
        for a, r in entry.free.items()
    }
    assert free["answer | demand=2", "pay"] == (0, F(1, 2))
    assert free["answer | demand=3", "court"] == (F(3, 4), 1)
    assert len(free) == 6
    with pytest.raises(EventError):
        entry.range_of("nobody == 'here'")


def test_members_that_there_are_not_are_refused() -> None:
    found = settlement()
    (truth,) = [each for each in found.members if each.label == "separating"]
    (pooled,) = [each for each in found.members if each.label == "pooling on 3"]
    for wish in ({}, {"best_for": "Plaintiff", "limit": True}, {"best_for": "Nobody"}, {"corner": 99}):
        with pytest.raises(SolveError):
            truth.member(**wish)
    with pytest.raises(SolveError):
        pooled.member(limit=True)
    assert truth.member(limit=True).shown == "the logit limit"
    assert found.member(limit=True).label == "separating"
    assert found.member(best_for="Plaintiff").value[0] == 2.5
    assert found.member(worst_for="Defendant").value[1] == -2.5
    first, second = found.members[:2]
    assert found.member(corner=first.region.n_corners + 1).label == second.label


def test_pieces_that_do_not_hang_together_are_entries() -> None:
    """One support, two pieces, joined only through equilibria in which Two goes."""
    found = equilibria(read_efg(GAMES / "disconnected.efg"))
    assert found.complete
    stays = [each for each in found.members if each.range_of('two == "stay"').low == 1]
    assert sorted(each.value_range["Three"] for each in stays) == [(-100.0, -20.0), (20.0, 100.0)]
    assert all(each.range_is == "exact" and each.continuum for each in stays)
    high = max(stays, key=lambda each: each.value_range["Three"])
    tree = high.certificate.tree
    assert tuple(high.member(best_for="Three").value) == (0, 1, 100)
    assert high.member(best_for="Three").certificate.is_sequential
    assert high.holds(named(tree, {("one", "L"): F(1), ("two", "stay"): F(1), ("three", "x"): F(1)}))
    for q in range(11):
        at = named(tree, {("one", "L"): F(q, 10), ("one", "R"): F(10 - q, 10), ("two", "stay"): F(1)})
        assert [each.holds(at) for each in stays].count(True) == (0 if 4 < q < 6 else 1)
    numbers = [number for number, each in enumerate(found.members, start=1) if each in stays]
    assert all(each.touches and not set(each.touches) & set(numbers) for each in stays)
    # From one to the other along entries that touch: through those in which he goes.
    near, seen = {numbers[0]}, set()
    while near:
        seen |= near
        near = {other for number in near for other in found.members[number - 1].touches} - seen
    assert seen == set(range(1, len(found.members) + 1))


def test_the_opposition_has_five_classes() -> None:
    found = equilibria(read_efg(GAMES / "schultz.efg"))
    assert found.complete
    assert sorted(each.label.split(" (")[0] for each in found.members) == [
        "pooling on challenge",
        "pooling on quiet",
        "semi-separating",
        "semi-separating",
        "separating",
    ]
    (wide,) = [each for each in found.members if each.continuum and each.label.startswith("semi")]
    assert wide.value_range["Foreign"] == (pytest.approx(7 / 15), 0.7)
    met = {found.members[number - 1].label for number in wide.touches}
    assert met == {"pooling on challenge", "separating"}
    lonely = [each.label.split(" (")[0] for each in found.members if not each.touches]
    assert sorted(lonely) == ["pooling on quiet", "semi-separating"]


def test_the_end_of_a_continuum_keeps_its_beliefs() -> None:
    """One is level between A and B as long as Two believes in B; at the end where he plays A, B trembles before C."""
    text = """EFG 2 R "edge" { "One" "Two" }
p "" 1 1 "one" { "A" "B" "C" } 0
t "" 1 "" { 1, 0 }
p "" 2 1 "two" { "r" "s" } 0
t "" 2 "" { 1, 1 }
t "" 3 "" { 0, 0 }
p "" 2 1 "two" { "r" "s" } 0
t "" 4 "" { 0, 0 }
t "" 5 "" { 2, 9 }"""
    found = equilibria(read_efg(text))
    assert found.complete
    (level,) = [each for each in found.members if each.value_range["One"] == (1, 1)]
    assert level.value_range["Two"] == (0, 1)
    end = level.member(worst_for="Two")
    assert told(end)["one", "A"] == 1
    assert told(end)["two", "r"] == 1
    assert end.certificate.is_sequential
    assert end.certificate.exact


def test_threats_that_hold_up_one_play_are_one_entry() -> None:
    """Unions of threats after unsent messages stay together: no two entries with one support meet."""
    tree = games(2, 3, 3, 12, 1)
    unions = 0
    for world in range(tree.n_worlds):
        found = equilibria(tree, world)
        for at, each in enumerate(found.members):
            assert each.component is not None
            unions += len(each.component.threats) > 1
            assert len(each.region.pieces) == len(each.component.threats)
            for other in found.members[:at]:
                assert other.component is not None
                if other.component.support == each.component.support:
                    assert not each.region.meets(other.region)
    assert unions


# A branch of probability 0 leads to games of their own, and a set that only such a branch reaches.
FORBIDDEN = """EFG 2 R "forbidden" { "S" "R" }
c "" 1 "type" { "never" 0 "one" 1/2 "two" 1/2 } 0
p "" 1 1 "never" { "a" "b" } 0
t "" 1 "" { 0, 0 }
t "" 2 "" { 20, 0 }
p "" 1 2 "one" { "a" "b" } 0
p "" 2 3 "after a" { "x" "y" } 0
t "" 3 "" { 3, 1 }
t "" 4 "" { 0, 0 }
t "" 5 "" { 1, 0 }
p "" 1 4 "two" { "a" "b" } 0
p "" 2 3 "after a" { "x" "y" } 0
t "" 6 "" { 3, 0 }
t "" 7 "" { 0, 1 }
t "" 8 "" { 1, 0 }
"""


def test_every_corner_is_an_equilibrium_behind_branches_of_probability_zero_too() -> None:
    found = ov.equilibria(ov.read_efg(FORBIDDEN))
    assert found.complete
    for entry in found.members:
        assert entry.region.n_corners
        for corner in range(1, entry.region.n_corners + 1):
            assert entry.member(corner=corner).certificate.is_sequential


@pytest.mark.parametrize("seed", [9, 14, 54, 68, 112])
def test_small_games_are_named_and_their_corners_hold(seed: int) -> None:
    """Games with sets that nothing reaches, whose entries say nothing of play there."""
    text = small_game(seed, 2, 3, random.Random(seed).choice([3, 5, 50]), 0.5)
    found = ov.equilibria(ov.read_efg(text))
    assert len({entry.label for entry in found.members}) == len(found.members) > 0
    for entry in found.members:
        for corner in range(1, entry.region.n_corners + 1):
            assert entry.member(corner=corner).certificate.is_sequential


BOUNDS = """EFG 2 R "bounds" { "A" "B" "C" }
""
p "" 1 1 "a" { "L" "R" } 0
p "" 2 1 "b | L" { "l" "r" } 0
p "" 3 1 "c | Ll" { "x" "y" } 0
t "" 1 "" { 1, 1, 1 }
t "" 2 "" { 0, 0, 1 }
p "" 3 2 "c | Lr" { "x" "y" } 0
t "" 3 "" { 0, 1, 0 }
t "" 4 "" { 1, 1, 0 }
p "" 2 2 "b | R" { "l" "r" } 0
t "" 5 "" { 0, 0, 0 }
t "" 6 "" { 1, 0, 0 }
"""


def test_bounds_stay_between_what_the_game_pays() -> None:
    for entry in ov.equilibria(ov.read_efg(BOUNDS)).members:
        for low, high in entry.value_range.values():
            assert 0 <= low <= high <= 1
        for each in entry.ranges:
            assert each.exact or each.low < each.high


@pytest.mark.parametrize("corner", [0, -1, 99, 1.5, "x", True])
def test_a_corner_that_there_is_not(corner: object) -> None:
    found = ov.equilibria(ov.read_efg(BOUNDS))
    with pytest.raises(SolveError, match="corner"):
        found.members[0].member(corner=corner)


def test_an_event_is_a_text() -> None:
    with pytest.raises(EventError, match="event"):
        ov.equilibria(ov.read_efg(BOUNDS)).members[0].range_of(3)


FACE = """EFG 2 R "a face" { "P1" "P2" }
""
p "" 2 1 "h1" { "h1_0" "h1_1" } 0
p "" 1 1 "h2" { "h2_0" "h2_1" } 0
t "" 1 "" { 1, 1 }
t "" 2 "" { 1, 0 }
p "" 1 2 "h4" { "h4_0" "h4_1" } 0
t "" 3 "" { 1, 0 }
p "" 1 3 "h5" { "h5_1" "h5_2" } 0
t "" 4 "" { 1, 1 }
t "" 5 "" { 1, 0 }
"""


def test_entries_of_which_one_does_not_reach_a_set_touch() -> None:
    """h1_1 and a mixture at h4 is held by both."""
    found = ov.equilibria(ov.read_efg(FACE))
    assert found.complete
    for number, entry in enumerate(found.members, start=1):
        assert set(entry.touches) == set(range(1, len(found.members) + 1)) - {number}


def test_entries_that_meet_where_a_set_of_both_is_not_reached_touch() -> None:
    """They play other things at a set that both may reach, and meet where neither reaches it."""
    found = ov.equilibria(ov.read_efg(small_game(26, 3, 3, 2, 0.9)))
    play = {
        action: F(x) for action, x in enumerate([1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1])
    }
    holding = [number for number, entry in enumerate(found.members, start=1) if entry.holds(play)]
    assert {2, 5} <= set(holding)
    for number in holding:
        assert set(holding) - {number} <= set(found.members[number - 1].touches)


@pytest.mark.parametrize("file", ["models/games/M13a_chain_store", "faults/games/irrational"])
def test_bounds_do_not_hang_on_where_zero_lies(reference: Path, file: str) -> None:
    """A million for everybody at every end moves the ranges by a million, and widens none of them."""
    room, name = file.split("/", 1)
    tree = read_efg((reference if room == "models" else FAULTS) / f"{file if room == 'models' else name}.efg")
    assert tree.exact is not None
    assert all((tree.outcome[n] >= 0) == (tree.set_of[n] == TERMINAL) for n in range(tree.n_nodes))
    paid = [[x + 10**6 for x in row] for row in tree.exact.payoff]
    lifted = replace(tree, payoff=np.array([paid], float), exact=replace(tree.exact, payoff=paid))
    before, after = (equilibria(each).members for each in (tree, lifted))
    assert any(member.range_is == "bounds" for member in before)
    for one, other in zip(before, after, strict=True):
        for player in tree.players:
            ends = [x + 1e6 for x in one.value_range[player]]
            assert other.value_range[player] == pytest.approx(ends, abs=2e-9)


def test_corner_1_of_what_is_no_continuum_is_its_one_member() -> None:
    dilemma = ov.strategic({"R": ["c", "d"], "C": ["c", "d"]}, [[3, 0], [5, 1]], [[3, 5], [0, 1]])
    listed = ov.equilibria(dilemma)
    assert listed.member(corner=1).value == listed.members[0].member(corner=1).value == (1, 1)
    with pytest.raises(SolveError, match="corner 2"):
        listed.members[0].member(corner=2)


TIES = """EFG 2 R "signals that tie" { "S" "R" }

c "" 1 "k" { "a" 0.86491134024054295 "b" 0.13508865975945705 } 0
p "" 1 1 "m | k=a" { "l" "r" } 0
p "" 2 1 "y | m=l" { "u" "d" } 0
t "" 1 "" { 0.5, 1.0 }
t "" 2 "" { 2.0, 1.0 }
p "" 2 2 "y | m=r" { "u" "d" } 0
t "" 3 "" { 1.0, 2.0 }
t "" 4 "" { 2.0, 3.5 }
p "" 1 2 "m | k=b" { "l" "r" } 0
p "" 2 1 "y | m=l" { "u" "d" } 0
t "" 5 "" { 1.0, 0.5 }
t "" 6 "" { 4.0, 3.0 }
p "" 2 2 "y | m=r" { "u" "d" } 0
t "" 7 "" { 4.0, 3.5 }
t "" 8 "" { 1.5, 1.5 }
"""


def test_the_list_and_the_batch_number_entries_of_one_name_alike() -> None:
    """Of two semi-separating continua one is shown at a corner, which lies at the edge of both."""
    tree = ov.read_efg(TIES)
    listed = ov.equilibria(tree)
    for member in ov.equilibria_across(tree).named():
        (entry,) = [each for each in listed.members if each.label == member.name]
        for worth, (low, high) in zip(
            expected(tree, member.strategy)[0], entry.value_range.values(), strict=True
        ):
            assert low - 1e-9 <= worth <= high + 1e-9


def test_best_replies_that_go_round_behind_a_branch_of_probability_zero_lose_no_entry() -> None:
    draw, paid = random.Random(11), {}

    @ov.game("S", "R")
    def forked(p):  # type: ignore[no-untyped-def]
        kind = yield ov.chance("k", {"a": Fraction(1, 2), "c": Fraction(1, 2)}, seen_by="S")
        sent = yield ov.move("S", "m", ["l", "r"])
        drawn = yield ov.chance("q", {"y": 1, "n": 0}, seen_by=["S", "R"])
        if drawn == "n":
            own = yield ov.move("S", "z", ["i", "j"], seen_by=["S"])
            key = kind, sent, drawn, own, (yield ov.move("R", "w", ["i", "j"]))
        else:
            key = kind, sent, drawn, (yield ov.move("R", "y", ["u", "d"]))
        if key not in paid:
            paid[key] = draw.randint(0, 3), draw.randint(0, 3)
        return dict(zip("SR", paid[key], strict=True))

    found = ov.equilibria(forked.tree())
    assert (found.complete, len(found.members)) == (True, 3)


def test_the_member_that_is_shown_is_of_the_class_of_its_entry() -> None:
    """The boundary of the semi-separating entry holds the pooling one, at a corner with fewer mixed acts."""
    tree = read_efg(GAMES / "two_audiences.efg")
    found = equilibria(tree)
    entry = found.members[2]
    assert entry.label.startswith("semi-separating")
    assert told(entry)["send | type=hi", "costly"] == F(1, 2)
    assert found.members[1].label.startswith("pooling")
