"""The judgement of the long freeze's history against the digits of its specification (LONGGAME.md, §§ 3, 4 and 10)."""

from __future__ import annotations

import json

import pytest

from overture.case.history.load import LoadedHistory, load_history
from overture.judgement.history.along import HistoryCard
from overture.judgement.history.judge import judge_history
from overture.judgement.history.judgement import HistoryJudgement, Spread
from overture.models.long_freeze_thresholds import rapport_threshold
from tests.cli.run import ROOT

CASE = ROOT / "cases" / "long-freeze"
POOLING = (
    "A1 B1 C2"  # reopened under X, kept under Y; after warm letters and X's return both types offer thin
)
PATH = "A1 B1 C1"  # the same, and after a breakdown a keeper offers deep and an exploiter nothing


@pytest.fixture(scope="module")
def loaded() -> LoadedHistory:
    found = load_history(CASE)
    return LoadedHistory(
        found.case.model_copy(update={"thresholds": found.case.thresholds[:1]}), found.game, found.parameters,
        found.tree, found.hashes,
    )  # fmt: skip


@pytest.fixture(scope="module")
def judged(loaded: LoadedHistory) -> HistoryJudgement:
    return judge_history(loaded, threads=1)


def believed(card: HistoryCard, step: int, of: str, about: str, label: str, own: str = "") -> Spread:
    return next(
        each.probability
        for each in card.steps[step].beliefs
        if (each.of, each.about, each.label, each.own) == (of, about, label, own)
    )


def gain(card: HistoryCard, own: str) -> Spread:
    return next(
        each.gain for each in card.steps[card.asked].gains if (each.player, each.own) == ("Leader", own)
    )


def test_the_conditioning_example_comes_out_to_its_digits(judged: HistoryJudgement) -> None:
    card = judged.history
    chance = [each.chance.by_way[POOLING] for each in card.steps]
    assert chance == pytest.approx(
        [1, 0.51, 0.21675, 0.21675, 0.108375, 0.108375, 0.097125, 0.014569], abs=5e-7
    )
    ours = [believed(card, at, "observer", "Leader", "exploit").by_way[POOLING] for at in range(8)]
    assert ours == pytest.approx([0.4] * 7 + [0.8], abs=5e-6)
    his = [believed(card, at, "Leader", "X", "amenable").by_way[POOLING] for at in range(8)]
    assert his == pytest.approx([0.7, 0.41176, *[0.89619] * 4, 1, 1], abs=5e-6)


def test_what_is_off_the_path_of_a_way_has_no_number(judged: HistoryJudgement) -> None:
    offered = judged.history.steps[5]
    assert offered.words == "he offers a thin freeze"
    assert offered.chance.by_way[PATH] == 0
    assert believed(judged.history, 5, "observer", "Leader", "exploit").by_way[PATH] is None
    assert offered.chance.ways == 20
    assert believed(judged.history, 5, "observer", "Leader", "exploit").ways == 8


def test_the_gains_of_a_return_hang_on_the_history_and_the_way(judged: HistoryJudgement) -> None:
    warm, cool, deal = judged.history, *judged.also
    assert (gain(warm, "keep").by_way[POOLING], gain(warm, "exploit").by_way[POOLING]) == pytest.approx(
        (0.02503, 0.72405), abs=5e-6
    )
    assert gain(warm, "keep").by_way[PATH] == gain(warm, "exploit").by_way[PATH] == 0
    assert gain(cool, "keep").high == gain(cool, "exploit").high == 0
    assert (gain(deal, "keep").by_way[PATH], gain(deal, "exploit").by_way[PATH]) == pytest.approx(
        (0.381, 0.598), abs=5e-4
    )
    assert warm.wants is not None
    assert (warm.wants.ways, warm.wants.at, warm.wants.of) == (
        12,
        ["C"],
        3,
    )  # not once more for each of A and B
    assert (warm.wants.nothing, warm.wants.more) == (1, {"keep": 0, "exploit": 2})
    assert deal.wants is not None
    assert deal.wants.more["keep"] > 0  # what is a law of the one-deal game is none here
    assert deal.wants.more["keep"] + deal.wants.more["exploit"] == deal.wants.of == 2


