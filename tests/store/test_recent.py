"""Whose passphrase is tried first, and that the file about it says nothing worth having."""

from __future__ import annotations

import json
import os
import re

import pytest

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, WrongPassphrase
from navigator_app.services import users
from navigator_app.services import workspace as workspaces
from navigator_app.store import keys, recent

OWN = "juniper kettle orbit mosaic"
WORDS = [f"velvet anchor thistle {number}" for number in range(9)]


@pytest.fixture
def ten(workspace, quick_kdf):
    """A store of ten."""
    for number, words in enumerate(WORDS):
        users.add(workspace, f"Ben {number}", Role.NAVIGATOR, passphrase=words, own=OWN,
                  kdf=quick_kdf)  # fmt: skip
    home = workspace.home
    workspace.close()
    return home


@pytest.fixture
def tries(monkeypatch):
    """How many slots each unlocking tried."""
    counted, whole = [], keys._derive

    def derive(*args):
        counted.append(args)
        return whole(*args)

    monkeypatch.setattr(keys, "_derive", derive)
    return counted


def unlocked(home, words, clock, tries, user=""):
    tries.clear()
    workspaces.unlock(home, words, clock=clock, user=user).close()
    return len(tries)


def test_the_last_on_this_computer_is_tried_first(ten, clock, tries):
    assert unlocked(ten, OWN, clock, tries) > 1
    assert unlocked(ten, OWN, clock, tries) == 1
    unlocked(ten, WORDS[0], clock, tries)
    assert unlocked(ten, WORDS[0], clock, tries) == 1
    assert unlocked(ten, OWN, clock, tries) == 2


def test_a_name_leads_to_its_slot(ten, clock, tries):
    for words in WORDS:
        unlocked(ten, words, clock, tries)
    tags = [tag for _slot, tag in json.loads((ten / recent.RECENT).read_bytes())["slots"]]
    alike = tags.count(tags[-1])  # another's name may have the same eight bits
    assert unlocked(ten, WORDS[0], clock, tries, user=" ben  0 ") <= alike < len(WORDS) / 2


def test_one_s_own_passphrase_is_asked_of_one_s_own_slot_alone(ten, clock, tries):
    ws = workspaces.unlock(ten, OWN, clock=clock)
    tries.clear()
    with pytest.raises(WrongPassphrase):
        workspaces.own_slot(ws, WORDS[3])
    assert len(tries) == 1
    ws.close()


STRANGE = [
    b"", b"{", b'{"slots": 3}', b'{"slots": [1]}', b"[]", b'{"slots": {"a": 1}}', b"\xff\xfe\x00",
    b"[" * 60_000, b'{"slots": [[null, [{}]]]}', b" " * 200_000, b'{"slots": [["x", "y", "z"]]}',
]  # fmt: skip


@pytest.mark.parametrize("content", STRANGE)
def test_a_damaged_file_costs_time_alone(ten, clock, content):
    (ten / recent.RECENT).write_bytes(content)
    workspaces.unlock(ten, WORDS[4], clock=clock).close()
    kept = json.loads((ten / recent.RECENT).read_bytes())["slots"]
    assert len(kept) == 1


def test_the_file_names_nobody_and_no_one_who_left(ten, clock):
    workspaces.unlock(ten, WORDS[0], clock=clock).close()
    ws = workspaces.unlock(ten, OWN, clock=clock)
    assert b"Ben" not in (ten / recent.RECENT).read_bytes()
    users.revoke(ws, users.find(ws, "Ben 0").id, own=OWN)
    ws.close()
    workspaces.unlock(ten, WORDS[1], clock=clock).close()
    slots = {one.id for one in keys.read(ten).slots}
    kept = json.loads((ten / recent.RECENT).read_bytes())["slots"]
    assert {slot_id for slot_id, _tag in kept} <= slots


def test_what_stands_in_it_is_in_the_key_file_but_eight_bits_of_each_name(ten, clock):
    """A thief's view of the folder: ids that the key file has, and too little of a name to tell."""
    for words in WORDS[:4]:
        workspaces.unlock(ten, words, clock=clock).close()
    data = (ten / recent.RECENT).read_bytes()
    kept = json.loads(data)
    assert list(kept) == ["slots"]
    known = {one.id for one in keys.read(ten).slots}
    assert all(slot in known and re.fullmatch("[0-9a-f]{2}", tag) for slot, tag in kept["slots"])
    guesses = [f"Somebody {number}" for number in range(2560)]
    file = keys.read(ten)
    alike = sum(recent._tag(file, one) == kept["slots"][0][1] for one in guesses)
    assert alike > 1, "a list of names would be told apart by it"
    assert (ten / recent.RECENT).stat().st_mode & 0o077 == 0


def test_a_foreign_file_opens_nothing_and_shuts_nobody_out(ten, clock, tries):
    ids = [one.id for one in keys.read(ten).slots]
    foreign = {"slots": [["another", "00"], *[[one, "ff"] for one in reversed(ids)]] * 50}
    (ten / recent.RECENT).write_text(json.dumps(foreign), "utf-8")
    with pytest.raises(WrongPassphrase):
        workspaces.unlock(ten, "none of these at all", clock=clock)
    workspaces.unlock(ten, WORDS[8], clock=clock).close()
    kept = json.loads((ten / recent.RECENT).read_bytes())["slots"]
    assert "another" not in {slot for slot, _tag in kept}
    assert len(kept) == len({slot for slot, _tag in kept}) <= len(ids)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_a_pipe_in_its_place_is_not_waited_for(ten, clock):
    os.mkfifo(ten / recent.RECENT)
    opened = workspaces.unlock(ten, WORDS[0], clock=clock)
    assert opened.store.one("SELECT 1") is not None
    opened.close()
    assert not (ten / recent.RECENT).is_fifo()  # from now on it is a file of ours


def test_a_name_of_any_bytes_is_no_name(ten, clock):
    workspaces.unlock(ten, WORDS[0], clock=clock).close()
    with pytest.raises(InputRejected):
        workspaces.unlock(ten, WORDS[0], clock=clock, user="\udcff")


def test_alone_nothing_is_kept(home, clock):
    workspaces.unlock(home, OWN, clock=clock).close()
    assert not (home / recent.RECENT).exists()
