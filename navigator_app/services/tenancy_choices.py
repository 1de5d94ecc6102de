"""The lists of a tenancy for the window: signs, notices, skills, what a visit looks at."""

from __future__ import annotations

from navigator_app.policy import tenancy_lists
from navigator_app.policy.tenancy_lists import SOON as SOON
from navigator_app.policy.tenancy_lists import VISIT as VISIT
from navigator_app.policy.tenancy_lists import Listed as Listed
from navigator_app.policy.tenancy_lists import TenancyLists


def lists() -> TenancyLists:
    """The lists that came with the program."""
    return tenancy_lists.shipped()
