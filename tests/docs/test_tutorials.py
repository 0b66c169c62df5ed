"""The notebooks of the documentation: each cell runs, and what it ends with shows itself."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "tutorials"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MOST_SHOWN = 200_000  # letters of what one cell shows: a picture of a small tree has about 40,000


def cells(notebook: Path, kind: str) -> list[dict[str, Any]]:
    """The cells of a kind, in their order."""
    read = json.loads(notebook.read_text(encoding="utf-8"))
    return [each for each in read["cells"] if each["cell_type"] == kind]


def shown(value: Any) -> str:
    """What a notebook shows of the value that a cell ends with: HTML where the value has it, else its text."""
    for way in ("_repr_html_", "_repr_svg_"):
        if hasattr(value, way):
            found = getattr(value, way)()
            if found is not None:
                return str(found)
    return repr(value)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda each: each.stem)
def test_each_cell_runs_and_shows_what_it_ends_with(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, in the folder of the notebook, as Jupyter would: a kernel of its own takes seconds to start."""
    monkeypatch.chdir(FOLDER)
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(cells(notebook, "code"), start=1):
        source = "".join(cell["source"])
        file = tmp_path / f"cell_{number}.py"  # a game that is told in a cell is found by file and line
        file.write_text(source, encoding="utf-8")
        tree = ast.parse(source, str(file))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, str(file), "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), str(file), "eval"), names)
            if value is not None:
                assert 0 < len(shown(value)) < MOST_SHOWN, f"cell {number}"


def test_notebooks_are_kept_without_output() -> None:
    assert len(NOTEBOOKS) == 4
    for notebook in NOTEBOOKS:
        read = json.loads(notebook.read_text(encoding="utf-8"))
        assert (read["nbformat"], read["nbformat_minor"]) == (4, 5)
        assert len({each["id"] for each in read["cells"]}) == len(read["cells"])
        for cell in cells(notebook, "code"):
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
        assert notebook.read_text(encoding="utf-8") == json.dumps(read, indent=1, ensure_ascii=False) + "\n"


def test_links_of_a_notebook_lead_somewhere() -> None:
    for notebook in NOTEBOOKS:
        for cell in cells(notebook, "markdown"):
            for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", "".join(cell["source"])):
                assert link.startswith("http") or (FOLDER / link).exists(), f"{notebook.name}: {link}"
