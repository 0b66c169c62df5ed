"""What is no tree, or no strategy, is refused in one sentence by every public function that takes one."""

import numpy as np
import pytest

import overture as ov
from overture.errors import OvertureError
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

FUNCTIONS = (
    "solve",
    "path",
    "equilibria",
    "equilibria_across",
    "equilibria_beside",
    "backward",
    "dominance",
    "extreme_nash",
    "correlated_range",
    "zero_sum",
    "table",
    "write_efg",
    "write_nfg",
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_told_game_is_no_tree(name: str) -> None:
    with pytest.raises(OvertureError, match=r"a Game, which is told .* game\.tree") as refused:
        getattr(ov, name)(freeze_for_relief)
    assert refused.value.id == "tree/given"


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "equilibria_across"])
def test_a_tree_of_no_world_is_refused(name: str) -> None:
    none = ov.strategic({"Ann": ["a", "b"], "Bob": ["c", "d"]}, np.zeros((2, 2, 2))).world(
        np.zeros(0, np.int64)
    )
    with pytest.raises(
        OvertureError, match=r"^strategic game: a tree of no world; allowed: at least one world"
    ):
        getattr(ov, name)(none)


def test_no_world_has_no_equilibria_and_a_notebook_shows_its_tree() -> None:
    none = ov.strategic({"Ann": ["a", "b"], "Bob": ["c", "d"]}, np.zeros((2, 2, 2))).world(
        np.zeros(0, np.int64)
    )
    assert not ov.equilibria_across(none).count.sum()
    assert "0 worlds" in (none._repr_html_() or "")


def test_a_told_game_guarantees_nothing() -> None:
    with pytest.raises(OvertureError, match="a Game, which is told"):
        ov.guarantee(freeze_for_relief, "Leader")  # type: ignore[arg-type]


def test_something_else_is_no_tree() -> None:
    with pytest.raises(OvertureError, match="an int; allowed: a Tree"):
        ov.solve(3)  # type: ignore[arg-type]


def test_a_solution_is_no_strategy() -> None:
    tree = freeze_for_relief.tree(DEFAULTS)
    with pytest.raises(OvertureError, match=r"a Solution in the place .* solution\.strategy"):
        ov.probability(tree, ov.solve(tree), 'answer == "accept"')  # type: ignore[arg-type]


def test_a_solution_is_no_tree_and_has_numbers() -> None:
    solution = ov.solve(freeze_for_relief.tree(DEFAULTS))
    with pytest.raises(
        OvertureError, match=r"^a Solution; allowed: a Tree\. .* the \.tree of this Solution"
    ) as refused:
        ov.equilibria(solution)  # type: ignore[arg-type]
    assert "told" not in str(refused.value)


@pytest.mark.parametrize("world", ["Ann", 1.0, True])
def test_a_world_is_a_whole_number(world: object) -> None:
    with pytest.raises(OvertureError, match=f"world {world!r}; allowed: 0 to 0") as refused:
        ov.correlated_range(freeze_for_relief.tree(DEFAULTS), world)  # type: ignore[arg-type]
    assert refused.value.id == "correlated/world"
