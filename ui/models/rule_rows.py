"""Rules of a plan in plain words: the lines of the list, and what is said of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain.facts import Fact as Dated
from navigator_app.domain.facts import Path
from navigator_app.domain.rules import NO_DAY, Kind, Owes, Rule, Unit
from navigator_app.domain.vocabulary import AnyService, OtherService, Service
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services.rulebook import RuleRow
from ui.models import guard_words, words
from ui.models.member_facts import Fact

COLUMNS = (N_("Rule"), N_("Value"), N_("Pack"))
_OWES = {
    Owes.PROVIDER: N_("We, the provider"),
    Owes.PLAN: N_("The plan"),
    Owes.REFERRER: N_("The referring party"),
    Owes.MEMBER: N_("The member"),
}
_PER = {
    "day": N_("{value} in a day"),
    "week": N_("{value} in a week"),
    "calendar-year": N_("{value} in a calendar year"),
    "rolling-12-months": N_("{value} in any 12 months"),
    "lifetime": N_("{value} in a lifetime"),
    "occasion": N_("{value} on each occasion"),
}
_PATHS = {
    Path.BOTTOM_UP: N_("referred from the community"),
    Path.TOP_DOWN: N_("noticed by the plan’s staff"),
    Path.DATA_MINING: N_("on the plan’s list of prospects"),
    Path.PARTNER: N_("referred by another partner"),
    Path.CORRECTIONAL: N_("from a correctional facility"),
    Path.PRESUMPTIVE: N_("presumptively authorized"),
    Path.CONTINUITY: N_("continuity of care"),
    Path.RE_REFERRAL: N_("referred again"),
}


@dataclass(frozen=True, slots=True)
class RuleAsked:
    """What the page is opened at: a plan's key, a rule's id, the service it is about, and the day
    on which the rule spoke (None: today)."""

    plan: str = ""
    rule: str = ""
    service: AnyService | None = None
    on: date | None = None


def cells(row: RuleRow) -> tuple[str, ...]:
    """One line of the list."""
    said = value(row.rule)
    if row.silent is not None:
        said = _("{value} · another plan’s").format(value=said)
    elif not row.speaks:
        said = _("{value} · not confirmed").format(value=said)
    return _(row.rule.title), said, row.pack


def found(row: RuleRow, text: str) -> bool:
    """True when every word of `text` stands in the rule, its pack or its source."""
    rule = row.rule
    said = (_(rule.title), rule.id, row.pack, rule.cited, rule.quote, value(rule), owes(rule))
    hay = " ".join((*said, services(row))).casefold()
    return all(word in hay for word in text.casefold().split())


def standing(row: RuleRow) -> tuple[str, str]:
    """Kind and word of the pill: what binds, what only advises, what another plan says alone, what
    no text confirms."""
    if row.silent is not None:
        return "neutral", guard_words.told(row.silent)
    if not row.speaks:
        return "warning", _("Not confirmed, not applied")
    return ("accent", _("Required")) if row.rule.required else ("neutral", _("Recommended"))


def value(rule: Rule) -> str:
    """The rule's number with its unit; "at once" where the source leaves no time."""
    if rule.kind is Kind.LIST:
        return ngettext("{n} entry", "{n} entries", len(rule.items)).format(n=len(rule.items))
    if rule.unit is None or rule.kind is Kind.GUARD:
        return _("A condition")
    if rule.kind is Kind.CLOCK and not rule.value:
        return _("At once")
    if rule.repeats and rule.unit is Unit.MONTHS and rule.value == 1:
        return _("Every month")
    said = _counted(rule, rule.unit)
    return _(_PER.get(rule.per, "{value}")).format(value=said)


def _counted(rule: Rule, unit: Unit) -> str:
    most = rule.value_to or rule.value
    number = str(rule.value)
    if rule.value_to:
        number = _("{least} to {most}").format(least=rule.value, most=rule.value_to)
    if unit is Unit.BUSINESS_DAYS:
        return ngettext("{n} business day", "{n} business days", most).format(n=number)
    if unit is Unit.CALENDAR_DAYS:
        return ngettext("{n} calendar day", "{n} calendar days", most).format(n=number)
    if unit in (Unit.HOURS, Unit.CLOCK_HOURS):
        return ngettext("{n} hour", "{n} hours", most).format(n=number)
    if unit is Unit.MONTHS:
        return ngettext("{n} month", "{n} months", most).format(n=number)
    if unit is Unit.PERCENT:
        return _("{n} percent").format(n=number)
    if unit is Unit.AMOUNT:
        return _("{n} US dollars").format(n=number)
    return ngettext("{n} time", "{n} times", most).format(n=number)


def owes(rule: Rule) -> str:
    """Who has to do it."""
    return _(_OWES[rule.owes])


def services(row: RuleRow) -> str:
    """What it speaks of, the housing trio by its abbreviations."""
    if len(row.services) == len(Service) + len(OtherService):
        return _("Every service")
    return ", ".join(
        one.short if isinstance(one, Service) else _(one.value) for one in row.services
    )


def in_force(rule: Rule) -> str:
    """From when, and until when if it has ended or will; nobody knows of what is unconfirmed."""
    if rule.effective_from == NO_DAY:
        return _("Not known")
    first = words.day(rule.effective_from)
    if rule.effective_to is None:
        return _("Since {first}").format(first=first)
    return _("{first} to {last}").format(first=first, last=words.day(rule.effective_to))


def starts_with(rule: Rule) -> str:
    """What starts a clock, the likeliest first; empty where nothing does."""
    return _(" or, if not known, ").join(_(one.words) for one in rule.trigger)


def settled_by(rule: Rule) -> str:
    """What settles a clock; empty where it names nothing."""
    said = _(" or ").join(_(" and ").join(_(one.words) for one in some) for some in rule.met_by)
    return _("{what}, each time anew").format(what=said) if said and rule.repeats else said


def detail(row: RuleRow) -> list[Fact]:
    """Everything that is said of a rule, what it is and where it stands first."""
    rule = row.rule
    told = (
        ("timer", value(rule), _("Value")),
        ("file", rule.source, _("Source")),
        ("forward", rule.section, _("Section")),
        ("calendar", in_force(rule), _("In force")),
        ("user", owes(rule), _("Who owes it")),
        ("caseload", services(row), _("Services")),
        ("begun", starts_with(rule), _("Starts with")),
        ("check", settled_by(rule), _("Settled by")),
        ("stop", _(" or ").join(_(f.words) for f in rule.moot_by), _("No longer asked after")),
        ("filter", _only(rule), _("Only for")),
        ("table", "\n".join(_item(one) for one in rule.items), _("Entries")),
        ("info", rule.note, _("Note")),
        ("plan", row.pack, _("Pack")),
    )
    return [Fact(icon, text, what) for icon, text, what in told if text]


def yielded(row: RuleRow) -> list[Fact]:
    """What does not speak, each with the reason."""
    return [
        Fact(
            "minus",
            f"{value(one.rule)} · {one.pack} · {one.rule.cited}",
            guard_words.told(one.why),
        )
        for one in row.yielded
    ]


def _only(rule: Rule) -> str:
    said = [_(_PATHS[path]) for path in _PATHS if path in rule.paths]
    if rule.urgent is not None:
        said.append(_("urgent requests") if rule.urgent else _("routine requests"))
    return ", ".join(said)


def _item(name: str) -> str:
    try:
        return _(Dated.named(name).words)
    except ValueError:
        return name
