"""Results in a notebook: short texts, small tables, frames with known columns, and files that are measured again."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overture as ov
from overture.errors import FileError
from overture.games.files.efg import read_efg
from overture.games.measured.play import Play
from overture.models import defaults, find
from overture.solvers.bounds.bounds import nash_bound
from overture.solvers.bounds.nash_range import nash_range
from tests.cli.run import overture
from tests.solvers.small_games import small_game


@ov.game("Leader", "Counterpart", title="an offer <b>&")
def offer(p: Any) -> Any:
    intent = yield ov.chance("intent", {"keep": 1 - p.doubt, "cheat": p.doubt}, seen_by="Leader")
    answer = yield ov.move("Counterpart", "answer", ["accept", "reject"])
    if answer == "reject":
        return {"Leader": 0, "Counterpart": 0}
    conduct = yield ov.move("Leader", "conduct", ["comply", "cheat"], seen_by=())
    gain = 1.0 if conduct == "cheat" and intent == "cheat" else 0.5
    return {"Leader": gain, "Counterpart": p.harm if conduct == "cheat" else 1}


@cache
def tree() -> ov.Tree:
    return offer.tree(doubt=np.array([0.2, 0.5, 0.8]), harm=-1.0)


@cache
def kuhn() -> ov.Tree:
    return find("kuhn-poker").tree(defaults("kuhn-poker"))


def talk() -> ov.Tree:
    """What the first says decides nothing for him, and whether the second gets 2 or 0."""
    text = 'EFG 2 R "<b>&" { "A" "B" }\np "" 1 1 "x" { "l" "r" } 0\nt "" 1 "" { 1, 2 }\nt "" 2 "" { 1, 0 }\n'
    return read_efg(text)


def perfect() -> ov.Tree:
    text = 'EFG 2 R "p" { "A" "B" }\np "" 1 1 "x" { "l" "r" } 0\nt "" 1 "" { 1, 2 }\np "" 2 1 "y" { "u" "d" } 0\n'
    return read_efg(text + 't "" 2 "" { 0, 1/3 }\nt "" 3 "" { 3, 1/3 }\n')


def ways() -> list[ov.NamedPlay]:
    solution = ov.solve(tree())
    play = Play(solution.strategy, solution.order, solution.weight)
    return [ov.NamedPlay("limit", play, np.ones(3)), ov.NamedPlay("the same <b>", play, 0.5)]


def history() -> Any:
    steps = [ov.HistoryStep("it is refused", 'answer == "reject"', tree().players)]
    versus = (
        ov.HistoryStep("it lasts", 'conduct == "comply"'),
        ov.HistoryStep("it ends", 'conduct == "cheat"'),
    )
    return ov.histories(tree(), ways(), steps, {"Leader": "intent"}, versus)


def signalled() -> Any:
    return ov.signal_worth(
        tree(), ways(), [], "answer", {"Leader": "intent"}, seen_by=("Leader", "Counterpart")
    )


def edge() -> Any:
    """With more doubt than one half the counterpart would refuse."""
    play = Play(*(np.array([row]) for row in ([1.0, 0, 1, 0, 0, 1], np.ones(6), np.ones(6))))
    return ov.follow_class(
        offer, {"doubt": 0.2, "harm": -1.0}, ov.NamedPlay("taken <b>&", play), "doubt", 0.8
    )


def driven() -> Any:
    """Two inputs act together, and a third does nothing."""
    plan = ov.saltelli_plan({"x": (0.0, 1.0), "<b>&": (0.0, 0.5, 1.0), "idle": (0.0, 1.0)}, 16)
    return ov.sobol_indices(
        plan, lambda each: {"product": each["x"] * each["<b>&"], "large": each["x"] > 0.7}
    )


def ruled() -> Any:
    draw = np.random.default_rng(1)
    points = {"x": draw.random(100), "<b>&": draw.random(100)}
    return ov.scenario_rule(points, points["x"] > 0.6, with_tree=False)


KINDS: dict[str, Callable[[], Any]] = {
    "Tree": tree,
    "exact Tree": perfect,
    "Solution": lambda: ov.solve(tree()),
    "Solution at a precision": lambda: ov.solve(tree(), precision=np.array([1.0, 2.0, 3.0])),
    "EquilibriumList": lambda: ov.equilibria(tree()),
    "Equilibrium": lambda: ov.equilibria(tree(), 1).members[0],
    "EquilibriumList of signals": lambda: ov.equilibria(read_efg(small_game(0, 2, 2, 5, 0.5))),
    "Across": lambda: ov.equilibria_across(tree()),
    "Beside": lambda: ov.equilibria_beside(tree()),
    "Splits": lambda: ov.undetermined(ov.solve(talk())),
    "BackwardInduction": lambda: ov.backward(perfect()),
    "Dominance": lambda: ov.dominance(tree(), 1),
    "NashList": lambda: ov.extreme_nash(tree(), 1),
    "CorrelatedRange": lambda: ov.correlated_range(tree()),
    "ZeroSum": lambda: ov.zero_sum(kuhn()),
    "Guarantee": lambda: ov.guarantee(tree(), "Counterpart"),
    "NashRange": lambda: nash_range(tree().world(1), 0),
    "Bound": lambda: nash_bound(tree(), 0, "best", 1),
    "HistoryTable": history,
    "SignalWorth": signalled,
    "ActMargin": lambda: ov.act_margin(tree(), ways(), "Counterpart", "answer", "accept"),
    "ClassEdge": edge,
    "SobolIndices": driven,
    "Tornado": lambda: ov.tornado(
        driven(), lambda each: {"product": each["x"] * each["<b>&"], "large": each["x"] > 0.7}
    ),
    "ScenarioRule": ruled,
    "Atlas": lambda: ov.atlas(
        lambda x, y: offer.tree(doubt=x, harm=y), np.array([0.2, 0.5, 0.8]), np.array([-2.0, -1.0])
    ),
}


@cache
def result(kind: str) -> Any:
    return KINDS[kind]()


class Page(HTMLParser):
    """The rows of a table, and whether each tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows, self.open, self.seen = 0, list[str](), set[str]()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.rows += tag == "tr"
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_read_back_as_it_was(kind: str, tmp_path: Path) -> None:
    first = result(kind)
    first.save(tmp_path / "a.json")
    back = ov.load(tmp_path / "a.json")
    back.save(tmp_path / "b.json")
    assert type(back) is type(first)
    assert (tmp_path / "a.json").read_text() == (tmp_path / "b.json").read_text()
    assert repr(back) == repr(first)
    assert back.to_frame().equals(first.to_frame())


