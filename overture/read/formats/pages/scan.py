"""Scanned pages and pictures of pages to text, by RapidOCR (extra ``ocr``), whose models are in its wheel: offline.

A page is shown to the recogniser with its longer side at :data:`LONGER_SIDE` pixels, whatever its own resolution, and
one thread computes, so the same file has the same text everywhere. The recogniser gives every word a score in [0, 1]:
how sure it is of its letters, which is no chance of being right. A word below :data:`DOUBTFUL` is doubtful.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from overture.errors import FileError
from overture.read.formats.extracted import Extracted, broken, library, without_text
from overture.read.formats.pages.reading_order import Box, in_reading_order
from overture.read.formats.pages.recognised import DOUBTFUL, Recognised
from overture.read.formats.pages.text import PageLine, page_text
from overture.read.text import Span, quoted

if TYPE_CHECKING:
    from PIL.Image import Image

LONGER_SIDE = 2000
"""Pixels of the longer side of a page as the recogniser sees it: 171 to an inch of A4."""
UNREADABLE = 0.6
"""The mean score of a file's words below which its text is not taken for what it says."""
UPRIGHT = 0.9
"""The mean score of a page's letters below which it is tried in other directions."""
MOST_SCANNED = 100
"""Pages of one file; each takes some ten seconds of a processor."""
MOST_PIXELS = 100_000_000
"""Of one picture: A3 at 600 pixels an inch has 70 million."""
MEND = 'to read scanned pages: pip install "overture[ocr]"'
# Stands behind each doubtful word until the text is whole; no recogniser writes it.
_MARK = "\ue000"
_POINTS = 842.0
"""The longer side of a page, in points: A4."""


@dataclass(frozen=True)
class PageWords:
    """What was recognised on one page: its lines from top to bottom, and each word's score in [0, 1]."""

    lines: tuple[PageLine, ...]
    words: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        """The mean score of its letters: one-letter scraps weigh little."""
        letters = sum(len(word) for word, _ in self.words)
        return sum(len(word) * score for word, score in self.words) / letters if letters else 0.0


def available() -> bool:
    """Whether scanned pages can be read here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def picture(data: bytes, where: str) -> Extracted:
    """The text of a picture: of each page of it, where it is a TIFF of several.

    Raises:
        FileError: broken, too large, without words that can be read. MissingExtra: the recogniser is not installed.
    """
    library("onnxruntime", "a picture", where, "rapidocr with onnxruntime", "ocr")
    library("rapidocr", "a picture", where, extra="ocr")
    pages = [recognise(image) for image in _frames(data, where)]
    if not any(page.words for page in pages):
        raise without_text("picture", where)
    text, running, recognised = joined([page.lines for page in pages], pages)
    refuse_unreadable(recognised, "the picture", where)
    notes = (f"lines that run on several pages were left out ({quoted(running)})",) if running else ()
    return Extracted(text, "", "", recognised.told(text), notes=notes, recognised=recognised)


def _frames(data: bytes, where: str) -> Iterator[Image]:
    """The pages of a picture, each checked by its header before it is decoded, turned as its camera was held."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of damaged metadata, which are not read, and of size, judged below
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as file:
                number = getattr(file, "n_frames", 1)
                if number > MOST_SCANNED:
                    raise too_many(f"the picture has {number:,} pages", where)
                for place in range(number):
                    file.seek(place)
                    if file.width * file.height > MOST_PIXELS:
                        raise _too_large(where)
                    yield ImageOps.exif_transpose(file)
    except FileError:
        raise
    except Image.DecompressionBombError:
        raise _too_large(where) from None
    except Exception as error:  # whatever a file makes the library raise is a fault of that file
        raise broken("a picture", where, error) from error


def _too_large(where: str) -> FileError:
    found, allowed = f"the picture has more than {MOST_PIXELS:,} pixels", f"at most {MOST_PIXELS:,} pixels"
    return FileError.of("document/size", found, where, allowed, "make it smaller")


def too_many(found: str, where: str) -> FileError:
    """The fault of a file with more scanned pages than are recognised."""
    return FileError.of("document/size", found, where, f"at most {MOST_SCANNED} scanned pages", "split it")


def refuse_unreadable(recognised: Recognised, what: str, where: str) -> None:
    """Raises FileError where the mean score is below :data:`UNREADABLE`: handwriting, or a page on its side."""
    if recognised.score < UNREADABLE:
        raise FileError.of(
            "document/scan",
            f"{what} was recognised with a mean score of {recognised.score:.2f}",
            where,
            f"print that is recognised with {UNREADABLE:.2f} or more",
            "scan it upright, at 150 pixels an inch or more",
        )


