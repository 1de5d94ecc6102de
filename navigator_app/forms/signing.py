"""The place for a signature, in a frame of its own with the one thing that it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.forms import hand
from navigator_app.forms.definition import Block, Field, Who
from navigator_app.forms.hand import Ink
from navigator_app.forms.page import GAP, Box, Pen, Row, Rule
from navigator_app.forms.reading import words

if TYPE_CHECKING:
    from navigator_app.forms.layout import Layout

PADDING = 8.0
ROOM = 36.0
"""Height of the place to sign, in points."""
_LABEL = {
    Who.MEMBER: "signature",
    Who.STAFF: "signature_staff",
    Who.SUPERVISOR: "signature_supervisor",
    Who.INTERPRETER: "signature_interpreter",
}
_NONE = "—"


def rows(layout: Layout, block: Block, size: float, ink: Ink | None) -> list[Row]:
    """The frame with its purpose, the signature and beside it the date, the name, the rest."""
    row, inset = Row(0), PADDING
    purpose = layout.set.rows(
        layout.texts.of(block.purpose), size, x=inset,
        width=layout.look.width - 2 * inset, bold=True, after=size * 0.3,
    )  # fmt: skip
    down = layout.set.stacked(purpose, PADDING, row)
    below = [_signed(layout, block, size, ink), *_who(layout, block, size, ink)]
    below += layout.fields(block.fields, size, inset)
    row.height = layout.set.stacked(below, down, row) + PADDING
    row.marks.append(Box(0, 0, layout.look.width, row.height))
    row.height += size * 0.7
    return [row]


def _signed(layout: Layout, block: Block, size: float, ink: Ink | None) -> Row:
    """The line to sign on and the day beside it; both filled where it was signed on screen."""
    row, said = Row(0), words()
    width = (layout.look.width - 2 * PADDING - GAP) / 2
    x, beside = PADDING, PADDING + width + GAP
    room = max(ROOM, size * 2)
    label = layout.label(said[_LABEL[block.who]], size, x, width)
    dated = layout.label(said["date_signed"], size, beside, width)
    top = max(layout.set.stacked(label, 0, row), layout.set.stacked(dated, 0, row))
    line = top + room
    for place in (x, beside):
        row.marks.append(Rule(layout.set.left(place, width), line, width))
    row.height = line
    if ink is not None:
        pen = hand.fitted(ink, width - 4, room - 4)
        wide = max(right for stroke in pen for right, _down in stroke)
        row.marks.append(Pen(layout.set.left(x + 2, wide), top, pen))
        when = layout.set.rows(layout.texts.moment(ink.at), size, x=beside, width=width, bold=True)
        used = sum(one.height for one in when)
        end = layout.set.stacked(when, max(top, line - used - 1), row)
        note = layout.label(said["signed_on_screen"], size, x, width)
        row.height = max(end, layout.set.stacked(note, line + 1, row))
    row.height += size * 0.5
    return row


def _who(layout: Layout, block: Block, size: float, ink: Ink | None) -> list[Row]:
    """The name in letters, and the right of one who signs for a member.

    Nobody's name stands there before they sign: another may.
    """
    said = words()
    name = ink.signer if ink else ""
    made = [layout.field_row([Field(said["printed_name"])], size, PADDING, [name])]
    if block.who is Who.MEMBER:
        right = (ink.authority.strip() or _NONE) if ink else ""
        made.append(layout.field_row([Field(said["authority"])], size, PADDING, [right]))
    return made
