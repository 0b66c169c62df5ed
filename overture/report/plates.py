"""A plate of the atlas as figures: what exists where, what the logit path selects, how the quantities move."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
from typing import Any

import numpy as np

from overture.report import say
from overture.report.atlas import UNSOLVED, Floats, Plate, Quantity
from overture.report.charts.idiom import nice
from overture.report.charts.map import MOST_MARKED, PlacedNames, empty, finished, labelled, mapped, named, own
from overture.report.figure import SMALL, Figure, Key
from overture.report.plot import SOFT, Plot, tone
from overture.report.trace import bands, borders, regions
from overture.sinks import to_table
from overture.wording import listed

LISTED = 0.004  # share of the map below which a region is not in the key
ROWS = 5  # of a table that samples a quantity


def figures(plate: Plate, name: str = "atlas") -> list[Figure]:
    """The maps of a plate: first the classes that exist, then the class selected, then each quantity.

    ``name``: prefix of their ids, and the id of the data for the hover (:func:`hover`).
    """
    return [
        _existing(plate, name),
        _selected(plate, name),
        *(_moving(plate, quantity, name, place) for place, quantity in enumerate(plate.quantities)),
    ]


def says(plate: Plate) -> str:
    """In two or three sentences: what exists, what is selected, what holds at the case's own values."""
    place, sets = plate.sets
    share = [float((place == at).mean()) for at in range(len(sets))]
    words = _set_words(plate, sets[0])
    # A class of the largest region exists in other regions too, so its own share of the map may be larger.
    if sets[0] and any(kind not in sets[0] for members in sets for kind in members):
        words = f"only {words}"
    text = f"{say.sentence(words)[:-1]} in {say.share(share[0])} of {plate.whole}"
    everywhere = [kind.title for k, kind in enumerate(plate.kinds) if plate.exists[k].all()]
    never = [kind.title for k, kind in enumerate(plate.kinds) if not plate.exists[k].any()]
    text += f"; {listed(everywhere)} everywhere" if everywhere and len(sets) > 1 else ""
    text += f"; {listed(never)} nowhere. " if never else ". "
    here = own(plate)
    if here is not None:
        j, i = here
        text += f"At the case’s own values ({_now(plate)}): {_set_words(plate, sets[place[j, i]])}."
    return text.strip()


def computed(plate: Plate) -> str:
    """What a map that is drawn as cells shows between the points that were computed: nothing; "" of one that is traced."""
    if plate.traced:
        return ""
    ny, nx = plate.selected.shape
    marked = ", which are marked" if plate.selected.size <= MOST_MARKED else ""
    return (
        f" Computed at {nx} by {ny} points{marked}: each cell has the colour of the point in it, and its borders lie halfway "
        "to the next point, wherever the answer changes between the two."
    )


def table(plate: Plate) -> str:
    """Every grid point as CSV: both parameters, the classes that exist, the class selected, the quantities."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    names = [plate.x.name, plate.y.name, "classes", "selected"]
    for quantity in plate.quantities:
        names.append(quantity.name)
        if quantity.low is not None and quantity.high is not None:
            names += [f"{quantity.name}, lowest class", f"{quantity.name}, highest class"]
    write.writerow(to_table(names))
    for j, y in enumerate(plate.y.value):
        for i, x in enumerate(plate.x.value):
            classes = "|".join(kind.name for k, kind in enumerate(plate.kinds) if plate.exists[k, j, i])
            at = int(plate.selected[j, i])
            row: list[object] = [float(x), float(y), classes, plate.kinds[at].name if at >= 0 else ""]
            for quantity in plate.quantities:
                row.append(_cell(quantity.value[j, i]))
                if quantity.low is not None and quantity.high is not None:
                    row += [_cell(quantity.low[j, i]), _cell(quantity.high[j, i])]
            write.writerow(to_table(row))
    return out.getvalue()


def hover(plate: Plate) -> dict[str, Any]:
    """What the page needs to say the equilibrium in words at each point of the grid."""
    place, sets = plate.sets

    def digits(array: Floats | None) -> list[float | None] | None:
        if array is None:
            return None
        return [None if np.isnan(x) else round(float(x), 5) for x in array.ravel()]

    return {
        "x": {"words": plate.x.words, "unit": plate.x.unit, "value": _short(plate.x.value)},
        "y": {"words": plate.y.words, "unit": plate.y.unit, "value": _short(plate.y.value)},
        "kinds": [{"name": kind.title, "words": kind.words} for kind in plate.kinds],
        "sets": sets,
        "set": place.ravel().tolist(),
        "selected": plate.selected.ravel().tolist(),
        "own": own(plate),
        "quantities": [
            {
                "words": quantity.words,
                "form": quantity.form,
                "value": digits(quantity.value),
                "low": digits(quantity.low),
                "high": digits(quantity.high),
            }
            for quantity in plate.quantities
        ],
    }


def _short(value: Floats) -> list[float]:
    return [float(f"{x:.6g}") for x in value]


def _cell(value: float) -> object:
    return "" if np.isnan(value) else float(f"{value:.9g}")


def _set_words(plate: Plate, members: tuple[int, ...]) -> str:
    """``pooling on thin and separating exist``."""
    if not members:
        return "no class was found"
    names = [plate.kinds[k].title for k in members]
    return f"{listed(names)} {'exists' if len(names) == 1 else 'exist'}"


def _now(plate: Plate) -> str:
    parts = [f"{axis.words} {say.worth(axis.now)}" for axis in (plate.x, plate.y) if axis.now is not None]
    return ", ".join(parts)


def _spans(plate: Plate, inside: np.ndarray) -> tuple[str, str]:
    """The range of each axis over which a region runs."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return (
        say.span(say.worth(plate.x.value[columns[0]]), say.worth(plate.x.value[columns[-1]])),
        say.span(say.worth(plate.y.value[rows[0]]), say.worth(plate.y.value[rows[-1]])),
    )


