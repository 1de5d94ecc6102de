"""One plan on the page Exchange: how it stands in one line, and the one thing to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.connections import HAND, SFTP, Connection
from navigator_app.domain.exchange import PlanLine
from navigator_app.i18n import _, ngettext
from navigator_app.runtime.clock import Clock
from ui import theme
from ui.models import exchange_words
from ui.models.housing_words import soft
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card, Picture
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Body, Small, Subject
from ui.widgets.turning import Turning

CONNECT, CONFIRM, REVIEW, UNSURE, TROUBLE = "connect", "confirm", "review", "unsure", "trouble"
SEND, SAVE, SETTINGS, PAUSE, RESUME, GO = "send", "save", "settings", "pause", "resume", "go"
MEND, SENT = "mend", "sent"

_ACTIONS = {
    CONNECT: "server",
    CONFIRM: "key",
    REVIEW: "show",
    UNSURE: "help",
    TROUBLE: "warning",
    SEND: "send",
    SAVE: "download",
    MEND: "flag",
    SENT: "check",
}


@dataclass(frozen=True, slots=True)
class PlanState:
    """What a card is made of."""

    line: PlanLine
    connection: Connection | None
    unsure_file: str = ""  # of which nobody knows whether it went
    rejected: int = 0  # rows that the plan sent back and nobody has looked after

    @property
    def to_mend(self) -> int:
        """What came back or could not be used."""
        return self.rejected + self.line.in_quarantine


class PlanAction(PlainButton):
    """A button of a plan's card; knows which plan, what is asked, and about what."""

    def __init__(self, plan: PlanLine, action: str, text: str, icon: str, about: str = "") -> None:
        """`action` is one of this module's words."""
        super().__init__(text, icon)
        self.plan_key, self.action, self.about = plan.plan_key, action, about
        self.setAccessibleName(f"{text}: {plan.plan_name}")


class QuietAction(QuietButton):
    """The same, quieter."""

    def __init__(self, plan: PlanLine, action: str, text: str, icon: str, about: str = "") -> None:
        """`action` is one of this module's words."""
        super().__init__(text, icon)
        self.plan_key, self.action, self.about = plan.plan_key, action, about
        self.setAccessibleName(f"{text}: {plan.plan_name}")


class PlanCard(Card):
    """The card; `buttons` are connected by the page."""

    def __init__(self, state: PlanState, clock: Clock) -> None:
        """Lay out one plan's state."""
        super().__init__()
        line = state.line
        self.buttons: list[PlanAction | QuietAction] = []
        self.pill = StatusPill(*pill_of(state))
        self.text = Body(sentence(state))
        self.way = Small(way_of(state, clock))
        head = QWidget()
        names = FlowLayout(head, theme.S12)
        names.addWidget(Subject(soft(line.plan_name)))
        names.addWidget(self.pill)
        said = QWidget()
        words = QVBoxLayout(said)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(theme.S4)
        words.addWidget(head)
        words.addWidget(self.text)
        words.addWidget(self.way)
        self.trouble = trouble_of(state)
        if self.trouble:
            words.addSpacing(theme.S8)
            passing = (line.unreachable or line.interrupted) and not line.unsure
            words.addWidget(_Told(self.trouble, "warning" if passing else "danger"))
        self.column.addWidget(Turning(said, self._foot(state)))

    def _foot(self, state: PlanState) -> QWidget:
        line = state.line
        foot = QWidget()
        flow = FlowLayout(foot, theme.S8)
        action, text, about = action_of(state)
        if action:
            self.buttons.append(PlanAction(line, action, text, _ACTIONS[action], about))
        if line.to_review and action != REVIEW:
            about = line.to_review[0].inbound_file_id
            self.buttons.append(QuietAction(line, REVIEW, _("Review"), "show", about))
        if line.statuses_waiting and line.kind and action in (REVIEW, MEND, TROUBLE, UNSURE):
            hand = line.kind == HAND
            word, said = (SAVE, _("Save the file")) if hand else (SEND, _("Send"))
            self.buttons.append(QuietAction(line, word, said, _ACTIONS[word]))
        if state.to_mend and action != MEND:
            self.buttons.append(QuietAction(line, MEND, _("Mend"), "flag"))
        if line.ready and not line.syncing and action != CONFIRM:
            self.buttons.append(QuietAction(line, GO, _("Exchange"), "exchange"))
        if line.kind:
            self.buttons.append(QuietAction(line, SETTINGS, _("Connection"), "settings"))
        if line.ready:
            self.buttons.append(
                QuietAction(line, RESUME, _("Take up again"), "resume")
                if line.paused
                else QuietAction(line, PAUSE, _("Pause"), "pause")
            )
        for button in self.buttons:
            flow.addWidget(button)
        return foot