@cache
def _recogniser() -> Callable[..., Any]:
    """RapidOCR with the models of its own wheel, named by path so that it never asks the network for one."""
    from pathlib import Path

    rapidocr = library("rapidocr", "a scanned page", "", extra="ocr")
    models = Path(rapidocr.__file__).parent / "models"
    params = {
        "Global.log_level": "critical",
        "Global.max_side_len": LONGER_SIDE,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
        "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
    }
    return rapidocr.RapidOCR(params=params)  # type: ignore[no-any-return]


def fitted(image: Image) -> Image:
    """The picture in grey, its longer side at most :data:`LONGER_SIDE` pixels."""
    from PIL import Image

    if "A" in image.getbands() or image.mode == "P":  # what is transparent is paper
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        image = ground
    elif image.mode.startswith(("I;16", "I", "F")):
        low, high = image.getextrema()
        width = max(float(high) - float(low), 1.0)
        image = image.point(lambda value: (value - float(low)) * (255 / width))
    grey = image.convert("L")
    longer = max(grey.size)
    if longer > LONGER_SIDE:
        size = tuple(max(1, round(side * LONGER_SIDE / longer)) for side in grey.size)
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return grey


def recognise(image: Image) -> PageWords:
    """The words of one page, in the order in which they are read.

    A page whose mean score is below :data:`UPRIGHT` is tried in the other three directions, and the surest is taken.
    """
    grey = fitted(image)
    upright = _words(grey)
    if not upright.words or upright.score >= UPRIGHT:
        return upright
    turned = [_words(grey.rotate(angle, expand=True)) for angle in (90, 180, 270)]
    return max((upright, *turned), key=lambda page: page.score)


def _words(grey: Image) -> PageWords:
    import numpy as np

    pixels = np.asarray(grey)
    # Lines are not turned by the recogniser's own judgement: it turned whole lines of clean print upside down.
    found = _recogniser()(np.repeat(pixels[:, :, None], 3, axis=2), use_cls=False, return_word_box=True)
    if not found.txts:
        return PageWords((), ())
    boxes = [
        Box(tuple((float(x), float(y)) for x, y in corners), place)
        for place, corners in enumerate(found.boxes)
    ]
    scored = [
        [(str(word), float(score)) for word, score, _ in words] or [(text, float(whole))]
        for words, text, whole in zip(found.word_results, found.txts, found.scores, strict=True)
    ]
    scale = _POINTS / max(pixels.shape)
    lines, words = [], []
    for row in in_reading_order(boxes):
        told = " ".join(_marked(str(found.txts[box.place]), scored[box.place]) for box in row)
        lines.append(PageLine(told, _POINTS - scale * row[0].foot, 10.0))
        words += [each for box in row for each in scored[box.place]]
    return PageWords(tuple(lines), tuple(words))


def _marked(text: str, words: Iterable[tuple[str, float]]) -> str:
    """The line with a mark behind each doubtful word."""
    parts, at = [], 0
    for word, score in words:
        start = text.find(word, at)
        if start >= 0 and score < DOUBTFUL and any(map(str.isalnum, word)):
            parts.append(text[at : start + len(word)] + _MARK)
            at = start + len(word)
        elif start >= 0:
            parts.append(text[at : start + len(word)])
            at = start + len(word)
    return "".join(parts) + text[at:]


def joined(
    pages: Sequence[Sequence[PageLine]], read: Sequence[PageWords]
) -> tuple[str, list[str], Recognised]:
    """The text of the pages, the running lines left out of it, and what is said of those pages that were recognised."""
    scores = [score for page in read for word, score in page.words if any(map(str.isalnum, word))]
    told, running = page_text(pages)
    text, doubtful = unmarked(told)
    mean = sum(scores) / len(scores) if scores else 0.0
    running = [line.replace(_MARK, "") for line in running]
    return text, running, Recognised(len(read), len(scores), mean, tuple(doubtful))


def unmarked(told: str) -> tuple[str, list[Span]]:
    """The text without its marks, and the spans of the words before them."""
    *marked, rest = told.split(_MARK)
    spans, length = [], 0
    for piece in marked:
        length += len(piece)
        word = re.search(r"\S+$", piece)
        if word:
            spans.append((length - len(word.group()), length))
    return "".join([*marked, rest]), spans
