"""Every public service that reads, called as each of a team: what it let through, and to whom.

Arguments are found by their names in a pool of one member's records; a function that needs another
is told apart by name.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from navigator_app.errors import NotAllowed, ReasonNeeded
from tests.services import service_calls

ALLOWED, REFUSED, ASKED = "allowed", "refused", "asked"


def readers() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that writes nothing, by its name."""
    writers = service_calls.writers()
    return {
        f"{one.module}.{one.name}": _function(one)
        for key, one in service_calls.functions().items()
        if one.public and "tx" not in one.arguments and not service_calls.reaches(key, writers)
    }


def callable_with(pool: dict[str, Any]) -> Iterator[tuple[str, Callable[..., Any], dict[str, Any]]]:
    """Name, function and arguments of each that can be called with what is in the pool."""
    for name, function in sorted(readers().items()):
        given = arguments(function, pool)
        if given is not None:
            yield name, function, given


def outcome(ws: Any, function: Callable[..., Any], given: dict[str, Any]) -> tuple[str, str]:
    """What somebody at work got: allowed, refused or asked; and all that they were told."""
    got, told, error = tried(ws, function, given)
    return got, told or error


def tried(ws: Any, function: Callable[..., Any], given: dict[str, Any]) -> tuple[str, str, str]:
    """What somebody got, all that they were told, and the name of another error."""
    try:
        told = function(ws, **given)
        if inspect.isgenerator(told):
            told = list(told)
    except ReasonNeeded:
        return ASKED, "", ""
    except NotAllowed:
        return REFUSED, "", ""
    except Exception as error:
        return ALLOWED, "", f"{type(error).__name__}"
    return ALLOWED, repr(told), ""


def pool(member: str, referral: str, **more: Any) -> dict[str, Any]:
    """What the arguments of services may be, by their names."""
    day = date(2026, 11, 20)
    return {
        "member_id": member, "referral_id": referral, "member_ids": [member], "ids": [member],
        "referral_ids": [referral], "record_id": member, "on": day, "until": date(2027, 3, 1),
        "day": day, "first": date(2026, 11, 1), "last": day, "month": "2026-11",
        "months": 6, "period": "2026-11", "year": 2026, "text": "a", "limit": 50,
        "plan_key": "canonical", "kept_id": member, "merged_id": member, "days": 90, **more,
    }  # fmt: skip


def _function(one: service_calls.Function) -> Callable[..., Any]:
    module = importlib.import_module(f"navigator_app.services.{one.module}")
    found: Callable[..., Any] = getattr(module, one.name)
    return found


def arguments(function: Callable[..., Any], pool: dict[str, Any]) -> dict[str, Any] | None:
    """What a function is called with, None where something is not in the pool."""
    given: dict[str, Any] = {}
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or parameters[0].name != "ws":
        return None
    for one in parameters[1:]:
        if one.name in pool and (one.default is one.empty or one.name == "member_id"):
            given[one.name] = pool[one.name]
        elif one.default is one.empty:
            return None
    return given
