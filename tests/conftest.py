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


# Files that take a minute and more, which are begun first. The tests of the first ones share nothing, and are handed out
# one by one; those of all other files look at the same games and judgements, which one worker makes.
APART = frozenset(
    f"tests/{name}.py"
    for name in (
        "case/test_mutated",
        "docs/test_examples",
        "judgement/test_faults",
        "judgement/test_mutated",
        "judgement/test_properties_invariance",
        "judgement/test_twin",
        "test_clock",
    )
)
LONG = APART | {
    "tests/design/test_follow.py",
    "tests/judgement/deal/test_truce.py",
    "tests/judgement/test_history.py",
    "tests/report/test_deal_page.py",
    "tests/report/test_history_page.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, so that none is left to one worker in the end."""
    items.sort(key=lambda item: item.nodeid.partition("::")[0] not in LONG)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files are handed out whole and in their order, those of ``APART`` test by test."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return nodeid if file in APART else file

    config.option.loadscopereorder = False
    return ByFile(config, log)


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
