"""Every list of equilibria of the reference games is the stored one; a change on purpose is one command.

python -m tests.golden
"""

from __future__ import annotations

import copy

import pytest

from tests.golden import changed, games, listed, stored, text

GAMES = games()
STORED = stored()


@pytest.mark.parametrize("game", [game for game in GAMES if game in STORED["lists"]])
def test_the_list_is_the_stored_one(game: str) -> None:
    told = changed(game, STORED["lists"][game], listed(GAMES[game]))
    assert not told, f"{told} If that is meant: python -m tests.golden"


def test_every_game_is_stored_or_named_as_left_out() -> None:
    assert sorted([*STORED["lists"], *STORED["left_out"]]) == sorted(GAMES)
    assert len(STORED["left_out"]) <= 15


def test_the_file_is_as_the_command_writes_it() -> None:
    from tests.golden import FILE

    assert FILE.read_text(encoding="utf-8") == text(STORED["lists"], STORED["left_out"])


BEER = STORED["lists"]["models/games/M01a_beer_quiche"]


def beer() -> dict:
    return copy.deepcopy(BEER)


def test_nothing_is_said_where_nothing_changed() -> None:
    new = beer()
    assert changed("beer", BEER, new) == ""
    player = next(iter(new["equilibria"][0]["value_range"]))
    new["equilibria"][0]["value_range"][player][0] += 1e-9  # of another machine's last digits nothing is said
    assert changed("beer", BEER, new) == ""


def test_what_changed_is_said_in_one_sentence() -> None:
    first, second = (entry["class"] for entry in BEER["equilibria"])
    new = beer()
    new["complete"] = False
    entry = new["equilibria"].pop()
    assert changed("beer", BEER, new) == (
        f"beer: the list is no longer complete; 1 entry instead of 2; gone: {second!r}."
    )
    assert changed("beer", new, BEER) == (
        f"beer: the list is complete now; 2 entries instead of 1; new: {second!r}."
    )
    new = beer()
    new["equilibria"][0]["class"] = "hybrid"
    assert changed("beer", BEER, new) == f"beer: {first!r} is called 'hybrid'."
    new = beer()
    new["equilibria"].reverse()
    assert changed("beer", BEER, new) == "beer: the entries stand in another order."
    player, (low, high) = next(iter(entry["value_range"].items()))
    new = beer()
    last = new["equilibria"][1]
    last["value_range"][player] = [low, high + 1]
    last["continuum"] = not entry["continuum"]
    last["touches"] = [1]
    last["range_is"] = "bounds"
    last["passes"]["d1"] = None
    told = changed("beer", BEER, new)
    assert told.startswith(f"beer: {second!r}: {player} {low:g} to {high + 1:g} instead of ")
    for words in (
        "the ranges are bounds, and were exact",
        "continuum",
        "touches [1] instead of []",
        "d1 not tested",
    ):
        assert words in told
    assert changed("beer", None, BEER) == "beer: new, 2 entries, all there are."
    assert changed("beer", BEER, None) == "beer: left out now."
    assert changed("beer", None, None) == ""
