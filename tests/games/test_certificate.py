"""The exact certificate: every verified assessment of the reference, a slow twin, and what must fail."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import FileError, SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.certificate import (
    Assessment,
    AssessmentCertificate,
    certify,
    from_json,
    from_labels,
    from_solution_row,
    to_json,
)
from overture.games.measured.measure import assess
from overture.games.tree import Floats, Tree
from tests.catalogue import Row, history, model, models, published, published_rows, rows
from tests.random_trees import efg_texts, pure_strategies

ROWS = pytest.mark.parametrize("row", rows(), ids=str)
ALL_ROWS = pytest.mark.parametrize("row", [*rows(), *published_rows()], ids=str)


# -- the reference ------------------------------------------------------------------------------


def beliefs(tree: Tree, certificate: AssessmentCertificate) -> dict[str, dict[str, Fraction]]:
    """Beliefs as the reference writes them: sets of several nodes, by history, zeros left out."""
    return {
        tree.labels.set_label[infoset]: {
            history(tree, node): certificate.belief[node]
            for node in tree.members(infoset).tolist()
            if certificate.belief[node]
        }
        for infoset in range(tree.n_infosets)
        if len(tree.members(infoset)) > 1
    }


def behind_shut_branches(tree: Tree) -> set[str]:
    """Sets to which only branches of probability 0 lead: no tremble opens them, so beliefs and values there are a convention."""
    open_nodes = {0}
    for node in range(1, tree.n_nodes):
        odds = tree.chance[0, tree.edge[node] - tree.n_actions] if tree.edge[node] >= tree.n_actions else 1
        if odds > 0 and int(tree.parent[node]) in open_nodes:
            open_nodes.add(node)
    return {
        label
        for infoset, label in enumerate(tree.labels.set_label)
        if open_nodes.isdisjoint(tree.members(infoset).tolist())
    }


@ALL_ROWS
def test_a_verified_assessment_is_reproduced_to_the_last_digit(row: Row) -> None:
    tree = row.tree
    found = certify(tree, row.assessment())
    assert found.exact
    assert found.is_sequential is row.is_sequential
    assert found.max_regret == row.max_regret
    assert max(found.nash_regret) == row.nash_regret
    assert dict(zip(tree.players, found.value, strict=True)) == row.values
    shut = behind_shut_branches(tree)
    for label, value in zip(tree.labels.set_label, found.infoset_value, strict=False):
        assert label in shut or value == row.infoset_values[label]
    open_beliefs = {label: shares for label, shares in beliefs(tree, found).items() if label not in shut}
    assert open_beliefs == {label: shares for label, shares in row.beliefs.items() if label not in shut}
    off_path = [
        tree.labels.set_label[infoset]
        for infoset in range(tree.n_infosets)
        if not any(found.reach[node] for node in tree.members(infoset).tolist())
    ]
    assert tuple(off_path) == row.off_path


def test_the_catalogue_knows_what_the_reference_says_of_it() -> None:
    assert len(models()) == 44
    assert len(rows()) == 67
    assert (len(published()), len(published_rows())) == (46, 71)
    assert [row.game for row in rows() if not row.is_sequential] == [
        "V3_X_counter_free",
        "V3_X_counter_cost38",
        "V5_full_help",
        "V5_full_help",
        "M07b_trust_fails",
        "U01_selten_horse",
    ]
    assert model("M01a_beer_quiche").complete
    assert model("M01a_beer_quiche").n_classes == 2
    assert len(model("M01a_beer_quiche").equilibria) == 3, "one class is a component, met twice"
    assert not model("M02b_sinking_costs").complete
    assert model("M02b_sinking_costs").n_classes == 8
    assert model("M04a_audience_costs").limit_values == (0.05, 0.4)
    for found in models():
        assert not (found.complete and found.n_classes) or len(found.equilibria) >= found.n_classes


def test_failures_are_found_where_they_are() -> None:
    horse = next(row for row in rows() if row.name.startswith("D,a,l"))
    found = certify(horse.tree, horse.assessment())
    assert found.is_nash
    assert not found.is_sequential
    assert found.worst_name == "2"
    assert found.max_regret == 3
    assert str(found) == "not a sequential equilibrium (exact): regret 3 at 2"
    trust = next(row for row in rows() if row.name.startswith("trusting (must FAIL"))
    assert not certify(trust.tree, trust.assessment()).is_nash


# -- the slow twin: trembles are not a limit but small ------------------------------------------

EPSILON = Fraction(1, 10**6)


def trembling(tree: Tree, assessment: Assessment) -> dict[int, Fraction]:
    """[edge] probabilities when every zero is c * eps**k for a small eps, and chance as it is."""
    assert tree.exact is not None
    odds = {tree.n_actions + branch: value for branch, value in enumerate(tree.exact.chance)}
    for action, infoset in enumerate(tree.infoset_of_action.tolist()):
        odds[action] = Fraction(assessment.profile.get((infoset, action), 0))
        if odds[action] == 0:
            weight, order = assessment.trembles.get((infoset, action), (1, 1))
            odds[action] = weight * EPSILON ** int(order)
    return odds


def twin(tree: Tree, assessment: Assessment) -> Iterator[tuple[int, dict[int, Fraction], Fraction]]:
    """For each information set: Bayes' rule under trembles, and the value of the profile there."""
    assert tree.exact is not None
    trembled = trembling(tree, assessment)
    reach = [Fraction(1)] * tree.n_nodes
    for node in range(1, tree.n_nodes):
        reach[node] = reach[tree.parent[node]] * trembled[int(tree.edge[node])]

    def worth(node: int, player: int) -> Fraction:
        paid = tree.exact.payoff[tree.outcome[node]][player] if tree.outcome[node] >= 0 else Fraction(0)
        chances = [(int(child), trembled[int(tree.edge[child])]) for child in children[node]]
        whole = sum(chance for _, chance in chances) or 1
        return paid + sum(chance / whole * worth(child, player) for child, chance in chances)

    children: list[list[int]] = [[] for _ in range(tree.n_nodes)]
    for node in range(1, tree.n_nodes):
        children[tree.parent[node]].append(node)
    for infoset in range(tree.n_infosets):
        nodes = tree.members(infoset).tolist()
        whole = sum(reach[node] for node in nodes)
        held = {node: reach[node] / whole for node in nodes}
        player = int(tree.set_player[infoset])
        yield infoset, held, sum((share * worth(node, player) for node, share in held.items()), Fraction(0))


