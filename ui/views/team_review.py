"""The tab Review of the page Team: what waits for a word, beside its text with the comments."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from navigator_app.domain import review
from navigator_app.domain.records import Changes
from navigator_app.domain.review import ReviewItem, ReviewSheet
from navigator_app.errors import InputRejected
from navigator_app.i18n import N_, _
from navigator_app.services import permissions, review_queue, review_queue_moves
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import review_words, words
from ui.models.forecast_rows import TextTable
from ui.places import MemberAt
from ui.widgets.asking_dialog import choice_field, choose, note_field
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import Card, EmptyState, Rule
from ui.widgets.fields import LabelledField
from ui.widgets.listing import Listing
from ui.widgets.pill import StatusPill
from ui.widgets.review_part import ReviewPart
from ui.widgets.search_parts import buttons_row, emptied
from ui.widgets.snug import Snug
from ui.widgets.tab_order import follow_layout
from ui.widgets.team_tab import TeamTab
from ui.widgets.text import Body, FieldError, Heading, Muted

ROWS = 8
COLUMNS = (N_("What"), N_("Member"), N_("Asked by"), N_("Since"), N_("Who decides"),
           N_("Comments"))  # fmt: skip
WIDTHS = (220, 170, 150, 90, 150)
Read = tuple[str, list[ReviewItem], ReviewSheet | None, bool]


def _read(state: str, key: str, ws: Workspace) -> Read:
    rows = review_queue.listing(ws, state)
    known = [row.id for row in rows]
    shown = key if key in known else known[0] if known else ""
    sheet = review_queue.sheet(ws, shown) if shown else None
    return state, rows, sheet, permissions.may(ws, "team-profiles")


def _at(key: str, ws: Workspace) -> tuple[str, str]:
    item = review_queue.one(ws, key)
    return item.id, item.state


def _sheet(key: str, ws: Workspace) -> ReviewSheet:
    return review_queue.sheet(ws, key)


def _approve(key: str, note: str, ws: Workspace) -> Saved:
    return review_queue_moves.approve(ws, key, note)


def _return(key: str, note: str, ws: Workspace) -> Saved:
    return review_queue_moves.return_with(ws, key, note)


def _again(key: str, note: str, ws: Workspace) -> Saved:
    return review_queue_moves.ask_again(ws, key, note)


def _withdraw(key: str, _note: str, ws: Workspace) -> Saved:
    return review_queue_moves.withdraw(ws, key)


def _settle(key: str, comment: str, done: bool, ws: Workspace) -> Saved:
    return review_queue_moves.settle(ws, key, comment, done)


def undo(saved: Saved, member_id: str, ws: Workspace) -> Changes:
    """Take back one step of an item, on the store's thread."""
    return review_queue_moves.undo(ws, saved.undo, member_id)


