"""Judgements for the tests of the page: fictional roles, the digits of the independent reference."""

from __future__ import annotations

from typing import Any

from overture.judgement.answers import Answers
from overture.judgement.judgement import Judgement
from tests.report import example_answers as made
from tests.report.example_answers import reference

WORDS = {
    "exploit": "the leader would cheat on a weak freeze",
    "keep": "the leader would keep a freeze, and still not disarm",
    "disarm": "the leader would disarm",
}
NOUNS = {"exploit": "an exploiter", "keep": "a keeper", "disarm": "one who would disarm"}
INSIDER = "The insider, a defected official"


def _about(worlds: int) -> dict[str, Any]:
    return {
        "title": "Freeze for relief", "date": "2026-11-22", "advised": "Counterpart", "adversary": "Leader",
        "question": "What does the leader want, would such a deal hold, and how would we know?",
        "names": {"Leader": "the leader", "Counterpart": "the counterpart"},
        "pronouns": {"Leader": "he", "Counterpart": "it"}, "offer": "a thin freeze offered to X", "made": False,
        "counterpart": "X", "choice": "thin",
        "roles": {"hypothesis": "intent", "counterpart": "election", "signal": "offer", "reply": "answer"},
        "movers": {"intent": "", "election": "", "offer": "Leader", "answer": "Counterpart", "inspection": ""},
        "seed": 1, "worlds": worlds, "solved": worlds, "own_draws": worlds,
        "command": f"overture assess cases/freeze-for-relief --worlds {worlds} --seed 1",
        "versions": {"overture": "0.1.0", "python": "3.11.2"}, "hashes": {"case.yaml": "5f0b3f9f5d1e2c7a"},
    }  # fmt: skip


def _hypotheses(answers: Answers) -> list[dict[str, Any]]:
    return [
        {
            "label": label, "words": WORDS.get(label, f"he is {label}"), "noun": NOUNS.get(label, f"a {label} one"),
            "prior": answers.own_prior[at], "after_acts": answers.belief_acts[at], "now": answers.belief_now[at],
            "offered": answers.belief_offer[at] if answers.belief_offer else None, "naive": 0.6,
        }
        for at, label in enumerate(answers.types)
    ]  # fmt: skip


def _acts(answers: Answers) -> list[dict[str, Any]]:
    pairs = list(answers.verdict)
    statement = {
        "event": 'statement == "indifferent"', "words": "Officials say that the election does not matter to them",
        "kind": "done", "before": answers.own_prior, "after": answers.belief_acts, "chance": 0.97,
        "likelihood": [0.97 for _ in answers.types], "factor": dict.fromkeys(pairs, 0.995602),
        "factor_no_slips": dict.fromkeys(pairs, 1.0),
        "verdict": {pair: {"word": "nothing", "factor": 0.995602} for pair in pairs},
    }  # fmt: skip
    offer = {
        "event": 'offer == "thin"', "words": "A thin freeze is offered to X", "kind": "offer",
        "before": answers.belief_given or answers.belief_now, "after": answers.belief_offer, "chance": 0.355,
        "likelihood": answers.offer_likelihood_by_type, "factor": answers.offer_factor,
        "factor_no_slips": answers.offer_factor_no_slips,
        "verdict": {pair: each.model_dump(mode="json") for pair, each in answers.verdict.items()},
    }  # fmt: skip
    return [statement, offer]


def _gains() -> list[dict[str, Any]]:
    given = reference()["gain_from_X_over_Y_now"]["flagship_1000"]
    return [
        {
            "type": label, "words": WORDS[label], "first": "X", "second": "Y", "value_first": each["X"],
            "value_second": each["Y"], "gain": each["gain"], "gains": each["gains"], "tied": each["tied"],
            "loses": each["loses"], "by_class": {"pooling on thin": each["gain_by_class"]["pooling on thin"], "separating": 0.0},
        }
        for label, each in given.items()
    ]  # fmt: skip


