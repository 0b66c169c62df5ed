"""``python -m bench.fuzz [inputs [seed [target]]]`` (``make fuzz``): mutated inputs for everything that reads what others wrote.

Each target gets so many inputs: sound files and those of tests/hostile with pieces cut, repeated, exchanged and strange
words put in, by Hypothesis, in portions of at most 5,000 whose seeds count up from ``seed`` (1 unless given). An input
is *read*, or *refused* by an error of ours; anything else is a *traceback*, told with its input. The exit code is 1 where
there is one. The process may have 4 GiB: an input that takes more ends in a traceback, not in the machine's last memory.
"""

from __future__ import annotations

import io
import re
import resource
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from overture.errors import OvertureError
from overture.userfolder.folder import keep_nothing
from tests.case.conftest import CASE, GAME
from tests.games.test_nfg import OUTCOMES, PAYOFFS
from tests.hostile.test_hostile import SHEET

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = ROOT / "tests" / "hostile"
STRANGE = ("", "\x00", "\ufeff", "nan", "-inf", "1e999", "1/0", "{", "}", "[", "]", '"', "'", "\\", "\t", "\n", ": ", "*a", "&a", "!!x", "- ",
           "-1", "0", "9" * 50, "made(", "not ", " or ", "==", "\u202e", "\x1b[1m", "ſ", "𝟙")  # fmt: skip
PORTION = 5000  # inputs of one seed: Hypothesis remembers all of them
MEMORY = 4 << 30  # bytes of address space
OTHER_WORD = 4  # a kind of change
_WORD = re.compile(r"[\w.]+|[^\w\s]")


def texts(seeds: list[str]) -> st.SearchStrategy[str]:
    """One of the seeds after one to three changes."""
    change = st.tuples(
        st.integers(0, OTHER_WORD),
        st.floats(0, 1),
        st.integers(0, 8),
        st.sampled_from(STRANGE) | st.text(max_size=3),
    )
    return st.builds(_changed, st.sampled_from(seeds), st.lists(change, min_size=1, max_size=3))


def _changed(text: str, changes: list[tuple[int, float, int, str]]) -> str:
    for kind, share, length, words in changes:
        if kind == OTHER_WORD:
            text = _exchanged(text, share, length)
            continue
        at = int(share * len(text))
        piece = text[at : at + length]
        middle = (words, piece + words + piece, "", words + piece)[kind]
        text = text[:at] + middle + text[at + length * (kind != 3) :]
    return text


def _exchanged(text: str, share: float, step: int) -> str:
    """The text with one of its words in the place of another: most of these are still files of their format."""
    found = list(_WORD.finditer(text))
    if not found:
        return text
    at = min(int(share * len(found)), len(found) - 1)
    old, new = found[at], found[(at * 7 + step) % len(found)]
    return text[: old.start()] + new[0] + text[old.end() :]


def _seeds(room: str) -> list[str]:
    return [
        file.read_text(encoding="utf-8")
        for file in sorted((HOSTILE / room).iterdir())
        if file.stat().st_size < 4000
    ]


def _sound(pattern: str) -> list[str]:
    """Files that are sound, small ones: most mutations of a faulty file are faulty."""
    files = sorted((ROOT / "tests" / "reference").rglob(pattern))
    return [
        file.read_text(encoding="utf-8")
        for file in files
        if file.stat().st_size < 2000 and "invalid" not in file.parts
    ]


def _event(text: str) -> None:
    from overture.games.measured.event import mask

    mask(_tree(), text)


@cache
def _tree():  # type: ignore[no-untyped-def]
    from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

    return freeze_for_relief.tree(DEFAULTS)


def _efg(text: str) -> None:
    from overture.games.files.efg import read_efg

    read_efg(_of_a_file(text))


def _nfg(text: str) -> None:
    from overture.games.files.nfg import read_nfg

    read_nfg(_of_a_file(text))


def _of_a_file(text: str) -> str:
    """A text of one line with an end to it: else it would be taken for the name of a file."""
    return text if "\n" in text else text + "\n"


@cache
def _folder(target: str) -> Path:
    """A folder for each target: what one leaves there is no part of the others' inputs."""
    folder = Path(tempfile.mkdtemp(prefix="overture-fuzz-"))
    (folder / "plain.py").write_text(GAME)
    (folder / "case.yaml").write_text(CASE)
    return folder


def _written(target: str, name: str, text: str) -> Path:
    file = _folder(target) / name
    file.write_text(text, encoding="utf-8", errors="surrogatepass")
    return file


def _case(text: str) -> None:
    from overture.case.code.trust import trusting
    from overture.case.load import load

    with trusting(True, unwatched=True), redirect_stderr(io.StringIO()):
        load(_written("cases", "case.yaml", text).parent)


def _sheet(text: str) -> None:
    from overture.evidence.sheet import load_sheet

    load_sheet(_written("sheets", "evidence.yaml", text))


def _story(text: str) -> None:
    from overture.games.story.file import read_story

    read_story(_written("stories", "story.yaml", text))


EVENTS = [
    'offer == "thin" and election == "X"',
    'not (answer == "accept" or made(offer))',
    'offer in {"thin", "deep"}',
    "conduct != 'cheat'",
]
TARGETS: dict[str, tuple[Callable[[str], None], Callable[[], list[str]]]] = {
    "events": (_event, lambda: EVENTS),
    ".efg": (_efg, lambda: [*_sound("*.efg"), *_seeds("efg")]),
    ".nfg": (_nfg, lambda: [*[PAYOFFS, OUTCOMES] * 10, *_seeds("nfg")]),
    "sheets": (_sheet, lambda: [*[SHEET] * 10, *_seeds("sheet")]),
    "cases": (_case, lambda: [*[CASE] * 50, *_seeds("case")]),
    "stories": (_story, lambda: _sound("stories/*.yaml")),
}  # fmt: skip


def main(words: list[str]) -> int:
    inputs = int(words[0]) if words else 2000
    first = int(words[1]) if len(words) > 1 else 1
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    keep_nothing(True)
    bad: list[str] = []
    print(f"{'target':<8} {'inputs':>9} {'read':>9} {'refused':>9} {'tracebacks':>10}")
    for name in words[2:] or TARGETS:
        count = _tried(name, inputs, first, bad)
        row = [count[each] for each in ("inputs", "read", "refused", "tracebacks")]
        print(f"{name:<8} {row[0]:>9,} {row[1]:>9,} {row[2]:>9,} {row[3]:>10,}", flush=True)
        shutil.rmtree(_folder(name))
    for each in bad[:20]:
        print(each)
    return 1 if bad else 0


def _tried(name: str, inputs: int, first: int, bad: list[str]) -> Counter[str]:
    """So many inputs of a target, portion by portion."""
    read, seeds = TARGETS[name]
    strategy = texts(seeds())
    count: Counter[str] = Counter()
    for portion, begun in enumerate(range(0, inputs, PORTION)):

        @seed(first + portion)
        @given(strategy)
        @settings(
            max_examples=min(PORTION, inputs - begun),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def each(text: str) -> None:
            count["inputs"] += 1
            try:
                read(text)
                count["read"] += 1
            except OvertureError:
                count["refused"] += 1
            except Exception as error:
                count["tracebacks"] += 1
                bad.append(f"{name}: {type(error).__name__}: {error!s:.100} of {text!r:.400}")

        each()
    return count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
