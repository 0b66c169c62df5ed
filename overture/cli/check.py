"""``overture check``: is this case file sound, and what would be solved?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def check(
    case: Annotated[Path, typer.Argument(help="A case file, or the folder that holds case.yaml.")],
) -> None:
    """Check a case: the file, its game, its evidence. All faults at once, each with its line."""
    from overture.case.load import load

    loaded = load(case)
    tree = loaded.tree
    spread = [name for name, given in loaded.parameters.items() if given.spread]
    print(f"{loaded.case.title}: sound.")
    print(
        f"The game has {len(tree.players)} players, {len(tree.terminal)} histories and "
        f"{tree.n_infosets} information sets."
    )
    print(
        f"{len(loaded.parameters)} parameters, {len(spread)} of them ranges: {', '.join(spread) or 'none'}."
    )
    if loaded.sheet is None:
        print("No evidence sheet.")
    else:
        linked = sum(bool(claim.event) for claim in loaded.sheet.claims)
        print(
            f"{len(loaded.sheet.sources)} sources, {len(loaded.sheet.claims)} claims, {linked} of them linked "
            "to an event of the game."
        )
