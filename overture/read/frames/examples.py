"""Rows of a user's table of frames are tried on their own examples when they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from overture.errors import Fault
from overture.read.claim import ReadClaim, slices
from overture.read.frames.table import Frame

_AFTER = " The day was cold, and all the people of the town had gone home."
"""One short sentence has too few words to tell its language."""


def unfound(frames: Iterable[Frame], claims_of: Callable[[str], Sequence[ReadClaim]]) -> list[Fault]:
    """A fault for each row whose example does not come out as it is marked; ``claims_of`` reads a text."""
    faults = []
    for frame in frames:
        text = frame.sentence + _AFTER
        want = tuple(frame.marked(*marks) for marks in ("[]", "<>", "{}"))
        got = [
            (claim.rule, (slices(text, claim.source), slices(text, claim.cue), slices(text, claim.content)))
            for claim in claims_of(text)
            if claim.cue and claim.cue[0][0] < len(frame.sentence)
        ]
        if (frame.rule, want) in got:
            continue
        found = "; ".join(f"{rule}: [{who}] <{cue}> {{{claim}}}" for rule, (who, cue, claim) in got)
        faults.append(
            Fault(
                "frames/not-found",
                f"the example of {frame.rule} is not found: {frame.example} (found is {found or 'nothing'})",
                frame.where,
                mend="give a pattern that the example has, or mark who, cue and claim as they are found",
            )
        )
    return faults
