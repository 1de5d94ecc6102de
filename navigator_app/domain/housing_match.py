"""Which homes fit what a member looks for: reasons for, reasons against, and what is not known.

Nothing is refused here: a person decides. A feature that nobody recorded is not known, not absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from navigator_app.domain import housing
from navigator_app.domain.housing import Household, Income, RentShare
from navigator_app.domain.housing_rows import PreferenceRow, SubsidyRow, UnitRow
from navigator_app.domain.identifiers import fold
from navigator_app.domain.saying import N_, Saying, Term, saying


@dataclass(frozen=True, slots=True)
class Wants:
    """What homes are held against: the wishes, who moves in, the money, the agency's figures."""

    preference: PreferenceRow | None
    household: Household
    income: Income
    subsidies: tuple[SubsidyRow, ...]
    today: date
    stale_days: int
    own_percent: int = 0

    @property
    def live(self) -> tuple[SubsidyRow, ...]:
        """Subsidies that can pay a rent."""
        return tuple(one for one in self.subsidies if one.state in housing.LIVE_SUBSIDY)

    def share(self, rent_cents: int | None) -> RentShare:
        """What a rent takes of the income."""
        paid = housing.paid_by([one.cents for one in self.live])
        return housing.rent_share(rent_cents, paid, self.income, self.own_percent)


@dataclass(frozen=True, slots=True)
class Matched:
    """A home held against the wishes."""

    unit: UnitRow
    share: RentShare
    fits: tuple[Saying, ...]
    against: tuple[Saying, ...]
    unknown: tuple[Saying, ...]


@dataclass(slots=True)
class _Said:
    fits: list[Saying] = field(default_factory=list)
    against: list[Saying] = field(default_factory=list)
    unknown: list[Saying] = field(default_factory=list)


def ranked(
    units: Iterable[UnitRow], wants: Wants, titles: dict[str, str] | None = None
) -> list[Matched]:
    """Homes that may be had, the fewest reasons against first, then the most for, then the rent.

    `titles` gives the words of kinds and features by id.
    """
    found = [matched(unit, wants, titles or {}) for unit in units]
    return sorted(
        found,
        key=lambda one: (
            len(one.against),
            -len(one.fits),
            len(one.unknown),
            one.unit.rent_cents if one.unit.rent_cents is not None else 1 << 40,
            fold(one.unit.address),
        ),
    )


def matched(unit: UnitRow, wants: Wants, titles: dict[str, str]) -> Matched:
    """Hold one home against the wishes."""
    said, share = _Said(), wants.share(unit.rent_cents)
    wish = wants.preference
    if wish is not None:
        _place(said, unit, wish)
        _kind(said, unit, wish, titles)
        _bedrooms(said, unit, wish)
        _money(said, wish, share)
        _features(said, unit, wish, titles)
        _pets(said, unit, wish)
        _when(said, unit, wish)
    _people(said, unit, wants.household)
    _voucher(said, unit, wants)
    if share.over_own:
        said.against.append(
            saying(
                N_("{percent} % of the income, above the agency’s own {own} %"),
                percent=share.percent,
                own=wants.own_percent,
            )
        )
    _checked(said, unit, wants)
    return Matched(unit, share, tuple(said.fits), tuple(said.against), tuple(said.unknown))


def _place(said: _Said, unit: UnitRow, wish: PreferenceRow) -> None:
    here = f" {fold(f'{unit.address} {unit.city} {unit.zip}')} "

    def named(text: str) -> str:
        return next((one for one in housing.parts(text) if f" {fold(one)} " in here), "")

    avoided, area = named(wish.avoid), named(wish.areas)
    if avoided:
        said.against.append(saying(N_("In {area}, which the member avoids"), area=avoided))
    if area:
        said.fits.append(saying(N_("In {area}"), area=area))
    elif wish.areas and not avoided:
        if unit.city or unit.zip:
            text = N_("Not in {areas}")
            said.against.append(saying(text, areas=" / ".join(housing.parts(wish.areas))))
        else:
            said.unknown.append(saying(N_("Which town it is in")))


def _kind(said: _Said, unit: UnitRow, wish: PreferenceRow, titles: dict[str, str]) -> None:
    if not wish.kinds:
        return
    if not unit.kind:
        said.unknown.append(saying(N_("What kind of home it is")))
    elif unit.kind in wish.kinds:
        said.fits.append(_titled(N_("{what}, as wished"), unit.kind, titles))
    else:
        said.against.append(_titled(N_("{what}, not a kind that was wished"), unit.kind, titles))


