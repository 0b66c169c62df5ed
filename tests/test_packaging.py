"""What is built and installed: every file of the package is in the wheel, and every locked file has its hash."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from overture.cli.demo import FILES, flagship
from tests.cli.run import ROOT


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, tuple[str, set[str]]]:
    """Package -> its version in a lock, and the hashes of its files."""
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    found = [
        re.fullmatch(
            r"([\w.-]+)==([^\s;]+)(?: ; [^-]*?(?=\s+--))?((?:\s+--hash=sha256:[0-9a-f]{64})+)\s*", line
        )
        for line in lines
    ]
    assert None not in found, "a line of a lock without a version, or with something that is no hash"
    return {plain(each[1]): (each[2], set(each[3].split())) for each in found if each}


def declared() -> tuple[set[str], set[str]]:
    """What pyproject.toml asks for: without extras but that of charts, and with all of them and the tools of development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    tools = [
        line for line in (ROOT / "requirements" / "dev.txt").read_text().splitlines() if line[:1].isalpha()
    ]
    few = [*project["dependencies"], *extras["charts"]]
    many = [*few, *(each for extra in extras.values() for each in extra), *tools]
    named = [{plain(re.split(r"[<>=!\[; ]", each)[0]) for each in list_} for list_ in (few, many)]
    return named[0], named[1]


def test_locks_have_all_that_is_asked_for_with_hashes_and_agree() -> None:
    few, many = declared()
    assert few <= set(locked("lock-demo.txt"))
    assert many <= set(locked("lock.txt"))
    whole = locked("lock.txt")
    assert all(whole[name] == rest for name, rest in locked("lock-demo.txt").items())


def test_the_wheel_holds_every_file_of_the_package_and_the_flagship(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    core = pytest.importorskip("setuptools", minversion="77").distutils.core
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", sys.argv[:1])
    built = core.run_setup("setup.py", ["build_py", "--build-lib", str(tmp_path)], stop_after="commandline")
    command = built.get_command_obj("build_py")
    command.ensure_finalized()
    inside = {
        Path(each).relative_to(tmp_path).as_posix() for each in command.get_outputs(include_bytecode=False)
    }
    written = {
        each.relative_to(ROOT).as_posix()
        for each in (ROOT / "overture").rglob("*")
        if each.is_file() and "__pycache__" not in each.parts
    }
    assert written - inside == set()
    assert {f"overture/models/cases/freeze-for-relief/{name}" for name in FILES} <= inside


def test_the_flagship_of_a_checkout_lies_beside_the_package() -> None:
    assert flagship() == ROOT / "cases" / "freeze-for-relief"
    assert all((flagship() / name).is_file() for name in FILES)
