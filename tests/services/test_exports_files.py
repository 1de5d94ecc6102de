"""The status file on the disk: a file a plan, every layout, what stood there before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from navigator_app.errors import InputRejected, TransferFailed
from navigator_app.services import agency, exports, record_status
from navigator_app.services.workspace import Workspace
from tests.services import loops
from tests.services.test_exports import NOVEMBER, S, cells, day, later, write


@pytest.fixture
def plan(workspace: Workspace) -> str:
    return loops.add_plan(workspace)


@pytest.fixture
def made(workspace: Workspace, plan: str) -> loops.Made:
    return loops.add_member(workspace, plan, 1, requested=date(2026, 10, 1))


def test_one_plan_does_not_overwrite_anothers_file(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    other = loops.add_plan(workspace, "harbor")
    member = loops.add_member(workspace, other, 7, requested=date(2026, 10, 1))
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    record_status.record(workspace, member.referral, S.ACCEPTED, day(2))
    before = Path(write(workspace, tmp_path).file).read_bytes()
    with pytest.raises(TransferFailed, match="of bayview stands there"):
        exports.export(workspace, "harbor", NOVEMBER, tmp_path)
    assert (tmp_path / "CSRTF_1234567893_202611.csv").read_bytes() == before
    assert cells(write(workspace, tmp_path))[0][0] == made.cin


def test_only_this_plans_statuses(workspace: Workspace, made: loops.Made, tmp_path: Path) -> None:
    other = loops.add_plan(workspace, "harbor")
    member = loops.add_member(workspace, other, 7)
    record_status.record(workspace, member.referral, S.ACCEPTED, day(17))
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    file = write(workspace, tmp_path)
    assert [row[0] for row in cells(file)] == [made.cin]
    assert all(one.referral_id != member.referral for one in file.not_ready)


@pytest.mark.parametrize(
    ("layout", "suffix"), [("sierra", ".txt"), ("coastal", ".xlsx"), ("bayview", ".csv")]
)
def test_every_layout_the_same_bytes_twice(
    workspace: Workspace, made: loops.Made, tmp_path: Path, layout: str, suffix: str
) -> None:
    agency.update_plan(workspace, "bayview", name="B", layout=layout, policy="toolkit-2025")
    record_status.record(workspace, made.referral, S.ACCEPTED, day(2))
    file = write(workspace, tmp_path)
    assert Path(file.file).suffix == suffix
    first = Path(file.file).read_bytes()
    assert Path(write(later(workspace, "2026-11-29T03:00"), tmp_path).file).read_bytes() == first
    exports.mark_sent(workspace, "bayview", NOVEMBER)
    assert Path(write(workspace, tmp_path).file).read_bytes() == first


def test_the_files_so_far(workspace: Workspace, made: loops.Made, tmp_path: Path) -> None:
    record_status.record(workspace, made.referral, S.ACCEPTED, date(2026, 10, 20))
    write(workspace, tmp_path, "2026-10")
    exports.mark_sent(workspace, "bayview", "2026-10")
    write(workspace, tmp_path)
    files = exports.history(workspace)
    assert [(file.period, file.state, file.rows) for file in files] == [
        (NOVEMBER, "built", 0),
        ("2026-10", "sent", 1),
    ]


def test_letters_that_the_plan_s_encoding_lacks_are_told(
    workspace: Workspace, plan: str, tmp_path: Path
) -> None:
    agency.update_plan(workspace, "bayview", name="B", layout="sierra", policy="toolkit-2025")
    member = loops.add_member(workspace, plan, 2, requested=date(2026, 10, 1), last_name="Nguyễn")
    record_status.record(workspace, member.referral, S.ACCEPTED, day(2))
    file = write(workspace, tmp_path)
    assert "Nguyên".encode("cp1252") in Path(file.file).read_bytes()
    [warning] = file.warnings
    assert "ễ" in warning
    agency.update_plan(workspace, "bayview", name="B", layout="bayview", policy="toolkit-2025")
    assert write(workspace, tmp_path).warnings == ()


def test_a_month_that_has_not_begun_is_not_marked_sent(
    workspace: Workspace, made: loops.Made, tmp_path: Path
) -> None:
    write(workspace, tmp_path, "2026-12")
    with pytest.raises(InputRejected, match="not begun"):
        exports.mark_sent(workspace, "bayview", "2026-12")
    exports.mark_sent(later(workspace, "2026-12-02T20:00"), "bayview", "2026-12")
