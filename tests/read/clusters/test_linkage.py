"""Clusters of many claims: what the bound passes over could not have joined, and the work grows with the claims alone."""

from __future__ import annotations

import pytest

from bench.clustering import mentions
from overture.read.clusters import same
from overture.read.clusters.linkage import RIVALS, Window, overlap
from overture.read.clusters.same import Mention, cluster


def who_with_whom(number: int, seed: int) -> list[list[tuple[str, str]]]:
    return [[(m.document, m.claim.id) for m in group.mentions] for group in cluster(mentions(number, seed))]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_bound_changes_no_cluster(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    found = who_with_whom(700, seed)
    assert sum(len(group) > 1 for group in found) > 20
    monkeypatch.setattr(Window, "most", lambda *given: float("inf"))
    assert who_with_whom(700, seed) == found


def test_nothing_in_a_window_is_more_alike_than_its_bound() -> None:
    made = mentions(400, 3)
    weight = same._weights(made)
    window = Window()
    for at, mention in enumerate(made):
        window.add(mention.words, weight)
        probe = made[(at * 7) % len(made)].words
        likest = max(overlap(probe, each.words, weight) for each in made[max(0, at + 1 - RIVALS) : at + 1])
        bound = window.most(probe, same.total_of(probe, weight), weight)
        shared = max(len(probe & each.words) for each in made[max(0, at + 1 - RIVALS) : at + 1])
        assert bound >= likest or shared < 2


def test_a_claim_is_compared_with_few_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: comparisons for each claim do not grow once the words' last claims are full."""
    calls = {"number": 0}
    plain = same._likeness

    def counted(mention: Mention, *rest: object) -> object:
        calls["number"] += 1
        return plain(mention, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(same, "_likeness", counted)
    shares = []
    for number in (1500, 3000):
        calls["number"] = 0
        cluster(mentions(number, 4))
        shares.append(calls["number"] / number)
    assert shares[1] < 3
    assert shares[1] < 1.5 * shares[0]
