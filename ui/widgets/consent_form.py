"""What the forms about a consent share: an undo of what was written, and whom one may name."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.consent_rows import Kept
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import consent_desk, consents
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.dialogs.take_back import TakeBack
from ui.widgets.kept_form import KeptDialog


def _undo(kept: Kept, ws: Workspace) -> Changes:
    return consent_desk.undo(ws, kept)


class ConsentForm(KeptDialog):
    """A form about a consent."""

    def kept_by(self, kept: Kept, said: str) -> None:
        """Close, tell the pages, and offer to take it back."""
        self.finish(kept.changes, said, TakeBack(self.context, partial(_undo, kept)))


def class_choices() -> dict[str, str]:
    """One by name, or a class of recipients by its title, as consents name it."""
    known = {one.title: _(one.title) for one in consents.rules().classes.values()}
    one = _("This person or organization")
    return {"": one, **{key: _("All of these: {who}").format(who=of) for key, of in known.items()}}


def named(typed: str, chosen: str) -> tuple[str, bool]:
    """Who gets it, and whether that is a class: of what was typed and what was chosen."""
    return (chosen, True) if chosen else (typed, False)


def stacked(*parts: QWidget, gap: int = theme.S16) -> QWidget:
    """Parts of a form one below the other, shown and hidden as one."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    return box
