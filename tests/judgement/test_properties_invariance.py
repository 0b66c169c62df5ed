"""What must not move a judgement: order, names, units, doubled worlds, threads, load (Answers, section 14, 20-23, 29-32, 40, 42)."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from overture.case.draw import draw, own_draws
from overture.case.load import load
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.basis import Basis
from overture.judgement.judge import judge
from overture.judgement.prepare import prepare
from tests.judgement import scenes
from tests.judgement.scenes import SIX
from tests.judgement.small import GAME, Small
from tests.judgement.test_reference import differences

six = pytest.mark.parametrize("name", SIX)
RICH = Small(
    types="bmg", probe=True, conduct=True,
    ranged={"cost_b": "theirs", "harm": "ours", "prior_b": "ours", "pass_b": "theirs"},
    sources=({"id": "a", "name": "Adler", "access": 0.6, "accuracy": 0.9, "says_anyway": 0.3},
             {"id": "b", "name": "Bauer", "access": 0.4, "accuracy": 0.8, "says_anyway": 0.5}),
    claims=({"id": "c1", "source": "a", "event": 'kind == "bad"', "words": "bad, says Adler"},
            {"id": "c2", "source": "b", "event": 'conduct == "cheat"', "words": "cheats, says Bauer"},
            {"id": "c3", "source": "b", "event": 'act == "thin"', "words": "offers, says Bauer"}),
)  # fmt: skip


def put(basis: Basis) -> Answers:
    return answers(question(basis, basis.asked), full=False)


def small_answers(small: Small, folder: Path, worlds: int = 4) -> Answers:
    basis = prepare(load(small.write(folder)), worlds, 1, 1)
    return answers(question(basis, basis.asked))


def same(one: Answers, other: Answers, without: tuple[str, ...] = ()) -> list[str]:
    """Where two answers differ by more than 1e-9, classes by name, lists of words in any order."""
    both = []
    for each in (one, other):
        found = {
            key: value for key, value in json.loads(each.model_dump_json()).items() if key not in without
        }
        found["classes"] = sorted(found["classes"]) if "classes" in found else None
        for key in ("fixed", "idle"):
            if found.get("flips"):
                found["flips"][key] = sorted(found["flips"][key])
        both.append(found)
    return list(differences(*both, "", 1e-9))


def at_worlds(basis: Basis, rows: NDArray[np.intp], weight: NDArray[np.float64]) -> Basis:
    """The same with its worlds in another order, or some of them twice."""
    joint, cells, own = basis.joint, basis.joint.cells, basis.joint.own
    moved = replace(
        cells, tree=cells.tree.world(rows), world=weight, share=cells.share[rows], strategy=cells.strategy[rows],
        order=cells.order[rows], tremble=cells.tremble[rows], scale=cells.scale[rows], surely=cells.surely[rows],
    )  # fmt: skip
    ours = replace(own, world={name: np.asarray(value)[rows] for name, value in own.world.items()})
    distribution = replace(
        joint, cells=moved, own=ours, nature=ours.nature, floored=joint.floored[rows], plain=joint.plain[rows], memo={}
    )  # fmt: skip
    solved = replace(basis.solved, there=basis.solved.there[rows])
    return replace(basis, joint=distribution, settled=basis.settled[rows], gap=basis.gap[rows], solved=solved)


def at_classes(basis: Basis, rows: list[int], share: NDArray[np.float64]) -> Basis:
    """The same with its classes in another order, or one of them twice."""
    joint, cells = basis.joint, basis.joint.cells
    names = tuple(f"{cells.classes[at]}{'+' * rows[:place].count(at)}" for place, at in enumerate(rows))
    moved = replace(
        cells, classes=names, share=share, strategy=cells.strategy[:, rows], order=cells.order[:, rows],
        tremble=cells.tremble[:, rows], surely=cells.surely[:, rows],
    )  # fmt: skip
    distribution = replace(
        joint, cells=moved, floored=joint.floored[:, rows], plain=joint.plain[:, rows], memo={}
    )
    solved = replace(basis.solved, there=basis.solved.there[:, rows])
    return replace(
        basis, joint=distribution, settled=basis.settled[:, rows], gap=basis.gap[:, rows], solved=solved
    )


# What is told of each class.
BY_CLASS = ("classes", "class_weight", "belief_offer_by_class", "factor_by_class", "on_path_by_class_after", "composition")  # fmt: skip


@six
def test_the_order_of_the_worlds_moves_nothing(name: str) -> None:
    basis = scenes.basis(name)
    rows = np.random.default_rng(5).permutation(len(basis.joint.cells.world))
    assert same(put(at_worlds(basis, rows, basis.joint.cells.world[rows])), put(basis)) == []


@six
def test_a_world_given_twice_with_half_the_weight_moves_nothing(name: str) -> None:
    """But what counts worlds: how many bear on the answer, in how many two classes exist; one world has no such count."""
    basis = scenes.basis(name)
    rows = np.append(np.arange(len(basis.joint.cells.world)), 0)
    weight = basis.joint.cells.world[rows].copy()
    weight[[0, -1]] /= 2
    found = put(at_worlds(basis, rows, weight))
    single = ("belief_offer_range",) if basis.single else ()
    without = ("effective_worlds_after_offer", "own_scenarios", "composition", *single)
    assert same(found, put(basis), without) == []


@six
def test_the_order_of_the_classes_moves_nothing(name: str) -> None:
    basis = scenes.basis(name)
    rows = list(range(len(basis.joint.cells.classes)))[::-1]
    assert same(put(at_classes(basis, rows, basis.joint.cells.share[:, rows])), put(basis)) == []


@six
def test_a_class_split_in_two_halves_moves_nothing(name: str) -> None:
    basis = scenes.basis(name)
    rows = [*range(len(basis.joint.cells.classes)), 0]
    share = basis.joint.cells.share[:, rows].copy()
    share[:, [0, -1]] /= 2
    assert same(put(at_classes(basis, rows, share)), put(basis), BY_CLASS) == []


def shuffled(data: Any, seed: int) -> Any:
    """A case or a sheet with the lines of its lists and mappings in another order, but for the parameters' axes."""
    chance = random.Random(seed)
    data = json.loads(json.dumps(data))
    for key in ("sources", "claims", "watch", "talk", "terms"):
        if key in data:
            chance.shuffle(data[key])
    keys = list(data)
    chance.shuffle(keys)
    return {key: data[key] for key in keys}


