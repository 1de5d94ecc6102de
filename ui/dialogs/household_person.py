"""Somebody who lives, or will live, with the member."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import PeoplePage
from navigator_app.i18n import _
from navigator_app.services import household, people
from navigator_app.services.household import PersonDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import people_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, iso
from ui.widgets.people_dialog import PeopleDialog


def _save(member_id: str, key: str, draft: PersonDraft, ws: Workspace) -> Written:
    return household.save_person(ws, member_id, draft, key)


class HouseholdPersonDialog(PeopleDialog):
    """The form."""

    draft_key = "household_person"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member, person]."""
        super().__init__(context, about, _("Somebody of the household"), _("Save"), parent)
        today = context.clock.today()
        relations = people_words.choices(people.lists().relationships, _("Not known"))
        moves = _("Counts for the size of the home, and their income for the rent.")
        self.add("name", _("Name"), QLineEdit())
        self.add("relationship", _("What they are to the member"), choice_field(relations))
        self.add("born", _("Born on"), DayField(today))
        self.add(
            "moves_in", _("Moves in with the member?"), choice_field(people_words.yes_no()), moves
        )
        self.add("left", _("Left the household on"), DayField(today))
        self.add("note", _("Note"), note_field())
        self.assemble(self.rows(("born", "left")), 620, 620)
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """The person as written down."""
        row = next((one for one in page.household if one.id == self.key), None)
        if row is None:
            return {}
        return {
            "name": row.name,
            "relationship": row.relationship,
            "born": iso(row.born),
            "moves_in": people_words.flag_key(row.moves_in),
            "left": iso(row.left),
            "note": row.note,
        }

    def work(self) -> Work:
        """Write it."""
        draft = PersonDraft(
            name=self.words("name"),
            relationship=self.words("relationship"),
            born=self.day("born"),
            moves_in=self.yes_no("moves_in"),
            note=self.words("note"),
            left=self.day("left"),
        )
        return partial(_save, self.member_id, self.key, draft)

    def _written(self, written: Written) -> None:
        self.made(written, _("Household kept"))
