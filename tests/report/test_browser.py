"""The page in a real browser: complete, silent, self-sufficient, and never wider than its screen."""

from __future__ import annotations

import http.server
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from overture.report.page import render, sections
from tests.report.conftest import look, requests
from tests.report.example import bare, example

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves the folder and keeps what was asked for."""

    asked: list[str] = []  # noqa: RUF012 - one list for the whole server is what is wanted

    def log_message(self, *words: object) -> None:
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("vl_convert")
    where = tmp_path_factory.mktemp("page")
    (where / "page.html").write_text(render(example()), encoding="utf-8")
    (where / "bare.html").write_text(render(bare()), encoding="utf-8")
    return where


def test_it_renders_without_a_word_in_the_console(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "page.html")
    shown = browser.execute_script(
        "return [...document.querySelectorAll('main > section')].map(s => [s.id, s.innerText.length])"
    )
    assert [name for name, _ in shown] == [section.id for section in sections(example())]
    assert all(length > 40 for _, length in shown)
    drawn = browser.execute_script(
        "return [...document.querySelectorAll('figure svg')].filter(s => s.getBoundingClientRect().height > 60).length"
    )
    assert drawn == 10  # each figure once, at this width
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_it_fetches_nothing(browser: WebDriver, folder: Path) -> None:
    requests(browser)
    look(browser, folder / "page.html")
    browser.execute_script("window.scrollTo(0, document.body.scrollHeight)")
    browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    asked = [url for url in requests(browser) if not url.startswith(("data:", "chrome:"))]
    assert asked == [(folder / "page.html").as_uri()]


def test_a_server_is_asked_for_the_page_only(browser: WebDriver, folder: Path) -> None:
    Silent.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        browser.get(f"http://127.0.0.1:{server.server_port}/page.html")
        browser.execute_script("return document.readyState")
        server.shutdown()
        thread.join()
    assert Silent.asked == ["/page.html"]


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("name", ["page.html", "bare.html"])
def test_it_is_never_wider_than_the_screen(browser: WebDriver, folder: Path, name: str, width: int) -> None:
    look(browser, folder / name, width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def contrast(browser: WebDriver) -> float:
    """The least contrast (WCAG 2) of ink, soft ink, accent and the series' colours on the ground."""
    return float(
        browser.execute_script(
            """
            const style = getComputedStyle(document.documentElement);
            const light = (name) => {
              const hex = style.getPropertyValue(name).trim().slice(1);
              const full = hex.length === 3 ? [...hex].map(c => c + c).join('') : hex;
              const [r, g, b] = [0, 2, 4].map(i => parseInt(full.slice(i, i + 2), 16) / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const ground = light('--ground');
            return Math.min(...['--ink', '--soft', '--accent', '--c1', '--c2', '--c3', '--c4', '--c6']
              .map(name => ratio(light(name), ground)));
            """
        )
    )


@pytest.mark.parametrize("dark", [False, True])
def test_it_can_be_read_in_light_and_in_dark(browser: WebDriver, folder: Path, dark: bool) -> None:
    look(browser, folder / "page.html", dark=dark)
    ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    channels = [int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")]
    assert (max(channels) < 60) == dark
    assert contrast(browser) >= 4.5


def test_without_javascript_nothing_is_lost_but_the_slider(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "page.html")
    with_script = browser.execute_script("return document.querySelector('main').innerText")
    look(browser, folder / "page.html", script=False)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    without = browser.execute_script("return document.querySelector('main').innerText")
    lost = set(with_script.splitlines()) - set(without.splitlines())
    slider = ("Another prior?", "would leave")
    assert lost
    assert all(line.startswith(slider) for line in lost)


def test_the_slider_holds_the_evidence_and_moves_the_prior(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "page.html")
    set_prior = (
        "const i = document.getElementById('prior'); i.value = arguments[0];"
        "i.dispatchEvent(new Event('input')); return document.getElementById('prior-says').innerText"
    )
    lead = example().hypotheses[0]
    start = browser.execute_script(set_prior, round(100 * lead.prior.mean))
    assert f"{lead.posterior.mean:.2f}" in start
    assert "The same reply stays best" in start
    high = browser.execute_script(set_prior, 95)
    assert "almost certain" in high
    assert "Another reply becomes best (from a prior of 0.49)" in high


def test_hover_says_the_numbers_of_a_mark(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "page.html")
    said = browser.execute_script(
        """
        const mark = document.querySelector('#figure-ratios .wide svg [aria-label]');
        mark.scrollIntoView({block: 'center', behavior: 'instant'});
        const box = mark.getBoundingClientRect();
        mark.dispatchEvent(new PointerEvent('pointermove',
          {bubbles: true, clientX: box.x, clientY: box.y}));
        const tip = document.getElementById('tip');
        return [tip.hidden, tip.textContent];
        """
    )
    assert said[0] is False
    assert any(name in said[1] for name in ("pooling", "separating"))


def test_it_prints_in_light_with_every_section(browser: WebDriver, folder: Path, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    import base64

    look(browser, folder / "page.html", dark=True)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    paper = tmp_path / "page.pdf"
    paper.write_bytes(base64.b64decode(printed["data"]))
    text = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(paper).pages)
    for section in sections(example()):
        if section.id != "bottom-line":
            assert section.title in text
    assert "Such a deal would be a deception." in text
    assert "Another prior?" not in text
