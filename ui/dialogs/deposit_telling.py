"""What of the findings on a deposit request is said, and at which field."""

from __future__ import annotations

from collections.abc import Iterable

from navigator_app.domain.deposit_checks import Finding
from navigator_app.domain.deposits import Request
from ui.models import deposit_words


def filled(one: Finding, asked: Request) -> bool:
    """True when the field a finding is about is filled in already: nobody is scolded for what
    they have not come to yet."""
    if one.item is None:
        return one.field == "move_in_on" and asked.move_in_on is not None
    item = asked.items[one.item]
    return {"kind": bool(item.kind), "cents": item.cents is not None}.get(one.field, False)


def by_field(found: Iterable[Finding], item: int | None) -> dict[str, str]:
    """The first thing to be said of each field of an item, or of the whole request."""
    said: dict[str, str] = {}
    for one in found:
        if one.item == item:
            said.setdefault(one.field, deposit_words.finding(one))
    return said
