"""Ties that multiply equilibria: choices that end the game and pay the mover the same, whatever was done before.

An offer that equals a reservation value is accepted or not, and every mixture of both is an equilibrium. The usual
answer in models of bargaining is the entry in which ties go to the proposer: an offer that is a little better would be
accepted surely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overture.games.measured.assessment import name_of
from overture.games.show import choice_words, place_words
from overture.games.spoken import SpokenGame
from overture.games.tree import CHANCE
from overture.solvers.all.equilibrium import Equilibrium
from overture.solvers.form import Form, form_of

SHOWN = 6  # sets that a sentence names


@dataclass(frozen=True)
class TiedChoices:
    """An information set at which choices that end the game pay its mover the same.

    Attributes:
        infoset: the set. actions: the tied choices.
        proposer: the player whose move leads to it; None where several do, or none, or one who has no choice.
    """

    infoset: int
    actions: tuple[int, ...]
    proposer: int | None


def ties(entries: Sequence[Equilibrium]) -> list[TiedChoices]:
    """The ties on which the entries of a list differ, or over which one of them ranges."""
    if not entries or (len(entries) == 1 and not entries[0].continuum):
        return []
    form = form_of(entries[0].certificate.tree)
    found = []
    for infoset in range(form.tree.n_infosets):
        actions = _tied(form, infoset)
        if len(actions) < 2:
            continue
        varies = any(action in entry.free for entry in entries for action in actions)
        shares = {
            tuple(float(entry.play.strategy[a]) for a in actions) for entry in entries if _met(entry, infoset)
        }
        if varies or len(shares) > 1:
            found.append(TiedChoices(infoset, actions, _proposer(form, infoset)))
    return found


def _tied(form: Form, infoset: int) -> tuple[int, ...]:
    """The choices that end the game at every node and pay the mover the same there as another such choice."""
    tree = form.tree
    mover = int(tree.set_player[infoset])
    paid: dict[tuple[object, ...], list[int]] = {}
    rows = {node: dict(form.children[node]) for node in form.members(infoset)}
    for action in range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1])):
        ends = [row[action] for row in rows.values()]
        if ends and not any(form.children[end] for end in ends):
            paid.setdefault(tuple(form.paid[end][mover] for end in ends), []).append(action)
    return next((tuple(same) for same in paid.values() if len(same) > 1), ())


def _proposer(form: Form, infoset: int) -> int | None:
    tree = form.tree
    sets = {int(tree.set_of[tree.parent[node]]) for node in form.members(infoset) if node}
    before = {int(tree.set_player[each]) for each in sets}
    player = before.pop() if len(before) == 1 else CHANCE
    alone = any(
        tree.edge_start[each + 1] - tree.edge_start[each] < 2 for each in sets
    )  # who has no choice proposes nothing
    return None if alone or player in (CHANCE, int(tree.set_player[infoset])) else player


def _met(entry: Equilibrium, infoset: int) -> bool:
    tree = entry.certificate.tree
    return any(entry.certificate.reach[node] for node in tree.members(infoset).tolist())


def sentence(
    entries: Sequence[Equilibrium], found: Sequence[TiedChoices], spoken: SpokenGame | None = None
) -> str:
    """What the ties do to the list, and which entry is the usual answer; empty where there is no tie.

    Args:
        spoken: the words of the game; its labels are said without them.
    """
    if not found:
        return ""
    tree = entries[0].certificate.tree
    told = []
    for tie in found[:SHOWN]:
        choices = " and ".join(choice_words(tree, action, spoken) for action in tie.actions)
        who = tree.players[tree.set_player[tie.infoset]]
        if spoken is None:
            told.append(f"{who} gets the same from {choices} at {name_of(tree, tie.infoset)}")
        else:
            told.append(f"it is all the same to {place_words(tree, tie.infoset, spoken)}: {choices}")
    more = f", and {len(found) - SHOWN} more such sets" if len(found) > SHOWN else ""
    words = f"Ties multiply equilibria: {'; '.join(told)}{more}."
    proposers = {tie.proposer for tie in found}
    proposer = proposers.pop() if len(proposers) == 1 else None
    if proposer is None:
        return words
    name = tree.players[proposer]
    best = [entry.value_range[name][1] for entry in entries]
    top = [number for number, value in enumerate(best, start=1) if value >= max(best) - 1e-12]
    if len(top) > 1:
        return words
    name = spoken.name(name) if spoken else name
    verb = spoken.verb(tree.players[proposer], "proposes") if spoken else "proposes"
    member = f", in its member that is best for {name}" if entries[top[0] - 1].continuum else ""
    return (
        f"{words} The usual answer is the one in which ties go to {name}, who {verb}: entry {top[0]}{member}."
    )


__all__ = ["TiedChoices", "sentence", "ties"]
