"""Gambit's .efg files: every form of the format is read, nothing is lost, every fault has its line."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import Fault, FileError
from overture.games.files.efg import read_efg, write_efg
from overture.games.measured.certificate import certify
from overture.games.telling.language import chance, game
from overture.games.tree import NO_OUTCOME, Tree
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.inspection.dresher_1962 import inspection
from overture.models.kuhn import kuhn
from overture.models.liars_dice import liars_dice_tree
from tests.catalogue import files, rows
from tests.random_trees import efg_texts

# Everything that the format allows and people write, in one game. Node by node:
EVERY_FORM = """\
EFG 2 R "All \\"forms\\" of C:\\\\x" { "Ann" "Bob" "Cy" }
"a comment,
on two lines" c "root" 7 "weather" { "wet" 1/3 "dry" 0.5 "snow" 1.6666666666666666666667e-1 } 0
p "" 1 12 "" { "left" "" } 3 "toll" { -1, .5, 0 }
t "end" 1 "win" { 1 2.50 -3/4 }
p "" 2 4 { "x" "y" "z" } 3
t "" 2 { 1e-2, -2E1, 10 }
t "" 1
t "" 0
p "" 1 12 0
t "" 1 "win" { 1, 5/2, -0.75 }
p "end" 2 4 "" { "x" "y" "z" } 0
t "" 2
t "" 2 "" { 0.01 -20 10. }
t "" 5 "last" {0,0,0,}
t "" 5"""
EVERY_FORM = EVERY_FORM.replace("1.6666666666666666666667e-1", "1/6")


def same(one: Tree, other: Tree) -> bool:
    """Equal in every field: names, numbers, exact rationals, outcomes."""
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(Tree)]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


def test_every_form_of_the_format_is_read() -> None:
    tree = read_efg(EVERY_FORM)
    assert tree.title == 'All "forms" of C:\\x'
    assert tree.players == ("Ann", "Bob", "Cy")
    assert tree.labels.comment == "a comment,\non two lines"
    assert tree.labels.set_label == ("", "", "weather")
    assert tree.labels.set_name == ("Ann:12", "Bob:4", "weather")
    assert tree.labels.set_number == (12, 4, 7)
    assert tree.labels.edge == ("left", "", "x", "y", "z", "wet", "dry", "snow")
    assert tree.labels.node[0] == "root"
    assert tree.labels.node.count("end") == 2
    assert tree.labels.outcome == ("toll", "win", "", "last")
    assert tree.labels.outcome_number == (3, 1, 2, 5)
    assert tree.exact is not None
    assert tree.exact.chance == (Fraction(1, 3), Fraction(1, 2), Fraction(1, 6))
    assert tree.exact.payoff[0] == (-1, Fraction(1, 2), 0)
    assert tree.exact.payoff[2] == (Fraction(1, 100), -20, 10)
    assert tree.set_of.tolist() == [2, 0, -1, 1, -1, -1, -1, 0, -1, 1, -1, -1, -1, -1]
    assert tree.outcome.tolist() == [
        NO_OUTCOME,
        0,
        1,
        0,
        2,
        1,
        NO_OUTCOME,
        NO_OUTCOME,
        1,
        NO_OUTCOME,
        2,
        2,
        3,
        3,
    ]
    assert tree.members(0).tolist() == [1, 7]
    np.testing.assert_array_equal(tree.payoff[0, 1], [1, 2.5, -0.75])


def test_every_form_survives_the_round_trip() -> None:
    tree = read_efg(EVERY_FORM)
    assert same(tree, read_efg(write_efg(tree)))


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_a_reference_file_is_written_as_it_was(file: Path) -> None:
    assert write_efg(read_efg(file)) == file.read_text()


def test_names_that_occur_twice_are_told_apart_as_gambit_does() -> None:
    tree = read_efg(
        'EFG 2 R "" { "" "B" "B" "" }\np "" 1 1 "" { "a" "a" "" "" } 0 t "" 0 t "" 0 t "" 0 t "" 0'
    )
    assert tree.players == ("_1", "B_1", "B_2", "_2")
    assert tree.labels.edge == ("a_1", "a_2", "", "")


def test_a_game_without_moves_is_a_game() -> None:
    tree = read_efg('EFG 2 R "peace" { "A" } t "" 1 "" { 3/2 }')
    assert tree.n_nodes == 1
    assert tree.payoff.tolist() == [[[1.5]]]
    assert same(tree, read_efg(write_efg(tree)))


def test_odds_of_many_decimals_that_all_but_sum_to_one_are_doubles() -> None:
    branches = " ".join(f'"{name}" 0.3333333333' for name in "abc")
    tree = read_efg(f'EFG 2 R "" {{ "A" }}\nc "" 1 "" {{ {branches} }} 0 t "" 0 t "" 0 t "" 0')
    assert tree.exact is None
    assert tree.chance.tolist() == [[0.3333333333] * 3]
    assert same(tree, read_efg(write_efg(tree)))


def test_a_path_a_text_and_the_encodings_of_the_1990s(tmp_path: Path) -> None:
    text = 'EFG 2 R "Zürich" { "Ä" }\nt "" 0\n'
    for encoding in ("utf-8", "utf-8-sig", "latin-1"):
        file = tmp_path / f"EFG {encoding}.efg"
        file.write_bytes(text.replace("\n", "\r\n").encode(encoding))
        assert same(read_efg(file), read_efg(text))
        assert same(read_efg(str(file)), read_efg(text))
    assert same(read_efg(text.replace("\n", " ")), read_efg(text))


def test_one_world_of_many_is_written() -> None:
    tree = read_efg('EFG 2 R "" { "A" }\nc "" 1 "" { "a" 1/2 "b" 1/2 } 0 t "" 1 "" { 1 } t "" 2 "" { 2 }')
    many = dataclasses.replace(
        tree,
        exact=None,
        chance=np.array([[0.5, 0.5], [0.1, 0.9]]),
        payoff=np.array([[[1.0], [2.0]], [[1e-7], [1 / 3]]]),
    )
    back = read_efg(write_efg(many, world=1))
    np.testing.assert_array_equal(back.chance, many.chance[1:])
    np.testing.assert_array_equal(back.payoff, many.payoff[1:])
    assert "e-" not in write_efg(many, world=1), "older readers know no exponents without a point"


# -- bad files ----------------------------------------------------------------------------------

HEAD = 'EFG 2 R "game" { "A" "B" }\n'
SPLIT = 'p "" 1 1 "x" { "a" "b" } 0\n'
END = 't "" 0\n'

# what is wrong, the text, the id of the fault, its line, words of the sentence
BAD = [
    ("not a game", "NFG 1 R\n", "efg/header", 1, "'NFG' where EFG should be"),
    ("another version", 'EFG 1 R "g" { "A" }\nt "" 0', "efg/header", 1, "'1' as version"),
    ("another kind", 'EFG 2 Q "g" { "A" }\nt "" 0', "efg/header", 1, "'Q' as kind of numbers"),
    ("no title", 'EFG 2 R { "A" }\nt "" 0', "efg/syntax", 1, "where the title in quotes should be"),
    ("no players", 'EFG 2 R "g" { }\nt "" 0', "efg/player", 1, "no players"),
    ("open list", 'EFG 2 R "g" { "A"\nt "" 0', "efg/syntax", 2, "}"),
    ("open quote", HEAD + SPLIT + 't "" 0\nt "never 0\n', "efg/text", 4, "never ends"),
    ("no nodes", HEAD, "efg/tree", 1, "no nodes"),
    ("stray word", HEAD + SPLIT + END + 'x "" 0\n', "efg/syntax", 4, "'x' where a node should begin"),
    ("no node label", HEAD + SPLIT + END + "t 0\n", "efg/syntax", 4, "label"),
    (
        "no outcome",
        HEAD + 'p "" 1 1 "x" { "a" "b" }\n' + END + END,
        "efg/number",
        3,
        "'t' as the number of the outcome",
    ),
    (
        "set number 0",
        HEAD + 'p "" 1 0 "x" { "a" } 0\n' + END,
        "efg/number",
        2,
        "number of the information set",
    ),
    ("half a number", HEAD + 't "" 1 "" { 1 2x }\n', "efg/number", 2, "'2x' is not a number"),
    ("two points", HEAD + 't "" 1 "" { 1 2.3.4 }\n', "efg/number", 2, "'2.3.4' is not a number"),
    ("by zero", HEAD + 't "" 1 "" { 1 1/0 }\n', "efg/number", 2, "divides by zero"),
    ("not finite", HEAD + 't "" 1 "" { 1 nan }\n', "efg/number", 2, "'nan' is not a number"),
    ("too large", HEAD + 't "" 1 "" { 1 1e999 }\n', "efg/number", 2, "beyond"),
    ("much too large", HEAD + 't "" 1 "" { 1 1e999999999 }\n', "efg/number", 2, "not a number"),
    ("too long", HEAD + f't "" 1 "" {{ 1 {"9" * 5000} }}\n', "efg/number", 2, "5000 characters"),
    ("too long to fit", HEAD + f't "" 1 "" {{ 1 {"9" * 350} }}\n', "efg/number", 2, "beyond"),
    ("unknown player", HEAD + 'p "" 3 1 "x" { "a" } 0\n' + END, "efg/player", 2, "player 3 does not exist"),
    ("player 0", HEAD + 'p "" 0 1 "x" { "a" } 0\n' + END, "efg/player", 2, "player 0 does not exist"),
    ("no actions", HEAD + 'p "" 1 1 "x" { } 0\n', "efg/set", 2, "no actions"),
    ("set unknown", HEAD + SPLIT + 'p "" 1 2 0\n' + END, "efg/set", 3, "before its actions are given"),
    (
        "two names for a set",
        HEAD + 'c "" 1 "c" { "l" 1/2 "r" 1/2 } 0\n' + SPLIT + END + END + SPLIT.replace("x", "y") + END + END,
        "efg/set",
        6,
        "named 'y' here and 'x' in line 3",
    ),
    (
        "other action count",
        HEAD + 'c "" 1 "c" { "l" 1/2 "r" 1/2 } 0\n' + SPLIT + END + END + 'p "" 1 1 "x" { "a" } 0\n' + END,
        "efg/actions",
        6,
        "1 action(s) here and 2 in line 3",
    ),
    (
        "other action label",
        HEAD + 'c "" 1 "c" { "l" 1/2 "r" 1/2 } 0\n' + SPLIT + END + END + SPLIT.replace("b", "B") + END + END,
        "efg/actions",
        6,
        "'B' here and 'b' in line 3",
    ),
    (
        "odds below one",
        HEAD + 'c "" 1 "c" { "l" 1/3 "r" 0.33 } 0\n' + END + END,
        "efg/odds",
        2,
        "sum to 0.6633333333",
    ),
    (
        "thirds of six digits",
        HEAD + 'c "" 1 "c" { "l" 0.333333 "m" 0.333333 "r" 0.333333 } 0\n' + END * 3,
        "efg/odds",
        2,
        "Write thirds and the like as fractions",
    ),
    ("odds above one", HEAD + 'c "" 1 "c" { "l" 1 "r" 1/100 } 0\n' + END + END, "efg/odds", 2, "sum to 1.01"),
    ("negative odds", HEAD + 'c "" 1 "c" { "l" 3/2 "r" -1/2 } 0\n' + END + END, "efg/odds", 2, "negative"),
    ("no odds", HEAD + 'c "" 1 "c" { "l" "r" } 0\n' + END + END, "efg/odds", 2, "no probabilities"),
    ("some odds", HEAD + 'c "" 1 "c" { "l" 1 "r" } 0\n' + END + END, "efg/odds", 2, "1 probabilities for 2"),
    (
        "other odds",
        HEAD
        + SPLIT
        + ('c "" 1 "c" { "l" 1/2 "r" 1/2 } 0\n' + END + END)
        + ('c "" 1 "c" { "l" 1/3 "r" 2/3 } 0\n' + END + END),
        "efg/odds",
        6,
        "other probabilities here than in line 3",
    ),
    ("outcome 0 pays", HEAD + 't "" 0 "" { 1 1 }\n', "efg/outcome", 2, "outcome 0"),
    ("missing payoffs", HEAD + 't "" 1 "win"\n', "efg/payoffs", 2, "before its payoffs are given"),
    ("too few payoffs", HEAD + 't "" 1 "win" { 1 }\n', "efg/payoffs", 2, "1 payoffs for 2 players"),
    ("too many payoffs", HEAD + 't "" 1 "win" { 1 2 3 }\n', "efg/payoffs", 2, "3 payoffs for 2 players"),
    (
        "other payoffs",
        HEAD + SPLIT + 't "" 1 "win" { 1 2 }\nt "" 1 "win" { 1 3 }\n',
        "efg/payoffs",
        4,
        "other payoffs here than in line 3",
    ),
    (
        "two names for an outcome",
        HEAD + SPLIT + 't "" 1 "win" { 1 2 }\nt "" 1 "loss" { 1 2 }\n',
        "efg/outcome",
        4,
        "'loss' here and 'win' in line 3",
    ),
    (
        "too few nodes",
        HEAD + SPLIT + END,
        "efg/tree",
        2,
        "1 nodes are due, the first of them below this node after 'b'",
    ),
    ("too many nodes", HEAD + SPLIT + END * 3, "efg/tree", 5, "after the tree is complete"),
    (
        "a forgotten move",
        HEAD + SPLIT + ('p "" 1 2 "y" { "l" "r" } 0\n' + END + END) * 2,
        "efg/recall",
        6,
        "would forget an own move: here the last own move is 'b' at set 1 ('x'), in line 3",
    ),
    (
        "forgotten to have moved",
        HEAD
        + 'c "" 1 "c" { "l" 1/2 "r" 1/2 } 0\n'
        + SPLIT
        + END
        + 'p "" 1 2 { "k" } 0\n'
        + END
        + 'p "" 1 2 0\n'
        + END,
        "efg/recall",
        7,
        "there is no own move before",
    ),
    (
        "a set passed twice",
        HEAD + SPLIT + 'p "" 1 1\n0\n' + END * 3,
        "efg/recall",
        3,
        "passed twice on one history, in line 2",
    ),
]


@pytest.mark.parametrize(
    ("text", "id", "line", "words"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_a_bad_file_gets_one_clear_sentence_with_its_line(text: str, id: str, line: int, words: str) -> None:
    with pytest.raises(FileError) as caught:
        read_efg(text)
    (fault,) = caught.value.faults
    assert fault.id == id
    assert fault.where == f"line {line}"
    assert words in str(fault)
    assert "\n" not in str(fault)


def test_all_faults_of_a_file_come_at_once_in_order() -> None:
    text = (
        HEAD + 'c "" 1 "c" { "l" 1/3 "r" 1/3 } 0\nt "" 9\np "" 5 1 "x" { "a" "b" } 0\nt "" z\nt "" 1 { 1 }\n'
    )
    with pytest.raises(FileError) as caught:
        read_efg(text)
    assert [(fault.id, fault.where) for fault in caught.value.faults] == [
        ("efg/odds", "line 2"),
        ("efg/payoffs", "line 3"),
        ("efg/player", "line 4"),
        ("efg/number", "line 5"),
        ("efg/payoffs", "line 6"),
    ]


def test_thousands_of_faults_do_not_flood_the_reader() -> None:
    with pytest.raises(FileError) as caught:
        read_efg(HEAD + 't "" 1 { 1 }\nx\n' * 5000)
    assert len(caught.value.faults) <= 101
    assert caught.value.faults[-1].id == "efg/many"


@pytest.mark.parametrize("path", ["no such file.efg", "", ".", "/dev/zero", "a\0b", "x" * 5000, "\ud800"])
def test_what_is_no_file_is_said_to_be_none(path: str) -> None:
    with pytest.raises(FileError) as caught:
        read_efg(path)
    assert caught.value.id == "efg/absent"
    assert len(str(caught.value)) < 500


def test_the_name_of_the_file_is_in_the_message(tmp_path: Path) -> None:
    file = tmp_path / "crisis.efg"
    file.write_text(HEAD + SPLIT + END)
    with pytest.raises(FileError, match=r"crisis\.efg, line 2: "):
        read_efg(file)


# -- any file at all ----------------------------------------------------------------------------


@given(efg_texts())
def test_any_game_survives_the_round_trip(text: str) -> None:
    tree = read_efg(text)
    assert same(tree, read_efg(write_efg(tree)))


@settings(max_examples=50)
@given(st.text(), st.text(), st.lists(st.text(), min_size=1, max_size=4, unique=True))
def test_any_name_survives_the_round_trip(title: str, label: str, actions: list[str]) -> None:
    tree = read_efg(
        'EFG 2 R "g" { "A" }\np "" 1 1 "x" { ' + '"a" ' * len(actions) + "} 0" + ' t "" 0' * len(actions)
    )
    labels = dataclasses.replace(
        tree.labels, set_name=(label or "A:1",), set_label=(label,), edge=tuple(actions), comment=label + "\\"
    )
    named = dataclasses.replace(tree, title=title, labels=labels)
    assert same(named, read_efg(write_efg(named)))


def read_or_fault(text: str) -> None:
    """Nothing but a tree or a FileError; any other error fails the test."""
    faults: tuple[Fault, ...] = ()
    try:
        read_efg(text)
    except FileError as error:
        faults = error.faults
    assert all(fault.where for fault in faults)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    read_or_fault(text)
    read_or_fault(HEAD + text)


WORDS = [
    '""',
    '"x"',
    '"a" 1/2',
    "{",
    "}",
    "0",
    "1",
    "-1",
    "1/2",
    "1e3",
    ",",
    "p",
    "c",
    "t",
    '"',
    "\\",
    "EFG",
    "\n",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_heap_of_words_breaks_the_reader(words: list[str]) -> None:
    read_or_fault(HEAD + " ".join(words))


@settings(max_examples=300)
@given(st.data())
def test_no_damage_to_a_good_file_breaks_the_reader(data: st.DataObject) -> None:
    text = EVERY_FORM
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gap = data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.sampled_from([*WORDS, ""])) + text[at + gap :]
    read_or_fault(text)


def test_a_long_file_of_open_brackets_is_refused_quickly() -> None:
    for piece in ('"', "{", "\\", 'p "', "9", "t", '"\\'):
        read_or_fault(HEAD + piece * 50_000)


def test_a_very_deep_game_is_read() -> None:
    moves = "".join(f'p "" 1 {number} "" {{ "go" "stop" }} 0\n' for number in range(1, 3001))
    tree = read_efg('EFG 2 R "long" { "A" }\n' + moves + END * 3001)
    assert tree.n_nodes == 6001
    assert same(tree, read_efg(write_efg(tree)))


# -- beside Gambit ------------------------------------------------------------------------------

GAMBIT = """
import json, sys
import pygambit

