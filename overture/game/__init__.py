"""How a game is told, the Tree it becomes, and what is true of a strategy on it.

``ov.game`` is the decorator that tells a game, and ``overture.game`` is this package: one name for
both. So the package can be called; which of its modules has been imported first makes no difference.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Telling(ModuleType):
    """This package, callable as the decorator :func:`overture.game.telling.game`."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        from overture.game.telling import game

        return game(*args, **named)


sys.modules[__name__].__class__ = _Telling
