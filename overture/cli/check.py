"""``overture check``: is this case file sound, what would be solved, and what is left unsaid?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from overture.case.load import Loaded


def check(
    case: Annotated[Path, typer.Argument(help="A case file, or the folder that holds case.yaml.")],
) -> None:
    """Check a case: the file, its game, its evidence. All faults at once, each with its line; then what is asked."""
    from overture.case.evidence import read_evidence
    from overture.case.load import load
    from overture.case.questions import lists, questions
    from overture.judgement.prepare import sayable

    loaded = load(case)
    sayable(loaded)
    print("\n".join(_sound(loaded)))
    asked = questions(loaded)
    if asked:
        print("\nQuestions:" if len(asked) > 1 else "\nA question:")
    for each in asked:
        print(f"- {each.asks[0].upper()}{each.asks[1:]} {each.until}")
        print(f"  {each.mend}")
        for where in each.where:
            print(f"  {where}")
    listed = lists(read_evidence(loaded))
    if listed:
        print("\nLeft unsaid:")
    for line in listed:
        print(f"- {line}")


def _sound(loaded: Loaded) -> list[str]:
    """What the case is, in a few lines."""
    tree, sheet = loaded.tree, loaded.sheet
    spread = [name for name, given in loaded.parameters.items() if given.spread]
    lines = [
        f"{loaded.case.title}: sound.",
        f"The game has {len(tree.players)} players, {len(tree.terminal)} histories and "
        f"{tree.n_infosets} information sets.",
        f"{len(loaded.parameters)} parameters, {len(spread)} of them ranges: {', '.join(spread) or 'none'}.",
    ]
    if sheet is None:
        return [*lines, "No evidence sheet."]
    linked = sum(bool(claim.event) for claim in sheet.claims)
    return [
        *lines,
        f"{len(sheet.sources)} sources, {len(sheet.claims)} claims, {linked} of them linked to an event of the game.",
    ]
