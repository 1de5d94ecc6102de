"""Limits and guards of a member: what stops, what to look at, why, and where it is written.

Rows are made anew when something changed. What is fine stays folded; nothing is told by colour
alone.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.ending import EndReason
from navigator_app.domain.guard_facts import Verdict
from navigator_app.domain.guard_rows import EndingRow, GuardRow, HousingRow, MemberGuards
from navigator_app.domain.homelessness import Definition, Judgement
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _, ngettext
from navigator_app.services import guards
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import guard_words, words
from ui.places import MemberAt
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Heading, Muted, Small, Strong

_HUD_TEXT = "24 CFR 91.5"  # stands in the definition's name already
_NARROW = 620  # pixels at 100 %: narrower, the two definitions stand one above the other


def _read(member_id: str, ws: Workspace) -> MemberGuards:
    return guards.for_member(ws, member_id)


class AskButton(QuietButton):
    """Opens a form about something."""

    def __init__(self, text: str, icon: str, form: str, about: object) -> None:
        """`form` is its draft key; "" where `about` is a part of a member's page."""
        super().__init__(text, icon)
        self.form, self.about = form, about


class GuardsCard(Card):
    """The card; `show_member` fills it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty and hidden."""
        super().__init__("", parent)
        self._context = context
        self._member_id = ""
        self._shown: MemberGuards | None = None
        self._all = False
        self._body: QWidget | None = None
        self._pair: QBoxLayout | None = None
        self.pills: list[tuple[str, StatusPill]] = []
        self.add = PlainButton(_("Add program or facts"), "add")
        self.more = QuietButton("", "down")
        self.asks: list[AskButton] = []
        head = QWidget()
        flow = FlowLayout(head, theme.S12, last_at_end=True)
        flow.addWidget(Heading(_("Limits and guards"), 3))
        flow.addWidget(self.add)
        self.column.addWidget(head)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._add)
        self.more.clicked.connect(self._toggle)
        self.hide()

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._all, self._shown = member_id, False, None
            self.hide()
        if self._member_id:
            work = partial(_read, self._member_id)
            failed = self._context.show_refusal
            self._context.tasks.run(work, self._show, owner=self, failed=failed)

    def words(self) -> list[str]:
        """What the pills say, in the order they stand (for tests and screen readers)."""
        return [f"{rule_id}: {pill.text()}" for rule_id, pill in self.pills]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The two definitions side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _show(self, found: MemberGuards) -> None:
        if found.member_id != self._member_id or found == self._shown:
            return
        self._shown = found
        self._build(found)
        self.show()

    def _build(self, found: MemberGuards) -> None:
        focused = next(((ask.form, ask.about) for ask in self.asks if ask.hasFocus()), None)
        self.pills, self.asks, self._pair = [], [], None
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        quiet = [row for row in found.rows if _is_quiet(row)]
        shown = found.rows if self._all else [row for row in found.rows if not _is_quiet(row)]
        for row in shown:
            column.addWidget(self._row(row))
        if not found.rows:
            column.addWidget(Muted(_("Nothing runs that a limit speaks of.")))
        elif not shown:
            column.addWidget(Muted(_("Nothing recorded stands against these services.")))
        self._add_endings(column, found)
        self._add_recorded(column, found)
        self._add_housing(column, found.housing)
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.insertWidget(1, body)
        self._name_more(len(quiet))
        self._arrange()
        self._order_keys(focused)

    def _order_keys(self, focused: tuple[str, object] | None) -> None:
        """Tab follows the reading order; the focus stays where it was."""
        before: QWidget = self.add
        for button in (*self.asks, self.more):
            QWidget.setTabOrder(before, button)
            before = button
        for ask in self.asks:
            if (ask.form, ask.about) == focused:
                ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, row: GuardRow) -> QWidget:
        line = QWidget()
        flow = QVBoxLayout(line)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(theme.S4)
        head = QHBoxLayout()
        head.setSpacing(theme.S12)
        pill = StatusPill()
        pill.show_state(*guard_words.verdict(row))
        self.pills.append((row.result.rule_id, pill))
        title = Strong(guard_words.title(row))
        head.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(title, 1)
        flow.addLayout(head)
        why = guard_words.told(row.result.why)
        flow.addWidget(Body(why))
        passed = guard_words.passed(row, self._context.clock.today())
        if passed:
            flow.addWidget(Body(passed))
        flow.addWidget(Small(guard_words.source(row)))
        if row.result.verdict is Verdict.REFUSE and row.passed is None:
            about = [row.referral_id, row.result.rule_id]
            flow.addWidget(
                self._ask(_("Pass with a reason"), "key", "override_guard", about),
                0,
                Qt.AlignmentFlag.AlignLeft,
            )
        if row.result.rule_id == guards.WAITLIST and not _is_quiet(row) and row.passed is None:
            text = _("Record the plan’s consent")
            button = self._ask(text, "key", "waitlist_consent", row.referral_id)
            flow.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        line.setAccessibleName(f"{pill.text()}: {title.text()}. {why}")
        return line

    def _add_endings(self, column: QVBoxLayout, found: MemberGuards) -> None:
        for ending in found.endings:
            column.addWidget(Body(guard_words.ending_line(ending)))
            ways = QWidget()
            beside = FlowLayout(ways, theme.S8)
            text = _("Who was told")
            button = self._ask(text, "log", "who_was_told", ending.id)
            button.setAccessibleName(_("{what}: {line}").format(
                what=text, line=guard_words.ending_line(ending)))  # fmt: skip
            beside.addWidget(button)
            text = _("Put right")
            button = self._ask(text, "edit", "correct_ending", ending.id)
            button.setAccessibleName(_("{what}: {line}").format(
                what=text, line=guard_words.ending_line(ending)))  # fmt: skip
            beside.addWidget(button)
            if _can_return(ending):
                text = _("Found again")
                beside.addWidget(self._ask(text, "refresh", "found_again", ending.id))
            column.addWidget(ways)
        line = QWidget()
        flow = FlowLayout(line, theme.S8)
        for referral_id, service in found.can_end:
            text = _("End {service}").format(service=service.short)
            flow.addWidget(self._ask(text, "stop", "end_service", referral_id))
        for referral_id, service in found.can_decline:
            text = _("No room: decline {service}").format(service=service.short)
            flow.addWidget(self._ask(text, "forbidden", "decline_full", referral_id))
        if any(service is Service.DEPOSITS for _id, service in found.can_end):
            place = MemberAt(found.member_id, "papers")
            flow.addWidget(self._ask(_("Deposit requests"), "home-found", "", place))
        for referral_id, service in found.can_end:
            text = _("Who should serve: {service}").format(service=service.short)
            flow.addWidget(self._ask(text, "agency", "choose_provider", referral_id))
        if flow.count():
            column.addWidget(line)

    def _add_recorded(self, column: QVBoxLayout, found: MemberGuards) -> None:
        if found.programs or found.uses:
            column.addWidget(Rule())
            column.addWidget(Strong(_("Recorded beside these services")))
        for program in found.programs:
            line = guard_words.program_line(program)
            column.addWidget(Body(line))
            text = _("End or amend")
            button = self._ask(text, "edit", "amend_program", program.id)
            button.setAccessibleName(_("{what}: {line}").format(what=text, line=line))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for use in found.uses:
            column.addWidget(Body(guard_words.use_line(use)))

    def _add_housing(self, column: QVBoxLayout, row: HousingRow | None) -> None:
        column.addWidget(Rule())
        if row is None:
            column.addWidget(Strong(_("Homeless by definition?")))
            column.addWidget(Muted(_("No housing facts are recorded to judge by.")))
            about = [self._member_id, "housing"]
            button = self._ask(_("Add housing facts"), "home", "member_facts", about)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            return
        today = self._context.clock.today()
        when = words.short_day(row.on, today)
        column.addWidget(Strong(_("Homeless by definition, as known {day}").format(day=when)))
        pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        pair.setSpacing(theme.S24)
        for judged in (row.hud, row.dhcs):
            pair.addWidget(self._judgement(judged), 1)
        self._pair = pair
        column.addLayout(pair)

    def _judgement(self, judged: Judgement) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        head = QHBoxLayout()
        head.setSpacing(theme.S12)
        name = judged.definition.value
        head.addWidget(Strong(name))
        pill = StatusPill()
        pill.show_state(*guard_words.finding(judged.finding))
        pill.setAccessibleName(f"{name}: {pill.text()}")
        self.pills.append((judged.definition.name, pill))
        head.addWidget(pill)
        head.addStretch(1)
        column.addLayout(head)
        # At risk is HUD's alone; it stands once.
        at_risk = (judged.at_risk,) if judged.definition is Definition.HUD else ()
        for one in (*judged.categories, *at_risk):
            _kind, word, _icon = guard_words.finding(one.finding)
            title = guard_words.category(one.number)
            text = f"{title}: {word}. {guard_words.told(one.why)}"
            column.addWidget(Body(text))
            if one.source != _HUD_TEXT:
                column.addWidget(Small(one.source))
        column.addStretch(1)
        return box

    def _ask(self, text: str, icon: str, form: str, about: object) -> AskButton:
        button = AskButton(text, icon, form, about)
        button.clicked.connect(self._asked)
        self.asks.append(button)
        return button

    def _name_more(self, count: int) -> None:
        self.more.setVisible(count > 0)
        text = ngettext("Show {n} that is fine", "Show {n} that are fine", count).format(n=count)
        self.more.setText(_("Hide what is fine") if self._all else text)
        self.more.set_icon("up" if self._all else "down")

    def _arrange(self) -> None:
        if self._pair is not None:
            beside = self.width() >= theme.px(_NARROW)
            way = QBoxLayout.Direction
            self._pair.setDirection(way.LeftToRight if beside else way.TopToBottom)
            for place in range(self._pair.count()):
                self._pair.setStretch(place, int(beside))

    @Slot()
    def _toggle(self) -> None:
        self._all = not self._all
        if self._shown is not None:
            self._build(self._shown)

    @Slot()
    def _add(self) -> None:
        self._context.ways.ask.emit("member_facts", self._member_id)

    @Slot()
    def _asked(self) -> None:
        button = self.sender()
        if isinstance(button, AskButton) and isinstance(button.about, MemberAt):
            self._context.ways.open_member.emit(button.about)
        elif isinstance(button, AskButton):
            self._context.ways.ask.emit(button.form, button.about)


def _is_quiet(row: GuardRow) -> bool:
    return row.result.verdict is Verdict.OK


def _can_return(ending: EndingRow) -> bool:
    return ending.reengaged is None and ending.reason is not EndReason.DECEASED
