"""What a case leaves unsaid and the story of its game says: names, pronouns, what happens in words, and who knows which number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from overture.case.schema import Case, Parameter, Player
from overture.games.story.file import story_of
from overture.games.story.schema import Story
from overture.games.story.slots import SLOT
from overture.games.telling.language import Game

Words = dict[str, dict[str, str]]  # move -> choice -> words


def in_the_words_of(game: Game, case: Case) -> Case:
    """The case, with the players' names and pronouns and the words of moves and of chance as the story has them, where it has none."""
    story = story_of(game)
    if story is None:
        return case
    players = {
        name: case.players.get(name) or Player(name=each.name, pronoun=each.pronoun)
        for name, each in story.players.items()
    }
    phrases, clauses = _worded(story)
    for found, own in ((phrases, case.phrases), (clauses, case.clauses)):
        for move, said in own.items():
            found[move] = {**found.get(move, {}), **said}
    return case.model_copy(
        update={"players": {**case.players, **players}, "phrases": phrases, "clauses": clauses}
    )


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


def _worded(story: Story) -> tuple[Words, Words]:
    """Move -> choice -> verb phrase of moves of players, and clause of what chance draws.

    Left out are moves whose names have slots, and choices that are told in one place by other words than in another.
    """
    phrases: Words = {}
    clauses: Words = {}
    plain = story.model_dump(by_alias=True)
    open_: list[Any] = [plain["steps"], plain["stories"]]
    while open_:
        at = open_.pop()
        if isinstance(at, list):
            open_ += at
        elif isinstance(at, dict):
            if "move" in at and "choices" in at:
                _add(phrases, at["move"], at["choices"])
            elif "chance" in at and "odds" in at:
                _add(clauses, at["chance"], at["odds"])
            elif "signal" in at and "odds" in at:
                _add(clauses, at["signal"], [each for odds in at["odds"].values() for each in odds])
            open_ += at.values()
    return _told(phrases), _told(clauses)


def _told(found: Words) -> Words:
    return {move: {name: words for name, words in each.items() if words} for move, each in found.items()}


def _add(found: Words, move: str, choices: Sequence[Mapping[str, Any]]) -> None:
    if SLOT.search(move):
        return
    here = found.setdefault(move, {})
    for each in choices:
        name, words = str(each["choice"]), each["words"]
        here[name] = words if here.get(name, words) == words else ""
