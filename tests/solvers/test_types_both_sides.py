"""The intuitive criterion and D1 where the receiver has types too: published models by hand, and a twin."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import pytest

from overture.games.files.efg import read_efg
from overture.games.telling.language import Game, chance, game, move
from overture.games.tree import Tree
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.equilibrium import Equilibrium
from overture.solvers.all.refinement import RefinementVerdict
from tests.catalogue import CATALOGUE
from tests.solvers import replies_twin as twin

F = Fraction


def told(member: Equilibrium) -> tuple[RefinementVerdict, RefinementVerdict]:
    """(intuitive, D1)"""
    assert member.intuitive is not None
    assert member.d1 is not None
    return member.intuitive, member.d1


def drawn(seed: int, most: int, zeros: bool = False) -> twin.Game:
    """Two types on each side, two or three messages, two replies; payoffs are whole numbers up to ``most``."""
    draw = random.Random(seed)
    prior = [[F(draw.randint(1, 4)) for _ in range(2)] for _ in range(2)]
    if zeros:
        prior[draw.randrange(2)][draw.randrange(2)] = F(0)
    total = sum(map(sum, prior))
    messages = draw.choice((2, 2, 3))

    def table() -> twin.Table:
        cells = range(2)
        return [
            [[[F(draw.randint(-most, most)) for _ in cells] for _ in range(messages)] for _ in cells]
            for _ in cells
        ]

    return twin.Game([[x / total for x in row] for row in prior], table(), table())


def by_label(
    member: Equilibrium, shape: twin.Game
) -> tuple[list[list[Fraction]], list[list[list[Fraction]]]]:
    """([t][m], [r][m][a]) the play of an entry of a game that the twin wrote."""
    tree = member.certificate.tree
    sends = [[F(0)] * len(shape.messages) for _ in range(2)]
    replies = [[[F(0), F(0)] for _ in shape.messages] for _ in range(2)]
    for (at, action), share in member.certificate.assessment.profile.items():
        place = str(tree.labels.set_label[at]).split()
        word = int(tree.labels.edge[action][1:])
        if len(place) == 1:
            sends[int(place[0][1:])][word] = F(share)
        else:
            replies[int(place[0][1:])][int(place[1][1:])][word] = F(share)
    return sends, replies


# --- against arithmetic of another kind -------------------------------------------------------------


@pytest.mark.parametrize(("most", "zeros"), [(9, False), (9, True), (2, False)])
def test_random_games_agree_with_the_definitions(most: int, zeros: bool) -> None:
    seen: Counter[tuple[bool | None, ...]] = Counter()
    for seed in range(50):
        shape = drawn(seed, most, zeros)
        found = equilibria(read_efg(shape.efg()))
        assert found.complete
        for member in found.members:
            verdicts = told(member)
            if not member.is_point:
                assert not any(verdict.tested for verdict in verdicts)
                continue
            assert tuple(each.passes for each in verdicts) == twin.verdicts(shape, *by_label(member, shape))
            seen[tuple(each.passes for each in verdicts)] += 1
    assert seen[True, True] > 15
    assert seen[True, False] > 0
    assert seen[False, False] > 0
    assert None not in {each for row in seen for each in row}


def test_the_order_in_which_types_are_drawn_changes_no_verdict() -> None:
    compared = 0
    for seed in range(30):
        shape = drawn(seed, 30)
        lists = [_by_value(shape.efg(**order)) for order in ({}, {"receiver_first": True}, {"after": True})]
        for value in set(lists[0]).intersection(*lists[1:]):
            assert lists[0][value] == lists[1][value] == lists[2][value]
            compared += 1
    assert compared > 25


def test_a_receiver_of_one_type_is_the_receiver_of_a_signalling_game() -> None:
    """The tests of components, which go from corner to corner, agree with those of single entries."""
    compared: Counter[tuple[str, str]] = Counter()
    for seed in range(60):
        two = drawn(seed, 30)
        alone = [[[row[0]] for row in table] for table in (two.sender, two.receiver)]
        shape = twin.Game([[sum(row, F(0))] for row in two.prior], *alone)
        direct, staged = _by_value(shape.efg(after=True)), _by_value(shape.efg())
        # A first draw with one branch is a root with a subgame below it, in which the sender moves.
        assert _by_value(shape.efg(receiver_first=True)) == staged
        for value in direct.keys() & staged.keys():
            assert direct[value] == staged[value]
            compared[direct[value]] += 1
    assert compared["all", "all"] > 20
    assert compared["all", "none"] + compared["none", "none"] > 3


def _by_value(text: str) -> Mapping[tuple[float, ...], tuple[str, str]]:
    """value -> verdicts, of the points that were tested."""
    return {
        tuple(round(x, 9) for x in member.value): (told(member)[0].holds, told(member)[1].holds)
        for member in equilibria(read_efg(text)).members
        if member.is_point and told(member)[0].tested
    }


# --- published models, by hand ----------------------------------------------------------------------


def deterrence(hard: Fraction) -> Tree:
    """Zagare and Kilgour's unilateral deterrence (M30 of the reference) with another chance of a hard defender."""
    lines = (CATALOGUE / "games" / "M30a_bluffing.efg").read_text(encoding="utf-8").split("\n")
    odds = f'{{ "hard" {hard} "soft" {1 - hard} }}'
    kept = [line if '"defender_' not in line else line.split("{")[0] + odds + " 0" for line in lines]
    return read_efg("\n".join(kept))