def _watch(answers: Answers) -> list[dict[str, Any]]:
    rows = [
        {
            "event": f'offer == "{name}"', "words": f"X is offered: {name}", "given": 'election == "X"',
            "chance": each.chance_given_counterpart, "if_seen": each.if_seen, "if_not": each.if_not,
            "before": answers.belief_now, "bits": 0.01, "worth": {}, "acts_on": False, "timing": "is the offer",
        }
        for name, each in answers.watch.items()
    ]  # fmt: skip
    alarm = {
        "event": 'inspection == "alarm"', "words": "Inspectors raise an alarm", "given": "deal", "chance": 0.2338,
        "if_seen": [0.7797, 0.2203], "if_not": [0.4908, 0.5092], "before": [0.5583, 0.4417], "bits": 0.05,
        "worth": {"snapback": 0.0}, "acts_on": False, "timing": "after accepting",
    }  # fmt: skip
    snap = {**alarm, "event": "snap", "words": "X snaps back", "timing": "own move", "worth": {}}
    return [*rows, alarm, snap]


def _lines(types: list[str]) -> list[dict[str, Any]]:
    offers = [
        {
            "player": "Leader", "move": "offer", "seen": [("intent", label), ("election", "X")],
            "odds": {"thin": 1.0 if label == "exploit" else 0.69, "none": 0.0 if label == "exploit" else 0.31},
            "belief": None, "reached": True,
        }
        for label in types
    ]  # fmt: skip
    answers = [
        {
            "player": "Counterpart", "move": "answer", "seen": [("election", "X"), ("offer", offer)],
            "odds": {"accept": odds, "reject": 1 - odds}, "belief": belief, "reached": offer == "thin",
        }
        for offer, odds, belief in (("thin", 0.86, 0.51), ("deep", 1.0, 0.0))
    ]  # fmt: skip
    return [*offers, *answers]


def _cards(answers: Answers) -> list[dict[str, Any]]:
    return [
        {
            "name": name, "kind": name.split(" on ")[0], "before": each.before, "given": each.given,
            "after": each.after_offer, "share": each.exists, "logit": 0.1,
            "value": {"Leader": 0.27, "Counterpart": 0.18}, "lines": _lines(answers.types),
            "passes": {"intuitive criterion": "all"},
        }
        for name, each in answers.class_weight.items()
    ]  # fmt: skip


def _source(answers: Answers, name: str, x: float) -> dict[str, Any]:
    claim = {
        "id": f"{name}-1", "words": "The leader means to cheat.", "event": 'intent == "exploit"', "says": True,
        "document": "account", "place": "characters 120 to 340", "chain": [name], "voice": "insider",
        "certainty": "CT", "repeats": 2, "copy_of": None, "used": x != 0, "standing": "root" if x else "unjudged",
        "root": f"{name}-1", "alone": 1.25 if x else 1.0, "in_place": 1.25 if x else 1.0, "knew": 0.35,
    }  # fmt: skip
    copy = {
        **claim,
        "id": f"{name}-2",
        "words": "He will cheat.",
        "copy_of": f"{name}-1",
        "standing": "echo",
        "repeats": 1,
    }
    return {
        "id": name, "name": INSIDER if x else "The writer", "voice": "insider", "judgements": {"access": "0.35"},
        "judged": x != 0, "log_odds": x, "naive": 2 * x, "claims": [claim, copy],
        "without": answers.belief_acts, "letter": "B", "weighed_with": [],
        "states": [{"state": "informed", "prior": 0.35, "posterior": 0.31}] if x else [],
    }  # fmt: skip


def _steps(answers: Answers) -> list[dict[str, Any]]:
    kinds = (
        ("prior", "Before anything", answers.own_prior, None), ("act", "The statement", answers.belief_acts, -0.0044),
        ("source", INSIDER, answers.belief_now, 0.223143551), ("offer", "The offer", answers.belief_offer, 0.149243),
    )  # fmt: skip
    return [
        {"kind": kind, "name": kind, "words": words, "belief": belief, "log_odds": added, "shapley": added}
        for kind, words, belief, added in kinds
        if belief is not None
    ]


