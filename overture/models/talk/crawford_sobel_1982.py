"""Cheap talk: one who would have the other overstate the truth says no more than in which of a few intervals it lies.

A sender knows a state between 0 and 1 and says something that costs nothing. The receiver acts; he wants his act to be the
state, the sender wants it to be higher by a bias. In every equilibrium the states are cut into intervals, and the message
says which one the state is in. The smaller the bias, the more intervals there can be.

Source: Crawford and Sobel 1982, Theorem 1, and section 4 for uniform states and quadratic losses; these numbers are from memory, and no
look-up confirmed them, as it did volume and pages. Here there are K equally
likely states (2 k - 1) / 2 K and the acts j / 2 K.

Grids mislead: on a coarse one there are more intervals in equilibrium than the theorem allows, since a sender at the edge of
an interval cannot move by less than a step. Where the step is at least twice the bias, 1 / K >= 2 b, every state can be told.
With K of at least 2 / b the count is that of the theorem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.errors import SolveError
from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters

TOPICS = ("signalling",)
PAPER = Paper(
    authors=("Crawford, Vincent P.", "Sobel, Joel"),
    year=1982,
    title="Strategic Information Transmission",
    journal="Econometrica",
    volume="50",
    number="6",
    pages="1431-1451",
    doi="10.2307/1913390",
)

SENDER = "Sender"
RECEIVER = "Receiver"

PARAMETERS = {
    "bias": ModelParameter(
        Fraction(1, 18), 0, 1, "by how much the sender wants the act to be higher than the state"
    ),
}


@game(SENDER, RECEIVER, title="cheap talk")
def cheap_talk(p: Parameters, *, states: int = 9, messages: int = 3) -> Telling:
    """The receiver hears the message, and not the state."""
    odds = {str(k): Fraction(1, states) for k in range(1, states + 1)}
    state = yield chance("state", odds, seen_by=SENDER)
    yield move(SENDER, "message", [f"message {k}" for k in range(1, messages + 1)])
    act = yield move(RECEIVER, "act", [str(j) for j in range(1, 2 * states)])
    truth, done = Fraction(2 * int(state or 0) - 1, 2 * states), Fraction(int(act or 0), 2 * states)
    return {SENDER: -((done - truth - p.bias) ** 2), RECEIVER: -((done - truth) ** 2)}


def _telling(m: SolvedModel, sizes: Sequence[int]) -> AssessmentCertificate:
    """The states are cut into intervals of these many states each; the act is the middle of what was told.

    A message that is never sent is read as the first, so that it tempts nobody who is not tempted anyway.
    """
    ends = [sum(sizes[: at + 1]) for at in range(len(sizes))]
    middles = [str(2 * end - size) for end, size in zip(ends, sizes, strict=True)]

    def rule(name: str, before: Mapping[str, str]) -> str:
        if name == "message":
            return (
                f"message {next(at for at, end in enumerate(ends, start=1) if int(before['state']) <= end)}"
            )
        sent = int(before["message"].rpartition(" ")[2])
        return middles[sent - 1] if sent <= len(sizes) else middles[0]

    def tremble(name: str, before: Mapping[str, str], choice: str) -> tuple[int, int]:
        """A message that is never sent comes from the states of the first interval first."""
        unsent = name == "message" and int(choice.rpartition(" ")[2]) > len(sizes)
        return 1, 1 if unsent and int(before["state"]) <= ends[0] else 3

    return m.playing(rule, tremble)


def _equilibrium(m: SolvedModel, sizes: Sequence[int]) -> AssessmentCertificate:
    """The same, where it is a sequential equilibrium. Raises SolveError where it is not, as on a grid that has not these sizes."""
    if sum(sizes) != m.p.states or not _telling(m, sizes).is_sequential:
        raise SolveError.of(
            "models/never",
            f"intervals of {', '.join(map(str, sizes))} of {m.p.states} states are no equilibrium",
            "cheap talk",
        )
    return _telling(m, sizes)


def _most_cells(bias: Fraction) -> int:
    """N(b): the largest N with 2 N (N - 1) b < 1."""
    return max(n for n in range(1, 99) if 2 * n * (n - 1) * bias < 1)


def _image(p: Any, cells: int) -> list[int]:
    """The sizes of the theorem's intervals on the grid, each 4 b K larger than the one before."""
    step = 4 * p.bias * p.states
    first = Fraction(p.states - step * cells * (cells - 1) / 2, cells)
    return [int(first + step * at) for at in range(cells)]


def _losses(p: Any, cells: int, on_grid: bool = True) -> tuple[Fraction, Fraction]:
    """What sender and receiver get: the paper's formula, and what a grid of K states saves, 1 / 12 K^2."""
    receiver = -(Fraction(1, 12 * cells**2) + p.bias**2 * (cells**2 - 1) / 3)
    if on_grid:
        receiver += Fraction(1, 12 * p.states**2)
    return receiver - p.bias**2, receiver


RESULTS = (
    PublishedStatement(
        "With a bias of 1/18 three intervals are an equilibrium, whose sizes grow by 4 b: one state, three, and five of nine.",
        "Section 4 (number not looked up)",
        stated=(3, 1, 3, 5, True),
        computed=lambda m: (
            _most_cells(m.p.bias),
            *_image(m.p, 3),
            _telling(m, _image(m.p, 3)).is_sequential,
        ),
    ),
    PublishedStatement(
        "The receiver loses 1 / 12 N^2 + b^2 (N^2 - 1) / 3, and the sender b^2 more.",
        "Section 4 (number not looked up); on the grid both lose 1 / 12 K^2 less",
        stated=lambda p: _losses(p, 3),
        computed=lambda m: _equilibrium(m, _image(m.p, 3)).value,
        over=("states", [9, 18, 27]),
        limit=lambda p: _losses(p, 3, on_grid=False),
        numbers=("value to the sender", "value to the receiver"),
    ),
    PublishedStatement(
        "Saying nothing is an equilibrium, and so are two intervals; both would rather have more of them.",
        "Theorem 1; Theorems 3 and 5 for the preference (numbers not looked up)",
        stated=lambda p: (True, *_losses(p, 1), True),
        computed=lambda m: (
            _telling(m, [9]).is_sequential,
            *_telling(m, [9]).value,
            _telling(m, [3, 6]).is_sequential
            and all(
                more > less
                for one, other in (([3, 6], [9]), ([1, 3, 5], [3, 6]))
                for more, less in zip(_telling(m, one).value, _telling(m, other).value, strict=True)
            ),
        ),
    ),
    PublishedStatement(
        "On a coarse grid every state can be told, just where 1 / K >= 2 b; the theorem has three intervals there.",
        "here: a trap of grids",
        stated=lambda p: Fraction(1, p.states) >= 2 * p.bias,
        computed=lambda m: _telling(m, [1] * m.p.states).is_sequential,
        at={"messages": 9},
        over=("bias", [Fraction(1, k) for k in (30, 20, 18, 17, 12)]),
    ),
)