class TeamReview(TeamTab):
    """The queue above, the item in sight below it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(context, parent)
        self._rows: list[ReviewItem] = []
        self._sheet: ReviewSheet | None = None
        self._chosen = ""
        self._busy, self._said = False, ""
        self._model = TextTable(COLUMNS, parent=self)
        self.table = Listing(_("What waits for a word"))
        self.table.setModel(self._model)
        self.table.set_widths(*WIDTHS)
        self.state: QComboBox = choice_field(
            {key: _(text) for key, text in review_words.STATES.items()}
        )
        self.state.setMinimumContentsLength(12)
        self.empty = EmptyState(
            "good",
            _("Nothing stands here"),
            _("Support plans, endings, limits passed and batches wait here for a word."),
        )
        self.rules = QuietButton(_("What is asked and reviewed"), "settings")
        self.rules.hide()
        self._make_item()
        self._assemble()
        self.table.moved.connect(self._moved)
        self.table.acted.connect(self._act)
        self.state.activated.connect(self._turned)
        self.rules.clicked.connect(self._set_rules)

    def load(self) -> None:
        """Read the queue anew."""
        work = partial(_read, str(self.state.currentData()), self._chosen)
        self.context.tasks.run(work, self._show, owner=self, failed=self.context.show_refusal)

    def open(self, target: object) -> None:
        """Bring one item into sight, in whatever state it is."""
        self._chosen = str(target or "")
        if self._chosen:
            self.context.tasks.run(partial(_at, self._chosen), self._turn_to, owner=self)

    def on_changes(self, changes: Changes) -> None:
        """Something was written: read again."""
        self.load()

    def draft(self) -> dict[str, object]:
        """The half-written note, with its item."""
        text = self.note.toPlainText()
        return {"item": self._chosen, "note": text} if text.strip() else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self._chosen = str(payload.get("item", ""))
        self.note.setPlainText(str(payload.get("note", "")))

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "note_field"):
            self._fit()

    def _make_item(self) -> None:
        self.title, self.whose = Heading("", 3), Muted("")
        self.pill = StatusPill("pending", "")
        self.decision = Body("")
        self.parts_box = Snug()
        whole = QVBoxLayout(self.parts_box)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S16)
        self.parts: list[ReviewPart] = []
        self.note = note_field()
        self.note_field = LabelledField(
            _("Note"), self.note, _("What is to be changed, or what you would like to add.")
        )
        self.problem, self.why_not = FieldError(), Muted("")
        self.approve = PrimaryButton(_("Approve"), "check")
        self.give_back = PlainButton(_("Return"), "undo")
        self.again = PrimaryButton(_("Ask again"), "send")
        self.withdraw = PlainButton(_("Withdraw"), "close")
        self.member = PlainButton(_("Open the whole"), "text")
        self.approve.clicked.connect(self._approve)
        self.give_back.clicked.connect(self._return)
        self.again.clicked.connect(self._ask_again)
        self.withdraw.clicked.connect(self._withdraw)
        self.member.clicked.connect(self._open)

    def _assemble(self) -> None:
        self.list_card, self.item_card = Card(_("The queue")), Card()
        self.list_card.column.addWidget(LabelledField(_("Show"), self.state))
        self.list_card.column.addWidget(self.table)
        self.list_card.column.addWidget(self.empty)
        self.list_card.column.addWidget(self.rules, 0, Qt.AlignmentFlag.AlignLeft)
        steps = buttons_row([self.approve, self.give_back, self.again, self.withdraw, self.member])
        for part in (
            self.title, self.whose, self.pill, self.decision, Rule(), self.parts_box, Rule(),
            self.note_field, self.problem, self.why_not, steps,
        ):  # fmt: skip
            self.item_card.column.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S16)
        whole.addWidget(self.list_card)
        whole.addWidget(self.item_card)
        self.item_card.hide()

    def _show(self, read: Read) -> None:
        state, rows, sheet, may_set = read
        self.rules.setVisible(may_set)
        if state != self.state.currentData():
            return
        self._rows = rows
        self._model.set_cells([review_words.item_cells(row) for row in rows])
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._fit()
        if sheet is None:
            self._sheet = None
            self.item_card.hide()
            return
        place = next((n for n, row in enumerate(rows) if row.id == sheet.item.id), 0)
        self._chosen = sheet.item.id
        self.table.setCurrentIndex(self._model.index(place, 0))
        self._show_sheet(sheet)

    def _show_sheet(self, sheet: ReviewSheet) -> None:
        item = sheet.item
        if item.id != self._chosen:
            return
        self._sheet = sheet
        self.title.setText(review_words.kind(item))
        asked = _("{name} asked, {day}").format(
            name=words.isolated(item.asker) or _("Somebody"),
            day=words.day(self.context.clock.to_local(item.asked_at).date()),
        )
        self.whose.setText(" · ".join(x for x in (words.isolated(item.member), asked) if x))
        self.pill.show_state(review_words.PILLS[item.state], _(review_words.STATES[item.state]))
        said = [words.isolated(item.decider), item.note]
        self.decision.setText(": ".join(x for x in said if x) if item.decided_at else "")
        self.decision.setVisible(bool(self.decision.text()))
        self._fill_parts(sheet)
        waiting, returned = item.state == review.WAITING, item.state == review.RETURNED
        self.why_not.setText(sheet.why_not if waiting else "")
        self.why_not.setVisible(bool(self.why_not.text()))
        self.approve.setVisible(sheet.may_decide)
        self.give_back.setVisible(sheet.may_decide)
        self.again.setVisible(returned and item.own)
        self.withdraw.setVisible((waiting or returned) and item.own)
        self.note_field.setVisible(sheet.may_decide or (returned and item.own))
        self.problem.show_error("")
        self.item_card.show()
        follow_layout(self)

    def _fill_parts(self, sheet: ReviewSheet) -> None:
        inside = emptied(self.parts_box)
        clock = self.context.clock
        days = {
            one.id: words.day(clock.to_local(one.at).date())
            for part in sheet.parts
            for one in part.comments
        }
        self.parts = [ReviewPart(part, days) for part in sheet.parts]
        for part in self.parts:
            part.asked.connect(self._comment)
            part.settled.connect(self._settled)
            inside.addWidget(part)

    def _fit(self) -> None:
        self.table.keep_height(min(max(len(self._rows), 1), ROWS))

    def _turn_to(self, at: tuple[str, str]) -> None:
        self._chosen, state = at
        choose(self.state, state)
        self.load()

    @Slot(int)
    def _turned(self, _place: int) -> None:
        self.load()

    @Slot(int)
    def _moved(self, place: int) -> None:
        if 0 <= place < len(self._rows) and self._rows[place].id != self._chosen:
            self._chosen = self._rows[place].id
            self.note.clear()
            work = partial(_sheet, self._chosen)
            failed = self.context.show_refusal
            self.context.tasks.run(work, self._show_sheet, owner=self, failed=failed)

    @Slot(int)
    def _act(self, _place: int) -> None:
        self._open()

    @Slot()
    def _open(self) -> None:
        if self._sheet is not None:
            item = self._sheet.item
            page, target = review_queue.open_target(item)
            if page == "member":
                whole = MemberAt(target, "plan") if item.about == review.PLAN else target
                self.context.ways.open_member.emit(whole)
            else:
                self.context.ways.open_page.emit(page, target)

    @Slot()
    def _set_rules(self) -> None:
        self.context.ways.ask.emit("team_review_rules", None)

    @Slot(str)
    def _comment(self, place: str) -> None:
        self.context.ways.ask.emit("review_comment", [self._chosen, place])

    @Slot(object)
    def _settled(self, told: object) -> None:
        if isinstance(told, tuple):
            work = partial(_settle, self._chosen, str(told[0]), bool(told[1]))
            self._write(work, _("Kept."))

    @Slot()
    def _approve(self) -> None:
        self._write(partial(_approve, self._chosen, self.note.toPlainText()), _("Approved."))

    @Slot()
    def _return(self) -> None:
        self._write(partial(_return, self._chosen, self.note.toPlainText()), _("Returned."))

    @Slot()
    def _ask_again(self) -> None:
        self._write(partial(_again, self._chosen, self.note.toPlainText()), _("Asked again."))

    @Slot()
    def _withdraw(self) -> None:
        self._write(partial(_withdraw, self._chosen, ""), _("Withdrawn."))

    def _write(self, work: partial[Saved], said: str) -> None:
        if self._busy or self._sheet is None:
            return
        self._busy, self._said = True, said
        self.context.tasks.run(work, self._written, owner=self, failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, InputRejected):
            self.problem.show_error(str(error))
        else:
            self.context.show_refusal(error)

    def _written(self, saved: Saved) -> None:
        self._busy = False
        self.note.clear()
        self.context.tasks.announce(saved.changes)
        member = self._sheet.item.member_id if self._sheet else ""
        back = TakeBack(self.context, partial(undo, saved, member))
        self.context.ways.notice.emit(self._said, (_("Undo"), back.undo))
