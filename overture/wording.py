"""Words that are made everywhere: lists, close names, and what the libraries that read our files say, told to whoever wrote the file."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from overture.errors import Fault
from overture.formats import VERSION_ERROR, yaml_fault
from overture.naming import initials

_CLOSE = "close it at the end of the text"
NOT_CLOSED = Fault("file/yaml", "a quotation mark is opened and never closed", "", "valid YAML", _CLOSE)
DECIMAL_COMMA = Fault(
    "file/yaml", "a comma inside a number cuts it in two", "", "numbers with a point", "write 0.5, not 0,5"
)

# What YAML says -> what it means to somebody who writes sentences into a file, and the mend.
_PLAIN_WORDS = (
    ("mapping values are not allowed", "a colon where none can stand",
     "a sentence with a colon in it goes into quotes; else look at how far the line is indented"),
    ("but got ':'", "a colon inside brackets, or a bracket that is not closed before this line",
     "a sentence with a colon or a comma in it goes into quotes; close each { and [ that is opened"),
    ("but got '<scalar>'", "words after a closed quotation inside brackets, or a comma missing between two entries",
     "put the whole value in one pair of quotes, and a comma after it"),
    ("but got '<stream end>'", "a bracket is opened here and never closed",
     "close it; a sentence with a # in it goes into quotes"),
    ("unexpected end of stream", "a quotation mark is opened and never closed", _CLOSE),
    ("expected ',' or", "something inside brackets that is neither the next entry nor their end",
     "put a comma between two entries, and a sentence with brackets in it into quotes"),
    ("found character '\\t'", "a tab at the start of a line", "indent with spaces"),
    ("that cannot start any token", "a value begins with a sign that YAML keeps for itself", "put it in quotes"),
    ("found undefined alias", "a value begins with *, which YAML keeps for itself", "put it in quotes"),
    ("but found '<scalar>'", "words after a closed quotation, or a line that is not indented like its neighbours",
     "put the whole value in single quotes, and write '' for an apostrophe inside them"),
    ("expected <block end>", "a line that is not indented like its neighbours", "give it as many spaces as they have"),
    ("sequence entries are not allowed", "a list that begins on the line of its key", "begin it on the next line"),
    ("expected chomping", "a value begins with > or |, which YAML keeps for long texts", "put it in quotes"),
    ("could not find expected ':'", "a line without the colon that a key has, or a key of more than 1,024 letters",
     "write key: value; a sentence that runs on is indented"),
    ("but found another document", "a second document in the file (---)", "one document"),
)  # fmt: skip


def unreadable(error: Any) -> Fault:
    """What YAML cannot read, in plain words."""
    said = str(error.problem)
    opened, stopped = error.context_mark, error.problem_mark
    since = (
        f" (opened in line {opened.line + 1})" if opened and stopped and opened.line < stopped.line else ""
    )
    for sign, words, mend in _PLAIN_WORDS:
        if sign in said:
            return Fault("file/yaml", words + since * ("bracket" in words), "", "valid YAML", mend)
    return Fault("file/yaml", said, "", "valid YAML")


def twice(said: str) -> Fault:
    """A key that stands twice; a bare number that does is the second half of a number with a comma."""
    if re.search(r'duplicate key "-?\d+" with value "None"', said):
        return DECIMAL_COMMA
    return Fault("file/yaml", said.partition(" with value")[0], "", "each key once", "leave one of them out")


MEANT = "did you mean {!r}?"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ "did you mean 'tau'?" where one of ``known`` is close to ``word``, or holds it; else ""."""
    known = list(known)
    close = get_close_matches(word, known, 1)
    if not close and len(word) > 2:
        close = sorted((each for each in known if word.casefold() in each.casefold()), key=len)
    return MEANT.format(close[0]) if close else ""


