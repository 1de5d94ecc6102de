"""Making frozen rows by the hundred.

A frozen class sets each field by a call, which for a window of rows takes as long as its SQL. Its
loose twin sets them directly, and what was made then becomes a row of the frozen class.
"""

from __future__ import annotations

from dataclasses import fields, make_dataclass
from typing import Any


def loose(kind: type[Any]) -> Any:
    """A class with the fields of a frozen one with slots, in their order and without defaults.

    `made.__class__ = kind` turns what it makes into a row like any other.
    """
    return make_dataclass(
        f"_{kind.__name__}", [(one.name, one.type) for one in fields(kind)], slots=True
    )
