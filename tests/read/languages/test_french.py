"""French: each frame of its table on a sentence, who is meant, and how firmly it is said."""

from __future__ import annotations

import pytest

from overture.read.claim import ReadClaim, slices
from overture.read.languages.table import FILES, language_table
from overture.read.parsing.model import load_first
from overture.read.reading import LoadedReader, load_reader

TEXT = (
    "Le ministre Paul Holm a déclaré lundi que la mine de Lorn serait fermée avant la fin de l'année. Il a ajouté que "
    "les ouvriers avaient été prévenus. « Nous n'avons rien à cacher », a assuré sa porte-parole devant la presse.\n\n"
    "Selon un diplomate, l'accord aurait été signé lundi. Les rebelles ont démenti avoir attaqué le convoi. Le maire n'a "
    "pas dit que le pont était miné. Le syndicat réclame la réouverture du puits. Aucun responsable n'a confirmé que la "
    "route était coupée. Si le ministre disait que l'usine est sûre, personne ne le croirait. L'exploitant nie. Le pape a "
    "exhorté les dirigeants à déposer les armes."
)


@pytest.fixture(scope="module")
def french() -> dict[str, ReadClaim]:
    """The claims of the text, by their words."""
    table = language_table("French")
    assert table is not None
    pytest.importorskip("spacy")
    if load_first(table.models) is None:
        pytest.skip("no French model is installed")
    reading = load_reader().read(TEXT, "a")
    assert reading.language == "fr"
    assert reading.model is not None
    assert reading.model.name.startswith("fr_core_news")
    return {slices(TEXT, claim.content): claim for claim in reading.claims}


SAID = {
    "la mine de Lorn serait fermée avant la fin de l'année": (["holm"], "official", "assert", "+", "CT"),
    "les ouvriers avaient été prévenus": (["holm"], "official", "assert", "+", "CT"),
    "Nous n'avons rien à cacher": (["porte-parole"], "official", "assert", "+", "CT"),
    "l'accord aurait été signé lundi": (["diplomate"], "anonymous", "assert", "+", "PS"),
    "avoir attaqué le convoi": (["rebelles"], "unknown", "deny", "-", "CT"),
    "le pont était miné": (["maire"], "official", "assert", "?", "U"),
    "la réouverture du puits": (["syndicat"], "unknown", "propose", "+", "CT"),
    "": (["exploitant"], "unknown", "deny", "-", "CT"),
    "les dirigeants à déposer les armes": (["pape"], "unknown", "propose", "+", "CT"),
}
"""The words of a claim: its chain, voice, act, polarity, certainty."""


@pytest.mark.parametrize("words", SAID)
def test_who_says_what_and_how_firmly(french: dict[str, ReadClaim], words: str) -> None:
    claim = french[words]
    assert (claim.chain, claim.voice, claim.act, claim.polarity, claim.certainty) == SAID[words]


def test_what_nobody_says_is_no_claim(french: dict[str, ReadClaim]) -> None:
    assert set(french) == set(SAID)


def test_without_its_model_french_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overture.read.reading.load_first", lambda names: None)
    reading = LoadedReader(load_reader(plain_only=True).lexicon).read(TEXT)
    assert reading.claims == []
    assert reading.language == "French"
    assert reading.notices[-1] == (
        "the text is not English (French), and no model of French is used (fr_core_news_md): no claim was read"
    )


def test_every_table_is_whole() -> None:
    for name in FILES:
        table = language_table(name)
        assert table is not None
        assert table.name == name
        frames = {frame for row in table.verbs.values() for frame in row}
        assert frames <= {"clause", "quote", "infinitive", "object", "whom", "small", "about", "bare", "self"}
        assert set(table.forms.values()) <= set(table.verbs)
