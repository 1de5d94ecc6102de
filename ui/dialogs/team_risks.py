"""The agency's own weights of what makes a chart more likely to be drawn by risk."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.review import RiskSign
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import capacity_board, review_figures
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import board_words
from ui.widgets.kept_form import KeptDialog, Work
from ui.widgets.text import Small


class _Known(NamedTuple):
    weights: dict[str, int]
    last: tuple[str, str] | None


def _read(ws: Workspace) -> _Known:
    return _Known(review_figures.figures(ws), capacity_board.last_set(ws))


def _keep(values: dict[str, int], ws: Workspace) -> Changes:
    return review_figures.set_figures(ws, values)


class TeamRisksDialog(KeptDialog):
    """The form."""

    draft_key = "team_risks"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is nothing."""
        super().__init__(context, None, _("Weights for drawing by risk"), _("Save"), parent)
        self.whose.setText(
            _("A chart without any sign weighs 1; each sign adds its weight. Yours to set.")
        )
        for one in review_figures.signs():
            self.add(one.id, _(one.title), QLineEdit(), _back(one))
        self.since = Small("")
        self.assemble([*self.fields.values(), self.since], 600, 680)
        self.ask(_read, self._show)

    def work(self) -> Work:
        """Keep them."""
        return partial(_keep, {key: self._value(key) for key in self.fields})

    def _value(self, key: str) -> int:
        try:
            return board_words.read_weight(self.words(key))
        except ValueError as error:
            advice = _("Write for instance 1 or 1.25.")
            raise InputRejected(key, _("This is no number."), advice) from error

    def _show(self, known: _Known) -> None:
        self.since.setText(board_words.last_set(known.last, self.context.clock))
        self.show_known({key: board_words.weight(n) for key, n in known.weights.items()})

    def _written(self, result: Any) -> None:
        self.finish(result, _("Figures kept"))


def _back(sign: RiskSign) -> str:
    if not sign.days:
        return ""
    said = ngettext("Looks back {n} day.", "Looks back {n} days.", sign.days)
    return said.format(n=sign.days)
