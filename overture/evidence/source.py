"""Who speaks and what was said, as weighing needs it: :class:`Rate`, :class:`Source`, :class:`Testimony`.

A source has one latent state, shared by all that it says (docs/explanation/weighing.md has the formulas):

- *informed*: it has access to the topic and reports honestly, right with probability ``accuracy``;
- *mistaken*: it has no access and says the same thing anyway with probability ``says_anyway``;
- *shading*: it bends what it would have said towards ``interest``;
- *controlled*: the adversary chooses what it says, to plant ``wants``.

Events are named by keys; the masks behind the keys belong to a game, which this room does not know.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from overture.errors import EvidenceError, Fault
from overture.wording import rewritten

Serves = Literal["for", "against", "neither"]

DEFAULT = "default"
"""What an analyst writes for a rate where he chooses the default and does not want to judge."""


@dataclass(frozen=True)
class Rate:
    """A probability that is known (``strength`` infinite) or uncertain: Beta with this mean.

    ``strength`` counts as many past cases as the judgement is worth: Beta(mean x strength,
    (1 - mean) x strength). Strength 2 at mean one half is uniform: nothing is known.
    """

    mean: float
    strength: float = math.inf

    def __post_init__(self) -> None:
        if not 0.0 <= self.mean <= 1.0:
            raise EvidenceError.of(
                "source/rate", f"a probability of {self.mean}", allowed="a number from 0 to 1"
            )
        if not self.strength > 0.0 or (math.isfinite(self.strength) and self.mean in (0.0, 1.0)):
            raise EvidenceError.of(
                "source/rate",
                f"an uncertain probability with mean {self.mean} and strength {self.strength}",
                allowed="strength above 0 and a mean strictly between 0 and 1",
            )

    @property
    def certain(self) -> bool:
        return math.isinf(self.strength)

    @property
    def shape(self) -> tuple[float, float]:
        """The two parameters of the Beta (infinite where the rate is known)."""
        return self.mean * self.strength, (1.0 - self.mean) * self.strength

    def moved(self, mean: float) -> Rate:
        """The same judgement with another mean; known for sure at the ends 0 and 1."""
        sure = self.certain or mean in (0.0, 1.0)
        return Rate(mean, math.inf if sure else self.strength)

    @classmethod
    def read(cls, value: object, where: str = "") -> Rate:
        """From a file: ``0.7``, ``{mean: 0.7, strength: 10}`` or ``{beta: [7, 3]}``."""
        if isinstance(value, Rate):
            return value
        try:
            if isinstance(value, bool):
                raise TypeError
            if isinstance(value, (int, float)):
                return cls(float(value))
            if isinstance(value, Mapping):
                if set(value) == {"beta"}:
                    first, second = (float(part) for part in value["beta"])
                    return cls(first / (first + second), first + second)
                if "mean" in value and set(value) <= {"mean", "strength"}:
                    return cls(float(value["mean"]), float(value.get("strength", math.inf)))
            raise TypeError
        except EvidenceError as error:
            found = error.faults[0]
            raise EvidenceError.of(found.id, found.found, where, found.allowed) from None
        except (TypeError, ValueError, ZeroDivisionError):
            raise EvidenceError.of(
                "source/rate",
                f"{value!r} is not a probability",
                where,
                "a number from 0 to 1, {mean: m, strength: n} or {beta: [a, b]}",
                rewritten(value),
            ) from None

    def to_json(self) -> float | dict[str, float]:
        return self.mean if self.certain else {"mean": self.mean, "strength": self.strength}


@dataclass(frozen=True)
class Source:
    """Whoever is at the root of a claim, with the judgements that weighing needs.

    Attributes:
        id: how testimony names it. ``name`` and ``voice`` are for people.
        access: topic -> chance that it is in a position to know; drawn once per topic. The key "" is
            the default for topics that are not listed.
        accuracy: chance that an informed, honest claim is right.
        says_anyway: chance that it says this without knowing (audience, habit, incentive).
        blur: chance that, informed, it says so where only a neighbouring proposition is true.
        interest: event that it gains from having believed; ``shading`` is the prior chance that it
            bends towards it, with force ``push``.
        wants: event that the adversary would plant through it (None: the reverse of the truth);
            ``control`` is the prior chance that the adversary controls it.
        faithful, invented: as a relay: chance that it passes on a claim that was made, and that it
            reports one that was not. 1 and 0: an echo, which moves nothing.
        reasons: field -> why this value (a judgement is marked as one).
        stated: the fields that a sheet gives, or that follow from a letter or a checklist; None for a source
            that was made in code, all of which counts. What is not stated was judged by nobody.
        defaulted: of these, the fields whose default the analyst chose: they are no judgements.
    """

    id: str
    name: str = ""
    voice: str = ""
    access: Mapping[str, Rate] = field(default_factory=lambda: {"": Rate(0.5)})
    accuracy: Rate = Rate(0.8, 10.0)
    says_anyway: Rate = Rate(0.5)
    blur: Rate = Rate(0.0)
    interest: str | None = None
    shading: float = 0.0
    wants: str | None = None
    control: float = 0.0
    push: float = 0.9
    faithful: float = 1.0
    invented: float = 0.0
    reasons: Mapping[str, str] = field(default_factory=dict)
    stated: frozenset[str] | None = None
    defaulted: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        faults = [
            Fault("source/rate", f"{name} is {value}", f"source {self.id}", "a number from 0 to 1")
            for name, value in (
                ("shading", self.shading),
                ("control", self.control),
                ("push", self.push),
                ("faithful", self.faithful),
                ("invented", self.invented),
            )
            if not 0.0 <= value <= 1.0
        ]
        if self.shading + self.control > 1.0 + 1e-12:
            faults.append(
                Fault(
                    "source/states",
                    f"shading {self.shading} and control {self.control} sum to more than 1",
                    f"source {self.id}",
                    "chances of separate states, sum at most 1",
                )
            )
        if self.shading > 0.0 and self.interest is None:
            faults.append(
                Fault(
                    "source/interest",
                    "a chance of shading without an interest",
                    f"source {self.id}",
                    mend="name the event that it gains from having believed (interest)",
                )
            )
        EvidenceError.raise_any(faults)

    def states(self, field_name: str, topic: str = "") -> bool:
        """Whether somebody judged this field, or chose its default; of ``access`` for this topic."""
        if self.stated is not None and field_name not in self.stated:
            return False
        return field_name != "access" or topic in self.access or "" in self.access

    def access_to(self, topic: str) -> Rate:
        """The chance that it is in a position to know about ``topic``."""
        return self.access.get(topic, self.access.get("", Rate(0.5)))

    def knew(self, topic: str, accuracy: float | None = None) -> float:
        """The chance, as judged, that it knew what it speaks of, told it honestly, and was right."""
        right = self.accuracy.mean if accuracy is None else accuracy
        return (1.0 - self.shading - self.control) * self.access_to(topic).mean * right

    def changed(self, parameter: str, value: float, topic: str | None = None) -> Source:
        """This source with one judgement moved to a new mean (``access`` for one topic or for all)."""
        if parameter == "access":
            topics = [topic] if topic is not None else list(self.access)
            moved = {name: self.access_to(name).moved(value) for name in topics}
            return replace(self, access={**self.access, **moved})
        old = getattr(self, parameter)
        if isinstance(old, Rate):
            return replace(self, **{parameter: old.moved(value)})  # type: ignore[arg-type]
        limit = 1.0 - (self.control if parameter == "shading" else 0.0)
        limit -= self.shading if parameter == "control" else 0.0
        bounded = min(value, limit) if parameter in ("shading", "control") else value
        return replace(self, **{parameter: bounded})  # type: ignore[arg-type]

    @classmethod
    def read(cls, fields: Mapping[str, object], where: str = "") -> Source:
        """From a mapping of the evidence sheet. Every field but ``id`` may be missing.

        Letters (``admiralty``) and checklist answers (``deception``) are turned into the fields that
        they imply; a field that is given itself wins; ``default`` chooses the default of a rate. A letter brings the
        default of ``says_anyway``, since it judges the source as a whole. Raises EvidenceError with every fault.
        """
        from overture.evidence.admiralty import read_code
        from overture.evidence.deception import read_checklist

        where = where or f"source {fields.get('id', '?')}"
        faults: list[Fault] = []
        known: dict[str, object] = {}
        reasons: dict[str, str] = {}
        defaulted = {name for name in DEFAULTS if fields.get(name) == DEFAULT}

        for key, read in (("admiralty", read_code), ("deception", read_checklist)):
            if fields.get(key) is None:
                continue
            try:
                values, why = read(fields[key], where)
            except EvidenceError as error:
                faults.extend(error.faults)
                continue
            known.update(values)
            reasons.update(why)
            if key == "admiralty" and fields.get("says_anyway") is None:
                defaulted.add("says_anyway")
        for name, value in fields.items():
            if value is None or name in _PASSED or name in defaulted:
                continue
            if name not in _READABLE:
                faults.append(
                    Fault(
                        "source/field",
                        f"an unknown field {name!r}",
                        where,
                        ", ".join(sorted({*_READABLE, "admiralty", "deception"})),
                    )
                )
                continue
            try:
                known[name] = _read_field(name, value, f"{where}, {name}")
            except EvidenceError as error:
                faults.extend(error.faults)
        EvidenceError.raise_any(faults)
        given = known.pop("reasons", {})
        if isinstance(given, Mapping):
            reasons.update(given)
        for name in sorted(defaulted):
            known[name] = DEFAULTS[name]
            reasons.setdefault(name, DEFAULT)
        stated = frozenset(known) - {"id", "name", "voice"}
        try:
            return cls(**known, reasons=reasons, stated=stated, defaulted=frozenset(defaulted))  # type: ignore[arg-type]
        except EvidenceError as error:
            raise EvidenceError(*(replace(fault, where=where) for fault in error.faults)) from None
        except TypeError:
            raise EvidenceError.of("source/field", "a source without an id", where) from None


# Defaults that an analyst may choose by name; a letter of the Admiralty scale brings that of says_anyway.
DEFAULTS: dict[str, object] = {
    "access": {"": Rate(0.5)},
    "accuracy": Rate(0.8, 10.0),
    "says_anyway": Rate(0.5),
    "blur": Rate(0.0),
}
_READABLE = frozenset(Source.__dataclass_fields__) - {"stated", "defaulted"}
# Fields of a sheet that say nothing of how good a source is.
_PASSED = frozenset(
    (
        "admiralty",
        "deception",
        "topics",
        "kind",
        "note",
        "notes",
        "aliases",
        "described",
        "distinct_from",
        "same_as",
        "same_because",
        "place",
    )
)


def _read_field(name: str, value: object, where: str) -> object:
    """One field of a sheet as the type that :class:`Source` holds."""
    if name == "access":
        if isinstance(value, Mapping) and not {"beta", "mean"} & set(value):
            return {str(topic): Rate.read(rate, f"{where} to {topic!r}") for topic, rate in value.items()}
        return {"": Rate.read(value, where)}
    if name in ("accuracy", "says_anyway", "blur"):
        return Rate.read(value, where)
    if name in ("shading", "control", "push", "faithful", "invented"):
        return Rate.read(value, where).mean
    if name == "reasons":
        if not isinstance(value, Mapping):
            raise EvidenceError.of("source/field", f"{value!r}", where, "a mapping of field to reason")
        return {str(key): str(reason) for key, reason in value.items()}
    return str(value)


@dataclass(frozen=True)
class Testimony:
    """One thing that a source said, denied, or kept silent about.

    Attributes:
        id, source: its name and that of the source at its root.
        event: key of the event it speaks about; ``says`` False denies it.
        topic: which access of the source it draws on.
        near: key of a neighbouring event: where that holds and the claim is false, ``blur`` applies.
        copy_of: id of the testimony that it repeats; ``copied`` is the chance that it does (1: an
            echo; between: two outlets, perhaps one briefing).
        relays: (faithful, invented) of each hand through which it came; () is heard directly.
        silent: the source did NOT say this, and would have, had it been ready to assert it, with
            probability ``speaks``.
        from_acts: the source learnt it from the public acts: it carries no new likelihood.
        observed: False for a claim known of only through those who may have copied it (a briefing).
        accuracy, says_anyway, blur: these values for this claim alone.
        given: event key -> chance that it would be said where the event holds, whatever the source
            knows (whoever has a stake may report differently under each hypothesis); the first key
            that holds counts, elsewhere the source's own chances do.
        serves, plants: whether it serves the source's interest, and what the adversary would plant;
            None: read off the events (a subset of the interest is for it, a disjoint one against).
        date: when it was said (ISO), for contributions in order of time.
    """

    __test__ = False  # the name is not a test's

    id: str
    source: str
    event: str
    says: bool = True
    topic: str = ""
    near: str | None = None
    copy_of: str | None = None
    copied: float = 1.0
    relays: tuple[tuple[float, float], ...] = ()
    silent: bool = False
    speaks: float = 1.0
    from_acts: bool = False
    observed: bool = True
    accuracy: float | None = None
    says_anyway: float | None = None
    blur: float | None = None
    given: Mapping[str, float] = field(default_factory=dict)
    serves: Serves | None = None
    plants: Serves | None = None
    date: str | None = None
    words: str = ""

    def __post_init__(self) -> None:
        values = [("copied", self.copied), ("speaks", self.speaks)]
        values += [(f"given {key!r}", value) for key, value in self.given.items()]
        values += [("relays", part) for pair in self.relays for part in pair]
        for name in ("accuracy", "says_anyway", "blur"):
            value = getattr(self, name)
            if value is not None:
                values.append((name, value))
        faults = [
            Fault("testimony/rate", f"{name} is {value}", f"claim {self.id}", "a number from 0 to 1")
            for name, value in values
            if not 0.0 <= value <= 1.0
        ]
        if self.copy_of is not None and self.silent:
            faults.append(
                Fault("testimony/silence", "a silence that copies another claim", f"claim {self.id}")
            )
        EvidenceError.raise_any(faults)
