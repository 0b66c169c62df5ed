"""A model at given parameters, solved when it is asked: what the statements of a publication are computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from overture.errors import SolveError

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.tree import Tree
    from overture.models.catalogue.model import PublishedModel
    from overture.solvers.all.equilibrium import Equilibrium
    from overture.solvers.all.refinement import RefinementVerdict
    from overture.solvers.solution import Solution

    Shown = Equilibrium | AssessmentCertificate  # of an equilibrium: the member that is shown


@dataclass(frozen=True)
class SolvedModel:
    """A model at parameters and a shape. Chances and payoffs of equilibria are exact where the parameters are.

    Attributes:
        model: of the catalogue. given: parameters and shape arguments that differ from the defaults.
        kept: what has been solved at other values, shared by all that :meth:`at` makes.
    """

    model: PublishedModel
    given: Mapping[str, Any] = field(default_factory=dict)
    kept: dict[tuple[Any, ...], SolvedModel] = field(default_factory=dict, repr=False)

    def at(self, **given: Any) -> SolvedModel:
        """The same model at other parameters or shape arguments; what is solved once is kept.

        Raises:
            SolveError: a value that the model does not allow. TellingError: no such shape argument.
        """
        wanted = {**self.given, **given}
        key = tuple(sorted((name, repr(value)) for name, value in wanted.items()))
        if key not in self.kept:
            self.kept[key] = SolvedModel(self.model, wanted, self.kept)
        return self.kept[key]

    @property
    def p(self) -> Any:
        """All parameters and the shape arguments, as attributes."""
        return SimpleNamespace(**{**self.model.defaults, **self.model.shape, **self.given})

    @property
    def _shape(self) -> dict[str, Any]:
        return {name: value for name, value in self.given.items() if name not in self.model.defaults}

    @cached_property
    def tree(self) -> Tree:
        """The game (one world)."""
        own = {name: value for name, value in self.given.items() if name in self.model.defaults}
        return self.model.game.shape(**self._shape).tree({**self.model.defaults, **own})

    @cached_property
    def equilibria(self) -> tuple[Equilibrium, ...]:
        """All equilibria, as the entries of :func:`overture.equilibria`. Raises SolveError where the list is not complete."""
        from overture.solvers.all.equilibria import equilibria

        found = equilibria(self.tree)
        if not found.complete:
            raise SolveError.of(
                "models/incomplete", f"not all equilibria were found ({found.how})", self.tree.title
            )
        return found.members

    @property
    def only(self) -> Equilibrium:
        """The one equilibrium. Raises SolveError where there are several, or none."""
        if len(self.equilibria) != 1:
            labels = ", ".join(each.label for each in self.equilibria) or "none"
            raise SolveError.of(
                "models/not-unique", f"{len(self.equilibria)} equilibria: {labels}", self.tree.title, "one"
            )
        return self.equilibria[0]

    def where(self, event: str, low: Any = 1, high: Any = 1) -> tuple[Equilibrium, ...]:
        """The equilibria in which the chance of an event lies from ``low`` to ``high``, in every member of them."""
        ranges = [(each, each.range_of(event)) for each in self.equilibria]
        return tuple(each for each, found in ranges if low <= found.low and found.high <= high)

    def the(self, event: str, low: Any = 1, high: Any = 1) -> Equilibrium:
        """The one equilibrium of :meth:`where`. Raises SolveError where there are several, or none."""
        found = self.where(event, low, high)
        if len(found) != 1:
            raise SolveError.of(
                "models/not-unique", f"{len(found)} equilibria with {event}", self.tree.title, "one"
            )
        return found[0]

    def passes(self, shown: Equilibrium, test: str) -> bool:
        """Whether an equilibrium passes a refinement in all of its members: intuitive, d1, undefeated or neologism_proof.

        Raises:
            SolveError: the test was not made, or some members alone pass it.
        """
        verdict: RefinementVerdict | None = getattr(shown, test)
        if verdict is None or verdict.passes is None:
            why = "not tested" if verdict is None else f"{verdict.holds} ({verdict.reason})"
            raise SolveError.of("models/undecided", f"{test} of {shown.label}: {why}", self.tree.title)
        return verdict.passes

    @cached_property
    def limit(self) -> Solution:
        """The limit of the logit path (:func:`overture.solve`)."""
        from overture.solvers.solve import solve

        return solve(self.tree)

    def chance(self, shown: Shown, event: str, given: str = "True") -> Any:
        """The chance of an event in the member of an equilibrium that is shown, given another event.

        Raises:
            SolveError: the other event has chance 0 there.
        """
        from overture.games.measured.event import mask

        reach = self._reach(shown)
        known, inside = mask(self.tree, given), mask(self.tree, event)
        total = self._some(sum((reach[at] for at in known.nonzero()[0]), Fraction(0)), given)
        return sum((reach[at] for at in (known & inside).nonzero()[0]), Fraction(0)) / total

    def worth(self, shown: Shown, player: str, given: str = "True") -> Any:
        """What a player can expect in the member of an equilibrium that is shown, given an event.

        Raises:
            SolveError: the event has chance 0 there.
        """
        from overture.games.measured.evaluation import payoffs, totals
        from overture.games.measured.event import mask

        reach = self._reach(shown)
        tree = self.tree
        at = tree.players.index(player)
        nothing: tuple[Any, ...] = (Fraction(0),) * len(tree.players)
        paid = totals(tree, payoffs(tree), nothing)
        ends = tree.terminal
        known = mask(tree, given).nonzero()[0]
        total = self._some(sum((reach[end] for end in known), Fraction(0)), given)
        return sum((reach[end] * paid[int(ends[end])][at] for end in known), Fraction(0)) / total

    def share(self, shown: Shown, move: str, choice: str, given: str = "True") -> Any:
        """The probability of a choice where the mover has seen an event, whether play comes there or not.

        Args:
            move, choice: names. given: what he has seen, which picks out his information sets.

        Raises:
            SolveError: no information set is picked out, or several in which he plays differently.
        """
        certificate = _certificate(shown)
        tree = self.tree
        profile = certificate.assessment.profile
        found = {
            profile.get((infoset, action), 0)
            for infoset in self._sets(move, given)
            for action in range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
            if tree.labels.edge[action] == choice
        }
        if len(found) != 1:
            raise SolveError.of(
                "models/not-unique",
                f"{len(found)} probabilities of {choice} at {move}, given {given}",
                tree.title,
            )
        return found.pop()

    def belief(self, shown: Shown, move: str, event: str, given: str = "True") -> Any:
        """What the mover believes of an event that lies before his move, whether play comes there or not.

        Args:
            move: its name. event: of earlier choices. given: what he has seen, which picks out one information set.

        Raises:
            SolveError: given picks out no information set, or several.
        """
        from overture.games.measured.event import mask

        certificate = _certificate(shown)
        tree = self.tree
        sets = self._sets(move, given)
        if len(sets) != 1:
            raise SolveError.of(
                "models/not-unique",
                f"{len(sets)} information sets of {move}, given {given}",
                tree.title,
                "one",
            )
        (infoset,) = sets
        inside = {
            node for end in mask(tree, event).nonzero()[0] for node in self._above(int(tree.terminal[end]))
        }
        members = tree.member[int(tree.member_start[infoset]) : int(tree.member_start[infoset + 1])]
        return sum(
            (certificate.belief[int(node)] or 0 for node in members if int(node) in inside), Fraction(0)
        )

    def playing(
        self,
        rule: Callable[[str, Mapping[str, str]], str | Mapping[str, Any]],
        tremble: Callable[[str, Mapping[str, str], str], tuple[Any, Any]] | None = None,
    ) -> AssessmentCertificate:
        """A way of playing that a publication gives, with its certificate.

        Args:
            rule: called with the name of a move and the history before it (move -> choice); the choice that is made there,
                or the probability of each. It must answer alike on all histories that the mover cannot tell apart.
            tremble: called with these and a choice of probability 0; (c, k) for a chance of ``c * eps**k``. Default (1, 1).

        Raises:
            SolveError: the rule answers differently within an information set, or with what is no choice.
        """
        from overture.games.measured.assessment import Assessment
        from overture.games.measured.certificate import certify

        tree = self.tree
        profile: dict[tuple[int, int], Any] = {}
        trembles: dict[tuple[int, int], tuple[Any, Any]] = {}
        for infoset in range(tree.n_infosets):
            move = tree.labels.set_name[infoset]
            members = tree.member[int(tree.member_start[infoset]) : int(tree.member_start[infoset + 1])]
            histories = [self._history(int(node)) for node in members]
            answers = [rule(move, history) for history in histories]
            if any(answer != answers[0] for answer in answers):
                raise SolveError.of(
                    "models/rule", f"the rule tells apart what the mover cannot at {move}", tree.title
                )
            chosen = {answers[0]: 1} if isinstance(answers[0], str) else answers[0]
            actions = range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
            known = [tree.labels.edge[action] for action in actions]
            if not set(chosen) <= set(known):
                raise SolveError.of(
                    "models/rule", f"{move}: {', '.join(chosen)}", tree.title, ", ".join(known)
                )
            for action, name in zip(actions, known, strict=True):
                profile[infoset, action] = chosen.get(name, 0)
                if tremble is not None and not chosen.get(name, 0):
                    trembles[infoset, action] = tremble(move, histories[0], name)
        return certify(tree, Assessment(profile, trembles))

    def _history(self, node: int) -> dict[str, str]:
        """move -> choice on the way to a node."""
        tree = self.tree
        found: dict[str, str] = {}
        while (before := int(tree.parent[node])) >= 0:
            found[tree.labels.set_name[int(tree.set_of[before])]] = tree.labels.edge[int(tree.edge[node])]
            node = before
        return found

    def _reach(self, shown: Shown) -> list[Any]:
        """[terminal] the chance of each complete history."""
        certificate = _certificate(shown)
        return [certificate.reach[node] for node in self.tree.terminal]

    def _some(self, total: Any, given: str) -> Any:
        """A chance that is not 0. Raises SolveError where it is."""
        if total == 0:
            raise SolveError.of("models/never", f"the chance of {given} is 0", self.tree.title)
        return total

    def _above(self, node: int) -> Iterator[int]:
        """A node and all before it."""
        while node >= 0:
            yield node
            node = int(self.tree.parent[node])

    def _sets(self, move: str, given: str) -> set[int]:
        """The information sets of a move through which some history of an event passes."""
        from overture.games.measured.event import mask

        tree = self.tree
        through = {
            node for end in mask(tree, given).nonzero()[0] for node in self._above(int(tree.terminal[end]))
        }
        sets = {int(tree.set_of[node]) for node in through}
        return {each for each in sets if 0 <= each < tree.n_infosets and tree.labels.set_name[each] == move}


def _certificate(shown: Shown) -> AssessmentCertificate:
    """The certificate of the member of an equilibrium that is shown."""
    from overture.solvers.all.equilibrium import Equilibrium

    return shown.certificate if isinstance(shown, Equilibrium) else shown
