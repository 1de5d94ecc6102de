"""The Forms page: the list, one form on the desk, one form for many, and the sheets still out."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.services.form_desk import FormCard
from ui.context import Context, View
from ui.places import OFFERS, FormAt
from ui.views.forms_desk import FormsDesk
from ui.views.forms_list import FormsList


def _read() -> tuple[tuple[FormCard, ...], dict[str, str]]:
    from navigator_app.services import form_desk, form_texts  # the definitions: seldom needed

    return form_desk.cards(), form_texts.languages()


class FormsView(View):
    """The page. The rail brings the list; a `FormAt` lays a form on the desk."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        self.list = FormsList()
        self.desk = FormsDesk(context)
        self.stack = QStackedWidget()
        self._cards: dict[str, FormCard] = {}
        self._names: dict[str, str] = {}
        self._asked = FormAt()
        self._opened = False
        self._kept: dict[str, object] = {}
        for part in (self.list, self.desk):
            self.stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.first = self.list.search
        self.list.chosen.connect(self._choose)
        self.list.words_asked.connect(self._words)
        self.list.translations_asked.connect(self._translations)
        self.list.bulk_asked.connect(self._bulk)
        self.list.scan_asked.connect(self._scan)
        self.list.out_asked.connect(self._out)
        self.desk.list_asked.connect(self._to_list)

    def open(self, target: object) -> None:
        """A `FormAt`: a form, of a member where one is named; without a kind the list."""
        self._asked = target if isinstance(target, FormAt) else FormAt()
        self._opened = True

    def activate(self) -> None:
        """Bring what was asked for to the front; nothing was asked for by the rail."""
        if not self._opened and not self._kept:
            self._asked = FormAt()
        self._opened = False
        if self._cards:
            self._bring()
        else:
            self.context.tasks.transfer(_read, self._show, owner=self)

    def on_changes(self, changes: Changes) -> None:
        """A write may touch what stands on the form."""
        desk = self.desk
        if not self.isVisible() or self.stack.currentWidget() is not desk:
            return
        member = desk.at().member_id
        if changes.settings or changes.plans or (member and member in changes.members):
            desk.reload()

    def draft(self) -> dict[str, object]:
        """What was typed for the sheet on the desk."""
        return self.desk.kept() or self._kept

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back once the form lies there again."""
        at = payload.get("at")
        if isinstance(at, list) and len(at) == len(FormAt()):
            self._kept = payload
            self._asked = FormAt(*(str(part) for part in at))

    def _show(self, read: tuple[tuple[FormCard, ...], dict[str, str]]) -> None:
        cards, self._names = read
        self._cards = {card.kind: card for card in cards}
        self.list.show_cards(cards)
        self._bring()

    def _bring(self) -> None:
        card = self._wanted(self._asked.kind)
        if card is None:
            self.stack.setCurrentWidget(self.list)
            self.first = self.list.search
            return
        self.desk.show_form(card, self._asked, self._names)
        self.stack.setCurrentWidget(self.desk)
        self.first = self.desk.back
        if self._kept:
            kept, self._kept = self._kept, {}
            self.desk.put_back(kept)

    def _wanted(self, kind: str) -> FormCard | None:
        if kind.startswith(OFFERS):
            consent = kind.removeprefix(OFFERS)
            return next((one for one in self._cards.values() if one.offers == consent), None)
        return self._cards.get(kind)

    @Slot(str)
    def _choose(self, kind: str) -> None:
        at = FormAt(kind, self._asked.member_id)
        self.context.ways.open_page.emit("forms", at)

    @Slot()
    def _to_list(self) -> None:
        self.context.ways.open_page.emit("forms", FormAt())

    @Slot()
    def _bulk(self) -> None:
        self.context.ways.open_page.emit("form_bulk", None)

    @Slot()
    def _scan(self) -> None:
        self.context.ways.ask.emit("scan_papers", None)

    @Slot()
    def _out(self) -> None:
        self.context.ways.open_page.emit("form_sheets", None)

    @Slot()
    def _words(self) -> None:
        self.context.ways.open_page.emit("form_words", None)

    @Slot()
    def _translations(self) -> None:
        self.context.ways.open_page.emit("form_translations", None)
