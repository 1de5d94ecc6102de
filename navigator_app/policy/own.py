"""The packs that the agency took in itself, as texts: held while its store is open.

They lie in the store and nowhere else; whoever opens or changes them hands the texts over here, so
that `packs` finds them beside those that came with the program. Nothing is parsed here: this is on
the way to the first screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar


class Cached(Protocol):
    """A function that remembers what it worked out from the packs."""

    def cache_clear(self) -> None:
        """Forget it all."""


C = TypeVar("C", bound=Cached)

_forget: list[Callable[[], None]] = []
_owner = ""
_texts: dict[str, str] = {}


def from_packs(function: C) -> C:
    """Mark a cached function whose answers change with the packs; it forgets when they do."""
    _forget.append(function.cache_clear)
    return function


def texts() -> Mapping[str, str]:
    """The text of each pack taken in, by key."""
    return MappingProxyType(_texts)


def hold(owner: str, packs: Mapping[str, str]) -> None:
    """Take over the packs of a store; those of another that is open are put aside."""
    global _owner
    _owner = owner
    _replace(packs)


def release(owner: str) -> None:
    """The store of these packs is closed."""
    if owner == _owner:
        _replace({})


def _replace(packs: Mapping[str, str]) -> None:
    if dict(packs) == _texts:
        return
    _texts.clear()
    _texts.update(packs)
    for forget in _forget:
        forget()
