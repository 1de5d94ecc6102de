"""Giving several members at once: each to whom suits them best, or all to one person."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.assignment import Ask, Spread, Suggested, Suggestion
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import assignment, assignment_suggest
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.assign import AssignForm, undo_assignment
from ui.dialogs.take_back import TakeBack
from ui.models.words import isolated
from ui.widgets.kept_form import Work

_NAMES = 8
"""Members who are named; the others are counted."""


def _read(ids: list[str], ws: Workspace) -> list[Suggested]:
    return assignment_suggest.several(ws, ids)


def _give(asks: list[Ask], why: str, override: str, ws: Workspace) -> Spread:
    return assignment.give_many(ws, asks, why=why, override=override)


class AssignManyDialog(AssignForm):
    """The form: each as suggested, until somebody is chosen for all."""

    draft_key = "assign_many"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a list of members' ids."""
        ids = list(about) if isinstance(about, list | tuple) else [about]
        self._ids = [str(one) for one in ids if one]
        self._found: list[Suggested] = []
        super().__init__(context, self._ids, {"": _("Each as suggested")}, parent)
        self.to.currentIndexChanged.connect(self._tell)
        self.ask(partial(_read, self._ids), self._show)

    def work(self) -> Work:
        """Give them all, in one go."""
        asks = self._asks()
        if not asks:
            raise InputRejected("to", _("Nobody can take these members now."))
        override = "" if self.fields["override"].isHidden() else self.words("override")
        return partial(_give, asks, self.words("why"), override)

    def _asks(self) -> list[Ask]:
        to = self.words("to")
        return [
            Ask(one.member_id, to or (one.best.user_id if one.best else ""), one.navigator_id)
            for one in self._found
            if (to and to != one.navigator_id) or (not to and one.best is not None)
        ]

    def _show(self, found: list[Suggested]) -> None:
        self._found = found
        said = ngettext("{n} member", "{n} members", len(found)).format(n=len(found))
        names = ", ".join(isolated(one.member) for one in found[:_NAMES])
        more = "…" if len(found) > _NAMES else ""
        self.whose.setText(f"{said}: {names}{more}")
        people = {row.user_id: row for one in found for row in one.rows}
        for row in sorted(people.values(), key=lambda row: row.name.casefold()):
            self.offer(row)
        self.show_known()
        self._tell()

    @Slot()
    def _tell(self) -> None:
        """Who would get how many; what stands against whoever is chosen."""
        to = self.words("to")
        rows = [row for one in self._found for row in one.rows if row.user_id == to]
        refused = [row for row in rows if row.refusal]
        self.fields["override"].setVisible(any(row.passable for row in refused))
        if to:
            self.because.setText("\n".join(f"• {one}" for one in _once(refused)))
        else:
            counts = Counter(one.best.name for one in self._found if one.best is not None)
            said = [f"• {isolated(name)}: {n}" for name, n in sorted(counts.items())]
            left = sum(one.best is None for one in self._found)
            if left:
                said.append("• " + _("Nobody can take: {n}").format(n=left))
            self.because.setText("\n".join(said))
        self.because.setVisible(bool(self.because.text()))

    def _written(self, spread: Spread) -> None:
        if spread.written is None:
            self.refused(InputRejected("to", _refusals(spread)))
            return
        back = TakeBack(self.context, partial(undo_assignment, spread.written))
        said = ngettext("{n} member assigned", "{n} members assigned", spread.count)
        text = said.format(n=spread.count)
        if spread.refused:
            text = f"{text}. {_refusals(spread)}"
        self.finish(spread.written.changes, text, back)


def _once(rows: list[Suggestion]) -> list[str]:
    """Each refusal one time."""
    return list(dict.fromkeys(row.refusal for row in rows if row.refusal))


def _refusals(spread: Spread) -> str:
    """Who stayed, and why."""
    return "; ".join(f"{isolated(one.member)}: {one.why}" for one in spread.refused[:_NAMES])
