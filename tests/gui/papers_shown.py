"""The papers part of a member's page and its forms, shown for a test."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from navigator_app.domain.deposits import Request
from navigator_app.domain.documents import Paper
from navigator_app.domain.records import CaseloadQuery
from navigator_app.services import caseload, deposits, documents
from navigator_app.services.workspace import Workspace
from tests.gui.dialogs_shown import opened
from tests.services import deposit_maker
from ui.dialogs.deposit_request import DepositRequestDialog
from ui.views.member_papers import PapersSection
from ui.widgets.asking_dialog import choose

TODAY = date(2026, 11, 20)


def anybody(ws: Workspace) -> str:
    return caseload.page(ws, CaseloadQuery()).rows[0].id


def shown(daily: Any, member_id: str) -> PapersSection:
    section = daily.show(PapersSection(daily.context))
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    section.show_member(member_id)
    daily.settle()
    return section


def words_of(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(daily: Any, button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    daily.settle()


def written(daily: Any, member_id: str, kind: str) -> Paper:
    return daily.read(lambda ws: documents.one(ws, member_id, "", kind))


def made(daily: Any, policy: str = "health-net-2025") -> deposit_maker.Made:
    return daily.read(lambda ws: deposit_maker.made(ws, policy))


def stored(daily: Any, member_id: str) -> tuple[Request, ...]:
    return daily.read(lambda ws: deposits.desk(ws, member_id).requests)


def fill(dialog: Any, place: int, kind: str, amount: str, vendor: str = "Oak Street LLC") -> Any:
    while len(dialog.items.boxes) <= place:
        dialog.items.add.click()
    box = dialog.items.boxes[place]
    choose(box.kind, kind)
    box.lines["cents"].setText(amount)
    box.lines["vendor"].setText(vendor)
    box.lines["vendor_contact"].setText("4155550100")
    return box


def builder(daily: Any, one: deposit_maker.Made, request_id: str = "") -> Any:
    dialog = opened(daily, DepositRequestDialog, [one.member, request_id])
    dialog.autosave.setInterval(0)
    return dialog


def sent_of(daily: Any, one: deposit_maker.Made) -> Request:
    return daily.read(lambda ws: deposit_maker.sent(ws, one, 180000, 120000))
