"""What a case leaves unsaid and the story of its game says: names, pronouns, verb phrases, and who knows which number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from overture.case.history.schema import HistoryCase
from overture.case.schema import Case, Parameter, Player
from overture.errors import Fault
from overture.filing import Keys, Places
from overture.games.spoken import SpokenGame
from overture.games.story.file import story_of
from overture.games.story.speaking import Words, movers, story_words
from overture.games.telling.language import Game
from overture.games.tree import Tree
from overture.naming import ALLOWED_NAME, name_slips
from overture.wording import as_words

AnyCase = TypeVar("AnyCase", Case, HistoryCase)
STORY = "story"  # the key of a story within a case


def told_within(data: Any, places: Places, file: str) -> tuple[Any, list[Fault]]:
    """The keys of a case, whose game is the story within it where it has one; and the fault where it names another game too.

    Args:
        data: its keys as written. file: the name of its file.
    """
    if STORY not in data:
        return data, []
    own = f"./{file}"
    if data.get("game", own) in (own, file):
        return {**data, "game": own}, []
    line = places.at(["game"]).rpartition(":")[2]
    found = f"a story, and with {data['game']!r} another game in line {line}"
    mend = "leave one of them out"
    return data, [Fault("case/two-games", found, places([STORY]), "a story within the case, or a game", mend)]


def player_name_faults(
    case: AnyCase,
    game: Game,
    tree: Tree,
    places: Places,
    sound: Callable[[Keys], bool],
) -> list[Fault]:
    """The faults of names of players that a case gives; ``sound``: whether a place of the case is as written.

    What is wrong with the names of the story alone is told there.
    """
    if not case.players or not sound(("players",)):
        return []
    told = in_the_words_of(game, case, tree)
    names = {player: told.player_name(player) for player in tree.players}
    story = story_of(game)
    own = set(name_slips({name: each.name or name for name, each in story.players.items()})) if story else ()
    return [
        Fault("case/player-name", words, places(["players", player]), ALLOWED_NAME)
        for player, words in name_slips(names)
        if (player, words) not in own
    ]


def in_the_words_of(game: Game, case: AnyCase, tree: Tree) -> AnyCase:
    """The case, with the names and pronouns of players and the words of choices as the story of its game has them, where it has none.

    Args:
        tree: of the game, whose moves are told apart by their periods.
    """
    story = story_of(game)
    if story is None:
        return case
    players = {
        name: case.players.get(name) or Player(name=each.name, pronoun=each.pronoun)
        for name, each in story.players.items()
    }
    words = story_words(story, tree)
    phrases, clauses = words.phrases, words.clauses
    # A case about a history has the clauses of chance among its phrases.
    parts = (
        {"phrases": phrases, "clauses": clauses} if isinstance(case, Case) else {"phrases": phrases | clauses}
    )
    said = {part: _before(getattr(case, part), words) for part, words in parts.items()}
    return case.model_copy(update={"players": {**case.players, **players}, **said})


def _before(own: Mapping[str, Mapping[str, str]], story: Words) -> Words:
    """The words of the case, and those of the story for choices for which it has none."""
    return {move: {**story.get(move, {}), **own.get(move, {})} for move in dict.fromkeys([*story, *own])}


def spoken_case(case: Case, game: Game, tree: Tree) -> SpokenGame:
    """How sentences speak of the game of a case, in its words and in those of the story of its game.

    Args:
        case: with the words of its story (:func:`in_the_words_of`). tree: its game.
    """
    story, by = story_of(game), movers(tree)
    own = story_words(story, tree) if story else None
    phrases: Words = {move: dict(words) for move, words in case.phrases.items()}
    clauses: Words = {move: dict(words) for move, words in case.clauses.items()}
    for move, player in by.items():
        if not player and move in phrases:  # "the inspection raises an alarm"
            shown = {label: f"the {as_words(move)} {phrase}" for label, phrase in phrases[move].items()}
            clauses[move] = {**shown, **clauses.get(move, {})}
    for named in (case.signal, case.reply):
        own_words = {label: f"chooses {words}" for label, words in named.words.items()}
        phrases[named.move] = {**own_words, **phrases.get(named.move, {})}
    clauses[case.hypothesis.move] = {
        **clauses.get(case.hypothesis.move, {}),
        **{label: words.rstrip(". ") for label, words in case.hypothesis.words.items()},
    }
    return SpokenGame(
        names={player: case.player_name(player) for player in tree.players},
        pronouns={player: case.pronoun(player) for player in tree.players},
        movers=by,
        phrases=phrases,
        clauses=clauses,
        nouns={case.signal.move: case.signal.words},
        moves=own.moves if own else {},
        periods=own.periods if own else {},
    )


def spoken_history(case: HistoryCase, game: Game, tree: Tree) -> SpokenGame:
    """How sentences speak of the game of a case about a history; ``case`` and ``tree`` as for :func:`spoken_case`."""
    story, by = story_of(game), movers(tree)
    own = story_words(story, tree) if story else None
    return SpokenGame(
        names={player: each.name for player, each in case.players.items()},
        pronouns={player: each.pronoun for player, each in case.players.items()},
        movers=by,
        phrases={move: words for move, words in case.phrases.items() if by.get(move)},
        clauses={move: words for move, words in case.phrases.items() if not by.get(move)},
        moves=own.moves if own else {},
        periods=own.periods if own else {},
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
