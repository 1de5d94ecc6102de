"""The member's authorizations in their chains, what is wrong with them, and the eligibility diary.

Rows, warnings and the packet's check boxes are made anew when something changed; the focus stays
where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.corrections import CorrectionRow
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import AuthorizationStatus
from navigator_app.i18n import _, ngettext
from navigator_app.services import authorizations, corrections, eligibility
from navigator_app.services.authorizations import Ledger
from navigator_app.services.eligibility import Diary
from navigator_app.services.packets import PacketList, PacketRow
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import ledger_words
from ui.places import FormAt
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, Picture, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.form_button import FormButton
from ui.widgets.note_box import NoteBox
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Heading, Muted, Small, Strong

FEW_CHECKS = 2
"""Checks shown before somebody asks for all."""

FEW_LACKS = 3
"""What the support plan lacks that stands below an item of the packet; the plan lists all."""


@dataclass(frozen=True, slots=True)
class _Read:
    diary: Diary
    ledgers: tuple[Ledger, ...]
    corrected: dict[str, CorrectionRow]  # by the record's id


def _read(member_id: str, ws: Workspace) -> _Read:
    return _Read(
        eligibility.diary(ws, member_id),
        authorizations.of_member(ws, member_id),
        corrections.of_member(ws, member_id),
    )


def _mark(referral_id: str, item: str, done: bool, ws: Workspace) -> Changes:
    return authorizations.set_packet_item(ws, referral_id, item, done)


class PacketBox(QCheckBox):
    """One thing of the packet; knows what it stands for. Its words stand beside it and wrap."""

    def __init__(self, referral_id: str, row: PacketRow) -> None:
        """Checked when it is done."""
        super().__init__()
        self.key = (referral_id, row.item)
        self.setChecked(row.done is not None)
        self.setAccessibleName(row.title)
        need = _("required") if row.required else _("recommended")
        self.setAccessibleDescription(" ".join((f"{need}, {row.source}.", *row.lacks)))
        self.setEnabled(not row.kept)  # the support plan itself says so


class PacketWords(Body):
    """The words of a packet's box; a click on them ticks it."""

    def __init__(self, text: str, box: PacketBox) -> None:
        """`box` is the one they belong to."""
        super().__init__(text)
        self._box = box

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick, as the words of a check box do."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self._box.click()


class RightButton(QuietButton):
    """Opens the form that puts one check or request right."""

    def __init__(self, form: str, record_id: str, line: str) -> None:
        """`form` is its draft key; `line` says what it is about to a screen reader."""
        super().__init__(_("Put right"), "edit")
        self.form, self.record_id = form, record_id
        self.setAccessibleName(_("{what}: {line}").format(what=self.text(), line=line))


class RequestButton(PlainButton):
    """Asks for the form of one referral's authorization."""

    def __init__(self, text: str, one: Ledger) -> None:
        """`one` is whose form it opens."""
        super().__init__(text, "edit")
        self.ledger = one


