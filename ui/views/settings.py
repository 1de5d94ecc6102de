"""The Settings page: the look, locking, the agency, its plans, and what keeps the store safe."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app import __version__
from navigator_app.domain.records import AgencyRow, Changes, PlanRow
from navigator_app.i18n import _
from navigator_app.services.audit import Verification
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.views.settings_agency import AgencyCard
from ui.views.settings_look import LookCard
from ui.views.settings_plans import PlansCard
from ui.widgets.buttons import PlainButton
from ui.widgets.capacity_card import CapacityCard
from ui.widgets.card import Card
from ui.widgets.form_card import FormsCard
from ui.widgets.own_rules_card import OwnRulesCard
from ui.widgets.page import Page
from ui.widgets.pill import StatusPill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Muted, Small


@dataclass(frozen=True, slots=True)
class _Shown:
    agency: AgencyRow
    lock_minutes: int
    plans: tuple[PlanRow, ...]
    layouts: tuple[tuple[str, str], ...]
    policies: tuple[tuple[str, str], ...]


def _read(ws: Workspace) -> _Shown:
    from navigator_app.services import agency

    return _Shown(
        agency.agency(ws),
        agency.lock_minutes(ws),
        tuple(agency.plans(ws)),
        tuple(agency.layout_choices(ws)),
        tuple(agency.policy_choices()),
    )


def _verify(ws: Workspace) -> Verification:
    from navigator_app.services import audit

    return audit.verify(ws)


class SettingsView(View):
    """Everything that can be chosen; each part saves itself."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the cards; `activate` fills them."""
        super().__init__(context, parent)
        self._agency_name = ""
        self.look = LookCard(context)
        self.agency = AgencyCard(context)
        self.plans = PlansCard(context)
        self.own_rules = OwnRulesCard(context)
        self.capacity = CapacityCard(context)
        self.forms = FormsCard(context)
        self.passphrase_button = PlainButton(_("Change the passphrase"), "key")
        self.code_button = PlainButton(_("New recovery code"), "secret")
        self.check_button = PlainButton(_("Check the store"), "shield")
        self.people_button = PlainButton(_("People and roles"), "team")
        self.verdict = StatusPill()
        self.verdict_words = Muted()
        self._assemble()
        self.passphrase_button.clicked.connect(self._change_passphrase)
        self.code_button.clicked.connect(self._new_code)
        self.check_button.clicked.connect(self._check)
        self.people_button.clicked.connect(self._people)
        self.capacity.rebuilt.connect(self._order_keys)
        self.own_rules.rebuilt.connect(self._order_keys)
        self.plans.packs.rebuilt.connect(self._order_keys)

    def _assemble(self) -> None:
        page = Page(_("Settings"), narrow=True)
        cards = (self.look, self.agency, self.plans, self.own_rules, self.capacity, self.forms)
        for card in (*cards, self._safety_card()):
            page.column.addWidget(card)
        page.column.addWidget(Small(_("Navigator {version}").format(version=__version__)))
        page.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.first = self.look.theme_box

    def _safety_card(self) -> Card:
        card = Card(_("Keeping it safe"))
        for button, words in (
            (self.people_button, _("Who unlocks this store, and what each may do and see.")),
            (self.passphrase_button, _("The old one stops working at once.")),
            (self.code_button, _("If the printed page was lost or seen by somebody.")),
            (self.check_button, _("Encrypted, whole, and nothing in the journal altered?")),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.S12)
            button.setMinimumWidth(theme.px(220))
            row.addWidget(button)
            row.addWidget(Muted(words), 1)
            card.column.addLayout(row)
        answer = QHBoxLayout()
        answer.setSpacing(theme.S12)
        answer.addWidget(self.verdict)
        answer.addWidget(self.verdict_words, 1)
        card.column.addLayout(answer)
        self.verdict.hide()
        return card

    def activate(self) -> None:
        """Read everything anew."""
        self.context.tasks.run(_read, self._show, owner=self)
        self.capacity.reload()
        self.own_rules.reload()
        self.forms.reload()

    def on_changes(self, changes: Changes) -> None:
        """Follow changes of agency and plans."""
        if (changes.settings or changes.plans) and self.isVisible():
            self.activate()

    def draft(self) -> dict[str, object]:
        """Words of the agency and of a plan that were typed and not saved."""
        found: dict[str, object] = {}
        if self.agency.changed():
            found["agency"] = self.agency.typed()
        if self.plans.name.text():
            found["plan"] = self.plans.name.text()
        return found

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put them back."""
        typed = payload.get("agency")
        if isinstance(typed, list):
            self.agency.put_back([str(word) for word in typed])
        if payload.get("plan"):
            self.plans.begin_new()
            self.plans.name.setText(str(payload["plan"]))

    def _show(self, shown: _Shown) -> None:
        self._agency_name = shown.agency.name
        self.look.show_lock_minutes(shown.lock_minutes)
        self.agency.show_agency(shown.agency)
        self.plans.show_plans(shown.plans, shown.layouts, shown.policies)
        self._order_keys()

    @Slot()
    def _order_keys(self) -> None:
        follow_layout(self)

    def _people(self) -> None:
        self.context.ways.open_page.emit("staff", None)

    def _change_passphrase(self) -> None:
        from ui.dialogs.change_passphrase import ChangePassphraseDialog

        ChangePassphraseDialog(self.context, self).open()

    def _new_code(self) -> None:
        from ui.dialogs.recovery_code import RecoveryCodeDialog

        RecoveryCodeDialog(self.context, self._agency_name, self).open()

    def _check(self) -> None:
        self.check_button.setEnabled(False)
        self.context.tasks.run(_verify, self._checked, owner=self, failed=self._not_checked)

    def _checked(self, found: Verification) -> None:
        self.check_button.setEnabled(True)
        well = found.encrypted and found.integrity and found.journal and found.signatures
        self.verdict.show_state("good" if well else "danger", _("In order") if well else _("Look"))
        self.verdict.show()
        words = _("Encrypted and whole; {count} entries of the journal hold together.")
        count = f"{found.entries:,}"
        self.verdict_words.setText(words.format(count=count) if well else found.problem)

    def _not_checked(self, error: BaseException) -> None:
        self.check_button.setEnabled(True)
        self.context.show_refusal(error)
