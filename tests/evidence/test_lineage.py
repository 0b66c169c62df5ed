"""Who had it from whom: roots, standing, families, and every fault of a lineage."""

from __future__ import annotations

import pytest

from overture.errors import EvidenceError
from overture.evidence.lineage import trace
from overture.evidence.source import Testimony


def said(
    name: str, source: str, copy_of: str | None = None, copied: float = 1.0, **more: object
) -> Testimony:
    return Testimony(name, source, "E", copy_of=copy_of, copied=copied, **more)  # type: ignore[arg-type]


def test_echoes_share_the_root_however_long_the_chain() -> None:
    found = trace([said("a", "ri"), said("b", "press", "a"), said("c", "blog", "b"), said("d", "envoy")])
    assert found.root == (0, 0, 0, 3)
    assert found.standing == ("root", "echo", "echo", "root")
    assert [family.sources for family in found.families] == [("ri",), ("envoy",)]


def test_a_possible_copy_joins_its_sources_in_one_family() -> None:
    found = trace([said("a", "ri"), said("b", "press", "a", 0.4), said("c", "envoy")])
    assert [set(family.sources) for family in found.families] == [{"ri", "press"}, {"envoy"}]
    (link,) = found.families[0].links
    assert (link.outlet, link.origin, link.chance, link.claims) == ("press", "ri", 0.4, ((1, 0),))
    assert found.root[1] == 1  # more likely its own than not


def test_two_outlets_of_one_briefing_share_what_nobody_heard() -> None:
    told = [
        said("briefing", "ministry", observed=False),
        said("one", "post", "briefing", 0.8),
        said("two", "times", "briefing", 0.8),
    ]
    (family,) = trace(told).families
    assert family.unheard == (0,)
    assert len(family.links) == 2


@pytest.mark.parametrize(
    ("testimony", "fault"),
    [
        ([said("a", "s"), said("a", "t")], "lineage/id"),
        ([said("a", "s", "nobody")], "lineage/missing"),
        ([said("a", "s", "b"), said("b", "t", "a")], "lineage/circle"),
        ([said("a", "s"), Testimony("b", "t", "K", copy_of="a")], "lineage/reverse"),
        ([said("a", "s"), Testimony("b", "t", "E", says=False, copy_of="a")], "lineage/reverse"),
        ([said("a", "s"), said("b", "s"), said("c", "t", "a", 0.2), said("d", "t", "b", 0.4)], "lineage/chance"),
        ([said(f"o{i}", f"o{i}") for i in range(13)] + [said(f"c{i}", "t", f"o{i}", 0.5) for i in range(13)], "lineage/links"),
    ],
)  # fmt: skip
def test_faults_of_a_lineage(testimony: list[Testimony], fault: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        trace(testimony)
    assert fault in [each.id for each in caught.value.faults]


def test_a_silence_has_nobody_to_copy() -> None:
    with pytest.raises(EvidenceError, match="silence that copies"):
        said("a", "s", "b", silent=True)


def test_a_source_that_says_it_again_is_repeated_if_we_heard_it_ourselves() -> None:
    again = [
        said("a", "ri"),
        said("b", "ri"),
        said("c", "press", "b"),
        Testimony("d", "ri", "K"),
        said("e", "envoy"),
    ]
    found = trace(again)
    assert found.standing == ("root", "repeated", "echo", "root", "root")
    assert found.root == (0, 0, 0, 3, 4)
    through = [
        said("a", "ri", relays=((0.9, 0.1),)),
        said("b", "ri", relays=((0.8, 0.1),)),
        said("c", "ri"),
        said("d", "ri"),
    ]
    assert trace(through).standing == ("root", "root", "root", "repeated")
    assert trace([said("a", "ri"), said("b", "ri", topic="arms")]).standing == ("root", "root")
