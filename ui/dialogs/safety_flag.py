"""A danger around a member: what it is, since when, when to look again; and taking it down."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import FlagRow, PeoplePage
from navigator_app.i18n import _
from navigator_app.services import people, safety
from navigator_app.services.safety import FlagDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import people_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, iso
from ui.widgets.people_dialog import PeopleDialog
from ui.widgets.text import Small


def _save(member_id: str, key: str, draft: FlagDraft, ws: Workspace) -> Written:
    return safety.save(ws, member_id, draft, key)


def _end(member_id: str, kind: str, on: date, why: str, ws: Workspace) -> Written:
    return safety.end(ws, member_id, kind, on, why)


class SafetyFlagDialog(PeopleDialog):
    """The form; below the kind stands what it rules."""

    draft_key = "safety_flag"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member, flag]."""
        super().__init__(context, about, _("Danger"), _("Save"), parent)
        today = context.clock.today()
        self.rules = Small("")
        self.add(
            "kind",
            _("What it is"),
            choice_field(people_words.choices(people.lists().dangers, _("Choose what it is"))),
        )
        note = _("Whom to watch for, what to do. It stands on screens, never in print.")
        self.add("note", _("Note"), note_field(), note)
        self.add("starts", _("Since"), DayField(today))
        review = DayField(today, ahead=True)
        self.add("review", _("Look again on"), review, _("So that it does not stand for ever"))
        rows = self.rows(("starts", "review"))
        rows.insert(1, self.rules)
        self.assemble(rows, 640, 560)
        kind = self.fields["kind"].widget
        assert isinstance(kind, QComboBox)
        kind.currentIndexChanged.connect(self._tell)
        self._tell()
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """The danger as it stands; a new one begins today."""
        row = next((one for one in page.flags if one.id and one.id == self.key), None)
        if row is None:
            return {"starts": self.context.clock.today().isoformat()}
        return {
            "kind": row.kind,
            "note": row.note,
            "starts": iso(row.starts),
            "review": iso(row.review),
        }

    def work(self) -> Work:
        """Write it."""
        draft = FlagDraft(
            kind=self.words("kind"),
            starts=self.needed_day("starts"),
            note=self.words("note"),
            review=self.day("review"),
        )
        return partial(_save, self.member_id, self.key, draft)

    @Slot()
    def _tell(self) -> None:
        if not self.words("kind"):
            self.rules.setText(_("What it rules stands here once it is chosen."))
            return
        bare = FlagRow("", "", self.words("kind"), "", None, None, None, "", "")
        ruled = people_words.flag_rules(bare)
        said = _(people.lists().danger(bare.kind).banner)
        self.rules.setText(f"{said} {_('It rules: {what}.').format(what=ruled) if ruled else ''}")

    def _written(self, written: Written) -> None:
        self.made(written, _("Danger kept"))


class EndSafetyFlagDialog(PeopleDialog):
    """Taking a danger down, with the reason."""

    draft_key = "end_safety_flag"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [member, kind of danger]."""
        super().__init__(context, about, _("No longer a danger"), _("Take it down"), parent)
        self.whose.setText(_(people.lists().danger(self.key).title) if self.key else "")
        self.add("on", _("Since"), DayField(context.clock.today()))
        self.add("why", _("Why"), QLineEdit(), _("Who said so, and what has changed"))
        self.assemble(self.rows(), 560, 420)
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """Today."""
        return {"on": self.context.clock.today().isoformat()}

    def work(self) -> Work:
        """Write it."""
        on = self.needed_day("on")
        return partial(_end, self.member_id, self.key, on, self.words("why"))

    def _written(self, written: Written) -> None:
        self.made(written, _("Danger taken down"))
