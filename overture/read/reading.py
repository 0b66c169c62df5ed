"""The front door of the reader: a text in, claims out.

    reader = load_reader()                      # loads a model once, or the lesser reader
    reading = reader.read(text, "report-1")     # -> DocumentReading: claims whose spans slice ``text``, notices
    clusters = fold([reading, other])           # -> claims that say the same again, over all documents

Nothing here opens a file or the network; documents become text in :mod:`overture.read.document`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from overture.errors import FileError
from overture.games.view import MOST_LETTERS, MOST_ROWS, as_html, count, fitted
from overture.read.claim import CERTAINTY_WORDS, POLARITY_WORDS, ReadClaim, slices
from overture.read.claims.assemble import claims as assemble
from overture.read.clusters.same import Cluster, Mention, SpeakerNames, cluster, mentions_of
from overture.read.frames.examples import unfound
from overture.read.language import readable, told
from overture.read.languages.reader import claims_in
from overture.read.languages.table import language_table, languages_told
from overture.read.lexicon import Lexicon, load_lexicon
from overture.read.parsing.model import ModelName, load, load_first
from overture.read.quotations.credits import credits, headline_sources
from overture.read.quotations.no_claims import without_headers
from overture.read.quotations.quoted_lines import quoted_lines
from overture.read.quotations.transcripts import shared, statements, turns
from overture.read.sentences import parser, plain
from overture.read.speakers.names import persons_in, slug
from overture.read.speakers.people import People
from overture.read.text import Quotes, paragraphs, quotes, straighten

if TYPE_CHECKING:
    from spacy.language import Language

READER = "overture"
LESSER = "overture (without a model)"
LONGEST_TEXT = 5_000_000
"""Characters of one document that are read; the rest is left, and said."""


@dataclass(repr=False)
class DocumentReading:
    """What was found in one document. Spans are half-open, in characters of ``text`` as it was given."""

    document: str
    text: str
    claims: list[ReadClaim]
    reader: str
    model: ModelName | None
    language: str
    """``en`` or the code of another language that was read; else the name of what the text seems to be written in."""
    notices: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Those of the notices that say what of the document was not read."""
    appositions: dict[str, list[str]] = field(default_factory=dict)
    """What the text calls each person, by the id that he has as a source: titles, appositions."""
    headline: int = 0
    """Where the headline ends; 0 where there is none."""

    def _head(self) -> list[str]:
        """What a notebook and a prompt show of it."""
        found = f"{count(len(self.claims), 'claim')} in {count(len(self.text), 'character')}"
        model = f", model {self.model}" if self.model is not None else ""
        return [
            f"Reading of {self.document or 'a document'}: {found}",
            f"reader: {self.reader}{model}",
            *self.notices,
        ]

    def __repr__(self) -> str:
        return "\n".join(fitted(line, MOST_LETTERS) for line in self._head())

    def _repr_html_(self) -> str:
        """For notebooks: a row for each claim, with who vouches for it, how it is said, and its own words."""
        import pandas as pd

        rows = [
            (
                each.id,
                ", ".join(each.chain),
                each.act,
                POLARITY_WORDS[each.polarity],
                CERTAINTY_WORDS[each.certainty],
                slices(self.text, each.content),
            )
            for each in self.claims[:MOST_ROWS]
        ]
        columns = ["claim", "who vouches", "act", "polarity", "certainty", "words"]
        frame = pd.DataFrame(rows, columns=columns)
        return as_html(self._head(), frame, len(self.claims), letters=MOST_LETTERS)


