"""A leading underscore means one thing: a name that no other module uses, and in a file's name that it holds kernels."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import overture

PACKAGE = Path(overture.__file__).parent
SOURCES = {
    file.relative_to(PACKAGE).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted(PACKAGE.rglob("*.py"))
}

# Files with a leading underscore that hold no kernel. An entry that is no longer needed fails.
NO_KERNEL = {
    "_kernel.py": "it makes the kernels and keeps them",
}


COMPILED = {"kernel", "part", "inlined"}


def private(name: str) -> bool:
    """Whether a name begins with one underscore: names such as ``__kept__`` are agreed between modules."""
    return name.startswith("_") and not name.startswith("__")


def holds_kernels(source: str) -> bool:
    """Whether one of the functions of a module is compiled: a kernel, a part of kernels, or inlined in one."""
    return any(
        isinstance(node, ast.FunctionDef) and not COMPILED.isdisjoint(map(ast.unparse, node.decorator_list))
        for node in ast.parse(source).body
    )


def borrowed(source: str) -> Iterator[str]:
    """Private names of other modules of the package that a module imports, or reaches through the module."""
    tree = ast.parse(source)
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("overture"):
            folder = PACKAGE.parent / str(node.module).replace(".", "/")
            for each in node.names:
                if (folder / f"{each.name}.py").exists() or (folder / each.name).is_dir():
                    modules.add(each.asname or each.name)
                elif private(each.name):
                    yield f"{node.module}.{each.name}"
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        if private(node.attr) and node.value.id in modules:
            yield f"{node.value.id}.{node.attr}"


@pytest.mark.parametrize("file", SOURCES)
def test_no_module_uses_the_private_names_of_another(file: str) -> None:
    assert list(borrowed(SOURCES[file])) == []


def test_files_with_a_leading_underscore_are_those_with_kernels() -> None:
    marked = {file for file in SOURCES if private(file.rpartition("/")[2])}
    kernels = {file for file, source in SOURCES.items() if holds_kernels(source)}
    assert marked == kernels | set(NO_KERNEL)
    assert not kernels & set(NO_KERNEL)
