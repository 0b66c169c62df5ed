"""A sheet merged: what an analyst edited is left alone, and what moved is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.errors import FileError
from overture.evidence.merge import known, merge, parse, write_into
from overture.evidence.sheet import (
    ClaimEntry,
    DocumentEntry,
    Place,
    Proposed,
    Sheet,
    SourceEntry,
    load_sheet,
)
from overture.evidence.write import digest, emit, fingerprint, told


def claim(
    number: int, passage: str, at: int = 0, document: str = "doc", source: str = "ri", **more: object
) -> ClaimEntry:
    """A claim as a reader proposes it: ``passage`` is what it says in the document."""
    values: dict[str, object] = {
        "id": f"{document}-c{number:02d}", "document": document, "source": source, "chain": [source], "words": passage,
        "place": Place(cue=[(at, at + 4)], content=[(at + 5, at + 9)]), "voice": "insider", "act": "assert",
        "polarity": "+", "certainty": "CT", "rule": "clause", **more,
    }  # fmt: skip
    made = ClaimEntry.model_validate(values)
    stamp = Proposed(passage=digest(passage), fields=fingerprint(made))
    return made.model_copy(update={"proposed": stamp})


def sheet(*claims: ClaimEntry, sha256: str = "1", sources: tuple[str, ...] = ("ri",)) -> Sheet:
    documents = list(dict.fromkeys(each.document for each in claims)) or ["doc"]
    people = [SourceEntry(id=name, voice="insider") for name in sources]
    return Sheet(
        documents=[DocumentEntry(id=name, path=f"{name}.txt", sha256=sha256) for name in documents],
        sources=people,
        claims=list(claims),
        clusters=told(list(claims), people),
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "evidence.yaml"
    made.write_text(
        emit(sheet(claim(0, "it froze", 10), claim(1, "it thawed", 30), claim(2, "it broke", 50)))
    )
    return made


def edit(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text()
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text)


def of(text: str) -> dict[str, ClaimEntry]:
    return {each.id: each for each in parse(text).claims}


def test_the_same_reading_again_changes_not_a_letter(file: Path) -> None:
    text, moves = merge(
        file, sheet(claim(0, "it froze", 10), claim(1, "it thawed", 30), claim(2, "it broke", 50))
    )
    assert text == file.read_text()
    assert not moves
    assert moves.lines() == []


def test_comments_and_edits_survive_a_changed_report(file: Path) -> None:
    edit(
        file,
        ("    words: it thawed\n", "    words: a thaw came  # as I read it\n"),
        (
            "sources:\n  - id: ri\n    voice: insider\n",
            "# mine\nsources:\n  - id: ri\n    voice: insider\n    access: 0.4\n",
        ),
        (
            "    words: it froze\n    place: {cue: [[10, 14]], content: [[15, 19]]}\n",
            "    words: it froze\n    note: see annex\n    place: {cue: [[10, 14]], content: [[15, 19]]}\n",
        ),
    )
    again = sheet(
        claim(0, "new opening", 5), claim(1, "it froze", 110), claim(2, "it thawed", 130), sha256="2"
    )
    text, moves = merge(file, again)
    claims = of(text)
    assert "words: a thaw came  # as I read it" in text
    assert "# mine" in text
    assert "access: 0.4" in text
    assert claims["doc-c00"].note == "see annex"
    assert claims["doc-c00"].place.cue == [(110, 114)]
    assert claims["doc-c01"].place.cue == [(130, 134)]
    assert claims["doc-c03"].words == "new opening"
    assert "doc-c02" not in claims
    assert (moves.reread, moves.moved, moves.added, moves.removed) == (
        ["doc"],
        ["doc-c00", "doc-c01"],
        ["doc-c03"],
        ["doc-c02"],
    )
    assert any(line.startswith("2 claims moved to other places: doc-c00, doc-c01") for line in moves.lines())


def test_a_linked_claim_that_is_gone_is_kept_and_marked(file: Path) -> None:
    edit(file, ("    words: it broke\n", "    words: it broke\n    topic: aims\n"))
    text, moves = merge(file, sheet(claim(0, "it froze", 10), sha256="2"))
    assert of(text)["doc-c02"].gone
    assert (moves.gone, moves.removed) == (["doc-c02"], ["doc-c01"])
    file.write_text(text)
    back, moves = merge(file, sheet(claim(0, "it froze", 10), claim(1, "it broke", 50), sha256="3"))
    assert not of(back)["doc-c02"].gone
    assert moves.gone == []


def test_other_words_in_the_same_place_are_told(file: Path) -> None:
    text, moves = merge(
        file, sheet(claim(0, "it froze", 10), claim(1, "it melted", 30), claim(2, "it broke", 51), sha256="2")
    )
    assert moves.changed == ["doc-c01"]
    assert moves.moved == ["doc-c02"]
    assert of(text)["doc-c01"].words == "it melted"


def test_another_reading_of_the_same_words(file: Path) -> None:
    edit(file, ("    words: it thawed\n", "    words: my words\n"))
    other = sheet(
        claim(0, "it froze", 10, certainty="PS"),
        claim(1, "it thawed", 30, certainty="PS"),
        claim(2, "it broke", 50),
    )
    text, moves = merge(file, other)
    assert (moves.updated, moves.kept) == (["doc-c00"], ["doc-c01"])
    assert of(text)["doc-c00"].certainty == "PS"
    assert of(text)["doc-c01"].certainty == "CT"
    file.write_text(text)
    assert not merge(file, other)[1]  # told once


def test_edited_true_is_enough(file: Path) -> None:
    edit(file, ("    words: it froze\n", "    words: it froze\n    edited: true\n"))
    text, moves = merge(
        file,
        sheet(claim(0, "it froze", 10, polarity="-"), claim(1, "it thawed", 30), claim(2, "it broke", 50)),
    )
    assert of(text)["doc-c00"].polarity == "+"
    assert moves.kept == ["doc-c00"]


def test_an_analysts_own_claims_and_names_stand(file: Path) -> None:
    text = emit(sheet(claim(0, "it froze", 10), claim(1, "it thawed", 30)))
    text = text.replace("  - id: ri\n", "  - id: defector\n    aliases: [ri]\n").replace(
        "source: ri", "source: defector"
    )
    text = text.replace("chain: [ri]", "chain: [defector]")
    text += "  - {id: mine, source: defector, words: by hand}\n"
    file.write_text(text)
    merged, moves = merge(
        file, sheet(claim(0, "it froze", 10), claim(1, "it thawed", 30), claim(2, "it broke", 50))
    )
    found = parse(merged)
    assert [source.id for source in found.sources] == ["defector"]
    assert {each.source for each in found.claims} == {"defector"}
    assert "  - {id: mine, source: defector, words: by hand}" in merged
    assert (moves.added, moves.sources) == (["doc-c02"], [])


def test_a_cluster_keeps_the_name_it_was_given(file: Path) -> None:
    file.write_text(
        emit(sheet(claim(0, "it froze", 10, cluster="k"), claim(1, "it is frozen", 30, cluster="k")))
    )
    text = file.read_text().replace("cluster: k\n", "cluster: the-frost\n", 1)
    file.write_text(text)
    again = sheet(
        claim(0, "it froze", 10, cluster="k"),
        claim(1, "it is frozen", 30, cluster="k"),
        claim(2, "frost", 50, cluster="k"),
    )
    merged, _ = merge(file, again)
    assert of(merged)["doc-c02"].cluster == of(merged)["doc-c00"].cluster == "the-frost"


def test_clusters_are_told_from_what_the_sheet_now_says(file: Path) -> None:
    file.write_text(
        emit(sheet(claim(0, "it froze", 10, cluster="k"), claim(1, "it is frozen", 30, cluster="k")))
    )
    assert parse(file.read_text()).clusters[0].count == 2
    edit(
        file, ("    words: it is frozen\n", "    words: it is frozen\n    note: no, that is another frost\n")
    )
    text = file.read_text()
    at = text.rindex("    cluster: k\n", 0, text.index("clusters:"))
    file.write_text(text[:at] + text[at + len("    cluster: k\n") :])
    merged, _ = merge(
        file, sheet(claim(0, "it froze", 10, cluster="k"), claim(1, "it is frozen", 30, cluster="k"))
    )
    assert parse(merged).clusters == []


def test_a_second_document_is_added_beside_the_first(file: Path) -> None:
    more = sheet(claim(0, "snow fell", 3, document="other", source="holm"), sources=("holm",))
    text, moves = merge(file, more)
    found = parse(text)
    assert [document.id for document in found.documents] == ["doc", "other"]
    assert (moves.documents, moves.sources, moves.added) == (["other"], ["holm"], ["other-c00"])
    assert [each.id for each in found.claims][:3] == ["doc-c00", "doc-c01", "doc-c02"]


def test_links_to_what_was_removed_are_cut(file: Path) -> None:
    file.write_text(emit(sheet(claim(0, "it froze", 10), claim(1, "it froze again", 30, copy_of="doc-c00"))))
    edit(file, ("    words: it froze again\n", "    words: mine\n"))
    text, moves = merge(file, sheet(claim(0, "it froze again", 30), sha256="2"))
    assert moves.removed == ["doc-c00"]
    assert of(text)["doc-c01"].copy_of is None
    file.write_text(text)
    load_sheet(file)


def test_a_new_sheet_and_a_broken_one(tmp_path: Path) -> None:
    made = sheet(claim(0, "it froze", 10))
    text, moves = write_into(tmp_path / "new.yaml", made)
    assert parse(text) == made
    assert moves.added == ["doc-c00"]
    broken = tmp_path / "broken.yaml"
    broken.write_text("overture: 1\nclaims:\n  - {id: a, source: nobody}\n")
    with pytest.raises(FileError, match="nobody"):
        write_into(broken, made)


def test_a_document_is_known_by_its_path_or_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have = Sheet(
        documents=[DocumentEntry(id="a", path="reports/a.txt", sha256="1"), DocumentEntry(id="b", sha256="2")]
    )
    (tmp_path / "reports").mkdir()
    monkeypatch.chdir(tmp_path)
    assert known(have, tmp_path / "reports" / "a.txt", "9", tmp_path / "case") == "a"
    assert known(have, Path("moved.txt"), "2", tmp_path) == "b"
    assert known(have, Path("other.txt"), "3", tmp_path) is None
    assert known(have, Path("other.txt"), "", tmp_path) is None
