"""``overture licences``: everything that the package stands on has a row, and a licence."""

from __future__ import annotations

from importlib.metadata import Distribution
from pathlib import Path

import pytest

from overture.cli.licences import UNSAID, licence_of
from tests.cli.run import overture


def test_what_overture_stands_on_is_listed_with_its_licence() -> None:
    ran = overture("licences")
    assert ran.code == 0, ran.err
    rows = {line.split()[0].lower(): line for line in ran.out.splitlines()[:-1]}
    assert {"numpy", "scipy", "numba", "llvmlite", "pydantic", "ruamel.yaml", "jinja2"} <= set(rows)
    assert "overture" not in rows
    assert "BSD" in rows["numpy"]
    assert int(ran.out.splitlines()[-1].split()[0]) == len(rows)
    assert not [line for line in rows.values() if line.endswith(UNSAID)]


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ("License-Expression: MIT", "MIT"),
        ("License: BSD", "BSD"),
        (f"License: {'x' * 100}\nClassifier: License :: OSI Approved :: MIT License", "MIT License"),
        ("Summary: none", UNSAID),
    ],
)
def test_where_a_package_states_its_licence(tmp_path: Path, told: str, licence: str) -> None:
    (tmp_path / "METADATA").write_text(f"Metadata-Version: 2.1\nName: a\nVersion: 1\n{told}\n")
    assert licence_of(Distribution.at(tmp_path)) == licence
