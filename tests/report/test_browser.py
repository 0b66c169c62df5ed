"""The page in a real browser: complete, silent, self-sufficient, and never wider than its screen."""

from __future__ import annotations

import http.server
import threading
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from overture.judgement.answers import PlanNode
from overture.judgement.judgement import Judgement
from overture.report import digits
from overture.report.page import render
from overture.report.section import sections
from overture.report.sentence import Facts
from overture.report.statement import first
from tests.report.conftest import look, requests
from tests.report.example import EVERY, example, three_types

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
    where = tmp_path_factory.mktemp("page")
    for made in EVERY:
        (where / f"{made.__name__}.html").write_text(render(made()), encoding="utf-8")
    (where / "example.html").rename(where / "page.html")
    return where


def test_it_renders_without_a_word_in_the_console(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "page.html")
    shown = browser.execute_script(
        "return [...document.querySelectorAll('details.section')].map(s => [s.id, s.querySelector('summary').innerText.length])"
    )
    assert [name for name, _ in shown] == [section.id for section in sections(Facts(example()))]
    assert all(length > 20 for _, length in shown)
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("made", EVERY, ids=[made.__name__ for made in EVERY])
def test_the_first_part_is_no_more_than_one_screen(browser: WebDriver, folder: Path, made: object) -> None:
    name = made.__name__  # type: ignore[attr-defined]
    look(browser, folder / ("page.html" if name == "example" else f"{name}.html"))
    assert (
        browser.execute_script("return document.querySelector('.first').getBoundingClientRect().bottom")
        <= 800
    )


def test_it_fetches_nothing(browser: WebDriver, folder: Path) -> None:
    requests(browser)
    look(browser, folder / "page.html")
    browser.execute_script("window.scrollTo(0, document.body.scrollHeight)")
    browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    asked = requests(browser)
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
    text = """
      document.querySelectorAll('details').forEach(d => { d.open = true });
      return document.querySelector('main').innerText
    """
    with_script = browser.execute_script(text)
    look(browser, folder / "page.html", script=False)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    without = browser.execute_script(text)
    lost = set(with_script.splitlines()) - set(without.splitlines())
    slider = (
        "Another prior that",
        "Belief now",
        "To accept the terms is worth",
        "It moves our own prior alone",
    )
    assert lost
    assert all(line.startswith(slider) for line in lost), lost


# -- the slider -------------------------------------------------------------------------------------

MOVE = """
const input = document.getElementById('prior');
input.value = arguments[0];
input.dispatchEvent(new Event('input'));
const exact = Object.fromEntries([...document.querySelectorAll('#slider output[data-exact]')]
  .map(o => [o.dataset.name, [Number(o.dataset.exact), o.textContent]]));
return [Number(input.value), exact, document.getElementById('prior-reply').dataset.best,
        document.getElementById('prior-now').textContent];
"""


def worth(plan: PlanNode, belief: list[float]) -> float:
    """Worth of a reply at a belief, with the best plan: the rest, and at each later set the best choice."""
    later = sum(max(worth(node, belief) for node in each.choices.values()) for each in plan.sets)
    return sum(b * u for b, u in zip(belief, plan.rest, strict=True)) + later


def moved(judgement: Judgement, prior: float, belief: list[float]) -> list[float]:
    """The belief if our own prior of the first type were another: odds move, the rest in proportion."""
    own = judgement.answers.own_prior
    other = [prior if at == 0 else each * (1 - prior) / (1 - own[0]) for at, each in enumerate(own)]
    odds = [b / a * c for a, b, c in zip(own, belief, other, strict=True)]
    return [each / sum(odds) for each in odds]


@pytest.mark.parametrize("prior", [0.05, 0.3, 0.4076, 0.42, 0.9])
@pytest.mark.parametrize("made", [example, three_types], ids=["two types", "three types"])
def test_the_slider_reckons_as_the_formula_does(
    browser: WebDriver, folder: Path, prior: float, made: object
) -> None:
    judgement = made()  # type: ignore[operator]
    look(browser, folder / ("page.html" if made is example else "three_types.html"))
    at, shown, best, now = browser.execute_script(MOVE, prior)
    assert at == pytest.approx(prior)
    answers = judgement.answers
    belief = {
        "now": moved(judgement, at, answers.belief_now),
        "belief": moved(judgement, at, answers.belief_offer),
    }
    for name, each in belief.items():
        assert shown[name][0] == pytest.approx(each[0], abs=1e-12)
    turning = [answers.belief_at_which_reply_turns] if answers.belief_at_which_reply_turns else []
    assert shown["belief"][1] == digits.chance(belief["belief"][0], turning)
    prior_turns = [answers.own_prior_at_which_reply_turns] if answers.own_prior_at_which_reply_turns else []
    assert now == digits.chance(at, prior_turns)
    values = {label: worth(plan, belief["belief"]) for label, plan in answers.plans.items()}
    for label, value in values.items():
        assert shown[f"worth {label}"][0] == pytest.approx(value, abs=1e-12)
        assert shown[f"worth {label}"][1] == digits.worth(value)
    assert best == max(values, key=values.__getitem__)