@dataclass(frozen=True)
class LoadedReader:
    """A loaded reader; make it with :func:`load_reader` and use it for many texts."""

    lexicon: Lexicon
    language: Language | None = None
    model: ModelName | None = None
    chosen: bool = False
    """The lesser reader was asked for by name: no notice is due."""

    @property
    def name(self) -> str:
        """What the evidence sheet calls this reader."""
        return READER if self.language is not None else LESSER

    def read(self, text: str, document: str = "") -> DocumentReading:
        """All claims of ``text``, in the order of their cues, each with the rule that made it.

        A text in a language that is not read yields no claims and a notice: nothing is guessed. Claims that say the same
        thing within the document already share their ``cluster``; :func:`fold` does it over documents.
        """
        notices, left = [], []
        if self.language is None and not self.chosen:
            notices.append(
                "no language model is installed: read with the lesser reader, which finds fewer claims "
                "(docs/how-to/read-a-report.md says how to install one)"
            )
        kept = text
        if len(text) > LONGEST_TEXT:
            kept = text[:LONGEST_TEXT]
            left.append(f"only the first {LONGEST_TEXT:,} of {len(text):,} characters were read")
        plain_text = straighten(kept)
        blocks = paragraphs(plain_text)
        tongue, foreign = readable(plain_text, blocks)
        if tongue != "en":
            other = None if self.chosen else self._other(tongue, document, text, kept, notices + left, left)
            return other or DocumentReading(
                document, text, [], self.name, self.model, tongue, [*notices, _unread(tongue)]
            )
        if foreign:
            left.append(told(foreign))
            skipped = {span for span, _ in foreign}
            blocks = [block for block in blocks if (block.start, block.end) not in skipped]
        headline = blocks[0].end if blocks and blocks[0].headline else 0
        found_turns, blocks = turns(plain_text, without_headers(plain_text, blocks))
        quoted = Quotes(quotes(plain_text))
        if self.language is not None:
            hits = parser.find_hits(plain_text, blocks, self.language, self.lexicon)
        else:
            hits = plain.find_hits(plain_text, blocks, self.lexicon)
        hits += credits(plain_text, blocks) + headline_sources(plain_text, blocks, self.lexicon)
        sentences = plain.sentences(plain_text, blocks)
        hits += quoted_lines(plain_text, blocks, quoted) + statements(plain_text, found_turns, sentences)
        hits = shared(plain_text, hits, found_turns)
        people = People(self.lexicon, plain_text)
        found = assemble(plain_text, hits, self.lexicon, sentences, blocks, people)
        reading = DocumentReading(document, text, found, self.name, self.model, tongue, notices + left, left)
        reading.appositions = {slug(last): told for last, told in people.appositions.items()}
        reading.headline = headline
        fold([reading], self.lexicon)
        return reading

    def _other(
        self, tongue: str, document: str, text: str, kept: str, notices: list[str], left: list[str]
    ) -> DocumentReading | None:
        """The reading of a text in another language than English, where its table and a model of it are there."""
        table = language_table(tongue)
        loaded = load_first(table.models) if table is not None else None
        if table is None or loaded is None:
            return None
        found = claims_in(kept, paragraphs(straighten(kept)), loaded[0], table)
        reading = DocumentReading(document, text, found, READER, loaded[1], table.code, notices, left)
        fold([reading], self.lexicon)
        return reading


def _unread(tongue: str) -> str:
    """Why a text that is not English was not read."""
    table = language_table(tongue)
    if not tongue:
        return "this text has too few words that tell its language: no claim was read"
    if table is not None:
        return f"the text is not English ({tongue}), and no model of {tongue} is used ({table.models[0]}): no claim was read"
    return (
        f"the text is not English ({tongue}), and the reader knows {languages_told()} only: no claim was read"
    )


def load_reader(
    model: str | None = None,
    *,
    plain_only: bool = False,
    lexicon: Path | None = None,
    frames: Path | None = None,
) -> LoadedReader:
    """A reader with the model that is named, else the first of the default ones, else without a model.

    Parameters
    ----------
    model
        the name of an installed spaCy model or the path of one
    plain_only
        use the lesser reader, without any model
    lexicon
        a file that adds words to the reader's lists (see ``lexicon.yaml``)
    frames
        a file of rows that are added to the table of frames (see ``frames/frames.yaml``); each row is tried on its example

    Raises
    ------
    MissingExtra
        where the named model, or spaCy for it, is not there
    FileError
        where ``lexicon`` or ``frames`` cannot be read, or an example of ``frames`` is not found
    """
    words = load_lexicon(lexicon, frames)
    loaded = None if plain_only else load(model)
    if loaded is None and frames is not None:
        raise FileError.of(
            "frames/parser", "rows of frames need a language model, and none is used", str(frames),
            mend="leave --plain out, or install a model (docs/how-to/read-a-report.md)",
        )  # fmt: skip
    reader = LoadedReader(words, chosen=plain_only) if loaded is None else LoadedReader(words, *loaded)
    FileError.raise_any(unfound(words.own_frames, lambda text: reader.read(text).claims))
    return reader


def fold(readings: Sequence[DocumentReading], lexicon: Lexicon | None = None) -> list[Cluster]:
    """Suggested clusters over all ``readings``, in the order of their first claim.

    Sets ``cluster`` (an id) and ``why`` (the reason) of every claim. Mark copies first (``claim.copy_of``):
    a copy is counted as a copy, and its root is the claim that it copies.
    """
    words = lexicon or load_lexicon()
    mentions: list[Mention] = []
    for reading in readings:
        namer = SpeakerNames(words, persons_in(reading.text))
        mentions += mentions_of(reading.document, reading.text, reading.claims, namer)
    return cluster(mentions)
