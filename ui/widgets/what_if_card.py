"""What if: so many more referrals, or somebody gone. Tried on the board in sight, never written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain.board import NOBODY
from navigator_app.domain.board_rows import BoardPage
from navigator_app.domain.vocabulary import Service
from navigator_app.domain.what_if import Outlook
from navigator_app.errors import InputRejected, NavigatorError
from navigator_app.i18n import _
from navigator_app.services import capacity_board
from ui import theme
from ui.models import board_words, words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.text import Body, Muted

_NONE = "-"  # stands for nobody's members among the people


class WhatIfCard(Card):
    """The card.

    Signals:
        tried(object): an `Outlook` to show beside the board, None for the board as it is.
    """

    tried = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without a board; `show_page` brings one."""
        super().__init__(_("What if"), parent)
        self._page: BoardPage | None = None
        self.count = QLineEdit("10")
        self.service = choice_field({one.slug: _(one.value) for one in Service})
        self.language, self.area = QComboBox(), QComboBox()
        self.person = QComboBox()
        self.fields = {
            "count": LabelledField(_("More referrals"), self.count),
            "service": LabelledField(_("Service"), self.service),
            "language": LabelledField(_("Language"), self.language),
            "area": LabelledField(_("Area"), self.area),
            "person": LabelledField(_("Or without"), self.person),
        }
        self.add = PlainButton(_("Try these"), "add")
        self.lose = PlainButton(_("Try without"), "user")
        self.back = QuietButton(_("Back to the board as it is"), "close")
        self.said = Body("")
        self.service.setMinimumContentsLength(20)
        self._assemble()
        self.add.clicked.connect(self._add)
        self.lose.clicked.connect(self._lose)
        self.back.clicked.connect(self._back)

    def show_page(self, page: BoardPage) -> None:
        """Another board: what was tried on the one before is gone."""
        self._page = page
        spoken = {one for row in page.board.rows for one in row.who.languages}
        languages = sorted(spoken | set(page.languages), key=str.casefold)
        _choices(self.language, {"": _("Any language")} | {one: one for one in languages if one})
        _choices(self.area, {"": _("Any area")} | {one: one for one in page.areas})
        people = {row.who.id: words.isolated(row.who.name) for row in page.board.rows}
        if page.board.nobody is not None:
            people = {_NONE: _("Nobody’s members handed round")} | people
        _choices(self.person, people)
        self._show(None)

    def _assemble(self) -> None:
        self.column.addWidget(Muted(_("Tried on the board in sight; nothing is written and nobody "
                                      "is assigned.")))  # fmt: skip
        for keys, button in (
            (("count", "service", "language", "area"), self.add), (("person",), self.lose),
        ):  # fmt: skip
            line = QWidget()
            flow = FlowLayout(line, theme.S12)
            for key in keys:
                flow.addWidget(self.fields[key])
            flow.addWidget(_lowered(button))
            self.column.addWidget(line)
        self.column.addWidget(self.said)
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.said.hide()
        self.back.hide()

    @Slot()
    def _add(self) -> None:
        page = self._page
        if page is None:
            return
        self.fields["count"].show_error("")
        try:
            text = self.count.text().strip()
            count = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
            self._show(capacity_board.try_referrals(
                page.board, count, Service.from_slug(str(self.service.currentData())),
                language=str(self.language.currentData() or ""),
                area=str(self.area.currentData() or ""),
            ))  # fmt: skip
        except InputRejected as error:
            self.fields["count"].show_error(error.message)
            self.count.setFocus()

    @Slot()
    def _lose(self) -> None:
        key = str(self.person.currentData() or "")
        if self._page is None or not key:
            return
        self.fields["person"].show_error("")
        try:
            chosen = NOBODY if key == _NONE else key
            self._show(capacity_board.try_without(self._page.board, chosen))
        except NavigatorError as error:
            self.fields["person"].show_error(error.message)

    @Slot()
    def _back(self) -> None:
        self._show(None)
        self.count.setFocus()

    def _show(self, outlook: Outlook | None) -> None:
        self.said.setText(board_words.outlook(outlook) if outlook else "")
        self.said.setVisible(outlook is not None)
        self.back.setVisible(outlook is not None)
        self.tried.emit(outlook)


def _lowered(button: QWidget) -> QWidget:
    """A button on the line of the fields beside it, which have a label above them."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, theme.px(theme.BODY + theme.S8), 0, 0)
    column.addWidget(button)
    return frame


def _choices(box: QComboBox, choices: dict[str, str]) -> None:
    kept = box.currentData()
    box.clear()
    for key, text in choices.items():
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(kept)))
