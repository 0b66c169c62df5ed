"""What a reader finds: a hit in one place, and the claim it becomes once sources and chains are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from overture.read.text import Span

VOICES = ("writer", "official", "insider", "anonymous", "expert", "document", "media", "unknown")
ACTS = ("assert", "believe", "want", "intend", "forecast", "promise", "propose", "deny")
"""What a source does with a claim."""
KINDS = ("speech", "show", "mind", "act", "react")
"""What a cue is: he utters it, a thing tells it, he holds it, he does it, he takes a stance on something said."""
POLARITIES = ("+", "-", "?")
CERTAINTIES = ("CT", "PR", "PS", "U")
CERTAINTY_WORDS = {"CT": "certain", "PR": "probable", "PS": "possible", "U": "uncommitted"}
POLARITY_WORDS = {"+": "affirmed", "-": "denied", "?": "left open"}
NOBODY = "unspecified"
"""The id of a holder that the text does not name ("the belief that ...")."""


@dataclass
class Hit:
    """A cue and what hangs on it, before anybody is identified.

    ``source``, ``cue`` and ``content`` are spans of the document's text; ``kind`` is the cue's kind
    (see ``lexicon.yaml``), ``"writer"`` for a claim without a source.
    """

    rule: str
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    act: str
    kind: str
    lemma: str = ""
    whole: bool = False
    """The content is the whole clause, cue and source included (``is seen by X as ...``)."""


@dataclass
class ReadClaim:
    """One claim of a document: who says or holds what, in whose voice, how firmly, and which rule found it.

    ``chain`` names who vouches, outermost first, the writer being implicit; ``parent`` is the claim inside
    whose content this one stands; ``heads`` are the words that decided certainty and polarity.
    """

    id: str
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    chain: list[str]
    voice: str
    act: str
    polarity: str
    certainty: str
    rule: str
    kind: str = ""
    cluster: str = ""
    parent: str | None = None
    copy_of: str | None = None
    hedges: list[Span] = field(default_factory=list)
    negations: list[Span] = field(default_factory=list)
    condition: list[Span] = field(default_factory=list)
    """Under which the claim is made ("he would close it *if relief came*"); part of the content."""
    why: str = ""
    """Why the claim stands in its cluster."""

    def to_json(self) -> dict[str, object]:
        """The fields that ``overture read --json`` prints."""
        return {
            "id": self.id,
            "source": [list(span) for span in self.source],
            "cue": [list(span) for span in self.cue],
            "content": [list(span) for span in self.content],
            "chain": self.chain,
            "voice": self.voice,
            "act": self.act,
            "polarity": self.polarity,
            "certainty": self.certainty,
            "cluster": self.cluster,
            "rule": self.rule,
            "parent": self.parent,
            "copy_of": self.copy_of,
            "hedges": [list(span) for span in self.hedges],
            "negations": [list(span) for span in self.negations],
            "condition": [list(span) for span in self.condition],
        }


def slices(text: str, spans: list[Span]) -> str:
    """The words under ``spans``, joined by a space."""
    return " ".join(text[start:end] for start, end in spans)


def hull(spans: list[Span]) -> Span:
    """The smallest span that covers all of ``spans`` (which must not be empty)."""
    return min(start for start, _ in spans), max(end for _, end in spans)


def inside(spans: list[Span], place: int) -> bool:
    """Whether the character at ``place`` lies in one of ``spans``."""
    return any(start <= place < end for start, end in spans)
