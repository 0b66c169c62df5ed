"""Which language a text is in, with a detector and without one; passages of another language are skipped and said."""

from __future__ import annotations

import sys

import pytest

from overture.read import language
from overture.read.language import foreign_passages, language_of, readable, told
from overture.read.reading import load_reader
from overture.read.text import paragraphs
from tests.faults import FAULTS

ENGLISH = "The minister said that the offer was made in good faith and that it would be kept."
GERMAN = "Der Minister sagte, dass das Angebot ernst gemeint ist und dass es nicht zurückgezogen wird, wie es hieß."
FRENCH = "Le ministre a dit que la proposition est sincère et que les navires ne sont pas dans le port."
SPANISH = "El ministro dijo que la oferta es sincera y que los barcos no se han ido del puerto de la ciudad."
RUSSIAN = "Министр сказал, что предложение было искренним."


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the detector."""
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)
    language._detector.cache_clear()


@pytest.fixture(autouse=True)
def fresh() -> None:
    language._detector.cache_clear()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (ENGLISH, "en"),
        ("Brücke", "en"),  # too short to tell: not turned away
        ("Vant, Holm, Falk, Brod, Vell", "en"),
        (GERMAN, "German"),
        (FRENCH, "French"),
        (SPANISH, "Spanish"),
        (RUSSIAN, "Russian"),
        ("Міністр закордонних справ заявив у вівторок, що завод закриють.", "Ukrainian"),
        ("وزیر خارجه گفت که کارخانه بسته خواهد شد و دیگر باز نمی‌شود", "Persian"),
        ("部长说这项提议是真诚的。", "Chinese"),
        ("外務大臣は火曜日に工場が閉鎖されると述べた。", "Japanese"),
        (
            "Menteri luar negeri mengatakan bahwa pabrik itu akan ditutup dalam waktu satu bulan. Pemerintah tidak akan menerima tawaran tersebut.",
            "Indonesian",
        ),
        ("Utenriksministeren sa tirsdag at anlegget ville bli stengt innen en måned.", "Norwegian"),
        ("", ""),
        ("12345 --- 67", ""),
    ],
)
def test_a_language_is_named(text: str, name: str) -> None:
    pytest.importorskip("py3langid")
    assert language_of(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [(ENGLISH, "en"), (GERMAN, "German"), (FRENCH, "French"), (SPANISH, "Spanish"), (RUSSIAN, "Cyrillic script"),
     ("部长说这项提议是真诚的。", "Chinese or Japanese")],
)  # fmt: skip
def test_without_the_detector_small_words_and_scripts_name_it(alone: None, text: str, name: str) -> None:
    assert language_of(text) == name


@pytest.mark.parametrize(
    ("file", "name"),
    [("ar", "Arabic"), ("de", "German"), ("fr", "French"), ("ko", "Korean"), ("ru", "Russian")],
)
def test_the_collected_files_are_named(file: str, name: str) -> None:
    pytest.importorskip("py3langid")
    assert language_of((FAULTS / "formats" / f"lang-{file}.txt").read_text(encoding="utf-8")) == name


def test_passages_of_another_language_are_skipped_and_said() -> None:
    text = f"Talks\n\n{ENGLISH}\n\n{GERMAN}\n\n{RUSSIAN}\n\nHolm said that she would reject it.\n"
    spans = [span for span, _ in foreign_passages(text, paragraphs(text))]
    assert [text[slice(*span)] for span in spans] == [GERMAN, RUSSIAN]
    reading = load_reader(plain_only=True).read(text, "a")
    assert reading.language == "en"
    assert len(reading.claims) == 2
    assert len(reading.left) == 1
    assert reading.left[0].startswith(
        "2 passages are not English and skipped: characters 91 to 196 (German), "
    )


def test_a_text_that_is_mostly_foreign_is_read_where_a_good_part_is_english() -> None:
    half = f"{GERMAN}\n\n{FRENCH}\n\n{ENGLISH}"
    assert readable(half, paragraphs(half))[0] == "en"
    little = "\n\n".join([GERMAN, FRENCH, SPANISH, GERMAN, "The minister said that it was so."])
    assert readable(little, paragraphs(little))[0] != "en"


def test_nothing_skipped_is_nothing_said() -> None:
    assert told([]) == ""
