"""The maps in a real browser: the equilibrium in words under the pointer and by the arrow keys, on every map at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from overture.report import plates, precision
from tests.report.conftest import look, requests
from tests.report.map_example import plate
from tests.report.test_precision import AT, frame

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

POINT = """
const svg = document.querySelectorAll('svg[data-plate]')[arguments[0]];
const box = svg.getBoundingClientRect(), view = svg.viewBox.baseVal;
const [left, top, width, height] = svg.dataset.box.split(' ').map(Number);
const x = box.left + (left + arguments[1] * width) / view.width * box.width;
const y = box.top + (top + (1 - arguments[2]) * height) / view.height * box.height;
svg.dispatchEvent(new PointerEvent('pointermove', {bubbles: true, clientX: x, clientY: y}));
const tip = document.getElementById('tip');
return [tip.hidden ? '' : tip.textContent, document.querySelector('.readout').textContent];
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("vl_convert")
    where = tmp_path_factory.mktemp("maps")
    (where / "map.html").write_text(plates.page(plate(), "0.1.0"), encoding="utf-8")
    path = frame({"reply | offer=thin": [0.5, 0.4, 0.2, 0.7, 0.708]}, AT)
    (where / "path.html").write_text(precision.page(path, "A path", "0.1.0"), encoding="utf-8")
    return where


def test_the_page_is_silent_and_fetches_nothing(browser: WebDriver, folder: Path) -> None:
    for name in ("map.html", "path.html"):
        requests(browser)
        look(browser, folder / name)
        browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
        if name == "map.html":
            tip, _ = browser.execute_script(POINT, 0, 0.5, 0.5)
            assert tip
        asked = requests(browser)
        assert asked == [(folder / name).as_uri()]
        assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("at", [0, 2, 3, 4])
def test_the_pointer_says_the_equilibrium_in_words(browser: WebDriver, folder: Path, at: int) -> None:
    """On the wide map, and on each small one; the second drawing is the telephone's and not shown here."""
    look(browser, folder / "map.html")
    tip, readout = browser.execute_script(POINT, at, 0.5, 0.1)
    assert tip == readout
    assert tip.splitlines() == [
        "relief 1.10, detection 0.10",
        "○ pooling on thin: both types offer thin terms; the counterpart accepts",
        "○ semi-separating: one who keeps mixes thin and deep; the counterpart accepts with 0.87",
        "● separating (the logit path leads here): one who keeps offers deep terms, one who exploits offers nothing",
        "probability of cheating: 0.09 (0.05 to 0.60 over the classes)",
        "worth of accepting: 0.19",
    ]
    nothing, _ = browser.execute_script(POINT, at, 0.05, 0.95)
    assert "No class of equilibrium was found here." in nothing
    assert "probability of cheating: not known" in nothing
    outside, _ = browser.execute_script(POINT, at, 0.5, 1.2)
    assert outside == ""


def test_the_same_point_is_marked_on_every_map(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "map.html")
    count = "return document.querySelectorAll('svg .cross:not([hidden])').length"
    assert browser.execute_script(count) == 0
    browser.execute_script(POINT, 0, 0.5, 0.5)
    assert browser.execute_script(count) == len(browser.find_elements("css selector", "svg[data-plate]"))


def test_the_arrow_keys_lead_from_the_cases_own_values(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "map.html")
    press = """
    const svg = document.querySelector('svg[data-plate]');
    svg.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true, cancelable: true}));
    return document.querySelector('.readout').textContent.split('\\n')[0];
    """
    start = browser.execute_script("return document.querySelector('.readout').textContent.split('\\n')[0]")
    assert start == "relief 1.01, detection 0.30"
    assert browser.execute_script(press, "ArrowUp") == "relief 1.01, detection 0.33"
    assert browser.execute_script(press, "ArrowRight") == "relief 1.05, detection 0.33"
    for _ in range(40):
        last = browser.execute_script(press, "ArrowDown")
    assert last == "relief 1.05, detection 0.00"


def test_without_javascript_the_maps_and_their_words_stand(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "map.html", script=False)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    text = browser.execute_script("return document.querySelector('main').innerText")
    assert "1+2+3: pooling on thin, semi-separating and separating exist" in text
    drawn = "return [...document.querySelectorAll('figure svg')].filter(s => s.getBoundingClientRect().height > 60).length"
    assert browser.execute_script(drawn) == 4


@pytest.mark.parametrize("width", [320, 380, 768, 1280])
@pytest.mark.parametrize("name", ["map.html", "path.html"])
def test_it_is_never_wider_than_the_screen(browser: WebDriver, folder: Path, name: str, width: int) -> None:
    look(browser, folder / name, width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_words_above_a_map_stand_once(browser: WebDriver, folder: Path) -> None:
    """The drawing is named by its caption and does not repeat it."""
    look(browser, folder / "map.html")
    named = browser.execute_script(
        "return [...document.querySelectorAll('figure svg')].map(s => [s.getAttribute('aria-label'),"
        " document.getElementById(s.getAttribute('aria-labelledby')) !== null])"
    )
    assert named
    assert all(label is None and found for label, found in named)
