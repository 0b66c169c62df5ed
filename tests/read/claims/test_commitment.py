"""Nobody is given a claim that he did not make: negated subjects, conditions, futures, questions, titles, page talk."""

from __future__ import annotations

import pytest

from overture.read.claim import ReadClaim, slices
from overture.read.reading import LoadedReader, load_reader

OPEN = (
    "Neither the bank nor the mill has said that the vault is full.",
    "Neither side has admitted that the vault is full.",
    "Nobody in the town has claimed that the vault is full.",
    "No one would confirm that the vault is full.",
    "None of the clerks said that the vault was full.",
    "No minister would say that the vault is full.",
    "Not a single clerk has testified that the vault is full.",
    "Few in the town believe that the vault is full.",
    "Hardly anyone thinks that the vault is full.",
    "Only a handful of clerks believe that the vault is full.",
    "Were the bank to say that the vault is full, the strike would end.",
    "In the event that the bank says that the vault is full, the strike is over.",
    "If the bank says that the vault is full, the strike ends.",
    "Unless the clerk confirms that the vault is full, nobody will be paid.",
    "Had she said that the vault was full, the strike would have ended.",
    "Should the bank announce that the vault is full, the strike will end.",
    "Marta Hale will say tomorrow that the vault is full.",
    "Marta Hale would say that the vault is full if they asked her.",
    "Marta Hale could have said that the vault was full.",
    "Marta Hale has yet to say that the vault is full.",
    "Marta Hale did not say that the vault was full.",
    "Marta Hale has never claimed that the vault was full.",
    "Marta Hale stopped short of saying that the vault was full.",
    "Marta Hale left without saying that the vault was full.",
    "Marta Hale refused to say that the vault was full.",
    "Marta Hale was urged to say that the vault was full.",
    "Did Marta Hale say that the vault was full?",
    "Has the bank admitted that the vault is full?",
    "It is not true that Marta Hale said that the vault was full.",
    "Marta Hale denied that the bank had said that the vault was full.",
    "The clerks asked whether the bank had said that the vault was full.",
)
SAID = (
    "Marta Hale said only that the vault was full.",
    "Marta Hale went on to say that the vault was full.",
    "Marta Hale was forced to admit that the vault was full.",
    "Marta Hale called a meeting to announce that the vault was full.",
    "No fewer than six clerks said that the vault was full.",
    "A few clerks said that the vault was full.",
    "Not only the bank said that the vault was full.",
    "Marta Hale later said that the vault was full.",
    "Nobody but Marta Hale said that the vault was full.",
    "Asked if she agreed, Marta Hale said that the vault was full.",
)
ALSO_WITHOUT_A_MODEL = tuple(
    text for text in OPEN if not text.startswith(("Marta Hale was", "Marta Hale stopped", "Marta Hale left"))
)


@pytest.fixture(scope="module")
def lesser() -> LoadedReader:
    return load_reader(plain_only=True)


def of_the_vault(reader: LoadedReader, text: str) -> list[ReadClaim]:
    """The claims whose content is that the vault is full and no more."""
    found = reader.read(text + " The strike is in its second week.").claims
    told = [(claim, slices(text, claim.content).removeprefix("that ")) for claim in found]
    return [claim for claim, words in told if words.startswith("the vault")]


@pytest.mark.parametrize("text", OPEN)
def test_nobody_stands_behind_it(reader: LoadedReader, text: str) -> None:
    found = of_the_vault(reader, text)
    assert found
    assert {(claim.polarity, claim.certainty) for claim in found} == {("?", "U")}


@pytest.mark.parametrize("text", ALSO_WITHOUT_A_MODEL)
def test_nor_without_a_model(lesser: LoadedReader, text: str) -> None:
    assert all((claim.polarity, claim.certainty) == ("?", "U") for claim in of_the_vault(lesser, text))


@pytest.mark.parametrize("text", SAID)
def test_somebody_stands_behind_it(reader: LoadedReader, text: str) -> None:
    assert [(claim.polarity, claim.certainty) for claim in of_the_vault(reader, text)] == [("+", "CT")]


def test_nobody_is_no_source(reader: LoadedReader) -> None:
    for text in OPEN[:9]:
        claim = of_the_vault(reader, text)[0]
        assert (claim.rule, claim.chain, claim.voice) == ("writer/nobody", [], "writer")
        assert text.startswith(slices(text, claim.source))


