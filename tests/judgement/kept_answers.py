"""The whole answers to small cases as computed today, stored in ``tests/reference/small_answers.json``.

    python -m tests.judgement.kept_answers        computes them anew, writes the file, names what changed
    python -m tests.judgement.kept_answers --dry  names what would change, and writes nothing

Nobody edits the file. Whoever changed an answer on purpose runs the command, reads what it says, and puts the file into the
same commit. What is of the machine (versions, digests of files) is left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from overture.case.code.trust import trusting
from overture.case.history.load import load_history
from overture.case.load import load
from overture.judgement.deal.design import terms_that_hold
from overture.judgement.history.judge import judge_history
from overture.judgement.judge import judged
from overture.judgement.prepare import prepare
from overture.judgement.sides.compare import compare
from tests.judgement.plain_case import fined_case
from tests.judgement.small import Small
from tests.judgement.test_history_small import CASE
from tests.judgement.test_reference import differences

FILE = Path(__file__).resolve().parents[1] / "reference" / "small_answers.json"
WORLDS = 3
DIGITS = 10
CLOSE = 1e-5  # of a number, and at least of 1: the digits that are looked for in a search
SAID = {
    "sources": ({"id": "a", "name": "Adler", "access": 0.6, "accuracy": 0.9, "says_anyway": 0.3},),
    "claims": ({"id": "c1", "source": "a", "event": 'kind == "bad"', "words": "bad, says Adler"},),
}
CASES = {
    "three types and a report": Small(
        types="bmg", ranged={"cost_b": "theirs", "harm": "ours", "prior_b": "ours"}, **SAID
    ),
    "conduct, an alarm and a report": Small(
        conduct=True, alarm=True, ranged={"cost_b": "theirs", "harm": "ours"}, **SAID
    ),
    "a test before the answer": Small(probe=True, ranged={"cost_b": "theirs", "harm": "ours"}),
}
HISTORY = {
    "case.yaml": CASE,
    "game.py": """\
import overture as ov


@ov.game("A", "B")
def told(p):
    weather = yield ov.chance("weather", {"dry": 0.5, "wet": 0.5}, seen_by=())
    odds = 0.7 if weather == "dry" else 0.4
    kind = yield ov.chance("kind", {"good": odds, "bad": 1 - odds}, seen_by="A")
    offer = yield ov.move("A", "offer", ["yes", "no"])
    if offer == "no":
        return {"A": 0, "B": 0}
    reply = yield ov.move("B", "reply", ["take", "leave"])
    if reply == "leave":
        return {"A": -0.1 if kind == "good" else -0.3, "B": 0}
    return {"A": 1, "B": 1 if kind == "good" else -2}
""",
}


# A fine may be agreed on; the good one is better off having offered even if he is left.
TERMS = """terms:
  - {parameter: fine, words: what he pays, low: 0.0, high: 2.0, cost: {per: 0.1, above: 0.2}}
design:
  outside: {Mover: 0, Answerer: 0}
"""
LEFT = ('"Mover": -0.1', '"Mover": 0.05 if kind == "good" else -0.1')


def answered(name: str) -> Any:
    """The judgement of a case, of the history, or of terms, as JSON's values."""
    with TemporaryDirectory() as kept:
        found = _judgement(name, Path(kept)).model_dump_json()
    told = json.loads(found)
    for key in ("format", "overture"):
        told.pop(key, None)
    for key in ("versions", "hashes"):
        told["about"].pop(key, None)
    return told


def _judgement(name: str, folder: Path) -> Any:
    if name in CASES:
        return judged(prepare(load(CASES[name].write(folder)), WORLDS, 1, 1))
    if name == "terms":
        game = fined_case(folder, TERMS) / "plain.py"
        text = game.read_text(encoding="utf-8")
        assert LEFT[0] in text
        game.write_text(text.replace(*LEFT), encoding="utf-8")
        return terms_that_hold(folder, worlds=4, evaluations=8)
    if name == "a comparison":
        return compare(Small(ranged={"cost_b": "theirs"}).write(folder), "harm=0.5,2", worlds=WORLDS)
    for file, text in HISTORY.items():
        (folder / file).write_text(text, encoding="utf-8")
    return judge_history(load_history(folder), threads=1)


def names() -> list[str]:
    return [*CASES, "a history", "terms", "a comparison"]


def stored() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}


def changed(name: str, before: dict[str, Any], now: Any) -> list[str]:
    """Where the answer differs from the one that is stored, by more than ``CLOSE``; what one of them lacks differs."""
    was = before.get(name)
    return sorted({*differences(now, was, name, CLOSE), *differences(was, now, name, CLOSE)})


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def main(words: list[str]) -> int:
    before = stored()
    with trusting(True, unwatched=True):
        now = {name: answered(name) for name in names()}
    for name, found in now.items():
        for path in changed(name, before, found):
            print(path)
    if "--dry" not in words:
        FILE.write_text(
            json.dumps(_rounded(now), separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
