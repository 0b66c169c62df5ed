"""What is said on the first screen, rule by rule: each test changes one thing in a judgement and reads the sentence."""

from __future__ import annotations

from typing import Any

import pytest

from overture.judgement.judgement import Judgement
from overture.report.sentence import Facts, Sentence
from overture.report.statement import answer, first, offer, turning, wants, watching
from overture.report.statement.play import plays
from tests.report.example import (
    EVERY,
    example,
    nobody,
    offered,
    one_world,
    probed,
    still,
    three_types,
    tied,
)


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
    assert text(turning.turning(Facts(example()))) == (
        "You would accept the terms if, before the report, you held it less likely than 0.42 that the leader would cheat on "
        "a weak freeze; here 0.47 was taken."
    )
    assert "more likely than 0.41" in text(turning.turning(Facts(one_world())))
    none = changed(example(), own_prior_at_which_reply_turns=None, turns_to=None)
    assert text(turning.turning(none)).startswith("No prior of your own would turn the reply; here 0.47")


def test_all_judgements_at_once_and_each_alone_stand_together() -> None:
    said = text(turning.fragile(Facts(example())))
    assert said == (
        "If all our own judgements moved 9\u00a0% of the way to the edges of their ranges at once, all in the wrong direction, the "
        "reply would change. Of them, moved alone, the nearest to turning it is our own prior, 12\u00a0% of the way."
    )
    never = changed(example(), flips__joint_fragility=None)
    assert "the reply would still not change" in text(turning.fragile(never))


@pytest.mark.parametrize("status", ["exactly as good", "as good but for trembles", "rests on trembles"])
def test_where_no_reply_is_ahead_nothing_is_said_to_turn_or_to_keep_it(status: str) -> None:
    facts = changed(example(), status=status, tied=["accept"])
    assert turning.fragile(facts) == []
    assert "whatever the weights" not in text(answer.answer(facts))
    assert text(turning.turning(facts)) == (
        "With a prior below 0.42 that the leader would cheat on a weak freeze you would accept the terms, above it refuse the "
        "terms; here 0.47 was taken."
    )


def test_where_it_is_too_close_to_call_the_other_reply_comes_out_ahead() -> None:
    facts = changed(example(), status="too close to call")
    assert "the other reply would come out ahead" in text(turning.fragile(facts))
    assert "The same reply comes out ahead whatever the weights" in text(answer.answer(facts))


def test_without_any_range_nothing_was_moved() -> None:
    facts = changed(example(), flips__levers={}, flips__joint_fragility=None, flips__idle=[])
    assert text(turning.fragile(facts)) == "None of our judgements has a range, so none was moved."
    facts = changed(example(), flips__levers={}, flips__joint_fragility=None, flips__idle=["our own prior"])
    assert text(turning.fragile(facts)).startswith("No judgement that has a range moves the margin")


def test_the_centre_is_told_where_it_differs() -> None:
    assert "at their centre" not in text(turning.fragile(Facts(example())))
    assert "the margin is 0.086" in text(turning.fragile(changed(example(), flips__centre_differs=True)))


def test_the_prior_comes_before_what_there_is() -> None:
    assert turning.before_what(Facts(example())) == "the report"
    values = example().model_dump(mode="json") | {"documents": []}
    assert turning.before_what(Facts(Judgement.model_validate(values))) == "all that was done and said"
    values |= {"sources": []}
    assert turning.before_what(Facts(Judgement.model_validate(values))) == "all that was done"
    values |= {"acts": []}
    assert turning.before_what(Facts(Judgement.model_validate(values))) == "the offer"


def test_a_lever_is_told_by_what_it_is() -> None:
    facts = Facts(example())
    row = facts.answers.flips.levers["own prior"] if facts.answers.flips else None
    assert row is not None
    said = {
        "own prior": "our own prior",
        "class": "the weight of the class “accuracy”",
        "source": "the accuracy of the insider, a defected official",
        "floor": "the floor on trembles",
        "own number": "accuracy",
    }
    for kind, words in said.items():
        other = row.model_copy(update={"kind": kind, "words": "accuracy", "source": "insider"})
        assert str(turning.lever(facts, other)) == words
    pooling = row.model_copy(update={"kind": "class", "words": "pooling on thin (2)"})
    assert str(turning.lever(facts, pooling)) == "the weight of the class “pooling on a thin freeze (2)”"


