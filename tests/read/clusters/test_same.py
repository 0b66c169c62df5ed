"""Which claims say the same thing again: counts, roots, and what must not be folded together."""

from __future__ import annotations

import pytest

from overture.read.claim import ReadClaim
from overture.read.clusters.same import Cluster, SpeakerNames, cluster, mentions_of, proposition, stem, times
from overture.read.lexicon import load_lexicon
from overture.read.reading import LoadedReader, fold


def made(text: str, content: str, name: str, **fields: object) -> ReadClaim:
    """A claim about ``content``, which must stand in ``text``."""
    start = text.index(content)
    values: dict[str, object] = {
        "source": [], "cue": [(start, start + 1)], "content": [(start, start + len(content))], "chain": [name] if name else [],
        "voice": "official" if name else "writer", "act": "assert", "polarity": "+", "certainty": "CT", "rule": "clause",
        "kind": "speech" if name else "writer",
    }  # fmt: skip
    return ReadClaim(id=f"c{start}", **{**values, **fields})  # type: ignore[arg-type]


def clusters_of(text: str, claims: list[ReadClaim]) -> list[Cluster]:
    return cluster(mentions_of("", text, claims, SpeakerNames(load_lexicon(), {})))


TEXT = (
    "the harbour was closed by the army; soldiers of the army closed the harbour; the price of wheat fell; "
    "closing the harbour is what the army did"
)


def test_the_same_again_is_one_cluster_with_its_roots() -> None:
    claims = [
        made(TEXT, "the harbour was closed by the army", "navy"),
        made(TEXT, "soldiers of the army closed the harbour", "union"),
        made(TEXT, "the price of wheat fell", "union"),
        made(TEXT, "closing the harbour is what the army did", "union"),
    ]
    first, second = clusters_of(TEXT, claims)
    assert [m.claim.id for m in first.mentions] == [claims[0].id, claims[1].id, claims[3].id]
    assert first.roots == ["navy", "union"]
    assert first.tell() == "Said three times: twice by an official (union), once by an official (navy)."
    assert claims[1].why.startswith("shares ")
    assert len(second.mentions) == 1


def test_a_denial_counts_on_the_other_side() -> None:
    claims = [
        made(TEXT, "the harbour was closed by the army", "navy"),
        made(TEXT, "soldiers of the army closed the harbour", "union", act="deny", polarity="-"),
    ]
    (only, *_) = clusters_of(TEXT, claims)
    assert len(only.mentions) == 2
    assert only.roots == ["navy"]
    assert only.tell() == "Said once: once by an official (navy). The contrary, or no answer, once."


def test_a_claim_is_not_folded_with_the_one_it_stands_in() -> None:
    claims = [
        made(TEXT, "the harbour was closed by the army", "navy"),
        made(TEXT, "soldiers of the army closed the harbour", "union"),
    ]
    claims[1].parent = claims[0].id
    assert [len(c.mentions) for c in clusters_of(TEXT, claims)] == [1, 1]


def test_a_copy_is_told_as_a_copy() -> None:
    claims = [
        made(TEXT, "the harbour was closed by the army", "navy"),
        made(TEXT, "soldiers of the army closed the harbour", "union", copy_of="c00"),
    ]
    (only, *_) = clusters_of(TEXT, claims)
    assert only.roots == ["copy of c00", "navy"]
    assert "once as a copy of another report" in only.tell()


def test_names_of_one_speaker_are_one_word() -> None:
    namer = SpeakerNames(load_lexicon(), {"kim": ["Kim", "Kim Jong Un"]})
    assert namer("Pyongyang and North Korea and the DPRK").split().count("@northkorea") == 3
    assert namer("Kim Jong Un or Kim").split() == ["@kim", "or", "@kim"]
    assert namer("turkey with bread") == "turkey with bread"


@pytest.mark.parametrize(
    ("one", "two"),
    [("offers", "offering"), ("announced", "announcement"), ("stopped", "stops"), ("denied", "denies")],
)
def test_stems_bring_forms_together(one: str, two: str) -> None:
    assert stem(one) == stem(two)


def test_who_wants_belongs_to_a_want() -> None:
    text = "The king wants peace"
    claim = made(text, "peace", "king", source=[(0, 8)], kind="act", act="want")
    assert proposition(text, claim, SpeakerNames(load_lexicon(), {})) == frozenset(
        {"~want", stem("peace"), stem("king")}
    )


def test_times() -> None:
    assert [times(n) for n in (0, 1, 2, 3, 7, 40)] == [
        "never",
        "once",
        "twice",
        "three times",
        "seven times",
        "40 times",
    ]


def test_a_headline_told_again_and_again(reader: LoadedReader) -> None:
    text = (
        "Old King Wants His Ring Back\n\n"
        "The old king wants his ring back. Asked for a reason, the palace explained that gold is gold. The old king wants his ring "
        "back because it was his mother's.\n\n"
        "It is this grief that fuels the belief that the old king wants his ring back."
    )
    found = max(fold([reader.read(text)]), key=lambda c: len(c.mentions))
    assert (
        found.tell()
        == "Said four times: three times in the writer's voice, once as a belief that nobody owns."
    )
    assert found.roots == ["nobody", "writer"]


def test_the_same_in_two_documents(reader: LoadedReader) -> None:
    one = reader.read("The navy said that the harbour of Vell was closed by the army.", "one")
    two = reader.read("A union leader said the army had closed the harbour of Vell.", "two")
    shared = [c for c in fold([one, two]) if len(c.mentions) > 1]
    assert [[m.document for m in c.mentions] for c in shared] == [["one", "two"]]
    assert shared[0].roots == ["navy", "union-leader"]
