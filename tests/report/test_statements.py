"""What is said on the first screen, rule by rule: each test changes one thing in a judgement and reads the sentence."""

from __future__ import annotations

from typing import Any

import pytest

from overture.judgement.judgement import Judgement
from overture.report.sentence import Facts, Sentence
from overture.report.statement import answer, confidence, first, offer, play, wants, watching
from tests.report.example import (
    EVERY,
    bare,
    example,
    judgement,
    nobody,
    offered,
    one_world,
    probed,
    still,
    three_types,
    tied,
)
from tests.report.example_answers import flagship


def changed(given: Judgement, **answers: Any) -> Facts:
    """The facts of a judgement with other answers; a dot in a name is written as two underscores."""
    values = given.model_dump(mode="json")
    for name, value in answers.items():
        place = values["answers"]
        *before, last = name.split("__")
        for key in before:
            place = place[int(key)] if isinstance(place, list) else place[key]
        place[last] = value
    return Facts(Judgement.model_validate(values))


def text(sentences: list[Sentence]) -> str:
    return " ".join(str(each) for each in sentences if each)


# -- the answer -------------------------------------------------------------------------------------


def test_a_reply_never_stands_without_its_belief_and_margin() -> None:
    facts = Facts(example())
    assert str(answer.headline(facts)) == "Refuse the terms, narrowly."
    assert text(answer.answer(facts)).startswith(
        "To accept the terms is worth −0.086 ± 0.0079 and to refuse the terms 0, a margin of 0.086 ± 0.0079, at a belief "
        "of 0.56 that the leader would cheat on a weak freeze."
    )


@pytest.mark.parametrize(
    ("status", "headline", "said"),
    [
        ("plain", "Refuse the terms.", ""),
        ("narrowly", "Refuse the terms, narrowly.", ""),
        (
            "exactly as good",
            "Accept the terms or refuse the terms: exactly as good.",
            "The two are exactly as good.",
        ),
        (
            "as good but for trembles",
            "Accept the terms or refuse the terms: as good but for trembles.",
            "What difference there is comes from trembles alone: without them these are exactly as good.",
        ),
        (
            "rests on trembles",
            "Which is better rests on trembles: accept the terms or refuse the terms.",
            "Without trembles another reply is best.",
        ),
        (
            "too close to call",
            "Too close to call with 1,000 worlds.",
            "The margin is below two standard errors of the simulation.",
        ),
    ],
)
def test_each_way_of_not_being_sure_has_its_words(status: str, headline: str, said: str) -> None:
    facts = changed(example(), status=status, tied=["accept"])
    assert str(answer.headline(facts)) == headline
    assert said in text(answer.answer(facts))


def test_the_turning_prior_stands_beside_the_prior_that_was_taken() -> None:
    assert text(answer.turning(Facts(example()))) == (
        "You would accept the terms if, before the report, you held it less likely than 0.42 that the leader would cheat on "
        "a weak freeze; here 0.47 was taken."
    )
    assert "more likely than 0.41" in text(answer.turning(Facts(one_world())))
    none = changed(example(), own_prior_at_which_reply_turns=None, turns_to=None)
    assert text(answer.turning(none)).startswith("No prior of your own would turn the reply; here 0.47")


def test_all_judgements_at_once_and_each_alone_stand_together() -> None:
    said = text(answer.fragile(Facts(example())))
    assert said == (
        "If all our own judgements moved 9\u00a0% of the way to the edges of their ranges at once, all in the wrong direction, the "
        "reply would change. Of all that was moved alone, the nearest to turning it is our own prior, 12\u00a0% of the way."
    )
    never = changed(example(), flips__joint_fragility=None)
    assert "the reply would still not change" in text(answer.fragile(never))


def test_the_centre_is_told_where_it_differs() -> None:
    assert "at their centre" not in text(answer.fragile(Facts(example())))
    assert "the margin is 0.086" in text(answer.fragile(changed(example(), flips__centre_differs=True)))


def test_a_test_before_the_answer_makes_two_answers() -> None:
    facts = Facts(probed())
    assert (
        str(answer.headline(facts))
        == "Accept the terms if it is “pass”, but refuse the terms if it is “fail”."
    )
    said = text(answer.answer(facts))
    assert "(chance 0.65), the belief that he is bad is 0.31, and to accept the terms is worth 0.39." in said
    assert "Answered blind, to accept the terms is worth 0.00091" in said
    assert "and not to answer blind, is worth 0.25" in text(watching.before_deciding(facts))


