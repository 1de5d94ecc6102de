"""Layouts read from TOML text and written back. A broken one is refused whole, key by key."""

from __future__ import annotations

import codecs
import json
import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from typing import cast

from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralType, Service
from navigator_app.exchange.fields import RTF_ELEMENTS
from navigator_app.exchange.layouts import (
    DELIMITERS,
    MAPPABLE,
    Layout,
    LayoutRefused,
    StatusLayout,
    heading_key,
)

CODED = {
    "service": Service.slugs(),
    "referral_type": ReferralType.slugs(),
    "authorization_status": AuthorizationStatus.slugs(),
    "homeless": ["yes", "no"],
}
"""The fields whose texts are looked up, and the values they become."""

LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_DATES = re.compile(r"(YYYY|MM|DD)([-/. ]?)(YYYY|MM|DD)\2(YYYY|MM|DD)")
_FILE_NAME = re.compile(r"[A-Za-z0-9_.{} -]+")

Table = Mapping[str, object]


def read_layout(toml_text: str) -> Layout:
    """Return the layout, or raise LayoutRefused naming the key."""
    try:
        tree = tomllib.loads(toml_text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LayoutRefused("the file", f"not valid TOML ({error})") from None
    _only(tree, "", {"key", "name", "asf", "rtf"})
    asf = _table(tree, "", "asf")
    _only(asf, "asf.", {"format", "encodings", "dates", "required", "closing", "headings", "codes"})
    layout = Layout(
        key=_key(tree),
        name=_text(tree, "", "name"),
        format=_one_of(asf, "asf.", "format", DELIMITERS),
        encodings=tuple(_encoding(name, "asf.encodings") for name in _texts(asf, "encodings")),
        dates=tuple(_date_format(name, "asf.dates") for name in _texts(asf, "dates")),
        required=_texts(asf, "required"),
        closing=_texts(asf, "closing"),
        headings=_headings(_table(asf, "asf.", "headings")),
        codes=_codes(_table(asf, "asf.", "codes")),
        rtf=_status_layout(_table(tree, "", "rtf")),
    )
    _check_whole(layout)
    return layout


def _check_whole(layout: Layout) -> None:
    if not layout.dates:
        raise LayoutRefused("asf.dates", "at least one date format is needed")
    for name in ("first_name", "last_name", "cin", "date_of_birth", "service"):
        if name not in layout.required:
            raise LayoutRefused("asf.required", f"{name} is always required")
    for name in layout.required:
        if name not in layout.headings:
            raise LayoutRefused(f"asf.headings.{name}", "a required field has no heading")
    for name in CODED:
        if name in layout.headings and name not in layout.codes:
            raise LayoutRefused(f"asf.codes.{name}", "missing, though the field has a heading")


def _status_layout(rtf: Table) -> StatusLayout:
    _only(
        rtf,
        "rtf.",
        {"format", "encoding", "dates", "file_name", "line_end", "columns", "codes"},
    )
    line_end = _one_of(rtf, "rtf.", "line_end", LINE_ENDS)
    return StatusLayout(
        format=_one_of(rtf, "rtf.", "format", DELIMITERS),
        encoding=_encoding(_text(rtf, "rtf.", "encoding"), "rtf.encoding"),
        dates=_date_format(_text(rtf, "rtf.", "dates"), "rtf.dates"),
        file_name=_file_name(_text(rtf, "rtf.", "file_name")),
        line_end=LINE_ENDS[line_end],
        columns=_columns(rtf.get("columns")),
        codes=_status_codes(rtf),
    )


def _only(table: Table, where: str, known: Iterable[str]) -> None:
    for name in table:
        if name not in known:
            raise LayoutRefused(f"{where}{name}", "not a key of a layout")


def _table(table: Table, where: str, name: str) -> Table:
    found = table.get(name)
    if not isinstance(found, dict):
        raise LayoutRefused(f"{where}{name}", "this table is missing")
    return cast(Table, found)


def _text(table: Table, where: str, name: str) -> str:
    found = table.get(name)
    if not isinstance(found, str) or not found.strip():
        raise LayoutRefused(f"{where}{name}", "a text is needed here")
    return found


def _texts(table: Table, name: str, where: str = "asf.") -> tuple[str, ...]:
    found = table.get(name)
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise LayoutRefused(f"{where}{name}", "a list of texts is needed here")
    return tuple(found)


def _one_of(table: Table, where: str, name: str, known: Iterable[str]) -> str:
    found = _text(table, where, name)
    if found not in known:
        raise LayoutRefused(f"{where}{name}", f"{found} is none of {', '.join(known)}")
    return found


def _key(tree: Table) -> str:
    found = _text(tree, "", "key")
    if not _KEY.fullmatch(found):
        raise LayoutRefused("key", "small letters, digits, - and _ only, 40 at most")
    return found


def _encoding(name: str, where: str) -> str:
    try:
        codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError):
        raise LayoutRefused(where, f"{name} is no encoding") from None
    return name


