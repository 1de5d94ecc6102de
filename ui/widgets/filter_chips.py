"""A row of chips, each a figure and a word, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.flow import FlowLayout


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice: its key, its word, and the tone and icon it is drawn with."""

    key: str
    word: str
    tone: str
    icon: str


class FigureChip(QAbstractButton):
    """A checkable tile: a large figure, an icon and a word under it."""

    def __init__(self, chip: Chip, parent: QWidget | None = None) -> None:
        """Keep the chip; the figure comes later."""
        super().__init__(parent)
        self.chip = chip
        self._figure = 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_figure(0)

    @property
    def figure(self) -> int:
        """The figure shown."""
        return self._figure

    def set_figure(self, figure: int) -> None:
        """Show another figure."""
        self._figure = figure
        self.setAccessibleName(_("{word}: {count} rows").format(word=self.chip.word, count=figure))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for figure and word."""
        small = QFontMetrics(theme.font(theme.SMALL))
        width = small.horizontalAdvance(self.chip.word) + theme.px(14) + theme.S12 * 3
        high = QFontMetrics(theme.font(theme.TITLE)).height() + small.height()
        return QSize(max(min(theme.px(136), 180), width), high + theme.S12 * 2)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the theme or the text size changes."""
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tile with figure, icon and word; chosen is edge and ground, focus a heavier edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = self.rect().adjusted(1, 1, -1, -1)
        chosen, focused = self.isChecked(), self.hasFocus()
        edge = "focus" if focused else "accent" if chosen else "line"
        painter.setPen(QPen(theme.color(edge), 2 if focused or chosen else 1))
        ground = "accent_soft" if chosen else "hover" if self.underMouse() else "surface"
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(inner, 8, 8)
        self._paint_words(painter, inner)

    def _paint_words(self, painter: QPainter, inner: QRect) -> None:
        big, small = theme.font(theme.TITLE, semibold=True), theme.font(theme.SMALL)
        left = inner.left() + theme.S12
        high = QFontMetrics(big).height()
        painter.setFont(big)
        quiet = self._figure == 0 and not self.isChecked()
        painter.setPen(theme.color("muted" if quiet else "text"))
        top = QRect(left, inner.top() + theme.S8, inner.width() - theme.S24, high)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, f"{self._figure:,}")
        side = theme.px(14)
        line = QFontMetrics(small).height()
        below = QRect(left, top.bottom() + theme.S4, inner.width() - theme.S24, line)
        sign = QRect(left, below.center().y() - side // 2, side, side)
        theme.draw_icon(painter, sign, self.chip.icon, "muted" if quiet else self.chip.tone)
        painter.setFont(small)
        painter.setPen(theme.color("muted" if quiet else "text"))
        painter.drawText(
            below.adjusted(side + theme.S4 + 2, 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self.chip.word,
        )


class FilterChips(QWidget):
    """Chips of which exactly one is chosen; arrow keys move among them.

    Signals:
        chosen(str): the key of the chip that is chosen now.
    """

    chosen = Signal(str)

    def __init__(self, chips: Sequence[Chip], parent: QWidget | None = None) -> None:
        """Make one tile for each chip and choose the first."""
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._tiles: dict[str, FigureChip] = {}
        layout = FlowLayout(self, theme.S8)
        for chip in chips:
            tile = FigureChip(chip, self)
            self._tiles[chip.key] = tile
            self._group.addButton(tile)
            layout.addWidget(tile)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        next(iter(self._tiles.values())).setChecked(True)
        self._group.buttonClicked.connect(self._clicked)

    @property
    def current(self) -> str:
        """The key of the chosen chip."""
        tile = self._group.checkedButton()
        return tile.chip.key if isinstance(tile, FigureChip) else ""

    def choose(self, key: str) -> None:
        """Choose a chip; says so only when it was another."""
        if key != self.current:
            self._tiles[key].setChecked(True)
            self.chosen.emit(key)

    def tile(self, key: str) -> FigureChip:
        """The tile of a key."""
        return self._tiles[key]

    def set_figures(self, figures: dict[str, int]) -> None:
        """Show the figures by key."""
        for key, figure in figures.items():
            self._tiles[key].set_figure(figure)

    def _clicked(self, tile: QAbstractButton) -> None:
        if isinstance(tile, FigureChip):
            self.chosen.emit(tile.chip.key)
