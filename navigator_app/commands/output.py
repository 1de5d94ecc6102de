"""What a command prints: one JSON document, or aligned lines for people."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence

Json = Mapping[str, object] | Sequence[Mapping[str, object]]
WIDEST = 60
"""Characters of a table cell; the last column is never cut."""
_CONTROLS = dict.fromkeys([*range(10), *range(11, 32), *range(127, 160)], "\ufffd")


def wants_json(args: Namespace) -> bool:
    """True with --json."""
    return bool(vars(args).get("json", False))


def document(value: Json) -> None:
    """Print one JSON document."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode("utf-8" if encoding.startswith("utf") else "ascii")
    except UnicodeEncodeError:  # a console that lacks letters, a file name that is no text
        text = json.dumps(value, indent=2)
    print(text)


def line(text: str) -> None:
    """Print one line; letters that the console lacks become question marks.

    Control characters, with which a name could steer the terminal, become marks too.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.translate(_CONTROLS).encode(encoding, "replace").decode(encoding))


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> None:
    """Print aligned columns, or the sentence for an empty list."""
    if not rows:
        line(empty)
        return
    texts = [[_cell(value) for value in row] for row in rows]
    widths = [
        min(WIDEST, max(len(cells[place]) for cells in [list(headings), *texts]))
        for place in range(len(headings))
    ]
    for cells in [list(headings), ["-" * width for width in widths], *texts]:
        shown = [_cut(cell, width).ljust(width) for cell, width in zip(cells, widths, strict=True)]
        line("  ".join([*shown[:-1], cells[-1]]).rstrip())


def listing(
    args: Namespace,
    documents: Iterable[Mapping[str, object]],
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    empty: str,
) -> int:
    """Print a list, with --json as one document of `documents`, else as a table of `rows`; only
    what is printed is made. Returns the status of the command."""
    if wants_json(args):
        document(list(documents))
    else:
        table(headings, list(rows), empty)
    return 0


def facts(pairs: Sequence[tuple[str, object]]) -> None:
    """Print names and values, one a line; empty values are left out."""
    shown = [(name, _cell(value)) for name, value in pairs if _cell(value)]
    width = max((len(name) for name, _value in shown), default=0)
    for name, value in shown:
        line(f"{name.ljust(width)}  {value}")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return " ".join(str(value).split())
