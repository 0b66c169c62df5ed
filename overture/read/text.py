"""A document's text made ready for a reader, character for character: offsets stay true.

Every function here keeps the length of the text, so that a span found in the prepared text slices the
original one exactly.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

Span = tuple[int, int]


def listed(words: str) -> tuple[str, ...]:
    """The words of a list that is written as one string."""
    return tuple(words.split())


_STRAIGHT = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\t": " ", "\r": " ", "\f": "\n", "\v": "\n", "\ufeff": " ",
        "\u2028": "\n", "\u2029": "\n", "\u200b": " ", "\x00": " ", "–": "-",
    }
)  # fmt: skip
# A quotation between single marks: it opens before a word and closes after a stop or a comma.
_SINGLE = re.compile(r"(?<![\w'\"])'(?=[A-Z])((?:[^'\n\"]|(?<=\w)'(?=\w)){8,600}?[,.!?])'(?![\w'])")
_SMALL = frozenset(
    listed(
        """
        a an the and or nor but of in on at to by for from with as is are was were be been has have had
        will would may might could should can must not no that this it its his her their he she they we
        you who what why how when where if than then into over under after before about against says
        said say wants want back
    """
    )
)


LEARNT = 200_000
"""Characters of a text from which the case of its words is learnt."""


@dataclass(frozen=True)
class ParagraphSpan:
    """One paragraph: where it lies in the text, and whether it is a headline."""

    start: int
    end: int
    headline: bool = False


def straighten(text: str) -> str:
    """``text`` with curly quotes straight and odd spaces plain, one character for one.

    Doubled single quotes (two apostrophes, or two backquotes) become one double quote and a space.
    """
    plain = text.translate(_STRAIGHT)
    plain = re.sub(r"``", ' "', plain)
    plain = _SINGLE.sub(lambda m: f'"{m.group(1)}"', plain)
    return re.sub(r"''", '" ', plain)


def paragraphs(text: str) -> list[ParagraphSpan]:
    """The paragraphs of ``text``: a blank line ends one, and so does a line end unless the line is wrapped.

    A line counts as wrapped where the next one begins in lower case, or where it is about as long as the
    longest lines around it and does not end a sentence. A short first line without a full stop is a headline.
    """
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    if not lines:
        return []
    lengths = sorted(end - start for start, end in lines)
    typical = lengths[int(0.9 * (len(lengths) - 1))]
    hard_wrapped = typical <= 100 and len(lines) > 3
    found: list[list[int]] = []
    previous: Span | None = None
    for start, end in lines:
        joined = False
        if previous is not None and text[previous[1] : start].count("\n") == 1:
            before, after = text[slice(*previous)].rstrip(), text[start:end].lstrip()
            ends = before[-1:] in ".!?:\"'”’)" or before.endswith(("---", "==="))
            if (
                (after[:1].islower() and not ends)
                or (hard_wrapped and not ends and previous[1] - previous[0] > 0.6 * typical)
                or (hard_wrapped and ends and previous[1] - previous[0] > 0.75 * typical and len(found) > 1)
            ):
                joined = True
        if joined:
            found[-1][1] = end
        else:
            found.append([start, end])
        previous = (start, end)
    result = []
    for place, (start, end) in enumerate(found):
        raw = text[start:end]
        lead = len(raw) - len(raw.lstrip(" #*>-=_"))
        tail = len(raw) - len(raw.rstrip())
        if start + lead >= end - tail:
            continue
        start, end = start + lead, end - tail
        body = text[start:end]
        bare = body[-1:] not in ".!?\"';,:" and "\n" not in body and len(body.split()) <= 20
        result.append(
            ParagraphSpan(start, end, bare and (place == 0 or (lead > 0 and raw.lstrip()[:1] == "#")))
        )
    return result


class Cases:
    """Which words a text writes small and which are names in it: what a headline in title case is judged by."""

    def __init__(self, body: str) -> None:
        self.body = body[:LEARNT]
        self._sets: tuple[frozenset[str], frozenset[str]] | None = None

    def sentence(self, headline: str) -> str:
        """A headline in title case, in the case of a sentence: words that the body writes small become small.

        Names keep their capitals because the body writes them so. Same length.
        """
        words = re.findall(r"[^\W\d_]+", headline)
        if len(words) < 3 or sum(word[0].isupper() for word in words) < 0.7 * len(words):
            return headline
        if self._sets is None:
            small = frozenset(re.findall(r"(?<![\w'])[a-z][a-z]+", self.body)) | _SMALL
            self._sets = small, frozenset(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", self.body))
        seen, named = self._sets

        def lower(match: re.Match[str]) -> str:
            word = match.group()
            keep = match.start() == 0 or (word in named and word.lower() not in _SMALL)
            return word if keep or word.lower() not in seen else word.lower()

        return re.sub(r"[A-Z][a-z]*", lower, headline)


def sentence_case(headline: str, body: str) -> str:
    """One headline by :class:`Cases`."""
    return Cases(body).sentence(headline)


def trim(text: str, start: int, end: int, *, stops: bool = True) -> Span | None:
    """``[start, end)`` without spaces at its edges and, with ``stops``, without a closing stop outside quotes."""
    while start < end and text[start] in " \n\t,;:-—–.":
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "—"):
        end -= 1
    if stops:
        while start < end and text[end - 1] in ".,;:—- ":
            if text[end - 1] == "." and re.search(
                r"(?:\b[A-Z]\.)+$|\b(?:Mr|Mrs|Dr|Inc|Corp)\.$", text[start:end]
            ):
                break
            end -= 1
    return (start, end) if start < end else None


def quotes(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The double-quoted passages of straightened ``text``, quotation marks included.

    A quotation that runs over paragraphs repeats its opening mark at each; it is one passage. A mark that is
    never closed is left alone.
    """
    end = len(text) if end is None else end
    found: list[Span] = []
    opened: int | None = None
    for match in re.finditer(r'"', text[start:end]):
        place = start + match.start()
        if opened is None:
            orphan = _unopened(text, place, found[-1][1] if found else start)
            if orphan is not None:
                found.append(orphan)
                continue
            after = text[place + 1 : place + 2]
            if (after and not after.isspace()) or text[place + 1 : place + 3].strip():
                opened = place
            continue
        before = text[max(0, place - 1)]
        back = place
        while back > 0 and place - back < 40 and text[back - 1] == " ":
            back -= 1
        starts_line = back > 0 and text[back - 1] == "\n"
        if starts_line or (before in " (" and text[place + 1 : place + 2].isalnum()):
            if not starts_line:
                opened = place  # a mark was lost: the new opening wins
            continue
        if place - opened > 6000:
            opened = None
            continue
        found.append((opened, place + 1))
        opened = None
    return found


