"""Freeze for relief: the flagship. A leader whose kind is hidden offers a freeze for relief.

Nature draws what the leader is: a *keeper* would keep a freeze, an *exploiter* would cheat on a weak
one; neither disarms. He says that he is indifferent to the counterpart's election or openly favours X;
X (amenable) or Y (sceptical) is elected; he offers nothing, a thin freeze, or a deep one (intrusive
inspection, a step that cannot be undone, automatic snapback). The counterpart accepts or refuses.
Conduct is hidden, inspection is noisy, and after a thin deal the counterpart decides whether to hold
the deal or to snap the sanctions back; after a deep one an alarm snaps them back by itself.

Relief that is kept has value 1: all payoffs are in that unit. Nothing here is a fact about anybody:
types, order of moves and numbers are judgements, and every number is a parameter.

What follows in closed form, certified in the tests against the shared reference files:

- snapback is a best reply iff the counterpart believes in cheating with more than
  ``p_star = ((1 - phi)(b - l) + z) / ((1 - phi)(b + h))``;
- under automatic snapback cheating does not pay iff detection is at least
  ``q_star = (g_E - kap + f (1 - phi)(R - g_E)) / ((1 - phi) R + s)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models import AnsweredIn, ClosedForm

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("arms", "bargaining", "signalling", "inspection")

LEADER = "Leader"
COUNTERPART = "Counterpart"

# Defaults, all of them judgements (reasons and ranges stand in cases/freeze-for-relief/case.yaml).
DEFAULTS: dict[str, float] = {
    "pi": 0.4,  # prior probability of an exploiter
    "delta": 0.0,  # prior probability of one who would disarm (only where that type is in the game)
    "w": 0.5,  # chance that X is elected
    "eps": 0.05,  # what open favour costs X
    "phi": 0.4,  # share of the horizon that has passed when snapback bites
    "R": 1.0,  # relief: the unit
    "g_D": 0.02,  # what the programme's growth would have been worth, by type
    "g_K": 0.05,
    "g_E": 0.9,
    "kap": 0.1,  # cost of concealment
    "u_D": 0.05,  # cost of the irreversible step of a deep deal, by type
    "u_K": 0.1,
    "u_E": 0.35,
    "q_thin": 0.3,  # chance that cheating raises an alarm
    "q_deep": 0.8,
    "f": 0.05,  # chance of a false alarm
    "s": 0.5,  # penalty when caught
    "tau": 0.02,  # cost of being refused
    "b": 1.0,  # a freeze that is kept is worth this to the counterpart
    "h": 0.7,  # a freeze that is broken costs him this
    "v_d": 0.1,  # what the irreversible step is worth to him
    "l_X": 0.15,  # political cost of granting relief
    "l_Y": 0.5,
    "z_X": 0.4,  # political cost of admitting failure by snapping back
    "z_Y": 0.05,
    "counter": 0.0,  # cost of countering a thin offer with deep terms
    "help_cost": 0.05,  # cost of openly helping X, and what it adds to his chance
    "help_gain": 0.1,
    "R_road": 1.6,  # relief and worth of a roadmap to disarmament, and what its steps cost each type
    "b_road": 2.5,
    "r_D": 0.3,
    "r_K": 0.9,
    "r_E": 1.2,
}


# What each is, as sentences name it where a case has no words of its own for it.
WORDS: dict[str, str] = {
    "pi": "prior probability of an exploiter",
    "delta": "prior probability of one who would disarm",
    "w": "chance that X is elected",
    "eps": "what open favour costs X",
    "phi": "share of the horizon that has passed when snapback bites",
    "R": "relief",
    "g_D": "what growth of the programme is worth to one who would disarm",
    "g_K": "what growth of the programme is worth to a keeper",
    "g_E": "what growth of the programme is worth to an exploiter",
    "kap": "cost of concealing a breach",
    "u_D": "cost of the irreversible step to one who would disarm",
    "u_K": "cost of the irreversible step to a keeper",
    "u_E": "cost of the irreversible step to an exploiter",
    "q_thin": "chance that light inspection notices cheating",
    "q_deep": "chance that intrusive inspection notices cheating",
    "f": "chance of a false alarm",
    "s": "penalty when caught cheating",
    "tau": "cost of an offer that is refused",
    "b": "what a freeze that is kept is worth to the counterpart",
    "h": "harm of a freeze that is broken",
    "v_d": "worth of the irreversible step to the counterpart",
    "l_X": "political cost to X of granting relief",
    "l_Y": "political cost to Y of granting relief",
    "z_X": "political cost to X of snapping back",
    "z_Y": "political cost to Y of snapping back",
    "counter": "cost of countering a thin offer with deep terms",
    "help_cost": "cost of openly helping X",
    "help_gain": "what open help adds to the chance of X",
    "R_road": "relief for a roadmap to disarmament",
    "b_road": "worth of a roadmap to the counterpart",
    "r_D": "cost of the steps of a roadmap to one who would disarm",
    "r_K": "cost of the steps of a roadmap to a keeper",
    "r_E": "cost of the steps of a roadmap to an exploiter",
}


def snap_threshold(p: Any, who: str) -> Any:
    """p*: the belief in cheating above which counterpart ``who`` ("X" or "Y") snaps back."""
    cost, blame = getattr(p, f"l_{who}"), getattr(p, f"z_{who}")
    return ((1 - p.phi) * (p.b - cost) + blame) / ((1 - p.phi) * (p.b + p.h))


def detection_threshold(p: Any) -> Any:
    """q*: the detection rate from which, under automatic snapback, an exploiter does not cheat."""
    return (p.g_E - p.kap + p.f * (1 - p.phi) * (p.R - p.g_E)) / ((1 - p.phi) * p.R + p.s)


_SOURCE = "payoffs of the game, in closed form"
CLOSED_FORMS = [
    ClosedForm(
        "q*",
        "detection rate from which an exploiter does not cheat, if snapback is automatic",
        detection_threshold,
        _SOURCE,
    ),
    ClosedForm(
        "p* of X",
        "belief in cheating above which X snaps sanctions back",
        lambda p: snap_threshold(p, "X"),
        _SOURCE,
    ),
    ClosedForm(
        "p* of Y",
        "belief in cheating above which Y snaps sanctions back",
        lambda p: snap_threshold(p, "Y"),
        _SOURCE,
    ),
]

# Terms that answer an offer take the place of the thin one: the same numbers under the names of the other game.
ANSWERED_IN = AnsweredIn(
    "answer-to-an-offer",
    "election",
    {who: {"q": "q_thin", "l": f"l_{who}", "z": f"z_{who}"} for who in ("X", "Y")},
    core={who: {"talk": False, "who": who} for who in ("X", "Y")},
    struck='offer == "thin" and answer == "accept"',
    broken='conduct == "cheat"',
    outside={LEADER: 'offer == "none"', COUNTERPART: 'answer == "reject"'},
)


@game(LEADER, COUNTERPART, title="freeze for relief")
def freeze_for_relief(
    p: Parameters,
    *,
    talk: bool = True,
    who: str = "",
    types: str = "KE",
    counter: bool = False,
    help: bool = False,
    roadmap: bool = False,
) -> Telling:
    """The game; shape arguments choose a variation.

    Args:
        talk: the statement before the election is in the game.
        who: "X" or "Y" leaves out the election (the core of that counterpart); "" keeps it.
        types: letters of the types that are possible: K keeper, E exploiter, D would disarm.
        counter: the counterpart may answer a thin offer with deep terms (V3).
        help: the leader may help X openly instead of only favouring him (V5).
        roadmap: the leader may also offer disarmament by a roadmap (V6).
    """
    kinds = {"K": "keep", "E": "exploit", "D": "disarm"}
    odds = {"K": 1 - p.pi, "E": p.pi}
    if "D" in types:
        odds = {"D": p.delta, "K": 1 - p.pi - p.delta, "E": p.pi}
    intent = yield chance("intent", {kinds[kind]: odds[kind] for kind in types}, seen_by=LEADER)
    kind = next(letter for letter, name in kinds.items() if name == intent)

    win, spent = p.w, 0
    if talk:
        words = ["indifferent", "favour", "help"] if help else ["indifferent", "favour"]
        statement = yield move(LEADER, "statement", words)
        if statement == "favour":
            win = p.w - p.eps
        elif statement == "help":
            win, spent = p.w + p.help_gain, p.help_cost
    elected = who
    if not who:
        elected = (yield chance("election", {"X": win, "Y": 1 - win})) or ""

    offers = ["none", "thin", "deep", "roadmap"] if roadmap else ["none", "thin", "deep"]
    offer = yield move(LEADER, "offer", offers)
    if offer == "none":
        return _paid(-spent, 0)
    answers = ["accept", "reject", "counter"] if counter and offer == "thin" else ["accept", "reject"]
    answer = yield move(COUNTERPART, "answer", answers)
    if answer == "reject":
        return _paid(-p.tau - spent, 0)
    pressed = 0
    terms = offer
    if answer == "counter":
        taken = yield move(LEADER, "reply", ["take", "leave"])
        if taken == "leave":
            return _paid(-p.tau - spent, -p.counter)
        terms, pressed = "deep", p.counter

    conduct = yield move(LEADER, "conduct", ["comply", "cheat"], seen_by=())
    detection = p.q_thin if terms == "thin" else p.q_deep
    alarm_odds = detection if conduct == "cheat" else p.f
    alarm = yield chance("inspection", {"alarm": alarm_odds, "clean": 1 - alarm_odds})
    if terms == "thin":
        snapped = (yield move(COUNTERPART, "snapback", ["hold", "snap"])) == "snap"
    else:
        snapped = alarm == "alarm"
    leader, counterpart = _deal(p, kind, elected, terms, conduct == "cheat", snapped)
    return _paid(leader - spent, counterpart - pressed)


def _deal(p: Any, kind: str, who: str, terms: str, cheat: bool, snapped: bool) -> tuple[Any, Any]:
    """Payoffs of a deal (FLAGSHIP reference, section 2.1; the roadmap is that of variation V6)."""
    road = terms == "roadmap"
    relief = p.R_road if road else p.R
    worth = p.b_road if road else p.b
    # Relief costs the counterpart in proportion to its size.
    cost = getattr(p, f"l_{who}") * (relief / p.R if road else 1)
    step = {"thin": 0, "deep": getattr(p, f"u_{kind}"), "roadmap": getattr(p, f"r_{kind}")}[terms]
    share = p.phi if snapped else 1
    if cheat:
        leader = share * relief - p.kap - step - (p.s if snapped else 0)
        counterpart = -share * (p.h + cost)
    else:
        leader = share * (relief - getattr(p, f"g_{kind}")) - step
        counterpart = share * (worth - cost)
    if terms == "thin" and snapped:
        counterpart = counterpart - getattr(p, f"z_{who}")
    if terms == "deep":
        counterpart = counterpart + p.v_d
    return leader, counterpart


def _paid(leader: Any, counterpart: Any) -> dict[str, Any]:
    return {LEADER: leader, COUNTERPART: counterpart}