def _date_format(text: str, where: str) -> str:
    found = _DATES.fullmatch(text)
    if not found or {found[1], found[3], found[4]} != {"YYYY", "MM", "DD"}:
        raise LayoutRefused(where, f"{text} is not made of YYYY, MM and DD")
    return text


def _file_name(pattern: str) -> str:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}
    except ValueError:
        names = {"?"}
    if not names <= {"npi", "period"} or not _FILE_NAME.fullmatch(pattern) or pattern[0] in ". ":
        raise LayoutRefused(
            "rtf.file_name", "letters, digits, _ . - and the parts {npi} and {period} only"
        )
    return pattern


def _headings(table: Table) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    for name in table:
        where = f"asf.headings.{name}"
        if name not in MAPPABLE:
            raise LayoutRefused(where, "not a field of an authorization file")
        found[name] = _texts(table, name, "asf.headings.")
        if not found[name]:
            raise LayoutRefused(where, "at least one heading is needed")
        for alias in found[name]:
            key = heading_key(alias)
            if not key:
                raise LayoutRefused(where, "a heading without letters or digits")
            if owner.setdefault(key, name) != name:
                raise LayoutRefused(where, f"{alias} also stands under {owner[key]}")
    return found


def _codes(table: Table) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in table:
        if name not in CODED:
            raise LayoutRefused(f"asf.codes.{name}", "not a field with codes")
        values = _table(table, "asf.codes.", name)
        owner: dict[str, str] = {}
        found[name] = {}
        for value in values:
            where = f"asf.codes.{name}.{value}"
            if value not in CODED[name]:
                raise LayoutRefused(where, f"none of {', '.join(CODED[name])}")
            found[name][value] = _texts(values, value, f"asf.codes.{name}.")
            for text in found[name][value]:
                if owner.setdefault(heading_key(text), value) != value:
                    raise LayoutRefused(where, f"{text} also means {owner[heading_key(text)]}")
    return found


def _columns(found: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(found, list) or not found:
        raise LayoutRefused("rtf.columns", "a list of [heading, element] is needed here")
    columns: list[tuple[str, str]] = []
    for pair in found:
        if not (
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(p, str) for p in pair)
        ):
            raise LayoutRefused("rtf.columns", "each column is [heading, element]")
        if pair[1] not in RTF_ELEMENTS:
            raise LayoutRefused("rtf.columns", f"{pair[1]} is no element of a status file")
        columns.append((pair[0], pair[1]))
    if len({heading for heading, _ in columns}) != len(columns):
        raise LayoutRefused("rtf.columns", "a heading stands twice")
    missing = {"cin", "referral_status", "status_on"} - {element for _, element in columns}
    if missing:
        raise LayoutRefused("rtf.columns", f"{', '.join(sorted(missing))} must have a column")
    return tuple(columns)


def _status_codes(rtf: Table) -> dict[str, dict[str, str]]:
    if "codes" not in rtf:
        return {}
    found: dict[str, dict[str, str]] = {}
    table = _table(rtf, "rtf.", "codes")
    for name in table:
        if name not in RTF_ELEMENTS:
            raise LayoutRefused(f"rtf.codes.{name}", "not an element of a status file")
        words = _table(table, "rtf.codes.", name)
        found[name] = {word: _text(words, f"rtf.codes.{name}.", word) for word in words}
    return found


def _quote(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which TOML wants escaped too
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quote, texts)) + "]"


def write_layout(layout: Layout) -> str:
    """Return TOML text that `read_layout` turns into an equal layout."""
    rtf = layout.rtf
    lines = [f"key = {_quote(layout.key)}", f"name = {_quote(layout.name)}", "", "[asf]"]
    lines += [f"format = {_quote(layout.format)}", f"encodings = {_list(layout.encodings)}"]
    lines += [f"dates = {_list(layout.dates)}", f"required = {_list(layout.required)}"]
    lines += [f"closing = {_list(layout.closing)}", "", "[asf.headings]"]
    lines += [f"{name} = {_list(texts)}" for name, texts in layout.headings.items()]
    for name, values in layout.codes.items():
        lines += ["", f"[asf.codes.{name}]"]
        lines += [f"{_quote(value)} = {_list(texts)}" for value, texts in values.items()]
    line_end = next(name for name, text in LINE_ENDS.items() if text == rtf.line_end)
    lines += ["", "[rtf]", f"format = {_quote(rtf.format)}", f"encoding = {_quote(rtf.encoding)}"]
    lines += [f"dates = {_quote(rtf.dates)}", f"file_name = {_quote(rtf.file_name)}"]
    lines += [f"line_end = {_quote(line_end)}", "columns = ["]
    lines += [f"    {_list(pair)}," for pair in rtf.columns] + ["]"]
    for element, words in rtf.codes.items():
        lines += ["", f"[rtf.codes.{element}]"]
        lines += [f"{_quote(word)} = {_quote(code)}" for word, code in words.items()]
    return "\n".join(lines) + "\n"
