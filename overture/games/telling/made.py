"""Steps that are made and not yielded, and what is yielded in the place of a step: what is wrong, and the mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from types import GeneratorType
from typing import Any

import numpy as np

from overture.games.telling.joint import JointDraw
from overture.games.telling.language import MADE, Game, Step, Telling
from overture.games.telling.raised import written_out
from overture.games.telling.text.untold import KINDS

FROM = "write yield from before it: "
JOINT = "first, second = yield from ov.joint(...)"
MENDS = {
    "move": 'answer = yield ov.move("Player", "answer", ["accept", "reject"])',
    "chance": 'state = yield ov.chance("state", {"good": 0.5, "bad": 0.5})',
}


def unyielded(tell: Callable[[], Telling], sends: Iterable[Any]) -> list[tuple[str, str, str]]:
    """(what was found, the mend, file and line) of each step that a history makes and does not yield; played again to find out."""
    with MADE.apart(placed=True):
        yielded: list[Step] = []
        with suppress(Exception):  # the end, or what the walk has met before
            telling = tell()
            yielded.append(next(telling))
            yielded.extend(map(telling.send, sends))
        told = set(map(id, yielded))
        made = zip(MADE.steps or (), MADE.places or (), strict=True)
        return list(dict.fromkeys((*_lost(step), line) for step, line in made if id(step) not in told))


def _lost(step: Step) -> tuple[str, str]:
    kind, _, name, _, _, payments = step
    if kind == "pay":
        paid = ", ".join(f"{player}=..." for player in payments)
        plain = all(str(player).isidentifier() for player in payments)
        written = paid if plain else "{" + ", ".join(f'"{player}": ...' for player in payments) + "}"
        return (
            f"a payment to {', '.join(map(str, payments))} is made and not yielded",
            f"write yield before it: yield ov.pay({written})",
        )
    if kind == "reveal":
        return (
            f"a reveal of {name!r} is made and not yielded",
            f'write yield before it: yield ov.reveal("{name}")',
        )
    mend = f"{FROM}{JOINT}" if kind == "joint" else f"write yield before it: {MENDS[kind]}"
    return f"{name!r} is made and not yielded", mend


def yielded_in_place(value: Any) -> tuple[str, str]:
    """What is said of something that is yielded and is no step; and the mend."""
    if isinstance(value, JointDraw):
        return "the telling yields a joint draw, which is several steps", f"write yield from: {JOINT}"
    if isinstance(value, GeneratorType):
        name = value.__name__
        return (
            f"the telling yields the story {name}(...), which is several steps",
            f"write yield from: yield from {name}(...)",
        )
    if isinstance(value, Game):
        name = getattr(value.telling, "__name__", "game")
        return (
            f"the telling yields the game {value.title!r}, which is not called",
            f"write yield from {name}(p)",
        )
    mend = ""
    if isinstance(value, Mapping):
        mend = "payoffs are returned: write return in the place of yield"
    elif isinstance(value, bool | np.bool_):
        mend = "write the step in brackets: (yield ov.move(...)) == ..."
    elif isinstance(value, str) and value in KINDS:
        mend = "a step is told by yield: write yield in the place of yield from"
    return f"the telling yields {written_out(value)}", mend
