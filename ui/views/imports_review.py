"""The review of a file: six figures, its rows, one row beside them, and the decision."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.records import ImportReview, StagedRow
from navigator_app.i18n import _, ngettext
from navigator_app.runtime.clock import Clock
from ui import theme
from ui.models import words
from ui.models.import_rows import TAG_ROLE, VERDICT_TAG, ImportRows
from ui.models.import_words import verdict_word
from ui.tasks import Tasks
from ui.widgets.banner import Banner
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import EmptyState
from ui.widgets.filter_chips import Chip, FilterChips
from ui.widgets.kept_choice import KeptChoice
from ui.widgets.listing import Listing
from ui.widgets.pill import StatusPill
from ui.widgets.row_detail import RowDetail
from ui.widgets.same_people_bar import SamePeopleBar
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.text import Body, Heading, Muted

STATE_COLUMN = 1
"""Hidden while the chips show one verdict only: every row would say the same."""

VERDICTS = ("new", "changed", "unchanged", "disappeared", "rejected")


def taken_in(review: ImportReview) -> int:
    """Rows that a commit would take in: all that are not rejected."""
    return review.new + review.changed + review.unchanged


def figures(review: ImportReview) -> dict[str, int]:
    """Each chip's figure; "" is all of them."""
    shown = {name: int(getattr(review, name)) for name in VERDICTS}
    return {"": sum(shown.values()), **shown}


def what_will_happen(review: ImportReview) -> str:
    """One sentence, before the commit, of what it will do; what would not happen is left out."""
    new, changed, same = review.new, review.changed, review.unchanged
    gone, rejected = review.disappeared, review.rejected
    parts = [
        (new, ngettext("{n} referral is added", "{n} referrals are added", new)),
        (changed, ngettext("{n} is updated", "{n} are updated", changed)),
        (same, ngettext("{n} stays as it is", "{n} stay as they are", same)),
        (
            gone,
            ngettext("{n} is marked as gone", "{n} are marked as gone", gone),
        ),
        (
            rejected,
            ngettext(
                "{n} rejected row stays in quarantine",
                "{n} rejected rows stay in quarantine",
                rejected,
            ),
        ),
    ]
    said = [words.format(n=f"{count:,}") for count, words in parts if count]
    return (", ".join(said) or _("Nothing changes")) + "."


