"""``python -m bench.fuzz [inputs]`` (``make fuzz``): mutated inputs for everything that reads what others wrote.

Each target gets so many inputs: files of tests/hostile and of the catalogue with pieces cut, repeated, exchanged and
strange words put in, by Hypothesis with a fixed seed. An input is *read*, or *refused* by an error of ours; anything
else is a *traceback*, told with its input. The exit code is 1 where there is one.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from overture.errors import OvertureError
from overture.userfolder.folder import keep_nothing
from tests.case.conftest import CASE, GAME
from tests.hostile.test_hostile import SHEET

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = ROOT / "tests" / "hostile"
STRANGE = ("", "\x00", "\ufeff", "nan", "-inf", "1e999", "1/0", "{", "}", "[", "]", '"', "'", "\\", "\t", "\n", ": ", "*a", "&a", "!!x", "- ",
           "-1", "0", "9" * 50, "made(", "not ", " or ", "==", "\u202e", "\x1b[1m", "ſ", "𝟙")  # fmt: skip


def texts(seeds: list[str]) -> st.SearchStrategy[str]:
    """One of the seeds after one to three changes."""
    change = st.tuples(
        st.integers(0, 3), st.floats(0, 1), st.integers(0, 8), st.sampled_from(STRANGE) | st.text(max_size=3)
    )
    return st.builds(_changed, st.sampled_from(seeds), st.lists(change, min_size=1, max_size=3))


def _changed(text: str, changes: list[tuple[int, float, int, str]]) -> str:
    for kind, share, length, words in changes:
        at = int(share * len(text))
        piece = text[at : at + length]
        middle = (words, piece + words + piece, "", words + piece)[kind]
        text = text[:at] + middle + text[at + length * (kind != 3) :]
    return text


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
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="overture-fuzz-"))
    (folder / "plain.py").write_text(GAME)
    return folder


def _case(text: str) -> None:
    from overture.case.code.trust import trusting
    from overture.case.load import load

    (_folder() / "case.yaml").write_text(text, encoding="utf-8", errors="surrogatepass")
    with trusting(True, unwatched=True):
        load(_folder())


def _sheet(text: str) -> None:
    from overture.evidence.sheet import load_sheet

    (_folder() / "evidence.yaml").write_text(text, encoding="utf-8", errors="surrogatepass")
    load_sheet(_folder() / "evidence.yaml")


EVENTS = [
    'offer == "thin" and election == "X"',
    'not (answer == "accept" or made(offer))',
    'offer in {"thin", "deep"}',
    "conduct != 'cheat'",
]
TARGETS: dict[str, tuple[Callable[[str], None], Callable[[], list[str]]]] = {
    "events": (_event, lambda: EVENTS),
    ".efg": (_efg, lambda: [*_sound("*.efg"), *_seeds("efg")]),
    ".nfg": (_nfg, lambda: [*_sound("*.nfg"), *_seeds("nfg")]),
    "sheets": (_sheet, lambda: [*[SHEET] * 10, *_seeds("sheet")]),
    "cases": (_case, lambda: [*[CASE] * 50, *_seeds("case")]),
}  # fmt: skip


def main(words: list[str]) -> int:
    inputs = int(words[0]) if words else 2000
    warnings.simplefilter("ignore")
    keep_nothing(True)
    bad: list[str] = []
    print(f"{'target':<8} {'inputs':>9} {'read':>9} {'refused':>9} {'tracebacks':>10}")
    for name, (read, seeds) in TARGETS.items():
        count = _tried(name, read, texts(seeds()), inputs, bad)
        row = [count[each] for each in ("inputs", "read", "refused", "tracebacks")]
        print(f"{name:<8} {row[0]:>9,} {row[1]:>9,} {row[2]:>9,} {row[3]:>10,}", flush=True)
    shutil.rmtree(_folder())
    for each in bad[:20]:
        print(each)
    return 1 if bad else 0


def _tried(
    name: str, read: Callable[[str], None], strategy: st.SearchStrategy[str], inputs: int, bad: list[str]
) -> Counter[str]:
    count: Counter[str] = Counter()

    @seed(1)
    @given(strategy)
    @settings(
        max_examples=inputs,
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
