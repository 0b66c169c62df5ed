"""Where something is seen before the reply, numbers and replies of one reply given whatever is seen say so."""

from __future__ import annotations

import re
from typing import Any

import pytest

from overture.judgement.judgement import Judgement
from overture.report.exchange import _findings
from overture.report.section import sections
from overture.report.section.plan import plans
from overture.report.sentence import Facts
from overture.report.sentence.event import in_words
from overture.report.sentence.form import printed
from overture.report.slider import slider
from overture.report.statement import answer, confidence, turning
from tests.report.example import bare, example, probed


def with_others(make: Any) -> Facts:
    """The facts of an example with what the flagship's has beside its answers: readings, drops, what was said."""
    values, more = make().model_dump(mode="json"), example().model_dump(mode="json")
    best = values["answers"]["best"]
    values["readings"] = [
        {"what": f"worth of {best}", "only_we_know": 0.5, "both_know": 0.25},
        {"what": "best reply", "only_we_know": best, "both_know": best},
    ]
    values["answers"]["without_testimony"] = {"belief_offer": 0.4, "V": 0.1, "best": best}
    values["answers"]["belief_at_which_reply_turns"] = 0.5
    values["answers"]["status"] = "plain"
    values["answers"] |= {"compliance": 0.6, "caught": 0.1, "undetected": 0.3}
    values["sources"] = more["sources"]
    return Facts(Judgement.model_validate(values))


def section(facts: Facts, id: str) -> str:
    """A section as plain text."""
    made = next(each for each in sections(facts) if each.id == id)
    return " | ".join([str(made.gist), *map(_plain, made.blocks)])


def _plain(value: Any) -> str:
    if isinstance(value, tuple | list):
        return " | ".join(map(_plain, value))
    names = ("sentence", "title", "header", "rows", "cells", "items", "blocks")
    parts = [getattr(value, name) for name in names if hasattr(value, name)]
    return " | ".join(map(_plain, parts)) if parts else str(value)


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("worth", "what each reply, answered blind, is worth by type"),
        ("worth", "Answered blind, the reply turns at a belief of"),
        ("worth", "and answered blind, the reply would be the same"),
        ("accept", "whatever is seen before: the chance that it is not broken is 0.60"),
        ("accept", "if the offer is accepted, whatever is seen before"),
        ("both", "worth: to accept the terms, answered blind"),
        ("both", "best reply, answered blind"),
    ],
)
def test_each_section_says_where_it_speaks_of_one_reply(id: str, said: str) -> None:
    assert said in section(with_others(probed), id)
    plain = section(with_others(example), id)
    assert "blind" not in plain
    assert "whatever is seen before" not in plain


def test_every_offer_and_what_is_left_out_are_answered_blind() -> None:
    facts = with_others(probed)
    values = facts.judgement.model_dump(mode="json")
    values["others"] = [{**values["answers"], "counterpart": None, "offer": "thin", "words": "a thin freeze"}]
    values["drops"] = [
        {"words": "an act", "kind": "act", "belief": [0.5, 0.5], "best": "reject", "same": False}
    ]
    facts = Facts(Judgement.model_validate(values))
    every = section(facts, "others")
    assert "reply, answered blind" in every
    assert (
        "Answered blind means with one reply, whatever is seen before it; what to answer after each thing"
        in every
    )
    assert "reply, answered blind" in section(facts, "change")


def test_what_is_not_broken_is_not_called_kept() -> None:
    said = section(with_others(example), "accept")
    assert "it is not broken" in said
    assert "also where play ends before there could be one" in said
    assert "kept" not in said
    said_stix = [each.statement for each in _findings(with_others(example).judgement)]
    assert "If the offer is accepted, it is not broken" in said_stix


# -- the plan, in the words of the case ------------------------------------------------------------


def planned(plan: dict[str, str], **words: dict[str, str]) -> str:
    """The sentence about a plan, where our later moves have these phrases."""
    values = example().model_dump(mode="json")
    values["answers"]["value"]["accept"]["plan"] = plan
    at = {choice: move for move, choices in words.items() for choice in choices}
    sets = [
        {"move": at.get(choice, ""), "seen": seen, "choices": {choice: {"rest": []}}}
        for seen, choice in plan.items()
    ]
    values["answers"]["plans"] = {"accept": {"rest": [], "sets": sets}}
    values["phrases"] |= words
    values["words"] |= {move: dict.fromkeys(choices, "") for move, choices in words.items()}
    values["words"]["report"] = {"seen": "", "quiet": ""}
    values["about"]["movers"] |= dict.fromkeys(words, "Counterpart") | {"report": ""}
    made = plans(Facts(Judgement.model_validate(values)))
    return _plain(made)


