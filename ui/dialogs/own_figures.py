"""What the forms of the agency's own figures share: weights, and since when they hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import capacity_board, team_settings
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import board_words
from ui.widgets.kept_form import KeptDialog, Work
from ui.widgets.text import Small

Figures = Callable[[Workspace], dict[str, int]]


class Known(NamedTuple):
    """The figures by their ids, and when and by whom they were last set."""

    figures: dict[str, int]
    last: tuple[str, str] | None


def _read(figures: Figures, ws: Workspace) -> Known:
    return Known(figures(ws), capacity_board.last_set(ws))


def _keep(
    setter: Callable[[Workspace, dict[str, int]], Saved], values: dict[str, int], ws: Workspace
) -> Saved:
    return setter(ws, values)


def undo(saved: Saved, ws: Workspace) -> Changes:
    """Put back what held before, on the store's thread."""
    return team_settings.undo(ws, saved.undo)


class OwnFiguresDialog(KeptDialog):
    """A form with a field for each figure; who is derived adds the fields, then calls `show_all`.

    `setter` is what keeps the figures, on the store's thread.
    """

    def __init__(
        self,
        context: Context,
        title: str,
        setter: Callable[[Workspace, dict[str, int]], Saved],
        parent: QWidget | None = None,
    ) -> None:
        """`title` stands above the form."""
        super().__init__(context, None, title, _("Save"), parent)
        self._setter = setter
        self.since = Small("")

    def show_all(self, figures: Figures, wide: int, high: int, *beside: tuple[str, ...]) -> None:
        """Lay the form out, so large in pixels at 100 %, and read what holds; fields named
        together stand side by side."""
        self.assemble([*self.rows(*beside), self.since], wide, high)
        self.ask(partial(_read, figures), self._show)

    def work(self) -> Work:
        """Keep them."""
        return partial(_keep, self._setter, {key: self.value(key) for key in self.fields})

    def value(self, key: str) -> int:
        """The hundredths of the weight typed there; InputRejected for what is no number."""
        try:
            return board_words.read_weight(self.words(key))
        except ValueError as error:
            advice = _("Write for instance 1 or 1.25.")
            raise InputRejected(key, _("This is no number."), advice) from error

    def typed(self, key: str, value: int) -> str:
        """A figure as it stands in its field."""
        return board_words.weight(value)

    def _show(self, known: Known) -> None:
        self.since.setText(board_words.last_set(known.last, self.context.clock))
        self.show_known({key: self.typed(key, value) for key, value in known.figures.items()})

    def _written(self, result: Any) -> None:
        back = TakeBack(self.context, partial(undo, result)) if result.undo else None
        self.finish(result.changes, _("Figures kept"), back)
