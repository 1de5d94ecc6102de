"""Papers in plain words, with the tone of their pills."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.documents import (
    Counts,
    MemberPapers,
    PaperLine,
    PersonPapers,
    Standing,
    State,
)
from navigator_app.i18n import N_, _, ngettext
from ui.models import words

_STANDINGS = {
    Standing.EXPIRED: ("danger", N_("Expired"), ""),
    Standing.LATE: ("warning", N_("Late"), ""),
    Standing.MISSING: ("neutral", N_("Missing"), ""),
    Standing.REQUESTED: ("pending", N_("Requested"), ""),
    Standing.READY: ("good", N_("Ready"), ""),
    Standing.NOT_NEEDED: ("neutral", N_("Not needed"), "minus"),
}
STATES = {
    State.REQUESTED: N_("It was asked for"),
    State.HAVE: N_("It is here"),
    State.NOT_NEEDED: N_("It is not needed"),
    State.MISSING: N_("It is missing"),
}
"""What a form can say of a paper."""


def pill(line: PaperLine) -> tuple[str, str, str]:
    """Kind, word and icon of a paper's pill; one that ends counts its days down."""
    if line.standing is Standing.ENDING:
        left = line.days_left or 0
        if left == 0:
            return "warning", _("Ends today"), ""
        text = ngettext("{n} day left", "{n} days left", left).format(n=left)
        return "warning", text, ""
    kind, word, icon = _STANDINGS[line.standing]
    return kind, _(word), icon


def detail(line: PaperLine, today: date) -> str:
    """What is written of a paper, in one line; why it is needed while nothing is."""
    paper, parts = line.paper, []
    if paper.state is State.REQUESTED:
        parts = [_asked(line, today), _expected(line, today)]
    elif paper.state is State.HAVE:
        parts = [_here(line, today), _end(line, today)]
    elif paper.state is State.NOT_NEEDED:
        parts = [_("Left out of the count.")]
    elif line.kind.why:
        parts = [_(line.kind.why)]
    if paper.copy:
        parts.append(_("Copy attached: {title}.").format(title=words.isolated(paper.copy)))
    if paper.note:
        parts.append(words.isolated(paper.note))
    return " ".join(part for part in parts if part)


def count(ready: int, needed: int) -> str:
    """How far it is: "5 of 6 ready"."""
    if not needed:
        return _("nothing needed")
    return _("{ready} of {needed} ready").format(ready=ready, needed=needed)


def summary(one: PersonPapers, today: date) -> str:
    """The count and what ends first: "5 of 6 ready. Proof of income ends in 12 days."."""
    said = count(one.ready, one.needed)
    near = one.nearest
    if near is None or near.days_left is None:
        return said
    return _("{count}. {what} {when}.").format(
        count=said, what=_(near.kind.title), when=_when(near.days_left)
    )


def headline(found: MemberPapers, today: date) -> str:
    """The summary of the whole household."""
    if len(found.people) == 1:
        return summary(found.people[0], today)
    said = count(found.ready, found.needed)
    return _("{count} in the household").format(count=said)


def whose(one: PersonPapers) -> str:
    """The name of a person, with what they are to the member."""
    name, related = words.isolated(one.person.name), one.person.relationship
    if one.person.moves_in is False:
        return _("{name} (does not move in)").format(name=name)
    return f"{name} ({words.isolated(related)})" if related else name


def needed_by(line: PaperLine) -> str:
    """Where the need is written; empty where nobody's text says so."""
    return line.kind.cited if line.kind.counts is not Counts.ADDED or line.kind.section else ""


def _when(left: int) -> str:
    if left == 0:
        return _("ends today")
    if left < 0:
        gone = -left
        return ngettext("ended {n} day ago", "ended {n} days ago", gone).format(n=gone)
    return ngettext("ends in {n} day", "ends in {n} days", left).format(n=left)


def _asked(line: PaperLine, today: date) -> str:
    when = words.short_day(line.paper.requested_on, today)
    whom = words.isolated(line.paper.requested_from)
    if when and whom:
        return _("Asked of {whom} on {day}.").format(whom=whom, day=when)
    if whom:
        return _("Asked of {whom}.").format(whom=whom)
    return _("Asked for on {day}.").format(day=when) if when else _("Asked for.")


def _expected(line: PaperLine, today: date) -> str:
    day = line.paper.expected_on
    if day is None:
        return ""
    if day < today:
        return _("It was expected on {day}: ask after it.").format(day=words.short_day(day, today))
    return _("Expected on {day}.").format(day=words.short_day(day, today))


def _here(line: PaperLine, today: date) -> str:
    day = line.paper.received_on
    return _("Here since {day}.").format(day=words.short_day(day, today)) if day else _("Here.")


def _end(line: PaperLine, today: date) -> str:
    day = line.paper.expires_on
    if day is None:
        return ""
    shown = words.day(day)
    if day < today:
        return _("It ended on {day}: get a new one.").format(day=shown)
    return _("Good to {day}.").format(day=shown)
