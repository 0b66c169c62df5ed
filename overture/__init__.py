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
    "game": "overture.game",  # the package itself, which can be called: see _callable.py
    "chance": "overture.game.telling",
    "move": "overture.game.telling",
    "reveal": "overture.game.telling",
    "read_efg": "overture.game.efg",
    "write_efg": "overture.game.efg",
    "read_nfg": "overture.game.nfg",
    "solve": "overture.solve",  # the same
    "path": "overture.solve.logit",
    "equilibria": "overture.solve.equilibria",
    "backward": "overture.solve.backward",
    "dominance": "overture.solve.dominance",
    "zero_sum": "overture.solve.zero_sum",
    "guarantee": "overture.solve.worst_case",
    "extreme_nash": "overture.solve.extreme",
    "correlated_range": "overture.solve.correlated",
    "load_case": "overture.case.load",
    "judge": "overture.judgement.judge",
}
_OTHERWISE = {"load_case": "load"}  # where the public name is not the one in the module

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        module = import_module(_PUBLIC[name])
        is_package = _PUBLIC[name] == f"overture.{name}"
        value = module if is_package else getattr(module, _OTHERWISE.get(name, name))
        globals()[name] = value
        return value
    raise AttributeError(f"module 'overture' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
