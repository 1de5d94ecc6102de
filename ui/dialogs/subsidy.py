"""A voucher or another subsidy of a member, with the day it ends."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import SubsidyRow, Written
from navigator_app.i18n import _
from navigator_app.services import housing_aids, housing_choices
from navigator_app.services.housing_aids import SubsidyDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.housing_unit import money_text, number_text
from ui.models import housing_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, iso, parts_of


def _read(subsidy_id: str, ws: Workspace) -> SubsidyRow:
    return housing_aids.subsidy(ws, subsidy_id)


def _save(member_id: str, subsidy_id: str, draft: SubsidyDraft, ws: Workspace) -> Written:
    return housing_aids.save_subsidy(ws, member_id, draft, subsidy_id)


class SubsidyDialog(KeptDialog):
    """The form."""

    draft_key = "subsidy"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member id, subsidy's id]."""
        self._member_id, self._subsidy_id = parts_of(about, 2)
        title = _("Voucher or subsidy")
        kept = [self._member_id, self._subsidy_id]
        super().__init__(context, kept, title, _("Save"), parent)
        self.whose.setText(_("The last day is the voucher’s own: copy it from the letter."))
        today = context.clock.today()
        states = {key: _(text) for key, (_tone, text) in housing_words.SUBSIDY_STATES.items()}
        kinds = housing_words.listed(housing_choices.lists().subsidy_kinds)
        self.add("kind", _("What it is"), choice_field(kinds))
        self.add("state", _("How it stands"), choice_field(states))
        self.add("issuer", _("Who gives it"), QLineEdit(), _("The housing authority or program"))
        self.add("number", _("Its number"), QLineEdit())
        self.add("cents", _("What it pays a month"), QLineEdit(), _("Empty if not yet known"))
        self.add("bedrooms", _("For how many bedrooms"), QLineEdit())
        self.add("applied", _("Applied for on"), DayField(today))
        self.add("issued", _("Issued on"), DayField(today))
        self.add("expires", _("Last day"), DayField(today, ahead=True))
        self.add("extended", _("Extended to"), DayField(today, ahead=True))
        self.add("note", _("Note"), note_field())
        beside = (
            ("issuer", "number"),
            ("cents", "bedrooms"),
            ("applied", "issued"),
            ("expires", "extended"),
        )
        self.assemble(self.rows(("kind", "state"), *beside), 680, 730)
        if self._subsidy_id:
            self.ask(partial(_read, self._subsidy_id), self._show)
        else:
            self.begin()

    def work(self) -> Work:
        """Write it."""
        draft = SubsidyDraft(
            kind=self.words("kind"),
            state=self.words("state"),
            issuer=self.words("issuer"),
            number=self.words("number"),
            bedrooms=self.number("bedrooms"),
            cents=self.money("cents"),
            applied=self.day("applied"),
            issued=self.day("issued"),
            expires=self.day("expires"),
            extended=self.day("extended"),
            note=self.words("note"),
        )
        return partial(_save, self._member_id, self._subsidy_id, draft)

    def _show(self, row: SubsidyRow) -> None:
        days = {"applied": row.applied, "issued": row.issued, "expires": row.expires,
                "extended": row.extended}  # fmt: skip
        self.show_known(
            {
                "kind": row.kind,
                "state": row.state,
                "issuer": row.issuer,
                "number": row.number,
                "cents": money_text(row.cents),
                "bedrooms": number_text(row.bedrooms),
                "note": row.note,
                **{key: iso(day) for key, day in days.items()},
            }
        )

    def _written(self, written: Written) -> None:
        self.written(written, _("Voucher kept"))
