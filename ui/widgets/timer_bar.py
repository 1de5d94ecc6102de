"""A stopwatch with a member: start, pause, take over. It runs in the store, not in the widget."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from navigator_app.domain.service_rows import TimerRow
from navigator_app.i18n import _
from navigator_app.services import work_timer
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.buttons import PlainButton
from ui.widgets.flow import FlowLayout
from ui.widgets.text import Small


def _read(ws: Workspace) -> TimerRow | None:
    return work_timer.running(ws)


def _start(member_id: str, ws: Workspace) -> TimerRow:
    return work_timer.start(ws, member_id)


def _pause(ws: Workspace) -> TimerRow:
    return work_timer.pause(ws)


def _stop(ws: Workspace) -> TimerRow:
    return work_timer.stop(ws)


def _tall() -> QSizePolicy:
    """As tall as the lines that its width asks for."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    return policy


class TimerBar(QWidget):
    """The buttons and the time.

    Signals:
        stopped(TimerRow): it was ended; whoever shows it may take its minutes over.
    """

    stopped = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Ask what runs; nothing until a member is named."""
        super().__init__(parent)
        self._context = context
        self._member_id = ""
        self._row: TimerRow | None = None
        self._read_at = context.clock.now().astimezone(UTC)
        self.go = PlainButton(_("Start timer"), "timer")
        self.end = PlainButton(_("Stop and use"), "stop")
        self.says = Small("")
        self.says.setWordWrap(False)
        row = FlowLayout(self, theme.S8)
        for part in (self.go, self.end, self.says):
            row.addWidget(part)
        self.setSizePolicy(_tall())
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._show_time)
        self.go.clicked.connect(self._toggle)
        self.end.clicked.connect(self._end)
        self._show()
        self.refresh()

    def sizeHint(self) -> QSize:
        """As wide as all of it in one line."""
        parts = [part for part in (self.go, self.end, self.says) if not part.isHidden()]
        width = sum(part.sizeHint().width() + theme.S8 for part in parts) - theme.S8
        return QSize(width, max(part.sizeHint().height() for part in parts))

    def show_member(self, member_id: str) -> None:
        """Whom a new one would run with."""
        self._member_id = member_id
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask the store what runs."""
        self._context.tasks.run(_read, self._take, owner=self, failed=self._context.show_refusal)

    def seconds(self) -> int:
        """What it shows now."""
        if self._row is None:
            return 0
        if self._row.paused:
            return self._row.seconds
        return self._row.seconds + self._since()

    def _since(self) -> int:
        now = self._context.clock.now().astimezone(UTC)
        return max(0, int((now - self._read_at).total_seconds()))

    def _take(self, row: TimerRow | None) -> None:
        self._row = row
        self._read_at = self._context.clock.now().astimezone(UTC)
        self._show()

    def _show(self) -> None:
        mine = self._row is not None and self._row.member_id == self._member_id
        running = self._row is not None and not self._row.paused
        self.end.setVisible(mine)
        self.go.setEnabled(bool(self._member_id) and (self._row is None or mine))
        if running and mine:
            self.go.setText(_("Pause"))
        else:
            self.go.setText(_("Go on") if mine else _("Start timer"))
        self._tick.start() if running else self._tick.stop()
        self._show_time()

    @Slot()
    def _show_time(self) -> None:
        if self._row is None:
            self.says.setText("")
            return
        minutes, seconds = divmod(self.seconds(), 60)
        time = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        text = _("{time}, paused") if self._row.paused else "{time}"
        if self._row.member_id != self._member_id:
            text = _("{time} with {name}")
        name = words.isolated(self._row.member_name)
        self.says.setText(text.format(time=time, name=name))

    @Slot()
    def _toggle(self) -> None:
        row = self._row
        work = partial(_start, self._member_id) if row is None or row.paused else _pause
        self._run(work)

    @Slot()
    def _end(self) -> None:
        failed = self._context.show_refusal
        self._context.tasks.run(_stop, self._ended, owner=self, failed=failed)

    def _run(self, work: Callable[[Workspace], TimerRow]) -> None:
        failed = self._context.show_refusal
        self._context.tasks.run(work, self._moved, owner=self, failed=failed)

    def _moved(self, row: TimerRow | None) -> None:
        self._take(row)
        self._context.ways.timer_moved.emit()

    def _ended(self, row: TimerRow) -> None:
        self._moved(None)
        self.stopped.emit(row)
