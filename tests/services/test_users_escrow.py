"""Codes in a safe: made, opened, told of, renewed, revoked, and what a crash leaves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, NotFound, WrongPassphrase
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    audit,
    escrow_due,
    form_facts,
    monday,
    today,
    users,
    users_escrow,
)
from navigator_app.services import workspace as workspaces
from navigator_app.services.form_facts import Subject
from navigator_app.store import keys
from tests.services.team import BENS, CARLAS, OWN

NEW = "basket onyx ferry"


def opened(home, passphrase, clock):
    return workspaces.unlock(home, passphrase, clock=clock)


def code_of(ws, own=OWN, label="Bank box 12"):
    made, changes = users_escrow.make(ws, label, own=own)
    assert changes.settings
    return made


def test_a_code_opens_the_store_for_somebody_named_and_everybody_above_hears_of_it(staffed, clock):
    made, home = code_of(staffed), staffed.home
    (row,) = users_escrow.listing(staffed)
    assert (row.label, row.made_by, row.stands, row.used_at) == (
        "Bank box 12", "Ana Ruiz", True, None
    )  # fmt: skip
    staffed.close()
    with pytest.raises(InputRejected, match="Several people"):
        workspaces.unlock_with_recovery(home, made.code, NEW, clock=clock)
    ws = workspaces.unlock_with_recovery(
        home, made.code.lower(), NEW, clock=clock, user="ben ochoa"
    )
    assert ws.user.name == "Ben Ochoa"
    last = ws.store.query(
        "SELECT intention, user_name FROM journal_transaction ORDER BY rowid DESC LIMIT 1"
    )
    assert last == [("use_escrow", "Ben Ochoa")]
    assert audit.verify(ws).journal
    assert users_escrow.untold(ws) == []  # not a supervisor's to hear
    ws.close()
    with pytest.raises(WrongPassphrase):
        opened(home, BENS, clock)
    later = Clock(clock.zone, clock.now() + timedelta(minutes=20))
    for passphrase in (CARLAS, OWN):  # each of them hears of it, until each has read it
        ws = opened(home, passphrase, later)
        (use,) = users_escrow.untold(ws)
        assert "Bank box 12" in users_escrow.told(ws, use)
        assert "Ben Ochoa" in users_escrow.told(ws, use)
        users_escrow.seen(ws)
        assert users_escrow.untold(ws) == []
        assert users_escrow.listing(ws)[0].used_at is not None
        ws.close()
    opened(home, NEW, later).close()


def test_a_use_stands_on_today_until_it_was_read(staffed, clock):
    made, home = code_of(staffed), staffed.home
    staffed.close()
    workspaces.unlock_with_recovery(home, made.code, NEW, clock=clock, user="Ben Ochoa").close()

    def lines(passphrase, **asked):
        ws = opened(home, passphrase, clock)
        found = [one for one in today.due(ws, **asked) if one.rule == "escrow-used"]
        home_page = [one for one in today.today(ws).due if one.rule == "escrow-used"]
        assert len(home_page) == len([one for one in today.due(ws) if one.rule == "escrow-used"])
        key = ws.user.id
        if found:
            assert [one for one in today.due(ws, navigator_id=key) if one.rule == "escrow-used"]
            users_escrow.seen(ws)
            assert not [one for one in today.due(ws) if one.rule == "escrow-used"]
        ws.close()
        return found

    assert lines(NEW) == []  # Ben is a navigator
    for passphrase in (CARLAS, OWN):
        (line,) = lines(passphrase)
        assert "“Bank box 12”" in line.why
        assert "Ben Ochoa" in line.why
        assert lines(passphrase) == []
    assert lines(OWN, member_id="nobody") == []


def test_a_use_stands_on_monday_for_who_hears_of_it(staffed, clock):
    made, home = code_of(staffed), staffed.home
    staffed.close()
    workspaces.unlock_with_recovery(home, made.code, NEW, clock=clock, user="Ben Ochoa").close()
    carla = opened(home, CARLAS, clock)
    [use] = monday.page(carla).safe
    assert (use.on, use.read) == (clock.today(), False)
    facts = form_facts.gather(carla, "monday", Subject()).facts
    assert facts["safe.rows"] == [f"{use.title}. {use.text}"]
    assert "“Bank box 12”" in use.text
    assert "Ben Ochoa" in use.text
    users_escrow.seen(carla)
    [use] = monday.page(carla).safe
    assert use.read, "it stays among what changed that week"
    carla.close()
    for days, stands in ((14, False), (2, True)):
        later = Clock(clock.zone, clock.now() + timedelta(days=days))
        carla = opened(home, CARLAS, later)
        assert bool(monday.page(carla).safe) == stands
        carla.close()
    ana = opened(home, OWN, Clock(clock.zone, clock.now() + timedelta(days=30)))
    assert [one.read for one in monday.page(ana).safe] == [False], "she has not read of it"
    ana.close()
    ben = opened(home, NEW, clock)
    assert escrow_due.of_week(ben, clock.today()) == ()
    ben.close()


def test_only_who_supervises_or_administers_makes_one_with_their_own_passphrase(staffed):
    by_name = {one.name: one for one in users.people(staffed)}
    ben = replace(staffed, user=users_row(staffed, by_name["Ben Ochoa"].id))
    for act in (
        lambda: users_escrow.make(ben, "Safe", own=BENS),
        lambda: users_escrow.listing(ben),
        lambda: users_escrow.seen(ben),
    ):
        with pytest.raises(NotAllowed, match="supervisor, administrator"):
            act()
    with pytest.raises(WrongPassphrase):
        users_escrow.make(staffed, "Safe", own="wrong")
    with pytest.raises(InputRejected) as caught:
        users_escrow.make(staffed, "  ", own=OWN)
    assert caught.value.field == "label"
    with pytest.raises(InputRejected):
        users_escrow.make(staffed, "x" * 81, own=OWN)
    carla = replace(staffed, user=users_row(staffed, by_name["Carla Nguyen"].id))
    for number in range(users_escrow.MOST):
        code_of(carla, CARLAS, f"Safe {number}")
    with pytest.raises(InputRejected, match="stand already"):
        code_of(carla, CARLAS)


def users_row(ws, user_id):
    from navigator_app.services import agency

    return next(one for one in agency.users(ws) if one.id == user_id)


def test_a_renewed_and_a_revoked_code_open_nothing(staffed, clock):
    home, first = staffed.home, code_of(staffed)
    second, _ = users_escrow.renew(staffed, first.id, own=OWN)
    assert second.label == first.label
    assert [one.stands for one in users_escrow.listing(staffed)] == [True, False]
    users_escrow.revoke(staffed, second.id, own=OWN)
    with pytest.raises(NotFound):
        users_escrow.revoke(staffed, second.id, own=OWN)
    with pytest.raises(NotFound):
        users_escrow.renew(staffed, first.id, own=OWN)
    assert keys.escrows(keys.read(home)) == ()
    staffed.close()
    for code in (first.code, second.code):
        with pytest.raises(WrongPassphrase):
            workspaces.unlock_with_recovery(home, code, NEW, clock=clock, user="Ben Ochoa")
        (home / "throttle.json").unlink()


def test_an_old_key_file_does_not_bring_a_revoked_code_back(staffed, clock):
    home, made = staffed.home, code_of(staffed)
    old = (home / "keys.json").read_bytes()
    users_escrow.revoke(staffed, made.id, own=OWN)
    staffed.close()
    (home / "keys.json").write_bytes(old)
    with pytest.raises(WrongPassphrase, match="revoked"):
        workspaces.unlock_with_recovery(home, made.code, NEW, clock=clock, user="Ben Ochoa")
    opened(home, BENS, clock).close()


def test_wrong_codes_wait_longer_each_time_and_a_typo_costs_nothing(staffed, clock):
    from navigator_app.store.recovery import new_code

    home = staffed.home
    made = code_of(staffed)
    staffed.close()
    with pytest.raises(InputRejected):
        workspaces.unlock_with_recovery(home, made.code[:-1], NEW, clock=clock, user="Ben Ochoa")
    waits, now = [], clock.now()
    for _round in range(4):
        at = Clock(clock.zone, now)
        with pytest.raises(WrongPassphrase) as caught:
            workspaces.unlock_with_recovery(home, new_code(), NEW, clock=at, user="Ben Ochoa")
        waits.append(caught.value.wait_seconds)
        now += timedelta(seconds=caught.value.wait_seconds)
    assert waits == [0, 1, 2, 4]
    early = Clock(clock.zone, now - timedelta(seconds=1))
    with pytest.raises(WrongPassphrase, match="wait"):
        workspaces.unlock_with_recovery(home, made.code, NEW, clock=early, user="Ben Ochoa")
    at = Clock(clock.zone, now)
    workspaces.unlock_with_recovery(home, made.code, NEW, clock=at, user="Ben Ochoa").close()


def test_a_code_survives_a_new_key_but_not_its_makers_leaving(staffed, clock, quick_kdf):
    home = staffed.home
    users.add(staffed, "Eli Santos", Role.ADMINISTRATOR, passphrase="amber stone river", own=OWN,
              kdf=quick_kdf)  # fmt: skip
    ours = code_of(staffed)
    eli = replace(staffed, user=users_row(staffed, users.find(staffed, "Eli Santos").id))
    theirs = code_of(eli, "amber stone river", "Elis desk")
    done, _ = users.revoke(staffed, eli.user.id, own=OWN)
    assert done.escrows == 1
    stand = {one.label: one.stands for one in users_escrow.listing(staffed)}
    assert stand == {"Bank box 12": True, "Elis desk": False}
    staffed.close()
    with pytest.raises(WrongPassphrase):
        workspaces.unlock_with_recovery(home, theirs.code, NEW, clock=clock, user="Ben Ochoa")
    (home / "throttle.json").unlink()
    ws = workspaces.unlock_with_recovery(home, ours.code, NEW, clock=clock, user="Ben Ochoa")
    assert audit.verify(ws).journal
    ws.close()
    assert all(not slot.sealed for slot in keys.escrows(keys.read(home)))
    opened(home, NEW, clock).close()
    again = workspaces.unlock_with_recovery(
        home, ours.code, "another fine set", clock=clock, user="Ben Ochoa"
    )
    again.close()


def test_whoever_is_revoked_is_nobody_a_code_can_name(staffed, clock):
    made, home = code_of(staffed), staffed.home
    users.revoke(staffed, users.find(staffed, "Ben Ochoa").id, own=OWN)
    staffed.close()
    with pytest.raises(InputRejected, match="Nobody"):
        workspaces.unlock_with_recovery(home, made.code, NEW, clock=clock, user="Ben Ochoa")


@pytest.mark.skipif(os.name == "nt", reason="no fork")
@pytest.mark.parametrize("act", ["make", "renew", "revoke"])
def test_killed_at_any_moment_the_list_and_the_key_file_agree(staffed, clock, tmp_path, act):
    kept = code_of(staffed)
    home = staffed.home
    staffed.close()
    chance = random.Random(7)
    for number in range(8):
        copy = tmp_path / f"round-{number}"
        shutil.copytree(home, copy)
        child = os.fork()
        if child == 0:
            try:
                ws = opened(copy, OWN, clock)
                if act == "make":
                    users_escrow.make(ws, "Second", own=OWN)
                elif act == "renew":
                    users_escrow.renew(ws, kept.id, own=OWN)
                else:
                    users_escrow.revoke(ws, kept.id, own=OWN)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        ws = opened(copy, OWN, clock)
        assert audit.verify(ws).journal
        standing = {one.id for one in users_escrow.listing(ws) if one.stands}
        slots = {one.id for one in keys.escrows(keys.read(copy))}
        ws.close()
        if kept.id in standing & slots:
            workspaces.unlock_with_recovery(
                copy, kept.code, NEW, clock=clock, user="Ben Ochoa"
            ).close()
        else:
            with pytest.raises(WrongPassphrase):
                workspaces.unlock_with_recovery(copy, kept.code, NEW, clock=clock, user="Ben Ochoa")
        assert act != "make" or kept.id in standing & slots
        shutil.rmtree(copy)


def test_command_line_makes_lists_opens_and_revokes(run, secrets):
    ben = secrets("ben", BENS)
    run("user", "add", "Ben Ochoa", "--new-passphrase-file", ben)
    made = run("user", "escrow", "make", "Bank box 12", "--json").json
    (row,) = run("user", "escrow", "list", "--json").json
    assert (row["id"], row["label"], row["stands"]) == (made["id"], "Bank box 12", True)
    told = run("--passphrase-file", ben, "user", "escrow", "make", "Mine").refused()
    assert "Ben Ochoa works here as navigator" in told
    code, new = secrets("code", made["code"]), secrets("new", NEW)
    words = ("user", "escrow", "open", "Ben Ochoa", "--code-file", code)
    done = run(*words, "--new-passphrase-file", new)
    assert done.status == 0, done.out
    assert "wrong" in run("--passphrase-file", ben, "members").refused()
    assert run("--passphrase-file", new, "members", "--json").json == []
    told = run("user", "escrow", "list")
    assert "set a new passphrase for Ben Ochoa" in told.out
    again = run("user", "escrow", "renew", made["id"], "--json").json
    assert again["code"] != made["code"]
    assert run("user", "escrow", "revoke", again["id"]).status == 0
    assert "nor one from its safe" in run(*words, "--new-passphrase-file", new).refused()


@pytest.fixture
def secrets(tmp_path):
    """Write a passphrase or code to a file and return its path."""

    def write(name, words):
        path = tmp_path / f"secret-{name}"
        path.write_text(words + "\n", "utf-8")
        return path

    return write
