"""Policy packs: the clocks, limits and guards of a plan, each dated and cited, read from TOML.

A pack stands on a base (`base = "dhcs"`). `stack` gathers a plan's pack and those below it and
sorts them by how near they stand to the plan: the agency's own, the plan's policy, the county's
agreement, the state's guidance, and last what is only recommended. The nearest speaks. A pack with
anything wrong in it is refused whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from navigator_app.domain.rules import Rule, Stack
from navigator_app.domain.vocabulary import AnyService
from navigator_app.paths import resource
from navigator_app.policy.reading import Pack, PackRefused, read_pack

__all__ = ["Pack", "PackRefused", "Rule", "in_force", "load", "names", "read_pack", "stack"]


def names() -> dict[str, str]:
    """Return key and title of every shipped pack, by key."""
    return {key: load(key).title for key in sorted(_files())}


@lru_cache(maxsize=32)
def load(key: str) -> Pack:
    """Return one pack. PackRefused when there is none of that key or it is broken."""
    path = _files().get(key)
    if path is None:
        raise PackRefused(
            "Policy pack not known",
            f"There is no policy pack called {key}.",
            f"Known packs: {', '.join(sorted(_files()))}.",
        )
    return read_pack(path)


@lru_cache(maxsize=4096)
def stack(key: str, on: date) -> Stack:
    """Return the packs of a plan that has that pack, nearest first, as they speak on a day."""
    return stack_of(chain(key), on)


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
    )


def in_force(rules: Iterable[Rule], rule_id: str, on: date, service: AnyService) -> Rule | None:
    """Return the version of a rule that holds on a day for a service, or None."""
    return next((r for r in rules if r.id == rule_id and r.holds(on, service)), None)


def chain(key: str) -> list[Pack]:
    """The pack and those below it, its own first."""
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
