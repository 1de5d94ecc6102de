"""One photo or scan as a button: its picture small, its title, what it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from navigator_app.domain.attachments import Attachment
from navigator_app.i18n import _
from navigator_app.services.attachment_words import kind_words, size_words
from ui import theme
from ui.widgets import marks

WIDE, HIGH = 176, 112  # pixels of the picture at 100 %


class AttachmentTile(QAbstractButton):
    """The tile; a click opens it.

    Signals:
        opened(str): the id of the attachment to look at.
    """

    opened = Signal(str)

    def __init__(self, row: Attachment, added: str, parent: QWidget | None = None) -> None:
        """`added` is the day it came in, in words."""
        super().__init__(parent)
        self.row = row
        self._meta = f"{kind_words(row.media_type)} · {size_words(row.size)}"
        self._added = added
        self._image: QImage | None = None
        self.setAccessibleName(row.title)
        self.setAccessibleDescription(_("{what}, added {day}").format(what=self._meta, day=added))
        self.setToolTip(row.title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._open)

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.row.id)

    def show_image(self, image: QImage | None) -> None:
        """Show the picture; None leaves the sign of a file."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        """Picture, title of one line, two lines of small words."""
        words = marks.line_height() + 2 * marks.line_height(theme.SMALL)
        return QSize(theme.px(WIDE) + 2, theme.px(HIGH) + words + theme.S16 + theme.S4)

    def minimumSizeHint(self) -> QSize:
        """Nothing of it is cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the theme or the text size changes."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A framed picture, the words below; focus is a heavier edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = self.rect().adjusted(1, 1, -1, -1)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.color("focus" if focused else "line"), 2 if focused else 1))
        painter.setBrush(theme.color("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(inner, 8, 8)
        picture = QRect(inner.left(), inner.top(), inner.width(), theme.px(HIGH))
        self._paint_picture(painter, picture.adjusted(theme.S4, theme.S4, -theme.S4, 0))
        left, room = inner.left() + theme.S8, inner.width() - theme.S16
        top = picture.bottom() + theme.S8
        place = QRect(left, top, room, marks.line_height())
        font = theme.font(semibold=True)
        shown = QFontMetrics(font).elidedText(self.row.title, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        for text in (self._meta, self._added):
            place = QRect(left, place.bottom() + 1, room, marks.line_height(theme.SMALL))
            marks.draw_text(painter, place, text, ink="muted", size=theme.SMALL)
        painter.end()

    def _paint_picture(self, painter: QPainter, place: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(place, 6, 6)
        if self._image is None:
            side = theme.px(36)
            sign = QRect(0, 0, side, side)
            sign.moveCenter(place.center())
            theme.draw_icon(painter, sign, "file", "muted")
            return
        size = self._image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        shown = QRect(place.topLeft(), size)
        shown.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(shown, self._image)
