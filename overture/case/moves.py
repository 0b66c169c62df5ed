"""What a case says of the game's players, moves and choices: names that exist, of the right kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from overture.case.known import Touch
from overture.case.schema import Named
from overture.case.written import Written, choices
from overture.errors import Fault
from overture.filing import Keys
from overture.games.tree import CHANCE, Tree
from overture.solvers.all.classes import is_possible, possible
from overture.solvers.all.signals import signals_at

Found = Iterator[tuple[Keys, Fault]]


def move_faults(written: Written, tree: Tree, moved: Mapping[str, Touch]) -> list[Fault]:
    """Every player, move, choice, class and parameter that the case names and the game does not have.

    Args:
        moved: what each parameter moves: only those that move something are offered for one that is misspelt.
    """
    return written.kept(
        [
            *_players(written, tree),
            *_named_moves(written, tree),
            *_kinds(written, tree),
            *_phrases(written, tree),
            *_classes(written, tree),
        ]
    )


def word_faults(written: Written) -> list[Fault]:
    """Words for the hypotheses that are no clauses: sentences say "it is likely that" before them."""
    return written.kept(
        (
            ("hypothesis", "words", label),
            Fault(
                "case/clause",
                f"{words!r} is no clause",
                written.places(["hypothesis", "words", label]),
                'a subject and a verb, as in "he would cheat": sentences put "it is likely that" before it',
                "a short noun goes under nouns",
            ),
        )
        for label, words in written.case.hypothesis.words.items()
        if len(words.split()) < 2
    )


def _players(written: Written, tree: Tree) -> Found:
    case = written.case
    keys: Keys = ("advised",)
    if case.advised not in tree.players:
        yield (
            keys,
            written.unknown(
                "case/advised", f"{case.advised!r} is no player", keys, case.advised, tree.players
            ),
        )
    for player in case.players:
        if player not in tree.players:
            keys = ("players", player)
            yield keys, written.unknown("case/player", f"{player!r} is no player", keys, player, tree.players)
    for part, acts in (("done", case.done), ("talk", case.talk)):
        for at, act in enumerate(acts):
            by = getattr(act, "by", "")
            if by and by not in tree.players:
                keys = (part, at, "by")
                yield keys, written.unknown("case/player", f"{by!r} is no player", keys, by, tree.players)


def _parts(written: Written) -> list[tuple[str, Named]]:
    """The parts of the case that name a move, by their keys."""
    case = written.case
    parts: list[tuple[str, Named | None]] = [
        ("hypothesis", case.hypothesis),
        ("signal", case.signal),
        ("reply", case.reply),
        ("counterpart", case.counterpart),
    ]
    return [(key, part) for key, part in parts if part is not None]


def _named_moves(written: Written, tree: Tree) -> Found:
    known = list(dict.fromkeys(tree.labels.set_name))
    for key, part in _parts(written):
        if part.move not in known:
            yield _no_move(written, part.move, (key, "move"), known)
            continue
        words: dict[str, Mapping[str, str]] = {"words": part.words}
        if key == "hypothesis":
            words["nouns"] = written.case.hypothesis.nouns
        for name, told in words.items():
            yield from _no_choices(written, tree, part.move, told, (key, name))


def _no_move(written: Written, name: str, keys: Keys, known: list[str]) -> tuple[Keys, Fault]:
    return keys, written.unknown("case/move", f"the game has no move {name!r}", keys, name, known)


def _no_choices(written: Written, tree: Tree, move: str, words: Mapping[str, str], keys: Keys) -> Found:
    labels = choices(tree, move)
    for label in words:
        if label not in labels:
            here = (*keys, label)
            yield (
                here,
                written.unknown("case/choice", f"{move!r} has no choice {label!r}", here, label, labels),
            )


def _kinds(written: Written, tree: Tree) -> Found:
    """The hypothesis is drawn by chance on every history; signal and reply are moves, the reply the advised side's."""
    case = written.case
    movers = {
        name: {int(tree.set_player[at]) for at, each in enumerate(tree.labels.set_name) if each == name}
        for name in (case.hypothesis.move, case.signal.move, case.reply.move)
    }
    keys: Keys = ("hypothesis", "move")
    if movers[case.hypothesis.move] - {CHANCE}:
        found = f"{case.hypothesis.move!r} is a move of a player"
        yield (
            keys,
            Fault(
                "case/hypothesis", found, written.places(keys), "a move of chance, which decides what he is"
            ),
        )
    elif movers[case.hypothesis.move] and not _on_every_history(tree, case.hypothesis.move):
        found = f"{case.hypothesis.move!r} is not drawn on every history"
        yield keys, Fault("case/hypothesis", found, written.places(keys), "a move that every history passes")
    keys = ("signal", "move")
    if CHANCE in movers[case.signal.move]:
        found = f"{case.signal.move!r} is a move of chance"
        yield (
            keys,
            Fault(
                "case/signal",
                found,
                written.places(keys),
                "a move of a player, who may tell by it what he is",
            ),
        )
    keys = ("reply", "move")
    if case.advised in tree.players and movers[case.reply.move]:
        advised = tree.players.index(case.advised)
        others = movers[case.reply.move] - {advised}
        # Who is advised and never moves has no reply: the case is told from outside.
        if others and bool((tree.set_player == advised).any()):
            who = ", ".join("chance" if each == CHANCE else tree.players[each] for each in sorted(others))
            found = f"{case.reply.move!r} is a move of {who}, and {case.advised} is advised"
            yield keys, Fault("case/reply", found, written.places(keys), f"a move of {case.advised}")


def _on_every_history(tree: Tree, name: str) -> bool:
    from overture.games.measured.event import choice_at_terminals

    return bool(np.all(choice_at_terminals(tree, name) >= 0))


def _phrases(written: Written, tree: Tree) -> Found:
    known = list(dict.fromkeys(tree.labels.set_name))
    for part in ("phrases", "clauses"):
        for move, words in getattr(written.case, part).items():
            if move not in known:
                yield _no_move(written, move, (part, move), known)
            else:
                yield from _no_choices(written, tree, move, words, (part, move))


def _classes(written: Written, tree: Tree) -> Found:
    """Classes that the signal of this game can make, by their names in :mod:`overture.solvers.all.classes`."""
    case = written.case
    names = tree.labels.set_name
    if not case.equilibria.weights or case.signal.move not in names or case.hypothesis.move not in names:
        return
    seen = signals_at(tree, case.hypothesis.move, case.signal.move)
    for name in case.equilibria.weights:
        if not is_possible(name, seen.words, seen.types):
            keys: Keys = ("equilibria", "weights", name)
            found = f"no class of equilibrium is called {name!r}"
            known = possible(seen.words, seen.types)
            yield keys, written.unknown("case/class", found, keys, name, known)
