"""Events over a game's own names: judged against a reading of each history, and every fault once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import EventError
from overture.games.measured.event import choice_at_terminals, mask, names, subtree_end
from overture.games.telling.language import chance, game, move
from overture.games.tree import Tree

from . import twins
from .random_games import trees


@game("Leader", "Counterpart")
def deal(p):
    yield chance("intent", {"keep": 0.5, "cheat": 0.5}, seen_by="Leader")
    offer = yield move("Leader", "offer", ["freeze", "none"])
    if offer == "freeze":
        yield move("Counterpart", "L:answer", ["accept", "reject"])
    return {"Leader": 0, "Counterpart": 0}


TREE = deal.tree()
History = dict[str, str]


def histories(tree: Tree) -> list[History]:
    """What happened on each complete history, as {move: choice}."""
    told = []
    for end in tree.terminal.tolist():
        nodes = twins.path(tree, end)
        told.append(
            {
                tree.labels.set_name[tree.set_of[before]]: tree.labels.edge[tree.edge[node]]
                for before, node in pairwise(nodes)
            }
        )
    return told


@pytest.mark.parametrize(
    ("expression", "meaning"),
    [
        ('intent == "cheat"', lambda h: h["intent"] == "cheat"),
        ('"cheat" == intent', lambda h: h["intent"] == "cheat"),
        ('intent != "cheat"', lambda h: h["intent"] != "cheat"),
        (
            'intent == "cheat" and offer == "freeze"',
            lambda h: h["intent"] == "cheat" and h["offer"] == "freeze",
        ),
        ('intent == "cheat" or offer == "none"', lambda h: h["intent"] == "cheat" or h["offer"] == "none"),
        ('not (intent == "cheat")', lambda h: h["intent"] != "cheat"),
        ('offer in ("freeze", "none")', lambda h: True),
        ('offer not in ["freeze"]', lambda h: h["offer"] != "freeze"),
        ('move("L:answer") == "accept"', lambda h: h.get("L:answer") == "accept"),
        ('move("L:answer") != "accept"', lambda h: h.get("L:answer") != "accept"),
        ('made(move("L:answer"))', lambda h: "L:answer" in h),
        ("made(offer)", lambda h: True),
        ("True", lambda h: True),
        ("False", lambda h: False),
        (' offer == "none"\n', lambda h: h["offer"] == "none"),
        ("intent in ()", lambda h: False),
    ],
)
def test_what_an_expression_means(expression: str, meaning: Callable[[History], bool]) -> None:
    assert mask(TREE, expression).tolist() == [meaning(history) for history in histories(TREE)]


@settings(max_examples=80)
@given(tree=trees(), data=st.data())
def test_masks_of_random_games(tree: Tree, data: st.DataObject) -> None:
    told = histories(tree)
    names_there = sorted(set(tree.labels.set_name))
    name = data.draw(st.sampled_from(names_there))
    choice = data.draw(st.sampled_from(sorted({h[name] for h in told if name in h})))
    event = mask(tree, f'{name} == "{choice}"')
    assert event.tolist() == [h.get(name) == choice for h in told]
    np.testing.assert_array_equal(mask(tree, f'{name} != "{choice}"'), ~event)
    taken = choice_at_terminals(tree, name)
    assert [tree.labels.edge[at] if at >= 0 else None for at in taken] == [h.get(name) for h in told]


@given(tree=trees())
def test_subtrees_are_stretches_of_nodes(tree: Tree) -> None:
    end = subtree_end(tree)
    for node in range(tree.n_nodes):
        below = [each for each in range(tree.n_nodes) if node in twins.path(tree, each)]
        assert below == list(range(node, end[node]))


def test_names_of_an_expression() -> None:
    assert names('made(offer) and move("L:answer") == "accept" or intent != "keep"') == (
        "offer",
        "L:answer",
        "intent",
    )
    assert names('move(3) == "accept"') == ()
    assert names('remove("offer") == "accept" or live("offer") == "accept"') == ("remove", "live")


@pytest.mark.parametrize(
    ("fault", "expression"),
    [
        ("event/syntax", "intent =="),
        ("event/syntax", ""),
        ("event/syntax", "intent = 'keep'"),
        ("event/syntax", "(" * 2000 + "True" + ")" * 2000),
        ("event/syntax", "not " * 5000 + "True"),
        ("event/syntax", "intent == 'a\0'"),
        ("event/grammar", "intent"),
        ("event/grammar", "intent > 'keep'"),
        ("event/grammar", "intent == offer"),
        ("event/grammar", "'keep' == 'keep'"),
        ("event/grammar", "intent == None"),
        ("event/grammar", "1"),
        ("event/grammar", "'keep' in intent"),
        ("event/grammar", "intent in 'keep'"),
        ("event/grammar", "intent in ('keep', None)"),
        ("event/grammar", "intent == 'keep' == 'keep'"),
        ("event/grammar", "__import__('os')"),
        ("event/grammar", "made('offer')"),
        ("event/grammar", "made(offer, intent)"),
        ("event/grammar", "made()"),
        ("event/grammar", "made(**offer)"),
        ("event/grammar", "made(offer, **intent)"),
        ("event/grammar", "move('intent', **offer) == 'keep'"),
        ("event/grammar", "remove('intent') == 'keep'"),
        ("event/grammar", "live('intent') == 'keep'"),
        ("event/grammar", "move(offer) == 'freeze'"),
        ("event/grammar", "-True"),
        ("event/grammar", "True if intent == 'keep' else False"),
        ("event/name", "intend == 'keep'"),
        ("event/name", "made(reply)"),
        ("event/choice", "intent == 'cheet'"),
        ("event/choice", "offer in ('freeze', 'thaw')"),
    ],
)
def test_each_fault_of_an_event(fault: str, expression: str) -> None:
    with pytest.raises(EventError) as error:
        mask(TREE, expression)
    assert error.value.id == fault


def test_one_mend_holds_the_sign_and_the_quotation_marks() -> None:
    with pytest.raises(EventError) as error:
        mask(TREE, "offer=freeze and intent != keep")
    assert [each.mend for each in error.value.faults] == ['write offer == "freeze" and intent != "keep"']


@pytest.mark.parametrize(
    ("expression", "mend"),
    [
        ("intent == keep", 'write intent == "keep"'),
        ("'intent' == 'keep'", 'write move("intent") == "keep"'),
        ("'keep' != 'intent'", 'write move("intent") != "keep"'),
        ("'keep' == 'cheat'", ""),
    ],
)
def test_a_comparison_without_its_quotes_is_written_out(expression: str, mend: str) -> None:
    with pytest.raises(EventError) as error:
        mask(TREE, expression)
    assert error.value.faults[0].mend == mend


def test_all_faults_at_once_with_the_nearest_name() -> None:
    with pytest.raises(EventError) as error:
        mask(TREE, "intend == 'keep' and offer == 'freze' or intent")
    assert [fault.id for fault in error.value.faults] == ["event/name", "event/choice", "event/grammar"]
    assert "did you mean 'intent'" in error.value.faults[0].mend.lower()
    assert "did you mean 'freeze'" in error.value.faults[1].mend.lower()


def test_a_move_whose_name_has_spaces_is_suggested_as_it_is_written() -> None:
    @game("A")
    def told(p):  # type: ignore[no-untyped-def]
        yield move("A", "act 1", ["a", "b"])
        return {"A": 0}

    with pytest.raises(EventError, match=r'Did you mean move\("act 1"\)\?'):
        mask(told.tree(), 'act1 == "a"')


@game("Ann")
def demand(p):
    yield move("Ann", "ask", [-1, "1/3", 0.5, 2, "1e9", "2/0"])
    return {"Ann": 0}


ASK = demand.tree()


@pytest.mark.parametrize(
    ("expression", "choices"),
    [
        ("ask == -1", ["-1"]),
        ("ask == 1/3", ["1/3"]),
        ("ask == 2/6", ["1/3"]),
        ("1/2 == ask", ["0.5"]),
        ("ask == 2.0", ["2"]),
        ("ask in (-1, 1/3, '2')", ["-1", "1/3", "2"]),
        ("ask != -(-2)", ["-1", "1/3", "0.5", "1e9", "2/0"]),
    ],
)
def test_a_choice_that_is_a_number_is_found_by_its_value(expression: str, choices: list[str]) -> None:
    ends = choice_at_terminals(ASK, "ask")[mask(ASK, expression)]
    assert [ASK.labels.edge[edge] for edge in ends] == choices


@pytest.mark.parametrize(
    ("fault", "expression"),
    [
        ("event/choice", "ask == 1/4"),
        ("event/choice", "ask == '2/6'"),
        ("event/choice", "ask == 1000000000"),
        ("event/grammar", "ask == 1/0"),
        ("event/grammar", "ask == 1e999"),
        ("event/grammar", "ask == 1 + 1"),
        ("event/grammar", "1/3 == 1/3"),
    ],
)
def test_what_is_no_number_or_no_choice_is_refused(fault: str, expression: str) -> None:
    with pytest.raises(EventError) as error:
        mask(ASK, expression)
    assert error.value.id == fault
