"""What plans have not been told yet, and what they were told, of one plan or all."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui.context import Context, View
from ui.widgets.buttons import PlainButton
from ui.widgets.page import Page
from ui.widgets.plan_reports_card import PlanReportsCard
from ui.widgets.tab_order import follow_layout


class PlanReportsView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        hint = _("Weekly updates, notices and questions: each goes once, and is chased until the "
                 "plan has answered.")  # fmt: skip
        self._page = Page(_("Reports to plans"), hint)
        self._plan = ""
        self.contacts = PlainButton(_("Whom to ask"), "agency")
        self.card = PlanReportsCard(context)
        self._page.buttons.addWidget(self.contacts)
        self._page.column.addWidget(self.card)
        self._page.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)
        self.contacts.clicked.connect(self._contacts)
        self.card.rebuilt.connect(self._order)
        self.first = self.contacts

    def open(self, target: object) -> None:
        """Show one plan by its key, all without."""
        self._plan = str(target or "")

    def activate(self) -> None:
        """Read it anew."""
        self.card.show_plan(self._plan)

    @Slot()
    def _order(self) -> None:
        follow_layout(self._page)

    @Slot()
    def _contacts(self) -> None:
        self.context.ways.open_page.emit("plan_contacts", self._plan)