def _bedrooms(said: _Said, unit: UnitRow, wish: PreferenceRow) -> None:
    if wish.bedrooms is None:
        return
    if unit.bedrooms is None:
        said.unknown.append(saying(N_("How many bedrooms")))
    elif unit.bedrooms >= wish.bedrooms:
        said.fits.append(saying(N_("Bedrooms: {has}, wished {wished}"), has=unit.bedrooms,
                                wished=wish.bedrooms))  # fmt: skip
    else:
        said.against.append(saying(N_("Bedrooms: {has}, wished {wished}"), has=unit.bedrooms,
                                   wished=wish.bedrooms))  # fmt: skip


def _money(said: _Said, wish: PreferenceRow, share: RentShare) -> None:
    most = wish.most_rent_cents
    if most is None:
        return
    if share.share_cents is None:
        said.unknown.append(saying(N_("The rent")))
        return
    fields = {"share": housing.money(share.share_cents), "most": housing.money(most)}
    if share.share_cents <= most:
        said.fits.append(saying(N_("Own share {share}, at most {most} wished"), **fields))
    else:
        said.against.append(saying(N_("Own share {share}, at most {most} wished"), **fields))


def _features(said: _Said, unit: UnitRow, wish: PreferenceRow, titles: dict[str, str]) -> None:
    for feature in wish.features:
        if feature in unit.features:
            said.fits.append(_titled(N_("{what}"), feature, titles))
        else:
            said.unknown.append(_titled(N_("{what}: nobody recorded it"), feature, titles))


def _pets(said: _Said, unit: UnitRow, wish: PreferenceRow) -> None:
    if not wish.pets:
        return
    if unit.pets is None:
        said.unknown.append(saying(N_("Whether pets may come along")))
    elif unit.pets:
        said.fits.append(saying(N_("Pets may come along")))
    else:
        said.against.append(saying(N_("No pets")))


def _when(said: _Said, unit: UnitRow, wish: PreferenceRow) -> None:
    if wish.move_by is None:
        return
    if unit.available is None:
        said.unknown.append(saying(N_("The day it is free from")))
    elif unit.available > wish.move_by:
        said.against.append(
            saying(N_("Free only on {day}, wished by {by}"), day=unit.available, by=wish.move_by)
        )
    else:
        said.fits.append(saying(N_("Free in time, on {day}"), day=unit.available))


def _people(said: _Said, unit: UnitRow, household: Household) -> None:
    people = household.people
    if household.unsure:
        said.unknown.append(
            saying(N_("Whether {n} more of the household move in"), n=household.unsure)
        )
    if unit.most_people is None:
        if people > 1:
            said.unknown.append(saying(N_("How many people the landlord allows")))
    elif people > unit.most_people:
        said.against.append(
            saying(N_("{n} people move in; the landlord allows {most}"), n=people,
                   most=unit.most_people)
        )  # fmt: skip
    elif people > 1:
        said.fits.append(saying(N_("Room for the {n} people"), n=people))


def _voucher(said: _Said, unit: UnitRow, wants: Wants) -> None:
    if not wants.live:
        return
    if unit.subsidies or unit.takes_subsidies:
        said.fits.append(saying(N_("Takes subsidies")))
    elif unit.takes_subsidies is None:
        said.unknown.append(saying(N_("Whether the landlord takes the voucher")))
    else:
        said.against.append(saying(N_("The landlord said no to subsidies")))
    sizes = [one.bedrooms for one in wants.live if one.bedrooms is not None]
    if sizes and unit.bedrooms is not None and unit.bedrooms > max(sizes):
        said.against.append(
            saying(N_("Bedrooms: the voucher is for {n}, this has {has}"), n=max(sizes),
                   has=unit.bedrooms)
        )  # fmt: skip


def _checked(said: _Said, unit: UnitRow, wants: Wants) -> None:
    if unit.state != "available":
        said.unknown.append(saying(N_("Whether it can still be had")))
    elif is_stale(unit, wants.today, wants.stale_days):
        if unit.checked is None:
            said.unknown.append(saying(N_("Whether it is still free: nobody noted a day")))
        else:
            text = N_("Whether it is still free: last known {day}")
            said.unknown.append(saying(text, day=unit.checked))


def is_stale(unit: UnitRow, today: date, stale_days: int) -> bool:
    """True where a home's state is older than the agency's own figure, or of no known day."""
    return unit.checked is None or (today - unit.checked).days > stale_days


def _titled(text: str, item_id: str, titles: dict[str, str]) -> Saying:
    return saying(text, what=Term(titles.get(item_id, item_id)))
