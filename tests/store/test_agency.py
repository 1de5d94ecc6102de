"""The agency, its plans and the drafts, in a real store."""

import pytest

from navigator_app.domain.records import AgencyRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import agency, drafts
from navigator_app.services import workspace as workspaces


def test_agency_is_changed_and_checked(workspace):
    assert agency.agency(workspace) == AgencyRow("Harbor Homes", "1234567893", "4155550100")
    changes = agency.update_agency(
        workspace, name="  Harbor  House ", npi="1234567893", phone="(415) 555-0111"
    )
    assert changes.settings
    assert agency.agency(workspace) == AgencyRow("Harbor House", "1234567893", "4155550111")
    good = {"name": "A", "npi": "1234567893", "phone": ""}
    for field, value in (("name", ""), ("npi", "1234567894"), ("phone", "555")):
        with pytest.raises(InputRejected) as caught:
            agency.update_agency(workspace, **{**good, field: value})
        assert caught.value.field == {"name": "agency"}.get(field, field)
    assert agency.agency(workspace).name == "Harbor House"


def test_lock_minutes_are_kept_within_an_hour(workspace):
    assert agency.lock_minutes(workspace) == 10
    agency.set_lock_minutes(workspace, 5)
    assert agency.lock_minutes(workspace) == 5
    for wrong in (0, 61, -1):
        with pytest.raises(InputRejected):
            agency.set_lock_minutes(workspace, wrong)
    assert agency.lock_minutes(workspace) == 5


def test_plans_are_added_changed_and_listed(workspace):
    added = agency.add_plan(workspace, "sierra", name="Sierra Health", layout="sierra")
    agency.add_plan(workspace, "bayview", name="Bayview", layout="canonical")
    assert [plan.key for plan in agency.plans(workspace)] == ["bayview", "sierra"]
    assert agency.plan(workspace, "sierra") == added
    changed = agency.update_plan(
        workspace, "sierra", name="Sierra", layout="canonical", policy=added.policy
    )
    assert changed.id == added.id
    assert agency.plan(workspace, "sierra").name == "Sierra"
    with pytest.raises(NotFound) as caught:
        agency.plan(workspace, "coastal")
    assert "bayview, sierra" in str(caught.value)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("key", {"key": "sierra"}),
        ("key", {"key": "No Spaces"}),
        ("key", {"key": ""}),
        ("layout", {"layout": "nobody"}),
        ("policy", {"policy": "nobody"}),
        ("name", {"name": " "}),
    ],
)
def test_a_wrong_plan_is_refused_by_field(workspace, field, change):
    agency.add_plan(workspace, "sierra", name="Sierra", layout="sierra")
    words = {"key": "new", "name": "New", "layout": "canonical", **change}
    with pytest.raises(InputRejected) as caught:
        agency.add_plan(workspace, words.pop("key"), **words)
    assert caught.value.field == field
    assert len(agency.plans(workspace)) == 1


def test_a_learned_layout_can_be_chosen(workspace):
    with workspace.transaction("remember_layout") as tx:
        row = {"id": "l1", "key": "valley", "toml": 'name = "Valley"', "created_at": tx.now}
        tx.insert("learned_layout", row)
        broken = {"id": "l2", "key": "broken", "toml": "= = =", "created_at": tx.now}
        tx.insert("learned_layout", broken)
    choices = dict(agency.layout_choices(workspace))
    assert choices["valley"] == "Valley"
    assert choices["broken"] == "broken"
    assert {"canonical", "bayview", "sierra", "coastal"} <= set(choices)
    assert agency.add_plan(workspace, "valley", name="V", layout="valley").layout == "valley"
    assert "toolkit-2025" in dict(agency.policy_choices())


def test_drafts_come_back_after_a_lock_and_leave_no_journal(
    workspace, home, clock, passphrase, open_workspace
):
    before = workspace.store.query("SELECT count(*) FROM journal_transaction")
    drafts.save(workspace, "attempt", {"note": "half-typed ñ", "mode": None})
    drafts.save(workspace, "attempt", {"note": "half-typed ñandú", "mode": None})
    drafts.save(workspace, "status", {})
    workspace.close()
    assert b"half-typed" not in b"".join(p.read_bytes() for p in home.iterdir() if p.is_file())
    again = open_workspace(home)
    assert drafts.load_all(again) == {
        "attempt": {"note": "half-typed ñandú", "mode": None},
        "status": {},
    }
    drafts.clear(again, "attempt")
    assert list(drafts.load_all(again)) == ["status"]
    assert again.store.query("SELECT count(*) FROM journal_transaction") == before


def test_active_users_are_listed_by_name(workspace):
    with workspace.transaction("add_users") as tx:
        for number, (name, active) in enumerate((("ben", 1), ("Zoe", 1), ("Gone", 0))):
            person = {"id": f"u{number}", "name": name, "role": "clerk", "active": active}
            tx.insert("user", {**person, "created_at": tx.now})
    assert [user.name for user in agency.users(workspace)] == ["Ana Ruiz", "ben", "Zoe"]
    assert workspaces.exists(workspace.home)
