"""How a member came: the way in of each referral, its days, and from when authorization counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.identifiers import NO_CIN
from navigator_app.domain.intake_rows import IntakeRow
from navigator_app.domain.path_asks import Ask, Kind
from navigator_app.domain.paths import form
from navigator_app.domain.retroactive import Start
from navigator_app.i18n import _
from navigator_app.services import intake, intake_checks, intake_outlook
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import later_words, words
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, Rule
from ui.widgets.note_box import NoteBox
from ui.widgets.text import Body, Heading, Small, Strong


@dataclass(frozen=True, slots=True)
class _Way:
    """A referral's way in, with the start that its rule asks for."""

    row: IntakeRow
    start: Start | None
    later: tuple[tuple[str, str], ...]  # days that came after, by field


def _read(member_id: str, ws: Workspace) -> tuple[str, list[_Way]]:
    return member_id, [_way(ws, row) for row in intake.of_member(ws, member_id)]


def _way(ws: Workspace, row: IntakeRow) -> _Way:
    later = tuple(intake_checks.later_days(ws, row).items())
    if row.path is None:
        return _Way(row, None, later)
    seen = intake_outlook.outlook(
        ws,
        plan=row.plan,
        service=row.service,
        path=row.path,
        opt_in=row.opt_in,
        values=row.values,
    )
    return _Way(row, seen.start, later)


class IntakeCard(Card):
    """The card; `show_member` fills it. Each referral has its own button to change what is told."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__("", parent)
        self._context = context
        self._member_id = ""
        self._shown: list[_Way] = []
        self.more = QuietButton(_("New referral"), "add")
        self.more.setToolTip(_("Take this member in for another service or again (Ctrl+N)"))
        self.edits: dict[str, PlainButton] = {}
        self.laters: dict[str, PlainButton] = {}
        self.no_cin = NoteBox(
            "warning",
            [
                _("The CIN is not known yet"),
                _("Until it is, no status goes to the plan, and its file cannot find this member."),
            ],
        )
        self.set_cin = PlainButton(_("Enter the CIN"), "edit")
        head = QHBoxLayout()
        head.addWidget(Heading(_("How this member came"), 3), 1)
        head.addWidget(self.more)
        self.column.addLayout(head)
        self.column.addWidget(self.no_cin)
        self.column.addWidget(self.set_cin, 0, Qt.AlignmentFlag.AlignLeft)
        self.no_cin.hide()
        self.set_cin.hide()
        self._ways = QVBoxLayout()
        self._ways.setSpacing(theme.S12)
        self.column.addLayout(self._ways)
        self.more.clicked.connect(self._take_in)
        self.set_cin.clicked.connect(self._ask_cin)

    def show_member(self, member_id: str) -> None:
        """Show this member's ways in, read anew."""
        self._member_id = member_id
        self._context.tasks.run(partial(_read, member_id), self._show, owner=self)

    def _show(self, found: tuple[str, list[_Way]]) -> None:
        member_id, ways = found
        if member_id != self._member_id or ways == self._shown:
            return
        self._shown = ways
        self.edits, self.laters = {}, {}
        unknown = any(way.row.cin.startswith(NO_CIN) for way in ways)
        self.no_cin.setVisible(unknown)
        self.set_cin.setVisible(unknown)
        while (item := self._ways.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, way in enumerate(ways):
            if place:
                self._ways.addWidget(Rule())
            self._ways.addWidget(self._part(way))

    def _part(self, way: _Way) -> QWidget:
        row = way.row
        part = QWidget()
        line = QHBoxLayout(part)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S12)
        said = QVBoxLayout()
        said.setSpacing(theme.S4)
        line.addLayout(said, 1)
        if row.path is None:
            said.addWidget(Body(_("{service}: not said yet").format(service=row.service.short)))
            said.addWidget(Small(_("The plan’s file does not tell how a member came.")))
        else:
            asked = form(row.path, row.opt_in)
            title = _("{service}: {way}").format(service=row.service.short, way=_(asked.title))
            said.addWidget(Strong(title))
            facts = [_told(ask, row.values[ask.name]) for ask in asked.asks if _tells(ask, row)]
            if row.previous_referral_id:
                facts.append(_("Follows an earlier loop"))
            said.addWidget(Body(" · ".join(facts)))
        if way.start is not None and way.start.on is not None:
            said.addWidget(Body(_counts(way.start.on, row.effective)))
            said.addWidget(Small(way.start.rule.cited))
        after = later_words.known(dict(way.later))
        if after:
            days = [f"{what}: {words.day(date.fromisoformat(day))}" for what, day in after]
            said.addWidget(Body(" · ".join(days)))
        line.addWidget(self._buttons(row), 0, Qt.AlignmentFlag.AlignTop)
        return part

    def _buttons(self, row: IntakeRow) -> QWidget:
        """Change how the member came, and write down what came after."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S8)
        later = PlainButton(_("What came after"), "calendar")
        later.setAccessibleName(
            _("Write down what came after for {service}").format(service=_(row.service.value))
        )
        later.setProperty("referral", row.referral_id)
        later.clicked.connect(self._note)
        self.laters[row.referral_id] = later
        edit = PlainButton(_("Edit"), "edit")
        edit.setAccessibleName(
            _("Edit how this member came for {service}").format(service=_(row.service.value))
        )
        edit.setProperty("referral", row.referral_id)
        edit.clicked.connect(self._edit)
        self.edits[row.referral_id] = edit
        for button in (edit, later):
            column.addWidget(button)
        return both

    @Slot()
    def _note(self) -> None:
        button = self.sender()
        if button is not None:
            self._context.ways.ask.emit("later_days", str(button.property("referral")))

    @Slot()
    def _ask_cin(self) -> None:
        self._context.ways.ask.emit("set_cin", self._member_id)

    @Slot()
    def _edit(self) -> None:
        button = self.sender()
        if button is not None:
            about = {"referral": str(button.property("referral"))}
            self._context.ways.ask.emit("new_referral", about)

    @Slot()
    def _take_in(self) -> None:
        self._context.ways.ask.emit("new_referral", {"member": self._member_id})


def _tells(ask: Ask, row: IntakeRow) -> bool:
    if ask.kind is Kind.HOUR:
        return False  # its day is told
    value = row.values.get(ask.name)
    return bool(value) and (ask.kind is not Kind.FLAG or value == "1")


def _told(ask: Ask, value: str) -> str:
    if ask.kind is Kind.FLAG:
        return _(ask.label)
    if ask.kind is Kind.DAY:
        value = words.day(date.fromisoformat(value))
    elif ask.kind is Kind.CHOICE:
        value = _(dict(ask.choices).get(value, value))
    elif ask.kind is Kind.PHONE:
        from navigator_app.domain.identifiers import show_phone

        value = show_phone(value)
    return _("{what}: {value}").format(what=_(ask.label), value=value)


def _counts(start: date, effective: date | None) -> str:
    day = words.day(start)
    if effective is None:
        return _("The authorization should count from {day}.").format(day=day)
    if effective > start:
        return _("The authorization should count from {day}; the plan’s begins {later}.").format(
            day=day, later=words.day(effective)
        )
    return _("The authorization covers the days from {day}.").format(day=day)
