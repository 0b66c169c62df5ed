"""Rows of who says so: what the sheet names and what weighing found, side by side; what is silent says so."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from overture.case.evidence import SheetEvidence, evidence_of
from overture.evidence.sheet import Sheet
from overture.judgement.judgement import SourceCard
from overture.judgement.parts import sources
from overture.weigh.reports.confidence import confidence
from overture.weigh.reports.contribution import roots
from overture.weigh.reports.evidence import Act, Evidence
from tests.weigh.scenes import weighed

SHEET = {
    "documents": [{"id": "news", "title": "A report", "sha256": "ab"}],
    "sources": [
        {
            "id": "insider", "name": "The insider", "voice": "insider", "access": {"aims": 0.35, "arms": 0.1},
            "accuracy": 0.9, "says_anyway": 0.7, "blur": 0.4, "reasons": {"access": "judgement: met him"},
        },
        {"id": "press", "access": 0.5, "accuracy": {"mean": 0.8, "strength": 10}, "says_anyway": "default"},
        {"id": "paper", "name": "A paper"},
        {"id": "envoy", "name": "The envoy", "access": 0.6},
        {"id": "scholar", "access": 0.6, "accuracy": 0.9, "says_anyway": 0.5},
        {"id": "coin", "access": 0.9, "accuracy": 0.5, "says_anyway": 0.5},
        {"id": "spokesman", "access": 0.9, "accuracy": 0.5, "says_anyway": 0.9},
    ],
    "claims": [
        {"id": "c1", "source": "insider", "topic": "aims", "event": "E", "near": "K", "words": "He deceives",
         "document": "news", "place": {"content": [[3, 9]]}, "chain": ["insider"], "date": "2024-08-01"},
        {"id": "c2", "source": "paper", "event": "E", "copy_of": "c1", "words": "He deceives, says a paper"},
        {"id": "c3", "source": "press", "event": "K", "words": "He keeps his word", "date": "2024-07-01"},
        {"id": "c4", "source": "envoy", "event": "E", "words": "He will cheat"},
        {"id": "c5", "source": "insider", "topic": "aims", "words": "He has met him"},
        {"id": "c7", "source": "coin", "event": "E", "words": "Heads", "date": "2024-07-02"},
        {"id": "c6", "source": "spokesman", "event": "E", "from_acts": True, "words": "They spoke in public"},
    ],
}  # fmt: skip
E, K = np.array([1, 1, 0, 0], bool), np.array([0, 0, 1, 1], bool)
OFFER = np.array([1, 0, 1, 0], bool)


@dataclass(frozen=True)
class Scene:
    sheet: Sheet
    read: SheetEvidence
    found: Evidence


@pytest.fixture(scope="module")
def scene() -> Scene:
    sheet = Sheet.model_validate(SHEET)
    read = evidence_of(sheet, "evidence.yaml")
    acts = [Act("he offers", OFFER, "2024-09-01")]
    found = weighed([0.3, 0.1, 0.3, 0.3], {"E": E, "K": K}, ["E", "K"], read.sources, read.testimony, acts)
    return Scene(sheet, read, found)


@pytest.fixture(scope="module")
def cards(scene: Scene) -> dict[str, SourceCard]:
    return {card.id: card for card in sources.source_cards(scene.sheet, scene.read, scene.found, (0, 1))}


def test_every_source_of_the_sheet_has_a_card(cards: dict[str, SourceCard]) -> None:
    assert list(cards) == ["insider", "press", "paper", "envoy", "scholar", "coin", "spokesman"]
    assert {name: card.judged for name, card in cards.items()} == {
        "insider": True, "press": True, "paper": False, "envoy": False, "scholar": True, "coin": True, "spokesman": True,
    }  # fmt: skip
    assert [name for name, card in cards.items() if abs(card.log_odds) > 1e-12] == ["insider", "press"]
    assert cards["insider"].log_odds == pytest.approx(math.log(1.25))
    assert cards["press"].log_odds < 0.0
    assert cards["insider"].without[0] < cards["envoy"].without[0]


def test_judgements_have_their_reasons_and_a_chosen_default_is_called_one(
    cards: dict[str, SourceCard],
) -> None:
    assert cards["insider"].judgements == {
        "access": "aims 0.35, arms 0.1 (judgement: met him)",
        "accuracy": "0.9",
        "says it anyway": "0.7",
        "blur": "0.4",
    }
    assert cards["press"].judgements == {
        "access": "any topic 0.5",
        "accuracy": "0.8 (worth 10 cases)",
        "says it anyway": "0.5 (default)",
    }
    assert cards["paper"].judgements == {}
    assert cards["envoy"].judgements == {"access": "any topic 0.6"}


def test_a_claim_line_says_what_became_of_it(cards: dict[str, SourceCard]) -> None:
    lines = {line.id: line for card in cards.values() for line in card.claims}
    assert {name: (line.used, line.standing, line.root) for name, line in lines.items()} == {
        "c1": (True, "root", "c1"),
        "c2": (True, "echo", "c1"),
        "c3": (True, "root", "c3"),
        "c4": (False, "unjudged", ""),
        "c5": (False, "", ""),
        "c7": (True, "root", "c7"),
        "c6": (False, "from public acts", "c6"),
    }
    assert lines["c1"].alone == pytest.approx(1.25)
    assert lines["c1"].in_place == pytest.approx(1.25)
    assert lines["c1"].knew == pytest.approx(0.35 * 0.9)
    assert lines["c1"].place == "characters 3 to 9"
    assert lines["c2"].in_place == 1.0
    assert (lines["c4"].alone, lines["c6"].alone) == (None, None)


def test_states_are_told_in_words(cards: dict[str, SourceCard]) -> None:
    assert [line.state for line in cards["insider"].states] == ["informed on aims", "not informed"]
    assert [line.state for line in cards["press"].states] == [
        "informed",
        "not informed",
        "right, where it knows",
    ]
    assert cards["envoy"].states == []
    assert (cards["press"].letter, cards["envoy"].letter) == ("B", "")


def test_what_is_unjudged_idle_or_folded_is_listed(scene: Scene) -> None:
    (missing,) = sources.unjudged(scene.sheet, scene.read)
    assert (missing.claim, missing.name, missing.words) == ("c4", "The envoy", "He will cheat")
    assert missing.missing == ["accuracy", "says_anyway"]
    assert sources.idle(scene.read) == ["scholar"]
    assert sources.folded(scene.sheet, scene.read) == []
    (document,) = sources.documents(scene.sheet)
    assert (document.title, document.reader, document.claims) == ("A report", "by hand", 1)
    assert sources.documents(None) == []


def test_one_sentence_by_two_sources_is_folded_and_its_card_says_so() -> None:
    plain = {"access": 0.5, "accuracy": 0.9, "says_anyway": 0.5}
    words = "The leader will deceive whoever believes his offer of a freeze"
    sheet = Sheet.model_validate(
        {
            "documents": [{"id": "d1"}, {"id": "d2"}],
            "sources": [{"id": "a", **plain}, {"id": "b", **plain}],
            "claims": [
                {"id": "x", "source": "a", "event": "E", "document": "d1", "words": words},
                {"id": "y", "source": "b", "event": "E", "document": "d2", "words": words},
            ],
        }
    )
    read = evidence_of(sheet, "evidence.yaml")
    (fold,) = sources.folded(sheet, read)
    assert (fold.claim, fold.kept, fold.source, fold.kept_source) == ("y", "x", "b", "a")
    found = weighed([0.4, 0.6], {"E": np.array([1, 0], bool), "K": np.array([0, 1], bool)}, ["E", "K"],
                    read.sources, read.testimony)  # fmt: skip
    cards = sources.source_cards(sheet, read, found, (0, 1))
    assert (cards[1].claims[0].copy_of, cards[1].claims[0].standing) == ("x", "echo")
    assert [root.name for root in roots(found, 0, 1)] == ["a"]


def test_steps_and_matrix_name_sources_as_people_do(scene: Scene) -> None:
    told = sources.steps(scene.read, scene.found, (0, 1))
    # The public claim has no date, and comes with what is dated before it.
    assert [(step.kind, step.name) for step in told] == [
        ("prior", "prior"), ("source", "press"), ("source", "coin"), ("source", "The insider"), ("act", "he offers"),
        ("source", "what others learnt from the public acts"),
    ]  # fmt: skip
    assert told[-1].belief == pytest.approx(list(scene.found.belief()))
    rows = sources.matrix_rows(scene.read, scene.found, 1000.0)
    assert {row.words for row in rows} == {step.words for step in told[1:]}
    assert set(rows[0].cells) == {"E", "K"}


def test_confidence_lists_the_roots_that_move_the_answer(scene: Scene) -> None:
    found = confidence(roots(scene.found, 0, 1), alone=True, fragility=None, same_over_classes=True)
    row = sources.confidence_row(scene.read, scene.found, (0, 1), found)
    assert (row.toward, row.against, row.level) == ("E", "K", "low")
    assert [root.name for root in row.roots] == ["press", "The insider"]  # strongest first
    assert sum(abs(root.x) for root in row.roots) == pytest.approx(row.S)
    assert "contradiction" in row.failed
