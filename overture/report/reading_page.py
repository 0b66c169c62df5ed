"""The page of a reading: the text with its claims marked, who vouches for each, what is said again.

One self-contained file: it opens offline, fetches nothing, and reads without JavaScript. With it, a click shows
a claim and its chain, and a claim can be linked to an event; the edited sheet is then saved by the browser.
What is shown is the sheet, with all that an analyst has edited, over the text of its documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from overture.evidence.sheet import ClaimEntry, ClusterEntry, DocumentEntry, Sheet, SourceEntry
from overture.read.claim import CERTAINTY_WORDS
from overture.report.reading_lines import editable
from overture.sinks import to_page

if TYPE_CHECKING:
    from jinja2 import Environment

VOICES = {
    "writer": "the writer's own voice", "official": "an official", "insider": "an insider",
    "anonymous": "a source without a name", "expert": "an expert", "document": "a document", "media": "the media",
    "unknown": "somebody without a known role",
}  # fmt: skip
POLARITIES = {"+": "", "-": "denied", "?": "left open"}
ACTS = {
    "assert": "stated", "believe": "a belief", "want": "a wish", "intend": "an intention", "forecast": "a forecast",
    "promise": "a promise", "propose": "an offer", "deny": "a denial",
}  # fmt: skip


@dataclass(frozen=True)
class TextRun:
    """A run of text that the same claims cover: ``marks`` are claims whose cue begins here."""

    text: str
    claims: tuple[str, ...]
    look: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A claim as the page shows it. ``tag`` is its mark in the text: the voice's letter, a number, a sign."""

    claim: ClaimEntry
    tag: str
    source: str
    chain: tuple[str, ...]
    facts: tuple[str, ...]
    decided: tuple[str, ...]
    editable: bool

    @property
    def voice(self) -> str:
        return self.claim.voice or "none"


@dataclass(frozen=True)
class PageDocument:
    """A document of the page: its text in pieces (none where the text is not at hand) and its claims."""

    document: DocumentEntry
    pieces: tuple[TextRun, ...]
    cards: tuple[Card, ...]


