"""Outside options: what a player has without the terms, as a number, an expression in parameters, or an event."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from overture.errors import SolveError
from overture.games.measured.event import Mask, mask
from overture.games.measured.measure import terminal_payoff, terminal_probability
from overture.games.tree import Floats, Tree

OutsideOption = float | str | Callable[[Mapping[str, Floats]], Floats]

_ALLOWED = 'a number, an expression in parameters such as "-tau", or an event such as \'answer == "leave"\''
_TWO: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def outside_value(
    tree: Tree, strategy: Floats, option: OutsideOption, player: int, types: Mapping[str, Mask]
) -> Floats:
    """[W, T] what an outside option is worth to a player, for each type of the leader.

    The payoff of an event is what the player gets if it brings the event about and does not care how: expected over
    chance and the others' play, and over the histories of the event where these leave a choice of its own. It is the
    expectation over all types where a type alone cannot bring the event about.

    Args:
        strategy: [W, A] what is played. types: name -> [terminal] its histories.
    """
    if isinstance(option, str) and _is_event(option):
        return _of_event(tree, strategy, mask(tree, option), player, types)
    found = _stated(option, tree.parameters)
    worth = np.broadcast_to(np.asarray(found, float), (tree.n_worlds,))
    if not np.isfinite(worth).all():
        raise SolveError.of("terms/outside", f"{option!r} is no finite number", "outside option", _ALLOWED)
    return np.repeat(worth[:, None], len(types), axis=1)


def shifted_option(option: OutsideOption, change: float) -> OutsideOption:
    """The option where leaving pays so much more. What an event pays is read from the game, and changes with it."""
    if isinstance(option, str) and _is_event(option):
        return option
    return lambda parameters: np.asarray(_stated(option, parameters) + change)


def _stated(option: OutsideOption, parameters: Mapping[str, Floats]) -> Any:
    """The number or the numbers [W] of an option that is no event."""
    if isinstance(option, str):
        return _number(_parsed(option), parameters, option)
    return option(parameters) if callable(option) else option


def _is_event(text: str) -> bool:
    part = _parsed(text)
    return isinstance(part, ast.Compare | ast.BoolOp | ast.Call) or (
        isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not)
    )


def _of_event(tree: Tree, strategy: Floats, event: Mask, player: int, types: Mapping[str, Mask]) -> Floats:
    own = tree.set_player[tree.infoset_of_action] == player
    sizes = np.diff(tree.edge_start[: tree.n_infosets + 1])
    ends = terminal_probability(tree, np.where(own, 1 / np.repeat(sizes, sizes), strategy)) * event
    paid = ends * terminal_payoff(tree)[:, :, player]
    with np.errstate(invalid="ignore", divide="ignore"):
        everyone = paid.sum(axis=1) / ends.sum(axis=1)
        each = [paid[:, inside].sum(axis=1) / ends[:, inside].sum(axis=1) for inside in types.values()]
    return np.stack([np.where(np.isnan(one), everyone, one) for one in each], axis=1)


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise SolveError.of(
            "terms/outside", f"{text!r} cannot be read", "outside option", _ALLOWED
        ) from error


def _number(part: ast.expr, parameters: Mapping[str, Floats], text: str) -> Any:
    """The value of an expression of + - * / and brackets over numbers and parameters."""
    if isinstance(part, ast.BinOp) and type(part.op) in _TWO:
        return _TWO[type(part.op)](
            _number(part.left, parameters, text), _number(part.right, parameters, text)
        )
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
        return -_number(part.operand, parameters, text)
    if isinstance(part, ast.Constant) and type(part.value) in (int, float):
        return part.value
    if isinstance(part, ast.Name) and part.id in parameters:
        return parameters[part.id]
    raise SolveError.of(
        "terms/outside", f"{ast.unparse(part)!r} in {text!r}", "outside option",
        f"{_ALLOWED}; parameters: {', '.join(parameters)}",
    )  # fmt: skip
