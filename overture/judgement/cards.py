"""The cards of a judgement: equilibria, documents, parameters, assumptions, the certificate."""

from __future__ import annotations

import numpy as np

from overture.game.measure import assess, bayes_gap
from overture.game.show import sayings
from overture.judgement.judgement import (
    Assumption,
    Certificate,
    Document,
    EquilibriumCard,
    Line,
    ParameterLine,
)
from overture.judgement.play.refined import refined
from overture.judgement.replies import leverage
from overture.judgement.spread import spread
from overture.judgement.weighed import Weighed
from overture.report.words import two_digits


def equilibria(weighed: Weighed) -> list[EquilibriumCard]:
    """A card for each class, told at the world nearest to the middle of all ranges."""
    solved = weighed.solved
    before = weighed.now.ledger.weight([]).sum(axis=0)
    after = weighed.now.ledger.weight(list(weighed.now.ledger.items)).sum(axis=0)
    distance = _distance(weighed)
    survives = refined(weighed.loaded)
    cards = []
    for at, name in enumerate(solved.classes):
        there = solved.present[:, at]
        world = int(np.flatnonzero(there)[np.argmin(distance[there])])
        part = solved.tree.world(world)
        strategy = solved.strategy[world, at][None]
        measured = assess(part, strategy, solved.order[world, at][None], solved.tremble[world, at][None])
        cards.append(
            EquilibriumCard(
                name=name,
                kind=name.split(" on ")[0],
                before=float(before[at] / before.sum()),
                after=float(after[at] / after.sum()),
                share=float(there.mean()),
                logit=float((solved.logit == at).mean()),
                value={
                    player: spread(solved.value[:, at, place], weighed.now.ledger.weight([])[:, at])
                    for place, player in enumerate(solved.tree.players)
                },
                lines=[
                    Line(
                        player=each.player,
                        where=each.where,
                        does=each.does,
                        believes=each.believes,
                        reached=each.reached,
                    )
                    for each in sayings(part, strategy, measured)
                ],
                passes=survives.get(name, {}),
            )
        )
    return cards


def _distance(weighed: Weighed) -> np.ndarray:
    """[W] how far each world lies from the modes, in ranges."""
    total = np.zeros(weighed.tree.n_worlds)
    for name, given in weighed.loaded.parameters.items():
        if given.spread:
            room = float(given.high or 0.0) - float(given.low or 0.0)
            total += ((weighed.tree.parameters[name] - float(given.mode or 0.0)) / room) ** 2
    return total


def documents(weighed: Weighed) -> list[Document]:
    sheet = weighed.loaded.sheet
    if sheet is None:
        return []
    found = []
    for each in sheet.documents:
        reader = each.reader
        made = " ".join(part for part in (getattr(reader, "name", ""), getattr(reader, "model", "")) if part)
        found.append(
            Document(
                id=each.id,
                title=each.title or each.id,
                sha256=each.sha256 or "",
                reader=made or "by hand",
                claims=sum(claim.document == each.id for claim in sheet.claims),
            )
        )
    return found


def parameters(weighed: Weighed) -> list[ParameterLine]:
    """Every parameter with its range and reason, those that move the reply most first."""
    lines = []
    for name, given in weighed.loaded.parameters.items():
        value = (
            two_digits(given.value)
            if given.value is not None
            else f"{given.low:g} to {given.high:g}, most often near {given.mode:g}"
        )
        lines.append(
            ParameterLine(
                name=name,
                words=given.words or name,
                value=value,
                low=given.low,
                mode=given.mode,
                high=given.high,
                why=given.why or "default of the game, a judgement",
                leverage=leverage(weighed, name),
            )
        )
    return sorted(lines, key=lambda line: -(line.leverage or 0.0))


def assumptions(weighed: Weighed, lines: list[ParameterLine]) -> list[Assumption]:
    """How this could be wrong: judgements by their leverage, then the model, then what is left out."""
    case = weighed.loaded.case
    solved = weighed.solved
    found = [
        Assumption(words=f"{line.words}: {line.value}. {line.why}", kind="judgement", leverage=line.leverage)
        for line in lines
        if line.leverage is not None
    ]
    found += [Assumption(words=text, kind="model") for text in case.assumptions]
    if not solved.complete:
        found.append(
            Assumption(
                words="The list of equilibria comes from continuation and may be incomplete.", kind="model"
            )
        )
    found += [Assumption(words=text, kind="left out") for text in case.left_out]
    unsolved = int((~solved.present.any(axis=1)).sum())
    if unsolved:
        found.append(Assumption(words=f"{unsolved} worlds have no certified equilibrium.", kind="unsolved"))
    return found


def certificate(weighed: Weighed) -> Certificate:
    """What the game measured of every strategy that was kept."""
    solved = weighed.solved
    regret = solved.regret / solved.scale[:, None, None]
    worst = np.nan_to_num(regret.max(axis=2), nan=-1.0)
    world, kind = np.unravel_index(int(worst.argmax()), worst.shape)
    at = int(np.nanargmax(regret[world, kind]))
    tree = solved.tree
    kept = regret.max(axis=2)[solved.present]
    gap = 0.0
    for each in range(len(solved.classes)):
        there = np.flatnonzero(solved.present[:, each])
        part = tree.world(there)
        measured = assess(
            part, solved.strategy[there, each], solved.order[there, each], solved.tremble[there, each]
        )
        gap = max(gap, float(np.nanmax(bayes_gap(part, solved.strategy[there, each], measured.belief))))
    return Certificate(
        max_regret=float(worst.max()),
        infoset=f"{tree.players[tree.set_player[at]]}: {tree.labels.set_label[at]}",
        world=int(world),
        regret_quantiles={
            name: float(np.quantile(kept, level))
            for name, level in (("0.5", 0.5), ("0.95", 0.95), ("1", 1.0))
        },
        bayes_gap=gap,
        precision=spread(solved.followed, np.ones(len(solved.followed))),
        folds=int(solved.folds.sum()),
        lost=int(solved.lost.sum()),
        unsolved=int((~solved.present.any(axis=1)).sum()),
        found=int(solved.present.sum()),
        complete=solved.complete,
        method=solved.method,
    )
