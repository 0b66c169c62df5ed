"""``overture atlas``: over two parameters of a case, which equilibria exist where, and what they mean."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overture.cli.options import (
    ClusterOption,
    FreshOption,
    StoreOption,
    WorkersOption,
    run_options,
    tell_store,
)
from overture.cli.streams import printed_last

if TYPE_CHECKING:
    from overture.case.load import Loaded
    from overture.judgement.mapped import Mapped
    from overture.report.atlas import Plate


def atlas(
    case: Annotated[Path, typer.Argument(help="A case file, or the folder that holds case.yaml.")],
    x: Annotated[
        str, typer.Option("--x", help="Parameter across: its name, or a word that the case has for it.")
    ],
    y: Annotated[str, typer.Option("--y", help="Parameter upward.")],
    cells: Annotated[int, typer.Option(min=2, max=1000, help="Cells along each side.")] = 100,
    where: Annotated[
        str, typer.Option(help="The part of the game that is mapped, as an event; else where the case looks.")
    ] = "",
    html: Annotated[
        Path | None, typer.Option(help="Write the interactive page here: one file, offline.")
    ] = None,
    table: Annotated[Path | None, typer.Option(help="Write every cell here as CSV.")] = None,
    figures: Annotated[
        Path | None, typer.Option(help="Write the maps into this folder, for a paper.")
    ] = None,
    form: Annotated[str, typer.Option(help="Of these figures: svg, pdf or png.")] = "svg",
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads; the result does not depend on it.")
    ] = None,
    store: StoreOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = "",
    fresh: FreshOption = False,
) -> None:
    """Map the equilibria of a case over two of its parameters."""
    from overture.case.load import load
    from overture.cli.progress import bar
    from overture.cli.written import all_tried, save_and_say, write_and_say
    from overture.errors import FileError
    from overture.judgement.mapped import map_case, side
    from overture.report import plates
    from overture.report.export import FORMS

    if form not in FORMS:
        raise FileError.of("export/form", f"{form!r} is no form of a figure", "--form", ", ".join(FORMS))
    run = run_options(store, workers, cluster, fresh)
    loaded = load(case)
    across, up = side(loaded, x), side(loaded, y)
    with bar() as tell:
        found = map_case(loaded, across, up, cells, where, threads, tell, run)
    tell_store(store)
    command = ["atlas", str(case), "--x", x, "--y", y, "--cells", str(cells)]
    if where:
        command += ["--where", where]
    plate = plate_of(loaded, found, command)
    with printed_last(), all_tried() as tried:
        print(plates.says(plate))
        for kind, place in zip(plate.kinds, plate.exists, strict=True):
            print(f"{kind.title}: on {place.mean():.0%} of the map. {kind.words}")
        print(
            f"{cells * cells:,} cells; "
            + ("the list is complete in every cell" if plate.complete else "the list may be incomplete")
            + f"; regret at most {plate.max_regret:.1g} of the payoff range."
        )
        if table is not None:
            tried(partial(write_and_say, table, plates.table(plate), "Table"))
        if figures is not None:
            tried(partial(save_and_say, plates.figures(plate), figures, form))
        if html is not None:
            from overture import __version__

            tried(partial(write_and_say, html, plates.page(plate, __version__), "Page"))
    raise typer.Exit(0 if plate.complete else 1)


def plate_of(loaded: Loaded, found: Mapped, command: list[str]) -> Plate:
    """What the figures want to know of an atlas."""
    import numpy as np

    from overture.case.from_story import spoken_case
    from overture.judgement.mapped import ACCEPTING, CHEATING, told
    from overture.report.atlas import Axis, Cuts, Kind, Plate, Quantity
    from overture.report.digits import significant
    from overture.wording import as_command, as_words, kind_words

    made, case = found.atlas, loaded.case
    words = {
        CHEATING: (f"probability of cheating once {case.offer.words} is accepted", "chance"),
        ACCEPTING: (f"worth to {case.player_name(case.advised)} of accepting {case.offer.words}", "worth"),
    }

    def signalled(label: str) -> str:
        return case.signal.words.get(label) or as_words(label)

    row, column = np.indices(made.selected.shape)
    quantities = []
    for name, value in made.number.items():
        known = np.isfinite(value)
        chosen = np.where(made.selected >= 0, value[np.maximum(made.selected, 0), row, column], np.nan)
        low = np.where(known.any(axis=0), np.where(known, value, np.inf).min(axis=0), np.nan)
        high = np.where(known.any(axis=0), np.where(known, value, -np.inf).max(axis=0), np.nan)
        quantities.append(Quantity(name, words[name][0], chosen, low, high, words[name][1]))
    part = spoken_case(case, loaded.game, loaded.tree).history(found.part.items())
    return Plate(
        title=f"{case.title}: {part}" if part else case.title,
        x=Axis(found.x.name, found.x.words, made.x, found.x.unit, found.x.now),
        y=Axis(found.y.name, found.y.words, made.y, found.y.unit, found.y.now),
        kinds=tuple(
            Kind(name, each, kind_words(name, signalled))
            for name, each in zip(made.classes, told(found, loaded), strict=True)
        ),
        exists=made.exists,
        selected=made.selected,
        exists_cuts=Cuts(made.x_cut, made.y_cut),
        selected_cuts=Cuts(made.x_turn, made.y_turn),
        quantities=tuple(quantities),
        held={
            loaded.parameters[name].words or name: significant(value) for name, value in found.held.items()
        },
        complete=bool(made.complete.all()),
        max_regret=made.max_regret,
        command=as_command(*command),
    )
