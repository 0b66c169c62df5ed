"""Sobol indices against closed forms and the reference, their intervals, and what is said of them."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.design.drivers.indices import SobolIndices
from overture.errors import MissingExtra, SolveError
from tests.design.drivers.coverage import measured
from tests.design.drivers.known import DEALS, ISHIGAMI, OFFERED, T06, Values, drawn, ishigami, judged

KNOWN = DEALS["drivers"]
SALIB = find_spec("SALib") is not None
CASES = {
    "as offered: V_C": (OFFERED, "value"),
    "T06 q .8 z .05: V_C": (T06, "value"),
    "T06: holds": (T06, "holds"),
}


@cache
def flagship(offered: bool, points: int) -> SobolIndices:
    terms = OFFERED if offered else T06
    return ov.sobol_indices(ov.saltelli_plan(drawn(terms), points), judged(terms))


@cache
def of_ishigami(by: str = "own", points: int = 4096) -> SobolIndices:
    return ov.sobol_indices(ov.saltelli_plan(ISHIGAMI, points), ishigami, by=by)


def test_ishigami() -> None:
    """To 0.01 at 4,096 points: by the root mean square over forty seeds, and by the largest error in most of them."""
    between = 0.557589 - 0.313905  # of the only pair that acts together: a with c
    known = np.array([*KNOWN["ishigami"]["S1"], *KNOWN["ishigami"]["ST"], 0.0, between, 0.0])
    errors = []
    for seed in range(1, 41):
        found = ov.sobol_indices(ov.saltelli_plan(ISHIGAMI, 4096, seed), ishigami).indices[0]
        assert found.pair is not None
        pairs = found.pair.value[np.triu_indices(3, 1)]
        assert np.array_equal(found.pair.value, found.pair.value.T)
        errors.append(np.concatenate([found.first.value, found.total.value, pairs]) - known)
    assert (np.sqrt(np.square(errors).mean(axis=0)) < 0.01).all()
    assert (np.abs(errors)[:, :6].max(axis=1) < 0.01).mean() > 0.8


@pytest.mark.parametrize("case", CASES)
def test_the_flagship(case: str) -> None:
    terms, answer = CASES[case]
    found = flagship(terms is OFFERED, 2**14)
    each, known = found.indices[found.answers.index(answer)], KNOWN[case]
    for axis, name in enumerate(found.plan.names):
        assert each.first.value[axis] == pytest.approx(known[name]["S1"], abs=0.02), name
        assert each.total.value[axis] == pytest.approx(known[name]["ST"], abs=0.02), name


def test_an_input_without_effect_has_no_numbers_but_zero() -> None:
    """No step in these terms: what the step costs the exploiter moves nothing (SciPy gives NaN here)."""
    found = flagship(True, 1024)
    frame = found.to_frame()
    still = frame[frame["input"] == "u_E"]
    assert not frame.isna().any().any()
    assert still["effect"].tolist() == [False, False]
    assert (still[["first", "first_low", "first_high", "total", "total_low", "total_high"]] == 0).all().all()
    assert "No effect at any point: u_E." in found.summary()
    assert "u_E 0" not in found.summary()
    assert frame["effect"].sum() == len(frame) - 2


def test_where_inputs_act_together_total_indices_and_pairs_lead() -> None:
    alone, together = flagship(True, 1024), flagship(False, 2**14)
    assert alone.together.tolist() == [
        False,
        True,
    ]  # of the value; whether it holds as offered is another matter
    assert together.together.tolist() == [True, True]
    value = together.summary().splitlines()[1]
    names = together.plan.names
    assert [names[at] for at in together.ranked(0)[:3]] == ["s", "phi", "pi"]
    assert "total indices" in value
    assert "The strongest pairs that can be told from nothing: phi with s 0.1" in value
    holds = together.summary().splitlines()[2]
    assert holds.index(" f 0.8") < holds.index(" s 0.2")
    assert "one by one" in alone.summary().splitlines()[1]
    assert "pair" not in alone.summary().splitlines()[1]


def test_pairs_are_asked_about_only_where_inputs_act_together() -> None:
    asked: list[int] = []

    def counted(values: Values) -> np.ndarray:
        asked.append(len(values["a"]))
        return values["a"] + values["b"]

    plan = ov.saltelli_plan(ISHIGAMI, 64)
    assert ov.sobol_indices(plan, counted).pair is None
    assert asked == [64 * 5]
    product = ov.sobol_indices(plan, lambda x: x["a"] * x["b"])
    assert product.pair is not None
    assert "Which pairs act together was not asked." in (
        ov.sobol_indices(plan, lambda x: x["a"] * x["b"], pairs=False).summary()
    )


def test_answers_may_be_handed_in_as_arrays() -> None:
    plan = of_ishigami().plan
    again = ov.sobol_indices(plan, ishigami(plan.values()), ishigami(plan.pair_values()))
    assert repr(again) == repr(of_ishigami())
    assert again.to_frame().equals(of_ishigami().to_frame())


def test_the_same_input_gives_the_same_bytes_and_another_seed_other_ones() -> None:
    plan = of_ishigami().plan
    assert ov.sobol_indices(plan, ishigami).to_frame().equals(of_ishigami().to_frame())
    other = ov.sobol_indices(ov.saltelli_plan(ISHIGAMI, 4096, seed=2), ishigami)
    assert not other.to_frame().equals(of_ishigami().to_frame())


def test_an_answer_that_is_everywhere_the_same_is_driven_by_nothing() -> None:
    plan = ov.saltelli_plan(ISHIGAMI, 1024)
    found = ov.sobol_indices(plan, lambda x: {"one": np.full_like(x["a"], 0.1), "other": x["a"]})
    assert found.constant.tolist() == [True, False]
    assert not found.indices[0].first.value.any()
    assert "one is the same at every point asked: no input has an effect." in found.summary()
    assert found.sure.tolist() == [False, True]


def test_rounding_is_no_effect() -> None:
    found = ov.sobol_indices(ov.saltelli_plan(ISHIGAMI, 64), lambda x: (x["a"] + x["b"]) - x["b"])
    assert found.effect.tolist() == [[True, False, False]]
    assert found.indices[0].total.value[1:].tolist() == [0.0, 0.0]


def test_the_estimates_are_the_formulas_of_the_literature() -> None:
    """Saltelli et al. (2010, table 2, b and f), Saltelli (2002), by loops over few points."""
    plan = ov.saltelli_plan(ISHIGAMI, 8)
    found = ov.sobol_indices(plan, ishigami(plan.values()), ishigami(plan.pair_values()))
    main, each = found.main[0] - found.main[0].mean(), found.indices[0]
    assert found.pair is not None
    assert each.pair is not None
    pair = found.pair[0] - found.main[0].mean()
    a, b, ab, ba = main[:, 0], main[:, 1], main[:, 2:], pair
    variance = np.var(np.concatenate([a, b]))
    first = [sum(b[n] * (ab[n, i] - a[n]) for n in range(8)) / 8 / variance for i in range(3)]
    total = [sum((a[n] - ab[n, i]) ** 2 for n in range(8)) / 16 / variance for i in range(3)]
    both = sum(ba[n, 0] * ab[n, 2] - a[n] * b[n] for n in range(8)) / 8 / variance
    assert each.first.value == pytest.approx(first)
    assert each.total.value == pytest.approx(total)
    assert each.pair.value[0, 2] == pytest.approx(both - first[0] - first[2])


def test_intervals_cover_what_they_are_said_to_cover() -> None:
    """Where the program says "at least 95 %". It does not say so of an answer that is nearly always the same."""
    sizes = list(measured((1024,), range(1, 9)))
    sure = [each for each in sizes if each.sure]
    rare = next(each for each in sizes if each.answer == "as offered: P(cheat) <= 0.1")
    assert len(sure) >= 5
    assert all(each.first >= 0.95 and each.total >= 0.95 for each in sure)
    assert not rare.sure
    assert rare.first < 0.8


def test_what_is_said_of_intervals() -> None:
    said = flagship(True, 1024).summary().splitlines()
    assert said[1].endswith("The intervals cover at least 95 %.")
    assert said[2].endswith("the answer is nearly always the same; ask at more points.")
    few = ov.sobol_indices(ov.saltelli_plan(ISHIGAMI, 256), ishigami).summary()
    assert "may cover less than 95 %: that is known from 1,024 base points on" in few


def test_answers_that_are_none_are_refused_all_at_once() -> None:
    plan = ov.saltelli_plan(ISHIGAMI, 64)
    broken = np.ones(320)
    broken[7] = np.nan
    with pytest.raises(SolveError) as told:
        ov.sobol_indices(plan, {"short": np.ones(7), "unknown": broken})
    assert [fault.id for fault in told.value.faults] == ["drivers/shape", "drivers/not-finite"]
    assert "at 1 point of 320" in str(told.value)
    with pytest.raises(SolveError, match="found no array of numbers; allowed: 320 numbers"):
        ov.sobol_indices(plan, ["a"] * 320)
    with pytest.raises(SolveError, match="own or salib"):
        ov.sobol_indices(plan, ishigami, by="scipy")  # type: ignore[arg-type]
    with pytest.raises(SolveError, match="found answers"):
        ov.sobol_indices(plan, {"one": np.ones(320)}, {"other": np.ones(192)})


@pytest.mark.skipif(SALIB, reason="SALib is installed")
def test_salib_that_is_missing_is_told_where_it_is_asked_for() -> None:
    with pytest.raises(MissingExtra, match=r'pip install "overture\[drivers\]"'):
        of_ishigami("salib")


@pytest.mark.skipif(not SALIB, reason="needs SALib")
def test_salib_gives_the_same_indices_and_about_the_same_intervals() -> None:
    for points in (1024, 4096):
        mine, theirs = of_ishigami("own", points), of_ishigami("salib", points)
        assert theirs.by.startswith("SALib 1.")
        one, other = mine.indices[0], theirs.indices[0]
        for a, b in ((one.first, other.first), (one.total, other.total)):
            assert a.value == pytest.approx(b.value, abs=1e-12)
            assert a.low == pytest.approx(b.low, abs=0.035)
            assert a.high == pytest.approx(b.high, abs=0.035)
        assert one.pair is not None
        assert other.pair is not None
        assert one.pair.value == pytest.approx(other.pair.value, abs=1e-3)


@pytest.mark.skipif(not SALIB, reason="needs SALib")
def test_salib_gives_no_interval_to_what_has_no_effect_and_is_seeded() -> None:
    plan = ov.saltelli_plan(drawn(OFFERED), 1024, seed=0)
    found = ov.sobol_indices(plan, judged(OFFERED), by="salib")
    assert found.to_frame().equals(ov.sobol_indices(plan, judged(OFFERED), by="salib").to_frame())
    still = found.to_frame().query("input == 'u_E'")
    assert (still[["first_low", "first_high", "total_low", "total_high"]] == 0).all().all()
    nothing = ov.sobol_indices(plan, lambda x: np.ones_like(x["pi"]), by="salib")
    assert not nothing.effect.any()


@pytest.mark.skipif(not SALIB, reason="needs SALib")
def test_intervals_of_salib_are_read_back_as_written(tmp_path: Path) -> None:
    found = of_ishigami("salib", 1024)
    found.save(tmp_path / "a.json")
    assert repr(ov.load(tmp_path / "a.json")) == repr(found)
    assert ov.load(tmp_path / "a.json").to_frame().equals(found.to_frame())
