"""``--trust``, the option of every command that may be given a case."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

TrustOption = Annotated[
    bool,
    typer.Option("--trust", help="Run the Python code that the case brings; remembered for this content."),
]


def with_trust(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with the option."""

    @wraps(command)
    def trusted(*words: Any, trust: bool = False, **options: Any) -> Any:
        if not trust:
            return command(*words, **options)
        from overture.case.code.trust import trusting

        with trusting(trust):
            return command(*words, **options)

    signature = inspect.signature(command, eval_str=True)
    option = inspect.Parameter("trust", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=TrustOption)
    trusted.__signature__ = signature.replace(parameters=[*signature.parameters.values(), option])  # type: ignore[attr-defined]
    trusted.__annotations__ = {**inspect.get_annotations(command, eval_str=True), "trust": TrustOption}
    return trusted
