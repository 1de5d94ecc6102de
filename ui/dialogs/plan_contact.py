"""A line of the book of plans' contacts: add it, or write it anew."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.plan_contacts import Contact, ContactDraft
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import plan_contacts
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, iso

Read = tuple[Contact | None, list[tuple[str, str]]]


def undo_contact(written: Written, ws: Workspace) -> Changes:
    """Take back one step, on the store's thread."""
    return plan_contacts.undo(ws, written)


def _read(contact_id: str, ws: Workspace) -> Read:
    found = plan_contacts.one(ws, contact_id) if contact_id else None
    return found, plan_contacts.plan_names(ws)


def _save(contact_id: str, draft: ContactDraft, ws: Workspace) -> Written:
    return plan_contacts.save(ws, draft, contact_id)


class PlanContactDialog(KeptDialog):
    """The form."""

    draft_key = "plan_contact"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the line's id, empty for a new one."""
        self._id = str(about or "")
        title = _("Amend a contact") if self._id else _("Add a contact")
        super().__init__(context, self._id, title, _("Save"), parent)
        self.whose.setText(
            _("An office, a mailbox or a page, not a person’s own number. Write of no member.")
        )
        self.plan = QComboBox()
        self.plan.setEditable(False)
        programs = {key: _(text) for key, text in plan_contacts.TITLES.items()}
        self.add("plan_name", _("Plan"), self.plan)
        self.add("program", _("Program"), choice_field(programs))
        self.add("role", _("Who or what for"), QLineEdit())
        self.add("phone", _("Phone"), QLineEdit())
        self.add("email", _("E-mail"), QLineEdit())
        self.add("web", _("Page on the web"), QLineEdit())
        self.add("note", _("Note"), note_field())
        self.add("source", _("Who told you, or where it is written"), QLineEdit())
        self.add("as_of", _("As of"), DayField(context.clock.today()))
        self.assemble(
            self.rows(("plan_name", "program"), ("phone", "email"), ("source", "as_of")), 640, 760
        )
        self.ask(partial(_read, self._id), self._show)

    def work(self) -> Work:
        """Write it."""
        draft = ContactDraft(
            plan_name=self.words("plan_name"),
            program=self.words("program"),
            role=self.words("role"),
            phone=self.words("phone"),
            email=self.words("email"),
            web=self.words("web"),
            note=self.words("note"),
            source=self.words("source"),
            as_of=self.day("as_of"),
        )
        return partial(_save, self._id, draft)

    def _show(self, read: Read) -> None:
        found, plans = read
        names = dict.fromkeys([*([found.plan_name] if found else []), *(one[1] for one in plans)])
        for name in names:
            self.plan.addItem(name, name)
        known = {"as_of": iso(self.context.clock.today())}
        if found is not None:
            known |= {
                "plan_name": found.plan_name,
                "program": found.program,
                "role": found.role,
                "phone": found.phone,
                "email": found.email,
                "web": found.web,
                "note": found.note,
                "source": found.source if found.own else "",  # what is amended has another
            }
        self.show_known(known)
        for field in self.fields.values():
            if isinstance(field.widget, QLineEdit):
                field.widget.home(False)  # a long line shows how it begins

    def _written(self, written: Written) -> None:
        back = TakeBack(self.context, partial(undo_contact, written))
        self.finish(written.changes, _("The book of contacts is kept."), back)