def told(path):
    game = pygambit.read_efg(path)
    chance = [[(a.label, str(pygambit.Rational(a.prob))) for a in s.actions] for s in game.players.chance.infosets]
    sets = [(s.player.label, s.label, [a.label for a in s.actions], len(s.members)) for s in game.infosets]
    pays = [[str(pygambit.Rational(o[p])) for p in game.players] for o in game.outcomes]
    return game, [game.title, [p.label for p in game.players], chance, sets, pays, len(list(game.nodes))]

answers = []
for job in json.load(sys.stdin):
    game, first = told(job["original"])
    _, second = told(job["written"])
    values = []
    for profile in job["profiles"]:
        mixed = game.mixed_behavior_profile(rational=True)
        for infoset in game.infosets:
            for action in infoset.actions:
                chosen = profile[infoset.label].get(action.label, "0")
                mixed[action] = pygambit.Rational(chosen)
        values.append({p.label: str(mixed.payoff(p)) for p in game.players})
    answers.append({"same": first == second, "values": values})
json.dump(answers, sys.stdout)
"""


def gambit_python() -> str | None:
    """A Python that has pygambit: $OVERTURE_GAMBIT_PYTHON, the bench's, else this one. It runs out of process only."""
    kept = Path(__file__).resolve().parents[2] / ".venv-peers" / "gambit-16.7" / "bin" / "python"
    for python in (os.environ.get("OVERTURE_GAMBIT_PYTHON"), str(kept), sys.executable):
        if (
            python
            and Path(python).exists()
            and subprocess.run([python, "-c", "import pygambit"], capture_output=True).returncode == 0
        ):
            return python
    return None


