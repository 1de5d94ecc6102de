"""The support plan as it is written: one part at a time, each field kept by itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan import Move, PlanState
from navigator_app.i18n import _
from navigator_app.services import support_plan
from navigator_app.services.phrases import day
from navigator_app.services.support_plan import PlanPage, Saved
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.dialogs.plan_moves import PlanMoves
from ui.models import plan_keeping, plan_words, words
from ui.places import MemberAt, PlanAt
from ui.widgets.buttons import PlainButton
from ui.widgets.card import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.page import Page
from ui.widgets.pill import StatusPill
from ui.widgets.plan_acts import PlanActs
from ui.widgets.plan_finish import FinishPanel
from ui.widgets.plan_inputs import PlanInput
from ui.widgets.plan_keeper import PlanKeeper
from ui.widgets.plan_nav import PlanNav
from ui.widgets.plan_panel import PlanPanel, missing_in, part_of, shape_of
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Small

FINISH = "finish"
_BESIDE = 940  # pixels at 100 %: narrower, the parts are one list above the part


def _read(member_id: str, plan_id: str, ws: Workspace) -> PlanPage:
    return support_plan.page(ws, member_id, plan_id)


class PlanEditorView(View):
    """The page; opened at a `PlanAt`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the frame; `activate` fills it."""
        super().__init__(context, parent)
        self._at = PlanAt("")
        self._part = ""
        self._goal = ""  # the place to go to once it is there
        self.shown: PlanPage | None = None
        self.panel: PlanPanel | FinishPanel | None = None
        self._built: object = None
        self.page = Page(_("Housing support plan"), " ")
        parts = [(part.id, _(part.title)) for part in support_plan.form().parts]
        self.nav = PlanNav([*parts, (FINISH, _("Check and send"))])
        self.state, self.kept = StatusPill("neutral", ""), Small("")
        self.back = PlainButton(_("To the member"), "back")
        self.next = PlainButton("", "forward")
        self.moves = PlanMoves(context, self)
        self.empty = EmptyState(
            "plan", _("No plan is open"), _("Open a member and begin the plan there.")
        )
        self.keeper, self.acts = PlanKeeper(context, self), PlanActs(context, self)
        self._assemble()
        self._connect()

    # the window's side

    def open(self, target: object) -> None:
        """Show a plan, at a place of it when one is named."""
        if isinstance(target, PlanAt):
            if (target.member_id, target.plan_id) != (self._at.member_id, self._at.plan_id):
                self._flush()
                self.keeper.forget()
                self.shown, self._part = None, ""
            self._at, self._goal = target, target.about

    def activate(self) -> None:
        """Read it anew."""
        self._load()

    def on_changes(self, changes: Changes) -> None:
        """Something was written about this member."""
        if self._at.member_id in changes.members and self.isVisible():
            self._load()

    def draft(self) -> dict[str, object]:
        """What is typed and not kept, with the plan it belongs to. It is handed in as well: this
        comes before the store is closed, leaving the fields may come after."""
        self._flush()
        inputs = {key: one.value() for key, one in self._inputs().items()}
        unkept = plan_keeping.unkept(self.shown, inputs) if self.shown is not None else {}
        typed = {**self.keeper.typed, **unkept}
        if not typed or self.shown is None or self.shown.plan is None:
            return {}
        about = [self._at.member_id, self.shown.plan.id, self._part]
        return {"about": about, "typed": typed}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back; it is kept as soon as its plan is read."""
        about, typed = payload.get("about"), payload.get("typed")
        if isinstance(about, list) and isinstance(typed, dict) and len(about) == 3:
            self._at = PlanAt(str(about[0]), str(about[1]))
            self._part = str(about[2])
            self.keeper.typed = {str(key): str(text) for key, text in typed.items()}
            self._load()

    def hideEvent(self, event: QHideEvent) -> None:
        """Left: what was typed is kept."""
        super().hideEvent(event)
        self._flush()
        self.keeper.tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The parts beside the fields where there is room."""
        super().resizeEvent(event)
        self._fit()

    # building

    def _assemble(self) -> None:
        head = QWidget()
        flow = FlowLayout(head, theme.S12)
        for part in (self.state, self.kept):
            flow.addWidget(part)
        self.page.buttons.addWidget(self.back)
        self.page.column.addWidget(head)
        self._head = head
        self._place = QVBoxLayout()
        self.page.column.addLayout(self._place)
        self.page.column.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        self.page.column.addWidget(self.empty)
        self.page.column.addStretch(1)
        self._side = QVBoxLayout()
        self._side.addWidget(self.nav)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addLayout(self._side)
        self._whole.addWidget(self.page, 1)
        self._show_frame(False)
        self._fit()

    def _connect(self) -> None:
        self.nav.chosen.connect(self._turn)
        self.back.clicked.connect(self._to_member)
        self.next.clicked.connect(self._turn_on)
        for keys, slot in (("Ctrl+PgDown", self._turn_on), ("Ctrl+PgUp", self._turn_back)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        self.moves.done.connect(self._moved)
        self.moves.refused.connect(self._move_refused)
        self.keeper.kept.connect(self._is_kept)
        self.keeper.refused.connect(self._is_refused)
        self.acts.begun.connect(self._go_later)
        self.acts.before.connect(self._flush)

    def _show_frame(self, there: bool) -> None:
        for part in (self.nav, self._head, self.back, self.next):
            part.setVisible(there)
        if not there:
            self._side.setContentsMargins(0, 0, 0, 0)
        self.empty.setVisible(not there)

    def _fit(self) -> None:
        wide = self.width() >= theme.px(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._whole.setDirection(across if wide else down)
        edge = (theme.S16, theme.S24, 0, 0) if wide else (theme.S24, theme.S12, theme.S24, 0)
        self._side.setContentsMargins(*edge)
        self.nav.fold(not wide)
        self.nav.setMaximumWidth(theme.px(220) if wide else 16777215)
        self.nav.setMinimumWidth(theme.px(200) if wide else 0)

    # showing

    def _load(self) -> None:
        if self._at.member_id:
            work = partial(_read, self._at.member_id, self._at.plan_id)
            failed = self.context.show_refusal
            self.context.tasks.run(work, self._show, owner=self, failed=failed)

    def _show(self, page: PlanPage) -> None:
        if page.member_id != self._at.member_id:
            return  # another was asked for meanwhile
        self.shown = page
        self._show_frame(page.plan is not None)
        if page.plan is None:
            return
        self.acts.about(page.member_id, page.plan.id)
        today = self.context.clock.today()
        self.page.heading.setText(_("Plan of {name}").format(name=words.isolated(page.member_name)))
        self.page.hint.setText(plan_words.begun_line(page.plan, today))
        self.state.show_state(*plan_words.pill(page.plan.state))
        for key in self.nav.buttons:
            self.nav.mark(key, missing_in(page, key, FINISH))
        if self._goal:
            self._part = part_of(page, self._goal, FINISH)
        part = self._part if self._part in self.nav.buttons else next(iter(self.nav.buttons))
        self._put_part(part)
        self._fill()
        if self._goal:
            self._go_to(self._goal)
            self._goal = ""
        self._keep_typed()

    def _put_part(self, key: str) -> None:
        """Build a part anew where its shape changed; the focus stays where it was."""
        page = self.shown
        assert page is not None
        assert page.plan is not None
        shape = shape_of(page, key, FINISH)
        self._part = key
        self.nav.show_current(key)
        following = self.nav.beside(key, 1)
        self.next.setVisible(bool(following))
        if following:
            title = self.nav.title(following)
            self.next.setText(_("Next: {part}").format(part=title))
        if shape == self._built:
            return
        focused = self._focused()
        scroll = self.page.verticalScrollBar().value() if self._built else 0
        turned = not isinstance(self._built, tuple) or self._built[0] != key
        self._flush()  # what stands in the fields that go
        self._built = shape
        if self.panel is not None:
            self._place.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
        self.panel = self._make(key, page)
        self._place.addWidget(self.panel)
        self.page.verticalScrollBar().setValue(0 if turned else scroll)
        follow_layout(self)
        if focused:
            self._focus(focused)

    def _make(self, key: str, page: PlanPage) -> PlanPanel | FinishPanel:
        today = self.context.clock.today()
        if key == FINISH:
            last = FinishPanel(page, today)
            last.moved.connect(self._move)
            last.gone_to.connect(self._go)
            last.settled.connect(self._settle)
            last.asked.connect(self.acts.comment)
            last.resolved.connect(self.acts.resolve)
            return last
        part = next(one for one in page.form.parts if one.id == key)
        made = PlanPanel(page, part, today)
        made.settled.connect(self._settle)
        made.asked.connect(self.acts.comment)
        made.resolved.connect(self.acts.resolve)
        made.barrier_added.connect(self.acts.add_barrier)
        made.barrier_removed.connect(self.acts.remove_barrier)
        made.step_added.connect(self.acts.add_step)
        made.step_removed.connect(self.acts.remove_step)
        return made

    def _fill(self) -> None:
        """Show what is kept, except where somebody is typing or was refused."""
        page = self.shown
        assert page is not None
        assert page.plan is not None
        today = self.context.clock.today()
        may = page.plan.state is not PlanState.SIGNED
        if isinstance(self.panel, PlanPanel):
            self.panel.show_comments(page.plan.comments, may_add=not page.editable and may)
        elif isinstance(self.panel, FinishPanel):
            whole = [row for row in page.plan.comments if not row.about]
            self.panel.remarks.show_rows(whole, today, may_add=may)
        kept, focused = plan_keeping.values(page), self._focused()
        for key, one in self._inputs().items():
            if key in self.keeper.typed:
                one.show_value(self.keeper.typed[key])
            elif key != focused:
                one.show_value(kept.get(key, ""))

    def _inputs(self) -> dict[str, PlanInput]:
        return self.panel.inputs if self.panel is not None else {}

    def _focused(self) -> str:
        inputs = self._inputs().items()
        return next((key for key, one in inputs if one.widget.hasFocus()), "")

    def _focus(self, key: str) -> None:
        one = self._inputs().get(key)
        if one is not None:
            one.widget.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, one, partial(self.page.ensureWidgetVisible, one))

    def _go_to(self, about: str) -> None:
        """Bring a place into sight, and say there what is missing. A barrier without that field
        (its steps) shows its first."""
        inputs = self._inputs()
        key = about if about in inputs else f"{about.partition('/')[0]}/barrier"
        self._focus(key)
        lacks = self.shown.lacks if self.shown is not None else ()
        lack = next((one for one in lacks if one.about == about), None)
        if lack is not None and key in inputs and not about.endswith("/barrier"):
            inputs[key].show_error(lack.says.told(_, day))

    # keeping

    @Slot(object)
    def _settle(self, one: PlanInput) -> None:
        self.keeper.typed[one.key] = one.value()
        self._keep_typed()

    @Slot()
    def _flush(self) -> None:
        if self.panel is not None:
            self.panel.flush()

    def _keep_typed(self) -> None:
        page = self.shown
        if page is not None and page.plan is not None and page.editable:
            self.keeper.keep(page.plan.id)

    @Slot(object)
    def _is_kept(self, key: str) -> None:
        one = self._inputs().get(key)
        if one is not None:
            one.show_error("")
        now = self.context.clock.to_local(self.context.clock.now())
        self.kept.setText(_("Kept at {time}").format(time=words.clock_time(now.time())))

    @Slot(object)
    def _is_refused(self, what: tuple[str, BaseException]) -> None:
        """What was typed stays, the reason stands beside it."""
        key, error = what
        one = self._inputs().get(key)
        if one is not None:
            one.show_error(str(error))
        else:
            self.context.show_refusal(error)

    # acting

    @Slot(object)
    def _turn(self, key: str) -> None:
        self._flush()
        if self.shown is not None and self.shown.plan is not None:
            self._put_part(key)
            self._fill()
            self._load()

    @Slot()
    def _turn_on(self) -> None:
        if following := self.nav.beside(self._part, 1):
            self._turn(following)

    @Slot()
    def _turn_back(self) -> None:
        if before := self.nav.beside(self._part, -1):
            self._turn(before)

    @Slot(object)
    def _go(self, about: str) -> None:
        self._goal = about
        self._load()

    @Slot(object)
    def _move(self, move: Move) -> None:
        self._flush()
        if self.shown is not None:
            self.moves.move(self.shown, move)

    @Slot(object)
    def _moved(self, saved: Saved) -> None:
        if self.shown and self.shown.plan and saved.id != self.shown.plan.id:  # a revision
            self._at = PlanAt(self._at.member_id, saved.id)
            self.context.ways.open_plan.emit(self._at)
        self._load()

    @Slot(object)
    def _move_refused(self, error: BaseException) -> None:
        if isinstance(self.panel, FinishPanel):
            self.panel.error.show_error(str(error))
        else:
            self.context.show_refusal(error)

    @Slot(object)
    def _go_later(self, about: str) -> None:
        self._goal = about  # once it is read anew

    @Slot()
    def _to_member(self) -> None:
        self.context.ways.open_member.emit(MemberAt(self._at.member_id, "plan"))