@pytest.mark.parametrize("row", [row for row in rows() if row.tree.n_nodes < 150], ids=str)
def test_small_trembles_come_close_to_the_limit(row: Row) -> None:
    tree, assessment = row.tree, row.assessment()
    found = certify(tree, assessment)
    scale = 1 + float(np.abs(tree.payoff).max())
    for infoset, held, value in twin(tree, assessment):
        for node, share in held.items():
            assert abs(float(share - found.belief[node])) < 1e-3
        assert abs(float(value - found.infoset_value[infoset])) < 1e-3 * scale


@ROWS
def test_the_fast_measure_agrees(row: Row) -> None:
    tree, found = row.tree, certify(row.tree, row.assessment())
    strategy, order, weight = arrays(tree, row.assessment())
    measured = assess(tree, strategy, order[None], weight[None])
    held = np.array([np.nan if share is None else float(share) for share in found.belief])
    np.testing.assert_allclose(measured.belief[0], held, atol=1e-9)
    np.testing.assert_allclose(measured.regret[0], [float(value) for value in found.regret], atol=1e-9)
    np.testing.assert_allclose(measured.value[0], [float(value) for value in found.value], atol=1e-9)
    np.testing.assert_allclose(measured.reach[0], [float(value) for value in found.reach], atol=1e-9)


# -- any game -----------------------------------------------------------------------------------


