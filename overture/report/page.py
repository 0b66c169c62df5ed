"""The page: one self-contained HTML file that answers at the top and proves below (order: docs/reference/page.md).

Words come from the judgement; this file only chooses, orders and names them. A section whose data is
empty leaves no trace.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from overture.case.judgement import (
    ClaimLine,
    EquilibriumCard,
    Flip,
    Hypothesis,
    Indicator,
    Judgement,
    Line,
    ParameterLine,
    Reply,
    Signal,
    TermCurve,
    TermPoint,
)
from overture.case.words import BANDS, band
from overture.report import charts, precision, say
from overture.report.atlas import Floats, Plate
from overture.report.charts.idiom import leading, ranked
from overture.report.plates import figures as plate_figures
from overture.report.plates import hover
from overture.report.template import Section, filled

if TYPE_CHECKING:
    import pandas as pd

MONTHS = tuple(calendar.month_name)[1:]
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
        exp=math.exp,
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
        played=played,
        survives=survives,
        over=f"({judgement.signals[0].over})" if judgement.signals else "",
        finding=finding,
        kinds=KINDS,
        by_counterpart=by_counterpart(judgement.replies),
        plain=lambda value: value if isinstance(value, str) else say.worth(value),
        term_rows=[{"curve": curve, "near": nearest(curve)} for curve in judgement.terms],
        indicators=ranked(judgement.indicators),
        watch=lambda item: watch(item, lead),
        folded=folded,
        titled=titled,
        turn=turn,
        where=lambda claim: where(claim, {document.id: document.title for document in judgement.documents}),
        drawn_lines=[line for line in judgement.parameters if ranged(line)],
        fixed_lines=[line for line in judgement.parameters if not ranged(line)],
        standing=standing,
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


def written(date: str) -> str:
    """``2 August 2024``; a text that is no date stays as it is."""
    parts = date.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return date


def basis(judgement: Judgement) -> str:
    """One line on what was read and what was assumed."""
    read = []
    claims = sum(len(source.claims) for source in judgement.sources)
    if judgement.documents:
        read.append(say.count(len(judgement.documents), "document"))
    if claims:
        read.append(f"{say.count(claims, 'claim')} by {say.count(len(judgement.sources), 'source')}")
    drawn = sum(1 for line in judgement.parameters if ranged(line))
    words = f"Read: {say.listed(read)}. " if read else ""
    words += (
        f"Assumed: a game and its payoffs, which are judgements; {say.count(judgement.about.worlds, 'world')}"
    )
    return words + (f" drawn from the ranges of {say.count(drawn, 'parameter')}." if drawn else ".")


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


def turn(flip: Flip) -> tuple[str, str]:
    """Where a judgement stands and where the decision turns, in words; the worst case moves all by a share."""
    if flip.kind == "worst case":
        words = (
            f"{say.share(flip.needed)} of every range, together"
            if flip.needed is not None
            else "never, together"
        )
        return "as judged", words
    return say.worth(flip.now), "nowhere in its range" if flip.needed is None else say.worth(flip.needed)


def why(judgement: Judgement) -> list[str]:
    """The mechanism, in sentences."""
    found = []
    for each in judgement.preferences:
        pair = list(each.value)
        if len(pair) < 2:
            continue
        first, second = pair[0], pair[1]
        text = (
            f"{say.sentence(each.words).rstrip('.')} expects {say.worth(each.value[first].mean)} with {first} and "
            f"{say.worth(each.value[second].mean)} with {second}: a gain of {say.worth(each.gain.mean)} "
            f"({say.over_worlds(each.gain, 'worth')} over worlds"
        )
        other = say.over_equilibria(each.gain, "worth")
        text += f"; {other} over equilibria)" if other else ")"
        found.append(f"{text}, above zero in {say.share(each.share_gains)} of worlds and equilibria.")
    if len(judgement.preferences) > 1 and found:
        ranked = sorted(judgement.preferences, key=lambda each: -each.gain.mean)
        most, least = ranked[0], ranked[-1]
        pair = list(most.value)
        if len(pair) > 1 and most.gain.mean > least.gain.mean + 0.005:
            found.insert(
                0,
                f"A wish for {pair[0]} rather than {pair[1]} is strongest in the type “{most.type}” and weakest in "
                f"“{least.type}”; that is what such a wish can tell.",
            )
    if judgement.thresholds:
        parts = [f"{line.words}: {say.worth(line.value.mean)}" for line in judgement.thresholds]
        found.append(f"What drives it: {'; '.join(parts)}.")
    return found


def equilibria_says(judgement: Judgement) -> str:
    number = len(judgement.equilibria)
    if number < 2:
        return ""
    words = f"There are {number} classes here, and none speaks for the model alone: "
    return words + "each answer of this page is an average over them with its range."


def played(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines by player, in the order given."""
    names = list(dict.fromkeys(line.player for line in lines))
    return [(name, [line for line in lines if line.player == name]) for name in names]


