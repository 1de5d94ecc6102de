"""The items of a deposit request as they are filled in: a box each, its errors at its fields."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain import money
from navigator_app.domain.deposits import Item
from navigator_app.i18n import _
from ui import theme
from ui.models import deposit_words
from ui.widgets.asking_dialog import choice_field, choose
from ui.widgets.buttons import IconButton, PlainButton
from ui.widgets.fields import LabelledField
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Strong

_NARROW = 460  # pixels at 100 %: narrower, two fields stand one above the other
_TEXTS = ("cents", "vendor", "vendor_contact", "what")


class Beside(QWidget):
    """Two fields side by side where there is room."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        """`first` takes the larger part."""
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.S12)
        for part, stretch in ((first, 3), (second, 2)):
            self._row.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn with the width."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_NARROW)
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if wide else way.TopToBottom)


class ItemBox(QFrame):
    """One item.

    Signals:
        changed(): something was typed or chosen.
        removed(object): this box is to go.
    """

    changed = Signal()
    removed = Signal(object)

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        """Filled from an item; what it does not show (copy, id) is kept."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self._item = item
        self.title = Strong("")
        self.remove = IconButton("delete", _("Take this item out"))
        self.kind = choice_field({"": _("Choose"), **deposit_words.kinds()})
        self.lines = {key: QLineEdit() for key in _TEXTS}
        self.fields = {
            "kind": LabelledField(_("What it is"), self.kind),
            "cents": LabelledField(_("Amount, taxes included"), self.lines["cents"]),
            "vendor": LabelledField(_("Who is paid"), self.lines["vendor"]),
            "vendor_contact": LabelledField(_("How to reach them"), self.lines["vendor_contact"]),
            "what": LabelledField(_("Note on it (optional)"), self.lines["what"]),
        }
        self.lines["cents"].setPlaceholderText(_("$"))
        self.lines["vendor_contact"].setPlaceholderText(_("phone or e-mail"))
        self._assemble()
        self._fill(item)
        self.kind.currentIndexChanged.connect(self.changed)
        for line in self.lines.values():
            line.textChanged.connect(self.changed)
        self.remove.clicked.connect(self._remove)

    def number(self, place: int) -> None:
        """Name the box by its place, counted from 1, for eyes and screen readers."""
        self.title.setText(_("Item {n}").format(n=place))
        self.remove.setAccessibleName(_("Take item {n} out").format(n=place))
        for field in self.fields.values():
            name = _("{field}, item {n}").format(field=field.label.text(), n=place)
            field.widget.setAccessibleName(name)

    def item(self) -> Item:
        """What is filled in. An amount that cannot be read is none; `unread` says why."""
        try:
            cents = money.cents(self.lines["cents"].text())
        except ValueError:
            cents = None
        known = self._item
        return Item(
            kind=str(self.kind.currentData() or ""),
            cents=cents,
            what=self.lines["what"].text().strip(),
            vendor=self.lines["vendor"].text().strip(),
            vendor_contact=self.lines["vendor_contact"].text().strip(),
            attachment_id=known.attachment_id,
            copy=known.copy,
            id=known.id,
        )

    def unread(self) -> str:
        """What is wrong with the amount as it is typed; empty when nothing."""
        typed = self.lines["cents"].text().strip()
        if not typed:
            return ""
        try:
            money.cents(typed)
        except ValueError:
            if money.negative(typed):
                return _("An amount cannot be below nothing.")
            most = money.dollars(money.MOST_CENTS)
            return _("Write an amount such as 1,250.00, at most {most}.").format(most=most)
        return ""

    def show_errors(self, errors: dict[str, str]) -> None:
        """Mark the fields that are named, and take the mark off all others."""
        for key, field in self.fields.items():
            field.show_error(errors.get(key, ""))

    def typed(self) -> dict[str, str]:
        """What stands in the fields, letter by letter."""
        texts = {key: line.text() for key, line in self.lines.items()}
        return {"id": self._item.id, "kind": str(self.kind.currentData() or ""), **texts}

    def put_back(self, typed: dict[str, str]) -> None:
        """Fill the fields letter by letter."""
        choose(self.kind, typed.get("kind", ""))
        for key, line in self.lines.items():
            line.setText(typed.get(key, ""))

    def _fill(self, item: Item) -> None:
        choose(self.kind, item.kind)
        for key in ("vendor", "vendor_contact", "what"):
            self.lines[key].setText(getattr(item, key))
        self.lines["cents"].setText(money.field(item.cents))

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S16, theme.S8, theme.S16, theme.S16)
        column.setSpacing(theme.S12)
        column.addLayout(head)
        column.addWidget(Beside(self.fields["kind"], self.fields["cents"]))
        column.addWidget(Beside(self.fields["vendor"], self.fields["vendor_contact"]))
        column.addWidget(self.fields["what"])

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self)


class ItemsEditor(QWidget):
    """The boxes, and a button for one more.

    Signals:
        changed(): the items are others than before.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without an item."""
        super().__init__(parent)
        self.boxes: list[ItemBox] = []
        self.add = PlainButton(_("Add an item"), "add")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S12)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._add_empty)

    def show_items(self, items: tuple[Item, ...]) -> None:
        """Show these and no others."""
        for box in list(self.boxes):
            self._drop(box)
        for item in items:
            self.add_item(item)

    def add_item(self, item: Item) -> ItemBox:
        """Show one more."""
        box = ItemBox(item)
        box.changed.connect(self.changed)
        box.removed.connect(self._remove)
        self._column.insertWidget(len(self.boxes), box)
        self.boxes.append(box)
        self._number()
        return box

    def items(self) -> tuple[Item, ...]:
        """All that is filled in."""
        return tuple(box.item() for box in self.boxes)

    def _number(self) -> None:
        for place, box in enumerate(self.boxes, 1):
            box.number(place)
        follow_layout(self.window())

    def _drop(self, box: ItemBox) -> None:
        self.boxes.remove(box)
        self._column.removeWidget(box)
        box.hide()
        box.deleteLater()

    @Slot(object)
    def _remove(self, box: ItemBox) -> None:
        place = self.boxes.index(box)
        self._drop(box)
        self._number()
        near = self.boxes[min(place, len(self.boxes) - 1)].kind if self.boxes else self.add
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    @Slot()
    def _add_empty(self) -> None:
        box = self.add_item(Item(""))
        box.kind.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