def test_over_all_ways_the_mixture_is_conditioned_once(judged: HistoryJudgement) -> None:
    step = judged.history.steps[-1]
    belief = believed(judged.history, 7, "observer", "Leader", "exploit")
    weight = {way.name: way.weight for way in judged.ways}
    made = {name: weight[name] * (chance or 0) for name, chance in step.chance.by_way.items()}
    told = sum(made[name] * (belief.by_way[name] or 0) for name in made) / sum(made.values())
    assert belief.all == pytest.approx(told, abs=1e-12)
    assert step.chance.all == pytest.approx(sum(made.values()), abs=1e-12)
    after = [way.after for way in judged.ways if way.after is not None]
    assert sum(after) == pytest.approx(1, abs=1e-12)


def test_ways_are_options_at_three_joints_and_the_twelve_are_among_them(judged: HistoryJudgement) -> None:
    assert [len(joint.options) for joint in judged.joints] == [2, 2, 5]
    assert sorted(way.name for way in judged.ways) == sorted(
        f"A{a} B{b} C{c}" for a in (1, 2) for b in (1, 2) for c in range(1, 6)
    )
    assert [joint.where for joint in judged.joints] == [
        ["X accepts the first offer", "no alarm comes", "X returns"],
        ["X accepts the first offer", "no alarm comes", "Y comes"],
        ["X refuses the first offer", "letters are warm"],
    ]
    assert (judged.combinations, judged.absent) == (20, [])
    assert [(joint.pairs, len(joint.absent)) for joint in judged.joints] == [(0, 0), (0, 0), (52, 20)]
    values = {way.name: tuple(round(each, 6) for each in way.value.values()) for way in judged.ways}
    assert values[PATH] == (1.015289, 0.220428, 0.108761)
    assert values[POOLING] == pytest.approx((1.048304, 0.185849, 0.10685), abs=1e-6)
    assert values["A1 B1 C3"] == pytest.approx((1.045648, 0.188336, 0.10685), abs=1e-6)
    assert values["A2 B2 C3"] == pytest.approx((0.876682, 0.199581, 0.088142), abs=1e-6)
    assert judged.about.largest_regret < 1e-14


def test_letters_move_a_belief_in_every_way_and_a_value_where_thin_follows(judged: HistoryJudgement) -> None:
    letters = judged.signals[0]
    assert (letters.at, letters.of, letters.moves_belief, letters.moves_value) == (["C"], 5, 5, 4)
    separating = [each for each in letters.ways if each.way.endswith("C1")]
    assert all(
        (each.belief or 0) > 0.8 and each.value == each.gain == 0 and not each.acts for each in separating
    )
    for says in letters.says:  # of what the leader is they say nothing
        shares = {(row.player, row.own): row.share for row in says.shares}
        assert set(shares) == {("Leader", "keep"), ("Leader", "exploit"), ("X", "amenable"), ("X", "wary")}
        assert shares["Leader", "keep"].low == pytest.approx(shares["Leader", "exploit"].low, abs=1e-12)
        assert shares["X", "amenable"].low == pytest.approx(
            0.925 if says.label == "warm" else 0.075, abs=1e-12
        )


def test_what_is_never_said_or_hangs_on_a_tie_has_no_number(judged: HistoryJudgement) -> None:
    statement = judged.signals[1]
    assert (statement.heard, statement.unheard, statement.tied) == (1, 4, 1)
    assert all((each.gain is None) == (not each.way.endswith("C1")) for each in statement.ways)
    step = judged.history.steps[3]
    assert (step.tied.many, step.tied_low, step.tied_high) == (1, 0, pytest.approx(0.21675, abs=1e-9))
    way = next(each for each in judged.ways if each.name == PATH)
    assert (way.value_low["X"], way.value_high["X"]) == pytest.approx((0.215438, 0.225418), abs=1e-6)


