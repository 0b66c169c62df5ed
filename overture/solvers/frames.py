"""Results as tables: one row for each action of each world or entry, with the same names of columns everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from overture.games.kinds import spoken_kind
from overture.games.measured.measure import Measured, assess
from overture.games.show import believed, reached_lines, sayings
from overture.games.tree import Floats, Tree
from overture.games.view import Said, count, span, values

if TYPE_CHECKING:
    import pandas as pd

    from overture.solvers.all.across import Across
    from overture.solvers.all.equilibrium import Equilibrium
    from overture.solvers.bounds.extreme import NashList

MOST_NAMED = 1500  # nodes of a game whose equilibria are named
# The columns of every table of play.
PLAY = (
    "world",
    "player",
    "number",
    "infoset",
    "action",
    "strategy",
    "value",
    "reach",
    "regret",
    "belief",
    "payoff",
)
OF_ENTRY = ("class", "entry", "value_range", "range_is", "continuum")
OF_NASH = ("class", "entry", "component", "kind", "alone")
MOST_FAMILIES = 8  # of a search over many worlds, whose play is said in a notebook


class Rows(NamedTuple):
    """Strategies of some worlds of a game, [k] worlds, and what was measured of them."""

    tree: Tree
    world: NDArray[np.integer[Any]]
    strategy: Floats
    measured: Measured


def action_rows(play: Rows) -> dict[str, Any]:
    """The columns that every table of play has; a row for each world and action.

    ``payoff`` is the expected payoff of the row's player in the whole game, and each parameter of the worlds is a
    column under its own name, or ``p.name`` where that is the name of another column.
    """
    tree, world, strategy, found = play
    sets, labels, many = tree.infoset_of_action, tree.labels, len(play.world)
    passing = np.zeros((many, tree.n_infosets))
    for infoset in range(tree.n_infosets):
        passing[:, infoset] = found.reach[:, tree.members(infoset)].sum(axis=1)
    held = np.array([believed(tree, at, found.belief) for at in range(tree.n_infosets)], dtype=object)
    return {
        "world": np.repeat(world, tree.n_actions),
        "player": [tree.players[tree.set_player[s]] for s in sets] * many,
        "number": [labels.set_number[s] for s in sets] * many,
        "infoset": [labels.set_label[s] for s in sets] * many,
        "action": list(labels.edge[: tree.n_actions]) * many,
        "strategy": strategy.ravel(),
        "value": found.action_value.ravel(),
        "reach": passing[:, sets].ravel(),
        "regret": found.regret[:, sets].ravel(),
        "belief": held.reshape(tree.n_infosets, many).T[:, sets].ravel(),
        "payoff": found.value[:, tree.set_player[sets]].ravel(),
    }


def with_parameters(columns: dict[str, Any], tree: Tree, world: NDArray[np.integer[Any]]) -> pd.DataFrame:
    """The columns as a frame, and after them the parameters of each row's world."""
    import pandas as pd

    told = {
        f"p.{name}" if name in columns else name: values[world] for name, values in tree.parameters.items()
    }
    return pd.DataFrame({**columns, **told})


def names_of(tree: Tree, strategy: Floats, named: NDArray[np.bool_]) -> NDArray[np.object_]:
    """[W] the class of each strategy [W, action], as lists of equilibria name it; "" where not ``named``."""
    from overture.solvers.all.classes import Namer
    from overture.solvers.form import form_of

    found = np.full(len(strategy), "", dtype=object)
    if named.any() and tree.n_nodes <= MOST_NAMED and tree.n_actions:
        rows = np.flatnonzero(named)
        found[rows] = Namer(form_of(tree)).classes(strategy[rows], tree.world(rows))
    return found


def one_world(tree: Tree, strategy: Floats, order: Any = None, weight: Any = None) -> Rows:
    """Play of a tree of one world, measured."""
    found = assess(tree, strategy, order, weight)
    return Rows(tree, np.zeros(1, np.int64), np.atleast_2d(strategy), found)


def of_entries(entries: Sequence[Equilibrium]) -> pd.DataFrame:
    """See :meth:`overture.solvers.all.equilibrium.EquilibriumList.to_frame`."""
    import pandas as pd

    frames = []
    for number, entry in enumerate(entries, start=1):
        tree = entry.certificate.tree
        columns = action_rows(one_world(tree, *entry.play))
        movers = [tree.players[at] for at in tree.set_player[tree.infoset_of_action]]
        ranges = entry.value_range
        columns |= {
            "class": entry.label,
            "entry": number,
            "value_range": [ranges[mover] for mover in movers],
            "range_is": entry.range_is,
            "continuum": entry.continuum,
        }
        frames.append(with_parameters(columns, tree, np.asarray(columns["world"])))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*PLAY, *OF_ENTRY])


