"""``overture read`` as a user runs it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from overture.evidence.sheet import load_sheet
from overture.runs.lock import locked
from tests.cli.run import ROOT, hear_interrupts, overture
from tests.read.reports import COURIER, GAZETTE, html

CLAIM = [
    "id",
    "source",
    "cue",
    "content",
    "chain",
    "voice",
    "act",
    "polarity",
    "certainty",
    "cluster",
    "rule",
]


@pytest.fixture
def courier(tmp_path: Path) -> Path:
    file = tmp_path / "courier.txt"
    file.write_text(COURIER, encoding="utf-8")
    return file


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A copy of the flagship's case without its evidence."""
    folder = tmp_path / "case"
    folder.mkdir()
    shutil.copy(ROOT / "cases" / "freeze-for-relief" / "case.yaml", folder)
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder


def test_json_has_exactly_the_published_fields(courier: Path) -> None:
    ran = overture("read", courier, "--plain", "--json")
    assert (ran.code, ran.err) == (0, "")
    said = json.loads(ran.out)
    assert list(said) == ["documents"]
    assert [list(document) for document in said["documents"]] == [["path", "sha256", "claims"]]
    document = said["documents"][0]
    assert document["path"] == str(courier)
    assert all(list(claim) == CLAIM for claim in document["claims"])
    contents = [" ".join(COURIER[a:b] for a, b in claim["content"]) for claim in document["claims"]]
    assert "that the strait would be closed again within a month" in contents


def test_words_say_who_claims_and_that_nothing_was_written(courier: Path) -> None:
    ran = overture("read", courier, "--plain")
    assert ran.code == 0
    assert "6 claims (read by overture (without a model))" in ran.out
    assert "Jonas Kettle (kettle)" in ran.out
    assert "Nothing was written" in ran.out
    assert sorted(courier.parent.iterdir()) == [courier]


def test_explain_names_the_rule_and_the_words_that_decided(courier: Path) -> None:
    ran = overture("read", courier, "--plain", "--explain")
    at = ran.out.index("opening the strait for good")
    told = ran.out[at : at + 400]
    assert "polarity -" in told
    assert "rule plain/intention" in told
    assert "polarity by “no”" in told
    with_json = json.loads(overture("read", courier, "--plain", "--explain", "--json").out)
    assert {"hedges", "negations", "parent"} < set(with_json["documents"][0]["claims"][0])


def test_out_writes_a_sheet_and_never_loses_an_edit(courier: Path) -> None:
    sheet = courier.parent / "new" / "evidence.yaml"
    first = overture("read", courier, "--plain", "--out", sheet)
    assert first.code == 0
    assert "6 claims added" in first.out
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(
        text.replace("words: the strait would be closed", "words: Kettle says it would shut"),
        encoding="utf-8",
    )
    courier.write_text("Stop press.\n\n" + COURIER, encoding="utf-8")
    again = overture("read", courier, "--plain", "--out", sheet)
    assert "1 document changed since it was read: courier" in again.out
    assert "moved to other places" in again.out
    assert any(claim.words.startswith("Kettle says") for claim in load_sheet(sheet).claims)


def test_into_a_case_that_is_then_sound(courier: Path, case: Path) -> None:
    ran = overture("read", courier, "--plain", "--into", case, "--html", courier.parent / "page.html")
    assert ran.code == 0, ran.err
    sheet = case / "evidence.yaml"
    text = sheet.read_text(encoding="utf-8")
    assert text.count("    event:\n") == 6
    sheet.write_text(text.replace("    event:\n", '    event: intent == "exploit"\n', 1), encoding="utf-8")
    checked = overture("check", case)
    assert "6 claims, 1 of them linked" in checked.out
    page = (courier.parent / "page.html").read_text(encoding="utf-8")
    assert "intent == &#34;exploit&#34;" in page


def test_rows_beside_the_case_are_read_and_refused_with_their_line(courier: Path, case: Path) -> None:
    (case / "frames.yaml").write_text("# ours\n- {rule: frame/x}\n", encoding="utf-8")
    ran = overture("read", courier, "--into", case)
    assert ran.code == 2
    assert f"{case / 'frames.yaml'}: line 2: a row of frames needs other fields" in ran.err
    assert not (case / "evidence.yaml").exists()


def test_a_second_report_is_compared_with_those_of_the_case(courier: Path, case: Path) -> None:
    pytest.importorskip("rapidfuzz")
    overture("read", courier, "--plain", "--into", case)
    gazette = courier.parent / "gazette.txt"
    gazette.write_text(GAZETTE, encoding="utf-8")
    ran = overture("read", gazette, "--plain", "--into", case)
    assert "gazette has 1 claim from courier" in ran.out
    assert "courier.txt:" not in ran.out
    copies = [
        claim.copy_of for claim in load_sheet(case / "evidence.yaml").claims if claim.document == "gazette"
    ]
    assert any(copy and copy.startswith("courier-") for copy in copies)
    courier.unlink()
    alone = overture("read", gazette, "--plain", "--into", case)
    assert "copies between it and other reports are not looked for" in alone.err


