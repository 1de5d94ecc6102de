"""A picture from memory, to be made larger, smaller and turned."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.buttons import IconButton, QuietButton

_STEP, _LEAST, _MOST = 1.25, 0.1, 8.0


class PictureView(QWidget):
    """The picture with its buttons; + − 0 and R do the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without a picture."""
        super().__init__(parent)
        self._image = QImage()
        self._factor = 0.0  # 0: as large as fits
        self._turned = 0
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea()
        self.area.setWidget(self._label)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(_("The picture"))
        self.area.setMinimumHeight(theme.px(200))
        self.larger = IconButton("add", _("Larger (+)"))
        self.smaller = IconButton("minus", _("Smaller (-)"))
        self.turn = IconButton("refresh", _("Turn to the right (R)"))
        self.fit = QuietButton(_("Whole picture"))
        row = QHBoxLayout()
        row.setSpacing(theme.S4)
        for button in (self.larger, self.smaller, self.turn, self.fit):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        column.addWidget(self.area, 1)
        column.addLayout(row)
        self.larger.clicked.connect(self._enlarge)
        self.smaller.clicked.connect(self._shrink)
        self.turn.clicked.connect(self._turn_right)
        self.fit.clicked.connect(self._fit)

    def show_image(self, image: QImage, name: str) -> None:
        """Show a picture; `name` is what a screen reader calls it."""
        self._image, self._factor, self._turned = image, 0.0, 0
        self._label.setAccessibleName(name)
        self._paint()

    def factor(self) -> float:
        """Pixels of the screen for one of the picture's."""
        return self._factor or self._fitting()

    def shown_size(self) -> QSize:
        """The size at which it is shown."""
        return self._label.pixmap().deviceIndependentSize().toSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture that fits follows the room."""
        super().resizeEvent(event)
        if not self._factor:
            self._paint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "area"):
            self.area.setMinimumHeight(theme.px(200))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the buttons."""
        step = {
            Qt.Key.Key_Plus: self._enlarge,
            Qt.Key.Key_Equal: self._enlarge,
            Qt.Key.Key_Minus: self._shrink,
            Qt.Key.Key_0: self._fit,
            Qt.Key.Key_R: self._turn_right,
        }.get(Qt.Key(event.key()))
        if step is not None:
            step()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _enlarge(self) -> None:
        self._zoom(self.factor() * _STEP)

    @Slot()
    def _shrink(self) -> None:
        self._zoom(self.factor() / _STEP)

    @Slot()
    def _fit(self) -> None:
        self._zoom(0.0)

    @Slot()
    def _turn_right(self) -> None:
        self._turned = (self._turned + 90) % 360
        self._paint()

    def _zoom(self, factor: float) -> None:
        self._factor = min(max(factor, _LEAST), _MOST) if factor else 0.0
        self._paint()

    def _fitting(self) -> float:
        if self._image.isNull():
            return 1.0
        room = self.area.viewport().size()
        size = self._image.size()
        if self._turned % 180:
            size.transpose()
        return min(1.0, room.width() / size.width(), room.height() / size.height())

    def _paint(self) -> None:
        if self._image.isNull():
            self._label.clear()
            return
        ratio = self.devicePixelRatioF()
        scale = self.factor() * ratio
        turned = self._image.transformed(QTransform().rotate(self._turned))
        size = QSize(max(1, round(turned.width() * scale)), max(1, round(turned.height() * scale)))
        shown = turned.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        pixmap = QPixmap.fromImage(shown)
        pixmap.setDevicePixelRatio(ratio)
        self._label.setPixmap(pixmap)
