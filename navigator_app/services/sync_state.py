"""How the exchange stands, in words: one line a plan, and the truth for the status bar."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from navigator_app.domain.connections import HAND, Connection
from navigator_app.domain.exchange import (
    CUT,
    IN,
    OUT,
    RUNNING,
    SENDING,
    STAGED,
    STATUSES,
    FileRow,
    PlanLine,
    RunRow,
    Summary,
)
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, connections, file_days, phrases, sync_begun
from navigator_app.store import reads_exchange, reads_exports

if TYPE_CHECKING:
    from navigator_app.domain.records import PlanRow
    from navigator_app.services.workspace import Workspace


def lines(ws: Workspace) -> list[PlanLine]:
    """Each plan's state, by the plan's key."""
    known = {one.plan_key: one for one in connections.listing(ws)}
    facts = _Facts(ws)
    return [facts.line(plan, known.get(plan.key)) for plan in agency.plans(ws)]


def summary(ws: Workspace, online: bool = True) -> Summary:
    """All of it in a few words; `online` is what the computer says of its network."""
    all_lines = lines(ws)
    over = [one for one in all_lines if one.kind and one.kind != HAND]
    waiting = sum(one.statuses_waiting + one.other_files for one in all_lines)
    to_review = sum(len(one.to_review) for one in all_lines)
    trouble = next((one.trouble for one in over if one.trouble), "")
    state = _state(over, online)
    return Summary(
        state=state,
        waiting=waiting,
        to_review=to_review,
        unsure=sum(one.unsure for one in over),
        trouble=trouble,
        last_at=reads_exchange.last_done(ws.store),
        text=_short(state, waiting, over),
    )


class _Facts:
    """What the lines of all plans are made of, each read once."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._statuses = reads_exchange.statuses_waiting(ws.store)
        self._sent = reads_exchange.last_sent(ws.store)
        self._open = reads_exchange.open_files(ws.store)
        self._quarantine = reads_exchange.in_quarantine(ws.store)
        self._running = sync_begun.running(str(ws.home))

    def line(self, plan: PlanRow, kept: Connection | None) -> PlanLine:
        """One plan's."""
        runs = reads_exchange.runs(self._ws.store, plan.id, 1)
        files = self._open.get(plan.key, [])
        review = tuple(one for one in files if one.direction == IN and one.state == STAGED)
        going = [one for one in files if one.direction == OUT]
        unsure = [one for one in going if one.unsure]
        sent_at, sent_name = self._sent.get(plan.id, (None, ""))
        statuses = self._statuses.get(plan.id, 0)
        last = runs[0] if runs else None
        trouble = _trouble(last, self._running == plan.key)
        aside = self._quarantine.get(plan.id, 0)
        others = [one for one in going if one.kind != STATUSES]
        by_hand = kept is not None and kept.kind == HAND
        saved = _saved(self._ws, plan) if by_hand else 0
        return PlanLine(
            plan_key=plan.key,
            plan_name=plan.name,
            kind=kept.kind if kept else "",
            ready=bool(kept and kept.ready),
            trusted=bool(kept and kept.trusted),
            paused=bool(kept and kept.paused),
            syncing=self._running == plan.key,
            statuses_waiting=statuses,
            files_waiting=len(going),
            unsure=len(unsure),
            last_sent_at=sent_at,
            last_sent_name=sent_name,
            to_review=review,
            in_quarantine=aside,
            last_run=last,
            trouble=trouble,
            text=self._words(_waits(statuses, others, saved), sent_at, review, aside),
            other_files=len(others),
            saved=saved,
        )

    def _words(
        self,
        said: list[str],
        sent_at: datetime | None,
        review: tuple[FileRow, ...],
        aside: int,
    ) -> str:
        if sent_at is not None:
            said.append(_("last sent {day}").format(day=self._day(sent_at)))
        if review:
            said.append(self._to_review(review))
        if aside:
            said.append(_("{count} in quarantine").format(count=aside))
        return ", ".join(said)

    def _to_review(self, review: tuple[FileRow, ...]) -> str:
        """The day on which a file came, and beside it the one that the file says it is of."""
        came = sorted({self._ws.clock.to_local(one.created_at).date() for one in review})
        first, last = phrases.day(came[0]), phrases.day(came[-1])
        if len(review) > 1 and first != last:
            return _("{count} files to review (came {first} to {last})").format(
                count=len(review), first=first, last=last
            )
        if len(review) > 1:
            return _("{count} files to review (came {came})").format(count=len(review), came=first)
        of = file_days.told(review[0].name, review[0].dated, self._ws.clock.today())
        if of:
            return _("file of {day} to review (came {came})").format(day=of, came=first)
        return _("file to review (came {came})").format(came=first)

    def _day(self, moment: datetime) -> str:
        return phrases.day(self._ws.clock.to_local(moment).date())


