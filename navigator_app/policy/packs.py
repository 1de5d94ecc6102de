"""Policy packs: the clocks, limits and guards of a plan, each dated and cited, read from TOML.

A pack stands on a base (`base = "dhcs"`). A plan has one pack or several, their keys joined by a
plus sign (`health-net-2025+la-county-2022`). `stack` gathers them and those below them and sorts
them by how near they stand to the plan: the agency's own, the plan's policy, the county's
agreement, the state's guidance, and last what is only recommended; of one standing, in the order
given. The nearest speaks. A pack with anything wrong in it is refused whole. Beside the packs that
came with the program stand those that the agency took in (`own`); one of the same key speaks in its
place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.rules import Rule, Stack
from navigator_app.domain.vocabulary import AnyService
from navigator_app.paths import resource
from navigator_app.policy import own
from navigator_app.policy.reading import Pack, PackRefused, pack_of, read_pack
from navigator_app.policy.toml import parse_toml

__all__ = [
    "Pack",
    "PackRefused",
    "Rule",
    "in_force",
    "load",
    "names",
    "pack_of",
    "parse_toml",
    "read_own",
    "read_pack",
    "stack",
]

LEFT = "toolkit-2025"
"""What is left of a pack that cannot be read and names nothing that it lies on."""

JOIN = "+"
"""Between the keys of a plan's packs."""

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def names() -> dict[str, str]:
    """Return key and title of every pack, shipped or taken in, by key; one taken in that this
    version cannot read is left out."""
    titles = {}
    for key in sorted({*shipped(), *own.texts()}):
        try:
            titles[key] = load(key).title
        except PackRefused:
            if key not in own.texts():
                raise
    return titles


def shipped() -> tuple[str, ...]:
    """The keys of the packs that came with the program."""
    return tuple(_files())


def keys(policy: str) -> tuple[str, ...]:
    """The keys of a plan's packs, in their order."""
    return tuple(policy.split(JOIN))


@own.from_packs
@lru_cache(maxsize=64)
def load(policy: str) -> Pack:
    """Return one pack, of several the first. PackRefused when there is none of that key or it is
    broken."""
    key = keys(policy)[0]
    if key in own.texts():
        return pack_of(parse_toml(own.texts()[key], key, PackRefused))
    path = _files().get(key)
    if path is None:
        raise PackRefused(
            "Policy pack not known",
            f"There is no policy pack called {key}.",
            f"Known packs: {', '.join(sorted({*_files(), *own.texts()}))}.",
        )
    return read_pack(path)


def read_own(text: str, name: str) -> Pack:
    """Read a pack that the agency brings; PackRefused names the line and the field that is wrong.

    Its key must not be a shipped one's, its base a pack that is known and its calendar a shipped
    one. `name` is the file's, for refusals.
    """
    table = parse_toml(text, name, PackRefused)
    pack = pack_of(table)
    if not _KEY.fullmatch(pack.key):
        table.refuse("key", "must be small letters, digits, - and _, forty at most")
    if pack.key in _files():
        table.refuse("key", f"{pack.key} is a pack that came with the program; choose another")
    known = {*_files(), *own.texts()}
    if pack.base and (pack.base not in known or pack.key in _below(pack.base)):
        others = sorted(known - {pack.key})
        table.refuse("base", f"must be one of {', '.join(others)}, and not lie on this pack itself")
    calendars = {path.stem for path in resource("calendars").glob("*.toml")}
    if pack.calendar not in calendars:
        table.refuse("calendar", f"{pack.calendar} is not a calendar of this program")
    return pack


def _below(key: str) -> tuple[str, ...]:
    return tuple(pack.key for pack in chain(key))


@own.from_packs
@lru_cache(maxsize=4096)
def stack(key: str, on: date) -> Stack:
    """Return the packs of a plan that has that one or those joined, nearest first, as they speak
    on a day."""
    return stack_of(standing(key), on)


