"""The version of the package, for whoever stamps it into a file."""

from __future__ import annotations

from functools import cache

__version__ = "0.1.0"


@cache
def package_digest() -> str:
    """The sha256 of the package's own Python text: any change of the code gives another."""
    import hashlib
    from pathlib import Path

    digest = hashlib.sha256()
    root = Path(__file__).resolve().parent
    for file in sorted(root.rglob("*.py")):
        digest.update(file.relative_to(root).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
