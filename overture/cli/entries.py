"""The entries of a list of equilibria as JSON's values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from overture.games.listing import InfosetRow
    from overture.games.measured.assessment import Assessment
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.tree import Tree
    from overture.solvers.all.equilibrium import Equilibrium, EquilibriumList
    from overture.solvers.beside.result import Beside


def as_plain(found: EquilibriumList, events: Sequence[str] = ()) -> dict[str, Any]:
    """The list as JSON's values."""
    entries = [entry_as_plain(member, events) for member in found.members]
    return {"complete": found.complete, "equilibria": entries}


def beside_as_plain(found: Beside, events: Sequence[str] = ()) -> dict[str, Any]:
    """What was found beside the limit of the path, in a game of one world, as JSON's values."""
    from overture.games.listing import infoset_rows
    from overture.games.measured.measure import probability

    solution, tree = found.solution, found.tree
    chances = {each: probability(solution.tree, solution.strategy, each).tolist() for each in events}
    return {
        "complete": False,
        "equilibria": [
            {
                "outcome": found.outcomes[row],
                "how": found.how[row],
                "value": dict(zip(tree.players, solution.value[row].tolist(), strict=True)),
                "max_regret": float(solution.max_regret[row]),
                "events": {each: chance[row] for each, chance in chances.items()},
                "infosets": infoset_rows(
                    tree,
                    solution.strategy[row],
                    solution.belief[row],
                    solution.reach[row],
                    solution.regret[row],
                ),
            }
            for row in range(len(found.how))
        ],
        "untried": int(found.untried.sum()),
        "reason": found.reason[0],
    }


def shown_as_plain(certificate: AssessmentCertificate) -> list[InfosetRow]:
    """The information sets under what was certified."""
    from overture.games.listing import infoset_rows

    belief = [0.0 if share is None else float(share) for share in certificate.belief]
    reach, regret = ([float(x) for x in each] for each in (certificate.reach, certificate.regret))
    return infoset_rows(certificate.tree, certificate.play.strategy, belief, reach, regret)


def entry_as_plain(member: Equilibrium, events: Sequence[str] = ()) -> dict[str, Any]:
    """One entry as JSON's values: the member that is shown, measured, and the ranges over all members."""
    certificate = member.certificate
    tree = certificate.tree
    return {
        "class": member.label,
        "infosets": shown_as_plain(certificate),
        "value": dict(zip(tree.players, member.value, strict=True)),
        "continuum": member.continuum,
        "value_range": {name: list(ends) for name, ends in member.value_range.items()},
        "range_is": member.range_is,
        "member": member.shown,
        "free": [
            {
                "player": tree.players[tree.set_player[at]],
                "number": tree.labels.set_number[at],
                "action": tree.labels.edge[action],
                "range": list(ends),
                "range_is": ends.kind,
            }
            for action, ends in member.free.items()
            for at in [int(tree.infoset_of_action[action])]
        ],
        "ends": {
            name: [_strategy(tree, end) for end in (each.low_at, each.high_at)]
            for name, each in zip(tree.players, member.ranges, strict=True)
            if member.continuum
        },
        "events": {
            expression: {
                "range": list(ends),
                "range_is": ends.kind,
                "ends": [_strategy(tree, end) for end in (ends.low_at, ends.high_at)],
            }
            for expression in events
            for ends in [member.range_of(expression)]
        },
        "touches": list(member.touches),
        "passes": {
            "intuitive": member.intuitive.passes if member.intuitive else None,
            "d1": member.d1.passes if member.d1 else None,
        },
        "reason": {
            "intuitive": member.intuitive.reason if member.intuitive else "",
            "d1": member.d1.reason if member.d1 else "",
        },
        "certificate": {
            "sequential": certificate.is_sequential,
            "exact": certificate.exact,
            "max_regret": float(certificate.max_regret),
        },
    }


def _strategy(tree: Tree, member: Assessment | None) -> list[list[float]] | None:
    """[infoset, in the order of the rows][action] of a member; None where it is not known."""
    if member is None:
        return None
    order = sorted(range(tree.n_infosets), key=lambda at: (tree.set_player[at], tree.labels.set_number[at]))
    return [
        [
            float(member.profile.get((at, action), 0))
            for action in range(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        ]
        for at in order
    ]
