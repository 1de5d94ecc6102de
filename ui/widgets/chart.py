"""Bars and lines that read without colour: patterns and shapes, a named axis, values in words.

The keyboard steps from place to place, and a screen reader hears each; the table with the same
figures stands below, wherever a chart is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets import marks
from ui.widgets.bar_keys import BarKeys

_ABOVE = 22  # pixels at 100 % for the number of the highest bar
_MARKED = (0.0, 0.5, 1.0)
"""Parts of the axis that are named."""
_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.NoBrush,
)
_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
)
_SHAPES = (0, 4, 3, -4)
"""Markers: a circle, a square, a triangle, a diamond."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures, a value for each place; None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart shows. Bars of several series stand on one another; lines stand apart.

    `unit` follows a value in words ("days"); `level` is a dashed line with its words.
    """

    name: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    lines: bool = False
    unit: str = ""
    percent: bool = False
    level: tuple[float, str] | None = None


class Chart(BarKeys):
    """One drawing; its places are what the keys step along."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(_("Chart"), parent)
        self._shown = Drawing("", (), ())

    def show_drawing(self, drawing: Drawing) -> None:
        """Show this; the newest place is the current one."""
        self._shown = drawing
        self._current = len(drawing.places) - 1
        self.setAccessibleName(drawing.name)
        self.describe()
        self.updateGeometry()
        self.update()

    def bars(self) -> int:
        """How many places there are."""
        return len(self._shown.places)

    def words(self) -> str:
        """The current place in a sentence."""
        return self.current_words()

    def current_words(self) -> str:
        """The current place in a sentence."""
        if self._current < 0:
            return ""
        told = [
            f"{one.name} {self._value(one.values[self._current])}"
            for one in self._shown.series
            if one.values[self._current] is not None
            and (self._shown.lines or one.values[self._current])
        ]
        place = self._shown.places[self._current]
        return f"{place}: {', '.join(told) or _('nothing')}"

    def sizeHint(self) -> QSize:
        """Room for the drawing, the places, and a legend as long as it must be."""
        small = marks.line_height(theme.SMALL)
        legend = self._legend(self.width())[1]
        return QSize(theme.px(600), theme.px(170) + 2 * small + legend + theme.px(20))

    def minimumSizeHint(self) -> QSize:
        """Narrow windows get narrow bars."""
        return QSize(theme.px(240), self.sizeHint().height())

    # where things lie

    def _box(self) -> QRect:
        """The drawing itself, without axis, places and legend."""
        small = marks.line_height(theme.SMALL)
        most = self._most()
        marked = (self._value(most * part) for part in _MARKED)
        left = theme.px(16) + max(marks.text_width(one, theme.SMALL) for one in marked)
        foot = small + self._legend(self.width())[1] + theme.px(20)
        return QRect(
            left,
            theme.px(_ABOVE),
            max(10, self.width() - left - theme.px(16)),
            max(10, self.height() - foot - theme.px(_ABOVE)),
        )

    def _slot(self, number: int) -> QRect:
        box, count = self._box(), max(1, len(self._shown.places))
        left = box.left() + box.width() * number // count
        right = box.left() + box.width() * (number + 1) // count
        return QRect(left, box.top(), right - left, box.height())

    def _most(self) -> float:
        """The value at the top."""
        shown, found = self._shown, [0.0]
        for number in range(len(shown.places)):
            values = [one.values[number] or 0.0 for one in shown.series]
            found.append(max(values, default=0.0) if shown.lines else sum(values))
        if shown.level:
            found.append(shown.level[0])
        most = max(found) or 1.0
        if shown.percent:
            return max(most, 1.0)
        step = float(10 ** max(0, len(str(int(most))) - 1))
        return float(-(-most // step) * step)

    def _y(self, value: float) -> float:
        box = self._box()
        return box.bottom() - box.height() * value / self._most()

    def _value(self, value: float | None) -> str:
        if value is None:
            return "–"
        if self._shown.percent:
            return f"{value:.0%}"
        number = f"{value:,.1f}".removesuffix(".0")
        return f"{number} {self._shown.unit}".strip()

    def _legend(self, width: int) -> tuple[list[tuple[QRect, Series]], int]:
        """Where each series is named, from the foot's top; and how high the legend is."""
        high = marks.line_height(theme.SMALL) + theme.px(4)
        left, top = theme.px(12), 0
        found: list[tuple[QRect, Series]] = []
        for one in self._shown.series:
            wide = marks.text_width(one.name, theme.SMALL) + theme.px(48)
            if found and left + wide > width - theme.px(12):
                left, top = theme.px(12), top + high
            found.append((QRect(left, top, wide, high), one))
            left += wide
        return found, top + high

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axis, figures, names, and the ring of the current place."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("surface"))
        weight = 2 if self.hasFocus() else 1
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "line"), weight))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        if self._shown.places:
            self._paint_axis(painter)
            self._paint_current(painter)
            for number, one in enumerate(self._shown.series):
                if self._shown.lines:
                    self._paint_series(painter, number, one)
            if not self._shown.lines:
                for number in range(len(self._shown.places)):
                    self._paint_bar(painter, number)
            self._paint_level(painter)
            self._paint_places(painter)
            if not any(any(one.values) for one in self._shown.series):
                words, middle = (
                    _("Nothing has been counted here yet."),
                    Qt.AlignmentFlag.AlignHCenter,
                )
                marks.draw_text(painter, self._box(), words, ink="muted", align=middle)
        self._paint_legend(painter)
        painter.end()

    def _paint_axis(self, painter: QPainter) -> None:
        box, most = self._box(), self._most()
        high = marks.line_height(theme.SMALL)
        for part in _MARKED:
            y = self._y(most * part)
            painter.setPen(QPen(theme.color("border" if not part else "line"), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            where = QRect(theme.px(6), round(y) - high // 2, box.left() - theme.px(12), high)
            text, right = self._value(most * part), Qt.AlignmentFlag.AlignRight
            marks.draw_text(painter, where, text, ink="muted", size=theme.SMALL, align=right)

    def _paint_current(self, painter: QPainter) -> None:
        if self._current >= 0:
            painter.fillRect(self._slot(self._current), theme.color("accent_soft"))

    def _paint_bar(self, painter: QPainter, place: int) -> None:
        slot, foot = self._slot(place), 0.0
        wide = max(3, min(theme.px(40), slot.width() * 2 // 3))
        left = slot.center().x() - wide // 2
        for number, one in enumerate(self._shown.series):
            value = one.values[place] or 0.0
            if not value:
                continue
            top, low = self._y(foot + value), self._y(foot)
            bar = QRectF(left, top, wide, low - top)
            painter.fillRect(bar, theme.color("surface"))
            self._fill(painter, bar, number)
            foot += value
        text = self._value(foot) if foot and not self._shown.unit else ""
        if text and marks.text_width(text, theme.SMALL) <= slot.width():
            high = marks.line_height(theme.SMALL)
            where = QRect(slot.left(), max(0, round(self._y(foot)) - high), slot.width(), high)
            middle = Qt.AlignmentFlag.AlignHCenter
            marks.draw_text(painter, where, text, size=theme.SMALL, align=middle)

    def _fill(self, painter: QPainter, bar: QRectF, number: int) -> None:
        ink = theme.color("accent")
        painter.fillRect(bar, QBrush(ink, _PATTERNS[number % len(_PATTERNS)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1))
        painter.drawRect(bar)

    def _paint_series(self, painter: QPainter, number: int, one: Series) -> None:
        ink, before = theme.color("accent"), None
        for place, value in enumerate(one.values):
            if value is None:
                before = None
                continue
            point = QPointF(self._slot(place).center().x(), self._y(value))
            if before is not None:
                painter.setPen(QPen(ink, 1.5, _DASHES[number % len(_DASHES)]))
                painter.drawLine(before, point)
            before = point
        for place, value in enumerate(one.values):
            if value is not None:
                point = QPointF(self._slot(place).center().x(), self._y(value))
                self._marker(painter, point, number)

    def _marker(self, painter: QPainter, at: QPointF, number: int) -> None:
        size, shape = theme.px(5), _SHAPES[number % len(_SHAPES)]
        ink = theme.color("accent")
        painter.setPen(QPen(ink, 1.5))
        painter.setBrush(theme.color("surface") if number % 2 else ink)
        if shape == 0:
            painter.drawEllipse(at, size, size)
        elif shape == 4:
            painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))
        else:
            above, low = QPointF(at.x(), at.y() - size), QPointF(at.x(), at.y() + size)
            left, right = QPointF(at.x() - size, at.y()), QPointF(at.x() + size, at.y())
            if shape == 3:
                left, right = QPointF(left.x(), low.y()), QPointF(right.x(), low.y())
            corners = [above, right, left] if shape == 3 else [above, right, low, left]
            painter.drawPolygon(QPolygonF(corners))

    def _paint_level(self, painter: QPainter) -> None:
        if self._shown.level is None:
            return
        value, words = self._shown.level
        box, y = self._box(), round(self._y(value))
        painter.setPen(QPen(theme.color("text"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(box.left(), y, box.right(), y)
        wide, high = marks.text_width(words, theme.SMALL) + 4, marks.line_height(theme.SMALL)
        where = QRect(self._free(wide), max(1, y - high - 1), wide, high)
        painter.fillRect(where, theme.color("surface"))
        marks.draw_text(painter, where, words, size=theme.SMALL)

    def _free(self, wide: int) -> int:
        """Where words above the level meet no bar: as far right as there is room."""
        shown, box = self._shown, self._box()
        busy = [
            self._slot(number)
            for number in range(len(shown.places))
            if any(one.values[number] for one in shown.series)
        ]
        last = box.right() - wide
        for left in range(last, box.left(), -theme.px(8)):
            if not any(slot.right() > left and slot.left() < left + wide for slot in busy):
                return left
        return last

    def _paint_places(self, painter: QPainter) -> None:
        high, beyond = marks.line_height(theme.SMALL), -1
        for number, text in enumerate(self._shown.places):
            slot = self._slot(number)
            wide = marks.text_width(text, theme.SMALL) + 2
            left = min(max(0, slot.center().x() - wide // 2), self.width() - wide - 4)
            if left > beyond:
                where = QRect(left, slot.bottom() + theme.px(4), wide, high)
                marks.draw_text(painter, where, text, ink="muted", size=theme.SMALL)
                beyond = left + wide + theme.px(6)

    def _paint_legend(self, painter: QPainter) -> None:
        named, high = self._legend(self.width())
        top = self.height() - high - theme.px(6)
        for number, (where, one) in enumerate(named):
            side = theme.px(14)
            swatch = QRectF(where.left(), top + where.top() + 2, side, side)
            if self._shown.lines:
                y = swatch.center().y()
                painter.setPen(QPen(theme.color("accent"), 1.5, _DASHES[number % len(_DASHES)]))
                painter.drawLine(QPointF(swatch.left() - 4, y), QPointF(swatch.right() + 4, y))
                self._marker(painter, swatch.center(), number)
            else:
                self._fill(painter, swatch, number)
            text = where.translated(0, top).adjusted(side + theme.px(8), 0, 0, 0)
            marks.draw_text(painter, text, one.name, size=theme.SMALL)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click stands on a place."""
        for number in range(len(self._shown.places)):
            if self._slot(number).contains(event.position().toPoint()):
                self.set_current(number)
        super().mousePressEvent(event)
