"""The published scorer, judged by cases small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from overture.read.score import Counts, bootstrap, count, overlap, pairs, positions
from overture.read.text import words

TEXT = "Ann said that one two three four five six seven eight. Bob thinks nine ten."


def claim(content: str, cue: str = "said", source: str = "Ann", **fields: Any) -> dict[str, Any]:
    """A claim of TEXT by its words."""

    def span(words: str) -> list[list[int]]:
        start = TEXT.find(words)
        return [[start, start + len(words)]] if words else []

    return {
        "content": span(content),
        "cue": span(cue),
        "source": span(source),
        "chain": [source.lower()],
        **fields,
    }


def test_words_are_counted_not_letters() -> None:
    assert positions(words(TEXT), [[0, 3]]) == {0}
    assert positions(words(TEXT), [[1, 5]]) == {0, 1}  # a span that cuts a word touches it


def test_overlap_is_intersection_over_union() -> None:
    assert overlap(frozenset({1, 2, 3}), frozenset({2, 3, 4})) == 0.5
    assert overlap(frozenset(), frozenset()) == 0.0


@pytest.mark.parametrize(
    ("found", "at_low", "at_high"),
    [
        ("one two three four five six seven eight", 1, 1),  # the same words
        ("that one two three four five six seven eight", 1, 1),  # 8 of 9 words: 0.89
        ("one two three four five six", 1, 0),  # 6 of 8 words: 0.75
        ("one two", 0, 0),  # 2 of 8 words: 0.25
        ("nine ten", 0, 0),
    ],
)
def test_a_match_depends_on_the_threshold(found: str, at_low: int, at_high: int) -> None:
    gold = [claim("one two three four five six seven eight")]
    tally = count(TEXT, gold, [claim(found)])
    assert (tally.match[0.3], tally.match[0.8]) == (at_low, at_high)


def test_pairs_are_one_to_one_and_best_first() -> None:
    gold = [claim("one two three four"), claim("one two three four five six")]
    found = [claim("one two three four five six"), claim("one two three")]
    assert sorted(pairs(TEXT, gold, found, 0.3)) == [(0, 1), (1, 0)]
    assert len(pairs(TEXT, gold, found[:1], 0.3)) == 1


def test_a_claim_without_content_is_matched_by_its_cue() -> None:
    gold = [claim("", cue="thinks", source="Bob")]
    assert count(TEXT, gold, [claim("nine ten", cue="thinks", source="Bob")]).match[0.3] == 1
    assert count(TEXT, gold, [claim("nine ten", cue="said", source="Bob")]).match[0.3] == 0


def test_f1_counts_what_is_missing_and_what_is_too_much() -> None:
    gold = [claim("one two three"), claim("nine ten", cue="thinks", source="Bob")]
    found = [claim("one two three"), claim("four five"), claim("six seven")]
    tally = count(TEXT, gold, found)
    assert (tally.gold, tally.found, tally.match[0.3]) == (2, 3, 1)
    assert tally.f1() == pytest.approx(2 / 5)


def test_a_full_match_needs_source_and_cue() -> None:
    gold = [claim("one two three")]
    assert count(TEXT, gold, [claim("one two three")]).full == 1
    assert count(TEXT, gold, [claim("one two three", source="Bob")]).full == 0
    assert count(TEXT, gold, [claim("one two three", cue="thinks")]).full == 0
    assert count(TEXT, gold, [claim("one two three", source="")]).source == 0


def test_chains_match_up_to_names() -> None:
    gold = [claim("one two three", chain=["a", "b"]), claim("nine ten", chain=["a"])]
    found = [claim("one two three", chain=["x", "y"]), claim("nine ten", chain=["x"])]
    tally = count(TEXT, gold, found)
    assert (tally.chain, tally.nested_gold, tally.nested) == (2, 1, 1)
    found[1]["chain"] = ["y"]
    assert count(TEXT, gold, found).chain == 1
    found[1]["chain"] = []
    assert count(TEXT, gold, found).chain == 1


def test_attributes_are_counted_on_matches_only() -> None:
    gold = [
        claim("one two three", polarity="+", voice="official"),
        claim("nine ten", polarity="-", voice="media"),
    ]
    found = [claim("one two three", polarity="-", voice="official")]
    tally = count(TEXT, gold, found)
    assert (tally.attribute["polarity"], tally.attribute["voice"]) == (0, 1)


def test_pairs_of_a_cluster() -> None:
    gold = [claim("one two", cluster="k"), claim("four five", cluster="k"), claim("seven eight", cluster="m")]
    found = [claim("one two", cluster=1), claim("four five", cluster=2), claim("seven eight", cluster=2)]
    tally = count(TEXT, gold, found)
    assert (tally.pair_gold, tally.pair_found, tally.pair_both) == (1, 1, 0)
    assert tally.pair_f1() == 0.0
    found[1]["cluster"] = 1
    assert count(TEXT, gold, found).pair_f1() == 1.0


def test_counts_add_up() -> None:
    one = count(TEXT, [claim("one two three")], [claim("one two three")])
    two = count(TEXT, [claim("nine ten")], [])
    both = one + two
    assert (both.gold, both.found, both.match[0.3]) == (2, 1, 1)
    assert both.f1() == pytest.approx(2 / 3)
    assert Counts().f1() == 0.0
    assert Counts().pair_f1() == 0.0


def test_the_interval_holds_the_figure_and_is_the_same_again() -> None:
    good = count(TEXT, [claim("one two three")], [claim("one two three")])
    bad = count(TEXT, [claim("nine ten")], [])
    parts = [good, good, good, bad]
    low, high = bootstrap(parts, Counts.f1)
    assert low < sum(parts, Counts()).f1() < high
    assert bootstrap(parts, Counts.f1) == (low, high)
    assert bootstrap([good, good], Counts.f1) == (1.0, 1.0)
