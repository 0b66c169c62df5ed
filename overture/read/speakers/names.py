"""What a noun phrase that names a source says: its head, the name in it, the role, and whether it is a person.

Rules on letters alone, so that both readers use them: a phrase is split into the head noun phrase and what modifies it
(apposition, relative clause, prepositions); proper names are runs of capitalised words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from overture.read.text import listed

TITLES = frozenset(
    listed(
        """
        mr mrs ms miss dr sir lord lady dame professor prof president minister prime foreign defence
        defense interior finance chief general colonel admiral captain senator king queen prince
        princess ambassador chancellor premier secretary spokesman spokeswoman spokesperson judge mayor
        governor commander deputy vice former major lieutenant director chairman emeritus state home
        shadow undersecretary executive leader envoy negotiator analyst curator coach biologist
        economist academic researcher representative congressman congresswoman marshal sheikh imam rabbi
        father sister brother pope bishop archbishop sergeant inspector superintendent commissioner
        manager editor author ceo acting senior first lady education health
    """
    )
)
ORGANISATION = re.compile(
    r"\b(?:ministry|government|department|agency|office|bank|council|commission|committee|parliament|institute|university|"
    r"army|navy|guard|police|union|party|project|group|foundation|association|news|times|post|daily|herald|courier|ledger|sentinel|examiner|inquirer|bulletin|dispatch|telegraph|chronicle|court|"
    r"church|embassy|service|bureau|company|corporation|inc|ltd|team|club|watch|observatory|centre|center|society|federation|"
    r"authority|board|press|journal|gazette|tribune|museum|school|college|congress|senate|assembly|cabinet|regime|"
    r"republic|kingdom|state|states|lab|laboratory|network|league|organisation|organization|tribunal|monitor|front|movement|"
    r"alliance|academy|fund|trust|coalition|forces?|brigade|ministers|nations|programme|program|study|survey|report)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:sea|strait|river|island|islands|mountain|mountains|lake|bay|city|street|road|square|north|south|east|west|northern|"
    r"southern|eastern|western|province|region|county|valley|port|cape|gulf|ocean|house|palace|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)
_ORG_LINKS = ("of", "for", "on", "and", "the", "in", "&", "to")
_NAME_LINKS = (
    "de",
    "van",
    "von",
    "al",
    "el",
    "bin",
    "da",
    "di",
    "del",
    "la",
    "du",
    "le",
    "der",
    "den",
    "ibn",
)
_ARTICLES = frozenset(
    listed(
        """
        the a an one two three this that these those its his her their our my your in both another
        several some many
    """
    )
)
_MODIFIER = re.compile(
    r",|\s+(?:dated|signed|contacted|run|led|headed|backed|held|owned|interviewed|reached|asked|who|which|whose|whom|that|whilst|while|seen|issued|published|provided|quoted|cited|obtained|reviewed|taken|made|"
    r"released|written|leaked|compiled|speaking|living|working|briefed|named|known|based|familiar|close|loyal|with|from|in|at|"
    r"for|on|to|by|of|inside|near|outside|under|among|between|about|into|here|there|and|as well as)\b"
)
_DETERMINER = re.compile(
    r"^(?:(?:the|a|an|one|two|three|four|five|several|some|many|most|few|other|another|this|that|these|those|all|both|"
    r"recent|new|only|even|also|but|and|however|meanwhile|neighbouring|neighboring|downstream|upstream|more than|at least)\s+)+",
    re.IGNORECASE,
)


FAMILY_FIRST = frozenset(
    listed(
        """
        an bae bak cha chae chang chen cheng choe choi chon chong chu deng duong feng gao gong gu guo ha han he ho hoang hong hu
        hwang hyon im jang jiang jo jon jong ju kang kim ko ku kwak kwon le lee li liang lin liu luo lu ma mao min moon mun nam
        ngo nguyen no oh pae paek pak park peng pham phan qian qin ri rim ro ryang ryu shen shin sin so son song sun tang to tran
        truong vo vu wang wen won woo wu xi xie xu yan yang yeo yi yim yon yoo yu yun zhang zhao zheng zhou zhu
    """
    )
)
"""Family names that are written before the given name."""
_FUNCTION = frozenset(
    listed(
        """
        the a an and or but nor of in on at to by for from with as is are was were be if when where
        while what who why how after before since because although though despite during until not no
        this that these those it its he she they we you i his her their our my there here then than so
        yet also only even both each every some any all many most few such one two three according
        meanwhile however still again under over about against between among through last next new first
        according says said say will would can could may might does do did has have had
    """
    )
)


@dataclass(frozen=True)
class Phrase:
    """A source phrase taken apart."""

    text: str
    head: str
    """The noun phrase without its modifiers, determiners kept."""
    name: str
    """The proper name it gives, without titles and possessive; empty where it gives none."""
    role: str
    """All that is said of the bearer beside his name."""
    person: bool
    rest: str
    """What modifies the head: apposition, relative clause, prepositions."""


def slug(words: str) -> str:
    """``"Ministry of Water"`` as ``"ministry-of-water"``."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"'s?(?=\W|$)", "", words.lower())).strip("-")


