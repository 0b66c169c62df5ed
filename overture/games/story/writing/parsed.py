"""Expressions of a story as syntax trees, their slots as parts of names."""

from __future__ import annotations

import ast
import re

from overture.games.story.slots import SLOT

# A slot within an expression that Python parses: {period-1} as one name.
_STANDS = re.compile(r"__slot_([A-Za-z0-9_]+?)__(?:([pm])(\d+)__)?")


def parsed(text: str) -> ast.expr:
    """The syntax tree of an expression, its slots as parts of names."""

    def one(slot: re.Match[str]) -> str:
        name, sign, by = slot.groups()
        return f"__slot_{name}__" + (f"{'p' if sign == '+' else 'm'}{by}__" if sign else "")

    return ast.parse(SLOT.sub(one, text.strip()), mode="eval").body


def written(name: str) -> str:
    """A name out of a syntax tree, with its slots as they were written."""
    return _STANDS.sub(
        lambda each: "{" + each[1] + ({"p": "+", "m": "-"}[each[2]] + each[3] if each[2] else "") + "}", name
    )


class InnerTests(ast.NodeTransformer):
    """Takes the conditions out of the choices between two values in an expression; a name stands for each."""

    def __init__(self) -> None:
        self.found: list[ast.expr] = []

    @staticmethod
    def name(at: int) -> str:
        """What stands for a condition."""
        return f"__condition_{at}__"

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        self.found.append(node.test)
        name = ast.Name(self.name(len(self.found) - 1), ast.Load())
        return ast.IfExp(name, self.visit(node.body), self.visit(node.orelse))


def move_of(part: ast.expr) -> str | None:
    """The move of which an expression speaks: a name, or that in ``move("...")`` or ``made("...")``; None for anything else."""
    if isinstance(part, ast.Name):
        return part.id
    inner = part.args[0] if isinstance(part, ast.Call) and len(part.args) == 1 else None
    return inner.value if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else None
