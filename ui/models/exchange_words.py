"""The exchange with the plans in plain words: states, kinds, sizes, moments.

Nothing here touches a widget; each function is called where something is shown.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import exchange_words

if TYPE_CHECKING:
    from navigator_app.domain.exchange import Event, FileRow, RunRow, Summary
    from navigator_app.runtime.clock import Clock

_FILE_SIGNS = {
    "fetched": ("info", "download"),
    "staged": ("warning", "show"),
    "committed": ("good", "good"),
    "quarantined": ("danger", "warning"),
    "settled": ("neutral", "archive"),
    "taken": ("good", "good"),
    "waiting": ("info", "pending"),
    "sending": ("info", "upload"),
    "sent": ("good", "send"),
    "confirmed": ("good", "good"),
    "acknowledged": ("good", "good-fill"),
    "refused": ("danger", "refused"),
    "withdrawn": ("neutral", "undo"),
    "uploaded": ("info", "upload"),
    "unsure": ("warning", "help"),
    "held": ("danger", "stop"),
    "cleared": ("neutral", "archive"),
    "left": ("warning", "warning"),
}
_RUN_STATES = {
    "running": (N_("Under way"), "info", "refresh"),
    "done": (N_("Done"), "good", "good"),
    "failed": (N_("Did not go through"), "danger", "warning"),
    "cancelled": (N_("Stopped"), "neutral", "stop"),
    "cut": (N_("Cut short"), "warning", "warning"),
}
_KINDS = {
    "authorizations": N_("Authorization file"),
    "statuses": N_("Status file"),
    "response": N_("Answer to a status file"),
    "batch": N_("Batch of referrals"),
    "batch-response": N_("Answer to a batch"),
    "report": N_("Report"),
    "unknown": N_("Unknown kind"),
}
_CAUSES = {
    "itself": N_("by itself"),
    "button": N_("asked for in the window"),
    "command": N_("asked for at the command line"),
}
_PHASES = {
    "connecting": N_("Connecting"),
    "looking": N_("Looking what is there"),
    "fetching": N_("Fetching {name}"),
    "reading": N_("Reading {name}"),
    "taking": N_("Taking in {name}"),
    "building": N_("Building the status file"),
    "sending": N_("Sending {name}"),
    "ended": N_("Finishing"),
}


def file_state(state: str) -> tuple[str, str, str]:
    """Words, kind of pill and icon of a file's state or step."""
    tone, icon = _FILE_SIGNS.get(state, ("neutral", "dot"))
    return exchange_words.state(state), tone, icon


def run_state(state: str) -> tuple[str, str, str]:
    """Words, kind of pill and icon of a run's state."""
    words, tone, icon = _RUN_STATES.get(state, (state, "neutral", "dot"))
    return _(words), tone, icon


def run_tag(row: RunRow) -> tuple[str, str, str]:
    """The same of a run; one that went through with something to say warns."""
    if row.state == "done" and row.trouble:
        return _("Done, with a remark"), "warning", "warning"
    return run_state(row.state)


def kind(row: FileRow) -> str:
    """What a file is."""
    return _(_KINDS.get(row.kind, _KINDS["unknown"]))


def cause(row: RunRow) -> str:
    """What began a run."""
    return _(_CAUSES.get(row.cause, row.cause))


def phase(event: Event) -> str:
    """What is done just now, with the file's name."""
    words = _(_PHASES.get(event.phase, _PHASES["connecting"]))
    return words.format(name=event.name) if event.name else words.replace("{name}", "").strip()


def progress(event: Event) -> str:
    """How far it is: bytes of a file, or rows that are taken in; "" where nothing is counted."""
    if not event.all:
        return ""
    if event.phase == "taking":
        return _("{done} of {all} rows").format(done=f"{event.done:,}", all=f"{event.all:,}")
    return _("{done} of {all}").format(done=size(event.done), all=size(event.all))


def running(plan_name: str, event: Event) -> str:
    """A run under way, for the status bar."""
    words = _("Exchanging with {plan}").format(plan=plan_name)
    if event.all and event.phase in ("sending", "fetching"):
        share = min(100, event.done * 100 // event.all)
        return _("{what}: {share} %").format(what=words, share=share)
    return words


def standing(summary: Summary, clock: Clock) -> tuple[str, str, str, str]:
    """Icon, words, what to know of it, and tint, for the status bar."""
    last = _("Never exchanged yet.")
    if summary.last_at is not None:
        last = _("Last exchange {when}.").format(when=moment(summary.last_at, clock))
    if summary.state == "offline":
        advice = _("What waits goes by itself once the network is back.")
        return "offline", _review(_("Offline"), summary), f"{last} {advice}", "muted"
    if summary.state == "trouble":
        trouble = summary.trouble or _("Of a file nobody knows whether it went.")
        return "warning", _review(_("Exchange needs you"), summary), f"{trouble} {last}", "danger"
    if summary.state == "unreachable":
        advice = _("It is tried again by itself.")
        said = f"{summary.trouble} {advice} {last}"
        return "warning", _review(_("A plan does not answer"), summary), said, "warning"
    if summary.state == "cut":
        said = f"{summary.trouble} {last}"
        return "warning", _review(_("Exchange was cut short"), summary), said, "warning"
    if summary.state == "metered":
        advice = _("Your computer says that this network costs by the megabyte, so nothing goes by "
                   "itself. What is urgent goes with “Exchange now”.")  # fmt: skip
        words = _review(_("Quiet: this network costs"), summary)
        return "pending", words, f"{advice} {last}", "muted"
    if summary.state == "paused":
        advice = _("Nothing goes by itself until it is taken up again.")
        return "pending", _review(_("Exchange paused"), summary), f"{advice} {last}", "warning"
    if summary.last_at is None:
        return "online", _review(_("Not exchanged yet"), summary), last, "muted"
    words = _("Exchanged {when}").format(when=moment(summary.last_at, clock))
    return "online", _review(words, summary), "", "muted"


def _review(words: str, summary: Summary) -> str:
    if not summary.to_review:
        return words
    count = ngettext("{n} file to review", "{n} files to review", summary.to_review)
    return _("{what}, {more}").format(what=words, more=count.format(n=summary.to_review))


def moment(at: datetime, clock: Clock) -> str:
    """The time of today, else day and time; of another year with it."""
    local, today = clock.to_local(at), clock.today()
    time = f"{local:%H:%M}"
    if local.date() == today:
        return time
    day = f"{local:%b} {local.day}" + (f", {local.year}" if local.year != today.year else "")
    return _("{day}, {time}").format(day=day, time=time)


def size(count: int) -> str:
    """Bytes as people say them."""
    if count < 1000:
        return ngettext("{n} byte", "{n} bytes", count).format(n=count)
    if count < 1_000_000:
        return _("{n} kB").format(n=f"{count / 1000:.0f}")
    return _("{n} MB").format(n=f"{count / 1_000_000:.1f}")


def short_hash(sha256: str) -> str:
    """Enough of a hash to compare by eye."""
    return f"{sha256[:8]}…{sha256[-4:]}" if sha256 else ""
