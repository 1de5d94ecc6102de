"""A reasonable accommodation: what is asked of whom, and the answer."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.housing_rows import AccommodationRow, ApplicationRow, Written
from navigator_app.i18n import _
from navigator_app.services import housing_aids, housing_choices, housing_search
from navigator_app.services.housing_aids import AccommodationDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import housing_words, words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, iso, parts_of


class _Known(NamedTuple):
    request: AccommodationRow | None
    homes: tuple[ApplicationRow, ...]


def _read(member_id: str, request_id: str, ws: Workspace) -> _Known:
    request = housing_aids.accommodation(ws, request_id) if request_id else None
    return _Known(request, housing_search.page(ws, member_id).facts.applications)


def _save(member_id: str, request_id: str, draft: AccommodationDraft, ws: Workspace) -> Written:
    return housing_aids.save_accommodation(ws, member_id, draft, request_id)


class AccommodationDialog(KeptDialog):
    """The form."""

    draft_key = "accommodation"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member id, request's id]."""
        self._member_id, self._request_id = parts_of(about, 2)
        kept = [self._member_id, self._request_id]
        super().__init__(context, kept, _("Reasonable accommodation"), _("Save"), parent)
        self.whose.setText(_("Say what is needed, not the diagnosis."))
        today, lists = context.clock.today(), housing_choices.lists()
        answers = {key: _(text) for key, (_tone, text) in housing_words.ANSWERS.items()}
        self.home = choice_field({"": _("No one home")})
        asked = DayField(today)
        asked.set_iso(today.isoformat())
        suggested = choice_field(housing_words.listed(lists.accommodations, _("Or choose")))
        self.add("what", _("What is asked for"), QLineEdit())
        self.add("suggested", _("Often asked for"), suggested)
        self.add("application_id", _("For which home"), self.home)
        self.add("to_whom", _("Asked of"), QLineEdit(), _("The landlord, the housing authority, …"))
        self.add("asked", _("Asked on"), asked)
        self.add("answer", _("Answer"), choice_field(answers))
        self.add("answered", _("Answered on"), DayField(today))
        self.add("note", _("Note"), note_field())
        self.suggested = suggested
        beside = ("application_id", "to_whom"), ("answer", "answered")
        self.assemble(self.rows(*beside), 660, 720)
        suggested.activated.connect(self._suggest)
        self.ask(partial(_read, self._member_id, self._request_id), self._show)

    def kept(self) -> dict[str, str]:
        """Every field but the suggestions."""
        return {key: text for key, text in super().kept().items() if key != "suggested"}

    def work(self) -> Work:
        """Write it."""
        draft = AccommodationDraft(
            what=self.words("what"),
            application_id=self.words("application_id") or None,
            to_whom=self.words("to_whom"),
            asked=self.day("asked"),
            answered=self.day("answered"),
            answer=self.words("answer"),
            note=self.words("note"),
        )
        return partial(_save, self._member_id, self._request_id, draft)

    def _suggest(self) -> None:
        line = self.fields["what"].widget
        if isinstance(line, QLineEdit) and self.suggested.currentData():
            line.setText(self.suggested.currentText())

    def _show(self, known: _Known) -> None:
        for one in known.homes:
            self.home.addItem(words.isolated(one.title), one.id)
        row = known.request
        if row is not None:
            self.put_back(
                {
                    "what": row.what,
                    "application_id": row.application_id or "",
                    "to_whom": row.to_whom,
                    "asked": iso(row.asked),
                    "answer": row.answer,
                    "answered": iso(row.answered),
                    "note": row.note,
                }
            )
        self.show_known()

    def _written(self, written: Written) -> None:
        self.written(written, _("Request kept"))
