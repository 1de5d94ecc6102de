"""The housing deposits of a member: each request, its items, its packet, and the next step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.deposits import Item, PacketLine, Request, State, quoted
from navigator_app.domain.guard_facts import Verdict
from navigator_app.domain.guard_rows import GuardRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import deposit_steps, deposits
from navigator_app.services.deposits import Desk
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import deposit_words, guard_words
from ui.places import FormAt
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.form_button import FormButton
from ui.widgets.note_box import NoteBox
from ui.widgets.pill import StatusPill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Heading, Muted, Small, Strong

GO_ON, ANSWER, PAID, BACK, AGAIN, PASS = "go-on", "answer", "paid", "back", "again", "pass"
_STEPS = {
    State.DRAFT: (GO_ON, BACK),
    State.SUBMITTED: (ANSWER, BACK),
    State.APPROVED: (PAID, BACK),
    State.DENIED: (AGAIN,),
    State.PAID: (PAID,),
    State.WITHDRAWN: (AGAIN,),
}
FEW = 3
"""Requests shown before somebody asks for all."""


def _read(member_id: str, ws: Workspace) -> Desk:
    return deposits.desk(ws, member_id)


def _withdraw(request_id: str, ws: Workspace) -> tuple[Request, Changes]:
    return deposit_steps.withdraw(ws, request_id)


def _go_back(before: Request, ws: Workspace) -> Changes:
    return deposit_steps.go_back(ws, before)


def _copy(request_id: str, ws: Workspace) -> tuple[str, Changes]:
    return deposit_steps.copy(ws, request_id)


def _tick(request_id: str, key: str, done: bool, ws: Workspace) -> Changes:
    return deposit_steps.tick(ws, request_id, key, done)


class RequestStep(PlainButton):
    """One step with one request."""

    def __init__(self, step: str, text: str, icon: str, about: str) -> None:
        """`about` is the request's id, or for a limit the rule's."""
        super().__init__(text, icon)
        self.step, self.about = step, about
        self.key = (step, about)


class PacketTick(QCheckBox):
    """Something of a packet that is ticked by hand."""

    def __init__(self, request_id: str, key: str, text: str, done: bool) -> None:
        """`key` is what is kept."""
        super().__init__(text)
        self.key = (request_id, key)
        self.setChecked(done)


class DepositsCard(Card):
    """The card; `show_member` fills it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__("", parent)
        self._context = context
        self._member_id = ""
        self._shown: Desk | None = None
        self._all = False
        self._body: QWidget | None = None
        self.steps: dict[tuple[str, str], RequestStep] = {}
        self.ticks: dict[tuple[str, str], PacketTick] = {}
        self.pills: list[StatusPill] = []
        self.notes: list[NoteBox] = []
        self.begin = PlainButton(_("Begin a request"), "add")
        head = QWidget()
        beside = FlowLayout(head, theme.S12, last_at_end=True)
        beside.addWidget(Heading(_("Housing deposit"), 3))
        beside.addWidget(self.begin)
        self.column.addWidget(head)
        self.begin.clicked.connect(self._begin)
        self.hide()

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._shown, self._all = member_id, None, False
            self.hide()
        work = partial(_read, member_id)
        self._context.tasks.run(work, self._show, owner=self, failed=self._context.show_refusal)

    def _show(self, found: Desk) -> None:
        if found.member_id != self._member_id:
            return
        self._shown = found
        self._build()
        self.show()

    def _build(self) -> None:
        assert self._shown is not None
        desk = self._shown
        held: list[tuple[tuple[str, str], QWidget]] = [*self.steps.items(), *self.ticks.items()]
        focused = next((key for key, one in held if one.hasFocus()), None)
        self.steps, self.ticks, self.pills, self.notes = {}, {}, [], []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        self._add_terms(column, desk)
        shown = desk.requests if self._all else desk.requests[:FEW]
        for request in shown:
            column.addWidget(Rule())
            self._add_request(column, desk, request)
        self._add_more(column, len(desk.requests) - len(shown))
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
        follow_layout(self)
        again = self.steps.get(focused) or self.ticks.get(focused) if focused else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_terms(self, column: QVBoxLayout, desk: Desk) -> None:
        """What speaks for this plan; without a request, what stands here and the first step."""
        if not desk.requests:
            text = _("Nothing is asked for yet. A request gathers what the move costs, who is paid "
                     "and what goes with it, and says what the plan will look for.")  # fmt: skip
            column.addWidget(Muted(text))
        cap = desk.terms.cap
        said = [deposit_words.total(Request(desk.member_id), desk.terms, None)[1]]
        if cap is not None:
            shown = _("At most ${cap:,} ({source}).").format(cap=cap.value, source=cap.cited)
            said = [shown]
        said.append(deposit_words.window(desk, None, desk.on))
        column.addWidget(Small(" ".join(said)))
        if not desk.referral_id:
            text = _("No referral for Housing Deposits is on record, so that its limits cannot "
                     "be judged.")  # fmt: skip
            note = NoteBox("info", [text])
            self.notes.append(note)
            column.addWidget(note)
        if any(one.state is State.DRAFT for one in desk.requests):
            for row in desk.limits:
                if row.result.verdict is not Verdict.OK:
                    column.addWidget(self._limit(row))

    def _limit(self, row: GuardRow) -> QWidget:
        line = QWidget()
        said = QVBoxLayout(line)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(theme.S4)
        head = QHBoxLayout()
        head.setSpacing(theme.S12)
        pill = self._pill(*guard_words.verdict(row))
        head.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Strong(guard_words.title(row)), 1)
        said.addLayout(head)
        said.addWidget(Body(guard_words.told(row.result.why)))
        said.addWidget(Small(guard_words.source(row)))
        if row.result.verdict is Verdict.REFUSE and row.passed is None:
            text = _("Pass with a reason")
            said.addWidget(self._step(PASS, text, "key", row.result.rule_id), 0, _LEFT)
        return line

    def _add_request(self, column: QVBoxLayout, desk: Desk, request: Request) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.S12)
        head.addWidget(self._pill(*deposit_words.pill(request)), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Strong(deposit_words.headline(request)), 1)
        column.addLayout(head)
        days = deposit_words.dates(request, desk, desk.on)
        if days:
            column.addWidget(Body(days))
        if request.state is State.DRAFT:
            column.addWidget(Muted(deposit_words.window(desk, request.move_in_on, desk.on)))
        for item in request.items:
            column.addLayout(self._item(request, item))
        if request.state in (State.DRAFT, State.SUBMITTED):
            self._add_findings(column, desk, request)
            self._add_packet(column, desk, request)
        self._add_steps(column, request)

    def _item(self, request: Request, item: Item) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.S12)
        said = Body(deposit_words.item_line(item, self._context.clock.today()))
        sum_of = Strong(deposit_words.amount(item))
        sum_of.setWordWrap(False)
        line.addWidget(said, 1)
        line.addWidget(sum_of, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _add_findings(self, column: QVBoxLayout, desk: Desk, request: Request) -> None:
        if request.state is not State.DRAFT:
            return
        stops = [one for one in desk.findings(request) if one.stops]
        if stops:
            lines = [deposit_words.finding(one) for one in stops]
            text = ngettext("{n} thing stands against sending it",
                            "{n} things stand against sending it", len(lines))  # fmt: skip
            note = NoteBox("warning", [text.format(n=len(lines)), *lines])
            self.notes.append(note)
            column.addWidget(note)

    def _add_packet(self, column: QVBoxLayout, desk: Desk, request: Request) -> None:
        lines = desk.packet(request)
        column.addWidget(Strong(_("What goes with it")))
        column.addWidget(Muted(deposit_words.missing(lines)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S12)
        grid.setVerticalSpacing(theme.S8)
        grid.setColumnStretch(1, 1)
        for line in lines:
            if line.done is not None:
                self._add_packet_line(grid, request, line)
        column.addLayout(grid)

    def _add_packet_line(self, grid: QGridLayout, request: Request, line: PacketLine) -> None:
        place = grid.rowCount()
        pill = self._pill(*deposit_words.packet_state(line))
        grid.addWidget(pill, place, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(Body(deposit_words.packet_line(line)))
        said.addWidget(Small(line.cited))
        grid.addLayout(said, place, 1)
        ticks = self._ticks(request, line)
        if ticks is not None:
            grid.addWidget(ticks, place + 1, 1)

    def _ticks(self, request: Request, line: PacketLine) -> QWidget | None:
        box = QWidget()
        flow = FlowLayout(box, theme.S12)
        if line.by_hand:
            tick = self._tick(request, line.id, _("It is there"), bool(line.done))
            tick.setAccessibleName(_("It is there: {what}").format(what=_(line.title)))
            flow.addWidget(tick)
        elif line.id == "quotes":
            for item in request.items:
                text = _("Quote: {item}").format(item=deposit_words.item_title(item))
                if not item.attachment_id:
                    done = quoted(request, item)
                    flow.addWidget(self._tick(request, f"quote:{item.id}", text, done))
        return box if flow.count() else None

    def _tick(self, request: Request, key: str, text: str, done: bool) -> PacketTick:
        box = PacketTick(request.id, key, text, done)
        box.clicked.connect(self._ticked)
        self.ticks[box.key] = box
        return box

    def _add_steps(self, column: QVBoxLayout, request: Request) -> None:
        words = {
            GO_ON: (_("Go on with it"), "edit"),
            ANSWER: (_("Record the plan’s answer"), "edit"),
            PAID: (_("Record payment"), "check"),
            BACK: (_("Take it back"), "undo"),
            AGAIN: (_("Begin anew from it"), "copy"),
        }
        box = QWidget()
        flow = FlowLayout(box, theme.S8)
        for step in _STEPS[request.state]:
            flow.addWidget(self._step(step, *words[step], request.id))
        at = FormAt("deposit_request", self._member_id, "", "deposit_request", request.id)
        flow.addWidget(FormButton(self._context, at, _("Housing deposit")))
        column.addWidget(box)

    def _add_more(self, column: QVBoxLayout, more: int) -> None:
        if more > 0:
            text = ngettext("Show {n} earlier request", "Show {n} earlier requests", more)
            button = QuietButton(text.format(n=more), "down")
            button.clicked.connect(self._show_all)
            column.addWidget(button, 0, _LEFT)

    def _step(self, step: str, text: str, icon: str, about: str) -> RequestStep:
        button = RequestStep(step, text, icon, about)
        button.clicked.connect(self._stepped)
        self.steps[button.key] = button
        return button

    def _pill(self, kind: str, word: str, icon: str) -> StatusPill:
        pill = StatusPill()
        pill.show_state(kind, word, icon)
        self.pills.append(pill)
        return pill

    @Slot()
    def _begin(self) -> None:
        self._context.ways.ask.emit("deposit_request", [self._member_id, ""])

    @Slot()
    def _show_all(self) -> None:
        self._all = True
        self._build()

    @Slot()
    def _stepped(self) -> None:
        button = self.sender()
        if not isinstance(button, RequestStep) or self._shown is None:
            return
        ways, run = self._context.ways, self._context.tasks.run
        failed = self._context.show_refusal
        if button.step == PASS:
            ways.ask.emit("override_guard", [self._shown.referral_id, button.about])
        elif button.step == GO_ON:
            ways.ask.emit("deposit_request", [self._member_id, button.about])
        elif button.step in (ANSWER, PAID):
            form = "deposit_answer" if button.step == ANSWER else "deposit_paid"
            ways.ask.emit(form, button.about)
        elif button.step == BACK:
            run(partial(_withdraw, button.about), self._withdrawn, owner=self, failed=failed)
        else:
            run(partial(_copy, button.about), self._copied, owner=self, failed=failed)

    @Slot()
    def _ticked(self) -> None:
        box = self.sender()
        if isinstance(box, PacketTick):
            work = partial(_tick, *box.key, box.isChecked())
            announce, failed = self._context.tasks.announce, self._context.show_refusal
            self._context.tasks.run(work, announce, owner=self, failed=failed)

    def _withdrawn(self, result: tuple[Request, Changes]) -> None:
        before, changes = result
        self._context.tasks.announce(changes)
        undo = _("Undo"), TakeBack(self._context, partial(_go_back, before)).undo
        self._context.ways.notice.emit(_("The request is taken back"), undo)

    def _copied(self, result: tuple[str, Changes]) -> None:
        key, changes = result
        self._context.tasks.announce(changes)
        self._context.ways.ask.emit("deposit_request", [self._member_id, key])


_LEFT = Qt.AlignmentFlag.AlignLeft
