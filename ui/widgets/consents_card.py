"""What the member agreed to, at a glance: a line for each, how it stands, and the next step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.consent_rows import ConsentDesk, OpenNo
from navigator_app.domain.consents import Consent, Decision, How, State
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import consent_desk, consents
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import consent_views
from ui.places import OFFERS, FormAt
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.copies_row import CopiesRow
from ui.widgets.flow import FlowLayout
from ui.widgets.form_acts import FormActs
from ui.widgets.form_button import FormButton
from ui.widgets.pill import StatusPill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Heading, Muted, Small

END, AGAIN, STANDS, NO, SEAL = "end", "again", "stands", "no", "seal"


def _read(member_id: str, ws: Workspace) -> ConsentDesk:
    return consent_desk.desk(ws, member_id)


def _seal_words(consent_id: str, ws: Workspace) -> str:
    from navigator_app.services import sign_form_seal  # only where somebody asks

    return sign_form_seal.told(ws, consent_id)


def _stands(consent_id: str, ws: Workspace) -> Changes:
    return consents.stands_again(ws, consent_id)


class StepButton(QuietButton):
    """A step with one consent, or with a referral that still runs after a no."""

    def __init__(self, step: str, text: str, icon: str, key: str, about: str) -> None:
        """`key` is the record's id; `about` says to a screen reader which it is."""
        super().__init__(text, icon)
        self.step, self.key = step, key
        self.setAccessibleName(_("{step}: {what}").format(step=text, what=about))