class LedgerCard(Card):
    """The card. `top` is the short form of its alerts, for the head of the page.

    Signals:
        check_asked(object): open the form for an eligibility check of this member id.
        request_asked(object): open the form for this `Ledger`'s request or the plan's answer.
    """

    check_asked = Signal(object)
    request_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty; `show_member` fills it."""
        super().__init__("", parent)
        self._context = context
        self._member_id = ""
        self._shown: _Read | None = None
        self._all_checks = False
        self.notes: list[NoteBox] = []
        self.boxes: dict[tuple[str, str], PacketBox] = {}
        self.check = PlainButton(_("Record eligibility check"), "shield")
        self.top = QWidget()
        self._top = QVBoxLayout(self.top)
        self._body: QWidget | None = None
        self._assemble()
        self.check.clicked.connect(self._ask_check)

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._all_checks, self._shown = member_id, False, None
            self.hide()
            self.top.hide()
        self.reload()

    def reload(self) -> None:
        """Read again what may have changed."""
        if self._member_id:
            work = partial(_read, self._member_id)
            failed = self._context.show_refusal
            self._context.tasks.run(work, self._show, owner=self, failed=failed)

    def _assemble(self) -> None:
        line = QWidget()
        flow = FlowLayout(line, theme.S12, last_at_end=True)
        title = Heading(_("Authorization and eligibility"), 3)
        flow.addWidget(title)
        flow.addWidget(self.check)
        self.column.addWidget(line)
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(theme.S8)
        self.top.hide()
        self.hide()

    def _show(self, read: _Read) -> None:
        if read.diary.member_id != self._member_id:
            return  # another member was asked for meanwhile
        if read == self._shown:
            return
        self._shown = read
        self._build()
        self.show()

    def _build(self) -> None:
        assert self._shown is not None
        focused = next((key for key, box in self.boxes.items() if box.hasFocus()), None)
        self.notes, self.boxes = [], {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        self._add_notes(column, self._shown.diary)
        self._add_coverage(column, self._shown.diary)
        for one in self._shown.ledgers:
            if one.entries or one.runs:
                column.addWidget(Rule())
                self._add_ledger(column, one)
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
        if focused in self.boxes:
            self.boxes[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_notes(self, column: QVBoxLayout, diary: Diary) -> None:
        """Each note whole in the card; what is grave also at the top of the page, in short."""
        while (item := self._top.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        grave = 0
        for kind, lines, source in ledger_words.grouped(diary.alerts):
            note = NoteBox(kind, lines, source)
            self.notes.append(note)
            column.addWidget(note)
            if kind != "info":
                grave += 1
                self._top.addWidget(NoteBox(kind, lines[:2]))
        self.top.setVisible(grave > 0)

    def _add_coverage(self, column: QVBoxLayout, diary: Diary) -> None:
        state, today = diary.coverage.state, self._context.clock.today()
        line = QHBoxLayout()
        line.setSpacing(theme.S12)
        tone, word = ledger_words.coverage_tone(state), ledger_words.coverage_word(state)
        line.addWidget(StatusPill(tone, word), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(theme.S4)
        if diary.says not in {alert.says for alert in diary.alerts}:
            said.addWidget(Body(diary.says))
        shown = diary.checks if self._all_checks else diary.checks[:FEW_CHECKS]
        for check in shown:
            text = ledger_words.check_line(check, today)
            said.addWidget(Small(text))
            self._add_right(said, "correct_check", check.id, text)
        line.addLayout(said, 1)
        column.addLayout(line)
        more = len(diary.checks) - len(shown)
        if more:
            text = ngettext("Show {n} earlier check", "Show {n} earlier checks", more)
            button = QuietButton(text.format(n=more), "down")
            button.clicked.connect(self._show_all_checks)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_ledger(self, column: QVBoxLayout, one: Ledger) -> None:
        column.addWidget(Strong(_(one.service.value)))
        if one.runs:
            head = QWidget()
            flow = FlowLayout(head, theme.S12)
            flow.addWidget(StatusPill(*ledger_words.countdown(one.countdown)))
            if one.countdown.asked:
                flow.addWidget(StatusPill("pending", _("Extension asked for")))
            column.addWidget(head)
        for entry in one.entries:
            row = QHBoxLayout()
            row.setSpacing(theme.S12)
            status = StatusPill(ledger_words.entry_tone(entry), ledger_words.entry_status(entry))
            said = QVBoxLayout()
            said.setSpacing(0)
            said.addWidget(Body(ledger_words.entry_days(entry)))
            under = [Small(text) for text in ledger_words.entry_under(entry)]
            for part in (*under, *map(_warning, one.warnings(entry.id))):
                said.addWidget(part)
            if entry.request_id:
                line = ledger_words.entry_days(entry)
                self._add_right(said, "correct_request", entry.request_id, line)
            row.addLayout(said, 1)
            row.addWidget(status, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        if not one.entries:
            column.addWidget(Muted(_("Nothing is authorized or asked for yet.")))
        if one.packet is not None and one.countdown.asked is None:
            self._add_packet(column, one.referral_id, one.packet)
        if one.extension is not None:
            column.addWidget(Small(ledger_words.extension_line(one.extension)))
        if one.runs:
            button = RequestButton(request_words(one), one)
            button.clicked.connect(self._ask_request)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            kind = "extension_request" if one.extension is not None else "authorization_request"
            at = FormAt(kind, self._member_id, one.referral_id)
            form = FormButton(self._context, at, request_words(one))
            column.addWidget(form, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_right(self, column: QVBoxLayout, form: str, record_id: str, line: str) -> None:
        """What was put right, and the button that puts it right."""
        row = self._shown.corrected.get(record_id) if self._shown else None
        if row is not None:
            column.addWidget(Small(ledger_words.corrected(row, self._context.clock)))
        button = RightButton(form, record_id, line)
        button.clicked.connect(self._put_right)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_packet(self, column: QVBoxLayout, referral_id: str, packet: PacketList) -> None:
        column.addWidget(Strong(packet.title))
        for row in packet.rows:
            box = PacketBox(referral_id, row)
            box.clicked.connect(self._tick)
            self.boxes[box.key] = box
            need = _("Required") if row.required else _("Recommended")
            said = QVBoxLayout()
            said.setSpacing(0)
            said.addWidget(PacketWords(row.title, box))
            kept = _("the support plan on record says so") if row.kept else ""
            said.addWidget(Small("  ·  ".join(p for p in (need, row.source, row.note, kept) if p)))
            for lack in row.lacks[:FEW_LACKS]:
                said.addWidget(_warning(lack))
            line = QHBoxLayout()
            line.setSpacing(theme.S8)
            line.addWidget(box)
            line.addLayout(said, 1)
            column.addLayout(line)

    @Slot()
    def _tick(self) -> None:
        box = self.sender()
        if isinstance(box, PacketBox):
            work = partial(_mark, *box.key, box.isChecked())
            self._context.tasks.run(work, self._ticked, owner=self, failed=self._not_ticked)

    def _ticked(self, changes: Changes) -> None:
        self._context.tasks.announce(changes)
        self.reload()

    def _not_ticked(self, error: BaseException) -> None:
        self._context.show_refusal(error)
        self._shown = None  # the boxes must show again what is kept
        self.reload()

    @Slot()
    def _ask_check(self) -> None:
        self.check_asked.emit(self._member_id)

    @Slot()
    def _put_right(self) -> None:
        button = self.sender()
        if isinstance(button, RightButton):
            self._context.ways.ask.emit(button.form, button.record_id)

    @Slot()
    def _ask_request(self) -> None:
        button = self.sender()
        if isinstance(button, RequestButton):
            self.request_asked.emit(button.ledger)

    @Slot()
    def _show_all_checks(self) -> None:
        self._all_checks = True
        self._build()


def request_words(one: Ledger) -> str:
    """What comes next for a referral's authorization: the answer, an extension, a first request."""
    if any(entry.waiting and entry.request_id for entry in one.entries):
        return _("Record the plan’s answer")
    if any(entry.status is AuthorizationStatus.APPROVED for entry in one.entries):
        return _("Record extension request")
    return _("Record request")


def _warning(text: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, theme.S4, 0, 0)
    row.setSpacing(theme.S8)
    row.addWidget(Picture("warning", 16, "warning"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Body(text), 1)
    line.setAccessibleName(text)
    return line
