"""The page's figures, each from a part of the judgement; None where there is nothing to show."""

from __future__ import annotations

from overture.judgement.judgement import Judgement
from overture.report.charts.acts import ratios
from overture.report.charts.belief import indicators, posterior, waterfall
from overture.report.charts.deal import outcomes, term, value
from overture.report.charts.idiom import leading
from overture.report.charts.regret import regret
from overture.report.figure import Figure

__all__ = ["figures", "leading"]


def figures(judgement: Judgement) -> dict[str, Figure]:
    """id -> figure, for every figure that has something to show."""
    made = [
        posterior(judgement),
        value(judgement),
        ratios(judgement),
        outcomes(judgement),
        waterfall(judgement),
        indicators(judgement),
        regret(judgement),
        *(term(judgement, curve) for curve in judgement.terms),
    ]
    return {figure.id: figure for figure in made if figure is not None}
