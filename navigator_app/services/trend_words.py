"""The words of the trends: measures, groups, and how each is counted."""

from __future__ import annotations

from navigator_app.domain.trends import Cell
from navigator_app.domain.vocabulary import ClosureReason
from navigator_app.i18n import N_, _

LANGUAGE, RACE, AGE = "language", "race", "age"

DIMENSION_TITLES = {
    LANGUAGE: N_("Language spoken"),
    RACE: N_("Race or ethnicity"),
    AGE: N_("Age"),
}

_TITLES = {
    "accept": N_("Days until accepted"),
    "contact": N_("Days until first contact"),
    "service": N_("Days until first service"),
    "housed": N_("Days until housed"),
    "reach": N_("Outreach attempts for each reach"),
    "unpaid": N_("Unpaid part of the time"),
    "closures": N_("Closed and declined referrals"),
    "forecast": N_("Extensions ahead, in hours"),
}

_COUNTED = {
    "accept": N_(
        "From the day the plan sent the referral (it came in, where that is not known) to its "
        "first standing status Accepted or Outreach Initiated. By the month it came; what is not "
        "there yet does not count, so recent months still change."
    ),
    "contact": N_(
        "From the day the referral came to the first day after it on which the member was reached "
        "or served; a word with another person is none. By the month the referral came."
    ),
    "service": N_(
        "From the day the referral came to the first service of its kind written down for the "
        "member. By the month the referral came."
    ),
    "housed": N_(
        "From the day the referral came to the first day after it on which the member moved into a "
        "home, up to today. By the month the referral came."
    ),
    "kept": N_(
        "Moves into housing whose day, so many months later, fell in these months: the part after "
        "which the member had a home on that day, the same one or another. Going straight from one "
        "home into another is no new move."
    ),
    "reach": N_(
        "Outreach attempts of the month, divided by those that reached the member; a word with "
        "another person does not."
    ),
    "unpaid": N_(
        "Minutes of services that are judged not payable, of all minutes of services. Time of "
        "which nobody knows it is told apart."
    ),
    "closures": N_(
        "Referrals whose newest status is Referral Loop Closed or Declined, by the month of that "
        "status and its reason."
    ),
    "forecast": N_(
        "Hours for the packets of authorizations that end, week by week, against the hours that "
        "staff have for them."
    ),
}


# ASC X12 data element 1109, Race or Ethnicity Code, as enrolment files (834, DMG05) carry it.
_RACES = {
    "7": N_("Not provided"),
    "8": N_("Not applicable"),
    "A": N_("Asian or Pacific Islander"),
    "B": N_("Black"),
    "C": N_("Caucasian"),
    "D": N_("Subcontinent Asian American"),
    "E": N_("Other race or ethnicity"),
    "F": N_("Asian Pacific American"),
    "G": N_("Native American"),
    "H": N_("Hispanic"),
    "I": N_("American Indian or Alaskan Native"),
    "J": N_("Native Hawaiian"),
    "N": N_("Black (non-Hispanic)"),
    "O": N_("White (non-Hispanic)"),
    "P": N_("Pacific Islander"),
    "Z": N_("Mutually defined"),
}


def title(measure: str) -> str:
    """A measure's name."""
    if measure.startswith("kept-"):
        return _("Still housed after {n} months").format(n=measure.removeprefix("kept-"))
    if measure.startswith("closed:"):
        return _("Closed or declined: {reason}").format(reason=reason(measure.partition(":")[2]))
    return _(_TITLES[measure])


def counted(measure: str) -> str:
    """How a measure is counted."""
    key = "kept" if measure.startswith("kept") else measure
    return _(_COUNTED["closures" if measure.startswith("closed:") else key])


def reason(slug: str) -> str:
    """A closure reason in the guidance's words."""
    return _(ClosureReason.from_slug(slug).value) if slug else _("No reason given")


def group(dimension: str, key: str) -> str:
    """A group's name: languages capitalised, codes of race or ethnicity in the standard's words."""
    if not key:
        return _("Not known")
    if dimension == RACE:
        known = _RACES.get(key.upper())
        if known:
            return _("{race} (code {code})").format(race=_(known), code=key)
        return _("Code {code}, as the plan writes it").format(code=key)
    return key[:1].upper() + key[1:] if dimension == LANGUAGE else key


def figure(measure: str, cell: Cell) -> str:
    """A group's figure in a few words: the median with its quartiles, a part in percent."""
    if cell.hidden:
        return _("hidden: too few")
    if cell.mid is not None:
        return _("{mid:g} days (half between {low:g} and {high:g})").format(
            mid=cell.mid, low=cell.low, high=cell.high
        )
    if cell.value is None:
        return _("nobody reached")
    return f"{cell.value:.1f}" if measure == "reach" else f"{cell.value:.0%}"