def uniform(tree: Tree) -> Assessment:
    sizes = np.diff(tree.edge_start).tolist()
    return Assessment(
        {
            (infoset, action): Fraction(1, sizes[infoset])
            for action, infoset in enumerate(tree.infoset_of_action.tolist())
        }
    )


def pure(tree: Tree, choice: list[int]) -> Assessment:
    return Assessment(
        {(infoset, int(tree.edge_start[infoset]) + at): Fraction(1) for infoset, at in enumerate(choice)}
    )


def play(tree: Tree, assessment: Assessment, player: int) -> Fraction:
    """The expected payoff, one history at a time."""
    assert tree.exact is not None
    total = Fraction(0)
    for end in tree.terminal.tolist():
        chance, paid, node = Fraction(1), Fraction(0), end
        while node >= 0:
            if tree.outcome[node] >= 0:
                paid += tree.exact.payoff[tree.outcome[node]][player]
            if node:
                edge, infoset = int(tree.edge[node]), int(tree.set_of[tree.parent[node]])
                if edge < tree.n_actions:
                    chance *= assessment.profile.get((infoset, edge), Fraction(0))
                else:
                    chance *= tree.exact.chance[edge - tree.n_actions]
            node = int(tree.parent[node])
        total += chance * paid
    return total


@settings(max_examples=60)
@given(efg_texts(players=2), st.data())
def test_the_best_reply_is_the_best_of_all_plans(text: str, data: st.DataObject) -> None:
    tree = read_efg(text)
    sizes = np.diff(tree.edge_start[: tree.n_infosets + 1]).tolist()
    choice = [data.draw(st.integers(0, size - 1)) for size in sizes]
    for assessment in (uniform(tree), pure(tree, choice)):
        found = certify(tree, assessment)
        for player in range(len(tree.players)):
            own = [infoset for infoset in range(tree.n_infosets) if tree.set_player[infoset] == player]
            if np.prod([sizes[infoset] for infoset in own]) > 64:
                continue
            best = []
            for plan in pure_strategies([sizes[infoset] for infoset in own]):
                other = dict(assessment.profile)
                for infoset, at in zip(own, plan, strict=True):
                    for action in range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])):
                        other[infoset, action] = Fraction(int(action == tree.edge_start[infoset] + at))
                best.append(play(tree, Assessment(other), player))
            assert found.value[player] == play(tree, assessment, player)
            assert found.nash_regret[player] == max(best) - found.value[player]


@settings(max_examples=60)
@given(efg_texts())
def test_no_conditional_regret_means_no_regret(text: str) -> None:
    """One-shot deviations suffice: where no information set regrets, no whole plan does better."""
    tree = read_efg(text)
    found = certify(tree, uniform(tree))
    assert all(regret >= 0 for regret in [*found.regret, *found.nash_regret])
    if found.is_sequential:
        assert found.is_nash
    for infoset in range(tree.n_infosets):
        assert sum(found.belief[node] for node in tree.members(infoset).tolist()) == 1


# -- trembles -----------------------------------------------------------------------------------

# A leader of two types stays or crosses; who sees a crossing answers. Nobody crosses.
CROSSING = """EFG 2 R "crossing" { "L" "C" }
c "" 1 "type" { "calm" 3/4 "bold" 1/4 "never" 0 } 0
p "" 1 1 "calm" { "stay" "cross" } 0
t "" 1 "" { 0 0 }
p "" 2 1 "answer" { "yield" "fight" } 0
t "" 2 "" { 1 -1 }
t "" 3 "" { -1 1 }
p "" 1 2 "bold" { "stay" "cross" } 0
t "" 1
p "" 2 1 0
t "" 2
t "" 4 "" { -1 -2 }
p "" 1 3 "never" { "stay" "cross" } 0
t "" 1
p "" 2 1 0
t "" 2
t "" 4
"""
NOBODY_CROSSES = {
    "calm": {"stay": 1},
    "bold": {"stay": 1},
    "never": {"stay": 1},
    "answer": {"fight": "2/3", "yield": "1/3"},
}


