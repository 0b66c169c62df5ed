"""Terms by our own numbers, where ours are not his: his play rests on his picture of us, the breach is reckoned with our belief.

A world of the game has one copy of every number, and all who play in it see the same. We know ourselves better: our
belief is the one after what was done and said and the offer, the odds of nature and our payoffs are our own, and we do
later what is best for us then. His play comes from the worlds, each with the weight that what was done and said and the
offer leave it, and from the class of equilibrium in which the offer was made there: it decides what he thinks that we
believe when our terms come (docs/explanation/one-distribution.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from overture.case.draw import own_draws
from overture.design.terms.judge import CELLS
from overture.design.terms.judged import SURE
from overture.design.terms.members import EACH, types_of
from overture.design.terms.posed import TermsGame, batches
from overture.games.measured.event import Mask, mask
from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Floats, Tree
from overture.judgement.asked.question import question
from overture.judgement.deal.explain import choice_words, set_words
from overture.judgement.deal.ours import BelievedAtTerms, OurMove, OursOfTerms
from overture.judgement.deal.posed import PosedTerms
from overture.judgement.prepare import prepare
from overture.judgement.progress import Progress
from overture.solvers.all.across import equilibria_across
from overture.weigh.decision.reply import Sequel, from_the_start
from overture.weigh.distribution.cells import paths, through
from overture.weigh.distribution.own import Own, nature_odds, type_odds, with_type_odds

WORLDS = (
    256  # of the case's own game, at most: they have to be solved for the classes in which the offer is made
)
ODDS = "odds of the type "  # a parameter that the game does not have: what he thinks that we believe


@dataclass(frozen=True)
class Believed:
    """What he is and thinks where terms are put to him. Axes: C cells (a class of equilibrium in a world), T types, O own draws.

    Attributes:
        told: what is said of it.
        types: [T] labels. weight: [C, T] of a cell and a type, after what was done and said and the offer; sums to 1.
        worlds: parameter of the game of terms -> [C], and for each type what he thinks that we believe.
        theirs: parameters that are his alone to know. own: parameter -> [O] our own copies, with the weights ``own_weight``.
    """

    told: BelievedAtTerms
    types: tuple[str, ...]
    weight: Floats
    worlds: Mapping[str, Floats]
    theirs: frozenset[str]
    own: Mapping[str, Floats]
    own_weight: Floats

    def game(self, terms: TermsGame) -> TermsGame:
        """The game of terms in which chance draws the types as he thinks that we believe."""

        def tell(given: Mapping[str, Any], shape: Mapping[str, Any]) -> Tree:
            tree = terms.tell(
                {name: value for name, value in given.items() if not name.startswith(ODDS)}, shape
            )
            labels = types_of(tree, terms.hypothesis)
            odds = np.stack([np.atleast_1d(given[ODDS + label]) for label in labels], axis=1)
            return with_type_odds(tree, terms.hypothesis, odds)

        return replace(terms, tell=tell)


def believed(posed: PosedTerms, worlds: int, seed: int, progress: Progress | None = None) -> Believed | None:
    """What he is and thinks after what was done and said and the offer; None where terms are judged in the case's own game.

    Where the offer cannot be made, or no class of equilibrium has it, it is what he is after what was done and said.

    Raises:
        EvidenceError: what was done and said has no chance in the game.
    """
    if posed.own_game:
        return None
    loaded, count = posed.loaded, min(WORLDS, worlds)
    basis = prepare(loaded, count, seed, progress=progress, alone=True)
    q = question(basis, basis.asked)
    joint = q.joint
    event = q.asked.offer if q.possible else basis.done
    mass = joint.mass(event) * joint.prior
    weight = mass / mass.sum()
    # What he thinks that we believe: by the odds of his picture of us, and by what both have seen.
    held = type_odds(basis.tree, loaded.case.hypothesis.move)[:, None, list(basis.order)] * joint.mass(
        event, said=False
    )
    total = held.sum(axis=2)
    world, kind = np.nonzero((weight.sum(axis=2) > 0) & (total > 0))
    picture = held[world, kind] / total[world, kind][:, None]
    weight = weight[world, kind] / weight[world, kind].sum()
    given = _inside(posed, basis.tree.parameters, count)
    told = BelievedAtTerms(
        after="now" if not q.possible else "since the offer" if basis.made else "if he offers",
        offer=loaded.case.offer.words,
        prior=_by_type(basis.types, joint.prior),
        belief=_by_type(basis.types, weight.sum(axis=0)),
        picture=_by_type(basis.types, weight.sum(axis=1) @ picture),
        worlds=count,
    )
    return Believed(
        told, basis.types, weight,
        {name: value[world] for name, value in given.items()}
        | {ODDS + label: picture[:, at] for at, label in enumerate(basis.types)},
        frozenset(name for name, other in posed.judged.names.items() if other in basis.knows and basis.knows[other].side == "theirs"),
        _inside(posed, own_draws(loaded.parameters, count, seed), count), joint.own.weight,
    )  # fmt: skip


def _by_type(types: tuple[str, ...], number: Floats) -> dict[str, float]:
    return dict(zip(types, number.tolist(), strict=True))


def _inside(posed: PosedTerms, given: Mapping[str, Floats], count: int) -> dict[str, Floats]:
    """Parameter of the game of terms -> [count]: what the case has under its name there, else its mode."""
    return {
        name: np.asarray(given[other], float) if (other := posed.judged.names.get(name, name)) in given
        else np.full(count, each.played.mode)
        for name, each in posed.judged.parameters.items()
    }  # fmt: skip


def by_our_numbers(posed: PosedTerms, vector: Floats, held: Believed, most: float) -> OursOfTerms:
    """The chance that terms [C] are broken, and what they are worth, by our own belief and numbers; our later moves best.

    ``most``: the largest chance of a breach that counts as holding.
    """
    game = posed.game
    (batch,) = batches(held.game(game), posed.clauses, vector[None], {}, held.worlds, CELLS)
    tree = batch.tree
    us = tree.players.index(game.us)
    plan_of = from_the_start(tree, us)
    kind = np.zeros(len(tree.terminal), dtype=np.int32)
    for label, inside in types_of(tree, game.hypothesis).items():
        kind[inside] = held.types.index(label)
    moves, known = _his_play(tree, us)
    nature = _own(posed, vector, held, tree, us).nature
    chance = held.weight[:, kind] * moves
    mass, worth = (chance * nature.chance).sum(axis=0), (chance * nature.worth).sum(axis=0)
    plan = plan_of.plan(worth)
    taken = np.zeros(len(mass), dtype=bool)
    taken[np.concatenate(plan_of.follow(plan))] = True
    struck, broken = mask(tree, game.struck) & taken, mask(tree, game.broken)
    total = float(mass[taken].sum())

    def breach(given: Mask) -> float | None:
        whole = float(mass[given].sum())
        return float(mass[given & broken].sum()) / whole if whole > 1e-9 * total else None

    chance_broken = breach(struck)
    by_type = {label: breach(struck & (kind == at)) for at, label in enumerate(held.types)}
    return OursOfTerms(
        struck=float(mass[struck].sum()) / total,
        broken=chance_broken,
        us=float(worth[taken].sum()) / total,
        by_type=by_type,
        by_belief=chance_broken is not None
        and chance_broken <= most
        and any((each or 0.0) > SURE for each in by_type.values()),
        moves=_our_moves(posed, tree, plan_of, plan, struck, breach),
        known=float(held.weight[known].sum()),
    )


def _our_moves(
    posed: PosedTerms, tree: Tree, after: Sequel, plan: Mapping[int, str], struck: Mask, breach: Any
) -> list[OurMove]:
    """What we do later where the deal is made and play comes there, and how likely a breach then is."""
    found = []
    for infoset, choice in sorted(plan.items()):
        chance = breach(struck & (through(tree, infoset) >= 0))
        if chance is not None:
            name = tree.labels.set_label[infoset]
            found.append(
                OurMove(
                    set=set_words(posed, tree, name),
                    choice=choice_words(posed, tree, name, choice),
                    belief=chance,
                )
            )
    return found


def _his_play(tree: Tree, us: int) -> tuple[Floats, Mask]:
    """([C, H] the product of his moves along each history, all members of a cell alike, and [C] whether there is any).

    Our own moves have factor 1: what we do is our plan.
    """
    moves, many = np.zeros((tree.n_worlds, len(tree.terminal))), np.zeros(tree.n_worlds)
    own = tree.set_player[tree.infoset_of_action] == us
    for family in equilibria_across(tree, each=EACH).families:
        odds = np.ones((len(family.world), tree.n_edges))
        odds[:, : tree.n_actions] = np.where(own, 1.0, family.strategy)
        moves[family.world] += paths(tree, odds)
        many[family.world] += 1
    return np.divide(moves, many[:, None], out=moves, where=many[:, None] > 0), many > 0


def _own(posed: PosedTerms, vector: Floats, held: Believed, tree: Tree, us: int) -> Own:
    """Our own copies in the game of terms, with the clauses at their values."""
    game = posed.game
    clauses = list(zip(posed.clauses, vector.tolist(), strict=True))
    shape = {each.name: each.choices[int(value)] for each, value in clauses if each.choices}
    fixed = {each.name: value for each, value in clauses if not each.choices}

    def told(values: Mapping[str, Floats]) -> Tree:
        count = len(next(iter(values.values())))
        return game.tell({**values, **{name: np.full(count, value) for name, value in fixed.items()}}, shape)

    def moved(name: str) -> bool:
        """Whether a parameter moves odds of nature or our payoffs."""
        low, high = (
            told({**held.own, name: np.full(len(held.own_weight), end)})
            for end in (held.own[name].min(), held.own[name].max())
        )
        return bool(
            (nature_odds(low, game.hypothesis) != nature_odds(high, game.hypothesis)).any()
            or (terminal_payoff(low)[..., us] != terminal_payoff(high)[..., us]).any()
        )

    worlds = {name: value for name, value in held.worlds.items() if not name.startswith(ODDS)}
    none = np.empty(0)
    return Own(
        tell=told, world=worlds, theirs=held.theirs,
        crossing=frozenset(name for name in held.theirs if name not in fixed and np.ptp(held.own[name]) > 0 and moved(name)),
        draw=held.own, weight=held.own_weight, centre={}, prior=none, drawn_prior=none, hypothesis=game.hypothesis, advised=us,
    )  # fmt: skip
