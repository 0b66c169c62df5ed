"""Which tests run a line: found by running each file of tests once under coverage, and kept."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bench.mutants.made import PACKAGES, Mutant

QUICK = (
    "kept_answers",
    "first_of_many",
    "verdict",
    "history_small",
    "stage",
    "names",
    "ties",
    "pieces",
    "sides_of_a_map",
)
# The tests of each package. A line is tested by all tests that were watched, whatever their package. Those of "text" read
# the text of all packages: they are shown every line outside functions.
TESTS = {
    "measures": ("games/test_[cekmnrs]*.py", "solvers/test_measured.py"),
    "bounds": (
        "solvers/test_bounds.py",
        "solvers/test_[cwz]*.py",
        "solvers/test_nash_range.py",
        "solvers/test_sequence.py",
        "solvers/test_extreme.py",
        "solvers/test_regret_matching.py",
        "solvers/test_bimatrix.py",
    ),
    "weighs": ("weigh/test_*.py", "judgement/test_kept_answers.py"),
    # Of the tests of judgements those that are quick: a test of many cases, or worlds, takes more than a mutant is given.
    "judges": (*(f"judgement/test_{of}.py" for of in QUICK), "judgement/deal/test_whose.py"),
    "text": ("test_frozen.py",),
}
_IMPORTS = re.compile(r"^ *from (overture\.[\w.]+) import", re.MULTILINE)


def test_files(root: Path, package: str) -> list[str]:
    """The files of tests of a package."""
    found = [file for pattern in TESTS[package] for file in sorted((root / "tests").glob(pattern))]
    return [str(file.relative_to(root)) for file in found]


@dataclass
class Covering:
    """Seconds of each test, and the tests of each line, as far as files of tests were watched."""

    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def add(self, watched: Path) -> None:
        found = json.loads(watched.read_text())
        self.seconds |= found["seconds"]
        for context, files in found["lines"].items():
            names = (
                {context}
                if "::" in context
                else {name for name in found["seconds"] if name.startswith(context + "::")}
            )
            for file, lines in files.items():
                for line in lines:
                    self.tests.setdefault((file, line), set()).update(names & self.seconds.keys())

    def of(self, mutant: Mutant, root: Path) -> list[str]:
        """The tests that run the statement of a mutant, the quickest first.

        Compiled kernels are not seen: theirs are the tests of every file that calls them. What runs as the file is
        imported is tested by all tests of the file, and by those that read its text.
        """
        if Path(mutant.file).name.startswith("_") and not mutant.file.endswith("__init__.py"):
            found = set[str]().union(*(self._of_file(file) for file in callers(mutant.file, root)))
        else:
            text = (root / mutant.file).read_text(encoding="utf-8")
            lines, inside = statement(text, mutant.site[0])
            found = set[str]().union(*(self.tests.get((mutant.file, line), set()) for line in lines))
            if not inside:
                found = self._of_file(mutant.file) | self._of_text(root)
        return sorted(found, key=lambda test: (self.seconds[test], test))

    def _of_text(self, root: Path) -> set[str]:
        files = test_files(root, "text")
        return {test for test in self.seconds if test.split("::")[0] in files}

    def _of_file(self, file: str) -> set[str]:
        return set[str]().union(*(tests for (other, _), tests in self.tests.items() if other == file))


def statement(text: str, line: int) -> tuple[range, bool]:
    """The lines of the innermost statement around a line (its head where it has a body), and whether it is in a function."""
    best, inside = range(line, line + 1), False
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.stmt) or not node.lineno <= line <= (node.end_lineno or 0):
            continue
        if isinstance(node, ast.FunctionDef) and line >= node.body[0].lineno:
            inside = True
        body = getattr(node, "body", None)
        end = body[0].lineno - 1 if body else node.end_lineno or node.lineno
        if node.lineno <= line <= max(end, node.lineno):
            best = range(node.lineno, max(end, node.lineno) + 1)
    return best, inside


@cache
def callers(kernel: str, root: Path) -> tuple[str, ...]:
    """The files of the packages, no kernels themselves, that import a file of kernels, or one that imports it."""
    found, waiting = set(), {kernel}
    texts = {
        str(file.relative_to(root)): file.read_text(encoding="utf-8")
        for room in PACKAGES.values()
        for file in (root / room).rglob("*.py")
    }
    while waiting:
        module = waiting.pop().removesuffix(".py").replace("/", ".")
        for file, text in texts.items():
            if file not in found and module in _IMPORTS.findall(text):
                found.add(file)
                if Path(file).name.startswith("_"):
                    waiting.add(file)
    return tuple(sorted(file for file in found if not Path(file).name.startswith("_")))
