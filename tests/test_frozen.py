"""What measures, bounds, weighs and judges hands on cannot be changed by who gets it: its dataclasses are frozen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import overture

PACKAGE = Path(overture.__file__).parent
ROOMS = ("games/measured", "solvers/bounds", "weigh", "judgement")


@pytest.mark.parametrize("room", ROOMS)
def test_every_dataclass_is_frozen(room: str) -> None:
    found = 0
    for file in sorted((PACKAGE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for each in node.decorator_list if isinstance(node, ast.ClassDef) else []:
                if "dataclass" in ast.unparse(each):
                    found += 1
                    assert "frozen=True" in ast.unparse(each), f"{file.name}: {node.name}"
    assert found >= 3
