"""Who knows what chance drew while another does not: whether IC and D1 can be asked of a game, and if not, why.

The tests are defined for one informed sender (Cho and Kreps 1987, QJE 102:179-221). They are made

- where chance first draws a type that one player sees in full before he moves; others may see it too;
- where the first to move knows something of what chance drew, and what follows is one reply of one
  receiver, who sees the move and may know something of his own (his *type*), whether or not that tells
  him of the sender's. Moves that dominance has settled are no decisions: a challenger who would surely
  press, or surely back down, once he is defied moves once.

Anywhere else the literature has no agreed form: not tested.
"""

from __future__ import annotations

from overture.games.tree import CHANCE
from overture.solvers.all.signals import linked
from overture.solvers.form import Form, informed

BOTH = "types on both sides: "
LATE = "the game does not begin with the move of one player who knows of chance what another does not"
MORE = (
    "more than one decision follows a message; where the receiver has types too, or the sender does not see "
    "in full what chance drew first, the test is defined for one reply of one receiver"
)
APART = (
    "the sender's types fall into groups that the receiver never confuses, and the test compares types between "
    "whom a belief is free"
)
UNSEEN = "the receiver does not see which message was sent, and the test is defined for messages that he sees"


def untestable(form: Form) -> str | None:
    """Why IC and D1 are not asked of a game; "" where they are, None where nobody has a secret."""
    knowers = informed_players(form)
    start = informed(form)
    # Others may know the sender's type; what they know of other draws is a type of their own.
    if start is not None and not informed_players(form, but=0) - {start[0]}:
        return ""
    if not knowers:
        return None
    sender = first_mover(form)
    why = LATE if sender is None or sender[0] not in knowers else no_single_reply(form, *sender)
    return BOTH + why if why and len(knowers) > 1 else why


def first_mover(form: Form) -> tuple[int, list[int]] | None:
    """The player who moves first whatever chance draws, and [type] his information sets there.

    None where there is no such player, or where he has one type only.
    """
    first: list[int] = []
    stack = [0]
    while stack:
        node = stack.pop()
        if node in form.paid:
            return None
        if form.infoset(node) >= 0:
            first.append(node)
        else:
            stack += [child for _, child in reversed(form.children[node])]
    sets = list(dict.fromkeys(form.infoset(node) for node in first))
    players = {form.player(node) for node in first}
    if len(players) > 1 or len(sets) < 2 or {n for i in sets for n in form.members(i)} != set(first):
        return None
    return players.pop(), sets


def no_single_reply(form: Form, sender: int, sets: list[int]) -> str:
    """Why what follows the sender's move is not one reply of one receiver who sees it; "" where it is."""
    receivers: set[int] = set()
    words: dict[int, set[str]] = {}
    met: dict[int, set[int]] = {}
    set_of, owner, _ = form.movers
    for t, first in ((t, node) for t, index in enumerate(sets) for node in form.members(index)):
        for edge, child in form.children[first]:
            stack = [(child, False)]
            while stack:
                node, replied = stack.pop()
                if not form.children[node]:
                    continue
                mover = owner[set_of[node]]
                index = -1 if mover == CHANCE else set_of[node]
                decides = is_open(form, index)
                if decides:
                    if replied:
                        return MORE
                    receivers.add(mover)
                if index >= 0 and mover != sender:
                    words.setdefault(index, set()).add(form.tree.labels.edge[edge])
                    met.setdefault(index, set()).add(t)
                used = [e for e, _ in form.children[node]] if index < 0 else form.allowed[index]
                stack += [(after, replied or decides) for e, after in form.children[node] if e in used]
    if len(receivers) > 1 or sender in receivers:
        return MORE
    if any(len(each) > 1 for each in words.values()):
        return UNSEEN
    return APART if len(linked(met.values())) > 1 else ""


def is_open(form: Form, index: int) -> bool:
    """Whether something is left to decide at a set (-1: where nobody moves)."""
    return index >= 0 and len(form.allowed[index]) > 1


def informed_players(form: Form, but: int | None = None) -> set[int]:
    """Players who at some set can tell two branches of a chance move apart that another, at some set, cannot.

    ``but``: a chance node that is left aside.
    """
    found: set[int] = set()
    set_of, owner, _ = form.movers
    for node in form.live:
        if node == but or len(form.children[node]) < 2 or owner[set_of[node]] != CHANCE:
            continue
        branches: dict[int, set[int]] = {}
        for branch, (_, child) in enumerate(form.children[node]):
            for below in form.below(child):
                index = set_of[below]
                if index >= 0 and owner[index] != CHANCE:
                    branches.setdefault(index, set()).add(branch)
        seen = {(owner[index], frozenset(row)) for index, row in branches.items()}
        for player in {each for each, _ in seen} - found:
            # He knows more who, in a set of his, is in some of another's branches and not in others.
            mine, theirs = ([row for each, row in seen if (each == player) is same] for same in (True, False))
            if any(not row.isdisjoint(mixed) and not mixed <= row for row in mine for mixed in theirs):
                found.add(player)
    return found
