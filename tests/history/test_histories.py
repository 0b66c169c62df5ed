"""Histories of the long freeze to the digits of its notes, and what must hold of any mixture."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

import overture as ov
from overture.errors import EventError, OvertureError, SolveError
from overture.games.measured.measure import probability
from overture.games.measured.play import Play
from overture.history.step import sight
from overture.history.table import HistoryTable
from overture.models.long_freeze import DEFAULTS
from overture.models.long_freeze_thresholds import belief_after_breakdown
from tests.history.long_story import (
    ACCEPTED,
    ALARM,
    CLEAN,
    COMES,
    COOL,
    HELD,
    INDIFFERENT,
    MADE,
    POOLING,
    REFUSED,
    RETURNS,
    SEPARATING,
    THIN,
    TYPES,
    WARM,
    asked,
    member,
)  # fmt: skip
from tests.models.long_reference import at, eight, file_tree, told, told_short

STORY = [REFUSED, WARM, INDIFFERENT, RETURNS, THIN, ACCEPTED, ALARM]


@cache
def story() -> HistoryTable:
    """Both classes after the whole history of the notes."""
    return asked(STORY, [member(SEPARATING, 1), member(POOLING, 3)])


class TestConditioning:
    """LONGGAME.md 4 and 10, the class "reopen/keep, P"."""

    @pytest.mark.parametrize(
        ("step", "chance", "exploiter", "amenable"),
        [
            (0, 1, 0.4, 0.7),
            (1, 0.51, 0.4, 0.41176),
            (2, 0.21675, 0.4, 0.89619),
            (3, 0.21675, 0.4, 0.89619),
            (4, 0.108375, 0.4, 0.89619),
            (5, 0.108375, 0.4, 0.89619),
            (6, 0.097125, 0.4, 1),
            (7, 0.014569, 0.8, 1),
        ],
    )
    def test_after_each_step(self, step: int, chance: float, exploiter: float, amenable: float) -> None:
        table = story()
        assert table.chance(step, POOLING) == pytest.approx(chance, abs=6e-7)
        ours = table.belief("intent", "exploit", step=step, member=POOLING)
        assert ours == pytest.approx(exploiter, abs=6e-6)
        for own in ("", "keep", "exploit"):
            his = table.belief("kind_X", "amenable", of="Leader", own=own, step=step, member=POOLING)
            assert his == pytest.approx(amenable, abs=6e-6)

    @pytest.mark.parametrize(
        ("steps", "chance", "exploiter", "amenable"),
        [
            ([REFUSED, COOL], 0.29325, 0.4, 0.05371),
            ([*STORY[:-1], CLEAN], 0.082556, 0.32941, 1),
        ],
    )
    def test_other_ways(
        self, steps: list[ov.HistoryStep], chance: float, exploiter: float, amenable: float
    ) -> None:
        table = asked(steps)
        assert table.chance() == pytest.approx(chance, abs=6e-7)
        assert table.belief("intent", "exploit") == pytest.approx(exploiter, abs=6e-6)
        assert table.belief("kind_X", "amenable", of="Leader") == pytest.approx(amenable, abs=6e-6)

    def test_values_by_type_once_x_or_y_is_there(self) -> None:
        for who, keeper, exploiter in ((RETURNS, 0.74438, 0.70405), (COMES, 0.71935, -0.02)):
            table = asked([REFUSED, WARM, who])
            assert table.value("Leader", own="keep") == pytest.approx(keeper, abs=6e-6)
            assert table.value("Leader", own="exploit") == pytest.approx(exploiter, abs=6e-6)

    def test_who_has_not_seen_the_letters_does_not_learn_from_them(self) -> None:
        for who in ("Y", "observer"):
            held = [
                story().belief("kind_X", "amenable", of=who, step=step, member=POOLING) for step in (1, 2)
            ]
            assert held == pytest.approx([0.41176, 0.41176], abs=6e-6)
        # The statement after warm letters is "indifferent" for sure, after cool ones it is a tie: it tells of the letters.
        p = SimpleNamespace(**DEFAULTS)
        amenable, wary = p.aX * p.tied, 1 - p.aX
        said = [(1 + p.rho) / 2 + (1 - p.rho) / 4, (1 - p.rho) / 2 + (1 + p.rho) / 4]
        share = amenable * said[0] / (amenable * said[0] + wary * said[1])
        assert story().belief("kind_X", "amenable", step=3, member=POOLING) == pytest.approx(share, abs=1e-12)
        # An observer who has read the letters believes what the leader does.
        read = asked([REFUSED, replace(WARM, seen_by=("Leader", "X", "observer"))])
        assert read.belief("kind_X", "amenable") == pytest.approx(
            belief_after_breakdown(p, "warm"), abs=1e-12
        )


class TestWhoWantsXBack:
    """LONGGAME.md 3.9 and 4."""

    def test_after_warm_letters(self) -> None:
        assert story().gain("Leader", own="keep", step=2, member=POOLING) == pytest.approx(0.02503, abs=6e-6)
        assert story().gain("Leader", own="exploit", step=2, member=POOLING) == pytest.approx(
            0.72405, abs=6e-6
        )

    def test_nobody_in_the_separating_class_and_nobody_after_cool_letters(self) -> None:
        cool = asked([REFUSED, COOL])
        for own in ("keep", "exploit"):
            for step in (1, 2):
                assert story().gain("Leader", own=own, step=step, member=SEPARATING) == pytest.approx(
                    0, abs=1e-15
                )
            assert cool.gain("Leader", own=own) == pytest.approx(0, abs=1e-15)

    @pytest.mark.parametrize("name", [POOLING, SEPARATING])
    def test_under_a_deal_that_held(self, name: str) -> None:
        table = asked([MADE, HELD], [member(name)])
        assert table.gain("Leader", own="keep") == pytest.approx(0.381, abs=6e-4)
        assert table.gain("Leader", own="exploit") == pytest.approx(0.598, abs=6e-4)

    @pytest.mark.parametrize(
        ("changed", "keeper", "exploiter"),
        [
            ({"grow": 0.0}, 1.005, 0.716),
            ({"c": 0.0}, 1.005, 0.564),
            ({"q_thin": 0.1}, 0.698, 0.446),
            ({"z_a": 0.05}, 0.349, 0.295),
        ],
    )
    def test_the_keeper_may_want_him_more(
        self, changed: dict[str, float], keeper: float, exploiter: float
    ) -> None:
        """What the one-deal game makes a law is none under a deal that held; after a breakdown nobody gains."""
        tree = told("short", **changed)
        solution = ov.solve(tree, threads=1)
        limit = [ov.NamedPlay("limit", Play(solution.strategy, solution.order, solution.weight))]
        table = asked([MADE, HELD], limit, tree)
        assert table.gain("Leader", own="keep") == pytest.approx(keeper, abs=6e-4)
        assert table.gain("Leader", own="exploit") == pytest.approx(exploiter, abs=6e-4)
        broken = asked([REFUSED], limit, tree)
        for own in ("keep", "exploit"):
            assert broken.gain("Leader", own=own) == pytest.approx(0, abs=1e-9)

    def test_is_asked_only_while_both_may_still_happen(self) -> None:
        assert {each.step for each in story().gains} == {0, 1, 2, 3}
        with pytest.raises(SolveError, match="no number for step 4"):
            story().gain("Leader", step=4)

    def test_who_has_not_come_has_no_type_yet(self) -> None:
        assert {each.own for each in story().values if each.player == "Y"} == {""}
        came = asked([REFUSED, COMES])
        assert {each.own for each in came.values if each.player == "Y" and each.step == 2} == {
            "",
            "amenable",
            "wary",
        }
        assert {each.about for each in came.beliefs if each.step == 1} == {"intent", "kind_X"}
        assert came.belief("kind_Y", "amenable", of="Leader") == pytest.approx(DEFAULTS["aY"])


class TestMixture:
    """Members by their weights, here 1 of S and 3 of P."""

    def test_is_conditioned_once(self) -> None:
        table = story()
        for step in range(len(STORY) + 1):
            chances = np.array([table.chance(step, name) for name in (SEPARATING, POOLING)])
            mass = chances * [0.25, 0.75]
            assert table.chance(step) == pytest.approx(mass.sum(), abs=1e-15)
            parts = [
                table.belief("kind_X", "amenable", of="Leader", step=step, member=n)
                for n in (SEPARATING, POOLING)
            ]
            held = table.belief("kind_X", "amenable", of="Leader", step=step)
            there = mass > 0
            assert held == pytest.approx(np.array(parts)[there] @ mass[there] / mass.sum(), abs=1e-12)

    def test_a_gain_is_a_difference_of_joint_conditionals(self) -> None:
        table = story()
        both = np.array(
            [table.gain("Leader", own="exploit", step=1, member=n) for n in (SEPARATING, POOLING)]
        )
        sides = [
            asked([REFUSED, who], [member(SEPARATING, 1), member(POOLING, 3)]) for who in (RETURNS, COMES)
        ]
        first, second = (side.value("Leader", own="exploit") for side in sides)
        assert table.gain("Leader", own="exploit", step=1) == pytest.approx(first - second, abs=1e-14)
        # Saying "favour" makes X a little less likely to return, and S says it more often than P.
        assert first - second != pytest.approx(both @ [0.25, 0.75], abs=1e-4)

    def test_a_member_that_is_split_moves_nothing(self) -> None:
        halves = [member(SEPARATING, 1), member(POOLING, 1.5), replace(member(POOLING, 1.5), name="again")]
        split = asked(STORY, halves)
        for mine, theirs in (
            (story().beliefs, split.beliefs), (story().values, split.values), (story().gains, split.gains),
        ):  # fmt: skip
            one = [tuple(vars(each).values()) for each in mine if each.member == ""]
            two = [tuple(vars(each).values()) for each in theirs if each.member == ""]
            assert [each[:-2] for each in one] == [each[:-2] for each in two]
            assert [each[-2] for each in one] == pytest.approx(
                [each[-2] for each in two], abs=1e-12, nan_ok=True
            )

    def test_worlds_are_mixed_by_their_weights(self) -> None:
        tree = told("short", aX=np.array([0.7, 0.7, 0.65]))
        play = eight()[SEPARATING].play.tiled(3)
        both = ov.histories(
            tree, [ov.NamedPlay("S", play)], [REFUSED], TYPES, worlds=np.array([1.0, 1.0, 2.0])
        )
        alone = [asked([REFUSED], [ov.NamedPlay("S", play.take([0]))], tree.world(at)) for at in (0, 2)]
        chance = [each.chance() for each in alone]
        held = [each.belief("kind_X", "amenable", of="Leader") for each in alone]
        assert held[0] - held[1] > 0.03
        assert both.chance() == pytest.approx(np.mean(chance), abs=1e-15)
        wanted = np.dot(held, chance) / sum(chance)
        assert both.belief("kind_X", "amenable", of="Leader") == pytest.approx(wanted, abs=1e-15)

    def test_a_member_counts_only_where_it_weighs_something(self) -> None:
        tree = told("short", aX=np.array([0.7, 0.65]))
        broken = eight()[POOLING].play.tiled(2)
        broken.strategy[1] = np.nan  # and is not looked at elsewhere
        members = [
            ov.NamedPlay("P", broken, np.array([2.0, 0.0])),
            ov.NamedPlay("S", eight()[SEPARATING].play, np.array([2.0, 7.0])),
        ]
        table = ov.histories(tree, members, [REFUSED, WARM, RETURNS, THIN], TYPES)
        # Half of the first world plays P, so a quarter of all; nobody plays thin elsewhere.
        assert table.chance() == pytest.approx(0.25 * story().chance(5, POOLING), abs=1e-15)


class TestOffThePath:
    def test_one_member_has_the_limit_of_its_trembles(self) -> None:
        """In S nobody offers thin after a breakdown: what X then believes is what the certificate holds."""
        rows = [r for r in story().beliefs if (r.step, r.member, r.observer) == (5, SEPARATING, "X")]
        assert not any(row.reached for row in rows)
        seen = {
            "answer1": "reject",
            "letters": "warm",
            "statement2": "indifferent",
            "election2": "X",
            "offer2": "thin",
        }
        tree = told_short()
        here = at(tree, "answer2", kind_X="amenable", hands="tied", **seen)
        held = eight()[SEPARATING].belief["X", tree.labels.set_number[here]]
        keeper = story().belief("intent", "keep", of="X", own="amenable", step=5, member=SEPARATING)
        assert keeper == pytest.approx(held[0], abs=1e-9)

    def test_conventions_of_several_members_have_no_mean(self) -> None:
        others = [member(SEPARATING), member("keep/keep, S")]
        table = asked(STORY[:5], others)
        assert table.chance() == 0
        assert np.isnan(table.belief("intent", "keep", of="X"))
        assert np.isnan(table.value("X"))
        assert not np.isnan(table.belief("intent", "keep", of="X", member=SEPARATING))

    def test_a_type_that_does_not_do_it_still_believes_something(self) -> None:
        none = ov.HistoryStep("nothing was offered", 'offer2 == "none"')
        table = asked([REFUSED, RETURNS, none], [member(SEPARATING)])
        reached = {
            r.own: r.reached for r in table.beliefs if (r.step, r.observer, r.choice) == (3, "Leader", "wary")
        }
        assert reached == {"": True, "keep": False, "exploit": True}

    def test_what_chance_excludes_has_no_belief(self) -> None:
        tree = told("short", tied=0.0)
        play = ov.solve(tree, threads=1)
        members = [ov.NamedPlay("limit", Play(play.strategy, play.order, play.weight))]
        tied = ov.HistoryStep("his hands were tied", 'hands == "tied"', ("observer",))
        table = ov.histories(tree, members, [tied], TYPES)
        assert table.chance() == 0
        assert np.isnan(table.belief("intent", "keep"))
        assert table.belief("intent", "keep", of="Y") == pytest.approx(0.6)


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        ("move", "blind"),
        [
            ("answer1", set()),
            ("election2", set()),
            ("inspection2", set()),  # the leader moves no more: as all who do, he sees it
            ("letters", {"Y", "observer"}),
            ("hands", {"Leader", "Y", "observer"}),
            ("intent", {"X", "Y", "observer"}),
            ("conduct2", {"X", "Y", "observer"}),
        ],
    )
    def test_as_the_game_tells(self, move: str, blind: set[str]) -> None:
        assert {who for who, sees in sight(told_short(), move).items() if not sees} == blind

    def test_a_last_move_must_say_who_sees_it(self) -> None:
        held = ov.HistoryStep("X held it", 'snapback2 == "hold"')
        with pytest.raises(EventError, match="the game does not tell whether Leader sees") as told_so:
            asked([REFUSED, held])
        assert {fault.id for fault in told_so.value.faults} == {"history/sight"}
        assert asked([REFUSED, replace(held, seen_by=("Leader",))]).chance() > 0

    def test_a_file_does_not_tell(self) -> None:
        file = file_tree("one_X")
        assert set(sight(file, file.labels.set_name[0]).values()) == {None}

    def test_a_step_is_seen_or_not(self) -> None:
        with pytest.raises(EventError, match="Y sees a part of the step"):
            asked([replace(WARM, event='answer1 == "reject" and letters == "warm"')])


@pytest.mark.parametrize(
    ("call", "id"),
    [
        (lambda: asked([REFUSED], [member(POOLING), member(POOLING)]), "history/names"),
        (lambda: asked([REFUSED], [member(POOLING, -1)]), "history/weight"),
        (lambda: asked([REFUSED], [member(POOLING, 0)]), "history/empty-world"),
        (lambda: asked([REFUSED], [ov.NamedPlay("a", Play(*np.ones((3, 1, 5))))]), "history/shape"),
        (lambda: asked([REFUSED], [member(POOLING)], told("short", rho=0.8)), "history/no-equilibrium"),
        (lambda: asked([replace(REFUSED, seen_by=("Z",))]), "history/seen-by"),
        (lambda: asked([replace(REFUSED, event='answer9 == "reject"')]), "event/name"),
        (lambda: ov.histories(told_short(), [member(POOLING)], [], {"Z": "intent"}), "history/player"),
        (lambda: ov.histories(told_short(), [member(POOLING)], [], {"X": "kind"}), "history/type"),
        (lambda: asked([REFUSED]).chance(member="Q"), "history/row"),
    ],
)  # fmt: skip
def test_what_is_refused(call: object, id: str) -> None:
    with pytest.raises(OvertureError) as told_so:
        call()  # type: ignore[operator]
    assert told_so.value.id == id
    assert "allowed" in str(told_so.value)


def test_numbers_agree_with_those_of_the_measure() -> None:
    """A second way to each belief of the leader, his own type given: conditional probability on the tree."""
    tree, strategy = told_short(), eight()[POOLING].play.strategy
    so_far = "True"
    for step, each in enumerate(STORY, start=1):
        so_far = f"({so_far}) and {each.event}"
        for own in ("keep", "exploit"):
            held = probability(tree, strategy, 'kind_X == "amenable"', f'{so_far} and intent == "{own}"')[0]
            mine = story().belief("kind_X", "amenable", of="Leader", own=own, step=step, member=POOLING)
            assert mine == pytest.approx(held, abs=1e-12)


def test_the_table_has_every_number_once_and_its_text_is_short() -> None:
    frame = story().to_frame()
    keys = ["step", "member", "kind", "who", "own", "about", "choice"]
    assert not frame.duplicated(keys).any()
    rows = story().chances, story().beliefs, story().values, story().gains
    assert len(frame) == sum(map(len, rows))
    strip = story().strip(POOLING)
    assert strip["history"].tolist() == ["at the start", *(each.words for each in STORY)]
    assert strip["Leader: kind_X=amenable"].round(5).tolist() == [0.7, 0.41176, *[0.89619] * 4, 1, 1]
    assert strip["observer: intent=exploit"].round(5).tolist() == [0.4] * 7 + [0.8]
    assert "letters were warm: chance 0.21675; " in repr(story())
