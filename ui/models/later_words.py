"""The days that come after a way in, as forms and cards name them."""

from __future__ import annotations

from collections.abc import Mapping

from navigator_app.i18n import N_, _

GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        N_("The plan’s decision"),
        (
            ("provider_told_at", N_("Told to you"), N_("You heard the decision")),
            ("member_told_on", N_("Told to the member"), N_("The member heard the decision")),
            ("withdrawn_on", N_("Request taken back"), N_("The request was taken back")),
        ),
    ),
    (
        N_("The member"),
        (
            ("engaged_on", N_("Engaged"), N_("The member takes part")),
            ("services_began_on", N_("Services began"), N_("The first service was given")),
            ("move_in_on", N_("Move-in"), N_("The day of moving in is known")),
        ),
    ),
    (
        N_("Who was told"),
        (
            ("plan_told_on", N_("Plan told of the talk"), N_("The plan knows how the talk ended")),
            ("plan_updated_on", N_("Plan updated"), N_("The plan had an update")),
            (
                "unreached_told_on",
                N_("Plan told: not reached"),
                N_("The plan knows that nobody could be reached"),
            ),
            (
                "referrer_told_on",
                N_("Referrer told"),
                N_("Who referred the member knows how it ended"),
            ),
            ("inquiry_at", N_("Question came"), N_("Somebody asked how it stands")),
            ("inquiry_answered_at", N_("Question answered"), N_("The question was answered")),
        ),
    ),
)
"""Groups of fields: name, title, and the sentence of its check box."""


def known(days: Mapping[str, str]) -> list[tuple[str, str]]:
    """(title, day as text) of the days that are known, in the order of the form."""
    return [
        (_(title), days[name])
        for _group, fields in GROUPS
        for name, title, _text in fields
        if days.get(name)
    ]
