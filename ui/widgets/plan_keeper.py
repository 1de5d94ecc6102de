"""Keeps each field of a support plan as soon as it is left; what is refused stays as typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from navigator_app.domain.records import Changes
from navigator_app.services.support_plan import Saved
from ui.context import Context
from ui.models import plan_keeping

_TELL_MS = 1200
"""After the last kept field the other pages are told once."""


class PlanKeeper(QObject):
    """What is typed and not kept yet, by key (`typed`).

    Signals:
        kept(object): the key of a field that is in the store now.
        refused(object): (key, error) of one that cannot be kept.
    """

    kept = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        """Nothing is typed."""
        super().__init__(parent)
        self._context = context
        self._sent: dict[str, str] = {}
        self._changes = Changes()
        self.typed: dict[str, str] = {}
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(_TELL_MS)
        self._tell.timeout.connect(self.tell)

    def keep(self, plan_id: str) -> None:
        """Hand in whatever was typed since."""
        for key, text in self.typed.items():
            if self._sent.get(key) != text:
                self._sent[key] = text
                answer = _Answer(self, key, text)
                work = partial(plan_keeping.keep, plan_id, key, text)
                self._context.tasks.run(work, answer.done, owner=self, failed=answer.refused)

    def forget(self) -> None:
        """Another plan comes."""
        self.typed, self._sent = {}, {}

    @Slot()
    def tell(self) -> None:
        """Tell the other pages what was kept."""
        self._tell.stop()
        if self._changes != Changes():
            changes, self._changes = self._changes, Changes()
            self._context.tasks.announce(changes)

    def is_kept(self, key: str, text: str, saved: Saved) -> None:
        """A field is in the store."""
        if self._sent.get(key) == text:
            del self._sent[key]
        if self.typed.get(key) == text:
            del self.typed[key]
        self._changes = saved.changes
        self._tell.start()
        self.kept.emit(key)


class _Answer:
    """Remembers which field an answer of the store is about."""

    def __init__(self, keeper: PlanKeeper, key: str, text: str) -> None:
        self._keeper, self._key, self._text = keeper, key, text

    def done(self, saved: Saved) -> None:
        self._keeper.is_kept(self._key, self._text, saved)

    def refused(self, error: BaseException) -> None:
        self._keeper.refused.emit((self._key, error))
