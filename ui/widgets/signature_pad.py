"""A field to sign in, by pen, finger or mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from navigator_app.domain import ink
from navigator_app.i18n import _
from ui import theme

_MOST_RAW = 20_000
"""Points taken from the hand before any is thinned out: a palm that rests gives no end of them."""
_PEN = 3.2  # width of the line, pixels at 100 %


class SignaturePad(QWidget):
    """The field. What is drawn lives in this widget alone, and goes with it.

    Signals:
        drawn(): a stroke was added or taken away.
    """

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty and waiting."""
        super().__init__(parent)
        self._lines: list[list[tuple[float, float]]] = []
        self._under_way = False
        self._by_pen = False
        self._finger: int | None = None
        self._hint, self._right_to_left = _("Sign here"), False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name()

    def show_hint(self, text: str, right_to_left: bool) -> None:
        """The words below the line, in the language of the form, and where it begins."""
        self._hint, self._right_to_left = text, right_to_left
        self.update()

    def strokes(self) -> ink.Strokes:
        """What was drawn, in thousandths of the field's width."""
        return ink.settled(self._lines)

    def is_empty(self) -> bool:
        """True while nothing is drawn."""
        return not self._lines

    @Slot()
    def clear(self) -> None:
        """Take all of it away."""
        self._lines.clear()
        self._end()
        self._tell()

    @Slot()
    def undo_stroke(self) -> None:
        """Take the last stroke away."""
        if self._lines:
            self._lines.pop()
            self._end()
            self._tell()

    # size

    def sizeHint(self) -> QSize:
        """Wide enough for a whole name."""
        wide = theme.px(640)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """A hand needs some room."""
        wide = theme.px(280)
        return QSize(wide, self.heightForWidth(wide))

    def hasHeightForWidth(self) -> bool:
        """The field keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its shape asks."""
        return round(width * ink.HEIGHT / ink.WIDTH)

    # drawing

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen: what comes as a mouse besides is its echo."""
        at, kind = event.position(), event.type()
        if kind is QEvent.Type.TabletPress:
            self._by_pen = True
            self._start(at)
        elif kind is QEvent.Type.TabletMove and self._under_way:
            self._go(at)
        elif kind is QEvent.Type.TabletRelease:
            self._end()
            self._by_pen = False
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Fingers: the first draws, a palm or a second finger does not."""
        touches = (
            QEvent.Type.TouchBegin,
            QEvent.Type.TouchUpdate,
            QEvent.Type.TouchEnd,
            QEvent.Type.TouchCancel,
        )
        if event.type() in touches and isinstance(event, QTouchEvent):
            self._touched(event)
            event.accept()
            return True
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if self._by_mouse(event) and event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._start(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        if self._under_way and self._by_mouse(event):
            self._go(event.position())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        if self._by_mouse(event):
            self._end()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Z takes the last stroke away, Delete all of them."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Z and control:
            self.undo_stroke()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper and ink, light in either theme: what is signed looks as it will on paper."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        focused = self.hasFocus()
        edge = theme.color("focus" if focused else "border")
        painter.setPen(QPen(edge, 2.0 if focused else 1.0))
        painter.setBrush(QColor("#ffffff"))
        painter.drawRoundedRect(frame, 8, 8)
        self._paint_line(painter, frame)
        self._paint_ink(painter)
        painter.end()

    def _paint_line(self, painter: QPainter, frame: QRectF) -> None:
        base = frame.top() + frame.height() * 0.74
        side = frame.width() * 0.06
        painter.setPen(QPen(QColor("#85817a"), 1.2))
        painter.drawLine(QPointF(frame.left() + side, base), QPointF(frame.right() - side, base))
        font = theme.font(theme.TITLE)
        painter.setFont(font)
        start = frame.left() + side
        if self._right_to_left:
            start = frame.right() - side - painter.fontMetrics().horizontalAdvance("×")
        painter.drawText(QPointF(start, base - theme.px(6)), "×")
        painter.setPen(QColor("#5a6066"))
        painter.setFont(theme.font(theme.SMALL))
        room = QRectF(
            frame.left() + side, base + 2, frame.width() - 2 * side, frame.bottom() - base - 4
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._hint)

    def _paint_ink(self, painter: QPainter) -> None:
        scale = self.width() / ink.WIDTH
        pen = QPen(QColor("#10244d"), theme.px(1) * _PEN)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._lines:
            points = [QPointF(x * scale, y * scale) for x, y in line]
            if len(points) == 1:
                painter.drawPoint(points[0])
                continue
            path = QPainterPath(points[0])
            for point in points[1:]:
                path.lineTo(point)
            painter.drawPath(path)

    # strokes

    def _touched(self, event: QTouchEvent) -> None:
        if event.type() is QEvent.Type.TouchCancel:
            if self._under_way and self._lines:
                self._lines.pop()
            self._end()
            return
        for point in event.points():
            state = point.state()
            if state is QEventPoint.State.Pressed and self._finger is None and not self._by_pen:
                self._finger = point.id()
                self._start(point.position())
            elif point.id() != self._finger:
                continue
            elif state is QEventPoint.State.Updated:
                self._go(point.position())
            elif state is QEventPoint.State.Released:
                self._finger = None
                self._end()

    def _by_mouse(self, event: QMouseEvent) -> bool:
        """False for the echo of a pen or a finger, which was drawn already."""
        echo = event.deviceType() in (
            QPointingDevice.DeviceType.TouchScreen,
            QPointingDevice.DeviceType.Stylus,
        )
        return not echo and not self._by_pen and self._finger is None

    def _start(self, at: QPointF) -> None:
        if sum(map(len, self._lines)) < _MOST_RAW:
            self._under_way = True
            self._lines.append([self._scaled(at)])
            self._tell()

    def _go(self, at: QPointF) -> None:
        if self._under_way and sum(map(len, self._lines)) < _MOST_RAW:
            self._lines[-1].append(self._scaled(at))
            self.update()

    def _end(self) -> None:
        if self._under_way:
            self._under_way = False
            self._tell()
        self._finger = None

    def _scaled(self, at: QPointF) -> tuple[float, float]:
        """Where a point of the widget lies in the field; beyond the edge it comes to the edge."""
        scale = ink.WIDTH / max(self.width(), 1)
        x, y = at.x() * scale, at.y() * scale
        return min(max(x, 0.0), ink.WIDTH), min(max(y, 0.0), ink.HEIGHT)

    def _tell(self) -> None:
        self._name()
        self.update()
        self.drawn.emit()

    def _name(self) -> None:
        drawn = len(self._lines)
        said = _("Signature, drawn") if drawn else _("Signature, still empty")
        self.setAccessibleName(said)
        self.setAccessibleDescription(
            _("Draw with a pen, a finger or the mouse. Ctrl+Z takes the last line away.")
        )
