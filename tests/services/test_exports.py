"""The month's status file: its rows, what is late, what is not ready, and the same bytes twice."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from navigator_app.domain.records import AttemptDraft, StatusFile
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus
from navigator_app.errors import InputRejected, NotFound, TransferFailed
from navigator_app.services import agency, exports, record_outreach, record_status
from navigator_app.services.workspace import Workspace
from tests.services import loops

S = ReferralStatus
NOVEMBER, DECEMBER = "2026-11", "2026-12"


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


@pytest.fixture
def made(workspace: Workspace, plan: str) -> loops.Made:
    return loops.add_member(workspace, plan, 1, requested=date(2026, 10, 1))


def write(ws: Workspace, out: Path, period: str = NOVEMBER) -> StatusFile:
    file, changes = exports.export(ws, "bayview", period, out)
    assert Path(file.file).parent == out
    return file


def cells(file: StatusFile) -> list[list[str]]:
    with Path(file.file).open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))[1:]


def statuses(file: StatusFile) -> list[tuple[str, str]]:
    return [(row[9], row[10]) for row in cells(file)]


def later(ws: Workspace, when: str) -> Workspace:
    fixed = datetime.fromisoformat(when).replace(tzinfo=UTC)
    return replace(ws, clock=replace(ws.clock, fixed=fixed))


def event(ws: Workspace, status: str) -> str:
    [(key,)] = ws.store.query(
        "SELECT id FROM status_event WHERE status = ? ORDER BY seq DESC LIMIT 1", (status,)
    )
    return str(key)


def test_table_13(workspace: Workspace, made: loops.Made, tmp_path: Path) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    record_status.record(
        workspace, made.referral, S.CLOSED, day(16), reason=ClosureReason.SERVICES_RECEIVED
    )
    file = write(workspace, tmp_path)
    assert Path(file.file).name == "CSRTF_1234567893_202611.csv"
    assert cells(file) == [
        [
            *("90000001A", "00000000001", "First1", "Last00001", "02/29/1980"),
            *("Housing Transition Navigation Services", "1234567893", "Harbor Homes"),
            *("4155550100", "Accepted", "11/02/2026", ""),
        ],
        [
            *("90000001A", "00000000001", "First1", "Last00001", "02/29/1980"),
            *("Housing Transition Navigation Services", "1234567893", "Harbor Homes"),
            *("4155550100", "Referral Loop Closed", "11/16/2026", "Services Received"),
        ],
    ]
    assert (file.rows, file.referrals, file.state) == (2, 1, "built")
    assert file.sha256 == hashlib.sha256(Path(file.file).read_bytes()).hexdigest()
    assert file.not_ready == ()
    assert [line.cells for line in file.lines] == [tuple(row) for row in cells(file)]


def test_rows_by_date_then_member_then_entry(
    workspace: Workspace, plan: str, tmp_path: Path
) -> None:
    second, first = (
        loops.add_member(workspace, plan, n, requested=date(2026, 10, 1)) for n in (2, 1)
    )
    record_status.record(workspace, second.referral, S.OUTREACH_INITIATED, day(5))
    record_status.record(workspace, second.referral, S.ACCEPTED, day(4))
    record_status.record(workspace, first.referral, S.OUTREACH_INITIATED, day(5))
    record_status.record(workspace, first.referral, S.ACCEPTED, day(5))
    file = write(workspace, tmp_path)
    assert [(row[0], row[9], row[10]) for row in cells(file)] == [
        (second.cin, "Accepted", "11/04/2026"),
        (first.cin, "Outreach Initiated", "11/05/2026"),
        (first.cin, "Accepted", "11/05/2026"),
        (second.cin, "Outreach Initiated", "11/05/2026"),
    ]


def test_the_same_month_twice_gives_the_same_bytes(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    first = Path(write(workspace, tmp_path).file).read_bytes()
    elsewhere = tmp_path / "again"
    elsewhere.mkdir()
    assert Path(write(workspace, elsewhere).file).read_bytes() == first
    assert workspace.store.query("SELECT count(*) FROM outbound_file") == [(1,)]


def test_until_it_is_sent_it_is_built_anew(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    write(workspace, tmp_path)
    record_status.record(workspace, made.referral, S.PENDING, day(1))
    assert statuses(write(workspace, tmp_path)) == [
        ("Pending", "11/01/2026"),
        ("Accepted", "11/02/2026"),
    ]


def test_once_sent_the_bytes_stand_whatever_changes(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    before = Path(write(workspace, tmp_path).file).read_bytes()
    sent, changes = exports.mark_sent(workspace, "bayview", NOVEMBER)
    assert changes.files
    assert (sent.state, sent.rows, sent.referrals) == ("sent", 1, 1)
    assert sent.sent_at is not None
    agency.update_agency(workspace, name="Renamed", npi="1234567893", phone="")
    agency.update_plan(workspace, "bayview", name="B", layout="sierra", policy="toolkit-2025")
    with workspace.transaction("test") as tx:
        tx.update("member", made.member, {"first_name": "Changed"})
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, day(3))
    again = write(workspace, tmp_path)
    assert Path(again.file).name == "CSRTF_1234567893_202611.csv"
    assert Path(again.file).read_bytes() == before
    assert again.rows == 1


def test_what_is_recorded_after_a_sent_file_goes_into_the_next_with_its_own_date(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    write(workspace, tmp_path)
    exports.mark_sent(workspace, "bayview", NOVEMBER)
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, day(10))
    december = later(workspace, "2026-12-20T20:00")
    record_status.record(december, made.referral, S.OUTREACH_INITIATED, date(2026, 12, 4))
    file = write(december, tmp_path, DECEMBER)
    assert statuses(file) == [
        ("Outreach Initiated", "11/10/2026"),
        ("Outreach Initiated", "12/04/2026"),
    ]
    assert [line.late for line in file.lines] == [True, False]
    exports.mark_sent(december, "bayview", DECEMBER)
    january = later(workspace, "2027-01-20T20:00")
    assert statuses(write(january, tmp_path, "2027-01")) == []


def test_a_correction_of_a_sent_status_goes_out_and_the_wrong_one_stays_history(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, day(2))
    write(workspace, tmp_path)
    exports.mark_sent(workspace, "bayview", NOVEMBER)
    record_status.record(
        workspace,
        made.referral,
        S.ACCEPTED,
        day(3),
        corrects=event(workspace, "outreach-initiated"),
    )
    assert statuses(write(workspace, tmp_path)) == [("Outreach Initiated", "11/02/2026")]
    december = later(workspace, "2026-12-20T20:00")
    assert statuses(write(december, tmp_path, DECEMBER)) == [("Accepted", "11/03/2026")]


def test_a_correction_before_sending_leaves_the_wrong_one_out(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, day(2))
    write(workspace, tmp_path)
    record_status.record(
        workspace,
        made.referral,
        S.ACCEPTED,
        day(3),
        corrects=event(workspace, "outreach-initiated"),
    )
    assert statuses(write(workspace, tmp_path)) == [("Accepted", "11/03/2026")]


def test_what_was_undone_stays_out(workspace: Workspace, made: loops.Made, tmp_path: Path) -> None:
    draft = AttemptDraft(made.member, Mode.PHONE, Outcome.NOT_FOUND, datetime(2026, 11, 18, 9))
    done = record_outreach.record(workspace, [draft])
    write(workspace, tmp_path)
    record_outreach.undo(workspace, done.undo)
    with pytest.raises(InputRejected, match="taken back after it was built"):
        exports.mark_sent(workspace, "bayview", NOVEMBER)
    assert statuses(write(workspace, tmp_path)) == []
    exports.mark_sent(workspace, "bayview", NOVEMBER)


def test_what_left_in_a_sent_file_cannot_be_undone(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    draft = AttemptDraft(made.member, Mode.PHONE, Outcome.NOT_FOUND, datetime(2026, 11, 18, 9))
    done = record_outreach.record(workspace, [draft])
    write(workspace, tmp_path)
    exports.mark_sent(workspace, "bayview", NOVEMBER)
    with pytest.raises(InputRejected, match="left in a sent file"):
        record_outreach.undo(workspace, done.undo)
    assert loops.state(workspace, made.referral)["status"] == "outreach-initiated"


def test_an_earlier_month_never_sent_keeps_its_statuses_and_is_named(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, date(2026, 10, 20))
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, day(3))
    november = write(workspace, tmp_path)
    assert statuses(november) == [("Outreach Initiated", "11/03/2026")]
    [waiting] = november.not_ready
    assert waiting.reason == (
        "The status of Oct 20, 2026 waits for the file of October 2026, which is not marked sent."
    )
    assert statuses(write(workspace, tmp_path, "2026-10")) == [("Accepted", "10/20/2026")]


def test_who_has_no_status_is_named(workspace: Workspace, plan: str, tmp_path: Path) -> None:
    silent = loops.add_member(workspace, plan, 1)
    told = loops.add_member(workspace, plan, 2, requested=date(2026, 9, 1), sent=date(2026, 9, 2))
    loops.add_member(workspace, plan, 3, authorization="denied")
    closed = loops.add_member(workspace, plan, 4, requested=date(2026, 10, 1))
    record_status.record(workspace, told.referral, S.ACCEPTED, date(2026, 9, 20))
    record_status.record(
        workspace, closed.referral, S.DECLINED, date(2026, 10, 9), reason=ClosureReason.OTHER
    )
    for month in ("2026-09", "2026-10"):
        write(workspace, tmp_path, month)
        exports.mark_sent(workspace, "bayview", month)
    file = exports.preview(workspace, "bayview", NOVEMBER)
    assert [(one.referral_id, one.reason) for one in file.not_ready] == [
        (
            silent.referral,
            "No status is dated in November 2026. "
            "Nothing has been told to the plan about this referral so far.",
        ),
        (
            told.referral,
            "No status is dated in November 2026. The newest is Accepted of Sep 20, 2026.",
        ),
    ]
    # Whoever came later is no gap of an earlier month; who ended later was open then.
    earlier = exports.preview(workspace, "bayview", "2026-09")
    assert [one.referral_id for one in earlier.not_ready] == []


def test_an_incomplete_row_goes_out_and_is_named(
    workspace: Workspace, plan: str, tmp_path: Path
) -> None:
    made = loops.add_member(
        workspace, plan, 1, requested=date(2026, 10, 1), plan_member_id="", first_name=""
    )
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    file = write(workspace, tmp_path)
    [row] = cells(file)
    assert row[1] == ""
    [listed] = file.not_ready
    assert listed.referral_id == made.referral
    assert listed.reason == (
        "The status of Nov 2, 2026 goes out with an empty cell: "
        "missing plan's member number, first name."
    )
    assert exports.preview(workspace, "bayview", NOVEMBER).not_ready == file.not_ready


def test_a_row_nobody_could_read_is_held_back_and_named(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    with workspace.transaction("test") as tx:
        tx.update("member", made.member, {"cin": ""})
    file = write(workspace, tmp_path)
    assert cells(file) == []
    assert (file.rows, file.referrals) == (0, 0)
    [held] = file.not_ready
    assert held.reason == "The status of Nov 2, 2026 is held back: missing CIN."
    preview = exports.preview(workspace, "bayview", NOVEMBER)
    assert (preview.rows, preview.referrals, preview.lines) == (0, 0, ())


def test_an_unknown_phone_is_written_as_the_guidance_says(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    agency.update_agency(workspace, name="Harbor Homes", npi="1234567893", phone="")
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    file = write(workspace, tmp_path)
    assert cells(file)[0][8] == "0000000000"
    assert file.not_ready == ()


@pytest.mark.parametrize(("column", "value"), [("npi", ""), ("npi", "1234567890"), ("name", " ")])
def test_an_agency_without_npi_or_name_writes_no_file(
    workspace: Workspace, made: loops.Made, tmp_path: Path, column: str, value: str
) -> None:
    [(key,)] = workspace.store.query("SELECT id FROM agency")
    with workspace.transaction("test") as tx:
        tx.update("agency", key, {column: value})
    with pytest.raises(InputRejected) as caught:
        write(workspace, tmp_path)
    assert caught.value.field == column
    assert list(tmp_path.glob("*.csv")) == []


def test_a_preview_keeps_nothing_and_says_what_export_will(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    record_status.record(workspace, made.referral, S.OUTREACH_INITIATED, day(3))
    seen = exports.preview(workspace, "bayview", NOVEMBER, limit=1)
    assert (seen.rows, seen.referrals, len(seen.lines), seen.state) == (2, 1, 1, "new")
    assert workspace.store.query("SELECT count(*) FROM outbound_file") == [(0,)]
    file = write(workspace, tmp_path)
    assert (file.rows, file.referrals) == (seen.rows, seen.referrals)
    assert Path(file.file).name == seen.file
    assert file.lines[0] == seen.lines[0]


@pytest.mark.parametrize("period", ["2026-13", "2026-00", "26-11", "2026-1", "", "2026-11-01"])
def test_a_bad_month(workspace: Workspace, plan: str, tmp_path: Path, period: str) -> None:
    for ask in (exports.preview, exports.mark_sent):
        with pytest.raises(InputRejected) as caught:
            ask(workspace, "bayview", period)
        assert caught.value.field == "period"
    with pytest.raises(InputRejected):
        exports.export(workspace, "bayview", period, tmp_path)


def test_an_unknown_plan(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        exports.preview(workspace, "nowhere", NOVEMBER)


def test_marking_needs_a_file_and_marking_twice_changes_nothing(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    with pytest.raises(InputRejected, match="No status file was built"):
        exports.mark_sent(workspace, "bayview", NOVEMBER)
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    write(workspace, tmp_path)
    first, _ = exports.mark_sent(workspace, "bayview", NOVEMBER)
    again, changes = exports.mark_sent(later(workspace, "2026-12-20T20:00"), "bayview", NOVEMBER)
    assert again.sent_at == first.sent_at
    assert not changes.files


def test_a_folder_that_cannot_be_written_leaves_no_record(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    with pytest.raises(TransferFailed):
        exports.export(workspace, "bayview", NOVEMBER, tmp_path / "missing")
    assert workspace.store.query("SELECT count(*) FROM outbound_file") == [(0,)]
