"""The public gold data: the figures that the reader must reach, counted by the published scorer."""

from __future__ import annotations

import pytest

from bench.reading import clausal, counted, documents, on_gold_spans
from overture.read.reading import LoadedReader, fold, load_reader
from overture.read.score import Counts

pytestmark = pytest.mark.slow


def test_synthetic_reports(reader: LoadedReader) -> None:
    total = sum(counted(reader, list(documents("claims"))), Counts())
    assert total.f1(0.3) >= 0.90
    assert total.f1(0.8) >= 0.80
    assert total.pair_f1() >= 0.55
    assert total.nested / total.nested_gold >= 0.85


def test_attributes_on_gold_spans(reader: LoadedReader) -> None:
    right = on_gold_spans(reader, list(documents("claims")))
    for name in ("polarity", "certainty", "voice"):
        found, number = right[name]
        assert found / number >= 0.88, name


def test_news_attributions(reader: LoadedReader) -> None:
    total = sum(counted(reader, list(documents("public")), clausal), Counts())
    assert total.f1(0.3) >= 0.78
    assert total.f1(0.8) >= 0.64


def test_interviews_stay_where_they_are(reader: LoadedReader) -> None:
    """No target was set for these; a fall shows that a rule was bent to the other texts."""
    total = sum(counted(reader, list(documents("interviews_extra")), clausal), Counts())
    assert total.f1(0.3) >= 0.62


def test_without_a_model() -> None:
    made = [d for d in documents("claims") if d[0].startswith("syn")]
    total = sum(counted(load_reader(plain_only=True), made), Counts())
    assert total.f1(0.3) >= 0.65


@pytest.mark.usefixtures("insider_account")
def test_the_insiders_account(reader: LoadedReader) -> None:
    report = [d for d in documents("claims") if d[0].startswith("seed")]
    total = sum(counted(reader, report), Counts())
    assert total.sourced_gold == 20
    assert total.sourced_by_cue >= 18
    reading = reader.read(report[0][1])
    headline = max(fold([reading]), key=lambda c: len(c.mentions))
    assert headline.tell() == (
        "Said seven times: six times in the writer's voice, once as a belief that nobody owns."
    )
    assert headline.roots == ["nobody", "writer"]
