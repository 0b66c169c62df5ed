"""The user's own folder: what is kept there is the user's alone, sealed, and can be forgotten."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from overture.errors import FileError
from overture.judgement.compared import Comparison
from overture.judgement.keep import kept_name, recall
from overture.userfolder import folder
from overture.userfolder.folder import keep_nothing, keeping, private_folder
from overture.userfolder.forget import forget_all, forget_case, room_of
from overture.userfolder.sealed import Seal, sealed_read, sealed_write


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OVERTURE_CACHE", str(tmp_path / "own"))
    monkeypatch.setattr(folder, "_said", set())
    return tmp_path / "own"


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_kept_is_for_the_user_alone(home: Path) -> None:
    assert sealed_write("judgements/room/a.json", b"{}")
    assert mode(home) == 0o700
    assert mode(home / "key") == 0o600
    assert mode(home / "judgements/room/a.json") == 0o600
    assert sealed_read("judgements/room/a.json") == b"{}"


def test_a_folder_that_others_may_only_read_is_closed(home: Path) -> None:
    home.mkdir(mode=0o755)
    assert keeping() == home
    assert mode(home) == 0o700


@pytest.mark.parametrize("shared", [0o777, 0o770, 0o702])
def test_a_shared_folder_is_refused_with_the_reason(
    home: Path, shared: int, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed_write("a", b"kept")
    home.chmod(shared)
    assert sealed_read("a") is Seal.MISSING
    assert not sealed_write("a", b"again")
    said = capsys.readouterr().err
    assert said.count("others may write to this folder") == 1
    assert f"mode {shared:04o}" in said
    assert mode(home) == shared


def test_a_foreign_folder_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed_write("a", b"kept")
    monkeypatch.setattr(os, "getuid", lambda: home.stat().st_uid + 1)
    with pytest.raises(FileError, match="belongs to another user"):
        private_folder(make=True)
    assert sealed_read("a") is Seal.MISSING


def test_without_a_home_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OVERTURE_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    assert not sealed_write("a", b"kept")
    assert sealed_read("a") is Seal.MISSING
    assert "name a folder in OVERTURE_CACHE" in capsys.readouterr().err.replace("Name", "name")


@pytest.mark.parametrize("harm", ["cut", "edited", "moved", "empty", "unsealed", "other key"])
def test_what_does_not_match_its_seal_is_not_read(home: Path, harm: str) -> None:
    sealed_write("a", b"the answer is 0.5")
    file = home / "a"
    whole = file.read_bytes()
    name = "a"
    if harm == "cut":
        file.write_bytes(whole[:-4])
    elif harm == "edited":
        file.write_bytes(whole.replace(b"0.5", b"0.9"))
    elif harm == "moved":
        (home / "b").write_bytes(whole)
        name = "b"
    elif harm == "empty":
        file.write_bytes(b"")
    elif harm == "unsealed":
        file.write_bytes(b"the answer is 0.9")
    else:
        (home / "key").write_bytes(bytes(32))
    assert sealed_read(name) is Seal.BROKEN


def test_a_key_that_others_may_read_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed_write("a", b"kept")
    (home / "key").chmod(0o644)
    assert sealed_read("a") is Seal.BROKEN
    assert not sealed_write("b", b"kept")
    assert "not the user's alone" in capsys.readouterr().err


def test_a_key_that_was_cut_short_is_made_again(home: Path) -> None:
    sealed_write("a", b"kept")
    (home / "key").write_bytes(b"short")
    assert sealed_read("a") is Seal.BROKEN
    assert sealed_write("a", b"kept")
    assert sealed_read("a") == b"kept"


def test_nothing_is_kept_where_that_is_asked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVERTURE_NO_KEEP", "")
    keep_nothing(False)
    assert sealed_write("a", b"kept")
    keep_nothing(True)
    assert not sealed_write("b", b"kept")
    assert os.environ["OVERTURE_NO_KEEP"] == "1"
    assert sealed_read("a") == b"kept"


def test_what_is_kept_of_a_case_is_forgotten_also_after_the_case_is_gone(home: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    assert room_of(one) == room_of(one / "case.yaml") != room_of(other)
    for case in (one, other):
        sealed_write(f"{room_of(case)}/answer.json", b"{}")
    one.rmdir()
    assert forget_case(one) == 1
    assert sealed_read(f"{room_of(one)}/answer.json") is Seal.MISSING
    assert sealed_read(f"{room_of(other)}/answer.json") == b"{}"
    (home / "0123.json").write_text("{}")  # kept by an earlier version
    assert forget_all() == 3
    assert list(home.iterdir()) == []


def test_an_edited_answer_is_computed_again_and_that_is_said(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = kept_name(tmp_path, {}, 8, 1, "")
    assert recall(kept, Comparison) is None
    assert capsys.readouterr().err == ""
    (home / kept.name).parent.mkdir(parents=True)
    home.chmod(0o700)
    (home / kept.name).write_text(json.dumps({"hashes": {}}))
    assert recall(kept, Comparison) is None
    assert "computed again" in capsys.readouterr().err
    assert not (home / kept.name).exists()


def test_the_key_of_an_answer_tells_roles_and_versions_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {"case (case.yaml)": "a", "evidence (sub/case.yaml)": "b"}
    other = {"case (case.yaml)": "b", "evidence (sub/case.yaml)": "a"}
    keys = {kept_name(tmp_path, hashes, 8, 1, "").key for hashes in (one, other)}
    assert len(keys) == 2
    monkeypatch.setattr("overture.judgement.keep.versions", lambda: {"numpy": "0"})
    assert kept_name(tmp_path, one, 8, 1, "").key not in keys