def of_worlds(across: Across, worlds: Sequence[int] | NDArray[np.integer[Any]] | None) -> pd.DataFrame:
    """See :meth:`overture.solvers.all.across.Across.to_frame`."""
    import pandas as pd

    tree = across.tree
    wanted = np.ones(tree.n_worlds, bool) if worlds is None else np.isin(np.arange(tree.n_worlds), worlds)
    entries = np.zeros(tree.n_worlds, np.int64)
    frames = []
    for member in across.named():
        entries[member.world] += 1
        keep = wanted[member.world]
        if not keep.any():
            continue
        world, strategy = member.world[keep], member.strategy[keep]
        found = assess(tree.world(world), strategy, member.order[keep], member.weight[keep])
        columns = action_rows(Rows(tree, world, strategy, found))
        sure = member.is_point
        columns |= {
            "class": member.name,
            "entry": np.repeat(entries[world], tree.n_actions),
            "value_range": [(each, each) if sure else None for each in columns["payoff"].tolist()],
            "range_is": "exact" if sure else "one member",
            "continuum": not sure,
            "complete": np.repeat(across.complete[world], tree.n_actions),
        }
        frames.append(with_parameters(columns, tree, np.asarray(columns["world"])))
    if not frames:
        return pd.DataFrame(columns=[*PLAY, *OF_ENTRY, "complete", *tree.parameters])
    return pd.concat(frames, ignore_index=True).sort_values(
        ["world", "entry"], kind="stable", ignore_index=True
    )


def by_family(across: Across) -> pd.DataFrame:
    """The families of a search over many worlds: class, worlds, kind, and what each player gets over these worlds."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for each in across.families:
        ends = zip(across.tree.names, each.value.min(axis=0), each.value.max(axis=0), strict=True)
        rows.append(
            {
                "class": spoken_kind(across.tree, each.label),
                "worlds": len(each.world),
                "kind": "point" if each.is_point else "continuum",
                **{name: span(round(float(low), 9), round(float(high), 9)) for name, low, high in ends},
                "values": "exact" if each.is_point else "of one member in each world",
            }
        )
    return pd.DataFrame(rows)


def family_lines(across: Across) -> list[Said]:
    """Lines for each of the first families: what is done where play goes, in the middle one of its worlds."""
    if across.tree.n_nodes > MOST_NAMED:
        return []
    lines: list[Said] = []
    for each in across.families[:MOST_FAMILIES]:
        at = len(each.world) // 2
        tree, play = across.tree.world(each.world[at : at + 1]), each.play.take(np.array([at]))
        told = reached_lines(sayings(tree, play.strategy, play.measured(tree), spoken=tree.spoken))
        lines.append((f"{spoken_kind(across.tree, each.label)}, as in world {each.world[at]}", told))
    return lines


def head_of_nash(found: NashList) -> list[str]:
    """The list of extreme Nash equilibria in a few lines."""
    tree = found.tree
    many = count(len(found.members), "extreme Nash equilibrium", "extreme Nash equilibria")
    ends = [each.value for each in found.members]
    kinds = [each.kind for each in found.members]
    listed = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    worth = values(tree.names, np.min(ends, axis=0), np.max(ends, axis=0)) if ends else ""
    parts = count(found.components, "component")
    return [f"{many} of {tree.title} in {parts}", ", ".join(listed), f"value: {worth}" if ends else ""]


def of_nash(found: NashList) -> pd.DataFrame:
    """See :meth:`overture.solvers.bounds.extreme.NashList.to_frame`."""
    import pandas as pd

    tree = found.tree
    frames = []
    for number, point in enumerate(found.members, start=1):
        shown = point.certificate.play
        columns = action_rows(one_world(tree, *shown))
        columns |= {
            "class": names_of(tree, shown.strategy[None], np.ones(1, bool))[0],
            "entry": number,
            "component": point.component + 1,
            "kind": point.kind,
            "alone": point.alone,
        }
        frames.append(with_parameters(columns, tree, np.asarray(columns["world"])))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*PLAY, *OF_NASH])
