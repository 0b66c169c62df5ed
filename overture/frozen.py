"""The base of everything that is read from a file by a schema, and of every part of a judgement; and what a number is."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class FrozenModel(BaseModel):
    """Unknown keys are faults, and values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _no_truth(value: object) -> object:
    """``true`` is no number, though Python would count with it."""
    if isinstance(value, bool):
        raise ValueError("a number must stand here")
    return value


def as_value(value: object) -> object:
    """``0.5`` is short for ``{value: 0.5}``, in files where a number may have more said of it."""
    return {"value": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


Number = Annotated[float, BeforeValidator(_no_truth), Field(allow_inf_nan=False)]
"""A finite number."""
