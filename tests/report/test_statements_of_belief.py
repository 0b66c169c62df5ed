"""What he wants, what to watch, confidence, names and strategies: each test changes one thing and reads the sentence."""

from __future__ import annotations

import pytest

from overture.judgement.judgement import Judgement
from overture.report.section.plan import telling
from overture.report.sentence import Facts
from overture.report.statement import answer, confidence, first, play, unsaid, wants, watching
from tests.report.example import (
    bare,
    example,
    judgement,
    one_world,
    three_types,
    tied,
)
from tests.report.example_answers import flagship
from tests.report.test_statements import changed, text

# -- what he wants ----------------------------------------------------------------------------------


def test_the_likelier_type_is_named_and_within_the_even_band_both() -> None:
    assert (
        text(wants.belief(Facts(example())))
        == "If the offer is made, it is likely (0.56) that the leader would cheat on a weak freeze."
    )
    assert text(wants.belief(Facts(tied()))) == "If the offer is made, it is likely (0.66) that he is good."
    assert "there is a roughly even chance (0.52) that the leader would keep a freeze" in text(
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
        == "With X (the one with the rapport) rather than Y (the sceptic), an exploiter gains 0.20 and a keeper 0.051."
    )
    values = example().model_dump(mode="json")
    values["gains"][1]["gain"] = -0.3
    values["gains"][0]["gain"] = -1e-17
    loses = text(wants.gains(Facts(Judgement.model_validate(values))))
    assert (
        loses
        == "With X (the one with the rapport) rather than Y (the sceptic), an exploiter gains 0 and a keeper loses 0.30."
    )


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
        ("another offer", {}, "is another offer than the one that is answered here"),
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
        "placed to know, freely, with chance 0.35; and without it the reply would be to accept the terms."
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


def unsaid_of(**changed: object) -> str:
    values = example().model_dump(mode="json")
    return text(unsaid.unsaid(Facts(Judgement.model_validate(values | changed))))


def silent(*lacks: tuple[str, str, list[str]]) -> str:
    """What is said of claims of (source, name, what is missing)."""
    return unsaid_of(
        unjudged=[
            {"claim": str(at), "source": source, "name": name, "words": "", "missing": missing}
            for at, (source, name, missing) in enumerate(lacks)
        ]
    )


def test_what_is_missing_of_a_silent_source_is_said() -> None:
    kettle = ("kettle", "Jonas Kettle", ["accuracy"])
    writer = ("writer", "The writer", ["access to 'aims'", "accuracy", "says_anyway"])
    assert silent(kettle) == "One claim of Jonas Kettle is silent: the source’s accuracy is not judged."
    assert silent(kettle, kettle, writer) == (
        "Three claims of two sources are silent: Jonas Kettle (the source’s accuracy is not judged) and the writer "
        "(the source’s access to 'aims', accuracy and chance of saying so anyway are not judged)."
    )
    assert silent(("u", "Nobody", ["an owner"])) == "One claim is silent: nobody is named who says so."
    many = [(str(at), f"Man {at}", ["accuracy"]) for at in range(4)]
    assert silent(*many) == (
        "Four claims of four sources are silent; what is not judged stands with each of them."
    )
    assert unsaid_of(unjudged=[]) == "Every source with a claim that is linked to the game has been judged."


def test_one_sentence_by_two_sources_counts_once_as_whose() -> None:
    def folded(*pairs: tuple[str, str]) -> str:
        rows = [{"claim": "c", "kept": "k", "source": a, "kept_source": b, "words": ""} for a, b in pairs]
        return unsaid_of(unjudged=[], folded=rows).partition("judged. ")[2]

    until = "until the sheet says that they are two men."
    assert folded(("Sarn", "writer")) == (
        f"Sarn and the writer say the same sentence; it counts once, as the writer’s, {until}"
    )
    assert folded(("Sarn", "writer"), ("Sarn", "writer")) == (
        f"Sarn and the writer say two sentences in the same words; each counts once, as the writer’s, {until}"
    )
    assert folded(("Sarn", "writer"), ("Ash", "Sarn")) == (
        f"The same sentence is said by Sarn and the writer (as the writer’s); and by Ash and Sarn (as Sarn’s); it counts once {until}"
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


def test_what_tells_no_line_from_another_is_left_out_and_own_moves_go_by_the_pronoun() -> None:
    values = example().model_dump(mode="json")
    line = values["equilibria"][0]["lines"][2]
    seen = [["election", "X"], ["offer", "thin"], ["answer", "accept"]]
    later = [
        {
            **line,
            "move": "snapback",
            "seen": [*seen, ["inspection", name]],
            "odds": {"hold": 1.0},
            "belief": None,
        }
        for name in ("alarm", "clean")
    ]
    conduct = [
        {
            **line,
            "player": "Leader",
            "move": "conduct",
            "seen": [["offer", name]],
            "odds": {"comply": 1.0},
            "belief": None,
        }
        for name in ("thin", "deep")
    ]
    values["equilibria"][0]["lines"] = [*later, *conduct]
    said = [
        str(each)
        for group in play.plays(Facts(Judgement.model_validate(values)), 0)
        for each in group.reached
    ]
    assert said == [
        "When the inspection is “alarm”, X always chooses “hold”.",
        "When the inspection is “clean”, X always chooses “hold”.",
        "When the leader offers a thin freeze, he always chooses “comply”.",
        "When the leader offers a deep freeze, he always chooses “comply”.",
    ]


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


def test_a_plan_is_told_without_what_makes_no_difference() -> None:
    assert telling(
        {"favour, alarm": "snap", "favour, clean": "hold", "quiet, alarm": "snap", "quiet, clean": "hold"}
    ) == {
        "alarm": "snap",
        "clean": "hold",
    }
    both = {"favour, alarm": "snap", "favour, clean": "hold", "quiet, alarm": "hold", "quiet, clean": "hold"}
    assert telling(both) == both
    assert telling({"alarm": "hold", "clean": "hold"}) == {"alarm": "hold", "clean": "hold"}


def test_what_is_seen_in_any_case_is_not_told_as_unseen() -> None:
    alarm = next(row for row in example().watch if row.timing == "after accepting")
    said = {
        "it cannot be seen in this game": {"chance": None, "if_seen": None, "if_not": None, "reason": ""},
        "it cannot be seen here": {"chance": 0.0, "if_seen": None},
        "it is seen in any case, and tells nothing": {"chance": 1.0, "if_not": None},
    }
    for words, update in said.items():
        assert watching.unmoving(alarm.model_copy(update=update)).text == words


def test_a_class_is_named_by_the_words_of_the_offer() -> None:
    facts = Facts(example())
    words = facts.choice(facts.role("signal"), "thin")
    assert words != "thin"
    assert facts.kind("pooling on thin").text == f"pooling on {words}"
    assert facts.kind("pooling on thin (2)").text == f"pooling on {words} (2)"
    assert (
        facts.kind("pooling (babbling over thin, at_once)").text
        == f"pooling (babbling over {words}, at once)"
    )
    assert facts.kind("separating").text == "separating"
