"""The flagship judged: the five questions get answers, and the answers are those of the reference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from overture.case.load import Loaded, load
from overture.case.schema import Range
from overture.judgement.judge import judge, solved_in_part
from overture.judgement.judgement import Judgement
from overture.report.words import chance_that

FLAGSHIP = Path(__file__).resolve().parents[2] / "cases" / "freeze-for-relief"
WORLDS = 64


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(FLAGSHIP)


@pytest.fixture(scope="module")
def found(loaded: Loaded) -> Judgement:
    return judge(loaded, WORLDS, seed=1, threads=1)


@pytest.fixture(scope="module")
def middle(loaded: Loaded) -> Judgement:
    """The one world of the modes: the defaults of FLAGSHIP.md."""
    modes = {
        name: Range(value=given.value if given.value is not None else given.mode)
        for name, given in loaded.parameters.items()
    }
    return judge(replace(loaded, parameters=modes), 1, seed=1, threads=1)


def test_every_world_is_solved_and_certified(found: Judgement) -> None:
    assert found.about.solved == WORLDS
    assert found.certificate.unsolved == 0
    assert found.certificate.max_regret < 1e-6
    assert found.certificate.bayes_gap < 1e-9
    assert not solved_in_part(found)


def test_several_equilibria_speak(found: Judgement) -> None:
    """FLAGSHIP.md: under X there are P, M and S where suspicion is low, and S alone above."""
    shares = {card.name: card.share for card in found.equilibria}
    assert shares["separating"] > 0.5
    assert shares["pooling on thin"] > 0.1
    assert sum(card.before for card in found.equilibria) == pytest.approx(1)
    assert sum(card.after for card in found.equilibria) == pytest.approx(1)


def test_question_one_what_does_he_want(found: Judgement) -> None:
    labels = [each.label for each in found.hypotheses]
    assert labels == ["exploit", "keep"]
    for name in ("prior", "after_acts", "posterior", "naive"):
        assert sum(getattr(each, name).mean for each in found.hypotheses) == pytest.approx(1)
    exploit = found.hypotheses[0]
    # The defector's word moves belief; the same word told again by the writer would move it further.
    assert exploit.posterior.mean > exploit.after_acts.mean
    assert exploit.naive.mean > exploit.posterior.mean
    kinds = [step.kind for step in found.steps]
    assert kinds[0] == "prior"
    assert {"act", "source"} <= set(kinds)
    assert found.steps[-1].belief["exploit"].mean == pytest.approx(exploit.posterior.mean)


def test_question_two_why_that_counterpart(middle: Judgement) -> None:
    """FLAGSHIP.md, answers: the exploiter gains .90 (P), .778 (M), 0 (S); the keeper .1285, 0, 0."""
    gains = {
        (each.type, name): value.mean
        for each in middle.preferences
        for name, value in each.gain.by_equilibrium.items()
    }
    expected = {
        ("exploit", "pooling on thin"): 0.90,
        ("exploit", "semi-separating"): 0.7781,
        ("exploit", "separating"): 0.0,
        ("keep", "pooling on thin"): 0.1285,
        ("keep", "semi-separating"): 0.0,
        ("keep", "separating"): 0.0,
    }
    assert set(gains) == set(expected)
    for name, value in expected.items():
        assert gains[name] == pytest.approx(value, abs=5e-5), name


def test_likelihood_ratios_of_the_reference(middle: Judgement) -> None:
    """FLAGSHIP.md, answers: a thin offer is worth 1 (P), 1.5 (M), and is off the path in S."""
    offer = next(each for each in middle.signals if each.kind == "offer")
    ratios = {each.equilibrium: each.middle for each in offer.ratios}
    assert ratios["pooling on thin"] == pytest.approx(1)
    assert ratios["semi-separating"] == pytest.approx(1.5, rel=1e-3)
    assert ratios["separating"] > 1


def test_question_three_is_the_offer_informative(found: Judgement) -> None:
    """A thin offer is hardly ever evidence of sincerity; indifference is worth nothing or undetermined."""
    offer = next(each for each in found.signals if each.kind == "offer")
    ratios = {each.equilibrium: each for each in offer.ratios}
    assert ratios["pooling on thin"].middle == pytest.approx(1, abs=1e-6)
    assert ratios["separating"].middle > 1
    assert ratios["semi-separating"].middle > 1
    assert offer.finding == "first"
    said = next(each for each in found.signals if each.kind == "done")
    assert said.finding in ("nothing", "undetermined")


def test_question_four_what_if_accepted(found: Judgement) -> None:
    chance = {each.name: each.probability.mean for each in found.outcomes}
    assert chance["compliance"] + chance["undetected cheating"] + chance["cheating caught"] == pytest.approx(
        1
    )
    assert chance["undetected cheating"] > chance["cheating caught"] > 0
    assert {each.label for each in found.replies} == {"accept", "reject"}
    for way in ("best_ours", "best_theirs"):
        assert sum(getattr(each, way) for each in found.replies) == pytest.approx(1)


def test_question_five_which_terms_and_what_to_watch(found: Judgement, middle: Judgement) -> None:
    curves = {each.parameter: each for each in found.terms}
    detection = curves["q_thin"]
    assert detection.points[-1].share_deterred > detection.points[0].share_deterred
    lines = {each.name: each.value.mean for each in middle.thresholds}
    assert lines == pytest.approx({"q*": 0.73, "p* of X": 91 / 102, "p* of Y": 35 / 102})
    assert found.indicators == sorted(found.indicators, key=lambda each: -each.bits)
    assert any("deep" in each.event for each in found.indicators)
    # A thin offer is sure under the pool and never made in the separating class: it tells the two apart.
    thin = next(each for each in found.indicators if each.event.startswith('offer == "thin"'))
    assert thin.by_equilibrium["pooling on thin"] > 10 * thin.by_equilibrium["separating"]
    assert thin.apart > 0.1
    assert thin.apart == max(each.apart for each in found.indicators)


def test_words_and_numbers_stand_together(found: Judgement) -> None:
    wanted = max(found.hypotheses, key=lambda each: each.posterior.mean)
    start = chance_that(wanted.posterior.mean, wanted.words)
    assert found.verdict.wants.startswith(start[0].upper() + start[1:])
    assert "Confidence is low" in found.verdict.confidence
    for sentence in (found.verdict.wants, found.verdict.offer, found.verdict.answer):
        assert "nan" not in sentence


def test_same_input_same_output(loaded: Loaded) -> None:
    one = judge(loaded, 16, seed=3, threads=1)
    two = judge(loaded, 16, seed=3, threads=2)
    assert one == two
    assert judge(loaded, 16, seed=4, threads=2).hypotheses != one.hypotheses


def test_judgements_are_kept_by_content(
    found: Judgement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from overture.judgement.keep import keep, key, recall

    monkeypatch.setenv("OVERTURE_CACHE", str(tmp_path))
    name = key({"case.yaml": "a"}, WORLDS, 1, "")
    assert recall(name) is None
    keep(name, found)
    assert recall(name) == found
    assert recall(key({"case.yaml": "b"}, WORLDS, 1, "")) is None
    (tmp_path / f"{name}.json").write_text("{half")
    assert recall(name) is None
