"""A copy of a photo or scan on its way out: to whom, what for, and whether it may leave."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from navigator_app.domain.attachments import Attachment
from navigator_app.domain.consents import Verdict
from navigator_app.domain.records import Changes
from navigator_app.errors import ConsentNeeded
from navigator_app.i18n import _
from navigator_app.services import attachment_copy, consents, gate, phrases, recipients
from navigator_app.services.attachment_copy import CopyDraft
from navigator_app.services.recipients import Recipient
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import housing_words, words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.check_group import CheckGroup
from ui.widgets.kept_form import KeptDialog
from ui.widgets.note_box import NoteBox
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body

_Read = tuple[Attachment, str, tuple[Recipient, ...]]


def _read(attachment_id: str, ws: Workspace) -> _Read:
    row, name = attachment_copy.about(ws, attachment_id)
    return row, name, recipients.on_record(ws, row.member_id)


def _ask(draft: CopyDraft, ws: Workspace) -> tuple[CopyDraft, Verdict, str]:
    return draft, attachment_copy.ask(ws, draft), attachment_copy.missing(ws, draft)


def _save(draft: CopyDraft, out: Path, ws: Workspace) -> Changes:
    return attachment_copy.save(ws, draft, out)


class SaveCopyDialog(KeptDialog):
    """The form."""

    draft_key = "save_copy"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the attachment's id."""
        self._id = str(about or "")
        super().__init__(context, self._id, _("Save a copy"), _("Save a copy…"), parent)
        self._row: Attachment | None = None
        self._verdict: tuple[CopyDraft, Verdict, str] | None = None
        rules = consents.rules()
        self.pill, self.why = StatusPill(), Body("")
        warning = NoteBox(
            "warning",
            [
                _("The copy leaves the vault"),
                _("It is a plain file: whoever has it can read it, and Navigator cannot call it "
                  "back. That it left, to whom and why, stays in the record."),
            ],
        )  # fmt: skip
        self.add("known", _("Who gets it, of the record"), choice_field({"": _("Somebody else")}))
        self.add("recipient", _("Who gets it"), QLineEdit(), _("A person or an organization"))
        purposes = {key: _(one.title) for key, one in rules.purposes.items()}
        choices = {"": _("Choose what for"), **purposes}
        self.add("purpose", _("What for"), choice_field(choices))
        titles = {key: _(one.title) for key, one in rules.categories.items()}
        self.add("categories", _("What can be read on it"), CheckGroup(titles))
        self.add(
            "override", _("Why it goes all the same"), QLineEdit(),
            _("The law or the order that asks for it. The reason stays in the record."),
        )  # fmt: skip
        parts = [self.fields[key] for key in ("known", "recipient", "purpose", "categories")]
        self.assemble([warning, *parts, self.pill, self.why, self.fields["override"]], 640, 860)
        self.fields["override"].hide()
        self._say_nothing()
        self._connect()
        self.begin()
        self.save_button.setEnabled(False)
        work = partial(_read, self._id)
        context.tasks.run(work, self._show, owner=self, failed=self._unknown)

    def save(self) -> None:
        """Ask where to, once the gate lets it go."""
        row, draft = self._row, self._draft()
        if row is None or not self.save_button.isEnabled():
            return
        if self._verdict is None or self._verdict[0] != replace(draft, override=""):
            self.write(partial(_ask, draft), self._asked)
        elif self._verdict[2]:
            self.problem.show_error(self._verdict[2])
        elif not gate.overridable(self._verdict[1]):
            self.problem.show_error(_("It stays here until the member consents."))
        elif not self._verdict[1].whole and not draft.override.strip():
            self.show_error("override", _("Say why it goes all the same, or leave it here."))
        else:
            self._choose_file(row)

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Write the file there."""
        self.write(partial(_save, self._draft(), Path(path)), self._saved)

    def refused(self, error: BaseException) -> None:
        """What needs consent is said where it can be passed."""
        super().refused(error)
        if isinstance(error, ConsentNeeded):
            self.problem.show_error("")
            self.show_error("override", str(error))

    def _connect(self) -> None:
        known = self.fields["known"].widget
        if isinstance(known, QComboBox):
            known.currentIndexChanged.connect(self._name)
        for key in ("recipient", "purpose", "categories"):
            widget = self.fields[key].widget
            if isinstance(widget, QLineEdit):
                widget.textChanged.connect(self._judge)
            elif isinstance(widget, QComboBox):
                widget.currentIndexChanged.connect(self._judge)
            elif isinstance(widget, CheckGroup):
                for box in widget.boxes.values():
                    box.toggled.connect(self._judge)

    @Slot()
    def _name(self) -> None:
        """Write the one of the record into the line below."""
        line = self.fields["recipient"].widget
        if isinstance(line, QLineEdit) and self.words("known"):
            line.setText(self.words("known"))

    def _draft(self) -> CopyDraft:
        return CopyDraft(
            self._id,
            self.words("recipient"),
            self.words("purpose"),
            self.several("categories"),
            self.words("override") if not self.fields["override"].isHidden() else "",
        )

    @Slot()
    def _judge(self) -> None:
        draft = replace(self._draft(), override="")
        self._verdict = None
        if not (draft.recipient.strip() and draft.purpose and draft.categories):
            self._say_nothing()
            return
        self.context.tasks.run(partial(_ask, draft), self._judged, owner=self, failed=self.refused)

    def _judged(self, found: tuple[CopyDraft, Verdict, str]) -> None:
        draft, verdict, missing = found
        if draft != replace(self._draft(), override=""):
            return  # something else was typed meanwhile
        self._verdict = found
        self.fields["override"].setVisible(not verdict.whole and gate.overridable(verdict))
        self.pill.show()
        if missing:
            self.pill.show_state("danger", _("Stays here"), "forbidden")
            self.why.setText(missing)
            return
        if verdict.whole:
            self.pill.show_state("good", _("May leave"))
            self.why.setText(verdict.ground.told(_, phrases.day))
            return
        self.pill.show_state("danger", _("Stays here"), "forbidden")
        reasons = dict.fromkeys(why.told(_, phrases.day) for _one, why in verdict.withheld)
        said = [*reasons, _("A paper leaves whole or not at all.")]
        if draft.purpose == gate.TPO and gate.overridable(verdict):
            said.append(
                _(
                    "Without a consent it goes for treatment, payment and operations only to the "
                    "member’s plans, the care team and providers on record. {who} is not among "
                    "them: it goes for a reason alone, and the accounting shows it with your name."
                ).format(who=words.isolated(draft.recipient))
            )
        self.why.setText("\n".join(said))

    def _asked(self, found: tuple[CopyDraft, Verdict, str]) -> None:
        """Asked for before the gate had spoken: hear it, then go on."""
        self.ready()
        draft, verdict, missing = found
        self._judged((replace(draft, override=""), verdict, missing))
        self.save()

    def _say_nothing(self) -> None:
        self.pill.hide()
        self.fields["override"].hide()
        self.why.setText(_("Say who gets it, what for and what can be read on it."))

    def _choose_file(self, row: Attachment) -> None:
        name = attachment_copy.file_name(row)
        chooser = QFileDialog(self, _("Save a copy"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(name.rpartition(".")[2])
        chooser.selectFile(name)
        chooser.setWindowModality(Qt.WindowModality.WindowModal)
        chooser.fileSelected.connect(self.save_to)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _show(self, read: _Read) -> None:
        self._row, name, known = read
        box = self.fields["known"].widget
        if isinstance(box, QComboBox):
            for one in known:
                box.addItem(f"{words.isolated(one.name)} · {one.what}", one.name)
        self.whose.setText(housing_words.dotted(words.isolated(self._row.title), name))
        self.save_button.setEnabled(True)

    def _unknown(self, error: BaseException) -> None:
        self.refused(error)
        self.save_button.setEnabled(False)

    def _saved(self, changes: Changes) -> None:
        self.finish(changes, _("Saved outside the vault; that it left stands in the record."))
