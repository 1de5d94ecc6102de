"""Somebody is away: from when to when, and who watches meanwhile."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from navigator_app.domain.cover import CARERS, Away, Rota
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import cover, permissions
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models.words import isolated
from ui.widgets.asking_dialog import choice_field
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, Work, iso


class _Known(NamedTuple):
    rota: Rota
    me: str
    others: bool  # may enter the leave of others
    leave: Away | None


def undo_leave(written: Written, ws: Workspace) -> Changes:
    """Take one write of a leave back, on the store's thread."""
    return cover.undo(ws, written)


def _read(leave_id: str, ws: Workspace) -> _Known:
    leave = cover.one(ws, leave_id) if leave_id else None
    return _Known(cover.rota(ws), ws.user.id, permissions.may(ws, "team-leave"), leave)


def _add(who: str, first: date, last: date | None, whom: str, why: str, ws: Workspace) -> Written:
    return cover.add(ws, who, first, last, cover_id=whom, why=why)


def _move(leave_id: str, last: date | None, whom: str, ws: Workspace) -> Written:
    return cover.move(ws, leave_id, last, cover_id=whom)


class LeaveDialog(KeptDialog):
    """The form: a new leave, or another last day and cover of one that is there."""

    draft_key = "leave"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the leave's id, empty for a new one."""
        self._id = str(about or "")
        title = _("Change a leave") if self._id else _("Add leave")
        super().__init__(context, self._id, title, _("Save"), parent)
        today = context.clock.today()
        self.whose.setText(_("While they are away their members and due lines fall to the cover."))
        self.add("user", _("Who"), choice_field({}))
        self.add("first", _("First day away"), DayField(today, ahead=True))
        hint = _("A guess will do; it can be moved.")
        self.add("until", _("Last day away"), DayField(today, ahead=True), hint)
        hint = _("Without a name it is the supervisor, or another one, or whoever administers.")
        self.add("cover", _("Who watches meanwhile"), choice_field({}), hint)
        self.add("why", _("Note (optional)"), QLineEdit())
        if self._id:
            for key in ("user", "first", "why"):
                self.fields[key].widget.setEnabled(False)
        self.assemble(self.rows(("first", "until")), 600, 620)
        self.ask(partial(_read, self._id), self._show)

    def work(self) -> Work:
        """Write it."""
        last, whom = self.day("until"), self.words("cover")
        if self._id:
            return partial(_move, self._id, last, whom)
        who, first = self.words("user"), self.needed_day("first")
        return partial(_add, who, first, last, whom, self.words("why"))

    def _show(self, known: _Known) -> None:
        who, whom = self.fields["user"].widget, self.fields["cover"].widget
        assert isinstance(who, QComboBox)
        assert isinstance(whom, QComboBox)
        whom.addItem(_("Whoever supervises"), "")
        for key, one in sorted(known.rota.staff.items(), key=lambda item: item[1].name):
            theirs = known.leave is not None and known.leave.user_id == key
            if theirs or (one.active and (known.others or key == known.me)):
                who.addItem(isolated(one.name), key)
            if one.active and one.role in CARERS:
                whom.addItem(isolated(one.name), key)
        shown = {"user": known.me, "first": iso(self.context.clock.today())}
        if known.leave is not None:
            shown = {
                "user": known.leave.user_id,
                "first": iso(known.leave.first),
                "until": iso(known.leave.last),
                "cover": known.leave.cover_id,
                "why": known.leave.why,
            }
        self.show_known(shown)

    def _written(self, written: Written) -> None:
        back = TakeBack(self.context, partial(undo_leave, written))
        self.finish(written.changes, _("The leave is kept."), back)
