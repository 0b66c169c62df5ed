"""Answers for the tests of the page: the digits of the independent reference, brought into the schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from overture.judgement.answers import Answers, Other, PlanNode

REFERENCE = Path(__file__).with_name("reference_digits.json")
PLAIN = {"kind": "own number", "source": ""}


@cache
def reference() -> Any:
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


def plans(u: list[float]) -> dict[str, PlanNode]:
    """Plans whose best choices at the flagship's belief add up to ``u``, and change at other beliefs."""
    first, *rest = u
    seen = {
        "alarm": {"hold": [-0.25, *(0.05 for _ in rest)], "snap": [-0.1, *(-0.2 for _ in rest)]},
        "clean": {
            "hold": [first + 0.25, *(each - 0.05 for each in rest)],
            "snap": [-0.6, *(0.2 for _ in rest)],
        },
    }
    accept = {
        "rest": [0.0 for _ in u],
        "sets": [
            {"seen": name, "choices": {label: {"rest": worth} for label, worth in choices.items()}}
            for name, choices in seen.items()
        ],
    }
    return {
        "accept": PlanNode.model_validate(accept),
        "reject": PlanNode.model_validate({"rest": [0.0 for _ in u]}),
    }


def values(case: str) -> dict[str, Any]:
    """The answers of a reference case as plain values of the schema; what the reference lacks is filled plausibly."""
    given: dict[str, Any] = reference()["cases"][case] if "cases" in reference() else reference()[case]
    known = {key: value for key, value in given.items() if key in Answers.model_fields}
    first, second = given["types"][:2]
    pair = f"{first}:{second}"
    known |= {
        "verdict": {name: verdict(ratio, name) for name, ratio in given["offer_factor"].items()},
        "headline_pair": pair, "ruled_out": [], "undecided": [], "status": "plain", "tied": [],
        "ceiling_cell": 0.373149, "ceiling_any": 0.52, "turns_to": None, "testimony_ratio_now": 1.25,
        "inspection_for_snapback": None, "inspection_for_answer": 0.0, "simplex_reply": "the same",
        "simplex_V": {}, "collapse": 0.0, "flips": None, "own_scenarios": None, "bootstrap_se": None,
        "after_accepting": {}, "plans": {}, "simplex_V_accept": None, "bootstrap_se_V_accept": None,
    }  # fmt: skip
    for name in (
        "on_path_share",
        "movement_first_type",
        "value_no_slips",
        "observation_test",
        "without_testimony",
    ):
        known.setdefault(name, None)
    known["value_no_slips"] = None
    known["movement_first_type"] = given.get("movement_first_type")
    if known["without_testimony"] is not None:
        known["without_testimony"]["best"] = "accept"
    for name in (
        "belief_at_which_reply_turns", "own_prior_at_which_reply_turns", "testimony_ratio_at_which_reply_turns",
        "effective_worlds_after_offer", "simplex_belief_offer", "simplex_belief_offer_on_path", "perfect_information",
    ):  # fmt: skip
        known.setdefault(name, None)
    for name in ("floor_sensitivity", "weights_vertices", "watch", "on_path_by_class_after", "class_weight"):
        known.setdefault(name, {})
    if "offer_points_after" in known:
        points = known["offer_points_after"]
        known["offer_points_after"] = {**points, "convention": 0.0}
    width = known.get("belief_offer_range")
    if width is not None:
        known["belief_offer_range"] = {**width, "straddles_turning_weight": 0.21}
    for name in ("cheat_by_type", "compliance", "caught", "undetected"):
        known[name] = given.get("after_accepting", {}).get(name)
    known["watch"] = {
        name: {key: value for key, value in each.items() if key != "mean_check"}
        for name, each in known["watch"].items()
    }
    known["after_accepting"] = {
        name: each for name, each in given.get("after_accepting", {}).items() if isinstance(each, dict)
    }
    if "simplex_V_accept" in given:
        known["simplex_V"] = {
            "accept": given["simplex_V_accept"],
            "reject": {"all": [0, 0], "on_path": [0, 0]},
        }
    return known


def verdict(ratio: float, pair: str) -> dict[str, Any]:
    """The verdict of a ratio by the rule of sizes."""
    first, second = pair.split(":")
    size = max(ratio, 1 / ratio)
    if size <= 1.05:
        return {"word": "nothing", "factor": ratio}
    word = "barely" if size < 1.5 else "somewhat" if size < 3 else "clearly" if size < 10 else "strongly"
    toward, against = (first, second) if ratio > 1 else (second, first)
    floor = size > 50
    return {
        "word": "points",
        "toward": toward,
        "against": against,
        "size": word,
        "factor": size,
        "floor_bound": floor,
    }


def levers(given: dict[str, Any], of: str) -> dict[str, Any]:
    """The reference's levers as rows of the schema."""
    rows: dict[str, Any] = {}
    for name, each in given["levers"].items():
        kind = "own prior" if name == "own prior" else "source" if name.startswith("source") else "own number"
        words = {"own prior": "our own prior", "l_X": "the political cost to X of granting relief"}.get(
            name, name
        )
        rows[name] = {
            **PLAIN, **each, "name": name, "words": words, "kind": kind, "low": 0.05, "high": 0.95,
            "lead_now": given["lead"], "leverage": abs(each["lead_high"] - each["lead_low"]),
        }  # fmt: skip
    return {
        "of": of, "lead": given["lead"], "levers": rows, "idle": ["q_deep", "z_Y"], "fixed": ["b", "h"],
        "joint_fragility": given["joint_fragility"], "adverse": given["adverse"],
    }  # fmt: skip


