"""Which language a text is in: English by the share of its commonest small words, others by name.

What is not English is named by a detector (py3langid, extra ``documents``: 139 languages, offline). Without it the small
words of nine languages, or the script, name it. Nothing is guessed on thin evidence: a few words count as English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module

from overture.read.text import ParagraphSpan, Span

_SMALL = {
    "en": "the of and to in a is that for it was on with as are by be this have from not at which or an they has were their his he said will would its but who been more had",
    "de": "der die das und ist nicht mit ein eine von zu den dem im des auch sich auf für es dass wird bei als aus hat sind nach wurde ich sie er",
    "fr": "le la les des et est une un dans que qui pour pas sur au du ce il elle avec par sont ont été aux cette mais se ne plus",
    "es": "el la los las de y que en un una por con para no es se del al lo como más pero sus le fue ha este su",
    "it": "il lo la i gli le di e che in un una per con non è si del della al come più ma sono ha dei nel alla",
    "pt": "o a os as de que e em um uma por com para não é se do da no na ao como mais mas foi são dos das pelo",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door uit naar maar heeft wordt",
    "sv": "och att det som en på är av för med den till inte har de ett om var men sig från vi så kan när",
    "pl": "i w na z do że się nie jest to o jak po ale za od jego przez dla są być był który",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi ne kadar sonra ama en o ki var",
}  # fmt: skip
_SETS = {tongue: frozenset(words.split()) for tongue, words in _SMALL.items()}
_SCRIPTS = (
    ("Cyrillic script", "Ѐ", "ӿ"), ("Arabic script", "؀", "ۿ"), ("Hebrew script", "֐", "׿"),
    ("Chinese or Japanese", "぀", "鿿"), ("Korean", "가", "힯"), ("Greek", "Ͱ", "Ͽ"), ("Devanagari script", "ऀ", "ॿ"),
)  # fmt: skip
NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "ary": "Arabic", "arz": "Arabic", "as": "Assamese", "az": "Azerbaijani",
    "ba": "Bashkir", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "br": "Breton", "bs": "Bosnian", "ca": "Catalan",
    "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "dz": "Dzongkha", "el": "Greek", "eo": "Esperanto",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fo": "Faroese", "fr": "French",
    "fy": "Frisian", "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "ig": "Igbo", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "jv": "Javanese", "ka": "Georgian", "kk": "Kazakh",
    "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin", "lb": "Luxembourgish",
    "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian",
    "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian",
    "no": "Norwegian", "oc": "Occitan", "om": "Oromo", "or": "Odia", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "qu": "Quechua", "ro": "Romanian", "ru": "Russian", "rw": "Kinyarwanda", "se": "Northern Sami",
    "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Tagalog",
    "tr": "Turkish", "tt": "Tatar", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "wo": "Wolof", "xh": "Xhosa", "yo": "Yoruba", "yue": "Cantonese", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
"""Names of the languages that the detector tells apart, those with too few readers left out."""
SAMPLE = 20_000
"""Characters of a text by which its language is judged."""
FEW = 8
"""Words of a paragraph below which it is not called another language than the text around it."""
LEAST = 0.08
"""Share of small words from which a text is English by itself."""
THIN = 0.12
"""Share of them below which the detector is asked as well."""
SURE = 0.5
"""Least probability at which the detector's word is taken on such a text,"""
HARDLY = 0.01
"""where it gives English no more than this."""
MIXED = 0.25
"""Least share of a text's words in English paragraphs at which those are read and the others skipped."""


_LATIN = "\u024f"
"""The last letter of the Latin script's own blocks; every script that is told begins after it."""


