"""``overture path``: how the prediction moves from noise to full rationality, along the logit path."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from overture.cli.games import GameFile
from overture.cli.streams import printed_last


def path(
    file: GameFile,
    html: Annotated[Path | None, typer.Option(help="Write the page here: one file, offline.")] = None,
    table: Annotated[Path | None, typer.Option(help="Write every point of the path here as CSV.")] = None,
    figures: Annotated[
        Path | None, typer.Option(help="Write the figures into this folder, for a paper.")
    ] = None,
    form: Annotated[str, typer.Option(help="Of these figures: svg, pdf or png.")] = "svg",
) -> None:
    """Show the precision path: what is predicted at each degree of noise; exit 1 where its limit was not found."""

    from overture import __version__
    from overture.cli.games import read_tree
    from overture.cli.written import all_tried, cleaned_csv, save_and_say, write_and_say
    from overture.errors import FileError
    from overture.report import precision
    from overture.report.export import FORMS
    from overture.solvers.path.logit import path as follow
    from overture.solvers.solve import solve
    from overture.wording import as_command

    if form not in FORMS:
        raise FileError.of("export/form", f"{form!r} is no form of a figure", "--form", ", ".join(FORMS))
    tree = read_tree(file)
    track, solution = follow(tree), solve(tree.world(0), threads=1)
    told = precision.in_words(track, tree, tree.spoken) if tree.spoken else track
    limit = solution.strategy[0] if solution.solved[0] else None
    made = precision.figures(told, limit)
    with printed_last(), all_tried() as tried:
        print(tree.title)
        print(precision.says(told, limit))
        for figure in made:
            print(f"{figure.title}. {figure.sentence}")
        if table is not None:
            tried(partial(write_and_say, table, cleaned_csv(track, "%.9g"), "Table"))
        if figures is not None:
            tried(partial(save_and_say, made, figures, form))
        if html is not None:
            command = as_command("path", file)
            method = f"{solution.summary(tree.spoken)}. The path was followed from uniform play; {solution.method}."
            page = precision.page(told, tree.title, __version__, limit, method, command)
            tried(partial(write_and_say, html, page, "Page"))
    raise typer.Exit(0 if limit is not None else 1)
