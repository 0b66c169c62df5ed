"""Small cases are answered as before, in every number and word (``kept_answers.py`` says how to change that on purpose)."""

from __future__ import annotations

import pytest

from tests.judgement.kept_answers import answered, changed, names, stored


@pytest.mark.parametrize("name", names())
def test_the_answer_is_the_one_that_is_kept(name: str) -> None:
    assert changed(name, stored(), answered(name)) == []