SMALL = [(8, 2, 2, 3, 0.0), (9, 2, 3, 3, 0.5), (12, 2, 2, 3, 0.5), (16, 3, 2, 3, 0.5), (35, 2, 2, 4, 0.9)]


@pytest.mark.parametrize("drawn", SMALL, ids=str)
def test_an_entry_is_read_back_under_the_name_that_its_list_gave_it(
    drawn: tuple[int, int, int, int, float], tmp_path: Path
) -> None:
    listed = ov.equilibria(read_efg(small_game(*drawn)))
    listed.save(tmp_path / "a.json")
    assert [each.label for each in ov.load(tmp_path / "a.json").members] == [m.label for m in listed.members]
    for entry in listed.members:
        for player in listed.members[0].tree.players:
            shown = entry.member(best_for=player)
            shown.save(tmp_path / "b.json")
            assert ov.load(tmp_path / "b.json").label == shown.label


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_short_and_its_table_is_escaped(kind: str) -> None:
    shown = result(kind)
    assert len(repr(shown)) < 1000
    assert all(len(line) <= 180 for line in repr(shown).splitlines())
    page = Page()
    page.feed(shown._repr_html_())
    assert not page.open
    assert page.rows <= 21
    assert "overflow-x:auto" in shown._repr_html_()
    picture = (
        {"svg", "title", "desc", "rect", "polyline", "circle", "text"}
        if "<svg" in shown._repr_html_()
        else set()
    )
    # The title's own <b> and & are text.
    assert page.seen <= {"div", "b", "br", "table", "tr", "th", "td"} | picture
    assert "<b>&" not in shown._repr_html_()


