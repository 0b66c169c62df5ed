"""``python -m bench.reading_page docs/reference/reading-scoreboard.md``: how well the reader reads, as a page.

Texts, figures with intervals, what is missed and what is found in vain, by kind. No figure of the page depends on a clock.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.reading import EARLIER, Document, clausal, documents, held_out, others
from overture.read import score
from overture.read.reading import LoadedReader, load_reader
from overture.read.score import Counts
from overture.read.text import words

SEED = 7
DRAWS = 1000
Claim = dict[str, Any]
Read = tuple[str, list[Claim], list[Claim]]
"""Text, gold and finds of a document."""
MISSED = (
    "a quotation",
    "inside another's claim",
    "no verb of saying or thinking as the cue",
    "a clause of a verb that reports",
)
VAIN = ("overlaps a gold content too little", "beside all gold content")


def read_all(reader: LoadedReader, texts: Sequence[Document], only: Callable[[Claim], bool]) -> list[Read]:
    """Every text with its gold and with the finds that ``only`` lets through."""
    found = []
    for name, text, gold in texts:
        claims = [claim.to_json() for claim in reader.read(text, name).claims]
        found.append((text, gold, [claim for claim in claims if only(claim)]))
    return found


def figures(label: str, reads: Sequence[Read]) -> str:
    """One row: documents, gold, finds, precision and recall at 0.3, F1 at both thresholds with 95 % intervals."""
    parts = [score.count(*each) for each in reads]
    total = sum(parts, Counts())
    match = total.match[0.3]
    cells = [
        label,
        len(reads),
        total.gold,
        total.found,
        _percent(match, total.found),
        _percent(match, total.gold),
    ]
    for threshold in score.THRESHOLDS:
        low, high = score.bootstrap(parts, lambda c, at=threshold: c.f1(at), DRAWS, SEED)  # type: ignore[misc]
        cells.append(f"{100 * total.f1(threshold):.1f} ({100 * low:.1f} to {100 * high:.1f})")
    return "| " + " | ".join(map(str, cells)) + " |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}" if whole else "-"


def missed_kind(text: str, claim: Claim, reader: LoadedReader) -> str:
    """Which of :data:`MISSED` a gold claim is that nothing matches."""
    if claim["content"] and text[claim["content"][0][0]] in "\"'“‘":
        return MISSED[0]
    if claim.get("nested_in"):
        return MISSED[1]
    cue = " ".join(text[a:b] for a, b in claim["cue"]).split()
    verbs = [reader.lexicon.verb(word) for word in cue]
    return MISSED[3] if any(verb is not None for verb in verbs) else MISSED[2]


def errors(reads: Sequence[Read], reader: LoadedReader) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By kind: gold that nothing matches at 0.3, finds that match nothing, and spans that match at 0.3 and not at 0.8."""
    missed, vain, rough = Counter[str](), Counter[str](), Counter[str]()
    for text, gold, found in reads:
        matched = score.pairs(text, gold, found, 0.3)
        exact = set(score.pairs(text, gold, found, 0.8))
        spots = words(text)
        for at in set(range(len(gold))) - {left for left, _ in matched}:
            missed[missed_kind(text, gold[at], reader)] += 1
        every = score.positions(spots, [span for claim in gold for span in claim["content"]])
        for at in set(range(len(found))) - {right for _, right in matched}:
            near = bool(score.positions(spots, found[at]["content"]) & every)
            vain[VAIN[0] if near else VAIN[1]] += 1
        for left, right in matched:
            if (left, right) not in exact:
                one = score.positions(spots, gold[left]["content"])
                two = score.positions(spots, found[right]["content"])
                kind = (
                    "longer than the gold"
                    if one < two
                    else "shorter than the gold"
                    if two < one
                    else "shifted"
                )
                rough[kind] += 1
    return missed, vain, rough


