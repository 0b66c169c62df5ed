"""What a case about a history says of players, moves, choices and parameters: names that exist, of the right kind."""

from __future__ import annotations

from overture.case.history.check import HistoryCheck
from overture.case.history.schema import HistorySide
from overture.case.schema import Named
from overture.case.written import choices
from overture.filing import Keys
from overture.games.tree import CHANCE, Tree
from overture.history.step import OBSERVER


def name_faults(check: HistoryCheck, tree: Tree) -> None:
    """Players, moves, choices and parameters that the game does not have, or of another kind."""
    case, players = check.case, tree.players
    named: list[tuple[Keys, str]] = [(("advised", at), name) for at, name in enumerate(case.advised)]
    named += [(("adversary",), case.adversary)]
    named += [(("players", name), name) for name in case.players] + [
        (("sides", name), name) for name in case.sides
    ]
    for at, name in enumerate(case.advised):
        if name in case.advised[:at]:
            check.add("case/advised", f"{name!r} is advised twice", ("advised", at), "each player once")
    for keys, name in named:
        if name not in players and check.sound(keys):
            check.unknown("case/player", f"{name!r} is no player", keys, name, players)
    if case.adversary in case.advised:
        check.add(
            "case/advised",
            f"{case.adversary!r} is the adversary, and advised",
            ("advised",),
            "other players",
        )
    if case.adversary in players and case.adversary not in case.sides:
        check.add(
            "case/sides",
            f"no hypothesis about {case.adversary!r}",
            ("sides",),
            f"a side called {case.adversary}",
        )
    for player, side in case.sides.items():
        _side(check, tree, player, side)
    for part, each in (("signals", case.signals), ("replies", case.replies)):
        for at, move in enumerate(each):
            _move(check, tree, move, (part, at), advised=part == "replies")
    for move_name, words in case.phrases.items():
        _choices(check, tree, move_name, words, ("phrases", move_name))
    for at, threshold in enumerate(case.thresholds):
        if threshold.parameter not in check.read:
            keys = ("thresholds", at, "parameter")
            check.unknown(
                "case/parameter",
                f"the game has no parameter {threshold.parameter!r}",
                keys,
                threshold.parameter,
                sorted(check.read),
            )
    _report_names(check, tree)


def _side(check: HistoryCheck, tree: Tree, player: str, side: HistorySide) -> None:
    keys: Keys = ("sides", player)
    if not _choices(check, tree, side.move, {**side.words, **side.nouns, **side.adjectives}, (*keys, "move")):
        return
    movers = {int(tree.set_player[at]) for at, name in enumerate(tree.labels.set_name) if name == side.move}
    if movers - {CHANCE}:
        check.add(
            "case/hypothesis",
            f"{side.move!r} is a move of a player",
            (*keys, "move"),
            "a move of chance, which decides what he is",
        )


def _move(check: HistoryCheck, tree: Tree, move: Named, keys: Keys, advised: bool) -> None:
    if not _choices(check, tree, move.move, move.words, (*keys, "move")) or not advised:
        return
    movers = {
        tree.players[tree.set_player[at]]
        for at, name in enumerate(tree.labels.set_name)
        if name == move.move and tree.set_player[at] >= 0
    }
    if not movers & set(check.case.advised):
        who = ", ".join(sorted(movers)) or "chance"
        check.add(
            "case/reply",
            f"{move.move!r} is a move of {who}",
            (*keys, "move"),
            f"a move of {' or '.join(check.case.advised)}",
        )


def _choices(check: HistoryCheck, tree: Tree, move: str, words: dict[str, str], keys: Keys) -> bool:
    """Whether the move is there; a fault for it, or for each of its choices that is not."""
    if not check.sound(keys):
        return False
    known = list(dict.fromkeys(tree.labels.set_name))
    if move not in known:
        check.unknown("case/move", f"the game has no move {move!r}", keys, move, known)
        return False
    labels = choices(tree, move)
    for label in words:
        if label not in labels:
            check.unknown("case/choice", f"{move!r} has no choice {label!r}", (*keys, label), label, labels)
    return True


def _report_names(check: HistoryCheck, tree: Tree) -> None:
    for at, each in enumerate(check.case.report):
        keys: Keys = ("report", at)
        if not check.sound(keys):
            continue
        watchers = (*tree.players, OBSERVER)
        drawn = {side.move: player for player, side in check.case.sides.items()}
        if each.answer == "belief" and each.about not in drawn:
            found = f"no side is drawn at {each.about!r}"
            check.unknown("case/sides", found, (*keys, "about"), each.about, list(drawn))
        elif each.answer == "belief":
            if drawn[each.about] == each.of:
                found = f"{each.of} knows what is drawn at {each.about!r}"
                check.add("case/player", found, (*keys, "of"), "somebody who does not know it")
            _choices(check, tree, each.about, {each.choice: ""}, (*keys, "about"))
            if each.of not in watchers:
                check.unknown("case/player", f"{each.of!r} is no player", (*keys, "of"), each.of, watchers)
        if each.answer == "signal" and each.signal not in {given.move for given in check.case.signals}:
            listed = [given.move for given in check.case.signals]
            check.unknown(
                "case/signal",
                f"{each.signal!r} is not among the signals",
                (*keys, "signal"),
                each.signal,
                listed,
            )
        if each.answer == "gain" and check.case.versus is None:
            check.add(
                "case/versus",
                "a gain is asked, and the case has no versus",
                keys,
                "versus: {first: ..., second: ...}",
            )