def test_the_first_answer_and_what_it_hangs_on(judged: HistoryJudgement) -> None:
    first = next(each for each in judged.decisions if (each.move, each.own) == ("answer1", "amenable"))
    assert (first.best, first.ways, first.same) == ({"accept": 1, "reject": 0}, 20, True)
    row = next(each for each in first.replies if each.way == PATH)
    assert (row.act, row.ties) == ("accept", ["statement2"])
    assert (row.margin, row.low, row.high) == pytest.approx((0.01922, 0.00674, 0.0317), abs=5e-6)
    later = next(each for each in judged.decisions if (each.move, each.own) == ("answer2", "amenable"))
    assert (later.best, later.at, later.of, later.same) == ({"accept": 2, "reject": 1}, ["C"], 2, False)
    mixed = next(each for each in later.replies if each.way == "A1 B1 C3")
    assert mixed.share["accept"] == pytest.approx(0.968011, abs=1e-6)


def test_a_way_is_followed_to_its_closed_form(judged: HistoryJudgement, loaded: LoadedHistory) -> None:
    (card,) = judged.thresholds
    edges = {each.way: each for each in card.edges}
    assert edges[PATH].lasts
    exact = rapport_threshold(
        type("P", (), {name: each.own.mode for name, each in loaded.parameters.items()})
    )
    assert edges[POOLING].ended
    assert edges[POOLING].value == pytest.approx(float(exact), abs=1e-6)
    assert (edges[POOLING].who, edges[POOLING].own) == ("Leader", "keep")
    assert (judged.makers.at, judged.makers.of, judged.makers.many) == (["C"], 5, 3)
    assert [each.makes for each in card.edges] == [
        (each.after or 0) > 0 for edge in card.edges for each in judged.ways if each.name == edge.way
    ]
    assert (card.makers.ways, card.makers.at, card.makers.of, card.makers.end) == (5, ["C"], 3, 2)
    assert (card.others.ways, card.others.at, card.others.of, card.others.end) == (2, [], 1, 1)
    nearest = card.edges[card.makers.nearest or 0]
    assert (nearest.way, nearest.makes) == ("A1 B1 C3", True)
    assert judged.closed_forms[0].value == pytest.approx(0.80686, abs=5e-6)


def test_each_sentence_of_the_report_has_its_numbers(judged: HistoryJudgement) -> None:
    still, wants, letters, offer, disarm, gains, pose, charm, terms = judged.report
    assert still.belief is not None
    assert (still.belief.low, still.belief.same) == (pytest.approx(0.89619, abs=5e-6), True)
    assert [each.own for each in wants.gains] == ["keep", "exploit"]
    assert (letters.signal, pose.signal) == (0, 1)
    assert offer.compared is not None
    assert offer.compared.more == {"keep": 0, "exploit": 2}
    assert disarm.why
    cheats = {each.own: each.chance for each in gains.chances}
    assert (cheats["keep"].high, cheats["exploit"].low) == pytest.approx((0, 1), abs=1e-12)
    assert charm.before is not None
    assert charm.belief is not None
    assert charm.belief.low == pytest.approx(0.4, abs=1e-9)
    assert terms.compared is not None
    # where it never happens it tells nothing certain
    assert (terms.compared.at, terms.compared.equal, terms.compared.nothing) == (["A"], 1, 1)


def test_the_same_bytes_with_more_threads_and_back_from_json(
    judged: HistoryJudgement, loaded: LoadedHistory
) -> None:
    again = judge_history(loaded, threads=2)
    assert again.model_dump_json() == judged.model_dump_json()
    text = judged.model_dump_json()
    assert HistoryJudgement.model_validate_json(text) == judged
    assert "NaN" not in json.dumps(json.loads(text))
