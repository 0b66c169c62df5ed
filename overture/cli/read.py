"""``overture read``: from reports to claims, and the evidence sheet that an analyst edits."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overture.cli.streams import printed_last

if TYPE_CHECKING:
    from overture.evidence.merge import Moves
    from overture.evidence.sheet import Sheet
    from overture.read.batch import Batch, Choice, Failure, Read, Tell
    from overture.read.claim import ReadClaim
    from overture.read.sheet.propose import Proposal

FEW = 10
"""Files below which no progress is shown."""
FIELDS = (
    "id",
    "source",
    "cue",
    "content",
    "chain",
    "voice",
    "act",
    "polarity",
    "certainty",
    "cluster",
    "rule",
)
"""What ``--json`` prints of a claim; ``--explain`` adds the rest."""


@dataclass(frozen=True)
class LeftOut:
    """What of the folders was not read: files that Overture wrote itself, and how many that are hidden."""

    left: tuple[Path, ...]
    hidden: int


def read(
    reports: Annotated[
        list[Path], typer.Argument(help="Reports (text, Markdown, HTML, PDF, Word, mail, ...), or folders.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Write the evidence sheet here (YAML); one that is there is updated.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(help="Add the sheet to this case; what an analyst edited is left alone.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write a page here that shows the text with its claims.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the claims as JSON instead of words.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of every claim which rule made it, and why.")
    ] = False,
    model: Annotated[
        str | None, typer.Option(help="The spaCy model to read with: its name, or the folder of one.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Read without a model (the lesser reader).")] = False,
    lexicon: Annotated[
        Path | None, typer.Option(help="A file of words that are added to the reader's own.")
    ] = None,
    frames: Annotated[
        Path | None,
        typer.Option(
            help="A file of rows that are added to the table of speech acts; with --into, frames.yaml of the case, where it is there."
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes; the result does not depend on it.")
    ] = None,
) -> None:
    """Read reports: who claims what, through whom, how firmly, where, and what is said again.

    Exit 0: all read. 1: some could not be (each is told). 2: none could.
    """
    from overture.cli.written import all_tried
    from overture.errors import FileError
    from overture.evidence.merge import write_into
    from overture.read.batch import Choice
    from overture.read.sheet.propose import together
    from overture.writing import write_whole

    if out is not None and into is not None:
        raise FileError.of("read/target", "--out and --into both name a sheet", mend="give one of them")
    file, events = _target(out, into)
    beside = file.parent / "frames.yaml" if into is not None and file is not None else None
    if frames is None and beside is not None and beside.is_file():
        frames = beside
    choice = Choice(model, plain, lexicon, frames)
    own = [
        path for path in (out, html, into and into / "case.yaml", file, frames, beside) if path is not None
    ]
    with _alone(file):
        batch, asked, rest = _read(reports, file, own, choice, jobs)
        _tell(batch, asked)
        if not any(read.document.path in asked for read in batch.read):
            raise typer.Exit(2)  # each was told in a sentence of its own
        proposal = together(batch.read, choice.words())
        by_path = {each.document.path: each for each in proposal.reads}
        shown = [by_path[path] for path in asked if path in by_path]
        with printed_last():
            if as_json:
                print(json.dumps({"documents": [_document(each, explain) for each in shown]}))
            else:
                _say(proposal, shown, explain)
            text, moves = (
                write_into(file, proposal.sheet) if file is not None or html is not None else ("", None)
            )
            if html is not None:
                from overture.evidence.merge import parse
                from overture.report.reading_page import render

                texts = {each.document.id: each.document.text for each in proposal.reads}
                name = file.name if file is not None else "evidence.yaml"
                page = render(texts, parse(text), text, name, events)
            with all_tried() as tried:
                if file is not None:
                    tried(partial(write_whole, file, text))
                if html is not None:
                    tried(partial(write_whole, html, page))
            _ended(file, html, moves, to_error=as_json)
            _accounted(batch, asked, rest, to_error=as_json)
    raise typer.Exit(1 if batch.failed else 0)


def _alone(file: Path | None) -> AbstractContextManager[None]:
    """While a sheet is read and written again, no other run writes it: else what that one adds would be lost."""
    from overture.runs.lock import locked

    if file is None:
        return nullcontext()
    file.parent.mkdir(parents=True, exist_ok=True)
    return locked(file.parent, _lock_of(file).name, "sheet")


def _lock_of(file: Path) -> Path:
    """The file by which a run holds the sheet ``file``."""
    return file.with_name(f".{file.name}.lock")


def _target(out: Path | None, into: Path | None) -> tuple[Path | None, list[str]]:
    """The sheet that is written, and the events of the case's game that a claim may be linked to."""
    if into is None:
        return out, []
    from overture.case.load import choices, load

    loaded = load(into)
    names = dict.fromkeys(loaded.tree.labels.set_name)
    events = [f"{name} == {json.dumps(label)}" for name in names for label in choices(loaded.tree, name)]
    return loaded.folder / loaded.case.evidence, events


