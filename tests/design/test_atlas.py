"""The atlas of the flagship's core is the one of the reference, with borders where the closed forms put them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from overture.case.load import Loaded, load
from overture.errors import FileError
from overture.games.measured.measure import assess
from overture.judgement.mapped import Mapped, map_case, side, told
from overture.models.freeze_for_relief import DEFAULTS, detection_threshold

FLAGSHIP = Path(__file__).resolve().parents[2] / "cases" / "freeze-for-relief"
CELLS = 18
Q_STAR = detection_threshold(SimpleNamespace(**DEFAULTS))


@cache
def flagship() -> Loaded:
    return load(FLAGSHIP)


@cache
def mapped(where: str = "", threads: int = 1) -> Mapped:
    case = flagship()
    return map_case(case, side(case, "pi"), side(case, "detection"), CELLS, where, threads)


def test_regions_are_those_of_the_reference() -> None:
    """FLAGSHIP.md: for X {P, M, S} below q* and prior 1/2, {S} above the prior, {P} above q*; no empty cell."""
    atlas = mapped().atlas
    exists = dict(zip(atlas.classes, atlas.exists, strict=True))
    prior, detection = np.meshgrid(atlas.x, atlas.y)
    below = detection < Q_STAR
    # Above .4 X snaps back after an alarm, and the border bends; below it stands at 1/2.
    straight = (detection < 0.4) | ~below
    trusting = prior < 0.5
    assert atlas.complete.all()
    assert (sum(exists.values()) > 0).all()
    assert np.array_equal(exists["separating"], below)
    assert np.array_equal(exists["pooling on thin"][straight], (trusting | ~below)[straight])
    assert np.array_equal(exists["semi-separating"][straight], (trusting & below)[straight])
    assert len(exists) == 3


def test_borders_are_traced() -> None:
    """To a thousandth of a cell, q* and 1/2; a grid alone would know them to a cell."""
    atlas = mapped().atlas
    step = atlas.y[1] - atlas.y[0]
    for column in range(CELLS):
        cuts = atlas.y[:-1] + atlas.y_cut[:, column] * step
        found = cuts[np.isfinite(cuts)]
        assert np.abs(found - Q_STAR).min() < 2e-3 * step
    step = atlas.x[1] - atlas.x[0]
    for row in np.flatnonzero(atlas.y < 0.35):
        cuts = atlas.x[:-1] + atlas.x_cut[row] * step
        assert cuts[np.isfinite(cuts)] == pytest.approx([0.5], abs=2e-3 * step)


def test_the_path_selects_something_that_exists() -> None:
    atlas = mapped().atlas
    assert (atlas.selected >= 0).all()
    row, column = np.indices(atlas.selected.shape)
    assert atlas.exists[atlas.selected, row, column].all()


def test_members_are_certified_and_told() -> None:
    found = mapped()
    atlas = found.atlas
    assert atlas.max_regret < 1e-9
    for kind, cell in enumerate(atlas.cell):
        measured = assess(atlas.tree.world(cell), atlas.strategy[kind], atlas.order[kind], atlas.weight[kind])
        assert measured.max_regret[0] < 1e-9
    words = dict(zip(atlas.classes, told(found, flagship()), strict=True))
    assert words["pooling on thin"].startswith(
        "The leader always offers a thin freeze; the counterpart always accepts; "
    )
    assert (
        "(a keeper), the leader always offers a deep freeze; when the leader offers a deep freeze, the"
        in words["separating"]
    )


def test_numbers() -> None:
    """Pooled and accepted, cheating is as likely as an exploiter; in the mix it is a half (FLAGSHIP.md)."""
    atlas = mapped().atlas
    prior, detection = np.meshgrid(atlas.x, atlas.y)
    cheating = dict(zip(atlas.classes, atlas.number["cheating"], strict=True))
    low = (detection < 0.35) & (prior < 0.5)
    assert cheating["pooling on thin"][low] == pytest.approx(prior[low])
    assert cheating["semi-separating"][low] == pytest.approx(0.5)
    worth = dict(zip(atlas.classes, atlas.number["accepting"], strict=True))["pooling on thin"]
    expected = (1 - prior) * (1 - 0.15) - prior * (0.7 + 0.15)
    assert worth[low] == pytest.approx(expected[low])


def test_the_other_counterpart() -> None:
    """FLAGSHIP.md: for Y at q = .3 the prior must lie below .3257 for a pooled thin offer."""
    found = mapped('election == "Y"')
    assert found.part["election"] == "Y"
    atlas = found.atlas
    row = int(np.argmin(np.abs(atlas.y - 0.3)))
    pooling = atlas.exists[atlas.classes.index("pooling on thin")][row]
    # The threshold at this row's own detection rate, by the formula of the reference.
    q, f, phi, b, h, cost, blame = atlas.y[row], 0.05, 0.4, 1.0, 0.7, 0.5, 0.05
    gain = (b - cost) * (1 - (1 - phi) * f) - f * blame
    loss = (h + cost) * (1 - (1 - phi) * q) + q * blame
    assert np.array_equal(pooling, atlas.x < gain / (gain + loss))


def test_threads_change_nothing() -> None:
    one, two = mapped().atlas, mapped(threads=2).atlas
    for name in ("exists", "selected", "x_cut", "y_cut", "x_turn", "y_turn"):
        assert np.array_equal(getattr(one, name), getattr(two, name), equal_nan=True), name


@pytest.mark.parametrize(
    ("named", "parameter"),
    [("relief", "R"), ("detection", "q_thin"), ("pi", "pi"), ("penalty", "s"), ("delay", "phi")],
)
def test_parameters_are_found_by_their_words(named: str, parameter: str) -> None:
    assert side(flagship(), named).name == parameter


def test_faults() -> None:
    case = flagship()
    with pytest.raises(FileError, match="'charm' is no parameter"):
        side(case, "charm")
    with pytest.raises(FileError, match="is one of"):
        side(case, "growth")
    with pytest.raises(FileError, match="both sides are 'pi'"):
        map_case(case, side(case, "pi"), side(case, "pi"), 4)
    with pytest.raises(FileError, match="nothing before 'offer' is in"):
        map_case(case, side(case, "pi"), side(case, "phi"), 4, 'election == "X" and election == "Y"')
