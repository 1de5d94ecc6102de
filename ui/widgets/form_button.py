"""A button on a card that opens a printed form where it is: of this member, about this record."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.i18n import _
from ui.context import Context
from ui.places import FormAt
from ui.widgets.buttons import QuietButton


class FormButton(QuietButton):
    """Opens the Forms page at `at`; without a kind it is the list, for that member."""

    def __init__(
        self, context: Context, at: FormAt, about: str = "", parent: QWidget | None = None
    ) -> None:
        """`about` says to a screen reader which record it is of."""
        super().__init__(_("Print…"), "print", parent)
        self.at = at
        self._context = context
        name = _("Print: {what}").format(what=about) if about else _("Print a form of this member")
        self.setAccessibleName(name)
        self.clicked.connect(self._open)

    @Slot()
    def _open(self) -> None:
        self._context.ways.open_page.emit("forms", self.at)
