"""Overture judges an offer: tell the negotiation, solve it, weigh the reports, say what follows.

Everything public is reached from here (``import overture as ov``) and loaded when first used, so that
importing the package stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# public name -> module that holds it
_PUBLIC = {
    "OvertureError": "overture.errors",
    "Tree": "overture.game.tree",
    "game": "overture.game",  # the package itself, which can be called: see there
    "chance": "overture.game.telling",
    "move": "overture.game.telling",
    "reveal": "overture.game.telling",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        module = import_module(_PUBLIC[name])
        value = module if name == "game" else getattr(module, name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'overture' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
