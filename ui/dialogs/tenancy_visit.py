"""A visit to a member's home with the agency's own list of what to look at."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from navigator_app.domain.tenancy import Kind
from navigator_app.domain.tenancy_rows import Made
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import tenancy_choices, tenancy_watch
from navigator_app.services.tenancy_watch import EventDraft, Found
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import tenancy_words
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.buttons import QuietButton
from ui.widgets.day_field import DayField
from ui.widgets.fields import LabelledField
from ui.widgets.kept_form import Work, parts_of
from ui.widgets.search_parts import buttons_row, column
from ui.widgets.tenancy_dialog import TenancyDialog, listed
from ui.widgets.text import Heading, Small

_SEEN, _NOTE = "seen-", "note-"


def _record(tenancy_id: str, draft: EventDraft, ws: Workspace) -> Made:
    return tenancy_watch.record(ws, tenancy_id, draft)


class TenancyVisitDialog(TenancyDialog):
    """The form: a line for each thing, with room for what is wrong."""

    draft_key = "tenancy_visit"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the tenancy's id."""
        (self._tenancy_id,) = parts_of(about, 1)
        super().__init__(context, self._tenancy_id, _("Record a visit"), _("Save"), parent)
        today, lists = context.clock.today(), tenancy_choices.lists()
        self._checks = lists.checks
        self.whose.setText(
            _(
                "The list is the agency’s own, no inspection standard. "
                "Leave out what you did not see."
            )
        )
        self.add("what", _("What for"), choice_field(listed(lists.visits)))
        self.add("on", _("Day"), DayField(today))
        self.add("with_whom", _("Who was there"), QLineEdit())
        self.all_good = QuietButton(_("All that is left is good"), "check")
        results = {key: _(text) for key, text in tenancy_words.RESULTS.items()}
        lines: list[QWidget] = []
        waiting: list[str] = []
        group = ""
        last = {one.group: one for one in self._checks}
        for one in self._checks:
            if one.group != group:
                group = one.group
                lines.append(Heading(_(tenancy_words.GROUPS[group]), 3))
            self.add(_SEEN + one.id, _(one.title), choice_field(results))
            note = QLineEdit()
            note.setPlaceholderText(_("What is wrong"))
            self.add(_NOTE + one.id, _("What is wrong: {what}").format(what=_(one.title)), note)
            waiting.append(one.id)
            if len(waiting) == 2 or one is last[group]:
                lines.append(self._line(waiting))
                waiting = []
        self.add("due", _("Faults to be mended by"), DayField(today, ahead=True))
        self.add("note", _("Note"), note_field())
        fields = self.fields
        head = self.rows(("what", "on"))[:1]
        basis = Small(lists.bases["visits"].cited)
        good = buttons_row([self.all_good])
        parts = [*head, basis, fields["with_whom"], good, *lines, fields["due"],
                 fields["note"]]  # fmt: skip
        self.assemble(parts, 680, 760)
        self.put_back({"on": today.isoformat()})
        self.begin()
        self.all_good.clicked.connect(self._rest_is_good)
        for one in self._checks:
            self._box(one.id).currentIndexChanged.connect(self._follow)
        self._follow()

    def work(self) -> Work:
        """Write it."""
        draft = EventDraft(
            kind=Kind.VISIT,
            what=self.words("what"),
            on=self.needed_day("on"),
            with_whom=self.words("with_whom"),
            note=self.words("note"),
            due=self.day("due") if self._faults() else None,
            items=self._found(),
        )
        return partial(_record, self._tenancy_id, draft)

    def refused(self, error: BaseException) -> None:
        """A line's refusal stands at the line; one of the whole list at the note."""
        if isinstance(error, InputRejected) and error.field == "items":
            error = InputRejected("note", str(error))
        elif isinstance(error, InputRejected) and _NOTE + error.field in self.fields:
            error = InputRejected(_NOTE + error.field, str(error))
        super().refused(error)

    def _line(self, items: list[str]) -> QWidget:
        """Two things side by side; below each what is wrong, where something is."""
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S16)
        for item in items:
            one, inside = column(theme.S4)
            self.fields[_NOTE + item].label.setText(_("What is wrong"))
            inside.addWidget(self.fields[_SEEN + item])
            inside.addWidget(self.fields[_NOTE + item])
            row.addWidget(one, 1, Qt.AlignmentFlag.AlignTop)
        if len(items) == 1:
            row.addStretch(1)
        return widget

    def _box(self, item: str) -> QComboBox:
        return cast(QComboBox, self.fields[_SEEN + item].widget)

    def _faults(self) -> list[str]:
        return [one.id for one in self._checks if self.words(_SEEN + one.id) == "fault"]

    def _found(self) -> dict[str, Found]:
        found = {}
        for one in self._checks:
            result = self.words(_SEEN + one.id)
            if result:
                note = self.words(_NOTE + one.id) if result == "fault" else ""
                found[one.id] = Found(result, note)
        return found

    @Slot()
    def _rest_is_good(self) -> None:
        for one in self._checks:
            if not self.words(_SEEN + one.id):
                self.put_back({_SEEN + one.id: "good"})

    @Slot()
    def _follow(self) -> None:
        """What is wrong is asked where something is."""
        faults = self._faults()
        for one in self._checks:
            field: LabelledField = self.fields[_NOTE + one.id]
            field.setVisible(one.id in faults)
        self.fields["due"].setVisible(bool(faults))

    def _written(self, made: Made) -> None:
        self.made(made, _("Visit kept"))
