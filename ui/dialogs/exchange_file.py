"""One file that went or came: what it is, its hash, and each step of its life with its proof."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from navigator_app.domain.exchange import AUTHORIZATIONS, IN, STATUSES, FileRow, StepRow
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.models import exchange_words as words
from ui.models.feed import Entry
from ui.widgets.asking_dialog import TellingDialog
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.clipboard import copy_for_a_while
from ui.widgets.feed_view import FeedView
from ui.widgets.fields import LabelledField
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Heading

_HASH = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True)
class _Life:
    file: FileRow
    plan_name: str
    steps: tuple[StepRow, ...]


def _read(file_id: str, ws: Workspace) -> _Life:
    from navigator_app.services import agency, synchronize

    file = synchronize.file(ws, file_id)
    plan = agency.plan(ws, file.plan_key)
    return _Life(file, plan.name, tuple(synchronize.life(ws, file_id)))


def _settle(file_id: str, went: bool, ws: Workspace) -> None:
    from navigator_app.services import synchronize

    synchronize.settle_unsure(ws, file_id, went)


class ExchangeFileDialog(TellingDialog):
    """The dialog; nothing is typed in it."""

    draft_key = "exchange_file"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the file's id."""
        super().__init__(context, _("File of an exchange"), parent)
        self.file_id = str(about or "")
        self.life: _Life | None = None
        self.state = StatusPill()
        self.sha = QLineEdit()
        self.sha.setReadOnly(True)
        self.sha_field = LabelledField(_("SHA-256"), self.sha)
        self.copy = QuietButton(_("Copy SHA-256"), "copy")
        self.show_it = PlainButton(_("Open"), "show")
        self.question = Body("")
        self.has_it = PlainButton(_("The plan has it"), "check")
        self.lacks_it = PlainButton(_("It does not; send it again"), "send")
        self.steps = FeedView(_("Steps of this file"))
        self.assemble(
            [self.state, self.question, self._answers(), self.sha_field, self._ways(),
             Heading(_("What happened"), 3), self.steps],
            720, 680,
        )  # fmt: skip
        self.copy.clicked.connect(self._copy)
        self.show_it.clicked.connect(self._open_it)
        self.has_it.clicked.connect(self._has_it)
        self.lacks_it.clicked.connect(self._lacks_it)
        self._ask()

    def _answers(self) -> QWidget:
        self.answers = QWidget()
        flow = FlowLayout(self.answers, 8)
        flow.addWidget(self.has_it)
        flow.addWidget(self.lacks_it)
        self.answers.hide()
        self.question.hide()
        return self.answers

    def _ways(self) -> QWidget:
        ways = QWidget()
        flow = FlowLayout(ways, 8)
        flow.addWidget(self.copy)
        flow.addWidget(self.show_it)
        self.show_it.hide()
        return ways

    def _ask(self) -> None:
        work = partial(_read, self.file_id)
        self.context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def _show(self, life: _Life) -> None:
        self.life, file = life, life.file
        self.heading.setText(file.name)
        way = _("from {plan}") if file.direction == IN else _("to {plan}")
        parts = (words.kind(file), way.format(plan=life.plan_name), words.size(file.size))
        self.whose.setText(" · ".join(parts))
        text, tone, icon = words.file_state(file.told_state)
        self.state.show_state(tone, text, icon)
        self.sha.setText(file.sha256)
        self.sha.setCursorPosition(0)
        asks = self._unsure()
        self.question.setText(
            _("The line broke as the file was given its name. Ask the plan whether it has it.")
        )
        self.question.setVisible(asks)
        self.answers.setVisible(asks)
        self.show_it.setVisible(
            bool(file.kind == STATUSES or (file.kind == AUTHORIZATIONS and file.inbound_file_id))
        )
        self.steps.feed.set_entries(
            [self._entry(number, step) for number, step in enumerate(life.steps)]
        )

    def _entry(self, number: int, step: StepRow) -> Entry:
        text, tone, _icon = words.file_state(step.state)
        when = words.moment(step.at, self.context.clock)
        who = step.user_name or _("by itself")
        return Entry(str(number), text, f"{when} · {who}", _shortened(step.proof), tone)

    def _unsure(self) -> bool:
        return self.life is not None and self.life.file.unsure

    @Slot()
    def _copy(self) -> None:
        copy_for_a_while(self.sha.text())
        self.copy.setText(_("Copied"))

    @Slot()
    def _open_it(self) -> None:
        if self.life is None:
            return
        file, ways = self.life.file, self.context.ways
        self.accept()
        if file.kind == STATUSES:
            ways.open_status_file.emit(file.plan_key)
        else:
            ways.open_import.emit(file.inbound_file_id)

    @Slot()
    def _has_it(self) -> None:
        self.write(partial(_settle, self.file_id, True), self._settled)

    @Slot()
    def _lacks_it(self) -> None:
        self.write(partial(_settle, self.file_id, False), self._settled)

    def _settled(self, _nothing: object) -> None:
        self.ready()
        self.context.tasks.announce(Changes(files=True))
        self._ask()


def _shortened(proof: str) -> str:
    """A proof with its hashes short enough to read; the whole one stands above."""
    return _HASH.sub(_short, proof)


def _short(found: re.Match[str]) -> str:
    return words.short_hash(found[0])
