"""Whatever is mistyped in a case, it is refused with its line, or it is sound and can be played."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from overture.case.draw import draw, own_draws
from overture.case.known import who_knows
from overture.case.load import load
from overture.case.questions import lists, questions
from overture.errors import Fault, FileError
from tests.case.mutate import Mutation, mutations, numbers
from tests.cli.run import overture


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated") / "case"


def refused_or_sound(folder: Path) -> bool:
    """Whether the case is sound. Then its worlds can be drawn and told, and its questions asked."""
    found: tuple[Fault, ...] = ()
    try:
        loaded = load(folder)
    except FileError as error:
        found = error.faults
    assert [str(fault) for fault in found if not fault.where.startswith(f"{folder}/")] == []
    if found:
        return False
    for worlds in (1, 2, 5):
        tree = loaded.game.tree(dict(draw(loaded.parameters, worlds, 1)))
        assert tree.n_worlds == worlds
        own = loaded.game.tree(dict(own_draws(loaded.parameters, worlds, 1)))
        assert (own.chance >= 0).all()
    assert set(who_knows(loaded)) == set(loaded.parameters)
    assert lists(loaded) is not None
    assert questions(loaded) is not None
    return True


@given(mutations())
@settings(max_examples=60)
def test_a_mistyped_case_is_refused_or_sound(folder: Path, mutation: Mutation) -> None:
    refused_or_sound(mutation.write(folder))


@given(numbers())
@settings(max_examples=30)
def test_other_numbers_are_refused_or_sound(folder: Path, mutation: Mutation) -> None:
    refused_or_sound(mutation.write(folder))


@given(mutations(2))
@settings(max_examples=20)
def test_the_command_ends_in_0_or_2(folder: Path, mutation: Mutation) -> None:
    ran = overture("check", mutation.write(folder))
    assert ran.code in (0, 2)
    assert bool(ran.err) == (ran.code == 2)


def test_most_other_numbers_are_sound(folder: Path) -> None:
    """Else the test above would test nothing."""
    sound = []

    @given(numbers())
    @settings(max_examples=20, database=None)
    def count(mutation: Mutation) -> None:
        sound.append(refused_or_sound(mutation.write(folder)))

    count()
    assert sum(sound) > 5
