"""What every example needs, imported: the process of :mod:`tests.docs.apart` from which examples are forked begins with it."""

import contextlib
from importlib import import_module

import numba
import numpy
import pandas

import overture as ov
from overture.cli import COMMANDS

EVERYTHING = (numba, numpy, pandas, *(getattr(ov, name) for name in ov.__all__))
for command in COMMANDS:
    with contextlib.suppress(
        ImportError
    ):  # an extra that is not installed is missed by its example, not here
        import_module(f"overture.cli.{command}")
