"""The forms of English verbs and nouns, by the rules of spelling."""

from __future__ import annotations


def forms(lemma: str) -> list[str]:
    """The regular forms of an English verb: lemma, -s, -ed, -ing, by the rules of spelling."""
    vowel = "aeiou"
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in vowel:
        third = lemma[:-1] + "ies"
    else:
        third = lemma + "s"
    if lemma.endswith("e"):
        past, participle = lemma + "d", (lemma[:-1] if not lemma.endswith("ee") else lemma) + "ing"
    elif lemma.endswith("y") and lemma[-2] not in vowel:
        past, participle = lemma[:-1] + "ied", lemma + "ing"
    else:
        past, participle = lemma + "ed", lemma + "ing"
    return [lemma, third, past, participle]