def test_a_long_table_says_what_it_leaves_out() -> None:
    many = ov.solve(offer.tree(doubt=np.linspace(0.1, 0.9, 40), harm=-1.0))
    assert many._repr_html_().endswith("and 220 more rows</div>")
    assert many._repr_html_().count("<tr>") == 21
    across = ov.equilibria_across(many.tree)
    assert across._repr_html_().count("<tr>") == 1 + len(across.families)
    assert "e-17" not in across._repr_html_()


def test_columns_of_a_solution() -> None:
    frame = ov.solve(tree()).to_frame()
    old = ["world", "player", "number", "infoset", "action", "strategy", "value", "reach", "regret"]
    assert list(frame.columns) == [*old, "belief", "payoff", "class", "status", "doubt", "harm"]
    assert frame.loc[0, "belief"] == "intent=keep 0.80, intent=cheat 0.20"
    assert frame["doubt"].tolist() == [0.2] * 6 + [0.5] * 6 + [0.8] * 6
    assert set(frame["class"]) == {"pure (reject)"}
    assert set(ov.solve(tree(), precision=1.0).to_frame()["class"]) == {""}
    assert ov.solve(tree()).to_frame([2])["world"].unique().tolist() == [2]


def test_columns_of_lists() -> None:
    entries = ov.equilibria(tree()).to_frame()
    assert entries["entry"].unique().tolist() == [1, 2]
    assert entries["class"].unique().tolist() == ["mixed", "mixed (2)"]
    assert entries.loc[0, "value_range"] == (0.0, 0.6)
    assert set(entries["range_is"]) == {"exact"}
    assert entries["continuum"].all()
    across = ov.equilibria_across(tree()).to_frame()
    assert across.groupby("world")["entry"].max().tolist() == ov.equilibria_across(tree()).count.tolist()
    for world in range(3):
        there = across[across["world"] == world]
        assert there["doubt"].unique().tolist() == [tree().parameters["doubt"][world]]
        assert there.groupby("entry")["class"].nunique().max() == 1


def test_the_frame_of_a_list_without_entries_has_the_columns_of_the_others() -> None:
    full = ov.equilibria(tree())
    assert list(replace(full, members=()).to_frame().columns) == list(full.to_frame().columns)[:-2]
    across = ov.equilibria_across(tree())
    assert list(replace(across, families=()).to_frame().columns) == list(across.to_frame().columns)
    nash = ov.extreme_nash(perfect())
    assert list(replace(nash, members=()).to_frame().columns) == list(nash.to_frame().columns)


def test_a_parameter_with_the_name_of_a_column_is_marked() -> None:
    @ov.game("A")
    def alone(p: Any) -> Any:
        yield ov.move("A", "go", ["left", "right"])
        return {"A": p.value}

    frame = ov.solve(alone.tree(value=2.0)).to_frame()
    assert frame["p.value"].tolist() == [2.0, 2.0]


# --- files that lie, and files that are none --------------------------------------------------------

