"""What tests of reports to a plan make and read."""

from __future__ import annotations

import csv
import io
from datetime import date

from navigator_app.domain.records import DueRow
from navigator_app.services import (
    today,
)
from navigator_app.services.workspace import Workspace

PARTNERSHIP = "partnership-mcap7003"
TODAY = date(2026, 11, 20)


def lines(ws: Workspace, rule: str) -> list[DueRow]:
    """What is due by a rule, of no referral."""
    return [row for row in today.due(ws) if row.rule == rule and not row.referral_id]


def table(content: bytes) -> list[dict[str, str]]:
    """The rows of a file that goes to a plan."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
