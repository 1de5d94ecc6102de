"""What speaks for a navigator and what forbids giving them a member, in words."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.assignment import Carrier, For, Not, Reason
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services.phrases import day


def reason(one: Reason) -> str:
    """One reason: "Speaks Spanish"."""
    about = one.about[0] if one.about else ""
    if one.kind is For.HOUSEHOLD:
        return _("Has {name} of the same household").format(name=about)
    if one.kind is For.CONTINUITY:
        return _("Had this member before going on leave")
    if one.kind is For.EARLIER:
        return _("Had this member until {day}").format(day=day(date.fromisoformat(about)))
    if one.kind is For.LANGUAGE:
        return _("Speaks {language}").format(language=about)
    if one.kind is For.AREA:
        return _("Works in {area}").format(area=about)
    if one.kind is For.MET:
        said = ngettext("Reached this member {n} time", "Reached this member {n} times", int(about))
        return said.format(n=about)
    if not about:  # nobody set a limit
        count = int(one.about[1])
        said = ngettext("Carries {n} member", "Carries {n} members", count)
        return said.format(n=count) if count else _("Carries nobody yet")
    return _("Room for {n} more").format(n=about)


def load(one: Carrier) -> str:
    """How much somebody carries of how much: "12 of 20"; "12" without a limit."""
    if one.most is None:
        return number(one.weight)
    return _("{weight} of {most}").format(weight=number(one.weight), most=number(one.most))


def number(hundredths: int) -> str:
    """A weight as it is read: whole, or with what stands behind the point."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def refusal(why: Not, one: Carrier) -> InputRejected:
    """Why somebody cannot be given a member, and what to do."""
    if why is Not.LEFT:
        return InputRejected(
            "to",
            _("{name} does not work here any more.").format(name=one.name),
            _("Choose somebody else."),
        )
    if why is Not.ROLE:
        return InputRejected(
            "to",
            _("{name} carries no caseload.").format(name=one.name),
            _("Choose a navigator or a supervisor."),
        )
    if why is Not.AWAY and one.away_until is not None:
        return InputRejected(
            "to",
            _("{name} is away until {day}.").format(name=one.name, day=day(one.away_until)),
            _("Choose somebody else, or say why all the same."),
        )
    return InputRejected(
        "to",
        _("{name} has {load} already.").format(name=one.name, load=load(one)),
        _("Choose somebody else; a supervisor may pass the limit with a reason."),
    )
