"""One measured line of the bench, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement beside its bar.

    Attributes:
        subject: what was measured, in a few words ("flagship, 1,000 worlds, one core").
        ours: our figure with its unit ("2,100 worlds/s"); :func:`seconds` and :func:`rate` write one.
        bar: what was promised, in words (">= 1,000 worlds/s"); empty where nothing was.
        holds: whether the bar is met; None where there is no bar or it could not be measured.
        peer: the peer and its figure ("17.0.0b2: 70 worlds/s"); empty without a peer.
        ratio: how many times better than the peer (2.0 is twice as fast); None without a peer. A peer that did not
            finish within its limit gives a lower bound: say so in ``note``.
        memory: our peak resident memory in MB; None where it was not measured.
        note: what a reader must know to read the line rightly.
    """

    subject: str
    ours: str
    bar: str = ""
    holds: bool | None = None
    peer: str = ""
    ratio: float | None = None
    memory: float | None = None
    note: str = ""

    def cells(self) -> list[str]:
        """The cells of a table: subject, ours, peer, ratio, bar, holds, memory, note."""
        verdict = {True: "holds", False: "MISSED", None: ""}[self.holds]
        return [
            self.subject,
            self.ours,
            self.peer,
            "" if self.ratio is None else f"{self.ratio:,.3g}",
            self.bar,
            verdict,
            "" if self.memory is None else f"{self.memory:,.0f} MB",
            self.note,
        ]


HEADER = ["what", "ours", "peer", "times", "bar", "", "peak memory", "note"]


def seconds(value: float) -> str:
    """A duration with its unit, three figures."""
    return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.3g} s"


def rate(value: float, unit: str) -> str:
    """So many a second: ``rate(2100, "worlds")`` is "2,100 worlds/s"."""
    return f"{value:,.0f} {unit}/s" if value >= 10 else f"{value:.2g} {unit}/s"


def table(rows: list[Row]) -> list[str]:
    """Lines of a Markdown table."""
    lines = ["| " + " | ".join(HEADER) + " |", "|" + " --- |" * len(HEADER)]
    lines += ["| " + " | ".join(cell.replace("|", "/") for cell in row.cells()) + " |" for row in rows]
    return lines
