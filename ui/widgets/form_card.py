"""Forms on the Settings page: own words and translations, counted, each a step away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from navigator_app.i18n import _, ngettext
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.text import Muted


@dataclass(frozen=True, slots=True)
class _Counts:
    places: int
    waiting: int
    translations: int
    reviewed: int
    fallen: int


def _read(ws: Workspace) -> _Counts:
    from navigator_app.services import form_reviews, form_texts

    places = form_texts.places(ws)
    cells = [cell for form in form_reviews.grid(ws) for cell in form.cells]
    stands = [str(cell.standing) for cell in cells]
    return _Counts(
        len(places),
        sum(bool(place.missing) for place in places),
        len(cells),
        stands.count("reviewed"),
        stands.count("fallen"),
    )


class FormsCard(Card):
    """The card; `reload` reads it anew."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start without figures."""
        super().__init__(_("Printed forms"), parent)
        self._context = context
        self.words = PlainButton(_("Your own words"), "edit")
        self.translations = PlainButton(_("Translations"), "language")
        self.words_said, self.translations_said = Muted(""), Muted("")
        for button, said in (
            (self.words, self.words_said),
            (self.translations, self.translations_said),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.S12)
            button.setMinimumWidth(theme.px(220))
            row.addWidget(button)
            row.addWidget(said, 1)
            self.column.addLayout(row)
        self.words.clicked.connect(self._words)
        self.translations.clicked.connect(self._translations)

    def reload(self) -> None:
        """Count anew."""
        self._context.tasks.run(_read, self._show, owner=self)

    def _show(self, found: _Counts) -> None:
        waits = ngettext(
            "{n} of {all} place waits for words, in one language at least",
            "{n} of {all} places wait for words, in one language at least",
            found.waiting,
        )
        self.words_said.setText(waits.format(n=found.waiting, all=found.places))
        said = _("{n} of {all} reviewed").format(n=found.reviewed, all=found.translations)
        if found.fallen:
            fell = ngettext("{n} mark fell", "{n} marks fell", found.fallen)
            said = f"{said} · {fell.format(n=found.fallen)}"
        self.translations_said.setText(said)

    @Slot()
    def _words(self) -> None:
        self._context.ways.open_page.emit("form_words", None)

    @Slot()
    def _translations(self) -> None:
        self._context.ways.open_page.emit("form_translations", None)
