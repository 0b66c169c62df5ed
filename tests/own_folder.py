"""A user's folder of a test's own, which has the kernels that are compiled already."""

from __future__ import annotations

import shutil
from pathlib import Path

from overture.userfolder.folder import user_folder
from overture.userfolder.sealed import KEY


def furnished(folder: Path) -> Path:
    """The folder, made if it is not there, for ``OVERTURE_CACHE``: nothing is kept in it but the user's key and compiled kernels.

    The kernels lie where they lie: what is compiled from it is there for the next test.
    """
    mine = user_folder()
    kernels = mine / "kernels"
    kernels.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (mine / KEY).exists():
        shutil.copy2(mine / KEY, folder / KEY)
        (folder / "kernels").symlink_to(kernels, target_is_directory=True)
    return folder