@pytest.mark.parametrize(
    ("hard", "passes"),
    [
        (F(3, 10), (True, False)),
        (F(9, 20), (True, False)),
        (F(11, 20), (False, False)),
        (F(13, 20), (False, False)),
        (F(7, 10), (True, True)),
        (F(9, 10), (True, True)),
    ],
)
def test_steadfast_deterrence_rests_on_an_odd_reading_of_a_challenge(
    hard: Fraction, passes: tuple[bool, bool]
) -> None:
    """Nobody challenges, as everybody would deny. With a chance x that he is denied a hard challenger gets
    1 - 3 x / 2 and a soft one 1 - 2 x, and x is at least the chance of a hard defender, who always denies. Below
    1/2 both could gain, and a hard challenger does whenever a soft one would not lose; a soft defender who
    believes him hard concedes. From 1/2 to 2/3 a soft one loses by it for certain; above 2/3 both do."""
    found = equilibria(deterrence(hard))
    assert found.complete
    (quiet,) = [m for m in found.members if m.value == (0.0, 1.0)]
    assert tuple(each.passes for each in told(quiet)) == passes
    if not passes[1]:
        assert told(quiet)[1].reason.startswith("hard could send defect: whenever soft would gain by it")


def test_no_threat_of_sanctions_fails_d1_alone() -> None:
    """A soft target concedes with some chance c, a hard one never: a tough sender gains from c = 5/33 on (0.66 c >
    0.1), a weak one from 1/3 (0.75 c > 0.25). Both can gain, so the intuitive criterion strikes nobody."""
    found = equilibria(read_efg(CATALOGUE / "games" / "M42_sanction_threats.efg"))
    assert found.complete
    (silent,) = [m for m in found.members if m.value == (0.0, 0.0)]
    intuitive, d1 = told(silent)
    assert (intuitive.passes, d1.passes) == (True, False)
    assert d1.reason.startswith(
        "tough could send threaten: whenever weak would gain by it, tough would gain too"
    )
    (bluffing,) = [m for m in found.members if m is not silent]
    assert [each.passes for each in told(bluffing)] == [True, True]


