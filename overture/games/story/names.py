"""Names that a story gives to parameters, arguments of the shape and values: words of which expressions can speak."""

from __future__ import annotations

import keyword
import re

from overture.errors import Fault

# Words that have a meaning of their own in expressions, beside those of Python.
WORDS_OF_EXPRESSIONS = ("p", "rest", "min", "max", "made", "move")


def no_name(name: str) -> Fault | None:
    """What is wrong with a name, where no expression can speak of it, with one that it can; the fault has no place yet."""
    allowed = "letters, digits and underscores, and no word of the expressions"
    if not name.isidentifier():
        word = re.sub(r"\W+", "_", name).strip("_")
        word = f"_{word}" if word[:1].isdigit() else word
        return Fault(
            "story/parameter-name",
            f"{name!r} is no name for an expression",
            "",
            allowed,
            f"write {word}" if word else "",
        )
    if not keyword.iskeyword(name) and name not in WORDS_OF_EXPRESSIONS:
        return None
    whose = (
        "of Python, in whose grammar expressions are read,"
        if keyword.iskeyword(name)
        else "of the expressions"
    )
    words = ", ".join([*sorted(WORDS_OF_EXPRESSIONS), *keyword.kwlist])
    return Fault(
        "story/parameter-name",
        f"{name!r} is a word {whose} and can be no name",
        "",
        f"any word but {words}",
        f"call it {name}_, here and in the expressions",
    )