class _Told(QWidget):
    """Trouble in plain words, with its sign."""

    def __init__(self, text: str, tint: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S12)
        row.addWidget(Picture("warning", 20, tint), 0, Qt.AlignmentFlag.AlignTop)
        said = Body(soft(text))  # it may name a folder, longer than the line
        said.setAccessibleName(text)
        row.addWidget(said, 1)
        self.setAccessibleName(text)


def sentence(state: PlanState) -> str:
    """The plan's state as one sentence."""
    text = state.line.text
    if state.rejected:
        back = ngettext("{n} row sent back", "{n} rows sent back", state.rejected)
        text = f"{text}, {back.format(n=state.rejected)}" if text else back
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def pill_of(state: PlanState) -> tuple[str, str]:
    """Kind and word of the state."""
    line = state.line
    if line.syncing:
        return "pending", _("Under way")
    if not line.kind:
        return "neutral", _("Not connected")
    if line.unreachable and not line.unsure:
        return "warning", _("Does not answer")
    if line.interrupted and not line.unsure:
        return "warning", _("Cut short")
    if trouble_of(state):
        return "danger", _("Needs you")
    if line.kind == SFTP and not line.ready:
        return "warning", _("Key not confirmed")
    if line.to_review:
        return "warning", _("To review")
    if line.paused:
        return "neutral", _("Paused")
    return ("info", _("By hand")) if line.kind == HAND else ("good", _("Connected"))


def trouble_of(state: PlanState) -> str:
    """What stands in the way, with what to do next; "" where nothing does."""
    line = state.line
    if line.unsure and not line.syncing:
        return _(
            "Of a file nobody knows whether it went: the line broke as it was given its name. "
            "Ask the plan whether it has it, then say so here."
        )
    if line.last_run is not None and line.last_run.trouble_cause == "host-key":
        return _(
            "The server shows another key than the one you confirmed. It may be somebody else’s. "
            "Nothing was sent, and nothing will be. Call the plan and ask which key it has now."
        )
    run = line.last_run
    if line.unreachable and run is not None and run.trouble_cause == "unreachable":
        return _("{trouble} It is tried again by itself.").format(trouble=line.trouble)
    return line.trouble


def way_of(state: PlanState, clock: Clock) -> str:
    """How files go, and when they last did."""
    line, kept = state.line, state.connection
    if kept is None:
        return _("Nobody has said yet how files go to this plan.")
    if kept.kind == HAND:
        return _("By hand: you save the file, put it into the plan’s portal, and mark it sent.")
    parts = [f"SFTP, {kept.user}@{kept.host}" if kept.kind == SFTP else _("Watched folder")]
    if kept.trusted:
        parts.append(_("trusted"))
    if line.last_run is not None:
        when = exchange_words.moment(line.last_run.started_at, clock)
        parts.append(_("last run {when}").format(when=when))
    return " · ".join(parts)


def action_of(state: PlanState) -> tuple[str, str, str]:
    """The one thing to do: its word, its text, what it is about; empty while nothing is to do."""
    line = state.line
    if line.syncing:
        return "", "", ""
    if not line.kind:
        return CONNECT, _("Connect"), ""
    if line.kind == SFTP and not line.ready:
        return CONFIRM, _("Confirm the key"), ""
    if line.unsure and state.unsure_file:
        return UNSURE, _("Say whether it went"), state.unsure_file
    run = line.last_run
    stuck = bool(line.trouble) and run is not None and not run.again
    if line.to_review and not stuck:
        return REVIEW, _("Review"), line.to_review[0].inbound_file_id
    if line.trouble and run is not None:
        return TROUBLE, _("See trouble"), run.id
    if state.to_mend:
        return MEND, _("Mend"), ""
    return _to_send(line)


def _to_send(line: PlanLine) -> tuple[str, str, str]:
    """What is to go, by line or by hand."""
    if line.saved:
        return SENT, _("Mark as sent"), ""
    if line.statuses_waiting and line.kind == HAND:
        return SAVE, _("Save the file"), ""
    if line.statuses_waiting or line.files_waiting:
        return SEND, _("Send"), ""
    return "", "", ""
