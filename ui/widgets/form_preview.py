"""One page of a form as it will print: turned, made larger and smaller, drawn on its own thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from navigator_app.i18n import _
from navigator_app.services.form_desk import Picture
from ui import theme
from ui.context import Context
from ui.widgets.buttons import IconButton, QuietButton
from ui.widgets.text import Small

_INCH = 96.0
_STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
"""Sizes on the screen, 1 for that of the paper; 0 stands for the width of the room."""

_SETTLE_MS = 120
_LEAST = 160
"""Pixels of the narrowest page that is drawn."""


def image_of(picture: Picture) -> QImage:
    """The picture as Qt's, with bytes of its own."""
    kind = QImage.Format.Format_RGB888
    image = QImage(picture.pixels, picture.width, picture.height, picture.stride, kind)
    return image.copy()


def _picture(number: int, pdf: bytes, page: int, dpi: float) -> tuple[int, Picture]:
    from navigator_app.services import form_desk

    return number, form_desk.picture(pdf, page, dpi)


class _Sheets(QScrollArea):
    """The paper; the keys for paging turn it.

    Signals:
        turned(int): so many pages on, -1 for back.
        resized(): there is another room for it.
    """

    turned = Signal(int)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.paper = QLabel()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.paper.setContentsMargins(1, 1, 1, 1)
        self.setWidget(self.paper)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page up and down turn the sheets; the arrows scroll."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.turned.emit(step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width asks for another picture."""
        super().resizeEvent(event)
        self.resized.emit()


class FormPreview(QFrame):
    """The preview; `show_document` hands it the bytes.

    Signals:
        shown(): a page stands on the screen.
    """

    shown = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self._context = context
        self._pdf, self._pages, self._page = b"", 0, 0
        self._zoom = 0.0
        self._inches = (8.5, 11.0)
        self._asked = 0
        self._sheets = _Sheets()
        self.back = IconButton("left", _("Page before"))
        self.on = IconButton("right", _("Next page"))
        self.place = Small("")
        self.smaller = IconButton("minus", _("Smaller"))
        self.larger = IconButton("add", _("Larger"))
        self.fit = QuietButton(_("Fit width"))
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._assemble()
        self.back.clicked.connect(self._turn_back)
        self.on.clicked.connect(self._turn_on)
        self.smaller.clicked.connect(self._zoom_out)
        self.larger.clicked.connect(self._zoom_in)
        self.fit.clicked.connect(self._zoom_fit)
        self._sheets.turned.connect(self._turn)
        self._sheets.resized.connect(self._resized)
        self._settle.timeout.connect(self._draw)

    def _assemble(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.S8, theme.S4, theme.S8, theme.S4)
        bar.setSpacing(theme.S4)
        for part in (self.back, self.place, self.on):
            bar.addWidget(part)
        bar.addStretch(1)
        for button in (self.smaller, self.larger, self.fit):
            bar.addWidget(button)
        self.place.setWordWrap(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._sheets, 1)
        self.setMinimumSize(theme.px(280), theme.px(240))
        self._say_place()

    def sizeHint(self) -> QSize:
        """Room for a page that can be read."""
        return QSize(theme.px(560), theme.px(640))

    @property
    def pages(self) -> int:
        """How many pages the document has; 0 before there is one."""
        return self._pages

    def page(self) -> int:
        """The page in sight, from 0."""
        return self._page

    def drawn(self) -> QSize:
        """Pixels of the page on the screen; empty before there is one."""
        found = self._sheets.paper.pixmap()
        return found.size() if not found.isNull() else QSize()

    def clear(self) -> None:
        """Show nothing: there is no document."""
        self._pdf, self._pages, self._page = b"", 0, 0
        self._asked += 1
        self._sheets.paper.setPixmap(QPixmap())
        self._sheets.paper.resize(0, 0)
        self._say_place()

    def show_document(self, pdf: bytes, pages: int) -> None:
        """Show another document, at the page that was in sight where it still has one."""
        self._pdf, self._pages = pdf, pages
        self._page = min(self._page, max(0, pages - 1))
        self._say_place()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size gives the page another room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_settle"):
            self.setMinimumSize(theme.px(280), theme.px(240))
            self._settle.start()

    def _dpi(self) -> float:
        room = max(_LEAST, self._sheets.viewport().width() - 2 * theme.S12)
        dots = self._zoom * _INCH if self._zoom else room / self._inches[0]
        return dots * self.devicePixelRatioF()

    @Slot()
    def _draw(self) -> None:
        if not self._pdf:
            return
        self._asked += 1
        work = partial(_picture, self._asked, self._pdf, self._page, self._dpi())
        failed = self._context.show_refusal
        self._context.tasks.draw(work, self._show, owner=self, failed=failed)

    def _show(self, drawn: tuple[int, Picture]) -> None:
        number, picture = drawn
        if number != self._asked:
            return  # another page or size was asked for meanwhile
        if picture.inches != self._inches:
            self._inches = picture.inches
            if not self._zoom:
                self._draw()
                return
        pixels = QPixmap.fromImage(image_of(picture))
        pixels.setDevicePixelRatio(self.devicePixelRatioF())
        self._sheets.paper.setPixmap(pixels)
        self._sheets.paper.resize(pixels.deviceIndependentSize().toSize())
        self.shown.emit()

    def _say_place(self) -> None:
        there = self._pages > 0
        text = _("Page {number} of {count}").format(number=self._page + 1, count=self._pages)
        self.place.setText(text if there else _("No page yet"))
        self._sheets.setAccessibleName(_("The form as it will print"))
        self._sheets.setAccessibleDescription(self.place.text())
        self.back.setEnabled(there and self._page > 0)
        self.on.setEnabled(there and self._page + 1 < self._pages)
        for button in (self.smaller, self.larger, self.fit):
            button.setEnabled(there)

    @Slot()
    def _resized(self) -> None:
        if not self._zoom and self._pdf:
            self._settle.start()

    @Slot(int)
    def _turn(self, step: int) -> None:
        page = min(max(0, self._page + step), max(0, self._pages - 1))
        if page != self._page:
            self._page = page
            self._sheets.verticalScrollBar().setValue(0)
            self._say_place()
            self._draw()

    @Slot()
    def _turn_back(self) -> None:
        self._turn(-1)

    @Slot()
    def _turn_on(self) -> None:
        self._turn(1)

    @Slot()
    def _zoom_in(self) -> None:
        here = self._dpi() / self.devicePixelRatioF() / _INCH
        self._set_zoom(next((one for one in _STEPS if one > here + 0.01), _STEPS[-1]))

    @Slot()
    def _zoom_out(self) -> None:
        here = self._dpi() / self.devicePixelRatioF() / _INCH
        self._set_zoom(next((one for one in reversed(_STEPS) if one < here - 0.01), _STEPS[0]))

    @Slot()
    def _zoom_fit(self) -> None:
        self._set_zoom(0.0)

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._draw()
