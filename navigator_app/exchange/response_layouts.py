"""How plans return our status files: layouts of their responses, read from TOML.

The layouts are ours, made for invented plans: nothing here claims to be a plan's real return.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.exchange.layouts import LayoutRefused, heading_key
from navigator_app.paths import resource

ALL, REJECTED_ONLY = "all", "rejected"
ACCEPTED, REJECTED = "accepted", "rejected"

FIELDS = (
    "cin", "plan_member_id", "last_name", "date_of_birth", "service", "referral_status",
    "status_on", "row_no", "file_name", "result", "code", "reason",
)  # fmt: skip
REQUIRED = ("cin", "service", "referral_status", "status_on", "result")
"""What tells a row of ours from another, and what became of it."""

FIXES = ("cin", "date_of_birth", "name", "service", "status", "date", "duplicate", "agency")
"""What a rejection can ask to be mended."""

_KEYS = frozenset({"key", "lists", "first_row", "dates", "headings", "results", "codes", "fixes"})


@dataclass(frozen=True, slots=True)
class ResponseLayout:
    """How one plan returns a status file. Texts are kept as `heading_key` makes them."""

    key: str
    lists: str  # ALL, REJECTED_ONLY
    first_row: int  # the plan's number of our first row
    dates: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]  # field -> headings as they are written
    results: Mapping[str, str]  # text -> ACCEPTED, REJECTED
    services: Mapping[str, str]  # text -> Service slug
    statuses: Mapping[str, str]  # text -> ReferralStatus slug
    fixes: Mapping[str, str]  # reason code -> one of FIXES
    aliases: Mapping[str, str] = field(init=False)  # heading, for comparing -> field

    def __post_init__(self) -> None:
        """Fold the headings once: every file that comes is held against all of them."""
        known = {heading_key(text): name for name, texts in self.headings.items() for text in texts}
        object.__setattr__(self, "aliases", known)


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, ResponseLayout]:
    """The response layouts that come with the program, by the key of the status file's layout."""
    found = {}
    for path in sorted(resource("layouts", "responses").glob("*.toml")):
        layout = parse(path.read_text(encoding="utf-8"))
        if layout.key != path.stem:
            raise LayoutRefused("key", f"{layout.key} is not the file's name, {path.stem}")
        found[layout.key] = layout
    return found


def of_plan(layout_key: str) -> tuple[ResponseLayout, ...]:
    """Layouts to try for a plan, that of its status file first; a learned one has the canonical."""
    known = shipped()
    first = known.get(layout_key, known["canonical"])
    return (first, *(one for one in known.values() if one is not first))


def parse(toml_text: str) -> ResponseLayout:
    """Read a layout; LayoutRefused names the key that is wrong."""
    try:
        tree = tomllib.loads(toml_text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LayoutRefused("the file", f"not valid TOML ({error})") from None
    for name in tree:
        if name not in _KEYS:
            raise LayoutRefused(name, "not a key of a response layout")
    if tree.get("lists") not in (ALL, REJECTED_ONLY):
        raise LayoutRefused("lists", f"{ALL} or {REJECTED_ONLY} is needed here")
    if tree.get("first_row") not in (1, 2):
        raise LayoutRefused("first_row", "1 or 2 is needed here")
    headings = _texts(tree, "headings", FIELDS)
    for name in REQUIRED:
        if not headings.get(name):
            raise LayoutRefused(f"headings.{name}", "a required field has no heading")
    results = _turned(_texts(tree, "results", (ACCEPTED, REJECTED)), "results")
    codes = tree.get("codes", {})
    services = _turned(_texts(codes, "service", Service.slugs()), "codes.service")
    statuses = _turned(_texts(codes, "status", ReferralStatus.slugs()), "codes.status")
    own_words = {heading_key(one.value): one.slug for one in Service}
    own_states = {heading_key(one.value): one.slug for one in ReferralStatus}
    return ResponseLayout(
        key=str(tree.get("key", "")),
        lists=str(tree["lists"]),
        first_row=int(tree["first_row"]),
        dates=tuple(tree.get("dates", ())) or ("MM/DD/YYYY",),
        headings=headings,
        results=results,
        services=own_words | services,
        statuses=own_states | statuses,
        fixes=_turned(_texts(tree, "fixes", FIXES), "fixes"),
    )


def _texts(
    tree: Mapping[str, object], name: str, known: tuple[str, ...] | list[str]
) -> dict[str, tuple[str, ...]]:
    table = tree.get(name, {})
    if not isinstance(table, dict):
        raise LayoutRefused(name, "this table is missing")
    for key, texts in table.items():
        if key not in known:
            raise LayoutRefused(f"{name}.{key}", f"none of {', '.join(known)}")
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise LayoutRefused(f"{name}.{key}", "a list of texts is needed here")
    return {key: tuple(texts) for key, texts in table.items()}


def _turned(table: Mapping[str, tuple[str, ...]], where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, texts in table.items():
        for text in texts:
            if found.setdefault(heading_key(text), value) != value:
                raise LayoutRefused(f"{where}.{value}", f"{text} also means another")
    return found
