"""Overture judges an offer: tell the negotiation, solve it, weigh the reports, say what follows.

Everything public is reached from here (``import overture as ov``) and loaded when first used, so that
importing the package stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from overture.version import __version__ as __version__

if TYPE_CHECKING:
    from overture import models as models
    from overture.bars import progress_bars as progress_bars
    from overture.case.history.load import load_history as load_history
    from overture.case.load import load as load_case
    from overture.design.atlas import atlas as atlas
    from overture.design.drivers.indices import sobol_indices as sobol_indices
    from overture.design.drivers.plan import saltelli_plan as saltelli_plan
    from overture.design.drivers.scenario import scenario_rule as scenario_rule
    from overture.design.drivers.tornado import tornado as tornado
    from overture.design.follow import follow_class as follow_class
    from overture.errors import OvertureError as OvertureError
    from overture.games.files.efg import read_efg as read_efg
    from overture.games.files.efg import write_efg as write_efg
    from overture.games.files.nfg import read_nfg as read_nfg
    from overture.games.files.nfg import write_nfg as write_nfg
    from overture.games.measured.measure import probability as probability
    from overture.games.show import say as say
    from overture.games.simulate import simulate as simulate
    from overture.games.table import table as table
    from overture.games.telling.joint import joint as joint
    from overture.games.telling.language import chance as chance
    from overture.games.telling.language import game as game
    from overture.games.telling.language import move as move
    from overture.games.telling.language import pay as pay
    from overture.games.telling.language import reveal as reveal
    from overture.games.telling.strategic import strategic as strategic
    from overture.games.tree import Tree as Tree
    from overture.history.histories import histories as histories
    from overture.history.margin import act_margin as act_margin
    from overture.history.members import NamedPlay as NamedPlay
    from overture.history.signal import signal_worth as signal_worth
    from overture.history.step import HistoryStep as HistoryStep
    from overture.judgement.deal.design import terms_that_hold as terms_that_hold
    from overture.judgement.deal.driven import what_drives_terms as what_drives_terms
    from overture.judgement.history.judge import judge_history as judge_history
    from overture.judgement.judge import judge as judge
    from overture.judgement.sides.compare import compare as compare
    from overture.judgement.worlds.many import run_worlds as run_worlds
    from overture.keeping import load as load
    from overture.models.as_story import read_game as story
    from overture.rivalry.every import markov_equilibria as markov_equilibria
    from overture.rivalry.solve import markov_perfect as markov_perfect
    from overture.rivalry.stage import stage as stage
    from overture.runs.pieces import RunOptions as RunOptions
    from overture.runs.table import open_worlds as open_worlds
    from overture.solvers.all.across import equilibria_across as equilibria_across
    from overture.solvers.all.before.backward import backward as backward
    from overture.solvers.all.before.dominance import dominance as dominance
    from overture.solvers.all.equilibria import equilibria as equilibria
    from overture.solvers.beside.search import equilibria_beside as equilibria_beside
    from overture.solvers.beside.undetermined import undetermined as undetermined
    from overture.solvers.bounds.correlated import correlated_range as correlated_range
    from overture.solvers.bounds.extreme import extreme_nash as extreme_nash
    from overture.solvers.bounds.worst_case import guarantee as guarantee
    from overture.solvers.bounds.zero_sum import zero_sum as zero_sum
    from overture.solvers.path.logit import path as path
    from overture.solvers.solve import solve as solve
    from overture.varying.vary import vary as vary

# public name -> module that holds it
_PUBLIC = {
    "OvertureError": "overture.errors",
    "Tree": "overture.games.tree",
    "game": "overture.games.telling.language",
    "chance": "overture.games.telling.language",
    "move": "overture.games.telling.language",
    "reveal": "overture.games.telling.language",
    "pay": "overture.games.telling.language",
    "joint": "overture.games.telling.joint",
    "models": "overture.models",  # the catalogue, a package
    "read_efg": "overture.games.files.efg",
    "write_efg": "overture.games.files.efg",
    "read_nfg": "overture.games.files.nfg",
    "write_nfg": "overture.games.files.nfg",
    "strategic": "overture.games.telling.strategic",
    "story": "overture.models.as_story",
    "stage": "overture.rivalry.stage",
    "table": "overture.games.table",
    "probability": "overture.games.measured.measure",
    "progress_bars": "overture.bars",
    "say": "overture.games.show",
    "simulate": "overture.games.simulate",
    "solve": "overture.solvers.solve",
    "path": "overture.solvers.path.logit",
    "equilibria": "overture.solvers.all.equilibria",
    "equilibria_across": "overture.solvers.all.across",
    "equilibria_beside": "overture.solvers.beside.search",
    "undetermined": "overture.solvers.beside.undetermined",
    "backward": "overture.solvers.all.before.backward",
    "dominance": "overture.solvers.all.before.dominance",
    "markov_perfect": "overture.rivalry.solve",
    "markov_equilibria": "overture.rivalry.every",
    "zero_sum": "overture.solvers.bounds.zero_sum",
    "guarantee": "overture.solvers.bounds.worst_case",
    "extreme_nash": "overture.solvers.bounds.extreme",
    "correlated_range": "overture.solvers.bounds.correlated",
    "histories": "overture.history.histories",
    "NamedPlay": "overture.history.members",
    "HistoryStep": "overture.history.step",
    "signal_worth": "overture.history.signal",
    "act_margin": "overture.history.margin",
    "follow_class": "overture.design.follow",
    "atlas": "overture.design.atlas",
    "saltelli_plan": "overture.design.drivers.plan",
    "sobol_indices": "overture.design.drivers.indices",
    "tornado": "overture.design.drivers.tornado",
    "scenario_rule": "overture.design.drivers.scenario",
    "load_case": "overture.case.load",
    "judge": "overture.judgement.judge",
    "load_history": "overture.case.history.load",
    "judge_history": "overture.judgement.history.judge",
    "terms_that_hold": "overture.judgement.deal.design",
    "what_drives_terms": "overture.judgement.deal.driven",
    "compare": "overture.judgement.sides.compare",
    "run_worlds": "overture.judgement.worlds.many",
    "RunOptions": "overture.runs.pieces",
    "open_worlds": "overture.runs.table",
    "load": "overture.keeping",
    "vary": "overture.varying.vary",
}
_OTHERWISE = {"load_case": "load", "story": "read_game"}  # where the public name is not the one in the module

__all__ = [
    "HistoryStep",
    "NamedPlay",
    "OvertureError",
    "RunOptions",
    "Tree",
    "act_margin",
    "atlas",
    "backward",
    "chance",
    "compare",
    "correlated_range",
    "dominance",
    "equilibria",
    "equilibria_across",
    "equilibria_beside",
    "extreme_nash",
    "follow_class",
    "game",
    "guarantee",
    "histories",
    "joint",
    "judge",
    "judge_history",
    "load",
    "load_case",
    "load_history",
    "markov_equilibria",
    "markov_perfect",
    "models",
    "move",
    "open_worlds",
    "path",
    "pay",
    "probability",
    "progress_bars",
    "read_efg",
    "read_nfg",
    "reveal",
    "run_worlds",
    "saltelli_plan",
    "say",
    "scenario_rule",
    "signal_worth",
    "simulate",
    "sobol_indices",
    "solve",
    "stage",
    "story",
    "strategic",
    "table",
    "terms_that_hold",
    "tornado",
    "undetermined",
    "vary",
    "what_drives_terms",
    "write_efg",
    "write_nfg",
    "zero_sum",
]


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
