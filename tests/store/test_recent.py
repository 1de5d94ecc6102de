"""Whose passphrase is tried first, and that the file about it says nothing worth having."""

from __future__ import annotations

import json

import pytest

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import WrongPassphrase
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
    for number, words in enumerate(WORDS):
        unlocked(ten, words, clock, tries)
        assert number == 0 or unlocked(ten, WORDS[0], clock, tries, user=" ben  0 ") == 1


def test_one_s_own_passphrase_is_asked_of_one_s_own_slot_alone(ten, clock, tries):
    ws = workspaces.unlock(ten, OWN, clock=clock)
    tries.clear()
    with pytest.raises(WrongPassphrase):
        workspaces.own_slot(ws, WORDS[3])
    assert len(tries) == 1
    ws.close()


@pytest.mark.parametrize("content", [b"", b"{", b'{"slots": 3}', b'{"slots": [1]}', b"[]"])
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


def test_alone_nothing_is_kept(home, clock):
    workspaces.unlock(home, OWN, clock=clock).close()
    assert not (home / recent.RECENT).exists()
