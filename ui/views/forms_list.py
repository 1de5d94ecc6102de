"""The forms there are, by whom they are for: the first of the three clicks to a printed blank."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from navigator_app.i18n import _
from navigator_app.services.form_desk import FormCard
from ui import theme
from ui.widgets.buttons import ChoiceCard, PlainButton, QuietButton
from ui.widgets.fields import SearchField
from ui.widgets.flow import FlowLayout
from ui.widgets.form_grid import FormGrid
from ui.widgets.page import Page
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Heading, Muted

_ICONS = {"member": "user", "plan": "agency", "staff": "clipboard"}


class FormChoice(ChoiceCard):
    """One form; knows which."""

    def __init__(self, card: FormCard) -> None:
        """`card` is the form."""
        super().__init__(_ICONS[card.audience], _(card.title), _(card.about))
        self.card = card
        ignored, grows = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding
        policy = QSizePolicy(ignored, grows)  # columns of one width, rows of one height
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class FormsList(Page):
    """The list.

    Signals:
        chosen(str): a form's kind.
        bulk_asked(): one form for many members.
        scan_asked(): scans of papers that came home.
        out_asked(): the sheets that have not come home.
        words_asked(): the agency's own words.
        translations_asked(): which translations are reviewed.
    """

    chosen = Signal(str)
    bulk_asked = Signal()
    scan_asked = Signal()
    out_asked = Signal()
    words_asked = Signal()
    translations_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without forms; `show_cards` brings them."""
        hint = _("Choose a form: it opens filled in for a member, or blank for pickup.")
        super().__init__(_("Forms"), hint, parent)
        self.search = SearchField(_("Find a form"))
        self.bulk = PlainButton(_("For many members"), "team")
        self.scan = PlainButton(_("Scan papers"), "import")
        self.out = PlainButton(_("Sheets still out"), "time")
        self.own_words = QuietButton(_("Your own words"), "edit")
        self.translations = QuietButton(_("Translations"), "language")
        self.nothing = Muted(_("No form has these words. Try fewer of them."))
        self.choices: dict[str, FormChoice] = {}
        titles = {
            "member": _("For members"),
            "plan": _("For plans and referrers"),
            "staff": _("For staff"),
        }
        self._sections = {key: (Heading(text, 2), FormGrid()) for key, text in titles.items()}
        self._assemble()
        self.search.searched.connect(self._search)
        self.bulk.clicked.connect(self.bulk_asked)
        self.scan.clicked.connect(self.scan_asked)
        self.out.clicked.connect(self.out_asked)
        self.own_words.clicked.connect(self.words_asked)
        self.translations.clicked.connect(self.translations_asked)

    def show_cards(self, cards: tuple[FormCard, ...]) -> None:
        """Show these forms."""
        if self.choices:
            return  # they come with the program and do not change while it runs
        for audience, (heading, grid) in self._sections.items():
            made = [FormChoice(card) for card in cards if card.audience == audience]
            for choice in made:
                choice.clicked.connect(self._clicked)
                self.choices[choice.card.kind] = choice
            heading.setVisible(bool(made))
            grid.fill(made)
        follow_layout(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The search is as wide as the page allows, up to a line that reads well."""
        super().resizeEvent(event)
        self.search.setMaximumWidth(theme.px(560))

    def minimumSizeHint(self) -> QSize:
        """It scrolls."""
        return QSize(theme.px(240), theme.px(200))

    def _assemble(self) -> None:
        ways = QWidget()
        flow = FlowLayout(ways, theme.S8)
        for button in (self.bulk, self.scan, self.out, self.own_words, self.translations):
            flow.addWidget(button)
        self.column.addWidget(ways)
        self.column.addWidget(self.search)
        self.column.addWidget(self.nothing)
        self.nothing.hide()
        for heading, grid in self._sections.values():
            self.column.addWidget(heading)
            self.column.addWidget(grid)
            heading.hide()
        self.column.addStretch(1)

    @Slot(str)
    def _search(self, text: str) -> None:
        wanted = text.casefold().split()
        for heading, grid in self._sections.values():
            ours = [one for one in self.choices.values() if grid.isAncestorOf(one)]
            found = [one for one in ours if _matches(one, wanted)]
            grid.show_only(found)
            heading.setVisible(bool(found))
        shown = any(not one.isHidden() for one in self.choices.values())
        self.nothing.setVisible(not shown)
        follow_layout(self)

    @Slot()
    def _clicked(self) -> None:
        choice = self.sender()
        if isinstance(choice, FormChoice):
            self.chosen.emit(choice.card.kind)


def _matches(choice: FormChoice, wanted: list[str]) -> bool:
    card = choice.card
    said = " ".join((_(card.title), _(card.about), card.title, card.kind)).casefold()
    return all(word in said for word in wanted)
