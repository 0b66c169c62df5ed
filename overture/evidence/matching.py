"""Claims of a sheet and of a new reading: which are the same, and which an analyst has worked on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from overture.evidence.sheet import ClaimEntry
from overture.evidence.write import READ, fingerprint

MACHINE = frozenset((*READ, "id", "proposed", "gone"))
"""Keys that a reader writes; a claim with any other has been worked on."""


def match(
    old: Sequence[ClaimEntry], new: Sequence[ClaimEntry]
) -> tuple[list[tuple[ClaimEntry, ClaimEntry]], list[ClaimEntry], list[ClaimEntry]]:
    """(pairs of old and new, old without a new, new without an old), by the claims' words, then by their order."""
    one = [claim.proposed.passage if claim.proposed else "" for claim in old]
    two = [claim.proposed.passage if claim.proposed else "" for claim in new]
    pairs: dict[int, int] = {}
    gaps: list[tuple[range, range]] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.update(zip(range(a, b), range(c, d), strict=True))
        else:
            gaps.append((range(a, b), range(c, d)))
    free = {at for _, places in gaps for at in places}
    for left in (at for places, _ in gaps for at in places):  # moved past another claim
        same = next((at for at in sorted(free) if two[at] == one[left]), None)
        if same is not None:
            pairs[left] = same
            free.discard(same)
    for places, others in gaps:  # edited in place: the same people in the same way of speaking, in order
        for left in places:
            if left in pairs:
                continue
            likely = [at for at in others if at in free and _kind(new[at]) == _kind(old[left])]
            if likely:
                pairs[left] = likely[0]
                free.discard(likely[0])
    return (
        [(old[a], new[b]) for a, b in sorted(pairs.items())],
        [claim for at, claim in enumerate(old) if at not in pairs],
        [claim for at, claim in enumerate(new) if at in free],
    )


def _kind(claim: ClaimEntry) -> tuple[object, ...]:
    # By the rule that made it, which no analyst edits: source and words may have been renamed.
    return (claim.rule,)


def edited(claim: ClaimEntry | None) -> bool:
    """Whether an analyst changed what a reader wrote into the claim, or says so."""
    if claim is None or claim.proposed is None:
        return True
    return claim.edited or fingerprint(claim) != claim.proposed.fields


def worked_on(raw: Mapping[str, Any], claim: ClaimEntry) -> bool:
    """Whether an analyst edited the claim or wrote anything of his own into it."""
    return edited(claim) or any(value is not None for key, value in raw.items() if key not in MACHINE)
