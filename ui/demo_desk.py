"""The third part of the walk: papers signed and scanned, files exchanged, the supervisor's desk."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QWidget

from navigator_app.domain.exchange import OUT, STATUSES
from navigator_app.services import (
    batches,
    form_desk,
    print_desk,
    quarantine,
    responses,
    synchronize,
)
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from ui.dialogs.scan_papers import ScanPapersDialog
from ui.dialogs.sign_form import SignFormDialog
from ui.places import TEAM_TABS, FormAt, MemberAt, TeamAt
from ui.views.exchange import ExchangeView
from ui.widgets.sign_pages import FILL, READ
from ui.widgets.signature_pad import SignaturePad

if TYPE_CHECKING:
    from ui.demo_walk import Walk

PLAN = "bayview"

_SCANNER = 200.0
"""Dots an inch."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Ids of what the pictures are about."""

    sent: str
    odd: str
    rejected: str
    answered: str
    gathered: str


def desk(tour: Walk, end: str = "") -> None:
    """Forms, exchange and team as they are worked with; `end` is added to the pictures' names."""
    known = _known(tour)
    _paper(tour, end)
    _exchange(tour, known, end)
    for tab in TEAM_TABS[1:]:
        tour.workplace.go("team", TeamAt(tab.key))
        tour.picture(f"team-{tab.key}{end}")
    if not end:
        tour.done.append("looked at each part of the team’s page, and at a batch with its answers")


def _known(tour: Walk) -> _Known:
    def read(ws: Workspace) -> _Known:
        sent = next(one for one in synchronize.files(ws, PLAN, OUT) if one.kind == STATUSES)
        gathered, answered = (one.id for one in batches.listing(ws, PLAN))
        return _Known(
            sent.id,
            quarantine.waiting(ws, PLAN)[0].id,
            responses.open_rows(ws, PLAN)[0].id,
            answered,
            gathered,
        )

    return tour.read(read, "what was exchanged")


# --- papers ---------------------------------------------------------------------------------------


def _paper(tour: Walk, end: str) -> None:
    member = tour.shown.show_member
    tour.workplace.go("forms", FormAt("consent", member))
    tour.picture(f"form-preview{end}")
    _signed(tour, member, end)
    if not end:
        _scanned(tour, member)


def _signed(tour: Walk, member: str, end: str) -> None:
    """A consent read to its end and signed by hand; left unsealed."""
    tour.workplace.go("member", MemberAt(member, ""))
    tour.workplace.context.ways.ask.emit("sign_form", member)
    dialog = tour.dialog("sign_form")
    assert isinstance(dialog, SignFormDialog)
    tour.settle()
    dialog.save()
    tour.settle()
    if dialog.pages.step == FILL:
        dialog.save()
        tour.settle()
    if dialog.pages.step == READ:
        tour.picture(f"sign-read{end}", dialog)
        bar = dialog.pages.text.verticalScrollBar()
        bar.setValue(bar.maximum())
        tour.settle()
        dialog.save()
        tour.settle()
    _write(dialog.pages.pad)
    tour.picture(f"sign{end}", dialog)
    dialog.reject()
    tour.settle()


def _write(pad: SignaturePad) -> None:
    """A hand: loops along the line, and a stroke below it."""
    wide, high = pad.width(), pad.height()
    loops = [
        QPointF(
            wide * (0.2 + at / 160 + 0.02 * math.cos(at / 2.6)),
            high * (0.5 + (0.22 - at / 700) * math.sin(at / 2.6)),
        )
        for at in range(90)
    ]
    _stroke(pad, loops)
    _stroke(pad, [QPointF(wide * (0.22 + at / 60), high * (0.8 - at / 400)) for at in range(34)])


def _stroke(pad: QWidget, points: list[QPointF]) -> None:
    held = Qt.MouseButton.LeftButton
    for kind, at, buttons in (
        (QEvent.Type.MouseButtonPress, points[0], held),
        *((QEvent.Type.MouseMove, one, held) for one in points[1:]),
        (QEvent.Type.MouseButtonRelease, points[-1], Qt.MouseButton.NoButton),
    ):
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else held
        event = QMouseEvent(
            kind, at, pad.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier
        )
        QCoreApplication.sendEvent(pad, event)


def _scanned(tour: Walk, member: str) -> None:
    """A form that was printed comes back through the scanner and finds its record."""

    def issue(ws: Workspace) -> bytes:
        prepared = print_desk.prepare(ws, "tried_to_reach", Subject(member_id=member))
        return print_desk.issue(ws, prepared, "printed")[0].pdf

    page = form_desk.picture(tour.read(issue, "a printed form"), 0, _SCANNER)
    scan = tour.program.window.home / "scan.png"
    kind = QImage.Format.Format_RGB888
    QImage(page.pixels, page.width, page.height, page.stride, kind).save(str(scan))
    try:
        tour.workplace.go("forms")
        tour.workplace.context.ways.ask.emit("scan_papers", ["", [str(scan)]])
        dialog = tour.dialog("scan_papers")
        assert isinstance(dialog, ScanPapersDialog)
        tour.until(lambda: len(dialog.results) == 1, "the scan to be looked at")
        tour.picture("scan-papers", dialog)
        dialog.reject()
        tour.settle()
    finally:
        scan.unlink(missing_ok=True)
    tour.done.append("printed a form and scanned it home: its code found the record")


# --- exchange -------------------------------------------------------------------------------------


def _exchange(tour: Walk, known: _Known, end: str) -> None:
    inside = tour.workplace
    inside.go("exchange")
    page = inside.view("exchange")
    assert isinstance(page, ExchangeView)
    page.tabs.setCurrentIndex(1)
    tour.picture(f"exchange-history{end}")
    page.tabs.setCurrentIndex(0)
    for place, key, about in (
        ("exchange", "plan_connection", PLAN),
        ("exchange", "exchange_file", known.sent),
        ("quarantine", "quarantine_item", known.odd),
        ("quarantine", "rejected_row", known.rejected),
    ):
        inside.go(place)
        tour.settle()
        inside.context.ways.ask.emit(key, about)
        dialog = tour.dialog(key)
        tour.picture(f"{key.replace('_', '-')}{end}", dialog)
        dialog.reject()
        tour.settle()
    for name, batch in (("batch-answered", known.answered), ("batch-gathered", known.gathered)):
        inside.go("batch", batch)
        tour.picture(f"{name}{end}")
