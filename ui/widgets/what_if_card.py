"""What if: so many more referrals, or somebody gone. Tried on the board in sight, never written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain import what_if
from navigator_app.domain.board import NOBODY, Cell
from navigator_app.domain.board_rows import BoardPage, OpenBatch
from navigator_app.domain.vocabulary import Service
from navigator_app.domain.what_if import Outlook
from navigator_app.errors import InputRejected, NavigatorError
from navigator_app.i18n import _, ngettext
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
        self._added: tuple[Cell, ...] = ()
        self._area = ""
        self._gone: str | None = None
        self.batch = choice_field({"": _("So many")})
        self.count = QLineEdit("10")
        self.service = choice_field({one.slug: _(one.value) for one in Service})
        self.language, self.area = choice_field({}), choice_field({})
        self.person = choice_field({})
        self.fields = {
            "batch": LabelledField(_("Add"), self.batch),
            "count": LabelledField(_("More referrals"), self.count),
            "service": LabelledField(_("Service"), self.service),
            "language": LabelledField(_("Language"), self.language),
            "area": LabelledField(_("Area"), self.area),
            "person": LabelledField(_("Without"), self.person),
        }
        self.add = PlainButton(_("Try these"), "add")
        self.lose = PlainButton(_("Try without"), "user")
        self.back = QuietButton(_("Back to the board as it is"), "close")
        self.said = Body("")
        for box, letters in (
            (self.service, 32), (self.language, 14), (self.area, 14), (self.person, 26),
            (self.batch, 24),
        ):  # fmt: skip
            box.setMinimumContentsLength(letters)
        self._assemble()
        self.add.clicked.connect(self._add)
        self.lose.clicked.connect(self._lose)
        self.back.clicked.connect(self._go_back)

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
        said = {one.id: _batch_words(one) for one in page.batches}
        _choices(self.batch, {"": _("So many")} | said)
        self.fields["batch"].setVisible(bool(page.batches))
        self._turn()
        self._back()

    def _assemble(self) -> None:
        self.column.addWidget(Muted(_("Tried on the board in sight, one on top of the other; "
                                      "nothing is written and nobody is assigned.")))  # fmt: skip
        for keys, button in (
            (("batch", "count", "service", "language", "area"), self.add), (("person",), self.lose),
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
        self.batch.currentIndexChanged.connect(self._turn)

    @Slot()
    def _turn(self) -> None:
        """A batch brings its own number, service and languages."""
        for key in ("count", "service", "language"):
            self.fields[key].setVisible(not self.batch.currentData())

    def _wanted(self) -> tuple[Cell, ...]:
        """What is to be added: a batch's members, or so many alike."""
        key = str(self.batch.currentData() or "")
        for one in self._page.batches if self._page else ():
            if one.id == key:
                return one.cells
        text = self.count.text().strip()
        count = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
        if not 1 <= count <= what_if.MOST:
            raise InputRejected("count", _("Try 1 to {most} referrals.").format(most=what_if.MOST))
        service = Service.from_slug(str(self.service.currentData()))
        return (what_if.referrals(count, service, str(self.language.currentData() or "")),)

    @Slot()
    def _add(self) -> None:
        if self._page is None:
            return
        box, name = (self.batch, "batch") if self.batch.currentData() else (self.count, "count")
        for key in ("count", "batch"):
            self.fields[key].show_error("")
        before = self._added, self._area
        try:
            self._added, self._area = self._wanted(), str(self.area.currentData() or "")
            self._try()
        except InputRejected as error:
            self._added, self._area = before  # what cannot be tried is not kept for the next try
            self.fields[name].show_error(error.message)
            box.setFocus()

    @Slot()
    def _lose(self) -> None:
        key = str(self.person.currentData() or "")
        if self._page is None or not key:
            return
        self.fields["person"].show_error("")
        try:
            self._gone = NOBODY if key == _NONE else key
            self._try()
        except NavigatorError as error:
            self._gone = None
            self.fields["person"].show_error(error.message)

    def _try(self) -> None:
        """Both together, as far as each was asked for."""
        if self._page is not None:
            board = self._page.board
            self._show(
                capacity_board.try_both(board, self._added, area=self._area, gone=self._gone)
            )

    @Slot()
    def _go_back(self) -> None:
        self._back()
        self.count.setFocus()

    def _back(self) -> None:
        self._added, self._area, self._gone = (), "", None
        self._show(None)

    def _tried(self) -> str:
        """What was asked for, before what it would bring."""
        count, parts = sum(cell.members for cell in self._added), []
        if count:
            said = ngettext("With {n} referral more", "With {n} referrals more", count)
            parts.append(said.format(n=count))
        if self._gone == NOBODY:
            parts.append(_("with nobody’s members handed round"))
        elif self._gone is not None:
            row = self._page.board.row(self._gone) if self._page else None
            name = words.isolated(row.who.name) if row else ""
            parts.append(_("without {name}").format(name=name))
        text = _(", ").join(parts)
        return text[:1].upper() + text[1:]

    def _show(self, outlook: Outlook | None) -> None:
        found = board_words.outlook(outlook) if outlook else ""
        self.said.setText(f"{self._tried()}: {found}" if found else "")
        self.said.setVisible(outlook is not None)
        self.back.setVisible(outlook is not None)
        self.tried.emit(outlook)


def _batch_words(one: OpenBatch) -> str:
    said = ngettext("{title}, {n} new", "{title}, {n} new", one.members)
    return said.format(title=words.isolated(one.title) or _("Batch"), n=one.members)


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
