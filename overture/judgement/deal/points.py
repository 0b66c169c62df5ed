"""What can be asked of terms at a point: worth, breach, and whether they hold, over the equilibria there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from overture.design.terms.judged import HOLDS, Choice, JudgedTerms
from overture.games.tree import Floats


def _over(judged: JudgedTerms, number: Floats, which: Choice) -> Floats:
    """[W] a number over the equilibria of each world; 0 where it has none."""
    return np.asarray(np.nan_to_num(judged.over(number, which)[0]))


ANSWERS: dict[str, tuple[str, Callable[[JudgedTerms], Floats]]] = {
    "worth": ("worth to us, all equilibria alike", lambda found: _over(found, found.members.us, "even")),
    "worth.worst": ("worth to us in the worst equilibrium", lambda found: _over(found, found.members.us, "worst")),
    "worth.best": ("worth to us in the best equilibrium", lambda found: _over(found, found.members.us, "best")),
    "theirs": ("worth to them, all equilibria alike", lambda found: _over(found, found.members.them, "even")),
    "broken": ("chance of a breach, the most broken equilibrium", lambda found: _over(found, found.members.broken, "best")),
    "holds": ("whether the terms hold robustly", lambda found: (found.verdict[0] == HOLDS).astype(float)),
}  # fmt: skip
