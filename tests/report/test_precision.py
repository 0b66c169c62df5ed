"""The precision path as figures: from the solver's own frame, and from small frames whose answer is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from overture.report import precision
from overture.report.figure import drawings


def frame(sets: dict[str, list[float]], at: list[float], folds: int = 0) -> pd.DataFrame:
    """Two actions, yes and no, at each set; ``sets`` gives the probability of yes at each point."""
    rows = []
    for point, here in enumerate(at):
        for name, line in sets.items():
            for action, probability in (("yes", line[point]), ("no", 1 - line[point])):
                rows.append((point, here / 2, here, folds, "Owner", name, action, probability))
    columns = ["point", "precision", "precision_range", "folds", "player", "infoset", "action", "probability"]
    return pd.DataFrame(rows, columns=columns)


AT = [0.0, 1.0, 10.0, 100.0, 1000.0]


def test_the_sentence_says_start_turn_and_end() -> None:
    path = frame({"reply | offer=thin": [0.5, 0.4, 0.2, 0.7, 0.708]}, AT)
    (figure,) = precision.figures(path)
    assert figure.title == "Owner: reply"
    assert figure.sentence == (
        "Given offer=thin: “yes” goes from 0.50 in noise to 0.71, by way of 0.20 at a precision of 10; "
        "it stays there from a precision of 100."
    )
    assert figure.rows[0] == ("noise", "0.50", "0.50")
    assert figure.rows[-1] == ("the end", "0.71", "0.29")


def test_settled_means_within_a_hundredth() -> None:
    (panel,) = precision.panels(frame({"reply": [0.5, 0.6, 0.88, 0.895, 0.9]}, AT))
    assert panel.settled == 100.0
    (still,) = precision.panels(frame({"reply": [0.5] * 5}, AT))
    assert still.settled == 0.0


def test_two_sets_of_one_name_stay_apart() -> None:
    path = frame({"": [0.5, 0.6, 0.7, 0.8, 0.9], " ": [0.5, 0.4, 0.3, 0.2, 0.1]}, AT)
    path["infoset"] = "reply"
    assert [panel.probability[-1].tolist() for panel in precision.panels(path)] == [
        pytest.approx([0.9, 0.1]),
        pytest.approx([0.1, 0.9]),
    ]


def test_the_limit_stands_beside_the_path() -> None:
    path = frame({"reply": [0.5, 0.6, 0.7, 0.8, 0.9]}, AT)
    limit = np.array([1.0, 0.0])
    (figure,) = precision.figures(path, limit)
    assert figure.rows[-1] == ("the limit", "1", "0")
    assert "the path was not followed until it stays there" in figure.sentence
    assert "1 of 1 predictions is then still more than 0.01 from the limit" in precision.says(path, limit)


def test_between_two_points_the_table_interpolates() -> None:
    (panel,) = precision.panels(frame({"reply": [0.0, 0.0, 1.0, 1.0, 1.0]}, AT))
    assert precision.at(panel, 5.5).tolist() == pytest.approx([0.5, 0.5])
    assert precision.at(panel, 1e9).tolist() == [1.0, 0.0]


def test_sets_that_move_alike_share_a_figure() -> None:
    same, other = [0.5, 0.5, 0.6, 0.9, 1.0], [0.5, 0.4, 0.3, 0.1, 0.0]
    path = frame({"reply | a": same, "reply | b": same, "reply | c": other}, AT, folds=2)
    made = precision.figures(path)
    assert len(made) == 2
    assert "and in 1 other set that moves alike" in made[0].sentence
    assert "turns back 2 times" in precision.says(path)
    assert "(3 sets, 2 figures)" in precision.says(path)


def test_the_solvers_own_path_becomes_a_page() -> None:
    pytest.importorskip("vl_convert")
    from overture.models import defaults, find
    from overture.solvers.path.logit import path
    from overture.solvers.solve import solve

    tree = find("freeze-for-relief").tree(defaults("freeze-for-relief"))
    track, limit = path(tree), solve(tree, threads=1).strategy[0]
    made = precision.figures(track, limit)
    assert len(made) == precision.MOST
    for panel in precision.panels(track, limit):
        assert panel.probability.sum(axis=1) == pytest.approx(1.0)
        assert panel.end.sum() == pytest.approx(1.0)
        assert panel.probability[0] == pytest.approx(1 / len(panel.actions), abs=1e-9)
    assert all(svg.startswith("<svg") for each in drawings(made).values() for _, svg in each)
    html = precision.page(track, "Freeze for relief", "0", limit, command="overture path")
    assert precision.says(track, limit)[:40] in html
    assert "Given intent=keep" in html


def test_what_settles_last_is_named_as_its_figure_is() -> None:
    early, late = (np.array([[0.5, 0.5], [1.0, 0.0], last]) for last in ([1.0, 0.0], [0.0, 1.0]))
    track = pd.DataFrame(
        {
            "point": np.repeat([0, 1, 2], 4), "precision_range": np.repeat([0.0, 10.0, 20.0], 4), "folds": 0,
            "player": ["The rebels", "The rebels", "The guard", "The guard"] * 3,
            "infoset": ["offer", "offer", "answer | that the rebels offer a truce", "answer | that the rebels offer a truce"] * 3,
            "action": ["offer", "wait", "accept", "refuse"] * 3,
            "probability": np.hstack([early, late]).ravel(),
        }
    )  # fmt: skip
    said = precision.says(track)
    assert "the last to settle is “The guard: answer”, given that the rebels offer a truce. The path" in said
