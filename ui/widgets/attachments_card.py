"""The photos and scans of a member: added by choosing, dropping or pasting, opened by a click.

Bytes go from the file straight into the encrypted store. Small pictures live in memory only, and
only while the card does.
"""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QWidget

from navigator_app.domain.attachments import Attachment, Retention, RetentionClass, Room, title_of
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import attachments
from navigator_app.services.attachment_words import size_words
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import pictures, words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.attachment_tile import HIGH, WIDE, AttachmentTile
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.part_2_box import Part2Box
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import FieldError, Muted

FIRST = 24
"""Tiles shown at first, and so many more each time they are asked for."""

_Read = tuple[str, list[Attachment], Retention, Room]


def _read(member_id: str, ws: Workspace) -> _Read:
    found = attachments.of_member(ws, member_id)
    return member_id, found, attachments.retention(ws), attachments.room(ws)


def _content(attachment_id: str, ws: Workspace) -> tuple[str, bytes]:
    return attachment_id, attachments.content(ws, attachment_id)


def _decode(row: Attachment, data: bytes, box: int) -> tuple[str, QImage | None]:
    return row.id, pictures.decoded(data, row.media_type, box)


def _add_file(
    member_id: str, path: Path, class_id: str, mark: bool, ws: Workspace
) -> tuple[Attachment, Changes]:
    try:
        source: BinaryIO = path.open("rb")
    except OSError as error:
        raise InputRejected(
            "file",
            _("The file cannot be opened."),
            _("See that it is still there and that you may read it."),
        ) from error
    with source:
        title = title_of(path.name) or _("Without a name")
        return attachments.add(
            ws, member_id, source, title=title, class_id=class_id, substance_use=mark
        )


def _add_bytes(
    member_id: str, data: bytes, class_id: str, title: str, mark: bool, ws: Workspace
) -> tuple[Attachment, Changes]:
    source = io.BytesIO(data)
    return attachments.add(
        ws, member_id, source, title=title, class_id=class_id, substance_use=mark
    )


def _take_out(attachment_id: str, why: str, ws: Workspace) -> Changes:
    return attachments.remove(ws, attachment_id, why)