LIES: list[tuple[str, list[Any], Any]] = [
    ("Solution", ["strategy", "values", 0], 0.5),
    ("Solution", ["value", "values", 0], 3.0),
    ("Solution", ["regret", "values", 1], 0.25),
    ("Solution", ["max_regret", "values", 1], 0.25),
    ("Solution at a precision", ["status", "values", 0], 0),
    ("Solution at a precision", ["residual", "values", 0], 0.5),
    ("EquilibriumList", ["members", 0, "label"], "separating"),
    ("EquilibriumList", ["members", 0, "is_point"], True),
    ("EquilibriumList", ["members", 0, "certificate", "value", 0], "1/2"),
    ("EquilibriumList", ["members", 0, "certificate", "regret", 0], 0.5),
    ("EquilibriumList", ["members", 0, "known", "pieces", 0, "groups", 0, "corners", 0, 0], "1/7"),
    ("Across", ["families", 0, "value", "values", 0], 3.0),
    ("Across", ["families", 0, "strategy", "values", 0], 3.0),
    ("BackwardInduction", ["value", 0], "2"),
    ("BackwardInduction", ["path_is_unique"], True),
    ("Dominance", ["removed"], []),
    ("NashList", ["members", 0, "certificate", "nash_regret", 0], 0.5),
    ("NashList", ["members", 0, "plan", 0, 1], "1/7"),
    ("CorrelatedRange", ["high", 0], 9.0),
    ("Beside", ["solution", "strategy", "values", 0], 0.5),
    ("Beside", ["world", "values", 0], 1),
    ("Splits", ["split", "value", "values", 1], 1.0),
    ("Splits", ["world", "values", 0], 1),
    ("ZeroSum", ["guarantee", 0], 1.0),
    ("Guarantee", ["value"], 1.0),
    ("Guarantee", ["most"], 1.0),
    ("NashRange", ["low_found"], 0.3),
    ("Bound", ["value"], 0.1),
    ("Bound", ["bound"], 5.0),
    ("HistoryTable", ["members", 0, 1, "values", 0], 0.5),
    ("HistoryTable", ["steps", 0, "event"], "True and"),
    ("SignalWorth", ["members", 0, 1, "values", 0], 0.5),
    ("ActMargin", ["members", 0, 1, "values", 0], 0.5),
    ("ClassEdge", ["member", 1, "values"], [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]),
    ("ClassEdge", ["lasts"], True),
    ("SobolIndices", ["main", "values", 0], 0.9),
    ("SobolIndices", ["indices", 1, "total", "high", "values", 2], 0.9),
    ("SobolIndices", ["plan", "points"], 32),
    ("Tornado", ["base", "shape"], [1, 2]),
    ("ScenarioRule", ["box", "cases"], 3),
    ("ScenarioRule", ["box", "bounds", 0, "value"], 0.9),
    ("Atlas", ["strategy", "values", 0], 0.5),
]


def changed(kind: str, place: list[Any], value: Any, path: Path) -> None:
    result(kind).save(path)
    data = json.loads(path.read_text())
    at = data["result"]
    for key in place[:-1]:
        at = at[key]
    assert at[place[-1]] != value
    at[place[-1]] = value
    path.write_text(json.dumps(data))


@pytest.mark.parametrize(("kind", "place", "value"), LIES, ids=lambda each: str(each))
def test_a_result_that_lies_is_refused(kind: str, place: list[Any], value: Any, tmp_path: Path) -> None:
    changed(kind, place, value, tmp_path / "a.json")
    with pytest.raises(FileError) as told:
        ov.load(tmp_path / "a.json")
    assert len(told.value.faults) == 1
    assert "a.json" in str(told.value)
    assert "allowed:" in str(told.value)


