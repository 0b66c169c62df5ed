"""At which joints ways of playing must differ for a statement about them to differ, and how many options that makes.

What is said of a history often depends on what is done at one joint alone. Each option there then counts once, and not
once more for each combination with options of which the statement does not speak.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from overture.judgement.history.ways.spread import Among

Said = TypeVar("Said", bound=Hashable)
WayOptions = Mapping[str, Mapping[str, str]]
"""Name of a way of playing -> joint -> its option there."""


@dataclass(frozen=True)
class Depends(Generic[Said]):
    """What is said with each combination of options at the joints that decide it.

    Attributes:
        at: these joints. said: a combination -> what is said with it. ways: in how many ways something is said.
    """

    at: list[str]
    said: dict[tuple[str, ...], Said]
    ways: int

    @property
    def of(self) -> int:
        """How many combinations there are."""
        return len(self.said)

    def count(self, holds: Callable[[Said], bool]) -> int:
        """With how many combinations it holds."""
        return sum(holds(each) for each in self.said.values())

    def among(self, holds: Callable[[Said], bool]) -> Among:
        return Among(at=self.at, of=self.of, many=self.count(holds), ways=self.ways)


def depends(options: WayOptions, said: Mapping[str, Said]) -> Depends[Said]:
    """The joints that decide what is said: none of them can be left out, each way being told by its options there.

    Args:
        options: of all ways. said: of those ways of which something is said.
    """
    at = list(dict.fromkeys(joint for way in said for joint in options[way]))
    for joint in reversed(tuple(at)):
        fewer = [each for each in at if each != joint]
        if _told(options, said, fewer) is not None:
            at = fewer
    return Depends(at, _told(options, said, at) or {}, len(said))


def among(options: WayOptions, holds: Mapping[str, bool]) -> Among:
    """With how many options at the joints that decide it a statement holds.

    Args:
        holds: way -> whether it holds there, of the ways that are asked.
    """
    return depends(options, holds).among(bool)


def _told(options: WayOptions, said: Mapping[str, Said], at: list[str]) -> dict[tuple[str, ...], Said] | None:
    """What is said with each combination at these joints; None where they do not decide it."""
    found: dict[tuple[str, ...], Said] = {}
    for way, each in said.items():
        if found.setdefault(tuple(options[way][joint] for joint in at), each) != each:
            return None
    return found
