"""Our plan after each reply: what we do at later moves of our own, in the words of the case, by what we shall see."""

from __future__ import annotations

from collections.abc import Mapping

from overture.judgement.answers import PlanNode, PlanSet, ReplyValue
from overture.report.block import Block, listing
from overture.report.sentence import Facts, Given, Sentence, listed, sentence, told
from overture.wording import agreeing


def plans(facts: Facts) -> Block | None:
    """A sentence for each reply after which we move again."""
    items = [[_plan(facts, label, value)] for label, value in facts.answers.value.items() if value.plan]
    return listing(items, "plain")


def _plan(facts: Facts, label: str, value: ReplyValue) -> Sentence:
    """The plan by move: at each the choices, each with what is seen before it."""
    by_move: dict[str, dict[str, str]] = {}
    for seen, choice in value.plan.items():
        by_move.setdefault(_move(facts, label, seen, choice), {})[seen] = choice
    steps = [_at_move(facts, move, plan) for move, plan in by_move.items()]
    tied = told("; another way is as good ", _seen(facts, value.tied)) if value.tied else None
    return sentence(
        "if we ", facts.reply(label), ", our best plan is to ", listed(steps, "; and to", "; to "), tied
    )


def _at_move(facts: Facts, move: str, plan: Mapping[str, str]) -> Sentence:
    """``close the road if the report is “arms seen” and leave it open if the report is “nothing seen”``."""
    does: dict[str, list[str]] = {}
    for seen, choice in telling(plan).items():
        does.setdefault(choice, []).append(seen)
    if len(does) == 1:
        return told(_does(facts, move, next(iter(does))), ", whatever is seen")
    steps = [told(_does(facts, move, choice), " ", _seen(facts, seen)) for choice, seen in does.items()]
    long = any(", " in each for every in does.values() for each in every)
    return listed(steps, ", and" if long else "and")


def _does(facts: Facts, move: str, choice: str) -> Given:
    """A choice as what one does: "stay quiet"; where the case has no words for it, "choose “quiet”"."""
    phrase = facts.phrase(move, choice)
    if phrase:
        return Given(agreeing(phrase, True))
    if facts.judgement.words.get(move, {}).get(choice):
        return Given(facts.choice(move, choice))
    return Given(f"choose “{facts.choice(move, choice)}”")


def _move(facts: Facts, reply: str, seen: str, choice: str) -> str:
    """The move at which a choice of the plan is made; empty where the judgement does not say it."""
    node = facts.answers.plans.get(reply)
    moves = (
        [each.move for each in _sets(node) if each.seen == seen and choice in each.choices] if node else []
    )
    return moves[0] if len(set(moves)) == 1 else ""


def _sets(node: PlanNode) -> list[PlanSet]:
    """Every later set of ours, in order."""
    found = []
    for each in node.sets:
        found.append(each)
        for below in each.choices.values():
            found += _sets(below)
    return found


def telling(plan: Mapping[str, str]) -> dict[str, str]:
    """The plan without what makes no difference: of "favour, alarm" only "alarm" where what was said changes nothing."""
    rows = {tuple(seen.split(", ")): does for seen, does in plan.items()}
    if len({len(seen) for seen in rows}) != 1:
        return dict(plan)
    kept = list(range(len(next(iter(rows)))))
    for place in list(kept):
        rest = [each for each in kept if each != place]
        short = {(tuple(seen[at] for at in rest), does) for seen, does in rows.items()}
        if rest and len(short) == len({seen for seen, _ in short}):
            kept = rest
    return {", ".join(seen[at] for at in kept): does for seen, does in rows.items()}


def _seen(facts: Facts, labels: list[str]) -> Sentence:
    """``if an alarm is raised or it is “late”``; with an "if" for each where one of them is made of several."""
    every = [facts.seen(each) for each in labels]
    if any(", " in each for each in labels):
        return told("if ", listed(every, ", or if", ", if "))
    return told("if ", listed(every, "or"))
