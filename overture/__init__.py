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
    "Tree": "overture.games.tree",
    "game": "overture.games.telling.language",
    "chance": "overture.games.telling.language",
    "move": "overture.games.telling.language",
    "reveal": "overture.games.telling.language",
    "read_efg": "overture.games.files.efg",
    "write_efg": "overture.games.files.efg",
    "read_nfg": "overture.games.files.nfg",
    "write_nfg": "overture.games.files.nfg",
    "strategic": "overture.games.telling.strategic",
    "table": "overture.games.table",
    "solve": "overture.solvers.solve",
    "path": "overture.solvers.path.logit",
    "equilibria": "overture.solvers.all.equilibria",
    "backward": "overture.solvers.all.before.backward",
    "dominance": "overture.solvers.all.before.dominance",
    "zero_sum": "overture.solvers.bounds.zero_sum",
    "guarantee": "overture.solvers.bounds.worst_case",
    "extreme_nash": "overture.solvers.bounds.extreme",
    "correlated_range": "overture.solvers.bounds.correlated",
    "load_case": "overture.case.load",
    "judge": "overture.judgement.judge",
}
_OTHERWISE = {"load_case": "load"}  # where the public name is not the one in the module

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        value = getattr(import_module(_PUBLIC[name]), _OTHERWISE.get(name, name))
        globals()[name] = value
        return value
    raise AttributeError(f"module 'overture' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
