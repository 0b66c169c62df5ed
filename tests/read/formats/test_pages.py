"""Pages of the web: the article, or a refusal that says what the page is instead; dates only where they are stated."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.errors import FileError
from overture.read.document import load_document
from overture.read.formats.html import extract
from tests.faults import FAULTS

pytest.importorskip("trafilatura")

FORMATS = FAULTS / "formats"


def story(number: int) -> str:
    """A paragraph of about forty words, like no other."""
    said = f"Minister number {number} said that mine {number} would be closed within {number} years, and that nobody would lose his work over it. "
    return said + f"The agency said that it had counted {number} trucks on road {number} before the snow."


def test_the_encoding_that_a_page_declares_is_taken() -> None:
    document = load_document(FORMATS / "cp1252.html")
    assert document.encoding == "cp1252 (as it declares)"
    assert "“We have nothing to hide,” Vant told reporters" in document.text
    assert document.text == load_document(FORMATS / "cookie.html").text


def test_a_year_in_the_body_is_no_date_of_the_page() -> None:
    assert load_document(FORMATS / "cookie.html").date == ""
    body = f"<p>{story(1)} The hall was built on 4 May 2011.</p>"
    assert extract(f"<html><body><article>{body}</article></body></html>".encode(), "a").date == ""
    dated = f'<html><head><meta property="article:published_time" content="2031-05-03T08:00:00Z"></head><body><article>{body}</article></body></html>'
    assert extract(dated.encode(), "a").date == "2031-05-03"


def test_an_article_for_search_engines_is_read() -> None:
    document = load_document(FORMATS / "js.html")
    assert document.title == "Tessaly to close plant"
    assert document.text == (
        "Tessaly to close plant\n\nThe minister said that the plant would be closed. The agency said that it had not been shown the hall.\n"
    )


def test_an_article_that_is_sold_is_refused_below_its_lead() -> None:
    with pytest.raises(FileError, match="25 words of an article and then asks to subscribe") as caught:
        load_document(FORMATS / "paywall.html")
    assert caught.value.id == "document/sold"
    ask = "<p>Sign in to continue reading. Members say that it is their best source.</p>"
    long = f"<html><body><article><h1>The mine</h1>{''.join(f'<p>{story(n)}</p>' for n in range(6))}{ask}</article></body></html>"
    found = extract(long.encode(), "a")
    assert "best source" not in found.text
    assert found.notes == ("the page asks to subscribe: what was read may not be the whole article",)


def test_a_list_of_articles_is_refused() -> None:
    teasers = "".join(
        f'<div><h3><a href="/a{n}">Minister number {n} says no to the offer of last week</a></h3><p>Teaser {n} says that the talks go on in the capital today.</p></div>'
        for n in range(8)
    )
    with pytest.raises(FileError, match="a list of 8 articles") as caught:
        extract(f"<html><body><main><h1>World</h1>{teasers}</main></body></html>".encode(), "a")
    assert caught.value.id == "document/index"
    whole = f"<article><h1>The mine</h1>{''.join(f'<p>{story(n)}</p>' for n in range(6))}</article>"
    found = extract(f"<html><body><main>{whole}{teasers}</main></body></html>".encode(), "a")
    assert found.text.count("nobody would lose his work") == 6


def test_posts_of_a_live_page_are_all_read() -> None:
    text = load_document(FORMATS / "liveblog.html").text
    for said in (
        "talks would begin at noon",
        "declined to comment",
        "was a trick",
        "had risen by two per cent",
        "without a result",
    ):
        assert text.count(said) == 1


def test_a_page_in_pieces_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(b"<!doctype html><html><body><script>go()</script></body></html>")
    with pytest.raises(FileError, match="no text of its own"):
        load_document(file)
