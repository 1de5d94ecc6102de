"""First run, unlocking, and every way a store can refuse: each its own plain sentence."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from navigator_app import errors
from navigator_app.domain.vocabulary import Role
from navigator_app.services import workspace as workspaces
from navigator_app.store import files, keys
from navigator_app.store.connection import connect
from navigator_app.store.engine import Store

WORDS: dict[str, Any] = {
    "agency": "Harbor Homes",
    "npi": "1234567893",
    "user": "Ana Ruiz",
    "role": Role.NAVIGATOR,
    "passphrase": "juniper kettle orbit mosaic",
}


def test_create_gives_an_open_store_and_a_code(tmp_path, clock, quick_kdf):
    home = tmp_path / "deep" / "home"
    assert not workspaces.exists(home)
    ws, code = workspaces.create(home, **WORDS, clock=clock, kdf=quick_kdf)
    assert workspaces.exists(home)
    assert ws.user.name == "Ana Ruiz"
    assert ws.store.query("SELECT name, npi, phone FROM agency") == [
        ("Harbor Homes", "1234567893", "0000000000")
    ]
    ws.close()
    ws.close()
    again = workspaces.unlock_with_recovery(home, code, "velvet anchor thistle", clock=clock)
    again.close()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("agency", "  "), ("npi", "1234567890"), ("npi", ""), ("user", ""),
        ("passphrase", "short"), ("phone", "12345"),
    ],
)  # fmt: skip
def test_create_names_the_field_and_leaves_nothing(tmp_path, clock, field, value):
    home = tmp_path / "home"
    with pytest.raises(errors.InputRejected) as caught:
        workspaces.create(home, **{**WORDS, field: value}, clock=clock)
    assert caught.value.field == field
    assert not home.exists()


def test_create_never_replaces_a_store(home, clock, passphrase, quick_kdf):
    with pytest.raises(errors.StoreUnavailable, match="already"):
        workspaces.create(home, **WORDS, clock=clock, kdf=quick_kdf)
    workspaces.unlock(home, passphrase, clock=clock).close()


def test_failure_while_creating_leaves_no_half_made_store(tmp_path, quick_kdf):
    key = keys.new_key()
    key_file, _code = keys.new_key_file(key, "x", user_id=None, kdf=quick_kdf)

    def break_off(_store):
        raise OSError(28, "No space left on device")

    with pytest.raises(errors.DiskFull):
        Store.create(tmp_path, key, key_file, break_off)
    assert not workspaces.exists(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [files.LOCK]


def test_creation_killed_before_its_last_step_is_finished(home, clock, passphrase):
    (home / files.STAGING).mkdir()
    (home / files.STORE).rename(home / files.STAGING / files.STORE)
    assert workspaces.exists(home)
    workspaces.unlock(home, passphrase, clock=clock).close()
    assert not (home / files.STAGING).exists()


def test_files_of_the_home_are_this_users_alone(home):
    for name in (files.STORE, files.KEYS):
        assert (home / name).stat().st_mode & 0o077 == 0


def test_wrong_passphrase_waits_longer_each_time_across_restarts(home, clock, passphrase):
    with pytest.raises(errors.WrongPassphrase) as first:
        workspaces.unlock(home, "wrong one", clock=clock)
    assert first.value.wait_seconds == 0
    with pytest.raises(errors.WrongPassphrase) as second:
        workspaces.unlock(home, "wrong two", clock=clock)
    assert second.value.wait_seconds == 1
    # nothing is kept in memory: this is what a restarted program sees
    assert workspaces.wait_seconds(home, clock) == 1
    with pytest.raises(errors.WrongPassphrase, match="wait") as early:
        workspaces.unlock(home, passphrase, clock=clock)
    assert early.value.wait_seconds == 1
    later = replace(clock, fixed=clock.now() + timedelta(seconds=2))
    workspaces.unlock(home, passphrase, clock=later).close()
    assert workspaces.wait_seconds(home, later) == 0


def test_wait_reaches_a_new_process(home, clock):
    for _ in range(2):
        with pytest.raises(errors.WrongPassphrase):
            workspaces.unlock(home, "wrong", clock=clock)
    code = (
        "import sys; from pathlib import Path; from navigator_app.runtime.clock import Clock;"
        "from datetime import datetime; from navigator_app.services import workspace as w;"
        "print(w.wait_seconds(Path(sys.argv[1]), Clock(fixed=datetime.fromisoformat(sys.argv[2]))))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(home), clock.now().isoformat()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert float(answer.stdout) == 1.0


def test_user_is_found_by_name_or_refused(home, clock, passphrase, open_workspace):
    workspaces.unlock(home, passphrase, clock=clock, user="ana  ruiz").close()
    with pytest.raises(errors.InputRejected, match="Nobody") as caught:
        workspaces.unlock(home, passphrase, clock=clock, user="Zoe")
    assert "Ana Ruiz" in caught.value.next_step
    ws = open_workspace(home)
    with ws.transaction("add_user") as tx:
        person = {"id": "u2", "name": "Ben Ito", "role": "clerk", "created_at": tx.now}
        tx.insert("user", person)
    ws.close()
    again = workspaces.unlock(home, passphrase, clock=clock)
    again.close()
    assert again.user.name == "Ana Ruiz", "the passphrase says who is at work"
    workspaces.unlock(home, passphrase, clock=clock, user="Ben Ito").close()  # has none yet


def test_change_passphrase_rewraps_only(home, clock, passphrase, open_workspace):
    ws = open_workspace(home)
    ws.store.query("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (home / files.STORE).read_bytes()
    with pytest.raises(errors.InputRejected):
        workspaces.change_passphrase(ws, passphrase, "weak")
    with pytest.raises(errors.WrongPassphrase):
        workspaces.change_passphrase(ws, "not it at all", "velvet anchor thistle")
    workspaces.change_passphrase(ws, passphrase, "velvet anchor thistle")
    assert (home / files.STORE).read_bytes() == before
    ws.close()
    with pytest.raises(errors.WrongPassphrase):
        workspaces.unlock(home, passphrase, clock=clock)
    workspaces.unlock(home, "velvet anchor thistle", clock=clock).close()


def test_new_recovery_code_ends_the_old_one(tmp_path, clock, quick_kdf):
    ws, old = workspaces.create(tmp_path, **WORDS, clock=clock, kdf=quick_kdf)
    new = workspaces.new_recovery_code(ws, WORDS["passphrase"])
    ws.close()
    with pytest.raises(errors.WrongPassphrase, match="recovery"):
        workspaces.unlock_with_recovery(tmp_path, old, "velvet anchor thistle", clock=clock)
    with pytest.raises(errors.InputRejected):
        workspaces.unlock_with_recovery(tmp_path, new[:-1], "velvet anchor thistle", clock=clock)
    workspaces.unlock_with_recovery(tmp_path, new, "velvet anchor thistle", clock=clock).close()
    workspaces.unlock(tmp_path, "velvet anchor thistle", clock=clock).close()
    with pytest.raises(errors.WrongPassphrase):
        workspaces.unlock(tmp_path, WORDS["passphrase"], clock=clock)


def refused(home, clock, passphrase, kind):
    before = (
        {p.name: p.read_bytes() for p in home.iterdir() if p.is_file()} if home.is_dir() else {}
    )
    with pytest.raises(errors.StoreUnavailable) as caught:
        workspaces.unlock(home, passphrase, clock=clock)
    assert type(caught.value) is kind
    assert caught.value.message.endswith(".")
    assert caught.value.next_step.endswith(".")
    after = {name: (home / name).read_bytes() for name in before}
    assert after == before, "a refusal must change nothing"
    return str(caught.value)


def test_each_trouble_has_its_own_sentence(home, clock, passphrase, tmp_path, workspace):
    workspace.close()
    key, _ = keys.open_with_passphrase(keys.read(home), passphrase)
    sentences: list[str] = []

    def case(change, kind):
        copy = tmp_path / f"case{len(sentences)}"
        shutil.copytree(home, copy)
        change(copy)
        sentences.append(refused(copy, clock, passphrase, kind))

    def cut(name, share):
        return lambda c: os.truncate(c / name, int((c / name).stat().st_size * share))

    def clear(copy):
        (copy / files.STORE).write_bytes(b"SQLite format 3\0" + bytes(8192))

    def newer(copy):
        connection = connect(copy / files.STORE, key)
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()

    case(lambda c: (c / files.STORE).unlink(), errors.StoreMissing)
    case(lambda c: (c / files.KEYS).unlink(), errors.KeyFileMissing)
    case(cut(files.KEYS, 0.5), errors.StoreDamaged)
    case(cut(files.STORE, 0.5), errors.StoreDamaged)
    case(clear, errors.StoreInTheClear)
    case(newer, errors.StoreTooNew)
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.03, 0.5, 0.97])
def test_store_cut_short_anywhere_is_damage(home, clock, passphrase, share):
    path = home / files.STORE
    os.truncate(path, int(path.stat().st_size * share))
    assert refused(home, clock, passphrase, errors.StoreDamaged)


@pytest.mark.parametrize("offset", [0, 20, 200, 4000])
def test_first_page_altered_is_damage(home, clock, passphrase, offset):
    path = home / files.STORE
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)
    assert refused(home, clock, passphrase, errors.StoreDamaged)


def test_anothers_key_file_is_damage_not_a_traceback(home, clock, tmp_path, quick_kdf, passphrase):
    other, _code = keys.new_key_file(keys.new_key(), passphrase, user_id=None, kdf=quick_kdf)
    keys.write(home, other)
    assert refused(home, clock, passphrase, errors.StoreDamaged)


def test_folder_without_a_store(tmp_path, clock):
    for home in (tmp_path, tmp_path / "nowhere"):
        assert not workspaces.exists(home)
        with pytest.raises(errors.StoreMissing):
            workspaces.unlock(home, "whatever", clock=clock)
    assert not (tmp_path / "nowhere").exists()


def test_second_copy_is_refused_and_may_come_after(home, clock, passphrase, open_workspace):
    first = open_workspace(home)
    with pytest.raises(errors.StoreInUse):
        workspaces.unlock(home, passphrase, clock=clock)
    assert first.store.query("SELECT 1") == [(1,)]
    first.close()
    workspaces.unlock(home, passphrase, clock=clock).close()


def test_second_process_is_refused_until_the_first_is_killed(home, clock, passphrase):
    code = (
        "import sys, time; from pathlib import Path; from navigator_app.store.lock import HomeLock;"
        "held = HomeLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(errors.StoreInUse):
            workspaces.unlock(home, passphrase, clock=clock)
        holder.kill()
        holder.wait()
    assert (home / files.LOCK).exists(), "a lock file left behind must not block"
    workspaces.unlock(home, passphrase, clock=clock).close()


def test_no_secret_in_any_file_of_the_home(tmp_path, clock, quick_kdf):
    home = tmp_path / "home"
    ws, code = workspaces.create(home, **WORDS, clock=clock, kdf=quick_kdf)
    key, _ = keys.open_with_passphrase(keys.read(home), WORDS["passphrase"])
    with pytest.raises(errors.WrongPassphrase):
        workspaces.change_passphrase(ws, "ordinary wrong words", "velvet anchor thistle")
    with ws.transaction("add_plan") as tx:
        plan = {"id": "p", "key": "zanzibar", "name": "Zanzibar Plan", "layout": "canonical"}
        tx.insert("plan", {**plan, "policy": "dhcs", "created_at": tx.now})
    found = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    ws.close()
    found |= {Path(f"{path}+"): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert any(path.name.endswith("-wal") for path in found)
    secrets = [
        WORDS["passphrase"], code, code.replace("-", ""), key.hex(), "Harbor Homes", "Ana Ruiz",
        "Zanzibar Plan", "ordinary wrong words",
    ]  # fmt: skip
    for path, content in found.items():
        for secret in secrets:
            assert secret.encode() not in content, f"{secret!r} in {path}"
        assert key not in content, f"raw key in {path}"


def test_device_keeps_its_name(home, clock, passphrase):
    first = workspaces.unlock(home, passphrase, clock=clock)
    first.close()
    second = workspaces.unlock(home, passphrase, clock=clock)
    second.close()
    assert first.device == second.device
    (home / "device.json").write_text(json.dumps({"device": ""}))
    third = workspaces.unlock(home, passphrase, clock=clock)
    third.close()
    assert third.device


def test_unlocking_imports_neither_sqlmodel_nor_alembic(home, passphrase):
    code = (
        "import sys; from pathlib import Path; from navigator_app.runtime.clock import Clock;"
        "from navigator_app.services import agency, drafts, workspace as w;"
        "ws = w.unlock(Path(sys.argv[1]), sys.argv[2], clock=Clock()); agency.plans(ws);"
        "drafts.save(ws, 'k', {}); ws.close();"
        "print([m for m in ('sqlmodel', 'sqlalchemy', 'alembic', 'pydantic') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(home), passphrase],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.strip() == "[]"
