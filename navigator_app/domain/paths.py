"""The ways a member comes in: what each asks for, in which order, and what cannot be true.

Sources: HTNS/HTSS toolkit of April 2025 (bottom-up, top-down, datamining); CLR guidance, Appendix
B (correctional facilities, presumptive authorization, re-referral; use cases 1 to 3); Partnership
MCAP7003, VI.G.3 (continuity of care). A form may be filled in bit by bit: only what the way cannot
be told without is required, and what is not known yet stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum

from navigator_app.domain import identifiers
from navigator_app.domain.facts import Fact, Facts, Path, When, impossible
from navigator_app.domain.path_asks import FORMS, Ask, Form, Kind
from navigator_app.domain.saying import N_, Saying, Term, saying
from navigator_app.domain.vocabulary import AnyService, Service

Values = Mapping[str, str]
"""What was typed, by the names of `Ask`; days are ISO text, a flag is "1" or ""."""


class OptIn(StrEnum):
    """When the member of a plan's list says yes (toolkit: both orders are practised)."""

    BEFORE = "before"  # the provider gets the yes, then the plan authorizes
    AFTER = "after"  # the plan authorizes with its list, then the provider gets the yes


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that cannot stand: its field, why, and what to do."""

    field: str
    why: Saying
    advice: Saying | None = None


def form(path: Path, opt_in: OptIn | None = None) -> Form:
    """The form of a way in; a plan's list asks by when the yes comes (before, unless told)."""
    if path is Path.DATA_MINING:
        return FORMS[path.value, (opt_in or OptIn.BEFORE).value]
    return FORMS[path.value, ""]


def forms() -> tuple[Form, ...]:
    """Every form, in the order in which the ways are offered."""
    return tuple(FORMS.values())


def checked(
    asked: Form, values: Values, today: date, zone: tzinfo
) -> tuple[dict[str, str | None], Refusal | None]:
    """Return the typed values in normal form and the first that is refused, None when all stand.

    Days and moments come back as ISO text or None, all else as text. Only what the form asks for is
    taken; a name that it does not ask for is refused.
    """
    names = {ask.name for ask in asked.asks}
    for name in values:
        if name not in names:
            return {}, Refusal(name, saying(N_("This way in does not ask for it.")))
    found: dict[str, str | None] = {}
    for ask in asked.asks:
        text = " ".join(values.get(ask.name, "").split())
        if ask.required and not text:
            return found, Refusal(ask.name, saying(ask.missing or N_("This is needed.")))
        try:
            found[ask.name] = _normal(ask, text)
        except ValueError:
            return found, Refusal(ask.name, *_WRONG[ask.kind])
    for ask in asked.asks:
        if ask.kind is Kind.HOUR and (hour := found.get(ask.name)):
            on = found.get(_day_of(ask.name))
            if on is None and "T" not in hour:
                return found, Refusal(ask.name, saying(N_("An hour needs its day.")))
            found[ask.name] = moment(on, hour, zone) if on else None
    return found, next(_refused(asked, found, today, zone), None)


def facts(path: Path | None, service: AnyService, values: Mapping[str, str | None]) -> Facts:
    """The facts that typed values tell, for the clocks. Values must be in normal form."""
    dates: dict[Fact, When] = {}
    for name, fact in FACTS.items():
        text = values.get(name)
        if text:
            dates[fact] = _when(text)
    for name, fact in HOURS.items():
        if (text := values.get(name)) and fact in dates:
            dates[fact] = _when(text)
    if path is Path.DATA_MINING and values.get("opt_in_order") == OptIn.AFTER.value:
        sent = dates.get(Fact.SENT_TO_PROVIDER)
        if sent is not None:  # the list is the authorization
            dates.setdefault(Fact.AUTHORIZATION_RECEIVED, sent)
    urgent = values.get("urgent")
    return Facts(service, dates, path, None if urgent is None else urgent == "1")


FACTS: dict[str, Fact] = {
    "identified_on": Fact.IDENTIFIED,
    "enrolment_found_on": Fact.ENROLMENT_FOUND,
    "not_enrolled_on": Fact.NOT_ENROLLED,
    "plan_identified_on": Fact.PLAN_IDENTIFIED,
    "conversation_on": Fact.CONVERSATION,
    "opted_in_on": Fact.OPTED_IN,
    "refused_on": Fact.REFUSED,
    "submitted_on": Fact.SUBMITTED,
    "withdrawn_on": Fact.WITHDRAWN,
    "prospect_received_on": Fact.PROSPECT_RECEIVED,
    "sent_to_provider_on": Fact.SENT_TO_PROVIDER,
    "plan_told_on": Fact.PLAN_TOLD,
    "provider_told_at": Fact.PROVIDER_TOLD,
    "member_told_on": Fact.MEMBER_TOLD,
    "release_on": Fact.RELEASE,
    "services_began_on": Fact.SERVICES_BEGAN,
    "last_service_on": Fact.PREVIOUS_SERVICE,
    "plan_joined_on": Fact.PLAN_JOINED,
    "engaged_on": Fact.ENGAGED,
    "move_in_on": Fact.MOVE_IN,
    "plan_updated_on": Fact.PLAN_UPDATED,
    "unreached_told_on": Fact.UNREACHED_TOLD,
    "referrer_told_on": Fact.REFERRER_TOLD,
    "inquiry_at": Fact.INQUIRY,
    "inquiry_answered_at": Fact.INQUIRY_ANSWERED,
}
"""Which column of the intake is which fact."""

HOURS = {"submitted_at": Fact.SUBMITTED}
"""Which column holds the moment of a fact whose day has a column of its own."""


