"""Templates in the names of any two sides: no verb and no pronoun disagrees with the name beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest
from ruamel.yaml import YAML

from overture.case.start import TEMPLATES, NamedSide, case_texts
from overture.games.story.file import game_of_story
from overture.games.story.schema import Pronoun, Story
from overture.games.story.writing.words import told
from overture.games.telling.trial import outline
from overture.wording import agreeing, plural

# One name that takes a plural verb with "they", and one that never does, for each side.
NAMES = [("the Rebels", "the Ministers"), ("Acme", "the Senate")]
# What may stand between a name and its verb, or in its place: words of sentences, and verbs that no name changes.
NO_VERB = {"would", "will", "may", "can", "and", "in", "at", "of", "for", "after", "that", "is", "are", "has", "have", "beside", "with", "mainly"}  # fmt: skip


def sentences(like: str, them: NamedSide, us: NamedSide) -> str:
    """All that a template says in these names: its story told, and the words of its case."""
    texts = case_texts(like, date(2026, 11, 22), them, us, "a title")
    story = Story.model_validate(YAML(typ="safe").load(texts["story.yaml"]))
    case = YAML(typ="safe").load(texts["case.yaml"])
    lines = told(story, outline(game_of_story(story)))
    return "\n".join([*lines, case["question"], *_words(case)])


def _words(part: object, key: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for name, each in part.items():
            yield from _words(each, "words" if key in ("words", "nouns") else str(name))
    elif isinstance(part, list):
        for each in part:
            yield from _words(each, key)
    elif key in ("words", "why"):
        yield str(part)


def disagreements(text: str, side: NamedSide) -> list[str]:
    """Names and pronouns with a verb of the other number: of a plural one no verb ends in s, of any other each does."""
    found = []
    for subject, many in (
        (side.name, plural(side.name, side.pronoun)),
        (side.pronoun, side.pronoun == "they"),
    ):
        for verb in re.findall(
            rf"(?:^|[.;:,]|\bif|\bnot|\bIf|-|\d\.) *{re.escape(subject)} ([a-z]+)\b", text, re.I | re.M
        ):
            third = verb.endswith("s") and not verb.endswith("ss")
            if verb not in NO_VERB and third is many:
                found.append(f"{subject} {verb}")
        asked = r"(?<!would )(?<!did )(?<!could )(?<!will )"  # "what would he have"
        strong = re.findall(rf"{asked}\b{re.escape(subject)} (is|are|has|have|was|were)\b", text, re.I)
        found += [f"{subject} {verb}" for verb in strong if (verb in ("are", "have", "were")) is not many]
    return found


@pytest.mark.parametrize("like", TEMPLATES)
def test_verbs_and_pronouns_agree_with_every_side(like: str) -> None:
    for pronoun in get_args(Pronoun):
        for one, other in NAMES:
            them, us = NamedSide(one, pronoun), NamedSide(other, pronoun)
            text = sentences(like, them, us)
            assert [*disagreements(text, them), *disagreements(text, us)] == [], (pronoun, one)
            foreign = {"he", "she", "his", "him", "her", "hers"} - {"he": {"he"}, "she": {"she"}}.get(
                pronoun, set()
            )
            assert not foreign & set(re.findall(r"[a-z]+", text.lower())), (pronoun, one)


def test_the_rule_finds_what_disagrees() -> None:
    rebels, acme = NamedSide("the Rebels", "they"), NamedSide("Acme", "it")
    assert disagreements("1. The Rebels makes no offer.", rebels) == ["the Rebels makes"]
    assert disagreements("If the Rebels has it: they wants it.", rebels)
    assert disagreements("1. Acme keep the copy.", acme) == ["Acme keep"]
    assert disagreements("1. Acme keeps the copy; it wants more.", acme) == []


@pytest.mark.parametrize(
    ("phrase", "many"),
    [
        ("freezes it", "freeze it"), ("releases everything", "release everything"), ("refuses it", "refuse it"), ("goes on", "go on"),
        ("secretly cheats", "secretly cheat"), ("leaves the town and gives the road up", "leave the town and give the road up"),
        ("offers proof and guarantors", "offer proof and guarantors"), ("denies it", "deny it"), ("passes", "pass"), ("seizes it", "seize it"),
        ("hand everybody over", "hand everybody over"), ("has a weak defence", "have a weak defence"), ("vetoes it", "veto it"),
    ],
)  # fmt: skip
def test_a_verb_phrase_for_many(phrase: str, many: str) -> None:
    assert agreeing(phrase, True) == many
    assert agreeing(phrase, False) == phrase
