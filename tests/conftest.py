"""What every test uses: where the reference data lies, and a quiet Hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.catalogue import INSIDER_ACCOUNT, REFERENCE

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "overture", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("overture")


# Files whose tests look at one judgement that takes half a minute and more: one worker makes it and runs them all.
TOGETHER = frozenset(
    f"tests/{name}.py"
    for name in (
        "judgement/deal/test_truce",
        "judgement/test_history",
        "report/test_deal_page",
        "report/test_history_page",
    )
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests are handed out one by one, but for the files of ``TOGETHER``."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file in TOGETHER else nodeid

    return Together(config, log)


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
