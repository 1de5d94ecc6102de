"""Part of the settings: theme, text size, language, and when the window locks."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.paths import bundled
from navigator_app.services.workspace import Workspace
from navigator_app.settings import TEXT_SCALES
from ui import theme
from ui.context import Context
from ui.widgets.card import Card
from ui.widgets.fields import LabelledField, NumberField

LANGUAGE_NAMES = {"en": "English", "es": "Español"}


class LookCard(Card):
    """Each choice takes effect at once; the language at the next unlocking."""

    def __init__(self, context: Context) -> None:
        """Fill the lists from the preferences."""
        super().__init__(_("This computer"))
        self.context = context
        self.theme_box, self.scale_box, self.language_box = QComboBox(), QComboBox(), QComboBox()
        self.lock_box = NumberField(_("minutes"))
        self._fill()
        grid = QGridLayout()
        grid.setSpacing(theme.S16)
        for place, (label, widget, hint) in enumerate(
            (
                (_("Theme"), self.theme_box, ""),
                (_("Text size"), self.scale_box, ""),
                (_("Language"), self.language_box, _("From the next unlocking on.")),
                (_("Lock after"), self.lock_box, _("When nobody touched the computer.")),
            )
        ):
            grid.addWidget(LabelledField(label, widget, hint), place // 2, place % 2)
        self.column.addLayout(grid)
        self.theme_box.activated.connect(self._choose)
        self.scale_box.activated.connect(self._choose)
        self.language_box.activated.connect(self._choose)
        self.lock_box.editingFinished.connect(self._choose_minutes)

    def changeEvent(self, event: QEvent) -> None:
        """Icons in a list follow the text scale."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "lock_box"):
            self._fit()
            self._show_look()

    def _fit(self) -> None:
        self.theme_box.setIconSize(QSize(theme.px(18), theme.px(18)))

    def _fill(self) -> None:
        self._fit()
        now = self.context.settings
        for key, words in (
            ("auto", _("As the system")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ):
            self.theme_box.addItem(theme.icon(key), words, key)
        for percent in TEXT_SCALES:
            self.scale_box.addItem(_("{percent} %").format(percent=percent), percent)
        self._show_look()
        for key in _languages():
            self.language_box.addItem(LANGUAGE_NAMES.get(key, key), key)
        self.language_box.setCurrentIndex(max(0, self.language_box.findData(now.language)))
        self.lock_box.setRange(1, 60)

    def _show_look(self) -> None:
        """What is chosen, wherever it was chosen."""
        now = self.context.settings
        self.theme_box.setCurrentIndex(self.theme_box.findData(now.theme))
        self.scale_box.setCurrentIndex(max(0, self.scale_box.findData(now.text_scale)))

    def show_lock_minutes(self, minutes: int) -> None:
        """Show what the store says, unless somebody is typing."""
        if not self.lock_box.hasFocus():
            self.lock_box.setValue(minutes)

    @Slot()
    def _choose(self) -> None:
        chosen = replace(
            self.context.settings,
            theme=str(self.theme_box.currentData()),
            text_scale=int(self.scale_box.currentData()),
            language=str(self.language_box.currentData()),
        )
        self.context.ways.settings_chosen.emit(chosen)

    @Slot()
    def _choose_minutes(self) -> None:
        minutes = self.lock_box.value()

        def work(ws: Workspace) -> Changes | None:
            from navigator_app.services import agency

            if agency.lock_minutes(ws) == minutes:
                return None
            return agency.set_lock_minutes(ws, minutes)

        self.context.tasks.run(work, self._minutes_set, owner=self)

    def _minutes_set(self, changes: Changes | None) -> None:
        if changes is not None:
            self.context.tasks.announce(changes)


def _languages() -> list[str]:
    """English, and every language with a catalogue."""
    found = bundled("locales").glob("*/LC_MESSAGES/navigator.mo")
    return ["en", *sorted({path.parent.parent.name for path in found} - {"en"})]
