"""Which claims say the same thing: suggested clusters, each with its reason, its count and its roots.

Lemma overlap on words whose names are made one by the alias table; the same sign of polarity or a denial of the
same; never a claim with the one it stands inside. A cluster is a suggestion: the analyst confirms or parts it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from overture.read.claim import NOBODY, ReadClaim, slices
from overture.read.lexicon import Lexicon
from overture.read.text import listed

THRESHOLD = 0.35
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
_BACK = frozenset(("back",))
_ANAPHOR = re.compile(
    r"^[\"'\s]*(?:the|this|that|these|those|its|his|her|their|such)\s+(?:[\w.-]+\s+){0,3}?(announcement|report|reports|claim|claims|allegation|allegations|images|statement|statements|"
    r"accusation|accusations|offer|proposal|plan|idea|suggestion|findings|figures|account|numbers|charge|charges|decision)\b(?:\s+as\b.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_TAILS = (
    "izations",
    "isations",
    "ization",
    "isation",
    "ations",
    "ation",
    "ments",
    "ment",
    "ingly",
    "edly",
    "ness",
    "ings",
    "ing",
    "ions",
    "ion",
    "ies",
    "ied",
    "ers",
    "ed",
    "es",
    "er",
    "ly",
    "s",
    "e",
)
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
    roots: list[str] = field(default_factory=list)
    words: str = ""

    def counted(self) -> list[Mention]:
        """The mentions that count: not one nested in another of this cluster, and of the usual sign."""
        ids = {(m.document, m.claim.id) for m in self.mentions}
        free = [m for m in self.mentions if (m.document, m.claim.parent or "") not in ids]
        sign = Counter(m.claim.polarity for m in free).most_common(1)[0][0] if free else "+"
        return [m for m in free if m.claim.polarity == sign]

    def tell(self) -> str:
        """In words: "Said seven times: six times in the writer's voice, once as a belief that nobody owns."."""
        counted = self.counted()
        kinds: Counter[str] = Counter()
        for mention in counted:
            claim = mention.claim
            if claim.copy_of:
                kinds["as a copy of another report"] += 1
            elif NOBODY in claim.chain[:1]:
                kinds[
                    "as a belief that nobody owns"
                    if claim.act == "believe"
                    else "as a claim that nobody owns"
                ] += 1
            elif claim.voice == "writer":
                kinds["in the writer's voice"] += 1
            else:
                kinds[
                    f"by {_article(claim.voice)} ({' quoting '.join(claim.chain if claim.voice == 'media' else claim.chain[:1])})"
                ] += 1
        parts = [f"{times(number)} {kind}" for kind, number in kinds.most_common()]
        said = f"Said {times(len(counted))}: {', '.join(parts)}."
        others = (
            [m for m in self.mentions if m.claim.polarity != counted[0].claim.polarity] if counted else []
        )
        if others:
            said += f" The contrary, or no answer, {times(len(others))}."
        return said


def _article(voice: str) -> str:
    return {"media": "the media", "anonymous": "a source without a name", "official": "an official", "document": "a document",
            "insider": "an insider", "expert": "an expert"}.get(voice, voice)  # fmt: skip


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
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


class Namer:
    """Brings the names of one speaker together before words are compared."""

    def __init__(self, lexicon: Lexicon, persons: dict[str, list[str]]) -> None:
        self.table: list[tuple[re.Pattern[str], str]] = []
        for line in lexicon.aliases:
            for word in sorted(line, key=len, reverse=True):
                flags = 0 if word.isupper() else re.IGNORECASE
                self.table.append(
                    (
                        re.compile(rf"\b{re.escape(word)}\b", flags),
                        " @" + re.sub(r"\W", "", line[0].lower()) + " ",
                    )
                )
        for key, names in persons.items():
            for name in sorted(names, key=len, reverse=True):
                if len(name) > 2:
                    self.table.append(
                        (re.compile(rf"\b{re.escape(name)}\b"), f" @{re.sub(r'[^a-z0-9]', '', key)} ")
                    )
        self.quick = (
            re.compile("|".join(pattern.pattern for pattern, _ in self.table), re.IGNORECASE)
            if self.table
            else None
        )

    def __call__(self, text: str) -> str:
        if self.quick is None or not self.quick.search(text):
            return text
        for pattern, name in self.table:
            text = pattern.sub(name, text)
        return text


def proposition(text: str, claim: ReadClaim, namer: Namer) -> frozenset[str]:
    """The stems of what is claimed: the content, and for wants and plans also who wants."""
    parts = [slices(text, claim.content)]
    if claim.kind in ("act",) or claim.rule in ("writer/likely", "plain/likely"):
        parts.append(slices(text, claim.source))
    words = re.findall(r"@?\w[\w-]*", namer(" ".join(parts)))
    kept = {stem(w) if not w.startswith("@") else w for w in words if w.lower() not in _STOP and len(w) > 1}
    if claim.kind == "act":
        kept.add(claim.act if claim.act in ("want", "propose") else "want")
    if claim.kind != "act" and re.search(r"\bwants?\b", parts[0]):
        kept.add("want")
    if re.search(r"\bback\b", parts[0]):
        kept.add("back")
    return frozenset(kept)


def overlap(one: frozenset[str], two: frozenset[str], weight: dict[str, float]) -> float:
    """Weighted overlap: shared weight over the geometric mean of both weights."""
    shared = sum(weight.get(w, 1.0) for w in one & two)
    first, second = sum(weight.get(w, 1.0) for w in one), sum(weight.get(w, 1.0) for w in two)
    return shared / math.sqrt(first * second) if first and second else 0.0


def _weights(mentions: Sequence[Mention]) -> dict[str, float]:
    seen: Counter[str] = Counter()
    for mention in mentions:
        seen.update(mention.words)
    count = len(mentions)
    return (
        {
            word: 1.0 / (1.0 + 0.35 * math.log(number)) * (0.6 if word.startswith("@") else 1.0)
            for word, number in seen.items()
        }
        if count
        else {}
    )


def mentions_of(document: str, text: str, claims: Sequence[ReadClaim], namer: Namer) -> list[Mention]:
    """The claims of one document, ready to be compared."""
    found = []
    for claim in claims:
        content = slices(text, claim.content)
        anaphor = _ANAPHOR.match(content)
        found.append(
            Mention(
                document,
                claim,
                proposition(text, claim, namer),
                stem(anaphor.group(1)) if anaphor else "",
                tuple(slices(text, claim.cue).lower().split()),
            )
        )
    return found


def cluster(mentions: Sequence[Mention], threshold: float = THRESHOLD) -> list[Cluster]:
    """Suggested clusters over all ``mentions``, in the order of their first claim; singles are clusters too.

    Average linkage over weighted lemma overlap, candidates by shared words, so that the cost stays near linear.
    """
    weight = _weights(mentions)
    index: dict[str, list[int]] = defaultdict(list)
    home: list[int] = []
    groups: list[list[int]] = []
    reasons: dict[int, str] = {}
    nested = {(m.document, m.claim.id): (m.document, m.claim.parent) for m in mentions}
    for place, mention in enumerate(mentions):
        best, score = -1, 0.0
        why = ""
        target = _referred(mentions, place) if mention.anaphor or not mention.claim.content else None
        if target is not None:
            best, score, why = home[target], 1.0, f"refers back to {mentions[target].claim.id}"
        else:
            near = Counter(
                other for word in mention.words if not word.startswith("@") for other in index[word][-200:]
            )
            options = {home[other] for other in near}
            for option in options:
                rivals = [mentions[m] for m in groups[option]]
                if any(_nested(nested, mention, m) for m in rivals):
                    continue
                usable = [m for m in rivals if m.words and not m.anaphor]
                if not usable:
                    continue
                scores = sorted((overlap(mention.words, m.words, weight) for m in usable), reverse=True)
                value = (scores[0] + sum(scores) / len(scores)) / 2
                shared = max((mention.words & m.words for m in usable), key=len)
                plain = [w for w in shared if not w.startswith("@")]
                if value > score and len(shared) >= 2 and (len(plain) >= 2 or (plain and len(shared) >= 3)):
                    best, score = option, value
                    why = f"shares {', '.join(sorted(w.lstrip('@') for w in shared))} (overlap {value:.2f})"
            if score < threshold:
                best = -1
        if best < 0:
            groups.append([place])
            home.append(len(groups) - 1)
        else:
            groups[best].append(place)
            home.append(best)
            reasons[place] = why
        for word in mention.words:
            if not mention.anaphor and not word.startswith("@"):
                index[word].append(place)
    result = []
    for number, members in enumerate(groups):
        made = Cluster(f"k{number:02d}", [mentions[m] for m in members])
        for m in members:
            mentions[m].claim.cluster = made.id
            mentions[m].claim.why = reasons.get(m, "")
        made.roots = sorted({root(m) for m in made.counted()})
        result.append(made)
    return result


def _nested(nested: dict[tuple[str, str], tuple[str, str | None]], one: Mention, two: Mention) -> bool:
    """Whether one claim stands inside the other: containment, not repetition."""
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
        for n in range(place - 1, -1, -1)
        if mention.anaphor
        and mentions[n].document == mention.document
        and mentions[n].claim.content
        and mention.anaphor in (stem(w) for w in mentions[n].cue_words)
    ]  # "announced that ... . She welcomed the announcement"
    if named and len(claim.chain) == 1:
        return named[0]
    for other in range(place - 1, -1, -1):
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
