"""Types of the fields that an analyst states in an evidence sheet, with their part of the published schema.

Rates, letters and checklist answers are read and judged by :class:`overture.evidence.source.Source` and its
neighbours, whose sentences name the mend; here they pass as they are.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from overture.evidence.deception import QUESTIONS

Serves = Literal["for", "against", "neither"]

_SHARE: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_RATE: dict[str, Any] = {
    "description": "a probability: known, or uncertain (a Beta with this mean, worth so many past cases)",
    "anyOf": [
        _SHARE,
        {
            "type": "object",
            "properties": {
                "mean": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
                "strength": {"type": "number", "exclusiveMinimum": 0},
            },
            "required": ["mean"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {
                "beta": {
                    "type": "array",
                    "items": {"type": "number", "exclusiveMinimum": 0},
                    "minItems": 2,
                    "maxItems": 2,
                }
            },
            "required": ["beta"],
            "additionalProperties": False,
        },
    ],
}
_NOTHING: dict[str, Any] = {"type": "null"}
_DEFAULT: dict[str, Any] = {"const": "default", "description": "the default, chosen and not judged"}
_ANSWER: dict[str, Any] = {"enum": ["yes", "no", "unclear", True, False]}
# What Source.read takes and checks, with sentences of its own; here only for the published schema.
RateValue = Annotated[Any, WithJsonSchema({"anyOf": [_RATE, _DEFAULT, _NOTHING]})]
AccessValue = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": "chance to be in a position to know: one for all topics, or topic: chance",
            "anyOf": [_RATE, {"type": "object", "additionalProperties": _RATE}, _DEFAULT, _NOTHING],
        }
    ),
]
CodeValue = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": "Admiralty letter of the source (a digit other than 6 is refused), or its MISP machine tag",
            "anyOf": [
                {"type": "string", "pattern": '^([A-Fa-f]6?|admiralty-scale:source-reliability="[a-fA-F]")$'},
                _NOTHING,
            ],
        }
    ),
]
ChecklistValue = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": "answers to the checklists MOM, POP, MOSES and EVE",
            "anyOf": [
                {
                    "type": "object",
                    "properties": {
                        name: {"description": f"{question.checklist}: {question.text}", **_ANSWER}
                        for name, question in QUESTIONS.items()
                    },
                    "additionalProperties": False,
                },
                _NOTHING,
            ],
        }
    ),
]
Chance = Annotated[float, Field(ge=0, le=1)]
