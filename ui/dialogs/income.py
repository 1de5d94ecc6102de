"""An income or benefit of the household, a month."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import PeoplePage
from navigator_app.i18n import _
from navigator_app.services import household, people
from navigator_app.services.household import IncomeDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.housing_unit import money_text
from ui.models import people_words
from ui.models.words import isolated
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, iso
from ui.widgets.people_dialog import PeopleDialog


def _save(member_id: str, key: str, draft: IncomeDraft, ws: Workspace) -> Written:
    return household.save_income(ws, member_id, draft, key)


class IncomeDialog(PeopleDialog):
    """The form."""

    draft_key = "income"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member, income]."""
        super().__init__(context, about, _("Income or benefit"), _("Save"), parent)
        today = context.clock.today()
        self.person = choice_field({"": _("The member")})
        sources = people_words.choices(people.lists().income_sources)
        verified = _("The day somebody saw the letter or stub")
        self.add("source", _("From"), choice_field(sources))
        self.add("cents", _("Dollars a month"), QLineEdit())
        self.add("person_id", _("Whose"), self.person)
        self.add("starts", _("First day"), DayField(today))
        self.add("ends", _("Last day"), DayField(today, ahead=True))
        self.add("verified", _("Verified on"), DayField(today), verified)
        self.add("note", _("Note"), note_field())
        rows = self.rows(("source", "cents"), ("starts", "ends"), ("person_id", "verified"))
        self.assemble(rows, 640, 600)
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """The income as written down."""
        _offer(self.person, page)
        row = next((one for one in page.incomes if one.id == self.key), None)
        if row is None:
            return {}
        return {
            "source": row.source,
            "cents": money_text(row.cents),
            "person_id": row.person_id,
            "starts": iso(row.starts),
            "ends": iso(row.ends),
            "verified": iso(row.verified),
            "note": row.note,
        }

    def work(self) -> Work:
        """Write it."""
        draft = IncomeDraft(
            source=self.words("source"),
            cents=self.money("cents"),
            person_id=self.words("person_id"),
            starts=self.day("starts"),
            ends=self.day("ends"),
            verified=self.day("verified"),
            note=self.words("note"),
        )
        return partial(_save, self.member_id, self.key, draft)

    def _written(self, written: Written) -> None:
        self.made(written, _("Income kept"))


def _offer(box: QComboBox, page: PeoplePage) -> None:
    for row in page.household:
        box.addItem(isolated(row.name), row.id)
