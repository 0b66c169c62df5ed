"""A class name means one thing: no two modules of the package define classes of one name."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import overture

PACKAGE = Path(overture.__file__).parent


def modules_of(package: Path) -> dict[str, set[str]]:
    """Class name -> the files of the package that define it at their top level."""
    found = defaultdict(set)
    for file in sorted(package.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].add(file.relative_to(package).as_posix())
    return found


def test_no_class_name_occurs_twice() -> None:
    twice = {name: files for name, files in modules_of(PACKAGE).items() if len(files) > 1}
    assert twice == {}