WRONG = {
    "nothing at all": ("", "load/json"),
    "no JSON": ("EFG 2 R", "load/json"),
    "a list": ("[1]", "load/json"),
    "NaN": ('{"format": NaN}', "load/json"),
    "nested without end": ("[" * 100_000, "load/json"),
    "no format": ('{"a": 1}', "load/format"),
    "another version": ('{"format": "overture-result/3"}', "load/format"),
    "an assessment": ('{"format": "overture-assessment/1", "infosets": []}', "load/format"),
    "another kind": (
        '{"format": "overture-result/2", "kind": "os", "overture": "0", "trees": [], "result": {}}',
        "load/kind",
    ),
    "no game": (
        '{"format": "overture-result/2", "kind": "Tree", "overture": "0", "trees": [], "result": null}',
        "load/part",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_in_one_sentence(name: str, tmp_path: Path) -> None:
    text, id = WRONG[name]
    (tmp_path / "wrong.json").write_text(text)
    with pytest.raises(FileError) as told:
        ov.load(tmp_path / "wrong.json")
    assert told.value.id == id
    assert len(str(told.value)) < 700
    assert "allowed:" in str(told.value)


def test_a_file_that_is_missing_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(FileError):
            ov.load(path)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.randoms(use_true_random=False))
def test_a_mutated_file_ends_in_a_result_or_one_error(kind: str, draw: random.Random) -> None:
    """Whatever stands at a place of a file: it is loaded, or refused by a FileError; nothing else happens."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        result(kind).save(path)
        data = json.loads(path.read_text())
        at: Any = data
        while isinstance(at, dict | list) and at:
            key = draw.choice(sorted(at)) if isinstance(at, dict) else draw.randrange(len(at))
            if not isinstance(at[key], dict | list) or not at[key] or draw.random() < 0.1:
                at[key] = draw.choice([None, -1, 7, 1e9, "1/0", "nan", "x", [], {}, True, 10**30])
                break
            at = at[key]
        path.write_text(json.dumps(data))
        with suppress(FileError):
            ov.load(path)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3), st.sampled_from([2, 5, 50]))
def test_any_game_and_its_solution_are_read_back(seed: int, players: int, payoffs: int) -> None:
    import tempfile

    game = read_efg(small_game(seed, players, 3, payoffs, 0.5))
    with tempfile.TemporaryDirectory() as folder:
        for shown in (game, ov.solve(game), ov.equilibria_across(game), ov.dominance(game)):
            shown.save(Path(folder) / "a.json")
            back = ov.load(Path(folder) / "a.json")
            back.save(Path(folder) / "b.json")
            assert (Path(folder) / "a.json").read_text() == (Path(folder) / "b.json").read_text()
        assert ov.load(Path(folder) / "a.json").tree.exact == game.exact


def test_members_of_a_continuum_are_read_back(tmp_path: Path) -> None:
    first = ov.equilibria(tree())
    first.save(tmp_path / "a.json")
    back = ov.load(tmp_path / "a.json")
    for one, other in zip(first.members, back.members, strict=True):
        assert one.value_range == other.value_range
        assert one.free == other.free
        for player in ("Leader", "Counterpart"):
            assert (
                one.member(best_for=player).assessment.profile
                == other.member(best_for=player).assessment.profile
            )


def test_say_takes_a_result_or_a_tree() -> None:
    solution = ov.solve(tree())
    assert ov.say(solution) == ov.say(tree(), solution.strategy, world=0)
    assert "believes intent=keep 0.20" in ov.say(solution, world=2)
    assert "always accept" in ov.say(ov.equilibria(tree()).members[0])
    with pytest.raises(ov.OvertureError, match="without a strategy"):
        ov.say(tree())
    with pytest.raises(ov.OvertureError, match="0 to 2"):
        ov.say(solution, world=3)


def test_a_value_beside_a_payoff_that_is_never_reached_is_no_rounding() -> None:
    never = -3 * 10**12
    tree = ov.strategic({"A": ["u", "d"], "B": ["l", "r"]}, [[(1, 2), (1, 1)], [(never, 0), (0, 0)]])
    solution = ov.solve(tree)
    assert "value: A 1, B 2" in repr(solution)
    assert "Expected payoffs: A 1, B 2." in tree.draw(solution).svg


def test_what_mixing_leaves_of_nothing_is_0(tmp_path: Path) -> None:
    pays = [[(-2, 0), (3, -4)], [(0, 0), (-6, 3)]]
    tree = ov.strategic({"Inspector": ["inspect", "skip"], "Firm": ["comply", "violate"]}, pays)
    solution = ov.solve(tree)
    assert 0 < abs(solution.value[0, 1]) < 1e-15  # comply pays 0, violate 3/7 * -4 + 4/7 * 3
    assert "Firm 0" in repr(solution)
    (tmp_path / "inspection.efg").write_text(ov.write_efg(tree))
    assert "Value: Inspector -1.09091, Firm 0\n" in overture("solve", tmp_path / "inspection.efg").out
