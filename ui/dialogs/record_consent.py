"""What the member said: to be served, or that somebody may know something; a no is kept, too."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.consent_rows import ConsentDesk, Kept
from navigator_app.domain.consents import Consent, ConsentDraft, Decision, How, Kind, Signer
from navigator_app.domain.scans import ConsentOnPaper
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import consent_desk, consents
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.check_group import CheckGroup
from ui.widgets.consent_form import ConsentForm, class_choices, named, stacked
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import SideBySide
from ui.widgets.text import Small

_SERVE, _SUBSTANCE = consent_desk.SERVE, consents.SUBSTANCE
_WITH = ("witness", "interpreter", "language", "note")

_Read = tuple[ConsentDesk, Consent | None, ConsentOnPaper | None]


def _read(member_id: str, consent_id: str, printed_form_id: str, ws: Workspace) -> _Read:
    before = consents.get(ws, consent_id) if consent_id else None
    paper = None
    if printed_form_id:
        from navigator_app.services import scan_intake  # forms: only when a paper came home

        paper = scan_intake.consent_on_paper(ws, printed_form_id)
    return consent_desk.desk(ws, member_id), before, paper


def _save(draft: ConsentDraft, ws: Workspace) -> Kept:
    return consent_desk.record(ws, draft)


class RecordConsentDialog(ConsentForm):
    """The form."""

    draft_key = "record_consent"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member id, id of the consent that is asked for again or
        "", id of the printed form that came home signed]."""
        parts = list(about) if isinstance(about, list | tuple) else [about]
        self._member_id = str(parts[0] or "")
        self._before = str(parts[1]) if len(parts) > 1 else ""
        self._printed = str(parts[2]) if len(parts) > 2 else ""
        self._paper: ConsentOnPaper | None = None
        kept = [self._member_id, self._before, self._printed]
        super().__init__(context, kept, _("Record consent"), _("Save"), parent)
        self._rules = consents.rules()
        self._filled: date | None = None  # the end that the kind's term gave
        self.kind_note, self.term = Small(""), Small("")
        self._add_fields()
        self.release, self.spoke, self.ends = QWidget(), QWidget(), QWidget()
        self.assemble(self._parts(), 680, 760)
        for key in ("kind", "decision", "signer", "recipient_class"):
            box = self.fields[key].widget
            if isinstance(box, QComboBox):
                box.currentIndexChanged.connect(self._follow)
        day = self.fields["on"].widget
        if isinstance(day, DayField):
            day.textChanged.connect(self._follow)
        self._follow()
        self.save_button.setEnabled(False)
        work = partial(_read, self._member_id, self._before, self._printed)
        context.tasks.run(work, self._show, owner=self, failed=self.unknown)

    def save(self) -> None:
        """Write it."""
        if not self.save_button.isEnabled():
            return
        try:
            draft = self._typed_draft()
        except InputRejected as error:
            self.refused(error)
            return
        self.write(partial(_save, draft), self._written)

    # building

    def _add_fields(self) -> None:
        today, rules = self.context.clock.today(), self._rules
        self.add("kind", _("What for"), _choices({k: v.title for k, v in rules.kinds.items()}))
        said = {Decision.GIVEN.slug: _("Yes"), Decision.REFUSED.slug: _("No")}
        self.add("decision", _("Answer"), choice_field(said))
        self.add("how", _("How"), _choices({one.slug: one.value for one in How}))
        self.add("on", _("Day"), DayField(today))
        self.add("discloser", _("Who may give it"), QLineEdit())
        self.add("recipient", _("Who may get it"), QLineEdit(), _("A person or an organization"))
        self.add("recipient_class", _("One, or all of a kind?"), choice_field(class_choices()))
        titles = {key: _(one.title) for key, one in rules.categories.items()}
        self.add("categories", _("Which information"), CheckGroup(titles))
        purposes = {"": _("Choose what for"), **{k: _(v.title) for k, v in rules.purposes.items()}}
        self.add("purpose", _("For which purpose"), choice_field(purposes))
        self.add("expires_on", _("Until"), DayField(today, ahead=True))
        event = _("For instance: the lease is signed")
        self.add("expires_event", _("Or until"), QLineEdit(), event)
        self.add("signer", _("Who said it"), _choices({one.slug: one.value for one in Signer}))
        self.add("signer_name", _("Their name"), QLineEdit())
        authority = _("For instance: conservator by court order of May 2026")
        self.add("authority", _("By what authority"), QLineEdit(), authority)
        self.add("witness", _("Witness, if any"), QLineEdit())
        self.add("interpreter", _("Interpreter, if any"), QLineEdit())
        self.add("language", _("In which language it was explained"), QLineEdit())
        self.add("note", _("Note"), note_field())

    def _parts(self) -> list[QWidget]:
        at = self.fields
        self.release = stacked(
            SideBySide([at["discloser"], at["recipient"]]),
            at["recipient_class"],
            at["categories"],
            at["purpose"],
        )
        self.ends = stacked(
            SideBySide([at["expires_on"], at["expires_event"]]), self.term, gap=theme.S4
        )
        self.spoke = SideBySide([at["signer_name"], at["authority"]])
        return [
            stacked(at["kind"], self.kind_note, gap=theme.S4),
            SideBySide([at["decision"], at["how"], at["on"]]),
            self.release,
            self.ends,
            at["signer"],
            self.spoke,
            SideBySide([at["witness"], at["interpreter"]]),
            at["language"],
            at["note"],
        ]

    # following what is chosen

    @Slot()
    def _follow(self) -> None:
        kind = self._rules.kinds[self.words("kind")]
        given = self.words("decision") == Decision.GIVEN.slug
        self.kind_note.setText(f"{_(kind.hint)}. {_cited(kind)}")
        self.release.setVisible(kind.id != _SERVE)
        self.spoke.setVisible(self.words("signer") != Signer.MEMBER.slug)
        self.ends.setVisible(given)
        self.fields["recipient"].setVisible(not self.words("recipient_class"))
        self._follow_substance(kind)
        self._follow_term(kind)

    def _follow_substance(self, kind: Kind) -> None:
        """Such records have a consent of their own: in that one they are named from the start."""
        group = self.fields["categories"].widget
        if not isinstance(group, CheckGroup):
            return
        box = group.boxes[_SUBSTANCE]
        own = kind.id == _SUBSTANCE
        if own and not box.isEnabled():
            box.setChecked(True)
        elif not own:
            box.setChecked(False)
        box.setEnabled(own)

    def _follow_term(self, kind: Kind) -> None:
        try:
            on = self.day("on")
        except InputRejected:
            on = None
        longest = consents.term(kind, on) if on is not None else None
        field = self.fields["expires_on"].widget
        if isinstance(field, DayField):
            mine = self._filled.isoformat() if self._filled else ""
            if field.iso() == mine and longest != self._filled:
                field.set_iso(longest.isoformat() if longest else "")
                self._filled = longest
        if longest is None:
            self.term.setText(_("It stands until the member takes it back, unless a day is named."))
        else:
            text = _("At most until {day}: {source}")
            self.term.setText(text.format(day=words.day(longest), source=_cited(kind)))

    # reading and writing

    def _typed_draft(self) -> ConsentDraft:
        kind, given = self.words("kind"), self.words("decision") == Decision.GIVEN.slug
        release, mine = kind != _SERVE, self.words("signer") == Signer.MEMBER.slug
        who, of_class = named(self.words("recipient"), self.words("recipient_class"))
        return ConsentDraft(
            member_id=self._member_id,
            kind=kind,
            decision=Decision.from_slug(self.words("decision")),
            how=How.from_slug(self.words("how")),
            on=self.needed_day("on"),
            discloser=self.words("discloser") if release else "",
            recipient=who if release else "",
            recipient_class=release and of_class,
            categories=self.several("categories") if release else (),
            purpose=self.words("purpose") if release else "",
            expires_on=self.day("expires_on") if given else None,
            expires_event=self.words("expires_event") if given else "",
            signer=Signer.from_slug(self.words("signer")),
            signer_name="" if mine else self.words("signer_name"),
            authority="" if mine else self.words("authority"),
            form=self._paper.form if self._paper else "",
            attachment_id=self._paper.attachment_id or None if self._paper else None,
            **{key: self.words(key) for key in _WITH},
        )

    def _show(self, read: _Read) -> None:
        desk, before, self._paper = read
        self.whose.setText(words.isolated(desk.member_name))
        today = self.context.clock.today().isoformat()
        known = {"on": today, "discloser": desk.agency, "language": desk.language}
        self.put_back(known | (_again(before) if before is not None else {}))
        if self._paper is not None:
            self.put_back(_on_paper(self._paper))
        self.begin()
        self.save_button.setEnabled(True)

    def _written(self, kept: Kept) -> None:
        said = _("Consent recorded")
        if self.words("decision") == Decision.REFUSED.slug:
            said = _("The no is recorded")
        if kept.opted_in:
            services = consent_desk.services_words(kept.opted_in)
            said = _("{said}; the day of the yes stands with {services}, too").format(
                said=said, services=services
            )
        elif kept.not_told:
            said = _("{said}. Not written on the referral: {why}").format(
                said=said, why=kept.not_told
            )
        self.kept_by(kept, said)


def _again(before: Consent) -> dict[str, str]:
    """What a consent that is asked for again is filled in with: who, what and why, not the day."""
    draft = before.draft
    return {
        "kind": draft.kind,
        "how": draft.how.slug,
        "discloser": draft.discloser,
        "recipient": "" if draft.recipient_class else draft.recipient,
        "recipient_class": draft.recipient if draft.recipient_class else "",
        "categories": ",".join(draft.categories),
        "purpose": draft.purpose,
        "signer": draft.signer.slug,
        "signer_name": draft.signer_name,
        "authority": draft.authority,
        "language": draft.language,
    }


def _on_paper(paper: ConsentOnPaper) -> dict[str, str]:
    """What a signed form says; the day and who signed are read off it by a person."""
    return {"kind": paper.kind, "how": How.PAPER.slug, **dict(paper.filled)}


def _choices(titles: dict[str, str]) -> QComboBox:
    return choice_field({key: _(text) for key, text in titles.items()})


def _cited(kind: Kind) -> str:
    return ", ".join(part for part in (kind.source, kind.section) if part)
