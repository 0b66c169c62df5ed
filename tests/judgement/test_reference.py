"""The answers are those of the reference, to a millionth, wherever the reference still stands.

``tests/reference/answers.json`` was made by code that enumerates the game itself and takes only strategies of the
solver. ``DIFFERS`` is the one list of what differs from it, and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import Question, question
from overture.judgement.basis import Basis
from overture.judgement.parts.gains import gains
from overture.judgement.parts.watch import report
from overture.judgement.prepare import prepare
from overture.weigh.distribution.ties import done_by, free, tied
from tests.judgement import scenes

ROOT = Path(__file__).resolve().parents[2]
REFERENCE: dict[str, Any] = json.loads(
    (ROOT / "tests" / "reference" / "answers.json").read_text(encoding="utf-8")
)
CLOSE = 1e-6

# What differs from the reference, as "case/key", and why; sections are those of Answers.
APART = "18.9: classes of each counterpart are its own, and pairs are drawn apart in a world"
DIFFERS = {
    "one_world_modes/offer_points_after/first": "18.5: what rests on a convention has a share of its own",
    "flagship_64/offer_points_after/first": "18.5: the same",
    "flagship_64/offer_points_after/second": "18.5: the same",
    "flagship_1000/offer_points_after/first": "18.5: the same",
    "flagship_1000/offer_points_after/second": "18.5: the same",
    "flagship_1000/offer_points_after/neither": "18.5: the same",
    "V6_three_types/offer_points_after/first": "18.5: the same",
    "probe/offer_points_after/first": "18.5: the same",
    "flagship_64/bootstrap_se_V_accept": "18.11: game and own draws are resampled apart (.0351 for .0404)",
    "flagship_1000/bootstrap_se_V_accept": "18.11: the same (.0077 for .0079)",
    "probe/testimony_ratio_at_which_reply_turns": "where nothing was said no testimony has a ratio: null",
    "pledge/testimony_ratio_at_which_reply_turns": "the same",
    **{f"gain/{case}/{kind}/{key}": APART
       for case in ("flagship_64", "flagship_1000") for kind in ("exploit", "keep")
       for key in ("X", "Y", "gain", "gains", "tied", "loses")},
    **{f"gain/{case}/{kind}/gain_by_class/{name}": APART
       for case in ("flagship_64", "flagship_1000") for kind in ("exploit", "keep")
       for name in ("separating", "semi-separating", "pooling on thin", "pooling on none", "pooling on deep")},
    "gain/flagship_64/keep/gain_by_class/semi-separating (2)": APART,
    "gain/flagship_1000/keep/gain_by_class/semi-separating (2)": APART,
}  # fmt: skip
# The reference names classes by which signals are sent alone; in the first, two of three types pool and nobody mixes.
RENAMED = {"V6_three_types": {"semi-separating": "hybrid", "semi-separating (2)": "semi-separating"}}
# Keys of the reference that are no answers: its own checks and names.
NO_ANSWER = ("case", "on_path_after")


def differences(ours: Any, theirs: Any, path: str, close: float = CLOSE) -> Iterator[str]:
    """Where ours differs from the reference, by key; keys that only we have are no difference."""
    if isinstance(theirs, dict):
        if not isinstance(ours, dict):
            yield path
            return
        for key, value in theirs.items():
            if key not in NO_ANSWER:
                yield from differences(ours.get(key), value, f"{path}/{key}", close)
    elif isinstance(theirs, list):
        if not isinstance(ours, list | tuple) or len(ours) != len(theirs):
            yield path
            return
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(one, other, f"{path}/{place}", close)
    elif isinstance(theirs, int | float) and not isinstance(theirs, bool):
        number = isinstance(ours, int | float)
        if not number or abs(ours - theirs) > close * max(1.0, abs(theirs)):
            yield path
    elif ours != theirs:
        yield path


def unlisted(ours: Any, theirs: Any, case: str) -> list[str]:
    """What differs and is not in the list, and what is in the list and does not differ."""
    found = set(differences(ours, theirs, case))
    listed = {path for path in DIFFERS if path.startswith(f"{case}/")}
    return sorted(found ^ listed)


@cache
def thousand() -> Basis:
    """The flagship with 1,000 worlds, once."""
    return prepare(scenes.loaded("flagship"), 1000, 1, 1)


@cache
def question_of(name: str) -> Question:
    return question(thousand(), thousand().asked) if name == "flagship_1000" else scenes.asked(SCENE[name])


def renamed(value: Any, names: dict[str, str]) -> Any:
    """The reference with other names of classes, in keys and in lists."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


SCENE = {
    "one_world_modes": "flagship at its modes", "flagship_64": "flagship", "V6_three_types": "three types",
    "probe": "probe", "pledge": "pledge",
}  # fmt: skip


@cache
def printed(name: str) -> dict[str, Any]:
    return json.loads(answers(question_of(name)).model_dump_json())  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", REFERENCE["cases"])
def test_answers_are_those_of_the_reference(name: str) -> None:
    theirs = renamed(REFERENCE["cases"][name], RENAMED.get(name, {}))
    assert unlisted(printed(name), theirs, name) == []


