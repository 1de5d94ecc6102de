"""The end of a consent: the member takes it back, or it turns out not to hold."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.consent_rows import Kept
from navigator_app.domain.consents import Consent
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import consent_desk
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import consent_views, housing_words, words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.consent_form import ConsentForm
from ui.widgets.day_field import DayField

_BACK, _INVALID = "revoked", "invalid"


def _read(consent_id: str, ws: Workspace) -> tuple[Consent, str]:
    return consent_desk.about(ws, consent_id)


def _revoke(consent_id: str, on: date, how: str, ws: Workspace) -> Kept:
    return consent_desk.revoke(ws, consent_id, on, how)


def _invalidate(consent_id: str, on: date, why: str, ws: Workspace) -> Kept:
    return consent_desk.invalidate(ws, consent_id, on, why)


class RevokeConsentDialog(ConsentForm):
    """The form."""

    draft_key = "revoke_consent"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the consent's id."""
        self._consent_id = str(about or "")
        super().__init__(context, self._consent_id, _("End a consent"), _("End it"), parent)
        kinds = {_BACK: _("The member takes it back"), _INVALID: _("It does not hold")}
        self.add("what", _("What happened"), choice_field(kinds))
        hint = _("From this day nothing leaves under it; what left before stays accounted for.")
        self.add("on", _("From which day"), DayField(context.clock.today()), hint)
        self.add("how", _("How they said it"), QLineEdit(), _("For instance: in writing, by phone"))
        self.add("why", _("Why it does not hold"), QLineEdit(), _("For instance: not dated"))
        self.assemble(self.rows(), 560, 520)
        box = self.fields["what"].widget
        if isinstance(box, QComboBox):
            box.currentIndexChanged.connect(self._follow)
        self._follow()
        self.put_back({"on": context.clock.today().isoformat()})
        self.begin()
        self.save_button.setEnabled(False)
        work = partial(_read, self._consent_id)
        context.tasks.run(work, self._show, owner=self, failed=self.unknown)

    def save(self) -> None:
        """Write it."""
        if not self.save_button.isEnabled():
            return
        try:
            on = self.needed_day("on")
        except InputRejected as error:
            self.refused(error)
            return
        if self.words("what") == _BACK:
            work = partial(_revoke, self._consent_id, on, self.words("how"))
        else:
            work = partial(_invalidate, self._consent_id, on, self.words("why"))
        self.write(work, self._written)

    @Slot()
    def _follow(self) -> None:
        back = self.words("what") == _BACK
        self.fields["how"].setVisible(back)
        self.fields["why"].setVisible(not back)

    def _show(self, read: tuple[Consent, str]) -> None:
        found, name = read
        title = consent_views.title(found, self.context.clock.today())
        self.whose.setText(housing_words.dotted(words.isolated(name), title))
        self.save_button.setEnabled(True)

    def _written(self, kept: Kept) -> None:
        back = self.words("what") == _BACK
        self.kept_by(kept, _("Taken back") if back else _("Recorded as not valid"))
