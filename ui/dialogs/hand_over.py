"""Giving members to another navigator, with a word for whoever takes over."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QComboBox, QWidget

from navigator_app.domain.housing_rows import Written
from navigator_app.domain.records import UserRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, hand_over
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models.words import isolated
from ui.widgets.asking_dialog import choice_field, note_field
from ui.widgets.kept_form import KeptDialog
from ui.widgets.people_dialog import undo
from ui.widgets.text import Muted


class _Known(NamedTuple):
    users: list[UserRow]
    names: list[str]
    has: set[str]


def _read(ids: list[str], ws: Workspace) -> _Known:
    found = hand_over.whom(ws, ids)
    return _Known(agency.users(ws), [one for one, _id in found], {one or "" for _n, one in found})


def _give(ids: list[str], to: str, note: str, ws: Workspace) -> Written:
    return hand_over.give(ws, ids, to, note)


class HandOverDialog(KeptDialog):
    """The form."""

    draft_key = "hand_over"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a list of members' ids."""
        ids = list(about) if isinstance(about, list | tuple) else [about]
        self._ids = [str(one) for one in ids if one]
        super().__init__(context, self._ids, _("Hand over"), _("Hand over"), parent)
        self.to = choice_field({"": _("Choose who takes over")})
        hint = _("What the record does not say: a habit, a worry, where you left off.")
        self.add("to", _("To"), self.to)
        self.add("note", _("A word for them"), note_field(), hint)
        self.told = Muted(
            _(
                "The pack is written from the record when they read it: dangers first, how and "
                "where to find each member, whom to call, what is due, what was promised, the "
                "plan’s next steps and the home."
            )
        )
        self.assemble([*self.rows(), self.told], 600, 520)
        self.ask(partial(_read, self._ids), self._show)

    def save(self) -> None:
        """Give them."""
        if not self.words("to"):
            self.show_error("to", _("Choose who takes over."))
            return
        work = partial(_give, self._ids, self.words("to"), self.words("note"))
        self.write(work, self._written)

    def _show(self, known: _Known) -> None:
        count = len(known.names)
        some = ", ".join(isolated(name) for name in known.names[:3])
        if count > 3:
            rest = ngettext("{n} more", "{n} more", count - 3).format(n=count - 3)
            some = f"{some}, {rest}"
        self.whose.setText(some)
        _fill(self.to, known)
        self.begin()
        self.save_button.setEnabled(bool(count))

    def _written(self, written: Written) -> None:
        count = len(written.changes.members)
        said = ngettext("{n} member handed over", "{n} members handed over", count)
        back = TakeBack(self.context, partial(undo, written))
        self.finish(written.changes, said.format(n=count), back)


def _fill(box: QComboBox, known: _Known) -> None:
    """Everybody but who has all of them already."""
    for user in known.users:
        if known.has != {user.id}:
            box.addItem(isolated(user.name), user.id)
