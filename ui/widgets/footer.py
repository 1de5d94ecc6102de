"""The status bar: facts about where the data stands, never a hope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from navigator_app.domain.records import Standing
from navigator_app.i18n import _, ngettext
from ui import theme
from ui.models import exchange_words
from ui.widgets.card import Picture

if TYPE_CHECKING:  # its classes are not needed before the first paint
    from navigator_app.domain.exchange import Event, Summary
    from navigator_app.domain.service_rows import TimerRow
    from navigator_app.runtime.clock import Clock


class Fact(QWidget):
    """A small icon with a few words; told to screen readers as one."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        """Start without words."""
        super().__init__(parent)
        self._picture = Picture(icon, 16, "muted")
        self.words = QLabel()
        self.words.setProperty("role", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S4 + 2)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)

    def tell(self, icon: str, text: str, tip: str = "", tint: str = "muted") -> None:
        """State something."""
        self._picture.set_icon(icon, tint)
        self.words.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(f"{text}. {tip}" if tip else text)


class FactButton(QPushButton):
    """A fact that opens what it is about."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        """Start without words."""
        super().__init__(parent)
        self.setAutoDefault(False)
        self._fact = Fact(icon)
        self._fact.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = self._fact.words
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S8, 0, theme.S8, 0)
        row.addWidget(self._fact)

    def tell(self, icon: str, text: str, tip: str = "", tint: str = "muted") -> None:
        """State something."""
        self._fact.tell(icon, text, "", tint)
        self.setToolTip(tip)
        self.setAccessibleName(f"{text}. {tip}" if tip else text)
        self.updateGeometry()

    def announce(self) -> None:
        """Have a screen reader say it now, wherever the focus is."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, self.accessibleName())
            )

    def sizeHint(self) -> QSize:
        """Its words on one line, high enough for a finger."""
        inside = self._fact.sizeHint()
        return QSize(inside.width() + 2 * theme.S8, max(theme.px(40), inside.height()))

    def minimumSizeHint(self) -> QSize:
        """Nothing is cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size takes other room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()


class Footer(QFrame):
    """The exchange with the plans, what is not yet sent, who works here, and when it locks.

    Signals:
        exchange_asked(): a person pressed one of the first two facts.
    """

    exchange_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay out the facts; each says nothing until it is told."""
        super().__init__(parent)
        self.setProperty("role", "footer")
        self.network = FactButton("offline")
        self.unsent = FactButton("send")
        self._connected = False  # a plan is: from then on its exchange is the fact
        self._told = ""
        self.person = Fact("user")
        self.lock = Fact("timer")
        self.work = Fact("time")
        self._facts = (self.network, self.unsent, self.person, self.lock)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.S8, 0, theme.S16, 0)
        self._grid.setHorizontalSpacing(theme.S16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(2, 1)
        for fact in (self.person, self.lock, self.work):  # in line with the buttons' words
            fact.setContentsMargins(theme.S8, 0, 0, 0)
        self.work.hide()
        self._is_narrow: bool | None = None
        self._place(narrow=False)
        self.network.clicked.connect(self.exchange_asked)
        self.unsent.clicked.connect(self.exchange_asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second line where one is too short, as at 200 % text."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Facts that grew may need the second line."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """The window may be narrower than all facts in one line."""
        widest = max(fact.sizeHint().width() for fact in self._facts)
        return QSize(widest + 2 * theme.S16, super().minimumSizeHint().height())

    def _fit(self) -> None:
        shown = [*self._facts, *([self.work] if self.shows_timer() else [])]
        wanted = sum(fact.sizeHint().width() + theme.S24 for fact in shown)
        self._place(narrow=wanted + 2 * theme.S16 > self.width())

    def _place(self, *, narrow: bool) -> None:
        if narrow is self._is_narrow:
            return
        self._is_narrow = narrow
        self._grid.setContentsMargins(theme.S8, 0, theme.S16, theme.S4 if narrow else 0)
        places = ((0, 0), (0, 1), (1, 0), (1, 1)) if narrow else ((0, 0), (0, 1), (0, 3), (0, 4))
        for fact, (row, column) in zip(self._facts, places, strict=True):
            self._grid.addWidget(fact, row, column)
        self._grid.addWidget(self.work, *((2, 0, 1, 2) if narrow else (0, 2)))

    def show_network(self, there: bool) -> None:
        """Say whether a network is there, as long as no plan is connected."""
        if self._connected:
            return
        tip = _("Navigator opens no connection until a plan is connected on the page Exchange.")
        if there:
            self.network.tell("online", _("Network on, not used"), tip)
        else:
            self.network.tell("offline", _("Offline"), tip)

    def show_exchange(self, summary: Summary, clock: Clock) -> None:
        """Say how the exchange with the plans stands; a change of it is announced."""
        self._connected = summary.state != "none"
        if self._connected:
            self._say(*exchange_words.standing(summary, clock))

    def show_running(self, plan_name: str, event: Event) -> None:
        """Say what goes on with a plan just now."""
        self._connected = True
        words = exchange_words.running(plan_name, event)
        tip = _("The exchange is under way. Press to see it, or to stop it.")
        if words != self.network.words.text():
            self.network.tell("refresh", words, tip, "accent")
        self._announce(f"running {plan_name}")

    def _say(self, icon: str, text: str, tip: str, tint: str) -> None:
        self.network.tell(icon, text, tip, tint)
        self._announce(text)

    def _announce(self, what: str) -> None:
        """Once for each thing that is said, not for each percent of it."""
        if what != self._told:
            self._told = what
            self.network.announce()

    def show_standing(self, standing: Standing) -> None:
        """Say how many statuses no sent file carries, since when and for whom; and other files."""
        files = standing.files_waiting
        more = ngettext("{count} file waits to go", "{count} files wait to go", files)
        if not standing.unsent:
            tip = _("Every status is in a sent file.")
            if files:
                tip = _("It goes with the next exchange.")
                self.unsent.tell("send", more.format(count=f"{files:,}"), tip)
            else:
                self.unsent.tell("good", _("Nothing waits to be sent"), tip)
            return
        count = ngettext("{count} status not sent", "{count} statuses not sent", standing.unsent)
        words = count.format(count=f"{standing.unsent:,}")
        if standing.unsent_since:
            since = f"{standing.unsent_since:%b} {standing.unsent_since.day}"
            words = _("{what} since {date}").format(what=words, date=since)
        plans = ", ".join(standing.plans[:3])
        if len(standing.plans) > 3:
            plans = _("{plans} and {count} more").format(plans=plans, count=len(standing.plans) - 3)
        if plans:
            words = _("{what}, to {plans}").format(what=words, plans=plans)
        if files:
            words = _("{what}; {more}").format(what=words, more=more.format(count=f"{files:,}"))
        self.unsent.tell("send", words, _("They leave with the next status file."))

    def show_timer(self, row: TimerRow | None) -> None:
        """Say with whom a stopwatch runs and for how long; nothing while none does."""
        if row is not None:
            text = _("Timer paused at {minutes} min with {name}")
            if not row.paused:
                text = _("Timer: {minutes} min with {name}")
            words = text.format(minutes=row.seconds // 60, name=row.member_name)
            tip = _("Stop it in the member’s services, or in the note about them.")
            self.work.tell("time", words, tip, "muted" if row.paused else "accent")
        self.work.setVisible(row is not None)
        self._fit()

    def shows_timer(self) -> bool:
        """True while a stopwatch is told of."""
        return not self.work.isHidden()

    def show_lock(self, seconds: int) -> None:
        """Say when the window locks if nobody touches it."""
        if seconds > 90:
            minutes = round(seconds / 60)
            words = ngettext("Locks in {count} minute", "Locks in {count} minutes", minutes)
            self.lock.tell("timer", words.format(count=minutes))
        else:
            words = ngettext("Locks in {count} second", "Locks in {count} seconds", seconds)
            self.lock.tell("timer", words.format(count=seconds), tint="warning")