def test_a_broken_report_is_told_and_the_rest_is_read(courier: Path) -> None:
    bad = courier.parent / "bad.txt"
    bad.write_bytes("Öl".encode("latin-1"))
    ran = overture("read", bad, courier, courier.parent / "no.txt", "--plain", "--json")
    assert ran.code == 1
    assert [document["path"] for document in json.loads(ran.out)["documents"]] == [str(courier)]
    lines = ran.err.splitlines()
    assert lines[0].startswith(
        f"overture: {bad}: byte 0 is not UTF-8 text, and no other encoding fits; allowed: "
    )
    assert lines[1] == f"overture: {courier.parent / 'no.txt'}: there is no such file. Check the path."
    assert lines[2] == "overture: 2 of 3 could not be read"


def test_when_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.txt").touch()
    sheet = tmp_path / "sheet.yaml"
    ran = overture("read", tmp_path / "empty", tmp_path / "empty.txt", "--plain", "--out", sheet)
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 2
    assert not sheet.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "no_such_model"], "no_such_model"),
        (["--out", "a.yaml", "--into", "b"], "give one of them"),
        (["--into", "nowhere"], "nowhere"),
        (["--lexicon", "nowhere.yaml"], "nowhere.yaml"),
        (["--frames", "nowhere.yaml"], "nowhere.yaml"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_read(courier: Path, words: list[str], said: str) -> None:
    ran = overture("read", courier, *words)
    assert ran.code == 2
    assert said in (ran.err + ran.out).lower() or said in ran.err + ran.out
    assert "Traceback" not in ran.err


def test_the_lesser_reader_says_what_it_is(courier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from overture.read import reading

    monkeypatch.setattr(reading, "load", lambda name: None)
    ran = overture("read", courier)
    assert ran.code == 0
    assert "lesser reader" in ran.err


def test_another_language_is_said_and_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "bericht.txt"
    file.write_text("Der Minister sagte am Montag, dass die Meerenge für Getreide offen sei und nicht wieder geschlossen "
                    "werde. Das Angebot ist nach seinen Worten ernst gemeint und gilt bis zum Herbst.", encoding="utf-8")  # fmt: skip
    ran = overture("read", file, "--plain", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "the text is not English (German)" in ran.err


def test_a_terminal_without_the_letters_gets_plain_ones_or_question_marks(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Żółć warned that the “łódź” would sink within a month of the naming.", encoding="utf-8")
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from overture.cli import main; main()",
            "read",
            str(file),
            "--plain",
            "--explain",
        ],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert b'?" would sink' in ran.stdout


def test_a_folder_of_kinds(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_bytes(html(COURIER))
    (tmp_path / "in" / "b.md").write_text("# Grain\n\nHolm **said** that the offer stands.\n")
    ran = overture("read", tmp_path / "in", "--plain", "--json")
    assert ran.code == 0
    documents = json.loads(ran.out)["documents"]
    assert [Path(document["path"]).name for document in documents] == ["a.html", "b.md"]
    assert all(document["claims"] for document in documents)


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers under /proc")
@pytest.mark.parametrize("later", [0.0, 0.4, 3.0])
def test_an_interrupt_leaves_no_traceback_and_no_half_written_file(tmp_path: Path, later: float) -> None:
    """At once when the workers are there, while they load, and while they read."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(3000):
        (reports / f"r{number:04d}.txt").write_text(COURIER, encoding="utf-8")
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text("overture: 1\n")
    words = ["read", str(reports), "--plain", "--jobs", "2", "--out", str(sheet)]
    with subprocess.Popen(
        [sys.executable, "-c", "from overture.cli import main; main()", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True,
        preexec_fn=hear_interrupts,
    ) as process:  # fmt: skip
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            for _ in range(600):
                if len(children.read_text().split()) >= 2:
                    break
                time.sleep(0.05)
            time.sleep(later)
            assert process.poll() is None, "it ended before it could be interrupted"
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers as well
            out, err = process.communicate(timeout=60)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "interrupted" in err
    assert out == ""
    assert sheet.read_text() == "overture: 1\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["reports", "sheet.yaml"]


def test_two_runs_on_one_sheet_are_refused(tmp_path: Path) -> None:
    """The second would lose what the first adds; a run that died is no hindrance."""
    report, sheet = tmp_path / "a.txt", tmp_path / "evidence.yaml"
    report.write_text("The minister said that the bridge would open in May.")
    with locked(tmp_path, ".evidence.yaml.lock", "sheet"):
        ran = overture("read", report, "--plain", "--out", sheet)
    assert ran.code == 2
    assert "another run is in this sheet" in ran.err
    assert not sheet.exists()
    assert overture("read", report, "--plain", "--out", sheet).code == 0
    assert {each.name for each in tmp_path.iterdir()} == {"a.txt", "evidence.yaml"}
