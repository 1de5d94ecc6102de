"""A request for housing deposits: items, move-in, what the plan's rules say while one types.

What is half typed is kept in the store while one types; a draft may be kept whatever stands
against it. Only what is whole can be recorded as sent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from navigator_app.domain.deposit_checks import Finding
from navigator_app.domain.deposits import Item, Request
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import deposit_steps, deposits, drafts
from navigator_app.services.deposits import Desk
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.deposit_items import ItemsEditor
from ui.dialogs.deposit_telling import by_field, filled
from ui.dialogs.take_back import TakeBack
from ui.models import deposit_words, words
from ui.widgets.asking_dialog import AskingDialog, day_field, day_of, note_field, set_day
from ui.widgets.buttons import PlainButton
from ui.widgets.fields import LabelledField
from ui.widgets.note_box import NoteBox
from ui.widgets.optional_day import OptionalDay
from ui.widgets.text import FieldError, Heading, Muted, Small, Strong

KEPT_AFTER_MS = 1500
"""What is typed is kept in the store so long after the last key."""


def _read(member_id: str, ws: Workspace) -> Desk:
    return deposits.desk(ws, member_id)


def _save(draft: Request, ws: Workspace) -> tuple[str, Changes]:
    return deposit_steps.save(ws, draft)


def _send(draft: Request, on: object, ws: Workspace) -> tuple[Request, Changes]:
    return deposit_steps.send(ws, draft, on)  # type: ignore[arg-type]


def _go_back(before: Request, ws: Workspace) -> Changes:
    return deposit_steps.go_back(ws, before)


def _keep_typed(key: str, payload: dict[str, object], ws: Workspace) -> None:
    if payload:
        drafts.save(ws, key, payload)
    else:
        drafts.clear(ws, key)


class DepositRequestDialog(AskingDialog):
    """The builder."""

    draft_key = "deposit_request"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is the member's id, or [member id, request id]."""
        super().__init__(context, _("Housing deposit"), _("Record as sent"), parent)
        parts = [str(one) for one in about] if isinstance(about, list | tuple) else [str(about)]
        self._member_id, self._request_id = (*parts, "")[:2]
        self._desk: Desk | None = None
        self._known = Request(self._member_id)
        self._start: dict[str, object] = {}
        self._typed: dict[str, object] = {}
        self._all = False  # say everything that is missing: after a first try to send
        today = context.clock.today()
        self.items = ItemsEditor()
        self.items_error, self.list_line = FieldError(), Muted("")
        self.total, self.cap, self.window_line = Strong(""), Small(""), Muted("")
        self.move_in = OptionalDay(_("The date is known"), today + timedelta(days=7))
        self.what_changed, self.note = note_field(), note_field()
        self.sent_on = day_field(today)
        self.keep = PlainButton(_("Keep as draft"), "draft")
        self.take = PlainButton("", "home-found")
        self.notes = QWidget()
        self.autosave = QTimer(self)
        self.autosave.setSingleShot(True)
        self.autosave.setInterval(KEPT_AFTER_MS)
        self.fields = self._make_fields()
        self._assemble()
        self._connect()
        work = partial(_read, self._member_id)
        context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def draft(self) -> dict[str, object]:
        """What was typed and is not written yet; empty when nothing."""
        if self._desk is None:
            return (
                {"about": [self._member_id, self._request_id], **self._typed}
                if (self._typed)
                else {}
            )
        typed = self._now()
        if typed == self._start:
            return {}
        return {"about": [self._member_id, self._request_id], **typed}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back, once the request is read."""
        self._typed = {key: value for key, value in payload.items() if key != "about"}
        self._put_back()

    @Slot()
    def save(self) -> None:
        """Record it as sent, or say at every field what stands against it."""
        if self._desk is None or self._unreadable():
            return
        self._all = True
        self._judge()
        asked = self._request()
        stops = [one for one in self._desk.findings(asked) if one.stops]
        if stops:
            text = ngettext("{n} thing stands against sending it; it can be kept as a draft.",
                            "{n} things stand against sending it; it can be kept as a draft.",
                            len(stops))  # fmt: skip
            self.problem.show_error(text.format(n=len(stops)))
            self._go_to(stops[0])
            return
        self.write(partial(_send, asked, day_of(self.sent_on)), self._sent)

    @Slot()
    def keep_draft(self) -> None:
        """Keep it, whatever stands against sending it."""
        if self._desk is not None and not self._unreadable():
            self.keep.setEnabled(False)
            self.write(partial(_save, self._request()), self._saved)

    def ready(self) -> None:
        """Nothing is being written any more."""
        super().ready()
        self.keep.setEnabled(True)

    def refused(self, error: BaseException) -> None:
        """Show a refusal at the item it is about."""
        place = self._place(error.field) if isinstance(error, InputRejected) else None
        if place is None:
            super().refused(error)
            return
        self.ready()
        number, field = place
        self.items.boxes[number].show_errors({field: str(error)})
        self._bring_item(number, field)

    def done(self, result: int) -> None:
        """Closed or written: nothing half typed stays behind in the store."""
        self.autosave.stop()
        work = partial(_keep_typed, f"dialog:{self.draft_key}", {})
        self.context.tasks.run(work, _nothing, owner=self.context.ways)
        super().done(result)

    # building

    def _make_fields(self) -> dict[str, LabelledField]:
        hint = _("What is different now, and why it would work this time.")
        return {
            "move_in_on": LabelledField(_("Move-in date of the lease"), self.move_in),
            "what_changed": LabelledField(_("What has changed"), self.what_changed, hint),
            "note": LabelledField(_("Note (optional, stays here)"), self.note),
            "submitted_on": LabelledField(_("Sent to the plan on"), self.sent_on),
        }

    def _assemble(self) -> None:
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self.notes)
        column.setContentsMargins(0, 0, 0, 0)
        parts: list[QWidget] = [
            self.notes,
            self.fields["move_in_on"],
            self.window_line,
            Heading(_("What is asked for"), 3),
            self.list_line,
            self.take,
            self.items,
            self.items_error,
            self.fields["what_changed"],
            self.fields["note"],
            self.fields["submitted_on"],
        ]
        self.assemble(parts, 920, 860)
        self._dress_foot()
        self.fields["what_changed"].hide()

    def _dress_foot(self) -> None:
        """The sum stays in sight, above the buttons; large text has the whole width for it."""
        foot = self.save_button.parentWidget()
        row, page = (foot.layout() if foot is not None else None), self.layout()
        if not (isinstance(row, QBoxLayout) and isinstance(page, QBoxLayout)):
            return
        row.insertWidget(row.indexOf(self.save_button), self.keep)
        strip = QFrame()
        strip.setProperty("role", "footer")
        column = QVBoxLayout(strip)
        column.setContentsMargins(theme.S24, theme.S8, theme.S24, theme.S8)
        column.setSpacing(0)
        for part in (self.total, self.cap, self.problem):
            column.addWidget(part)
        page.insertWidget(page.count() - 1, strip)

    def _connect(self) -> None:
        self.items.changed.connect(self._changed)
        self.move_in.box.toggled.connect(self._changed)
        self.move_in.date.dateChanged.connect(self._changed)
        self.what_changed.textChanged.connect(self._changed)
        self.note.textChanged.connect(self._changed)
        self.sent_on.dateChanged.connect(self._changed)
        self.keep.clicked.connect(self.keep_draft)
        self.take.clicked.connect(self._take_over)
        self.autosave.timeout.connect(self._keep_typed)

    def _show(self, desk: Desk) -> None:
        known = next((one for one in desk.requests if one.id == self._request_id), None)
        self._known = known or Request(self._member_id)
        self.whose.setText(f"{words.isolated(desk.member)} · {desk.terms.plan}")
        self.items.show_items(self._known.items or (Item(""),))
        move_in = self._known.move_in_on.isoformat() if self._known.move_in_on else desk.move_in
        self.move_in.choose(move_in)
        self.what_changed.setPlainText(self._known.what_changed)
        self.note.setPlainText(self._known.note)
        self._desk = desk
        self._start = self._now()
        self._put_back()
        self._show_limits(desk)
        self._offer_home(desk)
        said = deposit_words.list_known(desk.terms)
        self.list_line.setText(said)
        self.list_line.setVisible(bool(said))
        self._judge()

    def _offer_home(self, desk: Desk) -> None:
        costs = desk.home.items() if desk.home is not None else ()
        self.take.setVisible(bool(costs))
        if desk.home is not None:
            text = _("Take over what the home of the search costs")
            self.take.setText(text)
            self.take.setToolTip(desk.home.address)
            self.take.setAccessibleDescription(desk.home.address)

    @Slot()
    def _take_over(self) -> None:
        """Deposit and first month of the home that the search came to, where not there yet."""
        home = self._desk.home if self._desk is not None else None
        if home is None:
            return
        kept = tuple(item for item in self.items.items() if item != Item(""))
        there = {item.kind for item in kept}
        more = tuple(item for item in home.items() if item.kind not in there)
        self._known = replace(self._known, application_id=home.application_id)
        self.items.show_items((*kept, *more))
        self._changed()

    def _show_limits(self, desk: Desk) -> None:
        layout = self.notes.layout()
        for row in desk.stopping:
            refused = deposit_words.limit(row)
            if layout is not None:
                layout.addWidget(NoteBox("warning", refused, row.result.source))
        self.notes.setVisible(bool(desk.stopping))

    def _put_back(self) -> None:
        if self._desk is None or not self._typed:
            return
        typed, self._typed = self._typed, {}
        kept = {item.id: item for item in self._known.items}
        boxes = typed.get("items")
        if isinstance(boxes, list):
            self.items.show_items(())
            for one in boxes:
                texts = {str(key): str(value) for key, value in dict(one).items()}
                box = self.items.add_item(kept.get(texts.get("id", ""), Item("")))
                box.put_back(texts)
        self.move_in.box.setChecked(False)
        self.move_in.choose(str(typed.get("move_in", "")))
        self.what_changed.setPlainText(str(typed.get("what_changed", "")))
        self.note.setPlainText(str(typed.get("note", "")))
        set_day(self.sent_on, str(typed.get("sent_on", "")))
        self._judge()

    # while one types

    @Slot()
    def _changed(self) -> None:
        if self._desk is not None:
            self._judge()
            self.autosave.start()

    @Slot()
    def _keep_typed(self) -> None:
        work = partial(_keep_typed, f"dialog:{self.draft_key}", self.draft())
        self.context.tasks.run(work, _nothing, owner=self)

    def _now(self) -> dict[str, object]:
        return {
            "items": [box.typed() for box in self.items.boxes],
            "move_in": self.move_in.text(),
            "what_changed": self.what_changed.toPlainText(),
            "note": self.note.toPlainText(),
            "sent_on": day_of(self.sent_on).isoformat(),
        }

    def _request(self) -> Request:
        return replace(
            self._known,
            items=self.items.items(),
            move_in_on=self.move_in.day(),
            what_changed=self.what_changed.toPlainText().strip(),
            note=self.note.toPlainText().strip(),
        )

    def _judge(self) -> None:
        """Show the sum against the cap, and at each field what is to be said of it."""
        if self._desk is None:
            return
        asked = self._request()
        beside = self._desk.beside(asked)
        total, cited = deposit_words.total(asked, self._desk.terms, self._desk.left(asked))
        self.total.setText(total)
        self.cap.setText(cited)
        today = self.context.clock.today()
        self.window_line.setText(deposit_words.window(self._desk, asked.move_in_on, today))
        again = bool(beside.times) or bool(asked.what_changed)
        self.fields["what_changed"].setVisible(again)
        self._tell(asked, self._desk.findings(asked))

    def _tell(self, asked: Request, found: tuple[Finding, ...]) -> None:
        """At each field what stands against it; what is only missing waits for the first try."""
        said = [one for one in found if one.stops and (self._all or filled(one, asked))]
        for place, box in enumerate(self.items.boxes):
            unread = box.unread()
            errors = by_field(said, place)
            box.show_errors({**errors, "cents": unread} if unread else errors)
        rest = by_field(said, None)
        for key, field in self.fields.items():
            field.show_error(rest.get(key, ""))
        self.items_error.show_error(rest.get("items", ""))
        self.problem.show_error(rest.get("support_plan", ""))

    def _unreadable(self) -> bool:
        """True when an amount cannot be read; it is said at its field."""
        for number, box in enumerate(self.items.boxes):
            if box.unread():
                self._judge()
                self._bring_item(number, "cents")
                return True
        return False

    def _go_to(self, one: Finding) -> None:
        if one.item is not None:
            self._bring_item(one.item, one.field)
        elif one.field in self.fields:
            self.show_error(one.field, deposit_words.finding(one))
        elif one.field == "items":
            self.items.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self, field: str) -> tuple[int, str] | None:
        """The item and field that "items.0.cents" names."""
        parts = field.split(".")
        if len(parts) != 3 or not parts[1].isdecimal():
            return None
        number = int(parts[1])
        known = number < len(self.items.boxes) and parts[2] in self.items.boxes[number].fields
        return (number, parts[2]) if known else None

    def _bring_item(self, number: int, field: str) -> None:
        shown = self.items.boxes[number].fields[field]
        shown.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        area = self.findChild(QScrollArea)
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(shown)

    # written

    def _saved(self, result: tuple[str, Changes]) -> None:
        self.finish(result[1], _("The draft is kept"))

    def _sent(self, result: tuple[Request, Changes]) -> None:
        sent, changes = result
        self.accept()
        self.context.tasks.announce(changes)
        before = replace(sent, state=self._known.state, submitted_on=None)
        undo = _("Undo"), TakeBack(self.context, partial(_go_back, before)).undo
        self.context.ways.notice.emit(_("Recorded as sent to the plan"), undo)


def _nothing(_result: object) -> None:
    """Nobody waits for it."""
