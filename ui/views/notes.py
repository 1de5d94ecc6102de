"""Search in the notes of all members, newest first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.notes import FoundNote, NoteQuery, NotesPage
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import notes
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.models.timeline_entries import note_entry
from ui.places import MemberAt
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.feed_view import FeedView
from ui.widgets.fields import SearchField
from ui.widgets.flow import FlowLayout
from ui.widgets.page import Page
from ui.widgets.text import Muted

PAUSE_MS = 150

_Read = tuple[NoteQuery, NotesPage, bool]


def _read(query: NoteQuery, mine: bool, cursor: int | None, limit: int, ws: Workspace) -> _Read:
    asked = NoteQuery(query.text, navigator_id=ws.user.id if mine else "")
    return query, notes.search(ws, asked, cursor=cursor, limit=limit), cursor is not None


class NotesView(View):
    """The page; its target is a text to search for."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; nothing is searched for yet."""
        super().__init__(context, parent)
        self._rows: list[FoundNote] = []
        self._cursor: int | None = None
        self._asked = NoteQuery("")
        self.search = SearchField(_("Search in the notes of all members"), pause_ms=PAUSE_MS)
        self.whose = choice_field({"": _("All members"), "mine": _("My members")})
        self.said = Muted("")
        self.more = PlainButton(_("Show more"), "down")
        self.found = FeedView(_("Notes found"))
        self.card = Card()
        text = _("Type three letters or more of what was written, by anybody, about any member.")
        self.empty = EmptyState("search", _("A word is enough"), text)
        self.first = self.search
        self._assemble()
        self.search.searched.connect(self._search)
        self.whose.currentIndexChanged.connect(self._narrow)
        self.more.clicked.connect(self._show_more)
        self.found.acted.connect(self._open)

    def open(self, target: object) -> None:
        """Search for a text."""
        self.search.show_text(str(target or ""))
        self._rows = []

    def activate(self) -> None:
        """Search anew."""
        self._load()

    def on_changes(self, changes: Changes) -> None:
        """Something was written: it may hold the words."""
        if changes.members and self.isVisible():
            self._load()

    def draft(self) -> dict[str, object]:
        """What is searched for."""
        text = self.search.text()
        return {"text": text} if text else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back."""
        self.search.show_text(str(payload.get("text", "")))

    def _assemble(self) -> None:
        self.whose.setAccessibleName(_("Whose notes"))
        self.whose.setMinimumWidth(theme.px(170))
        page = Page(
            _("Notes"),
            _("Every word must be there; words may be unfinished. The newest note comes first."),
        )
        filters = QWidget()
        row = FlowLayout(filters, theme.S8)
        row.addWidget(self.whose)
        self.card.column.addWidget(self.found)
        for part in (self.search, filters, self.said, self.card, self.empty):
            page.column.addWidget(part)
        page.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        page.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        self.card.hide()
        self.more.hide()

    def _load(self) -> None:
        """Read as many finds as are shown."""
        self._asked = NoteQuery(self.search.text().strip())
        limit = max(notes.PAGE, len(self._rows))
        self._run(None, limit)

    @Slot()
    def _show_more(self) -> None:
        self._run(self._cursor, notes.PAGE)

    def _run(self, cursor: int | None, limit: int) -> None:
        mine = self.whose.currentData() == "mine"
        work = partial(_read, self._asked, mine, cursor, limit)
        failed = self.context.show_refusal
        self.context.tasks.run(work, self._show, owner=self, failed=failed)

    def _show(self, read: _Read) -> None:
        query, page, more = read
        if query != self._asked:
            return
        self._rows = [*self._rows, *page.rows] if more else list(page.rows)
        self._cursor = page.cursor
        self.found.feed.set_entries([note_entry(row, self.context.clock) for row in self._rows])
        self.card.setVisible(bool(self._rows))
        self.more.setVisible(self._cursor is not None)
        text = "" if self._rows or not page.enough else _("No note has these words.")
        if page.within:
            left = _("Members of others’ caseloads are left out: open one and say why you ask.")
            text = f"{text} {left}".strip()
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.empty.setVisible(not page.enough)

    @Slot(str)
    def _search(self, _text: str) -> None:
        self._rows = []
        self._load()

    @Slot(int)
    def _narrow(self, _place: int) -> None:
        self._rows = []
        self._load()

    @Slot(str)
    def _open(self, key: str) -> None:
        self.context.ways.open_member.emit(MemberAt(key.rpartition(":")[2], "timeline"))
