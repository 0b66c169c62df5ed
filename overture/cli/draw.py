"""``overture draw``: a game as a picture, with one way of playing it where that is asked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overture.cli.streams import printed_last

if TYPE_CHECKING:
    from overture.games.drawing.drawing import Drawing
    from overture.games.tree import Tree

LIMIT = "limit"
OPTION = {".svg": "--svg", ".pdf": "--pdf", ".png": "--png", ".tex": "--tikz"}


def draw(
    game: Annotated[
        Path,
        typer.Argument(
            help="A story file, a game in Gambit's .efg or .nfg format, a case, or a name of the catalogue."
        ),
    ],
    world: Annotated[int, typer.Option(help="Which world of the game, counted from 0.")] = 0,
    equilibrium: Annotated[
        str | None,
        typer.Option(
            help='Play to show: "limit" for the limit of the logit path, or the number of an entry of `overture equilibria`.'
        ),
    ] = None,
    fold: Annotated[
        bool | None,
        typer.Option(
            "--fold/--whole",
            help="Draw each information set once, or every node; else trees of more than 200 nodes are folded.",
        ),
    ] = None,
    svg: Annotated[Path | None, typer.Option(help="Write the picture here as SVG.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write it here as PDF.")] = None,
    png: Annotated[Path | None, typer.Option(help="Write it here as PNG.")] = None,
    tikz: Annotated[Path | None, typer.Option(help="Write it here as a tikzpicture, for LaTeX.")] = None,
) -> None:
    """Draw a game: who moves, what he cannot tell apart, odds, payoffs; exit 1 where the play that is shown is not certain."""
    from overture.cli.games import is_case, read_case, read_tree
    from overture.cli.written import all_tried, write_and_say
    from overture.errors import Fault, FileError

    asked = [
        (ending, out)
        for ending, out in ((".svg", svg), (".pdf", pdf), (".png", png), (".tex", tikz))
        if out is not None
    ]
    if not asked:
        raise FileError.of(
            "draw/out",
            "no file to write the picture to",
            "overture draw",
            "--svg, --pdf, --png and --tikz, each with a file",
        )
    FileError.raise_any(
        Fault(
            "draw/form",
            f"{out.name} for {OPTION[ending]}",
            str(out),
            f"an ending of {ending}, or another of its own",
        )
        for ending, out in asked
        if out.suffix.lower() in OPTION and out.suffix.lower() != ending
    )
    tree = read_case(game)[2] if is_case(game) else read_tree(game)
    drawing, sure = _drawn(tree, world, equilibrium, fold)
    made = [(drawing.made(ending), out) for ending, out in asked]
    with printed_last(), all_tried() as tried:
        print(drawing)
        for each, out in made:
            tried(partial(write_and_say, out, each, "Picture"))
    raise typer.Exit(0 if sure else 1)


def _drawn(tree: Tree, world: int, equilibrium: str | None, fold: bool | None) -> tuple[Drawing, bool]:
    """The picture, and whether the play that it shows is solved, or an entry of a complete list."""
    from overture.errors import SolveError
    from overture.games.drawing.drawing import draw as picture
    from overture.solvers.all.equilibria import equilibria
    from overture.solvers.solve import solve

    plain = picture(tree, world=world, fold=fold)  # what cannot be drawn is told before anything is solved
    if equilibrium is None:
        return plain, True
    single = tree.world(world)
    if equilibrium == LIMIT:
        solution = solve(single)
        solved = bool(solution.solved[0])
        note = "The limit of the logit path." if solved else f"{solution.status_text[0].capitalize()}."
        return picture(single, solution, note=note, fold=fold), solved
    found = equilibria(single)
    many = len(found.members)
    if not equilibrium.isdecimal() or not 1 <= int(equilibrium) <= many:
        raise SolveError.of(
            "draw/equilibrium",
            f"the equilibrium {equilibrium!r}",
            tree.title,
            f'"{LIMIT}", or 1 to {many}' if many else f'"{LIMIT}"',
        )
    member = found.members[int(equilibrium) - 1]
    note = f"Equilibrium {int(equilibrium)} of {many}{'' if found.complete else ' that were found'}: {member.called}."
    note += " One member of a continuum is shown." if member.continuum else ""
    return picture(single, member, note=note, fold=fold), found.complete
