"""Claims around a verb, by a parse in Universal Dependencies (Nivre et al. 2020) and the words of one language.

A rule is a function of a verb: it looks for what the verb's frames allow beside it, and gives the words of the content.
Where the parser took the verb for a noun, or missed its clause, the words that follow are taken by their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overture.read.claim import Hit
from overture.read.languages.table import LanguageTable
from overture.read.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VERBAL = ("VERB", "AUX")
NEAR = 8
"""Words after a verb within which its clause begins, where the parser has none."""
SHORT = 3
"""Words of a quotation below which it is a word in quotation marks, and no statement."""
Frames = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class CueVerb:
    """A verb that may be a cue: its frames, its subject, and whether the parser took it for something else."""

    token: Token
    frames: Frames
    subject: list[Token]
    mistaken: bool


def lemma_of(token: Token, table: LanguageTable) -> str:
    """The lemma of a word; that of a verb for a form that parsers mistake, unless an article stands before it."""
    form = table.forms.get(token.text.lower())
    before = token.nbor(-1) if token.i else None
    if form and not (before is not None and before.pos_ in ("DET", "ADP", "NUM")):
        return form
    return str(token.lemma_).lower()


def spans_of(tokens: Iterable[Token], table: LanguageTable) -> list[Span]:
    """The span from the first to the last of ``tokens``, without "that" before it and signs around it."""
    words = sorted(tokens, key=lambda token: token.i)
    while words and (words[0].is_punct or words[0].text.lower() in table.that):
        words.pop(0)
    while words and words[-1].is_punct and words[-1].text not in ")»":
        words.pop()
    return [(words[0].idx, words[-1].idx + len(words[-1].text))] if words else []


def subject_of(verb: Token, depth: int = 3) -> list[Token]:
    """The words of the subject; of the verb above it, where it has none of its own."""
    for child in verb.children:
        if child.dep_.startswith("nsubj") or child.dep_ == "expl:subj":
            if child.text.lower() in ("-t", "t") and child.i + 1 < len(child.doc):
                return [child.nbor(1)]  # the model takes the linking letter for the pronoun
            relative = "Rel" in child.morph.get("PronType") or child.text.lower() == "qui"
            return [verb.head] if relative else list(child.subtree)
    if verb.dep_ in ("conj", "advcl", "xcomp") and verb.head.pos_ in VERBAL and depth:
        return subject_of(verb.head, depth - 1)
    return []


def cue_verbs(doc: Doc, table: LanguageTable) -> Iterator[CueVerb]:
    """The verbs of a text that its table knows and behind which somebody stands."""
    for token in doc:
        name = lemma_of(token, table)
        mistaken = token.pos_ not in VERBAL and name != str(token.lemma_).lower()
        if token.dep_.startswith("aux") or token.dep_ == "cop" or (token.pos_ not in VERBAL and not mistaken):
            continue
        frames = table.verbs.get(name, {})
        if token.text.lower() in table.handing.get(lemma_of(token.head, table), ()):
            frames = {"clause": ("assert", "speech")}
        following = token.nbor(1).text.lower() if token.i + 1 < len(doc) else ""
        if not frames or following.startswith("-"):  # "affirme-t-il" goes with a quotation
            continue
        subject = subject_of(token) or (_words_before(token) if mistaken else [])
        words = {word.text.lower() for word in subject} | {child.text.lower() for child in token.children}
        nobody = any(word.text.lower() in table.nobody for word in subject) or "ni" in words & table.nobody
        supposed = any(
            child.dep_ == "mark" and child.text.lower() in table.supposing for child in token.children
        )
        if not nobody and not supposed:
            yield CueVerb(token, frames, subject, mistaken)


def _words_before(verb: Token) -> list[Token]:
    """The words before a verb that was taken for something else, back to a sign or the beginning of the sentence."""
    found: list[Token] = []
    for token in reversed([token for token in verb.sent if token.i < verb.i]):
        first_comma = token.text == "," and not any(t.text == "," for t in verb.sent if t.i < token.i)
        if (token.is_punct and token.text not in ("'", "-", ",")) or first_comma or token.pos_ == "SCONJ":
            break
        found.append(token)
    return [t for t in found if t.dep_ not in ("advmod", "expl:comp") and not t.dep_.startswith("aux")]


def _child(verb: Token, *relations: str, after: bool = True) -> Token | None:
    """The first child of these relations, in the order of the text."""
    return next((c for c in verb.children if c.dep_ in relations and (c.i > verb.i or not after)), None)


def _infinitive(verb: Token, of: Token) -> Token | None:
    relations = ("xcomp", "ccomp", "advcl", "obl:arg", "obl:mod") if of is verb else ("acl", "xcomp")
    return next(
        (
            child
            for child in of.children
            if child.i > verb.i and child.dep_ in relations and child.pos_ in VERBAL and _is_infinitive(child)
        ),
        None,
    )


def _is_infinitive(verb: Token) -> bool:
    """Whether a verb is in the infinitive, or its auxiliary is: "avoir vu"."""
    words = [verb, *(child for child in verb.children if child.dep_.startswith(("aux", "cop")))]
    return any("Inf" in word.morph.get("VerbForm") for word in words)


def _clause(verb: Token, table: LanguageTable) -> list[Token]:
    """The clause that the verb governs: as parsed, else from "that" to the end of the sentence."""
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i > verb.i and not _is_infinitive(child):
            words = list(child.subtree)
            if any(word.text.lower() in table.that for word in words[:2]):
                return words
    return _clause_by_place(verb, table)


def _clause_by_place(word: Token, table: LanguageTable) -> list[Token]:
    for token in word.sent:
        if token.i <= word.i:
            continue
        if token.is_punct or token.i - word.i >= NEAR or token.pos_ == "CCONJ" or _finite(token):
            return []
        if token.text.lower() in table.that and token.pos_ == "SCONJ":
            return [other for other in word.sent if other.i > token.i]
    return []


def _finite(token: Token) -> bool:
    """Whether a word is a verb of its own sentence: its clause is not that of the verb before."""
    return token.pos_ in VERBAL and "Fin" in token.morph.get("VerbForm")


def _object(verb: Token) -> Token | None:
    return next(
        (
            c
            for c in verb.children
            if c.dep_ in ("obj", "obl:arg") and c.i > verb.i and c.pos_ not in ("VERB", "PRON")
        ),
        None,
    )


def _small_clause(cue: CueVerb, table: LanguageTable) -> list[Token]:
    """ "juge peu probable que ...": an adjective near, and its clause."""
    if "clause" not in cue.frames:
        return []
    verb = cue.token
    near = next((t for t in verb.sent if verb.i < t.i < verb.i + 4 and t.pos_ == "ADJ"), None)
    rest = _clause_by_place(near, table) if near is not None else []
    return [t for t in verb.sent if near is not None and verb.i < t.i <= near.i] + rest if rest else []


def _small(cue: CueVerb, table: LanguageTable) -> list[Token]:
    found = _small_clause(cue, table)
    thing = _object(cue.token)
    if found or thing is None:
        return found
    relations = ("xcomp", "obl:arg", "obl:mod", "acl", "advcl", "amod", "obl")
    more = [c for c in cue.token.children if c.dep_ in relations and c.i > thing.i]
    return [*thing.subtree, *(word for each in more for word in each.subtree)]


def _whom(cue: CueVerb, table: LanguageTable) -> list[Token]:
    verb = cue.token
    whom = next((c for c in verb.children if c.dep_ in ("obj", "obl:arg")), None)
    done = _infinitive(verb, verb) or (_infinitive(verb, whom) if whom is not None else None)
    if done is None:
        return []
    return [*(whom.subtree if whom is not None and whom.i > verb.i else ()), *done.subtree]


def _thing(cue: CueVerb, table: LanguageTable) -> list[Token]:
    thing = _object(cue.token)
    if thing is not None:
        return list(thing.subtree)
    return [t for t in cue.token.sent if t.i > cue.token.i] if cue.mistaken else []


def _to_do(cue: CueVerb, table: LanguageTable) -> list[Token]:
    done = _infinitive(cue.token, cue.token)
    return list(done.subtree) if done is not None else []


def _reflexive(verb: Token, table: LanguageTable) -> bool:
    return any(child.text.lower() in table.reflexive and child.i < verb.i for child in verb.children)


def _self(cue: CueVerb, table: LanguageTable) -> list[Token]:
    found = _child(cue.token, "xcomp", "obj", "ccomp", "obl:arg", "amod")
    return list(found.subtree) if found is not None and _reflexive(cue.token, table) else []


def _about(cue: CueVerb, table: LanguageTable) -> list[Token]:
    found = _child(cue.token, "obl:arg", "obl:mod", "obj")
    return list(found.subtree) if found is not None and _reflexive(cue.token, table) else []


RULES: tuple[tuple[str, Callable[[CueVerb, LanguageTable], Sequence[Token]]], ...] = (
    ("self", _self),
    ("clause", lambda cue, table: _clause(cue.token, table)),
    ("whom", _whom),
    ("infinitive", _to_do),
    ("small", _small),
    ("object", _thing),
    ("about", _about),
)
"""The frames in the order in which they are looked for; the first that is found is taken."""


def clause_hits(doc: Doc, table: LanguageTable) -> list[Hit]:
    """What is claimed beside each verb of the text."""
    hits = []
    for cue in cue_verbs(doc, table):
        verb = cue.token
        words = spans_of([*(c for c in verb.children if c.dep_.startswith("aux")), verb], table)
        for frame, rule in RULES:
            if frame in cue.frames and (content := spans_of(rule(cue, table), table)):
                act, kind = cue.frames[frame]
                hits.append(_hit(f"{table.code}/{frame}", cue, words, content, act, kind, table))
                break
        else:
            last = verb.i + 1 >= len(doc) or verb.nbor(1).is_punct
            if "bare" in cue.frames and last:
                hits.append(_hit(f"{table.code}/bare", cue, words, [], *cue.frames["bare"], table))
    return hits


def _hit(
    rule: str, cue: CueVerb, words: list[Span], content: list[Span], act: str, kind: str, table: LanguageTable
) -> Hit:
    return Hit(rule, spans_of(cue.subject, table), words, content, act, kind, lemma_of(cue.token, table))
