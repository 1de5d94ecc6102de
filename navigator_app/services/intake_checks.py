"""Who is taken in and how they came, checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from navigator_app.domain import search
from navigator_app.domain.duplicates import Person
from navigator_app.domain.facts import Fact, Path, impossible
from navigator_app.domain.identifiers import NO_CIN, cin, phone
from navigator_app.domain.intake_rows import IntakeRow, Namesake, NewMember
from navigator_app.domain.paths import FACTS, HOURS, OptIn, Refusal, Values, checked, facts, form
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import duplicates, hours, phrases
from navigator_app.store import reads_intake, reads_ledger

if TYPE_CHECKING:
    from navigator_app.domain.path_asks import Form
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.engine import Store

_OLDEST = date(1900, 1, 1)

LATER = (
    "plan_told_on",
    "provider_told_at",
    "member_told_on",
    "referrer_told_on",
    "inquiry_at",
    "inquiry_answered_at",
    "withdrawn_on",
    "engaged_on",
    "move_in_on",
    "services_began_on",
    "plan_updated_on",
    "unreached_told_on",
)
"""What happens after the way in and is written down whichever way it was."""


def found(ws: Workspace, referral_id: str) -> IntakeRow:
    """How a referral came; NotFound when there is no such referral."""
    row = reads_intake.intake(ws.store, referral_id)
    if row is None:
        raise NotFound(
            _("Referral not found"),
            _("There is no referral with that id."),
            _("Look it up with the referrals list."),
        )
    return row


def way(ws: Workspace, asked: Form, values: Values) -> dict[str, str | None]:
    """Return the values of a way in in normal form; InputRejected names the field."""
    normal, refused = checked(asked, values, ws.clock.today(), ws.clock.tz)
    if refused is not None:
        raise rejected(refused)
    for name in HOURS:
        if text := normal.get(name):
            hours.kept(ws, name, datetime.fromisoformat(text))
    return normal


def rejected(refused: Refusal) -> InputRejected:
    """A refusal of the domain in the user's language."""
    advice = refused.advice.told(_, phrases.day) if refused.advice else ""
    return InputRejected(refused.field, refused.why.told(_, phrases.day), advice)


def asked_of(row: IntakeRow, path: Path, opt_in: OptIn | None) -> Form:
    """The form for a known referral: nobody is asked for what the plan's file brings."""
    asked = form(path, opt_in)
    if row.by_hand:
        return asked
    asks = tuple(ask for ask in asked.asks if ask.name != "sent_to_provider_on")
    return replace(asked, asks=asks)


def free_cin(ws: Workspace, number: str, instead: str) -> None:
    """InputRejected names `cin` when somebody here has it, and says what to do `instead`."""
    for one in reads_intake.namesakes(ws.store, number, "", ""):
        raise _taken(one, instead)


def _taken(one: Namesake, instead: str) -> InputRejected:
    text = _("This CIN is {name}’s, who is here already.").format(name=one.name)
    return InputRejected("cin", text, instead)


def member(ws: Workspace, new: NewMember, *, another_person: bool) -> dict[str, object]:
    """Return a new member's columns; InputRejected names the field.

    A CIN that somebody here has is refused, and so is the name and birth date of somebody here,
    unless it was said to be another person.
    """
    values = person(new, ws.clock.today())
    sort_name = str(values["sort_name"])
    for one in reads_intake.namesakes(
        ws.store, str(values["cin"]), sort_name, str(values["date_of_birth"])
    ):
        if one.same_cin:
            raise _taken(one, _("Choose that member instead, or check the number."))
        if not another_person:
            raise InputRejected(
                "last_name",
                _("{name}, born the same day, is here already ({cin}).").format(
                    name=one.name, cin=one.cin
                ),
                _("Choose that member, or say that this is another person."),
            )
    if not another_person:
        _refuse_alike(ws, values)
    return values


def _refuse_alike(ws: Workspace, values: Mapping[str, object]) -> None:
    """Somebody here may be this person by another spelling or order: a person says who it is."""
    names = (str(values[field]) for field in ("first_name", "last_name", "date_of_birth", "cin"))
    first, last, born, number = names
    found = duplicates.like(ws, Person("", first, last, born, number))
    if not found:
        return
    other, alike = found[0].other, found[0].likeness
    why = "; ".join(reason.told(_, phrases.day) for reason in alike.reasons)
    raise InputRejected(
        "last_name",
        _("{name} ({cin}), who is here already, may be the same person: {why}.").format(
            name=other.name, cin=other.cin, why=why
        ),
        _("Choose that member, or say that this is another person."),
    )