def moment(on: str, hour: str, zone: tzinfo) -> str:
    """The UTC moment, as ISO text, of an hour on a local day; `hour` is HH:MM, or a moment whose
    hour is taken over to this day. In the hour that comes twice it is the first. ValueError for
    what is no hour or no day."""
    at = (
        datetime.fromisoformat(hour).astimezone(zone).time()
        if "T" in hour
        else time.fromisoformat(hour)
    )
    local = datetime.combine(date.fromisoformat(on), at, zone)
    return local.astimezone(UTC).isoformat(timespec="milliseconds")


def _day_of(name: str) -> str:
    return name.removesuffix("_at") + "_on"


def _when(text: str) -> When:
    """A kept fact: a moment where it has an hour, else a day."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


_ORDER = (
    ("identified_on", "conversation_on"),
    ("identified_on", "enrolment_found_on"),
    ("identified_on", "opted_in_on"),
    ("plan_identified_on", "conversation_on"),
    ("plan_identified_on", "submitted_on"),
    ("conversation_on", "opted_in_on"),
    ("conversation_on", "refused_on"),
    ("prospect_received_on", "plan_told_on"),
    ("submitted_on", "sent_to_provider_on"),
    ("last_service_on", "plan_joined_on"),
)
"""Pairs of a form of which the first cannot come after the second, beside those of `facts`."""


def _normal(ask: Ask, text: str) -> str | None:
    """One value in normal form; ValueError when it cannot be read."""
    if ask.kind is Kind.DAY:
        return date.fromisoformat(text).isoformat() if text else None
    if ask.kind is Kind.HOUR:
        if text:
            moment("2000-01-01", text, UTC)
        return text or None
    if ask.kind is Kind.FLAG:
        return "1" if text in ("1", "true", "yes") else "0"
    if ask.kind is Kind.NPI:
        return identifiers.npi(text) if text else ""
    if ask.kind is Kind.PHONE:
        return identifiers.known_phone(text)
    if ask.kind is Kind.EMAIL and text and not identifiers.looks_like_email(text):
        raise ValueError(text)
    if ask.kind is Kind.CHOICE and text and text not in dict(ask.choices):
        raise ValueError(text)
    if len(text) > _LONGEST:
        raise ValueError(text)
    return text


_LONGEST = 200


def _refused(
    asked: Form, values: Mapping[str, str | None], today: date, zone: tzinfo
) -> Iterator[Refusal]:
    """Everything about the dates that cannot be true."""
    known = {name: text for name, text in values.items() if text}
    names = {fact: name for name, fact in FACTS.items()}
    words = {ask.name: ask for ask in asked.asks}
    days = [ask for ask in asked.asks if ask.kind is Kind.DAY]
    for ask in days:
        text = known.get(ask.name)
        if text and not ask.ahead and date.fromisoformat(text) > today:
            yield Refusal(ask.name, saying(N_("This day has not come yet.")), _TODAY)
    for first, second in _ORDER:
        one, two = known.get(first), known.get(second)
        if one and two and two < one and second in words:
            yield Refusal(second, _before(words[first], one) if first in words else _EARLY)
    for problem in impossible(facts(asked.path, Service.HTNS, values), today, zone):
        field = names.get(problem.facts[-1], "")
        if field in words:
            yield Refusal(field, problem.why)
    if known.get("opted_in_on") and known.get("opted_in_on") == known.get("refused_on"):
        field = "refused_on" if "refused_on" in words else "opted_in_on"
        yield Refusal(field, saying(N_("Yes and no on the same day: which one holds?")))


def released_before(values: Values, today: date) -> Refusal | None:
    """Refuse, of a new referral, a release that lay before anybody asked or agreed: this way is for
    members who are still inside (CLR guidance, Appendix B, I.A.3). None where it stands."""
    release = values.get("release_on", "")
    if not release or release >= today.isoformat():
        return None
    if any((day := values.get(name)) and day <= release for name in _INSIDE):
        return None
    return Refusal(
        "release_on",
        saying(N_("This day has passed, and nothing is dated before it.")),
        saying(
            N_("Give the day of the yes or of the request from inside, or choose another way in.")
        ),
    )


_INSIDE = ("opted_in_on", "submitted_on", "sent_to_provider_on")


def _before(ask: Ask, on: str) -> Saying:
    return saying(
        N_("This day lies before “{other}” ({day})."),
        other=Term(ask.label),
        day=date.fromisoformat(on),
    )


_EARLY = saying(N_("This day lies before what must come first."))
_TODAY = saying(N_("Use today or an earlier day, or leave it empty until it happens."))
_WRONG: dict[Kind, tuple[Saying, Saying | None]] = {
    Kind.DAY: (saying(N_("This is no date.")), saying(N_("A date is written YYYY-MM-DD."))),
    Kind.HOUR: (
        saying(N_("This is no time of day.")),
        saying(N_("Write it like 7:30 pm, or leave it empty when nobody knows it.")),
    ),
    Kind.FLAG: (saying(N_("Choose yes or no.")), None),
    Kind.NPI: (
        saying(N_("This is not a National Provider Identifier.")),
        saying(N_("It has ten digits, and the last one checks the others; or leave it empty.")),
    ),
    Kind.PHONE: (
        saying(N_("A phone number has ten digits.")),
        saying(N_("Type area code and number, or leave it empty when nobody knows it.")),
    ),
    Kind.EMAIL: (
        saying(N_("This is no e-mail address.")),
        saying(N_("It looks like name@example.org; leave it empty when there is none.")),
    ),
    Kind.CHOICE: (saying(N_("Choose one of the list.")), None),
    Kind.TEXT: (saying(N_("This is longer than 200 letters.")), None),
}
