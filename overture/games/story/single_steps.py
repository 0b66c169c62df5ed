"""The steps of a story that hold no others, written into its program: moves, chance, signals, values, payments."""

from __future__ import annotations

from collections.abc import Sequence

from overture.filing import Keys
from overture.games.story.expressions.expression import KIND_WORDS, Meaning, labelled
from overture.games.story.lookup import Lookup, Slots
from overture.games.story.names import no_name
from overture.games.story.program import Choose, Name, Pay, Show, Skip
from overture.games.story.schema import (
    EndStep,
    LetStep,
    MoveStep,
    OddsEntry,
    PayStep,
    SignalStep,
    SimultaneousStep,
)  # fmt: skip
from overture.wording import did_you_mean


class SingleSteps(Lookup):
    """Writes single steps of a story into its program.

    ``certain`` holds the moves that were made on every history that comes here; ``unsure`` counts the conditions of which
    it is not known whether any history comes past them.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.certain: set[str] = set()
        self.unsure = 0

    def once(self, name: str, keys: Keys, of: str | None = None) -> None:
        """A move is made here, a signal only where the move ``of`` was made; no history has two of one name."""
        if name in self.certain and not self.unsure and not self.supposed:
            self.fault(keys, "telling/repeated-name", f"{name!r} happens twice on one history", "one move of each name on a history",
                       "give each a name of its own; in periods one with their number, as in offer {period}")  # fmt: skip
        if of is None or of in self.certain:
            self.certain.add(name)

    def skip(self, unless: Meaning | None, keys: Keys) -> Skip:
        made = Skip(unless, self.where(keys))
        self.program.steps.append(made)
        return made

    # -- moves

    def move(self, step: MoveStep, keys: Keys, slots: Slots, seen: tuple[str, ...] | None) -> str:
        name = self.fill(step.move, slots, (*keys, "move"))
        by = self.fill(step.by, slots, (*keys, "by"))
        self.player(by, (*keys, "by"))
        self.once(name, keys)
        if step.covert and step.seen_by:
            self.fault((*keys, "covert"), "story/covert", f"the covert move {name!r} is seen by {', '.join(step.seen_by)}",
                       "covert, or seen_by", "leave one of them out")  # fmt: skip
        offered, silent = self.offered(name, step.choices, (*keys, "choices"), slots)
        audience = self.audience(step.seen_by, (*keys, "seen_by"), slots)
        shown = () if step.covert else audience
        self.program.steps.append(
            Choose(name, by, tuple(offered), shown if seen is None else seen, self.where(keys))
        )
        self.named(name, [*(each.choice for each in offered), *silent], keys)
        return name

    def chance(
        self, name: str, odds: Sequence[OddsEntry], seen_by: list[str] | None, keys: Keys, at: Keys,
        slots: Slots,
    ) -> None:  # fmt: skip
        offered, silent = self.offered(name, odds, at, slots)
        shown = self.audience(seen_by, (*keys, "seen_by"), slots)
        self.program.steps.append(Choose(name, None, tuple(offered), shown, self.where(keys), self.where(at)))
        self.named(name, [*(each.choice for each in offered), *silent], keys)

    def signal(self, step: SignalStep, keys: Keys, slots: Slots) -> None:
        of, name = self.fill(step.of, slots, (*keys, "of")), self.fill(step.signal, slots, (*keys, "signal"))
        self.happened(of, (*keys, "of"))
        self.once(name, keys, of)
        labels = [labelled(each) for each in self.moves.get(of, ())]
        if of in self.moves:
            missing = [label for label in labels if label not in step.odds]
            if missing:
                self.fault((*keys, "odds"), "story/signal", f"no odds are given for {', '.join(missing)}",
                           f"odds for each choice of {of!r}: {', '.join(labels)}")  # fmt: skip
        for label, odds in step.odds.items():
            here = (*keys, "odds", label)
            if of in self.moves and label not in labels:
                self.fault(here, "story/choice", f"{of!r} has no choice {label!r}", ", ".join(labels),
                           did_you_mean(label, labels))  # fmt: skip
            over = self.skip(_is(of, label), keys)
            self.chance(name, odds, step.seen_by, keys, here, slots)
            over.to = len(self.program.steps)

    def simultaneous(self, step: SimultaneousStep, keys: Keys, slots: Slots) -> None:
        made = []
        for at, each in enumerate(step.simultaneous):
            here = (*keys, "simultaneous", at)
            if each.when or each.covert or each.seen_by is not None:
                self.fault(here, "story/simultaneous", f"the simultaneous move {each.move!r} has a when, covert or seen_by "
                           "of its own", "by and choices", "write them at the step: they hold for all of its moves")  # fmt: skip
            if each.when:  # what is wrong in it is told with that
                self.read(each.when, slots, (*here, "when"), "truth")
            made.append(self.move(each, here, slots, ()))
        by = [each.by for each in step.simultaneous]
        if len(set(by)) < len(by):
            self.fault(
                keys,
                "story/simultaneous",
                "one player makes two simultaneous moves",
                "one move of each player",
            )
        shown = self.audience(step.seen_by, (*keys, "seen_by"), slots)
        if shown != ():
            self.program.steps += [Show(name, shown, self.where(keys)) for name in made]

    # -- values, payoffs, blocks

    def let(self, step: LetStep, keys: Keys, slots: Slots) -> None:
        values, read = [], {}
        for name, text in step.let.items():
            here, named = (*keys, "let", name), self.fill(name, slots, (*keys, "let", name))
            found = self.read(text, slots, here, None)
            wrong = no_name(named)
            if wrong is not None:
                self.fault(here, "story/value-name", wrong.found, wrong.allowed, wrong.mend)
            elif named in self.arguments:
                self.fault(here, "story/value-name", f"a value is called {named!r}, as an argument of the shape is",
                           "a name of its own")  # fmt: skip
            elif found is None:
                self.kinds.setdefault(named, "number")  # so that no other fault follows
                self.doubtful.add(named)
            else:
                read[named] = found
                values.append((named, found.meaning))
                if self.kinds.get(named, found.kind) != found.kind:
                    self.fault(here, "story/kind", f"{named!r} was {KIND_WORDS[self.kinds[named]]} and becomes {KIND_WORDS[found.kind]}",
                               "one kind of value under one name")  # fmt: skip
        for named, found in read.items():
            self.kinds[named] = found.kind
            self.hanging.discard(named)
            self.hanging |= {named} if found.hangs else set()
        self.program.steps.append(Name(tuple(values), self.where(keys)))

    def pay(self, step: PayStep | EndStep, keys: Keys, slots: Slots) -> None:
        ends = isinstance(step, EndStep)
        part = "end" if ends else "pay"
        paid = []
        for name, text in (step.end if isinstance(step, EndStep) else step.pay).items():
            here = (*keys, part, name)
            named = self.fill(name, slots, here)
            self.player(named, here)
            paid.append((named, self.meaning(text, slots, here, "number")))
        missing = [name for name in self.story.players if name not in dict(paid)]
        if ends and paid and missing:
            self.fault((*keys, "end"), "story/payoffs", f"no payoff for {', '.join(missing)}",
                       "a payoff for each player, or end: {} where all has been paid on the way")  # fmt: skip
        self.program.steps.append(Pay(tuple(paid), ends, self.where(keys)))


def _is(move: str, label: str) -> Meaning:
    return lambda scope: move in scope.made and labelled(scope.made[move]) == label