class AttachmentsCard(Card):
    """The card; `show_member` fills it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(_("Photos and scans"), parent)
        self._context = context
        self._member_id = ""
        self._shown: list[Attachment] | None = None
        self._count = FIRST
        self._retention: Retention | None = None
        self._waiting: list[Attachment] = []
        self._adding: list[str] = []
        self._images: dict[str, QImage | None] = {}
        self.tiles: dict[str, AttachmentTile] = {}
        self.hint = Muted("")
        self.kind = choice_field({})
        self.kind_field = LabelledField(_("What kind of paper"), self.kind)
        self.kind_note = Muted("")
        self.mark = Part2Box()
        self.add_button = PlainButton(_("Add photo or scan…"), "add")
        self.paste_button = PlainButton(_("Paste"), "clipboard")
        self.problem = FieldError()
        self.more = PlainButton(_("Show more"), "down")
        self._grid = QWidget()
        self._flow = FlowLayout(self._grid, theme.S12)
        self._assemble()
        self.add_button.clicked.connect(self._choose)
        self.paste_button.clicked.connect(self.paste)
        self.more.clicked.connect(self._show_more)
        self.kind.currentIndexChanged.connect(self._say_kind)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.paste)

    def show_member(self, member_id: str) -> None:
        """Show this member, read anew."""
        if member_id != self._member_id:
            self._member_id, self._shown, self._count = member_id, None, FIRST
            self._waiting, self._images = [], {}
            self.mark.setChecked(False)
            self.problem.show_error("")
        work = partial(_read, member_id)
        self._context.tasks.run(work, self._show, owner=self, failed=self._context.show_refusal)

    def add_files(self, paths: list[Path]) -> None:
        """Take files in, one after the other; each that is refused is named with its reason."""
        self.problem.show_error("")
        mark = self.mark.isChecked()
        for path in paths:
            work = partial(_add_file, self._member_id, path, self._class_id(), mark)
            self._add(work, path.name)

    @Slot()
    def paste(self) -> None:
        """Take in what the clipboard holds: files, or a picture."""
        self._take(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from this computer, or a picture."""
        if _files(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in."""
        event.acceptProposedAction()
        self._take(event.mimeData())

    # building and showing

    def _assemble(self) -> None:
        self.setAcceptDrops(True)
        self.kind.setMinimumWidth(theme.px(240))
        row = QWidget()
        beside = FlowLayout(row, theme.S8)
        beside.addWidget(self.add_button)
        beside.addWidget(self.paste_button)
        self.column.addWidget(self.hint)
        self.column.addWidget(self.kind_field, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.kind_note)
        self.column.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (row, self.problem, self._grid):
            self.column.addWidget(part)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()

    def _show(self, read: _Read) -> None:
        member_id, rows, retention, room = read
        if member_id != self._member_id:
            return
        if not self.kind.count():
            for one in retention.classes:
                self.kind.addItem(_(one.title), one.id)
            self.kind.setCurrentIndex(self.kind.findData(attachments.DEFAULT_CLASS))
        self._retention = retention
        self._say_kind()
        self.hint.setText(_hint(rows, retention, room))
        if rows != self._shown:
            self._shown = rows
            self._build()

    def _build(self) -> None:
        rows = (self._shown or [])[: self._count]
        focused = next((key for key, tile in self.tiles.items() if tile.hasFocus()), "")
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.tiles = {}
        today, clock = self._context.clock.today(), self._context.clock
        for row in rows:
            added = words.short_day(clock.to_local(row.added_at).date(), today)
            tile = self.tiles[row.id] = AttachmentTile(row, added, self._grid)
            tile.opened.connect(self._open)
            self._flow.addWidget(tile)
            tile.show()
            if row.id in self._images:
                tile.show_image(self._images[row.id])
        self._grid.setVisible(bool(rows))
        self.more.setVisible(len(self._shown or []) > len(rows))
        self._waiting = [row for row in rows if row.picture and row.id not in self._images]
        follow_layout(self)
        if focused in self.tiles:
            self.tiles[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        self._next_picture()

    @Slot(str)
    def _open(self, attachment_id: str) -> None:
        self._context.ways.ask.emit("attachment", attachment_id)

    @Slot()
    def _say_kind(self) -> None:
        one = self._retention.named(self._class_id()) if self._retention else None
        self.kind_note.setText(kept_words(one) if one else "")

    # small pictures: read on the store's thread, made on another, one at a time

    def _next_picture(self) -> None:
        if self._waiting:
            work = partial(_content, self._waiting[0].id)
            self._context.tasks.run(work, self._got, owner=self, failed=self._not_got)

    def _got(self, read: tuple[str, bytes]) -> None:
        attachment_id, data = read
        row = next((one for one in self._waiting if one.id == attachment_id), None)
        if row is not None:
            box = int(theme.px(max(WIDE, HIGH)) * self.devicePixelRatioF())
            work = partial(_decode, row, data, box)
            self._context.tasks.transfer(work, self._made, owner=self, failed=self._not_got)

    def _made(self, made: tuple[str, QImage | None]) -> None:
        attachment_id, image = made
        self._images[attachment_id] = image
        if attachment_id in self.tiles:
            self.tiles[attachment_id].show_image(image)
        self._waiting = [row for row in self._waiting if row.id != attachment_id]
        self._next_picture()

    def _not_got(self, _error: BaseException) -> None:
        self._waiting = self._waiting[1:]  # removed meanwhile; opening it says why
        self._next_picture()

    # adding

    @Slot()
    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileNames(
            self,
            _("Add photo or scan"),
            "",
            _("Pictures and PDFs ({endings});;All files (*)").format(
                endings="*.jpg *.jpeg *.png *.webp *.tif *.tiff *.heic *.pdf"
            ),
        )
        self.add_files([Path(name) for name in chosen])

    def _take(self, data: QMimeData | None) -> None:
        files = _files(data)
        if files:
            self.add_files(files)
        elif data is not None and data.hasImage():
            self.problem.show_error("")
            image = QImage(data.imageData())
            title = _("Pasted picture")
            bytes_ = pictures.as_png(image)
            given = (self._class_id(), title, self.mark.isChecked())
            work = partial(_add_bytes, self._member_id, bytes_, *given)
            self._add(work, title)
        else:
            self._refuse(
                _("The clipboard"),
                InputRejected(
                    "file",
                    _("There is no picture or file to paste."),
                    _("Copy one first, or choose a file."),
                ),
            )

    def _add(self, work: partial[tuple[Attachment, Changes]], name: str) -> None:
        self._adding.append(name)  # answers come in the order they were asked for
        self._context.tasks.run(work, self._added, owner=self, failed=self._not_added)

    def _not_added(self, error: BaseException) -> None:
        self._refuse(self._adding.pop(0), error)

    def _added(self, made: tuple[Attachment, Changes]) -> None:
        self._adding.pop(0)
        if not self._adding:
            self.mark.setChecked(False)  # the next paper is another one
        row, changes = made
        self._context.tasks.announce(changes)
        take_out = partial(_take_out, row.id, _("Added by mistake"))
        back = TakeBack(self._context, take_out)
        said = _("Added: {title}").format(title=words.isolated(row.title))
        self._context.ways.notice.emit(said, (_("Undo"), back.undo))

    def _refuse(self, name: str, error: BaseException) -> None:
        before = self.problem.accessibleName()  # what was refused with it
        line = _("{name}: {why}").format(name=words.isolated(name), why=error)
        self.problem.show_error(f"{before}\n{line}" if before else line)

    @Slot()
    def _show_more(self) -> None:
        self._count += FIRST
        self._build()

    def _class_id(self) -> str:
        return str(self.kind.currentData() or attachments.DEFAULT_CLASS)


def _files(data: QMimeData | None) -> list[Path]:
    urls = data.urls() if data is not None else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def kept_words(one: RetentionClass) -> str:
    """How long a class is kept, and whose choice that is."""
    if one.years is None:
        until = _("Kept until somebody removes it.")
        return f"{until} {_(one.note)}".strip()
    kept = ngettext("Kept for {n} year", "Kept for {n} years", one.years).format(n=one.years)
    whose = _("the agency’s own choice") if one.own else one.cited
    return _("{kept}: {source}.").format(kept=kept, source=whose)


def _hint(rows: list[Attachment], retention: Retention, room: Room) -> str:
    most = size_words(retention.limits.attachment_bytes)
    if not rows:
        return _(
            "Nothing yet. Choose, drop or paste a photo or a PDF of up to {most}: it goes straight "
            "into the encrypted store, and no copy is left on this computer."
        ).format(most=most)
    count = ngettext("{n} attachment", "{n} attachments", len(rows)).format(n=len(rows))
    used = _("All attachments of the agency take {used} of {most}.").format(
        used=size_words(room.used), most=size_words(room.most)
    )
    return f"{count}. {used}"
