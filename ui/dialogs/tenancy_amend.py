"""What is known of a member's home, amended: address, lease, rent, share, subsidy, dates."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple, cast

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.housing_rows import LandlordRow, SubsidyRow
from navigator_app.domain.tenancy_rows import Made, TenancyRow
from navigator_app.i18n import _
from navigator_app.services import housing_directory, housing_search, tenancy
from navigator_app.services.tenancy import AmendDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.housing_unit import money_text, number_text
from ui.models import housing_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, iso, parts_of
from ui.widgets.tenancy_dialog import TenancyDialog


class Known(NamedTuple):
    """A home, and what may be chosen for it."""

    row: TenancyRow
    landlords: tuple[LandlordRow, ...]
    subsidies: tuple[SubsidyRow, ...]


def _read(tenancy_id: str, ws: Workspace) -> Known:
    row = tenancy.one(ws, tenancy_id)
    landlords = [one for one in housing_directory.landlords(ws) if one.ended is None]
    found = housing_search.page(ws, row.member_id).facts.subsidies
    return Known(row, tuple(landlords), tuple(found))


def _amend(tenancy_id: str, draft: AmendDraft, ws: Workspace) -> Made:
    return tenancy.amend(ws, tenancy_id, draft)


class AmendTenancyDialog(TenancyDialog):
    """The form."""

    draft_key = "tenancy_amend"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the tenancy's id."""
        (self._tenancy_id,) = parts_of(about, 1)
        super().__init__(context, self._tenancy_id, _("The member’s home"), _("Save"), parent)
        today = context.clock.today()
        self.add("address", _("Address"), QLineEdit())
        self.add("landlord", _("Landlord or manager"), choice_field({"": _("Not known")}))
        self.add("rent", _("Rent a month"), QLineEdit())
        self.add("share", _("The member pays"), QLineEdit())
        self.add("rent_due_day", _("Due on day of the month"), QLineEdit())
        self.add("subsidy", _("Subsidy that pays"), choice_field({"": _("None")}))
        self.add("lease_starts", _("Lease from"), DayField(today))
        self.add("lease_ends", _("Lease until"), DayField(today, ahead=True))
        self.add("recertify", _("Recertify by"), DayField(today, ahead=True))
        self.add("visit_every", _("Days between visits"), QLineEdit())
        self.add("note", _("Note"), note_field())
        beside = (
            ("rent", "share", "rent_due_day"),
            ("landlord", "subsidy"),
            ("lease_starts", "lease_ends"),
            ("recertify", "visit_every"),
        )
        self.assemble(self.rows(*beside), 680, 680)
        self.ask(partial(_read, self._tenancy_id), self._show)

    def work(self) -> Work:
        """Write it."""
        draft = AmendDraft(
            address=self.words("address"),
            landlord_id=self.words("landlord") or None,
            subsidy_id=self.words("subsidy"),
            lease_starts=self.day("lease_starts"),
            lease_ends=self.day("lease_ends"),
            rent_cents=self.money("rent"),
            share_cents=self.money("share"),
            rent_due_day=self.number("rent_due_day"),
            recertify=self.day("recertify"),
            visit_every=self.number("visit_every"),
            note=self.words("note"),
        )
        return partial(_amend, self._tenancy_id, draft)

    def _show(self, known: Known) -> None:
        row = known.row
        self.whose.setText(row.member)
        landlords = cast(QComboBox, self.fields["landlord"].widget)
        for one in known.landlords:
            landlords.addItem(housing_words.dotted(one.name, one.organization), one.id)
        subsidies = cast(QComboBox, self.fields["subsidy"].widget)
        for paying in known.subsidies:
            subsidies.addItem(housing_words.subsidy_kind(paying.kind), paying.id)
        days = {"lease_starts": row.lease_starts, "lease_ends": row.lease_ends,
                "recertify": row.recertify}  # fmt: skip
        self.show_known(
            {
                "address": row.address,
                "landlord": row.landlord_id or "",
                "rent": money_text(row.rent_cents),
                "share": money_text(row.share_cents),
                "rent_due_day": number_text(row.rent_due_day),
                "subsidy": row.subsidy_id or "",
                "visit_every": number_text(row.visit_every),
                "note": row.note,
                **{key: iso(day) for key, day in days.items()},
            }
        )

    def _written(self, made: Made) -> None:
        self.made(made, _("The home is amended"))
