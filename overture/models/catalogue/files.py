"""The files of the catalogue: found by walking the folder, and read without being run.

A file under ``overture/models`` is a model where a line of it begins with ``TOPICS =``. Its name is the name of the file
with hyphens (``cho_kreps_1987.py`` is ``cho-kreps-1987``), unless a line ``NAME = "..."`` says another. Its topics are its
folder and what that line lists. Its first sentence is the first line of its docstring.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from overture.errors import FileError
from overture.wording import did_you_mean

FOLDER = Path(__file__).resolve().parents[1]
_TOPICS = re.compile(r"^TOPICS(?:: [^=]+)? = (\(.*?\))$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r'^NAME = ("[^"\n]+")$', re.MULTILINE)
LISTED = "a name that overture models lists"  # what is allowed, as messages say it


@dataclass(frozen=True)
class ModelFile:
    """A model of the catalogue, as its file tells it without being run.

    Attributes:
        name: in the catalogue. module: to import. topics: sorted words.
        about: the first line of its docstring. text: the whole docstring.
    """

    name: str
    module: str
    topics: tuple[str, ...]
    about: str
    text: str

    def speaks_of(self, words: Iterable[str]) -> bool:
        """Whether each of the words stands in its name, its topics or its docstring, in whatever case."""
        said = f"{self.name} {' '.join(self.topics)} {self.text}".casefold()
        return all(word.casefold() in said for word in words)


@cache
def model_files() -> dict[str, ModelFile]:
    """name -> the model, sorted by name. Raises FileError where two files bear one name."""
    found: dict[str, ModelFile] = {}
    for path in sorted(FOLDER.rglob("*.py")):
        each = _read(path)
        if each is None:
            continue
        if each.name in found:
            raise FileError.of(
                "models/name-twice",
                f"two models of the catalogue are called {each.name!r}: {found[each.name].module} and {each.module}",
                mend="name one of the files otherwise",
            )
        found[each.name] = each
    return dict(sorted(found.items()))


def names() -> tuple[str, ...]:
    """The names of all models of the catalogue, sorted."""
    return tuple(model_files())


def listed(topic: str = "", words: Iterable[str] = ()) -> tuple[ModelFile, ...]:
    """The models of a topic that speak of all the words, sorted by name; without either, all of them.

    Raises:
        FileError: no model has this topic; it lists those there are.
    """
    asked = tuple(words)
    known = topics()
    if topic and topic not in known:
        raise FileError.of(
            "models/topic",
            f"no model of the catalogue has the topic {topic!r}",
            "overture models",
            ", ".join(known),
            did_you_mean(topic, known),
        )
    return tuple(
        each
        for each in model_files().values()
        if (not topic or topic in each.topics) and each.speaks_of(asked)
    )


def topics() -> tuple[str, ...]:
    """All topics of the catalogue, sorted."""
    return tuple(sorted({topic for each in model_files().values() for topic in each.topics}))


def find_file(name: str) -> ModelFile:
    """The model with this name. Raises FileError with what is close."""
    found = model_files().get(name)
    if found is None:
        raise FileError.of(
            "models/unknown",
            f"no game of the catalogue is called {name!r}",
            "",
            LISTED,
            did_you_mean(name, names()),
        )
    return found


def _read(path: Path) -> ModelFile | None:
    """What a file tells of its model; None where it is none."""
    source = path.read_text(encoding="utf-8")
    stated = _TOPICS.search(source)
    if stated is None:
        return None
    room = path.parent.relative_to(FOLDER).parts
    named = _NAME.search(source)
    text = _docstring(source)
    return ModelFile(
        name=ast.literal_eval(named[1]) if named else path.stem.replace("_", "-"),
        module=".".join(("overture.models", *room, path.stem)),
        topics=tuple(sorted({*room, *ast.literal_eval(stated[1])})),
        about=text.splitlines()[0] if text else "",
        text=text,
    )


def _docstring(source: str) -> str:
    """The docstring with which a file begins; empty where it begins with none."""
    opened = re.match(r'r?"""(.*?)"""', source, re.DOTALL)
    return opened[1].strip() if opened else ""
