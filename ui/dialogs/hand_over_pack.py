"""The pack of a member who changed hands, one page to read; several are read one after another."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from navigator_app.domain.people import HandOverRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import hand_over, hand_over_pack
from navigator_app.services.hand_over_pack import Pack, PackPart
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.models.housing_words import soft
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.danger_notice import DangerNotice
from ui.widgets.note_box import NoteBox
from ui.widgets.search_parts import column, emptied
from ui.widgets.text import Body, Heading, Muted, Small, Strong


class _Found(NamedTuple):
    pack: Pack
    row: HandOverRow | None
    mine: bool


def _read(member_id: str, ws: Workspace) -> _Found:
    row = hand_over.latest(ws, member_id)
    mine = row is not None and row.taker_id == ws.user.id and row.read_at is None
    return _Found(hand_over_pack.build(ws, member_id), row, mine)


def _confirm(hand_over_id: str, ws: Workspace) -> Changes:
    return hand_over.read(ws, hand_over_id)


class HandOverPackDialog(AskingDialog):
    """The page; nothing is typed in it. Whoever took over says that it was read."""

    draft_key = "hand_over_pack"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a list of members' ids, or one."""
        super().__init__(context, _("What to know"), _("Close"), parent)
        ids = list(about) if isinstance(about, list | tuple) else [about]
        self._ids = [str(one) for one in ids if one]
        self._found: _Found | None = None
        self.danger = DangerNotice()
        self.body = column(theme.S16)[0]
        self.assemble([self.danger, self.body], 760, 760)
        self.cancel_button.hide()
        self._load()

    def draft(self) -> dict[str, object]:
        """Nothing is typed here."""
        return {}

    def save(self) -> None:
        """Say that it was read where that is still to say; then the next one, or close."""
        if self._found is None or not self._found.mine or self._found.row is None:
            self._next()
            return
        work = partial(_confirm, self._found.row.id)
        self.write(work, self._confirmed)

    def _load(self) -> None:
        if self._ids:
            work = partial(_read, self._ids[0])
            self.context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def _confirmed(self, changes: Changes) -> None:
        self.context.tasks.announce(changes)
        self.ready()
        self._next()

    def _next(self) -> None:
        self._ids = self._ids[1:]
        self._found = None
        if self._ids:
            self._load()
        else:
            self.accept()

    def _show(self, found: _Found) -> None:
        self._found = found
        pack, more = found.pack, len(self._ids) > 1
        self.heading.setText(_("{member}: what to know").format(member=words.isolated(pack.member)))
        self.whose.setText(self._given(found.row))
        safety = next(part for part in pack.parts if part.key == "safety")
        self.danger.tell(
            [f"{one.text} {one.detail}".strip() for one in safety.lines if one.tone == "danger"]
        )
        inside = emptied(self.body)
        if found.row is not None and found.row.note:
            title = _("A word from {who}").format(who=found.row.giver or _("the office"))
            inside.addWidget(NoteBox("info", [title, soft(found.row.note)]))
        for part in pack.parts:
            if part.key != "safety" or not any(one.tone == "danger" for one in part.lines):
                inside.addWidget(_part(part))
        text = _("I have read it") if found.mine else _("Next") if more else _("Close")
        self.save_button.setText(text)
        self.save_button.setEnabled(True)

    def _given(self, row: HandOverRow | None) -> str:
        if row is None:
            return _("As the record stands now.")
        day = words.short_day(
            self.context.clock.to_local(row.at).date(), self.context.clock.today()
        )
        told = _("Handed over by {giver} to {taker}, {day}.").format(
            giver=row.giver or _("nobody"), taker=row.taker, day=day
        )
        return f"{told} {_('As the record stands now.')}"


def _part(part: PackPart) -> QWidget:
    widget, inside = column(theme.S8)
    inside.addWidget(Heading(part.title, 3))
    if not part.lines:
        inside.addWidget(Muted(part.empty))
    for line in part.lines:
        if line.tone:
            kind = "danger" if line.tone == "danger" else "warning"
            inside.addWidget(NoteBox(kind, [one for one in (soft(line.text), line.detail) if one]))
            continue
        one, rows = column(0)
        rows.addWidget(Strong(soft(line.text)) if line.detail else Body(soft(line.text)))
        if line.detail:
            rows.addWidget(Small(soft(line.detail)))
        inside.addWidget(one)
    return widget
