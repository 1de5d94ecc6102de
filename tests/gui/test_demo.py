"""The demonstration: without a display the same window is walked and leaves what it showed."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected
from navigator_app.services import (
    batches,
    capacity_board,
    exceptions,
    print_records,
    quarantine,
    responses,
    review_queue,
    standing,
    synchronize,
    today,
    trends,
    users,
)
from navigator_app.services import workspace as workspaces
from ui import demo, demo_out, demo_sample


@pytest.fixture(scope="module")
def walked(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """What one walk left, and what lies in the temporary folder afterwards."""
    out, temp = tmp_path_factory.mktemp("demo"), tmp_path_factory.mktemp("temp")
    before, tempfile.tempdir = tempfile.tempdir, str(temp)
    try:
        assert demo.run(None, out) == 0
    finally:
        tempfile.tempdir = before
    return out, list(temp.iterdir())


def test_the_walk_leaves_pictures_of_every_page_that_show_something(
    walked: tuple[Path, list[Path]],
) -> None:
    out, _temp = walked
    pictures = sorted(out.glob("*.png"))
    names = " ".join(picture.name for picture in pictures)
    for page in ("welcome", "unlock", "first-sight", "today", "caseload", "member", "import"):
        assert page in names
    for page in ("match-columns", "status-file", "settings", "today-dark", "locked-dark"):
        assert page in names
    for page in ("forms", "exchange", "team"):
        assert f"-{page}.png" in names
        assert f"-{page}-dark.png" in names
    for page in ("form-bulk", "quarantine", "batches", "plan-contacts", "scan-papers"):
        assert f"-{page}.png" in names
    for page in ("form-preview", "sign", "exchange-history", "plan-connection", "batch-answered"):
        assert f"-{page}.png" in names
    for tab in ("exceptions", "assign", "leave", "review", "charts", "trends", "monday"):
        assert f"-team-{tab}.png" in names
        assert f"-team-{tab}-dark.png" in names
    assert [picture.name[:4] for picture in pictures] == [
        f"{number:03d}-" for number in range(1, len(pictures) + 1)
    ]
    for form in ("tried-to-reach", "consent", "referral"):
        assert (out / f"form-{form}.pdf").read_bytes().startswith(b"%PDF")
    for section in ("plan", "services", "search", "home", "papers", "people", "timeline"):
        assert f"member-{section}.png" in names
        assert f"member-{section}-dark.png" in names
    for picture in pictures:
        image = QImage(str(picture))
        assert image.width() == 1280
        colours = {image.pixel(x, y) for x in range(0, 1280, 9) for y in range(0, 800, 9)}
        assert len(colours) > 8, f"{picture.name} shows next to nothing"


def test_summary_and_status_file_agree_and_the_store_is_gone(
    walked: tuple[Path, list[Path]],
) -> None:
    out, left = walked
    summary = (out / "summary.txt").read_text("utf-8")
    files = list(out.glob("CSRTF_*"))
    assert [file.name for file in files] == ["CSRTF_1234567893_202611.csv"]
    assert hashlib.sha256(files[0].read_bytes()).hexdigest() in summary
    assert "5 new, 6 changed, 51 unchanged, 3 disappeared" in summary
    assert "journal" in summary
    assert "passed" in summary
    assert "2026-11-30" in summary
    assert left == []


def test_the_same_clock_tells_the_same_lively_story(
    walked: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    sample = demo_sample.fill(tmp_path / "home", demo.demo_clock())
    said = (
        f"{sample.members} members, {sample.referrals} referrals of three invented plans, "
        f"{sample.attempts} outreach attempts, {sample.statuses} statuses"
    )
    assert said in (walked[0] / "summary.txt").read_text("utf-8")
    ws = workspaces.unlock(tmp_path / "home", sample.passphrase, clock=demo.demo_clock())
    try:
        shown = today.today(ws)
        stands = standing.read(ws)
        people = Counter(one.role for one in users.people(ws))
        desk = {
            "away": sum(row.away is not None for row in capacity_board.read(ws).rows),
            "nobody": board.members if (board := capacity_board.read(ws).nobody) else 0,
            "review": [one.state for one in review_queue.listing(ws, "")],
            "months": sum(bool(one.reasons) for one in trends.overview(ws).closures),
            "batches": [(one.state, one.members) for one in batches.listing(ws)],
            "files": [one.state for one in synchronize.files(ws, "bayview", limit=6)],
            "rejected": len(responses.open_rows(ws)),
            "quarantine": quarantine.count(ws),
            "sheets": len(print_records.sheets_out(ws)),
            "nobody stands behind": [one.id for one in exceptions.figures(ws) if not one.members],
            "last sent": [one.last_sent_name for one in synchronize.lines(ws)],
        }
    finally:
        ws.close()
    assert shown.members == sample.members == 205, "one of them came twice"
    assert 0 < shown.overdue < 40
    assert shown.unanswered
    assert shown.attempts_this_week
    assert stands.staged_files == 1
    assert people == {Role.NAVIGATOR: 3, Role.SUPERVISOR: 1, Role.CLERK: 1, Role.ADMINISTRATOR: 1}
    assert desk == {
        "away": 1,
        "nobody": 32,
        "review": ["returned", "waiting", "waiting"],
        "months": 11,
        "batches": [("draft", 5), ("answered", 6)],
        "files": ["quarantined", "staged", "taken", "confirmed", "taken", "acknowledged"],
        "rejected": 1,
        "quarantine": 1,
        "sheets": 2,
        "nobody stands behind": ["pending-90", "guards-overridden"],
        "last sent": ["CSRTF_1234567893_202610.csv", "", ""],
    }


def test_a_walk_removes_what_one_before_it_left_and_nothing_else(tmp_path: Path) -> None:
    ours = ("01-welcome.png", "098-today.png", "form-consent.pdf", "CSRTF_1_202611.csv")
    theirs = ("form-tax.pdf", "02-holiday.png", "CSRTF_2_202611.csv")
    for name in (*ours, *theirs):
        (tmp_path / name).touch()
    said = f"  {ours[0]}\n  {ours[1]}\n  {ours[2]}\nStatus file: {ours[3]}, 9 rows\n  ../a.png\n"
    (tmp_path / demo_out.SUMMARY).write_text(f"Somebody else's\n{said}", "utf-8")
    demo_out.remove_earlier(tmp_path)
    assert len(list(tmp_path.iterdir())) == len(ours) + len(theirs) + 1
    (tmp_path / demo_out.SUMMARY).write_text(f"{demo_out.TITLE}\n{said}", "utf-8")
    demo_out.remove_earlier(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == set(theirs)
    assert demo_out.free(tmp_path, "form-tax.pdf").name == "form-tax-2.pdf"
    assert demo_out.free(tmp_path, "form-consent.pdf").name == "form-consent.pdf"


def test_a_clock_that_runs_gets_the_samples_own_day() -> None:
    running = replace(demo.demo_clock(), fixed=None)
    assert demo.story_clock(running) == demo.demo_clock()
    other = replace(running, fixed=datetime(2026, 12, 3, 18, tzinfo=UTC))
    assert demo.story_clock(other) == other


def test_a_folder_with_a_caseload_is_never_touched(
    home: Path, tmp_path: Path, open_workspace: Callable[..., object]
) -> None:
    before = {file.name for file in home.rglob("*")}
    with pytest.raises(InputRejected):
        demo.run(home, tmp_path / "out")
    assert {file.name for file in home.rglob("*")} == before
    assert not (tmp_path / "out").exists()
    open_workspace(home)
