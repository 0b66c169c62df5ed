"""The answer to an offer: we state terms, and a leader whose kind is hidden takes them or leaves them.

Nature draws what the leader is: a *keeper* gains less from growth of his programme than hiding it costs, an *exploiter*
gains more. He takes the terms or leaves them. His conduct is hidden; inspection raises an alarm with chance ``q`` if he
cheats and ``f`` if he complies; then relief is held or snapped back, by our choice or by itself after an alarm
(*automatic*). This is the game in which terms of a deal are judged: one offer, ours, so that what follows from terms is
not mixed with what an offer of his would say about him.

Relief ``R`` that is kept has value R to him; what it costs us (``l``) and what it adds to the harm of a broken deal
(``h``) are in proportion to it, and what a kept deal is worth to us (``b``) is not. At R = 1 the numbers are those of the
thin offer of :mod:`overture.models.freeze_for_relief`, whose ``l`` and ``h`` are not in proportion to relief.

Other shapes: relief in two steps, with the second withheld after an alarm; a menu, in which he may also take a smaller
relief for nothing in return; and an old offer that still stands when he leaves the terms.

What follows in closed form, for q > f and snapback after an alarm only:

- we snap back iff the belief in cheating is above ``p*``;
- an exploiter complies iff detection is at least ``q*``;
- where snapback is our choice and q >= q*, the share ``c*`` of the deals is broken: just so many that an alarm leaves our
  belief at ``p*``.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from overture.errors import TellingError
from overture.games.telling.language import Telling, chance, game, move
from overture.models import ClosedForm, TermsForm
from overture.models.freeze_for_relief import COUNTERPART, LEADER
from overture.models.freeze_for_relief import DEFAULTS as FLAGSHIP
from overture.models.freeze_for_relief import WORDS as FLAGSHIP_WORDS

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

NAME = "answer-to-an-offer"
TOPICS = ("bargaining", "inspection")

# The numbers of the flagship's thin offer to X, under the names that they have here.
THIN = {"q": "q_thin", "l": "l_X", "z": "z_X"}
SHARED = (
    "pi",
    "R",
    "g_K",
    "g_E",
    "kap",
    "u_K",
    "u_E",
    "q",
    "f",
    "phi",
    "s",
    "z",
    "tau",
    "b",
    "h",
    "l",
    "v_d",
)

DEFAULTS: dict[str, float] = {
    **{name: FLAGSHIP[THIN.get(name, name)] for name in SHARED},
    "d": 0.0,  # no irreversible step, as in a thin offer
    "a": 0.3,  # of relief in two steps, what is paid at once
    "R_b": 0.2,  # what a menu offers for nothing in return
    "R_old": 1.0,  # relief of the offer that still stands when the terms are left
}

# What each is, as sentences name it where a case has no words of its own for it.
WORDS: dict[str, str] = {
    **{name: FLAGSHIP_WORDS[name] for name in SHARED if name not in THIN},
    "q": "chance that inspection notices cheating",
    "l": "political cost of granting relief",
    "z": "political cost of snapping back",
    "tau": "cost to the leader of leaving the terms",
    "d": "how far the leader goes in a step that cannot be undone",
    "a": "share of the relief that is paid at once",
    "R_b": "relief that a menu offers for nothing in return",
    "R_old": "relief of the old offer",
}


def snap_threshold(p: Any) -> Any:
    """p*: the belief in cheating above which we snap back."""
    kept, lost = _worth(p), _harm(p)
    return ((1 - p.phi) * kept + p.z) / ((1 - p.phi) * (kept + lost))


def detection_threshold(p: Any) -> Any:
    """q*: the detection rate from which an exploiter complies, if every alarm is followed by snapback."""
    return (p.g_E - p.kap + p.f * (1 - p.phi) * (p.R - p.g_E)) / ((1 - p.phi) * p.R + p.s)


def broken_share(p: Any) -> Any:
    """c*: the share of deals that are broken at which an alarm leaves the belief at p*. Above 1 if p* is."""
    belief = snap_threshold(p)
    return p.f * belief / (p.q * (1 - belief) + p.f * belief)


_SOURCE = "payoffs of the game, in closed form"
CLOSED_FORMS = [
    ClosedForm(
        "q*",
        "detection rate from which an exploiter complies, if every alarm is followed by snapback",
        detection_threshold,
        _SOURCE,
    ),
    ClosedForm("p*", "belief in cheating above which we snap sanctions back", snap_threshold, _SOURCE),
    ClosedForm(
        "c*",
        "share of the deals that is broken where snapback is our choice and detection is above q*",
        broken_share,
        _SOURCE,
    ),
]

SWITCHES = {"automatic": "snapback by itself after an alarm"}

# How the choices are said: a verb phrase in the third person.
PHRASES: dict[str, dict[str, str]] = {
    "answer": {"take": "takes the terms", "leave": "leaves them", "other": "takes the smaller relief"},
    "old": {"accept": "accepts the old offer", "refuse": "refuses the old offer"},
    "second": {"pay": "pays the rest", "withhold": "never pays the rest"},
    "snapback": {"hold": "holds the deal", "snap": "snaps relief back"},
    **{f"conduct{step}": {"comply": "complies", "cheat": "cheats"} for step in ("", "_1", "_2")},
    **{
        f"inspection{step}": {"alarm": "raises an alarm", "clean": "raises none"} for step in ("", "_1", "_2")
    },
}


def terms(shape: Mapping[str, Any]) -> TermsForm:
    """What a deal under the terms is, in each shape of the game."""
    by_itself = shape.get("withheld") == "by itself"
    broken, reversal = 'conduct == "cheat"', "" if shape.get("automatic") else 'snapback == "snap"'
    if shape.get("steps") == 2:
        broken = 'conduct_1 == "cheat" or conduct_2 == "cheat"'
        reversal = " or ".join(
            part for part in (reversal, "" if by_itself else 'second == "withhold"') if part
        )
    leaves, alarm = 'answer == "leave"', 'inspection == "alarm"'
    form = TermsForm(
        us=COUNTERPART, hypothesis="intent", struck='answer == "take"', broken=broken, leaving=leaves, reversal=reversal,
        outside={LEADER: leaves, COUNTERPART: 0.0}, alarm=alarm, phrases=PHRASES, switches=SWITCHES,
    )  # fmt: skip
    if shape.get("steps") == 2:
        return replace(form, alarm='inspection_1 == "alarm"')
    return replace(
        form,
        target=(
            ("answer", "take", ""), ("conduct", "comply", ""), ("snapback", "snap", alarm), ("snapback", "hold", ""),
            ("old", "refuse", ""),
        ),
        tempted=(("conduct", "cheat", 'intent == "exploit"'),),
    )  # fmt: skip


@game(LEADER, COUNTERPART, title="answer to an offer")
def answer(
    p: Parameters,
    *,
    automatic: bool = False,
    steps: int = 1,
    withheld: str = "by choice",
    menu: bool = False,
    old_offer: bool = False,
) -> Telling:
    """The game; shape arguments choose a variation.

    Args:
        automatic: relief is snapped back by itself after an alarm, and only then, at no political cost.
        steps: 1, or 2: the share ``a`` of the relief is paid at once and the rest after a first inspection.
        withheld: whether the rest is never paid "by itself" after a first alarm, or "by choice" of ours; the deal ends there.
        menu: he may also take relief ``R_b`` without a freeze or an inspection.
        old_offer: after he leaves, the old offer still stands, and we accept or refuse it.
    """
    if steps not in (1, 2):
        raise _wrong("steps", steps, "1 or 2")
    if withheld not in ("by itself", "by choice"):
        raise _wrong("withheld", withheld, "by itself, or by choice")
    intent = yield chance("intent", {"keep": 1 - p.pi, "exploit": p.pi}, seen_by=LEADER)
    growth, burden = (p.g_K, p.u_K) if intent == "keep" else (p.g_E, p.u_E)
    reply = yield move(LEADER, "answer", ["take", "other", "leave"] if menu else ["take", "leave"])
    if reply == "other":
        return _paid(p.R_b, -(p.h + p.l) * p.R_b)
    if reply == "leave":
        return (yield from _left(p, intent == "keep")) if old_offer else _paid(-p.tau, 0)
    if steps == 2:
        leader, counterpart = yield from _two_steps(p, growth, automatic, withheld == "by itself")
    else:
        cheat, snapped = yield from _stage(p, automatic, "")
        leader, counterpart = _kept(p, growth, cheat, snapped)
        counterpart = counterpart - (0 if automatic or not snapped else p.z)
    return _paid(leader - p.d * burden, counterpart + p.d * p.v_d)


Stage = Generator[Any, str, tuple[Any, Any]]


def _stage(p: Any, automatic: bool, number: str) -> Stage:
    """Hidden conduct, inspection, and whether relief is snapped back: (cheated, snapped)."""
    cheat, alarm = yield from _inspected(p, number)
    if automatic:
        return cheat, alarm
    return cheat, (yield move(COUNTERPART, "snapback", ["hold", "snap"])) == "snap"


def _inspected(p: Any, number: str) -> Stage:
    """Hidden conduct and inspection: (cheated, alarm)."""
    cheat = (yield move(LEADER, "conduct" + number, ["comply", "cheat"], seen_by=())) == "cheat"
    odds = p.q if cheat else p.f
    return cheat, (yield chance("inspection" + number, {"alarm": odds, "clean": 1 - odds})) == "alarm"


def _kept(p: Any, growth: Any, cheat: bool, snapped: bool) -> tuple[Any, Any]:
    """What a deal pays both, without the political cost of snapping back."""
    share = p.phi if snapped else 1
    if cheat:
        return share * p.R - p.kap - (p.s if snapped else 0), -share * _harm(p)
    return share * (p.R - growth), share * _worth(p)


def _two_steps(p: Any, growth: Any, automatic: bool, by_itself: bool) -> Stage:
    """Relief in two steps: what both get.

    Everything of a step is in proportion to the relief that it pays, but for the penalty of being caught, which falls on
    whoever broke the step that is stopped or snapped back.
    """
    rest = 1 - p.a
    first, alarm = yield from _inspected(p, "_1")
    leader, counterpart = (p.a * paid for paid in _kept(p, growth, first, False))
    stopped = alarm if by_itself else (yield move(COUNTERPART, "second", ["pay", "withhold"])) == "withhold"
    if stopped:
        return leader - (p.s if first else 0), counterpart
    second, snapped = yield from _stage(p, automatic, "_2")
    his, ours = _kept(p, growth, second, snapped)
    penalty = p.s if second and snapped else 0  # not in proportion
    blame = 0 if automatic or not snapped else p.z
    return leader + rest * (his + penalty) - penalty, counterpart + rest * (ours - blame)


def _left(p: Any, keeps: bool) -> Generator[Any, str, dict[str, Any]]:
    """He leaves the terms and the old offer stands: it is never snapped back, so a keeper complies and an exploiter not."""
    if (yield move(COUNTERPART, "old", ["refuse", "accept"])) == "refuse":
        return _paid(-p.tau, 0)
    if keeps:
        return _paid(p.R_old - p.g_K, p.b - p.l * p.R_old)
    return _paid(p.R_old - p.kap, -(p.h + p.l) * p.R_old)


def _wrong(argument: str, value: object, allowed: str) -> TellingError:
    return TellingError.of(
        "telling/shape-argument", f"{argument} is {value!r}", "the answer to an offer", allowed
    )


def _worth(p: Any) -> Any:
    """What a deal that is kept is worth to us."""
    return p.b - p.l * p.R


def _harm(p: Any) -> Any:
    """What a deal that is broken costs us."""
    return (p.h + p.l) * p.R


def _paid(leader: Any, counterpart: Any) -> dict[str, Any]:
    return {LEADER: leader, COUNTERPART: counterpart}
