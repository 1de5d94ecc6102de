"""How people, their roles and their reasons are put into words."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.looks import Look
from navigator_app.domain.rights import Person
from navigator_app.domain.vocabulary import Role
from navigator_app.i18n import N_, _, ngettext
from navigator_app.runtime.clock import Clock
from ui.models import words

ROLES = {
    Role.NAVIGATOR: N_("Navigator"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.CLERK: N_("Clerk"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
DOES = {
    Role.NAVIGATOR: N_("Finds members, writes notes and plans, houses people."),
    Role.SUPERVISOR: N_("The same for everybody, approves plans, sees who read what."),
    Role.CLERK: N_("Papers, files and batches; not notes, nor what a danger says in detail."),
    Role.ADMINISTRATOR: N_("People, the agency and its plans; not notes."),
}


def role_choices() -> dict[str, str]:
    """Roles for a list of choices, by slug."""
    return {role.slug: _(words_) for role, words_ in ROLES.items()}


def role_of(person: Person) -> str:
    """The role, and whether the person administers beside it."""
    role = _(ROLES[person.role])
    if person.administers and person.role is not Role.ADMINISTRATOR:
        return _("{role}, administers").format(role=role)
    return role


def about(person: Person, today: date) -> str:
    """Members and how the person gets in."""
    if not person.active:
        if not person.left_on:
            return _("has left")
        day = words.short_day(date.fromisoformat(person.left_on), today)
        return _("left on {date}").format(date=day)
    count = person.members
    carries = ngettext("{n} member", "{n} members", count).format(n=count)
    if person.has_passphrase:
        return carries
    return _("{members} · no passphrase yet").format(members=carries)


def look_line(look: Look, clock: Clock) -> str:
    """When, whose record, and that the glass was broken."""
    at = clock.to_local(look.at)
    when = f"{words.short_day(at.date(), clock.today())}, {at:%H:%M}"
    return f"{when} · {look.member}"
