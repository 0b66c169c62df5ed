"""Trembles of play that was changed: what was done before, and no longer is, is what is likeliest by mistake."""

from __future__ import annotations

import numpy as np

from overture.games.measured.play import Play


def remembering(play: Play, was: Play, order: float) -> Play:
    """``play`` [W, A] with the trembles of ``was``; what that did and is no longer done trembles as it was done.

    So beliefs after what nobody does any more stay what they were.

    Args:
        play: whose trembles count where it has given up nothing.
        was: how it was played before.
        order: of the trembles by which what was given up is still done.
    """
    dropped = (play.strategy == 0) & (was.strategy > 0)
    return Play(
        play.strategy,
        np.where(dropped, order, np.where(was.strategy > 0, play.order, was.order)),
        np.where(dropped, was.strategy, np.where(was.strategy > 0, play.weight, was.weight)),
    )
