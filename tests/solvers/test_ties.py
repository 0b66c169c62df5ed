"""Ties that multiply equilibria are told, with the entry that is the usual answer."""

from __future__ import annotations

import overture as ov
from overture.solvers.all.ties import sentence, ties


def bargain(grid: list[str], outside: str) -> ov.Tree:
    """A take-it-or-leave-it offer; who refuses has something outside."""
    lines = ['EFG 2 R "offer" { "Proposer" "Responder" }', '""']
    lines.append('p "" 1 1 "offer" { ' + " ".join(f'"{share}"' for share in grid) + " } 0")
    for at, share in enumerate(grid):
        lines += [
            f'p "" 2 {at + 1} "answer {share}" {{ "yes" "no" }} 0',
            f't "" {2 * at + 1} "" {{ {10 - int(share)}, {share} }}',
            f't "" {2 * at + 2} "" {{ 0, {outside} }}',
        ]
    return ov.read_efg("\n".join(lines) + "\n")


def test_an_offer_that_equals_a_reservation_value() -> None:
    found = ov.equilibria(bargain(["1", "2", "3"], "2"))
    assert found.complete
    told = ties(found.members)
    (tie,) = told
    tree = found.members[0].certificate.tree
    assert tree.labels.set_label[tie.infoset] == "answer 2"
    assert tie.proposer == 0
    said = sentence(found.members, told)
    assert "Responder gets the same from yes and no at answer 2" in said
    best = max(range(len(found.members)), key=lambda at: found.members[at].value_range["Proposer"][1])
    assert f"ties go to Proposer, who proposes: entry {best + 1}" in said
    assert found.members[best].value_range["Proposer"][1] == 8


def test_without_a_tie_nothing_is_said() -> None:
    found = ov.equilibria(bargain(["1", "3"], "2"))
    assert ties(found.members) == []
    assert sentence(found.members, []) == ""


def test_who_has_no_choice_proposes_nothing() -> None:
    text = """EFG 2 R "one way" { "A" "B" }
p "" 1 1 "only" { "go" } 0
p "" 2 1 "reply" { "l" "r" } 0
t "" 1 "" { 1, 1 }
t "" 2 "" { 2, 1 }
"""
    found = ov.equilibria(ov.read_efg(text)).members
    said = sentence(found, ties(found))
    assert said == "Ties multiply equilibria: B gets the same from l and r at reply."
