"""The numbers of one side that are compared: each with its resamples, and with what it is of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from overture.case.load import Loaded
from overture.case.written import choices
from overture.errors import FileError
from overture.games.tree import Floats
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import Question, deal_reply
from overture.judgement.compared import NumberForm
from overture.weigh.decision import bootstrap
from overture.weigh.distribution.act import NOBODY
from overture.wording import did_you_mean

WORTH = "worth"
OF_ACCEPTING = ("broken", "kept", "collapse")
# Answers in the order of the table, but for the worth of each reply, which comes before the lead.
PLAIN: dict[str, NumberForm] = {
    "chance": "chance",
    "belief_now": "chance",
    "belief_offer": "chance",
    "factor": "ratio",
    "lead": "worth",
    "broken": "chance",
    "kept": "chance",
    "collapse": "chance",
}


@dataclass(frozen=True)
class SideNumber:
    """A number of one side.

    Attributes:
        value: None with the ``reason``. samples: [resample], None with one world or where too few say something.
        of: what it is of (a type, a pair of types, a reply): only what is of the same is subtracted.
    """

    value: float | None
    samples: Floats | None = None
    of: str = ""
    reason: str | None = None


@dataclass(frozen=True)
class SideNumbers:
    """The numbers of one side by their answer, and its best reply."""

    by_answer: dict[str, SideNumber]
    types: tuple[str, ...]
    best: str | None


def form(answer: str) -> NumberForm:
    return "worth" if answer.startswith(f"{WORTH}.") else PLAIN[answer]


def asked_answers(cases: Iterable[Loaded], of: Sequence[str]) -> list[str]:
    """The answers that are asked for, of those that the sides have; all of them where none is named.

    ``worth`` is the worth of each reply.

    Raises:
        FileError: a name is no answer.
    """
    sides = list(cases)
    replies = [label for each in sides for label in choices(each.tree, each.case.reply.move)]
    every = list(PLAIN)
    every[every.index("lead") : every.index("lead")] = [
        f"{WORTH}.{label}" for label in dict.fromkeys(replies)
    ]
    if not any(each.case.deal.collapse for each in sides):
        every.remove("collapse")
    found: list[str] = []
    for name in of:
        if name != WORTH and name not in every:
            known = [WORTH, *every]
            raise FileError.of(
                "compare/answer",
                f"{name!r} is no answer",
                "--of",
                ", ".join(known),
                did_you_mean(name, known),
            )
        found += [each for each in every if each == name or (name == WORTH and each.startswith(f"{WORTH}."))]
    return list(dict.fromkeys(found)) or every


def side_numbers(q: Question) -> SideNumbers:
    """Every number of one side, as ``assess`` has it, and its resamples."""
    told = answers(q, full=False)
    found = {"belief_now": _now(q, told)}
    made = told.on_path_share is not None and told.on_path_share.before > NOBODY
    if not made:
        reason = told.reason or "nobody makes this offer"
        missing = [name for name in PLAIN if name not in found]
        found |= {name: SideNumber(None, reason=reason) for name in missing}
        return SideNumbers(found, q.basis.types, None)
    drawn = None
    if not q.basis.single:
        basis, asked = q.basis, q.asked
        drawn = bootstrap.resampled(
            q.joint, basis.before, asked.given, asked.offer, q.at, q.stakes, None, q.rival
        )
    found |= _offer(told, drawn)
    found |= _replies(q, told, drawn)
    return SideNumbers(found, q.basis.types, told.best)


def _now(q: Question, told: Answers) -> SideNumber:
    samples = None if q.basis.single else bootstrap.believed(q.basis.joint, q.basis.done)
    return SideNumber(told.belief_now[0], samples, told.types[0])


def _offer(told: Answers, drawn: bootstrap.Resampled | None) -> dict[str, SideNumber]:
    """What is asked of the offer itself."""
    chance, pair, ratio = told.chance_of_offer_given_done_and_counterpart, told.headline_pair, None
    belief = told.belief_offer[0] if told.belief_offer is not None else None
    if pair is not None:
        ratio = told.offer_factor.get(pair)
    reason = (
        "one of the two types has no chance, or never makes this offer" if pair else "there is one type only"
    )
    found = {
        "chance": SideNumber(chance),
        "belief_offer": SideNumber(belief, None, told.types[0]),
        "factor": SideNumber(ratio, None, pair or "")
        if isinstance(ratio, float)
        else SideNumber(None, reason=reason),
    }
    if drawn is None:
        return found
    samples = {"chance": drawn.chance, "belief_offer": drawn.belief_offer, "factor": drawn.factor}
    return {name: replace(each, samples=samples[name]) for name, each in found.items()}


def _replies(q: Question, told: Answers, drawn: bootstrap.Resampled | None) -> dict[str, SideNumber]:
    """What is asked of the replies, and of what follows the one under which the deal stands."""
    stake = q.stakes
    if stake is None or told.best is None:
        missing = SideNumber(None, reason=told.reason or "nobody answers this offer")
        return dict.fromkeys(["lead", *OF_ACCEPTING], missing)
    resampled = drawn.value if drawn is not None else {}
    found = {
        f"{WORTH}.{reply}": SideNumber(each.V, resampled.get(reply), reply)
        for reply, each in told.value.items()
    }
    lead = SideNumber(told.lead, None, told.best)
    if told.lead is None:
        lead = SideNumber(None, reason="there is one reply only")
    elif resampled:
        lead = replace(lead, samples=bootstrap.ahead(resampled, told.best))
    return {**found, "lead": lead, **_accepted(q, told)}


def _accepted(q: Question, told: Answers) -> dict[str, SideNumber]:
    """The chances that the deal is broken, kept, and ended, once it is accepted."""
    stake, deal = q.stakes, q.basis.loaded.case.deal
    assert stake is not None
    reply = deal_reply(q.basis, stake.at)
    events = {"broken": q.basis.mask(deal.cheating)}
    if deal.collapse:
        events["collapse"] = q.basis.mask(deal.collapse)
    drawn = {} if q.basis.single else bootstrap.followed(q.joint, stake, reply, events)
    kept = told.compliance
    found = {
        "kept": SideNumber(kept, 1 - drawn["broken"] if drawn else None, reply),
        "broken": SideNumber(None if kept is None else 1 - kept, drawn.get("broken"), reply),
        "collapse": SideNumber(told.collapse, drawn.get("collapse"), reply),
    }
    if told.collapse is None:
        found["collapse"] = SideNumber(None, reason="this form of the game has no collapse of the deal")
    return found
