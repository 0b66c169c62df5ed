"""A plot placed by hand: x in data units, y in pixels from the top; written as a Vega specification.

Rows of labelled dots with ranges are most of what the page shows. Their labels stand in a gutter to the
left where there is room, above the row where there is not, so one drawing serves a desk and a telephone.
Colours are CSS variables of the page (``var(--c1)``): light, dark and paper need no second drawing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, float | str]
Spec = dict[str, Any]
Mark = tuple[str, Spec, list[Record]]  # kind, what all of them share, one record for each

INK, SOFT, LINE, GROUND = "var(--ink)", "var(--soft)", "var(--line)", "var(--ground)"
TONES = tuple(f"var(--c{number})" for number in range(1, 7))
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
ORDER = ("area", "path", "upright", "rect", "line", "rule", "symbol", "text")  # what is painted over what
CHAR = 6.1  # mean width of a letter at 12 px


def tone(place: int) -> str:
    return TONES[place % len(TONES)]


def shape(place: int) -> str:
    return SHAPES[place % len(SHAPES)]


def shortened(text: str, pixels: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``pixels`` at 12 px."""
    room = max(4, int(pixels / CHAR))
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def _finite(place: Record) -> bool:
    """What is not known is not drawn; the table beside the drawing says so."""
    return all(math.isfinite(part) for part in place.values() if isinstance(part, float))


