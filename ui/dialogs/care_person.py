"""One of the people around a member: who, what they are, how to reach them, since when."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.people import PeoplePage
from navigator_app.i18n import _
from navigator_app.services import household, people
from navigator_app.services.household import CareDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import people_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, iso
from ui.widgets.people_dialog import PeopleDialog


def _save(member_id: str, key: str, draft: CareDraft, ws: Workspace) -> Written:
    return household.save_care(ws, member_id, draft, key)


class CarePersonDialog(PeopleDialog):
    """The form."""

    draft_key = "care_person"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member, one of the team]."""
        super().__init__(context, about, _("One of the care team"), _("Save"), parent)
        today = context.clock.today()
        roles = people_words.choices(people.lists().care_roles)
        self.add("role", _("What they are"), choice_field(roles))
        self.add("name", _("Name"), QLineEdit())
        self.add("organization", _("Organization"), QLineEdit())
        self.add("phone", _("Phone"), QLineEdit())
        self.add("email", _("E-mail"), QLineEdit())
        self.add("fax", _("Fax"), QLineEdit())
        self.add("starts", _("Since"), DayField(today))
        self.add("ends", _("Last day"), DayField(today, ahead=True))
        self.add("note", _("Note"), note_field())
        beside = (("name", "organization"), ("phone", "fax"), ("starts", "ends"))
        self.assemble(self.rows(*beside), 660, 660)
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """The person as written down."""
        row = next((one for one in page.care if one.id == self.key), None)
        if row is None:
            return {}
        return {
            "role": row.role,
            "name": row.name,
            "organization": row.organization,
            "phone": show_phone(row.phone),
            "email": row.email,
            "fax": show_phone(row.fax),
            "starts": iso(row.starts),
            "ends": iso(row.ends),
            "note": row.note,
        }

    def work(self) -> Work:
        """Write it."""
        draft = CareDraft(
            role=self.words("role"),
            name=self.words("name"),
            organization=self.words("organization"),
            phone=self.words("phone"),
            email=self.words("email"),
            fax=self.words("fax"),
            note=self.words("note"),
            starts=self.day("starts"),
            ends=self.day("ends"),
        )
        return partial(_save, self.member_id, self.key, draft)

    def _written(self, written: Written) -> None:
        self.made(written, _("Care team kept"))
