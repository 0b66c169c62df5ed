"""Where the reference data lies, and its games as rows: each file with its verified assessments, as tests want them.

The files ``models/games/expected.json``, ``models/flagship/expected_*.json`` and ``catalogue/expected2.json`` have one
shape; this is the one place that knows it. Numbers stay rational.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

from overture.games.files.efg import read_efg
from overture.games.measured.certificate import Assessment, from_labels
from overture.games.tree import Tree

REFERENCE = Path(__file__).resolve().parent / "reference"
MODELS = REFERENCE / "models"
CATALOGUE = REFERENCE / "catalogue"
FAULTS = Path(__file__).resolve().parent / "faults"
# The one thing that may not be copied: it lies beside the checkout, or nowhere.
INSIDER_ACCOUNT = REFERENCE.parents[2] / "shared" / "reports" / "insider-account.txt"

# Games whose listed equilibria are all there are, class by class, and where the reference says so.
# A class may be a component (mixing off the path that nothing on it feels) or differ in ties. The
# notes claim no complete list for the other games; of M02b three classes of eight are listed.
COMPLETE = {
    "M01a_beer_quiche": "MODELS.md M01: exactly 2 outcomes; table of class counts",
    "M01b_beer_quiche": "MODELS.md M01: unique; table of class counts",
    "M02a_sinking_costs": "MODELS.md M02: exactly 4 classes; table of class counts",
    "M04a_audience_costs": "table of class counts: 2",
    "M04b_audience_costs": "table of class counts: 2",
    "M09a_butter_for_bombs": "MODELS.md M09: unique on this tie-free grid",
    "M09c_too_cold": "MODELS.md M09: unique on this tie-free grid",
    "M09d_too_hot": "MODELS.md M09: unique on this tie-free grid",
    "M18a_lying_cost_low": "MODELS.md M18: unique; table of class counts",
    "M18b_lying_cost_high": "table of class counts: 1",
    "M18c_cheap_talk": "table of class counts: 1 (a continuum: talk is free)",
    "S_core_X": "FLAGSHIP.md: X has P, M and S",
    "S_core_Y": "FLAGSHIP.md: Y has S only",
    "V1_X": "FLAGSHIP.md V1: X has S only",
    "V1_Y": "FLAGSHIP.md, atlas: S above .3257",
    "V2_X": "FLAGSHIP.md V2: P only",
    "V2_Y": "FLAGSHIP.md V2: P only",
}


@dataclass(frozen=True)
class Row:
    """One assessment as the reference has it: what was claimed, and the numbers to meet."""

    game: str
    file: Path
    name: str
    cls: str
    is_sequential: bool
    profile: dict[str, dict[str, str]]
    trembles: dict[str, list[str]]
    beliefs: dict[str, dict[str, Fraction]]  # infoset -> history -> belief; zeros are left out
    values: dict[str, Fraction]
    infoset_values: dict[str, Fraction]
    max_regret: Fraction
    nash_regret: Fraction
    off_path: tuple[str, ...]
    refinements: dict[str, bool]

    def __str__(self) -> str:
        return f"{self.game}: {self.name}"

    @property
    def tree(self) -> Tree:
        return tree(self.file)

    def assessment(self) -> Assessment:
        return from_labels(self.tree, self.profile, self.trembles)


@dataclass(frozen=True)
class Model:
    """One game of the reference: its file, its rows, and what is known beside them.

    ``complete``: the sequential rows cover every equilibrium class (COMPLETE). ``n_classes``: the
    number of perfect Bayesian classes where the reference states it, else None. ``limit_values``
    and ``limit_path``: the principal branch's limit as stored (rounded; sets off the path are left
    out), else None.
    """

    id: str
    file: Path
    rows: tuple[Row, ...]
    complete: bool
    n_classes: int | None = None
    limit_values: tuple[float, ...] | None = None
    limit_path: dict[str, dict[str, float]] | None = None
    extra: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.id

    @property
    def tree(self) -> Tree:
        return tree(self.file)

    @property
    def equilibria(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_sequential)


@cache
def tree(file: Path) -> Tree:
    return read_efg(file)


@cache
def models() -> tuple[Model, ...]:
    """Every game of ``models/`` that has expected assessments."""
    return tuple(found for sheet in sorted(MODELS.glob("*/expected*.json")) for found in _models(sheet))


@cache
def published() -> tuple[Model, ...]:
    """Every game of ``catalogue/``: more games of papers, with what the papers find in them."""
    return tuple(_models(CATALOGUE / "expected2.json"))


def rows() -> tuple[Row, ...]:
    return tuple(row for model in models() for row in model.rows)


def published_rows() -> tuple[Row, ...]:
    return tuple(row for model in published() for row in model.rows)


def files() -> tuple[Path, ...]:
    """Every .efg file of ``models/``, with expected assessments or without."""
    return tuple(sorted(MODELS.glob("*/*.efg")))


def model(id: str) -> Model:
    return next(found for found in models() if found.id == id)


def history(tree: Tree, node: int) -> str:
    """The names of all actions from the root to ``node``, with slashes: ``K/thin/accept``."""
    names: list[str] = []
    while tree.parent[node] >= 0:
        names.append(tree.labels.edge[tree.edge[node]])
        node = int(tree.parent[node])
    return "/".join(reversed(names))


def _models(sheet: Path) -> Iterator[Model]:
    data = json.loads(sheet.read_text(encoding="utf-8"))
    entries = data["models"] if isinstance(data, dict) else data
    tables = data.get("tables", {}) if isinstance(data, dict) else {}
    for entry in entries:
        yield _model(sheet, entry, tables.get("signalling_pbe_class_counts", {}))


def _model(sheet: Path, entry: dict, counts: dict[str, int]) -> Model:
    limit = entry.get("aqre_principal_limit", {}).get("result")
    file = sheet.parent / entry["file"]
    return Model(
        id=entry["id"],
        file=file,
        rows=tuple(_row(entry["id"], file, stored) for stored in entry["equilibria"]),
        complete=entry["id"] in COMPLETE,
        n_classes=counts.get(entry["id"].split("_")[0]),
        limit_values=tuple(limit["values"]) if limit else None,
        limit_path=limit["on_path"] if limit else None,
        extra=entry.get("extra", {}),
    )


def _row(game: str, file: Path, stored: dict) -> Row:
    return Row(
        game=game,
        file=file,
        name=stored["name"],
        cls=stored["cls"],
        is_sequential=stored["is_sequential_equilibrium"],
        profile=stored["profile"],
        trembles=stored["trembles"],
        beliefs={
            infoset: {path: Fraction(share) for path, share in shares.items()}
            for infoset, shares in stored["beliefs"].items()
        },
        values={player: Fraction(value) for player, value in stored["ex_ante_values"].items()},
        infoset_values={name: Fraction(value) for name, value in stored["infoset_values"].items()},
        max_regret=Fraction(stored["checks"]["seq_rationality_regret"]),
        nash_regret=Fraction(stored["nash_regret"]),
        off_path=tuple(stored["off_path"]),
        refinements=stored["refinements"],
    )
