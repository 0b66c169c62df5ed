"""Who a source is: names, pronouns, roles, chains and voices, by small own texts."""

from __future__ import annotations

import pytest

from overture.read.claim import slices
from overture.read.lexicon import load_lexicon
from overture.read.reading import LoadedReader
from overture.read.speakers.names import head_of, is_person_name, last_name, proper_names, take_apart
from overture.read.speakers.people import People
from overture.read.speakers.voice import voice_of


def chains(reader: LoadedReader, text: str) -> list[list[str]]:
    return [claim.chain for claim in reader.read(text).claims]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Anna Brandt said the road is open. Anna said that the bridge holds.", ["brandt", "brandt"]),
        ("Mary Poll, the mayor, lives there. Mary said that the dam leaks.", ["poll"]),
        (
            "Anna Brandt said it stands. Anna Olk said that it fell. Anna said that it holds.",
            ["brandt", "olk", "anna"],
        ),
        (
            "Anna Brandt said that it stands. Tom Brandt said that it fell. Brandt said that he saw it.",
            ["anna-brandt", "tom-brandt", "tom-brandt"],
        ),
        ("George Washington crossed. Washington said that it is ready.", ["washington"]),
    ],
)
def test_first_names_alone_and_last_names_of_two(
    reader: LoadedReader, text: str, speakers: list[str]
) -> None:
    assert [chain[0] for chain in chains(reader, text) if chain] == speakers


@pytest.mark.parametrize(
    ("phrase", "head", "name", "person"),
    [
        ("Halvard's president, Tomas Rehn,", "Halvard's president", "Tomas Rehn", True),
        ("Maro Lindqvist, a former negotiator who left in 2021", "Maro Lindqvist", "Maro Lindqvist", True),
        ("Prime Minister Sofia Holm of Halland", "Prime Minister Sofia Holm", "Sofia Holm", True),
        (
            "the Institute for Arms Control in Lund",
            "the Institute for Arms Control in Lund",
            "Institute for Arms Control in Lund",
            False,
        ),
        ("The minutes, seen by the Vell Courier", "The minutes", "", False),
        ("two people familiar with the talks", "two people", "", False),
        ("the weekly Sentinel", "the weekly Sentinel", "Sentinel", False),
    ],
)
def test_a_phrase_is_taken_apart(phrase: str, head: str, name: str, person: bool) -> None:
    part = take_apart(phrase)
    assert (part.head, part.name, part.person) == (head, name, person)


def test_names() -> None:
    assert last_name("Ri Il Kyu") == "Ri"
    assert last_name("Anneke de Vries") == "Vries"
    assert proper_names("the Pellian daily Morgenruf") == ["Pellian", "Morgenruf"]
    assert head_of("a letter dated 3 March, signed by the minister")[0] == "a letter"
    assert is_person_name("Tomas Rehn")
    assert not is_person_name("Marrow Strait")
    assert not is_person_name("Ministry of Water")


@pytest.mark.parametrize(
    ("phrase", "voice"),
    [
        ("two people familiar with the talks", "anonymous"),
        ("A senior official, who asked not to be named", "anonymous"),
        ("a villager", "unknown"),
        ("Observers", "anonymous"),
        ("Maro Lindqvist, a former trade negotiator who left the country", "insider"),
        ("A defector who served in the rocket forces", "insider"),
        ("Harbour records seen by this newspaper", "document"),
        ("Satellite images", "document"),
        ("the coast guard", "official"),
        ("A spokesman for the mediators", "official"),
        ("Varnia's state radio", "official"),
        ("The armed group known as the Brothers", "unknown"),
        ("Residents", "unknown"),
        ("a dozen bakers", "unknown"),
        ("Maria Lopez, a nurse", "unknown"),
        ("Tom Reed", "unknown"),
        ("A taxi driver", "unknown"),
        ("A driver of the president who fled in May", "insider"),
        ("The mining company", "unknown"),
        ("Pastor Ole Brun", "unknown"),
        ("the rebel commander", "unknown"),
        ("Foreign Minister Orlo Vant", "official"),
        ("the Tessalian coast guard", "official"),
        ("the interior ministry", "official"),
        ("Moscow", "official"),
        ("Two diplomats", "anonymous"),
        ("the Vell Courier", "media"),
        ("Several foreign outlets", "media"),
        ("Experts at the Hallen Institute", "expert"),
        ("Fatou Diallo, a researcher at the university", "expert"),
        ("the Institute for Arms Control", "expert"),
    ],
)
def test_whose_voice(phrase: str, voice: str) -> None:
    lexicon = load_lexicon()
    assert voice_of(lexicon, take_apart(phrase, common=lexicon.common)) == voice