class ConsentsCard(Card):
    """The card; `show_member` fills it.

    Signals:
        looked_for(): the card was asked for by `look_here` and stands filled now.
    """

    looked_for = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__("", parent)
        self._context = context
        self._member_id = ""
        self._shown: ConsentDesk | None = None
        self._all = self._wanted = False
        self._body: QWidget | None = None
        self.copies: CopiesRow | None = None
        self.acts = FormActs(context, self)
        self.pills: dict[str, StatusPill] = {}
        self.steps: dict[tuple[str, str], StepButton] = {}
        self.record = PlainButton(_("Record consent"), "add")
        self.print = FormButton(context, FormAt())
        self.sign = PlainButton(_("Sign on the screen"), "edit")
        self.more = QuietButton("", "down")
        self.left = QuietButton("", "send")
        head = QWidget()
        flow = FlowLayout(head, theme.S12, last_at_end=True)
        flow.addWidget(Heading(_("Consent"), 3))
        flow.addWidget(self.print)
        flow.addWidget(self.record)
        flow.addWidget(self.sign)
        self.column.addWidget(head)
        for button in (self.more, self.left):
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.acts.failed.connect(context.show_refusal)
        self.record.clicked.connect(self._record)
        self.sign.clicked.connect(self._sign)
        self.more.clicked.connect(self._toggle)
        self.left.clicked.connect(self._show_left)
        self.hide()

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._all, self._shown = member_id, False, None
            self.hide()
        self.print.at = FormAt(member_id=member_id)
        if member_id:
            work = partial(_read, member_id)
            failed = self._context.show_refusal
            self._context.tasks.run(work, self._show, owner=self, failed=failed)

    def look_here(self) -> None:
        """Say `looked_for` once it is filled."""
        self._wanted = True

    def words(self) -> list[str]:
        """What the pills say, in the order they stand."""
        return [pill.text() for pill in self.pills.values()]

    def _show(self, desk: ConsentDesk) -> None:
        if desk.member_id != self._member_id:
            return
        if desk != self._shown:
            self._shown = desk
            self._build(desk)
            self.show()
        if self._wanted:
            self._wanted = False
            self.looked_for.emit()

    def _build(self, desk: ConsentDesk) -> None:
        focused = next((key for key, one in self.steps.items() if one.hasFocus()), None)
        self.pills, self.steps = {}, {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        shown, earlier = consent_views.at_a_glance(desk.consents, self._context.clock.today())
        if not shown:
            column.addWidget(
                Muted(
                    _(
                        "Nothing is recorded yet. Write down what the member said, "
                        "a no as well as a yes."
                    )
                )
            )
        for place, one in enumerate([*shown, *(earlier if self._all else [])]):
            if place:
                column.addWidget(Rule())
            column.addWidget(self._row(one))
        if desk.no:
            column.addWidget(Rule())
            column.addWidget(self._still_open(desk.no))
        self.copies = None
        if desk.papers:
            self.copies = CopiesRow(self._context, self.acts, desk.papers)
            column.addWidget(Rule())
            column.addWidget(self.copies)
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.insertWidget(1, body)
        self._name_buttons(desk, len(earlier))
        follow_layout(self)
        if focused in self.steps:
            self.steps[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, one: Consent) -> QWidget:
        today = self._context.clock.today()
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        pill = StatusPill()
        pill.show_state(*consent_views.pill(one, today))
        self.pills[one.id] = pill
        title, detail = consent_views.title(one, today), consent_views.detail(one)
        head = QWidget()
        flow = FlowLayout(head, theme.S4, last_at_end=True)
        flow.addWidget(pill)
        steps = self._steps(one, title)
        if len(steps) == 1:
            flow.addWidget(steps[0])
        if one.state(today) is State.LIVE and one.draft.decision is Decision.GIVEN:
            at = FormAt(f"{OFFERS}{one.draft.kind}", self._member_id, "", "consent", one.id)
            flow.addWidget(FormButton(self._context, at, title))
        column.addWidget(head)
        column.addWidget(Body(title))
        if detail:
            column.addWidget(Small(detail))
        if len(steps) > 1:
            below = QWidget()
            several = FlowLayout(below, theme.S4)
            for button in steps:
                several.addWidget(button)
            column.addWidget(below)
        row.setAccessibleName(f"{pill.text()}: {title}. {detail}")
        return row

    def _steps(self, one: Consent, title: str) -> list[StepButton]:
        state = one.state(self._context.clock.today())
        wanted = []
        if state not in (State.LIVE, State.LATER, State.INVALID):
            wanted.append((AGAIN, _("Ask again"), "refresh"))
        if consent_views.can_end(one) and state is not State.EXPIRED:
            wanted.append((END, _("End"), "stop"))
        if state in (State.REVOKED, State.INVALID):
            wanted.append((STANDS, _("Stands after all"), "undo"))
        if one.draft.how is How.SCREEN:
            wanted.append((SEAL, _("Check seal"), "shield"))
        return [
            self._button(StepButton(step, text, icon, one.id, title)) for step, text, icon in wanted
        ]

    def _still_open(self, found: tuple[OpenNo, ...]) -> QWidget:
        """A no to being served, and referrals that run on: what to do is a person's choice."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        column.addWidget(Body(_("The member said no. These referrals are still open:")))
        steps = QWidget()
        flow = FlowLayout(steps, theme.S4)
        for one in found:
            words = (
                _("Note the no: {service}")
                if one.form == "new_referral"
                else _("Request taken back? {service}")
            )
            text = words.format(service=one.service.short)
            button = StepButton(NO, text, "edit", one.referral_id, _("open referral"))
            flow.addWidget(self._button(button))
        column.addWidget(steps)
        return box

    def _button(self, button: StepButton) -> StepButton:
        self.steps[button.step, button.key] = button
        button.clicked.connect(self._step)
        return button

    def _name_buttons(self, desk: ConsentDesk, earlier: int) -> None:
        text = ngettext("Show {n} before", "Show {n} before", earlier).format(n=earlier)
        self.more.setVisible(earlier > 0)
        self.more.setText(_("Hide what was before") if self._all else text)
        self.more.set_icon("up" if self._all else "down")
        self.left.setVisible(desk.left > 0)
        times = ngettext("What left: {n} time", "What left: {n} times", desk.left)
        self.left.setText(times.format(n=desk.left))
        self.left.setAccessibleName(_("What left, to whom, when and why"))

    @Slot()
    def _step(self) -> None:
        button = self.sender()
        if not isinstance(button, StepButton):
            return
        ask = self._context.ways.ask
        if button.step == END:
            ask.emit("revoke_consent", button.key)
        elif button.step == AGAIN:
            ask.emit("record_consent", [self._member_id, button.key])
        elif button.step == STANDS:
            work = partial(_stands, button.key)
            failed = self._context.show_refusal
            self._context.tasks.run(work, self._stood, owner=self, failed=failed)
        elif button.step == SEAL:
            work_seal = partial(_seal_words, button.key)
            failed = self._context.show_refusal
            self._context.tasks.run(work_seal, self._say_seal, owner=self, failed=failed)
        else:
            self._ask_no(button.key)

    def _ask_no(self, referral_id: str) -> None:
        found = self._shown.no if self._shown is not None else ()
        for one in found:
            if one.referral_id == referral_id:
                about = {"referral": referral_id} if one.form == "new_referral" else referral_id
                self._context.ways.ask.emit(one.form, about)

    def _say_seal(self, said: str) -> None:
        self._context.ways.notice.emit(said, None)

    def _stood(self, changes: Changes) -> None:
        self._context.tasks.announce(changes)
        self._context.ways.notice.emit(_("It stands again."), None)

    @Slot()
    def _toggle(self) -> None:
        self._all = not self._all
        if self._shown is not None:
            self._build(self._shown)

    @Slot()
    def _record(self) -> None:
        self._context.ways.ask.emit("record_consent", self._member_id)

    @Slot()
    def _sign(self) -> None:
        self._context.ways.ask.emit("sign_form", self._member_id)

    @Slot()
    def _show_left(self) -> None:
        self._context.ways.ask.emit("disclosures", self._member_id)
