"""Which mutants there are, and a sample of them. The changes are Cosmic Ray's, and one of our own (``OtherName``)."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

PACKAGES = {
    "measures": "overture/games/measured",
    "bounds": "overture/solvers/bounds",
    "weighs": "overture/weigh",
    "judges": "overture/judgement",
}
# Decorators here are caches, kernels and frozen classes: without them the answers are the same.
LEFT_OUT = ("core/NoOp", "core/RemoveDecorator")
OURS = "OtherName"
PAIRS = (
    ("argmax", "argmin"), ("max", "min"), ("maximum", "minimum"), ("any", "all"), ("floor", "ceil"), ("lower", "upper"),
    ("low", "high"), ("first", "last"), ("left", "right"), ("rows", "columns"),
)  # fmt: skip
# The nodes at which most of Cosmic Ray's changes can be made; to ask each of them about every node takes minutes.
_NODES = {
    "ReplaceBinary": ("operator",),
    "ReplaceComparison": ("comparison",),
    "ReplaceUnary": ("factor", "not_test"),
    "Number": ("number",),
    OURS: ("name",),
}
OTHER = {a: b for pair in PAIRS for a, b in (pair, pair[::-1])}


@dataclass(frozen=True)
class Mutant:
    """One change. ``site`` is line and column; ``occurrence`` counts the places of the operator in the file."""

    package: str
    file: str
    operator: str
    occurrence: int
    site: tuple[int, int]

    @property
    def name(self) -> str:
        return f"{self.file}:{self.site[0]}:{self.site[1]} {self.operator.removeprefix('core/')} {self.occurrence}"

    def text(self, source: str) -> str | None:
        """The file with the change; None where it leaves no Python."""
        made = mutate_code(source, operator(self.operator), self.occurrence)
        try:
            return made if made and ast.dump(ast.parse(made)) != ast.dump(ast.parse(source)) else None
        except SyntaxError:
            return None


class OtherName(Operator):  # type: ignore[misc]
    """The other of two names that are easily taken for one another: argmax and argmin, any and all, low and high."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """Where such a name is used, not where it is defined or names an argument."""
        if (
            node.type == "name"
            and node.value in OTHER
            and not node.is_definition()
            and not _names_argument(node)
        ):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.value = OTHER[node.value]
        return node

    @classmethod
    def examples(cls) -> Any:
        return ()


def _names_argument(node: Any) -> bool:
    after = node.get_next_leaf()
    return node.parent.type in ("argument", "import_from", "import_as_names") and after.value in (
        "=",
        ",",
        "\n",
    )


def operator(name: str) -> Operator:
    return OtherName() if name == OURS else get_operator(name)()


def files(package: str, root: Path) -> list[str]:
    return [str(file.relative_to(root)) for file in sorted((root / PACKAGES[package]).rglob("*.py"))]


def mutants_of(package: str, file: str, root: Path) -> list[Mutant]:
    """All of one file, without those of annotations, which nobody runs."""
    tree = get_ast((root / file).read_text(encoding="utf-8"))
    names = [name for name in operator_names() if name not in LEFT_OUT and not get_operator(name).arguments()]
    nodes = list(ast_nodes(tree))
    kinds = {kind: [node for node in nodes if node.type in types] for kind, types in _NODES.items()}
    found = []
    for name in [*names, OURS]:
        made = operator(name)
        at = 0
        for node in next((some for kind, some in kinds.items() if kind in name), nodes):
            for start, _ in made.mutation_positions(node):
                if not _annotation(node):
                    found.append(Mutant(package, file, name, at, start))
                at += 1
    return found


def _annotation(node: Any) -> bool:
    """Whether the node is part of an annotation."""
    child, parent = node, node.parent
    while parent is not None:
        place = parent.children.index(child)
        if parent.type == "annassign" and place == 1:
            return True
        if parent.type == "tfpdef" and place == 2:
            return True
        if parent.type == "funcdef" and parent.children[place - 1] == "->":
            return True
        child, parent = parent, parent.parent
    return False


def sample(many: int, seed: int, root: Path, packages: Collection[str] = ()) -> list[Mutant]:
    """So many mutants, as many of each package: a place drawn at random, then one of the changes at that place.

    A larger sample holds the smaller ones. Of it those of ``packages`` only, if some are named.
    """
    found: dict[tuple[int, int], Mutant] = {}
    for place, package in enumerate(PACKAGES):
        if not packages or package in packages:
            count = (many - place - 1) // len(PACKAGES) + 1
            found |= {(row, place): each for row, each in enumerate(_sample(package, count, seed, root))}
    return [found[at] for at in sorted(found)]


def _sample(package: str, many: int, seed: int, root: Path) -> list[Mutant]:
    places: list[tuple[str, list[Mutant]]] = []
    for file in files(package, root):
        lines = (root / file).read_text(encoding="utf-8").splitlines()
        sites: dict[tuple[int, int], list[Mutant]] = {}
        for mutant in mutants_of(package, file, root):
            sites.setdefault(mutant.site, []).append(mutant)
        for (line, column), mutants in sorted(sites.items()):
            text = lines[line - 1]
            before = lines[: line - 1].count(text)
            places.append((_rank(f"{seed} {file} {column} {before} {text}"), mutants))
    found: list[Mutant] = []
    for rank, mutants in sorted(places, key=lambda place: place[0]):
        choice = mutants[min(range(len(mutants)), key=lambda at: _rank(f"{rank} {at}"))]
        if choice.text((root / choice.file).read_text(encoding="utf-8")) is not None:
            found.append(choice)
        if len(found) == many:
            break
    return found


def _rank(words: str) -> str:
    """A random order that hangs on the words alone: where one line changes, the other places stay in the sample."""
    return hashlib.sha256(words.encode()).hexdigest()
