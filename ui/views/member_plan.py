"""The plan of a member on their page: where it stands, its goals to tick, its versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan import Move, PlanState, SupportPlanRow, VersionRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import support_plan, support_plan_progress, support_plan_ready
from navigator_app.services.phrases import day
from navigator_app.services.support_plan import PlanPage, Saved
from navigator_app.services.support_plan_ready import Ready
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, Section
from ui.dialogs.plan_moves import PlanMoves, say_done
from ui.models import plan_words
from ui.places import PlanAt, PlansBeside
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import Card, EmptyState, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_words import IconWords
from ui.widgets.note_box import NoteBox
from ui.widgets.pill import StatusPill
from ui.widgets.plan_finish import MoveButtons
from ui.widgets.plan_goals import GoalsCard
from ui.widgets.plan_ready import TITLES, ReadyCard
from ui.widgets.snug import Snug
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Heading, Small, Strong

_FEW = 3
"""Missing things that are named here; the plan itself lists all."""


@dataclass(frozen=True, slots=True)
class _Read:
    page: PlanPage
    held: SupportPlanRow | None  # whose goals are ticked: the signed one, else the newest
    says: str  # its progress
    ready: tuple[Ready, ...] = ()


def _read(member_id: str, ws: Workspace) -> _Read:
    page = support_plan.page(ws, member_id)
    if page.plan is None:
        return _Read(page, None, page.says)
    ready = tuple(support_plan_ready.for_member(ws, member_id, purpose) for purpose in TITLES)
    if page.in_force in ("", page.plan.id):
        return _Read(page, page.plan, page.says, ready)
    held = support_plan.page(ws, member_id, page.in_force)
    return _Read(page, held.plan, held.says, ready)


def _start(member_id: str, ws: Workspace) -> Saved:
    return support_plan.start(ws, member_id)


def _mark_goal(barrier_id: str, term: str, met: bool, ws: Workspace) -> Saved:
    on = ws.clock.today() if met else None
    return support_plan_progress.mark_goal(ws, barrier_id, term, on)


def _mark_step(step_id: str, done: bool, ws: Workspace) -> Saved:
    return support_plan_progress.mark_step(ws, step_id, ws.clock.today() if done else None)


def _set_progress(barrier_id: str, progress: str, ws: Workspace) -> Saved:
    return support_plan_progress.set_progress(ws, barrier_id, progress)


class VersionButton(QuietButton):
    """Reads a version, or lays it beside the one before."""

    def __init__(self, text: str, icon: str, target: object, name: str) -> None:
        """`target` is what `Ways.open_plan` takes."""
        super().__init__(text, icon)
        self.target = target
        self.setAccessibleName(name)


class MemberPlan(Section):
    """The section."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty; `show_member` fills it."""
        super().__init__(context, parent)
        self._member_id = ""
        self._shown: _Read | None = None
        self._busy = False
        self.empty = EmptyState(
            "plan",
            _("No housing support plan yet"),
            _(
                "What the member wants, what stands in the way, and goals that can be measured. "
                "Extensions and deposits are asked for with it."
            ),
            _("Begin the plan"),
        )
        self.head, self.goals, self.versions = Card(), GoalsCard(), Card(_("Versions"))
        self.ready = ReadyCard()
        self.moves = MoveButtons(PlanPage("", "", support_plan.form(), None, ()))
        self.write = PlainButton(_("Write the plan"), "edit")
        self._parts: dict[Card, QWidget] = {}
        self._moving = PlanMoves(context, self)
        inside = Snug()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside)
        whole.addStretch(1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        for part in (self.empty, self.head, self.goals, self.ready, self.versions):
            column.addWidget(part)
            part.hide()
        self._connect()

    def show_member(self, member_id: str) -> None:
        """Show this member's plan, read anew."""
        if member_id != self._member_id:
            self._member_id, self._shown = member_id, None
            for part in (self.empty, self.head, self.goals, self.ready, self.versions):
                part.hide()
        if member_id:
            work, failed = partial(_read, member_id), self.context.show_refusal
            self.context.tasks.run(work, self._show, owner=self, failed=failed)

    def on_changes(self, changes: Changes) -> None:
        """Read again what was written of this member."""
        if self._member_id and self._member_id in changes.members:
            self.show_member(self._member_id)

    def _connect(self) -> None:
        if self.empty.button is not None:
            self.empty.button.clicked.connect(self._begin)
        self.goals.goal_ticked.connect(self._goal)
        self.goals.step_ticked.connect(self._step)
        self.goals.progress_chosen.connect(self._progress)
        self._moving.done.connect(self._moved)
        self._moving.refused.connect(self._move_refused)

    def _show(self, read: _Read) -> None:
        if read.page.member_id != self._member_id or read == self._shown:
            return
        self._shown = read
        there = read.page.plan is not None
        self.empty.setVisible(not there)
        for part in (self.head, self.ready, self.versions):
            part.setVisible(there)
        barriers = read.held.barriers if read.held is not None else ()
        self.goals.setVisible(bool(barriers))
        if there:
            self._replace(self.head, self._build_head(read))
            self.goals.show_rows(barriers, self.context.clock.today())
            self.ready.show_rows(read.ready)
            self._replace(self.versions, self._build_versions(read.page.versions))
        follow_layout(self)

    def _replace(self, card: Card, body: QWidget) -> None:
        before = self._parts.get(card)
        if before is not None:
            card.column.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._parts[card] = body
        card.column.addWidget(body)

    # the head

    def _build_head(self, read: _Read) -> QWidget:
        page, today = read.page, self.context.clock.today()
        plan = page.plan
        assert plan is not None
        body, column = _column()
        line = QWidget()
        flow = FlowLayout(line, theme.S12)
        flow.addWidget(Heading(_("Housing support plan"), 3))
        flow.addWidget(StatusPill(*plan_words.pill(plan.state)))
        begun = Small(plan_words.begun_line(plan, today))
        begun.setWordWrap(False)
        flow.addWidget(begun)
        column.addWidget(line)
        column.addWidget(Strong(plan_words.readable(read.says)))
        held = read.held or plan
        tone, text = plan_words.review_line(held, today)
        column.addWidget(IconWords("calendar", text, tone))
        if held.id != plan.id:
            text = _("Version {n} holds until this one is signed.").format(n=held.version)
            column.addWidget(IconWords("info", text, "info"))
        for row in plan.signatures:
            column.addWidget(IconWords("good", plan_words.signed_line(row, today), "good"))
        self._add_missing(column, page)
        if page.alone and Move.APPROVE in page.moves:
            text = _("No supervisor is known here: you approve your own plan, and it is said so.")
            column.addWidget(Small(text))
        if not page.intact:
            text = _("The text is not what was signed. Compare it with the paper.")
            column.addWidget(NoteBox("danger", [text]))
        column.addWidget(self._buttons(page))
        return body

    def _add_missing(self, column: QVBoxLayout, page: PlanPage) -> None:
        assert page.plan is not None
        open_ones = sum(row.resolved is None for row in page.plan.comments)
        if open_ones and page.plan.state is not PlanState.SIGNED:
            text = ngettext("{n} comment to deal with", "{n} comments to deal with", open_ones)
            column.addWidget(IconWords("text", text.format(n=open_ones), "warning"))
        missing = [lack for lack in page.lacks if lack.need.required]
        if missing and page.editable:
            text = ngettext(
                "{n} thing is missing before it can be sent for review.",
                "{n} things are missing before it can be sent for review.",
                len(missing),
            )
            lines = [f"• {plan_words.readable(lack.says.told(_, day))}" for lack in missing[:_FEW]]
            column.addWidget(NoteBox("info", [text.format(n=len(missing)), *lines]))

    def _buttons(self, page: PlanPage) -> QWidget:
        ready = not any(lack.need.required for lack in page.lacks)
        leads = ready or not page.editable
        kind = PlainButton if leads else PrimaryButton
        text = _("Go on writing") if page.editable else _("Read the plan")
        self.write = kind(text, "edit" if page.editable else "file")
        self.write.clicked.connect(self._write)
        self.moves = MoveButtons(page, self.write, leads=leads)
        self.moves.moved.connect(self._move)
        return self.moves

    # the versions

    def _build_versions(self, rows: tuple[VersionRow, ...]) -> QWidget:
        body, column = _column()
        today = self.context.clock.today()
        for number, row in enumerate(rows):
            if number:
                column.addWidget(Rule())
            name = _("Version {n}").format(n=row.version)
            line = QWidget()
            flow = FlowLayout(line, theme.S12)
            flow.addWidget(Strong(name))
            flow.addWidget(StatusPill(*plan_words.pill(row.state)))
            column.addWidget(line)
            column.addWidget(Body(plan_words.version_line(row, today)))
            acts = QWidget()
            buttons = FlowLayout(acts, theme.S8)
            at = PlanAt(self._member_id, row.id)
            read = _("Read version {n}").format(n=row.version)
            buttons.addWidget(self._version_button(_("Read"), "file", at, read))
            if number + 1 < len(rows):
                before = rows[number + 1]
                text = _("Compare with version {n}").format(n=before.version)
                pair = PlansBeside(self._member_id, before.id, row.id)
                said = f"{name}: {text}"
                buttons.addWidget(self._version_button(text, "copy", pair, said))
            column.addWidget(acts)
        return body

    def _version_button(self, text: str, icon: str, target: object, name: str) -> VersionButton:
        button = VersionButton(text, icon, target, name)
        button.clicked.connect(self._open_version)
        return button

    # acting

    @Slot()
    def _begin(self) -> None:
        if not self._busy:
            self._busy = True
            work = partial(_start, self._member_id)
            self.context.tasks.run(work, self._begun, owner=self, failed=self._not_done)

    def _begun(self, saved: Saved) -> None:
        self._busy = False
        self.context.tasks.announce(saved.changes)
        self.context.ways.open_plan.emit(PlanAt(self._member_id, saved.id))

    @Slot()
    def _write(self) -> None:
        if self._shown is not None and self._shown.page.plan is not None:
            self.context.ways.open_plan.emit(PlanAt(self._member_id, self._shown.page.plan.id))

    @Slot()
    def _open_version(self) -> None:
        button = self.sender()
        if isinstance(button, VersionButton):
            self.context.ways.open_plan.emit(button.target)

    @Slot(object)
    def _move(self, move: Move) -> None:
        if self._shown is not None:
            self._moving.move(self._shown.page, move)

    @Slot(object)
    def _moved(self, saved: Saved) -> None:
        known = {row.id for row in self._shown.page.versions} if self._shown else {saved.id}
        if saved.id not in known:  # a revision: go and write it
            self.context.ways.open_plan.emit(PlanAt(self._member_id, saved.id))

    @Slot(object)
    def _move_refused(self, error: BaseException) -> None:
        """Something is missing: go to its place in the plan."""
        self.context.show_refusal(error)
        place = getattr(error, "field", "")
        page = self._shown.page if self._shown else None
        if page is not None and page.plan is not None and place not in ("", "plan"):
            self.context.ways.open_plan.emit(PlanAt(self._member_id, page.plan.id, place))

    @Slot(object)
    def _goal(self, what: tuple[tuple[str, str], bool]) -> None:
        (barrier_id, term), met = what
        text = _("Goal met.") if met else _("Goal open again.")
        self._tick(partial(_mark_goal, barrier_id, term, met), text)

    @Slot(object)
    def _step(self, what: tuple[str, bool]) -> None:
        text = _("Step done.") if what[1] else _("Step open again.")
        self._tick(partial(_mark_step, *what), text)

    @Slot(object)
    def _progress(self, what: tuple[str, str]) -> None:
        self._tick(partial(_set_progress, *what), _(plan_words.PROGRESS[what[1]]))

    def _tick(self, work: Callable[[Workspace], Saved], text: str) -> None:
        done = _Ticked(self.context, text, self._member_id).done
        self.context.tasks.run(work, done, owner=self, failed=self._not_done)

    def _not_done(self, error: BaseException) -> None:
        self._busy = False
        self.context.show_refusal(error)
        self._shown = None  # boxes must show again what is kept
        self.show_member(self._member_id)


class _Ticked:
    """Says what was ticked, with Undo."""

    def __init__(self, context: Context, text: str, member_id: str) -> None:
        self._context, self._text, self._member_id = context, text, member_id

    def done(self, saved: Saved) -> None:
        say_done(self._context, self._text, saved, self._member_id)


def _column() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.S12)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    return body, column
