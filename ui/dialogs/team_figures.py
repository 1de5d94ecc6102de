"""The agency's own weights, limit and days of the capacity board."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import capacity_board
from ui.context import Context
from ui.dialogs.own_figures import OwnFiguresDialog


class TeamFiguresDialog(OwnFiguresDialog):
    """The form."""

    draft_key = "team_figures"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is nothing."""
        super().__init__(context, _("Weights and limit"), capacity_board.set_figures, parent)
        self.whose.setText(_("No plan sets these; they are the agency’s own."))
        self._own = capacity_board.rules().own
        keys = list(self._own)
        for one in self._own.values():
            came = _("Came with the program: {weight}.").format(
                weight=self.typed(one.id, one.value)
            )
            self.add(
                one.id, _(one.title), QLineEdit(), f"{_(one.note)} {came}" if one.note else came
            )
        self.show_all(capacity_board.figures, 680, 640, *zip(keys[::2], keys[1::2], strict=True))

    def value(self, key: str) -> int:
        """Days and counts are whole numbers."""
        if self._own[key].hundredths:
            return super().value(key)
        value = self.number(key)
        if value is None:
            raise InputRejected(key, _("Give a number."))
        return value

    def typed(self, key: str, value: int) -> str:
        """Days and counts as they are."""
        return super().typed(key, value) if self._own[key].hundredths else str(value)
