"""Docstrings name other functions by roles, :func:`overture.solvers.solve.solve`; on the site they are plain code."""

from __future__ import annotations

import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:func|class|mod|meth|attr|data|exc):`~?([^`]+)`")


class Roles(griffe.Extension):
    """Takes the roles out of every docstring and leaves what they name."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring:
            obj.docstring.value = _ROLE.sub(r"`\1`", obj.docstring.value)
