"""Bytes to letters, and words that typesetting cut."""

from __future__ import annotations

import pytest

from overture.errors import FileError
from overture.read.formats.letters import decoded, plain_letters, typeset

pytest.importorskip("charset_normalizer")

ENGLISH = (
    "The “envoy” – a friend of José – said that the café’s owner was naïve, and that he would not sign it."
)


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (ENGLISH, "utf-8", ""),
        (ENGLISH, "cp1252", "cp1252 (found by a detector)"),
        (ENGLISH, "utf-16", "utf-16 (by its first bytes)"),
        (ENGLISH, "utf-16-be", "utf-16-be (by its zero bytes)"),
        (ENGLISH, "utf-32", "utf-32 (by its first bytes)"),
        ("The “plan” of the café is on, the naïve minister said to the press.", "mac_roman", "mac_roman (found by a detector)"),
        ("Премьер сказал, что завод закроют через месяц, и что скрывать ему нечего.", "cp1251", "cp1251 (found by a detector)"),
    ],
)  # fmt: skip
def test_letters_are_decoded_and_the_encoding_said(text: str, encoding: str, told: str) -> None:
    assert decoded(text.encode(encoding), "a.txt") == (text, told)


def test_what_a_file_declares_is_taken_where_it_fits() -> None:
    assert decoded(ENGLISH.encode("cp1252"), "a.html", "iso-8859-1")[1] == "cp1252 (as it declares)"
    assert decoded(ENGLISH.encode(), "a.html", "windows-1252") == (ENGLISH, "")
    assert decoded(ENGLISH.encode("cp1252"), "a.html", "no-such-page")[1] == "cp1252 (found by a detector)"


@pytest.mark.parametrize(
    ("data", "id"),
    [
        (b"\xff\xff\xff", "document/encoding"),
        (b"\xff\xfeH\x00e", "document/encoding"),
        (b"MZ\x90\x00\x03" + bytes(range(256)), "document/binary"),
        (bytes(range(1, 32)) * 40, "document/binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, id: str) -> None:
    with pytest.raises(FileError) as caught:
        decoded(data, "a.txt")
    assert caught.value.id == id


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (
            "The oﬀice of the ﬁnance minister, an eﬃcient ﬂeet",
            "The office of the finance minister, an efficient fleet",
        ),
        ("a counter\u00adpart", "a counterpart"),
        ("a counter\u00ad\npart", "a counterpart"),
        ("the nego-\ntiation failed", "the negotiation failed"),
        ("a self-\nstyled envoy", "a self-styled envoy"),
        ("a ring-fence; the ring-\nfence", "a ring-fence; the ring-fence"),
        ("on the 3-\n4 line", "on the 3-\n4 line"),
    ],
)
def test_words_are_made_whole(cut: str, whole: str) -> None:
    assert plain_letters(cut) == whole
    assert typeset(cut) == (cut != whole or ("-\n" in cut and "3-" not in cut))
