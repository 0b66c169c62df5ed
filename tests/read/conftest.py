"""What several tests of the reading ask for."""

from __future__ import annotations

import pytest

from overture.read.reading import LoadedReader, load_reader


@pytest.fixture(scope="session")
def reader() -> LoadedReader:
    """The reader with a parser; these tests need a model."""
    loaded = load_reader()
    if loaded.language is None:
        pytest.skip("no language model is installed")
    return loaded