class ReviewPage(QWidget):
    """Shows one staged or past import.

    Signals:
        left(): back to the list of files.
        commit_asked(), discard_asked(): the decision.
        member_asked(str): open a member.
        today_asked(): open what is due now.
        rejects_asked(str): "copy", "save" or "save-cells" the rejected rows.
    """

    left = Signal()
    commit_asked = Signal()
    discard_asked = Signal()
    member_asked = Signal(object)
    today_asked = Signal()
    rejects_asked = Signal(str)

    def __init__(self, tasks: Tasks, clock: Clock, parent: QWidget | None = None) -> None:
        """Build the page around an empty model."""
        super().__init__(parent)
        self._clock = clock
        self.review: ImportReview | None = None
        self.title = Heading("", 2)
        self.facts = Muted("")
        self.state = StatusPill()
        self.back = QuietButton(_("All files"), "back")
        self.banner = Banner()
        self.same = SamePeopleBar(tasks)
        self.chips = FilterChips(
            [Chip("", _("All"), "neutral", "table")]
            + [Chip(name, verdict_word(name), *VERDICT_TAG[name]) for name in VERDICTS]
        )
        self.rows = ImportRows(tasks, self)
        self.table = Listing(_("Rows of the file"))
        self.detail = RowDetail()
        self.kept = KeptChoice()
        self._accepted: Mapping[str, str] = {}
        self.open_member = QuietButton(_("Open this member"), "user")
        self.nothing = EmptyState("calm", "", "")
        self.outlook = Body("")
        self.rejects = PlainButton(_("Rejected rows"), "clipboard")
        self.discard = PlainButton(_("Discard"), "delete")
        self.commit = PrimaryButton("", "check")
        self.today = PrimaryButton(_("Open Today"), "today")
        self._assemble()
        self._connect()

    def show_review(self, review: ImportReview) -> None:
        """Show an import; the chip falls on what needs eyes first."""
        fresh = self.review is None or self.review.id != review.id
        self.review = review
        self.title.setText(review.file)
        self.facts.setText(_facts(review, self._clock))
        word = {
            "staged": ("warning", _("Waits for you"), "pending"),
            "committed": ("good", _("Taken in"), "good"),
        }.get(review.state, ("neutral", _("Discarded"), "minus"))
        self.state.show_state(*word)
        counted = figures(review)
        self.chips.set_figures(counted)
        at = -1 if fresh else self.table.currentIndex().row()
        if not fresh and not counted[self.chips.current]:  # its last row is of another kind now
            self.chips.choose("")
        if fresh:
            self._accepted = {}
            first = next((n for n in ("rejected", "changed", "new") if counted[n]), "")
            self.chips.choose(first)
        self._show_rows(self.chips.current)
        if 0 <= at < self.rows.rowCount():
            self.table.selectRow(at)
        self._show_decision(review)
        self._show_words(review)
        self.same.show_import(review.id if review.state == "staged" else "")

    def _show_decision(self, review: ImportReview) -> None:
        staged = review.state == "staged"
        self.commit.setVisible(staged)
        self.discard.setVisible(staged)
        self.today.setVisible(review.state == "committed")
        self.rejects.setVisible(review.rejected > 0)
        count = taken_in(review)
        self.commit.setText(
            ngettext("Take in {n} row", "Take in {n} rows", count).format(n=f"{count:,}")
        )
        self.commit.setEnabled(count + review.disappeared > 0)
        self.outlook.setText(
            {
                "staged": what_will_happen(review),
                "committed": _(
                    "All of it was taken in at once. Rejected rows remain here with their reasons."
                )
                if review.rejected
                else _("All of it was taken in at once."),
            }.get(review.state, _("Nothing of this file was taken in; its rows are erased."))
        )

    def _show_words(self, review: ImportReview) -> None:
        lines = list(review.warnings)
        if review.seen_before is not None and review.state == "staged":
            lines.insert(
                0,
                _(
                    "This very file was taken in on {day}. Taking it in again changes nothing."
                ).format(day=words.day(review.seen_before)),
            )
        if lines:
            self.banner.tell("\n".join(lines), "warning", stays=True)
        else:
            self.banner.close_bar()

    def tell(self, text: str, kind: str = "good") -> None:
        """One line above the figures that stays."""
        self.banner.tell(text, kind, stays=True)

    def _show_rows(self, verdict: str) -> None:
        if self.review is None:
            return
        total = figures(self.review)[verdict]
        if self.review.state == "discarded":
            total = 0
        self.rows.show_rows(self.review.id, verdict, total)
        self.table.setColumnHidden(STATE_COLUMN, bool(verdict))
        self._show_row(-1)
        self._body.setVisible(total > 0)
        self.nothing.setVisible(total == 0)
        self.nothing.title.setText(_("No rows here"))
        self.nothing.text.setText(
            _("No row of this file is “{state}”.").format(state=verdict_word(verdict))
            if self.review.state != "discarded"
            else _("The rows of a discarded file are erased; that it came is kept.")
        )

    def _show_row(self, row: int) -> None:
        item = self.rows.row_at(row) if row >= 0 else None
        self.detail.show_row(item)
        staged = self.review is not None and self.review.state == "staged"
        self.kept.show_row(item if staged else None, self._accepted)
        self.open_member.setVisible(item is not None and item.member_id is not None)

    def show_accepted(self, accepted: Mapping[str, str]) -> None:
        """Whose values of the plan were taken since the file came: corrections by member id."""
        self._accepted = accepted
        self._show_row(self.table.currentIndex().row())

    def _rows_came(self, offset: object) -> None:
        # taking the focus makes a first row current without choosing it
        if not self.table.selectionModel().hasSelection() and offset == 0:
            self.table.selectRow(0)
            self._show_row(0)
        else:
            self._show_row(self.table.currentIndex().row())

    def current_row(self) -> StagedRow | None:
        """The row shown beside the table."""
        return self.rows.row_at(self.table.currentIndex().row())

    def _open_member(self) -> None:
        item = self.current_row()
        if item is not None and item.member_id is not None:
            self.member_asked.emit(item.member_id)

    def _assemble(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.S24, theme.S16, theme.S24, theme.S12)
        column.setSpacing(theme.S12)
        head = QHBoxLayout()
        head.setSpacing(theme.S12)
        words = QVBoxLayout()
        words.setSpacing(theme.S4)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.same)
        column.addWidget(self.chips)
        self._body = self._make_body()
        column.addWidget(self._body, 1)
        column.addWidget(self.nothing, 1)
        scroll = QScrollArea()  # for large text in a small window; else all of it fits
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addLayout(self._make_foot())

    def _make_body(self) -> QSplitter:
        self.table.setModel(self.rows)
        self.table.setItemDelegateForColumn(1, TagDelegate(TAG_ROLE, self.table))
        self.table.set_widths(56, 140, 164, 104, 80, 100)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.S8)
        beside.addWidget(self.detail, 1)
        beside.addWidget(self.kept)
        beside.addWidget(self.open_member, 0, Qt.AlignmentFlag.AlignLeft)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setChildrenCollapsible(False)
        body.setHandleWidth(theme.S12)
        body.addWidget(self.table)
        body.addWidget(side)
        body.setStretchFactor(0, 3)
        body.setStretchFactor(1, 2)
        body.setSizes([6000, 4000])  # shares, not pixels
        self._side = side
        self._fit(body)
        return body

    def _fit(self, body: QSplitter) -> None:
        """Side by side where there is room, else the row below the table."""
        narrow = self.width() < theme.px(760)
        body.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self.table.setMinimumSize(theme.px(300), theme.px(220))
        self._side.setMinimumSize(theme.px(260), theme.px(320 if narrow else 220))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._fit(self._body)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_side"):
            self._fit(self._body)
        super().changeEvent(event)

    def _make_foot(self) -> QHBoxLayout:
        menu = QMenu(self.rejects)
        for key, said in (
            ("copy", _("Copy row numbers and reasons")),
            ("save", _("Save row numbers and reasons…")),
            ("save-cells", _("Save them with every cell (holds members' data)…")),
        ):
            action = QAction(said, menu)
            action.setData(key)
            menu.addAction(action)
        menu.triggered.connect(self._ask_rejects)
        self.rejects.setMenu(menu)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.S24, 0, theme.S24, theme.S16)
        foot.setSpacing(theme.S8)
        foot.addWidget(self.outlook, 1)
        for button in (self.rejects, self.discard, self.commit, self.today):
            foot.addWidget(button)
        return foot

    def _ask_rejects(self, action: QAction) -> None:
        self.rejects_asked.emit(str(action.data()))

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.commit.clicked.connect(self.commit_asked)
        self.discard.clicked.connect(self.discard_asked)
        self.today.clicked.connect(self.today_asked)
        self.open_member.clicked.connect(self._open_member)
        self.chips.chosen.connect(self._show_rows)
        self.table.moved.connect(self._show_row)
        self.rows.loaded.connect(self._rows_came)


def _facts(review: ImportReview, clock: Clock) -> str:
    moment = clock.to_local(review.committed_at or review.staged_at)
    return _("{plan} · layout {layout} · {rows} rows · {when} · SHA-256 {hash}…").format(
        plan=review.plan,
        layout=review.layout,
        rows=f"{review.rows:,}",
        when=f"{words.day(moment.date())}, {words.clock_time(moment)}",
        hash=review.sha256[:10],
    )
