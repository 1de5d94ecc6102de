"""Who may do what: each write of the code against each role, and the real services with each."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from typing import Any

import pytest

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NotAllowed
from navigator_app.paths import resource
from navigator_app.policy import permissions as reading
from navigator_app.services import permissions
from tests.services import intentions, team

TABLE = tomllib.loads(resource("permissions.toml").read_text("utf-8"))
WRITTEN = intentions.written()
ROLES = tuple(Role)


def by_hand(intention: str) -> dict[str, Any]:
    """The action of an intention, found without the code under test."""
    found = [
        action
        for action in TABLE["action"]
        if any(fnmatchcase(intention, form) for form in action.get("intentions", []))
    ]
    assert len(found) == 1, (intention, [action["id"] for action in found])
    return found[0]


def test_every_write_of_the_code_belongs_to_an_action():
    known = [form for action in TABLE["action"] for form in action.get("intentions", [])]
    missing = {
        name: place
        for name, place in WRITTEN.items()
        if not any(fnmatchcase(name, form) for form in known)
    }
    told = "\n".join(f'  "{name}" ({place})' for name, place in sorted(missing.items()))
    assert not missing, (
        "resources/permissions.toml does not say who may write these. Add each name to the "
        f"`intentions` of the action it belongs to, or add an [[action]]:\n{told}"
    )


def test_every_write_of_the_table_is_in_the_code():
    stale = [
        form
        for action in TABLE["action"]
        for form in action.get("intentions", [])
        if not any(fnmatchcase(name, form) for name in WRITTEN)
    ]
    assert not stale, f"resources/permissions.toml names what nothing writes: {stale}"


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.slug)
def test_every_write_is_let_through_or_refused_as_the_table_says(workspace, people, role):
    ws = team.seat(workspace, people[role])
    held = [name for name in WRITTEN if "*" not in name and permissions.table().of_intention(name)]
    assert len(held) > 150  # those without an action are told by the test above
    for name in held:
        allowed = role.slug in by_hand(name)["roles"]
        before = workspace.store.query("SELECT count(*) FROM journal_transaction")
        if not allowed:
            with pytest.raises(NotAllowed) as caught, ws.transaction(name):
                raise AssertionError("the body must not begin")
            assert people[role].name in caught.value.message
            assert "Ask " in caught.value.next_step
        else:
            with ws.transaction(name) as tx:
                tx.execute("SELECT 1")
        assert workspace.store.query("SELECT count(*) FROM journal_transaction") == before


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.slug)
def test_every_field_is_shown_or_not_as_the_table_says(workspace, people, role):
    ws = team.seat(workspace, people[role])
    for field in TABLE["field"]:
        assert permissions.sees(ws, field["id"]) is (role.slug in field["roles"]), field["id"]


def test_whoever_is_alone_may_do_everything(workspace):
    for name in WRITTEN:
        permissions.need_intention(workspace, name)
    permissions.need_intention(workspace, "no such thing")
    assert all(permissions.sees(workspace, field["id"]) for field in TABLE["field"])


def test_a_write_nobody_wrote_down_is_the_administrators(workspace, people):
    for role, user in people.items():
        ws = team.seat(workspace, user)
        if role is Role.ADMINISTRATOR:
            permissions.need_intention(ws, "write_anything")
        else:
            with pytest.raises(NotAllowed, match="write anything"):
                permissions.need_intention(ws, "write_anything")


def test_others_stand_in_while_nobody_supervises(workspace):
    ben = team.join(workspace, "Ben Ochoa", Role.NAVIGATOR)
    ws = team.seat(workspace, ben)
    permissions.need(ws, "review")
    team.join(workspace, "Carla Nguyen", Role.SUPERVISOR)
    with pytest.raises(NotAllowed, match="supervisor") as caught:
        permissions.need(ws, "review")
    assert "Carla Nguyen" in caught.value.next_step


def test_whoever_made_the_store_administers_it_beside_the_own_role(workspace, people):
    assert permissions.standing(workspace).roles == {Role.NAVIGATOR, Role.ADMINISTRATOR}
    permissions.need(workspace, "people")
    permissions.need(workspace, "contacts")
    with pytest.raises(NotAllowed):
        permissions.need(workspace, "review")


def test_a_store_never_lacks_an_administrator(workspace):
    with workspace.store.transaction("x", clock=workspace.clock) as tx:
        tx.execute("UPDATE user_profile SET administers = 0")
    ben = team.join(workspace, "Ben Ochoa", Role.NAVIGATOR)
    permissions.need(workspace, "people")  # the longest there
    with pytest.raises(NotAllowed):
        permissions.need(team.seat(workspace, ben), "people")


def test_whoever_is_revoked_may_do_nothing(workspace, people):
    ws = team.seat(workspace, people[Role.SUPERVISOR])
    assert permissions.standing(ws).roles == {Role.SUPERVISOR}
    with workspace.store.transaction("x", clock=workspace.clock) as tx:
        tx.update("user", people[Role.SUPERVISOR].id, {"active": 0})
    for name in WRITTEN:
        with pytest.raises(NotAllowed, match="any more"):
            permissions.need_intention(ws, name)
    assert not any(permissions.sees(ws, field["id"]) for field in TABLE["field"])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('[[action]]\nid="a"\ntitle="A"\nsection="S"\nroles=["boss"]', "roles"),
        ('[[action]]\nid="a"\ntitle="A"\nsection="S"', "roles"),
        ('[[action]]\nid="a"\ntitle="A"\nsection="S"\nroles=["clerk"]\nrole=["clerk"]', "role"),
        ('[[action]]\nid="a"\ntitle="A"\nsection="S"\nroles=["clerk"]\nintentions=["x"]\n'
         '[[action]]\nid="b"\ntitle="B"\nsection="S"\nroles=["clerk"]\nintentions=["x"]',
         "intentions"),
        ('[[action]]\nid="a"\ntitle="A"\nsection="S"\nroles=["clerk"]\n'
         '[[action]]\nid="a"\ntitle="A"\nsection="S"\nroles=["clerk"]', "id"),
        ('[[field]]\nid="f"\ntitle="F"\nroles=[]', "roles"),
    ],
)  # fmt: skip
def test_a_table_with_a_fault_is_refused_whole(tmp_path, text, field):
    path = tmp_path / "permissions.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(reading.PermissionsRefused, match=field):
        reading.read(path)
