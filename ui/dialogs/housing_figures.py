"""The agency's own figures of the housing search: when a word is old, when a voucher is told."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_choices, housing_directory
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.widgets.kept_form import KeptDialog, fill


def _read(ws: Workspace) -> dict[str, int]:
    return housing_directory.figures(ws)


def _save(values: dict[str, int], ws: Workspace) -> Changes:
    return housing_directory.set_figures(ws, values)


class HousingFiguresDialog(KeptDialog):
    """The form."""

    draft_key = "housing_figures"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is nothing."""
        super().__init__(context, None, _("The agency’s own figures"), _("Save"), parent)
        self.whose.setText(_("No plan asks for these; they are yours to set."))
        for own in housing_choices.lists().own.values():
            self.add(own.id, _(own.title), QLineEdit(), _(own.note))
        self.assemble([*self.fields.values()], 600, 720)
        self.save_button.setEnabled(False)
        context.tasks.run(_read, self._show, owner=self, failed=self.refused)

    def save(self) -> None:
        """Keep them."""
        values = {}
        for key in self.fields:
            try:
                value = self.number(key)
                if value is None:
                    raise InputRejected(key, _("Give a number."))
            except InputRejected as error:
                self.refused(error)
                return
            values[key] = value
        self.write(partial(_save, values), self._kept)

    def _show(self, figures: dict[str, int]) -> None:
        for key, value in figures.items():
            fill(self.fields[key].widget, str(value))
        self.begin()
        self.save_button.setEnabled(True)

    def _kept(self, changes: Changes) -> None:
        self.finish(changes, _("Figures kept"))