def _more(plate: Plate) -> tuple[Key, ...]:
    lines = tuple(Key("dashed", line.words) for line in plate.lines)
    return (*lines, Key("here", "the case’s own values")) if own(plate) is not None else lines


def _hues(plate: Plate, sets: list[tuple[int, ...]]) -> list[int]:
    """A class alone has its own colour; several together have another; none has none."""
    spare = iter(range(len(plate.kinds), len(plate.kinds) + len(sets)))
    return [-1 if not members else members[0] if len(members) == 1 else next(spare) for members in sets]


def _key(hue: int, words: str) -> Key:
    return Key("none" if hue < 0 else f"fill-{hue % 6 + 1} {'half' if hue < 6 else 'faint'}", words)


def _existing(plate: Plate, name: str) -> Figure:
    label, sets = plate.sets
    tags = ["+".join(str(k + 1) for k in members) or "none" for members in sets]
    words = [_set_words(plate, members) for members in sets]
    rows = []
    for at, members in enumerate(sets):
        inside = label == at
        names = [plate.kinds[k].title for k in members] or ["none found"]
        rows.append((tags[at], ", ".join(names), say.share(float(inside.mean())), *_spans(plate, inside)))
    hues = _hues(plate, sets)
    large = [at for at in range(len(sets)) if (label == at).mean() >= LISTED]
    small = len(sets) - len(large)
    return Figure(
        f"{name}-exists",
        "Which classes of equilibrium exist",
        says(plate) + computed(plate),
        ("region", "classes that exist", f"share of {plate.whole}", plate.x.words, plate.y.words),
        tuple(rows),
        lambda width: labelled(
            plate, width, label, plate.exists_cuts if plate.traced else None, hues, tags, words
        ),
        key=(
            *(_key(hues[at], f"{tags[at]}: {words[at]}") for at in large),
            *((Key("none", f"{say.count(small, 'smaller region')}: point at them"),) if small else ()),
            *_more(plate),
        ),
        plate=name,
    )


def _selected(plate: Plate, name: str) -> Figure:
    order = [k for k in range(len(plate.kinds)) if (plate.selected == k).any()]
    share = {k: float((plate.selected == k).mean()) for k in order}
    lost = float((plate.selected == UNSOLVED).mean())
    label = plate.selected - UNSOLVED  # 0: not solved
    tags = ["", *(str(k + 1) for k in range(len(plate.kinds)))]
    names = ["not solved, or in no class", *(kind.title for kind in plate.kinds)]
    parts = [
        f"{names[k + 1]} in {say.share(share[k])} of {plate.whole}"
        for k in sorted(order, key=lambda k: -share[k])
    ]
    text = f"The logit path leads to {listed(parts)}" if parts else "The logit path was solved nowhere"
    text += f"; not solved, or in no class, in {say.share(lost)}" if lost else ""
    rows = [
        (
            tags[k + 1] or "–",
            names[k + 1],
            say.share(float((plate.selected == k).mean())),
            *_spans(plate, plate.selected == k),
        )
        for k in [*order, *([UNSOLVED] if lost else [])]
    ]
    hues = [-1, *range(len(plate.kinds))]
    return Figure(
        f"{name}-selected",
        "Which one the logit path selects",
        say.sentence(text) + computed(plate),
        ("mark", "class", f"share of {plate.whole}", plate.x.words, plate.y.words),
        tuple(rows),
        lambda width: labelled(
            plate, width, label, plate.selected_cuts if plate.traced else None, hues, tags, names
        ),
        widths=(SMALL,),
        key=tuple(_key(k, f"{tags[k + 1]}: {names[k + 1]}") for k in order),
        plate=name,
    )