def sorted_parameters(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "parameters": dict(sorted(data["parameters"].items(), reverse=True))}


def rewritten(small: Small, folder: Path, seed: int, parameters: bool) -> Path:
    """The case with its lines in another order."""
    small.write(folder)
    for name in ("case.yaml", "evidence.yaml"):
        file = folder / name
        if file.is_file():
            data = shuffled(json.loads(file.read_text(encoding="utf-8")), seed)
            data = sorted_parameters(data) if parameters and "parameters" in data else data
            file.write_text(json.dumps(data), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("worlds", "parameters"), [(4, False), (1, True)])
def test_the_order_of_sources_claims_and_lines_moves_nothing(
    worlds: int, parameters: bool, tmp_path: Path
) -> None:
    """But for the order of parameters, which is that of the axes of the draw: with one world it moves nothing either."""
    plain = judge(load(RICH.write(tmp_path / "plain")), worlds, 1, 1)
    found = judge(load(rewritten(RICH, tmp_path / "moved", 3, parameters)), worlds, 1, 1)
    assert same(found.answers, plain.answers, ("bootstrap_se", "bootstrap_se_V_accept")) == []
    assert found.confidence.model_copy(update={"roots": []}) == plain.confidence.model_copy(
        update={"roots": []}
    )
    for key in ("sources", "watch", "unjudged"):
        rows = [sorted(str(row)[:40] for row in getattr(each, key)) for each in (found, plain)]
        assert rows[0] == rows[1], key


def test_the_order_of_the_types_only_orders_what_is_said_of_them(tmp_path: Path) -> None:
    plain = small_answers(RICH, tmp_path)
    data = json.loads((tmp_path / "case.yaml").read_text(encoding="utf-8"))
    words = data["hypothesis"]["words"]
    data["hypothesis"]["words"] = dict(reversed(words.items()))
    (tmp_path / "case.yaml").write_text(json.dumps(data), encoding="utf-8")
    basis = prepare(load(tmp_path), 4, 1, 1)
    turned = answers(question(basis, basis.asked))
    assert turned.types == plain.types[::-1]
    for key in ("own_prior", "belief_acts", "belief_now", "belief_given", "belief_offer", "belief_nooffer"):
        assert getattr(turned, key)[::-1] == pytest.approx(getattr(plain, key), abs=1e-9), key
    for pair, factor in plain.offer_factor.items():
        other = turned.offer_factor[":".join(reversed(pair.split(":")))]
        assert factor is not None
        assert other == pytest.approx(1 / factor)
    for reply, value in plain.value.items():
        assert pytest.approx(value.V, abs=1e-9) == turned.value[reply].V
        assert turned.value[reply].u[::-1] == pytest.approx(value.u, abs=1e-9)


