"""What stands at the top of page one: whose paper it is, or to whom it goes."""

from __future__ import annotations

from navigator_app.forms.definition import Field, Form, Head
from navigator_app.forms.layout import Layout
from navigator_app.forms.page import Row, Rule
from navigator_app.forms.reading import words

_LINES_TO = 3
"""Lines to write an address on."""


def rows(layout: Layout, form: Form, draft: bool) -> list[Row]:
    """The head of a form, kept on one page where a page holds it."""
    made = _letterhead(layout)
    if form.head is Head.LETTER:
        made += [*_address(layout), *_title(layout, form, layout.look.heading)]
    else:
        made += _title(layout, form, layout.look.title)
    if draft:
        made += layout.framed(layout.texts.word("draft"), layout.look.body, bold=True)
    if form.head is Head.MEMBER:
        made += _member(layout)
    elif form.head is Head.SHEET:
        made.append(_numbered(layout))
    for row in made:
        row.keep = True
    made[-1].height += layout.look.body * 0.3
    return made


def _letterhead(layout: Layout) -> list[Row]:
    look = layout.look
    agency = layout.value("agency.name")
    made = []
    if agency:
        made += layout.set.rows(agency, look.body * 1.1, bold=True)
        more = [layout.known(f"agency.{key}") for key in ("address", "phone")]
        line = " · ".join(one for one in more if one)
        made += layout.set.rows(line, look.small) if line else []
    else:
        made.append(layout.field_row([Field(words()["agency"])], look.body))
    made[-1].marks.append(Rule(0, made[-1].height + 3, look.width, 1.2))
    made[-1].height += 10
    return made


def _title(layout: Layout, form: Form, size: float) -> list[Row]:
    after = layout.look.body * 0.4
    return layout.set.rows(layout.texts.of(form.title), size, bold=True, after=after)


def _member(layout: Layout) -> list[Row]:
    """Name, CIN and birth date: page one says whose it is."""
    said, body = words(), layout.look.body
    pair = [Field(said["cin"], "member.cin", True)]
    pair.append(Field(said["date_of_birth"], "member.date_of_birth", True))
    return [
        layout.field_row([Field(said["member"], "member.name")], body),
        layout.field_row(pair, body),
    ]


def _numbered(layout: Layout) -> Row:
    """The day, and the number by which a sheet is given out and comes back."""
    said = words()
    pair = [Field(said["day"], "form.day", True), Field(said["sheet_number"], "sheet.number", True)]
    return layout.field_row(pair, layout.look.body)


def _address(layout: Layout) -> list[Row]:
    """The day and to whom: no more than the envelope says. Close together, so that a letter stands
    on one page."""
    look, said = layout.look, words()
    day, lines = layout.value("form.day"), layout.lines_of("letter.to")
    date = Field(said["date_signed"], half=True)
    if not day and not lines:  # to be written by hand, side by side
        to = Field(said["to"], half=True, lines=_LINES_TO)
        made = [layout.field_row([to, date], look.body)]
    else:
        made = layout.set.rows(day, look.body, after=look.body * 0.5) if day else []
        made += [] if day else [layout.field_row([date], look.body)]
        for line in lines:
            made += layout.set.rows(line, look.body)
        if not lines:
            made.append(layout.field_row([Field(said["to"], lines=_LINES_TO)], look.body))
    made[-1].height += look.body * 0.7 * look.gaps
    return made
