"""Whether the words for what chance picks are a whole clause: "the alarm is raised", beside "means to go on" and "the monsoon"."""

from __future__ import annotations

from collections.abc import Iterable

from overture.wording import ADVERBS, IRREGULAR

_AUXILIARIES = frozenset(
    {*IRREGULAR, *IRREGULAR.values(), "had", "did", "will", "would", "can", "cannot", "could", "may", "might", "must", "shall", "should"}
)  # fmt: skip
# Verbs with which the words for a kind of a player begin, whatever follows.
_OF_KINDS = frozenset(
    {"means", "wants", "intends", "plans", "keeps", "knows", "cares", "values", "prefers", "needs", "likes", "fears", "hopes",
     "seeks", "believes", "thinks", "bluffs", "cheats", "lies", "pays", "stays", "leaves", "gives", "takes", "holds", "loses", "wins"}
)  # fmt: skip
# Words that stand behind a verb and behind no plural noun at the beginning of a clause.
_BEHIND = frozenset(
    {"a", "an", "the", "to", "no", "nothing", "everything", "it", "them", "him", "her", "his", "its", "their", "all", "on", "off", "up", "back", "out", "only"}
)  # fmt: skip
_NOT_VERBS = frozenset(
    {"this", "his", "its", "theirs", "ours", "yours", "as", "news", "whose", "us", "series"}
)
# Words that stand before nouns: with a plural behind them they are no clause.
_OF_NOUNS = frozenset(
    {"whole", "torn", "clear", "full", "empty", "high", "low", "good", "bad", "heavy", "light", "strong", "weak", "large", "small", "big",
     "old", "new", "long", "short", "few", "many", "some", "no", "more", "less", "hard", "soft", "open", "closed", "real", "false", "true",
     "great", "little", "hidden", "public", "private", "secret", "rich", "poor", "early", "late", "one", "two", "three"}
)  # fmt: skip
_RELATIVE = frozenset({"who", "which", "that", "whose", "where", "when"})
_PAST = frozenset(
    {"rang", "came", "went", "fell", "rose", "held", "broke", "left", "won", "lost", "took", "gave", "kept", "sent", "met",
     "paid", "said", "got", "made", "found", "began", "ran", "saw"}
)  # fmt: skip


def without_subject(words: str) -> bool:
    """Whether words begin with a verb in the third person: "means to go on", "is weak", "would never cheat"."""
    listed = words.split()
    at = next((at for at, word in enumerate(listed) if word not in ADVERBS and not word.endswith("ly")), 0)
    if not listed or not listed[at][0].islower():
        return False
    first, behind = listed[at], listed[at + 1] if at + 1 < len(listed) else ""
    if first in _AUXILIARIES or first in _OF_KINDS:
        return behind not in _AUXILIARIES or first in _AUXILIARIES
    return _in_third_person(first) and behind in _BEHIND


def is_clause(words: str, subjects: Iterable[str] = ()) -> bool:
    """Whether words are a whole clause, with a subject and a verb, as far as their form shows; of a phrase of nouns False.

    Args:
        subjects: names with which a clause may begin.
    """
    if any(words.casefold().startswith(f"{name.casefold()} ") for name in subjects if name):
        return True
    if without_subject(words):
        return False
    listed = words.split()
    for at, word in enumerate(listed[1:], start=1):
        if word in _RELATIVE:  # the verb that follows is of the noun: "one who would cheat"
            return False
        if word in _AUXILIARIES or word in _PAST or word.endswith("ed"):
            return True
        # "clear skies" and "large stocks of oil" are no clauses.
        two_nouns = len(listed) == 2 and listed[0] in _OF_NOUNS
        if (
            _in_third_person(word)
            and not two_nouns
            and listed[at + 1 : at + 2] not in (["of"], ["and"], ["or"])
        ):
            return True
    return False


def _in_third_person(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and word not in _NOT_VERBS
