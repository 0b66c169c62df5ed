"""Events that exclude each other, or that never happen, are told with both lines, before anything is solved."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.case.load import load
from tests.case.cases import FAULTY, changed, faults, flagship, line_of

OFFER = 'offer == "thin" and election == "X"'


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return flagship(tmp_path)


def named(folder: Path, words: str) -> str:
    return f"({folder}/case.yaml:{line_of(folder, words)})"


def test_a_deal_that_excludes_the_offer() -> None:
    """faults README: `check` said sound, `assess` ended in a traceback."""
    folder = FAULTY / "deal-without-offer"
    told = faults(folder)
    assert all(f"case.yaml:{line_of(folder, 'given: offer == ')}, deal.given" in each for each in told)
    assert 'offer == "none" and answer == "accept" exclude each other' in told[0]
    assert f'its part offer == "none" excludes offer.event {named(folder, "event: offer ==")}' in told[1]


def test_an_offer_that_was_made_may_stand_among_what_was_done() -> None:
    load(FAULTY / "offer-listed-as-done")


@pytest.mark.parametrize("name", ["one-world", "three-types", "confidence-counts-noise", "truce"])
def test_the_other_cases_that_went_wrong_are_sound(name: str) -> None:
    load(FAULTY / name)


def test_an_offer_that_what_was_done_excludes(case: Path) -> None:
    more = "done:\n  - {event: 'offer == \"deep\"', words: a deep freeze was offered}\n"
    (told,) = faults(changed(case, "done:\n", more))
    assert f"case.yaml:{line_of(case, 'event: offer == ')}, offer.event" in told
    assert f"excludes done.0.event {named(case, 'a deep freeze was offered')}" in told


def test_acts_that_exclude_each_other(case: Path) -> None:
    act = "done:\n  - {event: 'statement == \"favour\"', words: He praised X}\n"
    (told,) = faults(changed(case, "done:\n", act))
    assert f"excludes done.0.event {named(case, 'He praised X')}: what was done" in told


def test_an_offer_outside_the_event_in_which_the_case_looks(case: Path) -> None:
    told = faults(changed(case, 'given: election == "X"\n', 'given: election == "Y"\n'))
    assert f"excludes signal.given {named(case, 'given: election ==')}" in told[0]


def test_a_deal_after_another_offer(case: Path) -> None:
    changed(case, '  collapse: snapback == "snap"\n', "")  # deep terms have no snapback of one's own
    (told,) = faults(changed(case, 'given: offer == "thin" and answer', 'given: offer == "deep" and answer'))
    assert f"case.yaml:{line_of(case, 'given: offer == ')}, deal.given" in told
    assert (
        f"excludes offer.event {named(case, 'event: offer == ')}: a deal and the offer that it accepts"
        in told
    )


def test_what_never_happens_in_the_deal(case: Path) -> None:
    told = faults(changed(case, 'cheating: conduct == "cheat"', 'cheating: answer == "reject"'))
    assert "deal.cheating" in told[0]
    assert (
        f"excludes deal.given {named(case, 'given: offer ==')}: it can never happen once there is a deal"
        in told[0]
    )


def test_what_can_never_be_seen_where_it_is_looked_for(case: Path) -> None:
    old = 'event: snapback == "snap"\n    given: offer == "thin"'
    told = faults(changed(case, old, 'event: snapback == "snap"\n    given: offer == "deep"'))
    line = line_of(case, 'event: snapback == "snap"')
    assert told[0].split(": ")[0].endswith(f"case.yaml:{line}, watch.4.event")
    assert "excludes watch.4.given" in told[0]


def test_a_deal_says_which_reply_makes_it(case: Path) -> None:
    (told,) = faults(
        changed(case, 'given: offer == "thin" and answer == "accept" and', 'given: offer == "thin" and')
    )
    assert "does not say which reply makes the deal" in told
    assert 'as in answer == "accept"' in told


def test_an_offer_that_nobody_can_answer(case: Path) -> None:
    told = "\n".join(
        faults(
            changed(case, f"event: {OFFER}\n  words", 'event: offer == "none" and election == "X"\n  words')
        )
    )
    assert "the reply 'answer' is never made" in told


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("cheating: conduct == \"cheat\"", "cheating: ''", "deal.cheating"),
        ("event: statement == \"indifferent\"", "event: ' '", "done.0.event"),
        ("event: statement == \"favour\"", "event: ''", "talk.0.event"),
        ("event: inspection == \"alarm\"", "event: ''", "watch.3.event"),
    ],
)  # fmt: skip
def test_an_event_that_is_empty(case: Path, old: str, new: str, place: str) -> None:
    told = "\n".join(faults(changed(case, old, new)))
    assert f"{place}: the event is empty" in told


def test_an_event_that_is_true_on_no_history(case: Path) -> None:
    (told,) = faults(
        changed(case, 'event: statement == "favour"', 'event: offer == "none" and conduct == "cheat"')
    )
    assert 'offer == "none" and conduct == "cheat" exclude each other' in told
    assert "talk.0.event" in told


def test_an_event_that_chance_rules_out(case: Path) -> None:
    changed(case, "{value: 0.5, words: chance that X", "{value: 0.0, words: chance that X")
    changed(case, "{low: 0.0, mode: 0.05, high: 0.2, known: ours, words: what", "{value: 0.0, words: what")
    told = "\n".join(faults(case))
    assert "offer.event" in told
    assert "happens only where chance has odds of 0" in told


def test_what_can_no_longer_happen_may_still_be_listed_as_a_test(case: Path) -> None:
    """`talk` tells of words that were not said, `watch` of offers that were not made."""
    more = f"done:\n  - {{event: '{OFFER}', words: it was offered}}\n"
    load(changed(case, "done:\n", more))


def test_what_chance_rules_out_at_the_modes_alone_may_happen(case: Path) -> None:
    load(changed(case, "{low: 0.05, mode: 0.4, high: 0.95", "{low: 0.0, mode: 0.0, high: 0.95"))
