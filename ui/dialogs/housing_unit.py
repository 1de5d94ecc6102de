"""A home of the shared directory: add it, or write it anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain import housing
from navigator_app.domain.housing_rows import LandlordRow, UnitRow, Written
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_choices, housing_directory
from navigator_app.services.housing_directory import UnitDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import housing_words, words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.check_group import CheckGroup
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, iso


@dataclass(frozen=True, slots=True)
class _Known:
    unit: UnitRow | None
    landlords: list[LandlordRow]


def _read(unit_id: str, ws: Workspace) -> _Known:
    unit = housing_directory.unit(ws, unit_id) if unit_id else None
    return _Known(unit, housing_directory.landlords(ws))


def _save(unit_id: str, draft: UnitDraft, ws: Workspace) -> Written:
    return housing_directory.save_unit(ws, draft, unit_id)


class HousingUnitDialog(KeptDialog):
    """The form of a home."""

    draft_key = "housing_unit"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the home's id, empty for a new one."""
        self._unit_id = str(about or "")
        title = _("Amend a home") if self._unit_id else _("Add a home")
        super().__init__(context, self._unit_id, title, _("Save"), parent)
        self.whose.setText(_("Everybody who works with this store sees it. Write of no member."))
        self._double = ""
        self._make_fields()
        beside = (
            ("address", "unit_number"),
            ("city", "zip"),
            ("state", "available"),
            ("kind", "bedrooms", "most_people"),
            ("rent", "deposit", "fee"),
            ("subsidies", "pets"),
        )
        self.assemble(self.rows(*beside), 720, 820)
        self.ask(partial(_read, self._unit_id), self._show)

    def work(self) -> Work:
        """Write it. A second home at an address is kept when somebody saves once more."""
        return partial(_save, self._unit_id, self._value())

    def refused(self, error: BaseException) -> None:
        """Show it; a double is asked about once."""
        if isinstance(error, InputRejected) and error.field == "address":
            self._double = self.words("address")
        super().refused(error)

    def _make_fields(self) -> None:
        lists, today = housing_choices.lists(), self.context.clock.today()
        states = {key: _(text) for key, (_tone, text) in housing_words.UNIT_STATES.items()}
        asked = {"": _("Nobody asked"), "yes": _("Yes"), "no": _("No")}
        self.add("address", _("Street address"), QLineEdit())
        self.add("unit_number", _("Unit or room number"), QLineEdit())
        self.add("city", _("City"), QLineEdit())
        self.add("zip", _("ZIP code"), QLineEdit())
        self.add("landlord_id", _("Landlord"), choice_field({"": _("Not known")}))
        self.add("state", _("Can it be had?"), choice_field(states))
        self.add("available", _("Free from"), DayField(today, ahead=True))
        self.add(
            "kind", _("Kind"), choice_field(housing_words.listed(lists.unit_kinds, _("Not known")))
        )
        self.add("bedrooms", _("Bedrooms"), QLineEdit(), _("0 for a studio"))
        self.add("most_people", _("Most people"), QLineEdit(), _("As the landlord says"))
        self.add("rent", _("Rent a month"), QLineEdit())
        self.add("deposit", _("Deposit"), QLineEdit())
        self.add("fee", _("Application fee"), QLineEdit())
        self.add("utilities", _("Paid with the rent"), QLineEdit(), _("Water, power, internet, …"))
        self.add("subsidies", _("Subsidies it takes"), QLineEdit(), _("In words; empty if unknown"))
        self.add("pets", _("Pets allowed"), choice_field(asked))
        features = CheckGroup(housing_words.listed(lists.features))
        self.add("features", _("What it has"), features, _("Left open means that nobody asked."))
        self.add("note", _("Note"), note_field())

    def _value(self) -> UnitDraft:
        return UnitDraft(
            address=self.words("address"),
            landlord_id=self.words("landlord_id") or None,
            unit_number=self.words("unit_number"),
            city=self.words("city"),
            zip=self.words("zip"),
            kind=self.words("kind"),
            bedrooms=self.number("bedrooms"),
            rent_cents=self.money("rent"),
            deposit_cents=self.money("deposit"),
            fee_cents=self.money("fee"),
            utilities=self.words("utilities"),
            features=self.several("features"),
            subsidies=self.words("subsidies"),
            pets=self.yes_no("pets"),
            most_people=self.number("most_people"),
            state=self.words("state"),
            available=self.day("available"),
            note=self.words("note"),
            anyway=bool(self._double) and self._double == self.words("address"),
        )

    def _show(self, known: _Known) -> None:
        box = self.fields["landlord_id"].widget
        for one in known.landlords:
            kept = known.unit is not None and known.unit.landlord_id == one.id
            if one.ended is None or kept:
                name = " · ".join(part for part in (one.name, one.organization) if part)
                box.addItem(words.isolated(name), one.id)  # type: ignore[attr-defined]
        self.show_known(_kept(known.unit) if known.unit else None)

    def _written(self, written: Written) -> None:
        self.written(written, _("Home kept in the directory"))


def _kept(unit: UnitRow) -> dict[str, str]:
    """What is known, as the form keeps it."""
    return {
        "address": unit.address,
        "unit_number": unit.unit_number,
        "city": unit.city,
        "zip": unit.zip,
        "landlord_id": unit.landlord_id or "",
        "state": unit.state,
        "available": iso(unit.available),
        "kind": unit.kind,
        "bedrooms": number_text(unit.bedrooms),
        "most_people": number_text(unit.most_people),
        "rent": money_text(unit.rent_cents),
        "deposit": money_text(unit.deposit_cents),
        "fee": money_text(unit.fee_cents),
        "utilities": unit.utilities,
        "subsidies": unit.subsidies,
        "pets": yes_no_text(unit.pets),
        "features": ",".join(unit.features),
        "note": unit.note,
    }


def number_text(number: int | None) -> str:
    """A number as somebody types it."""
    return "" if number is None else str(number)


def money_text(cents: int | None) -> str:
    """Money as somebody types it."""
    return "" if cents is None else housing.money(cents).removeprefix("$")


def yes_no_text(value: bool | None) -> str:
    """The choice of a question that may be open."""
    return {True: "yes", False: "no", None: ""}[value]
