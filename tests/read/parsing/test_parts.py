"""Parts of speech from tags and relations: beside spaCy's own, word by word."""

from __future__ import annotations

from importlib import import_module

import pytest

from overture.read.parsing.model import UNUSED, find, load
from overture.read.parsing.parts import COMPONENT, part_of
from tests.read.small_texts import ROWS


@pytest.mark.parametrize(
    ("tag", "relation", "word", "part"),
    [
        ("VBZ", "ROOT", "is", "AUX"),
        ("VBD", "aux", "had", "AUX"),
        ("VBD", "ROOT", "had", "VERB"),
        ("IN", "mark", "that", "SCONJ"),
        ("IN", "prep", "of", "ADP"),
        ("DT", "nsubj", "this", "PRON"),
        ("DT", "det", "this", "DET"),
        ("NN", "nsubj", "nobody", "PRON"),
        ("RB", "neg", "n't", "PART"),
        ("NNP", "nsubj", "Kim", "PROPN"),
        ("QQ", "nsubj", "x", "X"),
    ],
)
def test_a_part(tag: str, relation: str, word: str, part: str) -> None:
    assert part_of(tag, relation, word) == part


def test_beside_the_table_of_the_model() -> None:
    loaded, place = load(), find()
    if loaded is None or place is None:
        pytest.skip("no language model is installed")
    language, _ = loaded
    if COMPONENT not in language.pipe_names:
        pytest.skip("this model sets parts of speech in its own way")
    full = import_module("spacy").load(place[1], exclude=list(UNUSED))
    texts = [row.text for row in ROWS]
    pairs = [
        (ours, theirs)
        for one, two in zip(language.pipe(texts), full.pipe(texts), strict=True)
        for ours, theirs in zip(one, two, strict=True)
    ]
    different = [(a.text, a.pos_, b.pos_) for a, b in pairs if a.pos_ != b.pos_]
    assert len(different) <= 0.02 * len(pairs), different
