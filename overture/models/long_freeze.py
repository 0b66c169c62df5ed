"""The long freeze: the flagship told over rounds, with an election between them.

A leader whose kind is hidden (*keep* or *exploit*) deals with X, who is *amenable* (relief costs him little,
admitting a failure much) or *wary* (the reverse); only X knows which. In round one the leader offers a thin
freeze for relief. The hands of X may be tied at home: then talks break down whatever he wants, and the leader
cannot tell a man who would not from a man who could not. After a breakdown letters come, warm or cool, more
often warm from an amenable X: rapport is a signal of the counterpart's kind, worth its likelihood ratio.

If a deal is made, conduct is hidden and inspection is noisy, and after an alarm the holder of the office holds
the deal or snaps the sanctions back. Every cheat that was not snapped back makes the leader stronger, and
strength counts wherever there is no deal. Between rounds X returns or Y comes, whose kind is hidden too and who
has not seen the letters. A deal in force is kept or reopened, for more relief or for no deal at all.

Relief that is kept for a round has value 1: all payoffs are in that unit, those of round r times
``delta ** (r - 1)``. Types, order of moves and numbers are judgements, and every number is a parameter. What
follows in closed form stands in :mod:`overture.models.long_freeze_thresholds`.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from overture.errors import TellingError
from overture.games.telling.language import Telling, chance, game, move
from overture.models import ClosedForm, long_freeze_thresholds
from overture.models.freeze_for_relief import DEFAULTS as FLAGSHIP
from overture.models.freeze_for_relief import WORDS as FLAGSHIP_WORDS

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("arms", "bargaining", "reputation", "inspection")

LEADER = "Leader"
X = "X"
Y = "Y"

# The same story as the flagship, and so the same numbers for the same reasons.
SHARED = (
    "pi", "w", "eps", "phi", "R", "g_K", "g_E", "kap", "u_K", "u_E", "q_thin", "q_deep", "f", "s", "tau", "b", "h", "v_d",
)  # fmt: skip

DEFAULTS: dict[str, float] = {
    **{name: FLAGSHIP[name] for name in SHARED},
    "aX": 0.7,  # X is thought amenable and Y is not, and neither is known
    "aY": 0.2,
    "tied": 0.3,  # talks fail at home about one time in three
    "rho": 0.85,  # 0: letters say nothing; .85: a warm letter is 12 times as likely from an amenable X
    "m": 0.4,  # what "better terms" could mean: two fifths more relief
    "delta": 0.9,  # terms of office are years
    "grow": 1.0,  # a cheat that was not snapped back adds this to the leader's strength
    "n_K": 0.02,  # what strength is worth where there is no deal: little to one who keeps a freeze
    "n_E": 0.3,  # and much to one who exploits it
    "c": 0.35,  # and what it costs the holder of the office
    "legacy": 0.0,  # 1: who is out of office minds what befalls his successor as his own
    "l_a": FLAGSHIP["l_X"],  # the flagship's X and Y, now kinds and not persons
    "l_w": FLAGSHIP["l_Y"],
    "z_a": FLAGSHIP["z_X"],
    "z_w": FLAGSHIP["z_Y"],
}

# From where to where it makes sense to vary the parameters that the flagship does not have.
SWEEPS: dict[str, tuple[float, float]] = {
    "aX": (0.05, 0.95),
    "aY": (0.05, 0.95),
    "tied": (0.0, 0.6),
    "rho": (0.0, 0.95),
    "m": (0.0, 0.8),
    "delta": (0.3, 1.0),
    "n_K": (0.0, 1.0),
    "n_E": (0.0, 1.0),
    "c": (0.0, 1.0),
    "legacy": (0.0, 1.0),
    "l_a": (0.0, 0.8),
    "l_w": (0.0, 0.8),
    "z_a": (0.0, 0.6),
    "z_w": (0.0, 0.6),
}

# What each is, as sentences name it where a case has no words of its own for it.
WORDS: dict[str, str] = {
    **{name: FLAGSHIP_WORDS[name] for name in SHARED},
    "aX": "prior probability that X is amenable",
    "aY": "prior probability that Y is amenable",
    "tied": "chance that the hands of X are tied at home",
    "rho": "rapport: how much more often letters are warm from an amenable X",
    "m": "relief added when terms are reopened",
    "delta": "weight of the next round",
    "grow": "strength gained by a cheat that is not snapped back",
    "n_K": "worth of strength without a deal to a keeper",
    "n_E": "worth of strength without a deal to an exploiter",
    "c": "cost of the leader's strength to the counterpart where there is no deal",
    "legacy": "share of the successor's payoffs that who is out of office minds",
    "l_a": "political cost of granting relief to an amenable counterpart",
    "l_w": "political cost of granting relief to a wary counterpart",
    "z_a": "political cost of snapping back to an amenable counterpart",
    "z_w": "political cost of snapping back to a wary counterpart",
}

# Forms of the game by name: the arguments of their shape. "short" is the form to begin with.
FORMS: dict[str, dict[str, Any]] = {
    "one": {"rounds": 1, "known": "amenable", "clean_snap": True, "folded": False},
    "known": {"known": "amenable", "hands": False, "letters": False, "election": False},
    "core": {"letters": False, "election": False},
    "short": {},
    "long, no talk": {"rounds": 3, "talk": False},
    "long": {"rounds": 3},
}

CLOSED_FORMS: list[ClosedForm] = long_freeze_thresholds.CLOSED_FORMS


@dataclass(frozen=True)
class _Shape:
    """The shape arguments of :func:`long_freeze` that later rounds ask for; ``first`` and ``later`` are menus."""

    rounds: int
    talk: bool
    first: tuple[str, ...]
    later: tuple[str, ...]
    hands: bool
    letters: bool
    election: bool
    clean_snap: bool
    folded: bool


@dataclass
class _Story:
    """What is true on one history so far.

    Attributes:
        intent: "keep" or "exploit".
        kinds: the kind of X, and of Y once he has come: "amenable" or "wary".
        holder: who holds the office.
        terms: the deal in force: "none", "thin" or "sweet" (thin with more relief).
        snapped: the last round ended with a snapback.
        cheats: how many cheats were not snapped back.
        weight: of the payoffs of the current round.
        over: a deep deal has settled the matter to the end.
        paid: what each player got so far.
    """

    p: Any
    shape: _Shape
    intent: str
    kinds: dict[str, str]
    holder: str = X
    terms: str = "none"
    snapped: bool = False
    cheats: int = 0
    weight: Any = 1
    over: bool = False
    paid: dict[str, Any] = field(default_factory=lambda: {LEADER: 0, X: 0, Y: 0})

    def of_leader(self, name: str) -> Any:
        """The parameter ``name`` of the leader's kind, such as g_K."""
        return getattr(self.p, f"{name}_{'K' if self.intent == 'keep' else 'E'}")

    def of_holder(self, name: str) -> Any:
        """The parameter ``name`` of the holder's kind, such as l_a."""
        return getattr(self.p, f"{name}_{'a' if self.kinds[self.holder] == 'amenable' else 'w'}")

    def pay(self, leader: Any, holder: Any) -> None:
        """Payoffs of the round; the man out of office gets ``legacy`` times those of the holder."""
        out = Y if self.holder == X else X
        self.paid[LEADER] = self.paid[LEADER] + self.weight * leader
        self.paid[self.holder] = self.paid[self.holder] + self.weight * holder
        self.paid[out] = self.paid[out] + self.weight * self.p.legacy * holder

    def pay_no_deal(self, cost: Any) -> None:
        """Strength is an outside option (Powell 2006); ``cost`` is what a refusal costs the leader."""
        strength = self.p.grow * self.cheats
        self.pay(self.of_leader("n") * strength - cost, -self.p.c * strength)


