"""Two versions of a support plan side by side: what stands where, and what changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFrame, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan import VersionRow
from navigator_app.domain.support_plan_compare import Beside
from navigator_app.i18n import _, ngettext
from navigator_app.services import support_plan
from navigator_app.services.support_plan import PlanPage
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import plan_words, words
from ui.places import MemberAt, PlansBeside
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card, EmptyState, Rule
from ui.widgets.fields import LabelledField
from ui.widgets.growing_text import GrowingText
from ui.widgets.page import Page
from ui.widgets.snug import Snug
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Muted, Small, Strong

_BESIDE = 700  # pixels at 100 %: narrower, the two stand one above the other
_READABLE = 4000  # signs that a label may hold


@dataclass(frozen=True, slots=True)
class _Read:
    page: PlanPage
    left: str
    right: str
    rows: tuple[Beside, ...]


def _read(target: PlansBeside, ws: Workspace) -> _Read:
    page = support_plan.page(ws, target.member_id)
    ids = [row.id for row in page.versions]
    right = target.right if target.right in ids else (ids[0] if ids else "")
    older = ids[ids.index(right) + 1 :] if right else []
    left = target.left if target.left in ids else (older[0] if older else right)
    rows = support_plan.compare(ws, left, right) if right else ()
    return _Read(page, left, right, rows)


class Side(QFrame):
    """What stands in one version at one place."""

    def __init__(self, name: str, text: str | None, *, changed: bool, new: bool) -> None:
        """`name` is the version's, `new` marks the later one; None: no such place there."""
        super().__init__()
        self._tone = ("good" if new else "warning") if changed else ""
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S12, theme.S8, theme.S12, theme.S8)
        column.setSpacing(theme.S4)
        column.addWidget(Small(f"{name} · {_('changed')}" if changed else name))
        if text is None:
            column.addWidget(Muted(_("Not in this version")))
        elif not text:
            column.addWidget(Muted(_("Empty")))
        elif len(text) > _READABLE:
            box = GrowingText()
            box.show_text(text)
            box.setReadOnly(True)
            box.setAccessibleName(name)
            column.addWidget(box)
        else:
            column.addWidget(Body(plan_words.readable(text)))
        column.addStretch(1)
        self.setAccessibleName(f"{name}: {text or ''}")
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_tone"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        sheet = "Side { border: none; }"
        if self._tone:
            soft, edge = theme.css(f"{self._tone}_soft"), theme.css(self._tone)
            sheet = f"Side {{ background: {soft}; border: none; border-left: 3px solid {edge}; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)


class Pair(QWidget):
    """Both sides of one place, beside one another where there is room."""

    def __init__(self, row: Beside, left: str, right: str) -> None:
        """`left` and `right` name the versions."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        if row.label != row.part:  # the card's heading says it already
            column.addWidget(Strong(_(row.label)))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.S16)
        cells = [text if text is None else plan_words.cell(row.label, text)
                 for text in (row.left, row.right)]  # fmt: skip
        for name, text, new in ((left, cells[0], False), (right, cells[1], True)):
            self._sides.addWidget(Side(name, text, changed=row.changed, new=new), 1)
        column.addLayout(self._sides)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One above the other where it is narrow."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(across if wide else down)


class PlanVersionsView(View):
    """The page; opened at a `PlansBeside`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the frame; `activate` fills it."""
        super().__init__(context, parent)
        self._at = PlansBeside("")
        self._shown: _Read | None = None
        self.page = Page(_("Versions side by side"), " ")
        self.left, self.right = choice_field({}), choice_field({})
        self.only = QCheckBox(_("Only what changed"))
        self.only.setChecked(True)
        self.back = PlainButton(_("To the member"), "back")
        self.pairs: list[tuple[Beside, Pair]] = []
        self._body: QWidget | None = None
        self.empty = EmptyState(
            "plan", _("No versions to compare"), _("Open a member’s plan and compare there.")
        )
        self._choice = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._assemble()
        self.left.activated.connect(self._choose)
        self.right.activated.connect(self._choose)
        self.only.toggled.connect(self._rebuild)
        self.back.clicked.connect(self._to_member)

    def open(self, target: object) -> None:
        """Show two versions of a member's plan."""
        if isinstance(target, PlansBeside):
            self._at = target

    def activate(self) -> None:
        """Read them anew."""
        if self._at.member_id:
            work, failed = partial(_read, self._at), self.context.show_refusal
            self.context.tasks.run(work, self._show, owner=self, failed=failed)

    def on_changes(self, changes: Changes) -> None:
        """A version may have changed."""
        if self.isVisible() and self._at.member_id in changes.members:
            self.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The two choices side by side where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._choice.setDirection(across if wide else down)

    def _assemble(self) -> None:
        self.page.buttons.addWidget(self.back)
        self._frame = QWidget()
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        self._choice.setSpacing(theme.S16)
        self._choice.addWidget(LabelledField(_("Earlier"), self.left), 1)
        self._choice.addWidget(LabelledField(_("Later"), self.right), 1)
        column.addLayout(self._choice)
        column.addWidget(self.only)
        self.page.column.addWidget(self._frame)
        self._place = QVBoxLayout()
        self.page.column.addLayout(self._place)
        self.page.column.addWidget(self.empty)
        self.page.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.page)
        self._frame.hide()
        self.back.hide()

    def _show(self, read: _Read) -> None:
        if read.page.member_id != self._at.member_id:
            return
        self._shown = read
        there = bool(read.right)
        for part in (self._frame, self.back):
            part.setVisible(there)
        self.empty.setVisible(not there)
        if not there:
            return
        self.page.hint.setText(words.isolated(read.page.member_name))
        for box, chosen in ((self.left, read.left), (self.right, read.right)):
            box.clear()
            for row in read.page.versions:
                box.addItem(self._named(row), row.id)
            box.setCurrentIndex(box.findData(chosen))
        self._rebuild()

    def _named(self, row: VersionRow) -> str:
        """The version in a line of its box; why it was begun would be cut off there."""
        today = self.context.clock.today()
        text = _("Version {n}").format(n=row.version)
        return f"{text} · {plan_words.version_line(replace(row, why=''), today)}"

    @Slot()
    def _rebuild(self) -> None:
        read = self._shown
        if read is None:
            return
        numbers = {row.id: _("Version {n}").format(n=row.version) for row in read.page.versions}
        rows = [row for row in read.rows if row.changed or not self.only.isChecked()]
        body = Snug()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        count = sum(row.changed for row in read.rows)
        said = ngettext("{n} place changed.", "{n} places changed.", count).format(n=count)
        column.addWidget(Muted(said))
        self.pairs, card, before = [], None, ("", "")
        for row in rows:
            if card is None or (row.part, row.whose) != before:
                before = row.part, row.whose
                card = Card()
                card.column.addWidget(Strong(plan_words.readable(row.whose) or _(row.part)))
                column.addWidget(card)
            else:
                card.column.addWidget(Rule())
            pair = Pair(row, numbers[read.left], numbers[read.right])
            self.pairs.append((row, pair))
            card.column.addWidget(pair)
        if self._body is not None:
            self._place.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._place.addWidget(body)
        follow_layout(self)

    @Slot()
    def _choose(self) -> None:
        left, right = str(self.left.currentData()), str(self.right.currentData())
        self._at = PlansBeside(self._at.member_id, left, right)
        self.activate()

    @Slot()
    def _to_member(self) -> None:
        self.context.ways.open_member.emit(MemberAt(self._at.member_id, "plan"))
