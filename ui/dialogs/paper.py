"""One paper of the household: asked of whom, when expected, here since, good to when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.attachments import Attachment
from navigator_app.domain.documents import Kind, MemberPapers, Paper, PersonPapers, State
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import attachments, documents
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import paper_words, words
from ui.widgets.asking_dialog import AskingDialog, choice_field, choose, note_field
from ui.widgets.fields import LabelledField
from ui.widgets.optional_day import OptionalDay
from ui.widgets.text import Small

_SHOWN = {
    State.REQUESTED: ("requested_on", "requested_from", "expected_on"),
    State.HAVE: ("received_on", "expires_on"),
}
_DAYS = ("requested_on", "expected_on", "received_on", "expires_on")


def _read(member_id: str, ws: Workspace) -> tuple[MemberPapers, list[Attachment]]:
    return documents.of_member(ws, member_id), attachments.of_member(ws, member_id)


def _write(member_id: str, paper: Paper, ws: Workspace) -> tuple[Paper, Changes]:
    before = documents.one(ws, member_id, paper.person_id, paper.kind)
    return before, documents.record(ws, member_id, paper)


def _restore(member_id: str, paper: Paper, ws: Workspace) -> Changes:
    return documents.record(ws, member_id, paper)


class PaperDialog(AskingDialog):
    """The form. Opened without a kind it adds one to the list."""

    draft_key = "paper"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member, person, kind, state]; "" where it is asked."""
        super().__init__(context, _("Paper"), _("Save"), parent)
        parts = [str(one) for one in about] if isinstance(about, list | tuple) else [str(about)]
        self._member_id, self._person_id, self._kind, state = (*parts, "", "", "")[:4]
        self._asked_state = State(state) if state in list(State) else None
        self._found: MemberPapers | None = None
        self._paper = self._start = Paper(self._kind, person_id=self._person_id)
        self._typed: dict[str, str] = {}
        today = context.clock.today()
        self.why = Small("")
        self.person, self.kind = QComboBox(), QComboBox()
        self.copy = choice_field({"": _("None")})
        self.state = choice_field({str(key): _(word) for key, word in paper_words.STATES.items()})
        self.days = {
            "requested_on": OptionalDay(_("The day is known"), today),
            "expected_on": OptionalDay(_("A day was named"), today + timedelta(days=14)),
            "received_on": OptionalDay(_("The day is known"), today),
            "expires_on": OptionalDay(_("It ends some day"), today + timedelta(days=365)),
        }
        self.requested_from, self.note = QLineEdit(), note_field()
        self.fields = self._make_fields()
        self.assemble([self.why, *self.fields.values()], 600, 700)
        self.state.currentIndexChanged.connect(self._follow)
        self.person.currentIndexChanged.connect(self._offer_kinds)
        self._follow()
        work = partial(_read, self._member_id)
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed and is not written yet; empty when nothing."""
        if self._found is None or self._taken() == self._start:
            return {}
        about = [self._member_id, self._chosen_person(), self._chosen_kind(), ""]
        days = {key: day.text() for key, day in self.days.items()}
        return {
            "about": about,
            "state": str(self.state.currentData()),
            "requested_from": self.requested_from.text(),
            "note": self.note.toPlainText(),
            "copy": str(self.copy.currentData() or ""),
            **days,
        }

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, once the papers are read."""
        self._typed = {key: str(value) for key, value in payload.items() if key != "about"}
        self._put_back()

    @Slot()
    def save(self) -> None:
        """Write, or say beside the field what is wrong."""
        if self._found is None:
            return
        if not self._chosen_kind():
            self.show_error("kind", _("Choose which paper it is."))
            return
        self.write(partial(_write, self._member_id, self._taken()), self._written)

    # building

    def _make_fields(self) -> dict[str, LabelledField]:
        self.requested_from.setPlaceholderText(_("office, landlord, doctor …"))
        return {
            "person_id": LabelledField(_("Whose"), self.person),
            "kind": LabelledField(_("Which paper"), self.kind),
            "state": LabelledField(_("How it stands"), self.state),
            "requested_on": LabelledField(_("Asked for on"), self.days["requested_on"]),
            "requested_from": LabelledField(_("Asked of whom"), self.requested_from),
            "expected_on": LabelledField(_("Expected on"), self.days["expected_on"]),
            "received_on": LabelledField(_("Here since"), self.days["received_on"]),
            "expires_on": LabelledField(_("Good to"), self.days["expires_on"]),
            "attachment_id": LabelledField(_("Copy of it"), self.copy),
            "note": LabelledField(_("Note (optional)"), self.note),
        }

    def _show(self, result: tuple[MemberPapers, list[Attachment]]) -> None:
        found, copies = result
        self._found = found
        for kept in copies:
            added = words.day(self.context.clock.to_local(kept.added_at).date())
            self.copy.addItem(_("{title}, {day}").format(title=kept.title, day=added), kept.id)
        adding = not self._kind
        for key in ("person_id", "kind"):
            self.fields[key].setVisible(adding)
        self.fields["person_id"].setVisible(adding and len(found.people) > 1)
        if adding:
            for one in found.people:
                self.person.addItem(paper_words.whose(one), one.person.id)
            self._offer_kinds()
            self._name(_("Add another paper"), found.people[0].person.name)
            choose(self.state, str(State.HAVE))
        else:
            self._show_paper(found)
        self._start = self._taken()
        self._put_back()

    def _show_paper(self, found: MemberPapers) -> None:
        one, kind = self._of_kind(found)
        if one is None or kind is None:
            return
        line = next((line for line in one.lines if line.kind.id == kind.id), None)
        if line is not None:
            self._paper = line.paper
        self._name(_(kind.title), one.person.name)
        self.why.setText(_(kind.why) if kind.why else "")
        self._fill(self._paper)
        if self._asked_state is not None and self._paper.state is not self._asked_state:
            choose(self.state, str(self._asked_state))
            if self._asked_state is State.REQUESTED:
                self.days["requested_on"].choose(self.context.clock.today().isoformat())

    def _of_kind(self, found: MemberPapers) -> tuple[PersonPapers | None, Kind | None]:
        for one in found.people:
            if one.person.id == self._person_id:
                kinds = [*(line.kind for line in one.lines), *one.more]
                return one, next((kind for kind in kinds if kind.id == self._kind), None)
        return None, None

    def _name(self, title: str, whose: str) -> None:
        self.heading.setText(title)
        self.setWindowTitle(title)
        self.whose.setText(whose)

    def _fill(self, paper: Paper) -> None:
        choose(self.state, str(paper.state))
        for key in _DAYS:
            day = getattr(paper, key)
            if day is not None:
                self.days[key].choose(day.isoformat())
        self.requested_from.setText(paper.requested_from)
        choose(self.copy, paper.attachment_id)
        self.note.setPlainText(paper.note)
        self._follow()

    def _put_back(self) -> None:
        if self._found is None or not self._typed:
            return
        choose(self.state, self._typed.get("state", ""))
        for key, day in self.days.items():
            day.box.setChecked(False)
            day.choose(self._typed.get(key, ""))
        self.requested_from.setText(self._typed.get("requested_from", ""))
        choose(self.copy, self._typed.get("copy", ""))
        self.note.setPlainText(self._typed.get("note", ""))
        self._follow()

    @Slot()
    def _offer_kinds(self) -> None:
        if self._found is None:
            return
        chosen = self._chosen_kind()
        self.kind.clear()
        self.kind.addItem(_("Choose"), "")
        place = max(self.person.currentIndex(), 0)
        for kind in self._found.people[place].more:
            self.kind.addItem(_(kind.title), kind.id)
        choose(self.kind, chosen)

    @Slot()
    def _follow(self) -> None:
        shown = _SHOWN.get(State(str(self.state.currentData())), ())
        for key in (*_DAYS, "requested_from"):
            self.fields[key].setVisible(key in shown)
        here = State(str(self.state.currentData())) is State.HAVE
        self.fields["attachment_id"].setVisible(here and self.copy.count() > 1)

    # saving

    def _chosen_person(self) -> str:
        return self._person_id if self._kind else str(self.person.currentData() or "")

    def _chosen_kind(self) -> str:
        return self._kind or str(self.kind.currentData() or "")

    def _taken(self) -> Paper:
        return replace(
            self._paper,
            kind=self._chosen_kind(),
            person_id=self._chosen_person(),
            state=State(str(self.state.currentData())),
            requested_from=self.requested_from.text().strip(),
            note=self.note.toPlainText().strip(),
            attachment_id=str(self.copy.currentData() or ""),
            requested_on=self.days["requested_on"].day(),
            expected_on=self.days["expected_on"].day(),
            received_on=self.days["received_on"].day(),
            expires_on=self.days["expires_on"].day(),
        )

    def _written(self, result: tuple[Paper, Changes]) -> None:
        before, changes = result
        self.accept()
        self.context.tasks.announce(changes)
        work = partial(_restore, self._member_id, before)
        undo = _("Undo"), TakeBack(self.context, work).undo
        self.context.ways.notice.emit(_("Paper recorded"), undo)
