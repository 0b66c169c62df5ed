"""A story file read: checked as a whole, all faults at once, each with its line; and the game that it tells."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from overture.against_model import Partly, validate_partly
from overture.errors import Fault, FileError, TellingError
from overture.filing import Keys, Places, by_line, load_yaml
from overture.games.story.compiler import Compiled, compiled
from overture.games.story.emptied import conditioned, empty_faults
from overture.games.story.follow_ups import DoubtfulNames, doubtful_names
from overture.games.story.lookup import Where, kind_of
from overture.games.story.names import no_name
from overture.games.story.players import player_faults
from overture.games.story.program import Reached, run
from overture.games.story.schema import EndStep, PayStep, Story, StoryArgument
from overture.games.story.speaking import spoken_of
from overture.games.story.unused import every_step, unused_faults
from overture.games.telling.every_fault import faults_of_numbers
from overture.games.telling.language import Game, Telling

# What stands in for a faulty or missing part, so that the rest can be checked.
FILL: dict[str, Any] = {
    "story": 1, "title": "?", "players": {"?": {}}, "steps": [{"let": {"_": 0}}], "steps[]": {"let": {"_": 0}},
    "then[]": {"let": {"_": 0}}, "else[]": {"let": {"_": 0}}, "choices": ["?"], "odds": {"?": 1}, "end": {}, "by": "?",
    "times": 1, "repeat": "_", "of": "?", "value": 0, "choice": "?",
}  # fmt: skip

MOST_PLAYED = 2_000  # histories of a story that has other faults

ShapeKey = tuple[tuple[str, str], ...]
"""The arguments of a shape with their values, as they are told apart."""


class StoryTelling:
    """A story as the telling of a :class:`~overture.games.telling.language.Game`.

    Attributes:
        story: what is told. place: file and line of the step that was yielded last. odds_place: those of its odds.
        ahead: how many histories go on from that step at least.
        whole: whether a story with faults is refused; else 0 stands for what cannot be read, and arithmetic may fail.
        paying: whether a history on which nobody is paid is refused.
        note: takes what is wrong with arithmetic while the story is played, and its expression; None where it is refused.
        histories: how many a story may have where its reader sets no limit: a stranger may have written it.
    """

    histories = 100_000

    def __init__(
        self,
        story: Story,
        where: Where,
        whole: bool = True,
        note: Callable[[Fault, str], None] | None = None,
        reached: dict[ShapeKey, Reached] | None = None,
        paying: bool = True,
    ) -> None:
        self.story = story
        self.note = note
        self.whole = whole
        self.paying = paying
        self.where = where
        self.place = where(())
        self.odds_place = ""
        self.ahead = 1
        self.parameters = frozenset(story.parameters)
        self._programs: dict[ShapeKey, Compiled] = {}
        self._reached: dict[ShapeKey, Reached] = {} if reached is None else reached
        kept = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=argument.value)
            for name, argument in story.shape.items()
        ]
        first = inspect.Parameter("p", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        self.__signature__ = inspect.Signature([first, *kept])

    def __call__(self, p: Any, **arguments: Any) -> Telling:
        """The telling at a shape. Raises TellingError where an argument cannot be what is given."""
        program = self.compiled(arguments).program
        return run(
            program,
            p,
            self._at,
            self.reached(arguments),
            self.whole or self.note is not None,
            self.note,
            self.paying,
        )

    def outlined(self) -> StoryTelling:
        """The telling of moves and choices alone: where arithmetic has no finite result it is not a number."""
        return StoryTelling(self.story, self.where, whole=False, reached=self._reached, paying=self.paying)

    def noting(self, note: Callable[[Fault, str], None]) -> StoryTelling:
        """The same telling, which gives arithmetic without a finite result to ``note``, with its expression, and goes on.

        What cannot be read in a story with faults is no number then, and a history ends where what happens next hangs on it.
        """
        return StoryTelling(self.story, self.where, self.whole, note, paying=self.paying)

    def reached(self, arguments: Mapping[str, Any]) -> Reached:
        """What histories have come to at a shape, as far as they were played; the outlined telling notes it here too."""
        key = self._key(arguments)
        if key not in self._reached:
            self._reached[key] = Reached()
        return self._reached[key]

    def every_history(self, arguments: Mapping[str, Any]) -> None:
        """Be told that every history has been played at a shape."""
        self.reached(arguments).whole = True

    def _key(self, arguments: Mapping[str, Any]) -> ShapeKey:
        shape = {name: argument.value for name, argument in self.story.shape.items()} | dict(arguments)
        return tuple((name, repr(value)) for name, value in shape.items())

    def _at(self, place: str, odds_place: str, ahead: int) -> None:
        self.place, self.odds_place, self.ahead = place, odds_place, ahead

    def compiled(self, arguments: Mapping[str, Any]) -> Compiled:
        """The program at a shape. Raises TellingError with what is wrong there."""
        shape = {name: argument.value for name, argument in self.story.shape.items()} | dict(arguments)
        key = self._key(arguments)
        if key not in self._programs:
            faults = [each for name, value in arguments.items() for each in self._argument(name, value)]
            TellingError.raise_any(faults)
            made = compiled(self.story, shape, self.where)
            TellingError.raise_any(fault for _, fault in made.faults if self.whole)
            self._programs[key] = made
        return self._programs[key]

    def _argument(self, name: str, value: Any) -> list[Fault]:
        known = self.story.shape[name]
        allowed = known.allowed
        if kind_of(value) == kind_of(known.value) and (not allowed or value in allowed):
            return []
        told = ", ".join(map(repr, allowed)) or f"a {kind_of(known.value)}"
        return [Fault("telling/shape-argument", f"{name} is {value!r}", self.where(("shape", name)), told)]


@dataclass(frozen=True)
class StoryFile:
    """A story as far as it could be read.

    Attributes:
        story: None where nothing can be read. faults: what is wrong, in the order of the lines. places: where its parts stand.
        keys: where it stands in its file. at_values: what is wrong at the values that the file gives. doubtful: names of which it is not known whether the story has them.
    """

    story: Story | None
    faults: tuple[Fault, ...]
    places: Places | None = None
    keys: Keys = ()
    doubtful: DoubtfulNames = field(default_factory=DoubtfulNames)
    at_values: tuple[Fault, ...] = ()

    def outline(self) -> Game | None:
        """The game, faults and all, of which only the outline can be told; None where nothing can be read."""
        if self.story is None:
            return None
        game = game_of_story(self.story, self.where)
        return replace(game, telling=StoryTelling(self.story, self.where, whole=False, paying=False))

    def game(self) -> Game:
        """The game that it tells. Raises FileError with all faults."""
        FileError.raise_any(self.faults)
        assert self.story is not None
        return game_of_story(self.story, self.where)

    def where(self, keys: Any) -> str:
        """File and line of a part of the story."""
        return self.places([*self.keys, *keys]) if self.places else ".".join(map(str, keys))


def read_story(path: str | Path) -> Game:
    """The game of a story file.

    Args:
        path: a ``.yaml`` file (docs/reference/story.md).

    Raises:
        FileError: with every fault of the file, each with its line, what is allowed, and the mend.
    """
    read = examine_story(Path(path))
    if (
        read.faults and read.at_values
    ):  # without others they are told by who plays it, perhaps at other values
        raise FileError(*sorted([*read.faults, *read.at_values], key=by_line))
    return read.game()


def examine_story(path: Path) -> StoryFile:
    """A story file with everything that is wrong with it."""
    try:
        data, places = load_yaml(path, "a story file")
    except FileError as error:
        return StoryFile(None, error.faults)
    if isinstance(data.get("story"), dict):  # a case with its story in it
        return story_within(data["story"], places, ("story",))
    return story_within(data, places, ())


def story_within(data: Any, places: Places, keys: Keys) -> StoryFile:
    """A story that stands at ``keys`` of a file, with everything that is wrong with it."""
    inner = Places(places.path, data) if not keys else _Within(places, keys)
    try:
        empty = empty_faults(data, inner)
        partly = validate_partly(Story, conditioned(data, [each for each, _ in empty]), inner, FILL)
    except FileError as error:
        return StoryFile(None, error.faults, places, keys)
    partly = _emptied(partly, empty)
    faults, doubtful = list(partly.faults), DoubtfulNames()
    at_values: list[Fault] = []
    if partly.found is not None:
        checked, doubtful, at_values = _checked(partly.found, data, partly, inner)
        faults += checked
        at_values += _played(partly, inner, faults) if faults else []
    listed = tuple(sorted(dict.fromkeys(faults), key=by_line))
    return StoryFile(partly.found, listed, places, keys, doubtful, tuple(at_values))


def _played(partly: Partly, where: Where, faults: list[Fault]) -> list[Fault]:
    """What is wrong with the numbers of a story with other faults, at its own values, where what can be read is played."""
    story: Story = partly.found
    if any(each.value is None for each in story.parameters.values()):
        return []
    # Else the end that is missing may be what could not be read, or that nobody is paid is told already.
    ends = not partly.broken and not any(each.id == "story/payoffs" for each in faults)
    telling = StoryTelling(story, where, whole=False, paying=ends)
    found = faults_of_numbers(replace(game_of_story(story, where), telling=telling), MOST_PLAYED)
    broken = {where(keys).partition(",")[0] for keys in partly.broken}
    return [
        fault
        for fault in found
        if fault.id in ("story/arithmetic", "story/no-end") and fault.where.partition(",")[0] not in broken
    ]


def _emptied(partly: Partly, empty: list[tuple[Keys, Fault]]) -> Partly:
    """With a fault for each key with nothing behind it, in place of what else is said of it."""
    places = {fault.where for _, fault in empty}
    kept = tuple(fault for fault in partly.faults if fault.where not in places)
    broken = partly.broken | {keys for keys, _ in empty}
    return replace(partly, faults=(*kept, *(fault for _, fault in empty)), broken=broken)


class _Within(Places):
    """Places of a part of a file."""

    def __init__(self, places: Places, keys: Keys) -> None:
        super().__init__(places.path, places.data)
        self.keys = keys

    def __call__(self, keys: Any) -> str:
        return super().__call__([*self.keys, *keys])

    def at(self, keys: Any) -> str:
        inside = keys[: len(self.keys)] == list(self.keys)
        return super().at(keys if inside else [*self.keys, *keys])


def _checked(
    story: Story, data: Any, partly: Partly, where: Where
) -> tuple[list[Fault], DoubtfulNames, list[Fault]]:
    """What is wrong with what the story says, but for parts that have their fault already, and for what only follows from that.

    With it the names of which it is not known whether the story has them, and what is wrong at the values of the file.
    """
    doubtful = doubtful_names(data, partly.broken)
    declared = [*_names(story, where), *player_faults(story, data, where), *_shape(story, where)]
    # What has a name that no expression can speak of is not looked for in expressions.
    misnamed = {str(keys[-1]) for keys, fault in declared if fault.id == "story/parameter-name"}
    doubtful.add(*(word for name in misnamed for word in name.split()))
    shape = {name: _allowed(each) for name, each in story.shape.items()}
    made = compiled(story, shape, where)
    values = {str(keys[-1]) for keys, fault in made.faults if fault.id == "story/value-name"}
    found = [
        (keys, fault)
        for keys, fault in made.faults
        if not any(name in fault.found for name in misnamed)
        and (fault.id == "story/value-name" or not _speaks(fault.found, values))
    ]
    said = " ".join(f"{fault.found} {fault.mend}" for _, fault in found)  # misspelt elsewhere is not unused
    spoken = said + repr([data] if partly.broken else "")
    for keys, fault in [*unused_faults(story, where), *_ends(story, where)]:
        name = str(keys[-1])
        if repr(name) in said or name in misnamed or name in doubtful:
            continue
        # Beside parts that could not be read only what stands nowhere else is surely unused.
        if not partly.broken or len(re.findall(rf"\b{re.escape(name)}\b", spoken)) < 2:
            found.append((keys, fault))
    told = {fault.found for fault in partly.faults}
    sure = [
        fault
        for keys, fault in [*declared, *found]
        if partly.sound(keys) and not doubtful.explains(fault) and fault.found not in told
    ]
    at_values = [fault for keys, fault in made.at_values if partly.sound(keys)]
    return sure, doubtful | made.doubtful, at_values


def _speaks(words: str, names: set[str]) -> bool:
    """Whether a sentence speaks of one of these names."""
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in names)


def _allowed(argument: StoryArgument) -> Any:
    """The value of an argument of the shape; one that it may have, where it has another."""
    fine = not argument.allowed or argument.value in argument.allowed
    return argument.value if fine else argument.allowed[0]


def _names(story: Story, where: Where) -> list[tuple[Keys, Fault]]:
    """Parameters and arguments of the shape whose names no expression can speak of."""
    found: list[tuple[Keys, Fault]] = []
    for part, names in (("parameters", story.parameters), ("shape", story.shape)):
        for name in names:
            wrong = no_name(name)
            if wrong is not None:
                keys: Keys = (part, name)
                found.append((keys, replace(wrong, where=where(keys))))
    for name, parameter in story.parameters.items():
        for who in parameter.known_by or ():
            if who not in story.players:
                keys = ("parameters", name, "known_by")
                found.append(
                    (
                        keys,
                        Fault("story/player", f"{who!r} is no player", where(keys), ", ".join(story.players)),
                    )
                )
    return found


def _shape(story: Story, where: Where) -> list[tuple[Keys, Fault]]:
    found: list[tuple[Keys, Fault]] = []
    for name, each in story.shape.items():
        if each.allowed and each.value not in each.allowed:
            keys: Keys = ("shape", name, "value")
            found.append((keys, Fault("story/argument", f"{name} is {each.value!r}, which is not among what it may be", where(keys),
                                      ", ".join(map(repr, each.allowed)))))  # fmt: skip
    return found


def _ends(story: Story, where: Where) -> list[tuple[Keys, Fault]]:
    """A story that pays nobody anything."""
    steps = list(every_step(story))
    if any(isinstance(step, PayStep) for _, step in steps):
        return []
    ends = [(keys, step) for keys, step in steps if isinstance(step, EndStep)]
    if ends:
        return [
            (keys, Fault("story/payoffs", "end: {} adds nothing, and nobody is paid on the way", where(keys),
                         "a payoff for each player", "write end: {player: payoff, ...}"))
            for keys, step in ends
            if not step.end
        ]  # fmt: skip
    keys: Keys = ("steps",)
    return [(keys, Fault("story/payoffs", "nobody is paid anything", where(keys), "pay: or end: with payoffs of the players",
                         "write - end: {player: payoff, ...} as the last step"))]  # fmt: skip


def game_of_story(story: Story, where: Where | None = None) -> Game:
    """The game that a sound story tells. ``where`` gives file and line of its parts."""
    title = story.title
    place = where or (lambda keys: f"{title}: {'.'.join(map(str, keys))}")
    defaults = {name: each.value for name, each in story.parameters.items() if each.value is not None}
    words = {name: each.words for name, each in story.parameters.items() if each.words}
    return Game(
        tuple(story.players), StoryTelling(story, place), title, {}, defaults, words,
        speaking=partial(spoken_of, story),
    )  # fmt: skip


def story_of(game: Game) -> Story | None:
    """The story of a game that was told as data; None for one that was told in Python."""
    return game.telling.story if isinstance(game.telling, StoryTelling) else None
