"""A way to reach a member, and whether word may be left there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.people import PeoplePage
from navigator_app.i18n import _
from navigator_app.services import people, reaching
from navigator_app.services.reaching import MethodDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import people_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, iso, parts_of
from ui.widgets.people_dialog import PeopleDialog
from ui.widgets.text import Small


def _save(member_id: str, key: str, draft: MethodDraft, ws: Workspace) -> Written:
    return reaching.save(ws, member_id, draft, key)


class ContactMethodDialog(PeopleDialog):
    """The form."""

    draft_key = "contact_method"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [member, way, kind, value]; the last two begin a new way."""
        super().__init__(context, about, _("A way to reach them"), _("Save"), parent)
        _member, _key, self._kind, self._value = parts_of(about, 4)
        self.about = [self.member_id, self.key, self._kind, self._value]
        kinds = people.lists().contact_kinds
        self.left = Small("")
        self.add("kind", _("How"), choice_field(people_words.choices(kinds)))
        self.add("value", _("Number, address, person or place"), QLineEdit())
        self.add("whose", _("Whose it is"), QLineEdit(), _("Empty if it is the member’s own"))
        safe = choice_field(people_words.yes_no())
        self.add("safe", _("Safe to leave word?"), safe, _("Not known counts as no."))
        self.add("best_time", _("Best time"), QLineEdit())
        self.add("works", _("Does it work?"), choice_field(people_words.yes_no()))
        self.add("checked", _("Tried on"), DayField(context.clock.today()))
        self.add("note", _("Note"), note_field())
        rows = self.rows(("kind", "value"), ("whose", "best_time"), ("works", "checked"))
        rows.insert(3, self.left)
        self.assemble(rows, 660, 700)
        kind = self.fields["kind"].widget
        assert isinstance(kind, QComboBox)
        kind.currentIndexChanged.connect(self._tell)
        self._tell()
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """The way as it stands, or what the record says of a new one."""
        row = next((one for one in page.methods if one.id == self.key), None)
        if row is None:
            value = show_phone(self._value) or self._value
            return {"kind": self._kind, "value": value} if self._kind else {}
        return {
            "kind": row.kind,
            "value": people_words.method_title(row),
            "whose": row.whose,
            "safe": people_words.flag_key(row.safe),
            "best_time": row.best_time,
            "works": people_words.flag_key(row.works),
            "checked": iso(row.checked),
            "note": row.note,
        }

    def work(self) -> Work:
        """Write it."""
        draft = MethodDraft(
            kind=self.words("kind"),
            value=self.words("value"),
            whose=self.words("whose"),
            safe=self.yes_no("safe"),
            best_time=self.words("best_time"),
            works=self.yes_no("works"),
            checked=self.day("checked"),
            note=self.words("note"),
        )
        return partial(_save, self.member_id, self.key, draft)

    @Slot()
    def _tell(self) -> None:
        found = [one for one in people.lists().contact_kinds if one.id == self.words("kind")]
        what = _(found[0].left_with) if found else ""
        self.left.setText(_("Leaving word here means {what}.").format(what=what) if what else "")

    def _written(self, written: Written) -> None:
        self.made(written, _("Way to reach them kept"))
