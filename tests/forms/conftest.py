"""What the tests of printed forms share: facts of a made-up member."""

from __future__ import annotations

from datetime import date

import pytest

from navigator_app.forms.layout import Fact


@pytest.fixture
def facts() -> dict[str, Fact]:
    """An agency, and a member with a name of two scripts."""
    return {
        "agency.name": "Hope Housing Services",
        "agency.phone": "(530) 555-0147",
        "member.name": "María Guadalupe Hernández-Villanueva",
        "member.cin": "91234567A",
        "member.date_of_birth": date(1980, 2, 29),
        "staff.name": "Ana Ruiz",
    }
