"""``overture demo``: the flagship case is put into the current folder and assessed, also where there is no checkout."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from overture.cli.options import WeighedWorldsOption

FLAGSHIP = "freeze-for-relief"
FILES = ("case.yaml", "evidence.yaml")
UNSHIPPED = (
    "Its evidence sheet was made from one news report, which belongs to its publisher and is not part of Overture: "
    "the sheet has the claims, and where in the report they stand."
)


def demo(
    folder: Annotated[Path, typer.Argument(help="The folder to put the case into.")] = Path(FLAGSHIP),
    worlds: WeighedWorldsOption = 1000,
) -> None:
    """Put the flagship case into a folder, assess it, and write its page there. A case that is there already is left as it is."""
    from overture.cli.assess import assess
    from overture.writing import write_whole

    if (folder / FILES[0]).exists():
        print(f"{folder}: a case is there already, and is assessed as it is.", file=sys.stderr)
    else:
        texts = {name: (flagship() / name).read_bytes() for name in FILES}
        for name in reversed(FILES):  # the case comes last: where it is, all of it is
            write_whole(folder / name, texts[name])
        print(f"{folder}: the flagship case. {UNSHIPPED}", file=sys.stderr)
    assess(folder, html=folder / "page.html", worlds=worlds)


def flagship() -> Path:
    """The folder of the flagship: in the package where it was installed from a wheel, beside it in a checkout."""
    root = Path(str(files("overture")))
    installed = root / "models" / "cases" / FLAGSHIP
    return installed if installed.is_dir() else root.parent / "cases" / FLAGSHIP