def runs(phrase: str) -> list[tuple[int, int]]:
    """The runs of capitalised words of a phrase, an article or number that only begins one left out."""
    words = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\s,;:\"()]+", phrase)]
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        start, _end, word = words[place]
        if not word[0].isupper() or (not found and place == 0 and word.lower() in _ARTICLES):
            place += 1
            continue
        last = place
        while last + 1 < len(words) and phrase[words[last][1] : words[last + 1][0]].strip() == "":
            if words[last][2].endswith(("'s", "s'")):
                break  # "Halvard's president": the owner's name ends here
            following = words[last + 1][2]
            ahead = last + 1
            if not following[0].isupper():
                links = _ORG_LINKS if ORGANISATION.search(phrase[start : words[last][1]]) else _NAME_LINKS
                while ahead < len(words) and words[ahead][2] in links and ahead - last <= 2:
                    ahead += 1
                if ahead >= len(words) or ahead == last + 1 or not words[ahead][2][0].isupper():
                    break
            last = ahead
        found.append((start, words[last][1]))
        place = last + 1
    return found


def proper_names(phrase: str) -> list[str]:
    """The proper names of a phrase, without possessive."""
    names = [re.sub(r"(?:'s?|')$", "", phrase[a:b]).strip(".") for a, b in runs(phrase)]
    return [name for name in names if name]


def untitled(name: str) -> str:
    """The name without the titles before it: ``"President Tomas Rehn"`` as ``"Tomas Rehn"``."""
    words = name.split()
    while len(words) > 1 and words[0].strip(".").lower() in TITLES | _FUNCTION:
        words.pop(0)
    return " ".join(words)


def last_name(name: str) -> str:
    """The word by which a person is known: the last of the name, or the family name that stands first.

    Three short words of which the first is a family name of :data:`FAMILY_FIRST` ("Kim Jong Un") are known by the first.
    """
    parts = [
        w for w in re.sub(r"'s?\b", "", name).split() if w[0].isupper() and w.strip(".").lower() not in TITLES
    ]
    if not parts:
        return ""
    if not parts[-1].strip("."):
        return ""
    short = len(parts) == 3 and all(len(w) <= 6 for w in parts) and parts[0].lower() in FAMILY_FIRST
    return parts[0] if short and "." not in name else parts[-1]


def head_of(phrase: str) -> tuple[str, str]:
    """``(head, rest)``: the phrase up to its first modifier that stands in no proper name, and what follows."""
    names = runs(phrase)
    for match in _MODIFIER.finditer(phrase):
        if match.start() > 1 and not any(a < match.start() < b - 1 for a, b in names):
            return phrase[: match.start()].strip(), phrase[match.start() :].strip(" ,")
    return phrase.strip(), ""


def bare(head: str) -> str:
    """A head without determiners, numerals and "themselves"."""
    head = re.sub(r"\s+(?:themselves|himself|herself|itself)$", "", head)
    return _DETERMINER.sub("", head).strip()


def is_person_name(name: str) -> bool:
    """Whether a run of capitalised words can be a person: two to four words, no institution, no place."""
    core = untitled(name)
    words = core.split()
    if (
        ORGANISATION.search(core)
        or _PLACE.search(core)
        or any(w.isupper() and len(w) > 1 and "." not in w for w in words)
    ):
        return False
    return 2 <= len(words) <= 5 and all(w[0].isupper() or w in _NAME_LINKS for w in words)


