"""The mark of substance-use records (42 CFR Part 2): what bears it leaves under a consent only."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from navigator_app.i18n import _
from ui import theme


class Part2Box(QCheckBox):
    """A check box for the mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without the mark."""
        text = _("A substance-use treatment record (42 CFR Part 2)")
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setAccessibleDescription(_("It leaves only under a consent that names such records."))
        self.setToolTip(_("It leaves only under a consent that names such records."))
        self.setMinimumHeight(theme.row_height())

    def show_mark(self, on: bool, *, settled: bool) -> None:
        """Show whether the mark is there; `settled` where it cannot be taken off."""
        self.setChecked(on)
        self.setEnabled(not settled)