def _saved(ws: Workspace, plan: PlanRow) -> int:
    """Status files that a person saved and may still mark as sent: none whose statuses went with
    another since."""
    built = [one[0] for one in reads_exchange.built(ws.store, plan.id)]
    store = ws.store
    return sum(
        not (reads_exports.carries_sent(store, one) or reads_exports.carries_void(store, one))
        for one in built
    )


def _waits(statuses: int, others: list[FileRow], saved: int) -> list[str]:
    """What is to go: statuses, and files of other kinds, those apart that went in part; and files
    that were saved for a person to upload."""
    said = []
    if statuses:
        text = ngettext("{count} status waits", "{count} statuses wait", statuses)
        said.append(text.format(count=statuses))
    begun = sum(one.state == SENDING for one in others)
    if len(others) > begun:
        text = ngettext("{count} file waits to go", "{count} files wait to go", len(others) - begun)
        said.append(text.format(count=len(others) - begun))
    if begun:
        text = ngettext(
            "{count} file is not yet through", "{count} files are not yet through", begun
        )
        said.append(text.format(count=begun))
    if saved:
        text = ngettext(
            "{count} saved file is not marked as sent",
            "{count} saved files are not marked as sent",
            saved,
        )
        said.append(text.format(count=saved))
    return said or [_("no status waits")]


def _trouble(last: RunRow | None, running: bool) -> str:
    if last is None or running:
        return ""
    if last.state in (CUT, RUNNING):  # the next run writes down that it was cut
        return _("The last exchange was cut short; the next one goes on from there.")
    return last.trouble


def _state(over: list[PlanLine], online: bool) -> str:
    if not over:
        return "none"
    if any(one.syncing for one in over):
        return "syncing"
    if not online:
        return "offline"
    if any(_in_trouble(one) for one in over):
        return "trouble"
    if any(one.unreachable for one in over):
        return "unreachable"
    if any(one.interrupted for one in over):
        return "cut"
    return "paused" if all(one.paused for one in over) else "idle"


def _in_trouble(line: PlanLine) -> bool:
    """Whether a person must look: a server that did not answer is tried again by itself, and what
    was cut short goes on by itself."""
    passing = line.unreachable or line.interrupted
    return bool(line.unsure) or (bool(line.trouble) and not passing)


def _short(state: str, waiting: int, over: list[PlanLine]) -> str:
    said = {
        "none": "",
        "syncing": _("Syncing with {plan}").format(
            plan=next((one.plan_name for one in over if one.syncing), "")
        ),
        "offline": _("Offline"),
        "trouble": _("Trouble with {plan}").format(
            plan=next((one.plan_name for one in over if _in_trouble(one)), "")
        ),
        "unreachable": _("{plan} does not answer").format(
            plan=next((one.plan_name for one in over if one.unreachable), "")
        ),
        "cut": _("The exchange with {plan} was cut short").format(
            plan=next((one.plan_name for one in over if one.interrupted), "")
        ),
        "paused": _("Exchange paused"),
        "idle": "",
    }[state]
    if not waiting:
        return said
    count = ngettext("{count} waits", "{count} wait", waiting).format(count=waiting)
    return f"{said}, {count}" if said else count
