"""One man, one witness: who may be one is asked with its reason, and the answer is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.evidence.merge import merge, parse
from overture.evidence.sheet import Sheet
from overture.evidence.write import emit
from overture.read.batch import Choice, read_files
from overture.read.reading import load_reader
from overture.read.sheet.propose import together
from tests.faults import FAULTS

REPORTS = FAULTS / "reports"
PLAIN = Choice(plain_only=True)


def sheet_of(*paths: Path, choice: Choice = PLAIN) -> Sheet:
    read = read_files(paths, [path.stem for path in paths], choice, 1).read
    assert len(read) == len(paths)
    return together(read).sheet


def written(folder: Path, **texts: str) -> Sheet:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return sheet_of(*(folder / f"{name}.txt" for name in texts))


def asked(sheet: Sheet) -> dict[str, str]:
    return {source.id: source.same_as for source in sheet.sources if source.same_as}


def roots(sheet: Sheet, words: str) -> list[str]:
    name = next(claim.cluster for claim in sheet.claims if words in claim.words and claim.cluster)
    return next(cluster.roots for cluster in sheet.clusters if cluster.id == name)


def test_a_description_is_the_apposition_of_a_name_elsewhere(tmp_path: Path) -> None:
    sheet = written(
        tmp_path,
        a="Talks\n\nMajor Piet Brann, a tank officer who fled in June, said that the army means to keep the bridge.\n",
        b="Bridge\n\nA tank officer who fled in June said that the crews had not been paid for a year.\n",
        c="Crews\n\nA tank officer who fled in July said that the crews had been paid.\n",
    )
    (name,) = asked(sheet)  # and not of the one who fled in July: he is a source of his own
    assert len({claim.source for claim in sheet.claims if "crews" in claim.words}) == 2
    source = next(each for each in sheet.sources if each.id == name)
    assert source.same_as == "brann?"
    assert source.same_because.startswith("a calls Major Piet Brann “a tank officer who fled in June”; b")


def test_a_title_has_its_holder_and_a_body_its_short_name(tmp_path: Path) -> None:
    sheet = written(
        tmp_path,
        a="Talks\n\nFinance Minister Ada Holm said that the levy would stay. The River League said that it would sign.\n",
        b="Levy\n\nThe finance minister said that no levy was planned. The League said that it would not sign.\n",
    )
    assert asked(sheet) == {"finance-minister": "holm?", "league": "river-league?"}


def test_two_holders_of_a_title_are_asked_of_neither(tmp_path: Path) -> None:
    sheet = written(
        tmp_path,
        a="Talks\n\nFinance Minister Ada Holm said that the levy would stay.\n",
        b="Talks\n\nFinance Minister Sten Falk said that the levy would go.\n",
        c="Levy\n\nThe finance minister said that no levy was planned.\n",
    )
    assert asked(sheet) == {}


def test_who_said_it_and_who_is_another() -> None:
    """The accused is not *she*; the retelling of an outlet has its man's root; an engineer and two officials are others."""
    if load_reader().language is None:
        pytest.skip("no model")
    sheet = sheet_of(*sorted((REPORTS / "who-said-it").glob("*.txt")), choice=Choice())
    she = next(claim for claim in sheet.claims if claim.words.startswith('"He does not intend'))
    assert (she.source, she.chain) == ("olk", ["olk"])
    assert asked(sheet)["former-minister"] == "olk?"
    found = roots(sheet, "the offer would be a deception")
    assert {"olk", "sarro", "western-intelligence-official"} <= set(found)
    assert "former-minister" not in found
    says = next(cluster.says for cluster in sheet.clusters if cluster.roots == found)
    assert "former-minister is taken for olk." in says


def test_the_truce_has_one_commander() -> None:
    sheet = sheet_of(*(REPORTS / "truce" / name for name in ("agency.txt", "monitor.html", "later.txt")))
    assert asked(sheet)["front-commander"] == "sarn?"
    assert roots(sheet, "plans to use the pause to rearm") == ["sarn"]


def test_an_answer_is_kept_when_the_reports_are_read_again(tmp_path: Path) -> None:
    sheet = sheet_of(*(REPORTS / "truce" / name for name in ("agency.txt", "monitor.html")))
    file = tmp_path / "sheet.yaml"
    asks = '    same_as: "sarn?"\n'
    for answer in ("    same_as: sarn\n", "    distinct_from: [sarn]\n"):
        text = emit(sheet)
        assert asks in text
        file.write_text(text.replace(asks, answer), encoding="utf-8")
        again, moves = merge(file, sheet)
        assert answer in again
        assert asks not in again
        assert not moves.asked
        both = parse(again)
        one = answer.startswith("    same_as")
        assert roots(both, "plans to use the pause to rearm") == (
            ["sarn"] if one else ["front-commander", "sarn"]
        )


def test_a_question_comes_into_a_sheet_that_has_the_sources_already(tmp_path: Path) -> None:
    sheet = sheet_of(*(REPORTS / "truce" / name for name in ("agency.txt", "monitor.html")))
    bare = [source.model_copy(update={"same_as": None, "same_because": ""}) for source in sheet.sources]
    file = tmp_path / "sheet.yaml"
    file.write_text(emit(sheet.model_copy(update={"sources": bare})), encoding="utf-8")
    text, moves = merge(file, sheet)
    assert "front-commander" in moves.asked
    assert asked(parse(text)) == asked(sheet)
