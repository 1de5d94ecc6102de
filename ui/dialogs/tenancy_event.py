"""Something that happened in a tenancy: an early sign, a notice, a dispute, a call, a lesson."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import NamedTuple, cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.tenancy import WATCHED, Kind, Severity
from navigator_app.domain.tenancy_rows import Made
from navigator_app.i18n import N_, _
from navigator_app.services import tenancy_choices, tenancy_watch
from navigator_app.services.tenancy_watch import EventDraft
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import tenancy_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import Work, parts_of
from ui.widgets.tenancy_dialog import TenancyDialog, listed
from ui.widgets.text import Small


class Asks(NamedTuple):
    """How a kind of event is asked for."""

    title: str
    what: str
    whom: str
    by: str
    by_hint: str
    said: str


_OF = {
    Kind.SIGN: Asks(
        N_("An early sign"), N_("What it is"), N_("Who noticed"), N_("Act by"),
        N_("Follows how grave it is: the agency’s own measure, not a rule"), N_("Early sign kept"),
    ),
    Kind.NOTICE: Asks(
        N_("A notice"), N_("What came"), N_("From whom"), N_("Last day"),
        N_("As the notice says; empty if it names none"), N_("Notice kept"),
    ),
    Kind.DISPUTE: Asks(
        N_("A dispute"), N_("What it is about"), N_("With whom"), N_("Act by"),
        N_("Follows how grave it is: the agency’s own measure, not a rule"), N_("Dispute kept"),
    ),
    Kind.LANDLORD: Asks(
        N_("Contact with the landlord"), N_("What it was about"), N_("With whom"), "", "",
        N_("Contact kept"),
    ),
    Kind.TRAINING: Asks(
        N_("Skills training"), N_("What was trained"), N_("With whom"), "", "",
        N_("Training kept"),
    ),
}  # fmt: skip


def _record(tenancy_id: str, draft: EventDraft, ws: Workspace) -> Made:
    return tenancy_watch.record(ws, tenancy_id, draft)


class TenancyEventDialog(TenancyDialog):
    """The form; its words follow the kind."""

    draft_key = "tenancy_event"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is [tenancy's id, word of the kind, landlord's name for a contact]."""
        self._tenancy_id, kind, whom = parts_of(about, 3)
        self._kind = Kind.from_slug(kind) if kind else Kind.SIGN
        asks = _OF[self._kind]
        kept = [self._tenancy_id, self._kind.slug, whom]
        super().__init__(context, kept, _(asks.title), _("Save"), parent)
        today = context.clock.today()
        lists = tenancy_choices.lists()
        self._items = {one.id: one for one in lists.of(self._kind)}
        self._watched = self._kind in WATCHED
        self.source = Small("")
        choices = listed(self._items.values(), _("Choose"))
        self.add("what", _(asks.what), choice_field(choices))
        self.add("on", _("Day"), DayField(today))
        if self._watched:
            grave = {one.slug: _(one.value) for one in Severity}
            self.add("severity", _("How grave"), choice_field(grave))
            self.add("due", _(asks.by), DayField(today, ahead=True), _(asks.by_hint))
        self.add("with_whom", _(asks.whom), QLineEdit())
        self.add("note", _("What was said and done"), note_field())
        parts = self.rows(("severity", "due"), ("on", "with_whom"))
        parts.insert(1, self.source)
        self.assemble(parts, 620, 560)
        self.put_back({"on": today.isoformat(), "with_whom": whom})
        self.begin()
        box = cast(QComboBox, self.fields["what"].widget)
        box.currentIndexChanged.connect(self._chosen)
        if self._watched:
            grave_box = cast(QComboBox, self.fields["severity"].widget)
            grave_box.currentIndexChanged.connect(self._measured)
        self._cite()

    def work(self) -> Work:
        """Write it."""
        severity = self.words("severity") if self._watched else ""
        draft = EventDraft(
            kind=self._kind,
            what=self.words("what"),
            on=self.needed_day("on"),
            severity=Severity.from_slug(severity) if severity else None,
            with_whom=self.words("with_whom"),
            note=self.words("note"),
            due=self.day("due") if self._watched else None,
        )
        return partial(_record, self._tenancy_id, draft)

    @Slot()
    def _chosen(self) -> None:
        """What it is says how grave it usually is."""
        one = self._items.get(self.words("what"))
        if one is not None and one.severity and self._watched:
            self.put_back({"severity": one.severity})
            self._measured()
        self._cite()

    @Slot()
    def _measured(self) -> None:
        """By when to act; a notice's last day is its own."""
        days = tenancy_choices.lists().days.get(self.words("severity"))
        if self._kind is not Kind.NOTICE and days is not None:
            by = self.context.clock.today() + timedelta(days=days)
            self.put_back({"due": by.isoformat()})

    def _cite(self) -> None:
        one = self._items.get(self.words("what"))
        said = [] if one is None else [_(one.note) if one.note else "", one.cited]
        self.source.setText("\n".join(part for part in said if part))
        self.source.setVisible(any(said))

    def _written(self, made: Made) -> None:
        said = tenancy_words.what(self._kind.slug, self.words("what"))
        self.made(made, f"{_(_OF[self._kind].said)}: {said}")
