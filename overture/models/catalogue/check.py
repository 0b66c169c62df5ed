"""Trying what publications state: both sides of each statement, and how far they are apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from overture.errors import OvertureError
from overture.models.catalogue.files import find_file, names
from overture.models.catalogue.model import PublishedModel, load_model
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement, StatementCheck, row_of

Tell = Callable[[str, int, int], None]


def check(asked: str | Iterable[str] = (), *, progress: Tell | None = None) -> list[StatementCheck]:
    """What publications state of models of the catalogue, tried.

    Args:
        asked: a name, or several; all models where none is given.
        progress: called with (stage, done, of) after each model.

    Raises:
        FileError: a name that is none of the catalogue.
    """
    wanted = (asked,) if isinstance(asked, str) else tuple(asked) or names()
    for name in wanted:
        find_file(name)
    found: list[StatementCheck] = []
    for done, name in enumerate(wanted, start=1):
        found += check_model(load_model(name))
        if progress is not None:
            progress("models", done, len(wanted))
    return found


def check_model(model: PublishedModel) -> Iterator[StatementCheck]:
    """What the publication of a model states, tried in the order in which the model lists it."""
    solved = SolvedModel(model)
    for statement in model.results:
        yield try_statement(solved, statement)


def try_statement(solved: SolvedModel, statement: PublishedStatement) -> StatementCheck:
    """Both sides of a statement at each of its places. A side that cannot be computed is told and does not hold."""
    stated: list[tuple[Any, ...]] = []
    computed: list[tuple[Any, ...]] = []
    fault = ""
    try:
        for given in statement.places:
            here = solved.at(**given)
            stated.append(
                row_of(statement.stated(here.p) if callable(statement.stated) else statement.stated)
            )
            computed.append(row_of(statement.computed(here)))
    except OvertureError as error:
        fault = str(error)
    return StatementCheck(solved.model.name, statement, tuple(stated), tuple(computed), fault)
