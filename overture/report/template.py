"""The frame that every page stands in: one file, opens offline, fetches nothing, needs no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from overture.report import say
from overture.report.figure import Figure, drawings, missing
from overture.sinks import to_page

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = "templates"


@dataclass(frozen=True)
class TemplateSection:
    """A part of a page, and the template that shows it."""

    id: str
    title: str

    @property
    def template(self) -> str:
        return f"sections/{self.id}.html"


def filled(
    template: str,
    title: str,
    version: str,
    sections: Sequence[TemplateSection],
    figures: Mapping[str, Figure],
    plates: Mapping[str, Any] | None = None,
    **context: Any,
) -> str:
    """The page as HTML.

    Args:
        template: its file. ``context``: what that file names besides the frame's own.
        figures: id -> figure, drawn here.
        plates: id -> data for the hover of its maps.
    """
    from markupsafe import Markup

    svgs = drawings(list(figures.values()))
    return to_page(
        _environment()
        .get_template(template)
        .render(
            title=title,
            version=version,
            sections=sections,
            say=say,
            figures=figures,
            drawings={name: [(kind, Markup(svg)) for kind, svg in each] for name, each in svgs.items()},
            charts_missing=missing() if figures else "",
            style=Markup(text("style.css")),
            script=Markup(text("page.js")),
            plate_script=Markup(text("plate.js")),
            plate_data=plates or {},
            **context,
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("overture.report", FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def text(name: str) -> str:
    """A file of the templates."""
    return files("overture.report").joinpath(FOLDER, name).read_text(encoding="utf-8")
