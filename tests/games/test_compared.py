"""What a choice never is, is found in the text of a telling; what it may be is not refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from overture.errors import TellingError
from overture.games.telling.joint import joint
from overture.games.telling.language import Game, chance, game, move

HEAD = """\
import enum
import functools
import overture as ov

class Kind(enum.Enum):
    HIGH = "hi"

def bargain(p):
    yield ov.move("Bob", "answer", ["accept", "refuse"])

@ov.game("Ann", "Bob")
def whole(p):
    yield ov.move("Bob", "answer", ["accept", "refuse"])
    return {"Ann": 0, "Bob": 0}

part = functools.partial(bargain)

def spoilt(p):
    yield from inner(p)

def inner(p):
    act = yield ov.move("Bob", "act", ["go", "stay"])
    if act == "run":
        bargain(p)

@ov.game("Ann", "Bob")
def told(p, *, days=2):
    "A docstring that says High and 7."
    kind = yield ov.chance("kind", {"hi": 0.5, "lo": 0.5}, seen_by="Ann")
    share = yield ov.move("Ann", "share", [0, -5, 10, None])
    day = yield ov.move("Bob", "day", list(range(days)))
    word = "none"
"""
TAIL = """
    return {"Ann": 0, "Bob": 0}
"""


def refusal(folder: Path, lines: str) -> str:
    """What is said of a game with these lines; "" where it is told."""
    import runpy

    file = folder / "told.py"
    file.write_text(HEAD + "".join(f"    {line}\n" for line in lines.split("\n")) + TAIL)
    try:
        runpy.run_path(str(file))["told"].tree()
    except TellingError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("r = kind in {'High', 'lo'}", "'kind' is compared with 'High', which it never is; allowed: hi, lo"),
        ("r = kind not in frozenset({'hi', 'Low'})", "'kind' is compared with 'Low'"),
        ("r = {'High': 1}.get(kind, 0)", "'kind' is compared with 'High'"),
        ("r = {'hi': 1, 'lo': 2, 'x': 3}[kind]", "'kind' is compared with 'x'"),
        ("match kind:\n    case 'Hi' | 'lo': r = 1", "'kind' is compared with 'Hi'"),
        ("r = 'accept' == kind", "'kind' is compared with 'accept'"),
        ("r = kind is None", "'kind' is compared with None"),
        ("r = share == 7", "'share' is compared with 7, which it never is; allowed: 0, -5, 10, None"),
        ("r = share in (10, 5)", "'share' is compared with 5"),
        ("r = share == '10'", "Write 10, without quotes"),
        ("r = share == 'none'", "Write None, without quotes"),
        ("r = (yield ov.move('Ann', 'last', ['a', 'b'])) == 'c'", "'last' is compared with 'c'"),
        ("r = kind[:2] == 'Hi'", "a part of 'kind' is compared with 'Hi', which it never is; allowed: hi, lo"),
        ("r = kind[0] in ('H', 'l')", "a part of 'kind' is compared with 'H'"),
        ("r = kind[:-1] != 'hi'", "a part of 'kind' is compared with 'hi'"),
        ("r = kind.startswith('Hi')", "'kind' is asked whether it begins with 'Hi', which it never does"),
        ("r = kind.endswith('gh')", "'kind' is asked whether it ends with 'gh'"),
        ("r = (kind, share) in {('hi', 7), ('lo', 10)}", "'share' is compared with 7"),
        ("r = {('Hi', 0): 7}.get((kind, share), 0)", "'kind' is compared with 'Hi'"),
        ("r = {('Hi', 0): 7}[kind, share]", "'kind' is compared with 'Hi'"),
        ("r = (kind, (share, 1)) == ('hi', (7, 1))", "'share' is compared with 7"),
        ("match kind, share:\n    case ('lo', 7) | ('hi', 0): r = 1", "'share' is compared with 7"),
        ("r = kind == ['hi']", "'kind' is compared with ['hi'], which it never is"),
        ("r = kind in 'High lo'", "'kind' is looked for in the word 'High lo'"),
        ("r = 'Hi' not in kind", "'kind' is asked whether it contains 'Hi', which it never does"),
        ("r = bargain(p)", "'bargain' is called and not told"),
        ("r = bargain(p)\nif r == 'accept': day = 1", "'bargain' is called and not told"),
        ("if (r := bargain(p)) == 'accept': day = 1", "'bargain' is called and not told"),
        ("r = 1 if bargain(p) == 'accept' else 0", "'bargain' is called and not told"),
        ("for step in bargain(p): yield step", "'bargain' is called and not told"),
        ("r = whole(p)", "'whole' is called and not told"),
        ("r = part(p)", "'part' is called and not told"),
        ("bargain(p)", "'bargain' is called and not told; allowed: every step yielded. Write yield from before it"),
    ],
)  # fmt: skip
def test_what_never_is_is_refused_with_its_line(tmp_path: Path, lines: str, said: str) -> None:
    found = refusal(tmp_path, lines)
    assert said in found
    assert f"{tmp_path / 'told.py'}:{HEAD.count(chr(10)) + 1}" in found or "case" in lines


@pytest.mark.parametrize(
    "lines",
    [
        "r = kind in {'hi', 'lo'}",
        "r = kind == word",
        "r = kind[:1] == 'h' or kind[-1] == 'o' or kind[::2] in ('h', 'l')",
        "r = kind[:days] == 'Hi' or kind.startswith(word) or kind.startswith(('Hi', 'lo'))",
        "r = kind.startswith('h') or kind.endswith('o') or kind.startswith('Hi', 1) or kind.startswith('')",
        "r = share is None or share == -5 or share == 0.0",
        "r = day == 30",
        "r = Kind.HIGH == kind",
        "yield from bargain(p)",
        "r = bargain(p)\nyield from r",
        "r = [bargain(p)]\nfor each in r: yield from each",
        "r = yield from (bargain(p) if days else whole(p))",
        "numbers = (each for each in range(2))\nr = next(numbers) == 'x'",
        "def counted():\n    yield 1\n    yield 2\nr = [each for each in counted()]\none, two = counted()",
        "r = (kind, share) in {('hi', 0), ('lo', 10)} or (kind, share, 1) == ('hi', 'y')",
        "r = {('hi', 0): 7}.get((kind, share), 0) or (kind, word) == ('hi', 'x')",
        "r = 'i' in kind or kind in 'hi, lo' or kind in ('hi',) or kind in [word]",
        "match kind, share:\n    case ('lo', _) | (_, 0): r = 1",
        "kind = 'lower' if kind == 'lo' else 'higher'\nr = kind == 'lower'",
        "def own(kind):\n    return kind == 'another'\nr = own('x')",
        "r = [kind == 'x' for kind in ('x', 'y')]",
    ],
)
def test_what_may_be_is_told(tmp_path: Path, lines: str) -> None:
    assert refusal(tmp_path, lines) == ""


def test_the_stories_that_a_telling_calls_are_looked_at_too(tmp_path: Path) -> None:
    found = refusal(tmp_path, "yield from spoilt(p)")
    assert "'act' is compared with 'run'" in found
    assert "'bargain' is called and not told" in found
    assert found.count("\n") == 1


def test_all_of_them_are_said_at_once(tmp_path: Path) -> None:
    found = refusal(tmp_path, "r = kind == 'High'\nr = share == 7\nbargain(p)")
    assert found.count("told.py:") == 3


def test_a_joint_draw_that_is_not_told_is_refused() -> None:
    @game("Ann", "Bob")
    def slip(p):
        joint({"one": "Ann", "two": "Bob"}, {("a", "b"): 0.5, ("b", "a"): 0.5})
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": 0, "Bob": 0}

    with pytest.raises(TellingError, match="'one, two' is made and not yielded"):
        slip.tree()


def labels_of_chance() -> Game:
    @game("Ann", "Bob")
    def told(p):
        yield move("Ann", "offer", ["none", f"pledge {random.random()}"])
        yield move("Bob", "answer", ["accept", "refuse"])
        return {"Ann": 0, "Bob": 0}

    return told


def no_number() -> Game:
    @game("Ann", "Bob")
    def told(p):
        yield move("Ann", "offer", [0.5, float("nan")])
        return {"Ann": 0, "Bob": 0}

    return told


@pytest.mark.parametrize(
    ("made", "id"), [(labels_of_chance, "telling/not-repeatable"), (no_number, "telling/labels")]
)
def test_choices_are_the_same_each_time_and_are_something(made: Callable[[], Game], id: str) -> None:
    with pytest.raises(TellingError) as caught:
        made().tree()
    assert [fault.id for fault in caught.value.faults] == [id]


class Kind(Enum):
    HIGH = "high"
    LOW = "low"


def test_enums_of_a_chance_move_come_back_as_they_are() -> None:
    seen: list[Any] = []

    @game("Ann", "Bob")
    def told(p):
        kind = yield chance("kind", {Kind.HIGH: 0.5, Kind.LOW: 0.5})
        seen.append(kind is Kind.HIGH or kind is Kind.LOW)
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": 0, "Bob": 0}

    told.tree()
    assert all(seen)


def test_a_parameter_with_the_name_of_a_move_is_unread_all_the_same() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "a move of this name", ["none", "pledge"])
        return {"Ann": p.price, "Bob": 0}

    with pytest.raises(TellingError, match="nobody reads the parameter 'a move of this name'"):
        slip.tree(price=1, **{"a move of this name": 2})
