"""Letters, digits and checklists become stated priors; what has used the other evidence is refused."""

from __future__ import annotations

import numpy as np
import pytest

from overture.errors import EvidenceError
from overture.evidence.admiralty import DIGITS, LETTERS, letter, read_code, read_credibility, tags
from overture.evidence.deception import BASE, QUESTIONS, read_checklist
from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports.said import said as weighed
from tests.conftest import ROOT


def spread(rate: Rate) -> float:
    """Standard deviation of the Beta."""
    return float(np.sqrt(rate.mean * (1 - rate.mean) / (rate.strength + 1)))


@pytest.mark.parametrize("code", LETTERS)
def test_a_letter_is_a_stated_prior_with_its_reason(code: str) -> None:
    fields, reasons = read_code(code)
    assert fields["accuracy"].mean == LETTERS[code][1]
    assert LETTERS[code][0] in reasons["accuracy"]
    assert read_code(f'admiralty-scale:source-reliability="{code.lower()}"')[0] == fields
    assert read_code({"reliability": code, "credibility": 6})[0] == fields


def test_better_letters_are_more_often_right() -> None:
    means = [LETTERS[code][1] for code in "ABCDE"]
    assert means == sorted(means, reverse=True)
    assert LETTERS["E"][1] == 0.5  # unreliable is no better than chance, not a reversed oracle


def test_f_is_wide_and_not_one_half() -> None:
    """Both have the mean one half: E is known to be a coin, F is anything; so two reports of F may say more."""
    unknown, coin = read_code("F")[0]["accuracy"], read_code("E")[0]["accuracy"]
    assert unknown.shape == (1.0, 1.0)
    assert spread(unknown) > 2.5 * spread(coin)

    def learnt(rate: Rate) -> float:
        events = {"E": np.array([1, 0, 1, 0], bool), "thin": np.array([1, 1, 0, 0], bool)}
        source = Source("s", access={"": Rate(1.0)}, accuracy=rate)
        said = [Testimony("known", "s", "thin"), Testimony("asked", "s", "E")]
        prior = np.array([0.4, 0.4, 0.1, 0.1])  # what it says of the offer is probably right
        held = prior * np.exp(weighed([source], said, events, 4).log_likelihood)
        return float(held[events["E"]].sum() / held.sum())

    assert learnt(unknown) > learnt(coin) + 0.05
    assert learnt(coin) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("code", ["B2", "A1", {"reliability": "C", "credibility": 5}])
def test_a_digit_that_has_used_the_other_evidence_is_refused_with_the_reason(code: object) -> None:
    with pytest.raises(EvidenceError, match="already used the other evidence") as caught:
        read_code(code, "source s")
    assert caught.value.id == "admiralty/credibility"
    assert "source s" in str(caught.value)
    assert "Drop the digit" in str(caught.value)


@pytest.mark.parametrize("digit", [1, "2", 'admiralty-scale:information-credibility="3"'])
def test_a_digit_counts_only_for_a_claim_judged_alone(digit: object) -> None:
    with pytest.raises(EvidenceError, match="already used"):
        read_credibility(digit, alone=False)
    accuracy = read_credibility(digit, alone=True)
    assert accuracy in [value for _, value in DIGITS.values()]
    assert accuracy is not None


def test_a_six_judges_nothing_and_is_let_through() -> None:
    assert read_credibility(6, alone=False) is None
    assert read_code("B6") == read_code("B")


@pytest.mark.parametrize("code", ["G", "", "AB", "7", None, 3])
def test_what_is_no_code_is_said(code: object) -> None:
    with pytest.raises(EvidenceError, match="is not a code"):
        read_code(code)


@pytest.mark.parametrize("code", "ABCDEF")
def test_a_source_goes_out_under_the_letter_it_came_in_with(code: str) -> None:
    source = Source.read({"id": "s", "admiralty": code})
    assert letter(source) == code
    assert tags(code) == [
        f'admiralty-scale:source-reliability="{code.lower()}"',
        'admiralty-scale:information-credibility="6"',
    ]


def test_a_field_that_is_given_wins_over_the_letter() -> None:
    source = Source.read({"id": "s", "admiralty": "A", "accuracy": 0.6})
    assert source.accuracy == Rate(0.6)


# -- MOM, POP, MOSES, EVE -------------------------------------------------------------------------------


def test_every_checklist_has_questions_and_each_answer_moves_the_odds() -> None:
    assert {question.checklist for question in QUESTIONS.values()} == {"MOM", "POP", "MOSES", "EVE"}
    for name in QUESTIONS:
        control = {
            answer: read_checklist({name: answer})[0]["control"] for answer in ("yes", "no", "unclear")
        }
        assert control["unclear"] == pytest.approx(BASE)
        assert (control["yes"] - BASE) * (control["no"] - BASE) < 0


def test_the_odds_are_the_product_of_the_stated_factors() -> None:
    answers = {"motive": True, "manipulable": "yes", "past_practice": False}
    fields, reasons = read_checklist(answers)
    odds = BASE / (1 - BASE) * 2.0 * 3.0 * 0.5
    assert fields["control"] == pytest.approx(odds / (1 + odds))
    assert "MOSES manipulable yes (odds x3)" in reasons["control"]


def test_a_suspect_source_is_worth_less() -> None:
    """The adversary gains if we believe that he would keep a freeze."""
    events = {"K": np.array([True, False]), "E": np.array([False, True])}
    ratios = []
    for answers in ({}, {"motive": "yes", "manipulable": "yes", "past_practice": "yes"}):
        source = Source.read(
            {
                "id": "s",
                "access": 0.8,
                "accuracy": 0.9,
                "wants": "K",
                "deception": answers or {"motive": "unclear"},
            }
        )
        likelihood = np.exp(weighed([source], [Testimony("c", "s", "K")], events, 2).log_likelihood)
        ratios.append(likelihood[events["K"]][0] / likelihood[~events["K"]][0])
    assert 1.0 < ratios[1] < ratios[0]


def test_questions_about_the_other_evidence_are_refused_and_all_faults_come_at_once() -> None:
    with pytest.raises(EvidenceError) as caught:
        read_checklist({"corroborated": "yes", "means": "perhaps", "mood": "yes"}, "source s")
    assert [fault.id for fault in caught.value.faults] == [
        "deception/other-evidence", "deception/answer", "deception/question",
    ]  # fmt: skip
    assert "agreement with the other reports is what weighing computes" in str(caught.value)


def test_the_reference_states_the_same_figures() -> None:
    page = (ROOT / "docs" / "reference" / "evidence-sheet.md").read_text(encoding="utf-8")
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"
    ]
    rows = {row[0]: row[1:] for row in cells}
    for name, (meaning, mean, strength) in LETTERS.items():
        assert rows[name][0] == meaning
        assert (float(rows[name][1]), float(rows[name][2].split()[0])) == (mean, strength)
    asked = {key.split("`")[1]: row for key, row in rows.items() if key.startswith("`") and "?" in key}
    stated = {name: (row[0], float(row[1]), float(row[2])) for name, row in asked.items()}
    assert stated == {name: (each.checklist, each.yes, each.no) for name, each in QUESTIONS.items()}
    for digit in "12345":
        assert f"{DIGITS[digit][1]:g}" in rows["`credibility`"][0]
