"""The month's file: its rows, its state and what can be done with it; the files before it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.records import StatusFile
from navigator_app.i18n import _, ngettext
from navigator_app.runtime.clock import Clock
from ui import theme
from ui.models.import_rows import TAG_ROLE
from ui.models.status_lines import STATE_TAG, FilesMade, StatusLines, state_word
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.card import Card, Picture
from ui.widgets.clipboard import copy_for_a_while
from ui.widgets.listing import Listing
from ui.widgets.pill import StatusPill
from ui.widgets.tag_delegate import TagDelegate
from ui.widgets.text import Body, FieldError, Heading, Muted, Strong

LINES_SHOWN = 8
_ACROSS = Qt.Orientation.Horizontal


class FileCard(Card):
    """The file of the month: its name, its state, its rows and what can be done with it.

    The page places `save`, its one primary button, where it is always in sight.

    Signals:
        save_asked(): write it into a folder.
        sent(): the person says that it went to the plan.
        line_asked(): let it go over the line that the plan is connected by.
    """

    save_asked = Signal()
    line_asked = Signal()
    sent = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        """Start without a file."""
        super().__init__(parent=parent)
        self._clock = clock
        self._where = ""
        self._hash = ""
        self.lock = Picture("file", 24, "accent")
        self.name = Heading("", 2)
        self.state = StatusPill()
        self.facts = Muted("")
        self.path = Body("")
        self.copy_hash = QuietButton(_("Copy SHA-256"), "copy")
        self.stale = FieldError()
        self.lines = StatusLines(self)
        self.table = Listing(_("Rows as they will stand in the file"))
        self.more = Muted("")
        self.save = PrimaryButton(_("Save file…"), "download")
        self.mark = PlainButton(_("I uploaded it"), "check")
        self.mark.setToolTip(_("Marks the file as sent; who said so and when is kept"))
        self.over_line = PlainButton(_("Send to the plan"), "send")
        self.over_line.hide()
        self.question = QWidget()
        self.yes = PrimaryButton(_("Yes, the plan has it"), "check")
        self.not_yet = PlainButton(_("Not yet"))
        self._assemble()
        self._connect()

    def show_file(self, file: StatusFile, saved_rows: int | None = None) -> None:
        """Show a previewed, built or sent file; `saved_rows` are those of the file last saved."""
        stale = file.state == "built" and saved_rows not in (None, file.rows)
        self.stale.show_error(
            _("Statuses were recorded since this was saved. Save it again before you send it.")
            if stale
            else ""
        )
        sent = file.state == "sent"
        self.lock.set_icon("lock" if sent else "file", "good" if sent else "accent")
        self.name.setText(file.file.replace("\\", "/").rpartition("/")[2])
        tone, icon = STATE_TAG.get(file.state, ("neutral", "dot"))
        self.state.show_state(tone, state_word(file.state), icon)
        self._hash = file.sha256
        self.facts.setText(self._facts(file))
        self.copy_hash.setVisible(bool(file.sha256))
        self.lines.show_file(file)
        self._fit()
        self.more.setText(self._more(file))
        self.more.setVisible(bool(self.more.text()))
        self.save.setText(_("Save a copy…") if sent else _("Save file…"))
        self.save.setEnabled(file.rows > 0)
        self.mark.setVisible(file.state == "built")
        self.question.hide()

    def show_line(self, file: StatusFile, ready: bool) -> None:
        """Offer to send it over the plan's line where there is one that is ready."""
        self.over_line.setVisible(ready and file.state != "sent" and file.rows > 0)

    def show_place(self, path: str) -> None:
        """Say where the file was written; "" forgets it."""
        self.path.setText(_("Saved as {path}").format(path=path) if path else "")
        self.path.setVisible(bool(path))

    def _facts(self, file: StatusFile) -> str:
        rows = ngettext("{n} row", "{n} rows", file.rows).format(n=f"{file.rows:,}")
        parts = [rows]
        if file.sha256:
            parts.append(_("SHA-256 {hash}…").format(hash=file.sha256[:16]))
        moment = file.sent_at or file.built_at
        if moment is not None:
            day = self._clock.to_local(moment).strftime("%Y-%m-%d %H:%M")
            words = _("sent {day}") if file.sent_at else _("saved {day}")
            parts.append(words.format(day=day))
        text = " · ".join(parts)
        if file.state == "sent":
            text += "\n" + _(
                "This month is closed. Its rows stand as they went out; a status recorded for it "
                "from now on goes into the next file under its own date."
            )
        sent_back = rejected_words(file)
        return f"{text}\n{sent_back}" if sent_back else text

    @staticmethod
    def _more(file: StatusFile) -> str:
        if not file.rows:
            return _("No status is dated in this month yet. Its lines will stand here.")
        late = sum(line.late for line in file.lines)
        if late:
            return ngettext(
                "{n} row, marked at its number, is dated in a month whose file had already gone.",
                "{n} rows, marked at their numbers, are dated in a month whose file had already "
                "gone.",
                late,
            ).format(n=late)
        if len(file.lines) < file.rows:
            return _("The first {n} of {rows} rows are shown; the file holds them all.").format(
                n=len(file.lines), rows=f"{file.rows:,}"
            )
        return ""

    def _fit(self) -> None:
        rows = self.lines.rowCount()
        self.table.setVisible(rows > 0)
        self.table.keep_height(max(2, min(rows, LINES_SHOWN)))
        widths = []
        for column in range(self.lines.columnCount()):
            cells = [str(self.lines.index(row, column).data()) for row in range(min(rows, 20))]
            longest = max([len(cell) for cell in cells] + [8])
            heading = min(190, len(str(self.lines.headerData(column, _ACROSS))) * 8 + 24)
            widths.append(max(heading, min(320, longest * 9 + 24)))
        self.table.set_widths(*widths)

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.S12)
        head.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.S4)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        words.addWidget(self.path)
        words.addWidget(self.stale)
        head.addLayout(words, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.path.hide()
        self.table.setModel(self.lines)
        self.table.verticalHeader().show()
        self.column.addWidget(self.table)
        self.column.addWidget(self.more)
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        for button in (self.over_line, self.mark, self.copy_hash):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self._assemble_question()

    def _assemble_question(self) -> None:
        column = QVBoxLayout(self.question)
        column.setContentsMargins(0, theme.S8, 0, 0)
        column.setSpacing(theme.S8)
        column.addWidget(Strong(_("Has the file gone to the plan?")))
        column.addWidget(
            Body(
                _(
                    "After this the month is closed: saving it again gives the very same file. "
                    "Whatever is recorded for the month later, a correction too, goes into the "
                    "next file with its own date, so nothing is lost and nothing is sent twice."
                )
            )
        )
        row = QHBoxLayout()
        row.setSpacing(theme.S8)
        row.addWidget(self.yes)
        row.addWidget(self.not_yet)
        row.addStretch(1)
        column.addLayout(row)
        self.column.addWidget(self.question)
        self.question.hide()

    def _connect(self) -> None:
        self.save.clicked.connect(self.save_asked)
        self.mark.clicked.connect(self._ask)
        self.over_line.clicked.connect(self.line_asked)
        self.yes.clicked.connect(self._answer)
        self.not_yet.clicked.connect(self._leave)
        self.copy_hash.clicked.connect(self._copy)

    def _ask(self) -> None:
        self.question.show()
        self.mark.hide()
        self.yes.setFocus()

    def _leave(self) -> None:
        self.question.hide()
        self.mark.show()
        self.mark.setFocus()

    def _answer(self) -> None:
        self.question.hide()
        self.sent.emit()

    def _copy(self) -> None:
        copy_for_a_while(self._hash)


class PastFiles(QWidget):
    """The status files made so far.

    Signals:
        chosen(StatusFile): show this one.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.files = FilesMade(self)
        self.list = Listing(_("Status files made"))
        self.list.setModel(self.files)
        self.list.setItemDelegateForColumn(2, TagDelegate(TAG_ROLE, self.list))
        self.none_yet = Muted(_("Files you save are listed here, month by month."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        column.addWidget(Heading(_("Files of all months"), 2))
        column.addWidget(self.none_yet)
        column.addWidget(self.list)
        self.list.acted.connect(self._choose)
        self.show_files([])

    def show_files(self, files: list[StatusFile]) -> None:
        """List them."""
        self.files.show_files(files)
        self.list.setVisible(bool(files))
        self.none_yet.setVisible(not files)
        self.list.keep_height(max(1, min(len(files), 8)))
        self.list.set_widths(100, 110, 230, 300, 80, 140)

    def _choose(self, row: int) -> None:
        file = self.files.file_at(row)
        if file is not None:
            self.chosen.emit(file)


def rejected_words(file: StatusFile) -> str:
    """What the plan sent back of earlier files: what goes again with this one, what still waits."""
    said = []
    if file.again:
        again = ngettext(
            "{n} rejected row goes again with this file.",
            "{n} rejected rows go again with this file.",
            file.again,
        )
        said.append(again.format(n=file.again))
    if file.rejected:
        waits = ngettext(
            "{n} row that the plan sent back still waits to be mended.",
            "{n} rows that the plan sent back still wait to be mended.",
            file.rejected,
        )
        said.append(waits.format(n=file.rejected))
    return " ".join(said)
