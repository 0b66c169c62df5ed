"""What every test uses: where the reference data lies, and a quiet Hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.catalogue import INSIDER_ACCOUNT, REFERENCE

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "overture", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("overture")


@pytest.fixture(scope="session", autouse=True)
def _code_of_tests() -> Iterator[None]:
    """Games that tests write as files of a case are trusted, and not run in a process of their own first."""
    from overture.case.code.trust import trusting

    with trusting(True, unwatched=True):
        yield


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference games and texts (tests/reference/README.md says what lies where)."""
    return REFERENCE


@pytest.fixture(scope="session")
def insider_account() -> Path:
    """The report by way of which Overture was asked for: not ours to copy, so tests of it are skipped without it."""
    if not INSIDER_ACCOUNT.is_file():
        pytest.skip("the insider's account (../shared/reports/insider-account.txt) is not here")
    return INSIDER_ACCOUNT
