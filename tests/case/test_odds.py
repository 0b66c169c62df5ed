"""Odds are odds wherever the ranges are drawn from, and payoffs are numbers there."""

from __future__ import annotations

from pathlib import Path

from overture.case.load import load
from tests.case.cases import FAULTY, changed, faults, flagship, line_of, write
from tests.case.test_known import CASE, GAME

TOLD = GAME.replace(" + abs(p.far - 5) * 0", "")
RANGE = "{low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}"


def test_a_probability_that_reaches_beyond_one(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        CASE.replace(f"notice: {RANGE}", "notice: {low: 0.1, mode: 0.3, high: 1.8, why: a test}"),
        TOLD,
    )
    (told,) = faults(folder)
    assert f"case.yaml:{line_of(folder, 'notice')}, parameters.notice" in told
    assert "the odds of 'seen' are yes 1.8, no -0.8 at notice = 1.8" in told


def test_a_single_number_that_is_no_probability_is_told_with_all_the_rest(tmp_path: Path) -> None:
    case = CASE.replace(f"notice: {RANGE}", "notice: 1.2").replace("advised: Answerer", "advised: Nobody")
    told = faults(write(tmp_path, case, TOLD))
    assert len(told) == 2
    assert "'Nobody' is no player" in told[0]
    assert "parameters.notice: 1.2 gives the chance move 'seen' the odds yes 1.2, no -0.2" in told[1]


def test_the_parameter_whose_own_value_makes_the_odds_impossible_is_blamed(tmp_path: Path) -> None:
    """q_thin was blamed, the first parameter of the move, and its range was to be narrowed."""
    folder = changed(flagship(tmp_path), "q_deep:\n    {value: 0.8", "q_deep:\n    {value: 1.4")
    (told,) = faults(folder)
    assert (
        f"case.yaml:{line_of(folder, 'q_deep:')}, parameters.q_deep: 1.4 gives the chance move 'inspection'"
        in told
    )
    assert told.endswith("the odds alarm 1.4, clean -0.4; allowed: a value from 0 to 1.")


def test_a_value_that_leaves_too_little_room_for_others_is_not_told_to_lie_from_0_to_1(
    tmp_path: Path,
) -> None:
    game = TOLD.replace(
        '{"good": 1 - p.bad, "bad": p.bad}', '{"good": 1 - p.bad - p.odd, "bad": p.bad, "odd": p.odd}'
    )
    (told,) = faults(write(tmp_path, CASE.replace(f"bad: {RANGE}", "bad: 0.7\n  odd: 0.6"), game))
    assert "the odds of 'kind' are good -0.3, bad 0.7, odd 0.6 at bad = 0.7, odd = 0.6" in told
    assert "arrow" not in told
    (told,) = faults(write(tmp_path, CASE.replace(f"bad: {RANGE}", "bad: 0.2\n  odd: 0.9"), game))
    assert "parameters.odd: 0.9 gives the chance move 'kind' the odds good -0.1, bad 0.2, odd 0.9" in told
    assert "a value at which all odds lie from 0 to 1, with the sum 1" in told


def test_two_parameters_of_one_table_that_leave_their_bounds_only_together(tmp_path: Path) -> None:
    """ANSWERS.md 18.11: chance parameters of one table that depend on each other are refused."""
    case = CASE.replace(
        f"bad: {RANGE}",
        "bad: {low: 0.1, mode: 0.3, high: 0.9, why: a test}\n  odd: {low: 0.0, mode: 0.05, high: 0.2, why: a test}",
    )
    game = TOLD.replace(
        '{"good": 1 - p.bad, "bad": p.bad}', '{"good": 1 - p.bad - p.odd, "bad": p.bad, "odd": p.odd}'
    )
    (told,) = faults(write(tmp_path, case, game))
    assert "the odds of 'kind' are good -0.1, bad 0.9, odd 0.2 at bad = 0.9, odd = 0.2" in told
    assert "Narrow the range" in told


