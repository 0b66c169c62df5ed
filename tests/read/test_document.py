"""Files in: the text is the file's own, and whatever cannot be read is told in one clear sentence."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from overture.errors import FileError, MissingExtra
from overture.read.document import blanked, gather, load_document, names
from tests.read.reports import COURIER, html, pdf


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.mark.parametrize(
    "content", [COURIER, COURIER.replace("\n", "\r\n"), "\ufeff" + COURIER, "“Née” 😀 said he."]
)
def test_plain_text_is_the_file_itself(tmp_path: Path, content: str) -> None:
    document = load_document(written(tmp_path, "Courier (2).txt", content))
    assert document.text == content
    assert document.prose == content
    assert document.sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert document.id == "courier-2"


def test_the_headline_is_the_title(tmp_path: Path) -> None:
    assert load_document(written(tmp_path, "a.txt", COURIER)).title == "Verrin offers to open the Tarn strait"
    assert load_document(written(tmp_path, "b.txt", "He said so. Nobody else did.\n")).title == ""


def test_markdown_is_blanked_in_place() -> None:
    text = (
        "---\ntitle: x\n---\n# *Verrin* offers\n\nHolm **said** that [the offer](https://example.org/a_b) stands.\n"
        "<!-- draft -->\n![chart](a.png)\n```python\nHolm = 'said'\n```\n[1]: https://example.org\n"
        "snake_case_name and 2 * 3 stay; `code` and <b>tags</b> go.\n"
    )
    prose = blanked(text)
    assert len(prose) == len(text)
    assert [a for a, b in zip(text, prose, strict=True) if a != b and b != " "] == []
    assert [n for n, c in enumerate(text) if c == "\n"] == [n for n, c in enumerate(prose) if c == "\n"]
    for gone in ("title: x", "https", "draft", "chart", "'said'", "**", "<b>"):
        assert gone not in prose
    for kept in ("Verrin", "the offer", "snake_case_name and 2 * 3 stay", "tags"):
        assert kept in prose


def test_html_is_its_article(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    document = load_document(written(tmp_path, "courier.html", html(COURIER)))
    assert document.text.startswith("Verrin offers to open the Tarn strait\n\n")
    assert "closed again within a month" in document.text
    assert "Cookies" not in document.text
    assert document.date == "2026-03-02"
    assert document.extractor.startswith("trafilatura ")


def test_html_is_known_by_how_it_begins(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    assert load_document(written(tmp_path, "courier.txt", html(COURIER))).format == "html"


def test_pdf_is_its_pages_in_order(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    document = load_document(
        written(
            tmp_path, "c.pdf", pdf("Holm said the nego-\ntiation (of May) failed.\n1", "Kettle said no more.")
        )
    )
    assert document.text == "Holm said the negotiation (of May) failed.\n\nKettle said no more.\n"
    assert document.extractor.startswith("pypdfium2 ")


BAD = {
    "document/empty": ("empty.txt", b""),
    "document/empty ": ("spaces.md", b" \n\t\n"),
    "document/binary": ("noise.txt", b"MZ\x90\x00\x03" + bytes(range(256)) * 8),
    "document/binary ": ("control.txt", bytes(range(1, 32)) * 40),
    "document/encoding": ("noise.txt", b"\xff\xff\xff"),
    "document/kind": ("report.docx", b"He said so."),
    "document/kind ": ("photo.txt", b"GIF89a" + b"x" * 99),
    "document/kind  ": ("named.pdf", b"He said so."),
    "document/no-text": ("shell.html", b"<!doctype html><html><body><script>go()</script></body></html>"),
    "document/scan": ("scan.pdf", pdf("", "")),
    "document/broken": ("broken.pdf", b"%PDF-1.4\n" + b"garbage" * 50),
}


@pytest.mark.parametrize("id", BAD)
def test_bad_files_get_one_clear_sentence(tmp_path: Path, id: str) -> None:
    if id.strip() in ("document/no-text", "document/scan", "document/broken", "document/encoding"):
        pytest.importorskip("trafilatura")
        pytest.importorskip("pypdfium2")
    name, content = BAD[id]
    with pytest.raises(FileError) as caught:
        load_document(written(tmp_path, name, content))
    assert caught.value.id == id.strip()
    said = str(caught.value)
    assert name in said
    assert "\n" not in said
    assert said.endswith(".")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as handle:
        handle.write(b"He said so. ")
        handle.truncate(100_000_000)  # sparse: nobody writes a hundred megabytes here
    with pytest.raises(FileError, match="100,000,000 bytes") as caught:
        load_document(file)
    assert caught.value.id == "document/size"


def test_what_is_not_there_or_not_allowed(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        load_document(tmp_path / "nothing.txt")
    assert caught.value.id == "file/missing"
    with pytest.raises(FileError) as caught:
        load_document(tmp_path)
    assert caught.value.id == "file/folder"
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(FileError) as caught:
            load_document(tmp_path / "pipe")
        assert caught.value.id == "document/kind"


@pytest.mark.parametrize(
    ("module", "name", "content"),
    [("trafilatura", "a.html", html(COURIER)), ("pypdfium2", "a.pdf", pdf("Text."))],
)
def test_without_the_extra_the_mend_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, content: bytes
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r'pip install "overture\[documents\]"'):
        load_document(written(tmp_path, name, content))


def test_a_folder_stands_for_its_reports(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b/z.txt", "a.md", "notes.csv", ".git/c.txt"):
        written(tmp_path, name, COURIER)
    named = tmp_path / "notes.csv"
    found = gather([tmp_path, named, tmp_path / "a.md"])
    # Every file: one that is no report is told when it is read. Hidden ones are counted.
    assert [file.relative_to(tmp_path).as_posix() for file in found.files] == ["a.md", "b/z.txt", "notes.csv"]
    assert found.hidden == 1
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileError, match="holds no report"):
        gather([tmp_path / "empty"])


def test_every_document_has_a_name_of_its_own() -> None:
    paths = [Path("a/Report.txt"), Path("b/report.md"), Path("report-2.txt"), Path("???.txt")]
    assert names(paths, ["report"]) == ["report-2", "report-3", "report-2-2", "document"]
