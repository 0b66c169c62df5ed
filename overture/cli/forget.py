"""``overture forget``: delete what is kept of a case, or all that is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def forget(
    case: Annotated[
        Path | None, typer.Argument(help="A case file or its folder, which may be gone; all without it.")
    ] = None,
) -> None:
    """Forget what is kept in the user's own folder: the answers about a case, or all answers, trust and kernels."""
    from overture.userfolder.folder import user_folder
    from overture.userfolder.forget import forget_all, forget_case

    if case is None:
        count = forget_all()
        print(f"Forgotten: all that was kept in {user_folder()} ({count} file{'' if count == 1 else 's'}).")
        return
    count = forget_case(case)
    print(f"Forgotten: {count} answer{'' if count == 1 else 's'} about {case}.")
