"""What a telling raises while it is played: refused where it is of parameters, of the shape or of steps, else told with its history."""

from __future__ import annotations

from typing import Any

from overture.errors import OvertureError, TellingError
from overture.games.telling.checked import OpenNode
from overture.games.telling.raised import line_of
from overture.games.telling.replayed import ReplayedWalk

# What numpy says when an array of worlds is used where a single number fixes the shape.
SHAPE_WORDS = (
    "truth value of an array",
    "converted to",
    "can only convert",
    "as an integer",
    "unhashable type: 'numpy",
    "unhashable type: 'ToldNumbers",
)
# What an error says where an array of worlds stands for a number.
NUMPY_WORDS = ("ufunc", "numpy", "ToldNumbers", "Integers to negative", "Rational instance", "inhomogeneous")
IN_PLACE = "read-only"  # what numpy says when an array that is only read is changed


class RefusingWalk(ReplayedWalk):
    """A walk that says of an error what is wrong in the telling."""

    def _placed(self, error: OvertureError, frames: list[OpenNode]) -> OvertureError:
        """An error of the language, with its line and history where it has none."""
        fault = error.faults[0]
        if not isinstance(error, TellingError) or fault.where:
            return error
        line = line_of(error, self.game.telling)
        return self._fault(fault.id, fault.found, frames, fault.allowed, fault.mend, place=line)

    def _raised(self, error: Exception, sends: list[Any], frames: list[OpenNode], line: str) -> None:
        """Refuse what is of parameters, of the shape or of steps; any other error of a telling stays what it is, with its history."""
        words = str(error)
        by_numpy = any(each in words for each in NUMPY_WORDS)
        if isinstance(error, ValueError) and IN_PLACE in words:
            raise self._fault(
                "telling/parameter-set",
                "an array that is only read, as parameters are, is changed in place",
                frames,
                "parameters are read: their values are given to game.tree(...)",
                "write c = c + 1, which makes a number of your own, in the place of c += 1",
                place=line,
            ) from error
        if isinstance(error, ValueError | TypeError):
            self._refuse_shape(error, frames, line)
        if line and (by_numpy or "tuple" in words):  # a step, which is a tuple, may stand among numbers
            self._all_yielded(sends, frames)
        if line and by_numpy:
            raise self._fault(
                "telling/shape",
                f"what is reckoned with a parameter, which is one number per world, fails: {type(error).__name__}: {error}",
                frames,
                "what numpy does with all worlds at once",
                "reckon with numbers, by operators or by functions of numpy",
                place=line,
            ) from error
        if line:
            error.add_note(self._fault("telling/shape", "", frames, place=line).faults[0].where)

    def _refuse_shape(self, error: Exception, frames: list[OpenNode], line: str) -> None:
        """Refuse a shape that hangs on a parameter, and an argument of the shape that is no whole number where one is needed."""
        no_whole = "'float' object" in str(error)
        for name, value in self.game.arguments.items() if no_whole else ():
            if isinstance(value, float):
                raise self._fault(
                    "telling/shape-argument",
                    f"the shape argument {name!r} is {value!r}, and the telling needs a whole number",
                    frames,
                    "a whole number",
                    f"write {name}={int(value)}" if value.is_integer() else "",
                    place=line,
                ) from error
        if not no_whole and any(words in str(error) for words in SHAPE_WORDS):
            raise self._fault(
                "telling/shape",
                "the shape of the game depends on a parameter",
                frames,
                "parameters in payoffs and odds only",
                "use np.where or np.maximum for numbers; make what changes the shape a keyword "
                "argument of the function and set it with game.shape(...)",
                place=line,
            ) from error
