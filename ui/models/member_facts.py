"""How to reach a member, in words with icons; the most useful first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.records import MemberRow
from navigator_app.i18n import _
from ui.models import words


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; `tone` is "danger" or "warning" where it must be noticed."""

    icon: str
    text: str
    what: str
    tone: str = "muted"


def summary(member: MemberRow, today: date) -> str:
    """Who this is, in a line: date of birth and age, CIN, plan and its number."""
    born = _("Born {date} ({age})").format(
        date=words.day(member.date_of_birth), age=words.age(member.date_of_birth, today)
    )
    known = words.cin(member.cin)
    cin = _("CIN {cin}").format(cin=known) if known == member.cin else known
    parts = (born, cin, member.plan_name, member.plan_member_id)
    return "  ·  ".join(part for part in parts if part)


def languages(member: MemberRow) -> str:
    """What they speak, what they read, and in which form: "Speaks Spanish, reads Spanish"."""
    parts = []
    if member.language_spoken:
        parts.append(_("Speaks {language}").format(language=member.language_spoken))
    if member.language_written:
        parts.append(_("reads {language}").format(language=member.language_written))
    if member.written_format:
        parts.append(member.written_format.lower())
    return ", ".join(parts)


def reach_facts(member: MemberRow, today: date) -> list[Fact]:
    """Phones, last seen, address, mail, guardian, language, navigator; what is unknown is said."""
    facts = [*_phones(member), _last_seen(member, today)]
    if member.address:
        facts.append(Fact("home", words.isolated(member.address), _("Address")))
    if member.email:
        facts.append(Fact("email", member.email, _("E-mail")))
    if member.guardian_name.strip():
        known = (words.isolated(member.guardian_name), show_phone(member.guardian_phone))
        said = "\n".join(part for part in known if part)
        facts.append(Fact("collateral", said, _("Guardian")))
    spoken = languages(member)
    if spoken:
        facts.append(Fact("language", spoken, _("Language")))
    facts.append(Fact("user", member.navigator or _("Nobody yet"), _("Navigator")))
    return facts


def _phones(member: MemberRow) -> list[Fact]:
    quiet = member.do_not_leave_word
    icon, tone = ("no-voicemail", "danger") if quiet else ("phone", "muted")
    facts = []
    for digits, what in ((member.phone, _("Phone")), (member.alternate_phone, _("Other phone"))):
        shown = show_phone(digits)
        if shown:
            said = _("{what} · leave no voicemail").format(what=what) if quiet else what
            facts.append(Fact(icon, shown, said, tone))
    return facts or [Fact("phone", _("No phone known"), _("Phone"))]


def _last_seen(member: MemberRow, today: date) -> Fact:
    if not member.last_seen_place:
        return Fact("place", _("Not noted yet"), _("Last seen"))
    when = words.days_ago(member.last_seen_on, today) if member.last_seen_on else ""
    what = _("Last seen {when}").format(when=when) if when else _("Last seen")
    return Fact("place", words.isolated(member.last_seen_place), what)
