"""The evidence sheet out: YAML that a person edits, one block a claim, an empty ``event`` waiting in each."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel

from overture.evidence.identity import people
from overture.evidence.sheet import ClaimEntry, ClusterEntry, DocumentEntry, Sheet, SourceEntry

HEADER = """\
# Evidence sheet. `overture read` proposes it; you edit it. What you edit, a later reading leaves alone.
#   sources  whoever can vouch. Add what you judge: access, accuracy, says_anyway, interest, reasons, ...
#   same_as  X?  asks whether a source is X (same_because says why); they count once until you answer:
#            same_as: X  they are one;  distinct_from: [X]  they are two.
#   claims   link one to the game with  event: intent == "deceive"  (says: false where it denies it).
#            Without an event a claim is kept and moves nothing. words may be put into your own.
#   place    spans of characters of the document's text; cluster: claims that seem to say the same.
#   copy_of  a repetition, or a copy from another report: it counts as the claim that it repeats.
#   clusters are told from the claims whenever the sheet is written: do not edit them.
"""
# What a reader fills, and an analyst may change; the rest of a claim is the analyst's alone.
READ = (
    "document", "source", "chain", "words", "place", "voice", "act", "polarity", "certainty", "cluster", "rule",
    "copy_of", "inside", "why",
)  # fmt: skip
JUDGED = ("source", "chain", "words", "voice", "act", "polarity", "certainty", "cluster", "copy_of")
"""The fields whose change shows that an analyst was here."""


def fingerprint(claim: ClaimEntry | Mapping[str, Any]) -> str:
    """A short hash of what a reader wrote into a claim: where it no longer fits, an analyst edited the claim."""
    fields = claim if isinstance(claim, Mapping) else claim.model_dump()
    told = [fields.get(name) or None for name in JUDGED]
    return digest(json.dumps(told, ensure_ascii=False, default=list))


def digest(words: str) -> str:
    """The first twelve hexadecimal digits of a SHA-256."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def emit(sheet: Sheet, header: str = HEADER) -> str:
    """The sheet as YAML. :func:`overture.evidence.sheet.load_sheet` gives the same sheet back."""
    lists = {
        "documents": [emit_entry(entry) for entry in sheet.documents],
        "sources": [emit_entry(entry) for entry in sheet.sources],
        "claims": [emit_claim(entry) for entry in sheet.claims],
        "clusters": [emit_entry(entry) for entry in sheet.clusters],
    }
    parts = [header + "overture: 1\n"]
    for key, blocks in lists.items():
        if blocks or key != "clusters":
            parts.append(f"{key}:\n" + "".join(blocks) if blocks else f"{key}: []\n")
    return "\n".join(parts)


def emit_claim(claim: ClaimEntry) -> str:
    """One claim as an item of the list, a line before it, and ``event`` even where it is empty."""
    text = "\n" + emit_entry(claim)
    return text if claim.event else text + "    event:\n"


def emit_entry(entry: DocumentEntry | SourceEntry | ClaimEntry | ClusterEntry) -> str:
    """An entry as an item of a list; fields that say nothing are left out."""
    lines = [
        f"{name}: {value}" for name, value in ((n, _value(v)) for n, v in _fields(entry)) if value is not None
    ]
    return "  - " + "\n    ".join(lines) + "\n"


def _fields(entry: BaseModel) -> list[tuple[str, Any]]:
    """The fields that differ from the model's defaults, in the model's order."""
    values = ((name, getattr(entry, name), default) for name, default in _defaults(type(entry)).items())
    return [(name, value) for name, value, default in values if default is _REQUIRED or value != default]


_REQUIRED = object()


@cache
def _defaults(model: type[BaseModel]) -> dict[str, object]:
    """Each field of a model with its default, or :data:`_REQUIRED`."""
    return {
        name: _REQUIRED if field.is_required() else field.get_default(call_default_factory=True)
        for name, field in model.model_fields.items()
    }


def _value(value: Any) -> str | None:
    """A value in YAML's flow style, on one line."""
    if isinstance(value, BaseModel):
        value = dict(_fields(value))
        if not value:
            return None
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(k))}: {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(each) or "null" for each in value) + "]"
    return repr(value)


