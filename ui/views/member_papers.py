"""The papers of a member, what the plan is asked to pay, and the photos and scans."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from ui import theme
from ui.context import Context, Section
from ui.places import FormAt
from ui.widgets.attachments_card import AttachmentsCard
from ui.widgets.buttons import PlainButton
from ui.widgets.deposits_card import DepositsCard
from ui.widgets.form_button import FormButton
from ui.widgets.papers_card import PapersCard
from ui.widgets.scan_drop import files_in


class PapersSection(Section):
    """The section: what a home needs on paper, the deposit, then the copies themselves."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the cards; `show_member` fills them."""
        super().__init__(context, parent)
        self._member_id = ""
        self.papers = PapersCard(context)
        self.deposits = DepositsCard(context)
        self.copies = AttachmentsCard(context)
        self.scan = PlainButton(_("Scan papers that came home…"), "import")
        self.scan.clicked.connect(self._scan)
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        self.print = FormButton(context, FormAt())
        above = QHBoxLayout()
        above.setSpacing(theme.S8)
        above.addWidget(self.scan)
        above.addWidget(self.print)
        above.addStretch(1)
        column.addLayout(above)
        for card in (self.papers, self.deposits, self.copies):
            column.addWidget(card)
        column.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """As high as the words are at this width. What a layout says by itself is the height at
        the least width, which leaves the page an empty end."""
        least = super().minimumSizeHint()
        high = self.heightForWidth(self.width())
        return QSize(least.width(), min(least.height(), high)) if high > 0 else least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from this computer."""
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Scans of forms: each finds its record by its code."""
        event.acceptProposedAction()
        self._ask([str(path) for path in files_in(event.mimeData())])

    @Slot()
    def _scan(self) -> None:
        self._ask([])

    def _ask(self, files: list[str]) -> None:
        self.context.ways.ask.emit("scan_papers", [self._member_id, files])

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        self._member_id = member_id
        self.print.at = FormAt(member_id=member_id)
        self.papers.show_member(member_id)
        self.deposits.show_member(member_id)
        self.copies.show_member(member_id)

    def on_changes(self, changes: Changes) -> None:
        """Read again what was written of this member."""
        if self._member_id and self._member_id in changes.members:
            self.show_member(self._member_id)
