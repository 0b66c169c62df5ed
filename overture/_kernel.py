"""The one way in which a numba kernel is made here: typed, cached, releasing the GIL.

Import this module only from files named ``_*.py`` that hold kernels, and import those lazily from
their public shells: numba costs a third of a second, and ``import overture`` must not pay for it.

Compiled kernels are kept in the user's own folder, under a name made from the text of their file, of every kernel
file that it imports, and of the files that hold their constants. numba itself looks at the one file only: it would go on
running an old kernel after a change in another that it calls; it looks at where the file lies, so that a second checkout
would compile all of them again; and it unpickles whatever it finds.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite
import numba
from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps
from numba.extending import typeof_impl

from overture.errors import FileError
from overture.userfolder.folder import keeping, say, user_folder
from overture.userfolder.sealed import Seal, sealed_drop, sealed_read, sealed_write

F = TypeVar("F", bound=Callable[..., Any])

ROOT = Path(__file__).resolve().parent.parent
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
KERNELS = "kernels"
VERSIONS = (sys.version_info[:2], numba.__version__, llvmlite.__version__)
# The files whose text a kernel hangs on: other kernels', and those of which it imports a constant.
_IMPORT = re.compile(
    r"^from (overture(?:\.\w+)*\.(?:_\w+|\w+(?= import [A-Z][A-Z_]+\b))) import", re.MULTILINE
)


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
    compiled: F = numba.njit(**OPTIONS, **options)(function)
    compiled._cache = KernelCache(function, options)  # type: ignore[attr-defined]
    return compiled


def folder() -> Path:
    """Where compiled kernels are kept, in the user's own folder."""
    return user_folder() / KERNELS


def _home() -> Path | None:
    """Where the user's own folder is while kernels are made: a process looks for all of them in one place."""
    try:
        return user_folder()
    except FileError:
        return None


class KernelCache(_Cache):  # type: ignore[misc]
    """The compiled versions of a kernel in the user's own folder: one sealed file for each signature and processor.

    A file is found by the text of the kernel, not by where that text lies. What does not match its seal, or cannot be
    used for any other reason, is thrown away, and the kernel is compiled again.
    """

    def __init__(self, function: Callable[..., Any], options: dict[str, bool]) -> None:
        text = stamp(Path(function.__code__.co_filename))
        made_with = hashlib.sha256(
            repr((VERSIONS, sorted({**OPTIONS, **options}.items()))).encode()
        ).hexdigest()
        self._room = f"{KERNELS}/{text}/{function.__qualname__.replace('<', '').replace('>', '')}"
        self._made_with = made_with
        self._home = _home()

    @property
    def cache_path(self) -> str:
        """Where the files are."""
        return str((self._home or Path()) / self._room)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The version for a signature; None where it has to be compiled."""
        target_context.refresh()
        name = self._name(sig, target_context.codegen())
        kept = sealed_read(name, self._home)
        if isinstance(kept, bytes):
            try:
                return CompileResult._rebuild(target_context, *pickle.loads(kept))
            except Exception:  # of another build of what it was made with: it is compiled anew
                kept = Seal.BROKEN
        if kept is Seal.BROKEN:
            sealed_drop(name, self._home)
            say("a kept kernel does not match what was written here; it is thrown away and compiled again")
        _say_once()
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep a version."""
        if not data.library.has_dynamic_globals and not any(not each.can_cache for each in data.lifted):
            sealed_write(self._name(sig, data.codegen), dumps(data._reduce()), self._home)

    def enable(self) -> None:
        """It always is."""

    def disable(self) -> None:
        """It never is."""

    def flush(self) -> None:
        """Nothing waits to be written."""

    def _name(self, sig: Any, codegen: Any) -> str:
        made_for = hashlib.sha256(repr((sig, codegen.magic_tuple(), self._made_with)).encode())
        return f"{self._room}.{made_for.hexdigest()[:24]}.kernel"


@cache
def _say_once() -> None:
    """Compiling takes seconds, and nothing else would tell why."""
    kept = "" if keeping() is None else "; they are kept"
    print(f"overture: compiling kernels for their first use{kept}", file=sys.stderr, flush=True)


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