def test_where_nothing_is_to_be_answered_the_reason_stands() -> None:
    assert text(answer.answer(Facts(nobody()))) == "The offer cannot be made here: Y would refuse it."
    assert text(answer.answer(Facts(still()))) == "The counterpart has no move after this offer."
    for made in (nobody, still):
        assert str(answer.headline(Facts(made()))) == "There is nothing to answer."


def test_few_worlds_are_said_to_be_few_and_too_few_bear_no_range() -> None:
    assert not answer.few(Facts(example()))
    assert str(answer.few(changed(example(), effective_worlds_after_offer=35.4))).endswith(
        "count as 35 equal ones."
    )
    assert str(answer.few(changed(example(), effective_worlds_after_offer=12.0))).endswith(
        "too few for a range over worlds."
    )
    assert not answer.few(Facts(one_world()))


def test_shares_are_of_own_draws_with_ties_apart_and_not_told_of_one_world() -> None:
    said = text(answer.scenarios(Facts(example())))
    assert "1,000 draws of our own numbers" in said
    assert (
        "best in 43\u00a0% and to refuse the terms is best in 57\u00a0% of them; in 0\u00a0% two are as good"
        in said
    )
    assert answer.scenarios(Facts(one_world())) == []


def test_the_weights_of_equilibria_are_told_where_they_decide() -> None:
    assert "whatever the weights" in text(answer.answer(Facts(example())))
    assert "Which equilibrium is played decides" in text(answer.answer(Facts(one_world())))


def test_if_he_reads_us_is_one_line_and_stands_with_the_answer_only_where_it_turns_it() -> None:
    facts = Facts(example())
    line = str(answer.if_he_reads_us(facts))
    assert line.startswith(
        "If the leader reads us exactly right, the ratio of the offer is 1.0, the belief that"
    )
    assert (
        "is 0.53, and the reply is the same: to refuse the terms (worth 0; to accept the terms −0.068)."
        in line
    )
    assert line not in text(answer.answer(facts))
    values = example().model_dump(mode="json")
    values["reads_us"]["best"] = "accept"
    turned = Facts(Judgement.model_validate(values))
    assert "the reply is another: to accept the terms" in text(answer.answer(turned))


def test_a_parameter_of_unknown_owner_stands_with_the_answer_where_it_turns_it() -> None:
    values = example().model_dump(mode="json")
    row = {
        "name": "q",
        "words": "the quality of the site",
        "best": "accept",
        "V": {"accept": 0.2, "reject": 0.0},
        "turns": True,
    }
    values["asked"] = [row]
    said = text(answer.answer(Facts(Judgement.model_validate(values))))
    assert (
        "Not said who knows: the quality of the site; if it is a fact that the leader knows the reply turns, to accept the terms (worth 0.20)."
        in said
    )
    values["asked"] = [{**row, "turns": False}]
    assert "Not said who knows" not in text(answer.answer(Facts(Judgement.model_validate(values))))


# -- what the offer tells ---------------------------------------------------------------------------


def test_a_small_move_is_told_by_its_numbers_and_not_by_two_words() -> None:
    assert text(offer.offer(Facts(example()))) == (
        "The offer barely points to an exploiter (ratio 1.2); it moves the belief that the leader would cheat on a weak freeze from "
        "0.52 to 0.56."
    )
    assert "from 0.60 (likely) to 0.34 (unlikely)" in text(offer.offer(Facts(tied())))