# pydantic's kinds of error -> what must stand there.
_KINDS = (
    (("finite_number",), "the number must be finite", ""),
    (("model_type", "dict_type"), "keys with values must stand here", "key: value"),
    (("list_type", "tuple_type"), "a list must stand here", "[one, other], or lines that begin with a dash"),
    (("string_type",), "words must stand here", ""),
    (("float_type", "float_parsing"), "a number must stand here", "a number"),
    (("int_type", "int_parsing", "int_from_float"), "a whole number must stand here", "a whole number"),
    (("bool_type", "bool_parsing"), "true or false must stand here", "true, false"),
    (
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "a date must stand here",
        "year-month-day, as in 2026-11-22",
    ),
    (("invalid_key",), "a key must be a word", "a word, or a number in quotes"),
    (
        ("time_type", "time_parsing", "datetime_type", "datetime_parsing"),
        "a time must stand here",
        "year-month-day, as in 2026-11-22",
    ),
    (
        ("missing_argument", "none_required", "is_instance_of", "union_tag_invalid", "union_tag_not_found"),
        "another kind of value must stand here",
        "",
    ),
)
# pydantic's bounds on how much there is -> the name of the bound, and what is counted.
_LENGTHS = {
    "too_short": ("min_length", "at least", "entry", "entries"), "too_long": ("max_length", "at most", "entry", "entries"),
    "string_too_short": ("min_length", "at least", "letter", "letters"), "string_too_long": ("max_length", "at most", "letter", "letters"),
}  # fmt: skip
# The kinds whose words are those of our own checks.
_OWN_WORDS = ("value_error", "assertion_error")
# pydantic's bounds -> the word for them.
_BOUNDS = {
    "greater_than": ("gt", "greater than"), "greater_than_equal": ("ge", "greater than or equal to"),
    "less_than": ("lt", "less than"), "less_than_equal": ("le", "less than or equal to"),
}  # fmt: skip
# What our own checks of a value say -> what is allowed.
_OWN = (("not in rising order", "low <= mode <= high"), ("is not below high", "low < high"))


def refused(item: Any) -> Fault:
    """A value that the form of the file does not allow, without its place. ``item``: one of pydantic's errors."""
    kind, given = item["type"], item.get("input")
    shown = f" (found {given!r})" if isinstance(given, str | int | float | bool) else ""
    if kind == VERSION_ERROR:
        return yaml_fault(item["ctx"])
    for kinds, words, allowed in _KINDS:
        if kind in kinds:
            if kind == "string_type" and isinstance(given, bool):
                allowed = f'a word in quotes: "{str(given).lower()}"'
            return Fault("file/value", words + shown, "", allowed, rewritten(given))
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return Fault(
            "file/value", f"{given!r} is out of bounds", "", f"a number {words} {item['ctx'][key]:g}"
        )
    if kind == "literal_error":
        expected = item["ctx"]["expected"]
        mend = did_you_mean(str(given), re.findall(r"'([^']*)'", expected))
        return Fault("file/value", f"{given!r} is none of what can stand here", "", expected, mend)
    if kind in _LENGTHS:
        key, words, one, many = _LENGTHS[kind]
        size = len(given) if hasattr(given, "__len__") else 0
        bound = item["ctx"][key]
        found = f"{size} {one if size == 1 else many}" if size else "nothing stands here"
        return Fault("file/value", found, "", f"{words} {bound} {one if bound == 1 else many}")
    if kind not in _OWN_WORDS and _is_of_pydantic(kind):
        return Fault("file/value", f"this value cannot stand here{shown}")
    said = item["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    allowed = next((allowed for sign, allowed in _OWN if sign in said), "")
    return Fault("file/value", said[0].lower() + said[1:] + shown, "", allowed)


def _is_of_pydantic(kind: str) -> bool:
    """Whether a kind of error is pydantic's, and not one of ours."""
    from typing import get_args

    from pydantic_core.core_schema import ErrorType

    return kind in get_args(ErrorType)


def rewritten(given: object) -> str:
    """How to write a percentage, a number with a comma, or a date in another order; "" for anything else."""
    text = given.strip() if isinstance(given, str) else ""
    if share := re.fullmatch(r"(-?\d+(?:[.,]\d+)?) ?%", text):
        return f"write {float(share[1].replace(',', '.')) / 100:g}"
    if re.fullmatch(r"-?\d+,\d+", text):
        return f"write {text.replace(',', '.')}"
    if parts := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text):
        try:
            return f"write {date(int(parts[3]), int(parts[2]), int(parts[1])).isoformat()}"
        except ValueError:
            return ""
    return ""


