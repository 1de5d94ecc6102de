"""Somebody at the window on a day: opens forms, fills them in, and reads what the pages say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLabel, QWidget

from navigator_app.domain.records import MemberPage, ReferralRow
from navigator_app.domain.vocabulary import Service
from navigator_app.services import caseload, clocks, exports, housing_search, tenancy
from tests.journeys.test_plan_revised import Navigator
from ui.places import MemberAt
from ui.widgets.text import FieldError


class Desk(Navigator):
    """The window of one navigator, and the member whose road it is."""

    def on(self, day: date) -> None:
        """It is that day now, and the clocks of all cases with it."""
        super().on(day)
        self.read(clocks.refresh)

    def form(self, key: str, about: object) -> Any:
        """The form of that key, open and filled with what is known."""
        self.program.context.ways.ask.emit(key, about)
        self.settle()
        return self.dialog()

    def put(self, form: Any, **texts: str) -> None:
        """Fill fields in and save; the form must close."""
        form.put_back(texts)
        self.save(form)

    def typed(self, form: Any, **payload: object) -> None:
        """The same for a form that is filled in like a draft put back."""
        form.restore_draft(payload)
        self.settle()
        self.save(form)

    def save(self, form: Any) -> None:
        """Press its button; nothing may stand against it."""
        form.save()
        self.settle()
        if shiboken6.isValid(form) and form.isVisible():
            raise AssertionError([f"{field}: {text}" for field, text in errors(form)])

    def no_form(self) -> None:
        """Nothing asks any more."""
        assert not [one for one in self.inside.findChildren(QDialog) if one.isVisible()]

    # what the pages say

    def today(self) -> str:
        """Everything on Today."""
        self.inside.go("today")
        self.settle()
        return words_of(self.inside.view("today"))

    def at(self, section: str = "") -> str:
        """The member's page, at one of its parts."""
        self.inside.open_member(MemberAt(self.member, section) if section else self.member)
        self.settle()
        return words_of(self.inside.view("member"))

    def page(self) -> MemberPage:
        """The member's page as it is read."""
        found: MemberPage = self.read(lambda ws: caseload.member_page(ws, self.member))
        return found

    def referral(self, service: Service) -> ReferralRow:
        """The member's newest referral to a service."""
        return [one for one in self.page().referrals if one.service is service][-1]

    def home(self) -> Any:
        """The member's tenancy with all that happened in it."""
        return self.read(lambda ws: tenancy.page(ws, self.member))

    def board(self) -> Any:
        """The member's search."""
        return self.read(lambda ws: housing_search.page(ws, self.member))

    def month_says(self, month: str, folder: Path) -> list[str]:
        """The statuses that the month's file tells of the member, in order."""
        built, _changes = self.read(lambda ws: exports.export(ws, "bayview", month, folder))
        known = {"Accepted", "Pending", "Outreach Initiated", "Referral Loop Closed", "Declined"}
        lines = Path(built.file).read_text(encoding="utf-8-sig").splitlines()[1:]
        cells = [line.replace('"', "").split(",") for line in lines]
        return [next(cell for cell in row if cell in known) for row in cells]


def errors(form: QWidget) -> list[tuple[str, str]]:
    """What stands against a form, with the kind of place it stands in."""
    shown = [one for one in form.findChildren(FieldError) if one.isVisible() and one.text()]
    return [(type(one.parent()).__name__, one.text()) for one in shown]


def words_of(root: QWidget) -> str:
    """All words that stand on a page: labels, and the lines of its lists."""
    found = [one.text() for one in root.findChildren(QLabel) if one.isVisible()]
    role = Qt.ItemDataRole.AccessibleTextRole
    for view in root.findChildren(QAbstractItemView):
        model = view.model()
        if model is not None and view.isVisible():
            found += [str(model.index(row, 0).data(role) or "") for row in range(model.rowCount())]
    return "\n".join(found)