def test_an_offer_that_was_made_is_told_in_the_past() -> None:
    assert "The offer barely pointed to an exploiter (ratio 1.2); it moved the belief" in text(
        offer.offer(Facts(offered()))
    )
    assert "Since the offer was made, it is likely (0.56)" in text(wants.belief(Facts(offered())))


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (
            {"word": "nothing", "factor": 1.01},
            "The offer is worth nothing as a test: each type would make it as often (ratio 1.0)",
        ),
        (
            {
                "word": "points",
                "toward": "keep",
                "against": "exploit",
                "size": "strongly",
                "factor": 60.0,
                "floor_bound": True,
            },
            "The offer points to a keeper as strongly as the floor on trembles allows: without trembles an exploiter never makes it",
        ),
        (
            {
                "word": "points",
                "toward": "exploit",
                "against": "keep",
                "size": "clearly",
                "factor": 4.0,
                "convention_share": 0.21,
            },
            "The offer clearly points to an exploiter (ratio 4.0), and 21\u00a0% of the weight rests on a convention",
        ),
        (
            {"word": "undetermined"},
            "Whether the offer tells anything rests on how trembles are counted: undetermined",
        ),
        (
            {"word": "undetermined", "free_low": 0.4, "free_high": 2.5},
            "is undetermined: where a player is indifferent, its ratio may lie anywhere from 0.40 (1/2.5) to 2.5",
        ),
        (
            {"word": "convention", "nobody": True},
            "In the game nobody makes this offer; what the offer means rests on a convention",
        ),
        (
            {"word": "convention"},
            "What the offer means rests mostly on a convention: where it has most weight, nobody makes it",
        ),
    ],
)
def test_each_verdict_has_its_words(verdict: dict[str, Any], said: str) -> None:
    facts = changed(example(), verdict={"exploit:keep": verdict})
    found = text(offer.offer(facts))
    assert said in found
    if verdict["word"] == "convention":
        assert not [
            number for each in offer.offer(facts) for number in each.numbers if number.form == "ratio"
        ]


def test_three_types_are_told_by_pairs() -> None:
    assert text(offer.offer(Facts(three_types()))) == (
        "The offer all but rules out one who would disarm (0.07 to <0.01) and barely tells the other two apart (ratio 1.1 towards an "
        "exploiter). Beliefs go from 0.46 to 0.53 for an exploiter and from 0.46 to 0.47 for a keeper."
    )
    level = changed(three_types(), ruled_out=[])
    assert text(offer.offer(level)).count("etween an exploiter and ") == 2


def test_which_of_the_two_is_said_of_two_types_only() -> None:
    for made in EVERY:
        facts = Facts(made())
        every = " ".join(text(list(item.sentences)) for item in first.items(facts))
        assert "which of the two" not in every
        assert ("whether" not in text(wants.belief(facts))) or len(facts.live) == 2


def test_a_type_without_prior_is_in_no_sentence() -> None:
    facts = changed(three_types(), own_prior=[0.45, 0.55, 0.0], belief_offer=[0.53, 0.47, 0.0], ruled_out=[])
    every = " ".join(text(list(item.sentences)) for item in first.items(facts))
    assert "disarm" not in every.replace("still not disarm", "")


# -- what he wants ----------------------------------------------------------------------------------


def test_the_likelier_type_is_named_and_within_the_even_band_both() -> None:
    assert (
        text(wants.belief(Facts(example())))
        == "If the offer is made, it is likely (0.56) that the leader would cheat on a weak freeze."
    )
    assert text(wants.belief(Facts(tied()))) == "If the offer is made, it is likely (0.66) that he is good."
    assert "it is a roughly even chance (0.52) whether the leader would keep a freeze" in text(
        wants.belief(Facts(one_world()))
    )


def test_beliefs_that_are_equal_are_named_together() -> None:
    same = changed(three_types(), belief_offer=[0.45, 0.45, 0.1])
    assert "exactly as likely that the leader would keep a freeze" in text(wants.belief(same))
    near = changed(three_types(), belief_offer=[0.452, 0.449, 0.099])
    assert "it is about as likely (0.449) that the leader would keep a freeze" in text(wants.belief(near))


def test_gains_are_told_by_type() -> None:
    assert (
        text(wants.gains(Facts(example())))
        == "With X rather than Y, an exploiter gains 0.20 and a keeper 0.051."
    )
    values = example().model_dump(mode="json")
    values["gains"][1]["gain"] = -0.3
    values["gains"][0]["gain"] = -1e-17
    loses = text(wants.gains(Facts(Judgement.model_validate(values))))
    assert loses == "With X rather than Y, an exploiter gains 0 and a keeper loses 0.30."


# -- what to watch, confidence, what is not judged ----------------------------------------------------


def test_nothing_is_told_as_coming_before_the_answer_that_comes_after_it() -> None:
    said = text(watching.before_deciding(Facts(example())))
    assert said.startswith("Nothing on the list can be seen before the answer must be given.")
    assert "alarm" not in said
    values = example().model_dump(mode="json")
    values["watch"][3] |= {"timing": "before the answer", "worth": {"answer": 0.12}, "acts_on": True}
    early = text(watching.before_deciding(Facts(Judgement.model_validate(values))))
    assert early.startswith(
        "“Inspectors raise an alarm” (chance 0.23): seen, it leaves 0.78, not seen 0.49 for the leader would cheat"
    )
    assert "; worth 0.12 to the answer." in early


