"""Parts of speech from a parser's tags and relations: what the rules ask for, at a fraction of the cost.

spaCy's own table of patterns (its attribute ruler) takes a quarter of the time of a parse and sets much that no rule
uses. The mapping is that of Universal Dependencies for Penn tags; tests compare it with spaCy's word by word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from overture.read.text import listed

if TYPE_CHECKING:
    from spacy.tokens import Doc

COMPONENT = "overture_parts"
_FIXED = {
    "CC": "CCONJ", "CD": "NUM", "EX": "PRON", "FW": "X", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "LS": "X", "MD": "AUX",
    "NNP": "PROPN", "NNPS": "PROPN", "NNS": "NOUN", "PDT": "DET", "POS": "PART", "PRP": "PRON", "PRP$": "PRON", "RBR": "ADV",
    "RBS": "ADV", "RP": "ADP", "SYM": "SYM", "TO": "PART", "UH": "INTJ", "WP": "PRON", "WP$": "DET", "WRB": "SCONJ",
    "ADD": "X", "XX": "X", "AFX": "X", "$": "SYM", "''": "PUNCT", "``": "PUNCT", ",": "PUNCT", ".": "PUNCT", ":": "PUNCT",
    "-LRB-": "PUNCT", "-RRB-": "PUNCT", "HYPH": "PUNCT", "NFP": "PUNCT", "_SP": "SPACE",
}  # fmt: skip
_BE = frozenset(listed("be am is are was were been being 's 're 'm ’s ’re ’m s m re ai"))
_SOMEBODY = frozenset(
    listed(
        "someone somebody something anyone anybody anything everyone everybody everything noone nobody nothing none one"
    )
)
_NOT = frozenset(listed("not n't n’t nt"))


def part_of(tag: str, relation: str, word: str) -> str:
    """The part of speech of a word with a Penn ``tag`` and a ``relation`` to its head; ``word`` in lower case."""
    fixed = _FIXED.get(tag)
    if fixed is not None:
        return fixed
    if tag.startswith("VB"):
        return "AUX" if relation in ("aux", "auxpass") or word in _BE else "VERB"
    if tag == "DT":
        return "DET" if relation in ("det", "predet", "amod", "advmod", "preconj", "cc") else "PRON"
    if tag == "IN":
        return "SCONJ" if relation == "mark" else "ADP"
    if tag == "NN":
        return "PRON" if word in _SOMEBODY else "NOUN"
    if tag == "RB":
        return "PART" if word in _NOT else "ADV"
    if tag == "WDT":
        return "DET" if relation == "det" else "PRON"
    return "X"


def assign(doc: Doc) -> Doc:
    """Set the part of speech of every word of a parsed document."""
    for token in doc:
        token.pos_ = part_of(token.tag_, token.dep_, token.lower_)
    return doc
