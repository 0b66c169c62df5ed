"""What is wrong with the players of a story: names that sentences cannot tell apart, and roles."""

from __future__ import annotations

from typing import Any

from overture.errors import Fault
from overture.filing import Keys
from overture.games.story.lookup import Where
from overture.games.story.schema import Story
from overture.naming import ALLOWED_NAME, AUDIENCES, name_slips


def player_faults(story: Story, data: Any, where: Where) -> list[tuple[Keys, Fault]]:
    """The faults of the players of a story, each with its place. ``data``: the story as it is written."""
    found: list[tuple[Keys, Fault]] = []

    def fault(player: str, id: str, words: str, allowed: str, mend: str = "") -> None:
        keys: Keys = ("players", player)
        found.append((keys, Fault(id, words, where(keys), allowed, mend)))

    names = {player: each.name or player for player, each in story.players.items()}
    for player, words in name_slips(names):
        fault(player, "story/player-name", words, ALLOWED_NAME)
    for player in story.players:
        if player in AUDIENCES:
            fault(player, "story/player-name", f"a player is called {player!r}, which says who sees something",
                  f"names other than {' and '.join(AUDIENCES)}")  # fmt: skip
    listed = data.get("players")
    written = [str(player) for player in listed] if isinstance(listed, list) else []
    for player in story.players:
        if written.count(player) > 1:
            fault(player, "story/player-name", f"the player {player!r} is named twice", "each player once")
    advised = [player for player, each in story.players.items() if each.role == "advised"]
    for player in advised[1:]:
        fault(player, "story/role", f"{advised[0]!r} and {player!r} are both advised", "one player with the role advised",
              "give the other another role, or none")  # fmt: skip
    return found
