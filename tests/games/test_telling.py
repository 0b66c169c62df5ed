"""What a told game becomes, and every fault of a telling provoked once, with where it is and the mend."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import TellingError
from overture.games.telling.language import Game, chance, game, move, reveal
from overture.games.tree import Tree

from .random_games import tell, trees

ZERO = {"Leader": 0, "Counterpart": 0}


@game("Leader", "Counterpart", title="the offer")
def offer_game(p, *, rounds=1):
    """A leader of hidden kind offers; the counterpart sees the offer only."""
    intent = yield chance("intent", {"keep": 1 - p.doubt, "cheat": p.doubt}, seen_by="Leader")
    for at in range(rounds):
        offer = yield move("Leader", f"offer{at}", ["freeze", "none"])
        if offer == "freeze":
            answer = yield move("Counterpart", f"answer{at}", ["accept", "reject"])
            if answer == "accept":
                return {"Leader": 1, "Counterpart": p.gain if intent == "keep" else -p.loss}
    return {"Leader": 0, "Counterpart": 0}


def sets(tree: Tree, player: str) -> dict[str, list[int]]:
    """label -> nodes of the information sets of a player."""
    return {
        tree.labels.set_label[at]: tree.members(at).tolist()
        for at in range(tree.n_infosets)
        if tree.players[tree.set_player[at]] == player
    }


def test_the_tree_of_a_small_game() -> None:
    tree = offer_game.tree(doubt=Fraction(1, 4), gain=2, loss=1)
    assert tree.title == "the offer"
    assert tree.players == ("Leader", "Counterpart")
    assert sets(tree, "Leader") == {"offer0 | intent=keep": [1], "offer0 | intent=cheat": [6]}
    assert sets(tree, "Counterpart") == {"answer0 | offer0=freeze": [2, 7]}
    assert tree.labels.seen[tree.labels.set_name.index("answer0")] == (("offer0", "freeze"),)
    assert tree.parent.tolist() == [-1, 0, 1, 2, 2, 1, 0, 6, 7, 7, 6]
    np.testing.assert_array_equal(tree.chance, [[0.75, 0.25]])
    assert tree.exact is not None
    assert tree.exact.chance == (Fraction(3, 4), Fraction(1, 4))
    assert tree.exact.payoff[0] == (1, 2)
    np.testing.assert_array_equal(tree.payoff[0, :, 1], [2, 0, 0, -1, 0, 0])


def test_worlds_share_the_shape() -> None:
    tree = offer_game.tree(doubt=np.array([0.25, 0.5]), gain=2, loss=np.array([1.0, 3.0]))
    assert (tree.n_worlds, tree.exact) == (2, None)
    np.testing.assert_array_equal(tree.chance, [[0.75, 0.25], [0.5, 0.5]])
    np.testing.assert_array_equal(tree.payoff[:, 3, 1], [-1, -3])
    np.testing.assert_array_equal(tree.parameters["gain"], [2, 2])
    one = tree.world(1)
    np.testing.assert_array_equal(one.payoff, tree.payoff[1:])


def test_floats_are_not_exact_and_a_world_of_one_is_one_world() -> None:
    assert offer_game.tree(doubt=0.25, gain=2, loss=1).exact is None
    assert offer_game.tree(doubt=[0.25], gain=2, loss=1).n_worlds == 1


def test_shape_arguments() -> None:
    assert offer_game.shape(rounds=3).tree(doubt=0.5, gain=1, loss=1).n_infosets == 14 + 7
    assert offer_game.tree(doubt=0.5, gain=1, loss=1).n_infosets == 3


def test_covert_moves_and_simultaneous_moves() -> None:
    @game("Leader", "Counterpart")
    def matching(p):
        yield move("Leader", "left", ["a", "b"], seen_by=())
        yield move("Counterpart", "right", ["a", "b"])
        return ZERO

    assert sets(matching.tree(), "Counterpart") == {"right": [1, 4]}


def test_reveal_shows_later_what_was_covert() -> None:
    @game("Leader", "Counterpart")
    def inspected(p, *, to="Counterpart"):
        yield move("Leader", "act", ["comply", "cheat"], seen_by=())
        yield move("Counterpart", "guess", ["yes", "no"])
        yield reveal("act", to=to)
        yield move("Counterpart", "verdict", ["yes", "no"])
        return ZERO

    assert list(sets(inspected.tree(), "Counterpart")) == [
        "guess",
        "verdict | guess=yes, act=comply",
        "verdict | guess=no, act=comply",
        "verdict | guess=yes, act=cheat",
        "verdict | guess=no, act=cheat",
    ]
    # Showing the leader his own act teaches him nothing, and the counterpart stays blind.
    assert len(sets(inspected.shape(to="Leader").tree(), "Counterpart")) == 3


def test_a_move_is_seen_by_those_named_and_always_by_the_mover() -> None:
    @game("Leader", "Counterpart", "Neighbour")
    def whisper(p):
        yield move("Leader", "word", ["hush", "shout"], seen_by="Neighbour")
        yield move("Counterpart", "reply", ["a", "b"])
        yield move("Neighbour", "tale", ["a", "b"], seen_by=["Leader"])
        yield move("Leader", "end", ["a", "b"])
        return dict.fromkeys(("Leader", "Counterpart", "Neighbour"), 0)

    tree = whisper.tree()
    assert len(sets(tree, "Counterpart")) == 1
    assert len(sets(tree, "Neighbour")) == 4
    assert len(sets(tree, "Leader")) == 1 + 8


def test_one_game_inside_another() -> None:
    @game("Leader", "Counterpart")
    def framed(p):
        first = yield move("Counterpart", "invite", ["yes", "no"])
        if first == "no":
            return ZERO
        return (yield from offer_game(p))

    assert framed.tree(doubt=0.5, gain=1, loss=1).n_infosets == 4


def test_more_histories_than_are_played_as_two_worlds() -> None:
    """After 500 histories plain numbers replace the doubled ones: the numbers stay the same."""

    @game("Leader", "Counterpart")
    def wide(p):
        for at in range(10):
            yield chance(f"coin{at}", {"heads": p.odds, "tails": 1 - p.odds})
        return {"Leader": p.paid, "Counterpart": p.paid * 2}

    tree = wide.tree(odds=Fraction(1, 3), paid=7)
    assert len(tree.terminal) == 1024
    np.testing.assert_allclose(tree.chance, np.tile([1 / 3, 2 / 3], 1023)[None])
    assert (tree.payoff[0] == [7, 14]).all()
    assert tree.exact is not None
    assert set(tree.exact.chance) == {Fraction(1, 3), Fraction(2, 3)}


@settings(max_examples=50)
@given(tree=trees(worlds=2))
def test_sets_are_what_players_have_seen(tree: Tree) -> None:
    """Two nodes are in one set exactly when mover, move and all that was seen are alike."""
    keys = [
        (tree.set_player[at], tree.labels.set_name[at], tree.labels.seen[at]) for at in range(tree.n_infosets)
    ]
    assert len(set(keys)) == len(keys)
    made = dict.fromkeys(range(tree.n_nodes), "")
    for node in range(1, tree.n_nodes):
        name = tree.labels.set_name[tree.set_of[tree.parent[node]]]
        made[node] = made[int(tree.parent[node])] + f"{name}={tree.labels.edge[tree.edge[node]]};"
        if tree.set_of[node] >= 0:
            for name, choice in tree.labels.seen[tree.set_of[node]]:
                assert f"{name}={choice};" in made[node]


@settings(max_examples=20)
@given(seed=st.integers(0, 100), base=trees(worlds=1))
def test_worlds_are_what_each_alone_would_be(seed: int, base: Tree) -> None:
    from .random_games import Stage

    told = tell(2, [Stage(-1, 2, (0,)), Stage(0, 2, ()), Stage(1, 3, (0,))], seed)
    shifts = np.array([0.0, 0.5, 2.0])
    together = told.tree(shift=shifts)
    for world, shift in enumerate(shifts.tolist()):
        alone = told.tree(shift=shift)
        np.testing.assert_array_equal(together.payoff[world], alone.payoff[0])
        np.testing.assert_array_equal(together.set_of, alone.set_of)


# -- faults: each row is a telling that goes wrong, and the id of the fault ---------------------------


def one(telling: Callable[..., Any]) -> Game:
    return game("Leader", "Counterpart")(telling)


def acts(name: str, choices: Any = ("a", "b"), **more: Any) -> Any:
    return move("Leader", name, choices, **more)


def wrong_arguments(p, extra):
    yield acts("act")
    return ZERO


def no_yield(p):
    return ZERO


def no_move(p):
    return ZERO
    yield


def yields_a_word(p):
    yield "act"
    return ZERO


def yields_a_short_tuple(p):
    yield ()
    return ZERO


def strange_mover(p):
    yield move("Neighbour", "act", ["a", "b"])
    return ZERO


def strange_witness(p):
    yield acts("act", seen_by="Neighbour")
    return ZERO


def strange_listener(p):
    yield acts("act")
    yield reveal("act", to="Neighbour")
    return ZERO


def other_actions(p):
    intent = yield chance("intent", {"keep": 0.5, "cheat": 0.5}, seen_by=())
    yield acts("act", ["a", "b"] if intent == "keep" else ["a", "c"])
    return ZERO


def same_name_twice(p):
    yield acts("act")
    yield acts("act")
    return ZERO


def same_label_twice(p):
    yield acts("act", ["a", "a"])
    return ZERO


def no_labels(p):
    yield acts("act", [])
    return ZERO


def empty_label(p):
    yield chance("coin", {"": 1.0})
    return ZERO


def a_word_for_a_list(p):
    yield acts("act", "ab")
    return ZERO


def reveals_the_future(p):
    yield reveal("act")
    yield acts("act")
    return ZERO


def odds_above_one(p):
    yield chance("coin", {"heads": 0.5, "tails": p.doubt + 0.5})
    return ZERO


def negative_odds(p):
    yield chance("coin", {"heads": 1.5, "tails": -0.5})
    return ZERO


def odds_in_words(p):
    yield chance("coin", {"heads": "half", "tails": "half"})
    return ZERO


def odds_in_a_list(p):
    yield chance("coin", ["heads", "tails"])  # type: ignore[arg-type]
    return ZERO


def pays_nothing(p):
    yield acts("act")


def pays_one_player(p):
    yield acts("act")
    return {"Leader": 0}


def pays_a_stranger(p):
    yield acts("act")
    return {**ZERO, "Neighbour": 0}


def pays_infinity(p):
    yield acts("act")
    return {**ZERO, "Leader": float("inf")}


def pays_in_words(p):
    yield acts("act")
    return {**ZERO, "Leader": "much"}


def asks_for_more(p):
    yield acts("act")
    return {**ZERO, "Leader": p.greed}


def shape_by_if(p):
    if p.doubt > 0:
        yield acts("act")
    yield acts("other")
    return ZERO


def shape_by_range(p):
    for at in range(p.doubt):
        yield acts(f"act{at}")
    return ZERO


def shape_by_table(p):
    yield acts("act", {1: ["a"], 0: ["a", "b"]}[p.doubt])
    return ZERO


def endless(p):
    for at in count():
        yield acts(f"act{at}", ["a"])


def endless_reveals(p):
    yield acts("act")
    while True:
        yield reveal("act")


def too_wide(p):
    for at in range(11):
        yield acts(f"act{at}")
    return ZERO


def forgetful() -> Any:
    """A telling that remembers how often it was told, which no game may."""
    told = count()

    def telling(p):
        yield acts(f"act{next(told)}")
        return ZERO

    return telling


def ends_sooner_next_time() -> Any:
    told = count()

    def telling(p):
        if next(told) == 0:
            yield acts("act")
        return ZERO
        yield

    return telling


FAULTS: list[tuple[str, Any]] = [
    ("telling/arguments", wrong_arguments),
    ("telling/no-yield", no_yield),
    ("telling/no-yield", no_move),
    ("telling/yield", yields_a_word),
    ("telling/yield", yields_a_short_tuple),
    ("telling/no-player", strange_mover),
    ("telling/no-player", strange_witness),
    ("telling/no-player", strange_listener),
    ("telling/actions", other_actions),
    ("telling/repeated-name", same_name_twice),
    ("telling/labels", same_label_twice),
    ("telling/labels", no_labels),
    ("telling/labels", empty_label),
    ("telling/labels", a_word_for_a_list),
    ("telling/reveal", reveals_the_future),
    ("telling/odds", odds_above_one),
    ("telling/odds", negative_odds),
    ("telling/odds", odds_in_words),
    ("telling/odds", odds_in_a_list),
    ("telling/payoffs", pays_nothing),
    ("telling/payoffs", pays_one_player),
    ("telling/payoffs", pays_a_stranger),
    ("telling/payoffs", pays_infinity),
    ("telling/payoffs", pays_in_words),
    ("telling/parameter", asks_for_more),
    ("telling/shape", shape_by_if),
    ("telling/shape", shape_by_range),
    ("telling/shape", shape_by_table),
    ("telling/endless", endless),
    ("telling/endless", endless_reveals),
    ("telling/endless", too_wide),
    ("telling/not-repeatable", forgetful()),
    ("telling/not-repeatable", ends_sooner_next_time()),
]


@pytest.mark.parametrize(("fault", "telling"), FAULTS, ids=[f"{f} {t.__name__}" for f, t in FAULTS])
def test_each_fault_of_a_telling(fault: str, telling: Callable[..., Any]) -> None:
    with pytest.raises(TellingError) as error:
        one(telling).tree(doubt=1, limit=2000)
    assert error.value.id == fault
    assert error.value.faults[0].where


@pytest.mark.parametrize(
    ("doubt", "where"), [(np.array([0.0, 0.1]), " in world 1"), (0.1, "")], ids=["two worlds", "one"]
)
def test_odds_name_the_world_where_there_are_several(doubt: Any, where: str) -> None:
    with pytest.raises(TellingError, match=rf"'coin'{where} are heads 0.5, tails 0.6 \(sum 1.1\)"):
        one(odds_above_one).tree(doubt=doubt)


def test_a_fault_says_the_line_and_the_history() -> None:
    with pytest.raises(TellingError) as error:
        one(other_actions).tree()
    line = other_actions.__code__.co_firstlineno + 2
    assert f"test_telling.py:{line}, 'other actions' after intent=cheat" in error.value.faults[0].where


def test_a_shape_that_hangs_on_a_parameter_names_the_mend() -> None:
    with pytest.raises(TellingError, match=r"game\.shape"):
        one(shape_by_if).tree(doubt=np.array([1.0, 0.0]))


def test_an_error_of_the_analysts_own_is_left_alone() -> None:
    def divides(p):
        yield acts("act")
        return {**ZERO, "Leader": 1 / 0}

    with pytest.raises(ZeroDivisionError):
        one(divides).tree()

    def adds_words(p):
        yield acts("act" + 1)  # type: ignore[operator]
        return ZERO

    with pytest.raises(TypeError, match="concatenate"):
        one(adds_words).tree()


def test_a_shape_argument_that_is_not_there() -> None:
    with pytest.raises(TellingError) as error:
        offer_game.shape(periods=2, terms=1)
    assert [fault.id for fault in error.value.faults] == ["telling/shape-argument"] * 2
    assert error.value.faults[0].allowed == "rounds"


@pytest.mark.parametrize(
    "players", [(), ("",), ("Leader", "Leader"), (1,), ("nobody", "Leader"), ("everybody",)]
)
def test_players_are_different_names(players: tuple[Any, ...]) -> None:
    with pytest.raises(TellingError) as error:
        game(*players)
    assert error.value.id == "telling/players"


@pytest.mark.parametrize(
    ("fault", "doubt", "gain"),
    [
        ("telling/parameter-value", "much", 1),
        ("telling/parameter-value", np.zeros((2, 2)), 1),
        ("telling/parameter-value", np.nan, 1),
        ("telling/parameter-value", [0.5, np.inf], 1),
        ("telling/parameter-value", None, 1),
        ("telling/worlds", [0.5, 0.5], [1, 2, 3]),
        ("telling/worlds", [], 1),
    ],
)
def test_parameters_are_finite_numbers(fault: str, doubt: Any, gain: Any) -> None:
    with pytest.raises(TellingError) as error:
        offer_game.tree(doubt=doubt, gain=gain, loss=1)
    assert error.value.id == fault


def test_a_missing_parameter_lists_those_that_are_given() -> None:
    with pytest.raises(TellingError, match="not given; given: doubt, loss") as error:
        offer_game.tree(doubt=0.5, loss=1)
    assert error.value.id == "telling/parameter"
    assert "game.tree(gain=...)" in str(error.value)


def test_random_numbers_in_a_telling_are_seen_where_they_change_the_moves() -> None:
    dice = random.Random(1)

    def fickle(p):
        yield acts(f"act{dice.randrange(100)}")
        return ZERO

    with pytest.raises(TellingError) as error:
        one(fickle).tree()
    assert error.value.id == "telling/not-repeatable"


def test_every_fault_id_of_telling_is_provoked_here() -> None:
    import re
    from pathlib import Path

    import overture.games.telling.language

    folder = Path(overture.games.telling.language.__file__).parent
    known = {
        found
        for file in folder.glob("*.py")
        for found in re.findall(r'"(telling/[a-z-]+)"', file.read_text())
    }
    here = Path(__file__)
    texts = here.read_text() + (here.parent / "test_slips.py").read_text()
    provoked = set(re.findall(r'"(telling/[a-z-]+)"', texts))
    assert known == provoked
