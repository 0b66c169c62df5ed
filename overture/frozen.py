"""The base of everything that is read from a file by a schema, and of every part of a judgement."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """Unknown keys are faults, and values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