def _read(
    reports: Sequence[Path], file: Path | None, own: Sequence[Path], choice: Choice, jobs: int | None
) -> tuple[Batch, dict[str, None], LeftOut]:
    """Everything that is to be read, the paths that were asked for, and what was left out of the folders.

    What was not asked for and is read all the same are the sheet's own reports.
    """
    from dataclasses import replace

    from overture.errors import OvertureError
    from overture.evidence.sheet import Sheet, load_sheet
    from overture.read.batch import Failure, read_files
    from overture.read.document import gather

    files: dict[Path, None] = {}
    failed: list[Failure] = []
    left: dict[Path, None] = {}
    hidden = 0
    written = {path.resolve() for path in own}
    for path in reports:
        try:
            found = gather([path], _lock_of(file) if file is not None else None)
        except OvertureError as error:
            failed.append(Failure(str(path), error.faults))
            continue
        hidden += found.hidden
        for each in found.files:
            mine = each != path and each.resolve() in written
            (left if mine else files)[each] = None
    asked = list(files)
    sheet = load_sheet(file) if file is not None and file.exists() else Sheet()
    folder = file.parent if file is not None else Path()
    named = list(zip(_names(asked, sheet, folder), asked, strict=True))
    named += _others(sheet, folder, {name for name, _ in named})
    # What the sheet has already was there first: a later report may have copied it, not it the later.
    place = {entry.id: at for at, entry in enumerate(sheet.documents)}
    named.sort(key=lambda each: place.get(each[0], len(place)))
    with _bar(len(named)) as tell:
        batch = read_files([path for _, path in named], [name for name, _ in named], choice, jobs, tell)
    asked_for = dict.fromkeys(map(str, asked))
    kept = tuple(each for each in batch.failed if each.path in asked_for)
    return replace(batch, failed=(*failed, *kept)), asked_for, LeftOut(tuple(left), hidden)


def _names(asked: Sequence[Path], sheet: Sheet, folder: Path) -> list[str]:
    """The id of every file: the one that the sheet knows it by, else a new one."""
    import hashlib

    from overture.evidence.merge import known
    from overture.read.document import names

    found: dict[Path, str] = {}
    used: set[str] = set()
    for path in asked if sheet.documents else ():
        try:
            small = path.stat().st_size < 100_000_000
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if small else ""
        except OSError:
            sha256 = ""
        name = known(sheet, path, sha256, folder)
        if name is not None and name not in used:
            used.add(name)
            found[path] = name
    fresh = [path for path in asked if path not in found]
    found.update(zip(fresh, names(fresh, [entry.id for entry in sheet.documents]), strict=True))
    return [found[path] for path in asked]


def _others(sheet: Sheet, folder: Path, names: set[str]) -> list[tuple[str, Path]]:
    """Reports that the sheet has already and that still lie where they lay, unchanged: copies may be of them."""
    import hashlib

    found = []
    for entry in sheet.documents:
        if entry.id in names or not entry.path or not entry.sha256:
            continue
        for path in (Path(entry.path), folder / entry.path):
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == entry.sha256:
                found.append((entry.id, path))
                break
        else:
            print(
                f"overture: {entry.path}: not found as it was read; copies between it and other reports are not "
                "looked for",
                file=sys.stderr,
            )
    return found


@contextmanager
def _bar(number: int) -> Iterator[Tell | None]:
    """Shows progress on the error stream; nothing for a few files."""
    if number < FEW:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    from overture.cli.streams import console

    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=number)
        yield lambda done, of, path: bar.update(task, completed=done, total=of)


