"""The lists of the housing search for the window: kinds, features, reasons, own figures."""

from __future__ import annotations

from navigator_app.policy import housing_lists
from navigator_app.policy.housing_lists import HousingLists
from navigator_app.policy.housing_lists import Listed as Listed


def lists() -> HousingLists:
    """The lists that came with the program."""
    return housing_lists.shipped()
