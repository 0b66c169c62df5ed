"""A strategy is said as a person would say it: who, having seen what that matters, does and believes what."""

from __future__ import annotations

import numpy as np

import overture as ov
from overture.games.measured.measure import assess
from overture.games.show import outline, say, sayings
from overture.games.tree import Tree


@ov.game("Leader", "Counterpart")
def talk(p):  # type: ignore[no-untyped-def]
    """Words that change nothing, an offer that does."""
    kind = yield ov.chance("kind", {"good": 0.5, "bad": 0.5}, seen_by="Leader")
    yield ov.move("Leader", "words", ["warm", "cold"])
    offer = yield ov.move("Leader", "offer", ["thin", "thick"])
    answer = yield ov.move("Counterpart", "answer", ["yes", "no"])
    if answer == "no":
        return {"Leader": 0, "Counterpart": 0}
    return {"Leader": 1, "Counterpart": 1 if offer == "thick" or kind == "good" else -1}


def play(tree: Tree, wanted: dict[str, float]) -> np.ndarray:
    """The strategy that does, at every move, what ``wanted`` says of "choice" or "seen:choice"."""
    strategy = np.zeros(tree.n_actions)
    for at in range(tree.n_infosets):
        seen = dict(tree.labels.seen[at])
        for edge in range(int(tree.edge_start[at]), int(tree.edge_start[at + 1])):
            label = tree.labels.edge[edge]
            keys = [f"{value}:{label}" for value in seen.values()] + [label]
            strategy[edge] = next(wanted[key] for key in keys if key in wanted)
    return strategy


def test_what_makes_no_difference_is_not_said() -> None:
    tree = talk.tree()
    strategy = play(tree, {"warm": 1, "cold": 0, "good:thick": 1, "thick": 0.25, "good:thin": 0, "thin": 0.75,
                           "thin:yes": 0, "thin:no": 1, "yes": 1, "no": 0})  # fmt: skip
    told = say(tree, strategy, assess(tree, strategy)).splitlines()
    assert told == [
        "Leader, choosing words: always warm",
        "Leader, having seen kind=good, choosing offer: always thick",
        "Counterpart, having seen offer=thin, choosing answer: always no; believes kind=bad 1.00",
        "Counterpart, having seen offer=thick, choosing answer: always yes; believes kind=good 0.80, kind=bad 0.20",
        "Leader, having seen kind=bad, choosing offer: thin 0.75, thick 0.25",
    ]


def test_what_makes_a_difference_is_said() -> None:
    tree = talk.tree()
    strategy = play(tree, {"good:warm": 1, "good:cold": 0, "bad:warm": 0, "bad:cold": 1, "thick": 1, "thin": 0,
                           "yes": 1, "no": 0})  # fmt: skip
    lines = sayings(tree, strategy, assess(tree, strategy))
    first = [each for each in lines if each.move == "words"]
    assert [(each.seen, each.does) for each in first] == [
        ((("kind", "good"),), "always warm"),
        ((("kind", "bad"),), "always cold"),
    ]
    # Belief differs by the words, so the words are said.
    answered = [each for each in lines if each.move == "answer"]
    assert [each.seen for each in answered] == [(("words", "warm"),), (("words", "cold"),)]


def test_outline() -> None:
    assert outline(talk.tree()) == [
        "Chance: kind (good, bad)",
        "  Leader: words (warm, cold)",
        "    Leader: offer (thin, thick)",
        "      Counterpart: answer (yes, no)",
    ]