def _rest(answers: Answers, worlds: int) -> dict[str, Any]:
    """What stands around the answers and is the same in every example."""
    reads = reference()["he_reads_us_right_centre_64"]
    report = reference()["further_report"]["flagship_1000"]
    same = answers.best if answers.best in ("accept", "reject") else "reject"
    return {
        "confidence": {
            "level": "low", "failed": ["number", "access", "alone"], "S": 0.223143551, "N": 1.0, "top": 1.0, "contra": 0.0,
            "acc": 0.35, "alone": True, "toward": answers.types[0], "against": answers.types[1],
            "roots": [{"name": INSIDER, "source": "insider", "x": 0.223143551, "access": 0.35}],
        },
        "reads_us": {
            "worlds": 64, "chance": reads["chance"], "factor": reads["factor"], "now": reads["now"],
            "belief": reads["belief"], "convention": False, "V": {"accept": reads["accept"], "reject": 0.0}, "best": same,
        } if worlds > 1 and answers.best else None,
        "asked": [], "pictures": [{"name": "pi", "words": "our suspicion", "own": 0.466666667, "before": 0.466541, "after": 0.35869}],
        "report": {"access": 0.8, "accuracy": 0.9, "says_anyway": 0.2, "ceiling": answers.perfect_information, **report} if answers.best else None,
        "drops": [
            {"words": INSIDER, "kind": "source", "belief": answers.belief_acts, "best": "accept", "same": False},
            {"words": "The statement", "kind": "act", "belief": answers.belief_now, "best": answers.best, "same": True},
        ],
        "unjudged": [
            {"claim": "writer-1", "source": "writer", "name": "The writer", "words": "He will cheat.", "missing": ["access"]}
        ],
        "folded": [], "idle": [], "unwatched": [],
        "documents": [{"id": "account", "title": "A news report", "sha256": "0084de86fbb7d484", "reader": "overture", "claims": 4}],
        "matrix": [
            {
                "item": "insider", "kind": "source", "words": "What the insider says", "information": 0.009, "spread": 1.25,
                "cells": {label: {"code": "C" if at == 0 else "I", "fit": 1.1 - 0.2 * at} for at, label in enumerate(answers.types)},
            }
        ],
        "terms": ["detection under light inspection", "delay of snapback"],
        "thresholds": [
            {"name": "q*", "words": "detection from which cheating does not pay", "value": 0.73, "low": 0.41, "high": 1.2, "source": "payoffs of the game"}
        ],
        "parameters": [
            {"name": "pi", "words": "prior chance of an exploiter", "value": None, "low": 0.05, "mode": 0.4, "high": 0.95, "why": "No base rate of 1990 fits.", "side": "ours", "stated": True, "asked": False},
            {"name": "kap", "words": "cost of concealing a breach", "value": 0.1, "low": None, "mode": None, "high": None, "why": "By definition.", "side": "theirs", "stated": False, "asked": False},
        ],
        "assumptions": [
            {"words": "The leader is one of two types.", "kind": "model"}, {"words": "Allies do not move.", "kind": "left out"}
        ],
        "readings": [
            {"what": "best reply", "only_we_know": "reject", "both_know": "reject"},
            {"what": "worth of the reply", "only_we_know": 0.0, "both_know": -0.021},
        ],
        "words": {
            "intent": dict.fromkeys(answers.types, ""), "election": {"X": "the one with the rapport", "Y": "the sceptic"},
            "offer": {"none": "no offer", "thin": "a thin freeze", "deep": "a deep freeze"},
            "answer": {"accept": "accept the terms", "reject": "refuse the terms"}, "inspection": {"alarm": "", "clean": ""},
        },
        "phrases": {
            "offer": {"none": "makes no offer", "thin": "offers a thin freeze", "deep": "offers a deep freeze"},
            "answer": {"accept": "accepts the terms", "reject": "refuses the terms"},
        },
        "game": ["Chance: intent (exploit, keep)", "  Leader: offer (none, thin, deep)", "    Counterpart: answer (accept, reject)"],
        "certificate": {
            "max_regret": 3.1e-9, "infoset": "Leader: offer", "world": 7, "regret_quantiles": {"1": 3.1e-9}, "bayes_gap": 1e-16,
            "precision": 120000.0, "folds": 3, "lost": 0, "unsolved": 0, "found": 2437, "complete": True, "method": "support enumeration",
        },
    }  # fmt: skip


