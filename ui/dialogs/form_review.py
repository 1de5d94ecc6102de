"""Marking the translation of a form as reviewed: by whom, on which day; what lacks stands below."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services.form_reviews import Standing, Translation
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import words as shown
from ui.models.form_words import name, standing
from ui.widgets.day_field import DayField
from ui.widgets.kept_form import KeptDialog, iso, parts_of
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Heading, Muted

_SHOWN = 40


def _read(kind: str, code: str, ws: Workspace) -> tuple[Translation, str]:
    from navigator_app.services import form_reviews

    return form_reviews.one(ws, kind, code), form_reviews.title(kind)


class FormReviewDialog(KeptDialog):
    """The form."""

    draft_key = "form_review"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is a form's kind and a language."""
        self._kind, self._code = parts_of(about, 2)
        super().__init__(
            context, [self._kind, self._code], _("Translation"), _("Mark as reviewed"), parent
        )
        today = context.clock.today()
        self.pill, self.told = StatusPill(), Body("")
        self.lacks, self.missing = Heading("", 3), Muted("")
        self.add("reviewer", _("Who checked it"), QLineEdit(), _("A person or a service, by name"))
        self.add("on", _("On which day"), DayField(today))
        self.add("note", _("What they checked it for"), QLineEdit())
        told = Muted(
            _("The words “draft, not certified” leave the paper. When a word of the form "
              "changes, the mark falls and they come back.")
        )  # fmt: skip
        self.assemble(
            [self.pill, self.told, told, *self.rows(), self.lacks, self.missing], 600, 640
        )
        self.ask(partial(_read, self._kind, self._code), self._show)

    def work(self) -> partial[tuple[str, Changes]]:
        """Keep the mark."""
        day = self.needed_day("on")
        return partial(
            _mark, self._kind, self._code, self.words("reviewer"), day, self.words("note")
        )

    def _show(self, read: tuple[Translation, str]) -> None:
        found, title = read
        self.whose.setText(f"{_(title)} · {name(self._code)}")
        self.pill.show_state(*standing(found))
        self.told.setText(told_of(found))
        self.told.setVisible(bool(self.told.text()))
        count = len(found.missing)
        self.lacks.setText(
            ngettext("{n} text is not translated", "{n} texts are not translated", count).format(
                n=count
            )
            if count
            else ""
        )
        self.missing.setText("\n".join(f"· {one}" for one in found.missing[:_SHOWN]))
        for part in (self.lacks, self.missing):
            part.setVisible(bool(count))
        self.show_known({"on": iso(self.context.clock.today())})
        self.save_button.setEnabled(not count)

    def _written(self, result: tuple[str, Changes]) -> None:
        key, changes = result
        back = TakeBack(self.context, partial(_unmark, key), _("The mark is taken away."))
        self.finish(changes, _("Marked as reviewed; the paper no longer says draft."), back)


def told_of(found: Translation) -> str:
    """Who reviewed it and when, and what became of the mark; empty for a draft."""
    if found.on is None:
        return ""
    if found.standing is Standing.REVIEWED:
        said = _("Reviewed by {name} on {day}.")
    else:
        said = _("{name} reviewed it on {day}; its words have changed since, so the mark fell.")
    return said.format(name=found.reviewer, day=shown.day(found.on))


def _mark(
    kind: str, code: str, reviewer: str, day: date, note: str, ws: Workspace
) -> tuple[str, Changes]:
    from navigator_app.services import form_reviews

    return form_reviews.mark(ws, kind, code, reviewer=reviewer, on=day, note=note)


def _unmark(key: str, ws: Workspace) -> Changes:
    from navigator_app.services import form_reviews

    return form_reviews.unmark(ws, key)
