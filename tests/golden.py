"""The list of equilibria of every reference game as computed today, stored in ``tests/reference/lists.json``.

    python -m tests.golden              computes every list anew, writes the file, says in a sentence per game what changed
    python -m tests.golden M01a trust   only the games whose names hold one of these words
    python -m tests.golden --dry        says what would change and writes nothing

Nobody edits the file. Whoever changed a list on purpose runs the command, reads what it says, and puts the file into the
same commit. A game whose list takes more work than ``LIMIT`` is named under ``left_out``; the next run tries it again.
"""

from __future__ import annotations

import json
import math
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from overture.cli.entries import as_plain
from overture.games.files.efg import read_efg
from overture.solvers.all.equilibria import equilibria
from tests.catalogue import CATALOGUE, FAULTS, MODELS, REFERENCE

FILE = REFERENCE / "lists.json"
LIMIT = 5.0  # seconds of processor time for a game that comes into the file
STAYS = 10.0  # for one that is in it: what takes about LIMIT shall not come and go
DIGITS = 9
NEAR = 1e-7  # numbers that differ by less are the same: of their size, and at least of 1
SHORT = ("class", "value_range", "range_is", "continuum", "touches", "passes")

List = dict[str, Any]
"""``complete`` and ``equilibria``: entries with the keys of SHORT, as ``overture equilibria --json`` prints them."""


def games() -> dict[str, Path]:
    """name -> file of every reference game: ``models/games/M01a_beer_quiche``."""
    roots = {"models": MODELS, "catalogue": CATALOGUE, "faults": FAULTS}
    return {
        f"{name}/{file.parent.name}/{file.stem}": file
        for name, root in roots.items()
        for file in sorted(root.glob("*/*.efg"))
    }


def listed(file: Path) -> List:
    """The list of a game, with what is stored of each entry."""
    plain = as_plain(equilibria(read_efg(file)))
    return {
        "complete": plain["complete"],
        "equilibria": [{key: _rounded(entry[key]) for key in SHORT} for entry in plain["equilibria"]],
    }


def stored() -> dict[str, Any]:
    """``{"lists": {game: list}, "left_out": [game]}``."""
    if not FILE.is_file():
        return {"lists": {}, "left_out": []}
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


# -- what changed -------------------------------------------------------------------------------


def changed(game: str, old: List | None, new: List | None) -> str:
    """One sentence on what changed in the list of a game; "" where nothing did."""
    if old is None or new is None:
        if old is None and new is None:
            return ""
        return f"{game}: {'left out now' if new is None else f'new, {_counted(new)}'}."
    parts = list(_parts(old, new))
    return f"{game}: {'; '.join(parts)}." if parts else ""


def _parts(old: List, new: List) -> Iterator[str]:
    if old["complete"] != new["complete"]:
        yield "the list is complete now" if new["complete"] else "the list is no longer complete"
    before, after = old["equilibria"], new["equilibria"]
    if len(before) != len(after):
        yield f"{len(after)} entr{'y' if len(after) == 1 else 'ies'} instead of {len(before)}"
    names = [[entry["class"] for entry in entries] for entries in (before, after)]
    gone, come = (
        [e for e in mine if e["class"] not in other]
        for mine, other in zip((before, after), names[::-1], strict=True)
    )
    for entry in list(gone):
        twin = next((each for each in come if not list(_differs(entry, each))), None)
        if twin is not None:
            gone.remove(entry)
            come.remove(twin)
            yield f"{entry['class']!r} is called {twin['class']!r}"
    for word, entries in (("gone", gone), ("new", come)):
        if entries:
            yield f"{word}: {', '.join(repr(each['class']) for each in entries)}"
    for entry in after:
        # Each name stands once in a list.
        twin = next((each for each in before if each["class"] == entry["class"]), None)
        for told in _differs(twin, entry) if twin else ():
            yield f"{entry['class']!r}: {told}"
    if names[0] != names[1] and sorted(names[0]) == sorted(names[1]):
        yield "the entries stand in another order"


