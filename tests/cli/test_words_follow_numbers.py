"""Numbers in words: what is small beside 1 is not nothing, what is nearly sure is not sure, and bounds are called bounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.errors import SolveError
from tests.catalogue import FAULTS
from tests.cli.run import overture


def written(folder: Path, tree: ov.Tree) -> Path:
    file = folder / "game.efg"
    file.write_text(ov.write_efg(tree), encoding="utf-8")
    return file


def test_payoffs_in_a_small_unit_are_not_told_as_0(tmp_path: Path) -> None:
    """L, l pays 1, R, r pays 3, the rest -1: the value is a third of the unit."""
    unit = 1e-12
    paid = np.array([[1, -1], [-1, 3]]) * unit
    file = written(tmp_path, ov.strategic({"A": ["L", "R"], "B": ["l", "r"]}, paid, -paid))
    for words in (["equilibria"], ["solve"], ["nash"], ["nash", "--correlated"]):
        assert "A 3.33333e-13" in overture(*words, file).out.replace("A: ", "A "), words
    assert "A can guarantee 3.33333e-13," in overture("worst", file, "--player", "A").out


def test_what_is_nearly_sure_is_not_told_as_sure(tmp_path: Path) -> None:
    """Cheating is caught half the time and done once in 1e6 + 2 times: else to inspect would not be worth its price."""
    visitor = np.array([[-1, 1], [0, 0]])
    inspector = np.array([[1, -(10**6)], [-1, 0]])
    game = {"V": ["cheat", "comply"], "I": ["inspect", "pass"]}
    file = written(tmp_path, ov.strategic(game, visitor, inspector))
    for command in ("equilibria", "solve", "nash"):
        said = overture(command, file).out
        assert "nearly always comply" in said
        assert "inspect 0.50, pass 0.50" in said


def test_value_that_is_rounding_is_told_as_0(tmp_path: Path) -> None:
    visitor = np.array([[-1, 1], [0, 0]])
    inspector = np.array([[1, -(10**8)], [-1, 0]])
    game = {"V": ["cheat", "comply"], "I": ["inspect", "pass"]}
    assert (
        "Value: V 0, I -1\n"
        in overture("solve", written(tmp_path, ov.strategic(game, visitor, inspector))).out
    )


def test_free_probabilities_that_are_bounded_say_so(tmp_path: Path) -> None:
    """Three stays while One and Two play (U, u) with a chance of at most a third: a curve bounds the entry."""

    @ov.game("One", "Two", "Three", "Four")
    def curved(p):
        one = yield ov.move("One", "one", ["U", "D"], seen_by=())
        two = yield ov.move("Two", "two", ["u", "d"], seen_by=())
        three = yield ov.move("Three", "three", ["stay", "go"])
        both = int((one, two) == ("U", "u"))
        if three == "stay":
            return {"One": 0, "Two": 0, "Three": 1, "Four": 0}
        four = yield ov.move("Four", "four", ["x", "y"])
        return {"One": 0, "Two": 0, "Three": 3 * (four == "x"), "Four": 3 * both if four == "x" else 1}

    found = ov.equilibria(curved.tree())
    said = overture("equilibria", written(tmp_path, curved.tree())).out.split("\n\n")[1:]
    bounded = [any(not ends.exact for ends in entry.free.values()) for entry in found.members]
    assert any(bounded)
    assert [
        " (bounds)" in "".join(part.split("free:")[1:]).split("one member")[0] for part in said
    ] == bounded
    unknown = [entry.continuum and not entry.region.whole for entry in found.members]
    assert ["which entries its boundary meets is not known" in part for part in said] == unknown


def test_whole_numbers_of_numpy_number_corners_and_a_player_is_a_name() -> None:
    found = ov.equilibria(ov.strategic({"A": ["L", "R"]}, [1, 1]))
    assert found.member(corner=np.int64(1)).value == found.member(corner=1).value == (1,)
    for wish in ({"best_for": 0}, {"worst_for": ""}):
        with pytest.raises(SolveError, match="allowed: the name of a player"):
            found.members[0].member(**wish)  # type: ignore[arg-type]


def test_a_sum_that_is_not_one_is_not_told_as_one() -> None:
    @ov.game("A")
    def drawn(p):
        yield ov.chance("luck", {"good": 0.5, "bad": 0.4999999})
        yield ov.move("A", "act", ["l", "r"])
        return {"A": 0}

    with pytest.raises(ov.OvertureError, match=r"sum 0\.9999999"):
        drawn.tree()


def test_a_point_that_is_irrational_has_digits_and_no_bounds() -> None:
    said = overture("equilibria", FAULTS / "games" / "irrational.efg").out
    assert "2. mixed. Value: A 1.16197, B 2.10469, C 1.32014\n" in said
