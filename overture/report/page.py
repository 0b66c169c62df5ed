"""The page: one self-contained HTML file that answers at the top and proves below (order: docs/reference/page.md).

Words come from the judgement; this file only chooses, orders and names them. A section whose data is
empty leaves no trace.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from overture.judgement.judgement import (
    ClaimLine,
    Flip,
    Hypothesis,
    Judgement,
    Line,
    Reply,
    SourceCard,
    TermCurve,
    TermPoint,
)
from overture.report import by_class, charts, precision, say
from overture.report.atlas import Floats, Plate
from overture.report.charts.idiom import leading, ranked
from overture.report.phrases import (
    basis,
    certificate_says,
    equilibria_says,
    finding,
    parameter,
    ranged,
    read_value,
    readings_say,
    standing,
    states,
    survives,
    titled,
    turn,
    watch,
    where,
    why,
    written,
)
from overture.report.plates import figures as plate_figures
from overture.report.plates import hover
from overture.report.template import Section, filled
from overture.report.words import BANDS, band

if TYPE_CHECKING:
    import pandas as pd

KINDS = {"done": "was done", "offer": "might be done", "talk": "is talk"}


def render(
    judgement: Judgement,
    plates: Mapping[str, Plate] | None = None,
    path: pd.DataFrame | None = None,
    limit: Floats | None = None,
) -> str:
    """The page as HTML: opens offline, fetches nothing, prints, and needs no JavaScript.

    Args:
        plates: maps of the atlas to show with it, id -> plate.
        path: the precision path of one world, as :func:`overture.solve.logit.path` gives it; ``limit``: [action] what it
            tends to.
    """
    lead = leading(judgement)
    maps = {name: plate_figures(plate, name) for name, plate in (plates or {}).items()}
    panels = precision.figures(path, limit) if path is not None else []
    names = {document.id: document.title for document in judgement.documents}
    names |= {source.id: source.name for source in judgement.sources}
    names |= {
        claim.id: say.fitted(claim.words, 60) for source in judgement.sources for claim in source.claims
    }
    drawn = charts.figures(judgement)
    drawn |= {figure.id: figure for figure in [*(each for every in maps.values() for each in every), *panels]}
    return filled(
        "page.html",
        judgement.about.title,
        judgement.overture,
        sections(judgement, bool(maps), bool(panels)),
        drawn,
        {name: hover(plate) for name, plate in (plates or {}).items()},
        j=judgement,
        band=band,
        exp=lambda log_odds: math.exp(min(log_odds, 700.0)),
        atlas=maps,
        panels=panels,
        panels_say=precision.says(path, limit) if path is not None else "",
        when=written(judgement.about.date),
        basis=basis(judgement),
        lead=lead,
        slider=slider(judgement, lead),
        flips=turning(judgement),
        steady=[flip.what for flip in judgement.flips if flip.needed is None],
        why=why(judgement),
        equilibria_says=equilibria_says(judgement),
        by_class=by_class.table(judgement),
        apart=by_class.apart(judgement),
        played=played,
        survives=survives,
        over=f"({judgement.signals[0].over})" if judgement.signals else "",
        finding=finding,
        kinds=KINDS,
        by_counterpart=by_counterpart(judgement.replies),
        term_rows=[{"curve": curve, "near": nearest(curve)} for curve in judgement.terms],
        indicators=ranked(judgement.indicators),
        watch=lambda item: watch(item, lead),
        folded=folded,
        titled=titled,
        turn=turn,
        where=lambda claim: where(claim, names),
        states=states,
        speaking=[source for source in judgement.sources if bears(source)],
        silent=[source for source in judgement.sources if not bears(source)],
        matrix_link=matrix_link(judgement),
        read_value=read_value,
        readings_say=readings_say(judgement.readings),
        turned=[item for item in judgement.survivals if not item.same],
        stood=[item for item in judgement.survivals if item.same],
        drawn_lines=[line for line in judgement.parameters if ranged(line)],
        fixed_lines=[line for line in judgement.parameters if not ranged(line)],
        standing=lambda claim: standing(claim, names),
        matrix_columns=list(dict.fromkeys(name for row in judgement.matrix for name in row.cells)),
        parameter=parameter,
        any_leverage=any(line.leverage is not None for line in judgement.parameters),
        certificate_says=certificate_says(judgement),
        tree=[((len(line) - len(line.lstrip())), line.strip()) for line in judgement.game],
        **assumptions(judgement),
    )


def sections(judgement: Judgement, maps: bool = False, path: bool = False) -> list[Section]:
    """Those that have something to say, in the order of the page."""
    j = judgement
    every: list[tuple[str, str, object]] = [
        ("bottom-line", "Bottom line", True),
        ("change", "What would change this", j.flips),
        ("why", "Why", j.preferences or j.thresholds),
        ("equilibria", "The equilibria", j.equilibria),
        ("maps", "Where the answer changes", maps),
        ("path", "From noise to full rationality", path),
        ("test", "The offer as a test", j.signals),
        ("accept", "If we accept", j.outcomes or j.replies or j.readings),
        ("terms", "Terms that would hold", j.terms),
        ("watch", "What to watch for", j.indicators),
        ("sources", "Who says so", j.sources or j.matrix or j.documents),
        ("wrong", "How this could be wrong", j.assumptions or j.survivals),
        ("computed", "How it was computed", True),
    ]
    return [Section(name, title) for name, title, shown in every if shown]


def slider(judgement: Judgement, lead: Hypothesis | None) -> dict[str, Any] | None:
    """What the prior slider needs: the weight of the evidence, held fixed."""
    if lead is None or not 0 < lead.prior.mean < 1 or not 0 < lead.posterior.mean < 1:
        return None
    before = lead.prior.mean / (1 - lead.prior.mean)
    after = lead.posterior.mean / (1 - lead.posterior.mean)
    turns = [flip.needed for flip in judgement.flips if flip.kind == "prior" and flip.needed is not None]
    return {
        "label": lead.label,
        "prior": lead.prior.mean,
        "ratio": after / before,
        "bands": [list(pair) for pair in BANDS],
        "turns": turns[0] if len(turns) == 1 and 0 < turns[0] < 1 else None,
    }


def turning(judgement: Judgement) -> list[Flip]:
    return [flip for flip in judgement.flips if flip.needed is not None]


def played(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines by player, in the order given."""
    names = list(dict.fromkeys(line.player for line in lines))
    return [(name, [line for line in lines if line.player == name]) for name in names]