def render(
    texts: Mapping[str, str],
    sheet: Sheet,
    written: str,
    file_name: str = "evidence.yaml",
    events: Sequence[str] = (),
) -> str:
    """The page as HTML.

    Args:
        texts: document id -> its text, which the spans of the sheet slice.
        sheet: what is shown. written: the same sheet as YAML, which the page edits and saves.
        file_name: the name under which it is saved. events: what a claim may be linked to, offered as one types.
    """
    from markupsafe import Markup

    lines = editable(written)
    parts = _parts(texts, sheet, frozenset(lines))
    context: dict[str, Any] = {
        "style": Markup(_text("reading.css")),
        "script": Markup(_text("reading.js")),
        "title": _title(sheet),
        "parts": parts,
        "clusters": [(entry, _members(sheet, entry)) for entry in sheet.clusters],
        "voice": {card.claim.id: card.voice for part in parts for card in part.cards},
        "tag": {card.claim.id: card.tag for part in parts for card in part.cards},
        "sources": {entry.id: entry for entry in sheet.sources},
        "events": list(events),
        "voices": VOICES,
        "certainties": CERTAINTY_WORDS,
        "used": {claim.voice for claim in sheet.claims},
        "data": {"text": written, "name": file_name, "claims": lines},
        "readers": _readers(sheet),
        "linked": sum(bool(claim.event) for claim in sheet.claims),
    }
    return to_page(_environment().get_template("reading.html").render(context))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("overture.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _text(name: str) -> str:
    return files("overture.report").joinpath("templates", name).read_text(encoding="utf-8")


def _title(sheet: Sheet) -> str:
    if len(sheet.documents) == 1:
        return sheet.documents[0].title or sheet.documents[0].id
    return f"{len(sheet.documents)} reports"


def _readers(sheet: Sheet) -> list[str]:
    """Who read: name and model, each once."""
    found = {
        " ".join(part for part in (each.name, each.version) if part)
        + (f" with {each.model} {each.model_version}" if each.model else "")
        for document in sheet.documents
        if (each := document.reader) is not None
    }
    return sorted(found)


def _members(sheet: Sheet, cluster: ClusterEntry) -> list[ClaimEntry]:
    return [claim for claim in sheet.claims if claim.cluster == cluster.id and not claim.gone]


def _parts(texts: Mapping[str, str], sheet: Sheet, can_edit: frozenset[str]) -> list[PageDocument]:
    sources = {entry.id: entry for entry in sheet.sources}
    parts = []
    for document in sheet.documents:
        claims = [claim for claim in sheet.claims if claim.document == document.id]
        text = texts.get(document.id, "")
        cards = tuple(
            _card(number, claim, text, sources, claim.id in can_edit)
            for number, claim in enumerate(claims, 1)
        )
        shown = [card for card in cards if not card.claim.gone and _fits(card.claim, text)]
        parts.append(PageDocument(document, tuple(pieces(text, shown)), cards))
    return parts


def _fits(claim: ClaimEntry, text: str) -> bool:
    """Whether the spans lie in the text: an edited place may not."""
    return all(
        end <= len(text)
        for spans in (claim.place.source, claim.place.cue, claim.place.content)
        for _, end in spans
    )


def _card(
    number: int, claim: ClaimEntry, text: str, sources: Mapping[str, SourceEntry], can_edit: bool
) -> Card:
    voice = claim.voice or ""
    sign = {"-": "−", "?": "?"}.get(claim.polarity or "", "")
    source = sources.get(claim.source)
    facts = [VOICES.get(voice, ""), ACTS.get(claim.act or "", ""), POLARITIES.get(claim.polarity or "", ""),
             CERTAINTY_WORDS.get(claim.certainty or "", "")]  # fmt: skip
    decided = []
    for what, spans in (("certainty", claim.place.certainty), ("polarity", claim.place.polarity)):
        said = " … ".join(" ".join(text[start:end].split()) for start, end in spans if end <= len(text))
        if said:
            decided.append(f"{what} by “{said}”")
    chain = ["the writer", *(_name(link, sources) for link in claim.chain)]
    return Card(
        claim,
        f"{voice[:1].upper() or '·'}{number}{sign}",
        (source.name or source.id) if source is not None else claim.source,
        tuple(chain),
        tuple(fact for fact in facts if fact),
        tuple(decided),
        can_edit,
    )


def _name(link: str, sources: Mapping[str, SourceEntry]) -> str:
    entry = sources.get(link)
    if entry is not None and entry.name:
        return entry.name
    return "somebody who is not named" if link == "unspecified" else link.replace("-", " ")


def pieces(text: str, cards: Sequence[Card]) -> list[TextRun]:
    """``text`` cut where any claim's source, cue or content begins or ends. Joined, the pieces are ``text``.

    A piece looks as the innermost claim does whose content it is in (or, outside of all contents, whose source).
    """
    edges = {0, len(text)}
    begins: dict[int, list[str]] = {}
    covers: list[tuple[int, int, int, str, Card]] = []  # start, end, size of the content, role, card
    for card in cards:
        place = card.claim.place
        size = sum(end - start for start, end in place.content)
        for role, spans in (("content", place.content), ("cue", place.cue), ("who", place.source)):
            for start, end in spans:
                edges |= {start, end}
                covers.append((start, end, size, role, card))
        first = min((s for s, _ in place.cue or place.content or place.source), default=None)
        if first is not None:
            begins.setdefault(first, []).append(card.claim.id)
    covers.sort(key=lambda cover: cover[0])
    result = []
    active: list[tuple[int, int, int, str, Card]] = []
    at = 0
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        while at < len(covers) and covers[at][0] <= start:
            active.append(covers[at])
            at += 1
        active = [cover for cover in active if cover[1] > start]
        ids = tuple(dict.fromkeys(cover[4].claim.id for cover in sorted(active, key=lambda c: c[2])))
        result.append(TextRun(text[start:end], ids, _look(active), tuple(begins.get(start, ()))))
    return result


def _look(covers: Sequence[tuple[int, int, int, str, Card]]) -> str:
    if not covers:
        return ""
    inside = [cover for cover in covers if cover[3] == "content"]
    first = min(inside or covers, key=lambda cover: cover[2])
    claim = first[4].claim
    looks = [f"voice-{claim.voice or 'none'}"]
    if inside:
        looks += ["content", f"sure-{claim.certainty or 'none'}"]
    looks += [role for role in ("cue", "who") if any(cover[3] == role for cover in covers)]
    return " ".join(looks)
