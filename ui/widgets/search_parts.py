"""Rows of the search section: a fact with its name, a home that may fit, a voucher, a request."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.housing_match import Matched
from navigator_app.i18n import _
from ui import theme
from ui.context import Context
from ui.models import housing_words
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Picture
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Small, Strong


class AskButton(QuietButton):
    """Opens a form about something.

    Signals:
        asked(str, object): the form's key, and what it is about.
    """

    asked = Signal(str, object)

    def __init__(self, text: str, icon: str, form: str, about: object, of: str = "") -> None:
        """`form` is its draft key; `of` names for a screen reader what it belongs to."""
        super().__init__(text, icon)
        self.form, self.about = form, about
        if of:
            self.setAccessibleName(f"{text}: {of}")
        self.clicked.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.asked.emit(self.form, self.about)


class Asking:
    """A widget that asks for forms; `asks` are its buttons in reading order."""

    context: Context
    asks: list[AskButton]

    def ask(self, text: str, icon: str, form: str, about: object, of: str = "") -> AskButton:
        """A button that opens a form."""
        button = AskButton(text, icon, form, about, of)
        button.asked.connect(self.context.ways.ask)
        self.asks.append(button)
        return button


def column(gap: int = theme.S12) -> tuple[QWidget, QVBoxLayout]:
    """A plain column without margins."""
    widget = QWidget()
    inside = QVBoxLayout(widget)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(gap)
    return widget, inside


def emptied(widget: QWidget) -> QVBoxLayout:
    """The column of a part that is filled anew."""
    inside = widget.layout()
    assert isinstance(inside, QVBoxLayout)
    while (item := inside.takeAt(0)) is not None:
        gone = item.widget()
        if gone is not None:
            gone.hide()
            gone.deleteLater()
    return inside


def pairs(rows: Sequence[tuple[str, str]]) -> QWidget:
    """Names at the left, what is known at the right."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.S16)
    grid.setVerticalSpacing(theme.S8)
    for place, (name, text) in enumerate(rows):
        label, value = Small(name), Body(housing_words.soft(text))
        label.setWordWrap(False)
        value.setAccessibleName(f"{name}: {text}")
        grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, place, 1)
    grid.setColumnMinimumWidth(0, theme.px(84))
    grid.setColumnStretch(1, 1)
    return widget


def buttons_row(buttons: Sequence[QWidget]) -> QWidget:
    """Buttons that wrap."""
    widget = QWidget()
    flow = FlowLayout(widget, theme.S8)
    for button in buttons:
        flow.addWidget(button)
    return widget


def pill(kind: str, text: str, name: str = "") -> StatusPill:
    """A state; `name` is what a screen reader says before it."""
    made = StatusPill()
    made.show_state(kind, text)
    if name:
        made.setAccessibleName(f"{name}: {text}")
    return made


def match_row(match: Matched, buttons: Sequence[QWidget]) -> QWidget:
    """A home that may fit, with its reasons."""
    widget, inside = column(theme.S4)
    head = QWidget()
    flow = FlowLayout(head, theme.S12)
    title = Strong(housing_words.soft(match.unit.title))
    flow.addWidget(title)
    share = housing_words.share(match)
    if share:
        tone = "warning" if match.share.over_own else "neutral"
        flow.addWidget(pill(tone, share, match.unit.title))
    inside.addWidget(head)
    facts = housing_words.unit_line(match.unit)
    if facts:
        inside.addWidget(Small(facts))
    for sign, tint, name, reasons in (
        ("check", "good", _("Fits"), match.fits),
        ("close", "danger", _("Speaks against it"), match.against),
        ("help", "muted", _("Not known"), match.unknown),
    ):
        if reasons:
            inside.addWidget(_reasons(sign, tint, name, housing_words.all_told(reasons)))
    inside.addWidget(Small(housing_words.told(match.share.how)))
    inside.addWidget(buttons_row(buttons))
    return widget


def _reasons(sign: str, tint: str, name: str, text: str) -> QWidget:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S8)
    picture = Picture(sign, 18, tint)
    picture.setAccessibleName(name)
    picture.setToolTip(name)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    said = Body(text)
    said.setAccessibleName(f"{name}: {text}")
    row.addWidget(said, 1)
    return widget
