"""The resolved form of a story: stories within it told where they are told, and everything explicit that may be left out.

It tells the same game, and resolving it again changes nothing.
"""

from __future__ import annotations

import io
from typing import Any

from overture.games.story.lookup import rest_of
from overture.games.story.schema import OddsEntry, Story
from overture.games.story.slots import all_steps, everywhere
from overture.sinks import to_data

Plain = dict[str, Any]


def resolved(story: Story) -> Story:
    """The resolved form of a sound story."""
    plain = story.model_dump(by_alias=True)
    for name, player in plain["players"].items():
        player["name"] = player["name"] or name
    stories = {name: told["steps"] for name, told in plain["stories"].items()}
    plain["steps"] = _steps(plain["steps"], stories)
    plain["stories"] = {}
    return Story.model_validate(plain)


def resolved_text(story: Story) -> str:
    """The resolved form as YAML."""
    return as_yaml(resolved(story))


def as_yaml(story: Story) -> str:
    """A story as YAML, with everything that it says; who sees what in words."""
    from ruamel.yaml import YAML

    plain = story.model_dump(by_alias=True)
    for step in all_steps([plain["steps"], plain["stories"]]):
        for key in ("seen_by", "to"):
            if key in step:
                step[key] = _audience(step[key])
        for key in ("when", "while"):
            if step.get(key) == "":  # no condition, which a file says by leaving the key out
                del step[key]
    for parameter in plain["parameters"].values():
        parameter["known_by"] = _audience(parameter["known_by"])
        if parameter["value"] is None:
            del parameter["value"]
    yaml = YAML(typ="rt")
    yaml.width = 120
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    yaml.dump(_shielded(plain), text)
    return to_data(text.getvalue())


def _shielded(data: Any) -> Any:
    """The data with words in double quotes where they have signs that are written as escapes."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(data, dict):
        return {_shielded(key): _shielded(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_shielded(each) for each in data]
    return DoubleQuotedScalarString(data) if isinstance(data, str) and to_data(data) != data else data


def _audience(names: list[str] | None) -> str | list[str]:
    return "everybody" if names is None else names or "nobody"


def _steps(steps: list[Plain], stories: dict[str, list[Plain]]) -> list[Plain]:
    found: list[Plain] = []
    for step in steps:
        if "tell" in step:
            told = _steps(everywhere(stories[step["tell"]], step["given"]), stories)
            found += [{"if": step["when"], "then": told, "else": []}] if step["when"] else told
            continue
        for key in ("then", "else", "steps"):
            if key in step:
                step = {**step, key: _steps(step[key], stories)}
        if "simultaneous" in step:
            step = {**step, "simultaneous": [_open(each) for each in step["simultaneous"]]}
        if "signal" in step:
            step = {**step, "odds": {label: _odds(odds) for label, odds in step["odds"].items()}}
        elif "chance" in step:
            step = {**step, "odds": _odds(step["odds"])}
        found.append(_open(step))
    return found


def _open(step: Plain) -> Plain:
    """A covert move as one that nobody else sees."""
    return {**step, "seen_by": [], "covert": False} if step.get("covert") else step


def _odds(entries: list[Plain]) -> list[Plain]:
    """Odds with what the others leave written out."""
    read = [OddsEntry.model_validate(each) for each in entries]
    return [
        {**each, "odds": rest_of(read, at)} if each["odds"] == "rest" else each
        for at, each in enumerate(entries)
    ]