def test_a_corner_at_which_one_is_high_and_the_other_low(tmp_path: Path) -> None:
    case = CASE.replace(
        f"bad: {RANGE}",
        "bad: {low: 0.1, mode: 0.3, high: 0.9, why: a test}\n  odd: {low: 0.0, mode: 0.15, high: 0.2, why: a test}",
    )
    told = '{"good": 0.8 - p.bad + p.odd, "bad": p.bad, "odd": 0.2 - p.odd}'
    (fault,) = faults(write(tmp_path, case, TOLD.replace('{"good": 1 - p.bad, "bad": p.bad}', told)))
    assert "good -0.1, bad 0.9, odd 0.2 at bad = 0.9, odd = 0" in fault


def test_three_types_with_a_wide_prior_are_refused(tmp_path: Path) -> None:
    text = (FAULTY / "three-types" / "case.yaml").read_text(encoding="utf-8")
    assert "{value: 0.4, words: prior" in text
    wide = text.replace("{value: 0.4, words: prior", "{low: 0.05, mode: 0.4, high: 0.95, words: prior")
    (told,) = faults(write(tmp_path, wide))
    assert "the odds of 'intent' are disarm 0.1, keep -0.05, exploit 0.95 at pi = 0.95" in told


def test_odds_that_do_not_sum_to_one(tmp_path: Path) -> None:
    game = TOLD.replace('"no": 1 - p.notice', '"no": 0.7')
    told = "\n".join(faults(write(tmp_path, CASE, game)))
    assert "the odds of 'seen' are yes 0.1, no 0.7 at notice = 0.1" in told


def test_odds_that_leave_their_bounds_inside_a_range(tmp_path: Path) -> None:
    """The ends are sound: 4 p (1 - p) is 0 at both, and above 1 between them once it is scaled."""
    game = TOLD.replace(
        '{"yes": p.notice, "no": 1 - p.notice}',
        '{"yes": 5 * p.notice * (1 - p.notice), "no": 1 - 5 * p.notice * (1 - p.notice)}',
    )
    case = CASE.replace(f"notice: {RANGE}", "notice: {low: 0.0, mode: 0.0, high: 1.0, why: a test}")
    (told,) = faults(write(tmp_path, case, game))
    assert "parameters.notice: the odds of 'seen'" in told


def test_his_picture_must_make_sense_as_well(tmp_path: Path) -> None:
    case = CASE.replace("  notice: {", "  notice: {picture: {low: 0.5, mode: 0.8, high: 1.5}, ")
    (told,) = faults(write(tmp_path, case, TOLD))
    assert "at notice = 1.5" in told


def test_a_term_that_makes_no_odds_has_its_own_line(tmp_path: Path) -> None:
    case = CASE + "terms:\n  - {parameter: notice, words: inspection, low: 0.1, high: 1.5}\n"
    (told,) = faults(write(tmp_path, case, TOLD))
    assert "case.yaml:19, terms.0.high" in told
    assert "at notice = 1.5" in told


def test_a_payoff_that_is_no_number_at_an_end(tmp_path: Path) -> None:
    case = CASE.replace(f"shame: {RANGE}", "shame: {low: 0.0, mode: 0.3, high: 1.0, why: a test}")
    (told,) = faults(write(tmp_path, case, TOLD.replace("-p.shame", "-1 / p.shame")))
    assert f"case.yaml:{line_of(tmp_path, 'shame')}, parameters.shame" in told
    assert "a payoff of Mover is no finite number at shame = 0" in told


def test_sound_odds_at_every_corner_are_sound(tmp_path: Path) -> None:
    case = CASE.replace(f"notice: {RANGE}", "notice: {low: 0.0, mode: 0.3, high: 1.0, why: a test}")
    load(
        write(
            tmp_path,
            case.replace(f"bad: {RANGE}", "bad: {low: 0.0, mode: 0.5, high: 1.0, why: a test}"),
            TOLD,
        )
    )


def test_every_chance_move_with_wrong_odds_is_told(tmp_path: Path) -> None:
    case = CASE.replace(f"notice: {RANGE}", "notice: 1.2").replace(
        f"bad: {RANGE}", "bad: {low: 0.1, mode: 0.5, high: 1.1, why: a test}"
    )
    told = "\n".join(faults(changed(write(tmp_path, case, TOLD), "title: All", "title: Not all")))
    assert "gives the chance move 'seen' the odds" in told
    assert "the odds of 'kind'" in told