def take_apart(
    phrase: str,
    known: frozenset[str] = frozenset(),
    places: frozenset[str] = frozenset(),
    common: frozenset[str] = frozenset(),
) -> Phrase:
    """Take a source phrase apart.

    ``known`` are last names of persons, ``places`` lower-case names of states, ``common`` nouns that begin with a
    capital only at the start of a sentence.
    """
    text = phrase.strip(" ,;:\"'\n")
    head, rest = head_of(text)
    front = text.split(",")[0]
    after = [part.strip() for part in text.split(",")[1:]]
    inside = proper_names(head)
    tail = inside[-1] if inside and head.endswith((inside[-1], inside[-1] + ".")) else ""
    if tail and head == tail and len(tail.split()) == 1 and tail.lower() in common:
        tail = ""  # "Observers say": a common noun that begins the sentence
    # "Halvard's president, Tomas Rehn": the name stands in apposition
    if after and not _person(tail, head, known, places):
        apposed = after[0]
        if (
            runs(apposed)[:1] == [(0, len(apposed))]
            and is_person_name(apposed)
            and apposed.lower() not in places
        ):
            return Phrase(
                text, head, untitled(apposed), f"{front} {', '.join(after[1:])}".strip(), True, rest
            )
    if tail and _person(tail, head, known, places):
        before = head[: len(head) - len(tail)]
        titled = tail[: len(tail) - len(untitled(tail))]
        return Phrase(text, head, untitled(tail), f"{before}{titled} {rest}".strip(), True, rest)
    return Phrase(text, head, tail, f"{head} {rest}".strip(), False, rest)


def _person(name: str, head: str, known: frozenset[str], places: frozenset[str]) -> bool:
    if not name or name.lower() in places:
        return last_name(name) in known if name else False
    before = head[: len(head) - len(name)].split()
    if is_person_name(name):
        return not before or before[-1].lower() != "the"
    if ORGANISATION.search(untitled(name)):
        return False
    single = len(untitled(name).split()) == 1
    titled = untitled(name) != name or (before and before[-1].strip(".").lower() in TITLES)
    return single and (last_name(name) in known or bool(titled and before[:1] != ["The"]))


def persons_in(text: str) -> dict[str, list[str]]:
    """``{key: names}`` of people whom the text names in full and then by one name, the short name first."""
    found: dict[str, list[str]] = {}
    count: dict[str, int] = {}
    for match in re.finditer(r"\b[A-Z][\w-]*\b", text):
        count[match.group()] = count.get(match.group(), 0) + 1
    for match in re.finditer(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,3}\b", text):
        full = untitled(match.group())
        last = last_name(full)
        if (
            last
            and last != full
            and is_person_name(full)
            and not ORGANISATION.search(full)
            and count.get(last, 0) > 1
        ):
            names = found.setdefault(slug(last), [last])
            if full not in names:
                names.append(full)
    return found


ROLE = (
    r"(?:minister|president|spokesman|spokeswoman|spokesperson|analyst|professor|director|general|negotiator|ambassador|defector|"
    r"economist|adviser|advisor|researcher|engineer|editor|lawyer|premier|envoy|official|leader|dissident|secretary|chancellor|"
    r"expert|historian|physicist|scientist|commander|colonel|captain|senator|deputy|governor|mayor|officer|diplomat|aide|"
    r"activist|journalist|correspondent|columnist|chief|head|king|queen|prince|judge|prosecutor)"
)
_ANYBODY = (
    "teacher|witness|man|woman|villager|fisherman|soldier|worker|member|relative|resident|cook|sailor|fighter|prisoner|guard|"
    "driver|source|person|neighbour|neighbor|survivor|passenger|doctor|nurse|critic|observer|insider|trader|farmer|student"
)
_PLURAL = re.compile(
    r"\b(?:officials|sources|people|critics|analysts|experts|advisers|advisors|aides|outlets|diplomats|mediators|researchers|"
    r"scientists|reports|records|images|witnesses|residents|families|members|ministers|lawyers|investigators|authorities|"
    r"observers|others|statements|insiders|negotiators|associations|police|rebels|workers|economists|villagers|fishermen|"
    r"inspectors|troops|activists|allies|leaders|media|colleagues|engineers|organisers|organizers|lawmakers|soldiers)\b",
    re.IGNORECASE,
)


def kind_of(core: str) -> str:
    """``person``, ``group`` or ``body``: by the noun that ends a phrase without a name."""
    if _PLURAL.search(core):
        return "group"
    if re.search(
        rf"\b(?:{ROLE}|{_ANYBODY})$",
        core,
        re.IGNORECASE,
    ):
        return "person"
    return "body"
