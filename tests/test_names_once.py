"""A class name means one thing, and so does the name of a standard: no two modules of the package define one."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import overture
from overture.games.measured import standards

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


def test_the_standards_have_one_home() -> None:
    ours = {name for name in vars(standards) if name.isupper()}
    elsewhere = set()
    for file in sorted(PACKAGE.rglob("*.py")):
        if "models" in file.relative_to(PACKAGE).parts or file.name == "standards.py":
            continue
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            elsewhere |= {
                (file.name, each.id) for each in targets if isinstance(each, ast.Name) and each.id in ours
            }
    assert elsewhere == set()
