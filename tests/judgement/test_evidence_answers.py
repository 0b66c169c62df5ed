"""What the judgement says of its evidence, on the flagship: cards, matrix, what survives, and the two readings."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from overture.case.draw import draw
from overture.case.evidence import evidence_of
from overture.case.load import Loaded, load
from overture.case.schema import Range
from overture.errors import FileError
from overture.evidence.sheet import Sheet
from overture.game.measure import terminal_probability
from overture.judgement.play.solve import solve_case
from overture.judgement.readings import _believing, readings
from overture.judgement.sources import matrix, sources, survivals
from overture.judgement.weighed import Weighed, weigh_case

FLAGSHIP = Path(__file__).resolve().parents[2] / "cases" / "freeze-for-relief"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(FLAGSHIP)


@pytest.fixture(scope="module")
def weighed(loaded: Loaded) -> Weighed:
    tree = loaded.game.tree(dict(draw(loaded.parameters, 24, 1)))
    return weigh_case(loaded, solve_case(loaded.case, tree, 1, 1))


def middle(loaded: Loaded, **judged: object) -> Weighed:
    """The one world of the modes, the insider judged otherwise."""
    assert loaded.sheet is not None
    modes = {
        name: Range(value=given.value if given.value is not None else given.mode)
        for name, given in loaded.parameters.items()
    }
    people = [
        entry.model_copy(update=judged) if entry.id == "ri" else entry for entry in loaded.sheet.sources
    ]
    changed = replace(loaded, parameters=modes, sheet=loaded.sheet.model_copy(update={"sources": people}))
    tree = changed.game.tree(dict(draw(modes, 1, 1)))
    return weigh_case(changed, solve_case(changed.case, tree, 1, 1))


def test_each_source_says_what_it_is_worth(weighed: Weighed) -> None:
    cards = {card.id: card for card in sources(weighed)}
    insider = cards["ri"]
    assert insider.log_odds.mean == pytest.approx(np.log(1.25))  # the worked example's ratio
    assert insider.naive > insider.log_odds.mean  # the writer's echo counted again
    assert insider.without["exploit"] < weighed.now.probability("exploit")
    states = {line.state: line for line in insider.states}
    assert states["informed on aims"].prior == pytest.approx(0.35)
    assert sum(line.posterior for line in insider.states) == pytest.approx(1.0)
    assert cards["writer"].log_odds.mean == 0.0
    assert cards["officials"].log_odds.mean == 0.0  # learnt from public acts


def test_each_claim_says_what_became_of_it(weighed: Weighed) -> None:
    claims = {claim.id: claim for card in sources(weighed) for claim in card.claims}
    first = claims["deceptive-offer"]
    assert (first.standing, first.used) == ("root", True)
    assert first.in_place == pytest.approx(1.25)
    assert first.knew == pytest.approx(0.35 * 0.9)
    echo = claims["writer-deception"]
    assert (echo.standing, echo.in_place) == ("echo", 1.0)
    assert not claims["indifference"].used


def test_the_matrix_is_a_view_of_the_posterior(weighed: Weighed) -> None:
    rows = matrix(weighed)
    assert {row.item for row in rows} == {item.name for item in weighed.now.ledger.items}
    spreads = [row.spread for row in rows]
    assert spreads == sorted(spreads, reverse=True)
    prior = {label: weighed.now.ledger.probability(label, None, [])[0] for label in weighed.labels}
    for row in rows:
        assert sum(prior[label] * cell.fit for label, cell in row.cells.items()) == pytest.approx(1.0)
        item = next(item for item in weighed.now.ledger.items if item.name == row.item)
        alone = weighed.now.ledger.probability("exploit", None, [item])[0]
        assert alone == pytest.approx(prior["exploit"] * row.cells["exploit"].fit)


def test_what_survives_without_one_thing(weighed: Weighed) -> None:
    listed = survivals(weighed)
    assert {each.kind for each in listed} >= {"testimony", "equilibrium", "parameter", "lineage", "control"}
    assert [each.same for each in listed] == sorted(each.same for each in listed)
    insider = next(card for card in sources(weighed) if card.id == "ri")
    without = next(each for each in listed if each.kind == "testimony")
    assert insider.name in without.words
    assert without.posterior == pytest.approx(insider.without["exploit"])
    assert all(0.0 <= each.share <= 1.0 for each in listed)
    assert len({(each.words, each.without) for each in listed}) == len(listed)
    ranges = [each.words for each in listed if each.kind == "parameter"]
    assert len(set(ranges)) == len(ranges)  # the worse half of each only


def test_an_act_that_only_a_tie_of_all_types_decides_moves_no_weight(weighed: Weighed) -> None:
    """Where talk changes nothing all types may talk or not: how often they do is no evidence of the equilibrium."""
    event = weighed.loaded.case.done[0].event
    chance = weighed.history[..., weighed.events[event]].sum(axis=2)
    at = weighed.solved.classes.index("separating")
    there = weighed.solved.present[:, at]
    found = terminal_probability(
        weighed.tree.world(np.flatnonzero(there)), weighed.solved.strategy[there, at]
    )
    assert (found[:, weighed.events[event]].sum(axis=1) < 0.6).mean() > 0.5  # as found, half of them talk
    assert (chance[there, at] > 0.99).mean() > 0.9
    table = weighed.now.equilibria().set_index("equilibrium")
    kept = table["after acts"] / table["prior"]
    assert kept["separating"] == pytest.approx(kept["pooling on thin"], rel=0.1)


# -- two readings ---------------------------------------------------------------------------------------


def test_if_all_know_the_types_are_as_likely_as_the_testimony_says(weighed: Weighed) -> None:
    belief = {"exploit": np.full(24, 0.7), "keep": np.full(24, 0.3)}
    prior = {label: weighed.now.ledger.probability(label, None, [])[1] for label in weighed.labels}
    tree = _believing(weighed.tree, "intent", prior, belief)
    at = tree.labels.set_name.index("intent")
    here = slice(int(tree.edge_start[at]) - tree.n_actions, int(tree.edge_start[at + 1]) - tree.n_actions)
    labels = tree.labels.edge[int(tree.edge_start[at]) : int(tree.edge_start[at + 1])]
    assert tree.chance[:, here] == pytest.approx(np.array([[belief[name][0] for name in labels]] * 24))
    assert np.array_equal(tree.payoff, weighed.tree.payoff)


def test_the_two_readings_part_where_trust_ends_the_pooling(loaded: Loaded) -> None:
    """FLAGSHIP.md: pooling on a thin offer needs an exploiter no likelier than one half.

    A defector known to have sat in the room takes belief beyond that. If only we know it, the thin offer still
    comes and is refused; if all know it, hardly anybody makes it.
    """
    found = middle(loaded, access={"aims": 0.95}, says_anyway=0.1)
    assert found.now.probability("exploit") > 0.5
    rows = {row.what: row for row in readings(found, 1, 1)}
    offered = next(row for what, row in rows.items() if what.startswith("chance"))
    assert offered.only_we_know > 3 * offered.all_know
    assert offered.only_we_know == pytest.approx(found.now.probability(found.loaded.case.offer.event))
    assert rows["if it is offered: best reply"].only_we_know == "reject"
    assert rows["if it is offered: value of accept"].only_we_know == pytest.approx(
        float(found.offered.choice().overall[found.replies.index("accept")])
    )


def test_without_testimony_there_is_one_reading(weighed: Weighed) -> None:
    silent = weigh_case(weighed.loaded, weighed.solved, told=False)
    assert readings(silent, 1, 1) == []


# -- the sheet as weighing needs it ---------------------------------------------------------------------


def sheet(*claims: dict, **access: object) -> Sheet:
    people = [
        {"id": "ri", "access": access or 0.5},
        {"id": "press", "faithful": 0.97, "invented": 0.05},
        {"id": "echo"},
    ]
    return Sheet.model_validate({"sources": people, "claims": list(claims)})


def test_the_hands_of_a_chain_are_its_relays() -> None:
    said = {"id": "c", "source": "ri", "event": "E", "chain": ["echo", "press", "ri"]}
    _, (claim,) = evidence_of(sheet(said), "s")
    assert claim.relays == ((0.97, 0.05),)  # who passes all on faithfully changes nothing
    _, (claim,) = evidence_of(sheet({**said, "relays": [[0.9, 0.1]]}), "s")
    assert claim.relays == ((0.9, 0.1),)


def test_every_fault_of_the_evidence_is_told_at_once() -> None:
    with pytest.raises(FileError) as caught:
        evidence_of(
            sheet(
                {"id": "a", "source": "nobody", "event": "E"},
                {"id": "b", "source": "ri", "event": "E", "topic": "arms"},
                {"id": "c", "source": "ri", "event": "E", "topic": "aims", "credibility": 2},
                {"id": "d", "source": "ri", "event": "E", "topic": "aims", "credibility": 3, "judged_alone": True},
                aims=0.4,
            ),
            "evidence.yaml",
        )  # fmt: skip
    assert [fault.id for fault in caught.value.faults] == [
        "case/source",
        "case/topic",
        "admiralty/credibility",
    ]
    assert "evidence.yaml, claim b" in str(caught.value)


def test_every_event_that_the_sheet_names_is_checked(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(FLAGSHIP, folder)
    file = folder / "evidence.yaml"
    text = file.read_text(encoding="utf-8")
    changed = text.replace('near: intent == "keep"', 'near: intent == "kept"').replace(
        'interest: intent == "keep"', 'interest: aim == "keep"'
    )
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load(folder)
    places = [fault.where for fault in caught.value.faults]
    assert any("claim deceptive-offer" in place for place in places)
    assert any("source officials" in place for place in places)


def test_a_digit_for_a_claim_judged_alone_is_its_accuracy() -> None:
    said = {"id": "c", "source": "ri", "event": "E", "credibility": "2", "judged_alone": True}
    _, (claim,) = evidence_of(sheet(said), "s")
    assert claim.accuracy == 0.85
    assert evidence_of(sheet({**said, "accuracy": 0.6}), "s")[1][0].accuracy == 0.6


def test_what_was_judged_is_checked_before_anything_is_solved(tmp_path: Path) -> None:
    """The judgements of a source and who copied whom, with all other faults of the sheet."""
    folder = tmp_path / "case"
    shutil.copytree(FLAGSHIP, folder)
    file = folder / "evidence.yaml"
    text = file.read_text(encoding="utf-8")
    changed = text.replace("accuracy: 0.9\n", "admiralty: B2\n", 1)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load(folder)
    assert [fault.id for fault in caught.value.faults] == ["admiralty/credibility"]
    # A second copy that says the reverse of what it copies.
    more = '  - {id: reverse, source: writer, event: intent == "keep", copy_of: deceptive-offer}'
    file.write_text(text.replace("claims:\n", f"claims:\n{more}\n", 1), encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load(folder)
    assert [fault.id for fault in caught.value.faults] == ["lineage/reverse"]
