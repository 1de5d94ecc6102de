"""A member's line in time: everything with a day, newest first, filtered, searched and paged."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from navigator_app.domain.timeline import GROUP_OF, TimelineQuery, TimelineRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import attachments, timeline
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_timeline
from tests.services import loops, pictures
from tests.services.test_notes import write

LATE = "2026-11-10T18:00:00.000+00:00"


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


@pytest.fixture
def made(workspace: Workspace, plan: str) -> loops.Made:
    return loops.add_member(workspace, plan, 1)


DAY = "2026-11-03"
Rows = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Of:
    """Whose the rows are; `who` and `mine` are the columns that most of them share."""

    made: loops.Made
    plan: str
    user: str

    @property
    def who(self) -> dict[str, Any]:
        return {"member_id": self.made.member, "created_at": LATE}

    @property
    def mine(self) -> dict[str, Any]:
        return self.who | {"user_id": self.user}

    @property
    def of_referral(self) -> dict[str, Any]:
        return {"referral_id": self.made.referral, "created_at": LATE}


def rows_of(made: loops.Made, plan: str, user: str) -> Rows:
    """One row of every table that the line knows, with every day that it can have."""
    of = Of(made, plan, user)
    parts = (_work, _loop, _support_plan, _home, _papers, _around)
    return {table: row for part in parts for table, row in part(of).items()}


def _work(of: Of) -> Rows:
    """What was done with the member."""
    return {
        "outreach_attempt": {
            "member_id": of.made.member, "at_utc": LATE, "zone": "America/Los_Angeles",
            "on_date": "2026-11-10", "mode": "in-person", "outcome": "reached", "note": "calm",
            "recorded_at": LATE, "user_id": of.user,
        },
        "encounter": {
            "member_id": of.made.member, "at_utc": LATE, "zone": "America/Los_Angeles",
            "on_date": "2026-11-10", "mode": "in-person", "service": "htns", "minutes": 30,
            "component": "x", "recorded_at": LATE, "user_id": of.user,
        },
        "place_seen": of.mine | {"place": "Pier 9", "seen_on": DAY},
        "locate_check": of.mine | {"source": "hmis", "checked_on": DAY},
    }  # fmt: skip


def _loop(of: Of) -> Rows:
    """The referral with the plan."""
    return {
        "status_event": {
            "referral_id": of.made.referral, "plan_id": of.plan, "member_cin": of.made.cin,
            "status": "accepted", "on_date": DAY, "recorded_at": LATE, "zone": "UTC",
            "user_id": of.user,
        },
        "discontinuation": of.of_referral | {
            "reason": "goals-met", "on_date": DAY, "reengaged_on": DAY, "note": "",
            "user_id": of.user,
        },
        "authorization": of.of_referral | {
            "status": "approved", "decided_on": DAY, "effective_on": DAY, "ends_on": DAY,
        },
        "authorization_request": of.of_referral | {
            "kind": "extension", "requested_on": DAY, "decision": "", "unit": "", "number": "",
            "note": "",
        },
        "eligibility_check": of.mine | {
            "checked_at": LATE, "zone": "UTC", "how": "portal", "medi_cal": "active",
            "plan_name": "", "note": "",
        },
    }  # fmt: skip


def _support_plan(of: Of) -> Rows:
    """The housing support plan."""
    return {
        "support_plan": of.mine | {"version": 1, "state": "draft", "started_on": DAY},
        "support_plan_signature": {
            "support_plan_id": "id-support_plan", "role": "member", "name": "Ana", "how": "paper",
            "signed_on": DAY, "created_at": LATE, "user_id": of.user,
        },
        "support_plan_comment": {
            "support_plan_id": "id-support_plan", "comment": "clearer", "created_at": LATE,
            "user_id": of.user,
        },
    }  # fmt: skip


def _home(of: Of) -> Rows:
    """The search and the home."""
    return {
        "housing_application": of.mine | {"stage": "looking", "stage_on": DAY, "title": "9 Oak"},
        "housing_event": of.mine | {
            "application_id": "id-housing_application", "kind": "showing", "on_date": DAY,
        },
        "accommodation_request": of.who | {
            "what": "ramp", "asked_on": DAY, "answered_on": DAY, "answer": "granted",
        },
        "subsidy": of.who | {
            "kind": "voucher", "state": "issued", "applied_on": DAY, "issued_on": DAY,
        },
        "coordinated_entry": of.mine | {"on_date": DAY, "status": "assessed"},
        "tenancy": of.mine | {
            "address": "9 Oak", "move_in_on": DAY, "ended_on": DAY, "rent_cents": 90_050,
        },
        "tenancy_event": of.mine | {"tenancy_id": "id-tenancy", "kind": "visit", "on_date": DAY},
        "repayment_plan": of.who | {
            "tenancy_id": "id-tenancy", "owed_cents": 12_345, "agreed_on": DAY,
        },
        "housing_facts": of.mine | {"on_date": DAY, "note": ""},
    }  # fmt: skip


def _papers(of: Of) -> Rows:
    """Papers, and what left."""
    return {
        "member_document": of.who | {
            "kind": "birth-certificate", "state": "have", "requested_on": DAY, "received_on": DAY,
        },
        "attachment": {
            "member_id": of.made.member, "title": "Lease", "media_type": "application/pdf",
            "size": 9000, "sha256": "", "retention": "other", "added_at": LATE, "user_id": of.user,
        },
        "printed_form": {
            "code": "7K2M9QPX4T", "member_id": of.made.member, "kind": "release", "version": 1,
            "text_hash": "", "language": "es", "how": "printed", "printed_at": LATE, "zone": "UTC",
            "returned_at": LATE, "returned_how": "scan", "voided_at": LATE, "voided_why": "ink",
            "user_id": of.user,
        },
        "deposit_request": of.mine | {"state": "approved", "submitted_on": DAY, "decided_on": DAY},
        "consent": of.mine | {
            "kind": "to-share", "decision": "given", "how": "paper", "on_date": DAY,
            "recipient": "Dr. Okafor", "categories": '["health"]', "purpose": "housing",
            "revoked_on": DAY, "invalid_on": DAY,
        },
        "disclosure": {
            "member_id": of.made.member, "at": LATE, "zone": "UTC", "what": "attachment",
            "recipient": "Court", "purpose": "legal", "categories": '["justice"]', "ground": "",
            "override_reason": "subpoena", "user_id": of.user,
        },
    }  # fmt: skip


def _around(of: Of) -> Rows:
    """What else is known."""
    return {
        "promise": of.mine | {"what": "keys", "kept_on": DAY},
        "hand_over": of.mine | {"to_id": of.user},
        "safety_flag": of.mine | {"kind": "dog", "starts_on": DAY, "ended_on": DAY},
    }  # fmt: skip


def fill(ws: Workspace, made: loops.Made, plan: str) -> None:
    with ws.transaction("test") as tx:
        for table, values in rows_of(made, plan, ws.user.id).items():
            tx.insert(table, {"id": f"id-{table}", **values})


def lines(ws: Workspace, member: str, **more: object) -> list[TimelineRow]:
    query = TimelineQuery(**more)  # type: ignore[arg-type]
    return list(timeline.page(ws, member, query, limit=500).rows)


def test_every_record_with_a_day_has_a_line_in_words(
    workspace: Workspace, made: loops.Made, plan: str
) -> None:
    fill(workspace, made, plan)
    found = lines(workspace, made.member)
    assert {(row.kind, row.what) for row in found} == {
        (branch.table, branch.what) for branch in reads_timeline.BRANCHES
    }
    assert {row.kind for row in found} == set(GROUP_OF)
    assert all(row.title and "_" not in row.title and "{" not in row.title for row in found)
    told = {(row.kind, row.what): row for row in found}
    assert told["tenancy", ""].title == "Moved in: 9 Oak"
    assert told["tenancy", ""].body == "Rent $900.50 a month"
    assert (told["tenancy", ""].on, told["tenancy", ""].at) == (date(2026, 11, 3), None)
    assert told["encounter", ""].by == "Ana Ruiz"
    for row in found:
        again = timeline.whole(workspace, row.kind, row.id, row.what)
        assert (again.title, again.on, again.by) == (row.title, row.on, row.by)


def test_a_printed_form_is_followed_from_the_printer_to_its_end(
    workspace: Workspace, made: loops.Made, plan: str
) -> None:
    whole = rows_of(made, plan, workspace.user.id)["printed_form"]
    out = {"returned_at": None, "voided_at": None}
    forms = [
        {"kind": "release", "code": "7K2M9QPX4T"},
        {"kind": "outreach_letter", "code": "7K2M9QPX4U", "how": "saved", "language": "km"},
        {"kind": "consent", "code": "7K2M9QPX4V", "how": "signed", "returned_at": LATE},
        {"kind": "gone_by", "code": "7K2M9QPX4W", "voided_at": LATE},
        {"kind": "refusal", "code": "7K2M9QPX4X", "returned_at": LATE, "returned_how": "destroyed"},
    ]
    with workspace.transaction("test") as tx:
        for number, values in enumerate(forms):
            tx.insert("printed_form", {"id": f"id-{number}", **whole, **out, **values})
    found = {(row.id, row.what): row for row in lines(workspace, made.member, groups=("papers",))}
    said = {key: (row.title, row.body, row.struck) for key, row in found.items()}
    assert said["id-0", ""] == (
        "Printed: Permission to share my health information",
        "Español · Code 7K2M-9QPX-4T\nNot back yet",
        False,
    )
    assert said["id-1", ""] == (
        "Saved as a file: Help with housing", "ខ្មែរ · Code 7K2M-9QPX-4U", False
    ), "a letter is not waited for"  # fmt: skip
    assert said["id-2", ""][0].startswith("Signed on screen: ")
    assert ("id-2", "home") not in said, "it never left"
    assert said["id-3", ""] == ("Printed: Gone by", "Español · Code 7K2M-9QPX-4W", True)
    assert said["id-3", "spoiled"][:2] == ("Spoiled: Gone by", "ink\nCode 7K2M-9QPX-4W")
    assert said["id-4", "home"][0].startswith("Destroyed: ")
    assert "Not back" not in said["id-4", ""][1]


def test_pages_join_into_the_whole_line(workspace: Workspace, made: loops.Made, plan: str) -> None:
    fill(workspace, made, plan)
    for number in range(9):
        write(workspace, made.member, f"note {number}")
    everything = [(row.kind, row.what, row.id) for row in lines(workspace, made.member)]
    for size in (1, 4, 7):
        cursor, joined = None, []
        while True:
            part = timeline.page(workspace, made.member, cursor=cursor, limit=size)
            joined += [(row.kind, row.what, row.id) for row in part.rows]
            cursor = part.cursor
            if cursor is None:
                break
        assert joined == everything
    paper = [(row.kind, row.what, row.id) for row in timeline.printable(workspace, made.member)]
    assert paper == everything[::-1]


def test_filters(workspace: Workspace, made: loops.Made, plan: str) -> None:
    fill(workspace, made, plan)
    assert {row.group for row in lines(workspace, made.member, groups=("home",))} == {"home"}
    early = lines(workspace, made.member, last=date(2026, 11, 3))
    assert {row.on for row in early} == {date(2026, 11, 3)}
    assert {row.on for row in lines(workspace, made.member, first=date(2026, 11, 10))} >= {
        date(2026, 11, 10)
    }
    mine = lines(workspace, made.member, user_id=workspace.user.id)
    assert mine
    assert all(row.by == "Ana Ruiz" for row in mine)
    assert lines(workspace, made.member, user_id="somebody else") == []
    with pytest.raises(InputRejected, match="nonsense"):
        lines(workspace, made.member, groups=("nonsense",))
    with pytest.raises(NotFound):
        lines(workspace, "nobody")


def test_search_inside_one_member(workspace: Workspace, made: loops.Made, plan: str) -> None:
    other = loops.add_member(workspace, plan, 2)
    write(workspace, other.member, "landlord")
    mine = write(workspace, made.member, "Señora Muñoz, landlord. " * 200)
    source = io.BytesIO(pictures.png())
    attachments.add(workspace, made.member, source, title="Landlord’s letter")
    found = lines(workspace, made.member, text="landl")
    assert [row.kind for row in found] == ["attachment", "encounter"]
    [row] = lines(workspace, made.member, text="munoz senora")
    assert row.id == mine
    assert row.longer
    assert {row.body[first:last] for first, last in row.marks} == {"Señora", "Muñoz"}
    assert not timeline.page(workspace, made.member, TimelineQuery(text="l")).enough
    assert (
        lines(workspace, made.member, text="landlord", groups=("papers",))[0].kind == "attachment"
    )


def test_search_also_finds_what_a_line_says_in_the_programs_own_words(
    workspace: Workspace, made: loops.Made, plan: str
) -> None:
    fill(workspace, made, plan)
    assert {(row.kind, row.what) for row in lines(workspace, made.member, text="moved in")} == {
        ("tenancy", ""), ("tenancy", "ended"),
    }  # fmt: skip
    assert [row.kind for row in lines(workspace, made.member, text="signed ana")] == [
        "support_plan_signature"
    ]
    [row] = lines(workspace, made.member, text="promise kept", groups=("people",))[:1]
    assert row.kind == "promise"
    assert lines(workspace, made.member, text="signed", groups=("home",)) == []


def test_a_long_note_is_begun_in_the_line_and_whole_when_asked(
    workspace: Workspace, made: loops.Made
) -> None:
    text = "قابلنا المالك اليوم \U0001f3e0 " * 30_000
    record = write(workspace, made.member, text)
    [row] = lines(workspace, made.member)
    assert row.longer
    assert len(row.body) < 700
    assert timeline.whole(workspace, "encounter", record).body == text.strip()
    with pytest.raises(NotFound):
        timeline.whole(workspace, "encounter", "nothing")
    with pytest.raises(NotFound):
        timeline.whole(workspace, "sqlite_schema", record)


def test_a_corrected_status_is_struck_and_an_undone_one_is_gone(
    workspace: Workspace, made: loops.Made, plan: str
) -> None:
    row = rows_of(made, plan, workspace.user.id)["status_event"]
    with workspace.transaction("test") as tx:
        tx.insert("status_event", {"id": "a", **row})
        tx.insert("status_event", {"id": "b", **row, "corrects_id": "a", "note": "late"})
    assert {one.id: one.struck for one in lines(workspace, made.member)} == {"a": True, "b": False}
    with workspace.transaction("test") as tx:
        tx.insert("status_void", {"event_id": "b", "voided_at": tx.now})
    assert {one.id: one.struck for one in lines(workspace, made.member)} == {"a": False}
