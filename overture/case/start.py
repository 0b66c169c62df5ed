"""A whole case from a template: its story, the case file and an empty evidence sheet, in the names of the people it is about."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date as Date
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from typing import get_args
from uuid import uuid4

from overture.case.load import load
from overture.errors import Fault, FileError
from overture.filing import load_yaml
from overture.games.story.schema import Pronoun
from overture.naming import as_read, reserved, same_name
from overture.sinks import one_line
from overture.wording import agreeing, capital, did_you_mean, plural

TEMPLATES = (
    "freeze", "ceasefire", "swap", "ransom", "settlement", "takeover", "inspection", "sanctions", "election", "alliance",
)  # fmt: skip
_NAME = re.compile(r"\w[\w .&'’-]*")  # a name that can stand anywhere in a file
SHEET = """# Evidence sheet. `overture read DOCUMENT --into CASE` proposes sources and claims; you link them to the game and judge them.
overture: 1
documents: []
sources: []
claims: []
"""


@dataclass(frozen=True)
class NamedSide:
    """A side of a case: its name in sentences, and its pronoun."""

    name: str
    pronoun: str


@dataclass(frozen=True)
class Template:
    """A case that can be begun from. ``them`` and ``us`` are the sides as it names them; ``words`` say what it is about."""

    name: str
    title: str
    words: str
    them: NamedSide
    us: NamedSide


def _folder(name: str) -> Path:
    return Path(str(files("overture.models").joinpath("templates", name)))


def template(name: str) -> Template:
    """The template of that name. Raises FileError naming the others."""
    if name not in TEMPLATES:
        raise FileError.of(
            "new/template", f"no template is called {name!r}", "--like", ", ".join(TEMPLATES), did_you_mean(name, TEMPLATES)
        )  # fmt: skip
    said, _ = load_yaml(_folder(name) / "template.yaml", "a template")
    return Template(name, said["title"], said["words"], NamedSide(**said["them"]), NamedSide(**said["us"]))


def start_case(
    folder: Path,
    like: str,
    date: Date,
    them: NamedSide | None = None,
    us: NamedSide | None = None,
    title: str | None = None,
) -> Path:
    """Write a new case into a folder that is not there yet, or empty; the case file's path.

    Args:
        like: the template. date: of the case. them, us: the sides, where not as the template has them. title: of the case.
            Blanks at the ends of names and of the title are left out.

    Raises:
        FileError: no such template, a folder that holds something, or a name or title that cannot stand in a file; nothing is written.
    """
    base = template(like)
    them, us = _as_read(them or base.them), _as_read(us or base.us)
    title = base.title if title is None else title.strip(" ")
    faults = [*_sides("them", them), *_sides("us", us)]
    if same_name(them.name, us.name):
        faults.append(Fault("new/name", f"both sides are called {us.name!r}", "--us", "two names"))
    if one_line(title) != title or not title.strip():
        faults.append(
            Fault(
                "new/name",
                f"the title {title!r}",
                "--title",
                "one line of text, without signs that a terminal obeys",
            )
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        faults.append(
            Fault("new/folder", "there is something there already", str(folder), "a new or empty folder")
        )
    FileError.raise_any(faults)
    texts = case_texts(like, date, them, us, title)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = folder.parent / f".{folder.name}.{uuid4().hex}"
    made.mkdir()  # as open as the user's umask lets it be
    try:
        for name, text in texts.items():
            (made / name).write_text(text, encoding="utf-8")
        (made / "evidence.yaml").write_text(SHEET, encoding="utf-8")
        load(made)
        if folder.exists():
            folder.rmdir()
        os.replace(made, folder)
    except BaseException:
        rmtree(made, ignore_errors=True)
        raise
    return folder / "case.yaml"


def case_texts(like: str, date: Date, them: NamedSide, us: NamedSide, title: str) -> dict[str, str]:
    """The story and the case file of a template in the names of two sides: name of the file -> text."""
    said = {
        "<them>": them.name, "<us>": us.name, "<Them>": capital(them.name), "<Us>": capital(us.name), "<they>": them.pronoun,
        "<their pronoun>": them.pronoun, "<our pronoun>": us.pronoun,
        "<one who>": "one that" if them.pronoun == "it" else "one who", "<title>": json.dumps(title, ensure_ascii=False), "<date>": date.isoformat(),
    }  # fmt: skip
    many = {"them": plural(them.name, them.pronoun), "us": plural(us.name, us.pronoun)}
    found = {}
    for name in ("story.yaml", "case.yaml"):
        text = (_folder(like) / name).read_text(encoding="utf-8")
        found[name] = _filled(text, said, many)
    return found


def _as_read(side: NamedSide) -> NamedSide:
    """A side by its name as a reader sees it: blanks at its ends are left out, and repeated ones are one."""
    return replace(side, name=as_read(side.name) if side.name.isprintable() else side.name)


def _sides(option: str, side: NamedSide) -> list[Fault]:
    found = []
    if not _NAME.fullmatch(side.name):
        found.append(
            Fault(
                "new/name",
                f"the name {side.name!r}",
                f"--{option}",
                "letters, digits, spaces, points, hyphens, apostrophes and &",
            )
        )
    elif why := reserved(side.name):
        found.append(
            Fault("new/name", f"the name {side.name!r} {why}", f"--{option}", "a name, as in the bank")
        )
    return [*found, *pronoun_faults(option, side.pronoun)]


def pronoun_faults(option: str, pronoun: str) -> list[Fault]:
    """That a pronoun is none, if it is; ``option``: "them" or "us"."""
    known = get_args(Pronoun)
    if pronoun in known:
        return []
    return [Fault("new/pronoun", f"the pronoun {pronoun!r}", f"--{option}-pronoun", ", ".join(known))]


def _filled(text: str, said: Mapping[str, str], many: Mapping[str, bool]) -> str:
    """A template with its slots filled at once: ``<them>``, ``<Them offers>`` with the verb that the name takes, and ``<one who>`` for their kinds, as their pronoun wants it."""

    def words(slot: re.Match[str]) -> str:
        if slot[2]:
            return f"{said[f'<{slot[2]}>']} {agreeing(slot[3], many[slot[2].lower()])}"
        return said[slot[0]]

    return re.sub(rf"({'|'.join(map(re.escape, said))})|<([Tt]hem|[Uu]s) (\w+)>", words, text)