def language_of(text: str) -> str:
    """``"en"``, the name of another language or script, or ``""`` where the words do not tell.

    Judged on the first 20,000 characters. Text of fewer than 25 words counts as English unless another language's
    small words outnumber the English ones, its script is another, or the detector is sure.
    """
    sample = text[:SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    if not letters:
        return ""
    name = _script(letters, 0.3)
    if name:
        return _named(sample) or name
    words = re.findall(r"[^\W\d_]+", sample.lower())
    times = Counter(words)
    share = {
        tongue: sum(times[word] for word in small.intersection(times)) / max(1, len(words))
        for tongue, small in _SETS.items()
    }
    best = max(share, key=lambda tongue: (share[tongue], tongue == "en"))
    if best != "en" and share[best] >= 1.4 * share["en"]:
        return _named(sample) or NAMES[best]
    if share["en"] < THIN and len(words) >= FEW and (name := _named(sample, SURE, HARDLY)):
        return name
    return "en" if share["en"] >= LEAST or len(words) < 25 else ""


def foreign_passages(text: str, blocks: Sequence[ParagraphSpan]) -> list[tuple[Span, str]]:
    """The paragraphs that are not English, each with the name of its language; short ones are left where they are."""
    found = []
    for block in blocks:
        words = text[block.start : block.end]
        if len(re.findall(r"[^\W\d_]+", words)) < FEW and not _foreign_script(words):
            continue
        tongue = language_of(words)
        if tongue not in ("en", ""):
            found.append(((block.start, block.end), tongue))
    return found


def readable(text: str, blocks: Sequence[ParagraphSpan]) -> tuple[str, list[tuple[Span, str]]]:
    """The language of a text (:func:`language_of`), and the paragraphs of another one than English in it.

    A text that is mostly in another language counts as English where a good part of it (:data:`MIXED`) is.
    """
    tongue = language_of(text)
    if not tongue:
        return tongue, []
    foreign = foreign_passages(text, blocks)
    if tongue != "en":
        lost = {span for span, _ in foreign}
        total = sum(len(text[block.start : block.end].split()) for block in blocks)
        kept = [text[b.start : b.end] for b in blocks if (b.start, b.end) not in lost]
        english = sum(len(words.split()) for words in kept if _english(words))
        if english < max(FEW, MIXED * total):
            return tongue, foreign
    return "en", foreign


def told(foreign: Sequence[tuple[Span, str]]) -> str:
    """One sentence that names the passages that were skipped, or ""."""
    if not foreign:
        return ""
    places = [f"characters {start} to {end} ({name})" for (start, end), name in foreign]
    more = f" and {len(places) - 8} more" if len(places) > 8 else ""
    many = "passages are" if len(places) > 1 else "passage is"
    return f"{len(places)} {many} not English and skipped: {', '.join(places[:8])}{more}"


def _english(words: str) -> bool:
    """Whether a passage has the small words of English; a few words by themselves do not tell."""
    found = re.findall(r"[^\W\d_]+", words.lower())
    return len(found) >= FEW and sum(w in _SETS["en"] for w in found) >= LEAST * len(found)


def _foreign_script(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return len(letters) >= 4 and _script(letters, 0.5) != ""


def _script(letters: Sequence[str], least: float) -> str:
    """The name of a script that more than the share ``least`` of the letters is in, or ""."""
    beyond = [c for c in letters if c > _LATIN]
    if len(beyond) <= least * len(letters):
        return ""
    for name, low, high in _SCRIPTS:
        if sum(low <= c <= high for c in beyond) > least * len(letters):
            return name
    return ""


def _named(sample: str, least: float = 0.0, hardly: float = 1.0) -> str:
    """The detector's name of a language that is at least so probable, and English at most ``hardly``; else ""."""
    ranked = _detector()
    if ranked is None:
        return ""
    chances = ranked(sample)
    code, chance = chances[0]
    sure = chance >= least and dict(chances).get("en", 0.0) <= hardly
    return NAMES.get(code, "") if sure and code != "en" else ""


@cache
def _detector() -> Callable[[str], list[tuple[str, float]]] | None:
    """The detector (languages and their probabilities, the likeliest first), loaded when it is first needed; None where it is not installed."""
    try:
        langid = import_module("py3langid.langid")
    except ModuleNotFoundError:
        return None
    ranked: Callable[[str], list[tuple[str, float]]] = langid.LanguageIdentifier.from_model_file(
        langid.MODEL_FILE, norm_probs=True
    ).rank
    return ranked
