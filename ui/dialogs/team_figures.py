"""The agency's own weights, limit and days of the capacity board."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import capacity_board
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import board_words
from ui.widgets.kept_form import KeptDialog, Work
from ui.widgets.text import Small


class _Known(NamedTuple):
    figures: dict[str, int]
    last: tuple[str, str] | None


def _read(ws: Workspace) -> _Known:
    return _Known(capacity_board.figures(ws), capacity_board.last_set(ws))


def _keep(values: dict[str, int], ws: Workspace) -> Changes:
    return capacity_board.set_figures(ws, values)


class TeamFiguresDialog(KeptDialog):
    """The form."""

    draft_key = "team_figures"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is nothing."""
        super().__init__(context, None, _("Weights and limit"), _("Save"), parent)
        self.whose.setText(_("No plan sets these; they are the agency’s own."))
        self._own = capacity_board.rules().own
        for one in self._own.values():
            self.add(one.id, _(one.title), QLineEdit(), _(one.note))
        self.since = Small("")
        self.assemble([*self.fields.values(), self.since], 640, 760)
        self.ask(_read, self._show)

    def work(self) -> Work:
        """Keep them."""
        return partial(_keep, {key: self._value(key) for key in self.fields})

    def _value(self, key: str) -> int:
        if not self._own[key].hundredths:
            value = self.number(key)
            if value is None:
                raise InputRejected(key, _("Give a number."))
            return value
        try:
            return board_words.read_weight(self.words(key))
        except ValueError as error:
            advice = _("Write for instance 1 or 1.25.")
            raise InputRejected(key, _("This is no number."), advice) from error

    def _show(self, known: _Known) -> None:
        self.since.setText(board_words.last_set(known.last, self.context.clock))
        self.show_known({
            key: board_words.weight(value) if self._own[key].hundredths else str(value)
            for key, value in known.figures.items()
        })  # fmt: skip

    def _written(self, result: Any) -> None:
        self.finish(result, _("Figures kept"))
