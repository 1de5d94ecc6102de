"""The book of plans' contacts: whom to ask, for which program, as of which day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import fold
from navigator_app.domain.plan_contacts import Contact
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import plan_contacts
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.dialogs.plan_contact import undo_contact
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.clipboard import copy_for_a_while
from ui.widgets.fields import SearchField
from ui.widgets.flow import FlowLayout
from ui.widgets.page import Page
from ui.widgets.pill import StatusPill
from ui.widgets.search_parts import Asking
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Heading, Muted, Small, Strong

COPY, RIGHT, REMOVE, RESTORE = "copy", "right", "remove", "restore"


def _read(removed: bool, ws: Workspace) -> tuple[Contact, ...]:
    return tuple(plan_contacts.book(ws, removed=removed))


def _right(contact_id: str, ws: Workspace) -> Written:
    return plan_contacts.still_right(ws, contact_id)


def _remove(contact_id: str, ws: Workspace) -> Written:
    return plan_contacts.remove(ws, contact_id)


def _restore(contact_id: str, ws: Workspace) -> Written:
    return plan_contacts.restore(ws, contact_id)


_WORKS = {RIGHT: _right, REMOVE: _remove, RESTORE: _restore}


class ContactStep(QuietButton):
    """One step with one line of the book."""

    def __init__(self, step: str, text: str, icon: str, row: Contact, copied: str = "") -> None:
        """`copied` is what goes into the clipboard."""
        super().__init__(text, icon)
        self.step, self.row, self.copied = step, row, copied
        told = _("Copy {what}").format(what=copied) if copied else text
        self.setAccessibleName(f"{told}: {row.plan_name}, {row.role}")
        if copied:
            self.setToolTip(told)


class PlanContactsView(View, Asking):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        hint = _("As the plans and the county printed them, with the day. What you amend stays "
                 "yours.")  # fmt: skip
        self._page = Page(_("Plan contacts"), hint)
        self.asks = []
        self.steps: list[ContactStep] = []
        self._wanted = ""
        self.add = PrimaryButton(_("Add a contact"), "add")
        self.search = SearchField(_("Find a plan, a program, an address"), pause_ms=150)
        self.removed = QCheckBox(_("Also lines that were removed"))
        self._rows: tuple[Contact, ...] | None = None
        self._body: QWidget | None = None
        self._page.buttons.addWidget(self.add)
        self._page.column.addWidget(self.search)
        self._page.column.addWidget(self.removed)
        self._page.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
        self.add.clicked.connect(self._add)
        self.search.searched.connect(self._build)
        self.removed.toggled.connect(self.activate)
        self.first = self.search

    def open(self, target: object) -> None:
        """Show the lines of a plan by its key; all without."""
        self._wanted = str(target or "")
        if not self._wanted:
            self.search.show_text("")

    def activate(self) -> None:
        """Read the book."""
        work = partial(_read, self.removed.isChecked())
        failed = self.context.show_refusal
        self.context.tasks.run(work, self._show, owner=self, failed=failed)

    def on_changes(self, changes: Changes) -> None:
        """A plan or a line may have changed."""
        if changes.plans and self.isVisible():
            self.activate()

    def draft(self) -> dict[str, object]:
        """What was searched for."""
        text = self.search.text()
        return {"text": text} if text else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Search for it again."""
        self.search.show_text(str(payload.get("text", "")))

    def _show(self, rows: tuple[Contact, ...]) -> None:
        wanted = self._wanted
        if wanted:
            self._wanted = ""
            name = next((row.plan_name for row in rows if row.plan_key == wanted), "")
            self.search.show_text(name)
        if rows != self._rows or wanted:
            self._rows = rows
            self._build()

    @Slot()
    def _build(self) -> None:
        asked = fold(self.search.text()).split()
        rows = [row for row in self._rows or () if all(one in _searched(row) for one in asked)]
        self.asks, self.steps = [], []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        for name in dict.fromkeys(row.plan_name for row in rows):
            column.addWidget(self._plan(name, [row for row in rows if row.plan_name == name]))
        if not rows and self._rows is not None:
            column.addWidget(Muted(_("No line of the book says that.")))
        if self._body is not None:
            self._page.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._page.column.insertWidget(self._page.column.indexOf(self.removed) + 1, body)
        follow_layout(self._page)

    def _plan(self, name: str, rows: list[Contact]) -> Card:
        card = Card()
        card.column.addWidget(Heading(words.isolated(name), 3))
        for place, row in enumerate(rows):
            if place:
                card.column.addWidget(Rule())
            card.column.addWidget(self._line(row))
        return card

    def _line(self, row: Contact) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        program = _(plan_contacts.TITLES[row.program])
        column.addWidget(Strong(f"{program} · {words.isolated(row.role)}"))
        reach = QWidget()
        flow = FlowLayout(reach, theme.S8)
        for icon, text in (("phone", row.phone), ("email", row.email), ("copy", row.web)):
            if text:
                flow.addWidget(self._step(COPY, _short(text), icon, row, text))
        if flow.count():
            column.addWidget(reach)
        if row.note:
            column.addWidget(Body(words.isolated(row.note)))
        when = _("As of {day}").format(day=words.day(row.as_of))
        column.addWidget(Small("  ·  ".join(filter(None, [when, words.isolated(row.source)]))))
        if row.before:
            before = _("In the book as it came: {what}").format(what=words.isolated(row.before))
            column.addWidget(Small(before))
        column.addWidget(self._foot(row))
        return box

    def _foot(self, row: Contact) -> QWidget:
        foot = QWidget()
        flow = FlowLayout(foot, theme.S8)
        if row.removed:
            pill = StatusPill()
            pill.show_state("neutral", _("Removed"))
            flow.addWidget(pill)
            flow.addWidget(self._step(RESTORE, _("Put back"), "undo", row))
            return foot
        if row.old:
            pill = StatusPill()
            pill.show_state("warning", _("Is this still right?"), "time")
            flow.addWidget(pill)
            flow.addWidget(self._step(RIGHT, _("Still right"), "check", row))
        about = f"{row.plan_name}, {row.role}"
        flow.addWidget(self.ask(_("Amend"), "edit", "plan_contact", row.id, about))
        flow.addWidget(self._step(REMOVE, _("Remove"), "delete", row))
        return foot

    def _step(self, step: str, text: str, icon: str, row: Contact, copied: str = "") -> ContactStep:
        button = ContactStep(step, text, icon, row, copied)
        button.clicked.connect(self._take)
        self.steps.append(button)
        return button

    @Slot()
    def _take(self) -> None:
        button = self.sender()
        if not isinstance(button, ContactStep):
            return
        if button.step == COPY:
            copy_for_a_while(button.copied)
            said = _("Copied: {what}").format(what=words.isolated(button.copied))
            self.context.ways.notice.emit(said, None)
            return
        work: Callable[[Workspace], Written] = partial(_WORKS[button.step], button.row.id)
        self.context.tasks.run(work, self._written, owner=self, failed=self.context.show_refusal)

    def _written(self, written: Written) -> None:
        self.context.tasks.announce(written.changes)
        back = TakeBack(self.context, partial(undo_contact, written))
        self.context.ways.notice.emit(_("The book of contacts is kept."), (_("Undo"), back.undo))

    @Slot()
    def _add(self) -> None:
        self.context.ways.ask.emit("plan_contact", "")


def _searched(row: Contact) -> str:
    program = plan_contacts.TITLES[row.program]
    return fold(
        " ".join((row.plan_name, program, row.program, row.role, row.email, row.phone, row.note))
    )


def _short(text: str) -> str:
    """A page's address is too long for a button: its host."""
    return text.split("/")[2] if text.startswith("http") else text
