"""The signer's copy of what was printed for a member: whoever signs gets one (45 CFR 164.508(c)(4),
Civil Code 56.11)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.i18n import _
from navigator_app.services.consent_desk import PaperOut
from navigator_app.services.form_desk import Sheet
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.buttons import QuietButton
from ui.widgets.form_acts import FormActs
from ui.widgets.text import Small


def _copy(code: str, ws: Workspace) -> tuple[Sheet, str]:
    from navigator_app.services import form_desk

    return form_desk.copy_of(ws, code), code


def _count(found: tuple[Sheet, str]) -> tuple[Sheet, str, int]:
    from navigator_app.services import form_desk

    sheet, code = found
    return sheet, code, form_desk.draw(sheet).pages


class CopyButton(QuietButton):
    """Prints the signer's copy of one form."""

    def __init__(self, paper: PaperOut) -> None:
        """`paper` is the form that was printed."""
        super().__init__(_("Copy for the signer…"), "print")
        self.code = paper.code
        self.setAccessibleName(
            _("Copy for the signer: {form}, {code}").format(form=paper.title, code=paper.shown)
        )


class CopiesRow(QWidget):
    """The latest printed forms of a member, each with its copy."""

    def __init__(self, context: Context, acts: FormActs, papers: Sequence[PaperOut]) -> None:
        """`papers` are shown in their order; `acts` outlives the row, as a print job must."""
        super().__init__()
        self._context, self._acts = context, acts
        self.buttons: dict[str, CopyButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S4)
        for paper in papers:
            said = _("{form}, printed {day} ({code})")
            day = words.short_day(paper.on, context.clock.today())
            column.addWidget(Small(said.format(form=paper.title, day=day, code=paper.shown)))
            button = self.buttons[paper.code] = CopyButton(paper)
            button.clicked.connect(self._ask)
            column.addWidget(button)

    @Slot()
    def _ask(self) -> None:
        button = self.sender()
        if isinstance(button, CopyButton):
            work = partial(_copy, button.code)
            failed = self._context.show_refusal
            self._context.tasks.run(work, self._found, owner=self, failed=failed)

    def _found(self, found: tuple[Sheet, str]) -> None:
        work = partial(_count, found)
        failed = self._context.show_refusal
        self._context.tasks.draw(work, self._counted, owner=self, failed=failed)

    def _counted(self, found: tuple[Sheet, str, int]) -> None:
        sheet, code, pages = found
        self._acts.print(sheet, _("Copy for the signer"), pages, code)
