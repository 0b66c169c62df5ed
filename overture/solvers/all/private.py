"""Who knows what chance drew while another does not: whether IC and D1 can be asked of a game, and if not, why.

The tests are defined for one informed sender (Cho and Kreps 1987, QJE 102:179-221). They are made where
chance first draws a type that one player sees in full before he moves; others may see it too. Where each
of two players knows something that another does not, the literature has no agreed form: not tested.
"""

from __future__ import annotations

from overture.games.tree import CHANCE
from overture.solvers.form import Form, informed

BOTH = (
    "types on both sides: more than one player knows of chance what another does not, and the test is "
    "defined for one informed sender"
)
LATE = "the game does not begin with a type that one player sees in full before he moves, as the test has it"


def untestable(form: Form) -> str | None:
    """Why IC and D1 are not asked of a game; "" where they are, None where nobody has a secret."""
    knowers = informed_players(form)
    start = informed(form)
    if start is None:
        return None if not knowers else BOTH if len(knowers) > 1 else LATE
    # Others may know the sender's type; what they know of other draws is a type of their own.
    others = informed_players(form, but=0) - {start[0]}
    return BOTH if others else ""


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
        for ignorant, mixed in seen:
            # He knows more who, in a set of his, is in some of these branches and not in others.
            found |= {player for player, row in seen if player != ignorant and row & mixed and mixed - row}
    return found
