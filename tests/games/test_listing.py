"""Information sets as rows: by player and number, with the numbers of one world."""

from __future__ import annotations

import numpy as np
import pytest

from overture.games.files.efg import read_efg
from overture.games.listing import infoset_rows
from overture.games.measured.measure import assess

# The file numbers the second player's sets against the order in which they come.
TEXT = """EFG 2 R "signal" { "Sender" "Receiver" }
c "" 1 "" { "weak" 1/4 "strong" 3/4 } 0
p "" 1 2 "weak" { "beer" "quiche" } 0
p "" 2 5 "saw beer" { "duel" "walk" } 0
t "" 1 "" { 0, 1 }
t "" 2 "" { 2, 0 }
p "" 2 3 "saw quiche" { "duel" "walk" } 0
t "" 3 "" { 1, 1 }
t "" 4 "" { 3, 0 }
p "" 1 1 "strong" { "beer" "quiche" } 0
p "" 2 5 "saw beer" { "duel" "walk" } 0
t "" 5 "" { 1, -1 }
t "" 6 "" { 3, 0 }
p "" 2 3 "saw quiche" { "duel" "walk" } 0
t "" 7 "" { 0, -1 }
t "" 8 "" { 2, 0 }
"""


def test_rows_come_by_player_then_number_with_beliefs_in_the_order_of_the_nodes() -> None:
    tree = read_efg(TEXT)
    play = {"weak": (1, 0), "saw beer": (0.5, 0.5), "saw quiche": (0, 1), "strong": (0.5, 0.5)}
    strategy = np.concatenate([play[label] for label in tree.labels.set_label[: tree.n_infosets]])
    found = assess(tree, strategy)
    rows = infoset_rows(tree, strategy, found.belief[0], found.reach[0], found.regret[0])
    assert [(row["player"], row["number"], row["label"]) for row in rows] == [
        ("Sender", 1, "strong"),
        ("Sender", 2, "weak"),
        ("Receiver", 3, "saw quiche"),
        ("Receiver", 5, "saw beer"),
    ]
    strong, weak, quiche, beer = rows
    assert weak["actions"] == ["beer", "quiche"]
    assert strong["strategy"] == [0.5, 0.5]
    # By hand: beer comes from the weak with 1/4 and from the strong with 3/8.
    assert beer["belief"] == pytest.approx([0.4, 0.6])
    assert quiche["belief"] == pytest.approx([0, 1])
    assert [row["reach"] for row in rows] == pytest.approx([0.75, 0.25, 0.375, 0.625])
    # A duel after beer pays 0.4 - 0.6, a walk nothing; half of each regrets 0.1.
    assert beer["regret"] == pytest.approx(0.1)
    assert quiche["regret"] == pytest.approx(0)
    # Beer gives the weak 1, quiche 3; the strong 2 either way.
    assert weak["regret"] == pytest.approx(2)
    assert strong["regret"] == pytest.approx(0)
    assert all(isinstance(row["regret"], float) for row in rows)
