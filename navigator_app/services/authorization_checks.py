"""What is looked at before a request to a plan or its answer is kept; a fault names its field."""

from __future__ import annotations

from datetime import date

from navigator_app.domain import ledger
from navigator_app.domain.saying import Saying
from navigator_app.domain.vocabulary import AuthorizationStatus
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace


def told(says: Saying) -> str:
    """A domain's sentence in the interface's language."""
    return says.told(_, day)


def not_ahead(ws: Workspace, **days: date | None) -> None:
    """Refuse a day ahead of today, at its field."""
    today = ws.clock.today()
    for name, when in days.items():
        if when is not None and when > today:
            raise InputRejected(
                name,
                _("{day} is in the future.").format(day=day(when)),
                _("Record it once it has happened."),
            )


def in_order(
    *,
    requested: date | None,
    received: date | None = None,
    decided: date | None = None,
    effective: date | None = None,
    end: date | None = None,
) -> None:
    """Refuse days in an order that cannot be, at the field of the later one."""
    refused = ledger.order_refused(
        requested=requested, received=received, decided=decided, effective=effective, end=end
    )
    if refused is not None:
        name, says = refused
        raise InputRejected(name, told(says), _("Check both days on the plan’s letter."))


def only_approved(
    status: AuthorizationStatus | None, effective: date | None, end: date | None
) -> None:
    """Refuse a first or last day of what was not approved."""
    if status is not AuthorizationStatus.APPROVED and (effective or end):
        raise InputRejected(
            "effective",
            _("Only an approval has a first and a last day."),
            _("Leave them empty, or choose Approved."),
        )


def whole_units(units: int | None) -> None:
    """Refuse units below one."""
    if units is not None and units < 1:
        raise InputRejected(
            "units", _("Units are one or more."), _("Leave them empty if none were named.")
        )