def answered(trembles: dict[str, list[object]]) -> tuple[list[object], Fraction]:
    """The beliefs of who answers, and what fighting is worth to him."""
    tree = read_efg(CROSSING)
    found = certify(tree, from_labels(tree, NOBODY_CROSSES, trembles))
    answer = tree.labels.set_label.index("answer")
    fight = int(tree.edge_start[answer]) + 1
    return [found.belief[node] for node in tree.members(answer).tolist()], found.action_value[fight]


def test_equal_trembles_keep_the_odds_of_chance() -> None:
    assert answered({}) == ([Fraction(3, 4), Fraction(1, 4), 0], Fraction(1, 4))


def test_a_weight_shifts_the_belief_and_an_order_decides_it() -> None:
    assert answered({"bold|cross": ["6", 1]})[0] == [Fraction(1, 3), Fraction(2, 3), 0]
    assert answered({"calm|cross": [1, "3/2"]})[0] == [0, 1, 0]
    assert answered({"bold|cross": [10**6, "1.001"]})[0] == [1, 0, 0]


def test_orders_that_are_equal_as_decimals_are_equal() -> None:
    tree = read_efg(
        'EFG 2 R "" { "A" "B" }\np "" 1 1 "a" { "x" "y" } 0 p "" 1 2 "b" { "x" "y" } 0 t "" 0 '
        'p "" 2 1 "z" { "l" } 0 t "" 0 p "" 1 3 "c" { "x" "y" } 0 t "" 0 p "" 2 1 0 t "" 0'
    )
    trembles = {"a|y": [1, 0.1], "c|y": [1, 0.2], "b|y": [1, 0.1 + 0.2]}
    found = certify(tree, from_labels(tree, {name: {"x": 1} for name in "abc"} | {"z": {"l": 1}}, trembles))
    # 0.1 + 0.2 as doubles is not 0.3; as decimals 0.1 and 0.2 make 0.3, and this one is larger.
    members = tree.members(tree.labels.set_label.index("z")).tolist()
    assert [found.belief[node] for node in members] == [0, 1]
    exact = certify(
        tree,
        from_labels(tree, {name: {"x": 1} for name in "abc"} | {"z": {"l": 1}}, trembles | {"b|y": [1, 0.3]}),
    )
    assert [exact.belief[node] for node in members] == [0.5, 0.5]


def test_what_chance_excludes_is_less_likely_than_any_slip() -> None:
    tree = read_efg(CROSSING)
    never = tree.members(tree.labels.set_label.index("answer")).tolist()[2]
    far = {"calm|cross": [1, 1000], "bold|cross": [1, 1000]}
    found = certify(tree, from_labels(tree, NOBODY_CROSSES, far))
    assert found.belief[never] == 0
    assert found.reach[never] == 0


def test_a_slip_of_an_action_that_is_played_counts_for_nothing() -> None:
    assert answered({"calm|stay": ["7", "9"]}) == answered({})


# -- names, JSON, doubles -----------------------------------------------------------------------


@ROWS
def test_an_assessment_survives_json(row: Row) -> None:
    tree, assessment = row.tree, row.assessment()
    text = json.dumps(to_json(tree, assessment))
    back = from_json(tree, text)
    assert {pair: value for pair, value in back.profile.items() if value} == {
        pair: value for pair, value in assessment.profile.items() if value
    }
    assert back.trembles == assessment.trembles
    assert json.dumps(to_json(tree, back)) == text


def test_json_lists_sets_by_player_then_number() -> None:
    tree = read_efg(CROSSING)
    data = to_json(tree, from_labels(tree, NOBODY_CROSSES, {"bold|cross": ["6", "1/2"]}))
    assert [(entry["player"], entry["number"], entry["label"]) for entry in data["infosets"]] == [
        ("L", 1, "calm"),
        ("L", 2, "bold"),
        ("L", 3, "never"),
        ("C", 1, "answer"),
    ]
    assert data["infosets"][1]["tremble"] == [None, ["6", "1/2"]]
    assert data["infosets"][3]["strategy"] == ["1/3", "2/3"]


