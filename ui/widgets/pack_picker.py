"""The rules of a plan: one pack, or several in their order, the nearest first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.i18n import _
from ui import theme
from ui.widgets.buttons import IconButton, QuietButton
from ui.widgets.fields import LabelledField

JOIN = "+"
MOST = 6

Choices = tuple[tuple[str, str], ...]


class _Under(QWidget):
    """One more pack, with the button that takes it away."""

    def __init__(self, number: int) -> None:
        """`number` counts from 2, for the names."""
        super().__init__()
        self.box = QComboBox()
        self.box.setAccessibleName(_("Deadlines and limits, pack {n}").format(n=number))
        self.away = IconButton("close", _("Take away pack {n}").format(n=number))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S8)
        row.addWidget(self.box, 1)
        row.addWidget(self.away)


class PackPicker(QWidget):
    """The first pack always stands there; more are laid under it.

    Signals:
        rebuilt(): a row came or went; the page puts its controls in order.
    """

    rebuilt = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with one box and no choices."""
        super().__init__(parent)
        self._choices: Choices = ()
        self.first = QComboBox()
        self.field = LabelledField(_("Deadlines and limits"), self.first)
        self.under: list[_Under] = []
        self.more = QuietButton(_("Lay others under it"), "add")
        self.more.setAccessibleDescription(_("Where two speak of the same, the nearest is taken."))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.S8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        column.addWidget(self.field)
        column.addLayout(self._rows)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.more.clicked.connect(self._add)

    def set_choices(self, choices: Choices) -> None:
        """Offer these: (key, name); what is chosen stays where it is still offered."""
        if choices == self._choices:
            return
        chosen = self.policy()
        self._choices = choices
        for box in self._boxes():
            _fill(box, choices)
        self.set_policy(chosen)

    def policy(self) -> str:
        """The keys chosen, joined by a plus sign; one that is named twice counts once."""
        keys = [str(box.currentData()) for box in self._boxes() if box.currentData()]
        return JOIN.join(dict.fromkeys(keys))

    def set_policy(self, policy: str) -> None:
        """Show these keys."""
        first, *others = policy.split(JOIN)
        self.first.setCurrentIndex(max(0, self.first.findData(first)))
        while len(self.under) > len(others):
            self._drop(self.under[-1])
        while len(self.under) < len(others):
            self._append()
        for row, key in zip(self.under, others, strict=True):
            row.box.setCurrentIndex(max(0, row.box.findData(key)))
        self._settle()

    def _boxes(self) -> list[QComboBox]:
        return [self.first, *(row.box for row in self.under)]

    @Slot()
    def _add(self) -> None:
        taken = {box.currentData() for box in self._boxes()}
        row = self._append()
        free = (n for n, (key, _name) in enumerate(self._choices) if key not in taken)
        row.box.setCurrentIndex(next(free, 0))
        self._settle()
        row.box.setFocus()

    @Slot()
    def _take_away(self) -> None:
        for row in self.under:
            if row.away is self.sender():
                self._drop(row)
                break
        self._settle()
        self.more.setFocus()

    def _append(self) -> _Under:
        row = _Under(len(self.under) + 2)
        _fill(row.box, self._choices)
        row.away.clicked.connect(self._take_away)
        self.under.append(row)
        self._rows.addWidget(row)
        return row

    def _drop(self, row: _Under) -> None:
        self.under.remove(row)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _settle(self) -> None:
        self.more.setEnabled(len(self.under) + 1 < min(MOST, len(self._choices)))
        self.rebuilt.emit()


def _fill(box: QComboBox, choices: Choices) -> None:
    box.clear()
    for key, words in choices:
        box.addItem(words, key)