def test_at_the_stated_prior_the_slider_says_what_the_page_says(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "page.html")
    answers = example().answers
    _, shown, best, _ = browser.execute_script(MOVE, answers.own_prior[0])
    assert answers.belief_offer is not None
    assert shown["belief"] == [pytest.approx(answers.belief_offer[0], abs=1e-12), "0.56"]
    assert shown["worth accept"] == [pytest.approx(answers.value["accept"].V, abs=1e-9), "−0.086"]
    assert best == answers.best
    said = "return document.getElementById('prior-reply').textContent"
    assert browser.execute_script(said) == "Refuse the terms, narrowly."
    browser.execute_script(MOVE, 0.2)
    assert browser.execute_script(said) == "The reply would be: accept the terms."


def test_every_other_sentence_is_marked_once_the_slider_has_moved(browser: WebDriver, folder: Path) -> None:
    look(browser, folder / "page.html")
    marks = "return [...document.querySelectorAll('.stated')].filter(m => m.getBoundingClientRect().height > 0).length"
    assert browser.execute_script(marks) == 0
    browser.execute_script(MOVE, 0.2)
    parts = len(first.items(Facts(example()))) + len(sections(Facts(example())))
    assert browser.execute_script(marks) == parts
    said = browser.execute_script("return document.querySelector('#answer h2').innerText")
    assert "at the stated prior of 0.47" in said
    browser.execute_script("document.getElementById('prior-back').click()")
    assert browser.execute_script(marks) == 0
    assert (
        browser.execute_script(MOVE.replace("input.value = arguments[0];", ""))[0]
        == example().answers.own_prior[0]
    )


# -- on paper ---------------------------------------------------------------------------------------


def printed(browser: WebDriver, page: Path, paper: Path) -> list[str]:
    """The text of each printed sheet."""
    import base64

    pypdf = pytest.importorskip("pypdf")
    look(browser, page, dark=True)
    made = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "generateTaggedPDF": True})
    paper.write_bytes(base64.b64decode(made["data"]))
    texts = [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in pypdf.PdfReader(paper).pages]
    return [" ".join(text.split()) for text in texts]


def test_it_prints_the_first_screen_on_one_sheet_and_all_on_twelve_at_most(
    browser: WebDriver, folder: Path, tmp_path: Path
) -> None:
    sheets = printed(browser, folder / "page.html", tmp_path / "page.pdf")
    assert len(sheets) <= 12
    facts = Facts(example())
    for item in first.items(facts):
        for sentence in item.sentences:
            text = unicodedata.normalize("NFKC", str(sentence))
            assert "".join(text.split()) in sheets[0].replace(" ", "")
    for section in sections(facts):
        assert any(str(section.title) in sheet for sheet in sheets[1:])
    assert not any("Another prior that" in sheet for sheet in sheets)


def test_each_text_stands_once_on_paper(browser: WebDriver, folder: Path, tmp_path: Path) -> None:
    """A bar has no words of its own: what is drawn is not said again for a reader of the file or of a copy."""
    text = " ".join(printed(browser, folder / "page.html", tmp_path / "page.pdf"))
    assert text.count("The statement") <= 3
    assert text.count("Belief, step by step") == 1
    raw = (tmp_path / "page.pdf").read_bytes()
    assert b"/Alt" not in raw
    look(browser, folder / "page.html")
    assert (
        browser.execute_script(
            "return document.querySelectorAll('main [aria-label], main svg, main [alt]').length"
        )
        == 0
    )


def test_it_prints_the_stated_prior_whatever_the_slider_says(
    browser: WebDriver, folder: Path, tmp_path: Path
) -> None:
    sheets = printed(browser, folder / "page.html", tmp_path / "one.pdf")
    browser.execute_script(MOVE, 0.9)
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert browser.execute_script("return document.querySelectorAll('.stated:not([hidden])').length") == 0
    assert "0.56" in sheets[0]