@pytest.mark.parametrize(
    ("change", "id"),
    [
        (lambda data: data.update(format="other"), "assessment/format"),
        (lambda data: data.update(infosets={}), "assessment/format"),
        (lambda data: data["infosets"].pop(), "assessment/infoset"),
        (lambda data: data["infosets"].append(data["infosets"][0]), "assessment/infoset"),
        (lambda data: data["infosets"].append(7), "assessment/infoset"),
        (lambda data: data["infosets"][0].update(actions=["stay"]), "assessment/actions"),
        (lambda data: data["infosets"][0].update(strategy=["1"]), "assessment/row"),
        (lambda data: data["infosets"][0].update(strategy=["1", "x"]), "assessment/number"),
        (lambda data: data["infosets"][0].update(strategy=[None, "1"]), "assessment/number"),
        (lambda data: data["infosets"][0].update(strategy=["1/0", 1]), "assessment/number"),
        (lambda data: data["infosets"][0].update(tremble=[None, [float("inf"), 1]]), "assessment/number"),
    ],
)
def test_json_that_is_no_assessment_of_the_game_is_refused(change, id: str) -> None:
    tree = read_efg(CROSSING)
    data = to_json(tree, from_labels(tree, NOBODY_CROSSES))
    change(data)
    with pytest.raises(FileError) as caught:
        from_json(tree, data)
    assert caught.value.id == id


def test_text_that_is_not_json_is_refused() -> None:
    with pytest.raises(FileError, match="not JSON"):
        from_json(read_efg(CROSSING), "{")


def test_all_wrong_names_are_said_at_once() -> None:
    with pytest.raises(SolveError) as caught:
        from_labels(
            read_efg(CROSSING),
            {"calm": {"stay": 1, "run": 0}, "angry": {"stay": 1}, "bold": {"stay": "one"}},
            {"calm|run": [1, 1], "calm": [1, 1]},
        )
    assert [fault.id for fault in caught.value.faults] == [
        "assessment/name",
        "assessment/name",
        "assessment/number",
        "assessment/name",
        "assessment/name",
    ]


def test_sets_without_a_label_go_by_player_and_number() -> None:
    tree = read_efg('EFG 2 R "" { "A" }\np "" 1 4 "" { "l|m" "r" } 0 t "" 1 { 1 } t "" 2 { 2 }')
    assessment = from_labels(tree, {"A:4": {"r": 1}}, {"A:4|l|m": [2, 1]})
    assert assessment.profile == {(0, 1): 1}
    assert assessment.trembles == {(0, 0): (2, 1)}
    assert certify(tree, pure(tree, [0])).worst_name == "A:4"


@pytest.mark.parametrize(
    ("profile", "trembles", "id"),
    [
        ({(0, 0): Fraction(1), (9, 0): Fraction(1)}, {}, "certificate/pair"),
        ({(0, 0): Fraction(1), (0, 2): Fraction(0)}, {}, "certificate/pair"),
        ({(0, 0): Fraction(1, 2)}, {}, "certificate/profile"),
        ({(0, 0): Fraction(3, 2), (0, 1): Fraction(-1, 2)}, {}, "certificate/profile"),
        ({(0, 0): float("nan")}, {}, "certificate/profile"),
        ({(0, 0): Fraction(1)}, {(0, 1): (0, 1)}, "certificate/tremble"),
        ({(0, 0): Fraction(1)}, {(0, 1): (1, -1)}, "certificate/tremble"),
    ],
)
def test_what_is_no_assessment_is_refused(profile: dict, trembles: dict, id: str) -> None:
    tree = read_efg('EFG 2 R "" { "A" }\np "" 1 1 "x" { "l" "r" } 0 t "" 1 { 1 } t "" 2 { 2 }')
    with pytest.raises(SolveError) as caught:
        certify(tree, Assessment(profile, trembles))
    assert caught.value.id == id


