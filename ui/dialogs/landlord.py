"""A landlord of the shared directory: add it, or write it anew."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import LandlordRow, Written
from navigator_app.domain.identifiers import show_phone
from navigator_app.i18n import _
from navigator_app.services import housing_directory
from navigator_app.services.housing_directory import LandlordDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.housing_unit import yes_no_text
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.kept_form import KeptDialog, Work


def _read(landlord_id: str, ws: Workspace) -> LandlordRow:
    return housing_directory.landlord(ws, landlord_id)


def _save(landlord_id: str, draft: LandlordDraft, ws: Workspace) -> Written:
    return housing_directory.save_landlord(ws, draft, landlord_id)


class LandlordDialog(KeptDialog):
    """The form of a landlord."""

    draft_key = "landlord"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the landlord's id, empty for a new one."""
        self._landlord_id = str(about or "")
        title = _("Amend a landlord") if self._landlord_id else _("Add a landlord")
        super().__init__(context, self._landlord_id, title, _("Save"), parent)
        self.whose.setText(_("Everybody who works with this store sees it. Write of no member."))
        asked = {"": _("Nobody asked"), "yes": _("Yes"), "no": _("No")}
        working = {"": _("Yes"), "ended": _("No longer")}
        self.add("name", _("Name"), QLineEdit())
        self.add("organization", _("Organization"), QLineEdit())
        self.add("phone", _("Phone"), QLineEdit())
        self.add("email", _("E-mail"), QLineEdit())
        self.add("languages", _("Languages"), QLineEdit())
        self.add("takes_subsidies", _("Takes subsidies"), choice_field(asked))
        self.add("ended", _("We work with them"), choice_field(working))
        self.add("note", _("Note"), note_field())
        beside = ("name", "organization"), ("phone", "email"), ("takes_subsidies", "ended")
        self.assemble(self.rows(*beside), 640, 640)
        if self._landlord_id:
            self.ask(partial(_read, self._landlord_id), self._show)
        else:
            self.begin()

    def work(self) -> Work:
        """Write it."""
        draft = LandlordDraft(
            name=self.words("name"),
            organization=self.words("organization"),
            phone=self.words("phone"),
            email=self.words("email"),
            languages=self.words("languages"),
            takes_subsidies=self.yes_no("takes_subsidies"),
            note=self.words("note"),
            ended=self.words("ended") == "ended",
        )
        return partial(_save, self._landlord_id, draft)

    def _show(self, row: LandlordRow) -> None:
        self.show_known(
            {
                "name": row.name,
                "organization": row.organization,
                "phone": show_phone(row.phone),
                "email": row.email,
                "languages": row.languages,
                "takes_subsidies": yes_no_text(row.takes_subsidies),
                "ended": "ended" if row.ended else "",
                "note": row.note,
            }
        )

    def _written(self, written: Written) -> None:
        self.written(written, _("Landlord kept in the directory"))