def judgement(answers: Answers, worlds: int = 1000, **changes: Any) -> Judgement:
    """A judgement around these answers. ``changes``: parts that are otherwise."""
    about = _about(worlds) | changes.pop("about", {})
    values: dict[str, Any] = {
        "overture": "0.1.0", "about": about, "answers": answers.model_dump(mode="json"), "others": [],
        "hypotheses": _hypotheses(answers), "acts": _acts(answers), "gains": [], "watch": [], "steps": _steps(answers),
        "sources": [_source(answers, "insider", 0.223143551), _source(answers, "writer", 0.0)],
        "equilibria": _cards(answers), **_rest(answers, worlds),
    }  # fmt: skip
    return Judgement.model_validate(values | changes)


def example() -> Judgement:
    """The flagship: two types, a thousand worlds, everything filled."""
    answers = made.flagship()
    rows = [each.model_dump(mode="json") for each in made.others()]
    return judgement(answers, others=rows, gains=_gains(), watch=_watch(answers))


def one_world() -> Judgement:
    answers = made.one_world()
    return judgement(answers, worlds=1, gains=_gains(), watch=_watch(answers))


def three_types() -> Judgement:
    return judgement(made.three_types(), worlds=1)


def tied() -> Judgement:
    return judgement(made.pledge(), worlds=1, readings=[], report=None)


def probed() -> Judgement:
    return judgement(made.probe(), worlds=1, report=None)


def nobody() -> Judgement:
    """An offer that nobody can make."""
    rows = [each.model_dump(mode="json") for each in made.others()[2:]]
    return judgement(made.nobody(), others=rows, drops=[], about={"counterpart": "Y"})


def offered() -> Judgement:
    """The offer was made already."""
    return judgement(made.flagship(), about={"made": True})


def still() -> Judgement:
    """The advised side moves nowhere: belief after the offer, and nothing to answer."""
    plain = made.flagship().model_dump(mode="json")
    plain |= {
        "value": {},
        "value_own_later_by_class": {},
        "best": None,
        "lead": None,
        "status": None,
        "flips": None,
    }
    plain |= {
        "own_prior_at_which_reply_turns": None,
        "belief_at_which_reply_turns": None,
        "plans": {},
        "simplex_V": {},
    }
    plain |= {"perfect_information": None, "ceiling_cell": None, "ceiling_any": None, "own_scenarios": None}
    plain |= {
        "simplex_reply": None,
        "without_testimony": None,
        "floor_sensitivity": {},
        "weights_vertices": {},
    }
    return judgement(Answers.model_validate(plain), drops=[])


def bare() -> Judgement:
    """Nothing but the answers: every list empty."""
    empty: dict[str, Any] = {
        name: []
        for name in (
            "acts", "steps", "sources", "equilibria", "pictures", "drops", "unjudged", "documents", "matrix", "terms",
            "thresholds", "parameters", "assumptions", "readings", "game",
        )
    }  # fmt: skip
    return judgement(made.one_world(), worlds=1, reads_us=None, report=None, words={}, phrases={}, **empty)


EVERY = (example, one_world, three_types, tied, probed, nobody, offered, still, bare)
