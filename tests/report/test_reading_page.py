"""The page of a reading: the text is all there, claims are marked, and an edited sheet comes out of it."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from overture.evidence.merge import parse
from overture.evidence.sheet import ClaimEntry, Place, Sheet, load_sheet
from overture.evidence.write import emit
from overture.read.batch import Choice, read_files
from overture.read.sheet.propose import together
from overture.report.reading_lines import editable
from overture.report.reading_page import Card, pieces, render
from tests.read.reports import COURIER, GAZETTE
from tests.report.conftest import look, requests

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

# A report that would break a careless page.
ODD = COURIER + '\nHolm said that <script>alert("x")</script> & "tags" stay words.\n'


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Sheet]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "courier.txt").write_text(ODD, encoding="utf-8")
    (folder / "gazette.txt").write_text(GAZETTE, encoding="utf-8")
    paths = sorted(folder.iterdir())
    made = together(read_files(paths, ["courier", "gazette"], Choice(plain_only=True), 1).read)
    return {read.document.id: read.document.text for read in made.reads}, made.sheet


@pytest.fixture(scope="module")
def page(reading: tuple[dict[str, str], Sheet], tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts, sheet = reading
    file = tmp_path_factory.mktemp("page") / "reading.html"
    events = ['intent == "keep"', 'intent == "exploit"']
    file.write_text(render(texts, sheet, emit(sheet), "evidence.yaml", events), encoding="utf-8")
    return file


def shown(page: str) -> list[str]:
    """The text of each document as the page shows it, the marks of claims left out."""
    blocks = re.findall(r'<div class="text">(.*?)</div>\n', page, re.S)
    return [
        html.unescape(re.sub(r"<[^>]+>", "", re.sub(r'<a class="mark.*?</a>', "", block))) for block in blocks
    ]


def test_every_letter_of_the_text_is_there(page: Path) -> None:
    assert shown(page.read_text(encoding="utf-8")) == [ODD, GAZETTE]


def test_it_fetches_nothing_and_runs_nothing_of_the_report(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!#|data:)', text)
    assert "default-src 'none'" in text
    assert text.count("<script") == 2
    assert "<script>alert" not in text


def test_every_claim_has_its_card_mark_and_words(page: Path, reading: tuple[dict[str, str], Sheet]) -> None:
    text = page.read_text(encoding="utf-8")
    for claim in reading[1].claims:
        assert text.count(f'id="claim-{claim.id}"') == 1
        assert f'href="#claim-{claim.id}" data-claim="{claim.id}"' in text
        assert html.escape(claim.words, quote=True).replace("&quot;", "&#34;") in text
    copy = next(claim for claim in reading[1].claims if claim.copy_of and claim.document == "gazette")
    assert f'Repeats <a href="#claim-{copy.copy_of}">' in text


def test_pieces_join_to_the_text_and_look_as_the_innermost_claim(
    reading: tuple[dict[str, str], Sheet],
) -> None:
    texts, sheet = reading
    claims = [claim for claim in sheet.claims if claim.document == "courier"]
    cards = [Card(claim, claim.id, "", (), (), (), True) for claim in claims]
    found = pieces(texts["courier"], cards)
    assert "".join(piece.text for piece in found) == texts["courier"]
    at = 0
    for piece in found:
        for claim in claims:
            place = claim.place
            inside = any(a <= at < b for spans in (place.source, place.cue, place.content) for a, b in spans)
            assert (claim.id in piece.claims) == inside
        at += len(piece.text)
    kettle = next(piece for piece in found if piece.text.startswith("that the strait would be closed"))
    assert kettle.look.split() == ["voice-insider", "content", "sure-CT"]


def test_of_claims_in_claims_the_innermost_is_seen() -> None:
    def card(id: str, voice: str, start: int, end: int) -> Card:
        place = Place(cue=[(start, start + 1)], content=[(start + 1, end)])
        return Card(ClaimEntry(id=id, source="s", voice=voice, place=place), id, "", (), (), (), True)  # type: ignore[arg-type]

    found = {
        p.text: p for p in pieces("abcdefghij", [card("in", "official", 3, 6), card("out", "insider", 0, 9)])
    }
    assert list(found) == ["a", "bc", "d", "ef", "ghi", "j"]
    assert found["ef"].claims == ("in", "out")
    assert found["ef"].look.startswith("voice-official content")
    assert found["ghi"].look.startswith("voice-insider content")
    assert found["a"].marks == ("out",)
    assert found["j"].look == ""


def test_a_sheet_with_places_beyond_the_text_is_still_shown(reading: tuple[dict[str, str], Sheet]) -> None:
    texts, sheet = reading
    short = {"courier": texts["courier"][:60]}
    assert shown(render(short, sheet, emit(sheet))) == [texts["courier"][:60]]


def test_editable_lines_are_those_of_the_claim() -> None:
    written = (
        "overture: 1\nsources:\n  - id: a\nclaims:\n  - id: one\n    source: a\n    event:   # not yet\n    note: >-\n"
        "      two\n      lines\n\n  # of the second\n  - id: two\n    source: a\n  - {id: three, source: a}\nclusters: []\n"
    )
    lines = written.splitlines()
    found = editable(written)
    assert set(found) == {"one", "two"}
    assert [lines[a:b] for a, b in (found["one"]["event"], found["one"]["note"])] == [
        ["    event:   # not yet"],
        ["    note: >-", "      two", "      lines"],
    ]
    assert found["one"]["note_value"] == "two lines"
    assert (found["two"]["event"], found["two"]["insert"], found["two"]["indent"]) == (None, 14, 4)
    assert editable(written.replace("two\n", "two\x85\n")) == {}
    assert editable("overture: 1\n") == {}


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning")
class TestInABrowser:
    def test_it_is_silent_and_asks_for_nothing(self, browser: WebDriver, page: Path) -> None:
        requests(browser)
        look(browser, page)
        asked = requests(browser)
        assert asked == [page.as_uri()]
        assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]

    @pytest.mark.parametrize("width", [320, 768, 1280])
    def test_it_is_never_wider_than_the_screen(self, browser: WebDriver, page: Path, width: int) -> None:
        look(browser, page, width)
        browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width

    def test_without_javascript_it_reads(self, browser: WebDriver, page: Path) -> None:
        look(browser, page, script=False)
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        text = browser.execute_script("return document.body.innerText")
        assert "closed again within a month" in text
        assert "Said more than once" in text
        assert "Save the edited sheet" not in text
        assert "Event of the game" not in text

    def test_a_click_on_the_text_shows_the_chain(self, browser: WebDriver, page: Path) -> None:
        look(browser, page)
        said = browser.execute_script(
            """
            const piece = [...document.querySelectorAll('.text span')].find(s => s.textContent.startsWith('that the strait'));
            piece.click();
            const card = document.querySelector('.claim.here');
            return [card.querySelector('h3').innerText, card.querySelector('.chain').innerText, piece.classList.contains('on')];
            """
        )
        assert "Jonas Kettle" in said[0]
        assert said[1].split("\n") == ["the writer", "Jonas Kettle"]
        assert said[2]

    def test_an_edited_sheet_is_saved_without_a_server(
        self,
        browser: WebDriver,
        page: Path,
        reading: tuple[dict[str, str], Sheet],
        tmp_path: Path,
    ) -> None:
        sheet = reading[1]
        target, other = sheet.claims[3], sheet.claims[1]
        browser.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
        )
        look(browser, page)
        browser.execute_script(
            """
            const set = (id, field, value) => {
              const form = document.querySelector(`#claim-${id} form`);
              if (field === 'denies') form.elements.denies.checked = value; else form.elements[field].value = value;
              form.elements[field].dispatchEvent(new Event('input', {bubbles: true}));
            };
            set(arguments[0], 'event', 'intent == "exploit"');
            set(arguments[0], 'denies', true);
            set(arguments[1], 'note', 'see: annex "B" # 2');
            document.getElementById('save').click();
            """,
            target.id,
            other.id,
        )
        saved = tmp_path / "evidence.yaml"
        for _ in range(100):
            if saved.exists():
                break
            time.sleep(0.1)
        claims = {claim.id: claim for claim in load_sheet(saved).claims}
        assert (claims[target.id].event, claims[target.id].says) == ('intent == "exploit"', False)
        assert claims[other.id].note == 'see: annex "B" # 2'
        before = {claim.id: claim for claim in parse(emit(sheet)).claims}
        same = set(before) - {target.id, other.id}
        assert all(claims[id] == before[id] for id in same)
        assert "Saved as evidence.yaml" in browser.execute_script(
            "return document.getElementById('saved').innerText"
        )
