"""Rows made loosely are rows like any other."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from navigator_app.domain.quick_rows import loose
from navigator_app.domain.records import CaseloadRow
from navigator_app.domain.service_rows import EncounterRow


@pytest.mark.parametrize("kind", [CaseloadRow, EncounterRow])
def test_a_row_made_loosely_equals_one_made_whole_and_is_as_frozen(kind: type[Any]) -> None:
    values = [f"value {number}" for number in range(len(fields(kind)))]
    made = loose(kind)(*values)
    made.__class__ = kind
    whole = kind(*values)
    assert type(made) is kind
    assert (made, hash(made), repr(made)) == (whole, hash(whole), repr(whole))
    with pytest.raises(FrozenInstanceError):
        made.id = "another"
