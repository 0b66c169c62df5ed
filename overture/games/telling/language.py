"""A game is told like a story: a generator yields moves, gets back what was chosen, returns payoffs.

    @ov.game("Leader", "Counterpart")
    def offer(p):
        intent = yield ov.chance("intent", {"keep": 1 - p.doubt, "cheat": p.doubt}, seen_by="Leader")
        answer = yield ov.move("Counterpart", "answer", ["accept", "reject"])
        ...
        return {"Leader": 1, "Counterpart": p.gain}

An information set is (player, name of the decision, all that the player has seen), so perfect recall
holds by construction. Parameters are numbers or arrays with one entry per world; the shape of the game
may not depend on them. What does change the shape (how many periods) is a keyword argument of the
function and is set with :meth:`Game.shape`.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from overture.errors import Fault, TellingError
from overture.games.telling.parameters import plain_numbers
from overture.games.telling.raised import calling_line, written_out
from overture.games.view import MOST_LETTERS, few, fitted
from overture.naming import AUDIENCES

if TYPE_CHECKING:
    from overture.games.spoken import SpokenGame
    from overture.games.tree import Tree

# Histories a game may have before it is taken for an endless one.
HISTORY_LIMIT = 4_000_000

Telling = Generator[Any, Any, Mapping[str, Any] | None]


# What a telling yields: (kind, player, name, choices, odds, who sees). ``kind`` is "move", "chance",
# "reveal" or "pay" (then the payments stand in the place of who sees). A bare tuple, since a tree of a million nodes makes ten million of them.
Step = tuple[str, str | None, str, Iterable[Any], tuple[Any, ...], Any]


MOST_DEFAULTS = 6  # parameters that a line lists


class StepsMade(threading.local):
    """The steps that are made on the history that is being played, in each thread its own: what is made must be yielded.

    Attributes:
        steps: of this history; None while no history is played. places: file and line of each, where they are asked for.
    """

    def __init__(self) -> None:
        self.steps: list[Step] | None = None
        self.places: list[str] | None = None

    def note(self, step: Step) -> Step:
        """Keep a step that was just made."""
        if self.steps is not None:
            self.steps.append(step)
            if self.places is not None:
                self.places.append(calling_line())
        return step

    def forget(self, step: Step) -> None:
        """Take a step back that stood for others, which are made now."""
        at = self._place(step)
        for kept in (self.steps, self.places) if at >= 0 else ():
            if kept is not None:
                del kept[at]

    def put(self, step: Step, other: Step) -> Step:
        """Put another step, which is yielded, in the place of one that was made."""
        at = self._place(step)
        if at >= 0 and self.steps is not None:
            self.steps[at] = other
        return other

    def _place(self, step: Step) -> int:
        return next((at for at, each in enumerate(self.steps or ()) if each is step), -1)

    @contextmanager
    def apart(self, placed: bool = False) -> Iterator[None]:
        """Keep the steps of a game within by themselves: it may be played while another is. ``placed``: with their places."""
        before = self.steps, self.places
        self.steps, self.places = [], [] if placed else None
        try:
            yield
        finally:
            self.steps, self.places = before


MADE = StepsMade()


def chance(name: str, odds: Mapping[Any, Any], seen_by: str | Iterable[str] | None = None) -> Step:
    """Chance picks one of ``odds`` (choice -> probability, a number or one per world).

    ``seen_by`` names the players who see what was picked: None for everybody, ``()`` for nobody.
    A private type is a chance move that one player sees.

    Args:
        name: of the move, by which events speak of it.
        odds: label -> its probability; they must sum to 1 in every world.
        seen_by: a player, or several.

    Returns:
        A step to yield; the telling goes on with the label that was picked.
    """
    try:
        return MADE.note(("chance", None, name, tuple(odds), tuple(odds.values()), seen_by))
    except AttributeError:
        raise TellingError.of(
            "telling/odds", f"{name!r} has odds {odds!r}", "", "a mapping from each choice to its odds"
        ) from None


def move(player: str, name: str, actions: Iterable[Any], seen_by: str | Iterable[str] | None = None) -> Step:
    """``player`` chooses one of ``actions``. The mover always sees it; ``seen_by`` names who else does.

    None means everybody; ``()`` makes a covert act. Moves that nobody else has seen yet when he moves
    are simultaneous. Choices are words, numbers, members of an enum or None; what was chosen comes back as it was given.

    Args:
        player: who chooses.
        name: of the move, by which events speak of it.
        actions: the choices, at least one.
        seen_by: a player, or several.

    Returns:
        A step to yield; the telling goes on with what was chosen.
    """
    return MADE.note(("move", player, name, actions, (), seen_by))


def reveal(name: str, to: str | Iterable[str] | None = None) -> Step:
    """Show the choice made at the earlier move ``name`` to the players ``to`` (None: everybody).

    Args:
        name: of the move.
        to: a player, or several.
    """
    return MADE.note(("reveal", None, name, (), (), to))


def pay(payments: Mapping[str, Any] | None = None, **more: Any) -> Step:
    """Pay players on the way: ``yield pay(Sender=-cost)``. What a history pays is the sum with the payoffs it returns.

    Args:
        payments: player -> number, or one per world, for names that are no keywords. more: the same by keyword.
    """
    try:
        return MADE.note(("pay", None, "", (), (), {**(payments or {}), **more}))
    except TypeError:
        raise TellingError.of(
            "telling/payoffs",
            f"{written_out(payments)} is paid to nobody",
            "",
            "payments by the names of players",
            "write ov.pay(Ann=...)",
        ) from None


def check_shape(telling: Callable[..., object], given: int, title: str, arguments: Mapping[str, Any]) -> None:
    """Raise a TellingError that names all arguments that are no shape arguments of a telling.

    ``given``: how many of its arguments come first and hold something else (the parameters, a state).
    """
    known = list(inspect.signature(telling).parameters)[given:]
    allowed = ", ".join(known) or "none: this game has one shape"
    faults = [
        Fault("telling/shape-argument", f"no shape argument {name!r}", title, allowed)
        for name in arguments
        if name not in known
    ]
    if faults:
        raise TellingError(*faults)


@dataclass(frozen=True, repr=False)
class Game:
    """A game that can be told: its players, its generator, and what fixes its shape.

    Attributes:
        players: names, in payoff order.
        telling: the generator function; its first argument holds the parameters.
        title: what the game is called.
        arguments: keyword arguments of the telling that fix the shape.
        defaults: parameter -> what it is where :meth:`tree` is given no other value.
        words: parameter -> what it is, in words.
        naming: where the shape decides who plays, the function from shape arguments to the players.
        allowed: raises an error that names all parameters whose values the game does not allow; None where it allows all.
        speaking: where the game has words, the function from its tree to how sentences speak of it.
    """

    players: tuple[str, ...]
    telling: Callable[..., Telling]
    title: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    naming: Callable[..., Iterable[str]] | None = None
    allowed: Callable[[Mapping[str, Any]], None] | None = field(default=None, compare=False)
    speaking: Callable[[Tree], SpokenGame | None] | None = field(default=None, compare=False, repr=False)

    def _head(self) -> list[str]:
        """What a notebook and a prompt show of it."""
        shape = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        given = ", ".join(f"{name} = {value}" for name, value in list(self.defaults.items())[:MOST_DEFAULTS])
        more = f" and {len(self.defaults) - MOST_DEFAULTS} more" if len(self.defaults) > MOST_DEFAULTS else ""
        return [
            f"Game: {self.title}",
            f"players: {few(self.players)}",
            *([f"shape: {shape}"] if shape else []),
            *([f"defaults: {given}{more}"] if given else []),
            "game.tree(parameters) makes its tree",
        ]

    def __repr__(self) -> str:
        return "\n".join(fitted(line, MOST_LETTERS) for line in self._head())

    def _repr_html_(self) -> str:
        """For notebooks: what it is about, who plays, its parameters in words, what happens, and who knows what."""
        from overture.games.story.notebook import game_html

        return game_html(self)

    def shape(self, **arguments: Any) -> Game:
        """The same game with other shape arguments (``crisis.shape(periods=4)``)."""
        check_shape(self.telling, 1, self.title, arguments)
        arguments = {name: plain_numbers(self.title, name, each) for name, each in arguments.items()}
        found = replace(self, arguments={**self.arguments, **arguments})
        return found if self.naming is None else replace(found, players=found._named())

    def _named(self) -> tuple[str, ...]:
        """The players at this shape. Raises TellingError where they are none."""
        assert self.naming is not None
        asked = inspect.signature(self.naming).parameters
        shape = inspect.signature(self.telling).parameters
        given = {
            name: self.arguments.get(name, shape[name].default if name in shape else asked[name].default)
            for name in asked
        }
        return _checked(tuple(self.naming(**given)))

    def tree(
        self,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int = HISTORY_LIMIT,
        **more: Any,
    ) -> Tree:
        """Play every history once and return the Tree.

        Args:
            parameters: name -> number, Fraction, or array [world]; all arrays of one length.
            limit: how many histories the game may have.
            more: parameters by keyword.

        Raises:
            TellingError: the telling does something that no game does, or a parameter that was given by keyword
                is read by nobody; the message says after which history, at which line of the file.
            SolveError: a game of the catalogue does not allow the value of a parameter.
        """
        from overture.games.telling.every_fault import with_every_fault
        from overture.games.telling.play import play

        if parameters is not None and not isinstance(parameters, Mapping):
            raise TellingError.of(
                "telling/parameter-value",
                f"{written_out(parameters)} stands in the place of the parameters",
                self.title,
                "a mapping from names to numbers, or parameters by keyword",
                'write game.tree(price=...) or game.tree({"price": ...})',
            )
        values = {**self.defaults, **(parameters or {}), **more}
        if self.allowed is not None:
            self.allowed(values)
        try:
            tree = play(self, values, limit, typed=tuple(more))
        except TellingError as error:
            every = with_every_fault(self, values, limit, error)
            if every is error:
                raise
            raise every from None
        return tree if self.speaking is None else replace(tree, spoken=self.speaking(tree))

    def __call__(self, *args: Any, **kwargs: Any) -> Telling:
        """The telling itself, so that one game can ``yield from`` another."""
        return self.telling(*args, **kwargs)


def game(*players: str | Callable[..., Iterable[str]], title: str | None = None) -> UntoldGame:
    """Decorate a generator function: ``@game("Leader", "Counterpart")``.

    Where the shape decides how many play, one function from shape arguments to the players stands in their place:
    ``@game(lambda voters: [f"Voter {at}" for at in range(1, voters + 1)])`` over ``def vote(p, *, voters=3)``.

    The function takes the parameters, yields its moves in order and returns the payoffs of the history: player -> number,
    or one number per world. Its further arguments are the shape.

    Args:
        players: their names, or one function that names them.
        title: of the game; the name of the function if left out.

    Returns:
        What makes a game of the function: its ``tree(...)`` takes the parameters, its ``shape(...)`` the shape.

    Raises:
        TellingError: names that are none, or of which one is given twice; later, whatever is wrong with the telling.
    """
    naming = players[0] if len(players) == 1 and callable(players[0]) else None
    names = (
        ()
        if naming is not None
        else _checked(tuple(str(each) if isinstance(each, str) else each for each in players))
    )

    return UntoldGame(names, title, naming)


class UntoldGame:
    """What :func:`game` returns: given the function that tells it, it is a :class:`Game`. Used as a game, it names the mend."""

    def __init__(
        self, players: tuple[str, ...], title: str | None, naming: Callable[..., Iterable[str]] | None
    ) -> None:
        self._players, self._title, self._naming = players, title, naming

    def __call__(self, telling: Callable[..., Telling]) -> Game:
        if not callable(telling):
            raise self._without_players()
        named = getattr(telling, "func", telling)  # of a partial function
        title = self._title or getattr(named, "__name__", type(named).__name__).replace("_", " ")
        made = Game(self._players, telling, title, naming=self._naming)
        if self._naming is not None:
            made = made.shape()
        object.__setattr__(made, "__doc__", telling.__doc__)
        return made

    def __getattr__(self, name: str) -> Any:
        if name in ("tree", "shape", "players", "telling"):
            raise self._without_players()
        raise AttributeError(name)

    def _without_players(self) -> TellingError:
        code = getattr(self._naming, "__code__", None)
        return TellingError.of(
            "telling/players",
            "no players are given" if code else "no function tells this game",
            f"{code.co_filename}:{code.co_firstlineno}" if code else "@game(...)",
            "the players in brackets, and under it the function that tells the game",
            'write @game("Leader", "Counterpart") before def ...(p)',
        )


def _checked(names: tuple[Any, ...]) -> tuple[str, ...]:
    """Names of players. Raises TellingError where they are none, or not different."""
    if not names or any(not isinstance(name, str) or not name for name in names):
        raise TellingError.of(
            "telling/players",
            f"players {names!r}",
            "@game(...)",
            "one or more names",
            'write @game("Leader", "Counterpart")',
        )
    reserved = [name for name in names if name in AUDIENCES]
    if reserved:
        raise TellingError.of(
            "telling/players",
            f"a player is called {reserved[0]!r}, which says who sees something",
            "@game(...)",
            f"names other than {' and '.join(AUDIENCES)}",
        )
    if len(set(names)) != len(names):
        raise TellingError.of("telling/players", f"players {names!r}", "@game(...)", "different names")
    return names
