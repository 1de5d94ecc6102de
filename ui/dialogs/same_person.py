"""Who of a plan's file is here already without a CIN: a person decides, one by one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.import_matches import Match, PhoneSays
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import UNKNOWN_PHONE, Service
from navigator_app.i18n import N_, _
from navigator_app.services import import_matches
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, DraftDialog
from ui.dialogs.take_back import TakeBack
from ui.models import words
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.form_frame import fit_dialog, form_column, frame_form
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, FieldError, Heading, Muted, Small, Strong

_PHONES = {
    PhoneSays.SAME: ("good", N_("The phone is the same")),
    PhoneSays.UNKNOWN: ("neutral", N_("No phone to compare")),
    PhoneSays.DIFFERS: ("warning", N_("The phone differs")),
}


def _read(import_id: str, ws: Workspace) -> list[Match]:
    return import_matches.suggest(ws, import_id)


def _same(import_id: str, match: Match, ws: Workspace) -> tuple[Match, Changes]:
    return import_matches.same_person(ws, import_id, match.cin, match.member_id)


def _undo_same(import_id: str, match: Match, ws: Workspace) -> Changes:
    return import_matches.undo_same(ws, import_id, match)


def _another(import_id: str, match: Match, ws: Workspace) -> tuple[Match, Changes]:
    changes = import_matches.another_person(ws, import_id, match.cin, match.member_id)
    return match, changes


def _undo_another(match: Match, ws: Workspace) -> Changes:
    return import_matches.undo_another(ws, match.cin, match.member_id)


class AnswerButton(PlainButton):
    """One answer about one pair."""

    def __init__(self, text: str, icon: str, match: Match, same: bool) -> None:
        """`same`: they are one person."""
        super().__init__(text, icon)
        self.match, self.same = match, same
        self.setAccessibleName(_("{what}: {line}").format(what=text, line=match.name))


class SamePersonDialog(DraftDialog):
    """A card a pair: what the file says, what is known here, and two answers."""

    draft_key = "same_person"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the id of the import."""
        super().__init__(context, parent)
        self._import_id = str(about)
        self._answering = False
        self.answers: list[AnswerButton] = []
        self.problem = FieldError()
        self.close_button = PrimaryButton(_("Done"), "check")
        self._cards: QWidget | None = None
        self.setWindowTitle(_("Same person?"))
        inside = QWidget()
        self._column = form_column(inside)
        self._column.addWidget(Heading(_("Same person?"), 2))
        text = _(
            "The same name and date of birth, once in the file and once here without a CIN; or the "
            "CIN that was put right here. Nobody is put together unless you say so; twins and "
            "namesakes are two."
        )
        self._column.addWidget(Muted(text))
        self._column.addStretch(1)
        self.later = PlainButton(_("Decide later"))
        frame_form(self, inside, self.problem, (self.later, self.close_button))
        fit_dialog(self, 720, 640)
        self.close_button.clicked.connect(self.accept)
        self.later.clicked.connect(self.accept)
        self._load()

    def open(self) -> None:
        """Show it beside the window."""
        self.setModal(False)
        self.show()
        self.raise_()
        self.activateWindow()

    def _load(self) -> None:
        work = partial(_read, self._import_id)
        self.context.tasks.run(work, self._show_matches, owner=self, failed=self._refused)

    def _show_matches(self, found: list[Match]) -> None:
        self.answers = []
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S16)
        for match in found:
            column.addWidget(self._card(match))
        if not found:
            column.addWidget(Body(_("Nobody is left to decide about.")))
        if self._cards is not None:
            self._column.removeWidget(self._cards)
            self._cards.hide()
            self._cards.deleteLater()
        self._cards = cards
        self._column.insertWidget(2, cards)
        self.later.setVisible(bool(found))
        self.close_button.setVisible(not found)
        before: QWidget | None = None
        for button in (*self.answers, self.later, self.close_button):
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button
        first: QWidget = self.answers[0] if self.answers else self.close_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, match: Match) -> QWidget:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S24)
        grid.setVerticalSpacing(theme.S4)
        born = words.day(match.born)
        services = ", ".join(Service.from_slug(slug).short for slug in match.services)
        sides = (
            (_("In the file"), match.name, match.cin, match.phone, ""),
            (_("Here"), match.member_name, _("no CIN yet"), match.member_phone,
             " · ".join(part for part in (match.plan, services) if part)),
        )  # fmt: skip
        for place, (where, name, cin, phone, more) in enumerate(sides):
            said = (Small(where), Strong(words.isolated(name)), Body(f"{cin} · {born}"))
            for row, label in enumerate((*said, Body(_phone(phone)))):
                grid.addWidget(label, row, place)
            if more:
                grid.addWidget(Small(more), 4, place)
            grid.setColumnStretch(place, 1)
        card.column.addLayout(grid)
        tone, text = _PHONES[match.phones]
        card.column.addWidget(StatusPill(tone, _(text)), 0, Qt.AlignmentFlag.AlignLeft)
        if match.others:
            card.column.addWidget(Body(_("Others share this name and date of birth: look twice.")))
        line = QWidget()
        flow = FlowLayout(line, theme.S8)
        for text, icon, same in (
            (_("Same person"), "check", True),
            (_("Another person"), "user", False),
        ):
            button = AnswerButton(text, icon, match, same)
            button.clicked.connect(self._answer)
            self.answers.append(button)
            flow.addWidget(button)
        card.column.addWidget(line)
        return card

    @Slot()
    def _answer(self) -> None:
        button = self.sender()
        if not isinstance(button, AnswerButton) or self._answering:
            return
        self._answering = True
        self.problem.show_error("")
        work = partial(_same if button.same else _another, self._import_id, button.match)
        done = self._are_one if button.same else self._are_two
        self.context.tasks.run(work, done, owner=self, failed=self._refused)

    def _are_one(self, answer: tuple[Match, Changes]) -> None:
        match, changes = answer
        back = TakeBack(self.context, partial(_undo_same, self._import_id, match))
        said = _("{name} has the CIN {cin} now").format(name=match.member_name, cin=match.cin)
        self._said(changes, said, back)

    def _are_two(self, answer: tuple[Match, Changes]) -> None:
        match, changes = answer
        back = TakeBack(self.context, partial(_undo_another, match))
        self._said(changes, _("{name}: two people").format(name=match.name), back)

    def _said(self, changes: Changes, text: str, back: TakeBack) -> None:
        self._answering = False
        self.context.tasks.announce(changes)
        self.context.ways.notice.emit(text, (_("Undo"), back.undo))
        self._load()

    def _refused(self, error: BaseException) -> None:
        self._answering = False
        self.problem.show_error(str(error))
        if self._cards is not None:
            self._load()


def _phone(number: str) -> str:
    return _("no phone") if number in ("", UNKNOWN_PHONE) else show_phone(number)
