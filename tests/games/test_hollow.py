"""What stands in the text of a telling and hangs on nothing, or does nothing, is refused; what may be meant is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.errors import OvertureError

HEAD = """\
import enum
import overture as ov

class Kind(enum.Enum):
    HI = "hi"

HIGH = "high"
STEP = ov.move("Bob", "answer", ["accept", "refuse"])
STEPS = [STEP]

def bargain(p):
    answer = yield ov.move("Bob", "answer", ["accept", "refuse"])
    if answer == "refuse":
        return {"Ann": 0, "Bob": 0}

@ov.game("Ann", "Bob")
def told(p, *, days=2):
    kind = yield ov.chance("kind", {"high": 0.5, "low": 0.5}, seen_by="Ann")
    offer = yield ov.move("Ann", "offer", ["none", "pledge"])
    share = yield ov.move("Ann", "share", [0, 5])
    a = b = 0
"""
TAIL = """
    return {"Ann": a, "Bob": b}
"""


def refusal(folder: Path, lines: str, head: str = HEAD) -> str:
    """What is said of a game with these lines; "" where it is told."""
    import runpy

    file = folder / "told.py"
    file.write_text(head + "".join(f"    {line}\n" for line in lines.split("\n")) + TAIL)
    try:
        runpy.run_path(str(file))["told"].tree({"flag": True})
    except OvertureError as error:
        return str(error)
    return ""


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("if kind == 'high' or 'low': a = 1", "the word 'low' is asked whether it holds"),
        ("if kind == 'high': a = 1\nelif 'low': a = 2", "the word 'low' is asked whether it holds"),
        ("a = 1 if kind == 'high' and 'pledge' else 0", "the word 'pledge' is asked whether it holds"),
        ("a = kind == 'high' or 'low'", "Write kind in ('high', 'low')"),
        ("if kind == ('high' or 'low'): a = 1", "'high' stands alone beside or"),
        ("if share == 5 or 0: a = 1", "Write share in (5, 0)"),
        ("if not 'high': a = 1", "the word 'high' is asked whether it holds"),
        ("if (kind == 'high', 'x'): a = 1", "(kind == 'high', 'x') is asked whether it holds"),
        ("if kind != 'high' or kind != 'low': a = 1", "Write kind not in ('high', 'low')"),
        ("if kind == 'high' and kind == 'low': a = 1", "holds never"),
        ("if 'kind' == 'high': a = 1", "'kind' is compared with 'high', which is the same each time"),
        ("if kind == 'high' == True: a = 1", "'high' is compared with True"),
        ("if offer: a = 1", "'offer' is asked whether it holds, which always holds"),
        ("a = 0 if not offer else 1", "Write which choice is meant: offer == ..."),
        ("if kind is 'high': a = 1", "Write kind == 'high'"),
        ("if kind is not HIGH: a = 1", "Write kind != HIGH"),
        ("if kind is offer: a = 1", "Write kind == offer"),
        ("if share is 5: a = 1", "Write share == 5"),
        ("if p.flag is True: a = 1", "Write p.flag == True"),
        ("match kind:\n    case 'low': a = 2\n    case High: a = 1", "case High holds for everything"),
        ("match kind:\n    case 'low': a = 2\n    case HIGH: a = len(HIGH)", "case HIGH holds for everything"),
        ("other = kind\nmatch offer:\n    case kind: a = kind == other", "case kind holds for everything"),
        ("{'Ann': 1, 'Bob': 2}", "Write return before it"),
        ("dict(Ann=1, Bob=2)", "Write return before it"),
        ("yield ov.pay(Ann=1)\npaid = {'Ann': 1}\npaid['Ann'] = 3", "the mapping 'paid' is made and not used"),
        ("a == 3", "Write = in the place of =="),
        ("if kind == 'high':\n    return {'Ann': 0, 'Bob': 0}\n    yield STEP", "is never told"),
        ("if a: return {'Ann': 0, 'Bob': 0, 'Ann': 1}", "the key 'Ann' stands twice"),
        ("yield from bargain(p)", "the payoffs that bargain(...) returns are lost"),
        ("for day in range(days): yield ov.move('Bob', 'x {day}', ['l', 'r'])", "write f before it"),
        ("answer = STEP\na = answer == 'accept'", "the step 'STEP' is made outside of the function"),
        ("STEP", "the step 'STEP' is made outside of the function"),
        ("yield {'Ann': 1, 'Bob': 0}", "write return in the place of yield"),
        ("answer = yield ov.move('Bob', 'x', ['l', 'r']) == 'l'", "write the step in brackets"),
        ("yield from ov.move('Bob', 'x', ['l', 'r'])", "write yield in the place of yield from"),
    ],
)  # fmt: skip
def test_what_hangs_on_nothing_or_does_nothing_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    found = refusal(tmp_path, lines)
    assert said.lower() in found.lower()
    first = HEAD.count("\n") + 1
    assert any(f"told.py:{first + at}" in found for at in range(3))


@pytest.mark.parametrize(
    "lines",
    [
        "if share: a = 1",
        "a = kind == 'high' and 2 or 0",
        "if kind is Kind.HI: a = 1",
        "match kind:\n    case 'low': a = 2\n    case other: a = len(other)",
        "match kind:\n    case 'low': a = 2\n    case _: a = 1",
        "match (kind, share):\n    case ('low', HIGH) if HIGH > 1: a = HIGH\n    case (STEPS, 5): a = len(STEPS)",
        "answer = None\nif kind == 'high': answer = yield STEP\nif answer and answer == 'accept': a = 1",
        "paid = {'Ann': 1, 'Bob': 2}\npaid['Ann'] = 3\nif a == 0: return paid",
        "_ = yield from bargain(p)",
        "def move(*given): return 'hi'\nz = move('z', 'q', ['l', 'm'])\na = z == 'hi'",
        "def later():\n    nonlocal kind\n    kind = 'x'\nlater()\na = kind == 'x'",
        "a = sum(x for x in (1, 2))",
        "x = ov.strategic({'A': ['l'], 'B': ['l']}, [[(1, 1)]])\na = float(x.payoff[0, 0, 0])",
        "@ov.game('X')\ndef inner(q):\n    yield ov.move('X', 'go', ['in'])\n    return {'X': 1}\n"
        "a = float(ov.solve(inner.tree()).value[0, 0])",
        "while True: break",
    ],
)
def test_what_may_be_meant_is_told(tmp_path: Path, lines: str) -> None:
    assert refusal(tmp_path, lines) == ""


def test_a_step_outside_of_all_functions_that_nothing_names_is_refused(tmp_path: Path) -> None:
    head = HEAD.replace("STEPS = [STEP]\n", "")
    assert "the step 'STEP' is made outside" in refusal(tmp_path, "a = 1", head)
    (tmp_path / "named").mkdir()
    assert refusal(tmp_path / "named", "yield STEP", head) == ""


def test_a_step_from_outside_hides_no_step_that_is_lost(tmp_path: Path) -> None:
    assert "'lost' is made and not yielded" in refusal(tmp_path, "yield STEP\nov.move('Bob', 'lost', ['l'])")