def _moving(plate: Plate, quantity: Quantity, name: str, place: int) -> Figure:
    known = quantity.value[~np.isnan(quantity.value)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    levels = np.array(nice(low, high)[0] if high > low else [low, low + 1.0])
    label, between = bands(quantity.value, levels, plate.selected, plate.selected_cuts)
    cuts = between if plate.traced else None
    form = say.FORMS[quantity.form]
    flat = high - low < 1e-9
    names = ["not known"] + [
        form(low) if flat else f"{_level(a)} to {_level(b)}" for a, b in pairwise(levels)
    ]
    used = [at for at in range(len(names)) if (label == at).any()]

    def faint(at: int) -> float:
        return 0.08 + 0.72 * (at - 1) / max(1, len(levels) - 2)

    def draw(width: int) -> Plot:
        plot = empty(plate, width)
        for at, rings in sorted(regions(label, cuts).items()):
            if at:
                plot.shape_of(mapped(plate, rings), tone(1), faint(at), tip=f"{quantity.words}: {names[at]}")
        lines = [line for each in borders(label, cuts).values() for line in each]
        if lines:
            plot.shape_of(mapped(plate, lines), stroke=SOFT, thick=0.6)
        others: PlacedNames = []
        for at in sorted(used, key=lambda each: -int((label == each).sum())):
            if (label == at).mean() > 0.04:
                named(plate, plot, label, at, names[at], others, "normal")
        finished(plate, plot)
        return plot

    here = own(plate)
    text = f"From {form(low)} to {form(high)} over {plate.whole}" if known.size else "Nowhere known"
    if known.size and here is not None and not np.isnan(quantity.value[here]):
        text += f"; at the case’s own values {form(float(quantity.value[here]))}"
        if quantity.low is not None and quantity.high is not None:
            reach = say.span(form(float(quantity.low[here])), form(float(quantity.high[here])))
            text += f" in the class that the path selects, {reach} over the classes that exist"
    said = say.sentence(text) + computed(plate)
    if plate.traced and known.size and not flat:
        said += " Levels between the points that were computed are interpolated."
    rows_at = np.unique(np.linspace(0, len(plate.y.value) - 1, ROWS).round().astype(int))
    columns_at = np.unique(np.linspace(0, len(plate.x.value) - 1, ROWS).round().astype(int))
    return Figure(
        f"{name}-quantity-{place + 1}",
        say.sentence(quantity.words).rstrip("."),
        said,
        (f"{plate.y.words} ↓, {plate.x.words} →", *(say.worth(plate.x.value[i]) for i in columns_at)),
        tuple(
            (say.worth(plate.y.value[j]), *(form(float(quantity.value[j, i])) for i in columns_at))
            for j in rows_at[::-1]
        ),
        draw,
        widths=(SMALL,),
        plate=name,
    )


def _level(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", say.MINUS) or "0"


def page(plate: Plate, version: str) -> str:
    """The plate as a page of its own: every map, what is played under the pointer, and how it was computed."""
    from overture.report.template import TemplateSection, filled

    made = figures(plate)
    points = plate.selected.size
    text = f"{points:,} points, {len(plate.x.value)} by {len(plate.y.value)}"
    known = (
        "The list of classes is complete at every point."
        if plate.complete
        else "The list of classes may be incomplete."
    )
    regret = (
        f" No player could gain more than {say.small(plate.max_regret)} of the payoff range by doing otherwise at any "
        "information set, in any equilibrium shown."
        if not np.isnan(plate.max_regret)
        else ""
    )
    return filled(
        "plate.html",
        plate.title,
        version,
        [TemplateSection("maps", "The maps"), TemplateSection("computed", "How it was computed")],
        {figure.id: figure for figure in made},
        {"atlas": hover(plate)},
        plate=plate,
        atlas={"atlas": made},
        grid=f"{text}.",
        certificate_says=known + regret,
    )
