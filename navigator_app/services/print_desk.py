"""The print desk: a form prepared, looked at, and handed out with its record.

`prepare` and `enter` belong to the store's thread; `preview` and `draw` need no store and belong to
the render thread. `issue` does all of it in one call. The record is written before the paper is
given out: no form leaves that is not on record, and one that could not be handed out is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from navigator_app.domain.consents import Verdict, Way
from navigator_app.domain.form_rows import Entered, PrintedForm
from navigator_app.domain.records import Changes
from navigator_app.services.form_facts import Subject

if TYPE_CHECKING:
    from navigator_app.forms.render import Order, Printed
    from navigator_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Prepared:
    """A form ready to be looked at; nothing is written.

    `way` and `verdict` are None for a paper that is no disclosure; `withheld` says in words what
    stays back, so that it cannot be issued without an override. `blanks` are the sources that no
    fact was found for, `in_english` the agency's texts that it has in English only.
    """

    kind: str
    subject: Subject
    order: Order
    way: Way | None = None
    verdict: Verdict | None = None
    withheld: str = ""
    override: str = ""
    blanks: tuple[str, ...] = ()
    in_english: tuple[str, ...] = ()
    fill: Mapping[str, str] = field(default_factory=dict)
    numbered: bool = False
    copy_of: str = ""
    batch_id: str = ""


def prepare(
    ws: Workspace,
    kind: str,
    subject: Subject | None = None,
    *,
    language: str = "",
    large: bool | None = None,
    paper: str = "letter",
    fill: Mapping[str, str] | None = None,
    override: str = "",
) -> Prepared:
    """Gather, judge and set out one form; nothing is written."""
    raise NotImplementedError


def preview(prepared: Prepared) -> Printed:
    """Draw the form without a code, to be looked at. Needs no store."""
    raise NotImplementedError


def enter(
    ws: Workspace, prepared: Prepared, how: str, *, pages: int = 0, copy_of: str = ""
) -> tuple[Order, Entered]:
    """Give the form its code and write its record and its disclosure in one transaction."""
    raise NotImplementedError


def draw(order: Order) -> Printed:
    """Draw what `enter` returned. Needs no store."""
    raise NotImplementedError


def issue(
    ws: Workspace, prepared: Prepared, how: str, *, copy_of: str = ""
) -> tuple[Printed, PrintedForm, Changes]:
    """Hand out one form: recorded, accounted for, then drawn with its code."""
    raise NotImplementedError


def take_back(ws: Workspace, entered: Entered) -> Changes:
    """Take the record back of a form that could not be printed or saved after all."""
    raise NotImplementedError


def void(ws: Workspace, code: str, why: str) -> Changes:
    """Mark a form as spoiled: it must not be signed any more."""
    raise NotImplementedError


def returned(ws: Workspace, code: str, how: str) -> Changes:
    """A sheet came home ("scan", "by hand") or was destroyed."""
    raise NotImplementedError


def bulk(
    ws: Workspace,
    kind: str,
    subjects: Sequence[Subject],
    how: str = "printed",
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[tuple[Printed, PrintedForm]]:
    """Hand out one form for each subject, one after the other, with flat memory."""
    raise NotImplementedError
