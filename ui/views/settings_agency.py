"""Part of the settings: the agency's words that stand on every status line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.records import AgencyRow, Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.fields import LabelledField


class AgencyCard(Card):
    """Name, NPI and phone, saved together."""

    def __init__(self, context: Context) -> None:
        """Build the card; `show_agency` fills it."""
        super().__init__(_("Your agency"))
        self.context = context
        self._known = ["", "", ""]
        self.name, self.npi, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.fields = {
            "agency": LabelledField(_("Name of the agency"), self.name),
            "npi": LabelledField(_("National Provider Identifier (NPI)"), self.npi),
            "phone": LabelledField(_("Phone"), self.phone),
        }
        for field in self.fields.values():
            self.column.addWidget(field)
        self.save_button = PrimaryButton(_("Save"))
        self.save_button.setEnabled(False)
        self.column.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignRight)
        self.save_button.clicked.connect(self._save)
        for line in (self.name, self.npi, self.phone):
            line.textChanged.connect(self._follow)

    def typed(self) -> list[str]:
        """The three lines as they stand."""
        return [self.name.text(), self.npi.text(), self.phone.text()]

    def changed(self) -> bool:
        """True when something was typed and not saved."""
        return self.typed() != self._known

    def put_back(self, words: list[str]) -> None:
        """Show what had been typed before a lock."""
        for line, word in zip((self.name, self.npi, self.phone), words, strict=False):
            line.setText(word)

    def show_agency(self, row: AgencyRow) -> None:
        """Show the agency, unless something typed is not yet saved."""
        untouched = not self.changed()
        self._known = [row.name, row.npi, show_phone(row.phone)]
        if untouched:
            self.put_back(self._known)
        self._follow()

    def _follow(self) -> None:
        self.save_button.setEnabled(self.changed())

    def _save(self) -> None:
        name, npi, phone = self.typed()
        for field in self.fields.values():
            field.show_error("")

        def work(ws: Workspace) -> Changes:
            from navigator_app.services import agency

            return agency.update_agency(ws, name=name, npi=npi, phone=phone)

        self.context.tasks.run(work, self._saved, owner=self, failed=self._refused)

    def _saved(self, changes: Changes) -> None:
        self._known = self.typed()
        self._follow()
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(_("The agency was saved."), None)

    def _refused(self, error: BaseException) -> None:
        field = error.field if isinstance(error, InputRejected) else "agency"
        self.fields.get(field, self.fields["agency"]).show_error(str(error))