def by_rule(texts: Sequence[Document], reader: LoadedReader) -> list[str]:
    """Rows: every rule with a source, how often it finds something, and how often that matches gold at 0.3."""
    number, right = Counter[str](), Counter[str]()
    for text, gold, found in read_all(reader, texts, lambda claim: bool(claim["source"])):
        hits = {at for _, at in score.pairs(text, gold, found, 0.3)}
        number.update(claim["rule"] for claim in found)
        right.update(claim["rule"] for at, claim in enumerate(found) if at in hits)
    return [
        f"| `{rule}` | {many} | {right[rule]} |"
        for rule, many in sorted(number.items(), key=lambda r: (-r[1], r[0]))
    ]


def counted(title: str, kinds: Counter[str]) -> list[str]:
    """Rows of one sort of error, the commonest first."""
    return [
        f"| {title} | {kind} | {many} |" for kind, many in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))
    ]


def page(reader: LoadedReader, lesser: LoadedReader) -> str:
    """The scoreboard as Markdown."""
    claims = list(documents("claims"))
    news, talks = others(list(documents("public"))), others(list(documents("interviews_extra")))
    seen, unseen = [d for d in news if not held_out(d)], [d for d in news if held_out(d)]
    made = [d for d in claims if d[0].startswith("syn")]
    halves = [
        (name, read_all(reader, part, clausal)) for name, part in (("looked at", seen), ("held out", unseen))
    ]
    rows = [figures("synthetic reports, all claims", read_all(reader, made, lambda claim: True))]
    rows += [figures(f"news, the half {name}", reads) for name, reads in halves]
    rows += [figures("interviews", read_all(reader, talks, clausal))]
    rows += [figures("synthetic reports, without a model", read_all(lesser, made, lambda claim: True))]
    rows += [
        figures(f"news, the half {name}, without a model", read_all(lesser, part, clausal))
        for name, part in (("looked at", seen), ("held out", unseen))
    ]
    wrong = []
    for name, reads in halves:
        missed, vain, rough = errors(reads, reader)
        wrong += counted(f"{name}: missed", missed) + counted(f"{name}: found in vain", vain)
        wrong += counted(f"{name}: found, with another span", rough)
    model = f"{reader.model.name} {reader.model.version}" if reader.model else "no model"
    return "\n".join(
        [
            "# How well the reader reads",
            "",
            f"Written by `python -m bench.reading_page docs/reference/reading-scoreboard.md`, with {model}. F1 is of contents, matched one to one where the words that gold and find share",
            "are at least 0.3 (0.8) of the words of both. Intervals are of 95 %, over documents drawn with replacement",
            f"({DRAWS} draws, seed {SEED}).",
            "",
            "News and interviews are Wikinews texts (CC BY 2.5) with the attributions of GUM v11 (CC BY 4.0, A. Zeldes and annotators; offsets converted). Their gold marks clauses and",
            "quotations with a source, so other finds are left out; attributions of the first person inside another, which are the speaker's hedge here, are left out of the gold. A quotation that runs on over",
            "several sentences is one claim of ours and several of theirs. The half looked at is the one on which the rules were mended. The other half is only counted; twice its counts",
            "narrowed or kept a change (what follows `frame/cite` after a colon; the span of a clause that is asked for before its cue).",
            "The synthetic reports are our own and were in view while the rules were written; of three documents an interval tells little.",
            "",
            "| texts | documents | gold | found | precision | recall | F1 at 0.3 | F1 at 0.8 |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            "## Kinds of errors in news",
            "| half and error | kind | times |",
            "| --- | --- | --- |",
            *wrong,
            "",
            "## Finds by rule, news and interviews of the half looked at",
            "The gold marks what is said and thought; what is wanted, intended or done with words (`infinitive`, `frame/...`) is right here only where it is also said.",
            "",
            "| rule | found | matched at 0.3 |",
            "| --- | --- | --- |",
            *by_rule([*seen, *(d for d in talks if not held_out(d))], reader),
            "",
            "## What others report, on texts of their own",
            "| system and texts | figure |",
            "| --- | --- |",
            *(f"| {name} | {figure} |" for name, figure in EARLIER),
            "",
        ]
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(load_reader(), load_reader(plain_only=True)), encoding="utf-8")
