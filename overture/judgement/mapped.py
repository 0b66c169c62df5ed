"""An atlas of a case: which two parameters, over which values, of which part of its game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from overture.case.from_story import spoken_case
from overture.case.load import Loaded, choices
from overture.design.asked import MappedNumber
from overture.design.atlas import Atlas, atlas
from overture.errors import FileError
from overture.games.measured.event import mask
from overture.games.measured.measure import assess
from overture.games.show import Saying, sayings
from overture.games.spoken import SpokenGame
from overture.games.tree import Floats
from overture.judgement.mapping import in_part, plan_of_map, solved_in_pieces
from overture.judgement.play.solve import classify
from overture.judgement.play.stage import contexts, part_of
from overture.runs.pieces import ALONE, RunOptions, piece_run
from overture.wording import capital

Progress = Callable[[str, int, int], None]
CHEATING = "cheating"
ACCEPTING = "accepting"


@dataclass(frozen=True)
class Side:
    """A parameter along one side: its name, what it is, its unit, its value in the case, the ends of the map."""

    name: str
    words: str
    unit: str
    now: float
    low: float
    high: float

    def centres(self, cells: int) -> Floats:
        """[cells] the middles of equal cells: no cell lies on an end, where ties are."""
        return self.low + (self.high - self.low) * (np.arange(cells) + 0.5) / cells


def side(loaded: Loaded, named: str) -> Side:
    """The parameter that a user means: its name, or the words under which the case lists it.

    Raises:
        FileError: no parameter, or more than one, is called so.
    """
    case = loaded.case
    terms = {term.parameter: term for term in reversed(case.terms) if term.parameter and not term.held}
    known = {name: given.words for name, given in loaded.parameters.items() if name in loaded.tree.parameters}
    asked = named.casefold()
    ways = [
        [name for name in known if name == named],
        [name for name, term in terms.items() if asked in term.words.casefold().split(" (")[0].split()],
        [name for name, term in terms.items() if asked in term.words.casefold()],
        [name for name, words in known.items() if asked in words.casefold()],
    ]
    found = next((way for way in ways if way), [])
    if len(found) != 1:
        listed = [name for name, given in loaded.parameters.items() if given.spread or name in terms]
        problem = f"{named!r} is " + (f"one of {', '.join(found)}" if found else "no parameter of the game")
        raise FileError.of("atlas/parameter", problem, case.title, ", ".join(listed))
    name = found[0]
    given = loaded.parameters[name]
    now = float(given.value if given.value is not None else given.mode or 0.0)
    term = terms.get(name)
    if term is not None:
        low, high = term.ends
    elif given.spread:
        low, high = float(given.low or 0.0), float(given.high or 0.0)
    else:
        low, high = (0.0, 2 * now) if now else (0.0, 1.0)
    words = given.words or (term.words if term else name)
    return Side(name, words, term.unit if term else "", now, low, high)


@dataclass(frozen=True)
class Mapped:
    """An atlas, its two sides, the part of the game that it is of, and what was held."""

    atlas: Atlas
    x: Side
    y: Side
    part: dict[str, str]
    held: dict[str, float]


def map_case(
    loaded: Loaded,
    x: Side,
    y: Side,
    cells: int = 100,
    where: str = "",
    threads: int | None = None,
    progress: Progress | None = None,
    run: RunOptions = ALONE,
) -> Mapped:
    """Map the equilibria of a case from its signal on, the other parameters at their middles.

    Args:
        x, y: the sides. cells: along each side.
        where: the part of the game, as an event; what the case looks at if empty.
        run: who solves the cells, and where what was solved is kept; the map does not depend on it. ``threads`` are those of
            this process where it solves alone and keeps nothing.

    Raises:
        FileError: both sides are the same parameter, no part of the game is in ``where``, or what is wrong with the store.
        SolveError: what is wrong with the workers.
    """
    if x.name == y.name:
        raise FileError.of(
            "atlas/parameter", f"both sides are {x.name!r}", loaded.case.title, "two parameters"
        )
    case = loaded.case
    way = part_of(case, loaded.tree, where)
    if way is None:
        ways = "; ".join(
            ", ".join(f"{k}={v}" for k, v in each.items()) for each in contexts(case, loaded.tree)
        )
        looked = where or case.signal.given
        raise FileError.of(
            "atlas/where", f"nothing before {case.signal.move!r} is in {looked}", case.title, ways
        )
    middle = {name: float(values[0]) for name, values in loaded.tree.parameters.items()}

    held = {name: value for name, value in middle.items() if name not in (x.name, y.name)}
    sides = (x.name, y.name)
    with piece_run(plan_of_map(loaded), run) as pieces:
        found = atlas(
            in_part(loaded.game, sides, held, way),
            x.centres(cells),
            y.centres(cells),
            lambda tree, play: classify(case, tree, play, ""),
            _asked(loaded),
            threads,
            progress,
            None if run == ALONE else solved_in_pieces(pieces, sides, held, way),
        )
    return Mapped(found, x, y, way, held)


def told(mapped: Mapped, loaded: Loaded) -> list[str]:
    """[class] what is played in each, in the words of the case, as far as play gets."""
    spoken = spoken_case(loaded.case, loaded.game, loaded.tree)
    atlas = mapped.atlas
    found = []
    for kind, cell in enumerate(atlas.cell.tolist()):
        part = atlas.tree.world(cell)
        measured = assess(part, atlas.strategy[kind], atlas.order[kind], atlas.weight[kind])
        lines = [
            line for line in sayings(part, atlas.strategy[kind], measured, spoken=spoken) if line.reached
        ]
        found.append(capital("; ".join(_line(line, mapped.part, spoken) for line in lines)))
    return found


def _line(line: Saying, part: dict[str, str], spoken: SpokenGame) -> str:
    seen = [step for step in line.seen if step[0] not in part]
    when = f"when {spoken.history(seen, line.player)}, " if seen else ""
    return f"{when}{spoken.name(line.player)} {line.does}"


def _asked(loaded: Loaded) -> list[MappedNumber]:
    """How likely cheating is once the offer is accepted, and what accepting is worth, by the belief held there."""
    case, tree = loaded.case, loaded.tree
    given = mask(tree, case.deal.given)
    reply = next(
        label
        for label in choices(tree, case.reply.move)
        if (mask(tree, f"move({case.reply.move!r}) == {label!r}") & given).any()
    )
    offer = _without(case.deal.given, loaded)
    player = tree.players.index(case.advised)
    return [
        MappedNumber(CHEATING, case.reply.move, offer, reply, case.deal.cheating, player),
        MappedNumber(ACCEPTING, case.reply.move, offer, reply, "", player),
    ]


def _without(event: str, loaded: Loaded) -> str:
    """The choices of the signal with which an event is possible: names of the part alone, which is pruned."""
    case, tree = loaded.case, loaded.tree
    inside = mask(tree, event)
    possible = [
        label
        for label in choices(tree, case.signal.move)
        if (mask(tree, f"move({case.signal.move!r}) == {label!r}") & inside).any()
    ]
    return " or ".join(f"move({case.signal.move!r}) == {label!r}" for label in possible)
