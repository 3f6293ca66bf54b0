"""script/keys: makes what is missing, protects it, never touches what is there."""

import base64
import stat
import subprocess
from pathlib import Path

from tests.bootstrap import ROOT

FILES = {"secret_key", "audit_key", "pseudonym_key", "encryption_keys"}


def keys(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "script" / "keys", *arguments], capture_output=True, text=True)


def test_makes_every_key_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "keys"

    result = keys(folder)

    assert result.returncode == 0, result.stderr
    assert {path.name for path in folder.iterdir()} == FILES
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_keys_have_the_right_shape(tmp_path: Path) -> None:
    keys(tmp_path)

    for name in ("audit_key", "pseudonym_key"):
        assert len(base64.b64decode((tmp_path / name).read_text(), validate=False)) == 32
    key_id, _, key = (tmp_path / "encryption_keys").read_text().strip().partition(":")
    assert key_id.isalnum()
    assert len(base64.b64decode(key, validate=True)) == 32
    assert len((tmp_path / "secret_key").read_text().strip()) >= 64


def test_two_installations_share_no_key(tmp_path: Path) -> None:
    keys(tmp_path / "a")
    keys(tmp_path / "b")

    for name in FILES:
        assert (tmp_path / "a" / name).read_text() != (tmp_path / "b" / name).read_text()


def test_an_existing_key_is_never_changed(tmp_path: Path) -> None:
    (tmp_path / "audit_key").write_text("mine")

    first = keys(tmp_path)
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    second = keys(tmp_path)

    assert "audit_key" not in first.stdout
    assert before["audit_key"] == "mine"
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before
    assert "nothing was changed" in second.stdout


def test_the_database_files_belong_together(tmp_path: Path) -> None:
    keys("--database", tmp_path)

    password = (tmp_path / "database_password").read_text().strip()
    assert (tmp_path / "pgpass").read_text() == f"*:*:*:overstap:{password}\n"
    assert stat.S_IMODE((tmp_path / "pgpass").stat().st_mode) == 0o600


def test_without_a_folder_it_says_what_it_wants() -> None:
    result = keys()

    assert result.returncode == 1
    assert result.stderr == "keys: expected one folder: script/keys [--database] DIR\n"
