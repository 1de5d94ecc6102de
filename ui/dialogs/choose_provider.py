"""Who should serve: the agency's providers ranked for one referral, and the list kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import providers
from navigator_app.services.providers import Provider, Suggestion, Tie
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.choose_provider_form import Kept, ProviderForm, Ranking
from ui.models import words
from ui.widgets.asking_dialog import AskingDialog, choice_field, choose
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Rule
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout

_Result = tuple[Suggestion, Changes]


def _read(referral_id: str, ws: Workspace) -> Suggestion:
    return providers.suggest(ws, referral_id)


def _keep(referral_id: str, member_id: str, one: Provider, tie: Tie, was: str, ws: Workspace
          ) -> _Result:  # fmt: skip
    changes = providers.keep(ws, member_id, one, tie, was)
    return providers.suggest(ws, referral_id), changes


def _drop(referral_id: str, name: str, ws: Workspace) -> _Result:
    changes = providers.drop(ws, name)
    return providers.suggest(ws, referral_id), changes


class ChooseProviderDialog(AskingDialog):
    """The suggestion above, the list and one provider of it below. It stays open after saving."""

    draft_key = "choose_provider"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the referral's id."""
        super().__init__(context, _("Who should serve"), _("Keep provider"), parent)
        self._referral_id = str(about)
        self._found: Suggestion | None = None
        self._typed: tuple[str, Kept] | None = None
        self._as_known: Kept = {}
        self.ranking, self.form = Ranking(), ProviderForm()
        self.which = choice_field({"": _("A new provider")})
        self.remove = QuietButton(_("Remove from the list"), "delete")
        self.fields = {
            "which": LabelledField(_("Provider to add or amend"), self.which),
            **self.form.fields,
        }
        beside = QWidget()
        FlowLayout(beside, theme.S8).addWidget(self.remove)
        which = self.fields["which"]
        self.assemble([self.ranking, Rule(), which, self.form, beside], 680, 820)
        self.cancel_button.setText(_("Close"))
        self.remove.hide()
        self.save_button.setEnabled(False)
        self.which.currentIndexChanged.connect(self._follow)
        self.remove.clicked.connect(self._remove)
        work = partial(_read, self._referral_id)
        context.tasks.run(work, self._show, owner=self, failed=self._unknown)

    def draft(self) -> dict[str, object]:
        """What was typed of a provider and not kept."""
        was, kept = str(self.which.currentData() or ""), self.form.kept()
        if self._found is None and self._typed is not None:
            was, kept = self._typed
        elif kept == self._as_known:
            return {}
        return {"about": self._referral_id, "was": was, "kept": kept}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, over what is known."""
        kept = payload.get("kept")
        if isinstance(kept, dict):
            typed = {str(key): str(value) for key, value in kept.items()}
            self._typed = str(payload.get("was", "")), typed
            if self._found is not None:
                self._put_back()

    def save(self) -> None:
        """Keep the provider, and rank anew."""
        if self._found is None:
            return
        try:
            one = self.form.provider()
        except InputRejected as wrong:
            self.show_error(wrong.field, str(wrong))
            return
        was = str(self.which.currentData() or "")
        member, tie = self._found.member_id, self.form.tie()
        self.write(
            partial(_keep, self._referral_id, member, one, tie, was),
            partial(self._kept, _("Provider kept")),
        )

    @Slot()
    def _remove(self) -> None:
        name = str(self.which.currentData() or "")
        if name:
            self.write(
                partial(_drop, self._referral_id, name),
                partial(self._kept, _("Provider removed from the list")),
            )

    def _kept(self, said: str, result: _Result) -> None:
        found, changes = result
        self._saving = False
        self._show(found)
        self.which.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(said, None)

    def _show(self, found: Suggestion) -> None:
        self._found = found
        self.whose.setText(
            _("{name} · {service} · {plan}").format(
                name=words.isolated(found.member),
                service=_(found.service.value),
                plan=found.plan_name,
            )
        )
        self.ranking.show_suggestion(found)
        self.which.blockSignals(True)
        while self.which.count() > 1:
            self.which.removeItem(1)
        for one in found.providers:
            self.which.addItem(one.name, one.name)
        self.which.setCurrentIndex(0)
        self.which.blockSignals(False)
        self._follow()
        self.save_button.setEnabled(True)
        if self._typed is not None:
            self._put_back()

    def _put_back(self) -> None:
        assert self._typed is not None
        was, kept = self._typed
        self._typed = None
        choose(self.which, was)
        self.form.put_back(kept)

    @Slot()
    def _follow(self) -> None:
        """Show the chosen provider."""
        name = str(self.which.currentData() or "")
        found = self._found
        known = {one.name: one for one in found.providers} if found else {}
        bound = dict(found.ties) if found else {}
        self.form.show_provider(known.get(name), bound.get(name, Tie()))
        for field in self.fields.values():
            field.show_error("")
        self._as_known = self.form.kept()
        self.remove.setVisible(name in known)

    def _unknown(self, error: BaseException) -> None:
        self.refused(error)
        self.save_button.setEnabled(False)
