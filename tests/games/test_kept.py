"""A certificate in a file is measured again when it is read; what is no certificate, or says something else, is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from overture.errors import FileError
from overture.games.codec import ValueReader, ValueWriter
from overture.games.files.efg import read_efg
from overture.games.measured.certificate import Assessment, AssessmentCertificate, certify
from overture.games.measured.kept import read_certificate, write_certificate

TREE = read_efg('EFG 2 R "even" { "A" }\np "" 1 1 "" { "l" "r" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 1/3 }')
PLAYED = Assessment({(0, 0): Fraction(1)}, {(0, 1): (Fraction(1), Fraction(1))})


def reader() -> ValueReader:
    """One that knows the game."""
    found = ValueReader([])
    found.trees = [TREE]
    return found


def read(**changed: Any) -> AssessmentCertificate:
    data = write_certificate(ValueWriter(), certify(TREE, PLAYED))
    return read_certificate(reader(), {**data, **changed}, "here")


def test_what_is_read_is_what_was_written() -> None:
    found = read()
    assert (found.exact, found.value, found.regret) == (True, (1,), (0,))
    assert found.assessment == PLAYED


@pytest.mark.parametrize("change", [{"value": ["2/3"]}, {"exact": False}, {"regret": ["1/1000000"]}])
def test_what_says_something_else_of_its_play_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(FileError) as caught:
        read(**change)
    assert caught.value.id == "load/certificate"


@pytest.mark.parametrize("data", [None, [], {}, {"game": 0}, "exact"])
def test_what_is_no_certificate_is_refused(data: Any) -> None:
    with pytest.raises(FileError, match="the fields game, assessment, exact"):
        read_certificate(reader(), data, "here")


def test_fields_that_nobody_knows_are_refused() -> None:
    with pytest.raises(FileError, match="the fields game"):
        read(more=1)
