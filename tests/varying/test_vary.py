"""Comparative statics over all equilibria, against a game whose equilibria are known at every value of its parameters."""

from __future__ import annotations

import re

import numpy as np
import pytest

import overture as ov
from overture.errors import OvertureError
from overture.report.figure import missing
from overture.varying import rows
from overture.varying.given import varied_game
from overture.varying.maps import plate_of_varied
from overture.varying.varied import Varied
from tests.cli.run import ROOT

UNREAD = "".join(("fi", "ghts"))  # a word that stands nowhere in this file, as a slip does not
FIGHT, COME = 'end == "fight"', 'come == "in"'


@ov.game("Entrant", "Incumbent")
def entry(p):  # type: ignore[no-untyped-def]
    """Whoever comes is fought where fighting is worth more than 1, the payoff of sharing."""
    come = yield ov.move("Entrant", "come", ["in", "out"])
    if come == "out":
        return {"Entrant": 0, "Incumbent": 2}
    end = yield ov.move("Incumbent", "end", ["fight", "share"])
    if end == "fight":
        return {"Entrant": -p.cost, "Incumbent": p.fight}
    return {"Entrant": 1, "Incumbent": 1}


@pytest.fixture(scope="module")
def varied() -> Varied:
    """Below 1 he shares; above 1 nobody comes; at 1 he may mix, up to 1/2 if anybody is to come."""
    return ov.vary(entry, {"fight": [1.5, 0.5, 1, 0.5]}, [FIGHT, COME], {"cost": 1})


def test_values_rise_and_each_world_has_its_equilibria(varied: Varied) -> None:
    frame = varied.to_frame()
    assert list(frame.columns) == [
        "world", "fight", "equilibrium", "class", "event", "low", "high", "range_is", "selected", "complete",
    ]  # fmt: skip
    assert varied.over[0][1].tolist() == [0.5, 1.0, 1.5]
    assert frame["complete"].all()
    ends = frame.groupby(["fight", "event"])[["low", "high"]].agg({"low": "min", "high": "max"})
    assert ends.loc[(0.5, COME)].tolist() == [1, 1]
    assert ends.loc[(1.5, COME)].tolist() == [0, 0]
    assert ends.loc[(0.5, FIGHT)].tolist() == ends.loc[(1.5, FIGHT)].tolist() == [0, 0]


def test_a_continuum_has_the_range_over_all_its_members(varied: Varied) -> None:
    frame = varied.to_frame()
    tie = frame[(frame["fight"] == 1) & (frame["event"] == FIGHT)]
    assert tie["equilibrium"].tolist() == [1, 2]
    assert tie["low"].tolist() == [0, 0]
    assert tie["high"].tolist() == [0.5, 0.5]
    assert (tie["range_is"] == "exact").all()


def test_beyond_the_worlds_that_are_listed_stand_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_LISTED", 0)
    frame = ov.vary(entry, {"fight": [1]}, FIGHT, {"cost": 1}).to_frame()
    bounds = frame[frame["range_is"] == "bounds"]
    assert len(bounds) == 2
    assert (bounds["low"] <= 0).all()
    assert (bounds["high"] >= 0.5).all()


def test_the_logit_path_is_told_and_marks_where_it_ends(varied: Varied) -> None:
    path = varied.path_frame()
    # Where he is indifferent the path ends at even odds, which make the entrant, too, indifferent.
    assert path[path["event"] == COME]["probability"].tolist() == pytest.approx([1, 0.5, 0], abs=1e-6)
    assert path[path["event"] == FIGHT]["probability"].tolist() == pytest.approx([0, 0.25, 0], abs=1e-6)
    frame = varied.to_frame()
    assert (frame.groupby(["world", "event"])["selected"].sum() == 1).all()


def test_where_the_list_is_not_finished_the_end_of_the_path_is_an_equilibrium_of_its_own() -> None:
    cut = ov.vary(entry, {"fight": [0.5, 1.5]}, [FIGHT, COME], {"cost": 1}, each=1)
    assert not cut.complete.any()
    frame = cut.to_frame()
    rest = frame[frame["range_is"] == "one member"]
    assert rest["world"].nunique() == 2
    assert rest["selected"].all()
    assert (rest["low"] == rest["high"]).all()
    assert rest[rest["event"] == COME]["low"].tolist() == pytest.approx([1, 0], abs=1e-6)
    assert set(rest["class"]) <= {"pure (in, share)", "pure (out)"}
    assert "no equilibrium was found" not in repr(cut)


def test_a_figure_has_a_row_for_each_class_and_a_sentence(varied: Varied) -> None:
    fight, come = varied.figures()
    assert fight.title == f"Probability of {FIGHT} as fight varies"
    assert "from 0.5 to 1.5, the probability is 0 to 0.50 over all equilibria" in fight.sentence
    assert ("pure (in, share)", "0.5", "1") in come.rows
    assert "ends at 1 where fight is 0.5, and at 0 where it is 1.5." in come.sentence
    spec = fight.draw(704).spec()
    assert [axis["title"] for axis in spec["axes"] if "title" in axis] == ["fight"]


