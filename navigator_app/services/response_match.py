"""Which row of a sent file each row of a response speaks of.

CIN, service, status and day tell a row; its number and who it is about help where these do not.
Needs no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from navigator_app.i18n import _

if TYPE_CHECKING:
    from navigator_app.exchange.responses import Answer, Sent


@dataclass(slots=True)
class Matched:
    """What a response says of one sent file."""

    hits: dict[int, Answer] = field(default_factory=dict)  # index of our row -> its answer
    nobody: list[tuple[Answer, str]] = field(default_factory=list)  # with the reason
    twice: int = 0  # rows that said what an earlier one said


def match(sent: Sequence[Sent], answers: Sequence[Answer]) -> Matched:
    """Find the row of ours for each answer.

    Two answers for one row are one when they say the same; two reasons to reject it are kept side
    by side. Where one accepts and one rejects, neither counts and both are in `nobody`.
    """
    known: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(sent):
        known.setdefault(row[:4], []).append(index)
    found = Matched()
    contrary: set[int] = set()
    for answer in answers:
        place = _index(known.get(answer[1:5], ()), sent, answer, found.hits)
        if place is None:
            found.nobody.append(
                (answer, _("No row of the file has this CIN, service, status and day."))
            )
        elif place in contrary:
            found.nobody.append((answer, _contrary()))
        elif place not in found.hits:
            found.hits[place] = answer
        elif found.hits[place].verdict != answer.verdict:
            contrary.add(place)
            found.nobody += [(found.hits.pop(place), _contrary()), (answer, _contrary())]
        else:
            found.hits[place] = _both(found.hits[place], answer)
            found.twice += 1
    found.nobody.sort(key=lambda one: one[0].row)
    return found


def _index(
    places: Sequence[int], sent: Sequence[Sent], answer: Answer, taken: dict[int, Answer]
) -> int | None:
    named = answer.place - 1
    if len(places) == 1:
        return places[0]
    if places:
        if named in places:
            return named
        return next((place for place in places if place not in taken), places[-1])
    if 0 <= named < len(sent) and _same_person(sent[named], answer):
        return named
    return None


def _same_person(row: Sent, answer: Answer) -> bool:
    """The row that a number names is meant where service, status and day fit, and who it is about:
    a CIN left empty or altered is no proof against plan number, or name and birth date."""
    if row[1:4] != answer[2:5]:
        return False
    if answer.plan_member_id and row.plan_member_id:
        return answer.plan_member_id == row.plan_member_id
    return bool(answer.person) and answer.person == row.person


def _both(first: Answer, other: Answer) -> Answer:
    """One answer with the codes and reasons of two."""
    codes = [text for text in (first.code, other.code) if text]
    reasons = [text for text in (first.reason, other.reason) if text]
    return first._replace(
        code=" ".join(dict.fromkeys(codes)), reason="; ".join(dict.fromkeys(reasons))
    )


def _contrary() -> str:
    return _("The response accepts this row in one line and rejects it in another.")
