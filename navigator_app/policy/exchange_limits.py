"""How the exchange with plans paces itself, and what always waits for a person.

Read from `resources/exchange.toml`; a file with any fault is refused whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_SAID = ("as_of", "source", "note")


class ExchangeLimitsRefused(NavigatorError):
    """The file cannot be trusted; the message names the field."""


@dataclass(frozen=True, slots=True)
class ExchangeLimits:
    """What `resources/exchange.toml` says."""

    removed_one_in: int  # more than one in so many of a plan's members: a person looks
    build_after_days: int  # whole days after a month
    settle_seconds: int
    again_seconds: int
    files_at_once: int
    file_bytes: int
    skew_seconds: int
    every_minutes: int
    spread_percent: int
    after_failure_minutes: int
    longest_minutes: int


@lru_cache(maxsize=1)
def shipped() -> ExchangeLimits:
    """What came with the program."""
    return read(resource("exchange.toml"))


def read(path: Path) -> ExchangeLimits:
    """Read a file; ExchangeLimitsRefused names the field that is wrong."""
    table = read_toml(path, ExchangeLimitsRefused)
    table.only(("trust", "statuses", "looks", "clock", "pace"))
    trust = _part(table, "trust", ("removed_one_in",))
    statuses = _part(table, "statuses", ("build_after_days",))
    looks = _part(
        table, "looks", ("settle_seconds", "again_seconds", "files_at_once", "file_bytes")
    )
    clock = _part(table, "clock", ("skew_seconds",))
    pace = _part(
        table,
        "pace",
        ("every_minutes", "spread_percent", "after_failure_minutes", "longest_minutes"),
    )
    return ExchangeLimits(
        removed_one_in=trust.number("removed_one_in", least=1),
        build_after_days=statuses.number("build_after_days", least=0),
        settle_seconds=looks.number("settle_seconds", least=0),
        again_seconds=looks.number("again_seconds", least=0),
        files_at_once=looks.number("files_at_once", least=1),
        file_bytes=looks.number("file_bytes", least=1),
        skew_seconds=clock.number("skew_seconds", least=1),
        every_minutes=pace.number("every_minutes", least=1),
        spread_percent=pace.number("spread_percent", least=0),
        after_failure_minutes=pace.number("after_failure_minutes", least=1),
        longest_minutes=pace.number("longest_minutes", least=1),
    )


def _part(table: Table, name: str, fields: tuple[str, ...]) -> Table:
    cells = table.cells.get(name)
    if not isinstance(cells, dict):
        table.refuse(name, "is missing")
    part = Table(f"{table.place}, {name}", cells, table.error, table.lines.under(name, 1))
    part.only((*fields, *_SAID))
    part.day("as_of")
    part.text("source")
    return part