@game(LEADER, X, Y, title="the long freeze")
def long_freeze(
    p: Parameters,
    *,
    rounds: int = 2,
    talk: bool = True,
    known: str = "",
    menus: str = "none thin deep",
    hands: bool = True,
    first: str = "",
    letters: bool = True,
    election: bool = True,
    clean_snap: bool = False,
    folded: bool = True,
) -> Telling:
    """The game; shape arguments choose a form (FORMS has those with a name).

    Hands, letters and elections are between rounds: with one round there are none.

    Args:
        rounds: how many rounds there are.
        talk: after a round that ended with neither a deal nor a snapback the leader says, before the
            election, that he is indifferent or that he favours X.
        known: "amenable" or "wary": what X is, known to all; "": only X knows.
        menus: the offers of the rounds after the first, with spaces between. One offer alone is no move.
        hands: the hands of X may be tied in round one.
        first: the offers of round one; "": thin alone if a round follows, else as in ``menus``.
        letters: a breakdown in round one is followed by letters.
        election: before each later round X returns or Y comes; without it X stays.
        clean_snap: the holder may snap back after a clean report too.
        folded: the inspection of a deep deal is in its payoffs (snapback is automatic) and not a move.
    """
    switches = {"talk": talk, "hands": hands, "letters": letters, "election": election}
    _check(rounds, known, switches | {"clean_snap": clean_snap, "folded": folded})
    more = rounds > 1
    opening = _menu("first", first or ("thin" if more else menus))
    later = _menu("menus", menus)
    shape = _Shape(
        rounds, talk, opening, later, hands and more, letters and more, election, clean_snap, folded
    )
    intent = (yield chance("intent", {"keep": 1 - p.pi, "exploit": p.pi}, seen_by=LEADER)) or ""
    kind = known
    if not known:
        kind = yield chance("kind_X", {"amenable": p.aX, "wary": 1 - p.aX}, seen_by=X)
    story = _Story(p, shape, intent, {X: kind})
    for number in range(1, rounds + 1):
        yield from _round(story, number)
        if story.over:
            break
        story.weight = story.weight * p.delta
    return story.paid