def test_gambit_reads_what_is_written_and_pays_the_same(tmp_path: Path, reference: Path) -> None:
    python = gambit_python()
    if python is None:
        pytest.skip("no Python with pygambit (set OVERTURE_GAMBIT_PYTHON)")
    jobs, expected = [], []
    for file in files():
        if file.stat().st_size > 20_000:
            continue  # Gambit takes a minute over the largest.
        written = tmp_path / f"{len(jobs)}.efg"
        written.write_text(write_efg(read_efg(file)))
        of_file = [row for row in rows() if row.file == file]
        jobs.append(
            {"original": str(file), "written": str(written), "profiles": [row.profile for row in of_file]}
        )
        values = [certify(row.tree, row.assessment()).value for row in of_file]
        expected.append(
            [
                dict(zip(row.tree.players, map(str, value), strict=True))
                for row, value in zip(of_file, values, strict=True)
            ]
        )
    run = subprocess.run(
        [python, "-c", GAMBIT], input=json.dumps(jobs), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    answers = json.loads(run.stdout)
    for job, answer, values in zip(jobs, answers, expected, strict=True):
        assert answer["same"], job["original"]
        assert answer["values"] == values, job["original"]


def test_sets_of_one_player_that_share_a_label_are_told_apart() -> None:
    """Gambit 16.7 refuses a file in which two sets of a player, or of chance, have one label."""
    tree = kuhn.tree()
    again = read_efg(write_efg(tree))
    seen = list(zip(again.set_player.tolist(), again.labels.set_label, strict=True))
    assert len(set(seen)) == len(seen)
    assert again.labels.set_label[-4:] == ("first card", "second card_1", "second card_2", "second card_3")
    taken = dataclasses.replace(
        tree,
        labels=dataclasses.replace(
            tree.labels, set_label=("x", "x_1", "x", "", "", *tree.labels.set_label[5:])
        ),
    )
    told = read_efg(write_efg(taken)).labels.set_label
    mine = [label for label, who in zip(told, tree.set_player, strict=True) if who == tree.set_player[0]]
    assert len(set(mine) - {""}) == len([label for label in mine if label])


@game("Ann")
def drawn(p):  # type: ignore[no-untyped-def]
    yield chance("colour", {"red": p.a, "blue": p.b, "green": 1 - p.a - p.b})
    return {"Ann": 1}


def test_odds_of_a_file_sum_to_exactly_one() -> None:
    """0.1 + 0.2 + 0.7 as doubles do not; nor do tiny odds beside large ones."""
    for a, b in ((0.1, 0.2), (1 / 3, 1 / 3), (1e-17, 0.3), (5e-324, 0.7)):
        text = write_efg(drawn.tree(a=a, b=b))
        again = read_efg(text)
        assert again.exact is not None
        assert sum(again.exact.chance) == 1
        assert np.abs(again.chance[0] - [a, b, 1 - a - b]).max() < 1e-15


def test_gambit_reads_games_that_were_told(tmp_path: Path) -> None:
    python = gambit_python()
    if python is None:
        pytest.skip("no Python with pygambit (set OVERTURE_GAMBIT_PYTHON)")
    games = [kuhn.tree(), liars_dice_tree(2), inspection.tree(fine=2), freeze_for_relief.tree(DEFAULTS)]
    for at, tree in enumerate(games):
        (tmp_path / f"{at}.efg").write_text(write_efg(tree))
    script = (
        "import sys, pygambit\n"
        "for path in sys.argv[1:]:\n"
        "    game = pygambit.read_efg(path)\n"
        "    print(game.title, '|', len(list(game.nodes)), '|', len(game.infosets))\n"
    )
    paths = [str(tmp_path / f"{at}.efg") for at in range(len(games))]
    done = subprocess.run([python, "-c", script, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{tree.title} | {tree.n_nodes} | {tree.n_infosets}" for tree in games
    ]
