"""The days the office is closed, and the providers that the agency knows."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape, iso
from navigator_app.domain.closures import ClosureRow, Origin
from navigator_app.domain.selection import Ranked
from navigator_app.errors import NotFound
from navigator_app.i18n import _
from navigator_app.services import calendar_days, providers
from navigator_app.services.providers import Provider, Suggestion


def days(args: Namespace) -> int:
    """List the closures of a year."""
    with opened(args) as ws:
        rows = calendar_days.closures(ws, args.year or ws.clock.today().year, args.plan)
    return _show_days(args, rows)


def add_day(args: Namespace) -> int:
    """Close a day, or keep one open."""
    with opened(args) as ws:
        row, _changes = calendar_days.add(
            ws, args.day, args.name, closed=not args.open, plan=args.plan
        )
    if output.wants_json(args):
        output.document(_day(row))
    else:
        output.line(_("Set: {day}, {name}.").format(day=row.day.isoformat(), name=row.name))
    return 0


def remove_day(args: Namespace) -> int:
    """Take a day back that the agency, or with --plan the plan, set."""
    origin = Origin.PLAN if args.plan else Origin.AGENCY
    with opened(args) as ws:
        rows = calendar_days.closures(ws, args.day.year, args.plan)
        found = next((row for row in rows if row.day == args.day and row.origin is origin), None)
        if found is None:
            raise NotFound(
                _("Not found"),
                _("Nobody set that day here."),
                _('To work on a day of the state’s calendar, add it with "--open".'),
            )
        calendar_days.remove(ws, found.id)
    if output.wants_json(args):
        output.document(_day(found))
    else:
        output.line(_("Taken back: {day}.").format(day=found.day.isoformat()))
    return 0


def list_providers(args: Namespace) -> int:
    """List the agency's providers, or rank them for a referral."""
    with opened(args) as ws:
        if args.referral:
            return _show_ranked(args, providers.suggest(ws, args.referral))
        kept = providers.kept(ws)
    return output.listing(
        args,
        (_provider(one) for one in kept),
        (_("name"), _("languages"), _("areas"), _("ages"), _("slots")),
        (
            (one.name, ", ".join(one.languages), ", ".join(one.areas), _ages(one), one.slots)
            for one in kept
        ),
        _("The list of providers is empty."),
    )


def _show_ranked(args: Namespace, found: Suggestion) -> int:
    if output.wants_json(args):
        output.document([_ranked(one, found) for one in found.ranked])
        return 0
    output.table(
        (_("place"), _("name"), _("why")),
        [(one.place or "-", one.candidate.name, "; ".join(_why(one))) for one in found.ranked],
        _("The list of providers is empty."),
    )
    if found.rule is not None:
        output.line("")
        output.line(found.rule.cited)
    return 0


def _show_days(args: Namespace, rows: list[ClosureRow]) -> int:
    return output.listing(
        args,
        (_day(row) for row in rows),
        (_("day"), _("office"), _("set by"), _("name")),
        (
            (
                row.day,
                _("closed") if row.closed else _("open"),
                row.plan or row.origin.value,
                _("{name} (overruled)").format(name=row.name) if row.overruled else row.name,
            )
            for row in rows
        ),
        _("No day of that year is closed."),
    )


def _day(row: ClosureRow) -> Shape:
    return {
        "id": row.id or None,
        "day": iso(row.day),
        "name": row.name,
        "closed": row.closed,
        "origin": row.origin.value,
        "plan": row.plan or None,
        "overruled": row.overruled,
    }


def _provider(one: Provider) -> Shape:
    return {**asdict(one), "languages": list(one.languages), "areas": list(one.areas)}


def _ages(one: Provider) -> str:
    return f"{one.ages[0]}-{one.ages[1]}" if one.ages else ""


def _ranked(one: Ranked, found: Suggestion) -> Shape:
    return {
        "name": one.candidate.name,
        "place": one.place,
        "reasons": [why.told(_) for why in one.reasons],
        "exceptions": [why.told(_) for why in one.exceptions],
        "slots": one.candidate.slots,
        "source": found.rule.cited if found.rule else None,
    }


def _why(one: Ranked) -> list[str]:
    return [why.told(_) for why in (*one.exceptions, *one.reasons)]
