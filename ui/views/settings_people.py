"""The people of a store: who works with it, in what role, and who read what outside their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.looks import Look
from navigator_app.domain.records import Changes
from navigator_app.domain.rights import Person
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import user_words
from ui.views import settings_people_escrow
from ui.views.settings_people_escrow import Codes, EscrowCard
from ui.views.settings_people_parts import LooksCard, RightsCard
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.page import Page
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Muted, Strong


@dataclass(frozen=True, slots=True)
class _Shown:
    people: tuple[Person, ...]
    me: str
    administers: bool
    resets: bool
    looks: tuple[Look, ...] | None  # None: not for this role
    codes: Codes | None
    rights: tuple[tuple[str, str, str], ...]


def _read(ws: Workspace) -> _Shown:
    from navigator_app.services import permissions, read_reasons, users

    looks = tuple(read_reasons.looked(ws)) if permissions.may(ws, "see-readers") else None
    return _Shown(
        tuple(users.people(ws)),
        ws.user.id,
        permissions.may(ws, "people"),
        permissions.may(ws, "reset"),
        looks,
        settings_people_escrow.read(ws),
        tuple(permissions.lines()),
    )


def _codes_seen(ws: Workspace) -> Changes:
    from navigator_app.services import users_escrow

    return users_escrow.seen(ws)


def _seen(ids: list[str], ws: Workspace) -> Changes:
    from navigator_app.services import read_reasons

    read_reasons.seen(ws, ids)
    return Changes(settings=True)


class PeopleRolesView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self.add_button = PlainButton(_("Add a person"), "add-user")
        self.people_card = Card(_("Who works with this store"))
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S12)
        self._grid.setVerticalSpacing(theme.S8)
        self._grid.setColumnStretch(0, 1)
        self.codes, self.looks = EscrowCard(context), LooksCard(context)
        self.rights = RightsCard()
        self._assemble()
        self.add_button.clicked.connect(self._add)
        self.looks.seen_asked.connect(self._mark_seen)
        self.codes.seen_asked.connect(self._mark_codes)

    def _assemble(self) -> None:
        page = Page(
            _("People and roles"),
            _("Each unlocks with a passphrase of their own, which says who is at work."),
        )
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        self.people_card.column.addWidget(self._lines)
        self.people_card.column.addLayout(row)
        for card in (self.people_card, self.codes, self.looks, self.rights):
            page.column.addWidget(card)
        page.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.first = self.add_button

    def activate(self) -> None:
        """Read everybody anew."""
        self.context.tasks.run(_read, self._show, owner=self, failed=self.context.show_refusal)

    def on_changes(self, changes: Changes) -> None:
        """Somebody came, left or has another role."""
        if changes.settings and self.isVisible():
            self.activate()

    def _show(self, shown: _Shown) -> None:
        self._clear()
        for row, person in enumerate(shown.people):
            self._line(row, person, shown)
        self.add_button.setVisible(shown.administers)
        self.codes.setVisible(shown.codes is not None)
        if shown.codes is not None:
            self.codes.show_codes(shown.codes)
        self.looks.setVisible(shown.looks is not None)
        self.looks.show_looks(shown.looks or ())
        self.rights.show_rights(shown.rights)
        follow_layout(self)

    def _line(self, row: int, person: Person, shown: _Shown) -> None:
        """One person: name, role and what they carry; beside it what can be done."""
        whose = _("{name} (you)") if person.id == shown.me else "{name}"
        box = QWidget()
        told = QVBoxLayout(box)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(theme.S4)
        told.addWidget(Strong(whose.format(name=person.name)))
        role = user_words.role_of(person)
        about = user_words.about(person, self.context.clock.today())
        told.addWidget(Muted(f"{role} · {about}"))
        self._grid.addWidget(box, row, 0)
        acts = self._acts(person, shown)
        if acts is not None:
            self._grid.addWidget(acts, row, 1, Qt.AlignmentFlag.AlignRight)

    def _acts(self, person: Person, shown: _Shown) -> QWidget | None:
        if not person.active or not (shown.administers or shown.resets):
            return None
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S4)
        wanted = [("user_reset", _("New passphrase"), "key", shown.resets)]
        wanted.append(("user_role", _("Role"), "edit", shown.administers))
        mine = person.id == shown.me
        wanted.append(("user_revoke", _("Revoke"), "stop", shown.administers and not mine))
        for key, words, icon, there in wanted:
            if there:
                button = QuietButton(words, icon)
                button.setAccessibleName(f"{words}: {person.name}")
                button.setProperty("asks", key)
                button.setProperty("person", person.id)
                button.clicked.connect(self._clicked)
                line.addWidget(button)
        return box

    def _clear(self) -> None:
        while item := self._grid.takeAt(0):
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        key, person = str(button.property("asks")), str(button.property("person"))
        self.context.ways.ask.emit(key, person)

    @Slot()
    def _add(self) -> None:
        self.context.ways.ask.emit("user_add", None)

    @Slot(object)
    def _mark_seen(self, ids: list[str]) -> None:
        work = partial(_seen, list(ids))
        announce = self.context.tasks.announce
        self.context.tasks.run(work, announce, owner=self, failed=self.context.show_refusal)

    @Slot()
    def _mark_codes(self) -> None:
        announce = self.context.tasks.announce
        self.context.tasks.run(_codes_seen, announce, owner=self, failed=self.context.show_refusal)
