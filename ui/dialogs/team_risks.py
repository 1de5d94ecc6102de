"""The agency's own weights of what makes a chart more likely to be drawn by risk."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.review import RiskSign
from navigator_app.i18n import _, ngettext
from navigator_app.services import review_figures
from ui.context import Context
from ui.dialogs.own_figures import OwnFiguresDialog
from ui.models import board_words


class TeamRisksDialog(OwnFiguresDialog):
    """The form."""

    draft_key = "team_risks"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is nothing."""
        title = _("Weights for drawing by risk")
        super().__init__(context, title, review_figures.set_figures, parent)
        self.whose.setText(
            _("A chart without any sign weighs 1; each sign adds its weight. Yours to set.")
        )
        for one in review_figures.signs():
            self.add(one.id, _(one.title), QLineEdit(), _back(one))
        self.show_all(review_figures.figures, 600, 680)


def _back(sign: RiskSign) -> str:
    came = _("Came with the program: {weight}.").format(weight=board_words.weight(sign.weight))
    if not sign.days:
        return came
    said = ngettext("Looks back {n} day.", "Looks back {n} days.", sign.days)
    return f"{said.format(n=sign.days)} {came}"
