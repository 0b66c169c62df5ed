"""Files of every kind that is read, made byte by byte from the same words: no library that reads them writes them."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

WORDS = (
    "Talks at Lorn",
    "The deputy minister of Tavia, Maren Olk, said on Tuesday that the mine would be closed within a year.",
    "“We have nothing to hide,” Olk told reporters.",
)
"""A headline and two paragraphs, with three claims."""


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 5, 3, 0, 0, 0)), content)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*paragraphs: str, extra: str = "", footnote: str = "") -> bytes:
    """A Word file; ``extra`` is markup put after the paragraphs, ``footnote`` hangs on the last one."""
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>' if footnote else ""
    body = "".join(
        f"<w:p><w:r><w:t>{escape(each)}</w:t></w:r>{mark if n == len(paragraphs) - 1 else ''}</w:p>"
        for n, each in enumerate(paragraphs)
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="{main}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_W}><w:body>{body}{extra}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {_W}><w:p><w:r><w:t>Secret, says the header</w:t></w:r></w:p></w:hdr>",
    }
    if footnote:
        parts["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{relations}"><Relationship Id="r2" Type="{office}/footnotes" Target="footnotes.xml"/></Relationships>'
        )
        parts["word/footnotes.xml"] = (
            f'<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t>{escape(footnote)}</w:t></w:r></w:p></w:footnote></w:footnotes>'
        )
    return zipped(parts)


def odt(*paragraphs: str, extra: str = "") -> bytes:
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    spaces = " ".join(f'xmlns:{key}="{value}"' for key, value in names.items())
    body = "".join(f"<text:p>{escape(each)}</text:p>" for each in paragraphs)
    mime = "application/vnd.oasis.opendocument.text"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return zipped(
        {
            "mimetype": mime,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
            "content.xml": f'<office:document-content {spaces} office:version="1.2"><office:body><office:text>{body}{extra}</office:text></office:body></office:document-content>',
        }
    )


def rtf(*paragraphs: str) -> bytes:
    body = "".join(
        "".join(c if ord(c) < 128 else rf"\u{ord(c)}?" for c in each) + "\\par\n" for each in paragraphs
    )
    return ("{\\rtf1\\ansi\\ansicpg1252{\\header Secret, says the header\\par}" + body + "}").encode("ascii")


def epub(*chapters: tuple[str, ...], title: str = "The mine") -> bytes:
    items = "".join(
        f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    # The spine, not the manifest, has the order.
    spine = "".join(f'<itemref idref="c{n}"/>' for n in reversed(range(len(chapters))))
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "book/package.opf": f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:date>2031-05-03T10:00:00Z</dc:date></metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{items}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>',
        "book/nav.xhtml": "<html><body><p>Contents says the list</p></body></html>",
    }
    for n, chapter in enumerate(chapters):
        body = "".join(f"<p>{escape(each)}</p>" for each in chapter)
        parts[f"book/text/c{n}.xhtml"] = (
            f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
        )
    return zipped(parts)


def page(*paragraphs: str) -> str:
    first, *rest = paragraphs
    body = "".join(f"<p>{escape(each)}</p>" for each in rest)
    return f"<html><head><title>{first}</title></head><body><article><h1>{first}</h1>{body}</article></body></html>"


def eml(*paragraphs: str, attached: str = "") -> bytes:
    first, *rest = paragraphs
    text = "\r\n\r\n".join(rest)
    extra = (
        f'--m\r\nContent-Type: application/pdf; name="{attached}"\r\nContent-Disposition: attachment; filename="{attached}"\r\n\r\nx\r\n'
        if attached
        else ""
    )
    return (
        f"From: ida@ledger.example\r\nSubject: {first}\r\nDate: Sat, 3 May 2031 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
        f"{text}\r\n{extra}--m--\r\n"
    ).encode()


def mht(*paragraphs: str) -> bytes:
    return (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        f"Content-Type: text/html; charset=utf-8\r\n\r\n{page(*paragraphs)}\r\n--x--\r\n"
    ).encode()


def msg(subject: str, body: str, sent: datetime = datetime(2031, 5, 3, 10, tzinfo=UTC)) -> bytes:
    """An Outlook message: a compound file with a subject, a body and the time it was sent."""
    texts = {0x0037: subject, 0x1000: body, 0x001A: "IPM.Note"}
    streams = {f"__substg1.0_{key:04X}001F": value.encode("utf-16-le") for key, value in texts.items()}
    filetime = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    table = struct.pack("<8xIIII8x", 0, 0, 0, 0)
    for key, value in texts.items():
        table += struct.pack("<IIII", key << 16 | 0x1F, 6, len(value.encode("utf-16-le")) + 2, 0)
    table += struct.pack("<IIQ", 0x0039 << 16 | 0x40, 6, filetime)
    streams["__properties_version1.0"] = table
    return compound(streams)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (OLE2) with these streams, each of at most 4,095 bytes, in its root."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    mini, small, starts = [], b"", []
    for content in streams.values():
        count = -(-len(content) // 64)
        starts.append(len(mini))
        mini += [*range(len(mini) + 1, len(mini) + count), end]
        small += content.ljust(64 * count, b"\0")
    small = small.ljust(-(-len(small) // 512) * 512, b"\0")

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        told = (name + "\0").encode("utf-16-le")
        return (
            told.ljust(64, b"\0") + struct.pack("<HBBIII", len(told), kind, 1, free, right, child) + bytes(36)
            + struct.pack("<IQ", start, size)
        )  # fmt: skip

    names = list(streams)
    folders = 1 + len(names)
    directory = -(-folders // 4)
    body = 1 + directory + 1  # sectors before the small streams: the table, the directory, the small table
    rows = [entry("Root Entry", 5, free, 1, body, len(small))]
    rows += [
        entry(name, 2, n + 2 if n + 1 < len(names) else free, free, starts[n], len(streams[name]))
        for n, name in enumerate(names)
    ]
    table = [0xFFFFFFFD, *(n + 1 if n < directory else end for n in range(1, directory + 1)), end]
    count = len(small) // 512
    table += [*(body + n + 1 for n in range(count - 1)), end]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, body - 1, 1, end, 0, 0
    )
    header += struct.pack("<108I", *[free] * 108)
    words = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    small_table = struct.pack(f"<{len(mini)}I", *mini).ljust(512, b"\xff")
    return header + words + b"".join(rows).ljust(512 * directory, b"\0") + small_table + small
