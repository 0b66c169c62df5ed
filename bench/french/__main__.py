"""How well French is read: ``python -m bench.french``, on texts that were written and annotated for it (CC0-1.0).

``texts.txt`` has 32 texts: those with odd numbers were used to write the rules, those with even numbers were scored when the
rules stood, and looked at afterwards. The ten of ``unseen.txt`` were written after that, and scored once before they were
looked at. All were written by whoever wrote the rules, so the figures are an upper bound for news by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from overture.read.languages.reader import claims_in
from overture.read.languages.table import language_table
from overture.read.parsing.model import load_first
from overture.read.score import Claim, Counts, bootstrap, count
from overture.read.text import paragraphs, straighten

HERE = Path(__file__).parent


def annotated(file: Path) -> Iterator[tuple[int, str, list[Claim]]]:
    """(number, text, claims): a claim is a line ``- source | cue | content``, parts of a content joined by ``…``."""
    number = 0
    for block in re.split(r"^# (\d+)\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        if block.isdigit():
            number = int(block)
            continue
        lines = block.strip().split("\n")
        text = "\n".join(line for line in lines if not line.startswith("- "))
        yield number, text, [_claim(text, line[2:]) for line in lines if line.startswith("- ")]


def _claim(text: str, line: str) -> Claim:
    source, cue, content = (part.strip() for part in f"{line} ".split("|"))
    spans: list[tuple[int, int]] = []
    for part in filter(None, content.split(" … ")):
        start = text.index(part, spans[-1][1] if spans else 0)
        spans.append((start, start + len(part)))
    near = spans[0][0] if spans else 0
    return {"source": _nearest(text, source, near), "cue": _nearest(text, cue, near), "content": spans}


def _nearest(text: str, words: str, near: int) -> list[tuple[int, int]]:
    if not words:
        return []
    start = min((m.start() for m in re.finditer(re.escape(words), text)), key=lambda place: abs(place - near))
    return [(start, start + len(words))]


def main() -> None:
    table = language_table("French")
    assert table is not None
    loaded = load_first(table.models)
    if loaded is None:
        raise SystemExit(f"the model {table.models[0]} is not installed")
    parts: dict[str, list[Counts]] = {}
    texts = [*annotated(HERE / "texts.txt"), *annotated(HERE / "unseen.txt")]
    for number, text, gold in texts:
        claims = claims_in(text, paragraphs(straighten(text)), loaded[0], table)
        found = [{"source": c.source, "cue": c.cue, "content": c.content} for c in claims]
        kind = "unseen" if number > 32 else ("held out", "development")[number % 2]
        parts.setdefault(kind, []).append(count(text, gold, found))
    print(f"{loaded[1].name} {loaded[1].version}")
    print(f"{'texts':<12} {'number':>6} {'gold':>5} {'found':>6} {'F1 .3':>6} {'95 %':>13} {'F1 .8':>6}")
    for kind, counts in parts.items():
        total = sum(counts, Counts())
        low, high = bootstrap(counts, lambda each: each.f1())
        print(
            f"{kind:<12} {len(counts):>6} {total.gold:>5} {total.found:>6} {100 * total.f1():>6.1f} "
            f"{100 * low:>6.1f}-{100 * high:<6.1f} {100 * total.f1(0.8):>6.1f}"
        )


if __name__ == "__main__":
    main()
