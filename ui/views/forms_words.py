"""The agency's own words: every place on forms that waits for some, those without any first."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services.form_texts import TextPlace
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models import words
from ui.models.form_words import name
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.card_page import CardPage
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Muted, Small, Strong


def _read(ws: Workspace) -> tuple[TextPlace, ...]:
    from navigator_app.services import form_texts

    return form_texts.places(ws)


class WriteButton(PlainButton):
    """Writes the words of one place; knows which."""

    def __init__(self, place: TextPlace, language: str) -> None:
        """`language` is the first that lacks words."""
        super().__init__(_("Write") if place.missing else _("Change"), "edit")
        self.about = [place.block, language]
        self.setAccessibleName(_("Write your own words: {place}").format(place=place.asks))


class FormWordsView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        hint = _(
            "Where the law asks for words that this program does not have, the form has a place "
            "for yours. Until they are there, the paper says so."
        )
        self.nothing = Muted(_("No form has such a place."))
        self._page = CardPage(_("Your own words"), hint, self.nothing, self)
        self.writes: dict[str, WriteButton] = {}
        self._shown: tuple[TextPlace, ...] | None = None

    def activate(self) -> None:
        """Read the places anew."""
        self.context.tasks.run(_read, self._show, owner=self)

    def on_changes(self, changes: Changes) -> None:
        """A write may have brought words."""
        if changes.settings and self.isVisible():
            self.activate()

    def _show(self, places: tuple[TextPlace, ...]) -> None:
        if places == self._shown:
            return
        self._shown, self.writes = places, {}
        self._page.show_cards(self._card(place) for place in places)

    def _card(self, place: TextPlace) -> Card:
        card = Card()
        pills = QWidget()
        flow = FlowLayout(pills, theme.S8, last_at_end=True)
        count = len(place.missing)
        if place.texts:
            told = ngettext("{n} language ready", "{n} languages ready", len(place.texts))
            flow.addWidget(StatusPill("good", told.format(n=len(place.texts))))
        if count:
            lacks = ngettext("{n} language missing", "{n} languages missing", count)
            flow.addWidget(StatusPill("warning", lacks.format(n=count)))
        button = WriteButton(place, (place.missing or place.languages)[0])
        button.clicked.connect(self._write)
        self.writes[place.block] = button
        flow.addWidget(button)
        card.column.addWidget(pills)
        card.column.addWidget(Body(place.asks))
        card.column.addWidget(Small(_("On: {forms}").format(forms=", ".join(place.forms))))
        if place.law:
            card.column.addWidget(Small(", ".join(place.law)))
        for code, own in place.texts.items():
            card.column.addWidget(_own(code, own.text, _source(own.source, own.by, own.on)))
        if place.texts and count:
            names = ", ".join(name(code) for code in place.missing)
            card.column.addWidget(Small(_("Still missing: {languages}").format(languages=names)))
        return card

    @Slot()
    def _write(self) -> None:
        button = self.sender()
        if isinstance(button, WriteButton):
            self.context.ways.ask.emit("form_words", button.about)


def _own(code: str, text: str, source: str) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S12)
    language = Strong(name(code))
    language.setFixedWidth(theme.px(110))
    row.addWidget(language, 0, Qt.AlignmentFlag.AlignTop)
    said = QVBoxLayout()
    said.setSpacing(0)
    said.addWidget(Body(text))
    said.addWidget(Small(source))
    row.addLayout(said, 1)
    return box


def _source(source: str, by: str, on: date) -> str:
    day = words.day(on)
    return " · ".join(part for part in (source, by, day) if part)