def test_of_what_will_be_said_the_aides_are_the_source(reader: LoadedReader) -> None:
    text = "Marta Hale will say on Friday that the vault is full, aides said."
    inner, outer = reader.read(text).claims
    assert (outer.chain, outer.certainty) == (["aides"], "CT")
    assert (inner.chain, inner.certainty) == (["aides", "hale"], "U")
    assert inner.parent == outer.id


def test_a_belief_that_is_not_held_is_still_denied(reader: LoadedReader) -> None:
    claim = of_the_vault(reader, "Marta Hale does not believe that the vault is full.")[0]
    assert (claim.polarity, claim.certainty) == ("-", "CT")


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("The clerk said that she would open the vault if the wages came.", "if the wages came"),
        ("The clerk said that without wages she would not open the vault.", "without wages"),
        (
            "The clerk said that unless the wages came she would close the vault.",
            "unless the wages came",
        ),
        ("The clerk said that she might have opened the vault had the wages come.", "had the wages come"),
        ("The clerk warned that, should the wages fail, the vault would stay shut.", "should the wages fail"),
        (
            "The clerk said that the vault will open only if the wages come.",
            "only if the wages come",
        ),
    ],
)
def test_what_is_said_under_a_condition_is_possible(reader: LoadedReader, text: str, condition: str) -> None:
    claim = next(claim for claim in reader.read(text).claims if claim.source)
    assert claim.certainty == "PS"
    assert slices(text, claim.condition) == condition


@pytest.mark.parametrize(
    "text",
    [
        "Had the wages come, the vault would have been opened.",
        "If the wages come, the vault will be opened.",
        "Were the wages to come, the vault would be opened.",
    ],
)
def test_the_writers_own_conditions(reader: LoadedReader, text: str) -> None:
    assert {claim.certainty for claim in reader.read(text).claims} == {"PS"}


@pytest.mark.parametrize(
    "text",
    [
        "The clerk said that the vault would open even if the wages failed.",
        "The clerk said that the vault had been opened without a key.",
        "The clerk offered to open the vault if the wages came.",
    ],
)
def test_no_condition(reader: LoadedReader, text: str) -> None:
    claim = next(claim for claim in reader.read(text).claims if claim.source)
    assert (claim.certainty, claim.condition) == ("CT", [])


@pytest.mark.parametrize(
    "text",
    [
        "The choir sang “The Bells Are Silent Now”, and the clerk left.",
        "The clerk whispered “The Bells Are Silent Now” into the hall.",
        "In the “town of the seven dry wells” the clerk said little.",
        "The clerk told the “friends of the old mill” nothing.",
        "“Will the mill be sold this year?” a reporter asked.",
        "A journalist asked whether the mill would be sold.",
        "Already a member? Log in. Readers say that The Courier is the best paper in the land. Cancel any time.",
        "We and our partners say that we store cookies on your device. Privacy policy.",
    ],
)
def test_what_looks_like_a_claim_and_is_none(reader: LoadedReader, lesser: LoadedReader, text: str) -> None:
    for each in (reader, lesser):
        assert [claim.rule for claim in each.read(text).claims if claim.source] == []


def test_a_running_header_is_read_once(reader: LoadedReader) -> None:
    page = "\n\nThe Mill Gazette: clerk says vault is full\n\nThe clerk said that the vault was full on day {}.\n\nPage {} of 3"
    text = "".join(page.format(number, number) for number in (1, 2, 3)).strip()
    headers = [
        claim
        for claim in reader.read(text).claims
        if "Gazette" in text[claim.cue[0][0] - 40 : claim.cue[0][1]]
    ]
    assert (
        len(
            [
                claim
                for claim in reader.read(text).claims
                if claim.rule.startswith("clause") and "day" in slices(text, claim.content)
            ]
        )
        == 3
    )
    assert all(claim.cue[0][1] < 60 for claim in headers)


def test_a_quotation_belongs_to_the_speaker_outside_it(reader: LoadedReader) -> None:
    text = "“It will not,” the clerk said."
    claim = reader.read(text).claims[0]
    assert (slices(text, claim.source), slices(text, claim.content)) == ("the clerk", "“It will not,”")