def by_counterpart(replies: Sequence[Reply]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Counterpart -> replies, the one that is best on average under our belief marked."""
    found = []
    for name in dict.fromkeys(reply.counterpart for reply in replies):
        mine = [reply for reply in replies if reply.counterpart == name]
        top = max(reply.ours.mean for reply in mine)
        found.append((name, [{"it": reply, "best": reply.ours.mean == top} for reply in mine]))
    return found


def nearest(curve: TermCurve) -> TermPoint | None:
    """The computed point nearest to the threshold."""
    if curve.threshold is None or not curve.points:
        return None
    edge = curve.threshold
    return min(curve.points, key=lambda point: abs(point.value - edge))


def folded(claims: Sequence[ClaimLine]) -> list[ClaimLine]:
    """Roots first, each followed by its copies."""
    found: list[ClaimLine] = []
    for root in claims:
        if root.copy_of is None:
            found += [root, *(claim for claim in claims if claim.copy_of == root.id)]
    return [*found, *(claim for claim in claims if claim not in found)]


def bears(source: SourceCard) -> bool:
    """Whether anything that it says was counted, or would move the belief if repetition counted."""
    return (
        any(claim.used for claim in source.claims)
        or max(abs(source.log_odds.mean), abs(source.naive)) > 0.005
    )


def matrix_link(judgement: Judgement) -> str:
    """The ACH matrix as CSV in a link that holds its own data."""
    if not judgement.matrix:
        return ""
    from overture.report.exchange import matrix_csv

    return "data:text/csv;charset=utf-8," + quote(matrix_csv(judgement))


def _known(leverage: float | None) -> float:
    return leverage if leverage is not None and math.isfinite(leverage) else 0.0


def assumptions(judgement: Judgement) -> dict[str, Any]:
    """Assumptions by kind, the judged ones by leverage."""
    every = judgement.assumptions
    judged = [item for item in every if item.kind == "judgement" or item.leverage is not None]
    judged.sort(key=lambda item: -_known(item.leverage))
    rest = [item for item in every if item not in judged]
    return {
        "judged": judged,
        "most": max((_known(item.leverage) for item in judged), default=0.0) or 1.0,
        "assumed": [item for item in rest if item.kind == "model"],
        "left_out": [item for item in rest if item.kind == "left out"],
        "unsolved": [item for item in rest if item.kind == "unsolved"],
    }