def test_the_plan_is_told_in_the_words_of_the_case() -> None:
    assert (
        "our best plan is to close the road if the report is “seen” and leave it open if the report is “quiet”."
        in planned(
            {"seen": "close", "quiet": "open"}, road={"close": "closes the road", "open": "leaves it open"}
        )
    )
    assert "to call the police, whatever is seen; and to stay silent if" in planned(
        {"calm": "police", "alarm": "police", "seen": "silent", "quiet": "expose"},
        call={"police": "calls the police", "alone": "calls nobody"},
        response={"silent": "stays silent", "expose": "makes it public"},
    )
    assert "to stop paying in the second week if" in planned(
        {"seen": "stop", "quiet": "pay"},
        part_2={"stop": "stops paying in the second week", "pay": "pays the second part"},
    )
    assert "to choose “close” if" in planned(
        {"seen": "close", "quiet": "open"}, road={"close": "", "open": ""}
    )


# -- what a source says, and what would read otherwise ----------------------------------------------


def test_an_event_is_told_in_the_words_of_the_case() -> None:
    facts = Facts(example())
    assert str(in_words(facts, 'intent == "exploit"')) == "the leader would cheat on a weak freeze"
    assert (
        str(in_words(facts, 'intent != "exploit"'))
        == "it is not so that the leader would cheat on a weak freeze"
    )
    assert str(in_words(facts, 'offer == "thin" and intent == "keep"')) == (
        "the leader offers a thin freeze and the leader would keep a freeze, and still not disarm"
    )
    assert str(in_words(facts, 'intent != "exploit" and offer == "thin"')) == (
        "(it is not so that the leader would cheat on a weak freeze) and the leader offers a thin freeze"
    )
    for none in ('nothing == "keep"', "p.x > 1", 'intent == "other"', "not (", "made(offer)"):
        assert not in_words(facts, none)
    assert 'says that the leader would cheat on a weak freeze; as an event: intent == "exploit"' in section(
        facts, "sources"
    )


def two_roots(best: str, belief: float) -> str:
    values = example().model_dump(mode="json")
    root = values["confidence"]["roots"][0]
    values["confidence"]["roots"] = [root, {**root, "name": "Ash", "x": 0.1}]
    values["confidence"]["failed"] = ["alone"]
    values["drops"] = [
        {
            "words": root["name"],
            "kind": "source",
            "belief": [belief, 1 - belief],
            "best": best,
            "same": best == "reject",
        }
    ]
    return str(confidence.confidence(Facts(Judgement.model_validate(values)))[0])


def test_what_would_read_otherwise_without_the_strongest_source_is_said() -> None:
    assert "(the insider, a defected official) the reply would be to accept the terms." in two_roots(
        "accept", 0.3
    )
    assert (
        "the chance that the leader would cheat on a weak freeze would be 0.30 (unlikely), not 0.56 (likely)."
        in two_roots("reject", 0.3)
    )


# -- plain English, and digits that tell apart ---------------------------------------------------------


def test_the_verb_under_the_slider_agrees() -> None:
    values = example().model_dump(mode="json")
    assert slider(Facts(example())).thinks == "the leader thinks"  # type: ignore[union-attr]
    values["about"] |= {"names": {"Leader": "the rebels"}, "pronouns": {"Leader": "they"}}
    assert slider(Facts(Judgement.model_validate(values))).thinks == "the rebels think"  # type: ignore[union-attr]


def test_of_three_replies_another_and_not_the_other_comes_out_ahead() -> None:
    values = example().model_dump(mode="json")
    values["answers"]["status"] = "too close to call"
    values["answers"]["value"]["wait"] = values["answers"]["value"]["reject"]
    said = " ".join(map(str, turning.fragile(Facts(Judgement.model_validate(values)))))
    assert "another reply would come out ahead" in said
    assert "the other reply" not in said


def test_the_worths_of_replies_that_are_compared_differ_in_print() -> None:
    values = bare().model_dump(mode="json")
    values["reads_us"] = example().model_dump(mode="json")["reads_us"] | {
        "V": {"accept": 1.124, "reject": 1.109}
    }
    values["reads_us"]["best"] = "accept"
    facts = Facts(Judgement.model_validate(values))
    assert re.search(r"worth 1\.12; to reject 1\.11", str(answer.if_he_reads_us(facts)))
    rows = {
        "rows": {"a.b": {"V": {"accept": 0.501, "reject": 0.502}}},
        "value": {"accept": {"V": 2.01}, "reject": {"V": 2.04}},
    }
    assert printed("worth", rows, "rows.a~1b.V.accept") == "0.501"
    assert printed("worth", rows, "value.accept.V") == "2.01"
