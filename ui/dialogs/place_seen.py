"""A place a member was seen: where, when, how sure."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import PeoplePage
from navigator_app.i18n import _
from navigator_app.services import people, places
from navigator_app.services.places import PlaceDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import people_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work
from ui.widgets.people_dialog import PeopleDialog


def _save(member_id: str, key: str, draft: PlaceDraft, ws: Workspace) -> Written:
    return places.save(ws, member_id, draft, key)


class PlaceSeenDialog(PeopleDialog):
    """The form."""

    draft_key = "place_seen"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member, place]."""
        super().__init__(context, about, _("Place seen"), _("Save"), parent)
        confidences = people.lists().confidences
        hint = " · ".join(f"{_(one.title)}: {_(one.note)}" for one in confidences)
        when = _("For instance: mornings, Tuesdays at the meal")
        self.add("place", _("Where"), QLineEdit())
        self.add("seen", _("Seen on"), DayField(context.clock.today()))
        self.add("confidence", _("How sure"), choice_field(people_words.choices(confidences)), hint)
        self.add("when_there", _("When they are there"), QLineEdit(), when)
        self.add("seen_by", _("Who saw them"), QLineEdit(), _("Empty if it was you"))
        self.add("note", _("Note"), note_field())
        self.assemble(self.rows(("when_there", "seen_by")), 640, 660)
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """The place as it stands; a new one begins today."""
        row = next((one for one in page.places if one.id == self.key), None)
        if row is None:
            return {"seen": self.context.clock.today().isoformat()}
        return {
            "place": row.place,
            "seen": row.seen.isoformat(),
            "confidence": row.confidence,
            "when_there": row.when_there,
            "seen_by": row.seen_by,
            "note": row.note,
        }

    def work(self) -> Work:
        """Write it."""
        draft = PlaceDraft(
            place=self.words("place"),
            seen=self.needed_day("seen"),
            confidence=self.words("confidence"),
            when_there=self.words("when_there"),
            seen_by=self.words("seen_by"),
            note=self.words("note"),
        )
        return partial(_save, self.member_id, self.key, draft)

    def _written(self, written: Written) -> None:
        self.made(written, _("Place kept"))
