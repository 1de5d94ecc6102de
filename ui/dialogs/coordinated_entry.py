"""Where a member stands in coordinated entry, as of a day; earlier days stay readable."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.i18n import _
from navigator_app.services import housing_aids, housing_choices
from navigator_app.services.housing_aids import EntryDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import housing_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work


def _save(member_id: str, draft: EntryDraft, ws: Workspace) -> Written:
    return housing_aids.add_entry(ws, member_id, draft)


class CoordinatedEntryDialog(KeptDialog):
    """The form."""

    draft_key = "coordinated_entry"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        super().__init__(context, str(about), _("Coordinated entry"), _("Record"), parent)
        self.whose.setText(_("Each entry adds to the line in time; none is written over."))
        statuses = housing_words.listed(housing_choices.lists().entry_statuses)
        day = DayField(context.clock.today())
        day.set_iso(context.clock.today().isoformat())
        self.add("on", _("As of"), day)
        self.add("status", _("Where it stands"), choice_field(statuses))
        self.add("tool", _("Assessment"), QLineEdit(), _("Which one was used"))
        self.add("score", _("Its result"), QLineEdit())
        self.add("matched_to", _("Matched to"), QLineEdit(), _("The home or program"))
        self.add("hmis_id", _("HMIS number"), QLineEdit())
        self.add("note", _("Note"), note_field())
        beside = ("on", "status"), ("tool", "score"), ("matched_to", "hmis_id")
        self.assemble(self.rows(*beside), 640, 600)
        self.begin()

    def work(self) -> Work:
        """Record it."""
        draft = EntryDraft(
            on=self.needed_day("on"),
            status=self.words("status"),
            tool=self.words("tool"),
            score=self.words("score"),
            matched_to=self.words("matched_to"),
            hmis_id=self.words("hmis_id"),
            note=self.words("note"),
        )
        return partial(_save, str(self.about), draft)

    def _written(self, written: Written) -> None:
        self.written(written, _("Coordinated entry recorded"))
