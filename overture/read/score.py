"""The published scorer: predicted claims against gold, by word overlap.

Two contents match at a threshold when the words they share, divided by the words of both together, reach it
(intersection over union of word positions). Pairs are made one to one, best overlap first. A gold claim without
content is matched by its cue. All figures of ``bench/reading.py`` come from here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from overture.read.text import words

Claim = Mapping[str, Any]
THRESHOLDS = (0.3, 0.8)


def positions(spots: Sequence[tuple[int, int]], spans: Sequence[Sequence[int]]) -> frozenset[int]:
    """The numbers of the words, which lie at ``spots``, that any of ``spans`` touches."""
    return frozenset(
        place
        for place, (start, end) in enumerate(spots)
        if any(start < high and low < end for low, high in spans)
    )


def overlap(one: frozenset[int], two: frozenset[int]) -> float:
    """Intersection over union; two empty sets do not overlap."""
    union = len(one | two)
    return len(one & two) / union if union else 0.0


@dataclass
class Counts:
    """What was counted in one document (or summed over several)."""

    gold: int = 0
    found: int = 0
    match: dict[float, int] = field(default_factory=lambda: dict.fromkeys(THRESHOLDS, 0))
    full: int = 0
    """Matched at 0.3 with source overlap at least 0.3 and a cue word shared."""
    source: int = 0
    cue: int = 0
    chain: int = 0
    nested_gold: int = 0
    nested: int = 0
    attribute: Counter[str] = field(default_factory=Counter)
    pair_gold: int = 0
    pair_found: int = 0
    pair_both: int = 0
    sourced_gold: int = 0
    sourced_by_cue: int = 0

    def __add__(self, other: Counts) -> Counts:
        total = Counts()
        for name, value in self.__dict__.items():
            if isinstance(value, dict) and not isinstance(value, Counter):
                setattr(total, name, {t: value[t] + getattr(other, name)[t] for t in value})
            else:
                setattr(total, name, value + getattr(other, name))
        return total

    def f1(self, threshold: float = 0.3) -> float:
        """Content F1 at ``threshold``."""
        both = self.gold + self.found
        return 2 * self.match[threshold] / both if both else 0.0

    def pair_f1(self) -> float:
        """F1 over the pairs of claims put into one cluster."""
        both = self.pair_gold + self.pair_found
        return 2 * self.pair_both / both if both else 0.0


def pairs(
    text: str, gold: Sequence[Claim], found: Sequence[Claim], threshold: float
) -> list[tuple[int, int]]:
    """One-to-one pairs (gold, found) whose contents overlap at least ``threshold``, best first."""
    spots = words(text)
    mine = [positions(spots, claim["content"] or claim["cue"]) for claim in found]
    cues = [positions(spots, claim["cue"]) for claim in found]
    ranked: list[tuple[float, int, int, int]] = []
    for left, claim in enumerate(gold):
        bare = not claim["content"]
        target = positions(spots, claim["cue"] if bare else claim["content"])
        cue = positions(spots, claim["cue"])
        for right in range(len(found)):
            score = overlap(target, cues[right] if bare else mine[right])
            if score >= threshold:
                ranked.append((score, int(bool(cue & cues[right])), -left, -right))
    ranked.sort(reverse=True)
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    result = []
    for _, _, left, right in ranked:
        if -left not in taken_gold and -right not in taken_found:
            taken_gold.add(-left)
            taken_found.add(-right)
            result.append((-left, -right))
    return result


def count(text: str, gold: Sequence[Claim], found: Sequence[Claim]) -> Counts:
    """Everything that is counted in one document."""
    spots = words(text)
    tally = Counts(gold=len(gold), found=len(found))
    for threshold in THRESHOLDS:
        tally.match[threshold] = len(pairs(text, gold, found, threshold))
    matched = pairs(text, gold, found, 0.3)
    names: Counter[tuple[str, str]] = Counter()
    for left, right in matched:
        one, two = gold[left], found[right]
        cue_ok = bool(positions(spots, one["cue"]) & positions(spots, two["cue"])) or not one["cue"]
        source_ok = (
            overlap(positions(spots, one["source"]), positions(spots, two["source"])) >= 0.3
            if one["source"]
            else not two["source"]
        )
        tally.cue += cue_ok
        tally.source += source_ok
        tally.full += cue_ok and source_ok
        for name in ("voice", "act", "polarity", "certainty"):
            if name in one and name in two:
                tally.attribute[name] += one[name] == two[name]
        if "chain" in one and len(one["chain"]) == len(two.get("chain", ())):
            names.update(zip(one["chain"], two["chain"], strict=True))
    best: dict[str, str] = {}
    used: set[str] = set()
    for (mine, theirs), _ in names.most_common():
        if mine not in best and theirs not in used:
            best[mine] = theirs
            used.add(theirs)
    by_gold = dict(matched)
    for left, claim in enumerate(gold):
        nested = len(claim.get("chain", ())) > 1 or bool(claim.get("nested_in"))
        tally.nested_gold += nested
        right_place = by_gold.get(left)
        if right_place is None:
            continue
        tally.nested += nested
        if "chain" in claim:
            tally.chain += [best.get(link) for link in claim["chain"]] == list(found[right_place]["chain"])
    if gold and "cluster" in gold[0]:
        for first in range(len(gold)):
            for second in range(first):
                same = gold[first]["cluster"] == gold[second]["cluster"]
                tally.pair_gold += same
                if first in by_gold and second in by_gold:
                    together = found[by_gold[first]]["cluster"] == found[by_gold[second]]["cluster"]
                    tally.pair_found += together
                    tally.pair_both += same and together
    for claim in gold:
        if claim["source"]:
            tally.sourced_gold += 1
            cue = positions(spots, claim["cue"])
            tally.sourced_by_cue += any(cue & positions(spots, other["cue"]) for other in found)
    return tally


def bootstrap(
    parts: Sequence[Counts], figure: Callable[[Counts], float], draws: int = 1000, seed: int = 7
) -> tuple[float, float]:
    """The 95 % interval of ``figure`` over documents drawn with replacement (explicit ``seed``)."""
    random = np.random.default_rng(seed)
    values = []
    for _ in range(draws):
        total = Counts()
        for place in random.integers(0, len(parts), len(parts)):
            total = total + parts[int(place)]
        values.append(figure(total))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
