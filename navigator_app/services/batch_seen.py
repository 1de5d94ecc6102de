"""What of a batch's members somebody gets to see: a batch is of members of everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from navigator_app.services import permissions, read_reasons, seen

if TYPE_CHECKING:
    from navigator_app.domain.batches import MemberLine
    from navigator_app.services.workspace import Workspace


def lines(ws: Workspace, rows: Iterable[MemberLine]) -> tuple[MemberLine, ...]:
    """Lines of a batch; why one was let pass and what the plan answered about it only for who
    prepares batches or reads the member without giving a reason."""
    told = tuple(rows)
    if permissions.may(ws, "batches"):
        return told
    away = read_reasons.closed(ws, {row.member_id for row in told})
    return tuple(_line(row) if row.member_id in away else row for row in told)


def _line(row: MemberLine) -> MemberLine:
    checks = tuple(
        replace(one, mend=seen.hidden()) if one.mend and one.mend == row.override_reason else one
        for one in row.checks
    )
    held: MemberLine = seen.without(row, ("override_reason", "outcome_reason"))
    return replace(held, checks=checks)
