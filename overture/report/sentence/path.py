"""Where a number stands in the JSON of a judgement, and whose weights it has.

A path names keys and places, joined by dots: ``answers.belief_offer.0``. Inside a key a dot is written ``~1`` and
a tilde ``~0`` (as JSON Pointer does with its slash). A star stands for every place of a list. Two paths joined by
`` * `` are a product: the line *belief x worth* of a table is one.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any, Literal

Weights = Literal["before", "given", "after", "none"]
TIMES = " * "

# Whose weights a number has, by its path below ``answers`` (or below a row of ``others``): the first that fits.
# before: after what was done and said. given: and the event in which the offer can be made. after: and the offer.
IN_ANSWERS: tuple[tuple[str, Weights], ...] = (
    ("belief_now.*", "before"),
    ("belief_given.*", "given"),
    ("belief_nooffer.*", "given"),
    ("belief_offer*", "after"),
    ("belief_answer*", "after"),
    ("answer_asked", "after"),
    ("chance_of_offer*", "given"),
    ("offer_likelihood*", "given"),
    ("offer_factor*", "given"),
    ("verdict.*.convention_share", "after"),
    ("verdict.*", "given"),
    ("factor_by_class.*", "given"),
    ("on_path_share.before", "given"),
    ("on_path_share.after", "after"),
    ("on_path_by_class_after.*", "after"),
    ("class_weight.*.before", "before"),
    ("class_weight.*.given", "given"),
    ("class_weight.*.after_offer", "after"),
    ("movement_first_type.*", "after"),
    ("offer_points_after.*", "after"),
    ("value*", "after"),
    ("lead", "after"),
    ("perfect_information", "after"),
    ("ceiling_*", "after"),
    ("floor_sensitivity.*", "after"),
    ("weights_vertices.*", "after"),
    ("simplex_*", "after"),
    ("effective_worlds_after_offer", "after"),
    ("bootstrap_se.belief_now", "before"),
    ("bootstrap_se.chance", "given"),
    ("bootstrap_se.factor", "given"),
    ("bootstrap_se.*", "after"),
    ("watch.*", "given"),
    ("after_accepting.*", "after"),
    ("cheat_by_type.*", "after"),
    ("compliance", "after"),
    ("caught", "after"),
    ("undetected", "after"),
    ("collapse", "after"),
    ("observation_test.*", "after"),
    ("without_testimony.*", "after"),
    ("own_scenarios.*", "after"),
    ("flips.*", "after"),
    ("plans.*", "none"),
)
# The same for the rest of a judgement.
ELSEWHERE: tuple[tuple[str, Weights], ...] = (
    ("hypotheses.*.now", "before"),
    ("hypotheses.*.naive", "before"),
    ("hypotheses.*.offered", "after"),
    ("reads_us.chance", "given"),
    ("reads_us.factor", "given"),
    ("reads_us.now", "before"),
    ("reads_us.belief", "after"),
    ("reads_us.V.*", "after"),
    ("asked.*.V.*", "after"),
    ("pictures.*.before", "before"),
    ("pictures.*.after", "after"),
    ("gains.*", "before"),
    ("equilibria.*.before", "before"),
    ("equilibria.*.given", "given"),
    ("equilibria.*.after", "after"),
    ("report.*", "after"),
    ("sources.*.without.*", "before"),
    ("drops.*.belief.*", "after"),
)


def escaped(key: str | int) -> str:
    """A key as it stands in a path."""
    return str(key).replace("~", "~0").replace(".", "~1")


def joined(*parts: str | int) -> str:
    """A path from a path and further keys: the first part is taken as a path, the others as keys."""
    first, *rest = parts
    return ".".join([str(first), *(escaped(part) for part in rest)])


def keys(path: str) -> list[str]:
    """The keys of a path, as they stand in the JSON."""
    return [part.replace("~1", ".").replace("~0", "~") for part in path.split(".")]


def found(root: Any, path: str) -> Any:
    """What stands at a path.

    Raises:
        KeyError: nothing stands there.
    """
    if TIMES in path:
        product = 1.0
        for part in path.split(TIMES):
            product *= found(root, part)
        return product
    return _walk(root, keys(path), path)


def _walk(value: Any, rest: list[str], path: str) -> Any:
    for at, key in enumerate(rest):
        if key == "*" and isinstance(value, list):
            return [_walk(each, rest[at + 1 :], path) for each in value]
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError) as fault:
            raise KeyError(path) from fault
    return value


def weights(path: str) -> Weights:
    """Whose weights the number at a path has."""
    if TIMES in path:
        every = {weights(part) for part in path.split(TIMES)} - {"none"}
        return every.pop() if len(every) == 1 else "none"
    head, _, rest = path.partition(".")
    table = ELSEWHERE
    if head == "answers":
        table, path = IN_ANSWERS, rest
    elif head == "others":
        table, path = IN_ANSWERS, rest.partition(".")[2]
    return next((name for pattern, name in table if fnmatchcase(path, pattern)), "none")


def base(path: str) -> str:
    """``answers`` or ``others.3`` for a path below one of them; ``answers`` for every other path."""
    first, _, rest = path.partition(".")
    return f"others.{rest.partition('.')[0]}" if first == "others" else "answers"
