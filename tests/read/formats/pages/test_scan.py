"""Pictures of pages: their words, how surely they were read, and what is refused before anything is decoded."""

from __future__ import annotations

import io
import re
import struct
import sys
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from overture.errors import FileError, MissingExtra
from overture.read.batch import Batch, Read
from overture.read.document import load_document
from overture.read.formats.pages import scan
from overture.read.formats.pages.recognised import Recognised
from overture.read.formats.pages.text import PageLine
from overture.read.reading import load_reader
from overture.read.sheet.account import account
from overture.read.sheet.propose import together
from tests.read.reports import pdf

WORDS = ("Ada Holm said that the mine would be", "closed. Rebels denied that.")
HEIGHTS = (700.0, 686.0)


@cache
def drawn(form: str) -> bytes:
    """The words as black print on a white page."""
    image, draw, font = (pytest.importorskip(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont"))
    page = image.new("L", (760, 760), 255)
    for n, line in enumerate(WORDS):
        draw.Draw(page).text((40, 60 + 50 * n), line, font=font.load_default(36), fill=0)
    out = io.BytesIO()
    page.save(out, form)
    return out.getvalue()


def written(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def read_as(monkeypatch: pytest.MonkeyPatch, *pages: scan.PageWords) -> None:
    """What the recogniser is to find, page by page."""
    found = iter(pages)
    monkeypatch.setattr(scan, "available", lambda: True)
    monkeypatch.setattr(scan, "recognise", lambda image: next(found))


def told(*lines: str, score: float = 0.99) -> scan.PageWords:
    words = tuple((word.removesuffix("\ue000"), score) for line in lines for word in line.split())
    return scan.PageWords(tuple(PageLine(line, 700 - 14 * n, 10.0) for n, line in enumerate(lines)), words)


def test_print_is_read_and_said_to_be_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one test that runs the models: a page of a PDF is drawn, its words are found and read."""
    pytest.importorskip("rapidocr")
    pytest.importorskip("pypdfium2")
    monkeypatch.setattr(scan, "LONGER_SIDE", 760)  # a small page, for speed
    document = load_document(written(tmp_path, "page.pdf", drawn("PDF")))
    assert " ".join(document.text.split()) == " ".join(WORDS)
    assert document.recognised is not None
    assert document.recognised.pages == 1
    assert document.recognised.words == 12
    assert document.recognised.score > 0.95
    assert re.search(
        r"; rapidocr \S+ on onnxruntime \S+, OCR of 1 page: mean score \d\.\d\d of 12 words",
        document.extractor,
    )


def test_a_page_that_is_not_upright_is_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    image = pytest.importorskip("PIL.Image").new("L", (30, 20))
    image.putpixel((29, 19), 255)  # black but for the corner that is to come to the upper left
    found = {0: told("upright", score=0.99), 255: told("turned", score=0.95)}
    asked: list[int] = []

    def words(page: Any) -> scan.PageWords:
        asked.append(page.getpixel((0, 0)))
        return found[asked[-1]]

    monkeypatch.setattr(scan, "_words", words)
    assert scan.recognise(image).lines[0].words == "upright"
    assert asked == [0]
    found[0] = told("s ss", score=0.7)
    assert scan.recognise(image).lines[0].words == "turned"
    assert asked == [0, 0, 0, 255, 0]


def test_a_doubtful_word_is_marked_on_the_sheet_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("rapidocr")
    page = told("Ada Holm said that the nine\ue000 would be", "closed.")
    words = tuple((word, 0.3 if word == "nine" else 0.9) for word, _ in page.words)
    read_as(monkeypatch, scan.PageWords(page.lines, words))
    document = load_document(written(tmp_path, "page.png", drawn("PNG")))
    assert document.recognised is not None
    assert [document.text[slice(*span)] for span in document.recognised.doubtful] == ["nine"]
    assert "mean score 0.83 of 9 words, 1 below 0.80 (“nine”)" in document.extractor
    reading = load_reader(plain_only=True).read(document.prose, document.id)
    sheet = together([Read(document, reading)]).sheet
    assert sheet.claims[0].words == "the nine[?] would be closed"
    assert sheet.documents[0].extractor == document.extractor
    assert sheet.documents[0].format == "picture"
    (row,) = account([document.path], [], Batch((Read(document, reading),), ()))
    assert "1 below 0.80 (“nine”)" in row.why


def test_marks_are_those_of_words_below_the_score() -> None:
    line = scan._marked(
        "the mine was closed.", [("the", 0.99), ("mine", 0.79), ("was", 0.8), ("closed.", 0.5)]
    )
    text, spans = scan.unmarked(line + " More.")
    assert text == "the mine was closed. More."
    assert [text[slice(*span)] for span in spans] == ["mine", "closed."]
    assert scan._marked("-- x", [("--", 0.1), ("x", 0.9)]) == "-- x"  # no letters, nothing to be marked


def test_marks_within_a_span_only() -> None:
    recognised = Recognised(1, 3, 0.7, ((0, 3), (8, 12)))
    assert recognised.marked("the old mine", [(4, 12)]) == "old mine[?]"
    assert recognised.marked("the old mine", [(0, 3), (8, 10)]) == "the[?] mi"


def test_what_is_recognised_too_badly_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr")
    read_as(monkeypatch, told("s sss", score=0.4))
    with pytest.raises(FileError, match=r"mean score of 0\.40") as caught:
        load_document(written(tmp_path, "page.png", drawn("PNG")))
    assert caught.value.id == "document/scan"


def test_a_picture_without_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr")
    read_as(monkeypatch, told())
    with pytest.raises(FileError) as caught:
        load_document(written(tmp_path, "page.png", drawn("PNG")))
    assert caught.value.id == "document/no-text"


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdfium2")
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(MissingExtra) as missing:
        load_document(written(tmp_path, "page.jpg", b"\xff\xd8\xff" + b"x" * 99))
    assert 'Install it with: pip install "overture[ocr]"' in str(missing.value)
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(FileError) as refused:
        load_document(written(tmp_path, "scan.pdf", pdf("", "")))
    assert refused.value.id == "document/scan"
    assert 'pip install "overture[ocr]"' in str(refused.value)


def mixed() -> bytes:
    """A PDF whose first page has text and whose second is a picture."""
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(pdf("Ada Holm said on Monday that the mine would be closed.")))
    writer.append(io.BytesIO(drawn("PDF")))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_page_that_is_a_picture_among_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("rapidocr")
    file = written(tmp_path, "mixed.pdf", mixed())
    read_as(monkeypatch, told("Rebels denied that."))
    document = load_document(file)
    assert document.text == "Ada Holm said on Monday that the mine would be closed.\n\nRebels denied that.\n"
    assert document.recognised is not None
    assert document.recognised.pages == 1
    monkeypatch.setattr(scan, "available", lambda: False)
    document = load_document(file)
    assert document.notes == (f"page 2 is a picture without text and not read; {scan.MEND}",)
    assert document.recognised is None


def png(width: int, height: int) -> bytes:
    """The head of a picture of so many pixels, without them."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + head
        + struct.pack(">I", zlib.crc32(head))
        + struct.pack(">I", 9)
        + b"IDAT"
    )


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr")
    with pytest.raises(FileError, match="more than 100,000,000 pixels") as caught:
        load_document(written(tmp_path, "bomb.png", png(11_000, 11_000)))
    assert caught.value.id == "document/size"
    with pytest.raises(FileError, match="more than 100,000,000 pixels"):
        load_document(written(tmp_path, "bomb.png", png(60_000, 60_000)))
    monkeypatch.setattr(scan, "MOST_SCANNED", 1)
    image: Any = pytest.importorskip("PIL.Image").new("L", (30, 30))
    out = io.BytesIO()
    image.save(out, "TIFF", save_all=True, append_images=[image])
    with pytest.raises(FileError, match="the picture has 2 pages"):
        load_document(written(tmp_path, "two.tiff", out.getvalue()))
    with pytest.raises(FileError, match="the PDF has 2 scanned pages"):
        load_document(written(tmp_path, "two.pdf", pdf("", "")))
    with pytest.raises(FileError) as broken:
        load_document(written(tmp_path, "cut.png", png(30, 30)))
    assert broken.value.id == "document/broken"
