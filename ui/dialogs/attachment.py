"""One photo or scan, looked at in memory: its picture, what it is, how long it is kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.attachments import Attachment, Retention
from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services import attachments, part_2
from navigator_app.services.attachment_words import kind_words, size_words
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import pictures, words
from ui.widgets.asking_dialog import AskingDialog, choice_field, choose
from ui.widgets.attachments_card import kept_words
from ui.widgets.buttons import PlainButton
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.part_2_box import Part2Box
from ui.widgets.picture_view import PictureView
from ui.widgets.text import Muted

LARGE = 3200
"""Pixels a picture is decoded to at most: a letter page at 290 dots an inch."""

_Read = tuple[Attachment, Retention, bytes, tuple[bool, bool]]


def _read(attachment_id: str, ws: Workspace) -> _Read:
    row = attachments.get(ws, attachment_id)
    data = attachments.content(ws, attachment_id) if row.picture else b""
    mark = (
        part_2.marked(ws, "attachment", attachment_id),
        part_2.settled(ws, "attachment", attachment_id),
    )
    return row, attachments.retention(ws), data, mark


def _amend(
    attachment_id: str, title: str, class_id: str, mark: bool | None, ws: Workspace
) -> Changes:
    return attachments.amend(ws, attachment_id, title=title, class_id=class_id, substance_use=mark)


def _remove(attachment_id: str, why: str, ws: Workspace) -> Changes:
    return attachments.remove(ws, attachment_id, why)


class AttachmentDialog(AskingDialog):
    """The dialog."""

    draft_key = "attachment"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the attachment's id."""
        super().__init__(context, _("Photo or scan"), _("Save"), parent)
        self._id = str(about or "")
        self._row: Attachment | None = None
        self._retention: Retention | None = None
        self._typed: dict[str, object] = {}
        self.view = PictureView()
        self.no_picture = Muted("")
        self.title, self.kind, self.why = QLineEdit(), choice_field({}), QLineEdit()
        self.kept = Muted("")
        self.mark, self._marked = Part2Box(), False
        self.copy_button = PlainButton(_("Save a copy…"), "download")
        self.remove_button = PlainButton(_("Remove…"), "delete")
        self.fields = {
            "title": LabelledField(_("What it is"), self.title),
            "retention": LabelledField(_("What kind of paper"), self.kind),
            "why": LabelledField(
                _("Why it is removed"),
                self.why,
                _("The bytes are deleted for good; that it was here, and why it went, stays."),
            ),
        }
        parts = [self.view, self.no_picture, self.fields["title"], self.fields["retention"]]
        ways = QWidget()
        beside = FlowLayout(ways, theme.S8)
        beside.addWidget(self.copy_button)
        beside.addWidget(self.remove_button)
        self.assemble([*parts, self.kept, self.mark, self.fields["why"], ways], 760, 860)
        self.fields["why"].hide()
        self.view.hide()
        self.no_picture.hide()
        self.save_button.setEnabled(False)
        for button in (self.copy_button, self.remove_button):
            button.setEnabled(False)
        self.view.setMinimumHeight(theme.px(380))
        self.kind.currentIndexChanged.connect(self._say_kept)
        self.copy_button.clicked.connect(self._copy)
        self.remove_button.clicked.connect(self._take_out)
        work = partial(_read, self._id)
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was changed; empty when nothing was."""
        row = self._row
        if row is None:
            return self._typed
        title, kind = self.title.text(), str(self.kind.currentData())
        mark, why = self.mark.isChecked(), self.why.text()
        if (title, kind, why, mark) == (row.title, row.retention, "", self._marked):
            return {}
        return {"about": self._id, "title": title, "retention": kind, "why": why, "mark": mark}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back once the attachment is read."""
        self._typed = payload

    def save(self) -> None:
        """Keep title and class."""
        if self._row is not None:
            kind = str(self.kind.currentData())
            mark = self.mark.isChecked()
            moved = mark if mark is not self._marked else None
            self.write(partial(_amend, self._id, self.title.text(), kind, moved), self._saved)

    def _saved(self, changes: Changes) -> None:
        self.finish(changes, _("Saved"))

    @Slot()
    def _copy(self) -> None:
        self.context.ways.ask.emit("save_copy", self._id)

    @Slot()
    def _take_out(self) -> None:
        if self.fields["why"].isHidden():
            self.fields["why"].show()
            self.remove_button.setText(_("Remove for good"))
            self.why.setFocus()
            return
        self.write(partial(_remove, self._id, self.why.text()), self._removed)

    def _removed(self, changes: Changes) -> None:
        self.finish(changes, _("Removed; the reason stays in the record."))

    def _show(self, read: _Read) -> None:
        self._row, self._retention, data, (self._marked, settled) = read
        row = self._row
        self.heading.setText(words.isolated(row.title))
        self.setWindowTitle(row.title)
        self.whose.setText(_facts(row, self.context))
        for one in self._retention.classes:
            self.kind.addItem(_(one.title), one.id)
        self.title.setText(str(self._typed.get("title", row.title)))
        choose(self.kind, str(self._typed.get("retention", row.retention)))
        self.mark.show_mark(bool(self._typed.get("mark", self._marked)), settled=settled)
        self.why.setText(str(self._typed.get("why", "")))
        self.fields["why"].setVisible(bool(self.why.text()))
        self._say_kept()
        self.ready()
        for button in (self.copy_button, self.remove_button):
            button.setEnabled(row.removed_at is None)
        if row.picture:
            work = partial(pictures.decoded, data, row.media_type, LARGE)
            self.context.tasks.transfer(work, self._show_picture, owner=self)
        else:
            self._say_no_picture()

    def _show_picture(self, image: QImage | None) -> None:
        if image is None or self._row is None:
            self._say_no_picture()
            return
        self.view.show()
        self.view.show_image(image, self._row.title)

    def _say_no_picture(self) -> None:
        self.no_picture.setText(_("It is saved whole. It cannot be shown here."))
        self.no_picture.show()

    @Slot()
    def _say_kept(self) -> None:
        found = self._retention.named(str(self.kind.currentData())) if self._retention else None
        said = [kept_words(found)] if found else []
        if self._row is not None and self._row.keep_until is not None:
            until = words.day(self._row.keep_until)
            said.append(_("This one until {day}.").format(day=until))
        self.kept.setText(" ".join(said))


def _facts(row: Attachment, context: Context) -> str:
    pages = ngettext("{n} page", "{n} pages", row.pages).format(n=row.pages) if row.pages else ""
    dots = f"{row.width} × {row.height}" if row.width and row.height else ""
    when = words.day(context.clock.to_local(row.added_at).date())
    added = (
        _("added {day}").format(day=when)
        if not row.by
        else _("added {day} by {who}").format(day=when, who=words.isolated(row.by))
    )
    parts = (kind_words(row.media_type), pages, dots, size_words(row.size), added)
    return " · ".join(part for part in parts if part)