NEW_NAMES = {
    "thin": "aalow", "none": "zznil", "deep": "mmhigh", "bad": "zzwicked", "good": "aakind", "middling": "mmfair",
    "accept": "zzyes", "reject": "aano", "comply": "zzkeep", "cheat": "aabreak", "ring": "zzbell", "quiet": "aahush",
    "hold": "zzstay", "snap": "aaend", "pass": "zzright", "fail": "aawrong",
}  # fmt: skip


def renamed(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        for quoted in ('"{}"', '\\"{}\\"', "'{}'"):
            text = text.replace(quoted.format(old), quoted.format(new))
    return text


@pytest.mark.parametrize(
    "small", [RICH, Small(ranged={"cost_b": "theirs"}), Small(probe=True, conduct=True, alarm=True)]
)
def test_other_names_of_choices_change_words_only(small: Small, tmp_path: Path) -> None:
    plain = small_answers(small, tmp_path)
    for name in ("small.py", "case.yaml", "evidence.yaml"):
        file = tmp_path / name
        if file.is_file():
            file.write_text(renamed(file.read_text(encoding="utf-8"), NEW_NAMES), encoding="utf-8")
    assert "aalow" in GAME.replace("thin", "aalow")
    basis = prepare(load(tmp_path), 4, 1, 1)
    told = answers(question(basis, basis.asked)).model_dump_json()
    for old, new in NEW_NAMES.items():
        told = told.replace(new, old)
    assert same(Answers.model_validate_json(told), plain) == []


@pytest.mark.parametrize(
    "small", [RICH, Small(ranged={"cost_b": "theirs"}), Small(probe=True, conduct=True, alarm=True)]
)
@pytest.mark.parametrize("times", [4.0, 0.3, 1000.0])
def test_the_unit_of_payoffs_scales_worths_and_moves_no_belief(
    small: Small, times: float, tmp_path: Path
) -> None:
    plain, found = (small_answers(each, tmp_path) for each in (small, replace(small, times=times)))
    assert found.belief_now == pytest.approx(plain.belief_now, abs=1e-7)
    assert found.belief_offer == pytest.approx(plain.belief_offer, abs=1e-7)
    assert found.offer_factor == pytest.approx(plain.offer_factor, rel=1e-6)
    assert (found.best, found.status) == (plain.best, plain.status)
    for reply, value in plain.value.items():
        assert pytest.approx(times * value.V, rel=1e-6, abs=1e-9 * times) == found.value[reply].V


@pytest.mark.parametrize(
    "small", [RICH, Small(ranged={"cost_b": "theirs"}), Small(probe=True, conduct=True, alarm=True)]
)
def test_a_constant_added_to_our_payoffs_moves_no_lead(small: Small, tmp_path: Path) -> None:
    plain, found = (small_answers(each, tmp_path) for each in (small, replace(small, plus=2.5)))
    assert found.belief_offer == pytest.approx(plain.belief_offer, abs=1e-7)
    assert found.lead == pytest.approx(plain.lead, abs=1e-7)
    assert (found.best, found.status) == (plain.best, plain.status)
    assert found.own_prior_at_which_reply_turns == pytest.approx(
        plain.own_prior_at_which_reply_turns, abs=1e-6
    )


# -- two copies ------------------------------------------------------------------------------------------


def test_our_own_number_is_the_same_before_and_after_every_act(tmp_path: Path) -> None:
    """What accepting a bad one costs is ours: whatever he offers, its mean is that of our own draws."""
    small = Small(signals=3, ranged={"harm": "ours", "cost_b": "theirs"})
    base = prepare(load(small.write(tmp_path)), 16, 1, 1)
    mean = float(base.joint.cells.world @ own_draws(base.loaded.parameters, 16, 1)["harm"])
    for asked in base.every_offer():
        found = answers(question(base, asked), full=False)
        assert found.value["accept"].u[0] == pytest.approx(-mean, abs=1e-12), asked.choice
    his = prepare(
        load(replace(small, ranged={"harm": "theirs", "cost_b": "theirs"}).write(tmp_path)), 16, 1, 1
    )
    learnt = [answers(question(his, asked), full=False).value["accept"].u[0] for asked in his.every_offer()]
    assert any(abs((each or 0.0) + mean) > 1e-3 for each in learnt)


def test_another_picture_of_us_leaves_our_own_numbers_alone(tmp_path: Path) -> None:
    small = Small(conduct=True, alarm=True, ranged={"prior_b": "ours", "harm": "ours", "cost_b": "theirs"})
    moved = replace(small, pictures={"prior_b": (0.05, 0.1, 0.15), "harm": (0.5, 0.5, 0.6)})
    plain, other = (prepare(load(each.write(tmp_path)), 16, 1, 1) for each in (small, moved))
    assert not np.allclose(plain.tree.parameters["prior_b"], other.tree.parameters["prior_b"])
    assert other.joint.prior == pytest.approx(plain.joint.prior, abs=1e-15)
    assert other.joint.own.centre == plain.joint.own.centre
    for name, value in plain.joint.own.draw.items():
        assert other.joint.own.draw[name] == pytest.approx(value, abs=1e-15)
    assert other.joint.nature.worth == pytest.approx(plain.joint.nature.worth, abs=1e-15)


def test_a_picture_that_is_our_own_centre_is_his_reading_us_right(tmp_path: Path) -> None:
    """Then what the offer tells is what the line says: chance, ratio and belief."""
    small = Small(ranged={"prior_b": "ours", "harm": "ours", "cost_b": "theirs", "refused": "theirs"})
    base = load(small.write(tmp_path))
    line = judge(base, 64, 1, 1).reads_us
    centre = {name: base.parameters[name].own.mean for name in ("prior_b", "harm")}
    right = replace(small, pictures={name: (each, each, each) for name, each in centre.items()})
    found = judge(load(right.write(tmp_path)), 64, 1, 1)
    assert line is not None
    assert found.reads_us is not None
    assert line.chance == pytest.approx(found.answers.chance_of_offer_given_done_and_counterpart, abs=1e-9)
    assert line.factor == pytest.approx(found.answers.offer_factor["bad:good"], abs=1e-9)
    assert line.now == pytest.approx(found.answers.belief_now[0], abs=1e-9)
    assert line.belief == pytest.approx((found.answers.belief_offer or [0])[0], abs=1e-9)
    assert found.reads_us.factor == pytest.approx(line.factor, abs=1e-9)


def test_without_ranges_many_worlds_are_one(tmp_path: Path) -> None:
    """No range stated anywhere: nothing is left to learn by any convention."""
    loaded = scenes.loaded("three types")
    many = prepare(loaded, 64, 1, 1)
    found = answers(question(many, many.asked))
    one = scenes.told("three types")
    assert (
        same(
            found,
            one,
            (
                "worlds",
                "own_scenarios",
                "bootstrap_se",
                "bootstrap_se_V_accept",
                "effective_worlds_after_offer",
            ),
        )
        == []
    )
    assert found.own_scenarios is not None
    assert found.own_scenarios.best == {"accept": 0.0, "reject": pytest.approx(1)}
    assert found.own_scenarios.se == pytest.approx(0, abs=1e-7)


# -- machines --------------------------------------------------------------------------------------------


def test_threads_and_load_change_nothing(tmp_path: Path) -> None:
    small = Small(probe=True, conduct=True, ranged={"cost_b": "theirs", "prior_b": "ours"})
    cases = [(load(small.write(tmp_path)), 4), (scenes.loaded("one world"), 1)]
    for loaded, worlds in cases:
        one = judge(loaded, worlds, 3, threads=1).model_dump_json()
        assert judge(loaded, worlds, 3, threads=2).model_dump_json() == one
        with busy():
            assert judge(loaded, worlds, 3, threads=2).model_dump_json() == one


@contextmanager
def busy() -> Iterator[None]:
    """Beside a thread that does not rest."""
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            sum(range(1000))

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        yield
    finally:
        done.set()
        worker.join()


def test_another_seed_draws_other_worlds() -> None:
    loaded = scenes.loaded("flagship")
    draws = [draw(loaded.parameters, 4, seed)["pi"] for seed in (1, 2)]
    assert not np.allclose(*draws)


def test_twice_as_many_worlds_move_a_headline_by_less_than_four_errors() -> None:
    few, loaded = scenes.told("flagship"), scenes.loaded("flagship")
    base = prepare(loaded, 128, 1, 1)
    many = answers(question(base, base.asked))
    error = few.bootstrap_se
    assert error is not None
    pairs = [
        (few.offer_factor["exploit:keep"], many.offer_factor["exploit:keep"], error.factor),
        (few.belief_now[0], many.belief_now[0], error.belief_now),
        ((few.belief_offer or [0])[0], (many.belief_offer or [0])[0], error.belief_offer),
        (few.value["accept"].V, many.value["accept"].V, error.V["accept"]),
        (few.own_prior_at_which_reply_turns, many.own_prior_at_which_reply_turns, error.turning_prior),
    ]
    for one, other, size in pairs:
        assert one is not None
        assert other is not None
        assert size is not None
        assert 0 < abs(one - other) < 4 * size
