"""Short reports of an invented strait, written for these tests, and the files that they come in."""

from __future__ import annotations

COURIER = (
    "Verrin offers to open the Tarn strait\n\n"
    "The government of Verrin has offered to open the Tarn strait to grain ships if Osmark lifts its port ban. "
    "Foreign Minister Ada Holm said on Monday that the offer was made in good faith.\n\n"
    "Jonas Kettle, a former captain of the Verrin coast guard who fled in May, warned that the strait would be closed "
    "again within a month. He said the council has no intention of opening the strait for good.\n"
)
"""The first report: an official, an insider, the writer."""

GAZETTE = (
    "Grain ships may pass, says minister\n\n"
    "Osmark has not answered yet. Jonas Kettle, a former captain of the Verrin coast guard who fled in May, warned that "
    "the strait would be closed again within weeks. Prices fell on Tuesday.\n"
)
"""A later report that has one sentence from the Courier, lightly edited."""

CONTRARY = (
    "A captain thinks better of it\n\n"
    "Jonas Kettle, a former captain of the Verrin coast guard who fled in May, warned that the strait would not be "
    "closed again within a month. Prices rose on Friday.\n"
)
"""Nearly the Courier's sentence, and the reverse of it."""

HTML = """<!doctype html><html lang="en"><head><title>{title} - The Courier</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="2026-03-02T08:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>{title}</h1>{body}</article>
<footer>All rights reserved. Cookies.</footer></body></html>"""


def html(text: str) -> bytes:
    """``text`` as a page of a newspaper: its first line the headline."""
    title, *body = (block for block in text.split("\n\n") if block.strip())
    return HTML.format(title=title.strip(), body="".join(f"<p>{each.strip()}</p>" for each in body)).encode()


def pdf(*pages: str) -> bytes:
    """A PDF with these pages, a line a line; an empty page has no text, as a scan has none."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, page in enumerate(pages):
        lines = [
            line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in page.splitlines()
        ]
        drawn = (
            "BT /F1 11 Tf 14 TL 50 750 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
            if page
            else ""
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    out = b"%PDF-1.4\n"
    at = []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in at)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode()
    return out
