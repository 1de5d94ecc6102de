"""A note in a minute: what was done, judged while it is typed, kept with one key.

Keyboard: letters find the member, a digit picks the service, letters pick what was done, then
minutes and the note; Ctrl+Enter keeps it. What is half typed is kept in the store as one types.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.service_rows import (
    EncounterRow,
    NoteDraft,
    NoteRecorded,
    Preview,
    TemplateRow,
)
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import (
    caseload,
    drafts,
    note_templates,
    record_encounter,
    safety,
    service_month,
)
from navigator_app.services.note_templates import TemplateDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.service_note_form import NoteForm
from ui.dialogs.take_back import TakeBack
from ui.models import service_words, words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.member_finder import Chosen
from ui.widgets.tab_order import follow_layout
from ui.widgets.verdict_panel import VerdictPanel

PAUSE_MS = 150  # after the last key, before it is judged
KEEP_MS = 1500  # after the last key, before what is half typed is kept

_LIVE = ("at", "minutes", "miles", "narrative", "code")
"""Fields whose faults are said while one types; what is missing is said when it is kept."""


@dataclass(frozen=True, slots=True)
class _Who:
    """A member picked: the name, what must be known, and the service that is open."""

    id: str
    name: str
    lines: tuple[str, ...]
    service: Service | None
    barriers: tuple[tuple[str, str], ...]


def _read_who(member_id: str, ws: Workspace) -> _Who:
    page = caseload.member_page(ws, member_id)
    member = page.member
    lines = safety.lines(ws, member_id)
    if lines and member.safety_note:
        lines.append(member.safety_note)
    service = next((one.service for one in page.referrals), None)
    barriers = tuple(service_month.barriers(ws, member_id))
    return _Who(member.id, words.member_name(member), tuple(lines), service, barriers)


def _read_note(note_id: str, ws: Workspace) -> EncounterRow:
    return record_encounter.note(ws, note_id)


def _read_templates(ws: Workspace) -> list[TemplateRow]:
    return note_templates.listing(ws)


def _judge(draft: NoteDraft, corrects: str, ws: Workspace) -> Preview:
    return record_encounter.preview(ws, draft, corrects)


def _record(
    draft: NoteDraft, corrects: str, template: TemplateDraft | None, ws: Workspace
) -> NoteRecorded:
    done = record_encounter.record(ws, draft, corrects=corrects)
    if template is not None:
        note_templates.save(ws, template)
    return done


class ServiceNoteDialog(AskingDialog):
    """The form, the verdict above its buttons, and the draft in the store."""

    draft_key = "service_note"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a member's id, "" or None to find one, or {"member", "note"} to correct."""
        super().__init__(context, _("Write down a service"), _("Keep note"), parent)
        given = about if isinstance(about, dict) else {"member": about}
        self._member_id = str(given.get("member") or "")
        self._corrects = str(given.get("note") or "")
        self._known: _Who | None = None
        self._templates: dict[str, TemplateRow] = {}
        self._kept: dict[str, object] = {}
        self._asked = 0
        self.form = NoteForm(context)
        self.fields = self.form.fields
        self.verdict = VerdictPanel()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self.whose.hide()
        self.assemble([self.form], 860, 800)
        cast(QVBoxLayout, self.layout()).insertWidget(1, self.verdict)
        follow_layout(self)
        self._connect()
        self._begin()

    def open(self) -> None:
        """Show it beside the window, the first open question in focus."""
        super().open()
        if self._member_id:
            self.form.service.take_focus()
        else:
            self.form.finder.setFocus()

    def draft(self) -> dict[str, object]:
        """All that was typed, with whom it is about; empty when nothing was."""
        typed = self.form.typed()
        if not typed or typed == self._kept:
            return {}
        return {"about": {"member": self.form.member_id(), "note": self._corrects}, **typed}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put a draft back."""
        self._kept = {}
        self.form.put_back(payload)

    def reject(self) -> None:
        """Go away; what was typed is offered again, and no longer kept in the store."""
        super().reject()
        self._forget()

    def save(self) -> None:
        """Keep it, or say beside the field what is missing."""
        missing = self.form.missing()
        for key, message in reversed(missing.items()):
            self.show_error(key, message)
        draft = self.form.value()
        if missing or draft is None:
            return
        work = partial(_record, draft, self._corrects, self._template(draft))
        self.write(work, self._recorded)

    def refused(self, error: BaseException) -> None:
        """Show a refusal where it belongs, and judge anew: there may be more to say."""
        super().refused(error)
        self._pause.start()

    # beginning

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self.form.template_asked.connect(self._use_template)
        self.form.finder.changed.connect(self._follow_member)
        self._pause.timeout.connect(self._ask)
        self._keep.timeout.connect(self._keep_draft)

    def _begin(self) -> None:
        run = self.context.tasks.run
        run(_read_templates, self._show_templates, owner=self)
        if self._corrects:
            self.heading.setText(_("Correct a note"))
            self.setWindowTitle(_("Correct a note"))
            self.fields["member_id"].hide()
            work = partial(_read_note, self._corrects)
            run(work, self._show_note, owner=self, failed=self.refused)
        if self._member_id:
            self._read_member(self._member_id)

    def _read_member(self, member_id: str) -> None:
        work = partial(_read_who, member_id)
        self.context.tasks.run(work, self._show_who, owner=self, failed=self.refused)

    def _show_who(self, who: _Who) -> None:
        self._known = who
        self.form.danger.tell(list(who.lines))
        self.form.show_barriers(who.barriers)
        if self.form.member_id() != who.id:
            self.form.finder.set_chosen([Chosen(who.id, who.name)])
        if self.form.service.value() is None and who.service is not None:
            self.form.set_service(who.service)
        if self._corrects:
            self.whose.setText(who.name)
            self.whose.show()
        self._edited()

    def _show_note(self, row: EncounterRow) -> None:
        if not self._kept and not self.form.typed():
            self.form.show_row(row)
            self._kept = self.form.typed()

    def _show_templates(self, rows: list[TemplateRow]) -> None:
        self._templates = {row.id: row for row in rows}
        self.form.show_templates(rows)

    @Slot(str)
    def _use_template(self, key: str) -> None:
        self.form.show_template(self._templates[key])

    @Slot()
    def _follow_member(self) -> None:
        follow_layout(self)  # whoever was picked stands above the rest
        member = self.form.member_id()
        if member and (self._known is None or self._known.id != member):
            self._read_member(member)
        elif not member:
            self.form.danger.tell([])

    # judging while one types

    @Slot()
    def _edited(self) -> None:
        self._pause.start()
        self._keep.start()

    @Slot()
    def _ask(self) -> None:
        draft = self.form.value()
        if draft is None:
            self.verdict.ask(_("Choose who was served and what was done."))
            return
        self._asked += 1
        show = partial(self._show_preview, self._asked)
        work = partial(_judge, draft, self._corrects)
        self.context.tasks.run(work, show, owner=self, failed=self._unjudged)

    def _show_preview(self, number: int, shown: Preview) -> None:
        if number != self._asked or self._saving:
            return  # something was typed since
        self.verdict.show_preview(shown)
        self.form.show_codes(shown.codes, shown.code)
        crossing = "at" in shown.problems and self._crosses(shown)
        self.form.together.setVisible(crossing or self.form.together.isChecked())
        if shown.can_close and self.form.close_loop.isHidden():
            self.form.close_loop.setChecked(False)
        self.form.close_loop.setVisible(shown.can_close)
        for key in _LIVE:
            self.fields[key].show_error(self._said(key, shown))

    def _said(self, key: str, shown: Preview) -> str:
        if key == "minutes" and not self.form.minutes.text().strip():
            return ""
        if key in shown.problems:
            return shown.problems[key]
        if key in shown.remarks:
            return _("{why} It can be kept, as unpaid work.").format(why=shown.remarks[key])
        return ""

    def _crosses(self, shown: Preview) -> bool:
        checks = [one.check for one in shown.judgement.reasons]
        return "overlap" in checks

    def _unjudged(self, error: BaseException) -> None:
        if isinstance(error, InputRejected) and error.field in self.fields:
            self.fields[error.field].show_error(str(error))
        else:
            self.problem.show_error(str(error))

    # keeping

    @Slot()
    def _keep_draft(self) -> None:
        """Keep what is half typed in the store: a crash or an empty battery loses nothing."""
        typed = self.draft()
        if typed and not self._saving:
            work = partial(_save_draft, f"dialog:{self.draft_key}", typed)
            self.context.tasks.run(work, _nothing, owner=self, failed=_nothing)

    def _forget(self) -> None:
        self._keep.stop()
        self._pause.stop()
        work = partial(_clear_draft, f"dialog:{self.draft_key}")
        self.context.tasks.run(work, _nothing, owner=self.context.ways, failed=_nothing)

    def _template(self, draft: NoteDraft) -> TemplateDraft | None:
        name = self.form.keep_as.text().strip()
        if not name:
            return None
        return TemplateDraft(
            name, draft.service, draft.component, draft.minutes, draft.mode, draft.place,
            draft.narrative,
        )  # fmt: skip

    def _recorded(self, done: NoteRecorded) -> None:
        self._forget()
        _kind, word = service_words.PILLS[done.note.payable]
        text = _("Note kept for {name}: {verdict}.")
        said = text.format(name=words.isolated(done.note.member_name), verdict=_(word))
        if done.closed:
            said = _("{said} The referral loop is closed.").format(said=said)
        back = TakeBack(self.context, partial(_undo, done.undo))
        self.finish(done.changes, said, back)


def _save_draft(key: str, payload: dict[str, object], ws: Workspace) -> None:
    drafts.save(ws, key, payload)


def _clear_draft(key: str, ws: Workspace) -> None:
    drafts.clear(ws, key)


def _undo(token: str, ws: Workspace) -> Changes:
    return record_encounter.undo(ws, token)


def _nothing(_answer: object) -> None:
    """A draft that could not be kept now is kept when the window locks."""
