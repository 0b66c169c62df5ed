"""What nobody can rest on moves nothing, and confidence is read from what moves the answer (Answers, section 14, 24 and 25)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from overture.case.load import load
from overture.judgement.judge import judge
from overture.judgement.judgement import Judgement
from overture.weigh.reports.confidence import AnalyticConfidence, confidence
from overture.weigh.reports.contribution import RootShare
from tests.judgement.scenes import FAULTY
from tests.judgement.test_properties_invariance import same
from tests.judgement.test_reference import REFERENCE

CASE = FAULTY / "one-world"
LEVELS = ("low", "moderate", "high")


def with_sheet(folder: Path, sources: str = "", claims: str = "", base: str | None = None) -> Judgement:
    """The one-world case with more sources and claims on its sheet, or with another sheet."""
    shutil.copytree(CASE, folder, dirs_exist_ok=True)
    file = folder / "evidence.yaml"
    text = file.read_text(encoding="utf-8") if base is None else base
    text = text.replace("claims:\n", f"{sources}claims:\n{claims}", 1)
    file.write_text(text, encoding="utf-8")
    return judge(load(folder), 1, 1, 1)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    return with_sheet(tmp_path_factory.mktemp("plain"))


# What moves nothing: (sources, claims).
SILENT = {
    "a source whose word is as likely either way": (
        '  - {id: coin, name: "Otto Coin", access: 0.6, accuracy: 0.5, says_anyway: 0.5}\n',
        '  - {id: new, source: coin, event: intent == "exploit", words: "He will cheat, says Coin"}\n',
    ),
    "a source that nobody judged": (
        '  - {id: new, name: "Otto Stranger"}\n',
        '  - {id: newer, source: new, event: intent == "exploit", words: "He will cheat, says Stranger"}\n',
    ),
    "a copy": (
        '  - {id: paper, name: "The Paper", access: 0.5, accuracy: 0.9, says_anyway: 0.3}\n',
        '  - {id: new, source: paper, event: intent == "exploit", copy_of: deceptive-offer, words: "He deceives"}\n',
    ),
    "a claim learnt from public acts": (
        '  - {id: press, name: "The Press", access: 0.9, accuracy: 0.9, says_anyway: 0.2}\n',
        '  - {id: new, source: press, event: intent == "keep", from_acts: true, words: "All saw it"}\n',
    ),
    "a claim that is linked to nothing": (
        '  - {id: press, name: "The Press", access: 0.9, accuracy: 0.9, says_anyway: 0.2}\n',
        '  - {id: new, source: press, words: "It rained"}\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_what_nobody_can_rest_on_moves_nothing(name: str, plain: Judgement, tmp_path: Path) -> None:
    found = with_sheet(tmp_path, *SILENT[name])
    assert same(found.answers, plain.answers, ("testimony_likelihood",)) == []
    heard = [each.testimony_likelihood for each in (found.answers, plain.answers)]
    assert heard[0][0] / heard[0][1] == pytest.approx(heard[1][0] / heard[1][1])
    assert LEVELS.index(found.confidence.level) <= LEVELS.index(plain.confidence.level)
    assert pytest.approx(plain.confidence.S) == found.confidence.S
    assert [root.source for root in found.confidence.roots] == ["insider"]


def test_a_judged_word_moves_belief(plain: Judgement, tmp_path: Path) -> None:
    """Else the tests above would test nothing."""
    found = with_sheet(
        tmp_path,
        '  - {id: envoy, name: "The Envoy", access: 0.6, accuracy: 0.9, says_anyway: 0.5}\n',
        '  - {id: new, source: envoy, event: intent == "exploit", words: "He will cheat, says the Envoy"}\n',
    )
    assert found.answers.belief_now[0] > plain.answers.belief_now[0] + 0.1
    assert len(found.confidence.roots) == 2


# -- confidence ------------------------------------------------------------------------------------------

GOOD = "access: 0.8, accuracy: 0.9, says_anyway: 0.2"
COIN = "access: 0.9, accuracy: 0.5, says_anyway: 0.5"


def three(rates: str, against: int = 0) -> str:
    """A sheet of three sources of one quality, the last ``against`` of them for the other type."""
    names = ("Adler", "Bauer", "Conrad")
    sources = "".join(f'  - {{id: {each.lower()}, name: "{each}", {rates}}}\n' for each in names)
    claims = "".join(
        f"  - {{id: c{at}, source: {each.lower()}, event: intent == "
        f'"{"keep" if at >= 3 - against else "exploit"}", words: "{each} tells it his way"}}\n'
        for at, each in enumerate(names)
    )
    return f"overture: 1\nsources:\n{sources}claims:\n{claims}"


@pytest.mark.parametrize(("row", "sheet"), [
    ("three good (access .8, accuracy .9, says anyway .2)", three(GOOD)),
    ("two good for, one against", three(GOOD, against=1)),
    ("three coin-flips (accuracy .5, says anyway .5)", three(COIN)),
])  # fmt: skip
def test_confidence_is_that_of_the_reference(row: str, sheet: str, tmp_path: Path) -> None:
    found = with_sheet(tmp_path, base=sheet).confidence
    wanted: dict[str, Any] = REFERENCE["confidence"][row]
    told = {
        "S": found.S,
        "N": found.N,
        "strongest": found.top,
        "contradiction": found.contra,
        "access": found.acc,
    }
    assert told == {
        key: None if wanted[key] is None else pytest.approx(wanted[key], abs=1e-6) for key in told
    }
    if wanted.get("level", wanted.get("level_before_robustness")) == "low":
        assert found.level == "low"
    elif found.level != "high":  # what the reply hangs on may still take a level away
        assert set(found.failed) <= {"alone", "fragility", "classes"}


def test_the_flagship_rests_on_one_source_that_may_not_know(plain: Judgement) -> None:
    found, wanted = plain.confidence, REFERENCE["confidence"]["flagship (insider .35/.9/.7/.4; others 0)"]
    told = (found.S, found.N, found.top, found.contra, found.acc)
    assert told == pytest.approx(
        [wanted[key] for key in ("S", "N", "strongest", "contradiction", "access")], abs=1e-6
    )
    assert (found.level, found.failed, found.alone) == ("low", ["number", "access", "alone"], True)


def level(weights: list[float]) -> AnalyticConfidence:
    rows = [RootShare(str(at), (str(at),), x, 0.8, 0.0) for at, x in enumerate(weights)]
    return confidence(rows, alone=False, fragility=0.5, same_over_classes=True)


some = st.lists(st.floats(0.01, 3.0), min_size=1, max_size=5)


@given(some, st.floats(0.01, 1.0))
def test_an_agreeing_root_that_is_not_too_strong_raises_the_number(
    weights: list[float], share: float
) -> None:
    """Of |x| at most sum x^2 / S."""
    total, squares = sum(weights), sum(each**2 for each in weights)
    assume(total > 0.1)
    more, before = level([*weights, share * squares / total]).N, level(weights).N
    assert more is not None
    assert before is not None
    assert more > before


@given(some, st.floats(0.01, 3.0))
def test_a_contradicting_root_raises_contradiction_from_none(weights: list[float], x: float) -> None:
    assume(sum(weights) > 0.1)
    assert level(weights).contra == pytest.approx(0, abs=1e-12)
    assert (level([*weights, -x]).contra or 0.0) > 0
