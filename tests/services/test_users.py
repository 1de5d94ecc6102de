"""People of a store: added, given roles, reset, revoked; through services and command line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, NotFound, WrongPassphrase
from navigator_app.services import agency, audit, capacity_board, cover, read_reasons, users
from navigator_app.services import workspace as workspaces
from tests.services import loops, team
from tests.services.team import BENS, CARLAS, OWN


def as_(ws, name):
    """The same open store with somebody else at work."""
    found = users.find(ws, name)
    user = next(one for one in agency.users(ws) if one.id == found.id)
    return team.seat(ws, user)


def test_each_unlocks_with_their_own_and_is_who_it_says(staffed, clock):
    home = staffed.home
    staffed.close()
    for passphrase, name in ((OWN, "Ana Ruiz"), (BENS, "Ben Ochoa"), (CARLAS, "Carla Nguyen")):
        ws = workspaces.unlock(home, passphrase, clock=clock)
        ws.close()
        assert ws.user.name == name
    with pytest.raises(InputRejected, match="not of Ben Ochoa"):
        workspaces.unlock(home, OWN, clock=clock, user="Ben Ochoa")
    with pytest.raises(InputRejected, match="not of Ana Ruiz"):
        workspaces.unlock(home, CARLAS, clock=clock, user="Ana Ruiz")


def test_only_who_administers_acts_for_somebody_without_a_passphrase(staffed, clock):
    home = staffed.home
    team.join(staffed, "Dana Park", Role.CLERK)
    staffed.close()
    ws = workspaces.unlock(home, OWN, clock=clock, user="dana park")
    ws.close()
    assert ws.user.role is Role.CLERK
    with pytest.raises(InputRejected):
        workspaces.unlock(home, BENS, clock=clock, user="Dana Park")


@pytest.mark.parametrize(
    ("name", "passphrase", "field", "said"),
    [
        ("  ", BENS, "user", "name"),
        ("ana  RUIZ", BENS, "user", "works with"),
        ("x" * 81, BENS, "user", "80"),
        ("Ben Ochoa", "weak", "passphrase", "assphrase"),
        ("Ben Ochoa", OWN, "passphrase", "cannot be used"),
    ],
)
def test_who_cannot_be_added(workspace, name, passphrase, field, said):
    before = (workspace.home / "keys.json").read_bytes()
    with pytest.raises(InputRejected, match=said) as caught:
        users.add(workspace, name, Role.CLERK, passphrase=passphrase, own=OWN)
    assert caught.value.field == field
    assert [one.name for one in users.people(workspace)] == ["Ana Ruiz"]
    assert (workspace.home / "keys.json").read_bytes() == before


def test_ones_own_passphrase_is_asked_and_nobody_elses_does(staffed):
    with pytest.raises(WrongPassphrase):
        users.add(staffed, "Dana Park", Role.CLERK, passphrase="basket onyx ferry", own="wrong")
    with pytest.raises(WrongPassphrase):
        users.add(staffed, "Dana Park", Role.CLERK, passphrase="basket onyx ferry", own=BENS)
    assert len(users.people(staffed)) == 3


def test_only_administrators_keep_the_people(staffed):
    ana, new = users.find(staffed, "Ana Ruiz").id, "basket onyx ferry"
    for name, own in (("Ben Ochoa", BENS), ("Carla Nguyen", CARLAS)):
        ws = as_(staffed, name)
        with pytest.raises(NotAllowed, match="administrator"):
            users.add(ws, "Dana Park", Role.CLERK, passphrase=new, own=own)
        with pytest.raises(NotAllowed, match="administrator"):
            users.revoke(ws, ana, own=own)
        with pytest.raises(NotAllowed, match="administrator"):
            users.change_role(ws, ws.user.id, Role.ADMINISTRATOR)


def test_the_last_administrator_stays(staffed, quick_kdf):
    ana, ben = users.find(staffed, "Ana Ruiz"), users.find(staffed, "Ben Ochoa")
    with pytest.raises(InputRejected, match="last administrator"):
        users.revoke(staffed, ana.id, own=OWN)
    with pytest.raises(InputRejected, match="last administrator"):
        users.change_role(staffed, ana.id, Role.CLERK, administers=False)
    assert "last administrator" in users.leaving(staffed, ana.id).refused
    users.change_role(staffed, ben.id, Role.NAVIGATOR, administers=True)
    with pytest.raises(InputRejected, match="themselves"):
        users.revoke(staffed, ana.id, own=OWN)
    person, _ = users.change_role(staffed, ana.id, Role.CLERK, administers=False)
    assert (person.role, person.administers, staffed.user.role) == (Role.CLERK, False, Role.CLERK)
    with pytest.raises(NotAllowed):
        users.change_role(staffed, ana.id, Role.CLERK, administers=True)


def test_an_administrator_who_cannot_unlock_does_not_count(staffed):
    team.join(staffed, "Eli Santos", Role.ADMINISTRATOR)
    with pytest.raises(InputRejected, match="last administrator"):
        users.change_role(staffed, staffed.user.id, Role.CLERK, administers=False)


def test_whoever_is_revoked_keeps_name_members_and_history(staffed, clock):
    ben = users.find(staffed, "Ben Ochoa")
    done, changes = users.revoke(staffed, ben.id, own=OWN)
    assert changes.settings
    assert (done.name, done.members) == ("Ben Ochoa", 0)
    again = next(one for one in users.people(staffed) if one.id == ben.id)
    assert (again.active, again.has_passphrase, again.left_on) == (False, False, "2026-11-20")
    with pytest.raises(InputRejected, match="left already"):
        users.revoke(staffed, ben.id, own=OWN)
    with pytest.raises(InputRejected, match="has worked"):
        users.add(staffed, "ben ochoa", Role.CLERK, passphrase="basket onyx ferry", own=OWN)
    with pytest.raises(NotFound, match="Nobody"):
        users.find(staffed, "Ben Ochoa")
    agency.set_lock_minutes(staffed, 7)  # goes on in the store that was swapped below it
    assert audit.verify(staffed).journal
    home = staffed.home
    staffed.close()
    with pytest.raises(WrongPassphrase):
        workspaces.unlock(home, BENS, clock=clock)
    workspaces.unlock(home, CARLAS, clock=clock).close()


def test_leave_of_whoever_is_revoked_ends_with_its_cover(staffed):
    ben, carla = users.find(staffed, "Ben Ochoa"), users.find(staffed, "Carla Nguyen")
    fay = team.seat(staffed, team.join(staffed, "Fay Lund", Role.NAVIGATOR))
    member = loops.add_member(staffed, loops.add_plan(staffed), 1, navigator_id=ben.id).member
    today = staffed.clock.today()
    cover.add(staffed, ben.id, today, today + timedelta(7), cover_id=fay.user.id)
    cover.add(staffed, ben.id, today + timedelta(20), today + timedelta(21), cover_id=fay.user.id)
    assert read_reasons.may_read(fay, member)
    users.revoke(staffed, ben.id, own=OWN)
    assert not read_reasons.may_read(fay, member)
    assert {one.state for one in cover.leaves(staffed)} == {"over"}
    assert cover.covers(as_(staffed, carla.name), carla.id, member)
    row = capacity_board.read(staffed).row(ben.id)
    assert row is not None and row.away is None


def test_a_supervisor_resets_navigators_and_an_administrator_everybody(staffed, clock):
    carla = as_(staffed, "Carla Nguyen")
    ben, ana = users.find(staffed, "Ben Ochoa").id, users.find(staffed, "Ana Ruiz").id
    with pytest.raises(NotAllowed, match="Only an administrator"):
        users.reset(carla, ana, passphrase="basket onyx ferry", own=CARLAS)
    with pytest.raises(NotAllowed):
        users.reset(as_(staffed, "Ben Ochoa"), ben, passphrase="basket onyx ferry", own=BENS)
    users.reset(carla, ben, passphrase="basket onyx ferry", own=CARLAS)
    users.reset(staffed, carla.user.id, passphrase="maple cipher harbor", own=OWN)
    kept = staffed.store.query("SELECT user_id, passphrase_by FROM user_profile ORDER BY 2")
    assert {(ben, carla.user.id), (carla.user.id, ana)} <= set(kept)
    home = staffed.home
    staffed.close()
    for old in (BENS, CARLAS):
        with pytest.raises(WrongPassphrase):
            workspaces.unlock(home, old, clock=clock)
        (home / "throttle.json").unlink()
    ws = workspaces.unlock(home, "basket onyx ferry", clock=clock)
    ws.close()
    assert ws.user.name == "Ben Ochoa"


def test_changing_ones_own_passphrase_leaves_the_others(staffed, clock):
    with pytest.raises(InputRejected, match="cannot be used"):
        workspaces.change_passphrase(staffed, OWN, BENS)
    with pytest.raises(WrongPassphrase):
        workspaces.change_passphrase(staffed, BENS, "basket onyx ferry")
    workspaces.change_passphrase(staffed, OWN, "basket onyx ferry")
    home = staffed.home
    staffed.close()
    workspaces.unlock(home, BENS, clock=clock).close()
    workspaces.unlock(home, "basket onyx ferry", clock=clock).close()


@pytest.fixture
def secrets(tmp_path):
    """Files with a passphrase each, by name."""

    def made(name, words):
        path = tmp_path / name
        path.write_text(words + "\n", "utf-8")
        return path

    return made


def test_command_line_adds_lists_and_revokes(run, secrets):
    bens = secrets("ben", BENS)
    added = run("user", "add", "Ben Ochoa", "--new-passphrase-file", bens, "--json").json
    assert (added["name"], added["role"], added["passphrase"]) == ("Ben Ochoa", "navigator", True)
    dana = secrets("dana", "basket onyx ferry")
    run("user", "add", "Dana Park", "--role", "clerk", "--new-passphrase-file", dana)
    assert [one["name"] for one in run("user", "list", "--json").json] == [
        "Ana Ruiz", "Ben Ochoa", "Dana Park",
    ]  # fmt: skip
    gone = run("user", "revoke", "ben ochoa")
    assert gone.status == 0
    assert "New recovery code" in gone.out
    assert "old one opens nothing" in gone.out
    refused = run("--passphrase-file", bens, "members").refused()
    assert "wrong" in refused
    assert run("--passphrase-file", dana, "verify", "--json").json["journal"]
    gone = run("user", "revoke", "Dana Park", "--json").json
    assert gone["recovery_code"]
    assert [one["active"] for one in run("user", "list", "--json").json] == [True, False, False]


def test_command_line_refuses_a_role_without_the_right(run, secrets):
    dana = secrets("dana", "basket onyx ferry")
    run("user", "add", "Dana Park", "--role", "clerk", "--new-passphrase-file", dana)
    for words in (
        ("user", "add", "Eve", "--new-passphrase-file", secrets("eve", BENS)),
        ("user", "revoke", "Ana Ruiz"),
        ("user", "role", "Dana Park", "administrator"),
        ("user", "reset", "Ana Ruiz", "--new-passphrase-file", secrets("new", BENS)),
        ("user", "readers"),
        ("plan", "add", "bayview", "--name", "B", "--layout", "bayview"),
    ):
        told = run("--passphrase-file", dana, *words).refused()
        assert "Dana Park works here as clerk" in told, words
        assert "Ask Ana Ruiz" in told
    assert "last administrator" in run("user", "revoke", "Ana Ruiz").refused()
    told = run("user", "role", "Ana Ruiz", "clerk", "--administers", "no").refused()
    assert "last administrator" in told
    assert "Nothing to change" in run("user", "role", "Ana Ruiz").refused()
    assert "Dana Park" in run("user", "revoke", "Nobody").refused()
    changed = run("user", "role", "Dana Park", "supervisor", "--administers", "yes", "--json").json
    assert (changed["role"], changed["administers"]) == ("supervisor", True)
    assert run("--passphrase-file", dana, "user", "readers", "--json").json == []
