"""Where to look for a member who cannot be found: one line a source, and what came of it."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import PeoplePage
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import people, places
from navigator_app.services.places import Look
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import people_words, words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.day_field import DayField
from ui.widgets.people_dialog import PeopleDialog
from ui.widgets.search_parts import column
from ui.widgets.text import Small, Strong

_LOOK, _NOTE = "look-", "note-"


def _save(member_id: str, on: date, looks: list[Look], ws: Workspace) -> Written:
    return places.look(ws, member_id, on, looks)


class LocateDialog(PeopleDialog):
    """The form; a source that is left out was not looked through."""

    draft_key = "locate"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id."""
        super().__init__(context, about, _("Where to look"), _("Save what came of it"), parent)
        self._sources = people.lists().places_to_look
        self._last: dict[str, Small] = {}
        self.add("on", _("Day"), DayField(context.clock.today()))
        parts: list[QWidget] = [self.fields["on"]]
        results = {"": _("Not looked")}
        results |= {key: _(text) for key, (_tone, text) in people_words.FOUND.items()}
        for source in self._sources:
            title = _(source.title)
            self.add(_LOOK + source.id, _("What came of it"), choice_field(results))
            self.add(_NOTE + source.id, _("What you found, or whom you asked"), QLineEdit())
            for key in (_LOOK, _NOTE):
                widget = self.fields[key + source.id].widget
                widget.setAccessibleName(f"{title}: {widget.accessibleName()}")
            parts.append(self._part(title, _(source.note), source.cited, source.id))
        self.assemble(parts, 720, 760)
        self.load()

    def known(self, page: PeoplePage) -> dict[str, str]:
        """Today; of each source is told when somebody looked last."""
        today = self.context.clock.today()
        for source in self._sources:
            last = page.last_look(source.id)
            if last is not None:
                when = words.short_day(last.on, today)
                what = _(people_words.FOUND.get(last.found, ("", last.found))[1])
                text = _("Last: {day}, {what}").format(day=when, what=what.lower())
                self._last[source.id].setText(" · ".join(x for x in (text, last.note) if x))
                self._last[source.id].show()
        return {"on": today.isoformat()}

    def save(self) -> None:
        """Write a row for each source that was looked through."""
        looks = [
            Look(one.id, self.words(_LOOK + one.id), self.words(_NOTE + one.id))
            for one in self._sources
            if self.words(_LOOK + one.id)
        ]
        lost = [
            one.id
            for one in self._sources
            if self.words(_NOTE + one.id).strip() and not self.words(_LOOK + one.id)
        ]
        if lost:
            self.show_error(_LOOK + lost[0], _("Say what came of it."))
            return
        try:
            on = self.needed_day("on")
        except InputRejected as error:
            self.refused(error)
            return
        self.write(partial(_save, self.member_id, on, looks), self._written)

    def _part(self, title: str, note: str, cited: str, key: str) -> QWidget:
        widget, inside = column(theme.S4)
        inside.addWidget(Strong(title))
        inside.addWidget(Small(" · ".join(one for one in (note, cited) if one)))
        self._last[key] = Small("")
        self._last[key].hide()
        inside.addWidget(self._last[key])
        line = QWidget()
        beside = QHBoxLayout(line)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.S12)
        for place, prefix in enumerate((_LOOK, _NOTE)):
            beside.addWidget(self.fields[prefix + key], 1 + place)
            beside.setAlignment(self.fields[prefix + key], Qt.AlignmentFlag.AlignTop)
        inside.addWidget(line)
        return widget

    def _written(self, written: Written) -> None:
        self.made(written, _("What was looked through is kept"))
