"""A file held against the model of what it may say: its faults in plain words, all at once, each at its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from overture.errors import Fault, FileError
from overture.filing import NESTING_LIMIT, Keys, Places, nth_key
from overture.wording import DECIMAL_COMMA, MEANT, did_you_mean, refused

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

VALUES_LIMIT = 500_000  # in a file, once what stands for other values (*name) is put in
ROUNDS = 12  # how often what is left of a faulty file is tried again


@dataclass(frozen=True)
class Partly:
    """A file as far as it can be read: ``found`` without its faulty parts, or None where nothing is left.

    ``broken`` holds the places of what was taken out: what is said of them later says nothing new.
    """

    found: Any
    faults: tuple[Fault, ...]
    broken: frozenset[Keys]

    def sound(self, keys: Sequence[str | int]) -> bool:
        """Whether neither this place, nor what it stands in, nor what stands in it was taken out."""
        return not any(_touch(tuple(keys), each) for each in self.broken)


def _touch(one: Keys, other: Keys) -> bool:
    """Whether one place stands in the other."""
    return one[: len(other)] == other or other[: len(one)] == one


def validate_partly(model: type[Model], data: Any, places: Places, fill: Mapping[str, Any]) -> Partly:
    """``data`` as a ``model``, its faulty parts taken out, so that the rest can be checked in one round.

    Args:
        fill: what stands in for a key that must be there and is missing: key -> value.
    """
    rest = _plain(data, places)
    faults: dict[Fault, None] = {}
    broken: set[Keys] = set()
    for _ in range(ROUNDS):
        found, errors = _tried(model, rest, places)
        if found is not None:
            return Partly(found, tuple(faults), frozenset(broken))
        other = [fault for _, fault, _ in errors if fault.id == "file/version"]
        if other:  # what else such a file says is not told by the rules of this version
            return Partly(None, tuple(other), frozenset())
        before = set(broken)
        # Entries are counted before any is taken out.
        named = [_named_keys(rest, keys) for keys, _, _ in errors]
        for (keys, fault, missing), out in zip(errors, named, strict=True):
            if not any(_touch(keys, each) for each in before):
                faults[fault] = None
            broken.add(keys)
            _take_out(rest, out, missing, fill)
        if () in broken:
            break
    return Partly(None, tuple(faults), frozenset(broken))


def _take_out(rest: Any, keys: Keys, missing: bool, fill: Mapping[str, Any]) -> None:
    """Remove the faulty part at ``keys``, or put what stands in for it where it is missing.

    A value that is short for an entry with keys of its own goes as a whole.
    """
    at, held = rest, ""
    for key in keys[:-1]:
        key = nth_key(at, key)
        try:
            inner = at[key]
        except (KeyError, IndexError, TypeError):
            return
        if not isinstance(inner, dict | list):
            missing, keys = False, (key,)
            break
        at, held = inner, str(key)
    last = nth_key(at, keys[-1]) if keys else None
    if isinstance(at, list) and isinstance(last, int) and last < len(at):
        at[last] = fill.get(f"{held}[]", {})
    elif isinstance(at, dict) and missing:
        at[last] = fill.get(str(last), "")
    elif isinstance(at, dict):
        at.pop(last, None)


def _named_keys(data: Any, keys: Keys) -> Keys:
    """A place with the keys of mappings where their entries are counted."""
    found: list[str | int] = []
    for each in keys:
        found.append(nth_key(data, each))
        try:
            data = data[found[-1]]
        except (KeyError, IndexError, TypeError):
            data = None
    return tuple(found)


def _plain(data: Any, places: Places, depth: int = 0, seen: list[int] | None = None) -> Any:
    """A copy in plain dicts and lists. Raises FileError where it is nested without end, or unfolds to too much.

    Args:
        seen: how many values were copied before, in a list of one.
    """
    count = [0] if seen is None else seen
    count[0] += 1
    if depth > NESTING_LIMIT:
        allowed = f"at most {NESTING_LIMIT} levels"
        raise FileError.of("file/yaml", "values nested too deeply", str(places.path), allowed)
    if count[0] > VALUES_LIMIT:
        allowed = f"at most {VALUES_LIMIT:,} values, what stands for others (*name) put in"
        raise FileError.of("file/yaml", "too many values", str(places.path), allowed)
    if isinstance(data, dict):
        return {key: _plain(value, places, depth + 1, count) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value, places, depth + 1, count) for value in data]
    return data


def _tried(
    model: type[Model], data: Any, places: Places
) -> tuple[Model | None, list[tuple[Keys, Fault, bool]]]:
    """The model, or each fault: its place, its words, and whether something is missing there."""
    from pydantic import ValidationError

    try:
        return model.model_validate(data), []
    except ValidationError as error:
        found = []
        for item in error.errors():
            keys = _keys(item["loc"], data)
            found.append((keys, _fault(item, places, model, keys), item["type"] == "missing"))
        return None, _told_once(found)


def _told_once(found: list[tuple[Keys, Fault, bool]]) -> list[tuple[Keys, Fault, bool]]:
    """A key that is missing has the fault of the misspelt key beside it that stands for it."""
    misspelt = {
        (keys[:-1], fault.mend): fault for keys, fault, _ in reversed(found) if fault.id == "file/key"
    }
    return [
        (keys, misspelt.get((keys[:-1], MEANT.format(keys[-1])), fault) if missing else fault, missing)
        for keys, fault, missing in found
    ]


def _keys(location: Iterable[str | int], data: Any) -> Keys:
    """The keys of a location without the branches of unions, of which a reader has never heard."""
    found: list[str | int] = []
    at = data
    for key in location:
        inside = isinstance(at, Mapping) and key in at
        if inside or (isinstance(at, list) and isinstance(key, int) and key < len(at)):
            at = at[key]
        elif _is_tag(key):
            continue
        found.append(key)
    return tuple(found)


def _is_tag(key: str | int) -> bool:
    return isinstance(key, str) and (key[:1].isupper() or key.startswith(("function-", "[")) or key in _TAGS)


_TAGS = {"str", "int", "float", "bool", "none", "constrained-str", "is-instance"}


def _fault(item: Any, places: Places, model: type[Model], keys: Keys) -> Fault:
    where = places(keys)
    kind = item["type"]
    cut = _cut_number(places, keys)
    if cut is not None:
        return replace(
            DECIMAL_COMMA,
            id="file/value",
            where=f"{places.at(keys)}, {'.'.join(map(str, cut[0]))}",
            mend=cut[1],
        )
    if kind == "extra_forbidden":
        known = _fields(model, item["loc"][:-1])
        mend = did_you_mean(str(keys[-1]), known)
        if not mend and item.get("input") is None:
            mend = "a comma inside { } ends a value: a sentence with a comma in it goes into quotes"
        return Fault("file/key", f"{keys[-1]!r} is no key here", where, ", ".join(known), mend)
    if kind == "missing":
        return Fault("file/missing-key", f"{keys[-1]!r} is missing", where, "", "add it")
    return replace(refused(item), where=where)


def _cut_number(places: Places, keys: Keys) -> tuple[Keys, str] | None:
    """The value of which a comma made a number and a bare number as a key ({a: 1,5}), and what to write; None elsewhere."""
    data, around = places.data, tuple(getattr(places, "keys", ()))  # of a part of a file
    for at, written in enumerate((*around, *keys), start=-len(around)):
        key = nth_key(data, written)
        if (
            isinstance(data, dict)
            and type(key) is not bool
            and isinstance(key, int)
            and data.get(key, key) is None
        ):
            names = list(data)
            before = names[names.index(key) - 1] if names.index(key) else None
            whole = data.get(before)
            if isinstance(whole, int) and not isinstance(whole, bool):
                digits = _digits(places, data, key)
                mend = (
                    f"write {int(whole)}.{digits}, not {int(whole)},{digits}"
                    if digits
                    else DECIMAL_COMMA.mend
                )
                return (*keys[:at], str(before)), mend
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return None


def _digits(places: Places, data: Any, key: int) -> str:
    """A key as its digits stand in the file, those with a 0 before them too; "" where that cannot be seen."""
    try:
        line, column = data.lc.key(key)
        found = re.match(r"\d+", places.path.read_text(encoding="utf-8").splitlines()[line][column:])
    except (AttributeError, KeyError, IndexError, OSError, UnicodeError):
        return ""
    return found[0] if found else ""


def _fields(model: Any, location: Sequence[str | int]) -> list[str]:
    """The keys that the model allows at a location of pydantic's, in which a branch of a union bears the name of its class."""

    at: list[type[BaseModel]] = [model]
    inside: Any = model
    for key in location:
        branch = [each for each in at if each.__name__ == key]
        if branch:
            at = branch
            continue
        inside = next(
            (each.model_fields[name].annotation for each in at for name in _named(each, key)), inside
        )
        at = _models(inside) or at
    return [field.alias or name for each in at[:1] for name, field in each.model_fields.items()]


def _named(model: type[BaseModel], key: str | int) -> list[str]:
    """The field of a model that is written with this key, if there is one."""
    return [name for name, field in model.model_fields.items() if key in (name, field.alias)]


def _models(annotation: Any) -> list[type[BaseModel]]:
    """All models that an annotation speaks of."""
    from typing import get_args

    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for each in get_args(annotation) for found in _models(each)]
