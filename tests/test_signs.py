"""Signs of other languages in expressions are named, with what to write; what an expression may have is left alone."""

from __future__ import annotations

import pytest

from overture.errors import EventError
from overture.games.measured.event import names
from overture.games.story.expressions.expression import KnownNames, Unreadable
from overture.games.story.expressions.reading import read_expression
from overture.signs import corrected, sign_slips

WRONG = {
    "1 - 0,5 * q": ("0,5", "1 - 0.5 * q"), 'kind = "sly"': ("=", 'kind == "sly"'), "kind == „sly“": ("„ “", 'kind == "sly"'),
    "q − 1": ("−", "q - 1"), "2 × q": ("×", "2 * q"), "n ≤ 2": ("≤", "n <= 2"), "n ≥ 2": ("≥", "n >= 2"), "n => 2": ("=>", "n >= 2"),
    "q^2": ("^", "q**2"), "q²": ("²", "q**2"), "10%": ("10%", "0.1"), "q % 2": ("%", ""), "n ≠ 2": ("≠", "n != 2"),
    'n == 2 && kind == "sly"': ("&&", 'n == 2 and kind == "sly"'), 'n == 2 || kind == "sly"': ("||", 'n == 2 or kind == "sly"'),
    'if kind == "sly" then 3 else q': ("if ... then ... else", '3 if kind == "sly" else q'),
    'kind == "sly" ? 3 : q': ("? and :", '3 if kind == "sly" else q'), 'n == 2 AND kind == "sly"': ("AND", 'n == 2 and kind == "sly"'),
    '3 if kind == "sly"': ("if without else", ""), 'kind is "sly"': ("is", 'kind == "sly"'), "½ * q": ("½", "(1/2) * q"),
}  # fmt: skip
RIGHT = ["min(1,2)", "max(q, 2,5)", "n in (1,2)", 'kind == "a, b = 3 × 2 − 10% && if"', "n <= 2 and n >= 1 or n != 3", "q ** 2 / 3 - 1"]  # fmt: skip
KNOWN = KnownNames(frozenset({"q"}), {"n": "number"}, frozenset(), {"kind": ("sly", "good")})


@pytest.mark.parametrize("text", WRONG)
def test_the_sign_is_named_with_what_to_write(text: str) -> None:
    sign, meant = WRONG[text]
    (slip,) = sign_slips(text)
    assert sign in slip.found
    assert corrected(text) == meant
    with pytest.raises(Unreadable) as caught:
        read_expression(text, KNOWN)
    (fault,) = caught.value.faults
    assert (sign in fault.found, meant in fault.mend) == (True, True)
    if meant:
        read_expression(meant, KNOWN)


@pytest.mark.parametrize("text", RIGHT)
def test_what_an_expression_may_have_is_left_alone(text: str) -> None:
    assert sign_slips(text) == []


def test_all_signs_and_the_faults_beside_them_are_told_at_once() -> None:
    with pytest.raises(Unreadable) as caught:
        read_expression("kind = “god” and n ≤ 0,5 and z == 1", KNOWN)
    found = " ".join(each.found for each in caught.value.faults)
    for each in ("the sign =", "“ ”", "≤", "0,5", "'god'", "'z'"):
        assert each in found


def test_a_function_of_a_spreadsheet_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        read_expression('IF(kind == "sly", 1, 2)', KNOWN)
    assert caught.value.faults[0].allowed == "one if condition else other"


def test_events_have_the_same_signs() -> None:
    with pytest.raises(EventError, match='Write offer == "thin"'):
        names("offer = “thin”")