@pytest.mark.parametrize(
    ("timing", "worth", "said"),
    [
        ("too late", {}, "comes too late for any decision"),
        ("is the offer", {}, "is the offer, which makes the decision"),
        ("after accepting", {"snapback": 0.0}, "informs the snapback, not the answer; X would not act on it"),
    ],
)
def test_what_an_observation_is_good_for(timing: str, worth: dict[str, float], said: str) -> None:
    facts = Facts(example())
    alarm = next(row for row in facts.judgement.watch if row.timing == "after accepting")
    row = alarm.model_copy(update={"timing": timing, "worth": worth})
    assert str(watching.remark(facts, row)).startswith(said)


def test_our_own_acts_are_no_observations() -> None:
    facts = Facts(example())
    assert any(row.timing == "own move" for row in facts.judgement.watch)
    assert all(row.timing != "own move" for _, row in watching.ranked(facts))


def test_confidence_has_no_word_of_likelihood_and_names_what_failed() -> None:
    (said,) = confidence.confidence(Facts(example()))
    assert str(said) == (
        "Confidence is low: one source carries all that the reports add (the insider, a defected official); that source was "
        "placed to know, freely, with chance 0.35; and without it the answer would read otherwise."
    )
    for word in ("likely", "almost", "even chance"):
        assert word not in str(said)
    assert not [number for number in said.numbers if number.form == "word"]


def test_confidence_where_no_report_moves_anything_or_nothing_failed() -> None:
    values = example().model_dump(mode="json")
    values["confidence"] |= {"failed": ["silent"], "N": None, "acc": None, "contra": None, "roots": []}
    (silent,) = confidence.confidence(Facts(Judgement.model_validate(values)))
    assert str(silent) == "Confidence is low: no report moves the answer; it rests on the prior and on play."
    values["confidence"] |= {
        "level": "high",
        "failed": [],
        "roots": example().confidence.model_dump(mode="json")["roots"] * 3,
    }
    (high,) = confidence.confidence(Facts(Judgement.model_validate(values)))
    assert str(high) == "Confidence is high: three independent roots agree."


def test_what_nobody_judged_is_counted() -> None:
    assert text(watching.unjudged(Facts(example()))) == (
        "One claim of one source has no judgement yet, and moves nothing until somebody judges it."
    )
    values = example().model_dump(mode="json")
    values["unjudged"] = [
        {**values["unjudged"][0], "claim": str(at), "source": "ab"[at % 2]} for at in range(4)
    ]
    assert text(watching.unjudged(Facts(Judgement.model_validate(values)))).startswith(
        "Four claims of two sources have no judgement yet"
    )


# -- names, pronouns, strategies ----------------------------------------------------------------------


def test_strategies_are_told_in_the_cases_own_words() -> None:
    (with_x,) = play.plays(Facts(example()), 0)
    assert [str(line) for line in with_x.reached] == [
        "With X, an exploiter always offers a thin freeze.",
        "With X, a keeper offers a thin freeze 69 times in 100 and makes no offer 31 times in 100.",
        "When the leader offers a thin freeze, X accepts the terms 86 times in 100 and refuses the terms 14 times in 100, thinking "
        "the leader an exploiter with chance 0.51.",
    ]
    assert str(with_x.off[0]).startswith("When the leader offers a deep freeze, X always accepts the terms")


def test_no_person_is_called_he_or_counterpart_by_the_program() -> None:
    about = {
        "names": {"Leader": "the rebels", "Counterpart": "the ministry"},
        "pronouns": {"Leader": "they", "Counterpart": "it"},
    }
    facts = Facts(judgement(flagship(), about=about, gains=[]))
    every = " ".join(str(item.heading) + " " + text(list(item.sentences)) for item in first.items(facts))
    assert "What the rebels want" in every
    assert "Counterpart" not in every
    assert " he " not in every.replace("(the insider", "")
    assert "If the rebels read us exactly right" in str(answer.if_he_reads_us(facts))


def test_without_words_of_the_case_the_labels_stand() -> None:
    said = " ".join(text(list(item.sentences)) for item in first.items(Facts(bare())))
    assert said.startswith("To accept is worth 0.026 and to reject 0")


def test_the_first_screen_has_its_parts_in_order() -> None:
    assert [item.id for item in first.items(Facts(example()))] == [
        "answer", "turning", "tells", "wants", "before", "confidence", "unjudged"
    ]  # fmt: skip
