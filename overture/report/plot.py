"""A plot placed by hand: x in data units, y in pixels from the top; written as a Vega specification.

Maps of equilibria and the precision path are drawn with it. Colours are CSS variables of the page (``var(--c1)``):
light, dark and paper need no second drawing.
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
ORDER = ("path", "line", "symbol", "text")  # what is painted over what
CHAR = 6.1  # mean width of a letter at 12 px


def tone(place: int) -> str:
    return TONES[place % len(TONES)]


def shape(place: int) -> str:
    return SHAPES[place % len(SHAPES)]


def _finite(place: Record) -> bool:
    """What is not known is not drawn; the table beside the drawing says so."""
    return all(math.isfinite(part) for part in place.values() if isinstance(part, float))


@dataclass
class Plot:
    """One drawing. ``width`` and ``height`` in pixels; ``domain`` in data units."""

    width: int
    domain: tuple[float, float]
    log: bool = False
    ticks: list[float] = field(default_factory=list)
    tick_label: str = ""  # a Vega expression over datum.value
    title: str = ""
    right: int = 44
    top: int = 8
    left: int = 34  # room for the labels of a y axis
    height: float = 0.0
    y_domain: tuple[float, float] | None = None  # data units instead of pixels (line charts)
    y_ticks: list[float] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    # -- marks --------------------------------------------------------------------------------------

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

    def line(
        self,
        points: list[tuple[float, float]],
        colour: str,
        tips: list[str] | None = None,
        dash: bool = False,
    ) -> None:
        """A line through the points; with ``tips`` a small dot at each."""
        known = [place for place, (x, y) in enumerate(points) if math.isfinite(x) and math.isfinite(y)]
        if not known:
            return
        points = [points[place] for place in known]
        tips = [tips[place] for place in known] if tips else None
        places: list[Record] = [{"x": x, "y": y} for x, y in points]
        style: Spec = {"stroke": colour, "strokeWidth": 2} | ({"strokeDash": [4, 3]} if dash else {})
        self.marks.append(("line", style, places))
        if tips:
            self._add("symbol", {"fill": colour, "size": 26}, [{"x": x, "y": y} for x, y in points], tips)

    def dashed(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """A dashed straight line: what lies between was not computed."""
        places: list[Record] = [{"x": x, "y": y} for x, y in (start, end)]
        self.marks.append(("line", {"stroke": colour, "strokeWidth": 1.4, "strokeDash": [3, 3]}, places))

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
        left = 8 if self.y_domain is None else self.left
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
        encode["y"] = y("y")
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
