"""Take a member in by hand, or say how a known referral came: guided, with what follows beside it.

First the way in, one sentence each; then who, and what this way asks for. From the first day typed
the clocks that would run and the start of the authorization stand beside the form, each with its
rule; nothing is kept before Save.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from navigator_app.domain.facts import Fact, When
from navigator_app.domain.intake_rows import EarlierLoop, IntakeRow, NewMember
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from ui import theme
from ui.context import Context, DraftDialog
from ui.dialogs.new_referral_form import ReferralForm
from ui.dialogs.new_referral_work import Answers, Known, in_local, look_ahead, read, read_loops
from ui.dialogs.new_referral_work import save as save_answers
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.form_frame import fit_dialog
from ui.widgets.member_finder import Chosen
from ui.widgets.outlook_panel import OutlookPanel
from ui.widgets.text import FieldError, Heading, Small

_PAUSE_MS = 120
_SIDE_BY_SIDE = 900  # pixels at 100 %: narrower, what follows stands below the questions


class NewReferralDialog(DraftDialog):
    """The dialog. Stays beside the window: `open` does not block it."""

    draft_key = "new_referral"

    def __init__(self, context: Context, about: object = None, parent: QWidget | None = None):
        """`about` is None for anybody, {"member": id} for a member here, {"referral": id} to say
        how that referral came."""
        super().__init__(context, parent)
        given = about if isinstance(about, dict) else {}
        self._about: dict[str, str] = {str(k): str(v) for k, v in given.items()}
        self._row: IntakeRow | None = None
        self._loops_of = self._previous = ""
        self._plan_kept = False  # a draft's own choice of plan stands
        self._draft: dict[str, object] = {}
        self._ready = self._saving = False
        self.form = ReferralForm(context.tasks, context.clock.today())
        self.panel = OutlookPanel(context.clock)
        self.problem = FieldError()
        self.save_button = PrimaryButton(_("Save referral"), "check")
        self._cancel = PlainButton(_("Cancel"))
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._side, self._holder = QFrame(), QVBoxLayout()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        known = bool(self._about.get("referral"))
        title = _("How this member came") if known else _("New referral")
        self.setWindowTitle(title)
        self._assemble(title)
        self._connect()
        self._follow_way()
        work = partial(read, self._about.get("member", ""), self._about.get("referral", ""))
        context.tasks.run(work, self._show_known, owner=self, failed=self._refused)

    def open(self) -> None:
        """Show it beside the window, the first question in focus."""
        self.setModal(False)
        self.show()
        self.raise_()
        self.activateWindow()
        self.form.way.take_focus()

    def draft(self) -> dict[str, object]:
        """What was picked and typed, with what the dialog is about; empty when nothing was."""
        if not self._ready:
            return self._draft
        form = self.form.way.value()
        values = {name: text for name, text in self.form.facts.values().items() if text}
        member = self.form.member.kept()
        if form is None and len(member) == 1:
            return {}
        chosen = self.form.member.finder.chosen
        return {
            "about": self._about,
            "path": form.path.value if form else "",
            "opt_in": form.opt_in if form else "",
            "values": values,
            "member": member,
            "chosen": [[one.id, one.name] for one in chosen],
            "plan": self.form.plan.currentData() or "",
            "service": self.form.service.currentIndex(),
            "previous": self.form.previous.currentData() or "",
            "override": self.form.override.text(),
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, once the plans are here."""
        self._draft = payload
        if self._ready:
            self._put_back()

    # building

    def _assemble(self, title: str) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, theme.S16, 0, 0)
        column.setSpacing(0)
        heading = Heading(title, 2)
        heading.setContentsMargins(theme.S24, 0, theme.S24, 0)
        column.addWidget(heading)
        self._side.setProperty("role", "card")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(theme.S16, theme.S16, theme.S16, theme.S16)
        side.addWidget(Heading(_("What follows"), 2))
        side.addWidget(self.panel, 1)
        self._parts.setSpacing(0)
        self._parts.addWidget(self.form, 3)
        self._holder.addWidget(self._side)
        self._holder.addStretch(1)
        self._parts.addLayout(self._holder, 2)
        column.addLayout(self._parts, 1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(scroll, 1)
        page.addWidget(self._foot())
        fit_dialog(self, 1080, 780)

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "footer")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.S24, theme.S12, theme.S24, theme.S12)
        row.setSpacing(theme.S8)
        said = QVBoxLayout()
        said.addWidget(self.problem)
        said.addWidget(Small(_("A digit picks the way · Enter goes on · Ctrl+Enter saves")))
        row.addLayout(said, 1)
        row.addWidget(self._cancel)
        row.addWidget(self.save_button)
        self.save_button.setDefault(False)
        return foot

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self._cancel.clicked.connect(self.reject)
        self.form.changed.connect(self._changed)
        self.form.way_changed.connect(self._way_confirmed)
        self.form.way.chosen.connect(self._way_picked)
        self.form.member.finder.finished.connect(self._first_fact)
        self.form.whole_list.clicked.connect(self._paste_list)
        self._pause.timeout.connect(self._ask_outlook)
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | keys), self)
            shortcut.activated.connect(self.save)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What follows stands beside the questions where there is room."""
        super().resizeEvent(event)
        beside = self.width() >= theme.px(_SIDE_BY_SIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(way)
        self._holder.setContentsMargins(0 if beside else theme.S24, theme.S16, theme.S24, theme.S16)

    # showing

    def _show_known(self, known: Known) -> None:
        self._row = known.row
        self.form.set_plans(known.plans)
        self._ready = True
        if known.member is not None:
            self.form.member.finder.set_chosen([known.member])
        if known.row is not None:
            self._show_row(known.row)
        if self._draft:
            self._put_back()
        if not known.plans:
            self.problem.show_error(_("Add the plan first, under Settings."))

    def _show_row(self, row: IntakeRow) -> None:
        self.form.whose.setText(f"{row.member_name} · {_(row.service.value)}")
        self.form.whose.show()
        self.form.plan.setCurrentIndex(self.form.plan.findData(row.plan))
        self.form.service.setCurrentIndex(list(Service).index(row.service))
        self.form.facts.put(in_local(row.values, self.context.clock))
        if row.path is not None:
            opt_in = row.opt_in.value if row.opt_in else ""
            self.form.way.set_value(row.path.value, opt_in)
        self._follow_way()
        self._ask_loops(row.member_id, row.previous_referral_id or "")

    def _put_back(self) -> None:
        kept, self._draft = self._draft, {}
        chosen = kept.get("chosen")
        if isinstance(chosen, list):
            found = [Chosen(str(one[0]), str(one[1])) for one in chosen]
            self.form.member.finder.set_chosen(found)
        self.form.plan.setCurrentIndex(max(0, self.form.plan.findData(kept.get("plan"))))
        service = kept.get("service")
        self.form.service.setCurrentIndex(service if isinstance(service, int) else 0)
        values, member = kept.get("values"), kept.get("member")
        if isinstance(values, dict):
            self.form.facts.put({str(k): str(v) for k, v in values.items()})
        if isinstance(member, dict):
            self.form.member.put_back(member)
        self.form.way.set_value(str(kept.get("path")), str(kept.get("opt_in") or ""))
        self.form.override.setText(str(kept.get("override") or ""))
        self.form.fields["override"].setVisible(bool(kept.get("override")))
        self._follow_way()
        self._loops_of = ""
        self._plan_kept = True
        self._ask_loops(self._member_id(), str(kept.get("previous") or ""))

    def _follow_way(self) -> None:
        row = self._row
        by_file = row is not None and not row.by_hand
        without = ("sent_to_provider_on",) if by_file else ()
        self.form.show_way(without=without, locked=bool(self._about.get("referral")))
        picked = self.form.way.value() is not None
        self._side.setVisible(picked)
        self.save_button.setEnabled(picked)
        self.save_button.setText(_("Save referral") if picked else _("Continue"))
        self._pause.start()

    @Slot()
    def _way_picked(self) -> None:
        self.form.way_field.show_error("")
        self.save_button.setText(_("Continue"))
        self.save_button.setEnabled(True)

    @Slot()
    def _way_confirmed(self) -> None:
        self._follow_way()
        if self.form.member.isHidden():
            self._first_fact()
        elif self.form.member.is_new:
            self.form.member.lines["first_name"].setFocus()
        elif self._member_id():
            self._first_fact()
        else:
            self.form.member.finder.setFocus()

    @Slot()
    def _paste_list(self) -> None:
        """A whole list has its own form; this one goes."""
        self.accept()
        self.context.ways.ask.emit("prospects", None)

    @Slot()
    def _first_fact(self) -> None:
        for widget in self.form.facts.inputs.values():
            widget.setFocus()
            return

    @Slot()
    def _changed(self) -> None:
        self._pause.start()
        self._ask_loops(self._member_id(), "")

    def _member_id(self) -> str:
        return self._row.member_id if self._row else self.form.member.chosen_id

    def _ask_loops(self, member_id: str, previous: str) -> None:
        if member_id == self._loops_of:
            return
        self._loops_of = member_id
        self.form.set_loops([], "")
        if member_id:
            self._previous = previous
            self.context.tasks.run(partial(read_loops, member_id), self._show_loops, owner=self)

    def _show_loops(self, found: tuple[str, list[EarlierLoop], str]) -> None:
        member_id, loops, plan = found
        if member_id != self._loops_of:
            return
        self.form.set_loops(loops, self._previous)
        place = self.form.plan.findData(plan)
        if self._row is None and place >= 0 and not self._plan_kept:
            self.form.plan.setCurrentIndex(place)
        self._plan_kept = False

    def _answers(self) -> Answers | None:
        form = self.form.way.value()
        plan = self.form.plan.currentData()
        if form is None or not plan:
            return None
        member: NewMember | str = self.form.member.chosen_id
        if self.form.member.is_new:
            member = self.form.member.typed()
        return Answers(
            plan,
            self.form.service.currentData(),
            form,
            self.form.facts.values(),
            member,
            self.form.previous.currentData() or "" if form.path.value == "re-referral" else "",
            self.form.member.another.isChecked(),
            self._about.get("referral", ""),
            "" if self.form.fields["override"].isHidden() else self.form.override.text(),
        )

    @Slot()
    def _ask_outlook(self) -> None:
        answers = self._answers()
        if answers is None or not self._ready:
            return
        known: dict[Fact, When] = {}
        if self._row is not None:
            for fact, day in (
                (Fact.FIRST_ATTEMPT, self._row.first_attempt),
                (Fact.EFFECTIVE, self._row.effective),
            ):
                if day is not None:
                    known[fact] = day
        work = partial(look_ahead, answers, known)
        self.context.tasks.run(work, self.panel.show_outlook, owner=self, failed=self._refused)

    # saving

    @Slot()
    def save(self) -> None:
        """Keep it, or say beside the field what is wrong."""
        if self.form.way.value() is not None and self.form.rest.isHidden():
            self._way_confirmed()
            return
        answers = self._answers()
        if self._saving or answers is None:
            return
        self._clear_errors()
        if not answers.referral_id and answers.member == "":
            self.form.member.finder.error.show_error(_("Choose a member, or enter a new one."))
            self.form.member.finder.setFocus()
            return
        self._saving = True
        self.save_button.setEnabled(False)
        work = partial(save_answers, answers)
        self.context.tasks.run(work, self._saved, owner=self, failed=self._refused)

    def _saved(self, result: tuple[IntakeRow, Changes]) -> None:
        row, changes = result
        edited = bool(self._about.get("referral"))
        self.accept()
        self.context.tasks.announce(changes)
        said = _("Saved how {name} came") if edited else _("Took in {name}")
        self.context.ways.notice.emit(said.format(name=row.member_name), None)
        if not edited:
            self.context.ways.open_member.emit(row.member_id)

    def _clear_errors(self) -> None:
        self.problem.show_error("")
        for field in self.form.every_field():
            field.show_error("")

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        self._clear_errors()
        field = self.form.field(error.field) if isinstance(error, InputRejected) else None
        if field is not None and field is self.form.fields["override"]:
            field.show()
        if field is None or field.isHidden():
            self.problem.show_error(str(error))
            return
        field.show_error(str(error))
        if isinstance(error, InputRejected) and error.field == "last_name":
            self.form.member.another.show()
        field.widget.setFocus()
