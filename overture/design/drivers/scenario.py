"""Scenario discovery: a rule in a few inputs that tells where something fails, or where it succeeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from overture.design.drivers import tree
from overture.design.drivers.asked import numbers
from overture.design.drivers.prim import box
from overture.design.drivers.rule import Rule
from overture.errors import Fault, FileError, SolveError
from overture.games.codec import refused
from overture.games.view import Shown

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Of = Literal["failure", "success"]


@dataclass(frozen=True, repr=False)
class ScenarioRule(Shown):
    """Where, among W points of d inputs, something happens: one box, and the leaves of a tree beside it.

    Attributes:
        names: [d] inputs. points: [W, d] their values.
        of: what the rule tells, "failure" or "success". happens: [W] where that is so.
        density_asked: of the box.
        box: the box; None where it happens nowhere or everywhere.
        leaves: of the tree; None where no tree was grown.
    """

    names: tuple[str, ...]
    points: Floats
    of: Of
    happens: Bools
    density_asked: float
    box: Rule | None
    leaves: tuple[Rule, ...] | None

    @property
    def base(self) -> float:
        """The share of all points at which it happens."""
        return float(self.happens.mean())

    def coverage(self, *rules: Rule) -> float:
        """The share of all cases that lie inside the rules; leaves of one tree have no point in common."""
        cases = int(self.happens.sum())
        return sum(rule.cases for rule in rules) / cases if cases else 0.0

    def density(self, *rules: Rule) -> float:
        """The share of the points inside the rules at which it happens."""
        inside = sum(rule.inside for rule in rules)
        return sum(rule.cases for rule in rules) / inside if inside else 0.0

    def summary(self) -> str:
        """The rules in sentences, with their coverage and density."""
        from overture.design.drivers.words import rule_said

        return rule_said(self)

    def _head(self) -> list[str]:
        from overture.design.drivers.words import rule_head

        return rule_head(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per bound.

        Columns: ``rule`` (box, or leaf with its number), ``input``, ``at_least`` and ``at_most`` (one of them is NaN),
        ``quasi_p`` of the bound (NaN in a leaf), ``inside`` (points in the rule), ``coverage`` and ``density`` of the rule.
        """
        import pandas as pd

        rules = [("box", self.box)] if self.box is not None else []
        rules += [(f"leaf {at + 1}", leaf) for at, leaf in enumerate(self.leaves or ())]
        columns = ("rule", "input", "at_least", "at_most", "quasi_p", "inside", "coverage", "density")
        rows = [
            (
                name, self.names[each.axis], each.value if each.at_least else np.nan,
                np.nan if each.at_least else each.value, np.nan if each.chance is None else each.chance,
                rule.inside, self.coverage(rule), rule.density,
            )
            for name, rule in rules
            for each in rule.bounds
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(columns))

    def __again__(self) -> ScenarioRule:
        shape = (len(self.happens), len(self.names))
        if self.points.shape != shape or 0 in shape or not np.isfinite(self.points).all():
            raise refused("result.points", self.points.shape, f"finite numbers of the shape {shape}")
        for rule in (*([self.box] if self.box is not None else []), *(self.leaves or ())):
            if not all(0 <= each.axis < len(self.names) for each in rule.bounds):
                raise refused("result", rule.bounds, f"bounds on {len(self.names)} inputs")
            if Rule.of(rule.bounds, self.points, self.happens) != rule:
                raise FileError.of(
                    "load/measured", "a rule does not hold what it says", "result", "what save() wrote"
                )
        return self


def scenario_rule(
    inputs: Mapping[str, ArrayLike],
    fails: ArrayLike,
    of: Of | None = None,
    density: float = 0.8,
    with_tree: bool | None = None,
) -> ScenarioRule:
    """A rule that tells where something fails: one box by PRIM, and the leaves of a tree beside it.

    Coverage is the share of all failures inside the rule, density the share of failures among the points inside.
    The box is that of largest coverage with at least the density asked for; bounds that may tell nothing are dropped.
    It takes more than it must of a rule with corners, where the tree may find the corner; the tree is grown where
    scikit-learn is installed (the extra ``drivers``).

    Args:
        inputs: name -> [point] values. fails: [point] whether it fails there.
        of: what the rule is to tell, "failure" or "success". If left out it is failure, unless more of the points fail
            than the density asked for, since such a rule tells nothing.
        density: asked of the box, above 0 and at most 1.
        with_tree: whether a tree is grown; if left out, where scikit-learn is installed.

    Raises:
        SolveError: inputs of other lengths, numbers that are not finite, or ``fails`` that is not true or false.
        MissingExtra: a tree is asked for and scikit-learn is not installed.

    Source: Friedman and Fisher 1999, Statistics and Computing 9:123-143 (PRIM); Bryant and Lempert 2010, Technological Forecasting
    and Social Change 77:34-49.
    """
    points, failed = _read(inputs, fails, of, density)
    told: Of = of or ("success" if failed.mean() > density else "failure")
    happens = failed if told == "failure" else ~failed
    everywhere = not happens.any() or happens.all()
    grown = tree.installed() if with_tree is None else with_tree
    leaves = tree.leaves(points, happens) if grown and not everywhere else None
    found = None if everywhere else box(points, happens, density)
    return ScenarioRule(tuple(inputs), points, told, happens, float(density), found, leaves)


def _read(
    inputs: Mapping[str, ArrayLike], fails: ArrayLike, of: str | None, density: float
) -> tuple[Floats, Bools]:
    """[W, d] points and [W] failures, or all faults of them."""
    failed, faults = np.asarray(fails), []
    if failed.ndim != 1 or not failed.size or failed.dtype != np.bool_:
        words = f"found {failed.dtype.name} of the shape {failed.shape}"
        faults.append(Fault("drivers/fails", words, "where it fails", "true or false for each point"))
    if of not in (None, *get_args(Of)):
        faults.append(Fault("drivers/of", f"found {of!r}", "what the rule tells", ", ".join(get_args(Of))))
    if not 0 < density <= 1:
        faults.append(Fault("drivers/density", f"found {density}", "the density", "above 0 and at most 1"))
    if not inputs:
        faults.append(Fault("drivers/inputs", "found no input", "the points", "one input at least"))
    columns = {name: numbers(each) for name, each in inputs.items()}
    for name, values in columns.items():
        if values.shape != failed.shape or not np.isfinite(values).all():
            allowed = f"finite numbers of the shape {failed.shape}"
            faults.append(
                Fault("drivers/inputs", f"found the shape {values.shape}", f"the input {name!r}", allowed)
            )
    SolveError.raise_any(faults)
    return np.stack(list(columns.values()), axis=1), failed