@dataclass
class Plot:
    """One drawing. ``width`` and ``gutter`` in pixels; ``domain`` in data units; ``height`` grows by rows."""

    width: int
    domain: tuple[float, float]
    log: bool = False
    ticks: list[float] = field(default_factory=list)
    tick_label: str = ""  # a Vega expression over datum.value
    title: str = ""
    gutter: int = 0
    right: int = 44
    top: int = 8
    left: int = 34  # room for the labels of a y axis
    height: float = 0.0
    y_domain: tuple[float, float] | None = None  # data units instead of pixels (line charts)
    y_ticks: list[float] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    # -- rows ---------------------------------------------------------------------------------------

    def row(self, label: str, room: float = 30.0) -> float:
        """Take room for a row, write its label, and return the y of its middle."""
        if self.gutter:
            middle = self.height + room / 2
            self.text([(None, middle, shortened(label, self.gutter - 14))], dx=-self.gutter, colour=INK)
            self.height += room
        else:
            self.text([(None, self.height + 9, shortened(label, self.width - self.right))], colour=INK)
            middle = self.height + 27
            self.height += room + 14
        return middle

    def heading(self, label: str) -> None:
        """A line that names the group of rows below it."""
        self.height += 8 if self.height else 0
        self.text(
            [(None, self.height + 9, shortened(label, self.width - 10))],
            dx=-self.gutter,
            colour=SOFT,
            weight="bold",
        )
        self.height += 22

    # -- marks --------------------------------------------------------------------------------------

    def ranges(
        self,
        rows: list[tuple[float, float, float]],
        colour: str,
        thick: float = 5,
        faint: float = 0.35,
        dash: bool = False,
        tips: list[str] | None = None,
    ) -> None:
        """Bars from low to high: (low, high, y)."""
        style: Spec = {"strokeWidth": thick, "stroke": colour, "strokeOpacity": faint, "strokeCap": "round"}
        if dash:
            style |= {"strokeDash": [3, 3], "strokeWidth": 1.6, "strokeOpacity": 0.8, "strokeCap": "butt"}
        self._add(
            "rule",
            style,
            [{"x": self.clip(low), "x2": self.clip(high), "y": y} for low, high, y in rows],
            tips,
        )

    def dots(
        self,
        rows: list[tuple[float, float]],
        colour: str,
        form: str = "circle",
        size: float = 80,
        hollow: bool = False,
        tips: list[str] | None = None,
    ) -> None:
        """Points: (x, y)."""
        style: Spec = {"shape": form, "size": size, "strokeWidth": 1.6, "stroke": colour}
        style["fill"] = GROUND if hollow else colour
        self._add("symbol", style, [{"x": self.clip(x), "y": y} for x, y in rows], tips)

    def notches(
        self, rows: list[tuple[float, float]], colour: str, tall: float = 13, tips: list[str] | None = None
    ) -> None:
        """Short upright lines: (x, y)."""
        places: list[Record] = [{"x": self.clip(x), "y": y - tall / 2, "y2": y + tall / 2} for x, y in rows]
        self._add("rule", {"stroke": colour, "strokeWidth": 1.6}, places, tips)

    def bars(
        self,
        rows: list[tuple[float, float, float]],
        colour: str,
        tall: float = 18,
        tips: list[str] | None = None,
    ) -> None:
        """Filled bars from one value to another: (from, to, y)."""
        places: list[Record] = [
            {"x": self.clip(start), "x2": self.clip(end), "y": y - tall / 2, "y2": y + tall / 2}
            for start, end, y in rows
        ]
        self._add("rect", {"fill": colour, "stroke": GROUND}, places, tips)

    def text(
        self,
        rows: list[tuple[float | None, float, str]],
        colour: str = INK,
        align: str = "left",
        dx: float = 0,
        dy: float = 0,
        size: float = 12,
        weight: str = "normal",
    ) -> None:
        """Words: (x in data units, or None for the left edge; y; text)."""
        style: Spec = {
            "align": align,
            "baseline": "middle",
            "dx": dx,
            "dy": dy,
            "fontSize": size,
            "fill": colour,
        }
        style["fontWeight"] = weight
        places: list[Record] = [
            {"x": self.domain[0] if x is None else self.clip(x), "y": y, "text": words}
            for x, y, words in rows
        ]
        self._add("text", style, places, None)

    def upright(self, x: float, label: str = "", colour: str = SOFT, dash: bool = True) -> None:
        """A vertical line through the whole plot, its words at the top."""
        if not math.isfinite(x):
            return
        style: Spec = {"stroke": colour, "strokeWidth": 1}
        if dash:
            style["strokeDash"] = [4, 3]
        self.marks.append(("upright", style, [{"x": self.clip(x)}]))
        if label:
            top = 0.0 if self.y_domain is None else self.y_domain[1]
            self.text([(x, top, label)], colour, "center", dy=-10, size=11)

    def line(self, points: list[tuple[float, float]], colour: str, tips: list[str] | None = None) -> None:
        """A line through the points; with ``tips`` a small dot at each."""
        known = [place for place, (x, y) in enumerate(points) if math.isfinite(x) and math.isfinite(y)]
        if not known:
            return
        points = [points[place] for place in known]
        tips = [tips[place] for place in known] if tips else None
        places: list[Record] = [{"x": x, "y": y} for x, y in points]
        self.marks.append(("line", {"stroke": colour, "strokeWidth": 2}, places))
        if tips:
            self._add("symbol", {"fill": colour, "size": 26}, [{"x": x, "y": y} for x, y in points], tips)

    def dashed(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """A dashed straight line: what lies between was not computed."""
        places: list[Record] = [{"x": x, "y": y} for x, y in (start, end)]
        self.marks.append(("line", {"stroke": colour, "strokeWidth": 1.4, "strokeDash": [3, 3]}, places))

    def band(self, points: list[tuple[float, float, float]], colour: str) -> None:
        """A tinted area between two lines: (x, low, high)."""
        places: list[Record] = [
            {"x": x, "y": low, "y2": high}
            for x, low, high in points
            if math.isfinite(low) and math.isfinite(high)
        ]
        if not places:
            return
        self.marks.append(("area", {"fill": colour, "fillOpacity": 0.16}, places))

    def shape_of(
        self,
        rings: list[list[tuple[float, float]]],
        fill: str = "",
        faint: float = 1.0,
        stroke: str = "",
        thick: float = 1.0,
        dash: bool = False,
        tip: str = "",
    ) -> None:
        """Closed areas (``fill``, by the even-odd rule) or lines (``stroke``) through points in data units."""
        style: Spec = {"fill": fill, "fillOpacity": faint} if fill else {"fill": "transparent"}
        if stroke:
            style |= {"stroke": stroke, "strokeWidth": thick, "strokeJoin": "round"}
        if dash:
            style["strokeDash"] = [5, 3]
        drawn = "".join(
            "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in map(self.place, ring)) + ("Z" if fill else "")
            for ring in rings
        )
        record: Record = {"path": drawn, "tip": tip} if tip else {"path": drawn}
        self.marks.append(("path", style, [record]))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the area inside the axes, in pixels."""
        left = self.gutter or (8 if self.y_domain is None else self.left)
        return left, self.top, self.width - left - self.right, self.height

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        """Pixels from the upper left corner of the area, of a point in data units (both axes linear)."""
        _, _, width, height = self.box
        (x0, x1), (y0, y1) = self.domain, self.y_domain or (0.0, height)
        return (point[0] - x0) / (x1 - x0) * width, height - (point[1] - y0) / (y1 - y0) * height

    def clip(self, x: float) -> float:
        low, high = self.domain
        return min(max(x, low), high)

    def _add(self, kind: str, style: Spec, places: list[Record], tips: list[str] | None) -> None:
        if tips:
            places = [{**place, "tip": tip} for place, tip in zip(places, tips, strict=True)]
        places = [place for place in places if _finite(place)]
        if not places:
            return
        for old, other, records in self.marks:
            if old == kind and other == style and ("tip" in records[0]) == bool(tips):
                records.extend(places)
                return
        self.marks.append((kind, style, places))

    # -- out ----------------------------------------------------------------------------------------

    def spec(self) -> Spec:
        """The Vega specification."""
        left, _, width, _ = self.box
        scales: list[Spec] = [
            {
                "name": "x",
                "type": "log" if self.log else "linear",
                "domain": list(self.domain),
                "range": [0, width],
                "nice": False,
                "zero": False,
            }
        ]
        axes = [self._axis("x", "bottom", self.ticks, self.tick_label, self.title)]
        if self.y_domain is not None:
            reach = {"domain": list(self.y_domain), "range": [self.height, 0], "nice": False, "zero": False}
            scales.append({"name": "y", "type": "linear", **reach})
            axes.append(self._axis("y", "left", self.y_ticks, "", ""))
        data, marks = [], []
        painted = sorted(self.marks, key=lambda mark: ORDER.index(mark[0]))
        for place, (kind, style, records) in enumerate(painted):
            data.append({"name": f"d{place}", "values": records})
            marks.append(self._mark(kind, style, records[0], f"d{place}"))
        return {
            "width": width,
            "height": self.height,
            "autosize": "none",
            "padding": {
                "left": left,
                "right": self.right,
                "top": self.top,
                "bottom": 44 if self.title else 26,
            },
            "background": None,
            "scales": scales,
            "axes": axes,
            "data": data,
            "marks": marks,
        }

    def _mark(self, kind: str, style: Spec, first: Record, data: str) -> Spec:
        def y(name: str) -> Spec:
            return {"field": name} if self.y_domain is None else {"scale": "y", "field": name}

        encode: Spec = {name: {"value": value} for name, value in style.items()}
        if kind == "path":
            encode["path"] = {"field": "path"}
            if "tip" in first:
                encode["description"] = {"field": "tip"}
            return {"type": kind, "aria": "tip" in first, "from": {"data": data}, "encode": {"enter": encode}}
        encode["x"] = {"scale": "x", "field": "x"}
        if kind == "upright":
            kind = "rule"
            encode |= {"y": {"value": 0}, "y2": {"value": self.height}}
        else:
            encode["y"] = y("y")
        if "x2" in first:
            encode["x2"] = {"scale": "x", "field": "x2"}
        if "y2" in first:
            encode["y2"] = y("y2")
        if "text" in first:
            encode["text"] = {"field": "text"}
        if "tip" in first:
            encode["description"] = {"field": "tip"}
        return {"type": kind, "aria": "tip" in first, "from": {"data": data}, "encode": {"enter": encode}}

    def _axis(self, scale: str, orient: str, ticks: list[float], label: str, title: str) -> Spec:
        axis: Spec = {
            "scale": scale,
            "orient": orient,
            "values": ticks,
            "grid": True,
            "gridColor": LINE,
            "domain": scale == "x",
            "ticks": False,
            "labelPadding": 6,
            "domainColor": LINE,
            "labelColor": SOFT,
            "labelFontSize": 11,
            "labelOverlap": True,
            "aria": False,
        }
        if label:
            axis["encode"] = {"labels": {"update": {"text": {"signal": label}}}}
        if title:
            axis |= {"title": title, "titleColor": SOFT, "titleFontSize": 11, "titleFontWeight": "normal"}
        return axis
