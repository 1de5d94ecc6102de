"""What came back or could not be used: rejected statuses and the quarantine, of one plan or all."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from ui.context import Context, View
from ui.widgets.card import EmptyState
from ui.widgets.page import Page
from ui.widgets.quarantine_card import QuarantineCard
from ui.widgets.rejected_rows import RejectedRowsCard


class QuarantineView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self._plan_key = ""
        self._counts: dict[str, int] = {}
        self._page = Page(
            _("To be mended"),
            _("Statuses that a plan sent back, and files or rows that nobody could use yet."),
        )
        self.rejected = RejectedRowsCard(context)
        self.quarantine = QuarantineCard(context)
        self.nothing = EmptyState(
            "check",
            _("Nothing to mend"),
            _(
                "What a plan sends back, or what cannot be used, stands here with its reason, "
                "and whose work it is."
            ),
        )
        for part in (self.rejected, self.quarantine, self.nothing):
            self._page.column.addWidget(part)
        self._page.column.addStretch(1)
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self.rejected.counted.connect(self._rejected_counted)
        self.quarantine.counted.connect(self._quarantine_counted)

    def open(self, target: object) -> None:
        """Show a plan by key; without one all of them."""
        self._plan_key = str(target or "")

    def activate(self) -> None:
        """Read both anew."""
        self._counts = {}
        self.rejected.show_plan(self._plan_key)
        self.quarantine.show_plan(self._plan_key)

    def on_changes(self, changes: Changes) -> None:
        """A file, a status or a plan may change what stands here."""
        touched = changes.files or changes.referrals or changes.members or changes.plans
        if touched and self.isVisible():
            self.activate()

    @Slot(int)
    def _rejected_counted(self, count: int) -> None:
        self._count("rejected", count)

    @Slot(int)
    def _quarantine_counted(self, count: int) -> None:
        self._count("quarantine", count)

    def _count(self, what: str, count: int) -> None:
        self._counts[what] = count
        if len(self._counts) == 2:
            self.nothing.setVisible(self.rejected.isHidden() and self.quarantine.isHidden())
            self.first = self.rejected.mend if not self.rejected.isHidden() else (
                None if self.quarantine.isHidden() else self.quarantine.open_row
            )  # fmt: skip
