"""The sources of the documentation site: ``python docs/site/pages.py FOLDER`` writes them there (``make docs``).

They are the pages of docs/, the notebooks as pages (with their code and without output, as they are kept), a page for each group
of functions of ``ov.``, which the generator fills from the docstrings, and two pages of the catalogue, from its files.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
_NOTEBOOK = re.compile(r"(\]\([^)\s]+)\.ipynb\b")
# What the tests read behind the language of a block ("```console not-run"); the generator would take it for text.
_MARK = re.compile(r"^( *```\w+)[ \t]+[^\n]*$", re.MULTILINE)
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
            "load_case", "judge", "load_history", "judge_history", "terms_that_hold", "what_drives_terms", "compare", "run_worlds", "RunOptions", "open_worlds",
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
        page.write_text(_MARK.sub(r"\1", _NOTEBOOK.sub(r"\1.md", text)), encoding="utf-8")
    (folder / "api").mkdir()
    for name, (title, about, names) in PYTHON.items():
        parts = [f"# {title}", about, *map(of_docstring, names)]
        (folder / "api" / f"{name}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    (folder / "reference" / "catalogue.md").write_text(gallery(), encoding="utf-8")
    (folder / "reference" / "bibliography.md").write_text(bibliography(), encoding="utf-8")


def gallery() -> str:
    """The models of the catalogue by their topics, each with its source and what that states."""
    from overture import models

    parts = [
        "# The catalogue",
        "Published games, each told so that a reader of its publication knows it again, with what the publication states."
        " `overture models show NAME` tells a game, lists its equilibria and tries every statement; `overture models check`"
        " tries all; every command that takes a game takes a name. A statement whose place is *here* follows from the payoffs"
        " of the game as it is told. [How a model is added](../how-to/add-a-model.md).",
    ]
    seen: set[str] = set()
    for topic in models.topics():
        parts.append(f"## {topic.capitalize()}")
        for file in models.listed(topic):
            if file.name in seen:
                parts.append(f"See also `{file.name}`, above.")
                continue
            seen.add(file.name)
            model = models.load_model(file.name)
            parts += [f"### {file.name}", file.about]
            parts += [f"Source: {paper.said()}" for paper in model.papers[:1]]
            parts.append("\n".join(f"- {each.words} *({each.where})*" for each in model.results))
    return "\n\n".join(part for part in parts if part) + "\n"


def bibliography() -> str:
    """All publications that models of the catalogue rest on, with BibTeX."""
    from overture import models

    papers = {paper.key: paper for name in models.names() for paper in models.load_model(name).papers}
    listed = sorted(papers.values(), key=lambda paper: (paper.families, paper.year))
    said = "\n".join(f"- {paper.said()}" for paper in listed)
    entries = "\n\n".join(paper.bibtex() for paper in listed)
    about = "The publications of [the catalogue](catalogue.md). What no look-up confirmed is marked."
    return f"# Bibliography\n\n{about}\n\n{said}\n\n## BibTeX\n\n```bibtex\n{entries}\n```\n"


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