def arrays(tree: Tree, assessment: Assessment) -> tuple[Floats, Floats, Floats]:
    """[action] strategy, order and weight, as a solver has them."""
    strategy, order, weight = np.zeros(tree.n_actions), np.ones(tree.n_actions), np.ones(tree.n_actions)
    for (_, action), value in assessment.profile.items():
        strategy[action] = float(value)
    for (_, action), (slip, power) in assessment.trembles.items():
        weight[action], order[action] = float(slip), float(power)
    return strategy, order, weight


@ROWS
def test_a_tree_of_doubles_is_certified_in_doubles(row: Row) -> None:
    tree = dataclasses.replace(row.tree, exact=None)
    found = certify(tree, row.assessment())
    exact = certify(row.tree, row.assessment())
    assert not found.exact
    assert found.is_sequential is row.is_sequential
    assert all(isinstance(value, float) for value in [*found.value, *found.regret, *found.reach])
    np.testing.assert_allclose(found.regret, [float(value) for value in exact.regret], atol=1e-12)


@pytest.mark.parametrize("row", [row for row in rows() if row.is_sequential], ids=str)
def test_the_exact_equilibrium_is_recovered_from_doubles(row: Row) -> None:
    """A solver's row, right to seven digits, gives back the very fractions of the reference."""
    strategy, order, weight = arrays(row.tree, row.assessment())
    mixed = (strategy > 0) & (strategy < 1)
    sign = np.where(np.arange(len(strategy)) % 2, 1.0, -1.0)
    found = from_solution_row(row.tree, strategy + 1e-8 * sign * mixed, order, weight)
    assert found.exact
    assert found.is_sequential
    stored = {pair: value for pair, value in row.assessment().profile.items() if value}
    assert {pair: value for pair, value in found.assessment.profile.items() if value} == stored


def test_large_denominators_come_from_the_indifference_equations() -> None:
    """An inspector mixes so that 1000003 to 7 is fair: no small fraction is near enough to be right."""
    tree = read_efg(
        'EFG 2 R "pennies" { "A" "B" }\np "" 1 1 "a" { "l" "r" } 0\n'
        'p "" 2 1 "b" { "l" "r" } 0 t "" 1 { 1 -1000003 } t "" 2 { 0 0 }\n'
        'p "" 2 1 0 t "" 2 t "" 3 { 1000003/7 -7 }\n'
    )
    heads = 7 / 1000010
    found = from_solution_row(tree, np.array([heads, 1 - heads, 1000003 / 1000010, heads]), near=1e-8)
    assert found.exact
    assert found.is_sequential
    assert found.assessment.profile[0, 0] == Fraction(7, 1000010)


def test_the_weight_of_a_tremble_is_recovered_where_a_belief_decides() -> None:
    """Beer-quiche: nobody orders quiche; the duel is a coin's throw only if the weak slip 9 : 1 more."""
    row = next(row for row in rows() if "needs belief exactly 1/2" in row.name)
    strategy, order, weight = arrays(row.tree, row.assessment())
    assert not certify(row.tree, Assessment(row.assessment().profile)).is_sequential
    found = from_solution_row(row.tree, strategy, order, weight * np.where(weight == 9, 1 + 3e-6, 1))
    assert found.exact
    assert found.is_sequential
    answer = row.tree.labels.set_label.index("R:quiche")
    assert [found.belief[node] for node in row.tree.members(answer).tolist()] == [Fraction(1, 2)] * 2


def test_doubles_that_are_no_equilibrium_stay_doubles() -> None:
    trust = next(row for row in rows() if row.name.startswith("trusting (must FAIL"))
    found = from_solution_row(trust.tree, *arrays(trust.tree, trust.assessment()))
    assert not found.exact
    assert not found.is_sequential
    assert found.max_regret == pytest.approx(1 / 4)