def test_a_case_without_ranges_says_what_the_flagship_says_at_its_modes() -> None:
    """But what hangs on ranges: levers of our own numbers, and so the joint fragility."""
    ours = json.loads(scenes.told("one world").model_dump_json())
    theirs = dict(REFERENCE["cases"]["one_world_modes"])
    levers = theirs.pop("flips")["levers"]
    found = set(differences(ours, theirs, "one_world_modes"))
    assert found == {"one_world_modes/offer_points_after/first"}
    own = {"own prior", "phi", "q_thin", "f", "l_X", "z_X"}
    assert set(levers) - set(ours["flips"]["levers"]) == own
    kept = {name: lever for name, lever in levers.items() if name not in own}
    assert list(differences(ours["flips"]["levers"], kept, "")) == []


@pytest.mark.parametrize("row", REFERENCE["flagship_other_offers"])
def test_every_counterpart_and_offer_is_that_of_the_reference(row: str) -> None:
    worlds, _, choice = row.partition(" ")
    name = "flagship_1000" if worlds == "1000" else "one_world_modes"
    basis = question_of(name).basis
    asked = next(each for each in basis.every_offer() if f"{each.choice} to {each.counterpart}" == choice)
    told = answers(question(basis, asked), full=False)
    assert told.belief_offer is not None
    assert told.on_path_share is not None
    ours = {
        "chance": told.chance_of_offer_given_done_and_counterpart,
        "factor": told.offer_factor["exploit:keep"],
        "now": told.belief_now[0],
        "belief": told.belief_offer[0],
        "accept": told.value["accept"].V,
        "u": told.value["accept"].u,
        "plan": told.value["accept"].plan,
    }
    theirs = REFERENCE["flagship_other_offers"][row]
    assert list(differences(ours, theirs, row)) == []
    assert told.on_path_share.after == pytest.approx(theirs["on_path_after"], abs=CLOSE)


def test_if_he_reads_us_right_the_line_is_that_of_the_reference() -> None:
    line = scenes.judged("flagship").reads_us
    assert line is not None
    ours = {"chance": line.chance, "factor": line.factor, "now": line.now, "belief": line.belief, "accept": line.V["accept"]}  # fmt: skip
    theirs = {key: REFERENCE["he_reads_us_right_centre_64"][key] for key in ours}
    assert list(differences(ours, theirs, "")) == []
    assert (line.best, line.worlds, line.convention) == ("reject", 64, False)


@pytest.mark.parametrize("name", ["flagship_1000", "one_world_modes"])
def test_a_further_report_is_worth_what_the_reference_says(name: str) -> None:
    found = report(question_of(name))
    assert found is not None
    assert (found.access, found.accuracy, found.says_anyway) == (0.8, 0.9, 0.2)
    assert list(differences(found.model_dump(), REFERENCE["further_report"][name], "")) == []


@pytest.mark.parametrize("name", REFERENCE["gain_from_X_over_Y_now"])
def test_gains_of_one_counterpart_over_the_other(name: str) -> None:
    rows = {
        each.type: {"X": each.value_first, "Y": each.value_second, **each.model_dump(), "gain_by_class": each.by_class}
        for each in gains(question_of(name).basis)
    }  # fmt: skip
    assert unlisted(rows, REFERENCE["gain_from_X_over_Y_now"][name], f"gain/{name}") == []


def test_shares_of_gains_are_those_of_the_correction() -> None:
    """18.9 gives .334/.600/.067 for an exploiter in 1,000 worlds; which act is taken by fiat moves the third digit."""
    exploit = next(each for each in gains(thousand()) if each.type == "exploit")
    assert (exploit.gains, exploit.tied, exploit.loses) == pytest.approx((0.334, 0.600, 0.067), abs=1.2e-3)
    assert exploit.gains + exploit.tied + exploit.loses == pytest.approx(1)
    assert exploit.gain == pytest.approx(exploit.value_first - exploit.value_second, abs=1e-12)


def test_a_statement_to_which_all_types_are_tied_halves_no_weight_of_pooling() -> None:
    """Both are tied in 114 of 593 worlds; in 32 of them a mixed snapback, held fixed, would be regretted.

    In each of these the list has a member of the class in which both surely feign indifference.
    """
    basis = thousand()
    cells, tree, move = basis.joint.cells, basis.tree, basis.loaded.case.hypothesis.move
    pooling = cells.classes.index("pooling on thin")
    (at,) = done_by(tree, ['statement == "indifferent"'], {"statement": "indifferent"}, move)
    equal = tied(cells, basis.gap, at)
    level = equal[:, pooling]
    hidden = level & ~free(cells, basis.gap, at, equal)[:, pooling]
    assert (cells.present[:, pooling].sum(), level.sum(), hidden.sum()) == (593, 114, 32)
    assert (cells.strategy[hidden, pooling][:, at] < 0.95).all()
    assert cells.surely[hidden, pooling][:, at].all()
    assert (basis.settled[level, pooling][:, at] == 1).all()
    # The statement itself takes nothing from the class there.
    said = basis.joint.mass(basis.mask('statement == "indifferent"'), floor=False, said=False)
    whole = basis.joint.mass(basis.joint.everything, floor=False, said=False)
    assert said[hidden, pooling] == pytest.approx(whole[hidden, pooling], rel=1e-12)


def test_every_difference_is_listed_once_and_is_one() -> None:
    """A row of the list that no test looks at would hide what it names."""
    cases = {*REFERENCE["cases"], *(f"gain/{name}" for name in REFERENCE["gain_from_X_over_Y_now"])}
    assert {path for path in DIFFERS if not any(path.startswith(f"{case}/") for case in cases)} == set()
