"""Who a source is: one id for all the ways in which a document names him, and whose voice he speaks with.

Rules on words, no model: a person is known by his last name; the role of his first introduction goes along with the
name; "he" is the last person who spoke; a state, its capital and its government are one speaker (alias table).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from overture.read.claim import NOBODY
from overture.read.lexicon import Lexicon, any_of
from overture.read.text import Span

_TITLE = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "lord",
    "lady",
    "professor",
    "prof",
    "president",
    "minister",
    "prime",
    "foreign",
    "defence",
    "defense",
    "interior",
    "finance",
    "chief",
    "general",
    "colonel",
    "admiral",
    "captain",
    "senator",
    "king",
    "queen",
    "prince",
    "ambassador",
    "chancellor",
    "premier",
    "secretary",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "judge",
    "mayor",
    "governor",
    "commander",
    "deputy",
    "vice",
    "former",
    "major",
    "lieutenant",
    "director",
    "chairman",
    "emeritus",
    "state",
    "home",
    "shadow",
    "undersecretary",
    "executive",
    "leader",
    "envoy",
    "negotiator",
    "analyst",
    "curator",
    "coach",
    "biologist",
    "economist",
    "academic",
    "researcher",
]
_ORG = re.compile(
    r"\b(?:ministry|government|department|agency|office|bank|council|commission|committee|parliament|institute|university|"
    r"army|navy|guard|police|union|party|project|group|foundation|association|news|times|post|daily|herald|court|church|"
    r"embassy|service|bureau|company|corporation|inc|ltd|team|club|watch|observatory|centre|center|society|federation|"
    r"authority|board|press|journal|gazette|tribune|board|museum|school|college|congress|senate|assembly|cabinet|regime|"
    r"republic|kingdom|state|states|lab|laboratory|network|league|organisation|organization|tribunal|monitor)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:officials|sources|people|critics|analysts|experts|advisers|advisors|aides|outlets|diplomats|"
                     r"mediators|researchers|scientists|reports|records|images|witnesses|residents|families|members|"
                     r"ministers|lawyers|investigators|authorities|observers|others|they|we|statements|insiders|"
                     r"negotiators|associations|police)\b", re.IGNORECASE)  # fmt: skip
_MALE = re.compile(
    r"\b(?:he|his|him|mr|king|prince|father|son|brother|husband|spokesman|chairman|sir)\b", re.IGNORECASE
)
_FEMALE = re.compile(
    r"\b(?:she|her|mrs|ms|miss|queen|princess|mother|daughter|sister|wife|spokeswoman|chairwoman|lady)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:\s+(?:of|the|de|van|von|al|el|bin|and)\s+(?=[A-Z])|\s+)?")
_CLAUSE = re.compile(
    r",|\s+(?:who|which|whose|that|seen|issued|published|provided|from|in|at|for|on|familiar|close)\b"
)


@dataclass
class Entity:
    """One speaker of a document: his id, all that was said of him, and what he can be called by a pronoun."""

    id: str
    kind: str
    """``person``, ``group`` (plural) or ``body`` (state, institution, document)."""
    said_of: str = ""
    gender: str = ""
    voice: str = ""
    names: set[str] = field(default_factory=set)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _bare(phrase: str) -> str:
    """The phrase without its apposition and relative clause, unless a name stands only there."""
    head = phrase.strip(" ,;:")
    cut = _CLAUSE.search(head)
    front = head[: cut.start()] if cut and cut.start() > 2 else head
    return front.strip()


def proper_names(phrase: str) -> list[str]:
    """The runs of capitalised words in a phrase, without an article that only begins it."""
    found = []
    for match in re.finditer(
        r"(?<![\w'])(?:[A-Z][\w.'-]*|(?<=\w )(?:of|de|van|von|al|el|bin)(?= [A-Z]))(?:\s+(?:[A-Z][\w.'-]*|(?:of|de|van|von|al|el|bin)(?=\s[A-Z])))*",
        phrase,
    ):
        words = list(match.group().split())
        while words and words[0].lower() in (
            "the",
            "a",
            "an",
            "one",
            "this",
            "its",
            "his",
            "her",
            "their",
            "in",
            "both",
            "our",
        ):
            words.pop(0)
        name = re.sub(r"'s?$", "", " ".join(words))
        if name:
            found.append(name)
    return found


class People:
    """The speakers of one document, in the order in which its claims name them."""

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self.lexicon, self.text = lexicon, text
        self.known: dict[str, Entity] = {}
        self.by_name: dict[str, Entity] = {}
        self.recent: list[Entity] = []
        self.alias = {word.lower(): line[0] for line in lexicon.aliases for word in line}
        self._alias_pattern = any_of(self.alias)
        self._introduce()

    def _introduce(self) -> None:
        """Learn who is who from appositions anywhere: "Pell's chief negotiator, Anneke Voss," and the like."""
        self.roles: dict[str, str] = {}
        name = r"[A-Z][\w'-]+(?: (?:de|van|von|al|el|bin|[A-Z][\w'-]+))+"
        for match in re.finditer(
            rf"({name}), ((?:(?:a|an|the|one|who|whose|its|their|his|her|former|[A-Z][\w]+'s)\b|\w+ )[^.;\"]{{3,140}})",
            self.text,
        ):
            self._role(
                match.group(1),
                re.split(r",|\b(?:said|says|told|believes|wrote|warned|added)\b", match.group(2))[0],
            )
        for match in re.finditer(rf"([^.,;\"\n]{{3,80}}), ({name}),", self.text):
            self._role(match.group(2), " ".join(match.group(1).split()[-9:]))
        for match in re.finditer(rf"((?:[A-Za-z-]{{1,20}} ){{0,6}}?(?:minister|president|spokesman|spokeswoman|analyst|professor|director|general|"
                                 rf"negotiator|ambassador|defector|economist|adviser|advisor|researcher|engineer|editor|lawyer|premier|envoy|official|leader)) ({name})",
                                 self.text, re.IGNORECASE):  # fmt: skip
            if match.group(2)[0].isupper():
                self._role(match.group(2), match.group(1))

    def _role(self, name: str, role: str) -> None:
        last = _last_name(name)
        if last and last not in self.roles:
            self.roles[last] = role

    def voice_of(self, phrase: str, entity_said: str = "") -> str:
        """Whose voice a phrase is: the first fitting list of the lexicon, judged on all that is said of the source."""
        book = self.lexicon.voices
        own = phrase
        everything = f"{phrase} {entity_said}"
        named = bool(
            proper_names(
                _bare(
                    re.sub(
                        r"^(?:The|A|An|One|Two|Three|Several|Some|Many|Our|His|Her|Their)\b",
                        "",
                        phrase.strip(),
                    )
                )
            )
        )
        person = self._is_person(phrase)
        strong = re.search(
            r"not to be named|condition of anonymity|declined to be|anonym|unnamed|unidentified|familiar with|close to the|briefed on",
            own,
        )
        if strong:
            return "anonymous"
        if (
            book["insider"].search(everything)
            and (person or not named or entity_said)
            and not re.search(
                r"\b(?:records|images|documents|report|letter|survey|study)\b", _bare(own), re.IGNORECASE
            )
        ):
            return "insider"
        head = _bare(own)
        if book["official"].search(head):
            return "official"
        if not person:
            if re.search(r"'s\s+\w+$|\b(?:accounts?|insights|testimony|words)\b", own) and book[
                "insider"
            ].search(entity_said):
                return "insider"
            tail = head.split()[-1] if head.split() else ""
            front = re.split(r"\b(?:of|from|seen|by|for|in|at)\b", head)[0]
            if book["document"].search(front) and (
                book["document"].search(tail)
                or book["document"].search(front.split()[-1] if front.split() else "")
            ):
                return "document"
            if (
                not named
                and book["anonymous"].search(head)
                and not re.match(r"\s*the\b", own, re.IGNORECASE)
                and not (book["media"].search(tail) or book["expert"].search(tail))
            ):
                return "anonymous"
            if (book["expert"].search(head) or book["expert"].search(entity_said)) and not book[
                "official_people"
            ].search(front):
                return "expert"
            if book["media"].search(head) and not re.search(
                r"\b(?:state|official)\b|-run\b", head, re.IGNORECASE
            ):
                return "media"
            if book["official_people"].search(head) or self._place(head):
                return "official"
            if book["anonymous"].search(head) and not named:
                return "anonymous"
        for name, shelf in (("expert", "expert"), ("media", "media"), ("official", "official_people")):
            if book[shelf].search(head if person and name == "media" else everything):
                if name == "expert" and book["official_people"].search(head):
                    return "official"
                return name
        if named:
            return (
                "official"
                if not person or self._place(head)
                else "expert"
                if book["expert"].search(everything)
                else "official"
            )
        return "anonymous" if person or _PLURAL.search(head) else "official"

    def _place(self, phrase: str) -> bool:
        return bool(self._alias_pattern.search(phrase))

    def _is_person(self, phrase: str) -> bool:
        bare = _bare(phrase)
        if _ORG.search(bare) or self.lexicon.voices["document"].search(bare):
            names = proper_names(phrase.split(",")[1]) if "," in phrase else []
            return bool(names) and not _ORG.search(names[0]) and len(names[0].split()) >= 2
        names = proper_names(phrase)
        if not names:
            return bool(
                re.search(
                    r"\b(?:official|diplomat|aide|adviser|officer|spokesman|spokeswoman|minister|president|leader|he|she|lawyer|"
                    r"negotiator|defector|analyst|engineer|teacher|witness|man|woman)\b",
                    bare,
                    re.IGNORECASE,
                )
            )
        name = names[-1] if "," in phrase and len(names) > 1 and len(names[1].split()) > 1 else names[0]
        if name.lower() in self.alias:
            return False
        return len(name.split()) >= 2 or _last_name(name) in self.roles or _last_name(name) in self.by_name

    def of(
        self, text: str, spans: list[Span], *, inner: Entity | None = None, subject_of: str = ""
    ) -> Entity:
        """The entity that ``spans`` name. ``inner`` is the speaker of the quotation in which they stand."""
        phrase = " ".join(text[a:b] for a, b in spans).replace("\n", " ").strip(" ,;:\"'")
        low = phrase.lower()
        if not phrase:
            return Entity(NOBODY, "body", voice="writer")
        if low in ("i", "we", "me", "us", "my", "our") and inner is not None:
            return inner
        if low in (
            "he",
            "him",
            "his",
            "she",
            "her",
            "it",
            "its",
            "they",
            "them",
            "their",
            "i",
            "we",
            "who",
            "which",
            "that",
            "himself",
            "herself",
        ):
            found = self._pronoun(low)
            if found is not None:
                self._touch(found)
                return found
            return Entity(_slug(low), "person" if low in ("he", "she", "i") else "group", voice="anonymous")
        entity = self._look_up(phrase)
        self._touch(entity)
        own = self.voice_of(phrase)
        if own == "document" != entity.voice or (
            entity.voice == "document" and entity.kind != "person" and own != "document"
        ):
            # images published by an observatory are a document; what the observatory says of them is its own voice
            return replace(
                entity,
                voice=self.voice_of(
                    phrase, self._told(proper_names(phrase)[-1] if proper_names(phrase) else "")
                ),
            )
        return entity

    def _touch(self, entity: Entity) -> None:
        self.recent = [other for other in self.recent if other.id != entity.id]
        self.recent.append(entity)

    def _pronoun(self, low: str) -> Entity | None:
        wanted = {
            "he": "m",
            "his": "m",
            "him": "m",
            "himself": "m",
            "she": "f",
            "her": "f",
            "herself": "f",
        }.get(low)
        for entity in reversed(self.recent):
            if wanted and entity.kind == "person" and entity.gender in ("", wanted):
                entity.gender = entity.gender or wanted
                return entity
            if low in ("it", "its", "which", "that") and entity.kind == "body":
                return entity
            if low in ("they", "them", "their") and entity.kind in ("group", "body"):
                return entity
        if low in ("they", "them", "their", "who", "i", "we") and self.recent:
            return self.recent[-1]
        return None

    def _key(self, phrase: str) -> tuple[str, str, str]:
        """``(id, kind, name)`` of a phrase."""
        possessive = re.match(
            r"(.+?)'s?\s+(?:own\s+)?(?:accounts?|insights?|statements?|testimony|words|remarks|comments)$",
            phrase,
        )
        if possessive:
            return self._key(possessive.group(1))
        made = re.search(
            r"\b(?:published|issued|released|compiled|written|produced|circulated)\s+by\s+(?:the\s+)?([A-Z][^,]*)",
            phrase,
        )
        if made:
            return self._key(made.group(1))
        provided = re.search(
            r"\b(?:insights?|accounts?|testimony|statements?|information|details)\b.*?\b(?:by|of|from)\s+([A-Z].*)$",
            phrase,
        )
        if provided:
            key, kind, name = self._key(provided.group(1))
            if kind == "person":
                return key, kind, name
            return f"{key}-statements", "body", name
        if self._is_person(phrase):
            names = proper_names(phrase)
            pick = names[0] if names else ""
            if "," in phrase and names:
                second = phrase.split(",")[1].strip()
                after = proper_names(second) if second[:1].isupper() else []
                before = proper_names(phrase.split(",")[0])
                head = phrase.split(",")[0]
                if (
                    after
                    and len(after[0].split()) >= 2
                    and (
                        not before
                        or len(before[0].split()) < 2
                        or re.search(r"'s\b|\b(?:minister|president|chief|spokes\w+|director)\b", head)
                    )
                ):
                    pick = after[0]
                elif before:
                    pick = before[-1]
            elif len(names) > 1:
                pick = (
                    names[-1]
                    if len(names[-1].split()) >= 2 or _last_name(names[-1]) in self.roles
                    else names[0]
                )
            last = _last_name(pick)
            if last and last.lower() not in _TITLE:
                return _slug(last), "person", pick
        bare = _bare(phrase)
        titled = re.match(
            r".*\b(?!of|the|in|for|from|and|at|by|with|de|von)[a-z]{3,}\s+((?:[A-Z][\w'-]*\s+){0,3}[A-Z][\w'-]*)$",
            bare,
        )
        if titled:  # "Halvard's state news agency HNA", "the Pellian daily Morgenruf"
            return _slug(titled.group(1)), "body", titled.group(1)
        generic = re.match(
            r"(?:the\s+)?((?:[A-Z][\w'-]*\s+)*[A-Z][\w'-]*)\s+(?:project|group|institute|newspaper|agency|magazine|company|website|programme|initiative)$",
            bare,
        )
        if generic:
            return _slug(generic.group(1)), "body", generic.group(1)
        government = re.match(
            r"(?:the\s+)?(?:government|regime|leadership|authorities)\s+(?:of|in)\s+(?:the\s+)?(.+)$",
            bare,
            re.IGNORECASE,
        )
        if government:
            return self._key(government.group(1))
        whose = re.match(
            r"(?:the\s+)?(.+?)(?:'s?)?\s+(?:government|regime|leadership|authorities|state)$",
            bare,
            re.IGNORECASE,
        )
        if whose and proper_names(whose.group(1)):
            return self._key(whose.group(1))
        plain = re.sub(
            r"^(?:the|a|an|its|his|her|their|this|that|these|those|recent|downstream|upstream|neighbouring|neighboring)\s+",
            "",
            bare,
            flags=re.IGNORECASE,
        )
        if plain.lower() in self.alias:
            name = self.alias[plain.lower()]
            return _slug(name), "body", name
        kind = "group" if _PLURAL.search(plain) else "body"
        if not proper_names(plain) and re.search(
            r"\b(?:official|diplomat|aide|adviser|officer|spokesman|minister|president|leader|lawyer|spokeswoman|analyst)$",
            plain,
        ):
            kind = "person"
        return _slug(plain) or "unnamed", kind, plain

    def _look_up(self, phrase: str) -> Entity:
        key, kind, name = self._key(phrase)
        definite = re.match(r"the\s", phrase, re.IGNORECASE) is not None
        leader = re.match(
            r"the\s+(.+?)\s+(?:leader|president|premier|ruler|dictator|chief|prime minister|minister)$",
            _bare(phrase),
            re.IGNORECASE,
        )
        if leader and key not in self.known:
            person = self._leader(leader.group(1))
            if person is not None:
                return person
        if key not in self.known and definite and not proper_names(re.sub(r"^The\b", "", _bare(phrase))):
            head = _bare(phrase).split()[-1].lower()
            for entity in reversed(self.recent):  # "the official", "the ministry": the last one so called
                if (
                    head in _bare(entity.said_of or "").lower().split()
                    or entity.id.split("-")[-1] == head
                    or head in entity.id.split("-")
                ):
                    return entity
        if key not in self.known and kind == "body":
            for (
                other
            ) in self.known.values():  # "the ministry in Quill" is the "Ministry of Water" told of before
                if (
                    other.kind == "body"
                    and other.id != key
                    and (other.id.startswith(key + "-") and len(key) > 5)
                ):
                    return other
        if key not in self.known:
            said = self.roles.get(_last_name(name), "") if kind == "person" else self._told(name)
            entity = Entity(key, kind, said_of=phrase, voice=self.voice_of(phrase, said))
            if _FEMALE.search(f"{phrase} {said}"):
                entity.gender = "f"
            elif _MALE.search(f"{phrase} {said}"):
                entity.gender = "m"
            self.known[key] = entity
            if kind == "person":
                self.by_name[_last_name(name)] = entity
        self.known[key].names.add(name)
        return self.known[key]

    def _told(self, name: str) -> str:
        """What the text calls a body elsewhere: "the Lakewatch project"."""
        if not name or not name[0].isupper():
            return ""
        found = re.search(
            rf"\b{re.escape(name)}\s+(project|institute|group|newspaper|magazine|agency|ministry|university|watchdog|observatory)\b",
            self.text,
        )
        return found.group(1) if found else ""

    def _leader(self, land: str) -> Entity | None:
        """ "The North Korean leader": a person of whom the text said so, else the person it speaks of most."""
        canonical = self.alias.get(land.lower(), land).lower()
        for last, role in self.roles.items():
            if re.search(
                r"\b(?:leader|president|premier|ruler|dictator|minister)\b", role, re.IGNORECASE
            ) and (canonical[:4] in role.lower() or land.lower()[:4] in role.lower()):
                return self.known.setdefault(
                    _slug(last), Entity(_slug(last), "person", said_of=role, voice="official")
                )
        persons = [e for e in self.recent if e.kind == "person" and e.voice == "official"]
        return persons[0] if persons else None


def persons_in(text: str) -> dict[str, list[str]]:
    """``{key: names}`` of people whom the text names in full and then by one name."""
    found: dict[str, list[str]] = {}
    for match in re.finditer(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,2}\b", text):
        full = match.group()
        last = _last_name(full)
        if (
            last
            and last != full
            and not _ORG.search(full)
            and len(re.findall(rf"\b{re.escape(last)}\b", text)) > 1
        ):
            names = found.setdefault(_slug(last), [last])
            if full not in names:
                names.append(full)
    return found


def _last_name(name: str) -> str:
    parts = [w for w in re.sub(r"'s?\b", "", name).split() if w[0].isupper() and w.lower() not in _TITLE]
    if not parts:
        return ""
    # names written family first, of three short words ("Kim Jong Un", "Ri Il Kyu"), are known by the first
    if (
        len(parts) == 3
        and all(len(w) <= 5 for w in parts)
        and len(parts[1]) <= 4
        and len(parts[0]) <= 4
        and "." not in name
    ):
        return parts[0]
    return parts[-1]
