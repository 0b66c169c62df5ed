"""How the parser is run: matrices by NumPy, on one thread, and the result the same for any number of threads."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy")

from threadpoolctl import threadpool_info, threadpool_limits

from overture.read.parsing.model import one_thread
from overture.read.reading import LoadedReader
from tests.read.reports import COURIER


def test_matrices_are_multiplied_by_numpy_on_one_thread(reader: LoadedReader) -> None:
    assert reader.language is not None
    layers = [
        layer for _, part in reader.language.pipeline if hasattr(part, "model") for layer in part.model.walk()
    ]
    assert layers
    assert not any(layer.ops.use_blis for layer in layers)
    with threadpool_limits(2, user_api="blas"), one_thread():
        # What reads pictures brings a library of its own, by which the parser multiplies nothing.
        pools = [
            each for each in threadpool_info() if each["user_api"] == "blas" and "numpy" in each["filepath"]
        ]
        assert {each["num_threads"] for each in pools} == {1}


@pytest.mark.parametrize("threads", [1, 2])
def test_claims_do_not_depend_on_threads(reader: LoadedReader, threads: int) -> None:
    alone = [claim.to_json() for claim in reader.read(COURIER).claims]
    with threadpool_limits(threads, user_api="blas"):
        assert [claim.to_json() for claim in reader.read(COURIER).claims] == alone
