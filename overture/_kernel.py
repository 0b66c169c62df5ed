"""The one way in which a numba kernel is made here: typed, cached, releasing the GIL.

Import this module only from files named ``_*.py`` that hold kernels, and import those lazily from
their public shells: numba costs a third of a second, and ``import overture`` must not pay for it.

Compiled kernels are kept in the user's cache folder, under a name made from the text of their file and of every kernel
file that it imports. numba itself looks at the one file only: it would go on running an old kernel after a change in
another that it calls.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.extending import typeof_impl

F = TypeVar("F", bound=Callable[..., Any])

ROOT = Path(__file__).resolve().parent.parent
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
_IMPORT = re.compile(r"^from (overture\.(?:\w+\.)*_\w+) import", re.MULTILINE)


def kernel(function: F) -> F:
    """Compile ``function`` on first call, keep it on disk, and run it without the GIL."""
    return _kept(function)


class KernelPart:
    """A kernel that only kernels call, see :func:`part`."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.compiled = _kept(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)

    def __call__(self, *_: object) -> None:
        raise TypeError(f"{self.function.__name__} is a part of kernels: only kernels call it, Python cannot")


@typeof_impl.register(KernelPart)
def _typeof(value: KernelPart, _: object) -> Any:
    """What numba takes a part for in the text of a kernel: the compiled function."""
    return numba.typeof(value.compiled)


def part(function: F) -> F:
    """A kernel without the code by which Python calls it.

    That code takes arrays apart; in a small kernel it is half of all, and numba compiles it again in every kernel that
    calls this one.
    """
    return cast(F, KernelPart(function))


def inlined(function: F) -> F:
    """A piece of a kernel that has a name of its own: its text becomes part of the kernel that calls it."""
    piece: F = numba.njit(inline="always", **OPTIONS)(function)
    return piece


def _kept(function: F, **options: bool) -> F:
    before = numba.config.CACHE_DIR
    kept = folder() / stamp(Path(function.__code__.co_filename))
    if not kept.exists():
        _say_once()
    numba.config.CACHE_DIR = str(kept)
    try:
        compiled: F = numba.njit(cache=True, **OPTIONS, **options)(function)
    finally:
        numba.config.CACHE_DIR = before
    return compiled


def folder() -> Path:
    """Where compiled kernels are kept: numba's own folder where it is set, or that of the user's caches."""
    chosen = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("OVERTURE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    home = Path(chosen) if chosen else (Path(base) if base else Path.home() / ".cache") / "overture"
    return home / "kernels"


@cache
def _say_once() -> None:
    """Compiling takes seconds, and nothing else would tell why."""
    print("overture: compiling kernels for their first use; they are kept", file=sys.stderr, flush=True)


@cache
def stamp(file: Path) -> str:
    """A name made from the text of a kernel file and of the kernel files that it imports, near and far."""
    digest = hashlib.sha256()
    waiting, seen = [file], set()
    while waiting:
        each = waiting.pop(0)
        if each in seen:
            continue
        seen.add(each)
        text = each.read_text(encoding="utf-8")
        digest.update(text.encode())
        waiting += [ROOT / f"{name.replace('.', '/')}.py" for name in _IMPORT.findall(text)]
    return digest.hexdigest()[:16]
