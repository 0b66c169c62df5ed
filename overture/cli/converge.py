"""``overture converge``: how the answer of a grid approaches that of the continuum, for a model of the catalogue."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def converge(
    name: Annotated[str, typer.Argument(help="A model of the catalogue.")],
    grid: Annotated[
        str, typer.Option(help="Sizes of the grid, as in 5,10,20,40,80; else those of the model.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Solve a model on finer and finer grids, beside what its publication states of the continuum; exit 1 where one fails."""
    from overture.errors import FileError
    from overture.models.catalogue.converge import converge as converged
    from overture.models.catalogue.words import converge_lines

    sizes = [part.strip() for part in grid.split(",")] if grid else []
    if not all(part.isdecimal() for part in sizes):
        raise FileError.of(
            "models/grid",
            f"grids {grid}",
            "overture converge",
            "whole numbers from 1, rising, as in 5,10,20,40,80",
        )
    found = converged(name, [int(part) for part in sizes])
    if as_json:
        rows = [
            {
                **each.check.to_dict(),
                "limit": [float(end) for end in each.limit],
                "distances": each.distances,
                "rises": each.rises,
            }
            for each in found
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print("\n\n".join("\n".join(converge_lines(each)) for each in found))
    raise typer.Exit(0 if all(each.check.holds for each in found) else 1)