def flagship() -> Answers:
    """Two types, a thousand worlds: the offer barely points, the reply is narrow."""
    given = reference()["flagship_1000"]
    known = values("flagship_1000")
    known |= {
        "status": "narrowly", "turns_to": "accept", "undecided": ["exploit", "keep"],
        "flips": levers(given["flips"], "accept"), "plans": plans(given["value"]["accept"]["u"]),
        "own_scenarios": {
            "best": {"accept": 0.428, "reject": 0.572}, "tied": 0.0, "se": 0.016,
            "belief_5_95": given["own_scenarios"]["belief_5_95"], "lead_5_50_95": [-0.452311818, 0.0503688061, 0.503977748],
        },
        "bootstrap_se": {
            "factor": 0.00571732489, "belief_now": 0.0008, "belief_offer": 0.00119445154, "chance": 0.0112,
            "V": {"accept": 0.00786256604, "reject": 0.0}, "lead": 0.00786256604, "turning_prior": 0.0041,
        },
    }  # fmt: skip
    return Answers.model_validate(known)


def one_world() -> Answers:
    """One world, at the modes: no ranges, no shares."""
    given = reference()["one_world_modes"]
    known = values("one_world_modes")
    known |= {
        "status": "narrowly", "turns_to": "reject", "flips": levers(given["flips"], "accept"),
        "plans": plans(given["value"]["accept"]["u"]), "simplex_reply": "turns",
    }  # fmt: skip
    return Answers.model_validate(known)


def three_types() -> Answers:
    """The offer rules one type out and leaves the other two level."""
    known = values("V6_three_types")
    known |= {"ruled_out": ["disarm"], "undecided": ["exploit", "keep"], "turns_to": "accept"}
    known["plans"] = plans(reference()["V6_three_types"]["value"]["accept"]["u"])
    return Answers.model_validate(known)


def pledge() -> Answers:
    known = values("pledge")
    known |= {"status": "as good but for trembles", "tied": ["accept"], "turns_to": "accept", "flips": None}
    return Answers.model_validate(known)


def probe() -> Answers:
    known = values("probe")
    test = known["observation_test"]
    for name, row in test["rows"].items():
        row |= {"seen": f"test={name}", "best": max(row["V"], key=row["V"].__getitem__)}
    known |= {"status": "as good but for trembles", "tied": ["reject"], "turns_to": "reject", "flips": None}
    return Answers.model_validate(known)


def nobody() -> Answers:
    """Nobody can make the offer: no belief after it, no reply."""
    known = values("flagship_1000")
    known |= {
        "belief_offer": None, "belief_nooffer": None, "chance_of_offer_given_done_and_counterpart": None,
        "offer_likelihood_by_type": None, "offer_likelihood_no_slips": None, "belief_offer_no_slips": None,
        "offer_factor": {"exploit:keep": None}, "offer_factor_no_slips": {"exploit:keep": None},
        "verdict": {"exploit:keep": {"word": "impossible"}}, "on_path_share": None, "movement_first_type": None,
        "belief_offer_range": None, "offer_points_after": None, "value": {}, "value_own_later_by_class": {},
        "best": None, "lead": None, "status": None, "perfect_information": None, "ceiling_cell": None,
        "ceiling_any": None, "own_prior_at_which_reply_turns": None, "belief_at_which_reply_turns": None,
        "testimony_ratio_at_which_reply_turns": None, "floor_sensitivity": {}, "weights_vertices": {},
        "simplex_belief_offer": None, "simplex_belief_offer_on_path": None, "simplex_V": {}, "simplex_reply": None,
        "effective_worlds_after_offer": None, "after_accepting": {}, "cheat_by_type": None, "compliance": None,
        "caught": None, "undetected": None, "collapse": None, "without_testimony": None, "headline_pair": None,
    }  # fmt: skip
    for name in ("belief_offer_by_class", "factor_by_class", "on_path_by_class_after"):
        known[name] = {}
    known["class_weight"] = {
        name: {**each, "after_offer": None} for name, each in known["class_weight"].items()
    }
    return Answers.model_validate(known)


def other(answers: Answers, counterpart: str | None, offer: str, words: str) -> Other:
    return Other.model_validate(
        {**answers.model_dump(mode="json"), "counterpart": counterpart, "offer": offer, "words": words}
    )


def others() -> list[Other]:
    """Thin and deep to X, and thin to Y, which nobody makes."""
    main = flagship()
    deep = reference()["flagship_other_offers"]["1000 deep to X"]
    first, second = deep["belief"], 1 - deep["belief"]
    changed = main.model_dump(mode="json") | {
        "belief_offer": [first, second], "chance_of_offer_given_done_and_counterpart": deep["chance"],
        "value": {"accept": {"V": deep["accept"], "u": deep["u"]}, "reject": {"V": 0.0, "u": [0.0, 0.0]}},
        "best": "accept", "status": "plain", "lead": deep["accept"], "flips": None, "plans": {},
    }  # fmt: skip
    none = nobody().model_dump(mode="json")
    return [
        other(main, "X", "thin", "a thin freeze"),
        Other.model_validate({**changed, "counterpart": "X", "offer": "deep", "words": "a deep freeze"}),
        Other.model_validate(
            {
                **none,
                "counterpart": "Y",
                "offer": "thin",
                "words": "a thin freeze",
                "reason": "Y would refuse it.",
            }
        ),
    ]
