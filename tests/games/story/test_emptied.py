"""Keys with nothing behind them are refused wherever they stand, and a story is written without any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from overture.filing import Places
from overture.games.story.emptied import _ALLOWED
from overture.games.story.file import story_within

WHOLE = """story: 1
title: everything
words: all keys
source: made up
players:
  Ann: {name: Ann, pronoun: she, role: adversary}
  Bob: {name: Bob, pronoun: he, role: advised}
parameters: {gain: {value: 1, words: a gain, unit: points, known_by: Bob}}
shape: {days: {value: 2, words: days, allowed: [1, 2]}}
stories:
  raid:
    slots: [day]
    words: a raid
    steps:
      - {move: "raid {day}", by: Ann, choices: [go, stay]}
steps:
  - {chance: kind, odds: [{choice: good, odds: 0.5, words: is good}, {choice: bad, odds: rest}], seen_by: Ann, words: It is drawn.}
  - {move: work, by: Ann, choices: [{choice: go, words: goes, when: made(kind)}, stop], covert: true, words: Ann works.}
  - {signal: alarm, of: work, odds: {go: {loud: gain / 2, quiet: rest}, stop: {loud: 0.1, quiet: rest}}, seen_by: Bob, words: It may ring.}
  - {reveal: work, to: Bob, when: kind == "good"}
  - {simultaneous: [{move: one, by: Ann, choices: [x, y]}, {move: two, by: Bob, choices: [x, y]}], seen_by: nobody, when: made(work)}
  - {let: {calm: true}, when: made(work)}
  - repeat: day
    times: days
    while: calm
    when: made(work)
    steps:
      - {tell: raid, given: {day: "{day}"}, when: calm}
      - {pay: {Ann: 1}, words: Ann is paid., when: calm}
  - if: made(work)
    then: [{let: {calm: false}}]
    else: [{let: {calm: true}}]
  - {end: {Ann: 1, Bob: 0}, words: It ends., when: calm}
  - {end: {Ann: 0, Bob: 0}}
"""


def places(data: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a key of the language, as it is written."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        if key in _ALLOWED:
            yield (*keys, key)
        yield from places(value, (*keys, key))


def read(data: Any) -> list[tuple[str, str]]:
    return [(each.id, each.found) for each in story_within(data, Places(Path("a.yaml"), data), ()).faults]


def test_the_story_is_sound_and_has_every_key() -> None:
    data = YAML(typ="safe").load(WHOLE)
    assert read(data) == []
    assert {keys[-1] for keys in places(data)} == set(_ALLOWED)


EVERY = list(places(YAML(typ="safe").load(WHOLE)))


@pytest.mark.parametrize("keys", EVERY, ids=lambda keys: ".".join(map(str, keys)))
def test_nothing_behind_a_key_is_refused_once(keys: tuple[Any, ...]) -> None:
    data = YAML(typ="safe").load(WHOLE)
    at = data
    for key in keys[:-1]:
        at = at[key]
    at[keys[-1]] = None
    found = read(data)
    if keys[-1] == "choice":  # a choice of nothing
        assert not any("stands behind" in words for _, words in found)
        return
    assert ("file/value", f"nothing stands behind {keys[-1]!r}") in found
    assert [id for id, _ in found].count("file/value") == 1
    if keys[-1] in ("if", "when", "while"):
        for blank in ("", "  "):
            at[keys[-1]] = blank
            assert read(data) == [("file/value", f"nothing stands behind {keys[-1]!r}")]
