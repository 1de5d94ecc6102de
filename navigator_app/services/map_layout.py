"""A layout made from what a person said in the mapping wizard. Needs no store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from navigator_app.exchange import layouts
from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import ParsedFile, UnknownLayout
from navigator_app.exchange.layouts import Layout

__all__ = [
    "Layout",
    "ParsedFile",
    "UnknownLayout",
    "Wishes",
    "fields",
    "make",
    "mappable",
    "required",
    "toml",
]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was said: field → heading, the date format, and field → our value → the plan's texts.

    `detected` is what `UnknownLayout` found: format, encoding.
    """

    plan_key: str
    plan_name: str
    mapping: Mapping[str, str]
    dates: Sequence[str] = ("MM/DD/YYYY",)
    codes: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    detected: Mapping[str, object] = field(default_factory=dict)


def make(wishes: Wishes) -> Layout:
    """The layout; a NavigatorError names what is missing or doubled."""
    return layouts.from_mapping(
        f"{wishes.plan_key}-mapped",
        wishes.plan_name,
        wishes.mapping,
        format=str(wishes.detected.get("format") or "csv"),
        encoding=str(wishes.detected.get("encoding") or "utf-8"),
        dates=tuple(wishes.dates),
        codes=wishes.codes,
    )


def toml(layout: Layout) -> str:
    """The text that `import_authorizations.remember_layout` keeps."""
    return layouts.to_toml(layout)


def required() -> tuple[str, ...]:
    """The fields without which a file is no authorization file."""
    return layouts.shipped()["canonical"].required


def mappable() -> tuple[str, ...]:
    """All fields a column can be mapped to, in their order."""
    return layouts.MAPPABLE


def fields() -> tuple[str, ...]:
    """The order of a parsed row's values, after row number and raw cells."""
    return FIELDS
