"""Names that a reader can tell apart: of players, of sides, and of choices."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

AUDIENCES = ("everybody", "nobody")  # what stands for players where it is said who sees something
PRONOUNS = ("i", "me", "you", "he", "him", "she", "her", "it", "we", "us", "they", "them")
LONGEST_INITIALS = 5  # letters
ALLOWED_NAME = "one line of text that tells each player from all others, and is no pronoun"


def as_read(text: str) -> str:
    """A text as a reader sees it: blanks at its ends and repeated ones are none, and an accent is one with its letter."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def same_name(one: str, other: str) -> bool:
    """Whether sentences cannot tell two names apart: a name at the beginning of a sentence has a capital letter."""
    return as_read(one).casefold() == as_read(other).casefold()


def reserved(name: str) -> str:
    """Why a name can be no player's in sentences: "is a pronoun"; "" where it can.

    Two or more capital letters are a short name, as of a state or a firm: "US" and "IT" can.
    """
    word = as_read(name).casefold()
    if word in AUDIENCES:
        return "says who sees something"
    if initials(as_read(name)):
        return ""
    return "is a pronoun, of which sentences make another person" if word in PRONOUNS else ""


def initials(word: str) -> bool:
    """Whether a word is a short name in capital letters: "US", "IT", "SAS"."""
    return 2 <= len(word) <= LONGEST_INITIALS and word.isupper()


def name_slips(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(player, what is wrong with his name), for players and how sentences name them."""
    before: dict[str, str] = {}
    for player, name in names.items():
        if not name.strip():
            yield player, f"the name {name!r} of {player!r} is blank"
        elif len(f"{name}.".splitlines()) > 1:
            yield player, f"the name {name!r} of {player!r} has a line break"
        elif (why := reserved(name)) and player not in (*AUDIENCES, "I"):  # the first of players I and II
            yield player, f"the name {name!r} of {player!r} {why}"
        else:
            twin = next((each for each, told in before.items() if same_name(told, name)), None)
            if twin is not None:
                yield player, f"{twin!r} and {player!r} are both called {name!r}"
        before[player] = name