def survives(result: str) -> str:
    words = {"all": "in all worlds", "some": "in some worlds", "none": "in none", "not tested": "not tested"}
    return words.get(result, result)


def finding(signal: Signal) -> str:
    first, _, second = (part.strip() for part in signal.over.partition(":"))
    return {
        "nothing": "worth nothing",
        "first": f"says {first}",
        "second": f"says {second}",
        "undetermined": "undetermined",
        "depends": "depends on the equilibrium",
    }[signal.finding]


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


def watch(item: Indicator, lead: Hypothesis | None) -> str:
    """What seeing it, and not seeing it, would do to the belief."""
    if lead is None or lead.label not in item.if_seen:
        return ""
    seen, not_ = item.if_seen[lead.label], item.if_not.get(lead.label, lead.posterior.mean)
    if item.bits < 0.0005 and abs(seen - not_) < 0.01:
        return f"It would leave the probability of “{lead.label}” where it is. Do not wait for it."
    return (
        f"If seen, the probability of “{lead.label}” becomes {say.chance(seen)} ({band(seen)}); "
        f"if not, {say.chance(not_)} ({band(not_)})."
    )


def folded(claims: Sequence[ClaimLine]) -> list[ClaimLine]:
    """Roots first, each followed by its copies."""
    found = []
    for root in claims:
        if root.copy_of is None:
            found += [root, *(claim for claim in claims if claim.copy_of == root.id)]
    return [*found, *(claim for claim in claims if claim not in found)]


def titled(card: EquilibriumCard) -> tuple[str, str]:
    """The heading of a card and what stands small beside it: its class, and its name where that says more."""
    name, kind = card.name.strip(), card.kind.strip()
    if name.lower().startswith(kind.lower()):
        return name[:1].upper() + name[1:], ""
    return kind[:1].upper() + kind[1:], name


CERTAINTY = {"CT": "said as certain", "PR": "said as probable", "PS": "said as possible", "U": ""}


def where(claim: ClaimLine, titles: Mapping[str, str]) -> str:
    """Document and place, who passed it on, whose voice, how certain."""
    certainty = CERTAINTY.get(claim.certainty, claim.certainty)
    parts = [
        ", ".join(part for part in (titles.get(claim.document, claim.document), claim.place) if part),
        " → ".join(claim.chain) if len(claim.chain) > 1 else "",
        ", ".join(part for part in (claim.voice, certainty) if part),
    ]
    return " · ".join(part for part in parts if part)


def ranged(line: ParameterLine) -> bool:
    return line.low is not None and line.high is not None and line.low != line.high


def standing(claim: ClaimLine) -> str:
    if claim.copy_of is not None:
        return f"a copy of {claim.copy_of}; moves nothing"
    if claim.repeats > 1:
        times = {
            2: "twice",
            3: "three times",
            4: "four times",
            5: "five times",
            6: "six times",
            7: "seven times",
        }
        return f"stands {times.get(claim.repeats, f'{claim.repeats} times')}, one root; counted once"
    return "counted once" if claim.used else "not about an event of the game, or not used"


def parameter(line: ParameterLine) -> str:
    if line.value:
        return line.value
    if line.low is None or line.high is None:
        return "–"
    mode = f", most often near {say.worth(line.mode)}" if line.mode is not None else ""
    return f"{say.worth(line.low)} to {say.worth(line.high)}{mode}"


def assumptions(judgement: Judgement) -> dict[str, Any]:
    """Assumptions by kind, the judged ones by leverage."""
    every = judgement.assumptions
    judged = [item for item in every if item.kind == "judgement" or item.leverage is not None]
    judged.sort(key=lambda item: -(item.leverage or 0.0))
    rest = [item for item in every if item not in judged]
    return {
        "judged": judged,
        "most": max((item.leverage or 0.0 for item in judged), default=0.0) or 1.0,
        "assumed": [item for item in rest if item.kind == "model"],
        "left_out": [item for item in rest if item.kind == "left out"],
        "unsolved": [item for item in rest if item.kind == "unsolved"],
    }


def certificate_says(judgement: Judgement) -> str:
    certificate = judgement.certificate
    return (
        f"The game was solved in {judgement.about.solved:,} of {judgement.about.worlds:,} worlds. Regret and "
        "beliefs were measured afterwards by code that no solver shares: no player could gain more than "
        f"{say.small(certificate.max_regret)} of the payoff range by doing otherwise at any information set, "
        "reached or not."
    )
