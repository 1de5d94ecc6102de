"""One referral as a line in time: signs above it, authorization on it, attempts below.

Read by shape before colour: a diamond is the referral, a circle a status (filled: it stands now),
a tick an attempt (with a head: the member was reached), a bar the authorization, a dashed line
today. Left and right move from sign to sign; the words of each stand below the line.
"""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.models import words
from ui.models.loop_line import LoopLine, Mark, Span
from ui.widgets import marks

_BESIDE = 10  # pixels between two labels at 100 %


class Timeline(QWidget):
    """The line. Give it a `LoopLine` with `show_line`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._line: LoopLine | None = None
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Loop and authorization in time"))

    def show_line(self, line: LoopLine, name: str) -> None:
        """Show a line; `name` is what a screen reader calls it."""
        self._line = line
        self._current = -1
        self.setAccessibleName(_("{name} in time").format(name=name))
        self.setAccessibleDescription(line.sentence())
        self.updateGeometry()
        self.update()

    def current_words(self) -> str:
        """The sentence of the sign the keyboard stands on; empty before it was used."""
        if self._line is None or not 0 <= self._current < len(self._line.marks):
            return ""
        return self._line.marks[self._current].detail

    def sizeHint(self) -> QSize:
        """Two rows of labels, the line, the months, the words of one sign."""
        return QSize(theme.px(480), self._axis_y() + self._months_height() + self._words_height())

    def minimumSizeHint(self) -> QSize:
        """Half as wide."""
        return QSize(theme.px(240), self.sizeHint().height())

    # where things lie

    def _label_height(self) -> int:
        return marks.line_height(theme.SMALL) + theme.px(2)

    def _axis_y(self) -> int:
        """The line itself; the authorization's bar lies right on it."""
        return 2 * self._label_height() + theme.px(26)

    def _bar_height(self) -> int:
        return marks.line_height(theme.SMALL) + theme.px(6)

    def _months_height(self) -> int:
        return self._bar_height() + theme.px(18) + marks.line_height(theme.SMALL)

    def _words_height(self) -> int:
        return marks.line_height(theme.SMALL) + theme.px(theme.S8)

    def _x(self, when: date) -> int:
        assert self._line is not None
        left, right = theme.px(14), self.width() - theme.px(14)
        return round(left + (right - left) * self._line.share(when))

    def _mark_y(self, mark: Mark) -> int:
        if mark.kind == "attempt":
            return self._axis_y() + self._bar_height() + theme.px(7)
        return self._axis_y() - theme.px(10)

    def _mark_at(self, place: QPoint) -> int:
        assert self._line is not None
        reach = theme.px(10)
        best, closest = -1, reach + 1
        for number, mark in enumerate(self._line.marks):
            if mark.kind == "today" or abs(place.y() - self._mark_y(mark)) > reach:
                continue
            away = abs(place.x() - self._x(mark.on))
            if away < closest:
                best, closest = number, away
        return best

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar, line, months, today, signs, words."""
        if self._line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_months(painter)
        for span in self._line.spans:
            self._paint_span(painter, span)
        self._paint_axis(painter)
        self._paint_today(painter)
        for number, mark in enumerate(self._line.marks):
            self._paint_mark(painter, mark, number == self._current and self.hasFocus())
        self._paint_labels(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_axis(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.color("border"), 2))
        painter.drawLine(theme.px(8), self._axis_y(), self.width() - theme.px(8), self._axis_y())

    def _paint_months(self, painter: QPainter) -> None:
        assert self._line is not None
        top = self._axis_y() + self._bar_height() + theme.px(16)
        first = self._line.first.replace(day=1)
        last_right = -1
        while first <= self._line.last:
            following = (first + timedelta(days=32)).replace(day=1)
            if first >= self._line.first:
                x = self._x(first)
                painter.setPen(QPen(theme.color("line"), 1))
                painter.drawLine(x, self._axis_y(), x, top)
                text = words.short_month(first)
                wide = marks.text_width(text, theme.SMALL)
                if x > last_right and x + wide < self.width():
                    box = QRect(x, top, wide + 2, marks.line_height(theme.SMALL))
                    marks.draw_text(painter, box, text, ink="muted", size=theme.SMALL)
                    last_right = x + wide + theme.px(_BESIDE)
            first = following

    def _paint_span(self, painter: QPainter, span: Span) -> None:
        assert self._line is not None
        goes_on = span.end > self._line.last
        right = self.width() - theme.px(2) if goes_on else self._x(span.end)
        left = min(self._x(span.start), right - 6)
        box = QRect(left, self._axis_y(), right - left, self._bar_height())
        painter.setBrush(theme.color(f"{span.tone}_soft"))
        painter.setPen(QPen(theme.color(span.tone), 1))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        inner = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
        if goes_on:
            self._paint_going_on(painter, inner, span)
        else:
            painter.setPen(QPen(theme.color(span.tone), 3))
            painter.drawLine(right, box.top(), right, box.bottom())
        if inner.width() > theme.px(40):
            marks.draw_text(
                painter, inner, span.label, ink=span.tone, size=theme.SMALL, semibold=True
            )

    def _paint_going_on(self, painter: QPainter, inner: QRect, span: Span) -> None:
        """At the end of a bar that reaches further: until when, and an arrow."""
        side = theme.px(theme.SMALL + 2)
        arrow = QRect(inner.right() - side, inner.center().y() - side // 2 + 1, side, side)
        theme.draw_icon(painter, arrow, "forward", span.tone)
        text = _("until {date}").format(date=words.day(span.end))
        room = inner.adjusted(0, 0, -side - theme.px(4), 0)
        wide = marks.text_width(text, theme.SMALL)
        if room.width() > wide + marks.text_width(span.label, theme.SMALL) + theme.px(40):
            side_by = Qt.AlignmentFlag.AlignRight
            marks.draw_text(painter, room, text, ink=span.tone, size=theme.SMALL, align=side_by)

    def _paint_today(self, painter: QPainter) -> None:
        assert self._line is not None
        x = self._x(self._line.today)
        painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(
            x, self._label_height(), x, self._axis_y() + self._bar_height() + theme.px(14)
        )

    def _paint_mark(self, painter: QPainter, mark: Mark, chosen: bool) -> None:
        if mark.kind == "today":
            return
        centre = QPointF(self._x(mark.on), self._mark_y(mark))
        ink = theme.color(mark.tone)
        radius = theme.px(6)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawEllipse(centre, radius + 5, radius + 5)
        painter.setPen(QPen(ink, 2))
        if mark.kind == "attempt":
            tip = theme.px(6)
            painter.drawLine(centre + QPointF(0, -tip), centre + QPointF(0, tip))
            painter.setBrush(ink if mark.strong else theme.color("surface"))
            painter.drawEllipse(centre + QPointF(0, tip), theme.px(3), theme.px(3))
            return
        painter.drawLine(centre, QPointF(centre.x(), self._axis_y()))
        painter.setBrush(ink if mark.strong else theme.color("surface"))
        if mark.kind == "referral":
            corners = ((0, -radius), (radius, 0), (0, radius), (-radius, 0))
            painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in corners]))
        else:
            painter.drawEllipse(centre, radius, radius)

    def _paint_labels(self, painter: QPainter) -> None:
        """Words above the signs, newest and heaviest first, where there is room for them."""
        assert self._line is not None
        taken: list[QRect] = []
        wanted = [mark for mark in self._line.marks if mark.kind != "attempt"]
        wanted.sort(key=lambda mark: (mark.kind != "today", not mark.strong, -mark.on.toordinal()))
        for mark in wanted:
            text = mark.label
            if mark.kind != "today":
                text = f"{text} {words.short_day(mark.on, self._line.today)}"
            wide = marks.text_width(text, theme.SMALL, semibold=mark.strong) + 2
            x = min(max(0, self._x(mark.on) - wide // 2), max(0, self.width() - wide))
            rows = (0,) if mark.kind == "today" else (1, 0)
            for row in rows:
                box = QRect(x, row * self._label_height(), wide, self._label_height())
                beside = box.adjusted(-theme.px(_BESIDE), 0, theme.px(_BESIDE), 0)
                if not any(beside.intersects(other) for other in taken):
                    taken.append(box)
                    painter.fillRect(box, theme.color("surface"))  # today's line stays behind
                    marks.draw_text(
                        painter,
                        box,
                        text,
                        ink="text" if mark.strong or mark.kind == "today" else "muted",
                        size=theme.SMALL,
                        semibold=mark.strong,
                    )
                    break

    def _paint_words(self, painter: QPainter) -> None:
        """The sign under the keyboard, else what the signs mean."""
        text = self.current_words() if self.hasFocus() else ""
        high = marks.line_height(theme.SMALL)
        box = QRect(theme.px(4), self.height() - high, self.width(), high)
        if text:
            marks.draw_text(painter, box, text, size=theme.SMALL)
        else:
            marks.draw_text(painter, box, _legend(), ink="muted", size=theme.SMALL)

    # keyboard and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, Home and End."""
        count = len(self._line.marks) if self._line else 0
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps and count:
            self._stand(min(max(0, self._current + steps[key]), count - 1))
        elif key == Qt.Key.Key_Home and count:
            self._stand(0)
        elif key == Qt.Key.Key_End and count:
            self._stand(count - 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on the newest sign."""
        super().focusInEvent(event)
        if self._current < 0 and self._line is not None:
            self._current = len(self._line.marks) - 1
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what lies under the mouse."""
        super().mouseMoveEvent(event)
        self._tip(event.position().toPoint(), event.globalPosition().toPoint())

    def event(self, event: QEvent) -> bool:
        """Tooltips follow the signs; another text size makes another height."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._tip(event.pos(), event.globalPos())
            return True
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        return super().event(event)

    def _tip(self, place: QPoint, on_screen: QPoint) -> None:
        if self._line is None:
            return
        found = self._mark_at(place)
        text = self._line.marks[found].detail if found >= 0 else ""
        if not text and self._axis_y() <= place.y() <= self._axis_y() + self._bar_height():
            here = [s for s in self._line.spans if self._x(s.start) <= place.x() <= self._x(s.end)]
            text = here[0].detail if here else ""
        if text:
            QToolTip.showText(on_screen, text, self)
        else:
            QToolTip.hideText()

    def _stand(self, number: int) -> None:
        self._current = number
        text = self.current_words()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.update()


def _legend() -> str:
    return _("◇ referral    ○ status    ● status now    ╷ attempt, filled: reached")
