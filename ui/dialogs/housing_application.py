"""Put a home on a member's board: one of the directory, or one in words."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.housing_rows import UnitRow, Written
from navigator_app.i18n import _
from navigator_app.services import housing_directory, housing_search
from navigator_app.services.housing_directory import UnitsAsked
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import housing_words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, parts_of


def _read(ws: Workspace) -> tuple[UnitRow, ...]:
    return housing_directory.units(ws, UnitsAsked(state="open")).rows


def _begin(
    member_id: str, unit_id: str, title: str, then: tuple[str, date | None], ws: Workspace
) -> Written:
    return housing_search.begin(
        ws, member_id, unit_id=unit_id or None, title=title, next_step=then[0], next_on=then[1]
    )


class HousingApplicationDialog(KeptDialog):
    """The form."""

    draft_key = "housing_application"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member id, home's id]."""
        self._member_id, self._unit_id = parts_of(about, 2)
        super().__init__(context, [self._member_id, self._unit_id], _("A home to try for"),
                         _("Put on the board"), parent)  # fmt: skip
        self.whose.setText(_("It starts under Looking. From there each step is recorded."))
        self.unit = choice_field({"": _("Not in the directory")})
        self.add("unit_id", _("Home of the directory"), self.unit)
        self.add("title", _("Or in words"), QLineEdit(), _("Whose home it is, or what was heard"))
        self.add("next_step", _("What comes next"), QLineEdit(), _("Call the landlord, see it, …"))
        self.add("next_on", _("By when"), DayField(context.clock.today(), ahead=True))
        self.assemble(self.rows(("next_step", "next_on")), 620, 560)
        self.unit.currentIndexChanged.connect(self._follow)
        self.ask(_read, self._show)

    def work(self) -> Work:
        """Put it on the board."""
        then = self.words("next_step"), self.day("next_on")
        unit_id = self.words("unit_id")
        title = "" if unit_id else self.words("title")
        return partial(_begin, self._member_id, unit_id, title, then)

    def _show(self, units: tuple[UnitRow, ...]) -> None:
        for unit in units:
            line = housing_words.dotted(unit.title, unit.place)
            self.unit.addItem(line, unit.id)
        _choose_unit(self.unit, self._unit_id)
        self.show_known()
        self._follow()

    def _follow(self) -> None:
        self.fields["title"].setVisible(not self.words("unit_id"))

    def _written(self, written: Written) -> None:
        self.written(written, _("On the board, under Looking"))


def _choose_unit(box: QComboBox, unit_id: str) -> None:
    place = box.findData(unit_id)
    if place >= 0:
        box.setCurrentIndex(place)
