"""The grammar: a number in a sentence has a path, a form and weights; our own words hold no digit."""

from __future__ import annotations

import pytest

from overture.report.sentence import Facts, Given, Words, listed, paragraph, sentence, told
from overture.report.sentence.form import FORMS, printed
from overture.report.sentence.path import IN_ANSWERS, escaped, found, joined, keys, weights
from tests.report.example import example, one_world, tied


def test_a_number_knows_where_it_stands() -> None:
    number = Facts(example()).chance("answers.belief_offer", 0)
    assert (
        number.html()
        == '<data value="0.558345173" data-path="answers.belief_offer.0" data-form="chance" data-weights="after">0.56</data>'
    )


def test_our_own_words_hold_no_digit() -> None:
    with pytest.raises(ValueError, match="has a path"):
        Words("in 3 of 4 worlds")
    with pytest.raises(ValueError, match="has a path"):
        told("since 1990")


def test_the_authors_words_are_marked_and_escaped() -> None:
    said = sentence(Given("he said <b>3 times</b>"), " & left")
    assert said.__html__() == "<span data-given>He said &lt;b&gt;3 times&lt;/b&gt;</span> &amp; left."
    assert str(said) == "He said <b>3 times</b> & left."


def test_a_sentence_begins_large_and_ends_once() -> None:
    assert str(sentence("it is so")) == "It is so."
    assert str(sentence("is it so?")) == "Is it so?"
    assert str(sentence("")) == ""
    assert str(paragraph([sentence("a"), sentence(""), sentence("b")])) == "A. B."
    assert str(listed(["a", "b", "c"], "; and", "; ")) == "a; b; and c"


def test_a_key_with_a_dot_can_be_part_of_a_path() -> None:
    path = joined("answers.floor_sensitivity", "0.01", "belief")
    assert path == "answers.floor_sensitivity.0~101.belief"
    assert keys(path) == ["answers", "floor_sensitivity", "0.01", "belief"]
    assert keys(escaped("a~b.c")) == ["a~b.c"]
    assert found(Facts(example()).root, path) == 0.558345173


def test_a_path_may_be_a_product_or_a_list() -> None:
    root = {"a": [{"x": 2.0}, {"x": 3.0}]}
    assert found(root, "a.0.x * a.1.x") == 6.0
    assert found(root, "a.*.x") == [2.0, 3.0]
    with pytest.raises(KeyError):
        found(root, "a.2.x")
    with pytest.raises(KeyError):
        found(root, "a.0.y")


def test_every_name_of_weights_is_one_of_four() -> None:
    assert {name for _, name in IN_ANSWERS} <= {"before", "given", "after", "none"}
    assert weights("answers.belief_now.0") == "before"
    assert weights("answers.belief_given.0") == "given"
    assert weights("others.3.belief_offer.1") == "after"
    assert weights("answers.own_prior.0") == "none"
    assert weights("answers.belief_offer.0 * answers.value.accept.u.0") == "after"
    assert weights("answers.class_weight.pooling on thin.before") == "before"


def test_what_is_not_defined_is_never_printed() -> None:
    root = Facts(example()).root
    root["answers"]["belief_offer"] = None
    with pytest.raises(KeyError):
        printed("chance", root, "answers.belief_offer.0")
    root["answers"]["lead"] = None
    with pytest.raises(ValueError, match="gives the reason"):
        printed("worth", root, "answers.lead")
    root["answers"]["lead"] = float("nan")
    with pytest.raises(ValueError, match="gives the reason"):
        printed("worth", root, "answers.lead")


def test_a_prior_and_the_turning_prior_do_not_read_alike() -> None:
    facts = Facts(one_world())
    assert facts.chance("answers.own_prior", 0).text == "0.40"
    assert facts.chance("answers.own_prior_at_which_reply_turns").text == "0.41"
    near = Facts(tied())
    assert near.chance("answers.own_prior", 0).text == "0.60"
    assert near.chance("answers.own_prior_at_which_reply_turns").text == "0.598"


def test_an_error_stands_where_it_shows_in_the_last_digit() -> None:
    facts = Facts(example())
    worth = facts.worth("answers.value.accept.V")
    assert str(facts.give_or_take(worth, "answers.bootstrap_se.V.accept")) == "−0.086 ± 0.0079"
    belief = facts.chance("answers.belief_offer", 0)
    assert str(facts.give_or_take(belief, "answers.bootstrap_se.belief_offer")) == "0.56"
    assert str(facts.give_or_take(belief, "answers.bootstrap_se.V.nothing")) == "0.56"


def test_the_word_stands_beside_its_number_and_is_looked_up_like_it() -> None:
    facts = Facts(example())
    said = facts.likelihood(Given("he cheats"), "answers.belief_offer", 0)
    assert str(said) == "it is likely (0.56) that he cheats"
    assert [number.form for number in said.numbers] == ["word", "chance"]


@pytest.mark.parametrize(
    ("belief", "said"),
    [
        (0.004, "the chance is less than 1 in 100 that he cheats"),
        (0.996, "the chance is more than 99 in 100 that he cheats"),
        (0.03, "there is almost no chance (0.03) that he cheats"),
        (0.53, "there is a roughly even chance (0.53) that he cheats"),
        (0.2000001, "it is unlikely (just above 0.20) that he cheats"),
        (0.0, "it is excluded in this model (chance 0) that he cheats"),
        (1.0, "it is certain in this model (chance 1) that he cheats"),
    ],
)
def test_no_word_beyond_one_in_a_hundred(belief: float, said: str) -> None:
    facts = Facts(example())
    facts.root["answers"]["belief_offer"] = [belief, 1 - belief]
    assert str(facts.likelihood(Given("he cheats"), "answers.belief_offer", 0)) == said


def test_spelled_numbers_come_from_the_judgement_too() -> None:
    facts = Facts(example())
    assert facts.number("length", "unjudged").text == "one"
    assert facts.number("distinct", "unjudged.*.source").text == "one"
    assert facts.number("spelled", "sources.0.claims.0.repeats").text == "two"
    assert set(FORMS) >= {"chance", "word", "share", "worth", "ratio", "count", "length"}


def test_a_belief_near_the_one_at_which_the_reply_turns_has_more_digits() -> None:
    facts = Facts(example())
    answers = facts.root["answers"]
    answers |= {"belief_offer": [0.6048, 0.3952], "belief_at_which_reply_turns": 0.7}
    assert facts.chance("answers.belief_offer", 0).text == "0.60"
    answers |= {"belief_offer": [0.6022, 0.3978], "belief_at_which_reply_turns": 0.601}
    assert facts.chance("answers.belief_offer", 0).text == "0.602"
    assert facts.chance("answers.belief_offer", 1).text == "0.398"
    assert facts.chance("answers.belief_now", 0).text == "0.52"
