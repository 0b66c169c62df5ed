"""Names of files as text: whatever bytes a name has, what is said of it can be written."""

from __future__ import annotations

import os
import sys

import pytest

from overture.wording import agreeing, as_command, did_you_mean, in_letters


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_name_that_is_no_utf_8_is_written_with_its_bytes() -> None:
    name = os.fsdecode(b"caf\xe9")
    assert in_letters(name) == "caf\\xe9"
    assert as_command("assess", name, "--worlds", 2) == "overture assess 'caf\\xe9' --worlds 2"
    assert in_letters("café ☃") == "café ☃"


def test_a_verb_with_a_comma_behind_it_agrees_too() -> None:
    assert agreeing("arms, with no bases granted", True) == "arm, with no bases granted"
    assert agreeing("watches; and waits", True) == "watch; and waits"


def test_a_part_of_a_name_is_close_to_it() -> None:
    known = ["kuhn-poker", "leduc-holdem", "inspection"]
    assert did_you_mean("kuhn", known) == "did you mean 'kuhn-poker'?"
    assert did_you_mean("inspetion", known) == "did you mean 'inspection'?"
    assert did_you_mean("ku", known) == did_you_mean("nothing", known) == ""
