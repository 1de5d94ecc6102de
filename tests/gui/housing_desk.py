"""What the tests of the housing search share: homes, boards, forms filled in and looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from navigator_app.domain.housing import Step
from navigator_app.domain.housing_rows import ApplicationRow
from navigator_app.domain.records import CaseloadQuery
from navigator_app.services import (
    caseload,
    housing_directory,
    housing_search,
)
from navigator_app.services.housing_directory import UnitDraft
from navigator_app.services.housing_search import SearchPage, StepDraft
from navigator_app.services.workspace import Workspace
from ui.views.homes import HomesView
from ui.views.member_search import MemberSearch

TODAY = date(2026, 11, 20)
DAY = timedelta(1)
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 3
ARABIC = "شارع النخيل"


def members(ws: Workspace) -> list[str]:
    return [row.id for row in caseload.page(ws, CaseloadQuery(), limit=3).rows]


def page(member: str, ws: Workspace) -> SearchPage:
    return housing_search.page(ws, member)


def add_unit(address: str, ws: Workspace, **more: Any) -> str:
    return housing_directory.save_unit(ws, UnitDraft(address, **more)).id


def on_board(member: str, title: str, steps: tuple[Step, ...], ws: Workspace) -> str:
    key = housing_search.begin(ws, member, title=title).id
    for step in steps:
        reason = "credit" if step is Step.DENIED else ""
        appeal = TODAY + 9 * DAY if step is Step.DENIED else None
        draft = StepDraft(step, TODAY, reason=reason, appeal_by=appeal)
        housing_search.record_step(ws, key, draft)
    return key


def section(daily: Any, member: str, width: int = 1120) -> MemberSearch:
    made = MemberSearch(daily.context)
    daily.qtbot.addWidget(made)
    made.resize(width, 900)
    made.show_member(member)
    daily.settle()
    return made


def homes(daily: Any) -> HomesView:
    made = HomesView(daily.context)
    daily.qtbot.addWidget(made)
    made.resize(1160, 760)
    made.show()
    made.activate()
    daily.settle()
    return made


def save(daily: Any, dialog: Any) -> None:
    dialog.save()
    daily.settle()


def said(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def error(dialog: Any, key: str) -> str:
    text: str = dialog.fields[key].error.text()
    return text


def fill(dialog: Any, **texts: str) -> None:
    dialog.put_back(texts)


def application(key: str, ws: Workspace) -> ApplicationRow:
    return housing_search.application(ws, key)
