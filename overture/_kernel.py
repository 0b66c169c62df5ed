"""The one way in which a numba kernel is made here: typed, cached, releasing the GIL.

Import this module only from files named ``_*.py`` that hold kernels, and import those lazily from
their public shells: numba costs a third of a second, and ``import overture`` must not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile ``function`` on first call, keep it on disk, and run it without the GIL."""
    compiled: F = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return compiled
