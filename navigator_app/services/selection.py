"""Who should serve: candidates from the agency's own list, ranked, with the rule behind it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date

from navigator_app.domain.rules import Rule
from navigator_app.domain.selection import Candidate, Ranked
from navigator_app.domain.selection import suggest as rank
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import packs

RULE = "provider-selection"
_TEXTS = ("name", "relationship")
_FLAGS = ("preferred", "referred", "wants_more", "closed_for_quality", "own_members_only")


def suggest(
    candidates: Iterable[Candidate], policy: str, on: date, service: Service
) -> tuple[list[Ranked], Rule | None]:
    """The candidates in the toolkit's order with reasons and exceptions, and the rule that says so
    (None where the plan's packs carry none: the order is then a mere suggestion of this program).
    """
    return rank(candidates), packs.stack(policy, on).rule(RULE, service)


def candidates(text: str) -> list[Candidate]:
    """Read candidates from TOML: `[[provider]]` tables with the fields of `Candidate`.

    InputRejected names what is wrong; nothing is taken from a list with a fault.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        raise InputRejected(
            "providers", _("The list cannot be read: {why}.").format(why=bad)
        ) from bad
    tables = found.get("provider", [])
    if set(found) - {"provider"} or not isinstance(tables, list):
        raise InputRejected("providers", _("The list holds [[provider]] tables only."))
    return [_candidate(table, number) for number, table in enumerate(tables, 1)]


def _candidate(table: object, number: int) -> Candidate:
    if not isinstance(table, dict):
        raise _wrong(number, "provider")
    unknown = set(table) - {*_TEXTS, *_FLAGS, "needs_met", "slots"}
    if unknown:
        raise _wrong(number, min(unknown))
    for field in _TEXTS:
        if not isinstance(table.get(field, ""), str):
            raise _wrong(number, field)
    for field in _FLAGS:
        if not isinstance(table.get(field, False), bool):
            raise _wrong(number, field)
    name = " ".join(str(table.get("name", "")).split())
    if not name:
        raise _wrong(number, "name")
    needs = table.get("needs_met", [])
    if not isinstance(needs, list) or not all(isinstance(need, str) for need in needs):
        raise _wrong(number, "needs_met")
    slots = table.get("slots")
    if slots is not None and (isinstance(slots, bool) or not isinstance(slots, int) or slots < 0):
        raise _wrong(number, "slots")
    return Candidate(
        name=name,
        relationship=str(table.get("relationship", "")),
        needs_met=tuple(needs),
        slots=slots,
        **{field: bool(table.get(field, False)) for field in _FLAGS},
    )


def _wrong(number: int, field: str) -> InputRejected:
    return InputRejected(
        "providers",
        _("Provider {number}: {field} is not as it should be.").format(number=number, field=field),
        _("Mend the list; nothing was taken from it."),
    )