def _unopened(text: str, place: int, last: int) -> Span | None:
    """The quotation that a mark at ``place`` closes though none was opened in its line: an opening mark was lost."""
    if text[max(0, place - 1) : place] not in (",", ".", "!", "?") or text[place + 1 : place + 2].strip():
        return None
    begin = max(text.rfind("\n", 0, place) + 1, last)
    words = text[begin:place].split()
    fits = text.rfind("\n", 0, place) + 1 >= last and len(words) > 3
    return (begin + len(text[begin:place]) - len(text[begin:place].lstrip()), place + 1) if fits else None


class Quotes:
    """The quotations of a text, found by place; in order and apart from each other."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self.starts = [start for start, _ in spans]

    def around(self, place: int) -> Span | None:
        """The quotation in which ``place`` stands, or None."""
        at = bisect_right(self.starts, place) - 1
        return self.spans[at] if at >= 0 and place < self.spans[at][1] else None

    def between(self, low: int, high: int) -> list[Span]:
        """The quotations that begin in ``[low, high)``."""
        return self.spans[bisect_left(self.starts, low) : bisect_left(self.starts, high)]


def words(text: str) -> list[Span]:
    """The words of ``text`` as spans: what the scorer's overlap counts."""
    return [match.span() for match in re.finditer(r"\w+(?:['’]\w+)?", text)]


def quoted(lines: list[str], most: int = 3) -> str:
    """The first of ``lines``, in quotation marks, and how many more there are."""
    more = f" and {len(lines) - most} more" if len(lines) > most else ""
    return "; ".join(f"“{line[:60]}”" for line in lines[:most]) + more
