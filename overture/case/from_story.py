"""What a case leaves unsaid and the story of its game says: names, pronouns, verb phrases, and who knows which number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from overture.case.schema import Case, Parameter, Player
from overture.games.story.file import story_of
from overture.games.story.schema import Story
from overture.games.story.slots import SLOT
from overture.games.telling.language import Game


def in_the_words_of(game: Game, case: Case) -> Case:
    """The case, with the players' names and pronouns and the phrases of choices as the story has them, where it has none."""
    story = story_of(game)
    if story is None:
        return case
    players = {
        name: case.players.get(name) or Player(name=each.name, pronoun=each.pronoun)
        for name, each in story.players.items()
    }
    phrases = _phrases(story)
    for move, said in case.phrases.items():
        phrases[move] = {**phrases.get(move, {}), **said}
    return case.model_copy(update={"players": {**case.players, **players}, "phrases": phrases})


def known_by(parameters: Mapping[str, Parameter], game: Game | None, advised: str) -> dict[str, Parameter]:
    """The parameters; whose number each is, as the story says, where the case says nothing."""
    story = story_of(game) if game else None
    found = dict(parameters)
    for name, each in (story.parameters if story else {}).items():
        given = found.get(name)
        if given is not None and given.known is None and given.picture is None and each.known_by is not None:
            side = "ours" if advised in each.known_by or not each.known_by else "theirs"
            found[name] = given.model_copy(update={"known": side})
    return found


def _phrases(story: Story) -> dict[str, dict[str, str]]:
    """Move -> choice -> verb phrase, for all moves of players whose names have no slots."""
    found: dict[str, dict[str, str]] = {}
    plain = story.model_dump(by_alias=True)
    open_: list[Any] = [plain["steps"], plain["stories"]]
    while open_:
        at = open_.pop()
        if isinstance(at, list):
            open_ += at
        elif isinstance(at, dict):
            if "move" in at and "choices" in at and not SLOT.search(at["move"]):
                said = {str(each["choice"]): each["words"] for each in at["choices"] if each["words"]}
                found.setdefault(at["move"], {}).update(said)
            open_ += at.values()
    return found