def opposed(third: Fraction) -> Tree:
    """Two types of the receiver, each of whom yields where he believes at least 1 - ``third`` in another type."""
    half = F(1, 2)
    price = (1 - third) / third
    sender = [
        [[[F(1)] * 2, [F(-4), F(4)]], [[F(1)] * 2, [F(0), F(0)]]],
        [[[F(1)] * 2, [F(-3), F(3)]], [[F(1)] * 2, [F(-3), F(3)]]],
    ]
    # The second reply is to yield: right against the strong for one type of the receiver, against the weak for the other.
    receiver = [
        [[[F(0), F(-1)], [F(0), F(1)]], [[F(0), F(-1)], [F(0), -price]]],
        [[[F(0), F(-1)], [F(0), -price]], [[F(0), F(-1)], [F(0), F(1)]]],
    ]
    return read_efg(twin.Game([[half * half] * 2] * 2, sender, receiver).efg())


def test_all_types_of_the_receiver_read_a_message_by_one_belief() -> None:
    """The second type of the sender gains 3 - 1 where both types of the receiver yield, and otherwise loses. Where one
    yields from 2/3 on the first type and the other from 2/3 on the second, no belief makes both yield: he is
    struck, and the first, who then surely gets 2 instead of 1, breaks silence. Where both start at 1/3 he may gain."""
    for third, passes in ((F(1, 3), False), (F(2, 3), True)):
        (silent,) = [m for m in equilibria(opposed(third)).members if m.value == (1.0, 0.0)]
        intuitive, _ = told(silent)
        assert intuitive.passes is passes
        assert intuitive.reason.startswith("t0 could send m1: t1 would lose by it") is not passes


def test_d1_strikes_no_type_that_may_break_even_where_the_other_loses() -> None:
    """By the message the first type gets x - y and the second 2 - 2 x, both 1 without it, where x and y are the chances
    of the second reply of the two types of the receiver; these begin at 1/3 and 2/3 on the first type. At (1, 0)
    the first breaks even and the second loses, so the first is not struck, and a belief in it deters."""
    sender = [
        [[[F(1)] * 2, [F(0), F(2)]], [[F(1)] * 2, [F(0), F(-2)]]],
        [[[F(1)] * 2, [F(4), F(0)]], [[F(1)] * 2, [F(0), F(0)]]],
    ]
    idle = [F(0), F(-1)]
    receiver = [[[idle, [F(0), F(2)]], [idle, [F(0), F(1)]]], [[idle, [F(0), F(-1)]], [idle, [F(0), F(-2)]]]]
    shape = twin.Game([[F(1, 4)] * 2] * 2, sender, receiver)
    (silent,) = [m for m in equilibria(read_efg(shape.efg())).members if m.value == (1.0, 0.0)]
    assert [each.passes for each in told(silent)] == [True, True]
    assert twin.verdicts(shape, *by_label(silent, shape)) == (True, True)


# --- not tested, and why ----------------------------------------------------------------------------


@game("A", "B")
def at_once(p):
    """Both move without seeing the other's move."""
    mine = yield chance("a", {"s": 0.5, "w": 0.5}, seen_by="A")
    his = yield chance("b", {"s": 0.5, "w": 0.5}, seen_by="B")
    act = yield move("A", "act", ["arm", "rest"], seen_by=())
    reply = yield move("B", "reply", ["arm", "rest"])
    same = act == reply
    return {"A": same + (mine == "s") / 4, "B": same + (his == "s") / 4}


@game("A", "B")
def answered_twice(p):
    """The receiver's reply tells the sender something, and the sender moves again."""
    mine = yield chance("a", {"s": 0.5, "w": 0.5}, seen_by="A")
    his = yield chance("b", {"s": 0.5, "w": 0.5}, seen_by="B")
    act = yield move("A", "act", ["go", "stay"])
    if act == "stay":
        return {"A": 0.3, "B": 1}
    reply = yield move("B", "reply", ["yield", "fight"])
    if reply == "yield":
        return {"A": 1, "B": 0}
    end = yield move("A", "end", ["press", "back"])
    if end == "back":
        return {"A": -0.5, "B": 0.8}
    return {"A": (mine == "s") - 2 * (his == "s"), "B": (his == "s") - 2 * (mine == "s")}


