"""Writes the Return Transmission File of a month in a plan's layout."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from navigator_app.domain import identifiers
from navigator_app.errors import InputRejected
from navigator_app.exchange.cells import Columns, Row
from navigator_app.exchange.layouts import DELIMITERS, Layout
from navigator_app.exchange.workbook_writer import workbook_bytes
from navigator_app.i18n import _


def headings(layout: Layout) -> tuple[str, ...]:
    """The headings of a layout's status file, in its order."""
    return layout.rtf.headings


def cells(layout: Layout, rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """Yield, for rows of `RTF_ELEMENTS`, the cells as the file will hold them, for a preview."""
    for chunk in Columns(layout.rtf).chunks(rows):
        yield from chunk


def file_name(layout: Layout, *, npi: str, period: str) -> str:
    """Return the file's name for an NPI and a month "YYYY-MM"; InputRejected names the bad one."""
    try:
        digits = identifiers.npi(npi)
    except ValueError as error:
        raise InputRejected(
            "npi",
            _("The agency's NPI is not right: {reason}.").format(reason=error),
            _("Correct it in Settings."),
        ) from None
    try:
        first, _last = identifiers.month_bounds(period)
    except ValueError:
        raise InputRejected(
            "period",
            _("The month {period} is none.").format(period=period),
            _("A month is written YYYY-MM."),
        ) from None
    return layout.rtf.file_name.format(npi=digits, period=f"{first:%Y%m}")


def render(
    layout: Layout, rows: Iterable[Row], warnings: list[str] | None = None
) -> Iterator[bytes]:
    """Yield the bytes of a status file; the same rows give the same bytes each time.

    `rows` hold text in the order of `RTF_ELEMENTS` (None counts as empty) and are taken as they
    are needed. `warnings` receives sentences for a person, once the last bytes were taken.
    """
    columns = Columns(layout.rtf)
    if layout.rtf.format == "xlsx":
        yield workbook_bytes(layout.rtf.headings, columns.chunks(rows))
    else:
        yield from _delimited(layout, columns, rows)
    if warnings is not None and columns.letters.changed:
        warnings.append(
            _(
                "{letters} cannot be written in the plan's encoding ({encoding}); "
                "the nearest letters stand in the file."
            ).format(
                letters=" ".join(sorted(columns.letters.changed)), encoding=layout.rtf.encoding
            )
        )


def _delimited(layout: Layout, columns: Columns, rows: Iterable[Row]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer, delimiter=DELIMITERS[layout.rtf.format], lineterminator=layout.rtf.line_end
    )
    encoding = layout.rtf.encoding
    writer.writerow(layout.rtf.headings)
    for chunk in columns.chunks(rows):
        writer.writerows(chunk)
        yield buffer.getvalue().encode(encoding, "replace")
        buffer.seek(0)
        buffer.truncate()
        if encoding == "utf-8-sig":
            encoding = "utf-8"  # the mark stands once
    if rest := buffer.getvalue():
        yield rest.encode(encoding, "replace")