def test_a_notebook_shows_the_figure_and_a_row_for_each_class(varied: Varied) -> None:
    pytest.importorskip("vl_convert")
    html = varied._repr_html_()
    assert html.count("<svg") == 2
    html = re.sub(r' style="[^"]*"', "", html)
    assert f"<td>mixed</td><td>1</td><td>{FIGHT.replace(chr(34), '&quot;')}</td><td>0 to 0.5</td>" in html


def test_two_parameters_make_a_grid_and_an_atlas_without_a_case() -> None:
    found = ov.vary(entry, {"fight": [0.5, 1.5], "cost": [0.5, 1.0, 2.0]}, COME)
    frame = found.to_frame()
    assert frame["world"].tolist() == [0, 1, 2, 3, 4, 5]
    assert frame["fight"].tolist() == [0.5, 1.5] * 3
    assert frame["cost"].tolist() == [0.5, 0.5, 1.0, 1.0, 2.0, 2.0]
    assert frame["low"].tolist() == [1, 0] * 3
    made = found.atlas()
    assert made.exists.shape == (2, 3, 2)
    assert made.x_cut[:, 0] == pytest.approx([0.5] * 3, abs=2e-3)  # fighting is worth sharing halfway
    names = [figure.title for figure in found.figures()]
    assert repr(found.figures()[0]).startswith("Figure: Which classes of equilibrium exist. ")
    if not missing():
        assert found._repr_html_().count("<svg") == 3
    assert names[-1] == f"Probability of {COME}"


def test_the_maps_have_a_cell_for_each_point_that_was_computed_and_agree() -> None:
    """He shares at 0.5 and fights at 1.5 and at 2: the border is drawn halfway, on the map of classes as on that of the event."""
    found = ov.vary(entry, {"fight": [0.5, 1.5, 2.0], "cost": [0.5, 1.0]}, COME)
    exists, selected, event = found.figures()
    for figure in (exists, selected, event):
        assert (
            "Computed at 3 by 2 points, which are marked: each cell has the colour of the point in it"
            in figure.sentence
        )
        _, _, wide, high = (plot := figure.draw(330)).box
        (border,) = [
            record["path"]
            for kind, style, records in plot.marks
            if kind == "path" and "stroke" in style
            for record in records
        ]
        assert set(re.findall(r"[ML]([\d.]+),", str(border))) == {f"{wide / 3:.1f}"}  # 1.0, from 0.5 to 2
        assert sum(len(rows) for kind, _, rows in plot.marks if kind == "symbol") == 6
        assert high > 0
    plate = plate_of_varied(found)
    assert plate.quantities[0].value.tolist() == pytest.approx(np.array([[1, 0, 0]] * 2), abs=1e-6)
    assert [plate.kinds[at].name for at in plate.selected[0]] == [
        "pure (in, share)",
        "pure (out)",
        "pure (out)",
    ]


def test_a_story_a_name_and_a_case_are_taken_with_their_parameters() -> None:
    file = ROOT / "overture" / "models" / "stories" / "inspection.yaml"
    for given in ("inspection", file, str(file)):
        asked = varied_game(given)
        assert (asked.game.title, dict(asked.base)) == ("inspection game", {"fine": 1})
    assert varied_game(file).words["fine"] == "what being caught costs the violator"
    case = ov.load_case(ROOT / "cases" / "truce")
    asked = varied_game(case)
    assert asked.base["doubt"] == 0.6
    assert set(asked.base) == set(case.parameters)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"game": entry.tree({"fight": 1, "cost": 1})}, "a Tree, which has no parameters to vary"),
        ({"game": "some.efg"}, "some.efg: a .efg file, whose game has numbers in it and no parameters to vary"),
        ({"game": "kuhn"}, "no game of the catalogue is called 'kuhn'"),
        ({"over": {}}, "0 parameters to vary"),
        ({"over": {"fight": [1], "cost": [1], "more": [1]}, "at": {}}, "3 parameters to vary"),
        ({"over": {"fight": []}}, "values [] of fight"),
        ({"over": {"fight": [np.nan]}}, "values [nan] of fight"),
        ({"over": {"fight": "much"}}, "values 'much' of fight"),
        ({"over": [1, 2]}, "over=[1, 2]"),
        ({"over": {"fight": np.arange(10_001)}}, "10,001 worlds"),
        ({"over": {UNREAD: [1]}, "at": {"fight": 1, "cost": 1}}, f"nobody reads the parameter {UNREAD!r}"),
        ({"at": {"cost": 1, "fight": 2}}, "fight in over= and in at="),
        ({"at": {"cost": [1, 2]}}, "cost = [1, 2]"),
        ({"at": {}}, "cost"),
        ({"of": 'end == "war"'}, "war"),
        ({"of": []}, "of=[]"),
        ({"of": 3}, "of=3"),
    ],
)  # fmt: skip
def test_what_cannot_be_varied_is_refused_in_one_sentence(given: dict[str, object], said: str) -> None:
    asked = {"game": entry, "over": {"fight": [1]}, "of": FIGHT, "at": {"cost": 1}} | given
    with pytest.raises(OvertureError) as caught:
        ov.vary(**asked)  # type: ignore[arg-type]
    assert said in str(caught.value)
    assert len(caught.value.faults) == 1


def test_one_parameter_has_no_atlas(varied: Varied) -> None:
    with pytest.raises(OvertureError, match="3 values to map; allowed: two parameters"):
        varied.atlas()