def test_a_state_is_official_where_the_text_shows_that_it_is_one(reader: LoadedReader) -> None:
    text = "Vellany said that the port was shut. The parliament of Vellany is to vote in June."
    assert reader.read(text).claims[0].voice == "official"
    assert reader.read("Vellany said that the port was shut.").claims[0].voice == "unknown"


def test_a_role_goes_along_with_the_name(reader: LoadedReader) -> None:
    text = "Jonas Ekker, who managed the dam until his resignation, said it leaks. Ekker said that nobody listens to him."
    assert [claim.voice for claim in reader.read(text).claims][:2] == ["insider", "insider"]


def test_he_is_the_last_person_in_view(reader: LoadedReader) -> None:
    text = (
        "Andrei Kolt said the plant was open. The president of Osmark, Lars Hveem, visited the plant on Monday. "
        "He said that it was empty."
    )
    assert chains(reader, text)[-1] == ["hveem"]


def test_she_is_no_he(reader: LoadedReader) -> None:
    text = "The queen, Maria Holt, said the bridge was safe. Her brother, Karl Holt-Berg, said it was old. She said that she would cross it."
    assert chains(reader, text)[-1] == ["holt"]


def test_the_official_is_the_one_introduced_before(reader: LoadedReader) -> None:
    text = 'A palace official said the king was ill. "He cannot walk," the official said.'
    assert chains(reader, text) == [["palace-official"], ["palace-official"]]


def test_a_state_its_capital_and_its_government_are_one(reader: LoadedReader) -> None:
    text = (
        "Moscow said the ship was lost. Russia denied that it had been armed. "
        "The Russian government said that it would pay. The government of Russia said that it was sorry."
    )
    assert {chain[0] for chain in chains(reader, text)} == {"russia"}


def test_a_person_is_no_place(reader: LoadedReader) -> None:
    text = (
        "Valeska Paris, a former member, said the ship was a prison. Paris claims that her papers were taken."
    )
    assert {chain[0] for chain in chains(reader, text)} == {"paris"}


def test_speaker_and_holder_of_the_belief(reader: LoadedReader) -> None:
    text = "Minister Ilse Brandt says that the cabinet regards the strait as a prize."
    outer, inner = reader.read(text).claims
    assert (outer.chain, inner.chain) == (["brandt"], ["brandt", "cabinet"])
    assert inner.parent == outer.id
    assert (outer.act, inner.act) == ("assert", "believe")
    assert inner.voice == outer.voice == "official"


def test_an_echo_names_whom_it_echoes(reader: LoadedReader) -> None:
    text = "The daily Morgenruf, quoting HNA, wrote that the list had been accepted."
    claim = reader.read(text).claims[0]
    assert (claim.chain, claim.voice) == (["morgenruf", "hna"], "media")


def test_quoted_by_stands_before(reader: LoadedReader) -> None:
    text = "According to a palace official quoted by the weekly Sentinel, the king is ill."
    assert chains(reader, text)[0] == ["sentinel", "palace-official"]


def test_i_in_a_quotation_is_its_speaker(reader: LoadedReader) -> None:
    text = '"I think the list is false," Anneke Voss said.'
    assert all(chain == ["voss"] for chain in chains(reader, text))


def test_nobody_owns_a_bare_belief(reader: LoadedReader) -> None:
    text = "It is that rumour which fuels the belief that the king is ill."
    claim = next(c for c in reader.read(text).claims if c.rule == "noun/unowned")
    assert (claim.chain, claim.voice, claim.source) == (["unspecified"], "writer", [])


def test_what_stands_inside_a_denial_is_not_denied_twice(reader: LoadedReader) -> None:
    text = "Ilse Brandt says that the king thinks Osmark will never pay."
    outer, inner = reader.read(text).claims
    assert (outer.polarity, inner.polarity) == ("+", "-")


def test_people_of_an_empty_phrase() -> None:
    people = People(load_lexicon(), "The king said so.")
    assert people.of("The king said so.", []).id == "unspecified"


def test_a_cue_inside_a_source_is_no_claim(reader: LoadedReader) -> None:
    text = "A former aide to Idriss Kane, who asked that his name be withheld, said the talks were dead."
    assert [slices(text, claim.cue) for claim in reader.read(text).claims] == ["said"]


def test_given_names_tell_he_from_she(reader: LoadedReader) -> None:
    text = "Petra Dorn said the treaty was dead. Viktor Sand said it was alive. She said that he was wrong."
    assert chains(reader, text)[-1] == ["dorn"]
