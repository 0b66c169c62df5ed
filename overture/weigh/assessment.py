"""weigh(): a solved game, acts and testimony in; an Assessment out.

The engine sees plain arrays: how the game was solved is not its business. The Assessment answers in
pandas frames; the questions themselves are one file each beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from overture.errors import EvidenceError, Fault
from overture.evidence.lineage import Lineage, trace
from overture.evidence.source import Source, Testimony
from overture.weigh.acts import Act, act_table, loose_mass
from overture.weigh.decision import Choice, Decision, Worth, choose, lead
from overture.weigh.ledger import Bools, Floats, Item, Ledger, build_ledger
from overture.weigh.testimony import Weighed, testimony_items, weigh_testimony

if TYPE_CHECKING:
    import pandas as pd

    from overture.weigh.indicator import Indicator
    from overture.weigh.lever import Lever


@dataclass(frozen=True)
class Assessment:
    """What we believe after the evidence, and all that hangs on it.

    Attributes:
        ledger: prior mass and evidence; the numbers behind everything.
        hypotheses: event keys whose posterior is asked for; the first is the *question*.
        sources, testimony, acts: the evidence as given. ``lineage``: its roots.
        families: what each family of sources is worth.
        decision: what the evidence is for, or None.
        cap: likelihood ratios are shown between 1/cap and cap.
        floor: what the caller says was put under acts (for the record; see :func:`acts.floored`).
        loose: act -> [world, equilibrium, signature] share of mass that only a tie places.
        worth: kept for searches over the evidence (see :meth:`lead`).
    """

    ledger: Ledger
    hypotheses: tuple[str, ...]
    sources: Mapping[str, Source]
    testimony: tuple[Testimony, ...]
    acts: tuple[Act, ...]
    lineage: Lineage
    families: tuple[Weighed, ...]
    decision: Decision | None = None
    cap: float = 1000.0
    floor: float | None = None
    loose: Mapping[str, Floats] | None = None
    worth: Worth | None = field(default=None, repr=False, compare=False)

    # -- belief -------------------------------------------------------------------------------------

    def probability(self, event: str, given: str | None = None) -> float:
        """Posterior of an event (a key, or ``not key``) over all worlds and equilibria."""
        return self.ledger.probability(event, given)[0]

    def world_probability(self, event: str, given: str | None = None) -> Floats:
        """[world] posterior of an event in each world; NaN in worlds without weight."""
        return self.ledger.probability(event, given)[1]

    def posterior(self) -> pd.DataFrame:
        """One row for each hypothesis: prior, acts, posterior, naive, low, high (worlds), min, max (equilibria)."""
        import pandas as pd

        steps = self.steps()
        rows = []
        for event in self.hypotheses:
            mine = steps[steps["event"] == event].set_index("stage")
            last = mine.loc["roots only"]
            rows.append(
                {
                    "event": event,
                    "prior": mine.loc["prior", "probability"],
                    "after acts": mine.loc["acts", "probability"],
                    "posterior": last["probability"],
                    "naive": mine.loc["testimony, naive", "probability"],
                    "low": last["low"],
                    "high": last["high"],
                    "least equilibrium": last["least equilibrium"],
                    "greatest equilibrium": last["greatest equilibrium"],
                }
            )
        return pd.DataFrame(rows)

    def steps(self) -> pd.DataFrame:
        """Belief stage by stage: prior, acts, testimony counted naively, and by roots only.

        Columns: stage, event, probability, low and high (5 and 95 per cent of world weight), least
        equilibrium, greatest equilibrium (were each the only one; of those that allow the evidence).
        """
        import pandas as pd

        acts = self._items("act")
        stages = [
            ("prior", [], False),
            ("acts", acts, False),
            ("testimony, naive", list(self.ledger.items), True),
            ("roots only", list(self.ledger.items), False),
        ]
        rows = []
        for stage, items, naive in stages:
            weight = self.ledger.weight(items, naive).sum(axis=1)
            for event in self.hypotheses:
                overall, world = self.ledger.probability(event, None, items, naive)
                low, high = quantiles(world, weight, (0.05, 0.95))
                single = self.ledger.by_equilibrium(event, items)
                some = single[~np.isnan(single)]
                rows.append(
                    {
                        "stage": stage,
                        "event": event,
                        "probability": overall,
                        "low": low,
                        "high": high,
                        "least equilibrium": float(some.min()) if len(some) else float("nan"),
                        "greatest equilibrium": float(some.max()) if len(some) else float("nan"),
                    }
                )
        return pd.DataFrame(rows)

    def equilibria(self) -> pd.DataFrame:
        """Weight of each equilibrium before the evidence, after acts, after all; posterior were it alone."""
        import pandas as pd

        stages = {"prior": [], "after acts": self._items("act"), "posterior": list(self.ledger.items)}
        table: dict[str, object] = {"equilibrium": list(self.ledger.equilibria)}
        for stage, items in stages.items():
            weight = self.ledger.weight(items).sum(axis=0)
            table[stage] = weight / weight.sum()
        for event in self.hypotheses:
            table[f"posterior of {event}"] = self.ledger.by_equilibrium(event)
        return pd.DataFrame(table)

    def worlds(self) -> pd.DataFrame:
        """One row for each world: its weight before and after, and the posterior of each hypothesis."""
        import pandas as pd

        weight = self.ledger.weight(self.ledger.items).sum(axis=1)
        table: dict[str, object] = {
            "world": np.arange(len(weight)),
            "prior weight": self.ledger.world_weight,
            "weight": weight / weight.sum(),
        }
        for event in self.hypotheses:
            table[event] = self.world_probability(event)
        return pd.DataFrame(table)

    # -- evidence -----------------------------------------------------------------------------------

    def ratio(self, item: str, hypothesis: str, rival: str | None = None, naive: bool = False) -> float:
        """Likelihood ratio of one item of evidence, alone, for ``hypothesis`` against ``rival``.

        ``rival`` is by default the denial of the hypothesis. Not capped.
        """
        chosen = [evidence for evidence in self.ledger.items if evidence.name == item]
        if not chosen:
            raise EvidenceError.of(
                "weigh/item", f"no evidence {item!r}", allowed=", ".join(e.name for e in self.ledger.items)
            )
        here = self.ledger.row(hypothesis)
        other = ~here if rival is None else self.ledger.row(rival)
        rows = np.array([here, other])
        after = self.ledger.measure(rows, chosen, naive).sum(axis=(0, 1))
        before = self.ledger.measure(rows, []).sum(axis=(0, 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            return float((after[0] / before[0]) / (after[1] / before[1]))

    def act_frame(self) -> pd.DataFrame:
        """What each act tells about each hypothesis: see :func:`overture.weigh.acts.act_table`."""
        return act_table(self.ledger, self.acts, self.hypotheses, self.loose or {}, self.cap)

    def source_frame(self) -> pd.DataFrame:
        """A card for each source: see :func:`overture.weigh.cards.source_table`."""
        from overture.weigh.cards import source_table

        return source_table(self)

    def claim_frame(self) -> pd.DataFrame:
        """One row for each claim: its root, its standing, and what it is worth alone and in place."""
        from overture.weigh.cards import claim_table

        return claim_table(self)

    def contributions(self, hypothesis: str | None = None) -> pd.DataFrame:
        """Log odds by item: order-free (Shapley) and dated; see :mod:`overture.weigh.contribution`."""
        from overture.weigh.contribution import contributions

        return contributions(self.ledger, hypothesis or self.hypotheses[0])

    def matrix(self, hypotheses: Sequence[str] | None = None) -> pd.DataFrame:
        """The ACH view, evidence by hypotheses; see :mod:`overture.weigh.matrix`."""
        from overture.weigh.matrix import matrix

        return matrix(self.ledger, hypotheses or self.hypotheses, self.cap)

    # -- what would change it -----------------------------------------------------------------------

    def choice(self, items: Sequence[Item] | None = None, naive: bool = False) -> Choice:
        """Value of each reply after the evidence. Raises EvidenceError without a decision."""
        if self.decision is None:
            raise EvidenceError.of(
                "weigh/decision", "no decision was given", mend="pass decision=Decision(...)"
            )
        return choose(self.ledger, self.decision, items, naive)

    def lead(self, reply: str) -> float:
        """How much better ``reply`` is than the best other: negative once the decision has flipped."""
        worth = Worth.find(self.ledger, self.decision, self.worth) if self.decision is not None else None
        if worth is None:
            return self.choice().lead(reply)
        return lead(self.decision.replies, worth.overall(self.ledger), reply)  # type: ignore[union-attr]

    def searching(self) -> Assessment:
        """The same assessment, quicker to ask for the lead of a reply under other evidence."""
        if self.decision is None:
            return self
        return replace(self, worth=Worth.find(self.ledger, self.decision, self.worth))

    def replies(self) -> pd.DataFrame:
        """Value of each reply: overall, 5 and 95 per cent of worlds, share of worlds in which it is best."""
        import pandas as pd

        choice = self.choice()
        share = choice.share()
        rows = []
        for place, reply in enumerate(choice.replies):
            low, high = quantiles(choice.world[:, place], choice.weight, (0.05, 0.95))
            rows.append(
                {
                    "reply": reply,
                    "value": choice.overall[place],
                    "low": low,
                    "high": high,
                    "share best": share[reply],
                    "best": reply == choice.best,
                }
            )
        return pd.DataFrame(rows)

    def flips(self, levers: Iterable[Lever] | None = None) -> pd.DataFrame:
        """The smallest change of each lever that reverses the decision; see :mod:`overture.weigh.flip`."""
        from overture.weigh.flip import flips

        return flips(self, levers)

    def indicators(self, indicators: Iterable[Indicator], hypothesis: str | None = None) -> pd.DataFrame:
        """What to look for, ranked; see :mod:`overture.weigh.indicator`."""
        from overture.weigh.indicator import rank

        return rank(self, indicators, hypothesis or self.hypotheses[0])

    def leave_one_out(self) -> pd.DataFrame:
        """Every act, source and equilibrium left out in turn; see :mod:`overture.weigh.robust`."""
        from overture.weigh.robust import leave_one_out

        return leave_one_out(self)

    def assumptions(
        self, parameters: Mapping[str, Floats] | None = None, names: Mapping[str, str] | None = None
    ) -> pd.DataFrame:
        """Key assumptions and how often the conclusion survives without them."""
        from overture.weigh.robust import assumptions

        return assumptions(self, parameters, names)

    def to_json(self) -> dict[str, object]:
        """Everything above as plain JSON values; see :mod:`overture.weigh.record`."""
        from overture.weigh.record import to_json

        return to_json(self)

    # -- variations ---------------------------------------------------------------------------------

    def with_sources(self, sources: Mapping[str, Source]) -> Assessment:
        """The same evidence with other judgements about the sources (the game is untouched)."""
        masks = {key: self.ledger.mask[place] for place, key in enumerate(self.ledger.events)}
        changed = {name for name, source in sources.items() if self.sources.get(name) is not source}
        families = weigh_testimony(sources, self.testimony, masks, self.lineage, self.families, changed)
        items = [
            *self._items("act"),
            *testimony_items(families, sources, self.testimony, self.lineage, masks),
        ]
        return replace(self, ledger=self.ledger.having(items), sources=sources, families=families)

    def with_ledger(self, ledger: Ledger) -> Assessment:
        """The same questions on another ledger over the same signatures."""
        return replace(self, ledger=ledger)

    def _items(self, kind: str) -> list[Item]:
        return [item for item in self.ledger.items if item.kind == kind]


def weigh(
    history: Floats | Sequence[Floats],
    weights: Floats | None,
    events: Mapping[str, Bools],
    hypotheses: Sequence[str],
    *,
    sources: Iterable[Source] = (),
    testimony: Iterable[Testimony] = (),
    acts: Iterable[Act] = (),
    world_weights: Floats | None = None,
    equilibria: Sequence[str] | None = None,
    decision: Decision | None = None,
    learn: bool = True,
    drop: bool = False,
    cap: float = 1000.0,
    floor: float | None = None,
) -> Assessment:
    """Condition a solved game on what was done, and weigh what was said.

    Args:
        history: [world, equilibrium, terminal] probability of each history in each equilibrium (a list
            of [world, terminal] arrays, one for each equilibrium, saves memory; NaN where absent).
        weights: [world, equilibrium] prior weight of each equilibrium; NaN or 0 where absent.
        events: key -> [terminal] mask (``overture.game.event.mask``): every event that acts, claims,
            hypotheses or the decision name.
        hypotheses: keys; the first is the question.
        sources, testimony, acts: the evidence; acts in the order in which they were done.
        world_weights: [world], None for equal.
        decision: what the evidence is for.
        learn: whether evidence also reweighs the worlds (False: worlds are a grid, not uncertainty).
        drop: leave out worlds in which the evidence is impossible instead of raising.
        cap, floor: see :class:`Assessment`.

    Raises:
        EvidenceError: what is missing or does not fit, all at once; ``weigh/impossible`` where the model
            says that the evidence cannot happen, naming the item and the share of worlds.
    """
    source_of = {source.id: source for source in sources}
    said, done = tuple(testimony), tuple(acts)
    _check_names(events, hypotheses, done, decision)
    ledger = build_ledger(history, weights, events, world_weights, equilibria, learn)
    masks = {key: ledger.mask[place] for place, key in enumerate(ledger.events)}
    lineage = trace(said)
    families = weigh_testimony(source_of, said, masks, lineage)
    items = []
    for act in done:
        with np.errstate(divide="ignore"):
            logs = np.log(ledger.row(act.event).astype(float))
        items.append(Item(act.name, "act", logs, logs, act.date))
    items += testimony_items(families, source_of, said, lineage, masks)
    _check_items(items)
    loose = loose_mass(history, events, ledger, done)
    ledger = ledger.having(items).check_possible(drop)
    return Assessment(
        ledger, tuple(hypotheses), source_of, said, done, lineage, families, decision, cap, floor, loose
    )


def quantiles(value: Floats, weight: Floats, at: Sequence[float]) -> list[float]:
    """Weighted quantiles of the values that have weight (the value at which the share is reached)."""
    keep = (weight > 0.0) & ~np.isnan(value)
    if not keep.any():
        return [float("nan")] * len(at)
    order = np.argsort(value[keep])
    ranked, share = value[keep][order], np.cumsum(weight[keep][order])
    places = np.searchsorted(share / share[-1], np.asarray(at) - 1e-12)
    return [float(ranked[min(place, len(ranked) - 1)]) for place in places]


def _check_names(
    events: Mapping[str, Bools], hypotheses: Sequence[str], acts: Sequence[Act], decision: Decision | None
) -> None:
    wanted = [("hypotheses", key) for key in hypotheses]
    wanted += [(f"act {act.name}", act.event) for act in acts]
    wanted += [("the decision's cases", key) for key in (decision.cases if decision else ())]
    faults = [
        Fault("weigh/event", f"no event {key!r}", where, ", ".join(events))
        for where, key in wanted
        if key not in events and not (key.startswith("not ") and key[4:] in events)
    ]
    if not hypotheses:
        faults.append(Fault("weigh/event", "no hypothesis", "hypotheses", "at least one event key"))
    EvidenceError.raise_any(faults)


def _check_items(items: Sequence[Item]) -> None:
    names = [item.name for item in items]
    EvidenceError.raise_any(
        Fault("weigh/item", "two items of evidence have this name", name)
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    )