def in_letters(name: object) -> str:
    """The name of a file, or a word of a command, as text that can be written: bytes that are no UTF-8 become ``\\xe9``.

    Where a machine is told that all names are ASCII, names that are UTF-8 all the same are shown as they are.
    """
    return os.fsencode(str(name)).decode("utf-8", "backslashreplace")


def as_command(*words: object) -> str:
    """``overture`` with its words, as they are typed into a shell."""
    return shlex.join(["overture", *map(in_letters, words)])


def listed(parts: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def capital(text: str) -> str:
    """The text with a large first letter."""
    return text[:1].upper() + text[1:]


# Nouns that are plural without an s.
_GROUPS = frozenset({"people", "police", "men", "women", "children"})
# Nouns that end in s and are one thing.
_SINGULAR = frozenset({"news", "series", "politics", "economics", "gas"})


def plural(name: str, pronoun: str) -> bool:
    """Whether a name takes a plural verb: "the rebels offer", but "the front offers", with *they* for both."""
    return pronoun == "they" and _is_plural(name)


def _is_plural(name: str) -> bool:
    last = name.split()[-1] if name.split() else ""
    if initials(last):
        return False
    last = last.lower()
    if last in _GROUPS or last.endswith(("men", "people")):
        return True
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) and last not in _SINGULAR


def shows(move: str, label: str) -> str:
    """What chance showed where there are no words for it: "the report is “breach”", "the accounts are “warning”".

    Args:
        move: in words. label: of the choice.
    """
    return f"the {move} {be(move)} “{as_words(label)}”"


def be(noun: str) -> str:
    """ "is", or "are" of a noun that is plural: of "accounts", and of "accounts in period 2"."""
    head = re.sub(r"\{[^}]*\}", "", noun).replace("_", " ").partition(" in ")[0]
    return "are" if _is_plural(head) else "is"


def agreeing(phrase: str, many: bool) -> str:
    """A verb phrase in the third person as its subject wants it: "offers a truce", or "offer a truce" for many."""
    if not many or not phrase:
        return phrase
    words = phrase.split(" ")
    at = 0
    while at + 1 < len(words) and (words[at] in ADVERBS or words[at].endswith("ly")):
        at += 1
    words[at] = _base(words[at])
    for here in range(at + 2, len(words) - 1):  # "leaves the town and gives the road up"
        if words[here - 1] in ("and", "or", "but", "then") and words[here + 1] in _OBJECTS:
            words[here] = _base(words[here])
    return " ".join(words)


IRREGULAR = {"is": "are", "was": "were", "has": "have", "does": "do"}
ADVERBS = frozenset({"never", "always", "also", "only", "then", "soon", "still", "often", "not"})
# Words that begin what a verb is done to: the word before them is a verb, where "and" stands before that.
_OBJECTS = frozenset({"the", "a", "an", "it", "them", "him", "her", "no", "none", "nothing", "everything", "all", "every", "some", "to"})  # fmt: skip


def _base(verb: str) -> str:
    if verb.endswith((",", ";", ":")):
        return _base(verb[:-1]) + verb[-1]
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    if verb.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def kind_words(name: str, words: Callable[[str], str]) -> str:
    """A class of equilibrium by its name, the signals in it in words: "pooling on a thin freeze".

    Args:
        words: of a choice of the signal, by its label.
    """
    for over in ("pooling on ", "babbling over "):
        head, found, rest = name.partition(over)
        if found:
            inside, number = re.fullmatch(r"(.*?)(\)?(?: \(\d+\))?)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
            return f"{head}{found}{', '.join(map(words, inside.split(', ')))}{number}"
    return name


def as_words(label: str) -> str:
    """A label of a move or a choice that has no words, as a reader sees it: its underscores are spaces."""
    return " ".join(label.split("_")) if label.strip("_") else label
