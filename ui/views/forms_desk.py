"""One form: for whom, what stands open on it, the page as it will print, and handing it out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTabBar, QVBoxLayout, QWidget

from navigator_app.i18n import _
from navigator_app.services.form_desk import Ask, Drawn, FormCard, Sheet
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.places import FormAt
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.form_acts import FormActs
from ui.widgets.form_options import FormOptions
from ui.widgets.form_points import FormPoints
from ui.widgets.form_preview import FormPreview
from ui.widgets.note_box import NoteBox
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Heading, Muted

PANEL, PREVIEW = range(2)
_PANEL_WIDE = 380
_BOTH = 860
"""Pixels at 100 % from which panel and preview stand beside one another."""


def _prepare(number: int, ask: Ask, ws: Workspace) -> tuple[int, Sheet]:
    from navigator_app.services import form_desk

    return number, form_desk.prepare(ws, ask)


def _draw(number: int, sheet: Sheet) -> tuple[int, Sheet, Drawn]:
    from navigator_app.services import form_desk

    return number, sheet, form_desk.draw(sheet)


class FormsDesk(QWidget):
    """The desk; `show_form` lays a form on it.

    Signals:
        list_asked(): back to the list of forms.
        drawn(): the page in sight is that of the sheet as it is now.
    """

    list_asked = Signal()
    drawn = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start without a form."""
        super().__init__(parent)
        self.context = context
        self._card: FormCard | None = None
        self._at = FormAt()
        self._sheet: Sheet | None = None
        self._pages = 0
        self._number = 0
        self.back = QuietButton(_("All forms"), "back")
        self.title, self.about = Heading("", 1), Muted("")
        self.print = PrimaryButton(_("Print…"), "print")
        self.save = PlainButton(_("Save…"), "download")
        self.options = FormOptions(context)
        self.points = FormPoints()
        self.preview = FormPreview(context)
        self.acts = FormActs(context, self)
        self.tabs = QTabBar()
        self.leaving = QWidget()
        self.go_on = PlainButton(_("Choose where…"), "download")
        self.stay = QuietButton(_("Cancel"))
        self._panel = QScrollArea()
        self._assemble()
        self._connect()

    def _assemble(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.S4)
        for part in (self.title, self.about):
            words.addWidget(part)
        head = QHBoxLayout()
        head.setSpacing(theme.S8)
        head.addLayout(words, 1)
        for button in (self.save, self.print):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.tabs.addTab(_("Fill in"))
        self.tabs.addTab(_("As it prints"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("What to fill in, or the page as it prints"))
        self._fill_panel()
        both = QHBoxLayout()
        both.setSpacing(theme.S16)
        both.addWidget(self._panel, 2)
        both.addWidget(self.preview, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S12, theme.S24, theme.S16)
        column.setSpacing(theme.S8)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        column.addWidget(self.tabs)
        column.addLayout(both, 1)

    def _fill_panel(self) -> None:
        warning = NoteBox(
            "warning",
            [
                _("The file leaves the vault"),
                _("It is a plain file: whoever has it can read it, and Navigator cannot call it "
                  "back. Delete it once it is sent or printed."),
            ],
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addWidget(self.go_on)
        row.addWidget(self.stay)
        row.addStretch(1)
        leaving = QVBoxLayout(self.leaving)
        leaving.setContentsMargins(0, 0, 0, 0)
        leaving.setSpacing(theme.S8)
        leaving.addWidget(warning)
        leaving.addLayout(row)
        self.leaving.hide()
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.S8, 0)
        column.setSpacing(theme.S12)
        for part in (self.leaving, self.points.refusal, self.options, self.points):
            column.addWidget(part)
        column.addStretch(1)
        self._panel.setWidget(inside)
        self._panel.setWidgetResizable(True)
        self._panel.setFrameShape(QFrame.Shape.NoFrame)
        self._panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _connect(self) -> None:
        self.back.clicked.connect(self.list_asked)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._ask_save)
        self.go_on.clicked.connect(self._save)
        self.stay.clicked.connect(self._stay)
        self.options.changed.connect(self.reload)
        self.points.typed.connect(self.reload)
        self.points.member_asked.connect(self._open_member)
        self.points.words_asked.connect(self._write_words)
        self.points.translations_asked.connect(self._see_translations)
        self.tabs.currentChanged.connect(self._turn)
        self.acts.began.connect(self._handing_out)
        self.acts.handed_out.connect(self._handed_out)
        self.acts.failed.connect(self._not_handed_out)

    # what lies on the desk

    @property
    def card(self) -> FormCard | None:
        """The form on the desk."""
        return self._card

    def at(self) -> FormAt:
        """The form and whom it is for."""
        kind = self._card.kind if self._card else ""
        return self._at._replace(kind=kind, member_id=self.options.member())

    def show_form(self, card: FormCard, at: FormAt, names: dict[str, str]) -> None:
        """Lay a form on the desk, for a member when one is named; the same one stays as it is."""
        same = self._card is not None and self._card.kind == card.kind and self._at == at
        if same:
            self.reload()
            return
        self._card, self._at, self._sheet = card, at, None
        self.title.setText(_(card.title))
        self.about.setText(_(card.about))
        self.about.setVisible(bool(card.about))
        self.options.show_card(card, names)
        self.options.set_member(at.member_id, "")
        self.points.put_back({})
        self.leaving.hide()
        self.preview.clear()
        self.tabs.setCurrentIndex(PANEL)
        self.print.setEnabled(False)
        self.save.setEnabled(False)
        self.reload()

    def put_back(self, kept: dict[str, object]) -> None:
        """What was typed and chosen before a lock."""
        options, fill = kept.get("options"), kept.get("fill")
        if isinstance(options, dict):
            self.options.put_back(options)
        if isinstance(fill, dict):
            typed = {str(key): str(text) for key, text in fill.items()}
            self.points.put_back(typed, str(kept.get("reason", "")))
        self.reload()

    def kept(self) -> dict[str, object]:
        """What was typed, with the form; empty when nothing was."""
        fill = dict(self.points.fill())
        if self._card is None or not fill:
            return {}
        return {
            "at": list(self.at()),
            "fill": fill,
            "reason": self.points.reason.text(),
            "options": self.options.kept(),
        }

    def ask(self) -> Ask:
        """The sheet as it is wanted now."""
        assert self._card is not None
        member = self.options.member()
        subject = Subject(member_id=member, day=self.options.day())
        if member and member == self._at.member_id:
            subject = replace(
                subject,
                referral_id=self._at.referral_id,
                about=self._at.about,
                about_id=self._at.about_id,
            )
        return Ask(
            self._card.kind, subject, self.options.language_code(), self.options.large_print(),
            self.options.paper_key(), self.points.fill(), self.points.override(),
        )  # fmt: skip

    @Slot()
    def reload(self) -> None:
        """Gather and draw the sheet anew."""
        if self._card is None:
            return
        self._number += 1
        blank = not self.options.member()
        self.print.setText(_("Print blank…") if blank and self._card.of_member else _("Print…"))
        work = partial(_prepare, self._number, self.ask())
        self.context.tasks.run(work, self._prepared, owner=self, failed=self._refused)

    def _prepared(self, found: tuple[int, Sheet]) -> None:
        number, sheet = found
        if number != self._number:
            return  # something else was typed or chosen meanwhile
        self._sheet = sheet
        own = not sheet.unread
        self.options.show_found(sheet.language, sheet.large, sheet.name, own=own)
        self.points.show_sheet(sheet, bool(sheet.ask.subject.member_id))
        self._allow()
        work = partial(_draw, number, sheet)
        self.context.tasks.draw(work, self._drawn, owner=self, failed=self._refused)

    def _drawn(self, found: tuple[int, Sheet, Drawn]) -> None:
        number, sheet, drawn = found
        if number != self._number:
            return
        self._pages = drawn.pages
        self.points.show_drawn(sheet, drawn)
        self.preview.show_document(drawn.pdf, drawn.pages)
        self._allow()
        follow_layout(self)
        self.drawn.emit()

    def _refused(self, error: BaseException) -> None:
        self._sheet = None
        self.points.refuse(error)
        self.preview.clear()
        self._allow()

    def _allow(self) -> None:
        sheet = self._sheet
        free = sheet is not None and (not sheet.withheld or bool(sheet.ask.override))
        ready = free and not self.acts.busy
        self.print.setEnabled(ready)
        self.save.setEnabled(ready)

    # handing it out

    @Slot()
    def _print(self) -> None:
        if self._sheet is not None and self._card is not None:
            self.acts.print(self._sheet, _(self._card.title), self._pages)

    @Slot()
    def _ask_save(self) -> None:
        if self._sheet is None:
            return
        ask, staff = self._sheet.ask, self._card is not None and self._card.audience == "staff"
        if not (ask.subject.member_id or ask.fill or staff):
            self._save()  # nothing of anybody stands on it
            return
        self.tabs.setCurrentIndex(PANEL)
        self.leaving.show()
        self._panel.verticalScrollBar().setValue(0)
        follow_layout(self)
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _save(self) -> None:
        from navigator_app.services import form_desk

        if self._sheet is not None:
            name = form_desk.file_name(self._sheet, self.context.clock.today())
            self.acts.save(self._sheet, name, self._pages)

    @Slot()
    def _stay(self) -> None:
        self.leaving.hide()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _handing_out(self) -> None:
        self.leaving.hide()
        self._allow()

    @Slot(str, object)
    def _handed_out(self, _code: str, _undo: object) -> None:
        self._allow()

    @Slot(object)
    def _not_handed_out(self, error: BaseException) -> None:
        self._allow()
        self.context.show_refusal(error)

    # elsewhere

    @Slot()
    def _open_member(self) -> None:
        self.context.ways.open_member.emit(self.options.member())

    @Slot(str)
    def _write_words(self, block: str) -> None:
        language = self._sheet.language if self._sheet else "en"
        self.context.ways.ask.emit("form_words", [block, language])

    @Slot()
    def _see_translations(self) -> None:
        self.context.ways.open_page.emit("form_translations", None)

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside one another where both have room, else behind two tabs."""
        super().resizeEvent(event)
        self._turn()

    @Slot()
    def _turn(self) -> None:
        both = self.width() >= theme.px(_BOTH)
        self.tabs.setVisible(not both)
        here = self.tabs.currentIndex()
        self._panel.setVisible(both or here == PANEL)
        self.preview.setVisible(both or here == PREVIEW)
        self._panel.setMaximumWidth(theme.px(_PANEL_WIDE) if both else 16_777_215)