_PLAIN = re.compile(r"[A-Za-z][\w./ ()'’-]*", re.ASCII)
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def scalar(words: str) -> str:
    """``words`` plain where YAML reads them as they are, else in double quotes."""
    if (
        _PLAIN.fullmatch(words)
        and words == words.strip()
        and words.lower() not in _WORDS
        and not re.fullmatch(r"[0-9a-fA-F]+|[+-]?\.?(?:inf|nan)", words.lower())
    ):
        return words
    quoted = json.dumps(words, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in quoted)


def told(claims: Sequence[ClaimEntry], sources: Sequence[SourceEntry]) -> list[ClusterEntry]:
    """The clusters of a sheet, from its claims: each that has more than one, with its count and its roots.

    A claim inside another of its cluster is not counted, nor one of the rarer sign. A root is a man or a body that
    can vouch; a copy or a repetition has its original's, and what nobody owns has none. Sources that ``same_as`` takes
    for one are one root, and ``says`` tells which were.
    """
    by_id = {claim.id: claim for claim in claims}
    nobody = {source.id for source in sources if source.voice is None and source.id == NOBODY}
    one = people(Sheet(sources=list(sources)))
    groups: dict[str, list[ClaimEntry]] = {}
    for claim in claims:
        if claim.cluster and not claim.gone:
            groups.setdefault(claim.cluster, []).append(claim)
    entries = []
    for name, group in groups.items():
        if len(group) < 2:
            continue
        ids = {claim.id for claim in group}
        free = [claim for claim in group if claim.inside not in ids]
        signs = [claim.polarity for claim in free]
        sign = max(dict.fromkeys(signs), key=signs.count)
        counted = [claim for claim in free if claim.polarity == sign]
        kinds: dict[str, int] = {}
        for claim in counted:
            how = _how(claim, by_id, nobody)
            kinds[how] = kinds.get(how, 0) + 1
        named = {_first(claim, by_id).source for claim in counted} - nobody
        roots = {one.get(name, name) for name in named}
        parts = [f"{times(n)} {how}" for how, n in sorted(kinds.items(), key=lambda item: -item[1])]
        says = f"Said {times(len(counted))}: {', '.join(parts)}."
        if len(free) > len(counted):
            says += f" The contrary, or no answer, {times(len(free) - len(counted))}."
        folded = sorted(each for each in named if one.get(each, each) != each)
        says += "".join(f" {each} is taken for {one[each]}." for each in folded)
        entries.append(ClusterEntry(id=name, count=len(counted), roots=sorted(roots), says=says))
    return entries


NOBODY = "unspecified"
_VOICES = {
    "official": "by an official", "insider": "by an insider", "anonymous": "by a source without a name",
    "expert": "by an expert", "media": "by the media", "document": "by a document",
    "unknown": "by somebody without a known role",
}  # fmt: skip


def _how(claim: ClaimEntry, by_id: Mapping[str, ClaimEntry], nobody: set[str]) -> str:
    original = by_id.get(claim.copy_of or "")
    if original is not None and original.document != claim.document:
        return "as a copy of another report"
    if claim.source in nobody:
        return f"as a {'belief' if claim.act == 'believe' else 'claim'} that nobody owns"
    if claim.voice in (None, "writer"):
        return "in the writer's voice"
    named = _VOICES[str(claim.voice)]
    return named if claim.source == claim.voice else f"{named} ({claim.source})"


def _first(claim: ClaimEntry, by_id: Mapping[str, ClaimEntry]) -> ClaimEntry:
    seen = {claim.id}
    while claim.copy_of in by_id and claim.copy_of not in seen:
        seen.add(str(claim.copy_of))
        claim = by_id[str(claim.copy_of)]
    return claim


_TIMES = ("never", "once", "twice", "three times", "four times", "five times", "six times", "seven times",
          "eight times", "nine times", "ten times", "eleven times", "twelve times")  # fmt: skip


def times(number: int) -> str:
    """``1`` as "once", ``7`` as "seven times"."""
    return _TIMES[number] if number < len(_TIMES) else f"{number} times"
