"""Cases that somebody mistyped: the flagship with keys dropped, renamed or moved, and values put in their place.

``mutations()`` is a Hypothesis strategy; ``Mutation.write(folder)`` gives a case folder. What ``check`` calls sound
among them must never end in a traceback, in ``check`` or in ``assess``.
"""

from __future__ import annotations

import copy
import io
import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.case.cases import FAULTY, FLAGSHIP

# The flagship's case, with the linked claims of its sheet: small, so that many may be tried.
FILES = {"case.yaml": FLAGSHIP / "case.yaml", "evidence.yaml": FAULTY / "one-world" / "evidence.yaml"}
Keys = tuple[Any, ...]

WORDS = (
    "intent", "offer", "answer", "election", "conduct", "inspection", "snapback", "statement", "Leader", "Counterpart",
    "exploit", "keep", "thin", "deep", "none", "accept", "reject", "X", "Y", "pi", "q_thin", "theirs", "ours", "he",
    'offer == "thin"', 'offer == "none"', 'answer == "accept"', 'intent == "keep"', 'election == "Y"', "True", "not True",
    "made(answer)", "pooling on thin", "separating", "insider", "writer", "aims", "default", "",
)  # fmt: skip
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(),
    st.sampled_from([0.0, 1.0, 0.5, 1e-300, 1e12, -1e12, 1e308]),
    st.sampled_from(WORDS),
    st.text(max_size=4),
    st.sampled_from([[], {}, [1, 2], ["a"], {"low": 0.1, "mode": 0.2, "high": 0.3}, {"a": {"b": 1}}]),
)
FACTORS = (-1.0, 0.0, 0.1, 0.5, 2.0, 10.0, 1e6, math.inf, math.nan)


@dataclass(frozen=True)
class Edit:
    """One change: ``kind`` is put, drop, rename (the last key becomes ``value``), scale, repeat or cut (of the text)."""

    file: str
    keys: Keys
    kind: str
    value: Any = None


@dataclass(frozen=True)
class Mutation:
    """A case with all of these changes, those that still find their place."""

    edits: tuple[Edit, ...]

    def write(self, folder: Path) -> Path:
        """Write the case into ``folder``, which is emptied first."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in FILES:
            data = copy.deepcopy(_data(name))
            mine = [edit for edit in self.edits if edit.file == name]
            for edit in mine:
                if edit.kind != "cut":
                    _apply(data, edit)
            text = _text(data)
            for edit in mine:
                if edit.kind == "cut":
                    at = int(edit.value[0] * len(text))
                    text = text[:at] + text[at + edit.value[1] :]
            (folder / name).write_text(text, encoding="utf-8")
        return folder


def mutations(most: int = 3) -> st.SearchStrategy[Mutation]:
    """One to ``most`` changes of the flagship."""
    edit = st.one_of(*(_edits(name) for name in FILES))
    return st.builds(lambda edits: Mutation(tuple(edits)), st.lists(edit, min_size=1, max_size=most))


def numbers(most: int = 6) -> st.SearchStrategy[Mutation]:
    """Other numbers only: most of these cases are sound, and play differently."""
    places = [
        keys for keys in _places(_data("case.yaml")) if isinstance(_at(_data("case.yaml"), keys), float)
    ]
    edit = st.builds(
        lambda keys, factor: Edit("case.yaml", keys, "scale", factor),
        st.sampled_from(places),
        st.sampled_from((0.0, 0.1, 0.5, 0.9, 1.1, 2.0)),
    )
    return st.builds(lambda edits: Mutation(tuple(edits)), st.lists(edit, min_size=1, max_size=most))


def _edits(name: str) -> st.SearchStrategy[Edit]:
    places = st.sampled_from(list(_places(_data(name))))
    figures = [keys for keys in _places(_data(name)) if isinstance(_at(_data(name), keys), float)]
    cut = st.tuples(st.floats(0, 1), st.integers(1, 3))
    return st.one_of(
        st.builds(lambda keys, value: Edit(name, keys, "put", value), places, STRANGE),
        st.builds(lambda keys: Edit(name, keys, "drop"), places),
        st.builds(lambda keys, value: Edit(name, keys, "rename", value), places, st.sampled_from(WORDS)),
        st.builds(lambda keys: Edit(name, keys, "repeat"), places),
        st.builds(lambda keys, value: Edit(name, keys, "scale", value), st.sampled_from(figures), st.sampled_from(FACTORS)),
        st.builds(lambda value: Edit(name, (), "cut", value), cut),
    )  # fmt: skip


@cache
def _data(name: str) -> Any:
    return YAML(typ="safe", pure=True).load(FILES[name].read_text(encoding="utf-8"))


def _text(data: Any) -> str:
    stream = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(data, stream)
    return stream.getvalue()


def _places(data: Any, keys: Keys = ()) -> Iterator[Keys]:
    if keys:
        yield keys
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in items:
        yield from _places(part, (*keys, key))


def _at(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key]
    return data


def _apply(data: Any, edit: Edit) -> None:
    try:
        into, key = _at(data, edit.keys[:-1]), edit.keys[-1]
        old = into[key]
    except (KeyError, IndexError, TypeError):
        return
    if edit.kind == "put":
        into[key] = edit.value
    elif edit.kind == "drop":
        del into[key]
    elif edit.kind == "scale" and isinstance(old, float):
        into[key] = old * edit.value
    elif edit.kind == "repeat" and isinstance(into, list):
        into.append(copy.deepcopy(old))
    elif edit.kind == "rename" and isinstance(into, dict):
        into[edit.value] = into.pop(key)
