"""What follows from a way in: from which day the authorization counts, and the clocks that run."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.clocks import ClockState, State, days_left
from navigator_app.domain.facts import day_of
from navigator_app.domain.intake_rows import Outlook
from navigator_app.domain.retroactive import Start
from navigator_app.i18n import _
from navigator_app.runtime.clock import Clock
from ui import theme
from ui.models import words
from ui.widgets.card import Rule
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Heading, Small, Strong

_TONES = {State.OVERDUE: "danger", State.DUE: "warning", State.UPCOMING: "info"}


class OutlookPanel(QWidget):
    """A column of lines, replaced whole when the outlook is another."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        """Start with what to do to see something."""
        super().__init__(parent)
        self._clock = clock
        self._shown: Outlook | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S8)
        self.lines: list[str] = []
        self.show_nothing(_("Fill in a day, and the dates that follow from it stand here."))

    def show_nothing(self, why: str) -> None:
        """Say why there is nothing to show."""
        self._shown = None
        self._empty()
        self._say(Small(why))
        self._column.addStretch(1)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show start, notes, running clocks, then those that wait."""
        if outlook == self._shown:
            return
        self._shown = outlook
        self._empty()
        if outlook.start is not None:
            self._show_start(outlook.start)
        for note in outlook.notes:
            self._say(Body(note))
        self._say(Heading(_("Clocks that run now"), 3))
        if not outlook.running:
            self._say(Small(_("None yet.")))
        for state in outlook.running:
            self._show_clock(state)
        if outlook.waiting:
            self._column.addWidget(Rule())
            self._say(Heading(_("Not started yet"), 3))
        for state in outlook.waiting:
            facts = [_(fact.words) for fact in state.missing or state.rule.trigger]
            self._say(
                Small(
                    _("{clock}: starts with {fact}.").format(
                        clock=_(state.rule.title), fact=(_(" or ")).join(facts)
                    )
                )
            )
        self._column.addStretch(1)

    def _show_start(self, start: Start) -> None:
        self._say(Heading(_("The authorization should count from"), 3))
        day = words.day(start.on) if start.on else _("No day yet")
        self._say(Strong(day))
        said = " ".join(one.told(_, words.day) for one in start.said)
        if said and (start.on or start.other):
            self._say(Small(said))
        kind = _("required") if start.rule.required else _("recommended")
        self._say(Small(f"{start.rule.cited} ({kind})"))
        self._column.addWidget(Rule())

    def _show_clock(self, state: ClockState) -> None:
        assert state.due is not None
        zone = self._clock.tz
        left = days_left(state.due, self._clock.today(), zone)
        head = QWidget()
        flow = FlowLayout(head, theme.S8)
        title = Strong(_(state.rule.title))
        title.setWordWrap(False)
        flow.addWidget(title)
        flow.addWidget(StatusPill(_TONES.get(state.state, "neutral"), words.due_words(left)))
        self._column.addWidget(head)
        whose = _("the plan’s to do; a date to ask after") if state.chase else _("yours to do")
        self._say(Body(_("{day} · {whose}").format(day=_when(state, zone), whose=whose)))
        said = " ".join(one.told(_, words.day) for one in state.said)
        self._say(Small(said))
        kind = _("required") if state.rule.required else _("recommended")
        self._say(Small(f"{state.rule.cited} ({kind})"))
        self.lines.append(f"{state.rule.id} {day_of(state.due, zone).isoformat()}")

    def _say(self, label: Small | Body | Strong | Heading) -> None:
        self.lines.append(label.text())
        self._column.addWidget(label)

    def _empty(self) -> None:
        self.lines = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _when(state: ClockState, zone: tzinfo) -> str:
    from datetime import datetime

    assert state.due is not None
    day = words.long_day(day_of(state.due, zone))
    if isinstance(state.due, datetime):
        return _("{day}, {time}").format(day=day, time=words.clock_time(state.due.astimezone(zone)))
    return day
