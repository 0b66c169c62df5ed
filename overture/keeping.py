"""``ov.load``: one loader for every result that was saved, which measures again what it reads."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from overture.errors import FileError, OvertureError
from overture.formats import (
    ASSESSMENT,
    OLDER_RESULT,
    RESULT,
    ComparisonFormat,
    HistoryFormat,
    JudgementFormat,
    TermsFormat,
    json_mend,
    stated,
    version_in,
)
from overture.games.codec import ValueReader
from overture.userfolder.folder import say

# kind in a file -> module that holds the class
KINDS = {
    "ActMargin": "overture.history.margin",
    "Atlas": "overture.design.atlas",
    "Across": "overture.solvers.all.across",
    "BackwardInduction": "overture.solvers.all.before.backward",
    "Beside": "overture.solvers.beside.result",
    "Bound": "overture.solvers.bounds.bounds",
    "ClassEdge": "overture.design.follow",
    "CorrelatedRange": "overture.solvers.bounds.correlated",
    "Dominance": "overture.solvers.all.before.dominance",
    "Equilibrium": "overture.solvers.all.equilibrium",
    "EquilibriumList": "overture.solvers.all.equilibrium",
    "Guarantee": "overture.solvers.bounds.worst_case",
    "HistoryTable": "overture.history.table",
    "MarkovList": "overture.rivalry.strands",
    "MarkovPerfect": "overture.rivalry.equilibrium",
    "NashList": "overture.solvers.bounds.extreme",
    "NashRange": "overture.solvers.bounds.nash_range",
    "ScenarioRule": "overture.design.drivers.scenario",
    "SignalWorth": "overture.history.signal",
    "SobolIndices": "overture.design.drivers.indices",
    "Solution": "overture.solvers.solution",
    "Splits": "overture.solvers.beside.splits",
    "StochasticGame": "overture.rivalry.game",
    "Tornado": "overture.design.drivers.tornado",
    "Tree": "overture.games.tree",
    "ZeroSum": "overture.solvers.bounds.zero_sum",
}


@dataclass(frozen=True)
class WrittenBySchema:
    """A result whose JSON is that of its published schema.

    Attributes:
        module: of the class. words: what it is called. format: that is read. keys: by which, beside ``about``, one is
            known that was written before its JSON stated a format.
    """

    module: str
    words: str
    format: str
    keys: frozenset[str]


SCHEMAS = {
    "Judgement": WrittenBySchema(
        "overture.judgement.judgement",
        "judgement",
        get_args(JudgementFormat)[0],
        frozenset({"answers", "hypotheses"}),
    ),
    "HistoryJudgement": WrittenBySchema(
        "overture.judgement.history.judgement",
        "judgement of a history",
        get_args(HistoryFormat)[0],
        frozenset({"sides", "history", "also"}),
    ),
    "Comparison": WrittenBySchema(
        "overture.judgement.compared",
        "comparison",
        get_args(ComparisonFormat)[0],
        frozenset({"by", "sides", "rows"}),
    ),
    "DealJudgement": WrittenBySchema(
        "overture.judgement.deal.proposal",
        "judgement of terms",
        get_args(TermsFormat)[0],
        frozenset({"clauses", "offered", "proposals"}),
    ),
}
FIELDS = ("format", "kind", "overture", "trees", "result")
LARGEST = 2_000_000_000  # bytes
ALLOWED = f'a file that save() of a result wrote (format "{RESULT}"), or the JSON of a judgement, of a comparison or of terms'


def load(path: str | os.PathLike[str]) -> Any:
    """The result that ``save`` wrote to a file: of the same class, with its game.

    What the file says of its play is measured again, and a file that says anything else is refused. Nothing in a
    file is run. Not measured, since only a new search could: that a list is complete, that a bound holds, the
    cells of an atlas beside the one that is kept of each class, the answers of a tornado or of Sobol indices, that no
    other box is better. Backward induction, dominance and correlated ranges are computed again. The JSON of a judgement
    (``overture assess --json``), of a comparison (``overture compare --json``) or of terms (``overture design --json``) is
    read by its schema. JSON of another version is refused with the command that writes it anew.

    Args:
        path: of the file.

    Raises:
        FileError: no such file, no file of this form, or one whose numbers are not what is measured; in one sentence.
    """
    name = os.fspath(path)
    data = _read(Path(name))
    form = data.get("format")
    for kind, schema in SCHEMAS.items():
        if form == schema.format:
            return _by_schema(data, name, kind)
        older = "format" not in data and {"about", *schema.keys} <= set(data)
        if older or version_in(form, schema.format) is not None:
            raise _of_another_version(data, name, schema)
    if form not in (RESULT, OLDER_RESULT) or set(data) != set(FIELDS):
        found = f"format {form!r}" if form is not None else "JSON without a format"
        if form in (RESULT, OLDER_RESULT):
            found = f"the fields {', '.join(data)}"
        mend = ""
        if form == ASSESSMENT:
            mend = "an assessment is read with its game: overture.games.measured.assessment.from_json(tree, text)"
        elif version_in(form, RESULT) is not None:
            mend = json_mend(form, RESULT)
        raise FileError.of("load/format", f"found {found:.80}", name, ALLOWED, mend)
    kind = data["kind"]
    if not isinstance(kind, str) or kind not in KINDS or not isinstance(data["trees"], list):
        raise FileError.of("load/kind", f"found a result of kind {kind!r:.60}", name, ", ".join(KINDS))
    made = getattr(import_module(KINDS[kind]), kind)
    try:
        reader = ValueReader(data["trees"])
        found = (
            reader.read(0, made, "trees")
            if kind == "Tree"
            else reader.read(data["result"], made, "result").__again__()
        )
        if form == OLDER_RESULT:
            say(
                f"{name}: read, and measured again; it is of an older version ({form}), which save() writes no more"
            )
        return found
    except OvertureError as error:
        if form == OLDER_RESULT:
            mend = "solve its game again, and save the result"
            raise FileError.of(
                "load/format",
                f"found a {kind} of format {form!r} whose parts are no longer those of today",
                name,
                f'format "{RESULT}"',
                mend,
            ) from error
        first = error.faults[0]
        where = f"{name}, {first.where}" if first.where else name
        raise FileError.of(first.id, first.found, where, first.allowed, first.mend) from error
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise FileError.of(
            "load/broken", f"the parts of this {kind} do not fit together ({error!s:.80})", name, ALLOWED
        ) from error


def _read(path: Path) -> dict[str, Any]:
    """The object in a file of JSON."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileError.of("load/size", f"found more than {LARGEST:,} bytes", str(path), ALLOWED)
        data = json.loads(path.read_bytes().decode("utf-8"), parse_constant=_refuse)
    except FileNotFoundError:
        raise FileError.of("load/missing", "there is no such file", str(path), ALLOWED) from None
    except OSError as error:
        raise FileError.of(
            "load/unreadable", f"it cannot be read ({error.strerror})", str(path), ALLOWED
        ) from error
    except (ValueError, RecursionError) as error:
        raise FileError.of("load/json", f"found no JSON ({error!s:.80})", str(path), ALLOWED) from error
    if not isinstance(data, dict):
        raise FileError.of("load/json", f"found JSON that is a {type(data).__name__}", str(path), ALLOWED)
    return data


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _by_schema(data: dict[str, Any], name: str, kind: str) -> Any:
    """What is written by its schema."""
    from pydantic import ValidationError

    try:
        return getattr(import_module(SCHEMAS[kind].module), kind).model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise FileError.of(
            f"load/{kind.lower()}",
            f"found a {SCHEMAS[kind].words} in which {where} is wrong ({first['msg']:.80})",
            name,
            ALLOWED,
        ) from error


def _of_another_version(data: dict[str, Any], name: str, schema: WrittenBySchema) -> FileError:
    """What is written by its schema, but by another version of it."""
    about = data["about"] if isinstance(data.get("about"), dict) else {}
    command = about.get("command")
    again = f"{command} --json FILE" if isinstance(command, str) and command else ""
    form = data.get("format")
    found = f"found a {schema.words} {stated(form):.80}"
    return FileError.of(
        "load/format", found, name, f'format "{schema.format}"', json_mend(form, schema.format, again)
    )