def test_what_chance_showed_is_said_also_where_it_is_the_only_case_in_which_somebody_is_asked() -> None:
    values = example().model_dump(mode="json")
    answers = [line for line in values["equilibria"][0]["lines"] if line["move"] == "answer"]
    assert len(answers) == 2
    for line in answers:
        line["seen"] = [*line["seen"], ["inspection", "alarm"], ["intent", "keep"]]
    (told, *_) = plays(Facts(Judgement.model_validate(values)), 0)
    assert "When the leader offers a thin freeze and the inspection is “alarm”, X accepts" in str(
        told.reached[-1]
    )
    for line in answers:
        line["seen"] = [each for each in line["seen"] if each[0] != "inspection"] + [["answer", "accept"]]
    (told, *_) = plays(Facts(Judgement.model_validate(values)), 0)
    assert "When the leader offers a thin freeze, X accepts" in str(told.reached[-1])


def test_what_chance_showed_is_told_by_its_clause_and_a_plural_noun_has_its_verb() -> None:
    plain = example()
    words = {**plain.words, "inspection": {}, "accounts": {}}
    phrases = {move: said for move, said in plain.phrases.items() if move != "inspection"}
    clauses = {"inspection": {"alarm": "an alarm is raised"}}
    facts = Facts(plain.model_copy(update={"words": words, "phrases": phrases, "clauses": clauses}))
    assert str(facts.happened("inspection", "alarm")) == "an alarm is raised"
    assert str(facts.happened("inspection", "none")) == "the inspection is “none”"
    assert str(facts.happened("accounts", "bad_year")) == "the accounts are “bad year”"
    assert str(facts.happened("news", "late")) == "the news is “late”"


def test_a_test_before_the_answer_makes_two_answers() -> None:
    facts = Facts(probed())
    assert (
        str(answer.headline(facts))
        == "Accept the terms if it is “pass”, but refuse the terms if it is “fail”."
    )
    said = text(answer.answer(facts))
    assert (
        "(chance 0.65), the belief that he is bad is 0.31, and to accept the terms is worth 0.39 and to refuse"
        in said
    )
    assert (
        "Answered blind, that is with one reply, whatever is seen before it, to accept the terms is worth 0.00091"
        in said
    )
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
        "If the leader reads us exactly right (64 worlds drawn for this question), the ratio of the offer is 1.0, the belief that"
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


def test_an_offer_that_was_worth_nothing_was_worth_nothing() -> None:
    facts = changed(offered(), verdict={"exploit:keep": {"word": "nothing", "factor": 1.01}})
    said = "The offer was worth nothing as a test: each type would have made it as often (ratio 1.0)"
    assert said in text(offer.offer(facts))


def test_three_types_are_told_by_pairs() -> None:
    assert text(offer.offer(Facts(three_types()))) == (
        "The offer all but rules out one who would disarm (0.07 to <0.01) and barely tells the other two apart (ratio 1.1 towards an "
        "exploiter). Beliefs go from 0.46 to 0.53 for an exploiter and from 0.46 to 0.47 for a keeper."
    )
    level = changed(three_types(), ruled_out=[])
    assert text(offer.offer(level)).count("etween an exploiter and ") == 2


def test_what_is_so_of_every_pair_is_told_once() -> None:
    silent = {pair: {"word": "nothing", "factor": 1.0} for pair in three_types().answers.verdict}
    said = text(offer.offer(changed(three_types(), verdict=silent, ruled_out=[])))
    assert said.startswith(
        "The offer is worth nothing as a test: each type would make it as often (ratio 1.0). Beliefs go"
    )
    silent["exploit:disarm"] = {"word": "undetermined"}
    mixed = text(offer.offer(changed(three_types(), verdict=silent, ruled_out=[])))
    assert mixed.count("both would make it as often") == 2


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
