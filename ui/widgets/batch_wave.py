"""The months ahead with a batch and without it: what ends already, what the batch adds, what fits.

Nothing rests on colour: what ends already is filled, what the batch adds is hatched and stands on
it, what the hours hold is a dashed line with its number, and the count stands above each bar.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from navigator_app.domain.batches import WaveMonth
from navigator_app.i18n import _
from ui import theme
from ui.models import batch_words, words
from ui.widgets import marks
from ui.widgets.bar_keys import BarKeys


class BatchWaveChart(BarKeys):
    """The bars of the months."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without months."""
        super().__init__(_("Authorizations that end, month by month, with the batch"), parent)
        self._months: tuple[WaveMonth, ...] = ()

    def bars(self) -> int:
        """How many months."""
        return len(self._months)

    def show_months(self, months: Sequence[WaveMonth]) -> None:
        """Show these; the month the batch adds most to becomes the current one."""
        self._months = tuple(months)
        self._current = -1
        self.set_current(max(range(len(months)), key=lambda at: months[at].added, default=-1))
        self.describe()
        self.update()

    def words(self) -> str:
        """The current month in a sentence."""
        if not 0 <= self._current < len(self._months):
            return ""
        return batch_words.month_words(self._months[self._current])

    def sizeHint(self) -> QSize:
        """As wide as it may, as high as a few lines."""
        return QSize(theme.px(640), theme.px(200) + 3 * marks.line_height(theme.SMALL))

    def minimumSizeHint(self) -> QSize:
        """The same height, and little width."""
        return QSize(theme.px(240), self.sizeHint().height())

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars, line, months and legend."""
        painter = QPainter(self)
        if not self._months:
            return
        for number in range(len(self._months)):
            self._paint_bar(painter, number)
        self._paint_line(painter)
        self._paint_months(painter)
        painter.end()

    def bar_rect(self, number: int) -> QRect:
        """The slot of a month, from the top of the chart to the ground."""
        line = marks.line_height(theme.SMALL)
        left, right = theme.px(8), self.width() - theme.px(8)
        step = (right - left) / max(1, len(self._months))
        top, foot = line + theme.px(10), self.height() - 2 * line - theme.px(16)
        first = left + round(number * step)
        return QRect(first, top, max(4, round((number + 1) * step) - round(number * step)),
                     max(8, foot - top))  # fmt: skip

    def _most(self) -> float:
        tallest = max(one.standing + one.added for one in self._months)
        return max(1.0, float(tallest), min(self._months[0].fits * 1.15, tallest * 2.5))

    def _height(self, slot: QRect, count: float) -> int:
        return max(2, round(slot.height() * count / self._most())) if count else 0

    def _paint_bar(self, painter: QPainter, number: int) -> None:
        month, slot = self._months[number], self.bar_rect(number)
        wide = min(max(6, slot.width() * 2 // 3), theme.px(44))
        left, foot = slot.left() + (slot.width() - wide) // 2, slot.bottom()
        if number == self._current:
            painter.fillRect(slot, theme.color("accent_soft"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            focus = self.hasFocus()
            painter.setPen(QPen(theme.color("focus" if focus else "border"), 2 if focus else 1))
            painter.drawRect(slot.adjusted(1, 0, -2, 0))
        stands, added = self._height(slot, month.standing), self._height(slot, month.added)
        painter.fillRect(QRect(left, foot - stands, wide, stands), theme.color("accent"))
        if added:
            tone = theme.color("danger" if month.over else "accent")
            box = QRect(left, foot - stands - added, wide - 1, added)
            painter.fillRect(box, theme.color("surface"))
            painter.fillRect(box, QBrush(tone, Qt.BrushStyle.BDiagPattern))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tone, 1))
            painter.drawRect(box)
        count = month.standing + month.added
        if count:
            text = str(count)
            high = marks.line_height(theme.SMALL)
            room = marks.text_width(text, theme.SMALL, semibold=True) + 4
            place = QRect(slot.center().x() - room // 2, foot - stands - added - high, room, high)
            marks.draw_text(
                painter, place, text, size=theme.SMALL, semibold=month.over,
                ink="danger" if month.over else "text", align=Qt.AlignmentFlag.AlignHCenter,
            )  # fmt: skip

    def _paint_line(self, painter: QPainter) -> None:
        """What the hours hold, where it is in sight."""
        slot, fits = self.bar_rect(0), self._months[0].fits
        if fits > self._most():
            return
        y = slot.bottom() - round(slot.height() * fits / self._most())
        painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(theme.px(8), y, self.width() - theme.px(8), y)
        text = _("the hours hold {n}").format(n=int(fits))
        wide, high = marks.text_width(text, theme.SMALL) + 8, marks.line_height(theme.SMALL)
        box = QRect(theme.px(12), y - high - 1, wide, high)
        painter.fillRect(box, theme.color("surface"))
        marks.draw_text(painter, box, text, size=theme.SMALL)

    def _paint_months(self, painter: QPainter) -> None:
        high, last_right = marks.line_height(theme.SMALL), -1
        foot = self.bar_rect(0).bottom()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(theme.px(8), foot, self.width() - theme.px(8), foot)
        for number, month in enumerate(self._months):
            slot, text = self.bar_rect(number), words.short_month(month.first)
            wide = marks.text_width(text, theme.SMALL) + 2
            left = max(slot.center().x() - wide // 2, 0)
            if left > last_right and left + wide < self.width():
                place = QRect(left, foot + theme.px(4), wide, high)
                marks.draw_text(painter, place, text, ink="muted", size=theme.SMALL)
                last_right = left + wide + theme.px(6)
        legend = QRect(theme.px(8), self.height() - high - 2, self.width() - theme.px(16), high)
        text = _("filled: end already    hatched: added by this batch")
        marks.draw_text(painter, legend, text, ink="muted", size=theme.SMALL)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a month."""
        at = event.position().toPoint().x()
        for number in range(len(self._months)):
            slot = self.bar_rect(number)
            if slot.left() <= at <= slot.right():
                self.set_current(number)
        super().mousePressEvent(event)