def person(new: NewMember, today: date) -> dict[str, object]:
    """Return a person's columns from what was typed; the CIN is "" when nobody knows it."""
    values: dict[str, object] = {}
    for field, text in (("first_name", new.first_name), ("last_name", new.last_name)):
        name = " ".join(text.split())
        if not name or len(name) > 100:
            raise InputRejected(
                field, _("A member needs a first and a last name."), _("As the plan spells it.")
            )
        values[field] = name
    values["date_of_birth"] = _born(new.date_of_birth, today)
    try:
        values["cin"] = cin(new.cin) if new.cin.strip() else ""
    except ValueError:
        raise InputRejected(
            "cin",
            _("A CIN is eight digits and a letter."),
            _("Leave it empty while nobody knows it; no status goes to the plan until then."),
        ) from None
    try:
        values["phone"] = phone(new.phone)
    except ValueError:
        raise InputRejected(
            "phone",
            _("A phone number has ten digits."),
            _("Type area code and number, or leave it empty when nobody knows it."),
        ) from None
    values["language_spoken"] = " ".join(new.language_spoken.split())[:100]
    first, last = str(values["first_name"]), str(values["last_name"])
    values["sort_name"] = search.sort_name(first, last)
    return values


def stand_in(store: Store, taken: int = 0) -> str:
    """What stands for the next unknown CIN; `taken` are given out and not yet written."""
    return f"{NO_CIN}{reads_intake.next_number(store) + taken:04d}"


def later(ws: Workspace, row: IntakeRow, values: Mapping[str, str]) -> dict[str, str | None]:
    """Return dates that come after the way in, in normal form; InputRejected names the field.

    A moment is ISO text, local where it names no zone, or a day whose hour is not known.
    """
    normal: dict[str, str | None] = {}
    for name, text in values.items():
        if name not in LATER:
            raise InputRejected(name, _("{field} cannot be changed here.").format(field=name))
        try:
            normal[name] = date.fromisoformat(text[:10]).isoformat() if text else None
            if "T" in text and name.endswith("_at"):
                normal[name] = _moment(ws, name, text)
        except ValueError:
            raise InputRejected(
                name, _("This is no date."), _("A date is written YYYY-MM-DD.")
            ) from None
    against_known(ws, row, normal)
    return normal


def against_known(ws: Workspace, row: IntakeRow, normal: Mapping[str, str | None]) -> None:
    """Refuse a value, at its field, that cannot be beside the rest that is known of the referral:
    told before the decision, asked for after it. What stays as it was is not judged, and only a
    decision whose day is written down counts."""
    moved = {name for name, text in normal.items() if (text or "") != row.values.get(name, "")}
    fields = {fact: name for name, fact in FACTS.items()}
    known = facts(row.path, Service.HTNS, {**row.values, **normal})
    decided = reads_ledger.first_decision(ws.store, row.referral_id)
    if decided is not None:
        known = known.having({Fact.DECIDED: decided})
    for problem in impossible(known, ws.clock.today(), ws.clock.tz):
        mine = [fields.get(fact, "") for fact in problem.facts]
        field = next((name for name in mine if name in moved), None)
        if field is not None:
            raise InputRejected(field, problem.why.told(_, phrases.day))


def later_days(ws: Workspace, row: IntakeRow) -> dict[str, str]:
    """The days of `LATER` that are known, as local days in ISO form, by name."""
    return {name: text[:10] for name, text in later_moments(ws, row).items()}


def later_moments(ws: Workspace, row: IntakeRow) -> dict[str, str]:
    """The same with the local hour (YYYY-MM-DDTHH:MM) where it is known."""
    found = {}
    for name in LATER:
        text = row.values.get(name, "")
        if "T" in text:
            local = ws.clock.to_local(datetime.fromisoformat(text))
            text = local.replace(tzinfo=None).isoformat(timespec="minutes")
        if text:
            found[name] = text
    return found


def _moment(ws: Workspace, field: str, text: str) -> str:
    moment = datetime.fromisoformat(text)
    return hours.kept(ws, field, ws.clock.to_utc(moment) if moment.tzinfo is None else moment)


def _born(text: str, today: date) -> str:
    try:
        born = date.fromisoformat(text.strip())
    except ValueError:
        raise InputRejected(
            "date_of_birth",
            _("The date of birth is needed."),
            _("It tells people of one name apart; write it YYYY-MM-DD."),
        ) from None
    if not _OLDEST <= born <= today:
        raise InputRejected("date_of_birth", _("Nobody is born on that day."), _("Check the year."))
    return born.isoformat()
