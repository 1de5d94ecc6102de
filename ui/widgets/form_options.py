"""For whom a form is printed, in which language, how large, on which paper."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from navigator_app.i18n import _
from navigator_app.services.form_desk import FormCard
from ui import theme
from ui.context import Context
from ui.models.form_words import language as both_names
from ui.models.form_words import name as language_name
from ui.widgets.asking_dialog import choice_field, choose
from ui.widgets.card import Card
from ui.widgets.day_field import DayField
from ui.widgets.fields import LabelledField
from ui.widgets.member_finder import Chosen, MemberFinder
from ui.widgets.text import Small

AUTO = "auto"
"""The reader's own language, or what they asked for."""


class FormOptions(Card):
    """The card of choices.

    Signals:
        changed(): somebody chose another.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start blank, in nobody's language."""
        super().__init__(parent=parent)
        self.finder = MemberFinder(context.tasks, one=True)
        self.whom = LabelledField(_("For whom"), self.finder)
        self._day = DayField(context.clock.today(), ahead=True)
        self.day_field = LabelledField(_("For which day"), self._day, _("Empty for today"))
        self.day_field.hide()
        self.blank = Small(_("Nobody chosen: it prints blank, to be filled in by hand."))
        self.language: QComboBox = choice_field({})
        self.paper = choice_field({"letter": _("Letter"), "a4": _("A4")})
        self.large = QCheckBox(_("Large print"))
        self.large.setMinimumHeight(40)
        self._large_chosen = False
        self.language_field = LabelledField(_("Language"), self.language)
        self.paper.setMinimumContentsLength(6)
        row = QHBoxLayout()
        row.setSpacing(theme.S16)
        row.addWidget(LabelledField(_("Paper"), self.paper), 1)
        row.addWidget(self.large, 1, Qt.AlignmentFlag.AlignBottom)
        for part in (self.whom, self.blank, self.day_field, self.language_field):
            self.column.addWidget(part)
        self.column.addLayout(row)
        self._day.editingFinished.connect(self._chosen)
        self.finder.changed.connect(self._picked)
        self.language.currentIndexChanged.connect(self._chosen)
        self.paper.currentIndexChanged.connect(self._chosen)
        self.large.clicked.connect(self._large_clicked)

    def show_card(self, card: FormCard, names: dict[str, str]) -> None:
        """Offer what this form can be: `names` are the languages by code."""
        with QSignalBlocker(self.language):
            kept = str(self.language.currentData() or AUTO)
            self.language.clear()
            several = len(card.languages) > 1
            if several:
                self.language.addItem(_("The member’s own"), AUTO)
            for code in card.languages:
                self.language.addItem(both_names(code, names), code)
            self.language.setEnabled(several)
            choose(self.language, kept if several else "en")
        self.whom.setVisible(card.of_member)
        self.day_field.setVisible(card.of_day)
        self.large.setVisible(card.audience == "member")
        self._say_blank()

    def set_member(self, member_id: str, name: str) -> None:
        """Choose a member, or nobody; nothing is said."""
        with QSignalBlocker(self.finder):
            self.finder.set_chosen([Chosen(member_id, name or _("Member"))] if member_id else [])
        self._say_blank()

    def member(self) -> str:
        """The id of the member chosen; "" for a blank."""
        chosen = self.finder.chosen
        return chosen[-1].id if chosen and not self.whom.isHidden() else ""

    def day(self) -> date | None:
        """The day that a sheet for the street is for; None for today, or where none is asked."""
        text = "" if self.day_field.isHidden() else self._day.iso()
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            self.day_field.show_error(_("Write month/day/year, such as 11/20/2026."))
            return None
        self.day_field.show_error("")
        return day

    def language_code(self) -> str:
        """The language chosen; "" for the reader's own."""
        code = str(self.language.currentData() or AUTO)
        return "" if code == AUTO else code

    def large_print(self) -> bool | None:
        """Large print or not; None for what the reader asked the plan for."""
        return self.large.isChecked() if self._large_chosen else None

    def paper_key(self) -> str:
        """The paper chosen: "letter" or "a4"."""
        return str(self.paper.currentData())

    def show_found(self, language: str, large: bool, name: str, *, own: bool = True) -> None:
        """Say which language and size the sheet has where the reader's own was wanted; `own` is
        False where it is another one, for want of a form in theirs."""
        known = self.language.findData(language)
        if not self.language_code() and self.language.findData(AUTO) == 0:
            named = language_name(language) if known >= 0 else language
            theirs = own and self.member()
            said = _("The member’s own: {language}") if theirs else _("As usual: {language}")
            with QSignalBlocker(self.language):
                self.language.setItemText(0, said.format(language=named))
        if not self._large_chosen:
            self.large.setChecked(large)
        chosen = self.finder.chosen
        if name and chosen and chosen[-1].name != name:
            self.set_member(chosen[-1].id, name)

    def kept(self) -> dict[str, object]:
        """What was chosen, for a draft."""
        return {
            "language": self.language_code(),
            "paper": self.paper_key(),
            "large": self.large_print(),
        }

    def put_back(self, kept: dict[str, object]) -> None:
        """Choose it again; nothing is said."""
        with QSignalBlocker(self.language), QSignalBlocker(self.paper):
            choose(self.language, str(kept.get("language") or AUTO))
            choose(self.paper, str(kept.get("paper") or "letter"))
        large = kept.get("large")
        self._large_chosen = isinstance(large, bool)
        self.large.setChecked(large is True)

    @Slot()
    def _picked(self) -> None:
        chosen = self.finder.chosen
        if len(chosen) > 1:  # one sheet has one reader
            with QSignalBlocker(self.finder):
                self.finder.set_chosen(chosen[-1:])
        self._say_blank()
        self.changed.emit()

    def _say_blank(self) -> None:
        self.blank.setVisible(not self.whom.isHidden() and not self.finder.chosen)

    @Slot()
    def _chosen(self) -> None:
        self.changed.emit()

    @Slot()
    def _large_clicked(self) -> None:
        self._large_chosen = True
        self.changed.emit()