@game("A", "B")
def two_replies(p):
    """The receiver first looks or not, and what he sees depends on the sender's type."""
    mine = yield chance("a", {"s": 0.5, "w": 0.5}, seen_by="A")
    his = yield chance("b", {"s": 0.5, "w": 0.5}, seen_by="B")
    act = yield move("A", "act", ["go", "stay"])
    if act == "stay":
        return {"A": 0.5, "B": 1}
    look = yield move("B", "look", ["look", "trust"])
    if look == "look":
        yield chance("seen", {"s": 0.75, "w": 0.25} if mine == "s" else {"s": 0.25, "w": 0.75}, seen_by="B")
    reply = yield move("B", "reply", ["yield", "fight"])
    war = (mine == "s") - 0.5
    paid = 0 if reply == "yield" else (his == "s") / 4 - war
    return {"A": 1 if reply == "yield" else war, "B": paid - (look == "look") / 50}


@game("A", "B")
def public(p):
    """Both see the season; each has a type beside it."""
    season = yield chance("season", {"wet": 0.5, "dry": 0.5})
    mine = yield chance("a", {"s": 0.5, "w": 0.5}, seen_by="A")
    his = yield chance("b", {"s": 0.5, "w": 0.5}, seen_by="B")
    act = yield move("A", "act", ["go", "stay"])
    if act == "stay":
        return {"A": 0.5, "B": 1}
    reply = yield move("B", "reply", ["yield", "fight"])
    gain = (mine == "s") - 1 + (season == "wet") / 4
    return {
        "A": 1 if reply == "yield" else gain,
        "B": 0 if reply == "yield" else (his == "s") / 8 - gain - 0.3,
    }


@game("A", "B", "C")
def two_receivers(p):
    """One of two receivers replies, and chance says which."""
    mine = yield chance("a", {"s": 0.5, "w": 0.5}, seen_by="A")
    his = yield chance("b", {"s": 0.5, "w": 0.5}, seen_by=("B", "C"))
    who = yield chance("who", {"B": 0.5, "C": 0.5}, seen_by=("B", "C"))
    act = yield move("A", "act", ["go", "stay"])
    if act == "stay":
        return {"A": 0.5, "B": 1, "C": 1}
    reply = yield move(who, "reply", ["yield", "fight"])
    war = (mine == "s") - 0.5
    paid = 0 if reply == "yield" else (his == "s") / 4 - war
    return {"A": 1 if reply == "yield" else war, "B": paid, "C": paid}


@game("A", "B")
def excluded(p):
    """Of three types the receiver knows one that it is not; the first speaks up, and one who excludes it hears that."""
    out = yield chance("not", {"x": F(1, 3), "y": F(1, 3), "z": F(1, 3)}, seen_by="B")
    left = [each for each in "xyz" if each != out]
    kind = yield chance("kind", dict(zip(left, (F(2, 3), F(1, 3)), strict=True)), seen_by="A")
    act = yield move("A", "act", ["speak", "hush"])
    guess = yield move("B", "guess", left)
    liked = act == ("speak" if kind == "x" else "hush")
    return {"A": 3 * liked + (guess == kind), "B": guess == kind}


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (at_once, "types on both sides: the receiver does not see which message was sent"),
        (answered_twice, "types on both sides: more than one decision follows a message"),
        (two_replies, "types on both sides: more than one decision follows a message"),
        (public, "types on both sides: the sender's types fall into groups"),
        (two_receivers, "types on both sides: more than one decision follows a message"),
        (excluded, "speak is sent, but by no type that leads to 'guess | not=x, act=speak'"),
    ],
)
def test_where_the_literature_has_no_definition_the_verdict_says_so(one: Game, why: str) -> None:
    found = equilibria(one.tree({}))
    points = [member for member in found.members if member.is_point]
    assert points
    for verdict in (each for member in points for each in told(member)):
        assert (verdict.tested, verdict.passes) == (False, None)
        assert verdict.reason.startswith(why)