def _differs(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """What differs between two entries, their names aside."""
    for player in {**old["value_range"], **new["value_range"]}:
        mine, theirs = (each["value_range"].get(player) for each in (old, new))
        if mine is None or theirs is None or not all(map(_near, mine, theirs)):
            yield f"{player} {_range(theirs)} instead of {_range(mine)}"
    if old["range_is"] != new["range_is"]:
        yield f"the ranges are {new['range_is']}, and were {old['range_is']}"
    if old["continuum"] != new["continuum"]:
        yield "a continuum now" if new["continuum"] else "no continuum any more"
    if old["touches"] != new["touches"]:
        yield f"touches {new['touches']} instead of {old['touches']}"
    for test in {**old["passes"], **new["passes"]}:
        mine, theirs = old["passes"].get(test), new["passes"].get(test)
        if mine != theirs:
            yield f"{test} {_verdict(theirs)}, and was {_verdict(mine)}"


def _near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=NEAR, abs_tol=NEAR)


def _range(ends: list[float] | None) -> str:
    if ends is None:
        return "nothing"
    return f"{ends[0]:g}" if ends[0] == ends[1] else f"{ends[0]:g} to {ends[1]:g}"


def _verdict(passes: bool | None) -> str:
    return {True: "passed", False: "failed", None: "not tested"}[passes]


def _counted(new: List) -> str:
    many = len(new["equilibria"])
    return f"{many} entr{'y' if many == 1 else 'ies'}, {'all there are' if new['complete'] else 'perhaps not all'}"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value


# -- writing ------------------------------------------------------------------------------------


class _TooLong(BaseException):
    """More work than a game may take. No Exception, so that nothing on the way takes it for a fault of its own."""


def within(file: Path, limit: float) -> List | None:
    """The list of a game; None where it takes more than ``limit`` seconds of processor time."""

    def stop(number: int, frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(
        signal.ITIMER_PROF, limit, 1.0
    )  # again after a second: once may fall into what swallows it
    try:
        return listed(file)
    except (_TooLong, SystemError) as ended:
        # Raised within a call of the interpreter's own, it comes out as the cause of a SystemError.
        if not isinstance(ended, _TooLong) and not isinstance(ended.__cause__, _TooLong):
            raise
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def text(lists: dict[str, List], left_out: list[str]) -> str:
    """The file, an entry a line: what changed is read line by line."""

    def lines(found: List) -> str:
        entries = ",\n".join(f"   {json.dumps(entry, ensure_ascii=False)}" for entry in found["equilibria"])
        return f'{{"complete": {json.dumps(found["complete"])}, "equilibria": [\n{entries}\n  ]}}'

    told = ",\n".join(f"  {json.dumps(game)}: {lines(lists[game])}" for game in sorted(lists))
    out = ",\n".join(f"  {json.dumps(game)}" for game in sorted(left_out))
    return f'{{\n "lists": {{\n{told}\n }},\n "left_out": [\n{out}\n ]\n}}\n'


def main(words: list[str]) -> int:
    """Compute, say what changed, write. Exit 1 where something changed."""
    dry, words = "--dry" in words, [word for word in words if word != "--dry"]
    found = games()
    try:
        before = stored()
    except json.JSONDecodeError:  # both sides of a merge stand in it
        print(f"{FILE.name} cannot be read: every list is written anew")
        before, words = {"lists": {}, "left_out": []}, []
    lists = {game: each for game, each in before["lists"].items() if game in found}
    left_out = [game for game in before["left_out"] if game in found]
    asked = [game for game in found if not words or any(word in game for word in words)]
    for game in _first_of_each_kind(found):  # kernels are compiled or loaded outside every game's time
        listed(found[game])
    changes = [f"{game}: its file is gone." for game in before["lists"] if game not in found]
    for game in asked:
        new = within(found[game], STAYS if game in lists else LIMIT)
        told = changed(game, lists.pop(game, None), new)
        left_out = [each for each in left_out if each != game] + [game] * (new is None)
        if new is not None:
            lists[game] = new
        if told:
            print(told, flush=True)
            changes.append(told)
    print(f"{len(lists)} lists, {len(left_out)} left out, {len(changes)} changed")
    if changes and not dry:
        FILE.write_text(text(lists, left_out), encoding="utf-8")
    return 1 if changes else 0


def _first_of_each_kind(found: dict[str, Path]) -> list[str]:
    """Small games, one for each way of searching."""
    small = ("U01_selten_horse", "M01a_beer_quiche", "M09c_too_cold", "V2_X", "M26_volunteers_dilemma")
    return [game for game in found if game.endswith(small)]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