def _check(rounds: int, known: str, switches: dict[str, bool]) -> None:
    """Raises TellingError where an argument of the shape is none that it can be."""
    if not isinstance(rounds, int) or rounds < 1:
        raise _wrong("rounds", rounds, "a whole number, 1 or more")
    if known not in ("", "amenable", "wary"):
        raise _wrong("known", known, "amenable, wary, or nothing")
    for argument, value in switches.items():
        if value not in (True, False):
            raise _wrong(argument, value, "True or False")


def _menu(argument: str, offers: str) -> tuple[str, ...]:
    """A menu from its text. Raises TellingError where it is none."""
    menu = tuple(offers.split())
    if not menu or len(set(menu)) < len(menu) or not {"none", "thin", "deep"}.issuperset(menu):
        raise _wrong(argument, offers, "one or more of none, thin and deep, each once, with spaces between")
    return menu


def _wrong(argument: str, value: object, allowed: str) -> TellingError:
    return TellingError.of("telling/shape-argument", f"{argument} is {value!r}", "the long freeze", allowed)


def _round(story: _Story, number: int) -> Generator[Any, Any, None]:
    """Election, offer, answer, and what follows the answer."""
    if number > 1 and story.shape.election:
        yield from _election(story, number)
    terms = yield from _proposed(story, number)
    if terms == "none":
        story.terms, story.snapped = "none", False
        story.pay_no_deal(0)
    elif (yield from _answer(story, number)) == "reject":
        story.terms, story.snapped = "none", False
        story.pay_no_deal(story.p.tau)
        if number == 1 and story.shape.letters:
            warm = (1 + story.p.rho if story.kinds[X] == "amenable" else 1 - story.p.rho) / 2
            yield chance("letters", {"warm": warm, "cool": 1 - warm}, seen_by=(LEADER, X))
    elif terms == "deep":
        yield from _deep(story, number)
    else:
        yield from _deal(story, number, terms)


