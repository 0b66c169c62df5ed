"""Moves that happen once a period are told apart in words, and labels without words have no underscores."""

from __future__ import annotations

from overture.games.story.file import game_of_story
from overture.games.story.periods import move_in_words, numbered_moves
from overture.games.story.schema import Story
from overture.games.story.writing.words import happens, told
from overture.games.telling.trial import outline

TWO_PERIODS = Story.model_validate(
    {
        "story": 1, "title": "two periods", "players": {"Ann": {"name": "Ann", "pronoun": "she"}, "Bob": {}},
        "stories": {"visit": {"slots": ["n"], "steps": [{"chance": "weather{n}", "odds": {"fair": "1/2", "foul": "rest"}}]}},
        "steps": [
            {"repeat": "t", "times": 2, "steps": [
                {"move": "offer{t}", "by": "Ann", "choices": {"pledge": "promises", "stay_quiet": ""}},
                {"move": "answer{t}", "by": "Bob", "choices": ["accept", "refuse"], "when": 'offer{t} == "pledge"'},
                {"pay": {"Ann": 'gain if answer{t} == "accept" else 0'}, "when": '{t} == 2 and offer{t-1} == "pledge"'},
            ]},
            {"tell": "visit", "given": {"n": 1}},
            {"end": {"Ann": 'p.gain if offer2 == "pledge" else 0', "Bob": 0}},
        ],
        "parameters": {"gain": 2},
    }
)  # fmt: skip


def test_periods_are_told_apart() -> None:
    lines = told(TWO_PERIODS, outline(game_of_story(TWO_PERIODS)))
    text = "\n".join(lines)
    for each in (
        "In each period, from 1 to 2:", "Ann promises [pledge], or chooses stay quiet (offer in this period)", "If Ann promises in this period: Bob",
        "If t == 2 and Ann promises in the period before: on the way Ann gets gain if Bob chooses “accept” at answer in this period, else 0",
        "Ann gets gain if Ann promises in period 2, else 0", "weather in this visit", "Bob has seen offer in period 1 and offer in period 2 and, where it has happened, answer in period 1",
    ):  # fmt: skip
        assert each in text, each
    assert "stay_quiet" not in text
    assert "{" not in text


def test_a_move_by_the_name_that_it_has_in_the_game() -> None:
    moves = numbered_moves(TWO_PERIODS)
    assert move_in_words(moves, "offer2") == "offer in period 2"
    assert move_in_words(moves, "weather1") == "weather in visit 1"
    assert move_in_words(moves, "stay_quiet") == "stay quiet"


def test_a_slot_that_several_periods_fill_is_called_by_the_first_of_them() -> None:
    """Whatever the words: a set of them has another order in each process."""
    for periods in (
        ("week", "month"),
        ("month", "week"),
        ("round", "year"),
        ("year", "round"),
        ("shift", "night"),
    ):
        steps = [
            {"repeat": each, "times": 2, "steps": [{"tell": "visit", "given": {"at": "{" + each + "}"}}]}
            for each in periods
        ]
        story = TWO_PERIODS.model_dump(by_alias=True, exclude_defaults=True) | {
            "stories": {"visit": {"slots": ["at"], "steps": [{"chance": "weather{at}", "odds": {"fair": "1/2", "foul": "rest"}}]}},
            "steps": [*steps, {"end": {"Ann": 0, "Bob": 0}}],
        }  # fmt: skip
        (visit,) = [move for move in numbered_moves(Story.model_validate(story)) if move.base == "weather"]
        assert visit.nouns == {"at": periods[0]}


def test_what_is_denied_is_told_in_plain_english() -> None:
    story = Story.model_validate(
        {
            "story": 1, "title": "a bid", "players": {"Bidder": {}, "Board": {"name": "the board"}},
            "steps": [
                {"let": {"done": "False"}},
                {"repeat": "t", "times": 2, "while": "not done", "steps": [
                    {"move": "bid{t}", "by": "Bidder", "choices": {"high": "bids high", "low": "bids low"}},
                    {"move": "answer{t}", "by": "Board", "choices": {"accept": "recommends the bid", "refuse": "turns it down"}},
                    {"let": {"done": 'answer{t} == "accept"'}},
                ]},
                {"if": 'answer1 != "accept"', "then": [{"pay": {"Board": -1}, "when": 'not (bid1 == "high") and bid1 != "low"'}]},
                {"end": {"Bidder": 0, "Board": 0}},
            ],
        }
    )  # fmt: skip
    text = "\n".join(happens(story))
    for each in (
        "Let done be false.",
        "In each period, from 1 to 2, until done is true:",
        "Unless the board recommends the bid in period 1:",
        "If (it is not so that Bidder bids high in period 1) and (it is not so that Bidder bids low in period 1): on the way",
    ):
        assert each in text, text
    assert "not (" not in text
