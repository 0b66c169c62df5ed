"""A package that can be called: one name for a room and for what it is there for.

``ov.game`` is the decorator that tells a game and ``overture.game`` the package about games; ``ov.solve``
solves and ``overture.solve`` holds the solvers. Which module was imported first makes no difference.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


def make_callable(package: str, module: str, name: str) -> None:
    """Calling ``package`` from now on calls ``module.name``, which is loaded when first called."""

    class Callable(ModuleType):
        def __call__(self, *args: Any, **named: Any) -> Any:
            return getattr(import_module(module), name)(*args, **named)

    sys.modules[package].__class__ = Callable