def _election(story: _Story, number: int) -> Generator[Any, Any, None]:
    """What the leader says, if he says anything; then X returns, or Y comes, whose kind is drawn once."""
    win = story.p.w
    if story.shape.talk and story.terms == "none" and not story.snapped:
        said = yield move(LEADER, f"statement{number}", ("indifferent", "favour"))
        if said == "favour":
            win = story.p.w - story.p.eps
    story.holder = yield chance(f"election{number}", {X: win, Y: 1 - win})
    if story.holder == Y and Y not in story.kinds:
        odds = {"amenable": story.p.aY, "wary": 1 - story.p.aY}
        story.kinds[Y] = yield chance("kind_Y", odds, seen_by=Y)


def _proposed(story: _Story, number: int) -> Generator[Any, Any, str]:
    """The terms that are on the table: "none", "thin", "sweet" or "deep"."""
    if story.terms != "none":
        said = yield move(LEADER, f"terms{number}", ("keep", "reopen"))
        return story.terms if said == "keep" else "sweet"
    menu = story.shape.first if number == 1 else story.shape.later
    if len(menu) == 1:
        return menu[0]
    offer: str = yield move(LEADER, f"offer{number}", menu)
    return offer


def _answer(story: _Story, number: int) -> Generator[Any, Any, str]:
    """Tied hands give a refusal without a choice, which to others looks like any refusal."""
    name = f"answer{number}"
    if number == 1 and story.shape.hands:
        odds = {"free": 1 - story.p.tied, "tied": story.p.tied}
        if (yield chance("hands", odds, seen_by=X)) == "tied":
            yield chance(name, {"reject": 1})
            return "reject"
    answer: str = yield move(story.holder, name, ("accept", "reject"))
    return answer


def _deal(story: _Story, number: int, terms: str) -> Generator[Any, Any, None]:
    """A thin deal of a round, or a sweet one: conduct, inspection, snapback, payoffs."""
    p = story.p
    cheats = (yield move(LEADER, f"conduct{number}", ("comply", "cheat"), seen_by=())) == "cheat"
    odds = p.q_thin if cheats else p.f
    report = yield chance(f"inspection{number}", {"alarm": odds, "clean": 1 - odds})
    snaps = False
    if report == "alarm" or story.shape.clean_snap:
        snaps = (yield move(story.holder, f"snapback{number}", ("hold", "snap"))) == "snap"
    size = 1 + p.m if terms == "sweet" else 1
    share = p.phi if snaps else 1
    cost = size * story.of_holder("l")
    blame = story.of_holder("z") if snaps else 0
    if cheats:
        leader = share * size * p.R - p.kap - (p.s if snaps else 0)
        story.pay(leader, -share * (p.h + cost) - blame)
    else:
        story.pay(share * (size * p.R - story.of_leader("g")), share * (p.b - cost) - blame)
    story.cheats += cheats and not snaps
    story.terms, story.snapped = ("none", True) if snaps else (terms, False)


def _deep(story: _Story, number: int) -> Generator[Any, Any, None]:
    """A deep deal settles the matter: the sum of all rounds that are left is paid at once."""
    p = story.p
    cheats = (yield move(LEADER, f"conduct{number}", ("comply", "cheat"), seen_by=())) == "cheat"
    alarm = p.q_deep if cheats else p.f  # the chance of an alarm, or 1 or 0 once it is known
    if not story.shape.folded:
        report = yield chance(f"inspection{number}", {"alarm": alarm, "clean": 1 - alarm})
        alarm = 1 if report == "alarm" else 0
    share = 1 - (1 - p.phi) * alarm
    left = sum(p.delta**later for later in range(story.shape.rounds - number + 1))
    if cheats:
        leader = left * (share * p.R - p.kap - alarm * p.s)
        holder = -left * share * (p.h + story.of_holder("l"))
    else:
        leader = left * share * (p.R - story.of_leader("g"))
        holder = left * share * (p.b - story.of_holder("l"))
    story.pay(leader - story.of_leader("u"), holder + p.v_d)
    story.over = True
