"""Words that attest a batch, and the reason that lets one member of it go."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from navigator_app.domain.batches import BatchSheet, Mark
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import batch_send, batches
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models.batch_words import mark
from ui.widgets.asking_dialog import note_field
from ui.widgets.kept_form import KeptDialog, Work, parts_of
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Small


def _read(batch_id: str, ws: Workspace) -> BatchSheet:
    return batches.sheet(ws, batch_id)


def _attest(batch_id: str, text: str, ws: Workspace) -> Changes:
    return batch_send.attest(ws, batch_id, text)


class BatchAttestDialog(KeptDialog):
    """The plan's or the agency's own words, with who says them and what about."""

    draft_key = "batch_attest"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the batch's id."""
        super().__init__(context, str(about or ""), _("Attest the batch"), _("Attest"), parent)
        self.said, self.note = Body(""), Small(batch_send.attestation_note())
        words = note_field()
        words.setFixedHeight(theme.px(150))
        hint = _("Kept with your name and the moment. A change of the batch takes it back.")
        self.add("attestation", _("In the words of the plan, or of your agency"), words, hint)
        self.assemble([self.said, *self.rows(), self.note], 640, 560)
        self.ask(partial(_read, str(self.about)), self._show)

    def work(self) -> Work:
        """Attest it."""
        return partial(_attest, str(self.about), self.words("attestation"))

    def _show(self, sheet: BatchSheet) -> None:
        self.whose.setText(sheet.batch.title)
        count = len(sheet.rows)
        said = ngettext("{n} member for {service}.", "{n} members for {service}.", count)
        over = sum(bool(row.override_reason) for row in sheet.rows)
        text = said.format(n=count, service=_(sheet.batch.service.value))
        if over:
            more = ngettext("{n} was passed with a reason.", "{n} were passed with reasons.", over)
            text = f"{text} {more.format(n=over)}"
        if sheet.unready:
            more = ngettext("{n} needs mending first.", "{n} need mending first.", sheet.unready)
            text = f"{text} {more.format(n=sheet.unready)}"
        self.said.setText(text)
        self.show_known({"attestation": sheet.attestation_offered})
        self.save_button.setEnabled(bool(count) and not sheet.unready)

    def _written(self, changes: Changes) -> None:
        self.finish(changes, _("Attested. The file can be built."))


def _pass(batch_id: str, member_id: str, reason: str, ws: Workspace) -> Changes:
    return batches.override(ws, batch_id, member_id, reason)


class BatchPassDialog(KeptDialog):
    """Why a member goes though something stands against it."""

    draft_key = "batch_pass"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [the batch's id, the member's id]."""
        parts = parts_of(about, 2)
        self._batch_id, self._member_id = parts
        super().__init__(context, parts, _("Let them go anyway"), _("Pass"), parent)
        self.pill, self.why = StatusPill(*mark(Mark.MEND)), Body("")
        hint = _("Who agreed to it, when and why. It is kept with your name and the day.")
        self.add("reason", _("Reason"), note_field(), hint)
        self.assemble([self.pill, self.why, *self.rows()], 600, 460)
        self.ask(partial(_read, self._batch_id), self._show)

    def work(self) -> Work:
        """Pass it."""
        return partial(_pass, self._batch_id, self._member_id, self.words("reason"))

    def _show(self, sheet: BatchSheet) -> None:
        line = next((x for x in sheet.rows if x.member_id == self._member_id), None)
        if line is None:
            self.whose.setText(_("This member is not in the batch."))
            return
        self.whose.setText(line.name)
        stops = [one for one in line.checks if one.mark is Mark.MEND]
        self.why.setText("\n".join(one.says for one in stops) or _("Nothing stands against it."))
        self.pill.setVisible(bool(stops))
        self.show_known()
        self.save_button.setEnabled(line.overridable)

    def _written(self, changes: Changes) -> None:
        self.finish(changes, _("Passed; the reason is kept."))
