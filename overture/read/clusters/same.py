"""Which claims say the same thing: suggested clusters, each with its reason, its count and its roots.

Lemma overlap on words whose names are made one by the alias table; the same sign of polarity or a denial of the
same; never a claim with the one it stands inside. A cluster is a suggestion: the analyst confirms or parts it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from overture.read.claim import NOBODY, ReadClaim, slices
from overture.read.clusters.linkage import RIVALS, Window, overlap, total_of
from overture.read.lexicon import Lexicon
from overture.read.text import listed

THRESHOLD = 0.36
"""Least weighted overlap of two propositions that are suggested as one."""
_STOP = frozenset(
    listed(
        """
        a an the and or but nor of in on at to by for from with as is are was were be been being has
        have had do does did will would may might could can should must shall that this these those it
        its he his him she her they their them we our us i my me you your who whom whose which what when
        where why how if than then so not no never any some such there here also only just very more
        most much many one up out over under into onto about after before again back own same other
        another because while though although however therefore said says say told telling wants want
        wanted seen sees see regard regards someone something way due both each all rather particularly
        up-to
    """
    )
)
_ANAPHOR = re.compile(
    r"^[\"'\s]*(?:the|this|that|these|those|its|his|her|their|such)\s+(?:[\w.-]+\s+){0,3}?(announcement|pledge|promise|threat|report|reports|claim|claims|allegation|allegations|images|statement|statements|"
    r"accusation|accusations|offer|proposal|plan|idea|suggestion|findings|figures|account|numbers|charge|charges|decision)\b(?:\s+as\b.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERS = listed("no one two three four five six seven eight nine ten eleven twelve")
_TAILS = listed(
    "izations isations ization isation ations ation ments ment ingly edly ness ings ing ions ion ies ied ed es ly s e"
)
_CONTRAST = re.compile(
    r"^[\"'\s]*(?:a|an|the)\s+(?:very |rather |quite )?(?:different|other|opposite|contrary)\s+(?:picture|story|view|account|impression|tale)\b"
)
_ALIKE = {"want": "act", "intend": "act", "propose": "act", "promise": "act"}
_TURNED = {"+": "-", "-": "+", "?": "?"}
RECENT = 60
"""Claims of a word that a new claim is compared with: the last ones."""
_TIMES = ("never", "once", "twice")


@dataclass(frozen=True)
class Mention:
    """A claim of a document, as clustering sees it: the claim, its document, the words of its proposition."""

    document: str
    claim: ReadClaim
    words: frozenset[str]
    anaphor: str = ""
    cue_words: tuple[str, ...] = ()


@dataclass
class Cluster:
    """Claims that say the same thing, and the distinct sources that can vouch for it."""

    id: str
    mentions: list[Mention] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    """For each mention what it says of the matter: ``+``, ``-`` or ``?`` (a denial of "the claim" turns the claim's sign)."""
    roots: list[str] = field(default_factory=list)

    def _free(self) -> list[tuple[Mention, str]]:
        ids = {(m.document, m.claim.id) for m in self.mentions}
        return [
            (m, sign)
            for m, sign in zip(self.mentions, self.signs, strict=True)
            if (m.document, m.claim.parent or "") not in ids
        ]

    def counted(self) -> list[Mention]:
        """The mentions that count: not one nested in another of this cluster, and of the commonest sign."""
        free = self._free()
        usual = Counter(sign for _, sign in free).most_common(1)[0][0] if free else "+"
        return [m for m, sign in free if sign == usual]

    def tell(self) -> str:
        """In words: "Said seven times: six times in the writer's voice, once as a belief that nobody owns."."""
        counted = self.counted()
        kinds = Counter(_manner(mention.claim) for mention in counted)
        parts = [f"{times(number)} {kind}" for kind, number in kinds.most_common()]
        said = f"Said {times(len(counted))}: {', '.join(parts)}."
        others = len(self._free()) - len(counted)
        return f"{said} The contrary, or no answer, {times(others)}." if others else said


def _manner(claim: ReadClaim) -> str:
    """In whose voice a claim is made, in words."""
    if claim.copy_of:
        return "as a copy of another report"
    if NOBODY in claim.chain[:1]:
        return f"as a {'belief' if claim.act == 'believe' else 'claim'} that nobody owns"
    if claim.voice == "writer":
        return "in the writer's voice"
    names = " quoting ".join(claim.chain if claim.voice == "media" else claim.chain[:1])
    return f"by {_article(claim.voice)} ({names})"


def _article(voice: str) -> str:
    return {"media": "the media", "anonymous": "a source without a name", "official": "an official", "document": "a document",
            "insider": "an insider", "expert": "an expert", "unknown": "somebody without a known role"}.get(voice, voice)  # fmt: skip


def times(number: int) -> str:
    """``1`` as "once", ``7`` as "seven times"."""
    if number < len(_TIMES):
        return _TIMES[number]
    return f"{_NUMBERS[number] if number < len(_NUMBERS) else number} times"


def stem(word: str) -> str:
    """A crude lemma: enough to bring offer, offers, offered and offering together."""
    word = word.lower()
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= 3:
            word = word[: -len(tail)]
            break
    if len(word) > 3 and word[-1] in (word[-2], "e"):
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


class SpeakerNames:
    """Brings the names of one speaker together before words are compared: "Pyongyang" and "North Korea" are one word."""

    def __init__(self, lexicon: Lexicon, persons: dict[str, list[str]]) -> None:
        self.places, self.place_of = _places(lexicon.aliases)
        self.person_of = {
            name: f"@{re.sub(r'[^a-z0-9]', '', key)}"
            for key, names in persons.items()
            for name in names
            if len(name) > 2
        }
        ranked = sorted(self.person_of, key=lambda name: (-len(name), name))
        self.persons = re.compile(rf"\b(?:{'|'.join(map(re.escape, ranked))})\b") if ranked else None

    def __call__(self, text: str) -> str:
        """``text`` with every known name replaced by one word that begins with ``@``."""
        if self.persons is not None:
            text = self.persons.sub(lambda m: f" {self.person_of[m.group()]} ", text)
        return self.places.sub(self._place, text)

    def _place(self, match: re.Match[str]) -> str:
        word = match.group()
        name = None if word.islower() else self.place_of.get(word) or self.place_of.get(word.lower())
        return f" {name} " if name else word


@lru_cache(maxsize=4)
def _places(aliases: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = {}
    for line in aliases:
        name = "@" + re.sub(r"\W", "", line[0].lower())
        for word in line:
            table[word if word.isupper() else word.lower()] = name
    ranked = sorted(table, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word) for word in ranked)
    return (re.compile(rf"\b(?:{body})\b", re.IGNORECASE) if ranked else re.compile(r"(?!)")), table


def proposition(
    text: str, claim: ReadClaim, namer: SpeakerNames, speakers: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The stems of what is claimed: the content, and for wants and plans also who wants. ``speakers`` are ids.

    Names begin with ``@``; ``~want`` stands for any word of wanting, and tells nothing by itself.
    """
    spans = claim.content
    if claim.rule == "writer/mark" and claim.cue:  # "in other words" is no part of what is claimed
        low, high = claim.cue[0]
        spans = [
            (a, b)
            for start, end in spans
            for a, b in ((start, min(low, end)), (max(high, start), end))
            if a < b
        ]
    told = slices(text, spans)
    if claim.kind == "act" or claim.rule in ("writer/likely", "plain/likely"):
        told = f"{told} {slices(text, claim.source)}"
    kept = set()
    for word in re.findall(r"@?\w[\w-]*", namer(told)):
        if word[0] == "@":
            kept.add(word)
        elif len(word) > 1 and word.lower() not in _STOP:
            kept.add("@" + word.lower() if word.lower() in speakers else stem(word))
    if claim.kind == "act" or re.search(r"\bwants?\b", told, re.IGNORECASE):
        kept.add("~want")
    if re.search(r"\bback\b", told, re.IGNORECASE):
        kept.add("back")
    return frozenset(kept)


def _weights(mentions: Sequence[Mention]) -> dict[str, float]:
    seen = Counter(word for mention in mentions for word in mention.words)
    return {
        word: (0.6 if word[0] in "@~" else 1.0) / (1.0 + 0.35 * math.log(number))
        for word, number in seen.items()
    }


def mentions_of(document: str, text: str, claims: Sequence[ReadClaim], namer: SpeakerNames) -> list[Mention]:
    """The claims of one document, ready to be compared."""
    found = []
    speakers = frozenset(name for claim in claims for name in claim.chain)
    for claim in claims:
        content = slices(text, claim.content)
        anaphor = _ANAPHOR.match(content)
        contrast = _CONTRAST.match(content)
        found.append(
            Mention(
                document,
                claim,
                proposition(text, claim, namer, speakers),
                stem(anaphor.group(1)) if anaphor else "contrast" if contrast else "",
                tuple(slices(text, claim.cue).lower().split()),
            )
        )
    return found


def cluster(mentions: Sequence[Mention], threshold: float = THRESHOLD) -> list[Cluster]:
    """Suggested clusters over all ``mentions``, in the order of their first claim; singles are clusters too.

    Average linkage over weighted lemma overlap. Candidates are the clusters of the last claims that share a word; one
    that could not come out best, by what all its last claims have together, is passed over: the result is the same.
    """
    weight = _weights(mentions)
    # The clusters of the last claims of each word, the last of them last.
    index: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=RECENT))
    home: list[int] = []
    groups: list[list[int]] = []
    windows: list[Window] = []
    together: list[frozenset[str]] = []  # the words of each window
    reasons: list[str] = []
    signs: list[str] = []
    nested = {(m.document, m.claim.id): (m.document, m.claim.parent) for m in mentions}
    for place, mention in enumerate(mentions):
        why, best, sign = "", -1, mention.claim.polarity
        target = _referred(mentions, place) if mention.anaphor or not mention.claim.content else None
        if target is not None:
            best, why = home[target], f"refers back to {mentions[target].claim.id}"
            turned = mention.anaphor == "contrast" or sign == "-"
            sign = "?" if sign == "?" else _TURNED[signs[target]] if turned else signs[target]
        elif not mention.anaphor:
            near: set[int] = set()
            for word in mention.words:
                if word[0] not in "@~" and word in index:
                    near.update(index[word])
            score, total = threshold, total_of(mention.words, weight)
            words = mention.words
            for option in sorted([each for each in near if len(words & together[each]) > 1]):
                if windows[option].most(words, total, weight) <= score:
                    continue
                rivals = [mentions[m] for m in groups[option][-RIVALS:]]
                value, shared = _likeness(mention, rivals, weight, nested)
                if value > score:
                    best, score = option, value
                    why = f"shares {', '.join(sorted(w.lstrip('@~') for w in shared))} (overlap {value:.2f})"
        if best < 0:
            best = len(groups)
            groups.append([])
            windows.append(Window())
            together.append(frozenset())
        groups[best].append(place)
        windows[best].add(frozenset() if mention.anaphor else mention.words, weight)
        together[best] = windows[best].words
        home.append(best)
        reasons.append(why)
        signs.append(sign)
        if not mention.anaphor:
            for word in mention.words:
                if word[0] not in "@~":
                    index[word].append(best)
    result = []
    for number, members in enumerate(groups):
        made = Cluster(f"k{number:02d}", [mentions[m] for m in members], [signs[m] for m in members])
        for m in members:
            mentions[m].claim.cluster = made.id
            mentions[m].claim.why = reasons[m]
        made.roots = sorted({root(m) for m in made.counted()})
        result.append(made)
    return result


def _likeness(
    mention: Mention,
    rivals: list[Mention],
    weight: dict[str, float],
    nested: dict[tuple[str, str], tuple[str, str | None]],
) -> tuple[float, frozenset[str]]:
    """How alike a claim is to those of a cluster, and the words that it shares with the nearest; 0 where it may not join."""
    usable = [m for m in rivals if m.words and not m.anaphor]
    if not usable:
        return 0.0, frozenset()
    shared = max((mention.words & m.words for m in usable), key=len)
    plain = [w for w in shared if w[0] not in "@~"]
    if len(shared) < 2 or not plain or (len(plain) < 2 and len(shared) < 3):
        return 0.0, frozenset()
    if any(_nested(nested, mention, m) for m in rivals):
        return 0.0, frozenset()
    scores = [overlap(mention.words, m.words, weight) for m in usable]
    value = (max(scores) + sum(scores) / len(scores)) / 2
    kind = _ALIKE.get(mention.claim.act, "say")
    if all(_ALIKE.get(m.claim.act, "say") != kind for m in usable):
        value -= 0.1  # "P wants A" is not the same as "S says that P wants A"
    return (value if len(plain) > 1 else value - 0.1), shared


def _nested(nested: dict[tuple[str, str], tuple[str, str | None]], one: Mention, two: Mention) -> bool:
    """Whether one claim stands inside the other: containment, not repetition."""
    if one.document != two.document or (one.claim.parent is None and two.claim.parent is None):
        return False
    for inner, outer in ((one, two), (two, one)):
        here: tuple[str, str | None] | None = (inner.document, inner.claim.id)
        for _ in range(12):
            if here is None or here[1] is None:
                break
            here = nested.get((here[0], here[1]))
            if here == (outer.document, outer.claim.id):
                # "the belief that K wants T" and its content are one proposition said once
                return inner.claim.act not in ("want", "intend") or NOBODY not in outer.claim.chain[:1]
    return False


def _referred(mentions: Sequence[Mention], place: int) -> int | None:
    """The claim that "the announcement" or "the HNA report" means: the last one that fits."""
    mention = mentions[place]
    claim = mention.claim
    named = [
        n
        for n in range(place - 1, max(-1, place - RECENT), -1)
        if mention.anaphor
        and mentions[n].document == mention.document
        and mentions[n].claim.content
        and mention.anaphor in (stem(w) for w in mentions[n].cue_words)
    ]  # "announced that ... . She welcomed the announcement"
    if named and len(claim.chain) == 1:
        return named[0]
    if mention.anaphor == "contrast":
        return place - 1 if place and mentions[place - 1].document == mention.document else None
    for other in range(place - 1, max(-1, place - RECENT), -1):
        before = mentions[other]
        if (
            before.document != mention.document
            or before.anaphor
            or not before.claim.content
            or before.claim.id == claim.parent
        ):
            continue
        if (
            before.claim.chain
            and claim.chain
            and before.claim.chain[0] == claim.chain[0]
            and len(claim.chain) == 1
        ):
            continue
        if before.claim.kind not in ("speech", "show"):
            continue
        if len(claim.chain) > 1 and before.claim.chain[-1:] != claim.chain[-1:]:
            continue
        if claim.rule == "declined" or claim.rule.endswith("declined"):
            return None
        if mention.anaphor == "imag" and before.claim.voice != "document":
            continue
        return other
    return None


def root(mention: Mention) -> str:
    """Who vouches in the end: the one who was echoed, else the outermost speaker, else the writer, else nobody."""
    claim = mention.claim
    if NOBODY in claim.chain[:1]:
        return "nobody"
    if claim.copy_of:
        return f"copy of {claim.copy_of}"
    if claim.voice == "writer" or not claim.chain:
        return f"writer of {mention.document}" if mention.document else "writer"
    if claim.voice == "media" and len(claim.chain) > 1:
        return claim.chain[-1]
    return claim.chain[0]
