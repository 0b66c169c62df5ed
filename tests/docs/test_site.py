"""The site has every page of docs/ in its menu, and every public function on one page."""

from __future__ import annotations

import inspect
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from ruamel.yaml import YAML

import overture

ROOT = Path(__file__).resolve().parents[2]
MENU = re.compile(r"^ *- (?:[^:]+: )?(\S+\.md)$", re.MULTILINE)


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    spec = spec_from_file_location("site_pages", ROOT / "docs" / "site" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["site_pages"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def docs(pages: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the site, written once."""
    folder: Path = tmp_path_factory.mktemp("site") / "docs"
    pages.write(folder)
    return folder


def test_every_public_name_is_on_one_page(pages: ModuleType) -> None:
    names = [name for _, _, each in pages.PYTHON.values() for name in each]
    assert sorted(names) == sorted(overture._PUBLIC)


def test_the_menu_has_every_page_and_no_other(docs: Path) -> None:
    written = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert isinstance(YAML(typ="safe").load(text), dict)
    menu = MENU.findall(text)
    assert len(menu) == len(set(menu))
    # Decisions are reached from their index.
    assert set(menu) == {page for page in written if not re.match(r"decisions/\d", page)}


def test_notebooks_become_pages_that_are_linked(docs: Path) -> None:
    page = (docs / "tutorials" / "a-first-game.md").read_text(encoding="utf-8")
    assert "```python\n" in page
    assert ".ipynb)" not in (docs / "index.md").read_text(encoding="utf-8")


def test_blocks_have_their_language_alone(docs: Path) -> None:
    marked = (ROOT / "docs" / "how-to" / "read-a-report.md").read_text(encoding="utf-8")
    assert "```console not-run" in marked
    for page in docs.rglob("*.md"):
        assert not re.search(r"^ *```\w+ ", page.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in sorted((ROOT / "docs" / "decisions").glob("0*.md")):
        assert f"({page.name})" in index


@pytest.mark.parametrize("name", sorted(set(overture._PUBLIC) - {"models"}))
def test_the_docstring_of_a_public_function_names_each_of_its_parameters(name: str) -> None:
    value = getattr(overture, name)
    said = inspect.getdoc(value) or ""
    if not inspect.isclass(value):
        for parameter in inspect.signature(value).parameters:
            assert re.search(rf"(^ +|\. ){parameter}: ", said, re.MULTILINE), parameter
