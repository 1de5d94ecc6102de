"""One member, one page: who, how to reach them safely, the loop in time, what was done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes, DueRow, MemberPage, ReferralRow
from navigator_app.i18n import _
from navigator_app.services import caseload, safety
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.dialogs.edit_contact import EditContactDialog
from ui.models import settling, words
from ui.models.due_list import DueList
from ui.models.member_facts import reach_facts, summary
from ui.places import MemberAt, member_of
from ui.views.member_records import FIRST, MemberRecords
from ui.views.member_sections import MemberSections
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.consents_card import ConsentsCard
from ui.widgets.danger_notice import DangerNotice
from ui.widgets.due_view import DueView
from ui.widgets.facts import Facts
from ui.widgets.flow import FlowLayout
from ui.widgets.glass_bar import GlassBar
from ui.widgets.guards_card import GuardsCard
from ui.widgets.intake_card import IntakeCard
from ui.widgets.ledger_card import LedgerCard
from ui.widgets.merged_card import MergedCard
from ui.widgets.pill import StatusPill
from ui.widgets.referral_card import ReferralCard
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Heading, Muted

_SIDE_BY_SIDE = 980  # pixels at 100 %: narrower, the columns stand one above the other


def _read(member_id: str, ws: Workspace) -> tuple[MemberPage, list[str]]:
    page = caseload.member_page(ws, member_id, attempts=FIRST + 1)
    return page, safety.lines(ws, member_id)


class MemberView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `show_member` fills it."""
        super().__init__(context, parent)
        self._member_id = ""
        self._half_typed: dict[str, object] = {}
        self._editor: EditContactDialog | None = None
        self._page: MemberPage | None = None
        self._name, self._goes_by, self._who = Heading(""), Muted(""), Muted("")
        self._homeless = StatusPill("neutral", _("Homeless"))
        self._gone = StatusPill("warning", "")
        self.danger = DangerNotice()
        self.glass = GlassBar(context)
        self._reach, self._edit = Facts(), PlainButton(_("Edit"), "edit")
        self._due_card = Card(_("What is due"))
        self._due_model = DueList(self)
        self._due = DueView(names=False)
        self._cards: dict[str, ReferralCard] = {}
        self._loops = QVBoxLayout()
        self.ledger = LedgerCard(context)
        self.guards = GuardsCard(context)
        self.intake = IntakeCard(context)
        self.consents = ConsentsCard(context)
        self.merged = MergedCard(context)
        self.records = MemberRecords(context)
        self._now = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.sections = MemberSections(context, self._now)
        self._reach_card = Card()
        self._scroll = QScrollArea()
        self._assemble()
        self._edit.clicked.connect(self._edit_contact)
        self._due.acted.connect(self._settle)
        self.consents.looked_for.connect(self._to_consents)
        self.ledger.check_asked.connect(context.ways.check_eligibility)
        self.ledger.request_asked.connect(context.ways.record_request)

    def open(self, target: object) -> None:
        """Show a member by id, at a section for a `MemberAt`."""
        if isinstance(target, MemberAt) and target.section == "consent":
            self.sections.show_section("")
            self.consents.look_here()
        elif isinstance(target, MemberAt):
            self.sections.show_section(target.section)
        elif member_of(target) != self._member_id:
            self.sections.show_section("")
        self.show_member(member_of(target))

    def show_member(self, member_id: str) -> None:
        """Show this member; the page is read anew."""
        if member_id != self._member_id:
            self._member_id = member_id
            self._page = None
            self._scroll.hide()
            self.records.show_member(member_id)
            self._scroll.verticalScrollBar().setValue(0)
        self._load()

    def activate(self) -> None:
        """Read again what may have changed."""
        self._load()

    def on_changes(self, changes: Changes) -> None:
        """A write touched this member."""
        mine = self._page is not None and (
            self._member_id in changes.members
            or any(referral.id in changes.referrals for referral in self._page.referrals)
        )
        if mine or changes.files or changes.plans:
            self._load()
        self.sections.on_changes(changes)

    def draft(self) -> dict[str, object]:
        """What was typed in the sections, and kept of a contact form not opened since."""
        typed = self.sections.draft()
        return {**self._half_typed, **({"sections": typed} if typed else {})}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Open the contact form again once its member is here; sections keep their own."""
        typed = payload.pop("sections", None)
        if isinstance(typed, dict):
            self.sections.restore_draft(typed)
        self._half_typed = payload

    # building

    def _assemble(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.S24, theme.S16, theme.S24, theme.S24)
        column.setSpacing(theme.S16)
        column.addLayout(self._head())
        column.addWidget(self.danger)
        column.addWidget(self.glass)
        column.addWidget(self.ledger.top)
        column.addWidget(self.sections)
        column.addStretch(1)
        self._assemble_due()
        self._assemble_columns()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._scroll)
        self._scroll.hide()

    def _assemble_due(self) -> None:
        self._due.setModel(self._due_model)
        self._due.setFrameShape(QFrame.Shape.NoFrame)
        self._due.setStyleSheet("DueView, DueView:focus { border: none; border-radius: 0; }")
        self._due.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._due_card.column.addWidget(self._due)

    def _assemble_columns(self) -> None:
        self._reach_card.column.addLayout(self._reach_head())
        self._reach_card.column.addWidget(self._reach)
        left, right, whole = QVBoxLayout(), QVBoxLayout(), QVBoxLayout(self._now)
        whole.setContentsMargins(0, 0, 0, 0)
        for part in (left, right, whole, self._loops):
            part.setSpacing(theme.S16)
        left.addWidget(self._reach_card)
        left.addWidget(self.consents)
        left.addStretch(1)
        right.addWidget(self._due_card)
        right.addLayout(self._loops)
        right.addStretch(1)
        self._columns.setSpacing(theme.S16)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 3)
        whole.addLayout(self._columns)
        for card in (self.ledger, self.guards, self.intake, self.merged, self.records):
            whole.addWidget(card)  # as wide as the page: beside nothing, so that nothing is empty

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(theme.S4)
        line = QWidget()
        flow = FlowLayout(line, theme.S12)
        self._name.setWordWrap(False)
        self._goes_by.setWordWrap(False)
        for part in (self._name, self._goes_by, self._homeless, self._gone):
            flow.addWidget(part)
        head.addWidget(line)
        head.addWidget(self._who)
        return head

    def _reach_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Heading(_("How to reach"), 3), 1)
        row.addWidget(self._edit)
        self._edit.setAccessibleName(_("Edit how to reach this member"))
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= theme.px(_SIDE_BY_SIDE)
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() is not wanted:
            self._columns.setDirection(wanted)
        for card in (self._reach_card, self.consents):
            card.setFixedWidth(self._reach_width()) if beside else _unfix(card)
        self._fit_due()
        self._fit_name()

    def _fit_name(self) -> None:
        """A name stays on one line while it fits; a longer one wraps and never widens the page."""
        room = self._scroll.viewport().width() - 2 * theme.S24
        wide = self._name.fontMetrics().horizontalAdvance(self._name.text()) > room > 0
        self._name.setWordWrap(wide)
        if wide:
            self._name.setFixedSize(room, self._name.heightForWidth(room))
        else:
            _unfix(self._name)

    def _reach_width(self) -> int:
        """As narrow as may be, wider for a long word, never more than it is worth."""
        wished = self._reach.width_of_words() + 2 * theme.S16 + 2
        return min(max(wished, theme.px(300)), theme.px(420))

    # showing

    def _load(self) -> None:
        if self._member_id:
            work = partial(_read, self._member_id)
            self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)
            self.ledger.show_member(self._member_id)
            self.guards.show_member(self._member_id)
            self.intake.show_member(self._member_id)
            self.consents.show_member(self._member_id)
            self.merged.show_member(self._member_id)
            self.sections.show_member(self._member_id)

    def _show(self, found: tuple[MemberPage, list[str]]) -> None:
        page, lines = found
        if page.member.id != self._member_id:
            return  # another member was asked for meanwhile
        self._page = page
        member, today = page.member, self.context.clock.today()
        self._name.setText(words.member_name(member))
        self._goes_by.setText(words.goes_by(member))
        self._goes_by.setVisible(bool(self._goes_by.text()))
        self._who.setText(summary(member, today))
        self._homeless.setVisible(member.homeless)
        self._gone.setVisible(member.disappeared_on is not None)
        self._gone.show_state(
            "warning",
            _("not in the plan’s file since {date}").format(
                date=words.short_day(member.disappeared_on, today)
            ),
        )
        if member.safety_note:
            lines.append(member.safety_note)
        self.danger.tell(lines)
        self.glass.show_member(member.id)
        self._reach.show_facts(reach_facts(member, today))
        self._due_model.set_rows(page.due)
        self._due_card.setVisible(bool(page.due))
        self._show_loops(page)
        self.records.show_page(page)
        self._scroll.show()
        self._arrange()
        follow_layout(self._scroll)
        if self._half_typed.get("about") == member.id:
            self._edit_contact()

    def _show_loops(self, page: MemberPage) -> None:
        known = {referral.id for referral in page.referrals}
        for gone in [key for key in self._cards if key not in known]:
            card = self._cards.pop(gone)
            self._loops.removeWidget(card)
            card.hide()
            card.deleteLater()
        for referral in page.referrals:
            if referral.id not in self._cards:
                card = self._cards[referral.id] = ReferralCard(self.context)
                card.record_asked.connect(self.context.ways.record_status)
                card.correct_asked.connect(self.context.ways.record_status)
                self._loops.addWidget(card)
            self._cards[referral.id].show_referral(page, referral)

    def _fit_due(self) -> None:
        rows = self._due_model.rowCount()
        high = sum(self._due.sizeHintForRow(row) for row in range(rows))
        self._due.setFixedHeight(high + 2 * self._due.frameWidth())

    @Slot()
    def _to_consents(self) -> None:
        """A line of what is due led to the card: into sight, its first button in focus."""
        self.consents.record.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(self.consents)

    @Slot(object)
    def _settle(self, row: DueRow) -> None:
        if row.action not in ("answer", "status"):
            settling.settle(self.context, self, row)
            return
        found: list[ReferralRow] = [
            referral
            for referral in (self._page.referrals if self._page else ())
            if referral.id == row.referral_id
        ]
        self.context.ways.record_status.emit(found[0] if found else row)

    @Slot()
    def _edit_contact(self) -> None:
        if self._page is not None:
            self._editor = EditContactDialog(self.context, self._page.member, self)
            self._editor.restore_draft(self._half_typed)
            self._half_typed = {}
            self._editor.open()


def _unfix(widget: QWidget) -> None:
    widget.setMinimumSize(0, 0)
    widget.setMaximumSize(16777215, 16777215)
