"""What the numbers of a judgement were made with."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version

from overture.version import __version__

LIBRARIES = ("numpy", "scipy", "numba", "pydantic")


def versions() -> dict[str, str]:
    """What the numbers were made with."""
    found = {"overture": __version__, "python": ".".join(str(part) for part in sys.version_info[:3])}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
