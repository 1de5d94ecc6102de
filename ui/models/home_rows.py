"""Homes and landlords of the directory as the cells of a table."""

from __future__ import annotations

from datetime import date

from navigator_app.domain import housing
from navigator_app.domain.housing import Stage
from navigator_app.domain.housing_rows import LandlordRow, TeamRow, UnitRow
from navigator_app.domain.identifiers import show_phone
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import housing_choices
from ui.models import housing_words, words
from ui.widgets.search_board import BoardCard

UNIT_COLUMNS = (
    N_("Home"), N_("Town"), N_("Kind"), N_("Bedrooms"), N_("Rent"), N_("Can be had"), N_("Known"),
    N_("Landlord"),
)  # fmt: skip
UNIT_WIDTHS = (210, 150, 130, 92, 84, 104, 116, 160)
LANDLORD_COLUMNS = (
    N_("Name"), N_("Organization"), N_("Phone"), N_("Takes subsidies"), N_("Homes"), N_("Free"),
    N_("Languages"),
)  # fmt: skip
LANDLORD_WIDTHS = (210, 200, 140, 130, 72, 64, 160)


def unit_cells(unit: UnitRow, today: date) -> tuple[str, ...]:
    """One home."""
    size = "" if unit.bedrooms is None else str(unit.bedrooms) if unit.bedrooms else _("studio")
    rent = "" if unit.rent_cents is None else housing.money(unit.rent_cents)
    return (
        words.isolated(unit.title),
        words.isolated(unit.place),
        housing_words.kind(unit.kind),
        size,
        rent,
        _(housing_words.UNIT_STATES[unit.state][1]),
        words.days_ago(unit.checked, today) if unit.checked else _("never"),
        words.isolated(unit.landlord),
    )


def landlord_cells(row: LandlordRow) -> tuple[str, ...]:
    """One landlord."""
    takes = {True: _("yes"), False: _("no"), None: _("nobody asked")}[row.takes_subsidies]
    name = words.isolated(row.name)
    return (
        _("{name} (no longer)").format(name=name) if row.ended else name,
        words.isolated(row.organization),
        show_phone(row.phone),
        takes,
        str(row.units),
        str(row.available),
        words.isolated(row.languages),
    )


def unit_facts(unit: UnitRow) -> list[tuple[str, str]]:
    """What is known of a home, as pairs; what is not known is left out."""
    lists = housing_choices.lists()
    phone = show_phone(unit.landlord_phone)
    money = [
        _("rent {amount}").format(amount=housing_words.rent(unit.rent_cents))
        if unit.rent_cents is not None else "",
        _("deposit {amount}").format(amount=housing.money(unit.deposit_cents))
        if unit.deposit_cents is not None else "",
        _("application {amount}").format(amount=housing.money(unit.fee_cents))
        if unit.fee_cents is not None else "",
    ]  # fmt: skip
    followed = ngettext("{n} member tries for it", "{n} members try for it", unit.followed)
    rows = [
        (_("Landlord"), housing_words.dotted(unit.landlord, phone)),
        (_("Money"), housing_words.dotted(*money)),
        (_("With the rent"), unit.utilities),
        (_("Subsidies"), unit.subsidies or (_("the landlord takes them")
                                            if unit.takes_subsidies else "")),
        (_("It has"), ", ".join(housing_words.titled(lists.features, one)
                                for one in unit.features)),
        (_("Most people"), "" if unit.most_people is None else str(unit.most_people)),
        (_("Pets"), {True: _("yes"), False: _("no"), None: ""}[unit.pets]),
        (_("Free from"), words.day(unit.available)),
        (_("Now"), followed.format(n=unit.followed) if unit.followed else ""),
        (_("Note"), unit.note),
    ]  # fmt: skip
    return [(name, text) for name, text in rows if text]


def landlord_facts(row: LandlordRow) -> list[tuple[str, str]]:
    """What is known of a landlord beside the table."""
    rows = [
        (_("Phone"), show_phone(row.phone)),
        (_("E-mail"), row.email),
        (_("Languages"), row.languages),
        (_("Note"), row.note),
        (_("No longer since"), words.day(row.ended)),
    ]
    return [(name, text) for name, text in rows if text]


def team_card(row: TeamRow, today: date, navigator: bool) -> BoardCard:
    """A card of the team's board: the member, the home, what comes next, and whose it is."""
    then = ""
    if row.stage is Stage.DENIED and row.appeal_by is not None:
        then = _("Appeal by {day}").format(day=words.short_day(row.appeal_by, today))
    elif row.next_on is not None:
        then = _("Next: {what}, {day}").format(
            what=housing_words.soft(row.next_step) or _("see the board"),
            day=words.short_day(row.next_on, today),
        )
    elif row.next_step:
        then = _("Next: {what}").format(what=housing_words.soft(row.next_step))
    return BoardCard(
        about=row.application_id,
        title=row.member,
        facts=housing_words.dotted(row.title, row.navigator if navigator else ""),
        then=then,
        stage=row.stage,
        button=_("Open"),
        late=row.next_on is not None and row.next_on < today,
    )
