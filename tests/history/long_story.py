"""The long freeze as a history: its steps, and its verified equilibria as members."""

from __future__ import annotations

from collections.abc import Sequence

import overture as ov
from overture.games.tree import Tree
from overture.history.table import HistoryTable
from tests.models.long_reference import eight, told_short

REFUSED = ov.HistoryStep("talks broke down", 'answer1 == "reject"')
WARM = ov.HistoryStep("letters were warm", 'letters == "warm"')
COOL = ov.HistoryStep("letters were cool", 'letters == "cool"')
INDIFFERENT = ov.HistoryStep("he said that he is indifferent", 'statement2 == "indifferent"')
RETURNS = ov.HistoryStep("X returned", 'election2 == "X"')
COMES = ov.HistoryStep("Y came", 'election2 == "Y"')
THIN = ov.HistoryStep("thin was offered", 'offer2 == "thin"')
ACCEPTED = ov.HistoryStep("it was accepted", 'answer2 == "accept"')
ALARM = ov.HistoryStep("an alarm came", 'inspection2 == "alarm"')
CLEAN = ov.HistoryStep("the report was clean", 'inspection2 == "clean"')
MADE = ov.HistoryStep("the deal was made", 'answer1 == "accept"')
HELD = ov.HistoryStep("it held", 'snapback1 != "snap"')
TYPES = {"Leader": "intent", "X": "kind_X", "Y": "kind_Y"}
SEPARATING, POOLING = "reopen/keep, S", "reopen/keep, P"


def member(name: str, weight: float = 1) -> ov.NamedPlay:
    return ov.NamedPlay(name, eight()[name].play, weight)


def asked(
    steps: Sequence[ov.HistoryStep],
    members: Sequence[ov.NamedPlay] | None = None,
    tree: Tree | None = None,
) -> HistoryTable:
    return ov.histories(tree or told_short(), members or [member(POOLING)], steps, TYPES, (RETURNS, COMES))
