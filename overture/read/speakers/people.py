"""Who a source is: one id for all the ways in which a document names him.

Rules on words, no model: a person is known by his last name; the role of his first introduction goes along with the
name; "he" is the last person in view; "the official" is the last one so introduced; a state, its capital and its
government are one speaker (alias table).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from overture.read.claim import NOBODY
from overture.read.lexicon import Lexicon
from overture.read.speakers.first_names import first_names
from overture.read.speakers.names import (
    ORGANISATION,
    ROLE,
    TITLES,
    Phrase,
    bare,
    is_person_name,
    kind_of,
    last_name,
    persons_in,
    proper_names,
    slug,
    take_apart,
)
from overture.read.speakers.voice import UNKNOWN, ruled, voice_of
from overture.read.text import Span

__all__ = ["Entity", "People", "persons_in"]

FAR = 600
"""Characters after which "they" no longer means a group that spoke."""
PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "b", "its": "b", "itself": "b", "which": "b", "that": "b", "they": "g", "them": "g", "their": "g", "who": "g",
    "i": "s", "we": "s", "me": "s", "us": "s", "my": "s", "our": "s",
}  # fmt: skip
_MALE = re.compile(
    r"\b(?:he|his|him|mr|king|prince|father|son|brother|husband|spokesman|chairman|sir|lord|man|businessman)\b",
    re.IGNORECASE,
)
_FEMALE = re.compile(
    r"\b(?:she|her|mrs|ms|miss|queen|princess|mother|daughter|sister|wife|spokeswoman|chairwoman|lady|woman|actress|congresswoman)\b",
    re.IGNORECASE,
)
_RULER = r"(?:leader|president|premier|ruler|dictator|king|queen|prime minister|chancellor|marshal|chief)"
_TOLD_WORDS = re.compile(
    r"\b(?:accounts?|insights?|statements?|testimony|words|remarks|comments|story|version|office)$"
)
_MAKERS = re.compile(
    r"\b(?:published|issued|released|compiled|written|produced|circulated|provided|made)\s+by\s+(?:the\s+)?([A-Z].*)$"
)
_FROM = re.compile(r"^(?:by|of|from)\s+(?:the\s+)?([A-Z].*)$")


@dataclass
class Entity:
    """One speaker of a document: his id, all that was said of him, and what he can be called by a pronoun."""

    id: str
    kind: str
    """``person``, ``group`` (plural) or ``body`` (state, institution, document)."""
    said_of: str = ""
    gender: str = ""
    voice: str = ""
    times: int = 0
    spoke: int = -1
    """Where he was last named as a source."""


class People:
    """The speakers of one document; ask for them in the order in which they stand in the text."""

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self.lexicon, self.text = lexicon, text
        self.known: dict[str, Entity] = {}
        self.recent: list[Entity] = []
        self.alias = {word.lower(): line[0] for line in lexicon.aliases for word in line}
        self.places = frozenset(self.alias)
        self.roles: dict[str, str] = {}
        self.appositions: dict[str, list[str]] = {}
        """All that the text calls each person, by last name; ``roles`` has the first of it."""
        self._called: dict[str, str] = {}
        named = persons_in(text)
        self.named: set[str] = set()
        self.full = {names[0]: names[-1] for names in named.values()}
        self._introduce()
        self._titled()
        self.persons = frozenset(self.roles) | frozenset(
            names[0] for names in named.values() if names[0].lower() not in self.places or len(names) > 1
        )
        self.first_names = first_names(text, lexicon.given_names, self.persons, self.places)
        self.persons |= frozenset(self.first_names.last)
        self._mentions()

    # ---- what the text says of whom

    def _introduce(self) -> None:
        """Learn who is who from appositions anywhere: "Pell's chief negotiator, Anneke Voss," and the like."""
        name = r"[A-Z][\w'-]+(?: (?:de|van|von|al|el|bin|[A-Z][\w'-]+)){1,4}"
        starts = rf"(?:(?:a|an|the|one|who|whose|its|their|his|her|former|retired|[A-Z]\w+'s)\b|(?:[a-z]\w* ){{0,3}}{ROLE}\b|until [^,.;]{{3,40}}|once [^,.;]{{3,40}})"
        after = re.compile(rf"({name}), ({starts}[^.;\"\n]{{0,140}})")
        for match in after.finditer(self.text):
            self._role(
                match.group(1),
                re.split(r",|\b(?:said|says|told|believes|wrote|warned|added)\b", match.group(2))[0],
            )
        for match in re.finditer(rf", ({name}),", self.text):
            before = re.split(r"[.,;\"\n]", self.text[max(0, match.start() - 80) : match.start()])[-1]
            self._role(match.group(1), " ".join(before.split()[-9:]))
        for match in re.finditer(rf"({name}),? (?:of|from|at|with) (the [^,.;\"\n]{{3,60}})", self.text):
            if ORGANISATION.search(match.group(2)):
                self._role(match.group(1), match.group(2))
        for match in re.finditer(rf"\b(?i:{ROLE}) ({name})", self.text):
            before = re.split(r"[.,;:\"\n]", self.text[max(0, match.start() - 60) : match.start(1)])[-1]
            self._role(match.group(1), " ".join(before.split()[-7:]))

    def _titled(self) -> None:
        """ "Marshal Oro" makes Oro a person, and "the marshal" him."""
        for match in re.finditer(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b(?! [A-Z])", self.text):
            title, name = match.groups()
            if title.lower() in TITLES and name.lower() not in TITLES and name.lower() not in self.places:
                self._called_so(name, title)

    def _role(self, name: str, role: str) -> None:
        last = last_name(name)
        if last and role.strip() and is_person_name(name):
            self._called_so(last, role)

    def _called_so(self, last: str, role: str) -> None:
        self.roles.setdefault(last, role)
        known = self.appositions.setdefault(last, [])
        if role not in known:
            known.append(role)

    def _mentions(self) -> None:
        """Where persons are named, for pronouns: ``(place, last name)``, possessives left out."""
        self.mentions: list[tuple[int, str]] = []
        if self.persons:
            pattern = re.compile(r"\b(" + "|".join(map(re.escape, sorted(self.persons))) + r")\b(?!'s)")
            meant = self.first_names.last
            self.mentions = [
                (m.start(), meant.get(m.group(1), m.group(1))) for m in pattern.finditer(self.text)
            ]
        self.places_of = [place for place, _ in self.mentions]
        self.first = {name: place for place, name in reversed(self.mentions)}

    def _apart(self, phrase: str) -> Phrase:
        return take_apart(phrase, self.persons, self.places, self.lexicon.common)

    # ---- who is meant

    def of(self, text: str, spans: list[Span], *, inner: Entity | None = None) -> Entity:
        """The entity that ``spans`` name. ``inner`` is the speaker of the quotation in which they stand."""
        phrase = " ".join(text[a:b] for a, b in spans).replace("\n", " ").strip(" ,;:\"'")
        low = phrase.lower()
        if not phrase:
            return Entity(NOBODY, "body", voice="writer")
        if low in PRONOUNS:
            if PRONOUNS[low] == "s" and inner is not None:
                return inner
            found = self._pronoun(low, spans[0][0])
            if found is None:
                return Entity(slug(low), "person" if low in ("he", "she", "i") else "group", voice=UNKNOWN)
            self.touch(found, spans[0][0])
            return found
        entity = self.look_up(phrase, spans[0][0])
        self.touch(entity, spans[0][0])
        return entity

    def look_up(self, phrase: str, place: int | None = None) -> Entity:
        """The entity that a phrase names, made where it is new."""
        part = self._apart(phrase)
        key, kind = self._key(part, place)
        if key not in self.known:
            same = self._generic(part, place)
            if same is not None:
                return same
            told = self.roles.get(last_name(part.name), "") if part.person else self._told(part.name)
            entity = Entity(
                key, kind, said_of=part.role or part.head, voice=voice_of(self.lexicon, part, told)
            )
            words = re.sub(
                r"^(?:her|his)\b|(?<=\s)(?:her|his)(?= (?:brother|father|son|husband|sister|wife|mother|daughter))",
                "",
                f"{part.role} {told}",
                flags=re.IGNORECASE,
            )
            full = self.full.get(last_name(part.name), part.name)
            given = self.lexicon.given_names.get(full.split()[0], "") if part.person and full else ""
            entity.gender = given or ("f" if _FEMALE.search(words) else "m" if _MALE.search(words) else "")
            self.known[key] = entity
        entity = self.known[key]
        if not part.person and entity.kind != "person":
            # images published by an observatory are a document; what it says of them is its own voice
            own = voice_of(self.lexicon, part, self._told(part.name))
            if "document" in (own, entity.voice) and own != entity.voice:
                return replace(entity, voice=own)
        elif _TOLD_WORDS.search(part.head) is None and entity.voice != "insider" and part.person:
            told = voice_of(self.lexicon, part, self.roles.get(last_name(part.name), ""))
            if told == "insider":
                entity.voice = told
        return entity

    def _key(self, part: Phrase, place: int | None) -> tuple[str, str]:
        """``(id, kind)`` of a phrase."""
        if part.person:
            key = self.first_names.key(part.name)
            if key not in self.known and last_name(part.name) in self.first_names.shared:
                ending = f"-{key}"  # "Brandt", where two have that name: who was in view last
                key = next((e.id for e in reversed(self.recent) if e.id.endswith(ending)), key)
            self.named.add(key)
            return key, "person"
        owned = re.match(r"(?:the\s+)?(.+?)(?:'s|s')\s+(.+)$", part.head, re.IGNORECASE)
        if owned is None:
            owned = re.match(r"(its|his|her|their|our|my)\s+(.+)$", part.head, re.IGNORECASE)
        if owned is not None:
            owner, rest = owned.group(1), owned.group(2)
            if owner.lower() in PRONOUNS:
                holder = self._pronoun(owner.lower(), place) if place is not None else None
                key = holder.id if holder is not None else ""
            else:
                key = self._key(self._apart(owner), place)[0]
            if re.search(r"^(?:own )?(?:government|regime|leadership|authorities|state)$", rest):
                return key, "body"
            if _TOLD_WORDS.search(rest) and not rest.endswith("office") and key:
                return key, self.known[key].kind if key in self.known else "person" if key in map(
                    slug, self.persons
                ) else "body"
            named = proper_names(rest)
            if named and rest.endswith(named[-1]):  # "Halvard's state news agency HNA"
                return slug(named[-1]), "body"
            return slug(f"{key} {bare(rest)}"), kind_of(rest)
        if part.rest and _TOLD_WORDS.search(part.head):
            maker = _MAKERS.search(part.rest) or _FROM.search(part.rest)
            if maker:
                inner = self._apart(maker.group(1))
                key, kind = self._key(inner, place)
                return (
                    (key, kind)
                    if kind == "person" or _MAKERS.search(part.rest)
                    else (f"{key}-statements", "body")
                )
        maker = _MAKERS.search(part.rest)
        if maker and re.match(
            r"(?:published|issued|released|compiled|written|produced|circulated|provided|made)\b", part.rest
        ):
            return self._key(self._apart(maker.group(1)), place)
        government = re.match(
            r"(?:the\s+)?(?:government|regime|leadership|authorities)$", part.head, re.IGNORECASE
        )
        where = re.match(r"(?:of|in)\s+(?:the\s+)?([A-Z][\w ]*)$", part.rest)
        if government and where:
            return self._key(self._apart(where.group(1)), place)
        core = bare(part.head)
        if core.lower() in self.alias:
            return slug(self.alias[core.lower()]), "body"
        state = re.match(
            r"(.+?)\s+(?:government|regime|leadership|authorities|administration)$", core, re.IGNORECASE
        )
        if state and state.group(1)[0].isupper():
            name = state.group(1)
            return slug(self.alias.get(name.lower(), name)), "body"
        if part.name and core != part.name and not core.startswith(part.name):
            before = core[: len(core) - len(part.name)].split()
            if before and before[-1][0].islower():  # "the Pellian daily Morgenruf"
                return slug(part.name), "body"
        generic = re.match(
            r"((?:[A-Z][\w'-]*\s+)*[A-Z][\w'-]*)\s+(?:project|group|institute|newspaper|agency|magazine|company|website|programme|initiative)$",
            core,
        )
        if generic:
            return slug(generic.group(1)), "body"
        return slug(core) or slug(part.text) or "unnamed", kind_of(core)

    def _generic(self, part: Phrase, place: int | None) -> Entity | None:
        """ "The official", "the ministry": the last one so introduced; "the North Korean leader": by his role."""
        ruler = re.match(rf"(?:the\s+)(.+?)\s+{_RULER}$", part.head, re.IGNORECASE)
        if ruler and ruler.group(1)[0].isupper():
            return self._leader(ruler.group(1))
        if part.person or part.name or not re.match(r"the\s", part.head, re.IGNORECASE):
            return None
        core = bare(part.head).lower()
        pattern = re.compile(
            rf"(?<!prime )(?<!foreign )(?<!deputy )(?<!vice )(?<!former )\b{re.escape(core)}\b", re.IGNORECASE
        )
        for entity in reversed(self.recent):
            said = bare(entity.said_of)
            if entity.kind == "group":
                continue
            front = re.split(r",|\b(?:who|of|in|for|at|from|to|by|with|quoted|cited|that)\b", said)[0].strip()
            if (
                any(match.end() == len(front) for match in pattern.finditer(front))
                or entity.id == slug(core)
                or entity.id.endswith(f"-{slug(core)}")
            ):
                return entity
        if core in ("man", "woman", "person", "source", "informant"):  # whoever spoke last without a name
            for entity in reversed(self.recent):
                if entity.kind == "person" and entity.id not in self.named:
                    return entity
        if kind_of(core) == "person" and core not in ("minister", "official"):
            for name, role in self.roles.items():
                head = re.split(r"\b(?:who|of|in|for|at|from|to|by|with|quoted|cited|that)\b", role)[0]
                if pattern.search(head) and (place is None or self._named_before(name, place)):
                    return self.look_up(name)
        if (
            part.rest and kind_of(core) == "body"
        ):  # "the ministry in Quill": the "Ministry of Water" told of before
            for entity in reversed(self.recent):
                if entity.kind == "body" and entity.id.startswith(slug(core) + "-"):
                    return entity
        return None

    def _named_before(self, name: str, place: int) -> bool:
        return self.first.get(name, len(self.text)) < place

    def touch(self, entity: Entity, place: int) -> None:
        """Note that ``entity`` is in view at ``place``."""
        entity.spoke = place
        entity.times += 1
        self.recent = [other for other in self.recent if other.id != entity.id]
        self.recent.append(entity)
        del self.recent[:-60]

    def _pronoun(self, low: str, place: int | None) -> Entity | None:
        wanted = PRONOUNS[low]
        if wanted in "mf":
            return self._he(wanted, place)
        for entity in reversed(self.recent):
            if wanted == "b" and entity.kind == "body":
                return entity
            if (
                wanted == "g"
                and entity.voice != "document"
                and entity.kind in ("group", "body")
                and (place is None or place - entity.spoke < FAR)
            ):
                return entity
        if wanted == "s" and self.recent:
            return self.recent[-1]
        return None

    def _he(self, gender: str, place: int | None) -> Entity | None:
        """The last person in view: a speaker, or somebody named after the last speaker as the first of his sentence."""
        fits = [e for e in reversed(self.recent) if e.kind == "person" and e.gender in ("", gender)]
        best = fits[0] if fits else None
        if place is not None:
            stop = bisect_left(self.places_of, place)
            far = max(0, place - 2 * FAR)
            begin = max(self.text.rfind(mark, far, place) for mark in (". ", "\n", '." '))
            previous = max(self.text.rfind(mark, far, max(far, begin)) for mark in (". ", "\n"))
            named = [
                (spot, name) for spot, name in self.mentions[max(0, stop - 12) : stop] if spot > previous
            ]
            speakers = {slug(name) for _, name in named}
            if best is None or (named and best.id not in speakers and self._older(best, previous)):
                for _, name in named:
                    entity = self.look_up(name)
                    if entity.kind == "person" and entity.gender in ("", gender):
                        best = entity
                        break
        if best is not None:
            best.gender = best.gender or gender
        return best

    def _older(self, entity: Entity, since: int) -> bool:
        """Whether the entity last spoke before ``since``."""
        return entity.spoke < since

    def _told(self, name: str) -> str:
        """What the text calls a body elsewhere: "the Lakewatch project", "the government" of a state."""
        if not name or not name[0].isupper():
            return ""
        if name in self._called:
            return self._called[name]
        found = re.search(
            rf"\b{re.escape(name)}\s+(project|institute|group|newspaper|magazine|agency|ministry|university|watchdog|observatory)\b",
            self.text,
        )
        self._called[name] = found.group(1) if found else ruled(self.text, name)
        return self._called[name]

    def _leader(self, land: str) -> Entity | None:
        """ "The North Korean leader": a person of whom the text said so, else the ruler or person it speaks of most."""
        canonical = self.alias.get(land.lower(), land).lower()
        for last, role in self.roles.items():
            if re.search(rf"\b{_RULER}\b", role, re.IGNORECASE) and (
                canonical[:4] in role.lower() or land.lower()[:4] in role.lower()
            ):
                entity = self.look_up(last)
                entity.voice = "official"
                return entity
        persons = [e for e in self.recent if e.kind == "person" and e.voice in ("official", UNKNOWN)]
        return max(persons, key=lambda e: e.times) if persons else None