def stack_of(packs: Iterable[Pack], on: date) -> Stack:
    """Lay packs over one another: by level, then as given; the first names the stack."""
    given = tuple(packs)
    near = sorted(given, key=lambda pack: pack.level.rank)
    return Stack(
        key=given[0].key,
        title=given[0].title,
        on=on,
        calendar=given[0].calendar,
        packs=tuple(pack.key for pack in near),
        rules=tuple(rule for pack in near for rule in _newest_first(pack.rules)),
        plans=frozenset(pack.plan for pack in given if pack.plan),
    )


def in_force(rules: Iterable[Rule], rule_id: str, on: date, service: AnyService) -> Rule | None:
    """Return the version of a rule that holds on a day for a service, or None."""
    return next((r for r in rules if r.id == rule_id and r.holds(on, service)), None)


def chain(policy: str) -> list[Pack]:
    """The packs of a plan, each with those below it, its own first; one that several lie on, once,
    behind them all."""
    chains = [_chain(key) for key in keys(policy)]
    every = [pack for one in chains for pack in one]
    last = {pack.key: place for place, pack in enumerate(every)}
    return [pack for place, pack in enumerate(every) if last[pack.key] == place]


@own.from_packs
@lru_cache(maxsize=64)
def standing(policy: str) -> tuple[Pack, ...]:
    """The packs that speak for a plan: its `chain`; where this version of the program cannot read
    one that the agency took in, all others, with what it lay on, so that no clock stands still.

    PackRefused still for a key that nobody has, and for a broken pack of the program's own.
    """
    if not unread(policy):
        return tuple(chain(policy))
    left = [JOIN.join(_under(key)) for key in keys(policy)]
    return tuple(chain(JOIN.join(left)))


@own.from_packs
@lru_cache(maxsize=64)
def unread(policy: str) -> tuple[str, ...]:
    """The keys of the agency's own packs among a plan's that this version cannot read."""
    found: list[str] = []
    for top in keys(policy):
        key, above = top, ""
        while key and key not in found:
            try:
                key, above = load(key).base, key
            except PackRefused:
                # A pack whose base the program no longer has cannot be used either.
                lost = key if key in own.texts() else above
                if lost not in own.texts():
                    break
                found.append(lost)
                key, above = _said_base(lost), ""
    return tuple(dict.fromkeys(found))


def _under(key: str) -> tuple[str, ...]:
    """The pack, and each that lies below one that cannot be read."""
    try:
        _chain(key)
    except PackRefused:
        if key not in own.texts():
            raise
    else:
        return (key,)
    try:
        pack = load(key)
    except PackRefused:
        return _under(_said_base(key))
    # Itself it can be read, and what it lies on cannot: its own rules stand in no chain.
    return _under(pack.base if _held(pack.base) else _said_base(key))


def _held(key: str) -> bool:
    return key in _files() or key in own.texts()


def _said_base(key: str) -> str:
    """The base that an unreadable pack names, where the program has it; else what most lie on."""
    try:
        said = tomllib.loads(own.texts()[key]).get("base")
    except (tomllib.TOMLDecodeError, RecursionError):
        said = None
    known = {*_files(), *own.texts()} - {key}
    return said if isinstance(said, str) and said in known else LEFT


def _chain(key: str) -> list[Pack]:
    found: list[Pack] = []
    while key:
        if any(pack.key == key for pack in found):
            raise PackRefused(
                "Policy pack not usable",
                f"The policy pack {key} stands on itself.",
                "Mend the base of the pack.",
            )
        found.append(load(key))
        key = found[-1].base
    return found


def _newest_first(rules: tuple[Rule, ...]) -> list[Rule]:
    """In the order of the file; versions of one rule, the newest first."""
    place = {rule.id: number for number, rule in reversed(list(enumerate(rules)))}
    newest = sorted(rules, key=lambda rule: rule.effective_from, reverse=True)
    return sorted(newest, key=lambda rule: place[rule.id])


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(resource("policies").glob("*.toml"))}
