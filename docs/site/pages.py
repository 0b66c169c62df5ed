"""The sources of the documentation site: ``python docs/site/pages.py FOLDER`` writes them there (``make docs``).

They are the pages of docs/, the notebooks as pages (with their code and without output, as they are kept), and a page for each
group of functions of ``ov.``, which the generator fills from the docstrings.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
_NOTEBOOK = re.compile(r"(\]\([^)\s]+)\.ipynb\b")
# Page -> its title, what it begins with, and the names of ``ov.`` on it.
PYTHON: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "telling": (
        "Tell a game",
        "Everything here is reached from `import overture as ov`, under the names of the headings. How the parts go together is told in"
        " [the language](../reference/language.md); as data, in [the story file](../reference/story.md).",
        (
            "game", "chance", "move", "reveal", "pay", "joint", "strategic", "stage", "story", "read_efg", "write_efg",
            "read_nfg", "write_nfg", "models", "Tree",
        ),
    ),
    "solving": (
        "Solve a game",
        "Each function returns what was measured: no solver judges itself. What lists promise stands under"
        " [lists of equilibria and refinements](../explanation/refinements.md).",
        (
            "solve", "path", "equilibria", "equilibria_across", "equilibria_beside", "undetermined", "backward", "dominance",
            "zero_sum", "guarantee", "extreme_nash", "correlated_range",
        ),
    ),
    "measuring": (
        "Measure, simulate and vary",
        "Chances, sentences, tables and histories of a game; and what becomes of its equilibria when parameters change"
        " ([how](../how-to/vary-a-parameter.md)).",
        (
            "probability", "say", "table", "simulate", "vary", "follow_class", "atlas", "saltelli_plan", "sobol_indices",
            "tornado", "scenario_rule", "progress_bars",
        ),
    ),
    "judging": (
        "Judge a case",
        "What `overture assess`, `design`, `drivers`, `compare` and `runs` do, from Python"
        " ([what a judgement holds](../reference/judgement.md)).",
        (
            "load_case", "judge", "terms_that_hold", "what_drives_terms", "compare", "run_worlds", "RunOptions", "open_worlds",
            "load", "OvertureError",
        ),
    ),
    "histories": (
        "Histories and games without an end",
        "Games in which much has happened already, and games in periods that never end ([how](../how-to/games-without-an-end.md)).",
        (
            "histories", "HistoryStep", "NamedPlay", "signal_worth", "act_margin", "markov_perfect", "markov_equilibria",
        ),
    ),
}  # fmt: skip


def write(folder: Path) -> None:
    """Write all pages; what stood in the folder is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DOCS, folder, ignore=shutil.ignore_patterns("site", "*.ipynb", "__pycache__"))
    for path in sorted((DOCS / "tutorials").glob("*.ipynb")):
        (folder / "tutorials" / f"{path.stem}.md").write_text(as_page(path), encoding="utf-8")
    for page in folder.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(_NOTEBOOK.sub(r"\1.md", text), encoding="utf-8")
    (folder / "api").mkdir()
    for name, (title, about, names) in PYTHON.items():
        parts = [f"# {title}", about, *map(of_docstring, names)]
        (folder / "api" / f"{name}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def as_page(path: Path) -> str:
    """The cells of a notebook one after the other, and where the notebook itself is."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    parts = []
    for cell in cells:
        text = "".join(cell["source"]).rstrip()
        parts.append(f"```python\n{text}\n```" if cell["cell_type"] == "code" else text)
    parts.append(
        f"*This page is the notebook `docs/tutorials/{path.name}` of the checkout: run it to see what it prints.*"
    )
    return "\n\n".join(parts) + "\n"


def of_docstring(name: str) -> str:
    """Where the docstring of a public name is, and its heading, for the generator."""
    import overture

    module, other = overture._PUBLIC[name], overture._OTHERWISE.get(name, name)
    place = module if module == f"overture.{name}" else f"{module}.{other}"
    return f"::: {place}\n    options:\n      heading: ov.{name}\n      toc_label: ov.{name}"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