def _tell(batch: Batch, asked: dict[str, None]) -> None:
    """Failures, each with its sentence, then what the reader has to say about what it read."""
    for failure in batch.failed:
        for fault in failure.faults:
            print(f"overture: {fault}", file=sys.stderr)
    said: dict[str, list[str]] = {}
    for each in batch.read:
        if each.document.path in asked:
            for notice in each.reading.notices:
                said.setdefault(notice, []).append(each.document.path)
    for notice, paths in said.items():
        where = paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
        print(f"overture: {where}: {notice}", file=sys.stderr)
    if len(batch.read) > 1:
        from overture.read.sheet.copies import available

        if not available():
            print(
                "overture: only copies in the very same words are found; for edited ones: "
                'pip install "overture[documents]"',
                file=sys.stderr,
            )
    done = sum(each.document.path in asked for each in batch.read)
    if batch.failed and done:
        print(
            f"overture: {len(batch.failed)} of {len(batch.failed) + done} could not be read", file=sys.stderr
        )


def _document(each: Read, explain: bool) -> dict[str, Any]:
    claims = []
    for claim in each.reading.claims:
        fields = claim.to_json()
        if not explain:
            fields = {name: fields[name] for name in FIELDS}
        elif claim.why:
            fields["why"] = claim.why
        claims.append(fields)
    return {"path": each.document.path, "sha256": each.document.sha256, "claims": claims}


def _say(proposal: Proposal, shown: Sequence[Read], explain: bool) -> None:
    """What was read, in words: a line a document, then what is said more than once."""
    from overture.evidence.write import NOBODY

    for each in shown:
        reading = each.reading
        by = (
            f"{reading.reader}, {reading.model.name} {reading.model.version}"
            if reading.model
            else reading.reader
        )
        number = len(reading.claims)
        print(f"{each.document.path}: {number} claim{'' if number == 1 else 's'} (read by {by})")
        if explain:
            for claim in reading.claims:
                print(_explained(each, claim))
    sheet = proposal.sheet
    if sheet.clusters:
        print("\nSaid more than once (suggested; yours to confirm):")
        for cluster in sheet.clusters:
            roots = ", ".join(cluster.roots) or "nobody"
            print(f"  {cluster.id}: {cluster.says} Can vouch: {roots}.")
    copied: dict[tuple[str, str], int] = {}
    for copy in proposal.copies:
        copied[copy.document, copy.original] = copied.get((copy.document, copy.original), 0) + 1
    if copied:
        print("\nCopied from another report:")
        for (document, original), number in copied.items():
            print(f"  {document} has {number} claim{'' if number == 1 else 's'} from {original}.")
    people = [source for source in sheet.sources if source.voice != "writer" and source.id != NOBODY]
    if people:
        print("\nWho vouches, beside the writers: " + "; ".join(f"{s.name} ({s.id})" for s in people) + ".")


def _explained(each: Read, claim: ReadClaim) -> str:
    from overture.read.claim import hull, slices
    from overture.read.sheet.propose import words

    text = each.document.text
    start, end = hull([*claim.source, *claim.cue, *claim.content])
    lines = [
        f"  {claim.id}  {' > '.join(claim.chain) or 'the writer'}: {words(text, claim)}",
        f"       {claim.voice}, {claim.act}, polarity {claim.polarity}, certainty {claim.certainty}; "
        f"characters {start} to {end}; rule {claim.rule}, cue “{_flat(slices(text, claim.cue))}”",
    ]
    decided = [("certainty", claim.hedges), ("polarity", claim.negations)]
    words_said = [f"{what} by “{_flat(slices(text, spans))}”" for what, spans in decided if spans]
    if words_said:
        lines.append("       " + "; ".join(words_said))
    if claim.copy_of:
        lines.append(f"       a copy of {claim.copy_of}")
    elif claim.why:
        lines.append(f"       said before: {claim.why}")
    return "\n".join(lines)


def _accounted(batch: Batch, asked: dict[str, None], rest: LeftOut, to_error: bool) -> None:
    """What was done with each file, where there are several."""
    from overture.read.sheet.account import account, lines

    rows = account(asked, rest.left, batch)
    if len(rows) > 1 or rest.hidden:
        print("\nWhat was done with each file:", file=sys.stderr if to_error else sys.stdout)
        for line in lines(rows, rest.hidden):
            print(line, file=sys.stderr if to_error else sys.stdout)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _ended(file: Path | None, html: Path | None, moves: Moves | None, to_error: bool) -> None:
    stream = sys.stderr if to_error else sys.stdout
    if file is not None:
        print(f"\nEvidence sheet: {file}", file=stream)
        for line in moves.lines() if moves is not None else ():
            print(f"  {line}", file=stream)
        if not moves:
            print("  nothing moved", file=stream)
    if html is not None:
        print(f"Page: {html.resolve()}", file=stream)
    if file is None and html is None and not to_error:
        print(
            "\nNothing was written; --out SHEET writes the evidence sheet, --html PAGE a page.", file=stream
        )
