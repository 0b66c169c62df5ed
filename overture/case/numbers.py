"""The parameters of a case: that the game needs them, that they move something, and whose they can be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from overture.case.known import Touch
from overture.case.schema import Parameter
from overture.case.written import Written
from overture.errors import Fault
from overture.filing import Keys, Places
from overture.games.telling.trial import STAND_IN, Trial
from overture.wording import did_you_mean


def number_faults(written: Written, moved: Mapping[str, Touch], trial: Trial) -> list[Fault]:
    """Parameters of the case that the game does not use, and odds that cannot be theirs.

    Args:
        moved, trial: what each parameter moves, and how that was found.
    """
    return written.kept([*_idle(written, moved, trial), *_theirs(written, moved)])


def lacking_faults(given: Collection[str], places: Places, lacking: set[str]) -> list[Fault]:
    """Parameters that the game needs and nobody gives; ``given``: those of the case."""
    return [
        Fault(
            "case/parameter-missing",
            f"the game needs the parameter {name!r}, which the case does not give",
            places(["parameters"]),
            "a number or a range for each parameter of the game",
            did_you_mean(name, given).replace("did you mean", "is it") or "add it",
        )
        for name in sorted(lacking)
    ]


def _idle(written: Written, moved: Mapping[str, Touch], trial: Trial) -> Iterator[tuple[Keys, Fault]]:
    for name, given in written.case.parameters.items():
        if name not in moved or moved[name]:
            continue
        keys: Keys = ("parameters", name)
        kind = "a range" if given.spread else "a number"
        known = {each for each, touch in moved.items() if touch} | (trial.read - set(moved))
        if name in trial.read:
            found = f"{name!r} ({kind}) is used by the game and moves neither odds nor payoffs"
            yield keys, Fault("case/parameter-idle", found, written.places(keys), "", "leave it out")
        elif name in _defaults(written):
            found = f"{name!r} ({kind}) moves nothing in this form of the game"
            yield (
                keys,
                Fault(
                    "case/parameter-idle", found, written.places(keys), "", "leave it out, or change shape"
                ),
            )
        else:
            found = f"the game has no parameter {name!r}"
            yield keys, written.unknown("case/parameter", found, keys, name, sorted(known))


def _defaults(written: Written) -> Mapping[str, float]:
    from overture.models import defaults, names

    return defaults(written.case.game) if written.case.game in names() else {}


def _theirs(written: Written, moved: Mapping[str, Touch]) -> Iterator[tuple[Keys, Fault]]:
    for name, given in written.case.parameters.items():
        if given.known == "theirs" and name in moved and moved[name].hypothesis:
            keys: Keys = ("parameters", name, "known")
            yield (
                keys,
                Fault(
                    "case/known",
                    f"{name!r} moves the odds of {written.case.hypothesis.move!r}, and those cannot be theirs: "
                    "how likely he is to be of one kind is our judgement",
                    written.places(keys),
                    "ours",
                ),
            )


def stand_in(written: Any) -> Parameter:
    """A number in place of a parameter that cannot be read, so that its game can be told."""
    found = written
    if isinstance(written, dict):
        found = next((written[key] for key in ("value", "mode", "low", "high") if key in written), None)
    # Between 0 and 1 it is good as odds and as a payoff.
    good = isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= 1
    return Parameter(value=float(found) if good else STAND_IN)
