"""One meeting with a plan's server: how it ended, what stood in the way, and what it touched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from navigator_app.domain.exchange import IN, FileRow, RunRow
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services import phrases
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import exchange_words as words
from ui.models.feed import Entry
from ui.models.housing_words import soft
from ui.widgets.asking_dialog import TellingDialog
from ui.widgets.buttons import PlainButton
from ui.widgets.feed_view import FeedView
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Heading, Muted

_CLOCKS = 5
"""Seconds from which a difference of clocks is told of: less is the way there and back."""

_FEW = 120


@dataclass(frozen=True, slots=True)
class _Run:
    row: RunRow
    files: tuple[FileRow, ...]


def _read(run_id: str, ws: Workspace) -> _Run:
    from navigator_app.services import synchronize

    for row in synchronize.history(ws, limit=10_000):
        if row.id == run_id:
            return _Run(row, tuple(synchronize.of_run(ws, run_id)))
    raise NotFound(_("Not found"), _("There is no such run."))


class ExchangeRunDialog(TellingDialog):
    """The dialog; nothing is typed in it."""

    draft_key = "exchange_run"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the run's id."""
        super().__init__(context, _("Exchange"), parent)
        self.run_id, self.plan_key = str(about or ""), ""
        self.state = StatusPill()
        self.trouble, self.facts = Body(""), Muted("")
        self.again = PlainButton(_("Try again now"), "refresh")
        self.connection = PlainButton(_("Connection"), "settings")
        self.nothing = Muted(_("No file went or came."))
        self.files = FeedView(_("Files of this exchange"))
        self.assemble(
            [self.state, self.trouble, self._acts(), self.facts, Heading(_("Files"), 3),
             self.nothing, self.files],
            680, 600,
        )  # fmt: skip
        self.again.clicked.connect(self._try_again)
        self.connection.clicked.connect(self._open_connection)
        self.files.acted.connect(self._open_file)
        context.tasks.run(partial(_read, self.run_id), self._show, owner=self, failed=self.refused)

    def _acts(self) -> QWidget:
        acts = QWidget()
        flow = FlowLayout(acts, 8)
        flow.addWidget(self.again)
        flow.addWidget(self.connection)
        return acts

    def _show(self, run: _Run) -> None:
        row, clock = run.row, self.context.clock
        self.plan_key = row.plan_key
        self.heading.setText(row.plan_name)
        began = words.moment(row.started_at, clock)
        parts = (began, words.cause(row), row.user_name)
        self.whose.setText(" · ".join(part for part in parts if part))
        text, tone, icon = words.run_tag(row)
        self.state.show_state(tone, text, icon)
        self.trouble.setText(soft(row.trouble))  # it may name a key or a folder, a line long
        self.trouble.setVisible(bool(row.trouble))
        again = _("Try again now") if row.trouble else _("Exchange now")
        self.again.setText(again)
        self.facts.setText(_facts(row))
        self.nothing.setVisible(not run.files)
        self.files.setVisible(bool(run.files))
        self.files.feed.set_entries([_entry(file) for file in run.files])

    @Slot()
    def _try_again(self) -> None:
        self.accept()
        self.context.sync.run(self.plan_key)

    @Slot()
    def _open_connection(self) -> None:
        self.accept()
        self.context.ways.ask.emit("plan_connection", self.plan_key)

    @Slot(str)
    def _open_file(self, file_id: str) -> None:
        self.context.ways.ask.emit("exchange_file", file_id)


def _facts(row: RunRow) -> str:
    came = _("Came: {files}, {size}").format(files=row.files_in, size=words.size(row.bytes_in))
    went = _("Went: {files}, {size}").format(files=row.files_out, size=words.size(row.bytes_out))
    parts = [came, went]
    if row.ended_at is not None:
        seconds = max(0, round((row.ended_at - row.started_at).total_seconds()))
        parts.append(_("{n} s").format(n=seconds))
    if row.skew_seconds is not None and abs(row.skew_seconds) >= _CLOCKS:
        parts.append(_("their clock differs by {span}").format(span=_span(row.skew_seconds)))
    return " · ".join(parts)


def _span(seconds: int) -> str:
    """Seconds while they are few, then what people say."""
    if abs(seconds) < _FEW:
        return _("{n} s").format(n=abs(seconds))
    return phrases.span(seconds)


def _entry(file: FileRow) -> Entry:
    text, tone, _icon = words.file_state(file.told_state)
    arrow = "\N{DOWNWARDS ARROW}" if file.direction == IN else "\N{UPWARDS ARROW}"
    meta = f"{arrow} {words.kind(file)} · {text} · {words.size(file.size)}"
    return Entry(file.id, file.name, meta, "", tone, action=_("Open"))
