"""An event of the game in the words of the case: ``intent == "milk"`` as "the gang would come back for more"."""

from __future__ import annotations

import ast

from overture.report.sentence.facts import Facts
from overture.report.sentence.parts import Sentence, listed, told


def in_words(facts: Facts, event: str) -> Sentence:
    """An event as a clause; empty where it has a part that no clause of the case says, such as a comparison of numbers."""
    try:
        found = _clause(facts, ast.parse(event.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError):
        return told()
    return found or told()


def _is_denied(part: ast.expr) -> bool:
    """Whether it is told as what is not so: among others brackets show how far that reaches."""
    return isinstance(part, ast.UnaryOp) or (
        isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.NotEq)
    )


def _clause(facts: Facts, part: ast.expr) -> Sentence | None:
    if isinstance(part, ast.BoolOp):
        every = [_clause(facts, each) for each in part.values]
        if any(
            each is None or isinstance(of, ast.BoolOp) for each, of in zip(every, part.values, strict=True)
        ):
            return None
        last = "and" if isinstance(part.op, ast.And) else "or"
        parts = [
            told("(", each, ")") if _is_denied(of) else each
            for each, of in zip(every, part.values, strict=True)
        ]
        return listed(parts, last, f" {last} ")
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
        inner = None if isinstance(part.operand, ast.BoolOp) else _clause(facts, part.operand)
        return None if inner is None else told("it is not so that ", inner)
    if not isinstance(part, ast.Compare) or len(part.ops) != 1:
        return None
    move, label = part.left, part.comparators[0]
    if not isinstance(move, ast.Name) or not isinstance(label, ast.Constant):
        return None
    if not isinstance(part.ops[0], ast.Eq | ast.NotEq):
        return None
    said = _happened(facts, move.id, str(label.value))
    if said is None:
        return None
    return said if isinstance(part.ops[0], ast.Eq) else told("it is not so that ", said)


def _happened(facts: Facts, move: str, label: str) -> Sentence | None:
    """A choice as a clause; None where it is none of this game."""
    if move == facts.role("hypothesis"):
        types = [each.label for each in facts.judgement.hypotheses]
        return told(facts.clause(label)) if label in types else None
    return facts.happened(move, label) if label in facts.judgement.words.get(move, {}) else None


__all__ = ["in_words"]
