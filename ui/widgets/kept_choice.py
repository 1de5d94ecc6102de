"""Below a row of a file that waits: the plan's value, or what was put right here."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.records import StagedRow
from navigator_app.i18n import _
from ui import theme
from ui.widgets.buttons import PlainButton
from ui.widgets.text import Muted


class KeptChoice(QWidget):
    """Hidden while the row has no such value and none was accepted.

    Signals:
        taken(str): the plan's value of this member id.
        put_back(str): what stood here of this member id.
    """

    taken = Signal(str)
    put_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._member_id = ""
        self.said = Muted("")
        self.said.setWordWrap(True)
        self.take = PlainButton(_("Take the plan’s value"), "check")
        self.back = PlainButton(_("Put back what stood here"), "undo")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        column.addWidget(self.said)
        for button in (self.take, self.back):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.take.clicked.connect(self._take)
        self.back.clicked.connect(self._put_back)
        self.hide()

    def show_row(self, row: StagedRow | None, accepted: Mapping[str, str]) -> None:
        """Offer what can be decided about a row of a file that waits; None offers nothing.
        `accepted` holds the members whose value was taken."""
        self._member_id = (row.member_id or "") if row is not None else ""
        stands = row is not None and any(change.kept for change in row.changes)
        took = self._member_id in accepted and not stands
        name = row.name if row is not None else ""
        for button in (self.take, self.back):
            button.setEnabled(True)
            button.setAccessibleName(_("{what}: {line}").format(what=button.text(), line=name))
        self.take.setVisible(stands)
        self.back.setVisible(took)
        self.said.setText(
            _("What was put right here stays unless you take the plan’s.")
            if stands
            else _("The plan’s value stands now. It can be put back until the file is taken in.")
        )
        self.setVisible(bool(self._member_id) and (stands or took))

    @Slot()
    def _take(self) -> None:
        self.take.setEnabled(False)
        self.taken.emit(self._member_id)

    @Slot()
    def _put_back(self) -> None:
        self.back.setEnabled(False)
        self.put_back.emit(self._member_id)
