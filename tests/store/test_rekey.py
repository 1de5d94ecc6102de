"""A new key when somebody leaves: who gets in afterwards, and what a crash leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import DiskFull, StoreDamaged, StoreUnavailable, WrongPassphrase
from navigator_app.services import agency, users, users_escrow
from navigator_app.services import workspace as workspaces
from navigator_app.store import files, key_seal, keys, rekey
from navigator_app.store.connection import connect
from tests.store import rekey_rounds
from tests.store.rekey_rounds import CLOCK, LEAVES, OWN, STAYS

STEPS = ("both", "copied", "rekeyed", "checked", "moved", "new")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared(built_home, tmp_path_factory, quick_kdf):
    """A store of three people with some bulk. Copy it, never open it."""
    home = tmp_path_factory.mktemp("shared") / "home"
    shutil.copytree(built_home, home)
    ws = workspaces.unlock(home, OWN, clock=CLOCK)
    users.add(ws, "Ben Ochoa", Role.NAVIGATOR, passphrase=STAYS, own=OWN, kdf=quick_kdf)
    users.add(ws, "Dana Park", Role.CLERK, passphrase=LEAVES, own=OWN, kdf=quick_kdf)
    with ws.store.transaction("bulk", clock=CLOCK) as tx:
        for number in range(200):
            row = {"id": f"l{number}", "key": f"l{number}", "toml": "x" * 4000}
            tx.insert("learned_layout", {**row, "created_at": tx.now})
    ws.close()
    return home


@pytest.fixture
def team_home(shared, tmp_path):
    copy = tmp_path / "team"
    shutil.copytree(shared, copy)
    return copy


class Cut(BaseException):
    """The computer went off here."""


def cut_at(monkeypatch, name):
    """Stop a change of key after one of its steps, as a crash would."""
    whole = rekey.change

    def change(store, made, step=None):
        def stop(at):
            if at == name:
                raise Cut

        whole(store, made, stop)

    monkeypatch.setattr(rekey, "change", change)


def test_who_left_is_out_and_everybody_else_goes_on(team_home):
    before = (team_home / files.KEYS).read_bytes()
    code = rekey_rounds.revoke(team_home)
    rekey_rounds.look(team_home)
    old_key = _key(before, team_home, LEAVES)
    with pytest.raises(StoreDamaged):  # what who left may have kept opens nothing any more
        connect(team_home / files.STORE, old_key)
    assert [slot.sealed for slot in keys.read(team_home).slots if slot.kind == "passphrase"] == [
        (), ()
    ], "rewrapped when they unlocked"  # fmt: skip
    ws = workspaces.unlock_with_recovery(
        team_home, code, "another fine set", clock=CLOCK, user="Ben Ochoa"
    )
    ws.close()
    workspaces.unlock(team_home, "another fine set", clock=CLOCK).close()


def _key(content, home, passphrase):
    """The key by an old key file."""
    folder = home.parent / "kept"
    folder.mkdir()
    (folder / files.KEYS).write_bytes(content)
    return keys.open_with_passphrase(keys.read(folder), passphrase)[0]


def test_an_old_key_file_gives_nothing_of_the_new_key(team_home):
    old = keys.read(team_home)
    leaver = keys.opened_by_passphrase(old, LEAVES)
    rekey_rounds.revoke(team_home)
    for slot in keys.read(team_home).slots:
        for sealed in slot.sealed:
            for tried in (leaver.private, leaver.keys[0]):
                with pytest.raises(InvalidTag):
                    key_seal.unseal(tried, sealed, keys._bound(old.store_id, slot))


def test_the_old_recovery_code_ends(tmp_path, clock, quick_kdf):
    home = tmp_path / "own"
    ws, old = workspaces.create(
        home, agency="Harbor Homes", npi="1234567893", user="Ana Ruiz", role=Role.NAVIGATOR,
        passphrase=OWN, clock=clock, kdf=quick_kdf,
    )  # fmt: skip
    dana, _ = users.add(ws, "Dana Park", Role.CLERK, passphrase=LEAVES, own=OWN, kdf=quick_kdf)
    done, _ = users.revoke(ws, dana.id, own=OWN)
    assert done.recovery_code != old
    assert done.reset == ()
    ws.close()
    with pytest.raises(WrongPassphrase):
        workspaces.unlock_with_recovery(home, old, "another fine set", clock=clock)


@pytest.mark.parametrize("name", STEPS)
def test_cut_off_at_each_step_it_is_finished_by_whoever_unlocks_next(team_home, monkeypatch, name):
    with monkeypatch.context() as patch:
        cut_at(patch, name)
        with pytest.raises(Cut):
            rekey_rounds.revoke(team_home)
    rekey_rounds.look(team_home)
    with pytest.raises(WrongPassphrase):
        workspaces.unlock(team_home, LEAVES, clock=CLOCK)
    key = keys.open_with_passphrase(keys.read(team_home), OWN)[0]
    connect(team_home / files.STORE, key).close()


@pytest.mark.parametrize("name", STEPS)
def test_cut_off_at_each_step_a_code_from_the_safe_finishes_it(team_home, monkeypatch, name):
    ws = workspaces.unlock(team_home, OWN, clock=CLOCK)
    made, _ = users_escrow.make(ws, "Bank box 12", own=OWN)
    ws.close()
    with monkeypatch.context() as patch:
        cut_at(patch, name)
        with pytest.raises(Cut):
            rekey_rounds.revoke(team_home)
    new = "another fine set"
    ws = workspaces.unlock_with_recovery(team_home, made.code, new, clock=CLOCK, user="Ben Ochoa")
    assert not keys.read(team_home).pending
    assert [one.stands for one in users_escrow.listing(ws_of(ws, "Ana Ruiz"))] == [True]
    ws.close()
    for passphrase in (new, OWN):
        workspaces.unlock(team_home, passphrase, clock=CLOCK).close()
    with pytest.raises(WrongPassphrase):
        workspaces.unlock(team_home, LEAVES, clock=CLOCK)


def ws_of(ws, name):
    """The same open store with somebody else at work."""
    user = next(one for one in agency.users(ws) if one.name == name)
    return replace(ws, user=user)


def test_twice_in_a_row_before_anybody_unlocks(team_home, quick_kdf):
    ws = workspaces.unlock(team_home, OWN, clock=CLOCK)
    eli, _ = users.add(
        ws, "Eli Santos", Role.CLERK, passphrase="basket onyx ferry", own=OWN, kdf=quick_kdf
    )
    users.revoke(ws, users.find(ws, "Dana Park").id, own=OWN)
    users.revoke(ws, eli.id, own=OWN)
    ws.close()
    rekey_rounds.look(team_home)
    with pytest.raises(WrongPassphrase):
        workspaces.unlock(team_home, "basket onyx ferry", clock=CLOCK)


def test_without_room_nothing_is_changed(team_home, monkeypatch):
    ws = workspaces.unlock(team_home, OWN, clock=CLOCK)
    before = (team_home / files.STORE).stat().st_ino, (team_home / files.KEYS).read_bytes()
    monkeypatch.setattr(rekey, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 0))
    with pytest.raises(DiskFull):
        users.revoke(ws, users.find(ws, "Dana Park").id, own=OWN)
    after = (team_home / files.STORE).stat().st_ino, (team_home / files.KEYS).read_bytes()
    assert after == before
    assert next(one for one in users.people(ws) if one.name == "Dana Park").active
    ws.close()


def test_a_slot_that_slipped_in_gets_no_new_key(team_home):
    path = team_home / files.KEYS
    key_file = keys.read(team_home)
    _private, public = key_seal.new_pair()
    theirs = replace(key_file.slots[0], id="slipped-in", public=public)
    keys.write(team_home, replace(key_file, slots=(*key_file.slots, theirs)))
    ws = workspaces.unlock(team_home, OWN, clock=CLOCK)
    with pytest.raises(StoreDamaged, match="slots"):
        users.revoke(ws, users.find(ws, "Dana Park").id, own=OWN)
    assert not json.loads(path.read_text())["pending"]
    ws.close()


def _planned(key_file, key):
    return rekey.plan(key_file, key, "x")


def test_a_second_change_waits_for_the_first(team_home, monkeypatch):
    with monkeypatch.context() as patch:
        cut_at(patch, "both")
        with pytest.raises(Cut):
            rekey_rounds.revoke(team_home)
    half = keys.read(team_home)
    key = keys.opened_by_passphrase(half, OWN).keys[-1]
    for act in (keys.with_recovery, _planned):
        with pytest.raises(StoreUnavailable, match="new key"):
            act(half, key)


@pytest.mark.skipif(os.name == "nt", reason="no fork")
def test_killed_at_random_moments_whoever_stays_can_unlock(shared, tmp_path):
    script = Path(rekey_rounds.__file__)
    done = subprocess.run(
        [sys.executable, str(script), str(shared), str(tmp_path), "--rounds", "30"],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert sum(int(part.split("=")[1]) for part in done.stdout.split()) == 30
