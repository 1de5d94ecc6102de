"""What is asked before a form is read and signed on the screen."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.consents import Signer
from navigator_app.domain.signatures import SignableForm, SignDesk, SignDraft
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import _
from navigator_app.services import consent_desk, consents
from ui import theme
from ui.context import Context
from ui.models import consent_views
from ui.widgets.asking_dialog import choice_field, choose
from ui.widgets.check_group import CheckGroup
from ui.widgets.consent_form import class_choices, named, stacked
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, SideBySide, parts_of
from ui.widgets.text import Small


class SignQuestions(KeptDialog):
    """The questions: which form and language, what may be shared, who signs.

    A draft keeps what was chosen and typed, what was filled into the form among it; never a
    stroke.
    """

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member id, form, id of the consent taken back]."""
        self.member_id, self._form, self._revokes = parts_of(about, 3)
        kept = [self.member_id, self._form, self._revokes]
        super().__init__(context, kept, _("Sign on the screen"), _("Read the form"), parent)
        self.known: SignDesk | None = None
        self.filled: dict[str, dict[str, str]] = {}  # by form: places have keys of their own
        self.form_note = Small("")
        self._add_fields()

    def kept(self) -> dict[str, str]:
        """Every field as text, with what was filled into the form."""
        return super().kept() | {"filled": json.dumps(self.filled)}

    def put_back(self, kept: Mapping[str, str]) -> None:
        """Fill in again."""
        super().put_back(kept)
        if "filled" in kept:
            self.filled = json.loads(kept["filled"])

    def show_desk(self, desk: SignDesk) -> None:
        """The choices that there are for this member."""
        self.known = desk
        _fill(self.fields["kind"].widget, {one.kind: _(one.title) for one in desk.forms})
        _fill(self.fields["language"].widget, dict(desk.languages))
        today = self.context.clock.today()
        _fill(
            self.fields["revokes"].widget,
            {one.id: consent_views.title(one, today) for one in desk.standing},
        )
        known = {
            "kind": self._form or desk.forms[0].kind,
            "language": desk.language,
            "large": "large" if desk.large else "",
            "services": ",".join(desk.services),
            "discloser": desk.agency,
            "revokes": self._revokes,
        }
        self.show_known(known)
        self.follow()

    def typed_draft(self) -> SignDraft:
        """What was chosen; InputRejected for a day that is none."""
        words = self.words
        mine = words("signer") == Signer.MEMBER.slug
        who, of_class = named(words("recipient"), words("recipient_class"))
        return SignDraft(
            member_id=self.member_id,
            kind=words("kind"),
            language=words("language"),
            large=words("large") == "large",
            consent=words("consent"),
            discloser=words("discloser"),
            recipient=who,
            recipient_class=of_class,
            categories=self.several("categories"),
            purpose=words("purpose"),
            expires_on=self.day("expires_on"),
            expires_event=words("expires_event"),
            signer=Signer.from_slug(words("signer")),
            signer_name="" if mine else words("signer_name"),
            authority="" if mine else words("authority"),
            witness=words("witness"),
            interpreter=words("interpreter"),
            revokes=words("revokes"),
            services=self.several("services"),
            filled=dict(self.filled.get(words("kind"), {})),
        )

    def form(self) -> SignableForm | None:
        """The form that is chosen."""
        found = self.known.forms if self.known is not None else ()
        return next((one for one in found if one.kind == self.words("kind")), None)

    def question_parts(self) -> list[QWidget]:
        """The questions in their order, those that belong together side by side."""
        at = self.fields
        self.release = stacked(
            SideBySide([at["discloser"], at["recipient"]]),
            at["recipient_class"],
            at["categories"],
            at["purpose"],
        )
        self.ends = SideBySide([at["expires_on"], at["expires_event"]])
        self.spoke = SideBySide([at["signer_name"], at["authority"]])
        return [
            stacked(at["kind"], self.form_note, gap=theme.S4),
            SideBySide([at["language"], at["large"]]),
            at["consent"],
            at["revokes"],
            at["services"],
            self.release,
            self.ends,
            at["signer"],
            self.spoke,
            SideBySide([at["witness"], at["interpreter"]]),
        ]

    @Slot()
    def follow(self) -> None:
        """Ask for what the chosen form needs."""
        form = self.form()
        if form is None:
            return
        kind = form.consent or self.words("consent")
        revokes, gives = form.act == "revoke", form.act == "give"
        serve = kind == consent_desk.SERVE
        self.form_note.setText(_(form.about))
        self.fields["consent"].setVisible(form.act == "refuse")
        self.fields["revokes"].setVisible(revokes)
        self.fields["services"].setVisible(serve and not revokes)
        self.release.setVisible(not serve and not revokes)
        self.fields["categories"].setVisible(kind != consents.SUBSTANCE)
        self.fields["recipient"].setVisible(not self.words("recipient_class"))
        self.ends.setVisible(gives and not serve)
        self.spoke.setVisible(self.words("signer") != Signer.MEMBER.slug)

    def _add_fields(self) -> None:
        rules, today = consents.rules(), self.context.clock.today()
        self.add("kind", _("Which form"), choice_field({}))
        self.add("language", _("In which language"), choice_field({}))
        sizes = {"": _("Ordinary print"), "large": _("Large print")}
        self.add("large", _("Size on the document"), choice_field(sizes))
        kinds = {key: _(one.title) for key, one in rules.kinds.items()}
        self.add("consent", _("What they say no to"), choice_field(kinds))
        self.add("revokes", _("Which consent is taken back"), choice_field({}))
        self.add(
            "services", _("Which services"), CheckGroup({one.slug: _(one.value) for one in Service})
        )
        self.add("discloser", _("Who may give it"), QLineEdit())
        self.add("recipient", _("Who may get it"), QLineEdit(), _("A person or an organization"))
        self.add("recipient_class", _("One, or all of a kind?"), choice_field(class_choices()))
        titles = {k: _(v.title) for k, v in rules.categories.items() if k != consents.SUBSTANCE}
        self.add("categories", _("Which information"), CheckGroup(titles))
        purposes = {"": _("Choose what for"), **{k: _(v.title) for k, v in rules.purposes.items()}}
        self.add("purpose", _("For which purpose"), choice_field(purposes))
        longest = _("Empty: as long as the form allows")
        self.add("expires_on", _("Until"), DayField(today, ahead=True), longest)
        self.add(
            "expires_event", _("Or until"), QLineEdit(), _("For instance: the lease is signed")
        )
        self._add_people()
        for key in ("kind", "consent", "signer", "recipient_class"):
            box = self.fields[key].widget
            if isinstance(box, QComboBox):
                box.currentIndexChanged.connect(self.follow)

    def _add_people(self) -> None:
        signers = {one.slug: _(one.value) for one in Signer}
        self.add("signer", _("Who signs"), choice_field(signers))
        self.add("signer_name", _("Their name"), QLineEdit())
        authority = _("For instance: conservator by court order of May 2026")
        self.add("authority", _("By what authority"), QLineEdit(), authority)
        self.add("witness", _("Witness, if any"), QLineEdit())
        asked = _("Name and language")
        self.add("interpreter", _("Interpreter, if any"), QLineEdit(), asked)


def _fill(box: QWidget, choices: dict[str, str]) -> None:
    """Put other words into a list, the one that was chosen still chosen if it is there."""
    if isinstance(box, QComboBox):
        before = str(box.currentData() or "")
        box.blockSignals(True)
        box.clear()
        for key, text in choices.items():
            box.addItem(text, key)
        choose(box, before)
        box.blockSignals(False)
