"""Bars of the weeks ahead: hours of packets against hours there are; each bar is reached by key.

Nothing rests on colour: the line of hours is dashed and named, what goes beyond it is hatched, what
is already asked for is hollow, and the number above a bar says how many authorizations end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from navigator_app.domain.waves import Week
from navigator_app.i18n import _
from ui import theme
from ui.models import ledger_words, words
from ui.widgets import marks
from ui.widgets.bar_keys import BarKeys


class WaveChart(BarKeys):
    """The bars.

    Signals:
        opened(int): Enter on a week: show its members.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without weeks."""
        super().__init__(_("Authorizations that end, week by week"), parent)
        self._weeks: tuple[Week, ...] = ()
        self._per_packet = 1.0
        self._today = date.min
        self.setMouseTracking(True)

    def bars(self) -> int:
        """How many weeks."""
        return len(self._weeks)

    def show_weeks(self, weeks: Sequence[Week], per_packet: float, today: date) -> None:
        """Show these weeks; the current one stays where it was while it is there."""
        self._weeks, self._per_packet, self._today = tuple(weeks), per_packet, today
        if not 0 <= self._current < len(self._weeks):
            busy = [number for number, week in enumerate(self._weeks) if week.ending]
            self._current = busy[0] if busy else (0 if self._weeks else -1)
        self.describe()
        self.update()

    def words(self) -> str:
        """The current week in a sentence."""
        if self._current < 0:
            return ""
        return ledger_words.week_words(self._weeks[self._current], self._today)

    def sizeHint(self) -> QSize:
        """Bars, and the months below them."""
        return QSize(theme.px(600), theme.px(180) + 3 * marks.line_height(theme.SMALL))

    def minimumSizeHint(self) -> QSize:
        """Narrow windows get narrow bars."""
        return QSize(theme.px(240), self.sizeHint().height())

    # where things lie

    def bar_rect(self, number: int) -> QRect:
        """The slot of a week, from the top of the bars to their foot."""
        left, right = self._left(), self.width() - theme.px(8)
        slot = (right - left) / max(1, len(self._weeks))
        top = marks.line_height(theme.SMALL) + theme.px(4)
        start = round(left + number * slot)
        return QRect(start, top, max(2, round(left + (number + 1) * slot) - start), self._foot())

    def _left(self) -> int:
        return theme.px(8)

    def _foot(self) -> int:
        """Height of the bars."""
        small = marks.line_height(theme.SMALL)
        return self.height() - 3 * small - theme.px(20)  # the numbers, the months, the legend

    def _most(self) -> float:
        """The hours that fill the whole height: the fullest week, or the line with room above."""
        full = [week.ending * self._per_packet for week in self._weeks]
        there = max((week.available for week in self._weeks), default=1.0)
        return max([*full, there * 1.15, 1.0])

    def _week_at(self, place: QPoint) -> int:
        for number in range(len(self._weeks)):
            box = self.bar_rect(number)
            if box.left() <= place.x() < box.left() + box.width():
                return number
        return -1

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw months, bars, the line of hours, and the ring of the current week."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "line"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if self._weeks:
            self._paint_months(painter)
            for number, week in enumerate(self._weeks):
                self._paint_bar(painter, number, week)
            self._paint_line(painter)
            self._paint_counts(painter)
        painter.end()

    def _paint_bar(self, painter: QPainter, number: int, week: Week) -> None:
        slot = self.bar_rect(number)
        foot, most = slot.bottom(), self._most()
        wide = max(2, slot.width() - max(1, slot.width() // 4))
        left = slot.left() + (slot.width() - wide) // 2
        if number == self._current:
            painter.fillRect(slot, theme.color("accent_soft"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            weight = 2 if self.hasFocus() else 1
            painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "border"), weight))
            painter.drawRect(slot.adjusted(1, 0, -1, 0))
        if not week.ending:
            return
        high = max(3, round(slot.height() * week.hours / most)) if week.hours else 0
        within = min(high, round(slot.height() * min(week.hours, week.available) / most))
        tone = theme.color("danger" if week.over else "accent")
        painter.fillRect(QRect(left, foot - within, wide, within), theme.color("accent"))
        beyond = QRect(left, foot - high, wide, high - within)
        if week.over:
            painter.fillRect(beyond, theme.color("danger_soft"))
            painter.fillRect(beyond, QBrush(tone, Qt.BrushStyle.BDiagPattern))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tone, 1))
            painter.drawRect(beyond)
        asked = round(slot.height() * week.asked * self._per_packet / most)
        if asked:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawRect(QRect(left, foot - high - asked, wide, asked))

    def _paint_counts(self, painter: QPainter) -> None:
        """How many end, above each bar, over the line of hours."""
        for number, week in enumerate(self._weeks):
            if week.ending:
                slot = self.bar_rect(number)
                hours = week.hours + week.asked * self._per_packet
                top = slot.bottom() - max(3, round(slot.height() * hours / self._most()))
                self._paint_count(painter, slot, top - theme.px(2), week)

    def _paint_count(self, painter: QPainter, slot: QRect, top: int, week: Week) -> None:
        text = str(week.ending)
        wide = marks.text_width(text, theme.SMALL, semibold=week.over)
        if wide > slot.width() + theme.px(6):
            return  # the sentence below and the table say it
        high = marks.line_height(theme.SMALL)
        box = QRect(slot.center().x() - wide // 2, max(theme.px(2), top - high), wide + 2, high)
        painter.fillRect(box.adjusted(-1, 1, 1, -1), theme.color("surface"))
        ink = "danger" if week.over else "text"
        marks.draw_text(painter, box, text, ink=ink, size=theme.SMALL, semibold=week.over)

    def _paint_line(self, painter: QPainter) -> None:
        """The hours there are, dashed and named."""
        slot, there = self.bar_rect(0), self._weeks[0].available
        y = slot.bottom() - round(slot.height() * there / self._most())
        painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(self._left(), y, self.width() - theme.px(8), y)
        text = _("{hours} a week").format(hours=ledger_words.hours_words(there))
        wide = marks.text_width(text, theme.SMALL) + theme.px(8)
        high = marks.line_height(theme.SMALL)
        box = QRect(self._free(wide, y - high - 1), y - high - 1, wide, high)
        painter.fillRect(box, theme.color("surface"))
        marks.draw_text(painter, box, text, size=theme.SMALL, align=Qt.AlignmentFlag.AlignRight)

    def _free(self, wide: int, top: int) -> int:
        """Where words so wide meet no bar: as far right as there is room, else at the right."""
        slots = [self.bar_rect(number) for number in range(len(self._weeks))]
        busy = [slot for slot, week in zip(slots, self._weeks, strict=True)
                if week.ending and self._top(slot, week) < top + marks.line_height(theme.SMALL)
                ]  # fmt: skip
        last = self.width() - theme.px(12) - wide
        for left in range(last, self._left(), -theme.px(8)):
            if not any(slot.right() > left and slot.left() < left + wide for slot in busy):
                return left
        return last

    def _top(self, slot: QRect, week: Week) -> int:
        """Where a week's bar and the number above it begin."""
        hours = week.hours + week.asked * self._per_packet
        high = max(3, round(slot.height() * hours / self._most()))
        return slot.bottom() - high - marks.line_height(theme.SMALL)

    def _paint_months(self, painter: QPainter) -> None:
        high, last_right = marks.line_height(theme.SMALL), -1
        foot = self.bar_rect(0).bottom()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(self._left(), foot, self.width() - theme.px(8), foot)
        for number, week in enumerate(self._weeks):
            begins = number == 0 or week.first.month != self._weeks[number - 1].first.month
            if not begins:
                continue
            x = self.bar_rect(number).left()
            text = words.short_month(week.first)
            wide = marks.text_width(text, theme.SMALL)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(x, foot, x, foot + theme.px(6))
            if x > last_right and x + wide < self.width():
                box = QRect(x, foot + theme.px(6), wide + 2, high)
                marks.draw_text(painter, box, text, ink="muted", size=theme.SMALL)
                last_right = x + wide + theme.px(8)
        legend = QRect(self._left(), self.height() - high - 2, self.width() - theme.px(16), high)
        text = _("number: how many end    filled: hours    hatched: too much    hollow: asked for")
        marks.draw_text(painter, legend, text, ink="muted", size=theme.SMALL)

    # keyboard and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the week's members."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens a week's members."""
        number = self._week_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and number >= 0:
            self.set_current(number)
            self.opened.emit(number)
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tooltips say a week."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self._week_at(event.pos())
            if number >= 0:
                text = ledger_words.week_words(self._weeks[number], self._today)
                QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
