"""Small games without an end whose Markov-perfect equilibria are known by hand."""

from __future__ import annotations

from typing import Any

import overture as ov


@ov.stage("Owner", title="replacement")
def replacement(p: Any, age: int, *, oldest: int = 4) -> Any:
    """A machine of some age earns ``p.best - age * p.wear``; a new one costs ``p.price``. States lead to each other."""
    choice = yield ov.move("Owner", "choice", ["keep", "replace"])
    if choice == "replace":
        return {"Owner": p.best - p.price}, 1
    return {"Owner": p.best - p.wear * age}, min(age + 1, oldest)


@ov.stage("One", "Two", title="Shapley's game")
def shapley(p: Any, state: str) -> Any:
    """Like choices pay One 1 and end the game; unlike ones pay nothing, and the game goes on (zero-sum)."""
    if state == "over":
        return {"One": 0, "Two": 0}, "over"
    one = yield ov.move("One", "one", ["left", "right"], seen_by=())
    two = yield ov.move("Two", "two", ["left", "right"])
    return ({"One": 1, "Two": -1}, "over") if one == two else ({"One": 0, "Two": 0}, "on")


@ov.stage("One", "Two", title="leapfrogging")
def leapfrog(p: Any, costs: tuple[int, int]) -> Any:
    """Bertrand rivals, the better of which earns the difference of costs, may pay ``p.price`` for a cost of zero."""
    one, two = costs
    earned = {"One": max(two - one, 0), "Two": max(one - two, 0)}
    first = (yield ov.move("One", "one", ["wait", "invest"], seen_by=())) if one else "wait"
    second = (yield ov.move("Two", "two", ["wait", "invest"])) if two else "wait"
    paid = {
        "One": earned["One"] - (p.price if first == "invest" else 0),
        "Two": earned["Two"] - (p.price if second == "invest" else 0),
    }
    return paid, (0 if first == "invest" else one, 0 if second == "invest" else two)


@ov.stage("One", "Two", title="gate")
def gate(p: Any, place: str | tuple[str, int]) -> Any:
    """Nobody moves at the gate; behind it they meet (:func:`meeting`) here or there, as chance has it."""
    if place == "gate":
        return {"One": 0, "Two": 0}, {("here", 2): 0.5, ("there", 2): 0.5}
    told = yield from meeting.telling(p, place)
    return told


@ov.stage("One", "Two", title="meeting")
def meeting(p: Any, place: tuple[str, int]) -> Any:
    """Two meet in one of two rooms in each period; they like to meet, each the more in another room."""
    name, left = place
    one = yield ov.move("One", "one", ["north", "south"], seen_by=())
    two = yield ov.move("Two", "two", ["north", "south"])
    paid = {"north": (2, 1), "south": (1, 2)}[one] if one == two else (0, 0)
    return dict(zip(("One", "Two"), paid, strict=True)), (name, max(left - 1, 0))
