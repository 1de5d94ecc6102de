"""Support plans on screen: opened, turned, typed into."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from navigator_app.domain.records import CaseloadQuery
from navigator_app.services import (
    caseload,
    support_plan,
)
from navigator_app.services.workspace import Workspace
from ui.places import PlanAt
from ui.views.plan_editor import PlanEditorView

SIZE = (1180, 760)
"""Pixels of the pages that show them."""


def anyone(ws: Workspace) -> str:
    """A member."""
    return caseload.page(ws, CaseloadQuery(), limit=1).rows[0].id


def editor(daily: Any, member: str, plan_id: str = "", about: str = "") -> Any:
    """The page on which a plan is written."""
    view = daily.show(PlanEditorView(daily.context), *SIZE)
    view.open(PlanAt(member, plan_id, about))
    view.activate()
    daily.settle()
    return view


def turn(daily: Any, view: Any, part: str) -> None:
    """Go to a part of the plan."""
    view.nav.buttons[part].click()
    daily.settle()


def words_of(widget: QWidget) -> str:
    """What can be read of it."""
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(widget))


def plan_of(daily: Any, plan_id: str) -> Any:
    """The plan as it is kept."""
    return daily.read(lambda ws: support_plan.one(ws, plan_id))
