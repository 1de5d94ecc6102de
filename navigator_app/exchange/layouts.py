"""Layouts: how one plan writes its authorization file and wants its status file.

A layout is data (`resources/layouts/*.toml`, or TOML text learned by the mapping wizard). Nothing
here claims to be an official template: column order, headings and file names of the real ones are
not public and differ by plan (domain standards, section 1.7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from navigator_app.domain.identifiers import fold
from navigator_app.errors import NavigatorError
from navigator_app.exchange.fields import FIELDS
from navigator_app.paths import resource

DELIMITERS = {"csv": ",", "pipe": "|", "tab": "\t", "semicolon": ";", "xlsx": ""}
"""The delimiter of each format; a workbook has none."""

MAPPABLE = tuple(name for name in FIELDS if name != "written_format")
"""The fields a column can be mapped to; the written format is split from the language."""


class LayoutRefused(NavigatorError):
    """A layout file that is not whole and valid; the message names the key that is wrong."""

    def __init__(self, key: str, problem: str) -> None:
        """Keep the dotted key beside the sentence."""
        super().__init__(
            "Layout refused",
            f"The layout is not usable: {key}: {problem}.",
            "Mend the layout file, or map the file again.",
        )
        self.key = key


@dataclass(frozen=True, slots=True)
class StatusLayout:
    """How a plan wants its Return Transmission File.

    `columns` are (heading, element of `RTF_ELEMENTS`) in the file's order; `codes` are, for an
    element, the plan's own text for the guidance's words.
    """

    format: str  # csv, pipe, tab, semicolon, xlsx
    encoding: str
    dates: str  # one format, such as MM/DD/YYYY
    file_name: str  # pattern with {npi} and {period} (YYYYMM)
    line_end: str
    columns: tuple[tuple[str, str], ...]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in the file's order."""
        return tuple(heading for heading, _element in self.columns)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a plan writes its authorization file, and the status file it wants back.

    `headings` are, for a field, the headings it may stand under, the plan's own first. `codes` are,
    for a field, what each of our values may be written as. `dates` are formats of YYYY, MM, DD.
    """

    key: str
    name: str
    format: str
    encodings: tuple[str, ...]
    dates: tuple[str, ...]
    required: tuple[str, ...]
    closing: tuple[str, ...]  # the text of a last line that is no row
    headings: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Mapping[str, tuple[str, ...]]]
    rtf: StatusLayout

    @property
    def delimiter(self) -> str:
        """What stands between cells; empty for a workbook."""
        return DELIMITERS[self.format]

    def heading(self, name: str) -> str:
        """The plan's own heading of a field, the field's name where it has none."""
        known = self.headings.get(name)
        return known[0] if known else name


def heading_key(text: str) -> str:
    """Return a heading without case, accents, spaces and punctuation, for comparing."""
    return fold(text).replace(" ", "")


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Layout]:
    found: dict[str, Layout] = {}
    for path in sorted(resource("layouts").glob("*.toml")):
        layout = parse(path.read_text(encoding="utf-8"))
        if layout.key != path.stem:
            raise LayoutRefused("key", f"{layout.key} is not the file's name, {path.stem}")
        found[layout.key] = layout
    return found


def shipped() -> dict[str, Layout]:
    """The layouts that come with the program, by key; LayoutRefused when one is broken."""
    return dict(_shipped())


def parse(toml_text: str) -> Layout:
    """Read a layout from TOML, refused whole (LayoutRefused) with the key that is wrong."""
    from navigator_app.exchange.layout_toml import read_layout

    return read_layout(toml_text)


def to_toml(layout: Layout) -> str:
    """Return the TOML text that `parse` reads back into an equal layout."""
    from navigator_app.exchange.layout_toml import write_layout

    return write_layout(layout)


def suggest(headings: Sequence[str]) -> dict[str, str]:
    """Guess a heading for each field, from all shipped layouts, for the mapping wizard."""
    by_key = {heading_key(heading): heading for heading in headings if heading.strip()}
    found: dict[str, str] = {}
    for layout in _shipped().values():
        for name, aliases in layout.headings.items():
            for alias in aliases:
                heading = by_key.get(heading_key(alias))
                if heading is not None and heading not in found.values():
                    found.setdefault(name, heading)
    return found


def from_mapping(
    key: str,
    name: str,
    mapping: Mapping[str, str],
    *,
    format: str = "csv",  # the word of the layout file
    encoding: str = "utf-8",
    dates: Sequence[str] = ("MM/DD/YYYY", "YYYY-MM-DD", "YYYYMMDD", "MM-DD-YYYY"),
    codes: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
) -> Layout:
    """Make a layout from what the wizard was told: field -> heading of the file.

    `codes` adds the plan's own texts (field -> our value -> texts) to the canonical ones. The
    status file is the canonical one. LayoutRefused names what is missing or doubled.
    """
    canonical = _shipped()["canonical"]
    merged: dict[str, dict[str, tuple[str, ...]]] = {
        field_name: dict(values) for field_name, values in canonical.codes.items()
    }
    for field_name, values in (codes or {}).items():
        for value, texts in values.items():
            known = merged.setdefault(field_name, {}).get(value, ())
            fresh = tuple(text for text in texts if text not in known)
            merged[field_name][value] = known + fresh
    layout = Layout(
        key=key,
        name=name,
        format=format,
        encodings=(encoding,),
        dates=tuple(dates),
        required=canonical.required,
        closing=canonical.closing,
        headings={field_name: (heading,) for field_name, heading in mapping.items() if heading},
        codes=merged,
        rtf=canonical.rtf,
    )
    return parse(to_toml(layout))
