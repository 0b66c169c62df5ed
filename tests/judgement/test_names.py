"""One name for one equilibrium: in the list, in the atlas, in the case and in the weights of its classes."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from overture.case.load import Loaded, load
from overture.design.atlas import Atlas
from overture.errors import FileError, OvertureError
from overture.games.contract import contract
from overture.games.measured.measure import assess
from overture.games.prune import prune
from overture.judgement.counted import weights_that_count
from overture.judgement.mapped import map_case, side
from overture.judgement.play.solve import Solved
from overture.judgement.play.stage import part_of
from overture.judgement.prepare import prepare
from overture.solvers.all.equilibria import equilibria
from tests.cli.run import overture

ROOT = Path(__file__).resolve().parents[2]
QUIET = ROOT / "tests" / "reference" / "two-ways-of-pooling"
SINKING = ROOT / "tests" / "reference" / "sinking-costs"
THREE = ROOT / "tests" / "faults" / "cases" / "three-types"
# Folder -> the two parameters of its atlas; one cell lies at the case's own values.
CASES = {
    QUIET: ("gain", "fine"),
    SINKING: ("low", "stake"),
    ROOT / "cases" / "freeze-for-relief": ("pi", "detection"),
    THREE: ("pi", "detection"),
}

Named = dict[str, tuple[float, ...]]


@cache
def loaded(folder: Path) -> Loaded:
    return load(folder)


@cache
def solved(folder: Path) -> Solved:
    return prepare(loaded(folder), 1, 1, 1).solved


def listed(folder: Path) -> Named:
    """Name -> values, of the game from its signal on at the modes."""
    case = loaded(folder)
    way = part_of(case.case, case.tree)
    assert way is not None
    found = equilibria(contract(prune(case.tree, way)))
    assert found.complete
    names = [member.label for member in found.members]
    assert len(names) == len(set(names))
    return {member.label: tuple(member.value) for member in found.members}


@cache
def mapped(folder: Path, cells: int = 3) -> Atlas:
    case = loaded(folder)
    x, y = CASES[folder]
    return map_case(case, side(case, x), side(case, y), cells, threads=1).atlas


@pytest.mark.parametrize("folder", [pytest.param(each, id=each.name) for each in CASES])
def test_list_and_case_have_the_same_names(folder: Path) -> None:
    assert sorted(listed(folder)) == sorted(solved(folder).classes)


@pytest.mark.parametrize("folder", [QUIET, SINKING], ids=lambda each: each.name)
def test_names_stand_for_the_same_play_in_list_atlas_and_case(folder: Path) -> None:
    theirs = listed(folder)
    found = solved(folder)
    for kind, name in enumerate(found.classes):
        assert found.value[0, kind] == pytest.approx(theirs[name], abs=1e-9)
    atlas = mapped(folder)
    assert set(theirs) <= set(atlas.classes)
    for kind, name in enumerate(atlas.classes):
        world = atlas.tree.world(int(atlas.cell[kind]))
        alone = {each.label: each.value for each in equilibria(world).members}
        mine = assess(world, atlas.strategy[kind], atlas.order[kind], atlas.weight[kind]).value[0]
        assert mine == pytest.approx(alone[name], abs=1e-9), name


def test_the_atlas_numbers_what_it_folded() -> None:
    """Two pooling equilibria with other values are two, each with its own values."""
    atlas = mapped(QUIET)
    assert atlas.classes == ("pooling on quiet", "pooling on quiet (2)", "pooling on quiet (3)")
    assert atlas.exists.all()
    worth = [
        float(assess(atlas.tree.world(int(cell)), *each).value[0, 1])
        for cell, *each in zip(atlas.cell, atlas.strategy, atlas.order, atlas.weight, strict=True)
    ]
    gain = atlas.x[1]
    assert worth == pytest.approx([gain, gain / (1 + gain), 1.0])
    assert (atlas.selected == 0).all()


def test_the_border_of_a_number_is_where_one_of_the_class_is_gone(tmp_path: Path) -> None:
    """Below a gain of 0 nobody goes high, and the one that is left has no number; the border is at 0."""
    folder = changed(tmp_path, "low: 1.5, mode: 2.0, high: 3.0", "low: -1.0, mode: 2.0, high: 3.1")
    case = load(folder)
    atlas = map_case(case, side(case, "gain"), side(case, "fine"), 4, threads=1).atlas
    assert atlas.exists[0].all()
    for kind in (1, 2):
        assert np.array_equal(atlas.exists[kind], np.broadcast_to(atlas.x > 0, (4, 4)))
    step = atlas.x[1] - atlas.x[0]
    cuts = atlas.x[:-1] + atlas.x_cut * step
    assert np.isfinite(cuts).sum(axis=1).tolist() == [1] * 4
    assert cuts[np.isfinite(cuts)] == pytest.approx([0.0] * 4, abs=2e-3 * step)


def test_weights_are_those_of_the_names() -> None:
    found = solved(QUIET)
    weight = dict(zip(found.classes, found.weight[0].tolist(), strict=True))
    assert weight == pytest.approx(
        {"pooling on quiet": 0.5, "pooling on quiet (2)": 0.3, "pooling on quiet (3)": 0.2}
    )


def test_three_types_that_pool_in_part_are_a_hybrid_in_the_case_too() -> None:
    assert set(solved(THREE).classes) == {"separating", "hybrid", "semi-separating"}


def test_the_end_of_the_path_has_the_number_of_the_entry_that_it_is(tmp_path: Path) -> None:
    """With a small gain the path leads to the low way, which is the last of three; in the atlas too."""
    case = load(changed(tmp_path, "low: 1.5, mode: 2.0, high: 3.0", "low: 0.1, mode: 0.5, high: 3.1"))
    found = prepare(case, 1, 1, 1).solved
    assert found.classes[found.logit[0]] == "pooling on quiet (3)"
    value = dict(zip(found.classes, found.value[0, :, 1].tolist(), strict=True))
    assert value == pytest.approx(
        {"pooling on quiet": 0.5, "pooling on quiet (2)": 1 / 3, "pooling on quiet (3)": 1.0}, abs=0.01
    )
    atlas = map_case(case, side(case, "gain"), side(case, "fine"), 4, threads=1).atlas
    names = np.array(atlas.classes)[atlas.selected]
    assert (names == np.where(atlas.x > 1, "pooling on quiet", "pooling on quiet (3)")).all()
    step = atlas.x[1] - atlas.x[0]
    turns = (atlas.x[:-1] + atlas.x_turn * step)[np.isfinite(atlas.x_turn)]
    assert turns == pytest.approx([1.0] * 4, abs=0.02)


# --- weights ---------------------------------------------------------------------------------------


def changed(folder: Path, old: str, new: str, source: Path = QUIET) -> Path:
    """A copy of a case with one thing changed."""
    copy = folder / "case"
    shutil.copytree(source, copy)
    text = (copy / "case.yaml").read_text(encoding="utf-8")
    assert old in text
    (copy / "case.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("poolin on quiet", "Did you mean 'pooling on quiet'?"),
        ("pooling on quit (2)", "Did you mean 'pooling on quiet'?"),
        ("pooling on quiet (1)", "Did you mean 'pooling on quiet'?"),
        ("hybrid", "allowed: pooling on loud, pooling on quiet"),
        ("pooling in a mix", "'pooling (babbling over loud, quiet)'|separating, semi-separating"),
    ],
)
def test_a_weight_for_a_class_that_the_signal_cannot_make_is_refused(
    tmp_path: Path, name: str, mend: str
) -> None:
    folder = changed(tmp_path, "pooling on quiet (2): 0.3", f"{name}: 0.3")
    with pytest.raises(FileError) as caught:
        load(folder)
    (fault,) = caught.value.faults
    assert fault.id == "case/class"
    assert f"no class of equilibrium is called {name!r}" in str(fault)
    assert any(words in str(fault) for words in mend.split("|"))


def test_a_weight_for_a_number_that_no_world_has_is_refused_with_the_names_that_do(tmp_path: Path) -> None:
    folder = changed(tmp_path, "pooling on quiet (2)", "pooling on quiet (7)")
    with pytest.raises(OvertureError) as caught:
        prepare(load(folder), 1, 1, 1)
    assert caught.value.id == "judge/class"
    for words in ("'pooling on quiet (7)'", "pooling on quiet (3)", "Did you mean 'pooling on quiet"):
        assert words in str(caught.value)


def test_check_finds_such_a_weight_too(tmp_path: Path) -> None:
    folder = changed(tmp_path, "pooling on quiet (2)", "pooling on quiet (7)")
    with pytest.raises(
        OvertureError, match=r"case.yaml:\d+, equilibria.weights.pooling on quiet \(7\): no world has"
    ):
        weights_that_count(load(folder))
    assert weights_that_count(load(QUIET)) == ""


def test_check_finds_weights_that_leave_no_class_any(tmp_path: Path) -> None:
    old = "weights: {pooling on quiet: 0.5, pooling on quiet (2): 0.3}, other: 0.2"
    folder = changed(tmp_path, old, "weights: {separating: 1}, other: 0")
    with pytest.raises(
        OvertureError, match=r"case.yaml:\d+, equilibria.weights: no class of equilibrium that was found has"
    ):
        weights_that_count(load(folder))


def test_both_refusals_are_bad_input_for_the_command(tmp_path: Path) -> None:
    for at, name in enumerate(("poolin on quiet", "pooling on quiet (7)")):
        folder = changed(tmp_path / str(at), "pooling on quiet (2)", name)
        ran = overture("assess", folder, "--worlds", "1")
        assert ran.code == 2
        assert name in ran.err
        assert "Traceback" not in ran.err


def test_list_judgement_and_page_print_the_names(tmp_path: Path) -> None:
    ran = overture("equilibria", QUIET, "--json")
    assert ran.code == 0
    names = [each["class"] for each in json.loads(ran.out)["equilibria"]]
    assert names == ["pooling on quiet", "pooling on quiet (2)", "pooling on quiet (3)"]
    told = tmp_path / "told.json"
    ran = overture("assess", QUIET, "--worlds", "1", "--json", told, "--html", tmp_path / "page.html")
    assert ran.code in (0, 1)
    assert set(json.loads(told.read_text(encoding="utf-8"))["answers"]["classes"]) == set(names)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for name in names:
        assert name in page
