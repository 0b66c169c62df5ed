"""What is said of terms and is dear to judge, kept in the store of the search under what it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

from overture.games.tree import Floats
from overture.judgement.deal.evaluate import JudgedWorlds
from overture.judgement.deal.ours import BelievedAtTerms
from overture.judgement.deal.whose import Believed, believed
from overture.judgement.progress import Progress
from overture.runs.pieces import WorkPiece

Told = TypeVar("Told")


def kept(
    judge: JudgedWorlds,
    kind: Any,
    what: str,
    asked: Mapping[str, Any],
    vector: Floats,
    work: Callable[[], Told],
) -> Told:
    """What ``work`` says, or what it said before: it hangs on the case, the demand, ``what``, ``asked`` and ``vector`` [C].

    ``kind``: the type of what is said, which is kept as its JSON. What JSON does not give back as it was is not kept.
    """
    form: TypeAdapter[Told] = TypeAdapter(kind)
    demand = judge.demand
    about = {
        "form": what,
        "files": dict(judge.posed.loaded.hashes),
        "break": demand.broken,
        "share": demand.share,
        "margin": judge.margin,
        **asked,
    }
    piece = WorkPiece(about, {"vector": vector + 0.0})
    columns = judge.run.recall(piece)
    if columns is not None:
        return form.validate_json(columns["json"].tobytes())
    found = work()
    text = form.dump_json(found)
    if form.validate_json(text) == found:
        judge.run.remember(piece, {"json": np.frombuffer(text, np.uint8)})
    return found


class LateBelief:
    """What he is and thinks where terms are put to him, worked out when somebody asks."""

    def __init__(self, judge: JudgedWorlds, worlds: int, seed: int, progress: Progress | None) -> None:
        self._judge, self._asked, self._progress = judge, (worlds, seed), progress

    @cached_property
    def value(self) -> Believed | None:
        return believed(self._judge.posed, *self._asked, self._progress)

    def told(self) -> BelievedAtTerms | None:
        """What is said of it."""
        worlds, seed = self._asked
        asked = {"worlds": worlds, "seed": seed}
        now = self._judge.posed.now
        return kept(
            self._judge, BelievedAtTerms | None, "belief at the terms", asked, now,
            lambda: None if self.value is None else self.value.told,
        )  # fmt: skip
