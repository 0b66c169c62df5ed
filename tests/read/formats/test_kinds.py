"""One file of each kind: its words whole and once, nothing of what runs around them, and what is left is said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from overture.errors import FileError, MissingExtra
from overture.read.document import load_document
from overture.read.text import straighten
from tests.faults import FAULTS
from tests.read.formats import making
from tests.read.formats.making import WORDS
from tests.read.reports import pdf

pytest.importorskip("mammoth")

FORMATS = FAULTS / "formats"
PLAIN = "\n\n".join(WORDS) + "\n"

KINDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "report.txt": ("text", lambda: PLAIN.encode()),
    "western.txt": ("text", lambda: PLAIN.encode("cp1252")),
    "wide.txt": ("text", lambda: PLAIN.encode("utf-16")),
    "report.md": ("markdown", lambda: PLAIN.encode()),
    "report.html": ("html", lambda: making.page(*WORDS).encode()),
    "report.pdf": ("pdf", lambda: pdf(PLAIN.replace("“", '"').replace("”", '"'))),
    "report.docx": ("docx", lambda: making.docx(*WORDS)),
    "report.odt": ("odt", lambda: making.odt(*WORDS)),
    "report.rtf": ("rtf", lambda: making.rtf(*WORDS)),
    "report.epub": ("epub", lambda: making.epub(WORDS)),
    "report.eml": ("eml", lambda: making.eml(*WORDS)),
    "report.msg": ("msg", lambda: making.msg(WORDS[0], "\r\n\r\n".join(WORDS[1:]))),
    "report.mht": ("mht", lambda: making.mht(*WORDS)),
}
"""A file of each kind: its name, its kind, its bytes."""


def written(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_has_its_words_whole_and_once(tmp_path: Path, name: str) -> None:
    kind, make = KINDS[name]
    document = load_document(written(tmp_path, name, make()))
    assert document.format == kind
    said = " ".join(straighten(document.text).split())
    for words in WORDS:
        assert said.count(straighten(words)) == 1
    assert "Secret" not in said
    assert "Contents" not in said


@pytest.mark.parametrize(
    "name", ["report.docx", "report.odt", "report.epub", "report.msg", "report.rtf", "report.pdf"]
)
def test_a_kind_is_known_without_its_suffix(tmp_path: Path, name: str) -> None:
    kind, make = KINDS[name]
    assert load_document(written(tmp_path, "report", make())).format == kind


def test_notes_come_after_the_text_and_comments_not_at_all(tmp_path: Path) -> None:
    note = '<text:p>He spoke<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>A note said.</text:p></text:note-body></text:note> at noon.</text:p>'
    box = (
        "<text:p><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>"
    )
    comment = "<text:p>Here<office:annotation><text:p>Comment says</text:p></office:annotation> too.</text:p>"
    gone = "<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted says</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    text = load_document(
        written(tmp_path, "a.odt", making.odt("One.", extra=note + box + comment + gone))
    ).text
    assert text == "One.\n\nHe spoke at noon.\n\nIn a box.\n\nHere too.\n\nA note said.\n"
    text = load_document(
        written(tmp_path, "a.docx", making.docx("One.", "Two.", footnote="A note said."))
    ).text
    assert text == "One.\n\nTwo.\n\nA note said.\n"


def test_chapters_come_in_the_order_of_the_spine(tmp_path: Path) -> None:
    document = load_document(written(tmp_path, "a.epub", making.epub(("Two", "b"), ("One", "a"))))
    assert document.text == "One\n\na\n\nTwo\n\nb\n"
    assert (document.title, document.date) == ("The mine", "2031-05-03")


def test_a_message_says_what_it_leaves(tmp_path: Path) -> None:
    document = load_document(written(tmp_path, "a.eml", making.eml(*WORDS, attached="list.pdf")))
    assert document.notes == ("1 attachment was not read (save and read them by themselves): list.pdf",)
    assert document.date == "2031-05-03"


def test_a_forwarded_message_is_read_and_parts_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = making.eml("Inner", "Holm said no.").decode()
    outer = f'Subject: Outer\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--o--\r\n'
    file = written(tmp_path, "a.eml", outer.encode())
    assert "Holm said no." in load_document(file).text
    monkeypatch.setattr("overture.read.formats.mail.PARTS", 2)
    document = load_document(file)
    assert "Holm said no." not in document.text
    assert document.notes[0].endswith("all parts after the first 2")


def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overture.read.formats.archive.UNPACKED", 1000)
    with pytest.raises(FileError, match="it unpacks to") as caught:
        load_document(written(tmp_path, "a.docx", making.docx("x" * 2000)))
    assert caught.value.id == "document/size"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (making.zipped({"a.txt": "He said so."}), "a zip archive of 1 files"),
        (making.zipped({"xl/workbook.xml": "x"}), r"a table \(.xlsx\)"),
        (making.compound({"WordDocument": b"x"}), "an old Office file"),
        (b"PK\x03\x04" + b"x" * 99, "broken"),
    ],
)
def test_what_is_no_report_is_refused_by_its_name(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        load_document(written(tmp_path, "report.docx", content))


@pytest.mark.parametrize(
    ("module", "name"),
    [("mammoth", "report.docx"), ("odfdo", "report.odt"), ("striprtf.striprtf", "report.rtf"), ("oxmsg", "report.msg"),
     ("lxml.etree", "report.epub"), ("charset_normalizer", "western.txt")],
)  # fmt: skip
def test_without_a_library_the_mend_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    file = written(tmp_path, name, KINDS[name][1]())
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r'pip install "overture\[documents\]"'):
        load_document(file)


def test_the_collected_files_are_read_whole() -> None:
    """Word, mail, rich text, saved page, CP1252, UTF-16, with a mark, with other line ends."""
    for name in ("brief.docx", "bom.txt", "cp1252.txt", "crlf.txt", "utf16.txt"):
        text = load_document(FORMATS / name).text
        assert (
            text.count("Talks at Brod") == text.count("“We have nothing to hide,” Vant told reporters") == 1
        )
    assert load_document(FORMATS / "mail.eml").text.count("would be closed within a month") == 1
    assert (
        load_document(FORMATS / "mail.eml").text.count("The agency said that it had not been shown the hall.")
        == 1
    )
    assert load_document(FORMATS / "note.rtf").text == "The minister said that the plant would be closed.\n"
    assert "and the agency said that it was not shown the hall" in load_document(FORMATS / "page.mht").text
