"""The reader's scoreboard: figures and kinds of errors from counts that can be checked by hand."""

from __future__ import annotations

from typing import Any

from bench.reading_page import MISSED, VAIN, errors, figures, missed_kind
from overture.read.reading import load_reader

LESSER = load_reader(plain_only=True)
TEXT = 'Ada said that the dam is safe. "It leaks badly," Bo said. Cy whispered on: the lock is shut. All went home.'


def claim(source: str, cue: str, content: str, **more: Any) -> dict[str, Any]:
    at = [[[TEXT.index(words), TEXT.index(words) + len(words)]] for words in (source, cue, content)]
    return {"source": at[0], "cue": at[1], "content": at[2], "rule": "clause", **more}


GOLD = [
    claim("Ada", "said", "that the dam is safe"),
    claim("Bo", "Bo said", '"It leaks badly,"'),
    claim("Cy", "on", "the lock is shut"),
]
FOUND = [claim("Ada", "said", "the dam is"), claim("All", "went", "went home")]


def test_errors_are_told_by_kind() -> None:
    missed, vain, rough = errors([(TEXT, GOLD, FOUND)], LESSER)
    assert missed == {MISSED[0]: 1, MISSED[2]: 1}
    assert vain == {VAIN[1]: 1}
    assert rough == {"shorter than the gold": 1}
    assert missed_kind(TEXT, GOLD[0], LESSER) == MISSED[3]
    assert missed_kind(TEXT, {**GOLD[0], "nested_in": "x"}, LESSER) == MISSED[1]


def test_a_row_has_precision_recall_and_intervals() -> None:
    row = figures("own", [(TEXT, GOLD, FOUND)])
    assert row == "| own | 1 | 3 | 2 | 50 | 33 | 40.0 (40.0 to 40.0) | 0.0 (0.0 to 0.0) |"
