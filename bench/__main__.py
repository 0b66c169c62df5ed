"""``python -m bench [subject ...]``: run the subjects, print each row as it comes, write ``docs/benchmarks.md``."""

from __future__ import annotations

import importlib
import platform
import sys
from pathlib import Path

from bench.measure.row import HEADER, Row, table

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
PLUMBING = {"__init__", "__main__", "row", "alone", "peer"}


def main(chosen: list[str]) -> int:
    known = sorted(file.stem for file in HERE.glob("*.py") if file.stem not in PLUMBING)
    subjects = [name for name in known if hasattr(importlib.import_module(f"bench.{name}"), "rows")]
    strange = [name for name in chosen if name not in subjects]
    if strange:
        print(f"no subject {', '.join(strange)}; there are: {', '.join(subjects)}", file=sys.stderr)
        return 2
    sections: list[tuple[str, str, list[Row]]] = []
    print(" | ".join(HEADER), flush=True)
    for name in chosen or subjects:
        module = importlib.import_module(f"bench.{name}")
        rows = []
        for row in module.rows():
            print(" | ".join(row.cells()), flush=True)
            rows.append(row)
        title = str(getattr(module, "TITLE", name.replace("_", " ")))
        sections.append((name, title, rows))
    write(sections, keep=bool(chosen))
    return 1 if any(row.holds is False for _, _, rows in sections for row in rows) else 0


def write(sections: list[tuple[str, str, list[Row]]], keep: bool) -> None:
    """Write the page; with ``keep`` the sections of other subjects stay as they stand there."""
    parts = {name: [f"## {title}", "", *table(rows)] for name, title, rows in sections}
    if keep and PAGE.exists():
        for name, lines in _standing().items():
            parts.setdefault(name, lines)
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`python -m bench`). Ours and the peers ran on the same trees, one process at a time, on",
        f"a machine of {platform.machine()} with Python {platform.python_version()}: read the figures as ratios.",
        "Other programs may have run beside them: where a title or a note says processor time or CPU seconds, only what the",
        "process itself used is counted. A section is as old as its last run; sections are run one by one.",
        "*times* is how many times faster (or better) ours is. Peak memory is that of our process, libraries included.",
    ]
    for name in sorted(parts):
        lines += ["", f"<!-- subject: {name} -->", "", *parts[name]]
    PAGE.write_text("\n".join(lines) + "\n")
    print(f"written: {PAGE.relative_to(HERE.parent)}")


def _standing() -> dict[str, list[str]]:
    """Sections of the page as it stands, by subject."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in PAGE.read_text().splitlines():
        if line.startswith("<!-- subject: "):
            name = line.removeprefix("<!-- subject: ").removesuffix(" -->")
            found[name] = []
        elif name:
            found[name].append(line)
    return {each: "\n".join(lines).strip().splitlines() for each, lines in found.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
