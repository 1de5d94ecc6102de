"""Notes are found by their words, newest first, and leave the index with their record."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.notes import NoteQuery
from navigator_app.services import notes
from navigator_app.services.workspace import Workspace
from navigator_app.store import note_index
from tests.services import loops


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


@pytest.fixture
def made(workspace: Workspace, plan: str) -> loops.Made:
    return loops.add_member(workspace, plan, 1)


def write(
    ws: Workspace, member: str, text: str, at: str = "2026-11-18T22:30", **more: object
) -> str:
    """An encounter with that narrative."""
    record = uuid7()
    row = {
        "id": record, "member_id": member, "service": "htns", "component": "search",
        "at_utc": f"{at}:00.000+00:00", "zone": "America/Los_Angeles", "on_date": at[:10],
        "minutes": 30, "mode": "in-person", "narrative": text, "user_id": ws.user.id,
        "recorded_at": f"{at}:00.000+00:00", **more,
    }  # fmt: skip
    with ws.transaction("test") as tx:
        tx.insert("encounter", row)
    return record


def found(ws: Workspace, text: str, **more: object) -> list[str]:
    return [row.id for row in notes.search(ws, NoteQuery(text, **more)).rows]  # type: ignore[arg-type]


def test_the_newest_comes_first_however_they_were_written(
    workspace: Workspace, made: loops.Made
) -> None:
    late = write(workspace, made.member, "Called the landlord", "2026-11-18T10:00")
    early = write(workspace, made.member, "landlord again", "2024-02-29T10:00")
    between = write(workspace, made.member, "LANDLORD said no", "2025-06-01T10:00")
    assert found(workspace, "landlord") == [late, between, early]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Meeting with José Muñoz at the clínica", "jose munoz clinica"),
        ("Meeting with Jose Munoz", "José Muñoz"),
        ("evicted on Friday, eviction notice", "evict"),
        ("O’Connor & Łukasz, Sørensen", "lukasz sorensen connor"),
        ("قابلت محمد في المأوى اليوم", "محمد"),
        ("שיחה עם בעל הבית", "הבית"),
        ("今天与房东谈话", "房东"),
        ("บ้านเช่าใหม่", "เช่า"),
        ("\U0001f3e0\U0001f468‍\U0001f469‍\U0001f467 keys handed over \U0001f389", "keys handed"),
        ("apartment 3B, voucher #HCV-2291", "hcv 2291 3b"),
        ("x" * 90, "x" * 60),
        ("ß and ﬁle", "ss file"),
    ],
)
def test_words_are_found_as_people_type_them(
    workspace: Workspace, made: loops.Made, text: str, typed: str
) -> None:
    record = write(workspace, made.member, text)
    write(workspace, made.member, "nothing of the kind")
    [row] = notes.search(workspace, NoteQuery(typed)).rows
    assert row.id == record
    assert row.first_name == "First1"
    assert (row.on, row.by) == (date(2026, 11, 18), "Ana Ruiz")


def test_all_words_must_be_there(workspace: Workspace, made: loops.Made) -> None:
    write(workspace, made.member, "landlord called")
    both = write(workspace, made.member, "the voucher and the landlord")
    assert found(workspace, "landlord voucher") == [both]
    assert found(workspace, "landlord nowhere") == []


@pytest.mark.parametrize("typed", ['"', "a", "ab", "NEAR(", "* OR *", "   ", "🎉", "- ^ :"])
def test_too_little_is_not_looked_for_and_operators_are_words(
    workspace: Workspace, made: loops.Made, typed: str
) -> None:
    write(workspace, made.member, "a b near or")
    page = notes.search(workspace, NoteQuery(typed))
    assert all(row.snippet.text for row in page.rows)
    assert page.enough == (typed == "NEAR(")


def test_an_undone_note_is_not_found_and_comes_back(workspace: Workspace, made: loops.Made) -> None:
    record = write(workspace, made.member, "landlord")
    with workspace.transaction("test") as tx:
        tx.update("encounter", record, {"undone_at": tx.now})
    assert found(workspace, "landlord") == []
    with workspace.transaction("test") as tx:
        tx.update("encounter", record, {"undone_at": None, "narrative": "the owner"})
    assert found(workspace, "landlord") == []
    assert found(workspace, "owner") == [record]
    with workspace.transaction("test") as tx:
        tx.execute("DELETE FROM encounter WHERE id = ?", (record,))
    assert found(workspace, "owner") == []
    assert workspace.store.one("SELECT count(*) FROM note_index") == (0,)


def test_a_merged_members_notes_follow(workspace: Workspace, plan: str, made: loops.Made) -> None:
    other = loops.add_member(workspace, plan, 2)
    record = write(workspace, other.member, "landlord")
    with workspace.transaction("test") as tx:
        tx.execute(
            "INSERT INTO status_event(id, referral_id, plan_id, member_cin, status, on_date, note, "
            "recorded_at, zone) VALUES ('e', ?, ?, 'x', 'pending', '2026-11-01', 'landlord asks', "
            "?, 'UTC')",
            (other.referral, plan, tx.now),
        )
    assert found(workspace, "landlord", member_id=made.member) == []
    with workspace.transaction("test") as tx:
        for table in ("encounter", "referral"):
            tx.execute(
                f"UPDATE {table} SET member_id = ? WHERE member_id = ?",
                (made.member, other.member),
            )
    assert found(workspace, "landlord", member_id=made.member) == [record, "e"]
    assert found(workspace, "landlord", member_id=other.member) == []
    assert {row.first_name for row in notes.search(workspace, NoteQuery("landlord")).rows} == {
        "First1"
    }
    with workspace.transaction("test") as tx:
        tx.insert("status_void", {"event_id": "e", "voided_at": tx.now})
    assert found(workspace, "landlord") == [record]


def test_one_member_a_kind_and_days(workspace: Workspace, plan: str, made: loops.Made) -> None:
    other = loops.add_member(workspace, plan, 2, navigator_id=workspace.user.id)
    mine = write(workspace, made.member, "rent paid", "2026-03-01T12:00")
    write(workspace, other.member, "rent late", "2026-11-18T07:30")  # still the 17th in California
    assert found(workspace, "rent", member_id=made.member) == [mine]
    assert found(workspace, "rent", kinds=("outreach_attempt",)) == []
    assert found(workspace, "rent", last=date(2026, 10, 31)) == [mine]
    assert found(workspace, "rent", first=date(2026, 11, 18)) == []
    assert len(found(workspace, "rent", first=date(2026, 11, 17), last=date(2026, 11, 17))) == 1
    assert mine not in found(workspace, "rent", navigator_id=workspace.user.id)
    assert found(workspace, "rent", member_id="nobody") == []


def test_pages_go_on_where_the_last_one_ended(workspace: Workspace, made: loops.Made) -> None:
    ids = [write(workspace, made.member, f"rent {n}") for n in range(7)]  # all in one second
    first = notes.search(workspace, NoteQuery("rent"), limit=3)
    second = notes.search(workspace, NoteQuery("rent"), cursor=first.cursor, limit=3)
    third = notes.search(workspace, NoteQuery("rent"), cursor=second.cursor, limit=3)
    rows = [*first.rows, *second.rows, *third.rows]
    assert [row.id for row in rows] == ids[::-1]
    assert third.cursor is None


def test_a_minute_with_more_notes_than_numbers_loses_none(
    workspace: Workspace, made: loops.Made
) -> None:
    early = write(workspace, made.member, "rent", "2026-11-17T10:00")
    crowd = [write(workspace, made.member, f"rent {n}") for n in range(note_index.MINUTE + 20)]
    late = write(workspace, made.member, "rent", "2026-11-18T23:31")
    found_all = notes.search(workspace, NoteQuery("rent"), limit=500).rows
    assert [row.id for row in found_all] == [late, *reversed(crowd), early]


def test_a_note_of_two_hundred_pages_is_kept_whole_and_found(
    workspace: Workspace, made: loops.Made
) -> None:
    page = "She waits at the church until noon. " * 85
    text = page * 199 + "Then the ombudsperson came. " + page
    record = write(workspace, made.member, text)
    [row] = notes.search(workspace, NoteQuery("ombudsp")).rows
    assert row.id == record
    assert "ombudsperson came" in row.snippet.text
    assert len(row.snippet.text) < 400
    [(first, last)] = row.snippet.marks
    assert row.snippet.text[first:last] == "ombudsperson"
    assert workspace.store.one("SELECT narrative FROM encounter") == (text,)


def test_every_kind_of_text_is_found(workspace: Workspace, made: loops.Made) -> None:
    now, who = "2026-11-18T22:30:00.000+00:00", made.member
    rows = {
        "place_seen": {"place": "under the harbor bridge", "seen_on": "2026-11-01"},
        "promise": {"what": "bring the harbor keys"},
        "locate_check": {"source": "hmis", "checked_on": "2026-11-02", "note": "harbor shelter"},
        "accommodation_request": {"what": "harbor ramp"},
    }
    with workspace.transaction("test") as tx:
        for table, values in rows.items():
            tx.insert(table, {"id": f"id-{table}", "member_id": who, "created_at": now, **values})
    kinds = {row.kind for row in notes.search(workspace, NoteQuery("harbor")).rows}
    assert kinds == set(rows)
