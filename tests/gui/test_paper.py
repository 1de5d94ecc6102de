"""A member's line in time on paper: whole, paged, without what a danger hides."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPageSize, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import AttemptDraft, CaseloadQuery
from navigator_app.domain.timeline import TimelineQuery
from navigator_app.domain.vocabulary import Mode, Outcome
from navigator_app.errors import InputRejected
from navigator_app.services import caseload, gate, record_outreach, safety, timeline_paper
from navigator_app.services.safety import FlagDraft
from navigator_app.services.timeline_paper import TimelinePaper
from navigator_app.services.workspace import Workspace
from ui.paper import Printing, print_text, timeline_text
from ui.views.member_timeline import MemberTimeline

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

LONG = "Waited at the gate. " * 60


def written(ws: Workspace, attempts: int) -> str:
    """A member with so many long notes."""
    member_id: str = caseload.page(ws, CaseloadQuery(), limit=1).rows[0].id
    for number in range(attempts):
        at = datetime.fromisoformat(f"2026-11-{15 + number % 5}T{7 + number // 5:02d}:30")
        draft = AttemptDraft(
            member_id, Mode.IN_PERSON, Outcome.NOT_FOUND, at, place="Harbor St", note=LONG
        )
        record_outreach.record(ws, [draft])
    return member_id


def paper(member_id: str, ws: Workspace) -> TimelinePaper:
    return timeline_paper.paper(ws, member_id)


def on_paper(html: str) -> tuple[int, list[str]]:
    """How many pages were said, and the text of each page of the PDF, from memory."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    pages = print_text(html, writer)
    buffer.close()
    read = pypdf.PdfReader(io.BytesIO(bytes(buffer.data().data())))
    return pages, [page.extract_text() for page in read.pages]


def test_all_lines_stand_on_numbered_pages(daily: Any) -> None:
    member_id = daily.read(partial(written, attempts=12))
    found = daily.read(partial(paper, member_id))
    html = timeline_text(found, daily.context.clock)
    pages, texts = on_paper(html)
    assert pages == len(texts) > 1
    whole = " ".join(" ".join(texts).split())
    assert whole.count("Waited at the gate.") == 12 * 60
    assert found.cin in html
    assert all("Page" in text for text in texts), "figures come back as glyphs, not as letters"
    assert found.name.split()[0] in texts[0]


def test_what_a_danger_hides_stays_off_the_paper(daily: Any) -> None:
    member_id = daily.read(partial(written, attempts=2))
    flag = FlagDraft("fleeing-violence", date(2026, 11, 3), "A cousin looks for her")
    daily.read(lambda ws: safety.save(ws, member_id, flag))
    found = daily.read(partial(paper, member_id))
    html = timeline_text(found, daily.context.clock)
    for hidden in ("Harbor St", "Waited", "cousin"):
        assert hidden not in html
    assert found.left_out


def test_nothing_to_print_is_said(daily: Any) -> None:
    member_id = daily.read(partial(written, attempts=1))
    query = TimelineQuery(last=date(1990, 1, 1))
    with pytest.raises(InputRejected, match="nothing"):
        daily.read(partial(_refused, member_id, query))()


def _refused(member_id: str, query: TimelineQuery, ws: Workspace) -> Any:
    try:
        timeline_paper.paper(ws, member_id, query)
    except InputRejected as error:
        return partial(_raise, error)
    return lambda: None


def _raise(error: InputRejected) -> None:
    raise error


def test_the_systems_dialog_opens_and_goes(daily: Any) -> None:
    window = QWidget()
    daily.qtbot.addWidget(window)
    window.show()
    printing = Printing("<p>text</p>", window)
    printing.open()
    assert printing.dialog.isVisible()
    printing.dialog.reject()
    daily.settle()


def test_a_line_in_time_is_accounted_for_when_a_printer_was_chosen(
    daily: Any, tmp_path: Path
) -> None:
    member_id = daily.read(partial(written, attempts=2))
    section = MemberTimeline(daily.context)
    daily.qtbot.addWidget(section)
    section.show_member(member_id)
    section.show()
    daily.settle()
    section.print_button.click()
    daily.settle()
    printing = section.findChild(Printing)
    assert printing is not None and printing.dialog.isVisible()
    assert daily.read(partial(left, member_id)) == []
    out = tmp_path / "line.pdf"
    printer = printing.dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    printing.dialog.accepted.emit(printer)
    daily.settle()
    assert daily.read(partial(left, member_id)) == [("timeline", "Harbor Homes")]
    assert "Harbor St" in " ".join(pypdf.PdfReader(out).pages[0].extract_text().split())
    printing = section.findChild(Printing)
    assert printing is None or not printing.dialog.isVisible()


def left(member_id: str, ws: Workspace) -> list[tuple[str, str]]:
    return [(row.what, row.recipient) for row in gate.disclosures(ws, member_id)]
