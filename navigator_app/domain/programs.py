"""What else a member has or had that a limit or an exclusion speaks of."""

from __future__ import annotations

from navigator_app.domain.vocabulary import OtherService, Word


class Program(Word):
    """Another program, stay or service; the slugs of other Community Supports are the rules' own.

    County ICMS, the duplicative programs and higher care: LA County FAQ, questions 1 and 6.
    """

    ECM = OtherService.ECM.value, OtherService.ECM.slug
    COUNTY_ICMS = "County ICMS (Housing for Health, Diversion and Reentry)", "county-icms"
    STATE_PROGRAM = "Another state-funded program for the same", "duplicative-state"
    HOUSING_PROGRAM = "Another housing navigation or tenancy program", "duplicative-housing"
    HIGHER_CARE = "Cannot live independently, needs higher care", "higher-care"
    INCARCERATION = "In custody", "incarceration"
    POST_HOSPITAL = OtherService.POST_HOSPITAL.value, OtherService.POST_HOSPITAL.slug
    RECUPERATIVE = OtherService.RECUPERATIVE.value, OtherService.RECUPERATIVE.slug
    TRANSITIONAL_RENT = OtherService.TRANSITIONAL_RENT.value, OtherService.TRANSITIONAL_RENT.slug
    RESPITE = OtherService.RESPITE.value, OtherService.RESPITE.slug
    PERSONAL_CARE = OtherService.PERSONAL_CARE.value, OtherService.PERSONAL_CARE.slug
    SOBERING = OtherService.SOBERING.value, OtherService.SOBERING.slug
    MEALS = OtherService.MEALS.value, OtherService.MEALS.slug
    DAY_HABILITATION = OtherService.DAY_HABILITATION.value, OtherService.DAY_HABILITATION.slug


DUPLICATIVE = (Program.COUNTY_ICMS, Program.STATE_PROGRAM, Program.HOUSING_PROGRAM)
"""What excludes housing navigation and tenancy services beside it (LA County FAQ, Q1 and Q6)."""

COUNTED_IN_HOURS = (Program.RESPITE, Program.PERSONAL_CARE, Program.SOBERING)
"""Limited by hours: an entry without hours cannot be judged."""
