"""Reading many texts: the parser's store of words does not grow."""

from __future__ import annotations

import random

import pytest

from overture.read.reading import load_reader


def test_the_words_of_a_text_are_forgotten() -> None:
    reader = load_reader()
    if reader.language is None:
        pytest.skip("no language model is installed")
    draw = random.Random(7)

    def text() -> str:
        name = "".join(draw.choice("bcdfghklmnprst") + draw.choice("aeiou") for _ in range(5)).capitalize()
        return f"The {name} ministry said on Monday that {name} had closed the port. {name} denied that it was open."

    reader.read(text())
    before = len(reader.language.vocab.strings)
    found = [reader.read(text()) for _ in range(60)]
    assert all(reading.claims for reading in found)
    assert len(reader.language.vocab.strings) - before < 20
